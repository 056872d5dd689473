import asyncio

async def ticks(n):
    try:
        for i in range(n):
            await asyncio.sleep(0.001)
            yield i
    finally:
        print("closed")

class Count:
    def __init__(self, n):
        self.n = n
    def __aiter__(self):
        self.i = 0
        return self
    async def __anext__(self):
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i

class Res:
    async def __aenter__(self):
        print("enter")
        return self
    async def __aexit__(self, *exc):
        print("exit", exc[0] and exc[0].__name__)
        return True

async def main():
    print([x async for x in ticks(3)], {x: x * x async for x in Count(3)}, [x async for x in Count(5) if x % 2])
    g = ticks(10)
    async for x in g:
        if x == 1:
            break
    await g.aclose()
    print(await anext(Count(1).__aiter__()), await anext(aiter(Count(0)), "default"))
    async with Res() as r:
        raise KeyError("swallowed")
    async def echo():
        got = None
        while True:
            got = yield got
    e = echo()
    print(await e.asend(None), await e.asend("hi"))
    try:
        await e.athrow(ValueError("thrown"))
    except ValueError as err:
        print(err)
    async for x in Count(2):
        pass
    else:
        print("else", x)
asyncio.run(main())
