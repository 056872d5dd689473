# enum.
import enum, copy, sys
from enum import *
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
class Color(Enum):
    "doc"
    RED = 1
    GREEN = "g"
    BLUE = [3]
    CRIMSON = 1
    def hi(self): return f"hi {self.name}"
    @property
    def up(self): return self.name.title()
    @classmethod
    def default(cls): return cls.RED
    @staticmethod
    def st(): return 3
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(1), Color["GREEN"], Color([3]), list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED.hi(), Color.RED.up, Color.default(), Color.st(), Color, type(Color).__name__, list(Color.__members__), Color.__doc__, Color.RED in Color, isinstance(Color.RED, Color), hash(Color.RED) == hash("RED"), f"{Color.RED:>12}|{Color.RED!r}", list(reversed(Color)), bool(Color), Color.RED == 1, Color.RED != Color.GREEN, {Color.RED: 1}[Color.RED], copy.deepcopy([Color.RED])[0] is Color.RED, Color.RED.__class__, Color.__name__, Color.__module__, Color(Color.RED) is Color.RED)
def sub():
    class X(Color): pass
def dup():
    class X(Enum): A = 1; A = 2
def seta(): Color.RED = 5
def dela(): del Color.RED
for f in (lambda: Color(9), lambda: Color["zz"], sub, dup, seta, dela, lambda: setattr(Color.RED, "value", 3), lambda: Color.RED < Color.GREEN, lambda: Enum(3)): t("e", f)
class A(Enum):
    X = auto()
    Y = auto()
    Z = 10
    W = auto()
print(list(A), [a.value for a in A])
class N(Enum):
    def _generate_next_value_(name, start, count, last): return (name, start, count, list(last))
    P = auto(); Q = auto()
print([n.value for n in N])
class Num(IntEnum):
    ONE = 1; TWO = 2; UN = 1
print(Num.ONE, repr(Num.ONE), Num.ONE + 1, Num.ONE < Num.TWO, Num(2), f"{Num.TWO}", "%d" % Num.TWO, [10, 20, 30][Num.ONE], Num.TWO == 2, isinstance(Num.ONE, int), sorted([Num.TWO, Num.ONE]), {1: "a"}[Num.ONE], str(Num.TWO), max(Num), int(Num.TWO), f"{Num.TWO:03d}", Num.UN.name)
class S(StrEnum):
    A = auto(); B = "bee"
print(S.A, repr(S.A), S.B.upper(), S("bee"), f"{S.B:>5}", S.A == "a", ",".join(S), isinstance(S.A, str), "be" in S.B)
class SM(str, Enum):
    A = "a"
print(SM.A, repr(SM.A), SM.A == "a", SM.A.upper(), SM("a"), SM.A.value)
class Planet(Enum):
    EARTH = (5.97e24, 6.37e6)
    MARS = (6.4e23, 3.4e6)
    def __init__(self, mass, radius): self.mass = mass; self.radius = radius
    @property
    def g(self): return round(6.67e-11 * self.mass / self.radius ** 2, 2)
print(Planet.EARTH, Planet.EARTH.g, Planet.MARS.value, Planet((5.97e24, 6.37e6)), repr(Planet.MARS))
class Cust(Enum):
    A = 1, "one"; B = 2, "two"
    def __new__(cls, v, label):
        o = object.__new__(cls); o._value_ = v; o.label = label; return o
print(Cust(2).label, Cust.A.value, repr(Cust.A))
class Miss(Enum):
    A = 1; B = 2
    @classmethod
    def _missing_(cls, v):
        if isinstance(v, str): return cls.A
        if v == 99: raise KeyError("no")
        if v == 98: return 5
print(Miss("x")); t("m", lambda: Miss(7)); t("m", lambda: Miss(99)); t("m", lambda: Miss(98))
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
    RW = R | W
print(Perm.R, repr(Perm.R), Perm.R | Perm.X, repr(Perm.R | Perm.X), Perm.RW, repr(Perm.RW), Perm(0), repr(Perm(0)), list(Perm.RW), list(Perm), Perm.R in Perm.RW, Perm.X in Perm.RW, ~Perm.R, Perm.RW & Perm.W, Perm.RW ^ Perm.R, bool(Perm(0)), len(Perm.RW), Perm(7), Perm(7).value, Perm["RW"], list(Perm.__members__), (Perm.R | Perm.X).name, Perm, Perm.R | Perm.W is Perm.RW)
t("fl", lambda: Perm(8)); t("fl", lambda: Perm.R | 1); t("fl", lambda: Perm("x"))
class IF(IntFlag):
    A = 1; B = 2; C = 4
print(IF.A, repr(IF.A), IF.A | IF.B, repr(IF.A | IF.B), IF.A | 8, repr(IF.A | 8), IF.A + 1, IF(0), repr(IF(0)), ~IF.A, repr(~IF.A), IF.A & 3, IF.B == 2, list(IF(5)), 4 | IF.A, repr(IF(16)))
F = Enum("F", "X Y Z"); print(list(F), F.X.value, F.__module__); G = Enum("G", [("A", 5), ("B", 6)]); print(list(G)); H = IntEnum("H", {"P": 1}); print(list(H)); print(list(Enum("J", ["a", "b"], start=5)))
def un():
    @unique
    class U(Enum): A = 1; B = 1
t("un", un)
class Empty(Enum):
    def shared(self): return self.value * 2
class Ext(Empty): A = 4
print(Ext.A.shared())
class D(Enum):
    A = 1
    _ignore_ = ["tmp"]
    tmp = 5
    @nonmember
    def q(self): pass
    nm = nonmember(5) if sys.version_info >= (3, 11) else 5
    fn = lambda self: 3
print(list(D), D.nm, D.A.fn())
class Op(Enum):
    ADD = "+"
    def __call__(self, a, b): return a + b
    def __str__(self): return self.value
    def __eq__(self, o): return self is o
    __hash__ = Enum.__hash__
print(Op.ADD(1, 2), str(Op.ADD), f"{Op.ADD}", f"{Op.ADD:>3}|")
match Color.RED:
    case Color.GREEN: print("g")
    case Color.RED: print("r")
class W(Enum):
    A = "x"
    @classmethod
    def parse(cls, s): return next(m for m in cls if m.value == s)
print(W.parse("x"), W.A.name.lower(), [m.name for m in W], "A" in W.__members__, sorted(Color.__members__.items(), key=str)[0])
class Ordered(Enum):
    A = 1; B = 2
    def __lt__(self, o): return self.value < o.value
print(sorted([Ordered.B, Ordered.A]), Ordered.A < Ordered.B, min(Ordered))
if sys.version_info >= (3, 12): print(1 in Color, 77 in Color)
