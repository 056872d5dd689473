from concurrent.futures import ThreadPoolExecutor, as_completed, wait, FIRST_COMPLETED, FIRST_EXCEPTION, Future, TimeoutError, CancelledError
import time

def work(n):
    time.sleep(n / 20)
    if n == 3:
        raise KeyError(n)
    return n * n

with ThreadPoolExecutor(max_workers=3, thread_name_prefix="pool") as pool:
    futures = {pool.submit(work, n): n for n in (3, 1, 2)}
    for f in as_completed(futures):
        try:
            print(futures[f], f.result())
        except KeyError as e:
            print(futures[f], "failed", repr(e), repr(f.exception()))
    print(list(pool.map(work, [1, 2, 0], timeout=5)))
    a, b = pool.submit(work, 5), pool.submit(work, 1)
    done, pending = wait([a, b], return_when=FIRST_COMPLETED)
    print(done == {b}, pending == {a})
    try:
        a.result(timeout=0.001)
    except TimeoutError as e:
        print("timeout", repr(e))
    print(a.done(), a.result(), a.done(), a.cancelled(), a.cancel())
try:
    pool.submit(work, 1)
except RuntimeError as e:
    print(e)
f = Future()
print(repr(f).split(" at ")[0], "state=pending" in repr(f), f.running())
f.add_done_callback(lambda f: print("callback", f.result()))
f.set_result(5)
print("state=finished returned int" in repr(f))
g = Future()
print(g.cancel(), g.cancelled())
try:
    g.result()
except CancelledError as e:
    print("cancelled", repr(e))
try:
    f.set_result(6)
except Exception as e:
    print(type(e).__name__, str(e).split(":")[0])
with ThreadPoolExecutor(1) as one:
    try:
        print(list(one.map(work, [1, 3, 2])))
    except KeyError as e:
        print("map raised", e)
