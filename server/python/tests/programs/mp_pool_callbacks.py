import multiprocessing as mp, os, time, functools, traceback, sys
def square(x): return x * x
def fail(x):
    if x == 3: raise ValueError(f"bad item: {x}")
    return x
class CustomError(Exception):
    def __init__(self, code, msg):
        super().__init__(code, msg); self.code = code
def custom(x): raise CustomError(42, "custom")
def power(base, exp=2): return base ** exp
def init(prefix):
    global PREFIX; PREFIX = prefix
def tagged(x): return f"{PREFIX}-{x}"
def whoami(_): return mp.current_process().name.rsplit("-", 1)[0]
def main():
    mp.set_start_method("fork")
    with mp.Pool(processes=3) as pool:
        print(pool.map(square, range(10), chunksize=3))
        print(sorted(pool.imap_unordered(square, [3, 1, 2])))
        print(list(pool.imap(square, range(5), 2)))
        print(pool.starmap(power, [(2, 3), (3, 2)]), pool.apply(power, (2,), {"exp": 5}))
        print(pool.map(functools.partial(power, exp=3), [1, 2, 3]))
        r = pool.apply_async(square, (7,), callback=lambda v: print("callback", v)); print(r.get(timeout=5), r.ready(), r.successful())
        def on_error(e): print("error callback:", type(e).__name__, e)
        r = pool.apply_async(fail, (3,), error_callback=on_error); r.wait()
        try: r.get()
        except ValueError as e: print("get:", e, type(e.__cause__).__name__); print(str(e.__cause__).strip().splitlines()[-1])
        try: pool.map(fail, range(5))
        except ValueError as e: print("map:", e)
        it = pool.imap(fail, [1, 3, 5])
        for _ in range(3):
            try: print("imap", next(it))
            except ValueError as e: print("imap error", e)
        try: next(it)
        except StopIteration: print("stop")
        r = pool.map_async(fail, [1, 2, 3, 4], callback=print, error_callback=on_error); r.wait(); print(r.successful())
        try: pool.apply(custom, (1,))
        except Exception as e: print(type(e).__name__, e.args, e.code)
        slow = pool.apply_async(time.sleep, (1,))
        try: slow.get(timeout=0.05)
        except mp.TimeoutError as e: print("timeout", repr(e))
        try: slow.successful()
        except ValueError as e: print(str(e).split(" at ")[0])
        try: pool.map(lambda x: x, [1])
        except Exception as e: print(type(e).__name__, str(e).split(" at ")[0].split(":")[0])
        print(set(pool.map(whoami, range(3))), pool)
    try: pool.map(square, [1])
    except ValueError as e: print(e)
    with mp.Pool(2, initializer=init, initargs=("p",), maxtasksperchild=2) as pool:
        print(pool.map(tagged, "abc"))
        pool.close(); pool.join()
        print(pool)
    try: mp.Pool(0)
    except ValueError as e: print(e)
    from multiprocessing.pool import ThreadPool
    with ThreadPool(2) as tp: print(tp.map(lambda x: x + 1, [1, 2]), tp)
    from multiprocessing import dummy
    with dummy.Pool(2) as p: print(p.map(len, ["a", "bb"]))
if __name__ == "__main__":
    main()
