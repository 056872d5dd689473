import functools, operator

@functools.lru_cache(maxsize=2)
def square(n):
    print("computing", n)
    return n * n
print(square(2), square(2), square(3), square(4), square(2), square.cache_info())
square.cache_clear()
print(square.cache_info(), square.__name__, square.__wrapped__(5))
@functools.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().currsize)
p = functools.partial(pow, 2)
print(p(10), p, p.func is pow, p.args, functools.partial(print, sep="-", end="!\n").keywords)
functools.partial(print, 1, sep="-")(2, 3)
print(functools.reduce(operator.mul, range(1, 6)), functools.reduce(lambda a, b: a + b, ["a", "b"], "x"))
class T:
    def __init__(self):
        self.n = 0
    @functools.cached_property
    def value(self):
        self.n += 1
        return self.n
    @functools.singledispatchmethod
    def show(self, x):
        return f"object {x}"
    @show.register
    def _(self, x: int):
        return f"int {x}"
t = T()
print(t.value, t.value, t.__dict__, t.show(1), t.show("s"))
@functools.singledispatch
def kind(x):
    return "other"
@kind.register(int)
@kind.register(float)
def _(x):
    return "number"
@kind.register
def _(x: list):
    return "list of " + str(len(x))
print(kind(1), kind(1.5), kind([1, 2]), kind("s"), kind(True), kind.dispatch(bool).__name__)
@functools.total_ordering
class V:
    def __init__(self, v):
        self.v = v
    def __eq__(self, o):
        return self.v == o.v
    def __lt__(self, o):
        return self.v < o.v
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2))
def deco(f):
    @functools.wraps(f)
    def inner(*a):
        "inner doc"
        return f(*a)
    return inner
@deco
def named():
    "the doc"
print(named.__name__, named.__doc__, named.__wrapped__.__name__)
print(sorted([3, -1, 2], key=functools.cmp_to_key(lambda a, b: abs(a) - abs(b))))
try:
    functools.reduce(operator.add, [])
except TypeError as e:
    print(e)
