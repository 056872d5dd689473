# timeslice: native
"""operator: the operators as functions, and itemgetter, attrgetter, methodcaller."""


def lt(a, b, /): return a < b
def le(a, b, /): return a <= b
def eq(a, b, /): return a == b
def ne(a, b, /): return a != b
def ge(a, b, /): return a >= b
def gt(a, b, /): return a > b
def not_(a, /): return not a
def truth(a, /): return True if a else False
def is_(a, b, /): return a is b
def is_not(a, b, /): return a is not b
def add(a, b, /): return a + b
def and_(a, b, /): return a & b
def floordiv(a, b, /): return a // b
def inv(a, /): return ~a
def lshift(a, b, /): return a << b
def mod(a, b, /): return a % b
def mul(a, b, /): return a * b
def matmul(a, b, /): return a @ b
def neg(a, /): return -a
def or_(a, b, /): return a | b
def pos(a, /): return +a
def pow(a, b, /): return a ** b
def rshift(a, b, /): return a >> b
def sub(a, b, /): return a - b
def truediv(a, b, /): return a / b
def xor(a, b, /): return a ^ b
def contains(a, b, /): return b in a
def getitem(a, b, /): return a[b]


_abs = abs


def abs(a, /): return _abs(a)


invert = inv


def concat(a, b, /):
    """`a + b` of two sequences."""
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    return a + b


def setitem(a, b, c, /):
    """`a[b] = c`."""
    a[b] = c


def delitem(a, b, /):
    """`del a[b]`."""
    del a[b]


def countOf(a, b, /):
    """How many items equal b."""
    n = 0
    for x in a:
        if x is b or x == b:
            n += 1
    return n


def indexOf(a, b, /):
    """Position of the first item equal to b."""
    i = 0
    for x in a:
        if x is b or x == b:
            return i
        i += 1
    raise ValueError("sequence.index(x): x not in sequence")


def index(a, /):
    """The integer that `a` stands for."""
    from _builtins_number import index_slow2
    return index_slow2(a) + 0


def length_hint(obj, default=0, /):
    """An estimate of the length."""
    from _builtins_number import length_hint_slow
    if not isinstance(default, int):
        raise TypeError(f"'{type(default).__name__}' object cannot be interpreted as an integer")
    return length_hint_slow(obj, default)


def call(obj, /, *args, **kwargs):
    """`obj(*args, **kwargs)`."""
    return obj(*args, **kwargs)


def iadd(a, b, /): a += b; return a
def iand(a, b, /): a &= b; return a
def ifloordiv(a, b, /): a //= b; return a
def ilshift(a, b, /): a <<= b; return a
def imod(a, b, /): a %= b; return a
def imul(a, b, /): a *= b; return a
def imatmul(a, b, /): a @= b; return a
def ior(a, b, /): a |= b; return a
def ipow(a, b, /): a **= b; return a
def irshift(a, b, /): a >>= b; return a
def isub(a, b, /): a -= b; return a
def itruediv(a, b, /): a /= b; return a
def ixor(a, b, /): a ^= b; return a


def iconcat(a, b, /):
    """`a += b` of two sequences."""
    if not hasattr(a, "__getitem__"):
        raise TypeError(f"'{type(a).__name__}' object can't be concatenated")
    a += b
    return a


class itemgetter:
    """A function that takes items out."""
    __slots__ = ("_items",)

    def __init__(self, item, /, *items):
        self._items = (item, *items)

    def __call__(self, obj, /):
        items = self._items
        if len(items) == 1:
            return obj[items[0]]
        return tuple([obj[item] for item in items])

    def __repr__(self):
        return f"operator.itemgetter({', '.join([repr(item) for item in self._items])})"

    def __reduce__(self):
        return type(self), self._items


class attrgetter:
    """A function that takes attributes; a dot in a name goes deeper."""
    __slots__ = ("_names",)

    def __init__(self, attr, /, *attrs):
        self._names = (attr, *attrs)
        for name in self._names:
            if not isinstance(name, str):
                raise TypeError("attribute name must be a string")

    def __call__(self, obj, /):
        names = self._names
        if len(names) == 1:
            return _deep_attribute(obj, names[0])
        return tuple([_deep_attribute(obj, name) for name in names])

    def __repr__(self):
        return f"operator.attrgetter({', '.join([repr(name) for name in self._names])})"

    def __reduce__(self):
        return type(self), self._names


def _deep_attribute(obj, name):
    if "." not in name:
        return getattr(obj, name)
    for part in name.split("."):
        obj = getattr(obj, part)
    return obj


class methodcaller:
    """A function that calls a method by name."""
    __slots__ = ("_name", "_args", "_kwargs")

    def __init__(self, name, /, *args, **kwargs):
        if not isinstance(name, str):
            raise TypeError("method name must be a string")
        self._name = name
        self._args = args
        self._kwargs = kwargs

    def __call__(self, obj, /):
        return getattr(obj, self._name)(*self._args, **self._kwargs)

    def __repr__(self):
        parts = [repr(self._name)]
        parts += [repr(x) for x in self._args]
        parts += [f"{k}={v!r}" for k, v in self._kwargs.items()]
        return f"operator.methodcaller({', '.join(parts)})"


__lt__, __le__, __eq__, __ne__, __ge__, __gt__ = lt, le, eq, ne, ge, gt
__add__, __sub__, __mul__, __mod__, __neg__, __pos__ = add, sub, mul, mod, neg, pos
__and__, __or__, __xor__, __inv__, __invert__, __not__ = and_, or_, xor, inv, inv, not_
__contains__, __getitem__, __setitem__, __delitem__ = contains, getitem, setitem, delitem
