"""signal: the signals' numbers, and handlers. The main thread calls a handler when it next runs Python code: a sleep or
a wait that is under way ends first."""
from _ipc import set_disposition, take_signal
from enum import IntEnum
from sys import _getframe


class Signals(IntEnum):
    """Linux's signals."""
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGTRAP = 5
    SIGABRT = 6
    SIGBUS = 7
    SIGFPE = 8
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
    SIGTSTP = 20
    SIGTTIN = 21
    SIGTTOU = 22
    SIGURG = 23
    SIGXCPU = 24
    SIGXFSZ = 25
    SIGVTALRM = 26
    SIGPROF = 27
    SIGWINCH = 28
    SIGIO = 29
    SIGPWR = 30
    SIGSYS = 31


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


def _run_pending(frame=None):
    """Calls the handlers of the signals that have come while `frame` ran, which is the caller if none is given."""
    frame = frame or _getframe(1)
    while (number := take_signal()) is not None:
        handler = getsignal(number)
        if callable(handler):
            handler(number, frame)


def getsignal(signalnum, /):
    """The handler of a signal."""
    return _handlers.get(Signals(signalnum), Handlers.SIG_DFL)


def raise_signal(signalnum, /):
    """Sends a signal to this process: its handler runs at once."""
    handler = getsignal(signalnum)
    if callable(handler):
        handler(int(signalnum), _getframe(1))
    elif handler == 0:
        import os
        os.kill(os.getpid(), signalnum)


def strsignal(signalnum, /):
    """A signal's description."""
    return {
        1: "Hangup", 2: "Interrupt", 3: "Quit", 4: "Illegal instruction", 5: "Trace/breakpoint trap", 6: "Aborted",
        7: "Bus error", 8: "Floating point exception", 9: "Killed", 10: "User defined signal 1",
        11: "Segmentation fault", 12: "User defined signal 2", 13: "Broken pipe", 14: "Alarm clock", 15: "Terminated",
        17: "Child exited", 18: "Continued", 19: "Stopped (signal)", 20: "Stopped", 21: "Stopped (tty input)",
        22: "Stopped (tty output)", 23: "Urgent I/O condition", 24: "CPU time limit exceeded",
        25: "File size limit exceeded", 26: "Virtual timer expired", 27: "Profiling timer expired",
        28: "Window changed", 29: "I/O possible", 30: "Power failure", 31: "Bad system call",
    }.get(int(signalnum))


def valid_signals():
    """All signals."""
    return set(Signals)
