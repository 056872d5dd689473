import re
def p(x): print(re.sub(r"0x[0-9a-f]+", "0x", repr(x)))
l = [3]
p(l.append); p("a".upper); p({}.get); p((1).__add__); p(l.__len__); p(len); p(list.append); p(str.upper); p(int.__add__); p(object.__init__); p(object().__init__); p([].__class__); p(dict.fromkeys); p(bytes.fromhex); p(int.from_bytes); p(type.__call__); p(int.real); p(type.__dict__["__name__"]) if False else None
p(Exception().with_traceback); p(BaseException.args); p(object.__new__); p(int.__new__); p(list.__iter__); p(list.__getitem__); p([].__getitem__); p([].__iter__); p({}.__contains__); p({}.__getitem__); p("".join); p(b"".join); p((1).bit_length); p(1.5.hex); p(float.fromhex); p(set().add); p(range(3).index); p((i for i in ()).send); p(print); p(isinstance); 
def f(): pass
p(f.__call__); p(f.__get__); p(f.__get__(1)); p(classmethod(f)); p(staticmethod(f)); p(enumerate([])); p(zip()); p(map(f, [])); p(filter(f, []))
for x in (l.append, "a".upper, len, list.append, object.__init__, [].__len__, dict.fromkeys):
    print(type(x), x.__name__, x.__qualname__, getattr(x, "__objclass__", "none"))
class T:
    __bool__ = {1: 2}.__len__
    __len__ = [1, 2].__len__
    __repr__ = "abc".upper
    __hash__ = (5).__hash__
    __contains__ = [7].__contains__
    __iter__ = [1, 2].__iter__
    __getitem__ = "xyz".__getitem__
    __call__ = max
    __eq__ = "q".__eq__
    __add__ = (10).__add__
t = T()
print(bool(t), len(t), repr(t), hash(t), 7 in t, list(t), t[1], t(1, 5), t + 1)
class Z:
    __bool__ = [].__len__
try: bool(Z())
except TypeError as e: print(e)
class Y:
    __bool__ = (0).__bool__
    __str__ = lambda s: "Y"
    __index__ = (2).__index__
print(bool(Y()), [1, 2, 3][Y()], str(Y()), not Y(), 1 if Y() else 2)
l2 = []
print(l.append == l.append, l.append == l2.append, l.append is l.append, "a".upper == "a".upper, hash(l.append) == hash(l.append))
print([].append.__self__, len.__self__, list.append.__get__([9])())if False else print([].append.__self__)
b = list.append.__get__(l); b(4); print(l)
try: list.append(3, 4)
except TypeError as e: print(e)
try: list.append()
except TypeError as e: print(e)
try: [].append()
except TypeError as e: print(e)
try: str.upper(3)
except TypeError as e: print(e)
try: int.__add__("a", 1)
except TypeError as e: print(e)
try: object.__init__(1, 2)
except TypeError as e: print(e)
try: object(1)
except TypeError as e: print(e)
print(int.__add__(1, "a"), (1).__lt__("a"), (1).__eq__(1.0), "a".__eq__(1), object().__eq__(1))
# attributes on subclasses
class Tu(tuple):
    def __new__(cls, *a):
        self = super().__new__(cls, a)
        self.extra = len(a)
        return self
x = Tu(1, 2); x.more = 5; print(x, x.extra, x.__dict__, x == (1, 2), hash(x) == hash((1, 2)), x + (3,), type(x + (3,)).__name__, x[0:1])
class I(int): pass
i = I(5); i.name = "five"; print(i, i.name, i + 1, vars(i), type(i + 1).__name__, repr(i), f"{i:03}")
class S(str): pass
s = S("ab"); s.k = 1; print(s, s.k, s.__dict__, s.upper(), type(s.upper()).__name__)
class B(bytes): pass
b = B(b"ab"); b.k = 1; print(b, b.k, b.__dict__)
class Fz(frozenset): pass
z = Fz([1]); z.k = 2; print(z, z.k, z.__dict__, z | {2})
class Fl(float): pass
fl = Fl(1.5); fl.k = 3; print(fl, fl.k, fl.__dict__, fl * 2)
class L(list): pass
q = L([1]); q.k = 4; print(q, q.k, q.__dict__)
class C(complex): pass
c = C(1, 2); c.k = 5; print(c, c.k)
class BA(bytearray): pass
c = BA(b"x"); c.k = 5; print(c, c.k)
class Se(set): pass
c = Se([1]); c.k = 5; print(c, c.k)
class Dd(dict):
    def __missing__(self, k): return k * 2
c = Dd(a=1); c.k = 5; print(c, c.k, c["b"], c.get("b"))
from collections import namedtuple
class Pt(namedtuple("Pt", "x y")):
    pass
pt = Pt(1, 2); pt.tag = "t"; print(pt, pt.tag, pt.__dict__)
Q = namedtuple("Q", "x y")
try: Q(1, 2).z = 3
except AttributeError as e: print(e)
try: Q(1, 2).x = 3
except AttributeError as e: print(e)
print(Q.x.__doc__, type(Q.x).__name__, Q.x)
# NaN
nan = float("nan"); inf = float("inf")
print(nan in [nan], [nan] == [nan], (nan,) == (nan,), {nan: 1}[nan], {nan: 1} == {nan: 1}, nan in {nan}, [nan].index(nan), [nan, nan].count(nan), nan == nan, nan != nan, nan is nan, [float("nan")] == [float("nan")], float("nan") in [nan], len({nan, nan}), len({nan, float("nan")}), {nan} == {nan}, [nan] < [nan], [1, nan] < [1, nan], (nan, 1) < (nan, 2), min(nan, 1), max(1, nan), sorted([3, nan, 1]), [nan].remove(nan), {"a": nan} == {"a": nan}, nan in (1, nan), frozenset([nan]) == frozenset([nan]))
import math
print(math.nan in [math.nan], nan in [math.nan], [inf - inf] == [inf - inf])
x = inf - inf
y = x
print([x] == [y], x is y, {x: 1}.get(y), {x: 1}.get(inf - inf))
l = [nan]; m = list(l); print(l == m, l[0] is m[0], m.index(l[0]))
def ff(v): return v
print(ff(nan) is nan, [ff(nan)] == [nan], (lambda: nan)() is nan)
a = nan; b = a * 1; print(a is b, [a] == [b])
from collections import deque, Counter
print(deque([nan]) == deque([nan]), nan in deque([nan]), Counter([nan, nan]), {**{nan: 1}}, dict([(nan, 1), (nan, 2)]))
