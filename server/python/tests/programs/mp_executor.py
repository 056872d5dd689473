# ProcessPoolExecutor: results, errors, a worker that dies, an initializer.
import multiprocessing as mp
import os
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool


def power(x, y=2):
    return x ** y


def fail(x):
    raise KeyError(x)


def die():
    os._exit(1)


def nap(s):
    time.sleep(s)
    return s


ready = "no"


def init(value):
    global ready
    ready = value


def is_ready():
    return ready


if __name__ == "__main__":
    ctx = mp.get_context("fork")
    with ProcessPoolExecutor(2, mp_context=ctx) as ex:
        print([f.result() for f in [ex.submit(power, i) for i in range(4)]], ex.submit(power, 2, y=5).result())
        print(list(ex.map(power, range(6), chunksize=4)), list(ex.map(power, [2, 3], [3, 2])))
        f = ex.submit(fail, "k")
        try:
            f.result()
        except KeyError as e:
            print(repr(e), type(e.__cause__).__name__, "fail" in str(e.__cause__))
        print(type(f.exception()).__name__, f.done(), f.cancelled())
        done, rest = wait([ex.submit(nap, 0.01), ex.submit(nap, 0.3)], return_when=FIRST_COMPLETED)
        print(len(done), len(rest))
        print([f.result() for f in as_completed([ex.submit(nap, 0.12), ex.submit(nap, 0.01)])])
        try:
            ex.submit(lambda: 1).result()
        except Exception as e:
            print(type(e).__name__)
        print(ex.submit(power, 3).result())
    try:
        ex.submit(power, 1)
    except RuntimeError as e:
        print(e)
    with ProcessPoolExecutor(1, mp_context=ctx) as ex:
        f = ex.submit(die)
        try:
            f.result()
        except BrokenProcessPool as e:
            print(e)
        try:
            ex.submit(power, 1)
        except BrokenProcessPool as e:
            print(e)
    with ProcessPoolExecutor(1, initializer=init, initargs=("yes",), mp_context=ctx) as ex:
        print(ex.submit(is_ready).result(), ready)
    for bad in (lambda: ProcessPoolExecutor(0), lambda: ProcessPoolExecutor(1, initializer=3)):
        try:
            bad()
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    ex = ProcessPoolExecutor(1, mp_context=ctx)
    fs = [ex.submit(nap, 0.05) for _ in range(6)]
    ex.shutdown(cancel_futures=True)
    print(fs[0].result(), fs[-1].cancelled())
