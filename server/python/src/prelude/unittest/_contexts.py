# timeslice: native
"""What `with self.assertRaises(...)` and its like do at the end of the block."""
import re
import warnings


class AssertRaises:
    """The context of `assertRaises`."""

    def __init__(self, case, expected, pattern=None, message=None):
        self.case, self.expected, self.pattern, self.message = case, expected, pattern, message
        self.callable = None

    def __enter__(self):
        return self

    def _fail(self, text):
        raise self.case.failureException(self.case._formatMessage(self.message, text))

    def _name(self):
        if isinstance(self.expected, tuple):
            return tuple(e.__name__ for e in self.expected)
        return self.expected.__name__

    def __exit__(self, kind, exc, traceback):
        if kind is None:
            by = f" by {self.callable}" if self.callable else ""
            self._fail(f"{self._name()} not raised{by}")
        if not issubclass(kind, self.expected):
            return False
        self.exception = exc.with_traceback(None)
        if self.pattern is not None:
            pattern = re.compile(self.pattern) if isinstance(self.pattern, (str, bytes)) else self.pattern
            if not pattern.search(str(exc)):
                self._fail(f'"{pattern.pattern}" does not match "{exc}"')
        return True


class AssertWarns(AssertRaises):
    """The context of `assertWarns`."""

    def __enter__(self):
        self._catch = warnings.catch_warnings(record=True)
        self.warnings = self._catch.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, exc, traceback):
        self._catch.__exit__(kind, exc, traceback)
        if kind is not None:
            return
        first = None
        for w in self.warnings:
            if not issubclass(w.category, self.expected):
                continue
            first = first or w.message
            if self.pattern is not None and not re.search(self.pattern, str(w.message)):
                continue
            self.warning, self.filename, self.lineno = w.message, w.filename, w.lineno
            return
        if first is not None:
            self._fail(f'"{self.pattern}" does not match "{first}"')
        by = f" by {self.callable}" if self.callable else ""
        self._fail(f"{self._name()} not triggered{by}")


class AssertLogs:
    """The context of `assertLogs`."""

    def __init__(self, case, logger, level, no_logs):
        import logging
        self.case, self.name, self.no_logs = case, logger, no_logs
        self.level = logging.getLevelName(level) if isinstance(level, str) else level or logging.INFO

    def __enter__(self):
        import logging
        self.logger = self.name if isinstance(self.name, logging.Logger) else logging.getLogger(self.name)
        self.records, self.output = records, output = [], []

        class Handler(logging.Handler):
            def emit(self, record):
                records.append(record)
                output.append(self.format(record))

        handler = Handler()
        handler.setLevel(self.level)
        handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
        self._old = self.logger.handlers[:], self.logger.level, self.logger.propagate
        self.logger.handlers, self.logger.propagate = [handler], False
        self.logger.setLevel(self.level)
        return None if self.no_logs else self

    def __exit__(self, kind, exc, traceback):
        import logging
        self.logger.handlers, self.logger.propagate = self._old[0], self._old[2]
        self.logger.setLevel(self._old[1])
        if kind is not None:
            return False
        if self.no_logs and self.records:
            self.case.fail(f"Unexpected logs found: {self.output!r}")
        if not self.no_logs and not self.records:
            self.case.fail(f"no logs of level {logging.getLevelName(self.level)} or higher triggered on "
                           f"{self.logger.name}")
