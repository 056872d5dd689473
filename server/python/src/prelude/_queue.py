# timeslice: native
"""`queue.SimpleQueue` and `queue.Empty` (T23): C in CPython, so no other thread comes between its instructions.

Up to 3.12 one lock serves all consumers, and each that finds an item passes the lock on: six waiters are served in
the order 0 2 4 1 5 3. From 3.13 on consumers queue up, and `put` hands the item to the first one.
"""

import sys
from _timeslice import emit, object_created, private_lock
from collections import deque
from time import monotonic


class Empty(Exception):
    """get_nowait, or a get whose timeout passed, found no item."""


class _SimpleQueue:
    def __init__(self):
        self._set_up(object_created("queue", self))

    def _set_up(self, object_id):
        self._object = object_id
        self._items = deque()

    def put_nowait(self, item):
        """Add an item; never waits."""
        self.put(item)

    def get_nowait(self):
        """Remove and return an item now, or raise Empty."""
        return self.get(False)

    def empty(self):
        """Whether there is no item now."""
        return not self._items

    def qsize(self):
        """How many items there are now."""
        return len(self._items)

    def __class_getitem__(cls, item):
        return cls


class _OneLockQueue(_SimpleQueue):
    """Up to 3.12."""

    def _set_up(self, object_id):
        _SimpleQueue._set_up(self, object_id)
        self._lock = private_lock("queue", object_id)
        self._lock_is_waited_for = False

    def put(self, item, block=True, timeout=None):
        """Add an item; never waits."""
        self._items.append(item)
        emit("item_put", self._object, len(self._items), item)
        self._let_one_in()

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one if `block`, at most `timeout` seconds."""
        deadline = _deadline(block, timeout)
        while not self._items:
            if not self._lock.acquire(False):
                if not block:
                    raise Empty
                if deadline is None:
                    self._lock.acquire()
                else:
                    remaining = deadline - monotonic()
                    if remaining <= 0 or not self._lock.acquire(True, remaining):
                        raise Empty
            self._lock_is_waited_for = True
        item = self._items.popleft()
        emit("item_taken", self._object, len(self._items), item)
        self._let_one_in()
        return item

    def _let_one_in(self):
        if self._lock_is_waited_for:
            self._lock_is_waited_for = False
            self._lock.release()


class _HandOverQueue(_SimpleQueue):
    """From 3.13."""

    def _set_up(self, object_id):
        _SimpleQueue._set_up(self, object_id)
        self._waiters = deque()

    def put(self, item, block=True, timeout=None):
        """Add an item; never waits."""
        emit("item_put", self._object, len(self._items) + 1, item)
        if self._waiters:
            waiter = self._waiters.popleft()
            emit("item_taken", self._object, len(self._items), item)
            waiter.item = (item,)
            waiter.lock.release()
        else:
            self._items.append(item)

    def get(self, block=True, timeout=None):
        """Remove and return an item, waiting for one if `block`, at most `timeout` seconds."""
        deadline = _deadline(block, timeout)
        if self._items:
            item = self._items.popleft()
            emit("item_taken", self._object, len(self._items), item)
            return item
        if not block:
            raise Empty
        waiter = _Waiter(private_lock("queue", self._object))
        self._waiters.append(waiter)
        if deadline is None:
            waiter.lock.acquire()
        elif not waiter.lock.acquire(True, max(0, deadline - monotonic())) and waiter.item is None:
            self._waiters.remove(waiter)
            raise Empty
        return waiter.item[0]


class _Waiter:
    def __init__(self, lock):
        lock.acquire()
        self.lock = lock
        self.item = None


def _deadline(block, timeout):
    if not block or timeout is None:
        return None
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return monotonic() + timeout


_Base = _HandOverQueue if sys.version_info >= (3, 13) else _OneLockQueue


class SimpleQueue(_Base):
    """An unbounded queue without `task_done` and `join`."""


class QuietQueue(_Base):
    """The queue inside another object: not announced to the trace."""

    def __init__(self):
        self._set_up(None)
