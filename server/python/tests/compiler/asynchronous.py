async def f(xs):
    async with a as b:
        await b
    async for x in xs:
        if x:
            break
    else:
        pass
    return [y async for y in xs if await y]


async def g():
    yield 1


def h():
    x = yield from g()
    yield x
