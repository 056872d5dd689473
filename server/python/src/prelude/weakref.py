# timeslice: native
"""weakref: references that keep nothing alive. The reference itself is native."""
from _weakref import ReferenceType, getweakrefcount, getweakrefs, ref  # noqa: F401


class WeakMethod:
    """A weak reference to a bound method."""

    def __init__(self, meth, callback=None):
        try:
            obj = meth.__self__
            func = meth.__func__
        except AttributeError:
            raise TypeError(f"argument should be a bound method, not {type(meth)}") from None
        self._type = type(meth)
        self._func = ref(func)
        self._alive = True

        def dead(_):
            if self._alive:
                self._alive = False
                if callback is not None:
                    callback(self)
        self._self = ref(obj, dead)

    def __call__(self):
        obj = self._self()
        func = self._func()
        return None if obj is None or func is None else self._type(func, obj)

    def __eq__(self, other):
        return isinstance(other, WeakMethod) and self() == other() and self() is not None or self is other

    def __hash__(self):
        return hash(self._func)


class ProxyType:
    """Stands for an object without keeping it alive."""
    __slots__ = ("_ref",)

    def __init__(self, obj, callback=None):
        object.__setattr__(self, "_ref", ref(obj, callback))

    def _target(self):
        obj = object.__getattribute__(self, "_ref")()
        if obj is None:
            raise ReferenceError("weakly-referenced object no longer exists")
        return obj

    def __getattr__(self, name):
        return getattr(ProxyType._target(self), name)

    def __setattr__(self, name, value):
        setattr(ProxyType._target(self), name, value)

    def __delattr__(self, name):
        delattr(ProxyType._target(self), name)

    def __str__(self):
        return str(ProxyType._target(self))

    def __bool__(self):
        return bool(ProxyType._target(self))

    def __len__(self):
        return len(ProxyType._target(self))

    def __iter__(self):
        return iter(ProxyType._target(self))

    def __getitem__(self, key):
        return ProxyType._target(self)[key]

    def __setitem__(self, key, value):
        ProxyType._target(self)[key] = value

    def __contains__(self, x):
        return x in ProxyType._target(self)

    def __call__(self, *args, **kwargs):
        return ProxyType._target(self)(*args, **kwargs)

    def __eq__(self, other):
        return ProxyType._target(self) == other

    __hash__ = None


CallableProxyType = ProxyType
ProxyTypes = (ProxyType,)


def proxy(obj, callback=None, /):
    """A stand-in that raises ReferenceError once the object is gone."""
    return ProxyType(obj, callback)


class WeakSet:
    """A set that keeps nothing alive."""
    __module__ = "weakref"

    def __init__(self, data=None):
        refs = self._refs = {}
        self._remove = lambda r: refs.pop(r, None)
        if data is not None:
            for item in data:
                self.add(item)

    def __iter__(self):
        for r in list(self._refs):
            item = r()
            if item is not None:
                yield item

    def __len__(self):
        return len(self._refs)

    def __contains__(self, item):
        try:
            return ref(item) in self._refs
        except TypeError:
            return False

    def add(self, item):
        """Adds."""
        self._refs[ref(item, self._remove)] = None

    def discard(self, item):
        """Removes if there."""
        self._refs.pop(ref(item), None)

    def remove(self, item):
        """Removes; KeyError if not there."""
        if item not in self:
            raise KeyError(item)
        self.discard(item)

    def clear(self):
        """Removes all."""
        self._refs.clear()

    def pop(self):
        """Takes one out."""
        for item in self:
            self.discard(item)
            return item
        raise KeyError("pop from empty WeakSet")

    def copy(self):
        """A new set of the same."""
        return self.__class__(self)

    def update(self, other):
        """Adds each."""
        for item in other:
            self.add(item)

    def __or__(self, other):
        result = self.copy()
        result.update(other)
        return result

    def __and__(self, other):
        return self.__class__([item for item in self if item in other])

    def __sub__(self, other):
        return self.__class__([item for item in self if item not in other])

    def __eq__(self, other):
        return isinstance(other, WeakSet) and set(self) == set(other)

    __hash__ = None

    def __repr__(self):
        return repr(set(self))


from _weakref_dict import WeakKeyDictionary, WeakValueDictionary, finalize  # noqa: E402
