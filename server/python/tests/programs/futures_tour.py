import concurrent.futures as cf, threading, time, logging, sys
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
logging.Formatter.formatException = lambda self, info: repr(info[1])
def work(n):
    time.sleep(n / 100)
    if n == 3: raise ValueError("three")
    return n
def main():
    with cf.ThreadPoolExecutor(max_workers=4, thread_name_prefix="pool") as ex:
        futs = {ex.submit(work, n): n for n in (9, 1, 3, 2)}
        for f in cf.as_completed(futs):
            try: print(futs[f], "->", f.result())
            except ValueError as e: print(futs[f], "raised", repr(e))
        print(list(ex.map(work, [2, 1, 0])), list(ex.map(pow, [1, 2], [3, 4])))
        it = ex.map(work, [1, 3, 2])
        try:
            for x in it: print(x)
        except ValueError as e: print("map", e)
        f = ex.submit(time.sleep, 0.2)
        try: f.result(timeout=0.01)
        except cf.TimeoutError as e: print("timeout", repr(e), f.running(), f.cancel())
        try: list(ex.map(time.sleep, [0.1], timeout=0.01))
        except TimeoutError as e: print("map timeout", repr(e))
        try: list(cf.as_completed([f], timeout=0.001))
        except TimeoutError as e: print(e)
        print(ex.submit(lambda: threading.current_thread().name).result()[:5])
    one = cf.ThreadPoolExecutor(1)
    a = one.submit(time.sleep, 0.05); b = one.submit(print, "never"); time.sleep(0.01)
    print(b.cancel(), b.cancelled(), b.done(), a.cancel()); print(repr(b).split("state=")[1], repr(a).split("state=")[1])
    try: b.result()
    except cf.CancelledError as e: print(repr(e))
    c = one.submit(print, "dropped"); one.shutdown(wait=True, cancel_futures=True); print(c.cancelled())
    try: one.submit(print)
    except RuntimeError as e: print(e)
    f = cf.Future(); f.add_done_callback(lambda f: print("done", f.result())); f.set_result(5)
    try: f.set_result(6)
    except cf.InvalidStateError as e: print(e.__class__.__name__, str(e).split(":")[0])
    f = cf.Future(); f.set_exception(KeyError("k")); print(repr(f.exception()))
    try: cf.ThreadPoolExecutor(0)
    except ValueError as e: print(e)
    def bad_init(): raise RuntimeError("init failed")
    with cf.ThreadPoolExecutor(1, initializer=bad_init) as ex:
        try: ex.submit(work, 1).result()
        except cf.BrokenExecutor as e: print(type(e).__name__, e)
    done, pending = cf.wait([], timeout=0); print(done, pending)
    with cf.ThreadPoolExecutor() as ex:
        fs = [ex.submit(work, i) for i in (1, 30)]
        r = cf.wait(fs, return_when=cf.FIRST_COMPLETED); print(len(r.done), len(r.not_done), type(r).__name__)
        r = cf.wait(fs, timeout=0.01); print(len(r.not_done))
main()
