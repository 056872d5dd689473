"""functools: tools for functions. What is C in CPython is in `_functools`."""
from _functools import (
    Placeholder, _lru_cache_wrapper, _make_key, cmp_to_key, partial, reduce,
)
from types import GenericAlias, MethodType
import sys as _sys

if _sys.version_info < (3, 14):
    del Placeholder

WRAPPER_ASSIGNMENTS = (
    "__module__", "__name__", "__qualname__", "__doc__",
    "__annotate__" if _sys.version_info >= (3, 14) else "__annotations__",
)
WRAPPER_UPDATES = ("__dict__",)
_NOT_FOUND = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes `wrapper` look like `wrapped`."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """`update_wrapper` as a decorator."""
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate


# === Caching ===

_cache_info = None


def _cache_info_type():
    """`CacheInfo`, made when first asked for: most importers of functools never cache."""
    global _cache_info
    if _cache_info is None:
        from collections import namedtuple
        _cache_info = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module="functools")
    return _cache_info


def _make_cache_info(*fields):
    return _cache_info_type()(*fields)


def lru_cache(maxsize=128, typed=False):
    """Remembers results for the `maxsize` most recently used sets of arguments."""
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(user_function):
        return _cached(user_function, maxsize, typed)
    return decorate


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _make_cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """`lru_cache(maxsize=None)`."""
    return lru_cache(maxsize=None)(user_function)


class cached_property:
    """A property computed once and kept in the instance's `__dict__`."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = getattr(func, "__module__", None)

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(
                f"No '__dict__' attribute on {type(instance).__name__!r} "
                f"instance to cache {self.attrname!r} property.") from None
        value = cache.get(self.attrname, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            cache[self.attrname] = value
        return value

    __class_getitem__ = classmethod(GenericAlias)


# === Ordering ===

def _from_lt(self, other, op):
    less = type(self).__lt__(self, other)
    if less is NotImplemented:
        return less
    if op == "gt":
        return not less and self != other
    if op == "le":
        return less or self == other
    return not less


def _from_le(self, other, op):
    le = type(self).__le__(self, other)
    if le is NotImplemented:
        return le
    if op == "ge":
        return not le or self == other
    if op == "lt":
        return le and self != other
    return not le


def _from_gt(self, other, op):
    greater = type(self).__gt__(self, other)
    if greater is NotImplemented:
        return greater
    if op == "lt":
        return not greater and self != other
    if op == "ge":
        return greater or self == other
    return not greater


def _from_ge(self, other, op):
    ge = type(self).__ge__(self, other)
    if ge is NotImplemented:
        return ge
    if op == "le":
        return not ge or self == other
    if op == "gt":
        return ge and self != other
    return not ge


def _ordering_method(derive, op):
    def method(self, other):
        return derive(self, other, op)
    method.__name__ = f"__{op}__"
    method.__qualname__ = f"total_ordering.__{op}__"
    return method


def total_ordering(cls):
    """Adds the comparison methods that are missing, from one that is there."""
    defined = [op for op in ("lt", "le", "gt", "ge")
               if getattr(cls, f"__{op}__", None) is not getattr(object, f"__{op}__", None)]
    if not defined:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    for root, derive in (("lt", _from_lt), ("le", _from_le), ("gt", _from_gt), ("ge", _from_ge)):
        if root in defined:
            break
    for op in ("lt", "le", "gt", "ge"):
        if op not in defined:
            setattr(cls, f"__{op}__", _ordering_method(derive, op))
    return cls


# === Methods with some arguments given ===

class partialmethod:
    """`partial` for use in a class body."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func)]
        parts += [repr(x) for x in self.args]
        parts += [f"{k}={v!r}" for k, v in self.keywords.items()]
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound(self):
        def method(self_or_class, /, *args, **keywords):
            return this.func(self_or_class, *this.args, *args, **{**this.keywords, **keywords})
        this = self
        method.__isabstractmethod__ = getattr(self.func, "__isabstractmethod__", False)
        method.__partialmethod__ = self
        return method

    def __get__(self, instance, owner=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(instance, owner)
            if bound is not self.func:
                return partial(bound, *self.args, **self.keywords)
        return self._make_unbound().__get__(instance, owner)

    __class_getitem__ = classmethod(GenericAlias)


# === Generic functions ===

def _best_implementation(cls, registry):
    for base in cls.__mro__[:-1]:
        if base in registry:
            return registry[base]
    best = None
    for registered in registry:
        if registered is object or registered in cls.__mro__:
            continue
        try:
            matches = issubclass(cls, registered)
        except TypeError:
            continue
        if matches:
            if best is None or issubclass(registered, best):
                best = registered
            elif not issubclass(best, registered):
                raise RuntimeError(f"Ambiguous dispatch: {best} or {registered}")
    return registry.get(object if best is None else best)


def singledispatch(func):
    """A generic function that chooses by the type of its first argument."""
    registry = {}
    cache = {}
    name = getattr(func, "__name__", "singledispatch function")

    def dispatch(cls):
        """The implementation for a class."""
        implementation = cache.get(cls)
        if implementation is None:
            implementation = cache[cls] = _best_implementation(cls, registry)
        return implementation

    def register(cls, func=None):
        """Adds an implementation, for a class or for the annotation of the first parameter."""
        if func is None:
            if isinstance(cls, type) or hasattr(cls, "__args__"):
                return lambda f: register(cls, f)
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to `register()`: {cls!r}. "
                    "Use either `@register(some_class)` or plain `@register` on an annotated function.")
            func = cls
            argument, cls = next(iter(annotations.items()))
            if isinstance(cls, str):
                from typing import get_type_hints
                cls = get_type_hints(func)[argument]
            if not isinstance(cls, type) and not hasattr(cls, "__args__"):
                raise TypeError(f"Invalid annotation for {argument!r}. {cls!r} is not a class.")
        for each in cls.__args__ if hasattr(cls, "__args__") and not isinstance(cls, type) else (cls,):
            registry[each] = func
        cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """`singledispatch` for methods: chooses by the first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Adds an implementation."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        dispatch = self.dispatcher.dispatch
        name = getattr(self.func, "__name__", "singledispatchmethod method")

        def method(*args, **kwargs):
            if not args:
                raise TypeError(f"{name} requires at least 1 positional argument")
            return dispatch(args[0].__class__).__get__(obj, cls)(*args, **kwargs)
        method.__isabstractmethod__ = getattr(self.func, "__isabstractmethod__", False)
        method.register = self.register
        update_wrapper(method, self.func)
        return method
