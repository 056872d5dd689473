"""Futures that threads wait for, and what all executors share (P12, P13).

A future is pending, running, cancelled or finished. `wait` and `as_completed` hang a waiter on each future; the thread
that completes a future tells its waiters, then runs its callbacks.
"""

import sys
from _timeslice import private_lock
from threading_sync import QuietCondition, QuietEvent
from time import monotonic

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"  # by the user; whoever waits does not know yet
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_STATE_NAMES = {
    PENDING: "pending",
    RUNNING: "running",
    CANCELLED: "cancelled",
    CANCELLED_AND_NOTIFIED: "cancelled",
    FINISHED: "finished",
}


class Error(Exception):
    """Base of this module's errors."""


class CancelledError(Error):
    """The future was cancelled."""


TimeoutError = TimeoutError  # the builtin one (3.11)


class InvalidStateError(Error):
    """The future is not in a state that allows this."""


class BrokenExecutor(RuntimeError):
    """The executor can run nothing any more."""


for _cls in (Error, CancelledError, InvalidStateError, BrokenExecutor):
    _cls.__module__ = "concurrent.futures._base"


class Future:
    """The result of a call that runs elsewhere."""

    def __init__(self):
        self._condition = QuietCondition(private_lock("future"), "future", None)
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def __repr__(self):
        state = self._state
        text = f"<{type(self).__name__} at {id(self):#x} state={_STATE_NAMES[state]}"
        if state == FINISHED:
            if self._exception is not None:
                text += f" raised {type(self._exception).__name__}"
            else:
                text += f" returned {type(self._result).__name__}"
        return text + ">"

    def cancel(self):
        """Cancel the call if it has not begun. Whether it is cancelled."""
        with self._condition:
            if self._state == RUNNING or self._state == FINISHED:
                return False
            if self._state != PENDING:
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Whether the call was cancelled."""
        return self._state == CANCELLED or self._state == CANCELLED_AND_NOTIFIED

    def running(self):
        """Whether the call has begun and not ended."""
        return self._state == RUNNING

    def done(self):
        """Whether the call has ended or was cancelled."""
        return self._state != PENDING and self._state != RUNNING

    def add_done_callback(self, fn):
        """Have `fn(self)` called when the call ends: by the thread that ends it, or now if it has ended."""
        with self._condition:
            if not self.done():
                self._done_callbacks.append(fn)
                return
        try:
            fn(self)
        except Exception:
            _log_exception(f"exception calling callback for {self!r}")

    def _invoke_callbacks(self):
        for fn in self._done_callbacks:
            try:
                fn(self)
            except Exception:
                _log_exception(f"exception calling callback for {self!r}")

    def result(self, timeout=None):
        """What the call returned; what it raised is raised."""
        try:
            with self._condition:
                self._wait_until_done(timeout)
                return self.__get_result()
        finally:
            self = None  # the exception's traceback holds this frame

    def __get_result(self):
        if self._exception is None:
            return self._result
        try:
            raise self._exception
        finally:
            self = None

    def exception(self, timeout=None):
        """What the call raised, or None."""
        with self._condition:
            self._wait_until_done(timeout)
            return self._exception

    def _wait_until_done(self, timeout):
        if not self.done():
            self._condition.wait(timeout)
        if self.cancelled():
            raise CancelledError()
        if not self.done():
            raise TimeoutError()

    # For executors.

    def set_running_or_notify_cancel(self):
        """Say that the call begins. False, and waiters are told, if it was cancelled."""
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            raise RuntimeError("Future in unexpected state")

    def set_result(self, result):
        """Say that the call returned `result`."""
        with self._condition:
            self._check_unfinished()
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        """Say that the call raised `exception`."""
        with self._condition:
            self._check_unfinished()
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def _check_unfinished(self):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")

    def __class_getitem__(cls, item):
        return cls


# === Waiting for several futures ===


class _Waiter:
    """Hears of completed futures. `n_needed`: after how many it wakes the thread that waits; an exception too wakes it
    if `stop_on_exception`."""

    def __init__(self, n_needed, stop_on_exception=False):
        self.event = QuietEvent()
        self.lock = private_lock("future")
        self.finished_futures = []
        self.n_needed = n_needed
        self.stop_on_exception = stop_on_exception

    def add_result(self, future):
        self._add(future, False)

    def add_exception(self, future):
        self._add(future, self.stop_on_exception)

    def add_cancelled(self, future):
        self._add(future, self.stop_on_exception)

    def _add(self, future, wake):
        with self.lock:
            self.finished_futures.append(future)
            self.n_needed -= 1
            if wake or self.n_needed <= 0:
                self.event.set()


def _is_over(future):
    return future._state == FINISHED or future._state == CANCELLED_AND_NOTIFIED


def _watch(futures, make_waiter):
    """With all `futures` held still: those that are over, and the waiter `make_waiter(done)` on each if it is not None."""
    held = sorted(futures, key=id)
    for future in held:
        future._condition.acquire()
    try:
        done = [future for future in futures if _is_over(future)]
        waiter = make_waiter(done)
        if waiter is not None:
            for future in futures:
                future._waiters.append(waiter)
        return done, waiter
    finally:
        for future in held:
            future._condition.release()


def _unwatch(futures, waiter):
    for future in futures:
        with future._condition:
            if waiter in future._waiters:
                future._waiters.remove(waiter)


def _unique(fs):
    return list(dict.fromkeys(fs))


class DoneAndNotDoneFutures(tuple):
    """What `wait` returns: (done, not_done)."""

    done = property(lambda self: self[0])
    not_done = property(lambda self: self[1])

    def __repr__(self):
        return f"DoneAndNotDoneFutures(done={self[0]!r}, not_done={self[1]!r})"


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait for all of `fs`, for the first, or for the first that raises; the sets of those done and not done."""
    futures = _unique(fs)

    def make_waiter(done):
        failed = [f for f in done if not f.cancelled() and f._exception is not None]
        if len(done) == len(futures):
            return None
        if done and (return_when == FIRST_COMPLETED or (return_when == FIRST_EXCEPTION and failed)):
            return None
        if return_when == FIRST_COMPLETED:
            return _Waiter(1)
        if return_when in (FIRST_EXCEPTION, ALL_COMPLETED):
            return _Waiter(len(futures) - len(done), return_when == FIRST_EXCEPTION)
        raise ValueError(f"Invalid return condition: {return_when!r}")

    done, waiter = _watch(futures, make_waiter)
    done = set(done)
    if waiter is not None:
        waiter.event.wait(timeout)
        _unwatch([future for future in futures if future not in done], waiter)
        _unwatch(done, waiter)
        done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures((done, {future for future in futures if future not in done}))


