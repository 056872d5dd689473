# timeslice: native
"""Operators, comparisons and number protocols whose methods are Python code; see `_builtins`."""
from _timeslice import MISSING, type_lookup

__all__ = [
    "abs_slow", "ascii_slow", "binary_op", "bool_slow", "bytes_slow", "compare", "complex_slow", "divmod_slow",
    "float_slow", "hash_slow", "index_slow2", "inplace_op", "int_slow", "len_slow", "length_hint_slow", "pow_slow",
    "round_slow", "unary_op",
]


def _function():
    pass


# Attributes of these types are called with the object as first argument; anything else is bound first.
_PLAIN = (type(_function), type(len), type(str.join), type(int.__add__))


def _bound(attr, obj):
    get = type_lookup(type(attr), "__get__")
    if get is MISSING:
        return attr
    return get(attr, obj, type(obj))


def _call0(attr, obj):
    for t in _PLAIN:
        if type(attr) is t:
            return attr(obj)
    return _bound(attr, obj)()


def _call1(attr, obj, a):
    for t in _PLAIN:
        if type(attr) is t:
            return attr(obj, a)
    return _bound(attr, obj)(a)


def _is_subtype(a, b):
    for c in a.__mro__:
        if c is b:
            return True
    return False


def _type_name(cls):
    """A type's name in an operator's error: types that are C in CPython show their module."""
    if cls.__module__ == "datetime" or cls.__module__ in ("collections", "functools") and cls.__name__ in (
            "deque", "defaultdict", "OrderedDict", "partial"):
        return f"{cls.__module__}.{cls.__name__}"
    return cls.__name__


# === Binary operators ===

# `+` and `*` of these are sequence operations: they come after the other operand's reflected method.
_SEQUENCES = (list, tuple, str, bytes, bytearray)
_SEQUENCE_SLOTS = [type_lookup(t, name) for t in _SEQUENCES for name in ("__add__", "__mul__", "__rmul__")]


def _number_method(cls, name):
    method = type_lookup(cls, name)
    if method is None:
        return MISSING
    if method is not MISSING and issubclass(cls, _SEQUENCES):
        for slot in _SEQUENCE_SLOTS:
            if slot is method:
                return MISSING
    return method


def _dispatch(a, b, name, rname):
    """NotImplemented when neither operand can."""
    ta = type(a)
    tb = type(b)
    left = _number_method(ta, name)
    if ta is tb:
        return NotImplemented if left is MISSING else _call1(left, a, b)
    right = _number_method(tb, rname)
    if right is not MISSING and _is_subtype(tb, ta) and right is not type_lookup(ta, rname):
        result = _call1(right, b, a)
        if result is not NotImplemented:
            return result
        right = MISSING
    if left is not MISSING:
        result = _call1(left, a, b)
        if result is not NotImplemented:
            return result
    if right is not MISSING:
        return _call1(right, b, a)
    return NotImplemented


def _sequence_op(a, b, op_symbol):
    """`+` and `*` of sequences, when neither operand can as a number; their texts are their own."""
    if op_symbol == "*" or op_symbol == "*=":
        # An instance on the left of `*=` is not tried as a count.
        for x, y in ((a, b),) if op_symbol == "*=" else ((a, b), (b, a)):
            if isinstance(x, _SEQUENCES):
                if type_lookup(type(y), "__index__") is MISSING:
                    raise TypeError(f"can't multiply sequence by non-int of type '{type(y).__name__}'")
                return _call1(_sequence_slot(x, "__mul__"), x, index_slow2(y))
    elif (op_symbol == "+" or op_symbol == "+=") and isinstance(a, _SEQUENCES):
        kind = type(b).__name__
        for base in (list, tuple, str):
            if isinstance(a, base):
                if not isinstance(b, base):
                    raise TypeError(f'can only concatenate {base.__name__} (not "{kind}") to {base.__name__}')
                return _call1(_sequence_slot(a, "__add__"), a, b)
        if not isinstance(b, (bytes, bytearray)):
            raise TypeError(f"can't concat {kind} to {type(a).__name__}")
        return _call1(_sequence_slot(a, "__add__"), a, b)
    return NotImplemented


def _sequence_slot(x, name):
    for base in _SEQUENCES:
        if isinstance(x, base):
            return type_lookup(base, name)


