# timeslice: native
"""Comparison, hashing, dicts and sets whose keys are Python code; see `_builtins`.

An entry is found by comparing the keys of equal hash here; then it is read and written by its place, natively.
"""
from _builtins_container import dict_find, dict_update_slow, set_find
from _builtins_number import _call1, hash_slow
from _timeslice import (
    MISSING, cut_hash, dict_insert, dict_remove_at, dict_set_at, dict_value_at, freeze, set_insert, set_remove_at,
    tuple_hash, type_lookup)


# === Comparison and hashing ===

def ne_slow(a, b):
    """`a != b` of containers."""
    return not a == b


def object_ne(a, b):
    """`object.__ne__`: the inverse of `__eq__`."""
    result = _call1(type_lookup(type(a), "__eq__"), a, b)
    return result if result is NotImplemented else not result


def hash_any(a):
    """`hash(a)` where `__hash__` is Python code."""
    return cut_hash(hash_slow(a))


def hash_weakref(ref, target):
    """`hash` of a weak reference whose target's `__hash__` is Python code; the reference keeps it."""
    from _weakref import _keep_hash
    h = hash(target)
    _keep_hash(ref, h)
    return h


def hash_tuple(t):
    """`hash` of a tuple of such things."""
    hashes = []
    for i in range(tuple.__len__(t)):
        hashes.append(hash(tuple.__getitem__(t, i)))
    return tuple_hash(hashes)


# === Dicts ===

def dict_item_slow(d, key):
    """`d[key]`"""
    i = dict_find(d, key)
    if i >= 0:
        return dict_value_at(d, i)
    cls = type(d)
    if cls is not dict:
        missing = type_lookup(cls, "__missing__")
        if missing is not MISSING:
            return _call1(missing, d, key)
    raise KeyError(key)


def dict_set_slow(d, key, value):
    """`d[key] = value`"""
    h = hash(key)
    i = dict_find(d, key)
    if i >= 0:
        dict_set_at(d, i, value)
    else:
        dict_insert(d, key, h, value)


def dict_del_slow(d, key):
    """`del d[key]`"""
    i = dict_find(d, key)
    if i < 0:
        raise KeyError(key)
    dict_remove_at(d, i)


def dict_contains_slow(d, key):
    """`key in d`"""
    return dict_find(d, key) >= 0


def dict_items_contains(d, key, value):
    """`(key, value) in d.items()`"""
    i = dict_find(d, key)
    if i < 0:
        return False
    found = dict_value_at(d, i)
    return found is value or (True if found == value else False)


def dict_get_slow(d, key, default):
    """`d.get(key, default)`"""
    i = dict_find(d, key)
    return dict_value_at(d, i) if i >= 0 else default


def dict_setdefault_slow(d, key, default):
    """`d.setdefault(key, default)`"""
    h = hash(key)
    i = dict_find(d, key)
    if i >= 0:
        return dict_value_at(d, i)
    dict_insert(d, key, h, default)
    return default


def dict_pop_slow(d, key, default):
    """`d.pop(key[, default])`"""
    i = dict_find(d, key)
    if i >= 0:
        return dict_remove_at(d, i)
    if default is MISSING:
        raise KeyError(key)
    return default


def dict_fill_slow(d, flat):
    """A display's remaining keys and values."""
    for i in range(0, len(flat), 2):
        d[flat[i]] = flat[i + 1]
    return d


def _update(d, other):
    # The mapping's items go in past a subclass's own `__setitem__`, as in C.
    if isinstance(other, dict) and type_lookup(type(other), "__iter__") is type_lookup(dict, "__iter__"):
        for key, value in dict.items(other):
            dict.__setitem__(d, key, value)
    elif hasattr(other, "keys"):
        for key in other.keys():
            dict.__setitem__(d, key, other[key])
    else:
        pairs = {}
        if type(d) is dict:
            dict_update_slow(d, other)
        else:
            dict_update_slow(pairs, other)
            _update(d, pairs)


def dict_new_slow(d, other, names):
    """`dict(other, **names)`"""
    _update(d, other)
    _update(d, names)
    return d


def dict_update_names(d, other, names):
    """`d.update(other, **names)`"""
    _update(d, other)
    _update(d, names)


def dict_ior_slow(d, other):
    """`d |= other`"""
    _update(d, other)
    return d


def dict_fromkeys_slow(cls, keys, value):
    """`cls.fromkeys(keys, value)`"""
    d = cls()
    for key in keys:
        d[key] = value
    return d


# === Sets ===

def set_slow(items):
    """A set of the items of a list."""
    s = set()
    for x in items:
        set_add_slow(s, x)
    return s


def set_add_slow(s, x):
    """`s.add(x)`"""
    h = hash(x)
    if set_find(s, x) < 0:
        set_insert(s, x, h)


def set_update_slow(s, iterable):
    """`s.update(iterable)`"""
    for x in iterable:
        set_add_slow(s, x)


def set_new_slow(cls, iterable):
    """`set(iterable)`, `frozenset(iterable)`"""
    s = set()
    set_update_slow(s, iterable)
    return s if cls is set else freeze(s, cls)


def set_remove_slow(s, x, must):
    """`s.remove(x)`, `s.discard(x)`"""
    i = set_find(s, x)
    if i >= 0:
        set_remove_at(s, i)
    elif must:
        raise KeyError(x)


def set_contains_slow(s, x):
    """`x in s`"""
    return set_find(s, x) >= 0


def _combine(s, other, op):
    """`s op= other` of two sets."""
    if op == "|":
        for x in other:
            set_add_slow(s, x)
        return
    mine = [x for x in s]
    inside = [x in other for x in mine]
    if op == "^":
        theirs = [x for x in other if x not in s]
    for x, found in zip(mine, inside):
        if found != (op == "&"):
            set_remove_slow(s, x, False)
    if op == "^":
        for x in theirs:
            set_add_slow(s, x)


def _as_set(iterable):
    return set_new_slow(set, iterable)


def set_operator_slow(a, b, op):
    """`a op b`"""
    result = _as_set(a)
    _combine(result, b if isinstance(b, (set, frozenset)) else _as_set(b), op)
    return freeze(result, frozenset) if isinstance(a, frozenset) else result


def set_in_place_slow(a, b, op):
    """`a op= b`"""
    _combine(a, _as_set(b), op)
    return a


def set_many_slow(s, iterables, op, update):
    """`s.union(...)`, `s.difference_update(...)` and so on."""
    result = s if update else _as_set(s)
    for it in iterables:
        _combine(result, _as_set(it), op)
    if update:
        return None
    return freeze(result, frozenset) if isinstance(s, frozenset) else result


def set_order_slow(a, b, op):
    """`a <= b` and its kin, in the subset order."""
    if op == ">" or op == ">=":
        a, b = b, a
    if len(a) > len(b) or (len(a) == len(b) and (op == "<" or op == ">")):
        return False
    for x in a:
        if x not in b:
            return False
    return True


def set_relation_slow(a, iterable, op):
    """`issubset`, `issuperset`"""
    return set_order_slow(a, _as_set(iterable), op)


def set_isdisjoint_slow(a, b):
    """`a.isdisjoint(b)`"""
    for x in b:
        if x in a:
            return False
    return True
