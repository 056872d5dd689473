# timeslice: since 3.14
"""Queues between interpreters, and what may go from one to another (G37)."""

import _ipc
import pickle
import queue
import sys
import time

__all__ = [
    "UNBOUND", "UNBOUND_ERROR", "UNBOUND_REMOVE", "create", "list_all", "Queue", "QueueError", "QueueNotFoundError",
    "QueueEmpty", "QueueFull", "ItemInterpreterDestroyed",
]  # fmt: skip

_LOOK_AGAIN_S = 0.010


class NotShareableError(TypeError, ValueError):
    """An object cannot go to another interpreter."""

    __module__ = "concurrent.interpreters"


class QueueError(Exception):
    """A queue cannot do what it is asked to."""


class QueueNotFoundError(QueueError):
    """There is no such queue."""


class QueueEmpty(QueueError, queue.Empty):
    """There is nothing in it."""


class QueueFull(QueueError, queue.Full):
    """There is no room in it."""


class ItemInterpreterDestroyed(QueueError):
    """The interpreter that put the item is gone."""


class _Unbound:
    def __init__(self, name):
        self._name = name

    def __repr__(self):
        return f"<{self._name}>"


UNBOUND = _Unbound("UNBOUND")
UNBOUND_ERROR = _Unbound("UNBOUND_ERROR")
UNBOUND_REMOVE = _Unbound("UNBOUND_REMOVE")


def is_shareable(obj):
    """Whether an object goes to another interpreter as it is."""
    if type(obj) is tuple:
        return all(is_shareable(item) for item in obj)
    return obj is None or isinstance(obj, Queue) or type(obj) in (int, str, bytes, float, bool, memoryview)


def pickled(obj):
    """The pickle of what goes to another interpreter."""
    try:
        return pickle.dumps(obj)
    except Exception as error:
        raise NotShareableError("object could not be pickled") from error


def unpickled(data):
    """What has come from another interpreter."""
    sys.modules.setdefault("<fake __main__>", sys.modules["__main__"])
    return pickle._decode(data, _find_class)[0]


load_program = None  # in an interpreter that has been made: runs the program's module


def _find_class(module, name):
    try:
        return pickle._find_class(module, name)
    except AttributeError:
        if module != "__main__" or load_program is None:
            raise
        load_program()
        return pickle._find_class(module, name)


def create(maxsize=0, *, unbounditems=UNBOUND):
    """A new queue."""
    return Queue(_ipc.new_queue(maxsize), maxsize)


def list_all():
    """All queues that there are."""
    ids, id = [], 1
    while _ipc.queue_size(id) >= -1 and id < 10_000:
        if _ipc.queue_size(id) >= 0:
            ids.append(id)
        id += 1
    return [Queue(id) for id in ids]


class Queue:
    """A queue that all interpreters reach."""

    def __init__(self, id, maxsize=0, /):
        if _ipc.queue_size(id) < 0:
            raise QueueNotFoundError(f"queue {id} not found")
        self._id = id
        self._maxsize = maxsize

    def __repr__(self):
        return f"{type(self).__name__}({self._id})"

    def __hash__(self):
        return hash(self._id)

    def __eq__(self, other):
        return self._id == other._id if isinstance(other, Queue) else NotImplemented

    def __reduce__(self):
        return type(self), (self._id, self._maxsize)

    @property
    def id(self):
        """Its number."""
        return self._id

    @property
    def maxsize(self):
        """How many items it takes; 0: any number."""
        return self._maxsize

    @property
    def unbounditems(self):
        """What becomes of items whose interpreter is gone."""
        return UNBOUND

    def qsize(self):
        """How many items there are."""
        size = _ipc.queue_size(self._id)
        if size < 0:
            raise QueueNotFoundError(f"queue {self._id} not found")
        return size

    def empty(self):
        """Whether there are none."""
        return self.qsize() == 0

    def full(self):
        """Whether there is no room."""
        return 0 < self._maxsize <= self.qsize()

    def put(self, obj, block=True, timeout=None, *, unbounditems=None):
        """Puts an object in, when there is room."""
        data, end = pickled(obj), _end(timeout)
        while not self._put(data):
            if not block or end is not None and time.time() >= end:
                raise QueueFull(f"queue {self._id} is full")
            time.sleep(_LOOK_AGAIN_S)

    def put_nowait(self, obj, *, unbounditems=None):
        """Puts an object in, if there is room."""
        self.put(obj, block=False)

    def get(self, block=True, timeout=None):
        """The oldest item, when there is one."""
        end = _end(timeout)
        while True:
            data = _ipc.queue_get(self._id)
            if data is not None:
                return unpickled(data)
            self.qsize()
            if not block or end is not None and time.time() >= end:
                raise QueueEmpty(f"queue {self._id} is empty")
            time.sleep(_LOOK_AGAIN_S)

    def get_nowait(self):
        """The oldest item, if there is one."""
        return self.get(block=False)

    def _put(self, data):
        has_room = _ipc.queue_put(self._id, data)
        if has_room is None:
            raise QueueNotFoundError(f"queue {self._id} not found")
        return has_room


def _end(timeout):
    if timeout is None:
        return None
    if timeout < 0:
        raise ValueError("timeout value must be non-negative")
    return time.time() + timeout
