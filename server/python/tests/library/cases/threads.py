"""Threads: names, reprs, errors, locals, semaphores, barriers, conditions, timers."""
import contextvars
import queue
import threading
import time


def show(label, fn):
    try:
        print(label, repr(fn()))
    except BaseException as e:
        print(label, type(e).__name__, e)


class MyThread(threading.Thread):
    def __init__(self, n):
        super().__init__(daemon=True)
        self.n = n

    def run(self):
        self.result = self.n * 2


t = MyThread(4)
print(t.name, t.daemon, t.ident, t.is_alive(), repr(t))
t.start()
t.join()
print(t.result, t.is_alive(), repr(t).split(" ")[1:3])
show("daemon", lambda: setattr(t, "daemon", False))
show("group", lambda: threading.Thread(group=1))


class NoInit(threading.Thread):
    def __init__(self):
        pass


show("no init", lambda: NoInit().start())
show("no init", lambda: NoInit().join())
show("no init", lambda: repr(NoInit()))
t = threading.Thread(target=time.sleep, args=(0.01,))
t.start()
print(t.join(0), t.is_alive(), t.join(-5), t.is_alive(), t.join(), t.is_alive())
inherited = []
d = threading.Thread(target=lambda: inherited.append(threading.Thread().daemon), daemon=True)
d.start()
d.join()
print(inherited)
hooked = []
threading.excepthook = lambda args: hooked.append((args.exc_type.__name__, str(args.exc_value), args.thread.name, args.exc_traceback is not None))
t = threading.Thread(target=lambda: 1 / 0, name="zero")
t.start()
t.join()
threading.excepthook = threading.__excepthook__
print(hooked)


class Local(threading.local):
    kind = "class attribute"

    def __init__(self, start):
        self.n = start

    def bump(self):
        self.n += 1
        return self.n


loc = Local(10)
print(loc.bump(), loc.bump(), loc.kind, sorted(loc.__dict__.items()))
out = []
t = threading.Thread(target=lambda: out.extend([loc.bump(), hasattr(loc, "extra"), loc.__dict__]))
loc.extra = 1
t.start()
t.join()
print(out, loc.bump())
show("missing", lambda: loc.nothing)
show("del", lambda: delattr(loc, "nothing"))
del loc.extra
print(hasattr(loc, "extra"))
show("local(1)", lambda: threading.local(1))

s = threading.Semaphore(2)
print(s.acquire(), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01))
show("bad", lambda: s.acquire(False, 1))
s.release(2)
print(s._value)
b = threading.BoundedSemaphore(2)
with b:
    print(b._value)
show("too many", lambda: b.release())
show("zero", lambda: b.release(0))
c = threading.Condition(threading.Lock())
print(repr(c)[:33])
with c:
    print(c.wait(0.001), c.wait_for(lambda: 7), c.wait_for(lambda: False, 0.002), c.wait(0))
order = []
cond = threading.Condition()


def waiter(i):
    with cond:
        order.append(("in", i))
        cond.wait()
        order.append(("out", i))


ts = [threading.Thread(target=waiter, args=(i,)) for i in range(4)]
for t in ts:
    t.start()
    time.sleep(0.01)
print(len(cond._waiters))
for n in (1, 2, 1):
    with cond:
        cond.notify(n)
    time.sleep(0.02)
    print(sorted(order))
for t in ts:
    t.join()
r = threading.RLock()
cond = threading.Condition(r)
done = []


def deep():
    with r:
        with cond:
            with cond:
                done.append(cond.wait(1))
                cond.release()
                cond.acquire()


t = threading.Thread(target=deep)
t.start()
time.sleep(0.01)
with cond:
    cond.notify()
t.join()
print(done, repr(r)[:9])

bar = threading.Barrier(3, timeout=0.5)
print(bar.parties, bar.n_waiting, bar.broken, repr(bar).split(": ")[1])
ranks = []
for round in range(3):
    ts = [threading.Thread(target=lambda: ranks.append(bar.wait())) for _ in range(3)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
print(sorted(ranks))
res = []


def resetting():
    try:
        res.append(bar.wait())
    except threading.BrokenBarrierError as e:
        res.append(str(e))


t = threading.Thread(target=resetting)
t.start()
time.sleep(0.01)
print(bar.n_waiting)
bar.reset()
t.join()
print(res, bar.broken, bar.n_waiting)
show("wait", lambda: bar.wait(0.005))
print(bar.broken, repr(bar).split(": ")[1])
fired = []
timer = threading.Timer(0.005, fired.append, ["fired"])
print(repr(timer).split("-")[0], timer.interval)
timer.start()
timer.join()
late = threading.Timer(5, fired.append, args=("late",), kwargs=None)
late.start()
late.cancel()
late.join()
print(fired, late.finished.is_set(), late.daemon)
v = contextvars.ContextVar("v", default="unset")
v.set("main")
seen = []
t = threading.Thread(target=lambda: seen.append(v.get()))
t.start()
t.join()
print(seen)

sq = queue.SimpleQueue()
got = []
ts = [threading.Thread(target=lambda i=i: got.append((i, sq.get()))) for i in range(6)]
for t in ts:
    t.start()
    time.sleep(0.01)
for item in "abcdef":
    sq.put(item)
    time.sleep(0.01)
for t in ts:
    t.join()
print(got, sq.empty(), sq.qsize())
show("timeout", lambda: sq.get(timeout=0.001))
q = queue.Queue(2)
ts = [threading.Thread(target=lambda i=i: q.put(i)) for i in range(4)]
for t in ts:
    t.start()
    time.sleep(0.005)
print(q.full(), q.qsize(), q.empty(), q.unfinished_tasks, q.maxsize, list(q.queue))
print(sorted(q.get() for _ in range(4)))
for _ in range(4):
    q.task_done()
q.join()
print(q.unfinished_tasks)
if hasattr(q, "shutdown"):
    q.put(1)
    results = []

    def consumer():
        try:
            while True:
                results.append(q.get())
                time.sleep(0.005)
        except queue.ShutDown:
            results.append("shut down")

    ts = [threading.Thread(target=consumer) for _ in range(2)]
    for t in ts:
        t.start()
    time.sleep(0.01)
    q.shutdown()
    for t in ts:
        t.join()
    print(results)
    show("put", lambda: q.put(3))
