# timeslice: file logging/__init__.py
"""logging: levels, filters and handlers."""
from logging._format import Formatter, LogRecord, _level_to_name, _name_to_level
import sys
import threading

_lock = threading.RLock()
_handlers = []


def getLevelName(level):
    """The name of a level, or the level of a name."""
    found = _level_to_name.get(level)
    if found is None:
        found = _name_to_level.get(level)
    return f"Level {level}" if found is None else found


def getLevelNamesMapping():
    """Levels by name."""
    return dict(_name_to_level)


def addLevelName(level, levelName):
    """Gives a level a name."""
    with _lock:
        _level_to_name[level] = levelName
        _name_to_level[levelName] = level


def _checkLevel(level):
    if isinstance(level, int):
        return level
    if str(level) == level:
        if level not in _name_to_level:
            raise ValueError(f"Unknown level: {level!r}")
        return _name_to_level[level]
    raise TypeError(f"Level not an integer or a valid string: {level!r}")


class Filter:
    """Lets records of one part of the logger tree pass."""

    def __init__(self, name=""):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Whether the record passes."""
        return not self.nlen or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    """Something with filters."""

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        """Adds a filter: an object with `filter`, or a function."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Removes a filter."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """False, or the record, perhaps another one."""
        for f in self.filters:
            result = f.filter(record) if hasattr(f, "filter") else f(record)
            if not result:
                return False
            if isinstance(result, LogRecord):
                record = result
        return record


_default_formatter = Formatter()


class Handler(Filterer):
    """Sends records somewhere."""

    def __init__(self, level=0):
        Filterer.__init__(self)
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        self._closed = False
        _handlers.append(self)
        self.createLock()

    def get_name(self):
        """The handler's name."""
        return self._name

    def set_name(self, name):
        """Names the handler."""
        self._name = name

    name = property(get_name, set_name)

    def createLock(self):
        """Makes the lock that is held while a record is sent."""
        self.lock = threading.RLock()

    def acquire(self):
        """Takes the lock."""
        if self.lock:
            self.lock.acquire()

    def release(self):
        """Releases the lock."""
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Sets the lowest level that is sent."""
        self.level = _checkLevel(level)

    def format(self, record):
        """The text of a record."""
        return (self.formatter or _default_formatter).format(record)

    def emit(self, record):
        """Sends a record; for subclasses."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        """Sends a record if the filters let it pass."""
        passed = self.filter(record)
        if isinstance(passed, LogRecord):
            record = passed
        if passed:
            self.acquire()
            try:
                self.emit(record)
            finally:
                self.release()
        return passed

    def setFormatter(self, fmt):
        """Sets the formatter."""
        self.formatter = fmt

    def flush(self):
        """For subclasses."""

    def close(self):
        """Forgets the handler."""
        with _lock:
            self._closed = True
            if self in _handlers:
                _handlers.remove(self)

    def handleError(self, record):
        """Reports an exception of `emit` on stderr."""
        if not sys.modules["logging"].raiseExceptions or not sys.stderr:
            return
        import traceback
        exc = sys.exception()
        write = sys.stderr.write
        write("--- Logging error ---\n")
        traceback.print_exception(exc)
        write("Call stack:\n")
        stack = [f for f in traceback.extract_stack() if "logging/" not in f.filename]
        write("".join(traceback.format_list(stack)))
        write(f"Message: {record.msg!r}\nArguments: {record.args}\n")

    def __repr__(self):
        return f"<{self.__class__.__name__} ({getLevelName(self.level)})>"


class StreamHandler(Handler):
    """Writes to a stream, stderr unless given."""
    terminator = "\n"

    def __init__(self, stream=None):
        Handler.__init__(self)
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        """Flushes the stream."""
        self.acquire()
        try:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()
        finally:
            self.release()

    def emit(self, record):
        """Writes a record's text and a newline."""
        try:
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Sets the stream; returns the old one."""
        if stream is self.stream:
            return None
        old = self.stream
        self.flush()
        self.stream = stream
        return old

    def __repr__(self):
        name = str(getattr(self.stream, "name", ""))
        return f"<{self.__class__.__name__} {name + ' ' if name else ''}({getLevelName(self.level)})>"


class FileHandler(StreamHandler):
    """Writes to a file."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        from os import path
        self.baseFilename = path.abspath(filename)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors
        self.delay = delay
        Handler.__init__(self)
        self.stream = None if delay else self._open()

    def _open(self):
        return open(self.baseFilename, self.mode, encoding=self.encoding)

    def emit(self, record):
        """Writes a record, opening the file if that was put off."""
        if self.stream is None and (self.mode != "w" or not self._closed):
            self.stream = self._open()
        if self.stream:
            StreamHandler.emit(self, record)

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.baseFilename} ({getLevelName(self.level)})>"

    def close(self):
        """Closes the file."""
        if self.stream is not None:
            self.flush()
            self.stream.close()
            self.stream = None
        Handler.close(self)


class NullHandler(Handler):
    """Sends records nowhere."""

    def handle(self, record):
        """Does nothing."""

    def emit(self, record):
        """Does nothing."""

    def createLock(self):
        """There is nothing to lock."""
        self.lock = None


class _StderrHandler(StreamHandler):
    """Writes to what stderr is at the moment."""

    def __init__(self, level=0):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


lastResort = _StderrHandler(30)

for _class in (Filter, Filterer, Handler, StreamHandler, FileHandler, NullHandler, _StderrHandler):
    _class.__module__ = "logging"
