# pickle: what survives the way there and back, and what does not go.
import collections
import dataclasses
import datetime
import enum
import functools
import pickle


class Colour(enum.Enum):
    RED = 1


class Plain:
    def __init__(self, x):
        self.x = x

    def method(self):
        return self.x


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


class Custom:
    def __init__(self, n):
        self.n = n

    def __getstate__(self):
        return {"n": self.n, "packed": True}

    def __setstate__(self, state):
        self.__dict__.update(state, unpacked=True)


class Reduced:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __reduce__(self):
        return Reduced, (self.b, self.a)


class Sub(dict):
    pass


class Items(list):
    def __init__(self, *args):
        super().__init__(*args)
        self.label = "L"


class Err(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Bad(Exception):
    def __init__(self, a, b):
        super().__init__(f"{a} {b}")


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0


Pair = collections.namedtuple("Pair", "left right")


def twice(obj):
    return pickle.loads(pickle.dumps(obj))


def attempt(obj):
    try:
        print(twice(obj))
    except Exception:
        print("no")


def outer():
    def inner():
        pass
    return inner


if __name__ == "__main__":
    for obj in (None, True, -1, 2**100, 1.5, "é", b"x", (), (1,), [1, [2]], {"a": {"b": 1}}, {1, 2}, frozenset("a"),
                range(3), 1 + 2j, ..., bytearray(b"ab"), Colour.RED, Point(1, 2), Pair(1, 2), datetime.date(2026, 1, 2),
                collections.Counter("aab"), collections.deque([1, 2], 5),
                collections.defaultdict(list, {"k": [1]}), slice(1, 2), ValueError("v", 1)):
        print(repr(twice(obj)), twice(obj) == obj or type(obj).__name__)
    shared = [1]
    a, b = twice((shared, shared))
    print(a is b, a is shared)
    loop = [1]
    loop.append(loop)
    again = twice(loop)
    print(again[1] is again, len(again))
    ring = Plain(None)
    ring.x = {"me": ring}
    again = twice(ring)
    print(again.x["me"] is again)
    s = twice(Slotted())
    print(s.a, hasattr(s, "b"))
    c = twice(Custom(4))
    print(c.n, c.packed, c.unpacked)
    r = twice(Reduced(1, 2))
    print(r.a, r.b)
    print(twice(Sub(a=1)), type(twice(Sub())).__name__, twice(Items([1])).label)
    e = twice(Err(7))
    print(type(e).__name__, e.code, e.args)
    attempt(Bad(1, 2))
    print(twice(Plain(5).method)(), twice(functools.partial(int, base=2))("101"), twice(len)([1]), twice(Plain) is Plain)
    for obj in (lambda: 1, outer(), (i for i in ()), __import__("sys")):
        attempt(obj)
    print(len(pickle.dumps(list(range(1000)))), len(pickle.dumps("x" * 500)), len(pickle.dumps({"k": 1.5})))
    try:
        pickle.loads(b"\x80\x04]\x94(K\x01")
    except (EOFError, pickle.UnpicklingError) as e:
        print(type(e).__name__)
