"""logging: messages with levels, through a tree of loggers, to handlers. Formatting is in `logging._format`, handlers in
`logging._handlers`."""
from logging._format import BASIC_FORMAT, Formatter, LogRecord, LoggerAdapter, PercentStyle, StrFormatStyle
from logging._format import StringTemplateStyle
from logging._handlers import (
    FileHandler, Filter, Filterer, Handler, NullHandler, StreamHandler, _checkLevel, _handlers, _lock, _StderrHandler,
    addLevelName, getLevelName, getLevelNamesMapping, lastResort,
)
import sys

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0

raiseExceptions = True
logThreads = logMultiprocessing = logProcesses = logAsyncioTasks = True
_record_factory = LogRecord


def setLogRecordFactory(factory):
    """Sets what makes records."""
    global _record_factory
    _record_factory = factory


def getLogRecordFactory():
    """What makes records."""
    return _record_factory


def makeLogRecord(dict):
    """A record with the given attributes."""
    record = _record_factory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record


# === Loggers ===

class Logger(Filterer):
    """A node of the logger tree."""

    def __init__(self, name, level=NOTSET):
        Filterer.__init__(self)
        self.name = name
        self.level = _checkLevel(level)
        self.parent = None
        self.propagate = True
        self.handlers = []
        self.disabled = False

    def setLevel(self, level):
        """Sets the lowest level that is logged; NOTSET asks the parent."""
        self.level = _checkLevel(level)

    def debug(self, msg, *args, **kwargs):
        """Logs at DEBUG."""
        if self.isEnabledFor(DEBUG):
            self._log(DEBUG, msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Logs at INFO."""
        if self.isEnabledFor(INFO):
            self._log(INFO, msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Logs at WARNING."""
        if self.isEnabledFor(WARNING):
            self._log(WARNING, msg, args, **kwargs)

    def warn(self, msg, *args, **kwargs):
        """The old name of `warning`."""
        self.warning(msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Logs at ERROR."""
        if self.isEnabledFor(ERROR):
            self._log(ERROR, msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Logs at ERROR with the exception being handled."""
        self.error(msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Logs at CRITICAL."""
        if self.isEnabledFor(CRITICAL):
            self._log(CRITICAL, msg, args, **kwargs)

    fatal = critical

    def log(self, level, msg, *args, **kwargs):
        """Logs at a level."""
        if not isinstance(level, int):
            if raiseExceptions:
                raise TypeError("level must be an integer")
            return
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def findCaller(self, stack_info=False, stacklevel=1):
        """(file, line, function, stack) of the caller outside logging."""
        from _frames import caller
        depth = 1
        while True:
            found = caller(depth)
            if found is None:
                return "(unknown file)", 0, "(unknown function)", None
            if not (found[3] or "").startswith("logging"):
                stacklevel -= 1
                if stacklevel <= 0:
                    break
            depth += 1
        stack = None
        if stack_info:
            import traceback
            stack = "Stack (most recent call last):\n" + "".join(
                traceback.format_list(traceback.extract_stack()[:-depth])).rstrip("\n")
        return found[0], found[1], found[2], stack

    def makeRecord(self, name, level, fn, lno, msg, args, exc_info, func=None, extra=None, sinfo=None):
        """Makes a record."""
        record = _record_factory(name, level, fn, lno, msg, args, exc_info, func, sinfo)
        if extra is not None:
            for key in extra:
                if key in ("message", "asctime") or key in record.__dict__:
                    raise KeyError(f"Attempt to overwrite {key!r} in LogRecord")
                record.__dict__[key] = extra[key]
        return record

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        filename, line, function, stack = self.findCaller(stack_info, stacklevel)
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = sys.exc_info()
        self.handle(self.makeRecord(
            self.name, level, filename, line, msg, args, exc_info, function, extra, stack))

    def handle(self, record):
        """Gives a record to the handlers, unless disabled or filtered."""
        if self.disabled:
            return
        passed = self.filter(record)
        if passed:
            self.callHandlers(passed if isinstance(passed, LogRecord) else record)

    def addHandler(self, hdlr):
        """Adds a handler."""
        with _lock:
            if hdlr not in self.handlers:
                self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """Removes a handler."""
        with _lock:
            if hdlr in self.handlers:
                self.handlers.remove(hdlr)

    def hasHandlers(self):
        """Whether a record would reach a handler."""
        logger = self
        while logger:
            if logger.handlers:
                return True
            if not logger.propagate:
                return False
            logger = logger.parent
        return False

    def callHandlers(self, record):
        """Gives a record to the handlers of this logger and of those above it."""
        logger = self
        found = 0
        while logger:
            for handler in logger.handlers:
                found += 1
                if record.levelno >= handler.level:
                    handler.handle(record)
            if not logger.propagate:
                break
            logger = logger.parent
        if not found and lastResort and record.levelno >= lastResort.level:
            lastResort.handle(record)

    def getEffectiveLevel(self):
        """The level that counts: its own or the next one above."""
        logger = self
        while logger:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Whether a record of this level would be made."""
        return not self.disabled and level > Logger.manager.disable and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        """The logger below, by its last name."""
        return self.manager.getLogger(suffix if self.root is self else f"{self.name}.{suffix}")

    def getChildren(self):
        """The loggers directly below."""
        loggers = self.manager.loggerDict.values()
        return {logger for logger in loggers if isinstance(logger, Logger) and logger.parent is self}

    def __repr__(self):
        return f"<{self.__class__.__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"


class RootLogger(Logger):
    """The root of the tree."""

    def __init__(self, level):
        Logger.__init__(self, "root", level)


_logger_class = Logger


def setLoggerClass(klass):
    """Sets the class of new loggers."""
    global _logger_class
    _logger_class = klass


def getLoggerClass():
    """The class of new loggers."""
    return _logger_class


class Manager:
    """All loggers by name."""

    def __init__(self, rootnode):
        self.root = rootnode
        self.disable = 0
        self.loggerDict = {}
        self.loggerClass = None

    def getLogger(self, name):
        """The logger of a name, made when first asked for."""
        if not isinstance(name, str):
            raise TypeError("A logger name must be a string")
        with _lock:
            logger = self.loggerDict.get(name)
            if logger is None:
                logger = (self.loggerClass or _logger_class)(name)
                logger.manager = self
                self.loggerDict[name] = logger
                logger.parent = self._above(name)
                for other in self.loggerDict.values():
                    if other.name.startswith(name + ".") and len(other.parent.name) < len(name) \
                            or other.name.startswith(name + ".") and other.parent is self.root:
                        other.parent = logger
            return logger

    def _above(self, name):
        while "." in name:
            name = name.rpartition(".")[0]
            if name in self.loggerDict:
                return self.loggerDict[name]
        return self.root


root = RootLogger(WARNING)
Logger.root = root
Logger.manager = root.manager = Manager(root)


def getLogger(name=None):
    """The logger of a name; the root without one."""
    if not name or isinstance(name, str) and name == root.name:
        return root
    return Logger.manager.getLogger(name)


def basicConfig(**kwargs):
    """Gives the root logger a handler, unless it has one."""
    with _lock:
        force = kwargs.pop("force", False)
        encoding = kwargs.pop("encoding", None)
        kwargs.pop("errors", None)
        if force:
            for handler in root.handlers[:]:
                root.removeHandler(handler)
                handler.close()
        if root.handlers:
            return
        handlers = kwargs.pop("handlers", None)
        filename = kwargs.pop("filename", None)
        mode = kwargs.pop("filemode", "a")
        stream = kwargs.pop("stream", None)
        if handlers is None:
            if stream is not None and filename is not None:
                raise ValueError("'stream' and 'filename' should not be specified together")
            handlers = [StreamHandler(stream) if filename is None else FileHandler(filename, mode, encoding)]
        elif stream is not None or filename is not None:
            raise ValueError(
                "'stream' or 'filename' should not be specified together with 'handlers'")
        datefmt = kwargs.pop("datefmt", None)
        style = kwargs.pop("style", "%")
        if style not in BASIC_FORMAT:
            raise ValueError(f"Style must be one of: {','.join(BASIC_FORMAT)}")
        formatter = Formatter(kwargs.pop("format", BASIC_FORMAT[style]), datefmt, style)
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
        level = kwargs.pop("level", None)
        if level is not None:
            root.setLevel(level)
        if kwargs:
            raise ValueError(f"Unrecognised argument(s): {', '.join(kwargs)}")


def _with_root(method):
    def log(msg, *args, **kwargs):
        if not root.handlers:
            basicConfig()
        getattr(root, method)(msg, *args, **kwargs)
    log.__name__ = log.__qualname__ = method
    return log


debug, info, warning, error = _with_root("debug"), _with_root("info"), _with_root("warning"), _with_root("error")
critical, exception, log = _with_root("critical"), _with_root("exception"), _with_root("log")
warn, fatal = warning, critical


def disable(level=CRITICAL):
    """Switches off everything up to a level."""
    root.manager.disable = _checkLevel(level)


def getHandlerByName(name):
    """The handler of a name, or None."""
    for handler in _handlers:
        if handler.name == name:
            return handler
    return None


def shutdown(handlerList=_handlers):
    """Flushes and closes all handlers."""
    for handler in reversed(handlerList[:]):
        try:
            handler.flush()
            handler.close()
        except (OSError, ValueError):
            pass


def captureWarnings(capture):
    """Sends warnings to the logger "py.warnings", or to stderr again."""
    import warnings
    if capture:
        def show(message, category, filename, lineno, file=None, line=None):
            getLogger("py.warnings").warning(
                "%s", warnings.formatwarning(message, category, filename, lineno, line))
        warnings.showwarning = show
    else:
        warnings.showwarning = warnings._original_showwarning
