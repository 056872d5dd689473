# timeslice: file site-packages/multidict/__init__.py
"""multidict: mappings in which a key can have several values, as `aiohttp` uses them."""
from collections.abc import Mapping, MutableMapping


class _Multi(Mapping):
    _fold = staticmethod(lambda key: key)

    def getall(self, key, *default):
        key = self._fold(key)
        found = [v for k, v in self._items if self._fold(k) == key]
        if not found:
            if default:
                return default[0]
            raise KeyError(key)
        return found

    def getone(self, key, *default):
        folded = self._fold(key)
        for k, v in self._items:
            if self._fold(k) == folded:
                return v
        if default:
            return default[0]
        raise KeyError(key)

    def get(self, key, default=None):
        return self.getone(key, default)

    def __getitem__(self, key):
        return self.getone(key)

    def __contains__(self, key):
        if not isinstance(key, str):
            return False
        key = self._fold(key)
        return any(self._fold(k) == key for k, _ in self._items)

    def __iter__(self):
        return iter([k for k, _ in self._items])

    def __len__(self):
        return len(self._items)

    def keys(self):
        return [k for k, _ in self._items]

    def values(self):
        return [v for _, v in self._items]

    def items(self):
        return list(self._items)

    def __eq__(self, other):
        return isinstance(other, Mapping) and dict(self.items()) == dict(other.items())

    def __repr__(self):
        return f"<{type(self).__name__}({', '.join(f'{k!r}: {v!r}' for k, v in self._items)})>"


class MultiDict(_Multi, MutableMapping):
    """Keeps every value that is added under a key."""

    def __init__(self, arg=(), **kwargs):
        self._items = []
        self.extend(arg, **kwargs)

    def extend(self, arg=(), **kwargs):
        pairs = arg.items() if hasattr(arg, "items") else arg
        self._items.extend((k, v) for k, v in pairs)
        self._items.extend(kwargs.items())

    def add(self, key, value):
        self._items.append((key, value))

    def __setitem__(self, key, value):
        folded = self._fold(key)
        for i, (k, _) in enumerate(self._items):
            if self._fold(k) == folded:
                rest = [(k2, v2) for k2, v2 in self._items[i + 1:] if self._fold(k2) != folded]
                self._items[i:] = [(key, value), *rest]
                return
        self._items.append((key, value))

    def __delitem__(self, key):
        folded = self._fold(key)
        kept = [(k, v) for k, v in self._items if self._fold(k) != folded]
        if len(kept) == len(self._items):
            raise KeyError(key)
        self._items = kept

    def update(self, arg=(), **kwargs):
        for k, v in (arg.items() if hasattr(arg, "items") else arg):
            self[k] = v
        for k, v in kwargs.items():
            self[k] = v

    def copy(self):
        return type(self)(self._items)


class CIMultiDict(MultiDict):
    """The same; keys are found in any case."""

    _fold = staticmethod(lambda key: key.lower())


class MultiDictProxy(_Multi):
    """A view that cannot be changed."""

    def __init__(self, arg):
        self._items = arg._items

    def copy(self):
        return MultiDict(self._items)


class CIMultiDictProxy(MultiDictProxy):
    _fold = staticmethod(lambda key: key.lower())

    def copy(self):
        return CIMultiDict(self._items)


istr = str
