"""Task groups and timeouts: every way in and out."""
import asyncio


async def sleeper(name, delay, fail=None, log=None):
    try:
        await asyncio.sleep(delay)
    except asyncio.CancelledError:
        log.append(name + " cancelled")
        raise
    log.append(name)
    if fail is not None:
        raise fail
    return name


async def case(label, body):
    log = []
    t = asyncio.create_task(body(log))
    try:
        print(label, "->", repr(await t), log)
    except BaseException as e:
        subs = getattr(e, "exceptions", None)
        print(label, "!!", type(e).__name__, e, subs and sorted(map(repr, subs)), log)
    print("   ", t.cancelling(), t.cancelled())


async def ok(log):
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(sleeper("a", 0.01, log=log))
        b = tg.create_task(sleeper("b", 0.001, log=log), name="bee")
        print(tg)
    print(tg)
    return a.result() + b.result() + b.get_name()


async def child_fails(log):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(sleeper("a", 1, log=log))
        tg.create_task(sleeper("b", 0.001, ValueError("b"), log=log))
    log.append("unreachable")


async def child_fails_in_body(log):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(sleeper("b", 0.001, ValueError("b"), log=log))
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            log.append("body cancelled %d" % asyncio.current_task().cancelling())
            try:
                tg.create_task(sleeper("late", 0, log=log))
            except RuntimeError as e:
                log.append(str(e).replace(repr(tg), "TG"))
            raise


async def body_fails(log):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(sleeper("a", 1, log=log))
        await asyncio.sleep(0)
        raise KeyError("body")


async def both_fail(log):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(sleeper("a", 0, ValueError("a"), log=log))
        await asyncio.sleep(0)
        await asyncio.sleep(0.0)
        try:
            await asyncio.sleep(0.01)
        finally:
            raise KeyError("body")


async def child_cancelled(log):
    async with asyncio.TaskGroup() as tg:
        t = tg.create_task(sleeper("a", 1, log=log))
        tg.create_task(sleeper("b", 0.01, log=log))
        await asyncio.sleep(0)
        t.cancel()
    return "went on"


async def body_raises_cancelled(log):
    async with asyncio.TaskGroup() as tg:
        tg.create_task(sleeper("a", 1, log=log))
        await asyncio.sleep(0)
        raise asyncio.CancelledError("mine")


async def nested(log):
    async with asyncio.TaskGroup() as outer:
        outer.create_task(sleeper("o", 0.5, log=log))
        async with asyncio.TaskGroup() as inner:
            inner.create_task(sleeper("i", 0.001, ValueError("inner"), log=log))
            inner.create_task(sleeper("j", 0.5, log=log))


async def two_levels_fail(log):
    async with asyncio.TaskGroup() as outer:
        outer.create_task(sleeper("o", 0.001, OSError("outer"), log=log))
        try:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(sleeper("j", 0.5, log=log))
        except asyncio.CancelledError:
            log.append("inner left by cancellation")
            raise


async def cleanup_error(log):
    async def bad_cleanup():
        try:
            await asyncio.sleep(1)
        finally:
            raise RuntimeError("cleanup")

    async with asyncio.TaskGroup() as tg:
        tg.create_task(bad_cleanup())
        tg.create_task(sleeper("b", 0.001, ValueError("b"), log=log))


async def systemexit(log):
    async def kbd():
        await asyncio.sleep(0.001)
        raise MemoryError("m")

    async with asyncio.TaskGroup() as tg:
        tg.create_task(kbd())
        tg.create_task(sleeper("a", 1, log=log))


async def grow(log):
    async with asyncio.TaskGroup() as tg:

        async def spawn(n):
            log.append(n)
            if n < 3:
                tg.create_task(spawn(n + 1))

        tg.create_task(spawn(0))
    try:
        tg.create_task(spawn(9))
    except RuntimeError as e:
        log.append(str(e)[-11:])


