# timeslice: native
"""Iterators, unpacking, lists, tuples and subscripts whose items or indices are Python code; see `_builtins`."""
from _builtins_number import _bound, _call0, _call1, index_slow2
from _timeslice import MISSING, retype, type_lookup


# === Iteration and unpacking ===

def make_iterator(cls, function, *args):
    """An iterator of class `cls`: `map`, `zip` and the like are generators in its clothes."""
    if function is _MAP_GEN or function is _ZIP_GEN:
        args = (*args[:-1], [iter(it) for it in args[-1]]) if function is _MAP_GEN else (
            [iter(it) for it in args[0]], *args[1:])
    elif function is _FILTER_GEN:
        args = (args[0], iter(args[1]))
    elif function is _ENUMERATE_GEN:
        args = (iter(args[0]), index_slow2(args[1]))
    return retype(function(*args), cls)


_MAP_GEN = _FILTER_GEN = _ZIP_GEN = _ENUMERATE_GEN = None


def name_generators(map_gen, filter_gen, zip_gen, enumerate_gen):
    """Tells `make_iterator` which generators read their arguments at once, as the C iterators do."""
    global _MAP_GEN, _FILTER_GEN, _ZIP_GEN, _ENUMERATE_GEN
    _MAP_GEN = map_gen
    _FILTER_GEN = filter_gen
    _ZIP_GEN = zip_gen
    _ENUMERATE_GEN = enumerate_gen


def unpack(v, n):
    """At most `n + 1` items of `v`, as a list."""
    if type_lookup(type(v), "__iter__") is MISSING and type_lookup(type(v), "__getitem__") is MISSING:
        raise TypeError(f"cannot unpack non-iterable {type(v).__name__} object")
    result = []
    for x in v:
        result.append(x)
        if len(result) > n:
            break
    return result


def anext_default(it, default):
    """`anext(it, default)`: an awaitable."""
    from _anext import anext_awaitable
    return anext_awaitable(_bound(type_lookup(type(it), "__anext__"), it)(), default)


def aiter(hook, v):
    """`aiter(v)`, checked."""
    result = _call0(hook, v)
    if type_lookup(type(result), "__anext__") is MISSING:
        raise TypeError(f"aiter() returned not an async iterator of type '{type(result).__name__}'")
    return result


def async_iterator(hook, v):
    """What `async for` gets from `__aiter__`, checked."""
    result = _call0(hook, v)
    if type_lookup(type(result), "__anext__") is MISSING:
        text = "'async for' received an object from __aiter__ that does not implement __anext__: "
        raise TypeError(text + type(result).__name__)
    return result


def awaitable_of_call(hook, v):
    """The awaitable that `__anext__` gives, checked."""
    result = _call0(hook, v)
    if type_lookup(type(result), "__await__") is MISSING:
        raise TypeError(f"'async for' received an invalid object from __anext__: {type(result).__name__}")
    return result


# === Lists, tuples, subscripts ===

def _collect(iterable):
    return [x for x in iterable]


def list_new_slow(cls, iterable):
    """`list(iterable)`"""
    items = _collect(iterable)
    return items if cls is list else list.__new__(cls, items)


def list_init_slow(items, iterable):
    """`list.__init__`"""
    list.__init__(items, _collect(iterable))


def tuple_new_slow(cls, iterable):
    """`tuple(iterable)`"""
    return tuple.__new__(cls, _collect(iterable))


def list_extend_slow(items, iterable):
    """`items.extend(iterable)`: item by item, as CPython's."""
    append = list.append
    for x in iterable:
        append(items, x)


def list_iadd_slow(items, iterable):
    """`items += iterable`"""
    list_extend_slow(items, iterable)
    return items


def list_insert_slow(items, index, x):
    """`list.insert`"""
    list.insert(items, index_slow2(index), x)


def list_pop_slow(items, index):
    """`list.pop`"""
    return list.pop(items, index_slow2(index))


def repeat_slow(seq, count):
    """`seq * count`"""
    return seq * index_slow2(count)


def range_slow(*args):
    """`range(...)`"""
    return range(*[index_slow2(x) for x in args])


def slice_indices_slow(s, n):
    """`slice.indices`"""
    return _indexed(s).indices(index_slow2(n))


def chr_slow(i):
    """`chr(i)`"""
    return chr(index_slow2(i))


def in_base_slow(name, i):
    """`bin`, `oct`, `hex`"""
    i = index_slow2(i)
    return bin(i) if name == "bin" else oct(i) if name == "oct" else hex(i)


def _indexed(key):
    if isinstance(key, slice):
        parts = [None if x is None else index_slow2(x) for x in (key.start, key.stop, key.step)]
        return slice(parts[0], parts[1], parts[2])
    return index_slow2(key)


def get_indexed(seq, key):
    """`seq[key]` where `__index__` is Python code."""
    return _call1(type_lookup(type(seq), "__getitem__"), seq, _indexed(key))


def set_indexed(seq, key, value):
    """`seq[key] = value`"""
    if isinstance(seq, list):
        list.__setitem__(seq, _indexed(key), value)
    else:
        bytearray.__setitem__(seq, _indexed(key), value)


def del_indexed(seq, key):
    """`del seq[key]`"""
    if isinstance(seq, list):
        list.__delitem__(seq, _indexed(key))
    else:
        bytearray.__delitem__(seq, _indexed(key))


def set_slice_slow(items, key, iterable):
    """`items[a:b] = iterable`"""
    list.__setitem__(items, key, _collect(iterable))


def list_sort_slow(items, key, reverse):
    """`items.sort(...)`: the list looks empty while it is being sorted."""
    from _builtins import sorted_slow
    held = list.copy(items)
    list.clear(items)
    result = held
    try:
        result = sorted_slow(held, key, True if reverse else False)
    finally:
        modified = len(items) != 0
        list.__setitem__(items, slice(None), result)
    if modified:
        raise ValueError("list modified during sort")


def sorted_any_slow(iterable, key, reverse):
    """`sorted(iterable, ...)`"""
    from _builtins import sorted_slow
    return sorted_slow(_collect(iterable), key, True if reverse else False)


def reversed_any(cls, seq):
    """`reversed(seq)` by `__len__` and `__getitem__`."""
    from _builtins import reversed_gen, reversed_slow
    it = reversed_slow(seq)
    return retype(reversed_gen(seq), cls) if it is None else it
