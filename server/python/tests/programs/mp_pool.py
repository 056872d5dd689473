# Pools: every way to give them work, and how errors come back.
import multiprocessing as mp
import os
import time
from multiprocessing.pool import ThreadPool


def square(x):
    return x * x


def add(a, b=0):
    return a + b


def risky(x):
    if x == 3:
        raise ValueError(f"no {x}")
    return x


def slow(x):
    time.sleep(0.01 * x)
    return x


prepared = None


def prepare(value):
    global prepared
    prepared = value


def use(x):
    return prepared, x


def who(_):
    return os.getpid()


def attempt(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


if __name__ == "__main__":
    with mp.Pool(3) as pool:
        print(pool.map(square, range(10)))
        print(pool.map(square, []))
        print(pool.starmap(add, [(1, 2), (3, 4)]))
        print(pool.apply(add, (1,), {"b": 5}))
        print(list(pool.imap(square, range(5), chunksize=2)))
        print(sorted(pool.imap_unordered(square, range(5))))
        r = pool.apply_async(slow, (2,), callback=lambda v: print("callback", v))
        print(r.get(5), r.ready(), r.successful())
        m = pool.map_async(square, range(4))
        m.wait()
        print(m.get())
        print(pool.starmap_async(add, [(1, 1)]).get())
        attempt(pool.map, risky, range(6))
        failed = pool.apply_async(risky, (3,), error_callback=lambda e: print("error callback", e))
        try:
            failed.get()
        except ValueError as e:
            cause = str(e.__cause__)
            print(type(e.__cause__).__name__, cause.startswith('\n"""\nTraceback'), 'raise ValueError(f"no {x}")' in cause)
        it = pool.imap(risky, range(5))
        for _ in range(5):
            attempt(next, it)
        attempt(next, it)
        late = pool.apply_async(slow, (50,))
        try:
            late.get(timeout=0.01)
        except mp.TimeoutError as e:
            print("timeout", repr(e))
        try:
            pool.apply(lambda: 1)
        except Exception as e:
            print(type(e).__name__)
    attempt(pool.map, square, [1])
    with mp.Pool(2, initializer=prepare, initargs=("ready",)) as pool:
        print(pool.map(use, range(3)))
        pool.close()
        pool.join()
    attempt(pool.apply, square, (1,))
    with mp.Pool(1, maxtasksperchild=2) as pool:
        print(len(set(pool.map(who, range(6), chunksize=1))))
    attempt(mp.Pool, 0)
    with ThreadPool(2) as pool:
        print(pool.map(lambda x: x + 1, range(4)))
        attempt(pool.map, risky, [3])
    pool = mp.Pool(2)
    result = pool.map_async(slow, [1, 2, 3])
    attempt(pool.join)
    pool.close()
    pool.join()
    print(result.get())