def binary_op(a, b, op_symbol, name, rname):
    """`a op b`: subclass priority, reflection, CPython's text."""
    result = _dispatch(a, b, name, rname)
    if result is NotImplemented:
        result = _sequence_op(a, b, op_symbol)
        if result is NotImplemented:
            raise _unsupported(a, b, op_symbol)
    return result


def _unsupported(a, b, op_symbol):
    if op_symbol == "**":
        op_symbol = "** or pow()"
    return TypeError(f"unsupported operand type(s) for {op_symbol}: '{_type_name(type(a))}' and '{_type_name(type(b))}'")


def inplace_op(a, b, op_symbol, iname, name, rname):
    """`a op= b`; `op_symbol` with its `=`."""
    method = type_lookup(type(a), iname)
    if method is not MISSING and method is not None:
        result = _call1(method, a, b)
        if result is not NotImplemented:
            return result
    result = _dispatch(a, b, name, rname)
    if result is NotImplemented:
        result = _sequence_op(a, b, op_symbol)
        if result is NotImplemented:
            raise _unsupported(a, b, op_symbol)
    return result


def unary_op(a, op_symbol, name):
    """`-a`, `+a`, `~a`."""
    method = type_lookup(type(a), name)
    if method is MISSING or method is None:
        raise TypeError(f"bad operand type for unary {op_symbol}: '{type(a).__name__}'")
    return _call0(method, a)


def compare(a, b, op_symbol, name, rname):
    """`a op b` for the six comparisons; identity decides `==` and `!=` at the end."""
    ta = type(a)
    tb = type(b)
    right = type_lookup(tb, rname)
    if right is None:
        right = MISSING
    if ta is not tb and right is not MISSING and _is_subtype(tb, ta):
        result = _call1(right, b, a)
        if result is not NotImplemented:
            return result
        right = MISSING
    left = type_lookup(ta, name)
    if left is not MISSING and left is not None:
        result = _call1(left, a, b)
        if result is not NotImplemented:
            return result
    if right is not MISSING:
        result = _call1(right, b, a)
        if result is not NotImplemented:
            return result
    if op_symbol == "==":
        return a is b
    if op_symbol == "!=":
        return a is not b
    raise TypeError(
        f"'{op_symbol}' not supported between instances of '{_type_name(ta)}' and '{_type_name(tb)}'")


def divmod_slow(a, b):
    """`divmod`."""
    result = _dispatch(a, b, "__divmod__", "__rdivmod__")
    if result is NotImplemented:
        raise TypeError(
            f"unsupported operand type(s) for divmod(): '{type(a).__name__}' and '{type(b).__name__}'")
    return result


def pow_slow(a, b, mod):
    """`pow`; `mod` may be None."""
    if mod is None:
        return binary_op(a, b, "**", "__pow__", "__rpow__")
    method = type_lookup(type(a), "__pow__")
    if method is not MISSING and method is not None:
        result = _bound(method, a)(b, mod)
        if result is not NotImplemented:
            return result
    raise TypeError(
        f"unsupported operand type(s) for ** or pow(): '{type(a).__name__}', '{type(b).__name__}', "
        f"'{type(mod).__name__}'")


# === Conversions ===

def abs_slow(a):
    """`abs`."""
    method = type_lookup(type(a), "__abs__")
    if method is MISSING or method is None:
        raise TypeError(f"bad operand type for abs(): '{type(a).__name__}'")
    return _call0(method, a)


def round_slow(a, ndigits):
    """`round`; `ndigits` is MISSING when not given."""
    method = type_lookup(type(a), "__round__")
    if method is MISSING or method is None:
        raise TypeError(f"type {type(a).__name__} doesn't define __round__ method")
    if ndigits is MISSING or ndigits is None:
        return _call0(method, a)
    return _call1(method, a, ndigits)


def index_slow2(a):
    """`operator.index(a)`: where an integer is needed as an index or a count."""
    if isinstance(a, int):
        return a
    method = type_lookup(type(a), "__index__")
    if method is MISSING or method is None:
        raise TypeError(f"'{type(a).__name__}' object cannot be interpreted as an integer")
    result = _call0(method, a)
    if not isinstance(result, int):
        raise TypeError(f"__index__ returned non-int (type {type(result).__name__})")
    return result


