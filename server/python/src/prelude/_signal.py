# timeslice: native
"""What `signal` keeps in C: the handlers, and when they run."""
import _ipc
from _timeslice import pid
from sys import _getframe

SIG_DFL, SIG_IGN = 0, 1


def default_int_handler(signalnum, frame, /):
    """Raises KeyboardInterrupt."""
    raise KeyboardInterrupt


handlers = {2: default_int_handler, 13: SIG_IGN, 25: SIG_IGN}


def run_handlers():
    """Calls the handlers of the signals that have come, with the frame that they interrupt."""
    while (number := _ipc.take_signal()) is not None:
        handler = handlers.get(number, SIG_DFL)
        if callable(handler):
            handler(number, _getframe())


def kill(process, number, /):
    """`os.kill`: a handler in this thread runs before it returns."""
    _ipc.kill_process(process, int(number))
    if _ipc.in_main_thread():
        run_handlers()


def raise_signal(signalnum, /):
    """Sends a signal to this process."""
    kill(pid(), signalnum)


def set_handler(number, handler):
    """The old one."""
    if not _ipc.in_main_thread():
        raise ValueError("signal only works in main thread of the main interpreter")
    if not callable(handler) and handler not in (0, 1):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    if not 1 <= number < 65:
        raise ValueError("signal number out of range")
    if number in (9, 19):
        raise OSError(22, "Invalid argument")
    old = handlers.get(number, SIG_DFL)
    handlers[number] = handler
    _ipc.set_disposition(number, 2 if callable(handler) else int(handler))
    return old


def bits(numbers):
    """A set as the machine has it."""
    mask = 0
    for number in numbers:
        number = int(number)
        if not 1 <= number < 65:
            raise ValueError(f"signal number {number} out of range [1; 64]")
        mask |= 1 << (number & 63)
    return mask if mask < 1 << 63 else mask - (1 << 64)


def numbers(mask):
    """The numbers in a set."""
    return {number for number in range(1, 65) if mask >> (number & 63) & 1}


def set_mask(how, mask):
    """Blocks, unblocks or sets; the old set. What is unblocked and pending is handled at once."""
    old = _ipc.signal_mask(None)
    if how == 0:
        new = old | mask
    elif how == 1:
        new = old & ~mask
    elif how == 2:
        new = mask
    else:
        raise OSError(22, "Invalid argument")
    _ipc.signal_mask(new)
    for number in sorted(numbers(_ipc.pending_signals() & ~new)):
        if handlers.get(number, SIG_DFL) == SIG_DFL:
            _ipc.kill_process(pid(), number)
    if _ipc.in_main_thread():
        run_handlers()
    return old


def wait_for(mask, timeout=None):
    """The number of a signal of the set, which stays blocked meanwhile; None after the timeout."""
    old = _ipc.signal_mask(None)
    _ipc.signal_mask(old | mask)
    try:
        return _ipc.wait_signal(mask, timeout)
    finally:
        _ipc.signal_mask(old)


def pause():
    """Until a signal has been handled."""
    _ipc.pause()


def set_alarm(seconds, interval):
    """The one that was set: seconds left, and its interval."""
    old = _ipc.get_alarm()
    _ipc.set_alarm(seconds, interval)
    return old


get_alarm = _ipc.get_alarm
