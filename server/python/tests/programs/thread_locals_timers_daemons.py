import threading, time, atexit, sys, weakref
atexit.register(print, "atexit 1")
@atexit.register
def last(): print("atexit 2", threading.active_count() >= 1)
local = threading.local()
class MyLocal(threading.local):
    count = 0
    def __init__(self, start): self.items = [start]
ml = MyLocal(7)
def f(n):
    local.x = n
    ml.items.append(n); ml.count += n
    time.sleep(0.01)
    res.append((local.x, ml.items, ml.count))
res = []
ts = [threading.Thread(target=f, args=(i,)) for i in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]
print(sorted(res), ml.items, ml.count, hasattr(local, "x"))
try: local.x
except AttributeError as e: print(e)
class Repeat(threading.Timer):
    def run(self):
        while not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
n = 0
def tick(step=1):
    global n
    n += step
    if n >= 3: r.cancel()
r = Repeat(0.01, tick, kwargs={"step": 1}); r.start(); r.join(); print("ticks", n, r.is_alive(), type(r).__mro__[1].__name__)
t = threading.Timer(10, print, ["never"]); t.start(); print(t.name[:7], t.daemon, t.is_alive()); t.cancel(); t.join(); print(t.is_alive())
ev = threading.Event()
def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name, type(args).__name__)
threading.excepthook = hook
t = threading.Thread(target=lambda: 1 / 0, name="bad"); t.start(); t.join()
threading.excepthook = threading.__excepthook__
t = threading.Thread(target=lambda: sys.exit(3), name="exit"); t.start(); t.join()
print("main", threading.main_thread() is threading.current_thread(), threading.main_thread().name)
d = threading.Thread(target=ev.wait, daemon=True, name="d"); d.start()
print(sorted(t.name for t in threading.enumerate()), d.isDaemon() if sys.version_info < (3, 10) else d.daemon)
def later():
    time.sleep(0.3); print("non-daemon finishes after main")
threading.Thread(target=later).start()
def ex():
    try:
        raise KeyError("k")
    except KeyError as e:
        raise RuntimeError("wrapped") from e
t = threading.Thread(target=ex, name="Tex"); t.start(); t.join()
stack = threading.stack_size(); print(stack)
print(threading.TIMEOUT_MAX > 1e6, threading.get_ident() == threading.main_thread().ident)
def gen():
    try:
        yield 1
    finally:
        print("gen closed")
g = gen(); next(g); del g
class Obj: pass
o = Obj(); weakref.finalize(o, print, "finalized"); del o
print("end of main")
