"""What counts as a coroutine."""

import sys
from _asyncio import iscoroutine
from types import FunctionType, MethodType

__all__ = ("iscoroutinefunction", "iscoroutine")

_CO_COROUTINE = 0x80


def iscoroutinefunction(func):
    """Whether calling `func` gives a coroutine."""
    if sys.version_info >= (3, 14):
        import warnings

        text = "'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16"
        warnings.warn(text + "; use inspect.iscoroutinefunction() instead", DeprecationWarning, stacklevel=2)
    return _iscoroutinefunction(func)


def _is_debug_mode():
    """Whether new loops are in debug mode (A31)."""
    os = sys.modules.get("os")  # a program sets the variable through it
    return sys.flags.dev_mode or os is not None and bool(os.environ.get("PYTHONASYNCIODEBUG"))


def _iscoroutinefunction(func):
    while type(func).__name__ == "partial" and hasattr(func, "keywords"):  # functools.partial
        func = func.func
    func = func.__func__ if isinstance(func, MethodType) else func
    if isinstance(func, FunctionType) and func.__code__.co_flags & _CO_COROUTINE:
        return True
    return getattr(func, "__dict__", {}).get("_is_coroutine_mark") is True
