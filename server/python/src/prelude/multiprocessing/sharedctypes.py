"""Numbers in shared memory: `Value`, `Array` and their raw kinds (P8)."""

import ctypes
from _ipc import get_item, set_item
from multiprocessing import context

__all__ = ["RawValue", "RawArray", "Value", "Array", "copy", "synchronized"]

typecode_to_type = {
    "c": ctypes.c_char, "u": ctypes.c_wchar, "b": ctypes.c_byte, "B": ctypes.c_ubyte, "h": ctypes.c_short,
    "H": ctypes.c_ushort, "i": ctypes.c_int, "I": ctypes.c_uint, "l": ctypes.c_long, "L": ctypes.c_ulong,
    "q": ctypes.c_longlong, "Q": ctypes.c_ulonglong, "f": ctypes.c_float, "d": ctypes.c_double,
}


def _type_of(typecode_or_type):
    kind = typecode_to_type.get(typecode_or_type, typecode_or_type)
    if not hasattr(kind, "_shared"):
        raise TypeError("this type has no size")
    return kind


def RawValue(typecode_or_type, *args):
    """A number in shared memory, without a lock."""
    return _type_of(typecode_or_type)._shared(1, args)


def RawArray(typecode_or_type, size_or_initializer):
    """Numbers in shared memory, without a lock."""
    kind = _type_of(typecode_or_type)
    if isinstance(size_or_initializer, int):
        return (kind * size_or_initializer)._shared(size_or_initializer, ())
    items = list(size_or_initializer)
    return (kind * len(items))._shared(len(items), items)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number in shared memory; with a lock of its own, one that is given, or none."""
    obj = RawValue(typecode_or_type, *args)
    return obj if lock is False else synchronized(obj, _lock(lock, ctx))


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Numbers in shared memory; with a lock of their own, one that is given, or none."""
    obj = RawArray(typecode_or_type, size_or_initializer)
    return obj if lock is False else synchronized(obj, _lock(lock, ctx))


def _lock(lock, ctx):
    if lock in (True, None):
        return (ctx or context._default_context.get_context()).RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return lock


def copy(obj):
    """Another object in shared memory with the same content."""
    new = type(obj)._shared(obj._n, ())
    for i in range(obj._n):
        set_item(new._block, new._code, i, get_item(obj._block, obj._code, i))
    return new


def synchronized(obj, lock=None, ctx=None):
    """The object, with a lock."""
    assert not isinstance(obj, SynchronizedBase), "object already synchronized"
    ctx = ctx or context._default_context.get_context()
    if isinstance(obj, ctypes.Array):
        return (SynchronizedString if obj._code == "c" else SynchronizedArray)(obj, lock, ctx)
    return Synchronized(obj, lock, ctx)


class SynchronizedBase:
    """An object in shared memory and its lock."""

    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or (ctx or context._default_context.get_context()).RLock()
        self._set_up()

    def _set_up(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        return self._obj, self._lock

    def __setstate__(self, state):
        self._obj, self._lock = state
        self._set_up()

    def get_obj(self):
        """The object."""
        return self._obj

    def get_lock(self):
        """The lock."""
        return self._lock

    def __repr__(self):
        return f"<{type(self).__name__} wrapper for {self._obj}>"


class Synchronized(SynchronizedBase):
    """A number and its lock. Each access takes the lock: `+=` is two of them."""

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(SynchronizedBase):
    """Numbers and their lock."""

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        with self._lock:
            return self._obj[start:stop]

    def __iter__(self):
        i = 0
        while i < len(self._obj):
            yield self[i]
            i += 1


class SynchronizedString(SynchronizedArray):
    """Characters and their lock."""

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value

    @property
    def raw(self):
        with self._lock:
            return self._obj.raw

    @raw.setter
    def raw(self, value):
        with self._lock:
            self._obj.raw = value
