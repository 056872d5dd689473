import asyncio

async def worker(name):
    try:
        while True:
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        print(name, "cleans up")
        await asyncio.sleep(0.001)
        print(name, "clean")
        raise
    finally:
        print(name, "finally")

async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        return "refused"

async def main():
    t = asyncio.create_task(worker("w"), name="w1")
    await asyncio.sleep(0.02)
    print(t.cancel(), t.cancelled(), t.done())
    try:
        await t
    except asyncio.CancelledError as e:
        print("main saw it", repr(e), t.cancelled())
    print(t.cancel())
    s = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    s.cancel("why")
    print(await s, s.cancelled(), s.cancelling())
    inner = asyncio.create_task(asyncio.sleep(0.02, "kept"))
    try:
        await asyncio.wait_for(asyncio.shield(inner), 0.005)
    except asyncio.TimeoutError:
        print("shielded", inner.done(), await inner)
    never = asyncio.create_task(worker("never started"))
    never.cancel()
    await asyncio.gather(never, return_exceptions=True)
    print(never.cancelled())
    try:
        never.result()
    except asyncio.CancelledError:
        print("no result")
    try:
        asyncio.create_task(stubborn()).result()
    except asyncio.InvalidStateError as e:
        print(e)
asyncio.run(main())
