"""`to_thread` (A12)."""

import functools
from _contextvars import copy_context
from asyncio import events

__all__ = ("to_thread",)


async def to_thread(func, /, *args, **kwargs):
    """Run `func(*args, **kwargs)` in a worker thread, in a copy of this context; its result."""
    loop = events.get_running_loop()
    call = functools.partial(copy_context().run, func, *args, **kwargs)
    future = loop.run_in_executor(None, call)
    future._wait = ("worker", getattr(func, "__qualname__", None) or type(func).__name__, None, ())
    return await future
