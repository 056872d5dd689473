"""asyncio and threads, and which loop get_event_loop gives."""
import asyncio
import concurrent.futures
import contextvars
import threading
import time
import warnings

warnings.simplefilter("always")


def show(label, fn):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            print(label, type(fn()).__name__, [(w.category.__name__, str(w.message)) for w in caught])
        except BaseException as e:
            print(label, type(e).__name__, e, [(w.category.__name__, str(w.message)) for w in caught])


show("first", asyncio.get_event_loop)
asyncio.get_event_loop_policy().get_event_loop().close()
asyncio.set_event_loop(None)
show("after None", asyncio.get_event_loop)
t = threading.Thread(target=lambda: show("thread", asyncio.get_event_loop), name="T")
t.start()
t.join()
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
show("Future", asyncio.Future)
show("gather empty", lambda: asyncio.gather())
loop.close()


async def nothing():
    return asyncio.get_event_loop() is asyncio.get_running_loop()


print(asyncio.run(nothing()))
show("after run", asyncio.get_event_loop)
show("sleep future", lambda: asyncio.ensure_future(5))


async def main():
    loop = asyncio.get_running_loop()
    pool = concurrent.futures.ThreadPoolExecutor(1)
    f = loop.run_in_executor(pool, time.sleep, 0.02)
    g = loop.run_in_executor(pool, time.sleep, 0)
    await asyncio.sleep(0.001)
    print(f.cancel(), g.cancel(), f.cancelled())
    cf = pool.submit(lambda: 7)
    w = asyncio.wrap_future(cf)
    print(await w, asyncio.wrap_future(w) is w)
    try:
        asyncio.wrap_future(5)
    except AssertionError as e:
        print(e)
    try:
        await loop.run_in_executor(pool, lambda: 1 / 0)
    except ZeroDivisionError as e:
        print(e)
    pool.shutdown()
    try:
        loop.set_default_executor(5)
    except TypeError as e:
        print(e)
    loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(2, thread_name_prefix="mine"))
    print(await asyncio.to_thread(lambda: threading.current_thread().name))

    async def slow():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log.append("slow cancelled")
            raise

    async def fails():
        raise KeyError("remote")

    log = []

    def other():
        f = asyncio.run_coroutine_threadsafe(slow(), loop)
        try:
            f.result(timeout=0.01)
        except TimeoutError:
            log.append(("timeout", f.cancel()))
        try:
            asyncio.run_coroutine_threadsafe(fails(), loop).result()
        except KeyError as e:
            log.append(repr(e))
        try:
            asyncio.run_coroutine_threadsafe(5, loop)
        except TypeError as e:
            log.append(str(e))
        log.append(asyncio.run_coroutine_threadsafe(asyncio.sleep(0, "v"), loop).result())
        try:
            asyncio.create_task(5)
        except RuntimeError as e:
            log.append(str(e))

    await asyncio.to_thread(other)
    await asyncio.sleep(0.01)
    print(log)
    woken = asyncio.Event()
    began = time.monotonic()
    threading.Timer(0.02, loop.call_soon_threadsafe, [woken.set]).start()
    await asyncio.wait_for(woken.wait(), 5)
    print("woken early", time.monotonic() - began < 1)
    lock = asyncio.Lock()

    def elsewhere():
        async def use():
            await lock.acquire()
            waiter = asyncio.create_task(lock.acquire())
            await asyncio.sleep(0)
            waiter.cancel()

        try:
            asyncio.run(use())
        except RuntimeError as e:
            print(str(e)[-35:])

    await lock.acquire()
    waiter = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    lock.release()
    await waiter
    lock.release()
    await asyncio.to_thread(elsewhere)
    t = asyncio.create_task(slow())
    await asyncio.sleep(0)
    t.print_stack()
    print(len(t.get_stack()))
    t.cancel()


asyncio.run(main())
var = contextvars.ContextVar("var", default=0)


async def bump():
    var.set(var.get() + 1)
    return var.get()


with asyncio.Runner() as runner:
    print(runner.run(bump()), runner.run(bump()), var.get())
    print(runner.run(bump(), context=contextvars.Context()))
try:
    asyncio.run(bump(), nonsense=1)
except TypeError as e:
    print(e)
