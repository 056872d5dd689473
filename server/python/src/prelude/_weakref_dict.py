# timeslice: native
"""weakref: dictionaries with weak keys or values, and finalizers."""
from _weakref import ref

_MISSING = object()


class _WeakDictionary:
    """What both share: `_data`, `_pairs` (the live pairs) and item access by the subclass."""

    def __iter__(self):
        for key, _ in self._pairs():
            yield key

    def __len__(self):
        return len(self._data)

    def __contains__(self, key):
        return self.get(key, _MISSING) is not _MISSING

    def get(self, key, default=None):
        """The value, or a default."""
        try:
            return self[key]
        except KeyError:
            return default

    def keys(self):
        """The keys."""
        return iter(self)

    def values(self):
        """The values."""
        for _, value in self._pairs():
            yield value

    def items(self):
        """The pairs."""
        yield from self._pairs()

    def setdefault(self, key, default=None):
        """The value, which becomes the default if it was missing."""
        value = self.get(key, _MISSING)
        if value is _MISSING:
            self[key] = value = default
        return value

    def pop(self, key, default=_MISSING):
        """Takes a value out."""
        value = self.get(key, _MISSING)
        if value is _MISSING:
            if default is _MISSING:
                raise KeyError(key)
            return default
        del self[key]
        return value

    def popitem(self):
        """Takes a pair out."""
        for key, value in self._pairs():
            del self[key]
            return key, value
        raise KeyError("dictionary is empty")

    def update(self, other=(), /, **kwargs):
        """Takes over entries."""
        for key, value in other.items() if hasattr(other, "items") else other:
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def clear(self):
        """Removes all."""
        self._data.clear()

    def copy(self):
        """A new one with the same entries."""
        return self.__class__(self)

    __copy__ = copy

    def __repr__(self):
        return f"<{self.__class__.__name__} at {id(self):#x}>"


class WeakValueDictionary(_WeakDictionary):
    """A dict whose entries go when their value does."""
    __module__ = "weakref"

    def __init__(self, other=(), /, **kwargs):
        self._data = {}
        self.update(other, **kwargs)

    def _pairs(self):
        for key, r in list(self._data.items()):
            value = r()
            if value is not None:
                yield key, value

    def __getitem__(self, key):
        value = self._data[key]()
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        data = self._data

        def dead(r):
            if data.get(key) is r:
                del data[key]
        data[key] = ref(value, dead)

    def __delitem__(self, key):
        del self._data[key]

    def valuerefs(self):
        """The references."""
        return list(self._data.values())


class WeakKeyDictionary(_WeakDictionary):
    """A dict whose entries go when their key does."""
    __module__ = "weakref"

    def __init__(self, dict=None):
        data = self._data = {}
        self._remove = lambda r: data.pop(r, None)
        if dict is not None:
            self.update(dict)

    def _pairs(self):
        for r, value in list(self._data.items()):
            key = r()
            if key is not None:
                yield key, value

    def __getitem__(self, key):
        return self._data[ref(key)]

    def __setitem__(self, key, value):
        self._data[ref(key, self._remove)] = value

    def __delitem__(self, key):
        del self._data[ref(key)]

    def keyrefs(self):
        """The references."""
        return list(self._data)


_finalizers = {}


class finalize:
    """Calls a function once, when an object is gone or the program ends."""
    __module__ = "weakref"
    atexit = True

    def __init__(self, obj, func, /, *args, **kwargs):
        if not _finalizers:
            from atexit import register, unregister
            unregister(_run_all)
            register(_run_all)
        self._entry = _finalizers[id(self)] = [ref(obj, lambda r: self()), func, args, kwargs, self]

    def __call__(self, _=None):
        entry = _finalizers.pop(id(self), None)
        if entry is not None:
            return entry[1](*entry[2], **entry[3])
        return None

    def detach(self):
        """Gives (object, function, arguments) and calls nothing any more."""
        obj = self._entry[0]()
        if obj is not None and _finalizers.pop(id(self), None):
            return obj, *self._entry[1:4]
        return None

    def peek(self):
        """(object, function, arguments), or None."""
        obj = self._entry[0]()
        return (obj, *self._entry[1:4]) if obj is not None and self.alive else None

    @property
    def alive(self):
        """Whether the function is still to be called."""
        return id(self) in _finalizers


def _run_all():
    for entry in reversed(list(_finalizers.values())):
        if entry[4].atexit:
            entry[4]()
