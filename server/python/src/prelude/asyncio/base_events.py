"""The event loop (A1 to A5): a queue of handles that are ready, a heap of timers, and a selector to wait in.

`ready` is run in turns; what is added during a turn waits for the next one. The trace hears of each turn and each wait.
Sockets are in `selector_events`; there are no subprocesses.
"""

import concurrent.futures
import heapq
import sys
import threading
import time
from _asyncio import Future, Task, _get_running_loop, _set_running_loop
from _selector import Selector
from _timeslice import emit
from _weakref import ref
from asyncio import constants, coroutines, events, futures
from asyncio.events import Handle, TimerHandle
from asyncio.log import logger
from collections import deque

__all__ = ("BaseEventLoop",)

_CANCELLED_TIMERS_MIN = 100  # above this many timers, and half of them cancelled, the heap is rebuilt
_SELECT_TIMEOUT_MAX = 24 * 3600
_TRACEBACKS = {"source_traceback": "Object", "handle_traceback": "Handle"}  # in the context of an error
_VERSION = sys.version_info[:2]


def _run_until_complete_cb(future):
    if not future.cancelled():
        exc = future.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            return  # it has left run_forever already
    future.get_loop().stop()


class BaseEventLoop(events.AbstractEventLoop):
    """Runs handles in the thread that calls `run_forever`."""

    def __init__(self):
        self._ready = deque()
        self._scheduled = []
        self._selector = Selector()
        self._n_cancelled_timers = 0
        self._n_turns = 0
        self._stopping = False
        self._closed = False
        self._thread_id = None
        self._clock_resolution = 1e-9
        self._default_executor = None
        self._executor_is_shut_down = False
        self._task_factory = None
        self._exception_handler = None
        self._asyncgens = {}  # id -> weak reference, of those that have begun
        self._asyncgens_are_shut_down = False
        self._debug = False
        self._current_handle = None
        self._had_origin_tracking = False
        self._old_origin_depth = 0
        self.slow_callback_duration = 0.1
        self.set_debug(coroutines._is_debug_mode())
        logger.debug("Using selector: EpollSelector")

    def __repr__(self):
        return (
            f"<{type(self).__name__} running={self.is_running()} closed={self.is_closed()} debug={self.get_debug()}>"
        )

    def __del__(self):
        if not getattr(self, "_closed", True) and not self.is_running():
            self.close()

    # Making futures and tasks.

    def create_future(self):
        """A future of this loop."""
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None, **kwargs):
        """A task that runs `coro`, from the next turn on (A6)."""
        self._check_closed()
        if kwargs and (set(kwargs) != {"eager_start"} or _VERSION < (3, 14)):
            raise TypeError(f"create_task() got an unexpected keyword argument {next(iter(kwargs))!r}")
        if self._task_factory is not None:
            if _VERSION >= (3, 14):
                return self._task_factory(self, coro, name=name, context=context, **kwargs)
            if context is None:
                task = self._task_factory(self, coro)
            else:
                task = self._task_factory(self, coro, context=context)
            if name is not None and hasattr(task, "set_name"):
                task.set_name(name)
            return task
        task = Task(coro, loop=self, name=name, context=context, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-1]
        return task

    def set_task_factory(self, factory):
        """Have tasks made by `factory(loop, coro, **options)`; None for `Task`."""
        if factory is not None and not callable(factory):
            raise TypeError("task factory must be a callable or None")
        self._task_factory = factory

    def get_task_factory(self):
        return self._task_factory

    # Running.

    def run_forever(self):
        """Run turns until `stop` is called."""
        self._run_forever_setup()
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._run_forever_cleanup()

    def _run_forever_setup(self):
        self._check_closed()
        self._check_running()
        self._thread_id = threading.get_ident()
        set_hooks = getattr(sys, "set_asyncgen_hooks", None)
        if set_hooks is not None:
            self._old_hooks = sys.get_asyncgen_hooks()
            set_hooks(firstiter=self._asyncgen_began, finalizer=self._asyncgen_dropped)
        self._set_coroutine_origin_tracking(self._debug)
        _set_running_loop(self)
        emit("loop_started", type(self).__name__)

    def _run_forever_cleanup(self):
        self._stopping = False
        self._thread_id = None
        self._set_coroutine_origin_tracking(False)
        _set_running_loop(None)
        if hasattr(sys, "set_asyncgen_hooks"):
            sys.set_asyncgen_hooks(*self._old_hooks)
        emit("loop_stopped")

    def run_until_complete(self, future):
        """Run until `future` (or a coroutine) is done; its result."""
        self._check_closed()
        self._check_running()
        from asyncio import tasks

        new_task = not futures.isfuture(future)
        future = tasks.ensure_future(future, loop=self)
        if new_task:
            future._log_destroy_pending = False
        future.add_done_callback(_run_until_complete_cb)
        try:
            self.run_forever()
        except BaseException:
            if new_task and future.done() and not future.cancelled():
                future.exception()  # it is being raised: do not report it as well
            raise
        finally:
            future.remove_done_callback(_run_until_complete_cb)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self):
        """End `run_forever` after the current turn."""
        self._stopping = True

    def is_running(self):
        return self._thread_id is not None

    def close(self):
        """Drop everything that is ready or scheduled; the loop cannot be used again."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        if self._debug:
            logger.debug("Close %r", self)
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        self._executor_is_shut_down = True
        executor = self._default_executor
        if executor is not None:
            self._default_executor = None
            executor.shutdown(wait=False)
        self._selector.close()

    def is_closed(self):
        return self._closed

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if _get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    # Scheduling (A4).

    def time(self):
        """The loop's clock, in seconds."""
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        """Have `callback(*args)` called in the next turn."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_soon")
        handle = Handle(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """The same from another thread: also wakes the loop (A5)."""
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = Handle(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        self._ready.append(handle)
        self._selector.wake()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        """Have `callback(*args)` called in `delay` seconds."""
        if delay is None:
            raise TypeError("delay must not be None")
        return self._schedule(self.time() + delay, callback, args, context)

    def call_at(self, when, callback, *args, context=None):
        """Have `callback(*args)` called when the loop's clock shows `when`."""
        if when is None:
            raise TypeError("when cannot be None")
        return self._schedule(when, callback, args, context)

    def _schedule(self, when, callback, args, context):
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = TimerHandle(when, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-2:]
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        return timer

    def _timer_handle_cancelled(self, timer):
        if timer._scheduled:
            self._n_cancelled_timers += 1

    def _check_callback(self, callback, method):
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError(f"coroutines cannot be used with {method}()")
        if not callable(callback):
            raise TypeError(f"a callable object was expected by {method}(), got {callback!r}")

    def _check_thread(self):
        if self._thread_id is not None and self._thread_id != threading.get_ident():
            raise RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one")

    # One turn (A1).

    def _run_once(self):
        ready = self._ready
        scheduled = self._scheduled
        self._drop_cancelled_timers()
        if ready or self._stopping:
            timeout = 0
        elif scheduled:
            timeout = scheduled[0]._when - time.monotonic()
            if timeout > _SELECT_TIMEOUT_MAX:
                timeout = _SELECT_TIMEOUT_MAX
            elif timeout < 0:
                timeout = 0
        else:
            timeout = None
        emit("select_started", timeout)
        answers = self._selector.select(timeout)
        for future, answer in answers:
            if type(future) is int:
                self._file_ready(future, answer)
                continue
            ready.append(Handle(futures._set_result_unless_cancelled, (future, answer), self))
        n_timers = 0
        if scheduled:
            end = time.monotonic() + self._clock_resolution
            while scheduled and scheduled[0]._when < end:
                timer = heapq.heappop(scheduled)
                timer._scheduled = False
                ready.append(timer)
                n_timers += 1
        n_ready = len(ready)
        self._n_turns += 1
        emit("select_returned", n_timers, len(answers))
        emit("loop_turn", self._n_turns, n_ready)
        for _ in range(n_ready):
            handle = ready.popleft()
            if handle._cancelled:
                continue
            if self._debug:
                self._current_handle = handle
                began = time.monotonic()
                try:
                    handle._run()
                finally:
                    self._current_handle = None
                took = time.monotonic() - began
                if took >= self.slow_callback_duration:
                    logger.warning("Executing %s took %.3f seconds", _format_handle(handle), took)
            else:
                handle._run()
        handle = None  # break cycles of frame and exception

    def _drop_cancelled_timers(self):
        scheduled = self._scheduled
        if not self._n_cancelled_timers:
            return
        if len(scheduled) > _CANCELLED_TIMERS_MIN and self._n_cancelled_timers / len(scheduled) > 0.5:
            kept = []
            for timer in scheduled:
                if timer._cancelled:
                    timer._scheduled = False
                else:
                    kept.append(timer)
            heapq.heapify(kept)
            scheduled[:] = kept
            self._n_cancelled_timers = 0
            return
        while scheduled and scheduled[0]._cancelled:
            self._n_cancelled_timers -= 1
            timer = heapq.heappop(scheduled)
            timer._scheduled = False

    # Threads (A12).

    def run_in_executor(self, executor, func, *args):
        """Run `func(*args)` in a worker thread; a future of this loop."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, "run_in_executor")
        if executor is None:
            if self._executor_is_shut_down:
                raise RuntimeError("Executor shutdown has been called")
            executor = self._default_executor
            if executor is None:
                executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
                self._default_executor = executor
        future = futures.wrap_future(executor.submit(func, *args), loop=self)
        future._wait = ("worker", getattr(func, "__qualname__", None) or type(func).__name__, None, ())
        return future

    def set_default_executor(self, executor):
        """Where `run_in_executor(None, ...)` runs."""
        if not isinstance(executor, concurrent.futures.ThreadPoolExecutor):
            raise TypeError("executor must be ThreadPoolExecutor instance")
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Wait for the workers of the default executor, at most `timeout` seconds."""
        self._executor_is_shut_down = True
        executor = self._default_executor
        if executor is None:
            return
        future = self.create_future()
        future._wait = ("worker", "the end of the workers", None, ())
        thread = threading.Thread(target=self._do_shutdown, args=(executor, future))
        thread.start()
        timer = None
        if timeout is not None:
            timer = self.call_later(timeout, futures._set_result_unless_cancelled, future, True)
        try:
            timed_out = await future
        finally:
            if timer is not None:
                timer.cancel()
        if timed_out:
            import warnings

            text = f"The executor did not finishing joining its threads within {timeout} seconds."
            warnings.warn(text, RuntimeWarning, stacklevel=2)
            executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, executor, future):
        try:
            executor.shutdown(wait=True)
            result = (futures._set_result_unless_cancelled, future, None)
        except Exception as exc:
            result = (future.set_exception, exc)
        if not self._closed:
            self.call_soon_threadsafe(*result)

    # Asynchronous generators.

    def _asyncgen_began(self, agen):
        if self._asyncgens_are_shut_down:
            import warnings

            text = f"asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call"
            warnings.warn(text, ResourceWarning, source=self)
        self._asyncgens[id(agen)] = ref(agen)

    def _asyncgen_dropped(self, agen):
        self._asyncgens.pop(id(agen), None)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close all asynchronous generators that have begun and not ended."""
        self._asyncgens_are_shut_down = True
        closing = [agen for agen in [reference() for reference in self._asyncgens.values()] if agen is not None]
        self._asyncgens.clear()
        if not closing:
            return
        from asyncio import tasks

        results = await tasks.gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for agen, result in zip(closing, results):
            if isinstance(result, Exception):
                message = f"an error occurred during closing of asynchronous generator {agen!r}"
                self.call_exception_handler({"message": message, "exception": result, "asyncgen": agen})

    # Simulated services.

    async def _service_request(self, what, latency):
        """Send a request to the simulated service `what` and wait for its answer, `latency` seconds."""
        future = self.create_future()
        future._wait = ("socket", what, None, ())
        self._selector.request(what, latency, future)
        await future

    # Errors (A30).

    def set_exception_handler(self, handler):
        """Have errors that nobody can catch handled by `handler(loop, context)`; None for the default."""
        if handler is not None and not callable(handler):
            raise TypeError(f"A callable object or None is expected, got {handler!r}")
        self._exception_handler = handler

    def get_exception_handler(self):
        return self._exception_handler

    def default_exception_handler(self, context):
        """Log the message, the objects concerned and the traceback."""
        lines = [context.get("message") or "Unhandled exception in event loop"]
        running = self._current_handle
        if "source_traceback" not in context and running is not None and running._source_traceback:
            context["handle_traceback"] = running._source_traceback
        for key in sorted(context):
            if key == "message" or key == "exception":
                continue
            value = context[key]
            if key in _TRACEBACKS:
                import traceback

                frames = "".join(traceback.format_list(value)).rstrip()
                value = f"{_TRACEBACKS[key]} created at (most recent call last):\n{frames}"
            else:
                value = repr(value)
            lines.append(f"{key}: {value}")
        exc = context.get("exception")
        exc_info = False if exc is None else (type(exc), exc, exc.__traceback__)
        logger.error("\n".join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Handle an error described by `context`: at least a "message"."""
        try:
            if self._exception_handler is None:
                self.default_exception_handler(context)
            else:
                self._exception_handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._exception_handler is None:
                logger.error("Exception in default exception handler", exc_info=sys.exc_info())
            else:
                context = {"message": "Unhandled error in exception handler", "exception": exc, "context": context}
                self.default_exception_handler(context)

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        """Check more and report slow handles (A31)."""
        self._debug = enabled
        if self.is_running():
            self.call_soon_threadsafe(self._set_coroutine_origin_tracking, enabled)

    def _set_coroutine_origin_tracking(self, enabled):
        if bool(enabled) == self._had_origin_tracking:
            return
        if enabled:
            self._old_origin_depth = sys.get_coroutine_origin_tracking_depth()
            sys.set_coroutine_origin_tracking_depth(constants.DEBUG_STACK_DEPTH)
        else:
            sys.set_coroutine_origin_tracking_depth(self._old_origin_depth)
        self._had_origin_tracking = bool(enabled)


def _format_handle(handle):
    task = getattr(handle._callback, "__self__", None)
    return repr(task) if isinstance(task, Task) else str(handle)
