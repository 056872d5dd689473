"""Queues between processes: pipes, with locks at their ends and, for all but the simple one, a thread that feeds them
(P7)."""

__all__ = ["Queue", "SimpleQueue", "JoinableQueue"]

import sys
import threading
from _ipc import shared_object
from _timeslice import emit, private_lock
from collections import deque
from multiprocessing import connection, context, util
from multiprocessing.synchronize import SEM_VALUE_MAX, Condition, _Quiet
from queue import Empty, Full
from threading_sync import QuietCondition
from time import monotonic

_dumps = connection._dumps
_loads = connection._loads
_sentinel = object()


class Queue:
    """First in, first out. `put` leaves an item with the feeder thread, which pickles and writes it."""

    def __init__(self, maxsize=0, *, ctx):
        if maxsize <= 0:
            maxsize = SEM_VALUE_MAX
        self._maxsize = maxsize
        self._object = shared_object("queue", self)
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = _Quiet("queue", 1, 1)
        self._wlock = _Quiet("queue", 1, 1)
        self._sem = _Quiet("queue", maxsize, maxsize)
        self._ignore_epipe = False
        self._reset()
        util.register_after_fork(self, Queue._after_fork)

    def __getstate__(self):
        context.assert_spawning(self)
        return (self._maxsize, self._object, self._reader, self._writer, self._rlock, self._wlock, self._sem,
                self._ignore_epipe)

    def __setstate__(self, state):
        (self._maxsize, self._object, self._reader, self._writer, self._rlock, self._wlock, self._sem,
         self._ignore_epipe) = state
        self._reset()

    def _after_fork(self):
        self._reset(after_fork=True)

    def _reset(self, after_fork=False):
        self._notempty = QuietCondition(private_lock("queue", self._object), "queue", self._object)
        self._buffer = deque()
        self._thread = None
        self._jointhread = None
        self._joincancelled = False
        self._closed = False
        self._close = None

    def _check_open(self):
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")

    def put(self, obj, block=True, timeout=None):
        """Add an item, waiting for room if `block`, at most `timeout` seconds."""
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            emit("item_put", self._object, self.qsize(), obj)
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one if `block`, at most `timeout` seconds."""
        self._check_open()
        if block and timeout is None:
            with self._rlock:
                data = self._reader.recv_bytes()
            self._sem.release()
        else:
            if block:
                deadline = monotonic() + timeout
            if not self._rlock.acquire(block, timeout):
                raise Empty
            try:
                if block:
                    if not self._reader.poll(deadline - monotonic()):
                        raise Empty
                elif not self._reader.poll():
                    raise Empty
                data = self._reader.recv_bytes()
                self._sem.release()
            finally:
                self._rlock.release()
        item = _loads(data)
        emit("item_taken", self._object, self.qsize(), item)
        return item

    def qsize(self):
        """How many items there are, those with feeders included."""
        return self._maxsize - self._sem.get_value()

    def empty(self):
        """Whether there is nothing to read now."""
        self._check_open()
        return not self._reader.poll()

    def full(self):
        """Whether there is no room now."""
        return self._sem.get_value() == 0

    def get_nowait(self):
        """Remove and return an item now, or raise Empty."""
        return self.get(False)

    def put_nowait(self, obj):
        """Add an item now, or raise Full."""
        return self.put(obj, False)

    def close(self):
        """This process puts no more; what it has put will be written."""
        self._closed = True
        close = self._close
        if close:
            self._close = None
            close()

    def join_thread(self):
        """Wait until the feeder has written everything; after `close`."""
        assert self._closed, f"Queue {self!r} not closed"
        if self._jointhread:
            self._jointhread()

    def cancel_join_thread(self):
        """Do not wait for the feeder at the end of the process."""
        self._joincancelled = True
        if self._jointhread is not None:
            self._jointhread.cancel()

    def _start_thread(self):
        self._buffer.clear()
        self._thread = threading.Thread(target=self._feed, args=(self._buffer, self._notempty, self._wlock, self._writer),
                                        name="QueueFeederThread", daemon=True)
        self._thread.start()
        if not self._joincancelled:
            self._jointhread = util.Finalize(self._thread, self._thread.join, exitpriority=-5)
        self._close = util.Finalize(self, _finish, (self._buffer, self._notempty), exitpriority=10)

    def _feed(self, buffer, notempty, wlock, writer):
        while True:
            try:
                with notempty:
                    if not buffer:
                        notempty.wait()
                while buffer:
                    obj = buffer.popleft()
                    if obj is _sentinel:
                        writer.close()
                        return
                    data = _dumps(obj)
                    with wlock:
                        writer.send_bytes(data)
            except Exception as error:
                if self._ignore_epipe and isinstance(error, BrokenPipeError):
                    return
                if util.is_exiting():
                    return
                self._sem.release()
                self._on_queue_feeder_error(error, obj)

    @staticmethod
    def _on_queue_feeder_error(error, obj):
        import traceback
        sys.stderr.write("".join(traceback.format_exception(error)))

    def __class_getitem__(cls, item):
        return cls


def _finish(buffer, notempty):
    with notempty:
        buffer.append(_sentinel)
        notempty.notify()


class JoinableQueue(Queue):
    """A queue that knows how many items are not dealt with."""

    def __init__(self, maxsize=0, *, ctx):
        Queue.__init__(self, maxsize, ctx=ctx)
        self._unfinished_tasks = _Quiet("queue")
        self._cond = Condition(ctx=ctx, show=False)

    def __getstate__(self):
        return Queue.__getstate__(self), self._cond, self._unfinished_tasks

    def __setstate__(self, state):
        queue, self._cond, self._unfinished_tasks = state
        Queue.__setstate__(self, queue)

    def put(self, obj, block=True, timeout=None):
        """Add an item, waiting for room if `block`, at most `timeout` seconds."""
        self._check_open()
        if not self._sem.acquire(block, timeout):
            raise Full
        with self._notempty, self._cond:
            if self._thread is None:
                self._start_thread()
            self._buffer.append(obj)
            self._unfinished_tasks.release()
            emit("item_put", self._object, self.qsize(), obj)
            self._notempty.notify()

    def task_done(self):
        """Say that an item taken earlier has been dealt with."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError("task_done() called too many times")
            if self._unfinished_tasks.get_value() == 0:
                self._cond.notify_all()

    def join(self):
        """Wait until every item ever put has been dealt with."""
        with self._cond:
            if self._unfinished_tasks.get_value() != 0:
                self._cond.wait()


class SimpleQueue:
    """A pipe with a lock at each end. `put` waits when the pipe is full."""

    def __init__(self, *, ctx):
        self._object = shared_object("queue", self)
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = _Quiet("queue", 1, 1)
        self._wlock = _Quiet("queue", 1, 1)

    def close(self):
        """Closes both ends here."""
        self._reader.close()
        self._writer.close()

    def empty(self):
        """Whether there is nothing to read now."""
        return not self._reader.poll()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._object, self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._object, self._reader, self._writer, self._rlock, self._wlock = state

    def get(self):
        """Remove and return an item."""
        with self._rlock:
            data = self._reader.recv_bytes()
        return _loads(data)

    def put(self, obj):
        """Add an item."""
        data = _dumps(obj)
        with self._wlock:
            self._writer.send_bytes(data)

    def __class_getitem__(cls, item):
        return cls
