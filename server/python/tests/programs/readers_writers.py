import threading, time
class RWLock:
    def __init__(self):
        self._cond = threading.Condition(threading.Lock())
        self._readers = 0
        self._writer = False
        self._waiting_writers = 0
    def acquire_read(self):
        with self._cond:
            self._cond.wait_for(lambda: not self._writer and self._waiting_writers == 0)
            self._readers += 1
    def release_read(self):
        with self._cond:
            self._readers -= 1
            if not self._readers:
                self._cond.notify_all()
    def acquire_write(self):
        with self._cond:
            self._waiting_writers += 1
            while self._writer or self._readers:
                self._cond.wait()
            self._waiting_writers -= 1
            self._writer = True
    def release_write(self):
        with self._cond:
            self._writer = False
            self._cond.notify_all()
    class _Guard:
        def __init__(self, enter, leave): self.enter, self.leave = enter, leave
        def __enter__(self): self.enter(); return self
        def __exit__(self, *exc): self.leave()
    @property
    def reading(self): return self._Guard(self.acquire_read, self.release_read)
    @property
    def writing(self): return self._Guard(self.acquire_write, self.release_write)
rw = RWLock()
data = {"version": 0}
log = []
def reader(i, delay):
    time.sleep(delay)
    with rw.reading:
        log.append(("read", i, data["version"]))
        time.sleep(0.05)
def writer(i, delay):
    time.sleep(delay)
    with rw.writing:
        data["version"] += 1
        log.append(("write", i, data["version"]))
        time.sleep(0.05)
threads = [threading.Thread(target=f, args=(i, d)) for i, (f, d) in enumerate(
    [(reader, 0), (reader, 0.01), (writer, 0.02), (reader, 0.03), (writer, 0.04), (reader, 0.3)])]
for t in threads: t.start()
for t in threads: t.join()
for e in log[:2]: print(*e, sep="\t")
print(log[-1], data)
c = threading.Condition()
for f in (c.wait, c.notify, c.notify_all, c.release):
    try:
        f()
    except RuntimeError as e:
        print(f.__name__, e)
with c:
    print(c.wait(0.01), c.wait_for(lambda: 0, timeout=0.01), c.wait_for(lambda: [3]))
try:
    with threading.Barrier(2) as x: pass
except Exception as e:
    print(type(e).__name__, e)
bar = threading.Barrier(2, action=lambda: print("go!"), timeout=0.05)
try:
    bar.wait()
except threading.BrokenBarrierError as e:
    print("broken", repr(e), bar.broken, bar.n_waiting, bar.parties)
bar.reset()
print(bar.broken)
def party():
    try:
        r = bar.wait()
    except threading.BrokenBarrierError:
        r = "broken"
    res.append(r)
res = []
ts = [threading.Thread(target=party) for _ in range(2)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(res))
try:
    threading.Barrier(0)
except ValueError as e: print(e)
except Exception as e: print(type(e), e)
try:
    threading.Thread(print)
except AssertionError as e: print("AssertionError", e)
t = threading.Thread(target=print)
for f in (t.join,):
    try: f()
    except RuntimeError as e: print(e)
try: threading.current_thread().join()
except RuntimeError as e: print(e)
try: t.daemon = 1; print(t.daemon); t.name = 5; print(repr(t.name), t)
except Exception as e: print(e)
