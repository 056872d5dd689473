import asyncio

async def producer(q, n):
    for i in range(n):
        await q.put(i)
        await asyncio.sleep(0)
    await q.put(None)

async def consumer(q):
    out = []
    while (x := await q.get()) is not None:
        out.append(x)
        q.task_done()
    return out

async def main():
    q = asyncio.Queue(maxsize=2)
    p, c = asyncio.create_task(producer(q, 5)), asyncio.create_task(consumer(q))
    print(await c, q.empty(), q.qsize(), q.maxsize)
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print("empty", repr(e))
    q.put_nowait(1); q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print("full", repr(e))
    lock = asyncio.Lock()
    order = []
    async def enter(n):
        async with lock:
            order.append(n)
            await asyncio.sleep(0.001)
            order.append(-n)
    await asyncio.gather(*(enter(n) for n in (1, 2, 3)))
    print(order, lock.locked())
    sem = asyncio.Semaphore(2)
    active = peak = 0
    async def use():
        nonlocal active, peak
        async with sem:
            active += 1
            peak = max(peak, active)
            await asyncio.sleep(0.001)
            active -= 1
    await asyncio.gather(*(use() for _ in range(6)))
    print(peak, sem.locked())
    ev = asyncio.Event()
    async def waiter():
        await ev.wait()
        return "set"
    w = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    ev.set()
    print(await w, ev.is_set(), repr(ev).split("[")[1])
    try:
        lock.release()
    except RuntimeError as e:
        print(e)
    pq = asyncio.PriorityQueue()
    for x in (3, 1, 2):
        pq.put_nowait(x)
    print([pq.get_nowait() for _ in range(3)])
asyncio.run(main())
