"""The frames of the library that tracebacks show."""
import asyncio
import concurrent.futures
import queue
import threading
import time
import traceback


def fails(*args):
    raise ValueError("f")


def show(label, fn, *args):
    print("##", label, flush=True)
    try:
        fn(*args)
    except BaseException:
        print(traceback.format_exc())


def in_pool():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(fails, 1).result()


def in_map():
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return list(pool.map(fails, [1]))


def done_callback():
    f = concurrent.futures.Future()
    f.set_exception(KeyError("k"))
    f.result()


show("pool", in_pool)
show("map", in_map)
show("future", done_callback)
show("queue empty", queue.Queue().get_nowait)
show("queue timeout", lambda: queue.Queue().get(timeout=0.001))
show("queue full", lambda: (lambda q: (q.put(1), q.put(2, False)))(queue.Queue(1)))
show("condition", threading.Condition().notify)
show("semaphore", threading.BoundedSemaphore().release)
show("join", threading.Thread().join)
show("barrier", lambda: threading.Barrier(2).wait(0.001))
show("context", lambda: __import__("contextvars").copy_context().run(fails))


async def afails(n=0):
    await asyncio.sleep(0)
    raise ValueError("a")


async def slow():
    await asyncio.sleep(1)


async def awaits_task():
    await asyncio.create_task(afails())


async def gathers():
    await asyncio.gather(afails(), asyncio.sleep(0))


async def shields():
    await asyncio.shield(afails())


async def waits():
    await asyncio.wait_for(afails(), 1)


async def times_out():
    await asyncio.wait_for(slow(), 0.001)


async def timeout_block():
    async with asyncio.timeout(0.001):
        await slow()


async def group():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(afails())
        await slow()


async def in_thread():
    await asyncio.to_thread(fails, 1)


async def in_executor():
    await asyncio.get_running_loop().run_in_executor(None, fails, 1)


async def completed():
    for c in asyncio.as_completed([afails()]):
        await c


async def queue_full():
    q = asyncio.Queue(1)
    q.put_nowait(1)
    q.put_nowait(2)


async def queue_get():
    q = asyncio.Queue(1)
    t = asyncio.create_task(q.get())
    await asyncio.sleep(0)
    t.cancel()
    await t


async def lock_release():
    asyncio.Lock().release()


async def result_not_set():
    asyncio.get_running_loop().create_future().result()


async def exits():
    raise SystemExit(3)


for main in (afails, awaits_task, gathers, shields, waits, times_out, timeout_block, group, in_thread, in_executor, completed, queue_full, queue_get, lock_release, result_not_set, exits):
    show(main.__name__, lambda: asyncio.run(main()))
show("loop", lambda: asyncio.new_event_loop().run_until_complete(afails()))
