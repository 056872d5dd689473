"""copy: shallow and deep copies."""
from copyreg import _state, dispatch_table

__all__ = ["Error", "copy", "deepcopy", "replace"]


class Error(Exception):
    """An object that cannot be copied."""


error = Error
_MISSING = object()


def _function():
    pass


_ATOMIC = frozenset([
    type(None), type(...), type(NotImplemented), int, float, bool, complex, bytes, str, type, range, slice, property,
    type(_function), type(len), type(str.join), type(int.__add__), type((0).__add__),
    type(_function.__code__),
])


_PLAIN = (object, list, dict, tuple)


def _reduced(x):
    """(class, constructor arguments or None, state, list items, dict items) of an object."""
    cls = type(x)
    reductor = dispatch_table.get(cls)
    if reductor is not None:
        return reductor(x)
    reduce_ex = cls.__dict__.get("__reduce_ex__")
    if reduce_ex is not None:
        return x.__reduce_ex__(4)
    for base in cls.__mro__[:-1]:
        if "__reduce__" in base.__dict__ and base.__module__ != "builtins":
            return x.__reduce__()
    if isinstance(x, BaseException):
        return cls, x.args, dict(x.__dict__) or None
    if isinstance(x, (set, frozenset)):
        return cls, (list(x),), _state(x, cls)
    if cls.__module__ == "builtins" and cls not in _PLAIN:
        raise TypeError(f"cannot pickle '{cls.__name__}' object")
    if cls.__module__ == "_thread":
        raise TypeError(f"cannot pickle '_thread.{cls.__name__}' object")
    return _new_object, _new_arguments(x, cls), _state(x, cls), \
        iter(x) if isinstance(x, list) else None, iter(x.items()) if isinstance(x, dict) else None


def _new_arguments(x, cls):
    if hasattr(cls, "__getnewargs_ex__"):
        args, kwargs = x.__getnewargs_ex__()
        return cls, args, kwargs
    if getattr(cls, "__getnewargs__", None) is not None and not _is_plain(cls):
        return cls, tuple(x.__getnewargs__()), {}
    for base in (int, float, str, bytes, tuple, complex):
        if isinstance(x, base):
            return cls, (base(x),), {}
    return cls, (), {}


def _is_plain(cls):
    for base in cls.__mro__:
        if "__getnewargs__" in base.__dict__:
            return base.__module__ == "builtins"
    return True


def _new_object(cls, args, kwargs):
    return cls.__new__(cls, *args, **kwargs)


def _restore(y, state, slots_allowed=True):
    setstate = getattr(type(y), "__setstate__", None)
    if setstate is not None and setstate is not getattr(object, "__setstate__", None):
        y.__setstate__(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        y.__dict__.update(state)
    if slots:
        for name, value in slots.items():
            setattr(y, name, value)


def copy(x):
    """A shallow copy."""
    cls = type(x)
    if cls in _ATOMIC or cls is tuple or cls is frozenset or issubclass(cls, type):
        return x
    if cls is list or cls is dict or cls is set or cls is bytearray:
        return x.copy()
    copier = getattr(cls, "__copy__", None)
    if copier is not None:
        return copier(x)
    reduced = _reduced(x)
    if isinstance(reduced, str):
        return x
    return _rebuild(x, reduced, None)


def deepcopy(x, memo=None, _nil=_MISSING):
    """A copy of the object and everything in it, each thing once."""
    cls = type(x)
    if cls in _ATOMIC:
        return x
    key = id(x)
    if memo is None:
        memo = {}
    else:
        y = memo.get(key, _MISSING)
        if y is not _MISSING:
            return y
    if cls is list:
        y = memo[key] = []
        append = y.append
        for item in x:
            append(deepcopy(item, memo))
    elif cls is dict:
        y = memo[key] = {}
        for k, v in x.items():
            y[deepcopy(k, memo)] = deepcopy(v, memo)
    elif cls is tuple:
        y = _deepcopy_tuple(x, memo)
    elif issubclass(cls, type):
        y = x
    elif cls is bytearray:
        y = x.copy()
    elif hasattr(cls, "__deepcopy__"):
        y = x.__deepcopy__(memo)
    elif cls.__name__ == "method" and hasattr(x, "__func__"):
        y = cls(x.__func__, deepcopy(x.__self__, memo))
    else:
        reduced = _reduced(x)
        y = x if isinstance(reduced, str) else _rebuild(x, reduced, memo)
    if y is not x:
        memo[key] = y
        # Keeps x alive as long as the memo, so that its id is not reused.
        memo.setdefault(id(memo), []).append(x)
    return y


def _deepcopy_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    y = memo.get(id(x), _MISSING)
    if y is not _MISSING:
        return y
    for i in range(len(items)):
        if items[i] is not x[i]:
            return tuple(items)
    return x


def _rebuild(x, reduced, memo):
    """Makes the object again from its parts; copies the parts when there is a memo."""
    function, args, *rest = reduced
    state, items, pairs = (*rest, None, None, None)[:3]
    deep = memo is not None
    if deep and args:
        args = tuple([deepcopy(arg, memo) for arg in args])
    y = function(*args)
    if deep:
        memo[id(x)] = y
    if state is not None:
        _restore(y, deepcopy(state, memo) if deep else state)
    if items is not None:
        for item in items:
            y.append(deepcopy(item, memo) if deep else item)
    if pairs is not None:
        for key, value in pairs:
            if deep:
                key = deepcopy(key, memo)
                value = deepcopy(value, memo)
            y[key] = value
    return y


def replace(obj, /, **changes):
    """A copy with some fields changed, of objects that define `__replace__`."""
    cls = type(obj)
    function = getattr(cls, "__replace__", None)
    if function is None:
        raise TypeError(f"replace() does not support {cls.__name__} objects")
    return function(obj, **changes)
