"""The thread pool (P11). Workers share a `_Pool` with the executor but do not keep the executor itself alive: when the
program drops it, its idle workers end."""

import os
import sys
from _queue import Empty, QuietQueue
from _timeslice import private_lock
from concurrent.futures import _base
from threading_sync import QuietSemaphore

import threading

_exit_lock = private_lock("lock")
_workers = {}  # worker thread -> its pool's queue of work
_is_exiting = False
_n_executors = 0


def _join_all():
    """At the end of the main module: let every pool finish its work (T5)."""
    global _is_exiting
    with _exit_lock:
        _is_exiting = True
    workers = list(_workers.items())
    for _, queue in workers:
        queue.put(None)
    for worker, _ in workers:
        worker.join()


threading._register_atexit(_join_all)


class BrokenThreadPool(_base.BrokenExecutor):
    """A worker's initializer failed."""


class _WorkItem:
    """A call and its future."""

    def __init__(self, future, fn, args, kwargs):
        self.future = future
        self.fn = fn
        self.args = args
        self.kwargs = kwargs

    def run(self, context):
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            if _HAS_CONTEXTS:
                result = context.run(self)
            else:
                result = self.fn(*self.args, **self.kwargs)
        except BaseException as exc:
            self.future.set_exception(exc)
            self = None  # the exception's traceback holds this frame
        else:
            self.future.set_result(result)


class WorkerContext:
    """Where a worker's calls run, from 3.14 on."""

    def __init__(self, initializer, initargs):
        self.initializer = initializer
        self.initargs = initargs

    def initialize(self):
        """Before the first call."""
        if self.initializer is not None:
            self.initializer(*self.initargs)

    def finalize(self):
        """After the last."""

    def run(self, item):
        """A call."""
        return item.fn(*item.args, **item.kwargs)


_HAS_CONTEXTS = sys.version_info >= (3, 14)


class _Pool:
    """What the workers of one executor share."""

    def __init__(self, broken_error, context, initializer, initargs):
        self.broken_error = broken_error
        self.context = context
        self.work_queue = QuietQueue()
        self.idle = QuietSemaphore(0)
        self.lock = private_lock("lock")
        self.initializer = initializer
        self.initargs = initargs
        self.is_shutdown = False
        self.is_abandoned = False
        self.broken = False

    def _worker(self):
        """The life of a worker."""
        context = self.context(self.initializer, self.initargs)
        try:
            try:
                if _HAS_CONTEXTS:
                    context.initialize()
                elif self.initializer is not None:
                    self.initializer(*self.initargs)
            except BaseException:
                _base._log_exception("Exception in initializer:", 50)
                self.fail()
                return
            queue = self.work_queue
            while True:
                try:
                    item = queue.get_nowait()
                except Empty:
                    self.idle.release()
                    item = queue.get()
                if item is not None:
                    item.run(context)
                    del item
                elif _is_exiting or self.is_shutdown or self.is_abandoned:
                    self.is_shutdown = True
                    queue.put(None)  # for the next worker
                    return
        finally:
            context.finalize()
            _workers.pop(threading.current_thread(), None)

    def fail(self):
        with self.lock:
            self.broken = "A thread initializer failed, the thread pool is not usable anymore"
            for item in self.drain():
                item.future.set_exception(self.broken_error(self.broken))

    def drain(self):
        items = []
        while True:
            try:
                item = self.work_queue.get_nowait()
            except Empty:
                return items
            if item is not None:
                items.append(item)


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in at most `max_workers` threads, started when there is work and none is idle."""

    BROKEN = BrokenThreadPool
    _CONTEXT = WorkerContext
    _KIND = "ThreadPoolExecutor"

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        global _n_executors
        if max_workers is None:
            max_workers = min(32, (_cpu_count() or 1) + 4)
        if max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._pool = _Pool(self.BROKEN, self._CONTEXT, initializer, initargs)
        self._work_queue = self._pool.work_queue
        self._threads = set()
        self._thread_name_prefix = thread_name_prefix
        if not thread_name_prefix:
            self._thread_name_prefix = f"{self._KIND}-{_n_executors}"
            _n_executors += 1

    def submit(self, fn, /, *args, **kwargs):
        """Have `fn(*args, **kwargs)` run in a worker; its future."""
        pool = self._pool
        with pool.lock, _exit_lock:
            if pool.broken:
                raise self.BROKEN(pool.broken)
            if pool.is_shutdown:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _is_exiting:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            if not pool.idle.acquire(False):
                self._add_worker()
            return future

    def _add_worker(self):
        n_workers = len(self._threads)
        if n_workers < self._max_workers:
            worker = threading.Thread(name=f"{self._thread_name_prefix}_{n_workers}", target=self._pool._worker)
            worker._daemonic = False
            worker.start()
            self._threads.add(worker)
            _workers[worker] = self._work_queue

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait for those there are, or cancel those not begun."""
        pool = self._pool
        with pool.lock:
            pool.is_shutdown = True
            if cancel_futures:
                for item in pool.drain():
                    item.future.cancel()
            self._work_queue.put(None)
        if wait:
            for worker in self._threads:
                worker.join()

    def __del__(self):
        pool = getattr(self, "_pool", None)
        if pool is not None and self._threads:
            pool.is_abandoned = True
            pool.work_queue.put(None)


def _cpu_count():
    if sys.version_info >= (3, 13) and hasattr(os, "process_cpu_count"):
        return os.process_cpu_count()
    return os.cpu_count()
