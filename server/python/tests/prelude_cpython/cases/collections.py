# collections, collections.abc and abc.
import collections, copy, sys
from collections import *
from abc import ABC, abstractmethod, ABCMeta
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
d = deque([1, 2, 3], maxlen=3)
d.append(4); print(d, d.maxlen); d.appendleft(0); print(d, len(d), bool(d), d[0], d[-1], list(reversed(d)))
d = deque("abcdef"); d.rotate(2); print(d); d.rotate(-5); print(d); d.rotate(100); print(d); d.rotate(1); d.reverse(); print(d)
d.extend("xyz"); d.extendleft("123"); print(d, d.count("x"), d.index("x"), "z" in d, "q" in d)
d.insert(2, "I"); d.remove("c"); del d[0]; d[1] = "S"; print(d); d.insert(-1, "J"); print(d)
for f in (lambda: deque().pop(), lambda: deque().popleft(), lambda: d[99], lambda: d.remove("zz"), lambda: d.index("zz"), lambda: deque([1], maxlen=-1), lambda: deque([1], 1).insert(0, 2), lambda: d["a"], lambda: d + [1], lambda: deque(5)):
    t("err", f)
print(d == deque(d), d < deque("z"), d + deque([1]), deque([1, 2]) * 2, deque([1, 2], 3) * 2, copy.copy(d) == d, type(copy.deepcopy(d)), d.copy() is d)
e = deque([1]); e.append(e); print(e, e.__class__)
def mut():
    q = deque([1, 2, 3])
    for x in q: q.append(x)
t("mut", mut)
big = deque()
for i in range(100):
    big.append(i); big.append(-i); big.popleft()
print(big, sum(big)); big.clear(); print(big, list(big)); big += [1, 2]; big *= 2; print(big)
class DD(deque): pass
print(DD([1]), DD([1], maxlen=2).copy(), type(DD([1]).copy()).__name__, deque.__name__, deque.__module__)
dd = defaultdict(list, a=[1]); dd["x"].append(1); print(dd, dd.get("q"), dd.copy(), dd == {"a": [1], "x": [1]}, dd | {"z": 1})
t("dd", lambda: defaultdict()[3]); t("dd", lambda: defaultdict(5)); print(defaultdict(int, {1: 2})[7], defaultdict(lambda: 5)["k"])
class Rd(defaultdict):
    def __missing__(self, key): return key * 2
print(Rd()[4], copy.copy(dd), copy.deepcopy(dd))
o = OrderedDict([("a", 1), ("b", 2), ("c", 3)])
o.move_to_end("a"); print(list(o), list(o.items())); o.move_to_end("c", last=False); print(list(o)); print(o.popitem(last=False), o.popitem(), o, o == OrderedDict(b=2), o != {"b": 2})
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict(), OrderedDict.fromkeys("ab"), o | {"q": 1}, list(reversed(OrderedDict(x=1, y=2))), copy.copy(o))
t("od", lambda: o.move_to_end("zz")); t("od", lambda: OrderedDict().popitem())
c = Counter("abracadabra")
print(c, c.most_common(2), c.most_common(1), c["z"], sorted(c.elements()), c.total(), c + Counter(a=1), c - Counter(a=9), c & Counter(a=2, z=1), c | Counter(z=3), +Counter(a=-1, b=1), -Counter(a=-1))
c.update("zz"); c.subtract({"a": 10}); print(c, c.most_common()[-1], Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1)); del c["nope"]; c -= Counter(b=5); print(c, dict(c), Counter(), Counter([1, 2], x=3), c.copy() == c)
c += Counter("q"); c |= Counter(q=5); c &= Counter(q=2); print(c)
P = namedtuple("P", "x y z", defaults=[0, 9]); p = P(1, y=5)
print(p, p.x, p._asdict(), p._replace(z=7), P._fields, P._field_defaults, P._make([1, 2, 3]), p == (1, 5, 9), P.__doc__, P.__name__, P.__module__, p[1:], hash(p) == hash((1, 5, 9)), P.x.__doc__, P.__match_args__, P.__slots__)
for f in (P, lambda: P(1, 2, 3, 4), lambda: P(1, w=3), lambda: P(1, x=3), lambda: P._make([1]), lambda: p._replace(q=1), lambda: namedtuple("A", "a a"), lambda: namedtuple("A", "_a"), lambda: namedtuple("A", "class"), lambda: namedtuple("A", "a", defaults=[1, 2]), lambda: namedtuple("1A", "a"), lambda: setattr(p, "x", 3), lambda: setattr(p, "w", 3), lambda: namedtuple("Q", "a b")(), lambda: namedtuple("Q", "a,b,c")()):
    t("nt", f)
