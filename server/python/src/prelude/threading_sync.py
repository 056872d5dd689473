# timeslice: file threading.py
"""The synchronisation objects of `threading` (T16 to T19); reached as `threading.X`, and reported as being there.

Every object announces itself to the trace and says when it is acquired, released or signalled. The locks inside it
are private: only the waits in them can be seen, as waits for the object. The classes named Quiet... are for use inside
other objects and announce nothing.
"""

import sys
from _thread_base import LockType
from _timeslice import condition_lock, emit, object_created, private_lock
from collections import deque
from time import monotonic

__name__ = "threading"


class Condition:
    """A lock and a queue of threads that wait for news about what it protects (T16)."""

    def __init__(self, lock=None):
        object_id = object_created("condition", self)
        if lock is None:
            lock = condition_lock(object_id)
        self._set_up(lock, "condition", object_id)

    def _set_up(self, lock, cause, object_id):
        self._lock = lock
        self._cause = cause
        self._object = object_id
        self._waiters = deque()
        self.acquire = lock.acquire
        self.release = lock.release
        if hasattr(lock, "_release_save"):
            self._release_save = lock._release_save
            self._acquire_restore = lock._acquire_restore
        if hasattr(lock, "_is_owned"):
            self._is_owned = lock._is_owned
        elif isinstance(lock, LockType):
            self._is_owned = lock.locked

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc_info):
        return self._lock.__exit__(*exc_info)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    # For locks that do not count their owner's acquisitions.

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, saved):
        self._lock.acquire()

    def _is_owned(self):
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Let the lock go, wait for a notification, take the lock again. False when `timeout` seconds passed first."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = private_lock(self._cause, self._object)
        waiter.acquire()
        self._waiters.append(waiter)
        saved = self._release_save()
        notified = False
        try:
            if timeout is None:
                notified = waiter.acquire()
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._acquire_restore(saved)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass  # notified between the timeout and taking the lock

    def wait_for(self, predicate, timeout=None):
        """Wait until `predicate()` is true; its last value. `timeout` is for all the waits together."""
        deadline = None
        remaining = timeout
        value = predicate()
        while not value:
            if timeout is not None:
                now = monotonic()
                if deadline is None:
                    deadline = now + timeout
                remaining = deadline - now
                if remaining <= 0:
                    break
            self.wait(remaining)
            value = predicate()
        return value

    def notify(self, n=1):
        """Wake the first `n` waiters, in the order they came."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        emit("signalled", self._object, self._wake(n))

    def notify_all(self):
        """Wake all waiters."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        import warnings

        warnings.warn("notifyAll() is deprecated, use notify_all() instead", DeprecationWarning, stacklevel=2)
        self.notify_all()

    def _wake(self, n):
        waiters = self._waiters
        woken = 0
        while woken < n and waiters:
            waiter = waiters.popleft()
            try:
                waiter.release()
                woken += 1
            except RuntimeError:
                pass  # gave up meanwhile
        return woken


class QuietCondition(Condition):
    """The condition inside another object: its waits are waits for `object_id`, for `cause`."""

    def __init__(self, lock, cause, object_id):
        self._set_up(lock, cause, object_id)

    def notify(self, n=1):
        self._wake(n)


