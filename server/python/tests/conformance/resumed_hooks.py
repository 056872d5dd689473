# Generators whose methods stand where hooks are expected: their results go where the hook's would.
import threading
import weakref


def echo(log):
    got = None
    while True:
        got = yield log(got) if log else got


def values(*results):
    for result in results:
        yield result
    raise LookupError("no more")


class Hooks:
    __bool__ = values(True, False, 3).__next__
    __len__ = values(2, 0).__next__
    __contains__ = values(1, [], "x").__next__


h = Hooks()
print(bool(h), bool(h), len(h))
for ask in (lambda: bool(h), lambda: len(h), lambda: len(h)):
    try:
        print(ask())
    except (TypeError, LookupError) as e:
        print(type(e).__name__, e)


class In:
    pass


g = echo(None)
next(g)
In.__contains__ = g.send
print(0 in In(), 1 in In(), 2 not in In(), "" not in In())


class Sub:
    pass


log = []
s = echo(lambda got: log.append(got) or 7)
next(s)
Sub.__getitem__ = s.send
print(Sub()[1], Sub()[2:3], log)


class Attr:
    pass


a = echo(None)
next(a)
Attr.__getattr__ = a.send
print(Attr().missing, Attr().other)


class Iter:
    __iter__ = lambda self: self
    __next__ = values(1, 2, StopIteration).__next__


try:
    for x in Iter():
        print("next", x)
except LookupError as e:
    print(e)


def finite():
    yield 1
    yield 2


class Finite:
    __iter__ = lambda self: self
    __next__ = finite().__next__


print([x for x in Finite()], list(Finite()))


class Init:
    pass


i = values(None, 5)
Init.__init__ = i.__next__
print(type(Init()).__name__)
try:
    Init()
except TypeError as e:
    print(e)


class Thrower:
    pass


def catches():
    while True:
        try:
            yield "ready"
        except ValueError as e:
            yield f"caught {e}"


t = catches()
next(t)
Thrower.__getitem__ = t.throw
print(Thrower()[ValueError("thrown")])
try:
    Thrower()[KeyError("gone")]
except KeyError as e:
    print("KeyError", e)


c = values("called back")


class Target:
    pass


target = Target()
done = echo(lambda got: print("callback", type(got).__name__))
next(done)
ref = weakref.ref(target, done.send)
del target
print(ref())

thread = threading.Thread(target=values("ignored").__next__)
thread.start()
thread.join()
print("joined")


def body():
    got = yield "first"
    return got


class Awaitable:
    def __await__(self):
        return Steps()


class Steps:
    __iter__ = lambda self: self
    __next__ = body().__next__


async def waits():
    return await Awaitable()


w = waits()
print(w.send(None))
try:
    w.send(None)
except StopIteration as e:
    print("returned", e.value)
