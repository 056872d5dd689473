import functools, time, random, threading, collections, contextlib, logging, sys, warnings, operator, itertools
logging.basicConfig(format="%(levelname)s:%(funcName)s:%(lineno)d:%(message)s", level=logging.INFO, stream=sys.stdout)
def retry(exceptions=Exception, tries=4, delay=0.01, backoff=2, jitter=None, logger=logging.getLogger(__name__)):
    def deco(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            mdelay = delay
            for n in range(1, tries + 1):
                try: return f(*args, **kwargs)
                except exceptions as e:
                    if n == tries: logger.error("%s failed after %d tries", f.__qualname__, tries); raise
                    logger.warning("%s, Retrying in %.3f seconds...", e, mdelay)
                    time.sleep(mdelay + (jitter() if jitter else 0)); mdelay *= backoff
        wrapper.tries = tries
        return wrapper
    return deco
class Flaky:
    def __init__(self, fails): self.fails = fails
    @retry((ConnectionError, TimeoutError), tries=3)
    def call(self, x):
        "doc"
        if self.fails: self.fails -= 1; raise ConnectionError("nope %d" % self.fails)
        return x
print(Flaky(2).call(5), Flaky.call.tries, Flaky.call.__doc__)
try: Flaky(5).call(1)
except ConnectionError as e: print("final", e)
class LRU:
    def __init__(self, cap): self.cap, self.d, self.lock, self.hits, self.misses = cap, collections.OrderedDict(), threading.RLock(), 0, 0
    def __call__(self, f):
        @functools.wraps(f)
        def w(*a, **k):
            key = a + tuple(sorted(k.items()))
            with self.lock:
                if key in self.d: self.d.move_to_end(key); self.hits += 1; return self.d[key]
            v = f(*a, **k)
            with self.lock:
                self.misses += 1; self.d[key] = v
                if len(self.d) > self.cap: print("evict", self.d.popitem(last=False))
            return v
        w.cache = self; return w
@LRU(2)
def sq(x): return x * x
[sq(i) for i in (1, 2, 1, 3, 2)]; print(sq.cache.hits, sq.cache.misses, sq.cache.d)
@functools.lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info(), fib.cache_parameters()); fib.cache_clear(); print(fib.cache_info())
class Emitter:
    def __init__(self): self._h = collections.defaultdict(list)
    def on(self, ev, fn=None):
        if fn is None: return functools.partial(self.on, ev)
        self._h[ev].append(fn); return fn
    def emit(self, ev, *a): return [h(*a) for h in self._h.get(ev, ())]
em = Emitter()
@em.on("data")
def h1(x): return x + 1
em.on("data", lambda x: x * 2); print(em.emit("data", 10), em.emit("none"), em._h.keys())
class Temp:
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, i, o=None): return self if i is None else getattr(i, self.n)
    def __set__(self, i, v):
        if v < -273: raise ValueError(f"{v} below zero")
        setattr(i, self.n, v)
class Room:
    t = Temp()
    @functools.cached_property
    def heavy(self): print("computing"); return 42
    @functools.singledispatchmethod
    def show(self, x): return f"obj {x}"
    @show.register
    def _(self, x: int): return f"int {x}"
    @show.register(list)
    def _(self, x): return f"list {len(x)}"
    @classmethod
    def make(cls, **k): r = cls(); [setattr(r, a, b) for a, b in k.items()]; return r
    @staticmethod
    def st(): return "static"
r = Room.make(t=20); print(r.t, r.heavy, r.heavy, r.show(1), r.show([1]), r.show("s"), Room.st(), r.__dict__)
try: r.t = -300
except ValueError as e: print(e)
def deprecated(f):
    @functools.wraps(f)
    def w(*a): warnings.warn(f"{f.__name__} is deprecated", DeprecationWarning, stacklevel=2); return f(*a)
    return w
@deprecated
def old(): return 1
with warnings.catch_warnings(record=True) as ws:
    warnings.simplefilter("always"); old(); print(len(ws), ws[0].category.__name__, ws[0].message, ws[0].lineno)
warnings.warn("visible", UserWarning)
class CM:
    def __enter__(self): print("in"); return self
    def __exit__(self, t, v, tb): print("out", t and t.__name__, v, tb is not None); return t is KeyError
with CM() as c, contextlib.ExitStack() as st: st.callback(print, "cb"); st.enter_context(contextlib.redirect_stdout(sys.stderr)); raise KeyError("k")
@contextlib.contextmanager
def bad():
    yield 1
    yield 2
try:
    with bad(): pass
except RuntimeError as e: print(e)
print(functools.reduce(operator.mul, range(1, 6)), list(itertools.accumulate([1, 2, 3], operator.mul)), functools.partial(print, 1, sep="")); 
@functools.total_ordering
class V:
    def __init__(s, v): s.v = tuple(map(int, v.split(".")))
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
print(V("1.2") >= V("1.1"), max(V("1.9"), V("1.10")).v, sorted([V("2.0"), V("1.0")], key=lambda v: v.v)[0].v)
random.seed(42); print(random.random(), random.randint(1, 6), random.sample(range(100), 5), random.choices("abc", weights=[1, 2, 3], k=5), random.gauss(0, 1), random.shuffle(x := list(range(5))), x, random.uniform(1, 2), random.betavariate(1, 2), random.expovariate(1), random.triangular(0, 1, .5), random.normalvariate(0, 1), random.choice("xyz"), random.randbytes(3), random.getrandbits(40), random.randrange(0, 100, 7))
