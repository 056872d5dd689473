# timeslice: native
"""Containers whose elements' `__eq__`, `__hash__` or `__repr__` is Python code; see `_builtins`."""
from _timeslice import MISSING, dict_candidates, repr_enter, repr_leave, set_candidates, type_lookup

__all__ = [
    "contains_slow", "count_slow", "dict_find", "dict_update_slow", "eq_dict", "eq_list", "eq_set", "index_slow",
    "lt_list", "remove_slow", "repr_dict", "repr_list", "repr_set", "repr_tuple", "set_find",
]


# === Reprs ===

def repr_list(obj):
    """`repr` of a list."""
    if not repr_enter(obj):
        return "[...]"
    try:
        parts = []
        for x in obj:
            parts.append(repr(x))
    finally:
        repr_leave(obj)
    return "[" + ", ".join(parts) + "]"


def repr_tuple(obj):
    """`repr` of a tuple."""
    if not repr_enter(obj):
        return "(...)"
    try:
        parts = []
        for i in range(tuple.__len__(obj)):
            parts.append(repr(tuple.__getitem__(obj, i)))
    finally:
        repr_leave(obj)
    if len(parts) == 1:
        return "(" + parts[0] + ",)"
    return "(" + ", ".join(parts) + ")"


def repr_dict(obj):
    """`repr` of a dict."""
    if not repr_enter(obj):
        return "{...}"
    try:
        parts = []
        for key, value in dict.items(obj):
            parts.append(repr(key) + ": " + repr(value))
    finally:
        repr_leave(obj)
    return "{" + ", ".join(parts) + "}"


def repr_set(obj):
    """`repr` of a set or frozenset, or of a subclass of them."""
    cls = type(obj)
    name = cls.__name__
    if not repr_enter(obj):
        return f"{name}(...)"
    try:
        parts = []
        for x in obj:
            parts.append(repr(x))
    finally:
        repr_leave(obj)
    if not parts:
        return f"{name}()"
    text = "{" + ", ".join(parts) + "}"
    return text if cls is set else f"{name}({text})"


# === Comparison ===

def eq_list(a, b):
    """`==` of two lists or two tuples, by identity or equality of the elements."""
    if len(a) != len(b):
        return False
    i = 0
    while i < len(a) and i < len(b):
        x = a[i]
        y = b[i]
        if x is not y and not x == y:
            return False
        i += 1
    return len(a) == len(b)


def lt_list(a, b, op):
    """`<`, `<=`, `>` or `>=` of two lists or two tuples: the first difference decides."""
    i = 0
    while i < len(a) and i < len(b):
        x = a[i]
        y = b[i]
        if x is not y and not x == y:
            if op == "<":
                return x < y
            if op == "<=":
                return x <= y
            if op == ">":
                return x > y
            return x >= y
        i += 1
    if op == "<":
        return len(a) < len(b)
    if op == "<=":
        return len(a) <= len(b)
    if op == ">":
        return len(a) > len(b)
    return len(a) >= len(b)


def eq_dict(a, b):
    """`==` of two dicts."""
    if len(a) != len(b):
        return False
    for key, x in dict.items(a):
        y = dict.get(b, key, MISSING)
        if y is MISSING or x is not y and not x == y:
            return False
    return True


def eq_set(a, b):
    """`==` of two sets."""
    if len(a) != len(b):
        return False
    for x in a:
        if x not in b:
            return False
    return True


# === Searching ===

def contains_slow(container, x):
    """`x in container`: `__contains__`, or iteration with identity or equality."""
    cls = type(container)
    if cls is not list and cls is not tuple:
        method = type_lookup(cls, "__contains__")
        if method is None:
            raise TypeError(f"'{cls.__name__}' object is not a container")
        if method is not MISSING and cls.__module__ != "builtins":
            get = type_lookup(type(method), "__get__")
            return True if (method(x) if get is MISSING else get(method, container, cls)(x)) else False
        if (type_lookup(cls, "__iter__") is MISSING and type_lookup(cls, "__getitem__") is MISSING):
            raise TypeError(f"argument of type '{cls.__name__}' is not iterable")
    for y in container:
        if y is x or y == x:
            return True
    return False


def index_slow(items, x, start=0, stop=None):
    """`list.index`, `tuple.index`."""
    n = len(items)
    if start < 0:
        start = max(0, start + n)
    if stop is None:
        stop = n
    elif stop < 0:
        stop += n
    i = start
    while i < stop and i < len(items):
        y = items[i]
        if y is x or y == x:
            return i
        i += 1
    if isinstance(items, tuple):
        raise ValueError("tuple.index(x): x not in tuple")
    raise ValueError(f"{x!r} is not in list" if _names_item() else "list.index(x): x not in list")


def _names_item():
    from _sys import _version_tuple
    return _version_tuple < (3, 14)


def count_slow(items, x):
    """`list.count`, `tuple.count`."""
    n = 0
    for y in items:
        if y is x or y == x:
            n += 1
    return n


def remove_slow(items, x):
    """`list.remove`."""
    i = 0
    while i < len(items):
        y = items[i]
        if y is x or y == x:
            del items[i]
            return
        i += 1
    raise ValueError("list.remove(x): x not in list")


def dict_find(d, key):
    """Index of the entry with this key, or -1; for keys whose `__hash__` or `__eq__` is Python code."""
    found = dict_candidates(d, hash(key))
    i = 0
    while i < len(found):
        other = found[i + 1]
        if other is key or other == key:
            return found[i]
        i += 2
    return -1


def set_find(s, key):
    """As `dict_find`, for a set."""
    found = set_candidates(s, hash(key))
    i = 0
    while i < len(found):
        other = found[i + 1]
        if other is key or other == key:
            return found[i]
        i += 2
    return -1


def dict_update_slow(d, other):
    """`d.update(other)` and `dict(other)`: a mapping has `keys`, anything else yields pairs."""
    if hasattr(other, "keys"):
        for key in other.keys():
            d[key] = other[key]
        return
    i = 0
    for pair in other:
        try:
            pair = list(pair)
        except TypeError:
            raise TypeError(f"cannot convert dictionary update sequence element #{i} to a sequence") from None
        if len(pair) != 2:
            raise ValueError(f"dictionary update sequence element #{i} has length {len(pair)}; 2 is required")
        d[pair[0]] = pair[1]
        i += 1
