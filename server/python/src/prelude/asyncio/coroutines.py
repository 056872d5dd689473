"""What counts as a coroutine."""

from _asyncio import iscoroutine

__all__ = ("iscoroutinefunction", "iscoroutine")

_CO_COROUTINE = 0x80


def iscoroutinefunction(func):
    """Whether calling `func` gives a coroutine."""
    while hasattr(func, "func") and hasattr(func, "keywords"):  # functools.partial
        func = func.func
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    return code is not None and bool(code.co_flags & _CO_COROUTINE)
