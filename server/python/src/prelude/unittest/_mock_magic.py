# timeslice: file unittest/mock.py
"""What magic methods of mocks do when nobody has said it."""

_BINARY = "add sub mul matmul truediv floordiv mod lshift rshift and xor or pow"
_NUMERICS = [f"__{prefix}{name}__" for prefix in ("", "i", "r") for name in f"{_BINARY} divmod".split()
             if (prefix, name) != ("i", "divmod")]
MAGICS = [
    "__hash__", "__str__", "__sizeof__", "__fspath__", "__lt__", "__gt__", "__le__", "__ge__", "__eq__", "__ne__",
    "__getitem__", "__setitem__", "__delitem__", "__len__", "__contains__", "__iter__", "__enter__", "__exit__",
    "__int__", "__float__", "__complex__", "__bool__", "__index__", "__round__", "__trunc__", "__floor__", "__ceil__",
    "__neg__", "__pos__", "__abs__", "__invert__", *_NUMERICS,
]
ASYNC_MAGICS = ["__aenter__", "__aexit__", "__anext__"]
ALL_MAGICS = {*MAGICS, *ASYNC_MAGICS, "__aiter__", "__getattr__", "__setattr__", "__delattr__", "__repr__", "__dir__",
               "__get__", "__set__", "__delete__", "__reversed__", "__missing__", "__reduce__", "__reduce_ex__",
               "__getinitargs__", "__getnewargs__", "__getstate__", "__setstate__", "__getformat__", "__format__",
               "__subclasses__", "__copy__", "__deepcopy__", "__call__", "__next__"}
RETURNS = {
    "__int__": 1, "__contains__": False, "__len__": 0, "__exit__": False, "__complex__": 1j, "__float__": 1.0,
    "__bool__": True, "__index__": 1, "__aexit__": False, "__lt__": NotImplemented, "__gt__": NotImplemented,
    "__le__": NotImplemented, "__ge__": NotImplemented,
}
# What a MagicMock does not have until it is given it.
NOT_BY_DEFAULT = {"__get__", "__set__", "__delete__", "__reversed__", "__missing__"}


def calculated(mock, name):
    """What a magic method returns if nothing is said: a function of nothing, or None."""
    if name == "__hash__":
        return lambda: object.__hash__(mock)
    if name == "__str__":
        return lambda: object.__str__(mock)
    if name == "__sizeof__":
        return lambda: object.__sizeof__(mock)
    if name == "__fspath__":
        return lambda: f"{type(mock).__name__}/{mock._extract_mock_name()}/{id(mock)}"
    return None


def side_effect_of(mock, name):
    """What a magic method does unless a return value is set."""
    if name == "__eq__":
        return lambda other: mock is other or NotImplemented
    if name == "__ne__":
        return lambda other: False if mock is other else NotImplemented
    if name == "__iter__":
        return lambda: iter([])
    if name == "__aiter__":
        return lambda: AsyncIterator(iter([]))
    return None


class AsyncIterator:
    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            raise StopAsyncIteration from None
