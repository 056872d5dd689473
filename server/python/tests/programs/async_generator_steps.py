import asyncio, sys

def drive(aw):
    """Runs an awaitable that needs no loop."""
    it = aw.__await__()
    try:
        while True:
            y = next(it)
            print("  yielded", y)
    except StopIteration as e:
        return e.value

async def simple():
    try:
        yield 1
        yield 2
    finally:
        print("finally")

async def catcher():
    try:
        yield 1
    except GeneratorExit:
        print("GeneratorExit seen")
        raise

async def swallow():
    try:
        yield 1
    except GeneratorExit:
        print("swallowed")

async def ignores():
    while True:
        try:
            yield 1
        except GeneratorExit:
            print("ignored")

async def awaits():
    try:
        yield 1
    finally:
        print("sleeping")
        await asyncio.sleep(0.01)
        print("slept")

async def raises():
    try:
        yield 1
    finally:
        raise KeyError("in finally")

async def yields_then_ends():
    try:
        yield 1
    except GeneratorExit:
        print("once")
        yield 2
        print("not here?")

def show(f, *a):
    try:
        print(" ->", f(*a))
    except BaseException as e:
        print(" !!", type(e).__name__, e)

for mk in (simple, catcher, swallow, ignores, raises, yields_then_ends):
    print(mk.__name__)
    g = mk()
    show(drive, g.__anext__())
    show(drive, g.aclose())
    show(drive, g.aclose())
    show(drive, g.__anext__())
    show(drive, g.asend(1))
    show(drive, g.athrow(ValueError("x")))
    show(drive, g.athrow(GeneratorExit))
    print(g.ag_running, g.ag_frame is None)

print("never started")
g = simple()
show(drive, g.aclose())
show(drive, g.__anext__())
g = simple()
show(drive, g.athrow(ValueError("first")))
show(drive, g.__anext__())
show(drive, g.athrow(ValueError("after")))
g = simple()
show(drive, g.asend(3))
g = simple()
show(drive, g.asend(None))
show(drive, g.athrow(GeneratorExit()))
g = simple()
show(drive, g.asend(None))
show(drive, g.athrow(StopAsyncIteration()))
g = simple()
show(drive, g.asend(None))
show(drive, g.athrow(StopIteration()))
g = swallow()
show(drive, g.asend(None))
show(drive, g.athrow(GeneratorExit()))
g = ignores()
show(drive, g.asend(None))
show(drive, g.athrow(GeneratorExit()))

async def echo():
    x = None
    while True:
        try:
            x = yield x
        except ValueError as e:
            x = f"caught {e}"
g = echo()
show(drive, g.asend(None))
show(drive, g.asend("a"))
show(drive, g.athrow(ValueError("boo")))
show(drive, g.athrow(ValueError, "cls") if sys.version_info < (3, 12) else g.athrow(ValueError("cls")))
show(drive, g.athrow(ValueError))
show(drive, g.aclose())

# reuse
g = echo()
a = g.asend(None)
show(drive, a)
show(drive, a)
a = g.athrow(ValueError("q"))
show(drive, a)
show(drive, a)
a = g.aclose()
show(drive, a)
show(drive, a)
a = g.__anext__()
a.close()
show(drive, a)

# concurrent
async def slow():
    try:
        while True:
            await asyncio.sleep(0.01)
            yield 1
    finally:
        print("slow done")

async def main():
    g = slow()
    t1 = asyncio.create_task(g.__anext__()) if False else asyncio.ensure_future(anext(g))
    await asyncio.sleep(0)
    print("running", g.ag_running)
    for f in (lambda: anext(g), lambda: g.asend(None), lambda: g.athrow(ValueError), lambda: g.aclose()):
        try:
            print(await f())
        except BaseException as e:
            print(type(e).__name__, e)
    print(await t1, g.ag_running)
    await g.aclose()
    g = awaits()
    async for x in g:
        print(x)
        break
    await g.aclose()
    print("after")
    g = awaits()
    await anext(g)
    t = asyncio.create_task(g.aclose())
    await asyncio.sleep(0)
    for f in (lambda: anext(g), lambda: g.aclose(), lambda: g.athrow(ValueError)):
        try:
            print(await f())
        except BaseException as e:
            print(type(e).__name__, e)
    await t
    try:
        print(await anext(g, "default"))
        print(await anext(g))
    except StopAsyncIteration:
        print("stop")
asyncio.run(main())

async def left():
    try:
        for i in range(10):
            yield i
            await asyncio.sleep(0)
    finally:
        print("cleaning")
        await asyncio.sleep(0.001)
        print("cleaned")
keep = []
async def main2():
    g = left()
    keep.append(g)
    async for x in g:
        if x == 2:
            break
    print("main2 returns")
asyncio.run(main2())
async def main3():
    async for x in left():
        if x == 1:
            break
    print("main3 goes on")
    await asyncio.sleep(0.01)
    print("main3 returns")
asyncio.run(main3())
async def bad():
    try:
        yield 1
    finally:
        print("bad cleanup")
        1/0
async def main4():
    g = bad()
    keep.append(g)
    async for x in g:
        break
    print("main4 returns")
async def main4b():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda l, c: print(sorted(c), c["message"].split(" at 0x")[0], repr(c["exception"])))
    await main4()
asyncio.run(main4b())
print(sys.get_asyncgen_hooks())
