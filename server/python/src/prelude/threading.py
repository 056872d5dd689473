"""`threading`: threads, and the things threads meet at (T1 to T20).

`Thread` and its bookkeeping are here; `Condition`, `Semaphore`, `Event` and `Barrier` in `threading_sync.py`. Built on
`_thread` (locks, identities) and `_timeslice` (starting a kernel thread, locks whose waits the trace can explain).
It knows nothing of the GIL or of the kernel.
"""

import sys
from _contextvars import Context, copy_context
from _thread_base import TIMEOUT_MAX, LockType, RLock, allocate_lock, get_ident, get_native_id, stack_size
from _thread_base import error as ThreadError
from _threading_local import local
from _timeslice import private_lock as _private_lock
from _timeslice import rename_thread as _rename_thread
from _timeslice import start_thread as _start_thread
from _timeslice import uncaught as _uncaught
from threading_sync import Barrier, BoundedSemaphore, BrokenBarrierError, Condition, Event, Semaphore
from threading_sync import QuietEvent as _QuietEvent

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event",
    "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer",
    "ThreadError", "ExceptHookArgs", "excepthook", "get_native_id", "local", "stack_size",
]  # fmt: skip

Lock = LockType if sys.version_info >= (3, 13) else allocate_lock
_RUNS_IN_CONTEXT = sys.version_info >= (3, 14)
_REFUSES_THREADS_AT_THE_END = sys.version_info[:2] == (3, 12)

# === Bookkeeping: who runs, who is being started ===

_registry_lock = _private_lock("lock")
_active = {}  # ident -> Thread
_starting = {}  # Thread -> Thread, between start() and its first instruction
_n_names = 0
_n_dummies = 0


def _next_number():
    global _n_names
    _n_names += 1
    return _n_names


def current_thread():
    """The `Thread` of the caller; a dummy for a thread that `threading` did not start."""
    thread = _active.get(get_ident())
    return _DummyThread() if thread is None else thread


def main_thread():
    """The thread in which the program was started."""
    return _main_thread


def active_count():
    """How many threads are alive."""
    with _registry_lock:
        return len(_active) + len(_starting)


def enumerate():
    """A list of all threads alive."""
    with _registry_lock:
        return list(_active.values()) + list(_starting)


# === Threads ===


class Thread:
    """A thread of control: runs `target(*args, **kwargs)`, or `run()` of a subclass."""

    _ready = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        if group is not None:
            raise AssertionError("group argument must be None for now")
        if context is not None and not _RUNS_IN_CONTEXT:
            raise TypeError("Thread.__init__() got an unexpected keyword argument 'context'")
        if name is None:  # T1
            name = f"Thread-{_next_number()}"
            function = getattr(target, "__name__", None)
            if function is not None:
                name = f"{name} ({function})"
        self._target = target
        self._name = str(name)
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else daemon  # T4
        self._context = context
        self._ident = None
        self._native_id = None
        self._is_started = False
        self._is_stopped = False
        self._done = None  # held while the thread is alive
        self._has_started = _private_lock("thread_start")
        self._ready = True

    def __repr__(self):
        if not self._ready:
            raise AssertionError("Thread.__init__() was not called")
        status = "initial"
        if self._is_started:
            status = "stopped" if self._is_stopped else "started"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def start(self):
        """Begin the thread; returns when it runs (G27, T3)."""
        if not self._ready:
            raise RuntimeError("thread.__init__() not called")
        if self._is_started or self in _starting:
            raise RuntimeError("threads can only be started once")
        if _is_shutting_down and _REFUSES_THREADS_AT_THE_END:
            raise RuntimeError("can't create new thread at interpreter shutdown")
        if _RUNS_IN_CONTEXT and self._context is None:
            inherits = getattr(sys.flags, "thread_inherit_context", 0)
            self._context = copy_context() if inherits else Context()  # T7
        has_started = self._has_started
        has_started.acquire()
        with _registry_lock:
            _starting[self] = self
        try:
            _start_thread(self._bootstrap, self._name, bool(self._daemonic), _label(self))
        except BaseException:
            with _registry_lock:
                del _starting[self]
            raise
        has_started.acquire()
        has_started.release()

    def run(self):
        """What the thread does. The target is let go of at the end, so that it does not outlive its work."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        try:
            self._bootstrap_inner()
        finally:
            self._is_stopped = True
            self._done.release()

    def _bootstrap_inner(self):
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._done = _private_lock("join", None, self._ident)
        self._done.acquire()
        self._is_started = True
        with _registry_lock:
            _active[self._ident] = self
            del _starting[self]
        self._has_started.release()
        try:
            if _RUNS_IN_CONTEXT:
                self._context.run(self.run)
            else:
                self.run()
        except BaseException:
            _report(self)
        finally:
            with _registry_lock:
                del _active[self._ident]

    def join(self, timeout=None):
        """Wait until the thread has ended, or `timeout` seconds."""
        if not self._ready:
            raise RuntimeError("Thread.__init__() not called")
        if not self._is_started:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        if self._is_stopped:
            return
        done = self._done
        if timeout is None:
            ended = done.acquire()
        elif timeout > 0:
            ended = done.acquire(True, timeout)
        else:
            ended = done.acquire(False)
        if ended:
            done.release()

    def is_alive(self):
        """Whether `run` has begun and not yet ended."""
        if not self._ready:
            raise AssertionError("Thread.__init__() not called")
        return self._is_started and not self._is_stopped

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        if not self._ready:
            raise AssertionError("Thread.__init__() not called")
        self._name = str(name)
        if get_ident() == self._ident:
            _rename_thread(self._name)

    @property
    def ident(self):
        return self._ident

    @property
    def native_id(self):
        return self._native_id

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._ready:
            raise RuntimeError("Thread.__init__() not called")
        if self._is_started:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def isDaemon(self):
        _deprecated("isDaemon() is deprecated, get the daemon attribute instead")
        return self.daemon

    def setDaemon(self, daemonic):
        _deprecated("setDaemon() is deprecated, set the daemon attribute instead")
        self.daemon = daemonic

    def getName(self):
        _deprecated("getName() is deprecated, get the name attribute instead")
        return self.name

    def setName(self, name):
        _deprecated("setName() is deprecated, set the name attribute instead")
        self.name = name


def _label(thread):
    """The function a thread runs, for the trace."""
    if type(thread).run is not Thread.run:
        return type(thread).__name__ + ".run"
    target = thread._target
    return getattr(target, "__qualname__", None) or type(target).__name__


class Timer(Thread):
    """Calls a function after `interval` seconds, unless cancelled (T20)."""

    def __init__(self, interval, function, args=None, kwargs=None):
        Thread.__init__(self)
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = _QuietEvent()

    def cancel(self):
        """Do not call the function, if it has not been called yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _AdoptedThread(Thread):
    """A thread that runs already when its object is made."""

    def __init__(self, name, daemon):
        Thread.__init__(self, name=name, daemon=daemon)
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._done = _private_lock("join", None, self._ident)
        self._is_started = True
        with _registry_lock:
            _active[self._ident] = self


