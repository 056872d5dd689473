"""`_timeslice` under CPython: the natives that prelude modules rely on, for check.py. Knows nothing of the simulation."""
import gc
import linecache
import os
import sys
import traceback
import types
import weakref as _weakref

MISSING = type("MissingType", (), {"__repr__": lambda self: "<MISSING>"})()
_active = set()


def type_lookup(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return MISSING


def repr_enter(obj):
    if id(obj) in _active:
        return False
    _active.add(id(obj))
    return True


def repr_leave(obj):
    _active.discard(id(obj))


def dict_candidates(d, hash_value):
    found = []
    for index, key in enumerate(d):
        if hash(key) == hash_value:
            found += [index, key]
    return tuple(found)


set_candidates = dict_candidates


def dict_value_at(d, index):
    return list(dict.values(d))[index]


def dict_set_at(d, index, value):
    d[list(d)[index]] = value


def dict_delete_at(d, index):
    del d[list(d)[index]]


def dict_insert(d, key, hash_value, value):
    dict.__setitem__(d, key, value)


def set_insert(s, key, hash_value):
    set.add(s, key)


def set_delete_at(s, index):
    s.discard(list(s)[index])


weakref = _weakref.ref


def format_exception(exc):
    return traceback.format_exception(exc)


def source_line(lineno):
    return linecache.getline(sys.argv[0], lineno) or None


def frame(depth):
    try:
        return sys._getframe(depth + 1)
    except ValueError:
        return None


def n_cores():
    return 2


def pid():
    return os.getpid()


def seed():
    return 1


def collect():
    return gc.collect()


module = types.ModuleType("_timeslice")
for _name, _value in list(globals().items()):
    if not _name.startswith("__") and _name != "module":
        setattr(module, _name, _value)
