"""What leaves asyncio.run()."""
import asyncio


async def fails(n):
    await asyncio.sleep(0)
    raise ValueError(n)


async def main():
    try:
        await asyncio.gather(fails(1), fails(2))
    except ValueError as e:
        print("caught", e)
    async with asyncio.TaskGroup() as group:
        group.create_task(fails(3))
        group.create_task(fails(4))


asyncio.run(main())
