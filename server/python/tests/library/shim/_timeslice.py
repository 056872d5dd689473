"""The native module `_timeslice`, as a stand-in that runs on CPython: the whole contract between the library in
`src/prelude` and the virtual machine. Every docstring below is the specification of the native function.

Rules for the virtual machine:

* Each primitive completes at once, or blocks the calling thread exactly once (releasing the GIL while blocked).
* Trace calls (`emit`, `object_created`, `task_created`, `set_current_task`) take no virtual time and are no GIL check
  point. A trace call whose first argument is an object id of None records nothing.
* Modules that begin with `# timeslice: native` stand for what is C in CPython: their frames do not appear in
  tracebacks, have no line events, and contain no GIL check point, so that a call into them is atomic except where it
  blocks (with `gil = off`: no other thread runs between two instructions of such a frame). All others, whatever their
  name, are Python in CPython too. `# timeslice: file X` names the file that tracebacks show.
* Times are seconds as floats, on the clock of `time.monotonic()`.

Beyond this module the library needs: `_thread` (`allocate_lock`, `LockType`, `RLock` with `_is_owned`, `_release_save`,
`_acquire_restore`; `get_ident`, `get_native_id`, `stack_size`, `TIMEOUT_MAX`, `error`), `time.monotonic`,
`_weakref.ref`, `collections.deque`, `heapq`, `functools.partial`; `traceback.format_exception`, `warnings.warn`,
`reprlib.repr` and `linecache.getline` are imported when something is reported.
"""

import math
import sys
import time
from _thread import RLock, _local, allocate_lock, start_new_thread

#: What `emit` and its relatives saw: (thread number, current task or None, event, arguments). Only the stand-in has it.
recorded = []

_state = _local()
_counters = {"object": 0, "task": 0, "thread": 0}


# === Threads and locks ===


def start_thread(run, name, daemon, label):
    """Create a kernel thread that calls `run()` and return its ident (not 0). `name` and `label` (the function it
    runs, for the page) are for the trace; a daemon thread does not keep the process alive. Does not block: the
    handshake of `Thread.start` (G27) is the library's. Raises RuntimeError("can't start new thread") at the limit.
    An exception that leaves `run` is dropped: the library has reported it."""
    _counters["thread"] += 1
    return start_new_thread(_run, (run, _counters["thread"]))


def _run(run, number):
    thread_state()["trace_thread"] = number
    run()


def rename_thread(name):
    """The calling thread has the new name `name` (event thread_renamed)."""


def uncaught(exc):
    """This exception ends the program of the calling thread (event uncaught). Called before it is reported."""


def private_lock(cause, object_id=None, thread=None):
    """A free lock of type `_thread.lock` that belongs to the library: no object_created, acquired, released or
    contended events. A thread that blocks in it is reported as blocked with `cause` (a `WaitCause` in snake case:
    lock, condition, semaphore, event, barrier, queue, join, thread_start, future), at object `object_id`, on the
    thread whose ident is `thread`."""
    return allocate_lock()


def condition_lock(object_id):
    """A free `_thread.RLock` that is part of the condition `object_id`: it has no object_created of its own, and its
    acquired, contended and released events name `object_id`."""
    return RLock()


def thread_state():
    """The dictionary of the calling thread: made empty at its first use, dropped when the thread ends."""
    try:
        return _state.state
    except AttributeError:
        _state.state = {}
        return _state.state


# === The trace ===


def object_created(kind, obj):
    """A new `ObjectId` for `obj`, announced as object_created with `kind` (a `LockKind` in snake case). The machine
    finds its name: the variable it is first bound to, else a default such as "Semaphore-1". Does not keep `obj` alive."""
    _counters["object"] += 1
    _record("object_created", (_counters["object"], kind))
    return _counters["object"]


def task_created(name, coroutine):
    """A new `TaskId`, announced as task_created{created, name, coroutine, parent: the thread's current task}."""
    _counters["task"] += 1
    _record("task_created", (_counters["task"], name, coroutine))
    return _counters["task"]


