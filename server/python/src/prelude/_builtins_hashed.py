# timeslice: native
"""Dicts, sets, lists and tuples whose keys, items or arguments are Python code; see `_builtins`.

An entry is found by comparing the keys of equal hash here; then it is read and written by its index, natively.
"""
from _builtins_container import dict_find, dict_update_slow, set_find
from _builtins_number import index_slow2
from _timeslice import MISSING, type_lookup
import _timeslice

__all__ = [
    "dict_contains_slow", "dict_del_slow", "dict_fill_slow", "dict_fromkeys_slow", "dict_get_slow", "dict_ior_slow",
    "dict_item_slow", "dict_new_slow", "dict_pop_slow", "dict_set_slow", "dict_setdefault_slow", "list_extend_slow",
    "list_iadd_slow", "list_init_slow", "list_sort_slow", "repeat_slow", "set_in_place_slow", "set_isdisjoint_slow",
    "set_many_slow", "set_operator_slow", "set_order_slow", "set_relation_slow", "set_slice_slow", "sorted_any_slow",
    "list_insert_slow", "list_new_slow", "list_pop_slow", "ne_slow", "range_slow",
    "set_add_slow", "set_contains_slow", "set_new_slow", "set_remove_slow", "set_slow", "set_update_slow",
    "slice_indices_slow", "tuple_new_slow",
]


def dict_contains_slow(d, key):
    """`key in d`."""
    return dict_find(d, key) >= 0


def dict_get_slow(d, key, default):
    """`d.get(key, default)`."""
    i = dict_find(d, key)
    return default if i < 0 else _timeslice.dict_value_at(d, i)


def dict_item_slow(d, key):
    """`d[key]`, with `__missing__` of subclasses."""
    i = dict_find(d, key)
    if i >= 0:
        return _timeslice.dict_value_at(d, i)
    if type(d) is not dict:
        method = type_lookup(type(d), "__missing__")
        if method is not MISSING:
            return method(d, key)
    raise KeyError(key)


def dict_set_slow(d, key, value):
    """`d[key] = value`."""
    i = dict_find(d, key)
    if i >= 0:
        _timeslice.dict_set_at(d, i, value)
    else:
        _timeslice.dict_insert(d, key, hash(key), value)


def dict_setdefault_slow(d, key, default):
    """`d.setdefault(key, default)`."""
    i = dict_find(d, key)
    if i >= 0:
        return _timeslice.dict_value_at(d, i)
    _timeslice.dict_insert(d, key, hash(key), default)
    return default


def dict_del_slow(d, key):
    """`del d[key]`."""
    i = dict_find(d, key)
    if i < 0:
        raise KeyError(key)
    _timeslice.dict_delete_at(d, i)


def dict_pop_slow(d, key, default):
    """`d.pop(key, default)`; `default` is MISSING when not given."""
    i = dict_find(d, key)
    if i < 0:
        if default is MISSING:
            raise KeyError(key)
        return default
    value = _timeslice.dict_value_at(d, i)
    _timeslice.dict_delete_at(d, i)
    return value


def dict_new_slow(d, other, names):
    """`dict(other, **names)` into the empty `d`, which is returned."""
    dict_update_slow(d, other)
    for name in names:
        dict.__setitem__(d, name, names[name])
    return d


def dict_fill_slow(d, pairs):
    """`{k: v, ...}`: a flat tuple of keys and values into `d`, which is returned."""
    for i in range(0, len(pairs), 2):
        d[pairs[i]] = pairs[i + 1]
    return d


def dict_ior_slow(d, other):
    """`d |= other`; returns `d`."""
    dict_update_slow(d, other)
    return d


def dict_fromkeys_slow(cls, iterable, value):
    """`cls.fromkeys(iterable, value)`."""
    d = cls()
    for key in iterable:
        d[key] = value
    return d


# === Sets ===

def set_contains_slow(s, x):
    """`x in s`."""
    return set_find(s, x) >= 0


def set_add_slow(s, x):
    """`s.add(x)`."""
    if set_find(s, x) < 0:
        _timeslice.set_insert(s, x, hash(x))


def set_remove_slow(s, x, must):
    """`s.remove(x)`, and `s.discard(x)` without `must`."""
    i = set_find(s, x)
    if i >= 0:
        _timeslice.set_delete_at(s, i)
    elif must:
        raise KeyError(x)


def set_update_slow(s, iterable):
    """Adds each item; returns `s`."""
    for x in iterable:
        if set_find(s, x) < 0:
            _timeslice.set_insert(s, x, hash(x))
    return s


def set_slow(items):
    """A new set of a list."""
    return set_update_slow(set(), items)


