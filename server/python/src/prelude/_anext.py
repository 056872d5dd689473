# timeslice: native
"""What `anext(iterator, default)` gives."""


class anext_awaitable:
    """What `anext(it, default)` gives."""
    __slots__ = ("_awaitable", "_default", "_iterator")
    __module__ = "builtins"

    def __init__(self, awaitable, default):
        self._awaitable = awaitable
        self._default = default
        self._iterator = None

    def __await__(self):
        return self

    __iter__ = __await__

    def _proxied(self, method, *args):
        if self._iterator is None:
            self._iterator = self._awaitable.__await__()
        try:
            return getattr(self._iterator, method)(*args)
        except StopAsyncIteration:
            pass
        raise StopIteration(self._default)

    def __next__(self):
        return self._proxied("__next__")

    def send(self, value):
        return self._proxied("send", value)

    def throw(self, *exc):
        return self._proxied("throw", *exc)

    def close(self):
        return self._proxied("close")
