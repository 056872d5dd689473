# functools and reprlib.
import functools, reprlib, types
from functools import *
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
def f(a, b=2, *c, d=4, **k): "doc"; return (a, b, c, d, k)
p = partial(f, 1, d=5)
print(p(), p(2, 3, x=1), p.args, p.keywords, p.func is f, partial(p, 9, d=6)(), repr(partial(print, 1, sep="x")).replace("built-in ", ""))
t("partial", lambda: partial(3))
class P(partial): pass
print(repr(P(len, 3))); p.x = 5; print(p.x)
@wraps(f)
def g(): pass
print(g.__name__, g.__doc__, g.__wrapped__ is f, g.__qualname__, g.__module__)
print(reduce(lambda a, b: a - b, [1, 2, 3]), reduce(lambda a, b: a - b, [1, 2], 10), reduce(max, [], 3))
t("reduce", lambda: reduce(max, []))
calls = []
@lru_cache(maxsize=2)
def sq(x, y=0): calls.append(x); return x * x
print(sq(1), sq(2), sq(1), sq(3), sq(1), sq(2), sq(2, y=1), calls, sq.cache_info(), sq.cache_parameters())
sq.cache_clear(); print(sq.cache_info(), sq.__name__, sq.__wrapped__(4))
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
@lru_cache
def h(x): return type(x)
print(h(3), h(3.0), h.cache_info())
@lru_cache(typed=True)
def h2(x): return type(x)
print(h2(3), h2(3.0), h2.cache_info()); t("unhash", lambda: h2([]))
class C:
    n = 0
    @cached_property
    def v(self): "vdoc"; self.n += 1; return self.n * 10
    @lru_cache
    def m(self, x): return x + 1
    @singledispatchmethod
    def s(self, a): return "any"
    @s.register
    def _(self, a: int): return "int"
    def base(self, a, b, c=3): return (a, b, c)
    pm = partialmethod(base, 1, c=9)
    lp = functools.lru_cache(maxsize=0)(lambda self: 1)
c = C()
print(c.v, c.v, c.__dict__, c.m(3), c.m(3), C.m.cache_info(), c.s(1), c.s("x"), c.pm(2), C.pm(c, 5), C.v.__doc__, c.lp())
c.v = 3; print(c.v); del c.v; print(c.v)
class S:
    __slots__ = ()
    @cached_property
    def v(self): return 1
t("slots", lambda: S().v)
@total_ordering
class T:
    def __init__(s, n): s.n = n
    def __eq__(s, o): return s.n == o.n if isinstance(o, T) else NotImplemented
    def __lt__(s, o): return s.n < o.n if isinstance(o, T) else NotImplemented
a, b = T(1), T(2)
print(a <= b, a > b, a >= b, a >= a, b > a, sorted([b, a])[0] is a); t("ord", lambda: a > 3)
@total_ordering
class T2:
    def __init__(s, n): s.n = n
    def __eq__(s, o): return s.n == o.n
    def __ge__(s, o): return s.n >= o.n
print([op(T2(x), T2(y)) for x, y in ((1, 2), (2, 2), (2, 1)) for op in (lambda a, b: a < b, lambda a, b: a <= b, lambda a, b: a > b)])
t("ord", lambda: total_ordering(type("X", (), {})))
@singledispatch
def sd(x): return "obj"
@sd.register(int)
def _(x): return "int"
@sd.register
def _(x: list): return "list"
@sd.register(str)
@sd.register(bytes)
def _(x): return "text"
print(sd(1), sd(True), sd([]), sd("a"), sd(b""), sd(2.5), sd.dispatch(bool)(1), sorted(k.__name__ for k in sd.registry)); t("sd", lambda: sd())
import collections.abc
@sd.register(collections.abc.Mapping)
def _(x): return "mapping"
print(sd({}))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
print(reprlib.repr(list(range(20))), reprlib.repr("x" * 50), reprlib.repr({i: i for i in range(9)}), reprlib.repr(set(range(9))), reprlib.repr((1,)), reprlib.repr(10**60))
ns = types.SimpleNamespace(a=1, b=[2]); print(ns, ns == types.SimpleNamespace(a=1, b=[2])); ns.me = ns; print(ns)
K = types.new_class("K", (dict,), {}, lambda n: n.update(z=3)); print(K.z, K.__mro__)
def gen(): yield 1
async def co(): pass
print(isinstance(gen(), types.GeneratorType), isinstance(f, types.FunctionType), isinstance(len, types.BuiltinFunctionType), isinstance(c.base, types.MethodType), isinstance(types, types.ModuleType))
print(types.MethodType(lambda s, x: (s, x), 3)(4), dict(types.MappingProxyType({1: 2})))
m = types.ModuleType("mm", "dd"); print(m.__name__, m.__doc__)