class Semaphore:
    """A counter of permits that never goes below zero (T17)."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._set_up(value, object_created("semaphore", self))

    def _set_up(self, value, object_id):
        self._object = object_id
        self._cond = QuietCondition(private_lock("semaphore", object_id), "semaphore", object_id)
        self._value = value

    def __repr__(self):
        return f"<{_type_name(self)} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Take a permit, waiting for one if there is none. Whether one was taken."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                if timeout is not None:
                    now = monotonic()
                    if deadline is None:
                        deadline = now + timeout
                    else:
                        timeout = deadline - now
                    if deadline <= now:
                        return False
                emit("contended", self._object, None)
                self._cond.wait(timeout)
            self._value -= 1
            emit("acquired", self._object)
            return True

    __enter__ = acquire

    def release(self, n=1):
        """Give back `n` permits."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._give(n)

    def _give(self, n):
        self._value += n
        emit("released", self._object)
        self._cond.notify(n)

    def __exit__(self, exc_type, exc, traceback):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses more permits than it began with."""

    def __init__(self, value=1):
        Semaphore.__init__(self, value)
        self._initial_value = value

    def __repr__(self):
        return f"<{_type_name(self)} at {id(self):#x}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._give(n)


class QuietSemaphore(Semaphore):
    """The semaphore inside another object."""

    def __init__(self, value):
        self._set_up(value, None)


class Event:
    """A flag that threads can wait for (T18)."""

    def __init__(self):
        self._set_up(object_created("event", self))

    def _set_up(self, object_id):
        self._object = object_id
        self._cond = QuietCondition(private_lock("event", object_id), "event", object_id)
        self._flag = False

    def __repr__(self):
        return f"<{_type_name(self)} at {id(self):#x}: {'set' if self._flag else 'unset'}>"

    def is_set(self):
        """The flag."""
        return self._flag

    def isSet(self):
        import warnings

        warnings.warn("isSet() is deprecated, use is_set() instead", DeprecationWarning, stacklevel=2)
        return self._flag

    def set(self):
        """Raise the flag and wake all who wait for it."""
        with self._cond:
            self._flag = True
            emit("signalled", self._object, len(self._cond._waiters))
            self._cond.notify_all()

    def clear(self):
        """Lower the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait for the flag, or for `timeout` seconds. Whether the flag was seen raised."""
        with self._cond:
            raised = self._flag
            if not raised:
                raised = self._cond.wait(timeout)
            return raised


class QuietEvent(Event):
    """The event inside another object."""

    def __init__(self):
        self._set_up(None)


class BrokenBarrierError(RuntimeError):
    """The barrier was aborted or reset, or somebody did not come in time."""


# What a barrier is doing.
_FILLING, _DRAINING, _RESETTING, _BROKEN = "filling", "draining", "resetting", "broken"


class Barrier:
    """Holds threads up until `parties` of them have come (T19)."""

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1 and sys.version_info >= (3, 12):
            raise ValueError("parties must be >= 1" if sys.version_info >= (3, 14) else "parties must be > 0")
        self._object = object_created("barrier", self)
        self._cond = QuietCondition(private_lock("barrier", self._object), "barrier", self._object)
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._state = _FILLING
        self._count = 0

    def __repr__(self):
        if self.broken:
            return f"<{_type_name(self)} at {id(self):#x}: broken>"
        return f"<{_type_name(self)} at {id(self):#x}: waiters={self.n_waiting}/{self.parties}>"

    def wait(self, timeout=None):
        """Wait for the others. A different number for each party, from 0 in the order they came."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            self._cond.wait_for(self._can_enter)
            if self._state is _BROKEN:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._open()
                else:
                    self._wait(timeout)
                return index
            finally:
                self._count -= 1
                self._last_one_out()

    def _can_enter(self):
        return self._state is _FILLING or self._state is _BROKEN

    def _has_opened(self):
        return self._state is not _FILLING

    def _open(self):
        try:
            if self._action is not None:
                self._action()
        except BaseException:
            self._break()
            raise
        self._state = _DRAINING
        emit("signalled", self._object, len(self._cond._waiters))
        self._cond.notify_all()

    def _wait(self, timeout):
        if not self._cond.wait_for(self._has_opened, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state is not _DRAINING:
            raise BrokenBarrierError

    def _last_one_out(self):
        if self._count == 0 and (self._state is _DRAINING or self._state is _RESETTING):
            self._state = _FILLING
            self._cond.notify_all()

    def _break(self):
        self._state = _BROKEN
        self._cond.notify_all()

    def reset(self):
        """Start afresh; those who wait get BrokenBarrierError."""
        with self._cond:
            if self._count == 0:
                self._state = _FILLING
            elif self._state is not _DRAINING:
                self._state = _RESETTING
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: BrokenBarrierError for those who wait and for those who come."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        return self._state is _BROKEN


def _type_name(obj):
    cls = type(obj)
    return f"{cls.__module__}.{cls.__qualname__}"
