# Calls everything that one target has with arguments that make no sense. The name printed last tells what was called.
import sys, weakref, _thread, _random

# Of all the calls, each STRIDE-th is made.
target, skip, stride, turn = TARGET, SKIP, STRIDE, len(TARGET)


def is_due():
    global turn
    turn += 1
    return turn % stride == 0


def make():
    return EXPRESSION


class Plain:
    def method(self):
        return 1


class Slots:
    __slots__ = ("a", "b")


class Boxed(int):
    pass


class List(list):
    pass


class Odd:
    """Answers every protocol with a thing of the wrong type."""
    def __index__(self): return "x"
    def __len__(self): return -1
    def __iter__(self): return 5
    def __hash__(self): return "x"
    def __eq__(self, other): return self
    def __repr__(self): return 5
    def __bool__(self): return 5


class Index:
    def __index__(self): return 3


def gen():
    yield 1


async def coro():
    return 1


async def agen():
    yield 1


def ended(it):
    for x in it:
        pass
    return it


def caught():
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e


ARGS = [
    (), (None,), (1,), (-1,), (2 ** 70,), (-2 ** 63,), (1.5,), (float("nan"),), (float("inf"),), ("x",), ("é\U0001F600",),
    (b"x",), ([],), ({},), (int,), (gen,), ("x",) * 4, (object(), object()), (1, 2), (0, 0, 0), (1, -2 ** 70, 2 ** 70),
    ([1], [2], [3]), ("é", "é"), (slice(None, None, 0),), (slice(2 ** 70, -2 ** 70, -1), 1), (None, None, None),
    (int, "x"), (int, 5, 5), ("a", 1), ("a", "b", {}), (Odd(),), (Odd(), Odd()), (Index(),), (Index(), Index()), (caught(),),
    (ValueError,), ([1, "x", None],), ((1, 2, 3),), (10 ** 6, 10 ** 6), (10 ** 10, "x"), ("x", 10 ** 10), (1, 2, 3, 4, 5, 6),
]
NAMES = [{}, {"x": 1}, {"key": Odd()}, {"name": 5, "default": None}]


def call(name, get):
    if name in skip:
        return
    for i, args in enumerate(ARGS):
        for names in NAMES if i < 8 else NAMES[:1]:
            if not is_due():
                continue
            print(name, i)
            try:
                get()(*args, **names)
            except BaseException:
                pass


if target.startswith("module "):
    module = target[7:]
    space = vars(__import__(module))
    for name in sorted(space):
        if callable(space[name]) and not isinstance(space[name], type):
            call(module + "." + name, lambda: space[name])
else:
    for name in sorted(dir(type(make()))) + ["__nothing__"]:
        call(name, lambda: getattr(make(), name))
        kind = type(make())
        call("unbound:" + name, lambda: getattr(kind, name))
        raw = vars(kind).get(name)
        if raw is not None and type(raw) is not type(gen):
            call("get:" + name, lambda: type(raw).__get__.__get__(raw))
            call("set:" + name, lambda: type(raw).__set__.__get__(raw))
        for value in (5, None, Odd(), "x", Slots, (1,), {}):
            if "assign:" + name in skip:
                break
            if not is_due():
                continue
            print("assign:" + name, value.__class__)
            o = make()
            if o is kind or isinstance(o, type) or type(o) is type(sys):
                break
            try:
                setattr(o, name, value)
            except BaseException:
                pass
            for use in (repr, hash, len, iter, list, dir, bool, str, lambda o: o(), lambda o: o == o, lambda o: o + o):
                try:
                    use(o)
                except BaseException:
                    pass
            try:
                delattr(o, name)
            except BaseException:
                pass
print("done")
