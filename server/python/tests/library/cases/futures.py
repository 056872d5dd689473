"""concurrent.futures: states, waiting, map, callbacks, the pool's threads."""
import concurrent.futures as cf
import sys
import threading
import time


def show(label, fn):
    try:
        print(label, repr(fn()))
    except BaseException as e:
        print(label, type(e).__name__, e)


def clean(text):
    return text.split(" at ")[0] + text[text.index("state") - 1 :]


f = cf.Future()
print(clean(repr(f)), f.done(), f.running(), f.cancelled())
show("timeout", lambda: f.result(0.001))
show("timeout", lambda: f.exception(0))
f.set_running_or_notify_cancel()
print(clean(repr(f)), f.cancel(), f.running())
f.set_result(5)
print(clean(repr(f)), f.result(), f.exception())
try:
    f.set_result(6)
except cf.InvalidStateError as e:
    print(str(e).split(":")[0])
g = cf.Future()
print(g.cancel(), g.cancel(), clean(repr(g)))
show("cancelled", g.result)
print(g.set_running_or_notify_cancel(), clean(repr(g)))
h = cf.Future()
h.set_exception(KeyError("k"))
print(clean(repr(h)))
show("raises", h.result)
print(type(cf.CancelledError()).__module__, issubclass(cf.TimeoutError, TimeoutError))


def work(n):
    time.sleep(n / 30)
    if n == 3:
        raise ValueError("three")
    return n


with cf.ThreadPoolExecutor(4) as pool:
    fs = [pool.submit(work, n) for n in (4, 1, 3, 2)]
    out = []
    for fut in cf.as_completed(fs):
        out.append(fut.result() if fut.exception() is None else str(fut.exception()))
    print(out)
    fs = [pool.submit(work, n) for n in (5, 3, 1)]
    d, nd = cf.wait(fs, return_when=cf.FIRST_COMPLETED)
    print(len(d), len(nd))
    d, nd = cf.wait(fs, return_when=cf.FIRST_EXCEPTION)
    print(len(d), len(nd))
    r = cf.wait(fs, timeout=0.001)
    print(len(r.done), len(r.not_done))
    r = cf.wait(fs)
    print(len(r.done), len(r.not_done))
    it = pool.map(work, [2, 1, 3, 0])
    print(next(it), next(it))
    show("map raises", lambda: next(it))
    show("after", lambda: next(it))
    show("map timeout", lambda: list(pool.map(work, [5], timeout=0.03)))
    print(list(pool.map(pow, [2, 3, 4], [5, 2])))
    fs = [pool.submit(work, 1), pool.submit(work, 5)]
    try:
        for fut in cf.as_completed(fs, timeout=0.1):
            print("completed", fut.result())
    except TimeoutError as e:
        print("TimeoutError", e)
for bad in (0, -1):
    show("max_workers", lambda: cf.ThreadPoolExecutor(bad))
show("initializer", lambda: cf.ThreadPoolExecutor(1, initializer=5))
pool = cf.ThreadPoolExecutor(3, thread_name_prefix="p")
names = [pool.submit(lambda: threading.current_thread().name).result() for _ in range(5)]
time.sleep(0.01)
print(names, len(pool._threads), pool._max_workers)
pool.shutdown()
show("submit after", lambda: pool.submit(print))
pool = cf.ThreadPoolExecutor(1)
gate = threading.Event()
fs = [pool.submit(gate.wait)] + [pool.submit(work, 0) for _ in range(3)]
time.sleep(0.01)
pool.shutdown(wait=False, cancel_futures=True)
gate.set()
print([fut.cancelled() for fut in fs], fs[0].result())


def failing_init():
    raise OSError("init")


log = []
order = []
pool = cf.ThreadPoolExecutor(1)
gate = threading.Event()
fut = pool.submit(gate.wait)
fut.add_done_callback(lambda f: order.append(1))
fut.add_done_callback(lambda f: order.append(threading.current_thread() is threading.main_thread()))
gate.set()
fut.result()
time.sleep(0.01)
fut.add_done_callback(lambda f: order.append(threading.current_thread() is threading.main_thread()))
print(order)
pool.shutdown()
with cf.ThreadPoolExecutor(2) as pool:
    print(sorted(pool.submit(lambda: threading.current_thread().name).result() for _ in range(1)))
if sys.version_info >= (3, 14):
    with cf.ThreadPoolExecutor(2) as pool:
        print(list(pool.map(work, [1, 0, 2], buffersize=1)))