def as_completed(fs, timeout=None):
    """The futures `fs` as they complete, those already done first. `timeout` seconds for all of them together."""
    deadline = None if timeout is None else monotonic() + timeout
    futures = _unique(fs)
    total = len(futures)
    done, waiter = _watch(futures, lambda done: _Waiter(1))
    pending = [future for future in futures if future not in set(done)]
    n_given = 0
    try:
        for future in done:
            n_given += 1
            _unwatch([future], waiter)
            yield future
        while n_given < total:
            remaining = None
            if deadline is not None:
                remaining = deadline - monotonic()
                if remaining < 0:
                    raise TimeoutError(f"{total - n_given} (of {total}) futures unfinished")
            waiter.event.wait(remaining)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.event.clear()
            for future in finished:
                n_given += 1
                _unwatch([future], waiter)
                yield future
    finally:
        _unwatch(pending, waiter)


# === Executors ===


class Executor:
    """Runs calls somewhere else."""

    def submit(self, fn, /, *args, **kwargs):
        """Have `fn(*args, **kwargs)` run; its future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """The results of `fn` over the iterables, in order; all calls are submitted at once (or, 3.14, `buffersize` ahead)."""
        if buffersize is not None and sys.version_info < (3, 14):
            raise TypeError("Executor.map() got an unexpected keyword argument 'buffersize'")
        if buffersize is not None and buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        deadline = None if timeout is None else monotonic() + timeout
        calls = zip(*iterables)
        futures = []
        for arguments in calls:
            futures.append(self.submit(fn, *arguments))
            if len(futures) == buffersize:
                break
        futures.reverse()

        # A generator inside, so that the calls are submitted now and not when the first result is asked for.
        def result_iterator():
            try:
                while futures:
                    if buffersize is not None:
                        for arguments in calls:
                            futures.insert(0, self.submit(fn, *arguments))
                            break
                    yield _result_or_cancel(futures.pop(), None if deadline is None else deadline - monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return result_iterator()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait for those there are."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc, traceback):
        self.shutdown(wait=True)
        return False


def _result_or_cancel(future, timeout):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


def _log_exception(message, level=40):
    """What `logging` would do: through the program's logging, or to stderr when there is none (A30)."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger("concurrent.futures").log(level, message, exc_info=True)
    else:
        import traceback

        sys.stderr.write(message + "\n" + "".join(traceback.format_exception(*sys.exc_info())))
