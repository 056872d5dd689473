"""`contextvars`. The types are in `_contextvars`, which is C in CPython."""

from _contextvars import Context, ContextVar, Token, copy_context

__all__ = ("Context", "ContextVar", "Token", "copy_context")
