"""`asyncio.Future` and `asyncio.Task`, and which loop and task a thread runs (A6 to A9, A20): C in CPython.

A future is completed once and then has its callbacks run by the loop. A task is a future that steps a coroutine: each
step sends None or throws into it, and what the coroutine yields tells when the next step is due. The task also tells
the trace when it steps, what it waits for, and when it is woken.
"""

import sys
from _contextvars import copy_context
from _timeslice import await_line, call_site, emit, place, set_current_task, task_created, thread_state
from _weakref import ref
from asyncio.exceptions import CancelledError, InvalidStateError

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"

_VERSION = sys.version_info[:2]


async def _some_coroutine():
    pass


_coroutine = _some_coroutine()
_CoroutineType = type(_coroutine)
_coroutine.close()
del _coroutine


def iscoroutine(obj):
    """Whether `obj` is a coroutine, or can be driven like one."""
    if isinstance(obj, _CoroutineType):
        return True
    cls = type(obj)
    return all(hasattr(cls, name) for name in ("send", "throw", "close", "__await__"))


# === Running loops and tasks ===


def _get_running_loop():
    return thread_state().get("loop")


def _set_running_loop(loop):
    thread_state()["loop"] = loop


def get_running_loop():
    """The loop that the calling thread runs."""
    loop = thread_state().get("loop")
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def get_event_loop():
    """The running loop, or the one that the policy has for this thread (A28)."""
    loop = thread_state().get("loop")
    if loop is not None:
        return loop
    from asyncio import events

    return events.get_event_loop_policy().get_event_loop()


_current_tasks = {}  # loop -> the task it is stepping
_all_tasks = {}  # id of a task that is not done -> a weak reference to it, in the order of creation


def current_task(loop=None):
    """The task that is being stepped, or None in a callback."""
    return _current_tasks.get(get_running_loop() if loop is None else loop)


def _alive_tasks(loop):
    """The tasks of `loop` that are not done, in the order of creation."""
    tasks = []
    for reference in list(_all_tasks.values()):
        task = reference()
        if task is not None and task._loop is loop and task._state is _PENDING:
            tasks.append(task)
    return tasks


def _enter_task(loop, task):
    current = _current_tasks.get(loop)
    if current is not None:
        raise RuntimeError(f"Cannot enter into task {task!r} while another task {current!r} is being executed.")
    _current_tasks[loop] = task


def _leave_task(loop, task):
    if _current_tasks.get(loop) is not task:
        raise RuntimeError(f"Leaving task {task!r} does not match the current task {_current_tasks.get(loop)!r}.")
    del _current_tasks[loop]


# === Futures ===


class Future:
    """A result that is not there yet."""

    _state = _PENDING
    _result = None
    _exception = None
    _exception_tb = None
    _cancel_message = None
    _cancelled_exc = None
    _source = None
    _asyncio_future_blocking = False
    _log_traceback = False
    # What a task that awaits this waits for: (TaskState, text, due time or None, futures it consists of).
    _wait = ("future", "a future", None, ())

    def __init__(self, *, loop=None):
        if loop is None:
            loop = get_event_loop()
        self._loop = loop
        self._callbacks = []  # (callback, context, the task if the callback is its wake-up)
        if loop._debug:
            self._source = call_site(1)

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._repr_info())}>"

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state is _FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                info.append(f"result={_short(self._result)}")
        if self._callbacks:
            info.append(_format_callbacks(self._callbacks))
        if self._source is not None:
            info.append(f"created at {self._source[0]}:{self._source[1]}")
        return info

    def __del__(self):
        if self._log_traceback:
            context = {
                "message": f"{type(self).__name__} exception was never retrieved",
                "exception": self._exception,
                "future": self,
            }
            self._loop.call_exception_handler(context)

    @classmethod
    def __class_getitem__(cls, item):
        return cls

    def get_loop(self):
        return self._loop

    def done(self):
        """Whether there is a result or an exception, or it was cancelled."""
        return self._state is not _PENDING

    def cancelled(self):
        return self._state is _CANCELLED

    def cancel(self, msg=None):
        """Cancel it, unless it is done. Whether it was not."""
        self._log_traceback = False
        if self._state is not _PENDING:
            return False
        self._state = _CANCELLED
        self._cancel_message = msg
        self._schedule_callbacks()
        return True

    def _make_cancelled_error(self):
        if self._cancelled_exc is not None:
            exc = self._cancelled_exc
            self._cancelled_exc = None
            return exc
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def result(self):
        """The result; the exception is raised."""
        if self._state is _FINISHED:
            self._log_traceback = False
            if self._exception is None:
                return self._result
            raise self._exception.with_traceback(self._exception_tb)
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        raise InvalidStateError("Result is not set.")

    def exception(self):
        """The exception, or None if there is a result."""
        if self._state is _CANCELLED:
            raise self._make_cancelled_error()
        if self._state is not _FINISHED:
            raise InvalidStateError("Exception is not set.")
        self._log_traceback = False
        return self._exception

    def set_result(self, result):
        """Complete it with a result."""
        if self._state is not _PENDING:
            raise InvalidStateError("invalid state")
        self._result = result
        self._state = _FINISHED
        self._schedule_callbacks()

    def set_exception(self, exception):
        """Complete it with an exception, or a class of exceptions."""
        if self._state is not _PENDING:
            raise InvalidStateError("invalid state")
        if isinstance(exception, type):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError("invalid exception object")
        if isinstance(exception, StopIteration):
            text = "StopIteration interacts badly with generators and cannot be raised into a Future"
            if _VERSION < (3, 13):
                raise TypeError(text)
            new = RuntimeError(text)
            new.__cause__ = exception
            new.__context__ = exception
            exception = new
        self._exception = exception
        self._exception_tb = exception.__traceback__
        self._state = _FINISHED
        self._schedule_callbacks()
        self._log_traceback = True

    def add_done_callback(self, fn, *, context=None):
        """Have the loop call `fn(self)` soon after it is done (A9)."""
        self._add_callback(fn, copy_context() if context is None else context, None)

    def _add_callback(self, fn, context, task):
        if self._state is _PENDING:
            self._callbacks.append((fn, context, task))
        else:
            self._loop.call_soon(fn, self, context=context)

    def remove_done_callback(self, fn):
        """Forget all registrations of `fn`; how many there were."""
        kept = [entry for entry in self._callbacks if entry[0] != fn]
        n_removed = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return n_removed

    def _schedule_callbacks(self):
        callbacks = self._callbacks
        if callbacks:
            self._callbacks = []
            call_soon = self._loop.call_soon
            for fn, context, task in callbacks:
                call_soon(fn, self, context=context)
                if task is not None:
                    state, _, when, _ = self._wait
                    emit("task_woken", task._id, state, when)

    def __await__(self):
        if self._state is _PENDING:
            self._asyncio_future_blocking = True
            yield self
            if self._state is _PENDING:
                raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


