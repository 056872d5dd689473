# version: 3.11
import asyncio

async def step(n, t, fail=False):
    try:
        await asyncio.sleep(t)
    except asyncio.CancelledError:
        print("cancelled", n)
        raise
    if fail:
        raise RuntimeError(f"step {n}")
    return n

async def main():
    async with asyncio.TaskGroup() as tg:
        a = tg.create_task(step(1, 0.01))
        b = tg.create_task(step(2, 0.02), name="second")
    print(a.result(), b.result(), b.get_name())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(step(1, 0.01, True))
            tg.create_task(step(2, 1))
            tg.create_task(step(3, 0.01, True))
    except* RuntimeError as eg:
        print(eg.message, [str(e) for e in eg.exceptions])
    try:
        async with asyncio.timeout(0.01):
            await step(4, 1)
    except TimeoutError as e:
        print("timeout", repr(e))
    async with asyncio.timeout(None) as cm:
        cm.reschedule(asyncio.get_running_loop().time() + 5)
        print(cm.expired(), cm.when() is not None)
asyncio.run(main())
