import multiprocessing as mp
from multiprocessing import shared_memory, managers
from concurrent.futures import ProcessPoolExecutor, as_completed, wait, FIRST_EXCEPTION
import os, array, struct
def work(d, l, ns, lock, i):
    with lock:
        d[i] = i * i
        d["total"] = d.get("total", 0) + i
        l.append(i)
        ns.count += 1
def fill(name, start, n):
    shm = shared_memory.SharedMemory(name=name)
    for i in range(start, start + n): struct.pack_into("i", shm.buf, i * 4, i * 10)
    shm.close()
class Counter:
    def __init__(self, start=0): self.n = start
    def inc(self, by=1): self.n += by; return self.n
    def get(self): return self.n
    def boom(self): raise LookupError("no such")
class MyManager(managers.BaseManager): pass
MyManager.register("Counter", Counter)
MyManager.register("answers", callable=lambda: {"a": 42}, exposed=("__getitem__", "keys"))
def bump(c, n):
    for _ in range(n): c.inc()
STATE = None
def initializer(v): global STATE; STATE = v * 2
def use(x):
    if x < 0: raise ValueError("negative", x)
    return STATE + x
def matmul_row(args):
    row, m = args
    return [sum(a * b for a, b in zip(row, col)) for col in zip(*m)]
def main():
    mp.set_start_method("fork")
    with mp.Manager() as m:
        d, l, ns, lock = m.dict(), m.list(), m.Namespace(count=0, name="ns"), m.Lock()
        ps = [mp.Process(target=work, args=(d, l, ns, lock, i)) for i in range(4)]
        [p.start() for p in ps]; [p.join() for p in ps]
        print(sorted(d.items(), key=str), sorted(l), ns.count, ns, type(d).__name__)
        print(l[1:3] is not None, len(l), 2 in d, d.pop("total"), d.keys() is not None)
        try: d["nope"]
        except KeyError as e: print("KeyError", e)
        nested = m.list([m.list([1, 2]), m.dict(a=1)]); nested[0].append(3); print(nested[0][:], nested[1].copy(), str(nested[1]))
        dd = m.dict({"k": [1]}); x = dd["k"]; x.append(2); print(dd["k"]); dd["k"] = x; print(dd["k"], dict(dd))
        q = m.Queue(2); q.put("a"); print(q.qsize(), q.get(), q.empty()); v = m.Value("i", 5); v.value += 1; print(v.value, v); a = m.Array("i", [1, 2]); print(a[0], a)
        ev = m.Event(); ev.set(); print(ev.is_set(), ev.wait())
    try: d["x"] = 1
    except Exception as e: print(type(e).__name__)
    with MyManager() as mm:
        c = mm.Counter(10); ps = [mp.Process(target=bump, args=(c, 5)) for _ in range(2)]
        [p.start() for p in ps]; [p.join() for p in ps]
        print(c.get()); ans = mm.answers(); print(ans["a"], ans.keys())
        try: c.boom()
        except LookupError as e: print("remote", repr(e), type(e.__cause__).__name__)
        try: c.nope()
        except AttributeError as e: print(e)
    shm = shared_memory.SharedMemory(create=True, size=64)
    ps = [mp.Process(target=fill, args=(shm.name, i * 4, 4)) for i in range(2)]
    [p.start() for p in ps]; [p.join() for p in ps]
    print(struct.unpack("8i", shm.buf[:32]), shm.size >= 64, shm.name.startswith("psm_")); shm.close(); shm.unlink()
    try: shared_memory.SharedMemory(name="does_not_exist")
    except FileNotFoundError as e: print(e)
    sl = shared_memory.ShareableList([1, 2.5, "text", None, True, b"b"]); print(sl[2], len(sl), sl.count(1), sl.index("text")); sl[0] = 99; print(list(sl)); sl.shm.close(); sl.shm.unlink()
    with ProcessPoolExecutor(max_workers=2, initializer=initializer, initargs=(5,)) as ex:
        print(list(ex.map(use, range(4), chunksize=2)))
        fs = {ex.submit(use, x): x for x in (1, -1, 2)}
        for f in sorted(as_completed(fs), key=fs.get):
            print(fs[f], f.exception() or f.result())
        done, nd = wait(fs, return_when=FIRST_EXCEPTION); print(len(done), nd)
        m = [[1, 2], [3, 4]]; print(list(ex.map(matmul_row, [(r, m) for r in m])))
        f = ex.submit(os._exit, 1)
        try: f.result()
        except Exception as e: print(type(e).__mro__[1].__name__, e)
    try: ex.submit(use, 1)
    except RuntimeError as e: print(type(e).__name__, e)
if __name__ == "__main__": main()
