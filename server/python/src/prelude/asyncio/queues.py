"""Queues between tasks (A25): a woken task tries again, so a running one may get there first."""

import heapq
import sys
from _timeslice import emit, object_created
from asyncio import locks, mixins
from collections import deque

__all__ = ("Queue", "PriorityQueue", "LifoQueue", "QueueFull", "QueueEmpty", "QueueShutDown")


class QueueEmpty(Exception):
    """get_nowait found no item."""


class QueueFull(Exception):
    """put_nowait found no room."""


class QueueShutDown(Exception):
    """The queue takes or gives no more."""


class _QuietEvent(locks.Event):
    """The event inside a queue: not announced to the trace."""

    def __init__(self):
        self._waiters = deque()
        self._value = True
        self._object = None


class Queue(mixins._LoopBoundMixin):
    """First in, first out; at most `maxsize` items, or any number if that is 0 or less."""

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = deque()
        self._putters = deque()
        self._unfinished_tasks = 0
        self._finished = _QuietEvent()
        self._is_shutdown = False
        self._object = object_created("async_queue", self)
        self._init(maxsize)

    # A subclass keeps the items in another way by replacing these three.

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    def _wake_next(self, waiters):
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._format()}>"

    def __str__(self):
        return f"<{type(self).__name__} {self._format()}>"

    def __class_getitem__(cls, item):
        return cls

    def _format(self):
        text = f"maxsize={self._maxsize!r}"
        if getattr(self, "_queue", None):
            text += f" _queue={list(self._queue)!r}"
        if self._getters:
            text += f" _getters[{len(self._getters)}]"
        if self._putters:
            text += f" _putters[{len(self._putters)}]"
        if self._unfinished_tasks:
            text += f" tasks={self._unfinished_tasks}"
        if self._is_shutdown:
            text += " shutdown"
        return text

    def qsize(self):
        """How many items there are."""
        return len(self._queue)

    @property
    def maxsize(self):
        return self._maxsize

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    async def put(self, item):
        """Add an item, waiting for room."""
        while self.full():
            if self._is_shutdown:
                raise QueueShutDown
            putter = self._enqueue(self._putters)
            try:
                await putter
            except BaseException:
                self._give_up(putter, self._putters, self.full)
                raise
        return self.put_nowait(item)

    async def get(self):
        """Remove and return an item, waiting for one."""
        while self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            getter = self._enqueue(self._getters)
            try:
                await getter
            except BaseException:
                self._give_up(getter, self._getters, self.empty)
                raise
        return self.get_nowait()

    def _enqueue(self, waiters):
        emit("contended", self._object, None)
        waiter = self._new_waiter("Queue")
        waiters.append(waiter)
        return waiter

    def _give_up(self, waiter, waiters, must_wait):
        waiter.cancel()
        try:
            waiters.remove(waiter)
        except ValueError:
            pass  # it was being woken
        if not must_wait() and not waiter.cancelled():
            self._wake_next(waiters)  # woken in vain: pass it on

    def put_nowait(self, item):
        """Add an item now, or raise QueueFull."""
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        emit("item_put", self._object, self.qsize(), item)
        self._wake_next(self._getters)

    def get_nowait(self):
        """Remove and return an item now, or raise QueueEmpty."""
        if self.empty():
            if self._is_shutdown:
                raise QueueShutDown
            raise QueueEmpty
        item = self._get()
        emit("item_taken", self._object, self.qsize(), item)
        self._wake_next(self._putters)
        return item

    def task_done(self):
        """Say that an item taken earlier has been dealt with."""
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    async def join(self):
        """Wait until every item ever put has been dealt with."""
        if self._unfinished_tasks > 0:
            await self._finished.wait()


def _shutdown(self, immediate=False):
    """Take no more items and, once empty, give none; `immediate`: drop those there are."""
    self._is_shutdown = True
    if immediate:
        while not self.empty():
            self._get()
            if self._unfinished_tasks > 0:
                self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()
    for waiters in (self._getters, self._putters):
        while waiters:
            waiter = waiters.popleft()
            if not waiter.done():
                waiter.set_result(None)


if sys.version_info >= (3, 13):
    _shutdown.__name__ = "shutdown"
    Queue.shutdown = _shutdown


class PriorityQueue(Queue):
    """Gives the smallest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """Gives the newest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop()