def set_new_slow(cls, iterable):
    """`set(iterable)` and `frozenset(iterable)`, or of a subclass; frozensets are filled before anybody sees them."""
    base = frozenset if issubclass(cls, frozenset) else set
    return set_update_slow(base.__new__(cls), iterable)


# === Lists and tuples ===

def list_extend_slow(items, iterable):
    """`items.extend(iterable)`."""
    append = items.append
    for x in iterable:
        append(x)


def list_iadd_slow(items, iterable):
    """`items += iterable`; returns `items`."""
    list_extend_slow(items, iterable)
    return items


def list_init_slow(items, iterable):
    """`list.__init__` of an existing list."""
    items.clear()
    list_extend_slow(items, iterable)


def list_new_slow(cls, iterable):
    """`list(iterable)`, or of a subclass."""
    items = list.__new__(cls)
    list_extend_slow(items, iterable)
    return items


def tuple_new_slow(cls, iterable):
    """`tuple(iterable)`, or of a subclass."""
    items = []
    list_extend_slow(items, iterable)
    return tuple.__new__(cls, items)


def list_insert_slow(items, i, x):
    """`items.insert(i, x)` with an index that is no int."""
    items.insert(index_slow2(i), x)


def list_pop_slow(items, i):
    """`items.pop(i)` with an index that is no int."""
    return items.pop(index_slow2(i))


def range_slow(*limits):
    """`range(...)` with limits that are no ints."""
    return range(*[index_slow2(x) for x in limits])


def slice_indices_slow(s, n):
    """`s.indices(n)` with parts that are no ints."""
    def whole(x):
        return None if x is None else index_slow2(x)
    return slice(whole(s.start), whole(s.stop), whole(s.step)).indices(index_slow2(n))


def ne_slow(a, b):
    """`object.__ne__`: the opposite of `__eq__`, if that knows."""
    result = type(a).__eq__(a, b)
    return result if result is NotImplemented else not result


def repeat_slow(seq, n):
    """`seq * n` with a count that is no int."""
    return seq * index_slow2(n)


def set_slice_slow(items, key, value):
    """`items[key] = value` with a slice and any iterable."""
    items[key] = list_new_slow(list, value)


def list_sort_slow(items, key, reverse):
    """`items.sort(key=key, reverse=reverse)`."""
    from _builtins import sorted_slow
    items[:] = sorted_slow(items[:], key, reverse)


def sorted_any_slow(iterable, key, reverse):
    """`sorted(iterable, key=key, reverse=reverse)`."""
    from _builtins import sorted_slow
    return sorted_slow(list_new_slow(list, iterable), key, reverse)


# === Operations of two sets ===

def _combined(a, b, op_symbol):
    """The items of `a op b`, as a list without repetitions by the sets' own search."""
    if op_symbol == "|":
        return list_new_slow(list, a) + [x for x in b if x not in a]
    if op_symbol == "&":
        return [x for x in a if x in b]
    if op_symbol == "-":
        return [x for x in a if x not in b]
    return [x for x in a if x not in b] + [x for x in b if x not in a]


def set_operator_slow(a, b, op_symbol):
    """`a op b` of sets and views: of the kind of `a`, a set for views."""
    return set_new_slow(frozenset if isinstance(a, frozenset) else set, _combined(a, b, op_symbol))


def set_in_place_slow(a, b, op_symbol):
    """`a op= b`; returns `a`."""
    items = _combined(a, b, op_symbol)
    a.clear()
    return set_update_slow(a, items)


def set_many_slow(s, iterables, op_symbol, update):
    """`s.union(*iterables)` and its kin; with `update`, in place and None."""
    result = s if update else set_new_slow(frozenset if isinstance(s, frozenset) else set, s)
    for iterable in iterables:
        items = _combined(result, set_slow(iterable), op_symbol)
        if update:
            result.clear()
            set_update_slow(result, items)
        else:
            result = set_new_slow(frozenset if isinstance(s, frozenset) else set, items)
    return None if update else result


def set_order_slow(a, b, op_symbol):
    """`a op b` in the subset order."""
    if op_symbol == ">" or op_symbol == ">=":
        a, b = b, a
    if op_symbol == "<" or op_symbol == ">":
        if len(a) >= len(b):
            return False
    for x in a:
        if x not in b:
            return False
    return True


def set_relation_slow(s, other, op_symbol):
    """`s.issubset(other)` ("<=") and `s.issuperset(other)` (">=")."""
    return set_order_slow(s, set_slow(other), op_symbol)


def set_isdisjoint_slow(a, b):
    """`a.isdisjoint(b)`."""
    for x in b:
        if x in a:
            return False
    return True
