# A process pool under an event loop: the loop goes on while processes compute.
import asyncio
import multiprocessing as mp
from concurrent.futures import ProcessPoolExecutor


def count(n):
    total = 0
    for i in range(n):
        total += i
    return total


async def tick(ticks):
    while True:
        ticks.append(1)
        await asyncio.sleep(0.001)


async def main():
    loop = asyncio.get_running_loop()
    ticks = []
    ticker = asyncio.create_task(tick(ticks))
    with ProcessPoolExecutor(2, mp_context=mp.get_context("fork")) as pool:
        results = await asyncio.gather(*(loop.run_in_executor(pool, count, n) for n in (10, 100_000, 200_000)))
    ticker.cancel()
    print(results, len(ticks) > 2)


if __name__ == "__main__":
    asyncio.run(main())
