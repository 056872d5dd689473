import threading, time, collections, functools, contextlib

class RateLimiter:
    """Token bucket."""
    def __init__(self, rate, per):
        self.rate, self.per = rate, per
        self.allowance = rate
        self.last = time.monotonic()
        self.lock = threading.RLock()
    def __call__(self, fn):
        @functools.wraps(fn)
        def wrapper(*a, **k):
            self.acquire()
            return fn(*a, **k)
        return wrapper
    def acquire(self):
        with self.lock:
            now = time.monotonic()
            self.allowance = min(self.rate, self.allowance + (now - self.last) * self.rate / self.per)
            self.last = now
            if self.allowance < 1:
                time.sleep((1 - self.allowance) * self.per / self.rate)
                self.allowance = 0
                self.last = time.monotonic()
            else:
                self.allowance -= 1

calls = []
@RateLimiter(2, 0.2)
def api(n):
    "Call the api."
    calls.append(time.monotonic())
    return n
start = time.monotonic()
print([api(i) for i in range(6)])
print(api.__name__, api.__doc__, api.__wrapped__.__qualname__)
gaps = [round(b - a, 1) for a, b in zip(calls, calls[1:])]
print(gaps)

sem = threading.BoundedSemaphore(2)
active = 0
peak = 0
lock = threading.Lock()
def task(i):
    global active, peak
    with sem:
        with lock:
            active += 1
            peak = max(peak, active)
        time.sleep(0.01)
        with lock:
            active -= 1
ts = [threading.Thread(target=task, args=(i,)) for i in range(8)]
for t in ts: t.start()
for t in ts: t.join()
print("peak", peak)
try:
    sem.release()
except ValueError as e:
    print(type(e), e)
print(sem.acquire(blocking=False), sem.acquire(timeout=0.01), sem.acquire(False))
sem.release(2)
try:
    sem.acquire(blocking=False, timeout=3)
except ValueError as e:
    print(e)
try:
    threading.Semaphore(-1)
except ValueError as e:
    print(e)
import re
print(re.sub(r"0x[0-9a-f]+", "0x", repr(sem)))
print(re.sub(r"0x[0-9a-f]+", "0x", repr(lock)), re.sub(r"0x[0-9a-f]+", "0x", repr(threading.RLock())))
print(re.sub(r"0x[0-9a-f]+", "0x", repr(threading.Condition())))
print(re.sub(r"0x[0-9a-f]+", "0x", repr(threading.Event())))
b = threading.Barrier(3)
print(re.sub(r"0x[0-9a-f]+", "0x", repr(b)))
class SlidingWindow:
    def __init__(self, limit, window):
        self.limit, self.window, self.events = limit, window, collections.deque()
    def allow(self, now):
        while self.events and now - self.events[0] >= self.window:
            self.events.popleft()
        if len(self.events) < self.limit:
            self.events.append(now)
            return True
        return False
sw = SlidingWindow(3, 10)
print([(t, sw.allow(t)) for t in (0, 1, 2, 3, 10, 11, 11.5, 12)])
@contextlib.contextmanager
def timed(label):
    t = time.perf_counter()
    try:
        yield
    finally:
        print(f"{label}: {time.perf_counter() - t:.1f}s")
with timed("sleep"):
    time.sleep(0.2)
with contextlib.suppress(ZeroDivisionError), timed("err"):
    1 / 0