# === Tasks ===

_n_tasks = 0


def _next_task_name():
    global _n_tasks
    _n_tasks += 1
    return f"Task-{_n_tasks}"


class Task(Future):
    """A coroutine that the loop runs step by step."""

    _log_destroy_pending = True
    _fut_waiter = None
    _must_cancel = False
    _n_cancels = 0
    _id = None

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        Future.__init__(self, loop=loop)
        if self._source is not None:
            self._source = call_site(2)
        if not iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = _next_task_name() if name is None else str(name)
        self._coro = coro
        self._context = copy_context() if context is None else context
        self._id = task_created(self._name, _coroutine_name(coro))
        self._wait = ("task", self._name, None, (self,))
        if eager_start and self._loop.is_running():
            self._start_eagerly()
        else:
            self._loop.call_soon(self._step, context=self._context)
            self._register()

    def _register(self):
        _all_tasks[id(self)] = ref(self)

    def _start_eagerly(self):
        loop = self._loop
        previous = _current_tasks.pop(loop, None)
        self._register()
        try:
            self._context.run(self._step)
        finally:
            if previous is not None:
                _current_tasks[loop] = previous
                set_current_task(previous._id)

    def __del__(self):
        _all_tasks.pop(id(self), None)
        if self._state is _PENDING and self._log_destroy_pending and self._id is not None:
            context = {"task": self, "message": "Task was destroyed but it is pending!"}
            if self._source is not None:
                context["source_traceback"] = self._source
            self._loop.call_exception_handler(context)
        Future.__del__(self)

    def _repr_info(self):
        info = Future._repr_info(self)
        if self._state is _PENDING and self._n_cancels:
            info[0] = "cancelling"
        info.insert(1, f"name={self._name!r}")
        if self._fut_waiter is not None:
            info.insert(2, f"wait_for={self._fut_waiter!r}")
        if self._coro is not None:
            info.insert(2, f"coro=<{_format_coroutine(self._coro)}>")
        return info

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def get_stack(self, *, limit=None):
        """The frame the coroutine is suspended in, in a list; empty when it is done."""
        frame = getattr(self._coro, "cr_frame", None)
        return [frame] if frame is not None else []

    def print_stack(self, *, limit=None, file=None):
        """Print where the coroutine is suspended, or the traceback of what it raised."""
        from asyncio import base_tasks

        base_tasks._print_stack(self, sys.stderr if file is None else file)

    # Cancellation (A20).

    def cancel(self, msg=None):
        """Ask for CancelledError to be thrown into the coroutine. False when it is done."""
        self._log_traceback = False
        if self._state is not _PENDING:
            return False
        self._n_cancels += 1
        emit("task_cancel_requested", self._id)
        waiter = self._fut_waiter
        if waiter is not None and waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How many requests to cancel are unanswered."""
        return self._n_cancels

    def uncancel(self):
        """Take back one request; how many are left."""
        if self._n_cancels > 0:
            self._n_cancels -= 1
            if self._n_cancels == 0 and _VERSION >= (3, 13):
                self._must_cancel = False
        return self._n_cancels

    # Stepping (A7).

    def task_wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()
        self = None  # break the cycle of frame and exception

    def _step(self, exc=None):
        if self._state is not _PENDING:
            raise InvalidStateError(f"__step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        coro = self._coro
        loop = self._loop
        self._fut_waiter = None
        _enter_task(loop, self)
        set_current_task(self._id)
        emit("task_stepped", await_line(coro))
        try:
            if exc is None:
                yielded = coro.send(None)
            else:
                yielded = coro.throw(exc)
        except StopIteration as stop:
            if self._must_cancel:  # asked for during the last step
                self._must_cancel = False
                self._end_cancelled(self._cancel_message)
            else:
                self._end("result", stop.value)
                Future.set_result(self, stop.value)
        except CancelledError as error:
            self._cancelled_exc = error
            self._end_cancelled(None)
        except (KeyboardInterrupt, SystemExit) as error:
            self._end("exception", error)
            Future.set_exception(self, error)
            raise
        except BaseException as error:
            self._end("exception", error)
            Future.set_exception(self, error)
        else:
            self._suspend(yielded)
        finally:
            _leave_task(loop, self)
            set_current_task(-1)
            self = coro = exc = None  # break cycles of frame and exception

    def _end(self, outcome, detail):
        _all_tasks.pop(id(self), None)
        emit("task_done", outcome, detail)

    def _end_cancelled(self, message):
        self._end("cancelled", None)
        Future.cancel(self, message)

    def _suspend(self, yielded):
        line = await_line(self._coro)
        blocking = getattr(yielded, "_asyncio_future_blocking", None)
        if blocking is None:
            if yielded is None:
                emit("task_suspended", "ready", line, "its next turn", None, [])
                self._loop.call_soon(self._step, context=self._context)
            else:
                self._fail(f"Task got bad yield: {yielded!r}")
            return
        if yielded.get_loop() is not self._loop:
            self._fail(f"Task {self!r} got Future {yielded!r} attached to a different loop")
        elif not blocking:
            self._fail(f"yield was used instead of yield from in task {self!r} with {yielded!r}")
        elif yielded is self:
            self._fail(f"Task cannot await on itself: {self!r}")
        else:
            yielded._asyncio_future_blocking = False
            state, what, when, parts = getattr(yielded, "_wait", Future._wait)
            on = [part._id for part in parts if isinstance(part, Task)]
            emit("task_suspended", state, line, what, when, on)
            if isinstance(yielded, Future):
                yielded._add_callback(self.task_wakeup, self._context, self)
            else:
                yielded.add_done_callback(self.task_wakeup, context=self._context)
            self._fut_waiter = yielded
            if self._must_cancel and yielded.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def _fail(self, message):
        """The next step throws RuntimeError: the coroutine has yielded something it should not."""
        emit("task_suspended", "ready", await_line(self._coro), message, None, [])
        self._loop.call_soon(self._step, RuntimeError(message), context=self._context)


# === Texts ===


def _short(value):
    try:
        from reprlib import repr as short_repr
    except ImportError:
        short_repr = repr
    return short_repr(value)


def _coroutine_name(coro):
    return getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None) or type(coro).__name__


def _format_coroutine(coro):
    name = _coroutine_name(coro) + "()"
    where = place(coro)
    if where is None:
        return f"{name} running" if getattr(coro, "cr_running", False) else name
    filename, first_line, line = where
    if line:
        return f"{name} running at {filename}:{line}"
    return f"{name} done, defined at {filename}:{first_line}"


def _format_callbacks(callbacks):
    texts = [_format_callback(entry[0], ()) for entry in callbacks[:2]]
    if len(callbacks) > 2:
        texts = [texts[0], f"<{len(callbacks) - 2} more>", _format_callback(callbacks[-1][0], ())]
    return f"cb=[{', '.join(texts)}]"


def _format_callback(fn, args, kwargs=None, suffix=""):
    """`f(1, 2) at file:line`; the place only of Python functions."""
    arguments = [_short(arg) for arg in args]
    arguments.extend(f"{name}={_short(value)}" for name, value in (kwargs or {}).items())
    text = f"({', '.join(arguments)}){suffix}"
    partial = getattr(fn, "func", None)
    if partial is not None and hasattr(fn, "keywords"):
        return _format_callback(partial, fn.args, fn.keywords, text)
    name = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", None) or repr(fn)
    where = place(fn)
    return f"{name}{text}" if where is None else f"{name}{text} at {where[0]}:{where[1]}"
