import asyncio

async def ok(n, t=0.01):
    await asyncio.sleep(t)
    return n

async def bad(msg):
    await asyncio.sleep(0.005)
    raise ValueError(msg)

async def main():
    print(await asyncio.gather(ok(1), ok(2), ok(3)))
    print(await asyncio.gather(ok(1), bad("x"), return_exceptions=True))
    try:
        await asyncio.gather(ok(1), bad("first"), bad("second"))
    except ValueError as e:
        print("raised", e)
    t = asyncio.create_task(ok(9, 0.05))
    try:
        await asyncio.wait_for(t, 0.01)
    except asyncio.TimeoutError as e:
        print("timeout", repr(e), t.cancelled())
    print(await asyncio.wait_for(ok(4), None))
    done, pending = await asyncio.wait([asyncio.create_task(ok(i, i / 100)) for i in (3, 1)], return_when=asyncio.FIRST_COMPLETED)
    print([t.result() for t in done], len(pending))
    for c in asyncio.as_completed([ok(2, 0.02), ok(1, 0.01)]):
        print(await c, end=" ")
    print()
    print(await asyncio.gather())
asyncio.run(main())
