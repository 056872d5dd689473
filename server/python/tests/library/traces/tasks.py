"""Tasks that wait for each other, a lock, a queue, timers, a worker thread and a service."""
import asyncio


async def child(n):
    await asyncio.sleep(n)
    return n


async def main():
    lock = asyncio.Lock()

    async def locker():
        async with lock:
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tg:
        tg.create_task(locker())
        tg.create_task(locker(), name="second")
    queue = asyncio.Queue()
    t = asyncio.create_task(queue.get())
    await asyncio.sleep(0)
    queue.put_nowait([1])
    await t
    await asyncio.gather(child(0.2), child(0.02))
    await asyncio.to_thread(len, "abc")
    t = asyncio.create_task(child(5))
    await asyncio.sleep(0)
    t.cancel()
    try:
        await asyncio.wait_for(t, 1)
    except asyncio.CancelledError:
        pass
    await asyncio.get_running_loop()._service_request("GET /", 0.01)


asyncio.run(main())
