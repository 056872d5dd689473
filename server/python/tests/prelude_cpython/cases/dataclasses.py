# dataclasses.
import dataclasses, copy, typing
from dataclasses import *
from typing import ClassVar, Any
from collections import namedtuple, defaultdict
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
@dataclass
class P:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, repr=False)
    K: ClassVar[int] = 5
    S: "typing.ClassVar" = 6
    def s(self): return self.x + self.y
p = P(1, 2); print(p, p.s(), p == P(1, 2), p != P(1, 3), p.tags, P(1).tags is P(1).tags, [f.name for f in fields(P)], P.K, P.__match_args__, P.__doc__, is_dataclass(p), is_dataclass(3), P.__init__.__qualname__, P.y)
for f in (P, lambda: P(1, 2, 3, 4), lambda: P(x=1, z=3), lambda: P(1, x=3), lambda: hash(p), lambda: p < p, lambda: fields(3), lambda: asdict(P)): t("e", f)
@dataclass(order=True, frozen=True)
class V:
    a: int
    b: str = "b"
    c: float = field(default=1.0, compare=False)
v = V(1); print(v, v < V(2), v >= V(1, "a"), hash(v) == hash(V(1, c=3)), sorted([V(3), V(1), V(2, "z")]), v == V(1, c=9), {v: 1}[V(1)], replace(v, a=9))
t("fr", lambda: setattr(v, "a", 3)); t("fr", lambda: delattr(v, "a")); t("fr", lambda: setattr(v, "zz", 3)); t("cmp", lambda: v < 3)
try: v.a = 1
except FrozenInstanceError as e: print(isinstance(e, AttributeError), e)
@dataclass
class Base:
    i: int
    j: int = 5
    def __post_init__(self): self.k = self.i * self.j
@dataclass
class Der(Base):
    j: int = 7
    z: InitVar[int] = 3
    w: int = field(init=False)
    q: int = field(default=1, kw_only=True)
    def __post_init__(self, z): super().__post_init__(); self.w = z + 1
d = Der(2, z=10, q=4); print(d, d.k, d.w, [f.name for f in fields(d)], Der.__match_args__); t("kw", lambda: Der(1, 2, 3, 4)); print(asdict(d), astuple(d)); t("rep", lambda: replace(d, i=3, z=1)); 
@dataclass
class KO:
    a: int
    _: KW_ONLY
    b: int
    c: int = 3
print(KO(1, b=2), KO.__match_args__); t("ko", lambda: KO(1)); t("ko", lambda: KO(1, 2)); t("ko", lambda: KO(1, 2, b=3)); t("ko", lambda: KO(b=1))
@dataclass(kw_only=True)
class KA: a: int; b: int = 2
print(KA(a=1)); t("ka", lambda: KA(1)); t("ka", lambda: KA())
@dataclass(slots=True)
class S:
    a: int
    b: int = 2
    def m(self): return super().__repr__()[:3]
    def cls(self): return __class__ is S
s = S(1); print(s, S.__slots__, hasattr(s, "__dict__"), s == S(1), copy.copy(s)); t("sl", lambda: setattr(s, "q", 1))
@dataclass(slots=True, frozen=True)
class SF: a: int = 4
print(SF(), hash(SF()) == hash(SF()), copy.deepcopy(SF(3))); t("sf", lambda: setattr(SF(), "a", 1))
@dataclass
class Node:
    value: Any
    left: "Node | None" = None
    kids: list["Node"] = field(default_factory=list)
n = Node(1, Node(2), [Node(3)]); print(n); n.left = n; print(n)
NT = namedtuple("NT", "a b")
@dataclass
class Mix: a: NT; b: dict; c: Any
m = Mix(NT(1, Node(2)), {"k": Node(3), 1: [Node(4)]}, {1: [2]}); print(asdict(m)); print(astuple(m)); print(asdict(P(1), dict_factory=lambda x: sorted(k for k, _ in x)))
def bad1():
    @dataclass
    class B: x: list = []
def bad2():
    @dataclass
    class B: x: int = 1; y: int
def bad3():
    @dataclass(order=True, eq=False)
    class B: x: int = 1
def bad4():
    @dataclass
    class B(V): x: int = 1
def bad5():
    @dataclass
    class B: x = field()
def bad6():
    @dataclass(order=True)
    class B:
        x: int
        def __lt__(self, o): return 1
def bad7(): field(default=1, default_factory=int)
for b in (bad1, bad3, bad4, bad5, bad6, bad7): t(b.__name__, b)
t("bad2", lambda: bad2() if 0 else "skip")
M = make_dataclass("M", ["a", ("b", int), ("c", int, field(default=3))], namespace={"dbl": lambda self: self.b * 2}); print(M(1, 2), M(1, 2).dbl())
@dataclass(eq=False)
class NE: x: int
print(NE(1) == NE(1), hash(NE(1)) is not None)
@dataclass(unsafe_hash=True)
class UH: x: int; y: int = field(hash=False, default=3)
print(hash(UH(1)) == hash((1,)), UH(1))
@dataclass(repr=False)
class CR:
    x: int
    def __eq__(self, o): return "custom"
    def __repr__(self): return "cr"
print(CR(1), CR(1) == CR(2)); f = fields(P)[1]; print(f.name, f.type, f.default, f.default_factory is MISSING, f.init, f.kw_only)
match p:
    case P(x=1, y=b): print("matched", b)
match V(1, "q"):
    case V(a, b): print(a, b)
@dataclass
class Cnt:
    n: int = 0
    def __init__(self): self.n = 42
print(Cnt())
