# timeslice: native
"""The parts of `functools` that are C in CPython: partial, reduce, cmp_to_key, the lru_cache wrapper."""
import sys
from types import MethodType
from reprlib import recursive_repr

_MISSING = object()


class _PlaceholderType:
    """The type of `Placeholder`, which keeps a positional place open in a `partial` (3.14)."""
    __module__ = "functools"
    __slots__ = ()

    def __repr__(self):
        return "Placeholder"

    def __reduce__(self):
        return "Placeholder"


Placeholder = _PlaceholderType()


class partial:
    """A function with some arguments already given."""
    __module__ = "functools"
    __slots__ = ("func", "args", "keywords", "_holes", "__dict__", "__weakref__")

    def __new__(cls, func=_MISSING, /, *args, **keywords):
        if func is _MISSING:
            raise TypeError("type 'partial' takes at least one argument")
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        if isinstance(func, partial):
            args = func._fill(args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func = func
        self.args = args
        self.keywords = keywords
        holes = 0
        for x in args:
            if x is Placeholder:
                holes += 1
        self._holes = holes
        return self

    def _fill(self, args):
        """Positional arguments of a call with `args`."""
        if not self._holes:
            return self.args + args
        if len(args) < self._holes:
            raise TypeError(
                "missing positional arguments in 'partial' call; "
                f"expected at least {self._holes}, got {len(args)}")
        rest = iter(args)
        return tuple([next(rest) if x is Placeholder else x for x in self.args]) + tuple(rest)

    def __call__(self, /, *args, **keywords):
        if self._holes:
            args = self._fill(args)
        else:
            args = self.args + args
        if not self.keywords:
            return self.func(*args, **keywords)
        return self.func(*args, **{**self.keywords, **keywords})

    if sys.version_info >= (3, 14):
        def __get__(self, instance, owner=None):
            return self if instance is None else MethodType(self, instance)

    @recursive_repr()
    def __repr__(self):
        cls = type(self)
        name = "functools.partial" if cls is partial else f"{cls.__module__}.{cls.__qualname__}"
        if cls is not partial and sys.version_info < (3, 13):
            name = cls.__qualname__
        parts = [repr(self.func)]
        parts += [repr(x) for x in self.args]
        parts += [f"{k}={v!r}" for k, v in self.keywords.items()]
        return f"{name}({', '.join(parts)})"

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords, self.__dict__ or None)

    def __setstate__(self, state):
        self.func, self.args, self.keywords, namespace = state
        if namespace:
            self.__dict__.update(namespace)


def reduce(function, iterable, /, initial=_MISSING):
    """Folds from the left."""
    it = iter(iterable)
    if initial is _MISSING:
        value = next(it, _MISSING)
        if value is _MISSING:
            raise TypeError("reduce() of empty iterable with no initial value")
    else:
        value = initial
    for x in it:
        value = function(value, x)
    return value


class _KeyWrapper:
    """What `cmp_to_key` gives for one object."""
    __module__ = "functools"
    __qualname__ = "KeyWrapper"
    __slots__ = ("obj", "_cmp")
    __hash__ = None

    def __init__(self, obj, cmp):
        self.obj = obj
        self._cmp = cmp

    def __lt__(self, other):
        return self._cmp(self.obj, other.obj) < 0

    def __gt__(self, other):
        return self._cmp(self.obj, other.obj) > 0

    def __eq__(self, other):
        return self._cmp(self.obj, other.obj) == 0

    def __le__(self, other):
        return self._cmp(self.obj, other.obj) <= 0

    def __ge__(self, other):
        return self._cmp(self.obj, other.obj) >= 0


def cmp_to_key(mycmp):
    """A key function from an old comparison function."""
    def key(obj):
        return _KeyWrapper(obj, mycmp)
    return key


_KEYWORDS = (object(),)


def _make_key(args, kwds, typed):
    if not typed:
        if not kwds:
            if len(args) == 1 and (type(args[0]) is int or type(args[0]) is str):
                return args[0]
            return args
        key = args + _KEYWORDS
        for item in kwds.items():
            key += item
        return key
    key = args
    if kwds:
        key += _KEYWORDS
        for item in kwds.items():
            key += item
    key += tuple([type(x) for x in args])
    if kwds:
        key += tuple([type(x) for x in kwds.values()])
    return key


class _lru_cache_wrapper:
    """A cached function. Entries are kept in order of use in one dict."""
    __module__ = "functools"

    def __init__(self, user_function, maxsize, typed, cache_info_type):
        self._function = user_function
        self._maxsize = maxsize
        self._typed = typed
        self._info = cache_info_type
        self._cache = {}
        self._hits = self._misses = 0

    def __call__(self, /, *args, **kwds):
        maxsize = self._maxsize
        if maxsize == 0:
            self._misses += 1
            return self._function(*args, **kwds)
        key = _make_key(args, kwds, self._typed)
        cache = self._cache
        result = cache.get(key, _MISSING)
        if result is not _MISSING:
            self._hits += 1
            if maxsize is not None:
                result = cache.pop(key)
                cache[key] = result
            return result
        self._misses += 1
        result = self._function(*args, **kwds)
        if maxsize is not None and key not in cache and len(cache) >= maxsize:
            del cache[next(iter(cache))]
        cache[key] = result
        return result

    def __get__(self, instance, owner=None):
        return self if instance is None else MethodType(self, instance)

    def cache_info(self):
        """Hits, misses, the limit and the present size."""
        return self._info(self._hits, self._misses, self._maxsize, len(self._cache))

    def cache_clear(self):
        """Forgets everything."""
        self._cache.clear()
        self._hits = self._misses = 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self