async def outside(log):
    async def group():
        try:
            async with asyncio.TaskGroup() as tg:
                tg.create_task(sleeper("a", 1, log=log))
                tg.create_task(sleeper("b", 1, log=log))
        except asyncio.CancelledError as e:
            log.append(("left", str(e), asyncio.current_task().cancelling()))
            raise

    t = asyncio.create_task(group())
    await asyncio.sleep(0.001)
    t.cancel("outside")
    try:
        await t
    except asyncio.CancelledError as e:
        log.append(("awaiter", str(e)))
    log[:2] = sorted(log[:2])  # the order in which a group cancels is open (A19)


async def misuse(log):
    tg = asyncio.TaskGroup()
    c = sleeper("x", 0, log=log)
    try:
        tg.create_task(c)
    except RuntimeError as e:
        log.append(str(e))
    c.close()
    async with tg:
        pass
    try:
        async with tg:
            pass
    except RuntimeError as e:
        log.append(str(e))


async def t_expire(log):
    async with asyncio.timeout(0.005) as cm:
        print(repr(cm)[:17], cm.expired())
        await asyncio.sleep(1)


async def t_repr(log):
    cm = asyncio.timeout(None)
    print(cm, cm.when())
    try:
        cm.reschedule(5)
    except RuntimeError as e:
        print(e)
    async with cm:
        print(cm)
        cm.reschedule(asyncio.get_running_loop().time() + 0.001)
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print(cm.expired(), repr(cm)[:20])
    print(cm, cm.expired())
    try:
        cm.reschedule(5)
    except RuntimeError as e:
        print(e)
    try:
        async with cm:
            pass
    except RuntimeError as e:
        print(e)


async def t_other_error(log):
    async with asyncio.timeout(0.002):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise KeyError("instead")


async def t_swallow(log):
    async with asyncio.timeout(0.002) as cm:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            pass
    return cm.expired()


async def t_outer_first(log):
    try:
        async with asyncio.timeout(0.002):
            async with asyncio.timeout(1) as inner:
                await asyncio.sleep(1)
    except TimeoutError:
        return inner.expired()


async def t_group(log):
    try:
        async with asyncio.timeout(0.005):
            async with asyncio.TaskGroup() as tg:
                tg.create_task(sleeper("a", 1, log=log))
    except TimeoutError as e:
        return "timed out", asyncio.current_task().cancelling()


async def t_at_past(log):
    async with asyncio.timeout_at(asyncio.get_running_loop().time() - 1):
        log.append("begun")
        await asyncio.sleep(0)
        log.append("one turn")
        await asyncio.sleep(0)
        log.append("two turns")


async def wf(log):
    for aw, t in ((sleeper("fast", 0, log=log), 1), (sleeper("slow", 1, log=log), 0.002), (sleeper("zero", 0, log=log), 0), (sleeper("none", 0.001, log=log), None), (sleeper("fails", 0.001, ValueError("f"), log=log), 1)):
        try:
            log.append(await asyncio.wait_for(aw, t))
        except Exception as e:
            log.append((type(e).__name__, str(e), type(e.__cause__).__name__))

    async def slow_cleanup():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            await asyncio.sleep(0.005)
            log.append("cleaned")
            return "value"

    try:
        log.append(await asyncio.wait_for(slow_cleanup(), 0.001))
    except TimeoutError:
        log.append("timeout after cleanup")

    async def waiting():
        return await asyncio.wait_for(asyncio.sleep(1), 1)

    t = asyncio.create_task(waiting())
    await asyncio.sleep(0.001)
    t.cancel("c")
    try:
        await t
    except asyncio.CancelledError as e:
        log.append(("cancelled", str(e)))
    f = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(f, 0.001)
    except TimeoutError:
        log.append(f.cancelled())


async def main():
    for body in (ok, child_fails, child_fails_in_body, body_fails, both_fail, child_cancelled, body_raises_cancelled, nested, two_levels_fail, cleanup_error, systemexit, grow, outside, misuse, t_expire, t_repr, t_other_error, t_swallow, t_outer_first, t_group, t_at_past, wf):
        await case(body.__name__, body)


asyncio.run(main())
try:
    asyncio.run(asyncio.timeout(1).__aenter__())
except RuntimeError as e:
    print(e)