def set_current_task(task_id):
    """The calling thread now runs task `task_id`, or none when it is -1: the `task` of its steps from here on."""
    thread_state()["trace_task"] = task_id


def emit(event, *args):
    """Record one event of the calling thread; `args` are the fields of the variant in the order of `event.rs`:

        acquired object · contended object, holder (ident or None) · released object · signalled object, woken
        item_put / item_taken object, size, item (any value: the machine makes the short repr, without running Python)
        loop_started name · loop_turn turn, ready · select_started timeout (seconds or None)
        select_returned timers, events · loop_stopped
        task_stepped line · task_suspended state, line, what, when (monotonic seconds or None), on (list of task ids)
        task_woken task, reason, when (its timer's due time or None: late_ns = max(0, now - when))
        task_cancel_requested task · task_done outcome, detail (any value: short repr)"""
    if event in ("item_put", "item_taken", "task_done"):
        args = (*args[:-1], repr(args[-1]))  # as the machine does: a trace keeps no object alive
    if args[:1] != (None,):
        _record(event, args)


def _record(event, args):
    state = thread_state()
    task = state.get("trace_task", -1)
    recorded.append((state.get("trace_thread", 0), None if task == -1 else task, event, args))


# === Coroutines and frames ===


def place(obj):
    """(filename, first line, current line) of a coroutine, generator or Python function, None for anything else (also
    for a bound method). The
    current line is that of its own frame; 0 when it has finished, and for a function."""
    code = getattr(obj, "cr_code", None) or getattr(obj, "gi_code", None) or getattr(obj, "ag_code", None)
    if code is None:
        code = obj.__code__ if type(obj) is type(place) else None
        return None if code is None else (code.co_filename, code.co_firstlineno, 0)
    frame = getattr(obj, "cr_frame", None) or getattr(obj, "gi_frame", None) or getattr(obj, "ag_frame", None)
    return (code.co_filename, code.co_firstlineno, frame.f_lineno if frame is not None else 0)


def await_line(coro):
    """The line, in the program, of the innermost frame `coro` is suspended in (following what it awaits); frames of
    the library do not count. 0 when there is none; for one that has not begun, its first line."""
    line = 0
    while coro is not None:
        frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
        if frame is not None and "prelude" not in frame.f_code.co_filename:
            line = frame.f_lineno
        coro = getattr(coro, "cr_await", None)
    return line


# === Choices and the selector ===


def seeded_order(items):
    """A new list of `items` in an order chosen by the run's Chooser: for orders that CPython leaves open (7.13)."""
    return list(items)


class Selector:
    """What an event loop waits in: the epoll object and self-pipe of CPython in one."""

    def __init__(self):
        self._bell = allocate_lock()
        self._bell.acquire()
        self._requests = []

    def select(self, timeout):
        """Block until woken, until an answer to a `request` is there, or until `timeout` seconds have passed (None:
        no limit). `timeout` is rounded up to whole milliseconds (A2). Always one system call that releases the GIL,
        also for 0. Returns pairs of token and answer, oldest first."""
        deadline = None if timeout is None else time.monotonic() + math.ceil(timeout * 1e3) * 1e-3
        due = min((when for when, _ in self._requests), default=None)
        until = due if deadline is None or (due is not None and due < deadline) else deadline
        if until is None:
            self._bell.acquire()
        elif timeout == 0 or until <= time.monotonic():
            self._bell.acquire(False)
            time.sleep(0)
        else:
            self._bell.acquire(True, until - time.monotonic())
        now = time.monotonic()
        ready = sorted((r for r in self._requests if r[0] <= now), key=lambda r: r[0])
        self._requests = [r for r in self._requests if r[0] > now]
        return [(token, None) for _, token in ready]

    def wake(self):
        """Make the current `select`, or else the next one, return at once. From any thread; sticky but not counted."""
        try:
            self._bell.release()
        except RuntimeError:
            pass

    def request(self, what, latency, token):
        """Send a request to the simulated service `what`: io_started now, io_finished after `latency` seconds, when
        `token` becomes one of the answers of `select`. Does not block."""
        self._requests.append((time.monotonic() + latency, token))
