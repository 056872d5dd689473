def f(a, /, b: int = 1, *c, d=[], **e) -> str:
    """Doc."""
    def g():
        nonlocal b
        b += 1
        return a, b
    return lambda: g()


@f
@f.x(1)
class C(B, metaclass=M):
    """A class."""
    n: int = 0
    __p = 1

    def __init__(self, x):
        super().__init__(x, k=self.__p)
        self.x = x

    async def m(self):
        return __class__


def generic[T](x: T = 1):
    return T


class Box[T](list[T]):
    pass


type Pair[T] = tuple[T, T]
f(*a, **b)
f(1, *a, k=2, **b)
