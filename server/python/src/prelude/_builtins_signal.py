# timeslice: native
"""What the machine calls when signals have come; see `_builtins` and `_signal`."""
from _ipc import forget_wait, wait_again

__all__ = ["finish_wait", "run_handlers"]


def run_handlers():
    """Between two instructions of the main thread."""
    from _signal import run_handlers
    run_handlers()


def finish_wait():
    """In the middle of a wait of the main thread: what that comes to, after the handlers (PEP 475)."""
    from _signal import run_handlers
    try:
        run_handlers()
    except BaseException:
        forget_wait()
        raise
    return wait_again()
