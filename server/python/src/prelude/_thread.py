"""`_thread`: threads without `threading`. Nobody joins them, and the program's end does not wait for them."""
import sys
from _thread_base import LockType, RLock, TIMEOUT_MAX, allocate_lock, error, get_ident, get_native_id, lock, stack_size
from _timeslice import start_thread as _start_thread

allocate = allocate_lock
_n_running = 0
_n_started = 0


def start_new_thread(*args, **kwargs):
    """Start a thread that calls `function(*args, **kwargs)`; its identity."""
    global _n_started
    if kwargs:
        raise TypeError("start_new_thread() takes no keyword arguments")
    if len(args) not in (2, 3):
        at = "at least 2" if len(args) < 2 else "at most 3"
        raise TypeError(f"start_new_thread expected {at} arguments, got {len(args)}")
    function, positional, keywords = *args, *[{}] * (3 - len(args))
    if not callable(function):
        raise TypeError("first arg must be callable")
    if not isinstance(positional, tuple):
        raise TypeError("2nd arg must be a tuple")
    if not isinstance(keywords, dict):
        raise TypeError("optional 3rd arg must be a dictionary")
    begun = allocate_lock()
    begun.acquire()
    ident = []

    def bootstrap():
        global _n_running
        _n_running += 1
        ident.append(get_ident())
        begun.release()
        try:
            function(*positional, **keywords)
        except SystemExit:
            pass
        except BaseException as e:
            e.__traceback__ = e.__traceback__.tb_next
            about = "Exception ignored in thread started by", function
            if sys.version_info >= (3, 13):
                about = f"{about[0]} {function!r}", None
            sys.unraisablehook(sys.UnraisableHookArgs((type(e), e, e.__traceback__, *about)))
        finally:
            _n_running -= 1
            if threading := sys.modules.get("threading"):
                threading._forget(ident[0])

    _n_started += 1
    label = getattr(function, "__qualname__", None) or type(function).__name__
    _start_thread(bootstrap, f"{label}-{_n_started}", True, label)
    begun.acquire()
    return ident[0]


start_new = start_new_thread


def exit():
    """End the calling thread."""
    raise SystemExit


exit_thread = exit


def interrupt_main(signum=2, /):
    """As if the signal had arrived: its handler runs in the main thread."""
    import _signal
    if not 1 <= signum < 65:
        raise ValueError("signal number out of range")
    if _signal.handlers.get(signum, 0) not in (0, 1):
        _signal.raise_signal(signum)


def _count():
    """How many threads were started here and still run."""
    return _n_running
