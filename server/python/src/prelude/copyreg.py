"""copyreg: how objects are taken apart and made again."""

dispatch_table = {}
_MISSING = object()


def pickle(ob_type, pickle_function, constructor_ob=None):
    """Registers a reducer for a class."""
    if not callable(pickle_function):
        raise TypeError("reduction functions must be callable")
    dispatch_table[ob_type] = pickle_function


def constructor(object):
    """Checks that something can be called."""
    if not callable(object):
        raise TypeError("constructors must be callable")


def __newobj__(cls, *args):
    """The constructor of protocol 2."""
    return cls.__new__(cls, *args)


def __newobj_ex__(cls, args, kwargs):
    """The same with named arguments."""
    return cls.__new__(cls, *args, **kwargs)


def _cannot_pickle(cls):
    module = "" if cls.__module__ == "builtins" else cls.__module__ + "."
    return TypeError(f"cannot pickle '{module}{cls.__name__}' object")


def _reduce(x):
    """`object.__reduce_ex__`: (function, arguments, state, list items, dict items)."""
    cls = type(x)
    if isinstance(x, BaseException):
        return (cls, x.args, dict(x.__dict__)) if x.__dict__ else (cls, x.args)
    if isinstance(x, (set, frozenset)):
        return cls, (list(x),), _state(x, cls)
    if isinstance(x, bytearray):
        return cls, (bytes(x),), _state(x, cls)
    special = _REDUCERS.get(cls)
    if special is not None:
        return special(x)
    if cls.__module__ in ("builtins", "_thread") and cls not in (object, list, dict, tuple, int, float, str, bytes):
        raise _cannot_pickle(cls)
    items = iter(x) if isinstance(x, list) else None
    pairs = iter(x.items()) if isinstance(x, dict) else None
    if getattr(cls, "__getnewargs_ex__", None) is not None:
        args, kwargs = x.__getnewargs_ex__()
        return __newobj_ex__, (cls, args, kwargs), _state(x, cls), items, pairs
    return __newobj__, (cls, *_new_arguments(x, cls)), _state(x, cls), items, pairs


def _new_arguments(x, cls):
    for base in cls.__mro__:
        if "__getnewargs__" in base.__dict__:
            if base.__module__ == "builtins":
                break
            return tuple(x.__getnewargs__())
    for base in (int, float, str, bytes, tuple, complex):
        if isinstance(x, base):
            return (base(x),)
    return ()


def _state(x, cls):
    getstate = getattr(cls, "__getstate__", None)
    if getstate is not None and getstate is not getattr(object, "__getstate__", None):
        return x.__getstate__()
    return _own_state(x)


def _own_state(x):
    state = getattr(x, "__dict__", None)
    state = dict(state) if state else None
    slots = {}
    for base in type(x).__mro__:
        names = base.__dict__.get("__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if name in ("__dict__", "__weakref__"):
                continue
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{base.__name__.lstrip('_')}{name}"
            value = getattr(x, name, _MISSING)
            if value is not _MISSING:
                slots[name] = value
    return (state, slots) if slots else state


_REDUCERS = {
    range: lambda x: (range, (x.start, x.stop, x.step)),
    slice: lambda x: (slice, (x.start, x.stop, x.step)),
    complex: lambda x: (complex, (x.real, x.imag)),
}
