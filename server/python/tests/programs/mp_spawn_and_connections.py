import multiprocessing as mp, os, time
from multiprocessing import connection
print("imported as", __name__)
GLOBAL = "module"
def worker(i, q): q.put((i, GLOBAL, __name__, mp.get_start_method()))
def pinger(addr):
    with connection.Client(addr, authkey=b"k") as c:
        c.send(("hi", 1)); print(c.recv()); c.send_bytes(b"raw")
def sel(c, n): time.sleep(0.02 * n); c.send(n); c.close()
if __name__ == "__main__":
    GLOBAL = "changed"
    ctx = mp.get_context("spawn"); q = ctx.Queue()
    p = ctx.Process(target=worker, args=(1, q)); p.start(); print(q.get()); p.join(); print(p.exitcode, p.name, type(p).__name__)
    fctx = mp.get_context("fork"); q = fctx.Queue(); p = fctx.Process(target=worker, args=(2, q)); p.start(); print(q.get()[:2]); p.join(); print(type(p).__name__)
    try: ctx.Process(target=lambda: 0).start()
    except Exception as e: print(type(e).__name__)
    with connection.Listener(("127.0.0.1", 0), authkey=b"k") as l:
        p = fctx.Process(target=pinger, args=(l.address,)); p.start()
        with l.accept() as c: print(c.recv()); c.send("pong"); print(c.recv_bytes()); p.join()
    pairs = [fctx.Pipe(duplex=False) for _ in range(3)]
    ps = [fctx.Process(target=sel, args=(w, i)) for i, (r, w) in enumerate(pairs)]
    for p in ps: p.start()
    for r, w in pairs: w.close()
    rs = [r for r, w in pairs]
    while rs:
        for r in connection.wait(rs):
            try: print("msg", r.recv())
            except EOFError: rs.remove(r)
    print(connection.wait([p.sentinel for p in ps], 1) != [])
    for p in ps: p.join()
    try: pairs[0][0].send(1)
    except OSError as e: print(e)
    r, w = fctx.Pipe(False)
    try: r.send(1)
    except OSError as e: print(e)
    w.close()
    try: w.send(1)
    except OSError as e: print(e)
    try: mp.set_start_method("nope")
    except ValueError as e: print(e)
    mp.set_start_method("spawn")
    try: mp.set_start_method("fork")
    except RuntimeError as e: print(e)
