"""signal: the signals' numbers, and handlers. The main thread calls a handler when it next runs Python code: a sleep or
a wait that is under way ends first."""
from _ipc import set_disposition, take_signal
from enum import IntEnum


class Signals(IntEnum):
    """Linux's signals."""
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGABRT = 6
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17
    SIGCONT = 18
    SIGSTOP = 19


class Handlers(IntEnum):
    """The two handlers that are no functions."""
    SIG_DFL = 0
    SIG_IGN = 1


for _member in [*Signals, *Handlers]:
    globals()[_member.name] = _member
NSIG = 65


def default_int_handler(signalnum, frame, /):
    """Raises KeyboardInterrupt."""
    raise KeyboardInterrupt


_handlers = {Signals.SIGINT: default_int_handler}


def signal(signalnum, handler, /):
    """Sets a handler; returns the old one."""
    signalnum = Signals(signalnum)
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if signalnum in (9, 19):
        raise OSError(22, "Invalid argument")
    import threading
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    old = getsignal(signalnum)
    _handlers[signalnum] = handler
    set_disposition(int(signalnum), int(handler) if handler in (0, 1) else 2)
    return old


def _run_pending():
    """Calls the handlers of the signals that have come."""
    while (number := take_signal()) is not None:
        handler = getsignal(number)
        if callable(handler):
            handler(number, None)


def getsignal(signalnum, /):
    """The handler of a signal."""
    return _handlers.get(Signals(signalnum), Handlers.SIG_DFL)


def raise_signal(signalnum, /):
    """Sends a signal to this process: its handler runs at once."""
    handler = getsignal(signalnum)
    if callable(handler):
        handler(int(signalnum), None)
    elif handler == 0:
        import os
        os.kill(os.getpid(), signalnum)


def strsignal(signalnum, /):
    """A signal's description."""
    return {2: "Interrupt", 9: "Killed", 15: "Terminated", 6: "Aborted", 11: "Segmentation fault"}.get(
        int(signalnum))


def valid_signals():
    """All signals."""
    return set(Signals)
