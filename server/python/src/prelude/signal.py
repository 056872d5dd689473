"""signal: numbers, handlers, alarms, masks, waiting for signals. A handler runs in the main thread, in the middle of a wait
as well (PEP 475); `_signal` does it. A mask holds for all threads of a process."""
import _signal
from _signal import default_int_handler, pause, raise_signal
from enum import IntEnum


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
    SIGSTKFLT = 16
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


class Sigmasks(IntEnum):
    """What `pthread_sigmask` does with a set."""
    SIG_BLOCK = 0
    SIG_UNBLOCK = 1
    SIG_SETMASK = 2


for _member in [*Signals, *Handlers, *Sigmasks]:
    globals()[_member.name] = _member
Signals._member_map_["SIGCLD"] = SIGCLD = Signals.SIGCHLD
Signals._member_map_["SIGIOT"] = SIGIOT = Signals.SIGABRT
Signals._member_map_["SIGPOLL"] = SIGPOLL = Signals.SIGIO
SIGRTMIN, SIGRTMAX, NSIG = 34, 64, 65
ITIMER_REAL = 0
ItimerError = OSError


def _number(signalnum):
    try:
        return Signals(signalnum)
    except ValueError:
        return signalnum


def _handler(handler):
    return Handlers(handler) if isinstance(handler, int) else handler


def signal(signalnum, handler, /):
    """Sets a handler; returns the old one."""
    return _handler(_signal.set_handler(int(signalnum), handler))


def getsignal(signalnum, /):
    """The handler of a signal."""
    if not 1 <= int(signalnum) < NSIG:
        raise ValueError("signal number out of range")
    return _handler(_signal.handlers.get(int(signalnum), 0))


def pthread_kill(thread_id, signalnum, /):
    """Sends a signal to a thread: whichever it is, the main thread runs the handler."""
    raise_signal(signalnum)


def alarm(seconds, /):
    """Has SIGALRM come after so many seconds; what was left of the alarm before, rounded up."""
    left, _ = _signal.set_alarm(int(seconds), 0)
    return int(-(-left // 1))


def setitimer(which, seconds, interval=0.0, /):
    """Has SIGALRM come after so many seconds, and again and again; the old timer."""
    _check_timer(which)
    if seconds < 0 or interval < 0:
        raise ItimerError(22, "Invalid argument")
    return _signal.set_alarm(seconds, interval)


def getitimer(which, /):
    """Seconds left, and the interval."""
    _check_timer(which)
    return _signal.get_alarm()


def _check_timer(which):
    if which in (1, 2):
        raise NotImplementedError("signal: timers of CPU time are not simulated; ITIMER_REAL is")
    if which != 0:
        raise ItimerError(22, "Invalid argument")


def pthread_sigmask(how, mask, /):
    """Blocks signals, unblocks them, or sets the blocked ones; the old set."""
    return {_number(n) for n in _signal.numbers(_signal.set_mask(how, _signal.bits(mask)))}


def sigpending():
    """Signals that have come and are blocked."""
    import _ipc
    return {_number(n) for n in _signal.numbers(_ipc.pending_signals())}


def sigwait(sigset, /):
    """Waits for one of these signals, and takes it."""
    return _number(_signal.wait_for(_signal.bits(sigset)))


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
