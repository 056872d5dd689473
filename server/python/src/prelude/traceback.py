"""traceback: exceptions as text. The text itself is made natively, as for an uncaught exception."""
from _frames import caller, source_line
from _builtins_group import format_without_suggestions as _without_suggestions
from _timeslice import format_exception as _format_exception
import sys

__all__ = [
    "FrameSummary", "StackSummary", "TracebackException", "extract_stack", "extract_tb", "format_exc",
    "format_exception", "format_exception_only", "format_list", "format_stack", "format_tb", "print_exc",
    "print_exception", "print_last", "print_list", "print_stack", "print_tb", "walk_tb",
]

_MISSING = object()


class FrameSummary:
    """One line of a traceback."""
    __slots__ = ("filename", "lineno", "name", "_line", "locals", "colno", "end_lineno", "end_colno")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None,
                 colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.locals = locals
        self.colno = colno
        self.end_lineno = end_lineno
        self.end_colno = end_colno

    @property
    def line(self):
        """The source line, without indentation."""
        if self._line is None and self.lineno is not None:
            self._line = source_line(self.filename, self.lineno) or ""
        return None if self._line is None else self._line.strip()

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]

    def __len__(self):
        return 4

    def __eq__(self, other):
        if isinstance(other, (FrameSummary, tuple)):
            return tuple(self) == tuple(other)
        return NotImplemented

    __hash__ = None

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"


class StackSummary(list):
    """The lines of a traceback or of a stack."""

    @classmethod
    def from_list(cls, a_list):
        """From FrameSummary objects or 4-tuples."""
        result = cls()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, frame):
        """The text of one line."""
        text = f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n'
        return text + f"    {frame.line}\n" if frame.line else text

    def format(self, **kwargs):
        """A list of texts."""
        return [self.format_frame_summary(frame) for frame in self]


def walk_tb(tb):
    """(frame, line) of each entry."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    """The entries of a traceback."""
    result = StackSummary()
    for frame, lineno in walk_tb(tb):
        code = frame.f_code
        result.append(FrameSummary(code.co_filename, lineno, code.co_name))
    if limit is not None:
        result = StackSummary(result[:limit] if limit >= 0 else result[limit:])
    return result


def extract_stack(f=None, limit=None):
    """The present stack, the outermost frame first."""
    result = []
    depth = 1
    while True:
        found = caller(depth)
        if found is None:
            break
        result.append(FrameSummary(found[0], found[1], found[2]))
        depth += 1
    result.reverse()
    if limit is not None:
        result = result[-limit:] if limit >= 0 else result[:-limit]
    return StackSummary(result)


def _exception(exc, value):
    return exc if value is _MISSING else value


def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True, **kwargs):
    """The whole report, as a list of texts."""
    exc = _exception(exc, value)
    if exc is None:
        return ["NoneType: None\n"]
    if limit is None and chain and (tb is _MISSING or tb is exc.__traceback__):
        if sys.version_info < (3, 12):
            # Only what C reports asks whether another name was meant.
            return list(_without_suggestions(exc))
        return list(_format_exception(exc))
    tb = exc.__traceback__ if tb is _MISSING else tb
    lines = []
    if chain:
        if exc.__cause__ is not None:
            lines += format_exception(exc.__cause__, limit=limit)
            lines.append(
                "\nThe above exception was the direct cause of the following exception:\n\n")
        elif exc.__context__ is not None and not exc.__suppress_context__:
            lines += format_exception(exc.__context__, limit=limit)
            lines.append(
                "\nDuring handling of the above exception, another exception occurred:\n\n")
    if tb is not None:
        lines.append("Traceback (most recent call last):\n")
        lines += format_tb(tb, limit)
    return lines + format_exception_only(exc)


def format_exception_only(exc, /, value=_MISSING, **kwargs):
    """The last lines of the report: class and message, notes."""
    exc = _exception(exc, value)
    if exc is None:
        return ["NoneType: None\n"]
    if isinstance(exc, SyntaxError):
        return [line for line in _format_exception(exc.with_traceback(None))]
    cls = type(exc)
    name = cls.__qualname__
    if cls.__module__ not in ("builtins", "__main__"):
        name = f"{cls.__module__}.{name}"
    try:
        text = str(exc)
    except Exception:
        text = "<exception str() failed>"
    if sys.version_info >= (3, 12) and isinstance(exc, (NameError, AttributeError, ImportError)):
        import _suggestions
        text += _suggestions.suffix(exc, has_frames=False)
    lines = [f"{name}: {text}\n" if text else f"{name}\n"]
    for note in getattr(exc, "__notes__", ()):
        lines += [line + "\n" for line in str(note).split("\n")]
    return lines


def format_list(extracted_list):
    """The texts of extracted entries."""
    return StackSummary.from_list(extracted_list).format()


def format_tb(tb, limit=None):
    """The texts of a traceback's entries: those of the native report, so with its marks under the source."""
    if tb is None:
        return []
    entries = []
    for line in "".join(_format_exception(Exception().with_traceback(tb))).splitlines(True)[1:-1]:
        if line.startswith('  File "'):
            entries.append(line)
        elif entries:
            entries[-1] += line
    return entries if limit is None else entries[:limit] if limit >= 0 else entries[limit:]


def format_exc(limit=None, chain=True):
    """The report of the exception being handled, as one text."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def format_stack(f=None, limit=None):
    """The texts of the present stack."""
    return StackSummary(extract_stack()[:-1]).format() if limit is None else extract_stack(limit=limit).format()


def _write(lines, file):
    file = sys.stderr if file is None else file
    file.write("".join(lines))


def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True, **kwargs):
    """Prints the report of an exception."""
    _write(format_exception(exc, value, tb, limit, chain), file)


def print_exc(limit=None, file=None, chain=True):
    """Prints the report of the exception being handled."""
    _write(format_exception(sys.exception(), limit=limit, chain=chain), file)


def print_last(limit=None, file=None, chain=True):
    """Prints the report of the last uncaught exception."""
    if not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    print_exception(sys.last_value, limit=limit, file=file, chain=chain)


def print_tb(tb, limit=None, file=None):
    """Prints a traceback's entries."""
    _write(format_tb(tb, limit), file)


def print_list(extracted_list, file=None):
    """Prints extracted entries."""
    _write(format_list(extracted_list), file)


def print_stack(f=None, limit=None, file=None):
    """Prints the present stack."""
    _write(StackSummary(extract_stack()[:-1]).format(), file)


class TracebackException:
    """An exception taken apart for later formatting."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, **kwargs):
        self.exc_type = exc_type
        self.stack = extract_tb(exc_traceback, limit)
        self._str = str(exc_value)
        self._lines = format_exception(exc_value, exc_value, exc_traceback, limit)
        self._only = format_exception_only(exc_value)

    @classmethod
    def from_exception(cls, exc, **kwargs):
        """From an exception object."""
        return cls(type(exc), exc, exc.__traceback__, **kwargs)

    def format(self, *, chain=True):
        """The whole report."""
        yield from self._lines

    def format_exception_only(self):
        """The last lines."""
        yield from self._only

    def print(self, *, file=None, chain=True):
        """Prints the report."""
        _write(self._lines, file)

    def __str__(self):
        return self._str
