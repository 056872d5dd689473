from __future__ import annotations
import dataclasses, typing
@dataclasses.dataclass
class A:
    x: int
    y: Undefined = None
    z: typing.ClassVar[int] = 3
    s: "quoted" = 1
print(A.__annotations__, [(f.name, f.type) for f in dataclasses.fields(A)])
def f(a: list[int], *b: "str", **c: {1: 2}) -> None: ...
print(f.__annotations__)
