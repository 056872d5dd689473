# timeslice: native
"""`asyncio.Task` (A6, A7, A20, A32): C in CPython, where it belongs to `_asyncio`.

A task is a future that steps a coroutine: each step sends None or throws into it, and what the coroutine yields tells
when the next step is due. The task also tells the trace when it steps, what it waits for, and when it ends.
"""

from _asyncio_future import _PENDING, _VERSION, Future, get_running_loop
from _asyncio_text import coroutine_name, format_coroutine
from _contextvars import copy_context
from _timeslice import await_line, emit, set_current_task, task_created
from _weakref import ref
from asyncio.exceptions import CancelledError, InvalidStateError

__name__ = "_asyncio"


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


_current_tasks = {}  # loop -> the task it is stepping
_all_tasks = {}  # id of a task that is not done -> a weak reference to it, in the order of creation


def current_task(loop=None):
    """The task that is being stepped, or None in a callback."""
    return _current_tasks.get(get_running_loop() if loop is None else loop)


def alive_tasks(loop):
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


_n_tasks = 0


def next_task_name():
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
        if not iscoroutine(coro):
            self._log_destroy_pending = False
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = next_task_name() if name is None else str(name)
        self._coro = coro
        self._context = copy_context() if context is None else context
        self._id = task_created(self._name, coroutine_name(coro))
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
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
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
            info.insert(2, f"coro=<{format_coroutine(self._coro)}>")
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

        base_tasks._print_stack(self, file)

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
