# `*args: *Ts` (PEP 646): the annotation is the one item that unpacking gives; a generic alias has one, too.
from typing import TypeVarTuple

Ts = TypeVarTuple("Ts")


def f(*args: *Ts):
    return args


def g(*args: *tuple[int, ...]) -> None:
    return None


print(f(1, 2), Ts, len(list(Ts)))
print(g.__annotations__, list(list[int]), [*tuple[int, str]][0].__unpacked__)
