# typing: annotations do no harm, and the reprs that people print.
from __future__ import annotations as _a
import typing, sys
from typing import *
def t(label, f):
    try: print(label, f())
    except Exception as e: print(label, type(e).__name__, e)
T = TypeVar("T"); K = TypeVar("K", bound=int); P = ParamSpec("P")
print(List[int], Dict[str, List[int]], Tuple[int, ...], Callable[[int, str], bool], Callable[..., int], Set[T], Iterable[int], Any, ClassVar[int], Literal[1, "a"], Type[int], T, K, Awaitable[None], Final[int], Deque[int], DefaultDict[str, int], List[T][int], Optional[List[int]], Union[int, str], Optional[int], Union[int, str, None] == Union[None, str, int], List["X"], NoReturn, Generator[int, None, str], Coroutine[Any, Any, int], Annotated[int, "m"])
class Box(Generic[T]):
    def __init__(self, x: T): self.x = x
    def get(self) -> T: return self.x
b = Box[int](3); print(b.get(), Box(4).get(), Box.__mro__[-2:], Box[int])
class Pair(Box[T], Generic[T, K]): pass
print(Pair(1).get(), [c.__name__ for c in Pair.__mro__])
class Sh(Protocol):
    def draw(self) -> str: ...
@runtime_checkable
class Clo(Protocol):
    name: str
    def close(self) -> None: ...
class Fi:
    name = "f"
    def close(self): pass
class Im(Sh):
    def draw(self): return "d"
print(isinstance(Fi(), Clo), isinstance(3, Clo), Im().draw(), isinstance(Im(), Im)); t("pr", lambda: isinstance(3, Sh)); t("pr", Sh)
class Pt(NamedTuple):
    "doc"
    x: int
    y: int = 5
    def s(self): return self.x + self.y
print(Pt(1), Pt(1, 2).s(), Pt._fields, Pt(1)._replace(x=3), Pt.__doc__, Pt._field_defaults, isinstance(Pt(1), tuple), Pt.__name__, Pt.__module__); t("nt", Pt)
E = NamedTuple("E", [("a", int), ("b", str)]); print(E(1, "x"))
class M(TypedDict, total=False):
    a: int
    b: str
print(M(a=1), M.__total__, M({"b": "x"}), type(M(a=1)), list(M.__annotations__))
Uid = NewType("Uid", int); print(Uid(3), Uid.__name__)
@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x
print(f(1), cast(int, "s"), TYPE_CHECKING, get_origin(List[int]), get_args(Dict[str, int]), get_args(Callable[[int], str]), get_origin(Union[int, str]) is Union or True)
@final
class Fin: pass
t("any", lambda: Any()); t("iso", lambda: isinstance([], List)); t("iso", lambda: isinstance([], List[int]))
class LL(List[int]): pass
print(LL([1]), LL.__mro__[1]); class_ = Callable; print(isinstance(len, Callable), isinstance([], Iterable), isinstance({}, Mapping))
def g(x: int, y: "str" = "a") -> None: ...
if sys.version_info < (3, 14): print(get_type_hints(g))
x: Optional[Dict[str, Union[int, List["T"]]]] = None
def deco(fn: Callable[P, T]) -> Callable[P, T]: return fn
print(deco(3), Self, AnyStr, Text)
class Ab(Protocol[T]):
    def m(self) -> T: ...
class Impl(Ab[int]):
    def m(self): return 1
print(Impl().m())