class _MainThread(_AdoptedThread):
    """The thread that runs the program's main module."""

    def __init__(self):
        _AdoptedThread.__init__(self, "MainThread", False)
        self._done.acquire()


class _DummyThread(_AdoptedThread):
    """A thread that was started below `threading`."""

    def __init__(self):
        global _n_dummies
        _n_dummies += 1
        _AdoptedThread.__init__(self, f"Dummy-{_n_dummies}", True)

    def is_alive(self):
        return True

    def join(self, timeout=None):
        error = RuntimeError if sys.version_info >= (3, 13) else AssertionError
        raise error("cannot join a dummy thread")


def _forget(ident):
    # A thread that `threading` did not start has ended. Before 3.13 its dummy stays until the identity is used again,
    # which it never is here.
    with _registry_lock:
        _active.pop(ident, None)


# === Uncaught exceptions (T6) ===


class ExceptHookArgs(tuple):
    """What `excepthook` gets: (exc_type, exc_value, exc_traceback, thread)."""

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])


ExceptHookArgs.__name__ = ExceptHookArgs.__qualname__ = "_ExceptHookArgs"


def excepthook(args):
    """Report an exception that ended a thread. Silent for SystemExit."""
    if args.exc_type is SystemExit:
        return
    if sys.stderr is None:
        return
    from _timeslice import format_exception

    name = get_ident() if args.thread is None else args.thread.name
    exc = args.exc_type() if args.exc_value is None else args.exc_value
    lines = format_exception(exc.with_traceback(args.exc_traceback))
    sys.stderr.write(f"Exception in thread {name}:\n" + "".join(lines))
    sys.stderr.flush()


__excepthook__ = excepthook


def _report(thread):
    exc_type, exc, traceback = sys.exc_info()
    if exc_type is not SystemExit:
        _uncaught(exc)
    try:
        excepthook(ExceptHookArgs((exc_type, exc, traceback, thread)))
    except BaseException:
        sys.excepthook(*sys.exc_info())


# === The end of the process (T5) ===

_exit_functions = []
_is_shutting_down = False


def _register_atexit(function, *args, **kwargs):
    """Have `function` called when the main module has ended, before threads are joined; last registered, first called."""
    if _is_shutting_down:
        raise RuntimeError("can't register atexit after shutdown")
    _exit_functions.append((function, args, kwargs))


def _shutdown():
    """The end of the main module: run the registered functions, then wait for all threads that are not daemons."""
    global _is_shutting_down
    if _main_thread._is_stopped:
        return
    _is_shutting_down = True
    _main_thread._is_stopped = True
    _main_thread._done.release()
    while _exit_functions:
        function, args, kwargs = _exit_functions.pop()
        function(*args, **kwargs)
    me = current_thread()
    waiting = True
    while waiting:
        waiting = [thread for thread in enumerate() if thread is not me and not thread.daemon]
        for thread in waiting:
            if thread._is_started:
                thread.join()
            else:  # it is between start() and its first instruction
                thread._has_started.acquire()
                thread._has_started.release()


def _after_fork():
    """In the child of a fork only the calling thread lives, and it is the main thread (P3)."""
    global _main_thread, _registry_lock, _is_shutting_down
    _registry_lock = _private_lock("lock")
    _is_shutting_down = False
    me = current_thread()
    _main_thread = me
    for thread in list(_active.values()):
        if thread is not me:
            thread._is_stopped = True
            if thread._done is not None and thread._done.locked():
                thread._done.release()
    _active.clear()
    _starting.clear()
    me._ident = get_ident()
    me._native_id = get_native_id()
    _active[me._ident] = me


# === Older names ===


def _deprecated(message):
    import warnings

    warnings.warn(message, DeprecationWarning, stacklevel=3)


def activeCount():
    _deprecated("activeCount() is deprecated, use active_count() instead")
    return active_count()


def currentThread():
    _deprecated("currentThread() is deprecated, use current_thread() instead")
    return current_thread()


_main_thread = _MainThread()
