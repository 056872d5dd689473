# timeslice: since 3.14
"""The pool whose workers are interpreters (G36, G37): a thread pool, each of whose threads has an interpreter of its own
in which the calls run."""

import sys
import traceback
from concurrent import interpreters
from concurrent.futures import thread


class BrokenInterpreterPool(thread.BrokenThreadPool):
    """A worker's initializer failed."""


def do_call(results, func, args, kwargs):
    """A call, in the worker's interpreter; what it raises goes ahead through the queue."""
    try:
        return func(*args, **kwargs)
    except BaseException as exc:
        try:
            results.put(exc)
        except interpreters.NotShareableError:
            print("exception is not shareable:", file=sys.stderr)
            traceback.print_exception(exc)
            results.put(None)
        raise


class WorkerContext(thread.WorkerContext):
    """Where a worker's calls run."""

    def __init__(self, initializer, initargs):
        super().__init__(initializer, initargs)
        self.interp = None
        self.results = None

    def initialize(self):
        self.interp = interpreters.create()
        try:
            self.results = interpreters.create_queue()
            if self.initializer is not None:
                self._call(self.initializer, self.initargs, {})
        except BaseException:
            self.finalize()
            raise

    def finalize(self):
        interp, self.interp, self.results = self.interp, None, None
        if interp is not None:
            interp.close()

    def run(self, item):
        return self._call(item.fn, item.args, item.kwargs)

    def _call(self, fn, args, kwargs):
        try:
            return self.interp.call(do_call, self.results, fn, args, kwargs)
        except interpreters.ExecutionFailed as wrapper:
            exc = self.results.get()
            if exc is None:
                raise
            raise exc from wrapper


class InterpreterPoolExecutor(thread.ThreadPoolExecutor):
    """Runs calls in at most `max_workers` interpreters."""

    BROKEN = BrokenInterpreterPool
    _CONTEXT = WorkerContext
    _KIND = "InterpreterPoolExecutor"

    def submit(self, fn, /, *args, **kwargs):
        """Have `fn(*args, **kwargs)` run in a worker's interpreter; its future."""
        if isinstance(fn, str):
            raise TypeError("scripts not supported")
        return super().submit(fn, *args, **kwargs)
