"""reprlib: reprs of recursive objects, and shortened reprs."""
from _thread_base import get_ident

_plain_repr = repr


def recursive_repr(fillvalue="..."):
    """A `__repr__` that gives `fillvalue` when it is entered again for the same object."""
    def decorate(user_function):
        running = set()

        def wrapper(self):
            key = id(self), get_ident()
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return user_function(self)
            finally:
                running.discard(key)

        wrapper.__module__ = getattr(user_function, "__module__", None)
        wrapper.__doc__ = getattr(user_function, "__doc__", None)
        wrapper.__name__ = getattr(user_function, "__name__", "wrapper")
        wrapper.__qualname__ = getattr(user_function, "__qualname__", "wrapper")
        wrapper.__wrapped__ = user_function
        return wrapper
    return decorate


class Repr:
    """Shortened reprs with limits per kind."""

    def __init__(self):
        self.fillvalue = "..."
        self.maxlevel = 6
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdeque = 6
        self.maxdict = 4
        self.maxarray = 5
        self.maxstring = self.maxother = 30
        self.maxlong = 40

    def repr(self, x):
        """The shortened repr."""
        return self.repr1(x, self.maxlevel)

    def repr1(self, x, level):
        """As `repr`, with so many levels of nesting left."""
        kind = type(x).__name__
        if kind == "list":
            return self._join(x, level, "[", "]", self.maxlist)
        if kind == "tuple":
            return self._join(x, level, "(", ")", self.maxtuple, ",")
        if kind in ("set", "frozenset"):
            if not x:
                return f"{kind}()"
            left, right = ("{", "}") if kind == "set" else ("frozenset({", "})")
            return self._join(_possibly_sorted(x), level, left, right, self.maxset)
        if kind == "dict":
            return self._dict(x, level)
        if kind == "str":
            return self._middle(_plain_repr(x[:self.maxstring]), x, self.maxstring, _plain_repr)
        if kind == "int":
            return self._middle(_plain_repr(x), x, self.maxlong, None)
        text = _plain_repr(x)
        return self._middle(text, x, self.maxother, None)

    def _middle(self, text, x, limit, again):
        if len(text) <= limit:
            return text
        i = max(0, (limit - 3) // 2)
        j = max(0, limit - 3 - i)
        if again:
            text = again(x[:i] + x[len(x) - j:])
        return text[:i] + self.fillvalue + text[len(text) - j:]

    def _join(self, x, level, left, right, limit, single=""):
        if level <= 0 and x:
            inner = self.fillvalue
        else:
            parts = [self.repr1(item, level - 1) for item in list(x)[:limit]]
            if len(x) > limit:
                parts.append(self.fillvalue)
            inner = ", ".join(parts)
            if len(x) == 1 and single:
                right = single + right
        return left + inner + right

    def _dict(self, x, level):
        if not x:
            return "{}"
        if level <= 0:
            return "{" + self.fillvalue + "}"
        parts = []
        for key in _possibly_sorted(x)[:self.maxdict]:
            parts.append(f"{self.repr1(key, level - 1)}: {self.repr1(x[key], level - 1)}")
        if len(x) > self.maxdict:
            parts.append(self.fillvalue)
        return "{" + ", ".join(parts) + "}"


def _possibly_sorted(x):
    try:
        return sorted(x)
    except Exception:
        return list(x)


aRepr = Repr()
repr = aRepr.repr
