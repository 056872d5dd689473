# timeslice: native
"""`asyncio.Future`, and which loop a thread runs (A8, A9): C in CPython, where it belongs to `_asyncio`."""

import sys
from _asyncio_text import format_callbacks, short_repr
from _contextvars import copy_context
from _timeslice import emit, thread_state
from asyncio.exceptions import CancelledError, InvalidStateError

__name__ = "_asyncio"

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"

_VERSION = sys.version_info[:2]

# === Running loops ===


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

    return events._event_loop_policy().get_event_loop()


# === Futures ===


def extract_stack():
    """The stack that something is made on, for debug mode."""
    from asyncio import format_helpers

    return format_helpers.extract_stack(sys._getframe())


class Future:
    """A result that is not there yet."""

    _state = _PENDING
    _result = None
    _exception = None
    _exception_tb = None
    _cancel_message = None
    _cancelled_exc = None
    _source_traceback = None
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
            self._source_traceback = extract_stack()

    def __repr__(self):
        return f"<{type(self).__name__} {' '.join(self._repr_info())}>"

    def _repr_info(self):
        info = [self._state.lower()]
        if self._state is _FINISHED:
            if self._exception is not None:
                info.append(f"exception={self._exception!r}")
            else:
                info.append(f"result={short_repr(self._result)}")
        if self._callbacks:
            info.append(format_callbacks(self._callbacks))
        if self._source_traceback:
            frame = self._source_traceback[-1]
            info.append(f"created at {frame.filename}:{frame.lineno}")
        return info

    def __del__(self):
        if self._log_traceback:
            context = {
                "message": f"{type(self).__name__} exception was never retrieved",
                "exception": self._exception,
                "future": self,
            }
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)

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
