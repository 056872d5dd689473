def gen():
    try:
        x = yield 1
        print("got", x)
        y = yield x * 2
        return y
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("finally")
g = gen()
print(next(g), g.send(21))
try:
    g.send("result")
except StopIteration as e:
    print("returned", e.value)
g = gen(); next(g); g.close()
def outer():
    r = yield from inner()
    print("inner returned", r)
    yield from "ab"
def inner():
    try:
        yield 1
    except ValueError as e:
        print("inner caught", e)
        yield "recovered"
    return "done"
o = outer()
print(next(o), o.throw(ValueError("v")), list(o))
def stop():
    yield 1
    raise StopIteration("bad")
try:
    list(stop())
except RuntimeError as e:
    print(e, repr(e.__cause__))
import types
c = (i * i for i in range(3))
print(type(c).__name__, isinstance(c, types.GeneratorType), sum(c), next(c, "end"), c.gi_frame)
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice
print(list(islice(fib(), 10)))
g = gen()
for bad in (lambda: g.send(1),):
    try:
        bad()
    except TypeError as e:
        print(e)
def rec():
    yield next(me)
me = rec()
try:
    next(me)
except ValueError as e:
    print(e)
print([*(x for x in range(3)), *{5: 6}], (lambda: (yield))().__class__.__name__)
