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
weakref = _weakref.ref
getpid = os.getpid
getppid = os.getppid


def cpu_count():
    return 2


def environ():
    return {"HOME": "/home/user", "PATH": "/usr/bin"}


def urandom(n):
    return bytes(range(n % 256)) if n < 256 else bytes(n)


def format_exception(exc):
    return traceback.format_exception(exc)


def format_tb(tb, limit):
    return traceback.format_tb(tb, limit)


def source_line(filename, lineno):
    return linecache.getline(filename, lineno) or None


def caller(depth):
    try:
        frame = sys._getframe(depth + 1)
    except ValueError:
        return None
    return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, frame.f_globals.get("__name__")


def collect():
    return gc.collect()


module = types.ModuleType("_timeslice")
for _name, _value in list(globals().items()):
    if not _name.startswith("__") and _name != "module":
        setattr(module, _name, _value)
