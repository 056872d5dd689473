# timeslice: native
"""How tasks, coroutines and callbacks look in reprs and messages (A20, A30)."""

from _timeslice import place


def short_repr(value):
    """A repr of limited length."""
    from reprlib import repr

    return repr(value)


def coroutine_name(coro):
    """The name of the function that made it."""
    return getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None) or type(coro).__name__


def format_coroutine(coro):
    """`f() running at file:line`."""
    name = coroutine_name(coro) + "()"
    where = place(coro)
    if where is None:
        return f"{name} running" if getattr(coro, "cr_running", False) else name
    filename, first_line, line = where
    if line:
        return f"{name} running at {filename}:{line}"
    return f"{name} done, defined at {filename}:{first_line}"


def format_callbacks(callbacks):
    """`cb=[...]` of a future: the first, how many more, the last."""
    texts = [format_callback(entry[0], ()) for entry in callbacks[:2]]
    if len(callbacks) > 2:
        texts = [texts[0], f"<{len(callbacks) - 2} more>", format_callback(callbacks[-1][0], ())]
    return f"cb=[{', '.join(texts)}]"


def format_callback(fn, args, kwargs=None, suffix=""):
    """`f(1, 2) at file:line`; the place only of Python functions."""
    arguments = [short_repr(arg) for arg in args]
    arguments.extend(f"{name}={short_repr(value)}" for name, value in (kwargs or {}).items())
    text = f"({', '.join(arguments)}){suffix}"
    partial = getattr(fn, "func", None)
    if partial is not None and hasattr(fn, "keywords"):
        return format_callback(partial, fn.args, fn.keywords, text)
    name = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", None) or repr(fn)
    where = place(fn)
    return f"{name}{text}" if where is None else f"{name}{text} at {where[0]}:{where[1]}"
