"""Cancellation in every place where a task can wait."""
import asyncio


def show(label, fn):
    try:
        print(label, repr(fn()))
    except BaseException as e:
        print(label, type(e).__name__, e)


async def outcome(label, aw):
    try:
        print(label, repr(await aw))
    except BaseException as e:
        print(label, type(e).__name__, repr(str(e)), type(e.__cause__).__name__, type(e.__context__).__name__)


async def settle(n=6):
    for _ in range(n):
        await asyncio.sleep(0)


async def nested():
    log = []

    async def leaf():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as e:
            log.append(("leaf", str(e)))
            raise

    async def middle():
        try:
            await asyncio.create_task(leaf())
        except asyncio.CancelledError as e:
            log.append(("middle", str(e)))
            raise

    t = asyncio.create_task(middle())
    await settle()
    t.cancel("deep")
    n = 0
    while not t.done():
        n += 1
        await asyncio.sleep(0)
    print("nested", n, log)
    await outcome("nested", t)


async def twice():
    async def stubborn():
        for _ in range(3):
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("refused", asyncio.current_task().cancelling())
        return "done"

    t = asyncio.create_task(stubborn())
    for i in range(3):
        await asyncio.sleep(0)
        print("cancel", t.cancel(), t.cancelling())
    await outcome("stubborn", t)
    print(t.cancelling(), t.cancelled(), t.uncancel(), t.uncancel(), t.uncancel(), t.uncancel())

    async def late():
        asyncio.current_task().cancel("self")
        return "returned first"

    await outcome("self-cancel and return", asyncio.create_task(late()))

    async def raiser():
        asyncio.current_task().cancel()
        raise KeyError("k")

    await outcome("self-cancel and raise", asyncio.create_task(raiser()))

    async def uncanceller():
        t = asyncio.current_task()
        t.cancel()
        print("uncancel", t.uncancel())
        await asyncio.sleep(0)
        return "went on"

    await outcome("uncancel before the step ends", asyncio.create_task(uncanceller()))


async def gathers():
    async def work(n, fail=None):
        try:
            await asyncio.sleep(n)
            if fail:
                raise fail
            return n
        finally:
            print("end", n)

    g = asyncio.gather(work(0.02), work(0.01, ValueError("v")), work(0.03))
    print(repr(g)[:40])
    await outcome("gather fails", g)
    await asyncio.sleep(0.04)
    g = asyncio.gather(work(0.02), work(0.03), return_exceptions=True)
    await asyncio.sleep(0)
    print("cancel gather", g.cancel("gm"), g.done())
    await outcome("gather cancelled", g)
    t = asyncio.create_task(work(5))
    g = asyncio.gather(t, work(0.01))
    await asyncio.sleep(0)
    t.cancel("child")
    await outcome("child of gather cancelled", g)
    await asyncio.sleep(0.02)
    t = asyncio.create_task(work(5))
    g = asyncio.gather(t, work(0.01), return_exceptions=True)
    await asyncio.sleep(0)
    t.cancel("child")
    await outcome("the same, return_exceptions", g)

    async def outer():
        return await asyncio.gather(work(1), work(2))

    o = asyncio.create_task(outer())
    await settle()
    o.cancel("out")
    await outcome("task in gather", o)
    c = work(0.001)
    print("same coroutine twice", await asyncio.gather(c, c))


async def shields():
    async def work():
        await asyncio.sleep(0.01)
        return 1

    t = asyncio.create_task(work())
    s = asyncio.shield(t)
    s.cancel()
    await outcome("shield", s)
    await outcome("inner", t)
    t = asyncio.create_task(work())
    s = asyncio.shield(t)
    t.cancel()
    await outcome("inner cancelled", s)
    f = asyncio.get_running_loop().create_future()
    f.set_result(4)
    print(asyncio.shield(f) is f)


async def locks():
    lock = asyncio.Lock()
    log = []

    async def user(n):
        try:
            async with lock:
                log.append(n)
                await asyncio.sleep(0)
        except asyncio.CancelledError:
            log.append(("cancelled", n))
            raise

    await lock.acquire()
    ts = [asyncio.create_task(user(i)) for i in range(5)]
    await asyncio.sleep(0)
    print(lock)
    ts[0].cancel()
    ts[2].cancel()
    lock.release()
    ts[1].cancel()
    await asyncio.wait(ts)
    print(log, lock)
    # cancelled in the moment of being woken
    log.clear()
    await lock.acquire()
    ts = [asyncio.create_task(user(i)) for i in range(3)]
    await asyncio.sleep(0)
    lock.release()
    ts[0].cancel()
    await asyncio.wait(ts)
    print(log, lock)
    sem = asyncio.Semaphore(0)

    async def taker(n):
        try:
            await sem.acquire()
            log.append(("sem", n))
        except asyncio.CancelledError:
            log.append(("sem cancelled", n))
            raise

    log.clear()
    ts = [asyncio.create_task(taker(i)) for i in range(4)]
    await asyncio.sleep(0)
    print(sem, sem.locked())
    sem.release()
    ts[0].cancel()
    await settle()
    print(log, sem)
    sem.release()
    sem.release()
    await settle()
    ts[3].cancel()
    await asyncio.wait(ts)
    print(log, sem, sem.locked())
    cond = asyncio.Condition()

    async def waiter(n):
        async with cond:
            try:
                await cond.wait()
                log.append(("cond", n))
            except asyncio.CancelledError:
                log.append(("cond cancelled", n, cond.locked()))
                raise

    log.clear()
    ts = [asyncio.create_task(waiter(i)) for i in range(4)]
    await settle()
    print(cond)
    ts[1].cancel()
    await settle()
    async with cond:
        cond.notify(1)
        ts[0].cancel()
    await settle()
    async with cond:
        cond.notify_all()
    await asyncio.wait(ts)
    print(log, cond)
    ev = asyncio.Event()
    ts = [asyncio.create_task(ev.wait()) for i in range(3)]
    await asyncio.sleep(0)
    ts[1].cancel()
    print(ev)
    ev.set()
    ev.clear()
    await asyncio.wait(ts)
    print([t.cancelled() for t in ts], ev)
    q = asyncio.Queue(1)
    ts = [asyncio.create_task(q.get()) for i in range(3)]
    await asyncio.sleep(0)
    print(q)
    ts[0].cancel()
    q.put_nowait("a")
    await settle()
    print([t.done() for t in ts], q)
    q.put_nowait("b")
    ts[2].cancel()
    await settle()
    print([t.done() for t in ts], [t.cancelled() for t in ts], q)


async def main():
    await nested()
    await twice()
    await gathers()
    await shields()
    await locks()


asyncio.run(main())
