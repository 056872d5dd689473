"""`asyncio.run` and `Runner`: a loop, its main task, and a clean end (A26)."""

import _signal
import functools
import sys
from _asyncio import alive_tasks, _get_running_loop
from _contextvars import copy_context
from _ipc import in_main_thread as _in_main_thread
from _timeslice import seeded_order
from asyncio import coroutines, events, exceptions, tasks

__all__ = ("Runner", "run")

_VERSION = sys.version_info[:2]
_SIGINT = 2
_THREAD_JOIN_TIMEOUT = 300
_ALREADY_RUNNING = "asyncio.run() cannot be called from a running event loop"


class Runner:
    """A loop that runs several coroutines one after the other, in one context."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._state = "created"
        self._debug = debug
        self._loop_factory = loop_factory
        self._loop = None
        self._context = None
        self._set_event_loop = False

    def __enter__(self):
        self._lazy_init()
        return self

    def __exit__(self, exc_type, exc, traceback):
        self.close()

    def close(self):
        """Cancel what is left, close generators and threads, close the loop."""
        if self._state != "initialized":
            return
        loop = self._loop
        try:
            _cancel_all_tasks(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            if _VERSION >= (3, 12):
                loop.run_until_complete(loop.shutdown_default_executor(_THREAD_JOIN_TIMEOUT))
            else:
                loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            if self._set_event_loop:
                events.set_event_loop(None)
            loop.close()
            self._loop = None
            self._state = "closed"

    def get_loop(self):
        """The loop."""
        self._lazy_init()
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end; its result."""
        if _VERSION < (3, 14) and not coroutines.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        if not coroutines.iscoroutine(coro):
            if not hasattr(type(coro), "__await__"):
                raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
            coro = tasks._wrap_awaitable(coro)
        self._lazy_init()
        if context is None:
            context = self._context
        task = self._loop.create_task(coro, context=context)
        handler = None
        if _signal.handlers.get(_SIGINT) is _signal.default_int_handler and _in_main_thread():
            # Ctrl-C cancels the main task; a second one raises at once.
            handler = functools.partial(self._on_sigint, main_task=task)
            _signal.set_handler(_SIGINT, handler)
        self._interrupt_count = 0
        try:
            return self._loop.run_until_complete(task)
        except exceptions.CancelledError:
            if self._interrupt_count > 0 and getattr(task, "uncancel", None) is not None and task.uncancel() == 0:
                raise KeyboardInterrupt()
            raise
        finally:
            if handler is not None and _signal.handlers.get(_SIGINT) is handler:
                _signal.set_handler(_SIGINT, _signal.default_int_handler)

    def _on_sigint(self, signum, frame, main_task):
        self._interrupt_count += 1
        if self._interrupt_count == 1 and not main_task.done():
            main_task.cancel()
            self._loop.call_soon_threadsafe(lambda: None)
            return
        raise KeyboardInterrupt()

    def _lazy_init(self):
        if self._state == "closed":
            raise RuntimeError("Runner is closed")
        if self._state == "initialized":
            return
        if self._loop_factory is None:
            self._loop = events.new_event_loop()
            if not self._set_event_loop:
                events.set_event_loop(self._loop)
                self._set_event_loop = True
        else:
            self._loop = self._loop_factory()
        if self._debug is not None:
            self._loop.set_debug(self._debug)
        self._context = copy_context()
        self._state = "initialized"


if _VERSION >= (3, 12):

    def run(main, *, debug=None, loop_factory=None):
        """Run a coroutine in a new loop; its result."""
        if _get_running_loop() is not None:
            raise RuntimeError(_ALREADY_RUNNING)
        with Runner(debug=debug, loop_factory=loop_factory) as runner:
            return runner.run(main)

else:

    def run(main, *, debug=None):
        """Run a coroutine in a new loop; its result."""
        if _get_running_loop() is not None:
            raise RuntimeError(_ALREADY_RUNNING)
        with Runner(debug=debug) as runner:
            return runner.run(main)


def _cancel_all_tasks(loop):
    # CPython cancels them in the order of a set.
    to_cancel = seeded_order(alive_tasks(loop))
    if not to_cancel:
        return
    for task in to_cancel:
        task.cancel()
    loop.run_until_complete(tasks.gather(*to_cancel, return_exceptions=True))
    for task in to_cancel:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler(
                {
                    "message": "unhandled exception during asyncio.run() shutdown",
                    "exception": task.exception(),
                    "task": task,
                }
            )
