import asyncio, traceback, sys
async def ok(n):
    await asyncio.sleep(0.01 * n)
    return n
async def bad(n, exc):
    await asyncio.sleep(0.01 * n)
    raise exc
async def slow(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise
    finally:
        print(name, "cleanup")
async def main():
    async with asyncio.TaskGroup() as tg:
        ts = [tg.create_task(ok(i), name=f"ok-{i}") for i in range(3)]
    print([t.result() for t in ts], tg)
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow("s1"))
            tg.create_task(bad(1, ValueError("v")))
            tg.create_task(bad(1, TypeError("t")))
            await asyncio.sleep(5)
    except* ValueError as eg:
        print("VE", eg, eg.exceptions)
    except* TypeError as eg:
        print("TE", repr(eg))
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow("s2"))
            await asyncio.sleep(0)
            raise KeyError("body")
    except BaseExceptionGroup as eg:
        print(eg.message, eg.exceptions, eg.split(KeyError))
    try:
        async with asyncio.TaskGroup() as tg:
            async with asyncio.TaskGroup() as inner:
                inner.create_task(bad(0, OSError(2, "No such file")))
            tg.create_task(ok(1))
    except ExceptionGroup as eg:
        traceback.print_exception(eg.exceptions[0].exceptions[0], file=sys.stdout)
        print(eg.subgroup(lambda e: isinstance(e, OSError)))
        def leaves(e):
            if isinstance(e, BaseExceptionGroup):
                for x in e.exceptions: yield from leaves(x)
            else: yield e
        print(list(leaves(eg)))
    try:
        tg.create_task(c := ok(1))
    except RuntimeError as e:
        print(str(e).split(" at ")[0]); c.close()
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(slow("s3"))
            await asyncio.sleep(0)
            t.cancel()
        print("no error from a cancelled child")
    except BaseException as e: print(repr(e))
    async def outer():
        async with asyncio.TaskGroup() as tg:
            tg.create_task(slow("s4"))
    t = asyncio.create_task(outer()); await asyncio.sleep(0.01); t.cancel()
    try: await t
    except asyncio.CancelledError: print("outer cancelled", t.cancelling(), t.cancelled())
    r = await asyncio.gather(ok(1), bad(0, RuntimeError("g")), ok(0), return_exceptions=True)
    print(r)
    g = asyncio.gather(ok(2), bad(1, RuntimeError("g2")))
    try: await g
    except RuntimeError as e: print(e, g.done())
    print(await asyncio.gather())
    eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("sub", [TypeError("x"), KeyError("k")])])
    eg.add_note("a note")
    try: raise eg
    except ExceptionGroup as e:
        m, r = e.split(TypeError); print(m, r, m.__notes__)
        raise e.derive([ZeroDivisionError("derived")]) from e
async def fail():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(bad(0, ValueError("last")))
        tg.create_task(bad(0, ValueError("last2")))
try: asyncio.run(main())
except ExceptionGroup as e: print(repr(e), repr(e.__cause__))
asyncio.run(fail())