print(namedtuple("R", ["a", "def", "a"], rename=True)._fields, copy.copy(p), copy.deepcopy(p))
match p:
    case P(1, y=yy): print("match", yy)
class Pt(namedtuple("Pt", "x y")):
    __slots__ = ()
    @property
    def s(self): return self.x + self.y
    def __new__(cls, x, y=10): return super().__new__(cls, x, y)
print(Pt(1, 2).s, Pt(1), Pt(1)._replace(x=4))
m = ChainMap({"a": 1}, {"a": 2, "b": 3}); m["c"] = 4
print(m, m["b"], len(m), sorted(m), list(m), m.new_child({"z": 1}), m.parents, m.maps, "b" in m, m.get("q", 7), dict(m)); t("cm", lambda: m["q"]); t("cm", lambda: m.pop("b")); m.pop("c"); print(m, m.items(), m.copy() == m)
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = UD({"a": 1}, b=2); print(u, u.data, "a" in u, u.pop("a"), u.get("z"), list(u.items()), u.setdefault("k", 4), u == {"b": 4, "k": 8})
ul = UserList([3, 1]); ul.append(2); ul.sort(); print(ul, ul[0], ul[1:], ul + [4], len(ul), 3 in ul, ul == [1, 2, 3], ul.index(3), ul.pop()); print(UserString("abc").upper(), UserString("x") + "y", len(UserString("abc")))
import collections.abc as A
class It:
    def __iter__(self): return iter([])
class Gi:
    def __getitem__(self, i): raise IndexError
    def __len__(self): return 0
def g(): yield
async def co(): pass
async def ag(): yield
k = co()
things = dict(l=[], t=(), s="", d={}, st=set(), fs=frozenset(), it=iter([]), g=g(), co=k, ag=ag(), i=1, f=len, It=It(), Gi=Gi(), r=range(3), b=b"", ks={}.keys(), vs={}.values(), isv={}.items(), dq=deque(), c=Counter(), cm=ChainMap(), cls=int, n=None, z=zip(), e=enumerate([]))
for name in ["AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Collection", "Container", "Coroutine", "Generator", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView", "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet", "Reversible", "Sequence", "Set", "Sized", "ValuesView"]:
    cls = getattr(A, name)
    print(name, sorted(n for n, v in things.items() if isinstance(v, cls)), sorted(cls.__abstractmethods__), cls)
k.close()
class MySeq(A.Sequence):
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if not 0 <= i < self.n: raise IndexError(i)
        return i * i
q = MySeq(4); print(list(q), 9 in q, q.index(4), q.count(1), list(reversed(q)), isinstance(q, A.Reversible))
class MyMap(A.MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
mm = MyMap(); mm.update({"a": 1}, b=2); mm.setdefault("c", 3); print(list(mm.items()), list(mm.keys()), list(mm.values()), mm.pop("a"), mm.get("z", 0), "b" in mm, mm == {"b": 2, "c": 3}, mm.keys() & {"b", "q"}, ("b", 2) in mm.items(), len(mm.keys()), mm.popitem())
class MySet(A.Set):
    def __init__(self, it): self.l = list(dict.fromkeys(it))
    def __contains__(self, x): return x in self.l
    def __iter__(self): return iter(self.l)
    def __len__(self): return len(self.l)
a, b = MySet([1, 2, 3]), MySet([2, 3, 4]); print(list(a & b), list(a | b), list(a - b), list(a ^ b), a < b, a <= a, a == MySet([3, 2, 1]), a.isdisjoint([9]), {2} < a)
t("abs", lambda: MySeq.__mro__ and A.Sequence()); t("abs", lambda: A.Iterable())
class Shape(ABC):
    @abstractmethod
    def area(self): "x"
    @property
    @abstractmethod
    def name(self): ...
    @classmethod
    @abstractmethod
    def make(cls): ...
    def hi(self): return "hi"
class Sq(Shape):
    def area(self): return 4
t("abs", Shape); t("abs", Sq); print(sorted(Shape.__abstractmethods__), sorted(Sq.__abstractmethods__))
class Full(Sq):
    name = "n"
    @classmethod
    def make(cls): return cls()
print(Full.make().area(), Full().hi(), isinstance(Full(), Shape), Full.__abstractmethods__, type(Shape) is ABCMeta)
@Shape.register
class Virt: pass
print(isinstance(Virt(), Shape), issubclass(Virt, Sq), issubclass(int, Shape)); t("reg", lambda: Shape.register(3)); t("sub", lambda: issubclass(3, Shape))
class One(ABC):
    @abstractmethod
    def only(self): ...
t("abs", One)
class Duck(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, C): return True if hasattr(C, "quack") else NotImplemented
print(isinstance(type("D", (), {"quack": 1})(), Duck), isinstance(3, Duck), A.Iterator[int], deque[int], defaultdict[str, int])
