import dataclasses, functools, typing
from dataclasses import dataclass, field, InitVar, KW_ONLY
from typing import ClassVar, Optional, List, NamedTuple, TypedDict, Protocol, get_type_hints, Annotated
@dataclass
class P:
    x: int
    y: "int" = 2
    z: ClassVar[int] = 3
    w: InitVar[int] = 4
    _: KW_ONLY
    k: List[int] = field(default_factory=list)
    def __post_init__(self, w): print("post", w)
print(P(1), [(f.name, f.type) for f in dataclasses.fields(P)])
class N(NamedTuple):
    a: int
    b: str = "q"
print(N(1), N.__annotations__, N._field_defaults)
class T(TypedDict):
    a: int
    b: "str"
print(T(a=1, b="x"), sorted(T.__required_keys__))
class Pr(Protocol):
    name: str
    def go(self) -> int: ...
class Outer:
    class Inner: pass
    def m(self, i: Inner) -> "Outer": pass
    attr: Inner
    n: int
    n2: n if False else int
print(Outer.m.__annotations__["i"], Outer.__annotations__["attr"])
def deco(f):
    @functools.wraps(f)
    def inner(*a, **k): return f(*a, **k)
    return inner
@deco
def g(a: int, b: float = 1.5, *args: str, c: Optional[int] = None, **kw: dict) -> list[int]: "doc"
print(g.__annotations__, get_type_hints(g))
import inspect
print(inspect.signature(g), inspect.get_annotations(g), inspect.signature(P), inspect.signature(lambda x: x))
def loc():
    class L: pass
    def f(x: L, y: "L") -> None:
        z: undefined_name = 3
        w: also_undefined
        return z
    return f
f = loc()
print(f(1, 2), [repr(v).split(".")[-1] for v in f.__annotations__.values()])
f.__annotations__ = {"q": 1}
print(f.__annotations__)
del f.__annotations__
print(f.__annotations__)
async def co(x: int) -> str: pass
print(co.__annotations__)
@functools.singledispatch
def show(x): print("base", x)
@show.register
def _(x: int): print("int", x)
@show.register
def _(x: list): print("list", x)
show(1); show([1]); show("s")
class M:
    def __set_name__(self, o, n): pass
    a: int; b: int = 2
    for q in range(2):
        c: str
print(M.__annotations__, M.b, hasattr(M, "a"))
class Base: x: int
class Sub(Base): pass
print(Base.__annotations__, Sub.__annotations__, inspect.get_annotations(Sub))
print(Annotated[int, "m"], get_type_hints(P, include_extras=True)["x"])
d = {}
d["k"]: int = 5
class Obj: pass
o = Obj(); o.x: int = 3
(y): int = 4
print(d, o.x, y)
