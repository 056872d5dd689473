x = "global"
def outer():
    x = "outer"
    def inner():
        nonlocal x
        x += "!"
        return x
    def reader():
        return x
    return inner, reader
i, r = outer()
print(i(), i(), r(), x)
def g():
    global x, new
    x = "changed"; new = 1
g(); print(x, new)
fs = [lambda: n for n in range(3)]
print([f() for f in fs], [f() for f in [lambda n=n: n for n in range(3)]])
def bad():
    print(y)
    y = 1
try:
    bad()
except UnboundLocalError as e:
    print(e)
try:
    print(undefined_name)
except NameError as e:
    print(e, e.name)
def late():
    def f():
        return z
    try:
        f()
    except NameError as e:
        print(e)
    z = 1
    return f()
print(late())
class C:
    a = 1
    b = [a for _ in range(2)] if False else a + 1
    def m(self):
        return __class__.__name__
print(C.b, C().m())
def d(a, /, b, *args, c=3, **kw):
    return a, b, args, c, kw
print(d(1, 2), d(1, 2, 3, c=4, e=5), d(*[1, 2], **{"z": 1}), d.__defaults__, d.__kwdefaults__)
for f in (lambda: d(1), lambda: d(a=1, b=2), lambda: d(1, 2, b=3), lambda: (lambda: 0)(1), lambda: d(), lambda: print(nope=1), lambda: d(1, **{"b": 2}, b=3) if False else d(1, 2, **{1: 2})):
    try:
        f()
    except TypeError as e:
        print(e)
def default(a=[]):
    a.append(1); return a
print(default(), default(), outer.__code__.co_varnames, i.__closure__[0].cell_contents, d.__name__, (lambda: 0).__name__)
if (n := 10) > 5: print(n)
print([y := 1, y ** 2], any((last := v) > 2 for v in [1, 3, 5]), last)
del x
try:
    x
except NameError as e:
    print(e)
