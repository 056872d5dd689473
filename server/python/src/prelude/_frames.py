# timeslice: native
"""Who called, and lines of the program's source."""
import _timeslice
import sys


def caller(depth):
    """(file, line, function, module) of the caller's caller `depth` levels out, natives not counted; or None."""
    f = _timeslice.frame(depth + 1)
    if f is None:
        return None
    return f.f_code.co_filename, f.f_lineno, f.f_code.co_name, f.f_globals.get("__name__")


def source_line(filename, lineno):
    """A line of the program, or None: the library's own lines are not shown."""
    main = sys.modules.get("__main__")
    if filename != getattr(main, "__file__", None):
        return None
    return _timeslice.source_line(lineno)
