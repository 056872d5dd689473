"""What counts as a coroutine."""

import sys
from _asyncio import iscoroutine

__all__ = ("iscoroutinefunction", "iscoroutine")

_CO_COROUTINE = 0x80


def iscoroutinefunction(func):
    """Whether calling `func` gives a coroutine."""
    if sys.version_info >= (3, 14):
        import warnings

        text = "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16"
        warnings.warn(text + "; use inspect.iscoroutinefunction() instead", DeprecationWarning, stacklevel=2)
    return _iscoroutinefunction(func)


def _iscoroutinefunction(func):
    while hasattr(func, "func") and hasattr(func, "keywords"):  # functools.partial
        func = func.func
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    return code is not None and bool(code.co_flags & _CO_COROUTINE)
