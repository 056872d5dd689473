"""`queue`: queues between threads (T21, T22). `SimpleQueue` and `Empty` are in `_queue`, which is C in CPython."""

import sys
from _queue import Empty, SimpleQueue
from _timeslice import emit, object_created, private_lock
from collections import deque
from heapq import heappop, heappush
from threading_sync import QuietCondition
from time import monotonic

__all__ = ["Empty", "Full", "Queue", "PriorityQueue", "LifoQueue", "SimpleQueue"]


class Full(Exception):
    """put_nowait, or a put whose timeout passed, found no room."""


class ShutDown(Exception):
    """The queue takes or gives no more."""


_ShutDown = ShutDown
_HAS_SHUTDOWN = sys.version_info >= (3, 13)


class Queue:
    """First in, first out; at most `maxsize` items, or any number if that is 0 or less."""

    def __init__(self, maxsize=0):
        object_id = self._object = object_created("queue", self)
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = private_lock("queue", object_id)
        self.not_empty = QuietCondition(self.mutex, "queue", object_id)
        self.not_full = QuietCondition(self.mutex, "queue", object_id)
        self.all_tasks_done = QuietCondition(self.mutex, "queue", object_id)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def put(self, item, block=True, timeout=None):
        """Add an item, waiting for room if `block`, at most `timeout` seconds."""
        with self.not_full:
            if self.is_shutdown:
                raise _ShutDown
            if self.maxsize > 0:
                if not block:
                    if self._qsize() >= self.maxsize:
                        raise Full
                elif timeout is None:
                    while self._qsize() >= self.maxsize:
                        self._wait(self.not_full, None)
                        if self.is_shutdown:
                            raise _ShutDown
                elif timeout < 0:
                    raise ValueError("'timeout' must be a non-negative number")
                else:
                    deadline = monotonic() + timeout
                    while self._qsize() >= self.maxsize:
                        remaining = deadline - monotonic()
                        if remaining <= 0:
                            raise Full
                        self._wait(self.not_full, remaining)
                        if self.is_shutdown:
                            raise _ShutDown
            self._put(item)
            self.unfinished_tasks += 1
            emit("item_put", self._object, self._qsize(), item)
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one if `block`, at most `timeout` seconds."""
        with self.not_empty:
            if self.is_shutdown and not self._qsize():
                raise _ShutDown
            if not block:
                if not self._qsize():
                    raise Empty
            elif timeout is None:
                while not self._qsize():
                    self._wait(self.not_empty, None)
                    if self.is_shutdown and not self._qsize():
                        raise _ShutDown
            elif timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            else:
                deadline = monotonic() + timeout
                while not self._qsize():
                    remaining = deadline - monotonic()
                    if remaining <= 0:
                        raise Empty
                    self._wait(self.not_empty, remaining)
                    if self.is_shutdown and not self._qsize():
                        raise _ShutDown
            item = self._get()
            emit("item_taken", self._object, self._qsize(), item)
            self.not_full.notify()
            return item

    def _wait(self, condition, timeout):
        emit("contended", self._object, None)
        condition.wait(timeout)

    def put_nowait(self, item):
        """Add an item now, or raise Full."""
        return self.put(item, block=False)

    def get_nowait(self):
        """Remove and return an item now, or raise Empty."""
        return self.get(block=False)

    def task_done(self):
        """Say that an item taken earlier has been dealt with."""
        with self.all_tasks_done:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            if unfinished == 0:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks = unfinished

    def join(self):
        """Wait until every item ever put has been dealt with."""
        with self.all_tasks_done:
            while self.unfinished_tasks:
                self._wait(self.all_tasks_done, None)

    def qsize(self):
        """How many items there are: out of date as soon as it is known."""
        with self.mutex:
            return self._qsize()

    def empty(self):
        """Whether there is no item now."""
        with self.mutex:
            return not self._qsize()

    def full(self):
        """Whether there is no room now."""
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    # A subclass keeps the items in another way by replacing these four.

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()


def _shutdown(self, immediate=False):
    """Take no more items and, once empty, give none; `immediate`: drop those there are (T22)."""
    with self.mutex:
        self.is_shutdown = True
        if immediate:
            while self._qsize():
                self._get()
                if self.unfinished_tasks > 0:
                    self.unfinished_tasks -= 1
            self.all_tasks_done.notify_all()
        self.not_empty.notify_all()
        self.not_full.notify_all()


if _HAS_SHUTDOWN:
    _shutdown.__name__ = "shutdown"
    Queue.shutdown = _shutdown
    __all__.append("ShutDown")
else:
    del ShutDown


class PriorityQueue(Queue):
    """Gives the smallest item first; equal ones in no particular order."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class LifoQueue(Queue):
    """Gives the newest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop()
