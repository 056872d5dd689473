# timeslice: native
"""`atexit`: functions called when the program ends, the last registered first (T5). C in CPython, hence no frames."""

import sys

_functions = []


def register(func, /, *args, **kwargs):
    """Have `func(*args, **kwargs)` called at the end; usable as a decorator."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _functions.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forget all registrations of `func`."""
    _functions[:] = [entry for entry in _functions if entry[0] != func]


def _clear():
    _functions.clear()


def _ncallbacks():
    return len(_functions)


def _run_exitfuncs():
    """Call them all; an exception is reported and the next one called."""
    while _functions:
        func, args, kwargs = _functions.pop()
        try:
            func(*args, **kwargs)
        except SystemExit:
            pass
        except BaseException:
            import traceback

            report = "".join(traceback.format_exception(*sys.exc_info()))
            sys.stderr.write(f"Exception ignored in atexit callback: {func!r}\n{report}")
