"""Logging, finalizers and the end of a process that has children."""

import atexit
import os
import sys
from multiprocessing import process

NOTSET, SUBDEBUG, DEBUG, INFO, SUBWARNING, WARNING = 0, 5, 10, 20, 25, 30
LOGGER_NAME = "multiprocessing"
DEFAULT_LOGGING_FORMAT = "[%(levelname)s/%(processName)s] %(message)s"
_logger = None
_log_to_stderr = False


def sub_debug(msg, *args):
    """Logs below debug."""
    if _logger:
        _logger.log(SUBDEBUG, msg, *args)


def debug(msg, *args):
    """Logs."""
    if _logger:
        _logger.log(DEBUG, msg, *args)


def info(msg, *args):
    """Logs."""
    if _logger:
        _logger.log(INFO, msg, *args)


def sub_warning(msg, *args):
    """Logs below warning."""
    if _logger:
        _logger.log(SUBWARNING, msg, *args)


def get_logger():
    """The logger of `multiprocessing`."""
    global _logger
    if not _logger:
        import logging
        logging.addLevelName(SUBDEBUG, "SUBDEBUG")
        logging.addLevelName(SUBWARNING, "SUBWARNING")
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    """The logger, which writes to stderr from now on."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return _logger


# === After a fork ===

_afterfork_registry = []


def _run_after_forkers():
    for obj, function in list(_afterfork_registry):
        function(obj)


def register_after_fork(obj, function):
    """Have `function(obj)` called in each forked child."""
    _afterfork_registry.append((obj, function))


# === Finalizers ===

_finalizer_registry = {}
_n_finalizers = 0


class Finalize:
    """Calls something once: when asked, or when the process ends, in order of priority."""

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        global _n_finalizers
        _n_finalizers += 1
        self._callback, self._args, self._kwargs = callback, args, kwargs or {}
        self._key = (exitpriority, _n_finalizers)
        self._pid = os.getpid()
        _finalizer_registry[self._key] = self

    def __call__(self, wr=None):
        if _finalizer_registry.pop(self._key, None) is None:
            return None
        if self._pid == os.getpid():
            return self._callback(*self._args, **self._kwargs)
        return None

    def cancel(self):
        """Never mind."""
        _finalizer_registry.pop(self._key, None)

    def still_active(self):
        """Whether it will be called."""
        return self._key in _finalizer_registry


def _run_finalizers(minpriority=None):
    keys = [key for key in _finalizer_registry if key[0] is not None and (minpriority is None or key[0] >= minpriority)]
    for key in sorted(keys, reverse=True):
        finalizer = _finalizer_registry.get(key)
        if finalizer is not None:
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizer_registry.clear()


_exiting = False


def is_exiting():
    """Whether this process is at its end."""
    return _exiting


def _exit_function():
    """Daemonic children end, the others are waited for (P5)."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info("process shutting down")
    _run_finalizers(0)
    if process.current_process() is not None:
        for child in process.active_children():
            if child.daemon:
                info("calling terminate() for daemon %s", child.name)
                child._popen.terminate()
        for child in process.active_children():
            info("calling join() for process %s", child.name)
            child.join()
    _run_finalizers()


atexit.register(_exit_function)


def _not_exiting(_):
    global _exiting
    _exiting = False


register_after_fork(None, _not_exiting)


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError):
            pass


def _pid_of_creation(popen):
    # A child has a copy of the object, not of the child.
    return getattr(popen, "_creator", os.getpid())
