import multiprocessing as mp, os, sys, time, signal, queue
class Worker(mp.Process):
    def __init__(self, inq, outq, *args, **kw):
        super().__init__(*args, **kw)
        self.inq, self.outq, self.count = inq, outq, 0
    def run(self):
        for item in iter(self.inq.get, None):
            self.count += 1
            self.outq.put((self.name, item, item ** 2))
        self.outq.put((self.name, "done", self.count))
def child(conn):
    conn.send({"pid_differs": conn is not None, "parent": os.getppid() == mp.parent_process().pid})
    while True:
        msg = conn.recv()
        if msg is None: break
        conn.send(msg[::-1])
    conn.close()
def crash(): raise RuntimeError("child crashed")
def leave(code): sys.exit(code)
def hang():
    time.sleep(100)
def graceful():
    def h(s, f): print("got", signal.Signals(s).name, flush=True); sys.exit(0)
    signal.signal(signal.SIGTERM, h); time.sleep(100)
def printer(n):
    print(f"child {n}", mp.current_process().name, mp.current_process().daemon, flush=True)
def shared(v, arr, lock):
    for _ in range(100):
        with lock: v.value += 1
    with arr.get_lock():
        for i in range(len(arr)): arr[i] += i
def main():
    mp.set_start_method("fork")
    inq, outq = mp.Queue(), mp.Queue()
    w = Worker(inq, outq, name="sq"); w.start()
    for i in range(3): inq.put(i)
    inq.put(None)
    for _ in range(4): print(outq.get())
    w.join(); print(w.exitcode, w.count, w.is_alive())
    a, b = mp.Pipe(); p = mp.Process(target=child, args=(b,)); p.start(); b.close()
    print(a.recv()); a.send("hello"); print(a.recv()); a.send([1, 2]); print(a.recv(), a.poll(), a.poll(0.01)); a.send(None); p.join()
    try: a.recv()
    except EOFError as e: print("EOF", repr(e))
    p = mp.Process(target=crash, name="Crasher"); p.start(); p.join(); print(p.exitcode)
    for code in (3, None, "msg"):
        p = mp.Process(target=leave, args=(code,)); p.start(); p.join(); print("exit", code, p.exitcode)
    p = mp.Process(target=hang, daemon=True); p.start(); print(p.is_alive(), p.daemon); p.join(0.05); print(p.exitcode); p.terminate(); p.join(); print(p.exitcode, p)if 0 else print(p.exitcode, str(p).split(" pid")[0])
    p = mp.Process(target=graceful); p.start(); time.sleep(0.3); p.terminate(); p.join(); print(p.exitcode)
    p = mp.Process(target=hang); p.start(); p.kill(); p.join(); print(p.exitcode, -signal.SIGKILL)
    v, arr, lock = mp.Value("i", 0), mp.Array("d", [1, 2, 3]), mp.Lock()
    ps = [mp.Process(target=shared, args=(v, arr, lock)) for _ in range(3)]
    for p in ps: p.start()
    for p in ps: p.join()
    print(v.value, arr[:], v, lock, len(arr), list(arr))
    q = mp.Queue(maxsize=1); q.put(1)
    try: q.put_nowait(2)
    except queue.Full as e: print("Full", repr(e))
    print(q.get()); 
    try: q.get(timeout=0.01)
    except queue.Empty as e: print("Empty", repr(e))
    q.close(); q.join_thread()
    try: q.put(1)
    except ValueError as e: print(str(e).split(" at ")[0], str(e)[-10:])
    jq = mp.JoinableQueue(); jq.put("x"); jq.get(); jq.task_done(); jq.join()
    try: jq.task_done()
    except ValueError as e: print(e)
    try: mp.Process(target=hang).join()
    except AssertionError as e: print(e)
    p = mp.Process(target=printer, args=(1,)); p.start(); p.join()
    try: p.start()
    except AssertionError as e: print(e)
    p.close()
    try: p.is_alive()
    except ValueError as e: print(e)
    print(mp.get_start_method(), mp.current_process(), mp.active_children())
    ev = mp.Event(); sem = mp.Semaphore(2); bar = mp.Barrier(2); cond = mp.Condition(); rl = mp.RLock()
    print(ev.is_set(), ev.wait(0.01), sem, rl, cond)
    sem.acquire(); print(sem, sem.acquire(timeout=0.01), sem.acquire(False)); bs = mp.BoundedSemaphore(1); print(bs)
    try: bs.release()
    except ValueError as e: print(e)
if __name__ == "__main__": main()
