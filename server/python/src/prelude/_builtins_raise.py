# timeslice: native
"""Exceptions made on the way to being raised, and the warning of unawaited coroutines; see `_builtins`."""
from _timeslice import MISSING, frame_place, raise_from


def raise_slow(exc, cause):
    """`raise exc` and `raise exc from cause`; `cause` is False when not given."""
    if isinstance(exc, type) and issubclass(exc, BaseException):
        cls = exc
        exc = cls()
        if not isinstance(exc, BaseException):
            raise TypeError(
                f"calling {cls!r} should have returned an instance of BaseException, not {type(exc)!r}")
    if cause is False:
        cause = MISSING
    elif isinstance(cause, type) and issubclass(cause, BaseException):
        cause = cause()
    raise_from(exc, cause)


def import_from(getattr, args, text):
    """`from module import name`, where the module has a `__getattr__`."""
    try:
        return getattr(*args)
    except AttributeError:
        raise ImportError(text) from None


def import_star(module, namespace):
    """`from module import *`, where the module does not have all of its `__all__` yet."""
    for name in module.__all__:
        namespace[name] = getattr(module, name)


def throw_slow(generator, cls):
    """`generator.throw(cls)`"""
    return generator.throw(cls())


def athrow_slow(generator, cls):
    """`generator.athrow(cls)`"""
    return generator.athrow(cls())


def asyncgen_began(firstiter, generator, method, value):
    """The first step of an async generator, of which the thread's hook is told (PEP 525)."""
    firstiter(generator)
    return generator.aclose() if method == "aclose" else getattr(generator, method)(value)


def close_step(step):
    """`close()` of what `asend()` and its like give."""
    try:
        step.throw(GeneratorExit())
    except (StopIteration, StopAsyncIteration, GeneratorExit):
        return
    raise RuntimeError("coroutine ignored GeneratorExit")


def warn_never_awaited(coroutine, text):
    """The warning of a coroutine (A30), or of `asend()` and its like with what to say, that dies unawaited."""
    import warnings
    source = None
    if text is None:
        source = coroutine
        text = f"coroutine '{coroutine.__qualname__}' was never awaited"
        if coroutine.cr_origin is not None:
            text += "\nCoroutine created at (most recent call last)\n" + origin_text(coroutine.cr_origin)
    if frame_place() is None:  # nobody runs any more, and no module can be imported to tell more
        warnings.warn_explicit(text, RuntimeWarning, "sys", 1)
    else:
        warnings.warn(text, RuntimeWarning, source=source)


def origin_text(origin):
    """The frames of a `cr_origin` as a traceback shows them, without the last line's end."""
    import traceback
    from linecache import getline
    entries = [(file, line, name, getline(file, line)) for file, line, name in reversed(origin)]
    return "".join(traceback.format_list(entries)).rstrip("\n")
