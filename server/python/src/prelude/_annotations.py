# timeslice: native
"""Annotations that are evaluated when somebody asks for them (PEP 649). The compiler leaves for each a constant or a
function whose docstring is the annotation's text and whose default, in a class, is the class's namespace."""
from _timeslice import run_body

VALUE, VALUE_WITH_FAKE_GLOBALS, FORWARDREF, STRING = 1, 2, 3, 4


def _function():
    pass


_Function = type(_function)


def _value(lazy):
    if type(lazy) is not _Function:
        return lazy
    return run_body(lazy, dict(lazy.__defaults__[0]) if lazy.__defaults__ else {})


def _text(lazy):
    if type(lazy) is _Function:
        return lazy.__doc__
    return lazy if isinstance(lazy, str) else repr(lazy)


def _reference(lazy):
    try:
        return _value(lazy)
    except NameError:
        from typing import ForwardRef
        return ForwardRef(lazy.__doc__)


def _pairs(lazy):
    return zip(lazy[::2], lazy[1::2]) if isinstance(lazy, tuple) else lazy.items()


def evaluate(lazy, format=VALUE):
    """The annotations of what the compiler left (a tuple of names and parts, a dict of them) or of `__annotate__`."""
    if callable(lazy):
        result = lazy(format)
        if not isinstance(result, dict):
            raise TypeError(f"__annotate__ returned non-dict of type {type(result).__name__!r}")
        return result
    one = _value if format == VALUE else _text if format == STRING else _reference
    return {name: one(part) for name, part in _pairs(lazy)}


def function(lazy):
    """`__annotate__` of a function or class."""
    def __annotate__(format, /):
        if format != VALUE:
            raise NotImplementedError
        return evaluate(lazy)
    __annotate__._lazy = lazy
    return __annotate__


def of_class(namespace, format=FORWARDREF):
    """Annotations in a class's own namespace."""
    for name in ("__annotations__", "__annotations_cache__"):
        if name in namespace:
            return namespace[name]
    lazy = namespace.get("__annotate_func__")
    return {} if lazy is None else evaluate(lazy, format)


def get(obj, format=VALUE):
    """The annotations of a function or class, those of a class's bases not included; its own dict."""
    if isinstance(obj, type):
        if format == VALUE:
            return obj.__annotations__ if "__annotate_func__" in obj.__dict__ else of_class(obj.__dict__)
        return of_class(obj.__dict__, format)
    annotate = getattr(obj, "__annotate__", None)
    if format != VALUE and annotate is not None:
        return evaluate(getattr(annotate, "_lazy", annotate), format)
    return getattr(obj, "__annotations__", None) or {}
