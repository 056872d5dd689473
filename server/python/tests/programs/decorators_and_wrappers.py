import functools, time
def timed(f):
    @functools.wraps(f)
    def w(*a, **k):
        r = f(*a, **k)
        w.calls += 1
        return r
    w.calls = 0
    return w
def repeat(n):
    def deco(f):
        @functools.wraps(f)
        def w(*a):
            return [f(*a) for _ in range(n)]
        return w
    return deco
@timed
@repeat(2)
def hi(x):
    "says hi"
    return "hi " + x
print(hi("a"), hi("b"), hi.calls, hi.__name__, hi.__doc__)
class Count:
    def __init__(self, f): self.f, self.n = f, 0; functools.update_wrapper(self, f)
    def __call__(self, *a): self.n += 1; return self.f(*a)
    def __get__(self, obj, owner): return functools.partial(self, obj)
class K:
    @Count
    def m(self, x): return x * 2
    @functools.lru_cache
    def cached(self, x): return x
k = K(); print(k.m(2), k.m(3), K.__dict__["m"].n, k.cached(1), k.cached(1), K.cached.cache_info().hits)
def singleton(cls):
    inst = {}
    @functools.wraps(cls, updated=())
    def get(*a):
        if cls not in inst: inst[cls] = cls(*a)
        return inst[cls]
    return get
@singleton
class Config:
    def __init__(self, v): self.v = v
print(Config(1) is Config(2), Config(3).v, Config.__name__)
def retry(times, exc=Exception):
    def deco(f):
        def w(*a):
            for i in range(times):
                try: return f(*a, i)
                except exc as e: print("retry", i, e)
            raise RuntimeError("gave up")
        return w
    return deco
@retry(3, ValueError)
def flaky(n, i):
    if i < n: raise ValueError(f"try {i}")
    return "ok"
print(flaky(2))
try: flaky(9)
except RuntimeError as e: print(e, e.__context__)
registry = {}
def register(name): return lambda f: registry.setdefault(name, f)
@register("add")
def add(a, b): return a + b
print(registry["add"](1, 2), add(3, 4), [f.__name__ for f in registry.values()])
def trace(f):
    def w(*a): print("->", f.__name__, a); r = f(*a); print("<-", r); return r
    return w
@trace
def fact(n): return 1 if n < 2 else n * fact(n - 1)
fact(3)
