import asyncio, contextvars, contextlib, time
request_id = contextvars.ContextVar("request_id", default="-")
async def handler(i, lock, out):
    tok = request_id.set(f"req{i}")
    async with lock:
        await asyncio.sleep(0.001 * (3 - i))
        out.append((request_id.get(), i))
    request_id.reset(tok)
    return request_id.get()
class AsyncResource:
    def __init__(self, name): self.name = name
    async def __aenter__(self): print("open", self.name); await asyncio.sleep(0); return self
    async def __aexit__(self, et, e, tb):
        print("close", self.name, et.__name__ if et else None)
        return et is ValueError
@contextlib.asynccontextmanager
async def transaction(db):
    db.append("begin")
    try:
        yield db
    except Exception as e:
        db.append(f"rollback {e!r}"); raise
    else: db.append("commit")
async def ticker(n, delay=0.001):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(delay)
    finally:
        print("ticker closed")
async def main():
    lock = asyncio.Lock(); out = []
    print(await asyncio.gather(*(handler(i, lock, out) for i in range(3))), out, request_id.get())
    print(repr(lock).split(" ")[-1], lock.locked())
    async with AsyncResource("a") as r, AsyncResource("b"):
        raise ValueError("swallowed by b")
    async with contextlib.AsyncExitStack() as st:
        await st.enter_async_context(AsyncResource("s1"))
        st.push_async_callback(asyncio.sleep, 0)
        st.callback(print, "callback")
        await st.enter_async_context(AsyncResource("s2"))
    db = []
    async with transaction(db): db.append("work")
    try:
        async with transaction(db): 1 / 0
    except ZeroDivisionError: pass
    print(db)
    async for i in ticker(3): print(i, end=" ")
    print([i async for i in ticker(4) if i % 2], {i: i * i async for i in ticker(2)})
    async with contextlib.aclosing(ticker(5)) as t:
        async for i in t:
            if i == 1: break
    g = ticker(3); print(await anext(g), await g.__anext__(), await g.asend(None)); print(await anext(g, "default")); await g.aclose()
    ev = asyncio.Event(); order = []
    async def waiter(n): await ev.wait(); order.append(n)
    ws = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0); ev.set(); await asyncio.gather(*ws); print(order, ev.is_set())
    cond = asyncio.Condition(); items = []
    async def consumer(n):
        async with cond:
            await cond.wait_for(lambda: len(items) >= n)
            order.append(("c", n))
    cs = [asyncio.create_task(consumer(n)) for n in (2, 1)]
    for i in range(2):
        await asyncio.sleep(0.001)
        async with cond: items.append(i); cond.notify_all()
    await asyncio.gather(*cs); print(order[3:])
    try: cond.notify()
    except RuntimeError as e: print(e)
    sem = asyncio.BoundedSemaphore(1)
    async with sem: print(sem.locked())
    try: sem.release()
    except ValueError as e: print(e)
    q = asyncio.PriorityQueue(maxsize=2)
    q.put_nowait((2, "b")); q.put_nowait((1, "a"))
    try: q.put_nowait((0, "z"))
    except asyncio.QueueFull as e: print(repr(e), q.full(), q.qsize(), q.maxsize)
    print(q.get_nowait(), await q.get(), q.empty())
    try: q.get_nowait()
    except asyncio.QueueEmpty as e: print(repr(e))
    lq = asyncio.LifoQueue(); [lq.put_nowait(i) for i in range(3)]; print([lq.get_nowait() for _ in range(3)])
    b = asyncio.Barrier(2)
    async def bw():
        async with b as pos: return pos
    print(sorted(await asyncio.gather(bw(), bw())), b.parties, b.broken)
    loop = asyncio.get_running_loop()
    fut = loop.create_future(); loop.call_later(0.01, fut.set_result, "later"); print(await fut)
    fut.add_done_callback(lambda f: print("cb", f.result())); await asyncio.sleep(0)
    try: fut.set_result(1)
    except asyncio.InvalidStateError as e: print("ISE", e)
    h = loop.call_soon(print, "never"); h.cancel(); print(h.cancelled())
    print(await asyncio.to_thread(lambda: request_id.get()), await loop.run_in_executor(None, sum, [1, 2, 3]))
    ctx = contextvars.copy_context(); ctx.run(request_id.set, "ctx"); print(ctx[request_id], request_id.get(), request_id in ctx, len(ctx) >= 1)
    print(await asyncio.create_task(handler(5, lock, out), context=ctx), request_id.name)
    t = asyncio.create_task(asyncio.sleep(1, "x")); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError as e: print("c", e, t.done(), t.cancelled())
    try: t.result()
    except asyncio.CancelledError as e: print("again", type(e))
    loop.set_exception_handler(lambda l, c: print("handler:", c["message"], repr(c.get("exception"))))
    loop.call_soon(lambda: 1 / 0); await asyncio.sleep(0)
    async def lost(): raise RuntimeError("lost")
    t = asyncio.create_task(lost()); await asyncio.sleep(0); del t; await asyncio.sleep(0)
asyncio.run(main(), debug=False)