def int_slow(a):
    """`int(a)` of an object that is not a number, text or bytes."""
    cls = type(a)
    method = type_lookup(cls, "__int__")
    if method is not MISSING and method is not None:
        result = _call0(method, a)
        if not isinstance(result, int):
            raise TypeError(f"__int__ returned non-int (type {type(result).__name__})")
        return result + 0
    if type_lookup(cls, "__index__") is not MISSING:
        return index_slow2(a) + 0
    method = type_lookup(cls, "__trunc__")
    if method is not MISSING and method is not None:
        return index_slow2(_call0(method, a))
    raise TypeError(
        f"int() argument must be a string, a bytes-like object or a real number, not '{cls.__name__}'")


def float_slow(a):
    """`float(a)` of an object that is not a number or text."""
    cls = type(a)
    method = type_lookup(cls, "__float__")
    if method is not MISSING and method is not None:
        result = _call0(method, a)
        if not isinstance(result, float):
            raise TypeError(f"{cls.__name__}.__float__ returned non-float (type {type(result).__name__})")
        return result + 0.0
    if type_lookup(cls, "__index__") is not MISSING:
        return float(index_slow2(a))
    raise TypeError(f"float() argument must be a string or a real number, not '{cls.__name__}'")


def complex_slow(a):
    """`complex(a)` of an object that is not a number or text."""
    cls = type(a)
    method = type_lookup(cls, "__complex__")
    if method is not MISSING and method is not None:
        result = _call0(method, a)
        if not isinstance(result, complex):
            raise TypeError(f"{cls.__name__}.__complex__ returned non-complex (type {type(result).__name__})")
        return result
    if type_lookup(cls, "__float__") is MISSING and type_lookup(cls, "__index__") is MISSING:
        raise TypeError(f"complex() first argument must be a string or a number, not '{cls.__name__}'")
    return complex(float_slow(a))


def bytes_slow(a):
    """`bytes(a)` of an object that is not bytes, text or an int."""
    cls = type(a)
    method = type_lookup(cls, "__bytes__")
    if method is not MISSING and method is not None:
        result = _call0(method, a)
        if not isinstance(result, bytes):
            raise TypeError(f"__bytes__ returned non-bytes (type {type(result).__name__})")
        return result
    if type_lookup(cls, "__index__") is not MISSING:
        return bytes(index_slow2(a))
    if type_lookup(cls, "__iter__") is MISSING and type_lookup(cls, "__getitem__") is MISSING:
        raise TypeError(f"cannot convert '{cls.__name__}' object to bytes")
    return bytes([index_slow2(x) for x in a])


def bool_slow(a):
    """`bool(a)`: `__bool__`, then `__len__`, then True."""
    method = type_lookup(type(a), "__bool__")
    if method is not MISSING and method is not None:
        result = _call0(method, a)
        if result is True or result is False:
            return result
        raise TypeError(f"__bool__ should return bool, returned {type(result).__name__}")
    if type_lookup(type(a), "__len__") is not MISSING:
        return len_slow(a) != 0
    return True


def len_slow(a):
    """`len(a)`."""
    method = type_lookup(type(a), "__len__")
    if method is MISSING or method is None:
        raise TypeError(f"object of type '{type(a).__name__}' has no len()")
    n = _call0(method, a)
    if not isinstance(n, int):
        n = index_slow2(n)
    if n < 0:
        raise ValueError("__len__() should return >= 0")
    return n


def length_hint_slow(a, default):
    """`operator.length_hint`."""
    if type_lookup(type(a), "__len__") is not MISSING:
        return len(a)
    method = type_lookup(type(a), "__length_hint__")
    if method is MISSING:
        return default
    n = _call0(method, a)
    if n is NotImplemented:
        return default
    if not isinstance(n, int):
        raise TypeError(f"__length_hint__ must be an integer, not {type(n).__name__}")
    if n < 0:
        raise ValueError("__length_hint__() should return >= 0")
    return n


def hash_slow(a):
    """`hash(a)` where `__hash__` is Python code or None; the result is still to be cut to 61 bits by the caller."""
    method = type_lookup(type(a), "__hash__")
    if method is MISSING or method is None:
        raise TypeError(f"unhashable type: '{_type_name(type(a))}'")
    result = _call0(method, a)
    if not isinstance(result, int):
        raise TypeError("__hash__ method should return an integer")
    return result


def ascii_slow(text):
    """The ASCII form of a repr."""
    return text.encode("ascii", "backslashreplace").decode("ascii")
