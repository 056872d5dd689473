# timeslice: native
"""Context variables (T7, A33): a context is a mapping from variable to value, a thread has one current context.

A new thread begins with an empty context. Contexts copy a small dictionary where CPython shares a persistent map:
the difference cannot be observed. The current context of a thread is kept in its `_timeslice.thread_state()`.
"""

from _timeslice import thread_state


class _Missing:
    def __repr__(self):
        return "<Token.MISSING>"


_MISSING = _Missing()


def _current():
    state = thread_state()
    context = state.get("context")
    if context is None:
        context = state["context"] = Context()
    return context


def copy_context():
    """A copy of the calling thread's current context."""
    copy = Context()
    copy._values = _current()._values.copy()
    return copy


class Context:
    """A mapping of context variables to values, and a place to run functions in."""

    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, *args, **kwargs):
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        state = thread_state()
        previous = state.get("context")
        state["context"] = self
        self._entered = True
        try:
            return callable(*args, **kwargs)
        finally:
            self._entered = False
            state["context"] = previous

    def copy(self):
        copy = Context()
        copy._values = self._values.copy()
        return copy

    def get(self, var, default=None):
        _check_key(var)
        return self._values.get(var, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def __getitem__(self, var):
        _check_key(var)
        return self._values[var]

    def __contains__(self, var):
        _check_key(var)
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __eq__(self, other):
        if not isinstance(other, Context):
            return NotImplemented
        return self._values == other._values

    __hash__ = None


def _check_key(var):
    if not isinstance(var, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {var!r}")


class ContextVar:
    """A variable whose value belongs to the current context."""

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def get(self, default=_MISSING):
        value = _current()._values.get(self, _MISSING)
        if value is not _MISSING:
            return value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)

    def set(self, value):
        context = _current()
        values = context._values
        token = Token(context, self, values.get(self, _MISSING))
        values[self] = value
        return token

    def reset(self, token):
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = _current()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token.old_value is _MISSING:
            context._values.pop(self, None)
        else:
            context._values[self] = token.old_value

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {id(self):#x}>"

    def __class_getitem__(cls, item):
        return cls


class Token:
    """What `ContextVar.set` returns: undoes it through `ContextVar.reset`, or as a context manager (3.14)."""

    MISSING = _MISSING

    def __init__(self, context, var, old_value):
        self._context = context
        self._used = False
        self.var = var
        self.old_value = old_value

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        self.var.reset(self)

    def __repr__(self):
        used = " used" if self._used else ""
        return f"<Token{used} var={self.var!r} at {id(self):#x}>"
