"""Things that processes meet at, all made of semaphores (P8)."""

__all__ = ["Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event"]

import threading
from _ipc import shared_object
from _multiprocessing import RECURSIVE_MUTEX, SEM_VALUE_MAX, SEMAPHORE
from _multiprocessing import SemLock as _Semaphore
from _timeslice import emit
from multiprocessing import context, process, util
from time import monotonic


class SemLock:
    """A semaphore that goes to children, and there only."""

    _cause = "lock"

    def __init__(self, kind, value, maxvalue, *, ctx, show=True):
        object_id = shared_object(self._shown_as, self) if show else None
        self._semlock = _Semaphore(kind, value, maxvalue, self._cause, object_id)
        self._set_up()

    _shown_as = "lock"

    def _set_up(self):
        self.acquire = self._semlock.acquire
        self.release = self._semlock.release
        util.register_after_fork(self, lambda self: self._semlock._after_fork())

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        semlock = self._semlock
        return semlock.handle, semlock.kind, semlock.maxvalue

    def __setstate__(self, state):
        handle, kind, maxvalue = state
        self._semlock = _Semaphore(kind, 0, maxvalue, handle=handle)
        self._set_up()

    def locked(self):
        """Whether it is taken."""
        return self._semlock._is_zero()

    def _owner(self):
        if self._semlock._is_mine():
            name = process.current_process().name
            if threading.current_thread().name != "MainThread":
                name += "|" + threading.current_thread().name
            return name
        if self._semlock._get_value() == 1:
            return "None"
        return "SomeOtherThread" if self._semlock._count() > 0 else "SomeOtherProcess"


class Semaphore(SemLock):
    """At most so many at once."""

    _cause = _shown_as = "semaphore"

    def __init__(self, value=1, *, ctx, show=True):
        if value < 0:
            raise OSError(22, "Invalid argument")
        SemLock.__init__(self, SEMAPHORE, value, SEM_VALUE_MAX, ctx=ctx, show=show)

    def get_value(self):
        """How many may still come in."""
        return self._semlock._get_value()

    def __repr__(self):
        return f"<{type(self).__name__}(value={self._semlock._get_value()})>"


class BoundedSemaphore(Semaphore):
    """The same, which is never released more often than taken."""

    def __init__(self, value=1, *, ctx, show=True):
        SemLock.__init__(self, SEMAPHORE, value, value, ctx=ctx, show=show)

    def __repr__(self):
        return f"<{type(self).__name__}(value={self._semlock._get_value()}, maxvalue={self._semlock.maxvalue})>"


class Lock(SemLock):
    """One at a time."""

    def __init__(self, *, ctx, show=True):
        SemLock.__init__(self, SEMAPHORE, 1, 1, ctx=ctx, show=show)

    def __repr__(self):
        return f"<{type(self).__name__}(owner={self._owner()})>"


class RLock(SemLock):
    """One at a time, who may come again."""

    _shown_as = "rlock"

    def __init__(self, *, ctx, show=True):
        SemLock.__init__(self, RECURSIVE_MUTEX, 1, 1, ctx=ctx, show=show)

    def __repr__(self):
        owner = self._owner()
        count = {"None": 0}.get(owner, "nonzero" if owner.startswith("SomeOther") else self._semlock._count())
        return f"<{type(self).__name__}({owner}, {count})>"


class _Quiet:
    """Semaphores inside other things: waiting for them is waiting for the other thing."""

    def __init__(self, cause, value=0, maxvalue=SEM_VALUE_MAX, kind=SEMAPHORE, object_id=None):
        self._semlock = _Semaphore(kind, value, maxvalue, cause)
        self._cause = cause
        util.register_after_fork(self, lambda self: self._semlock._after_fork())

    def acquire(self, block=True, timeout=None):
        return self._semlock.acquire(block, timeout)

    def release(self):
        self._semlock.release()

    def get_value(self):
        return self._semlock._get_value()

    def __enter__(self):
        return self._semlock.acquire()

    def __exit__(self, *args):
        self._semlock.release()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._semlock.handle, self._semlock.kind, self._semlock.maxvalue, self._cause

    def __setstate__(self, state):
        handle, kind, maxvalue, self._cause = state
        self._semlock = _Semaphore(kind, 0, maxvalue, handle=handle)
        util.register_after_fork(self, lambda self: self._semlock._after_fork())


class Condition:
    """Wait until told. Who is told answers, so that nobody is told twice."""

    def __init__(self, lock=None, *, ctx, show=True):
        self._lock = lock or ctx.RLock()
        self._object = shared_object("condition", self) if show else None
        self._sleeping_count = _Quiet("condition")
        self._woken_count = _Quiet("condition")
        self._wait_semaphore = _Quiet("condition" if show else "event")
        self._set_up()

    def _set_up(self):
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._object, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._lock, self._object, self._sleeping_count, self._woken_count, self._wait_semaphore = state
        self._set_up()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        n = self._sleeping_count.get_value() - self._woken_count.get_value()
        return f"<{type(self).__name__}({self._lock}, {n})>"

    def wait(self, timeout=None):
        """Let the lock go until told, or for `timeout` seconds; whether it was told."""
        semlock = self._lock._semlock
        assert semlock._is_mine(), "must acquire() condition before using wait()"
        self._sleeping_count.release()
        count = semlock._count()
        for _ in range(count):
            self._lock.release()
        if self._object is not None:
            emit("contended", self._object, None)
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        """Tell so many."""
        assert self._lock._semlock._is_mine(), "lock is not owned"
        assert not self._wait_semaphore.acquire(False), "notify: Should not have been able to acquire _wait_semaphore"
        # Those who gave up waiting have woken without being told.
        while self._woken_count.acquire(False):
            self._sleeping_count.acquire(False)
        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        if self._object is not None:
            emit("signalled", self._object, sleepers)
        if sleepers:
            for _ in range(sleepers):
                self._woken_count.acquire()
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        """Tell all."""
        self.notify(n=SEM_VALUE_MAX)

    def wait_for(self, predicate, timeout=None):
        """Wait until `predicate()` is true; its last value."""
        result = predicate()
        if result:
            return result
        deadline = None if timeout is None else monotonic() + timeout
        while not result:
            remaining = None
            if deadline is not None:
                remaining = deadline - monotonic()
                if remaining <= 0:
                    break
            self.wait(remaining)
            result = predicate()
        return result


class Event:
    """A flag to wait for."""

    def __init__(self, *, ctx):
        self._object = shared_object("event", self)
        lock = Lock(ctx=ctx, show=False)
        self._cond = Condition(lock, ctx=ctx, show=False)
        self._flag = _Quiet("event")

    def __getstate__(self):
        context.assert_spawning(self)
        return self.__dict__

    def is_set(self):
        """Whether it is set."""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        """Set it: whoever waits goes on."""
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            waiting = self._cond._sleeping_count.get_value() - self._cond._woken_count.get_value()
            emit("signalled", self._object, max(waiting, 0))
            self._cond.notify_all()

    def clear(self):
        """Clear it."""
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        """Wait until it is set, or for `timeout` seconds; whether it is set."""
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
            else:
                emit("contended", self._object, None)
                self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        return f"<{type(self).__qualname__} at {id(self):#x} {'set' if self.is_set() else 'unset'}>"


class Barrier:
    """Wait until all are there. State: 0 filling, 1 draining, -1 resetting, -2 broken."""

    def __init__(self, parties, action=None, timeout=None, *, ctx):
        from _ipc import new_memory
        self._object = shared_object("barrier", self)
        self._parties, self._action, self._timeout = parties, action, timeout
        self._cond = Condition(ctx=ctx, show=False)
        self._memory = new_memory(8, None)

    def __getstate__(self):
        context.assert_spawning(self)
        return self.__dict__

    @property
    def _state(self):
        from _ipc import get_item
        return get_item(self._memory, "i", 0)

    @_state.setter
    def _state(self, value):
        from _ipc import set_item
        set_item(self._memory, "i", 0, value)

    @property
    def _count(self):
        from _ipc import get_item
        return get_item(self._memory, "i", 1)

    @_count.setter
    def _count(self, value):
        from _ipc import set_item
        set_item(self._memory, "i", 1, value)

    def wait(self, timeout=None):
        """Wait until all are there; a number of one's own from 0 on."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            while self._state in (-1, 1):
                self._cond.wait()
            if self._state < 0:
                raise threading.BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._release()
                else:
                    self._wait(timeout)
                return index
            finally:
                self._count -= 1
                self._drained()

    def _release(self):
        try:
            if self._action:
                self._action()
            self._state = 1
            emit("signalled", self._object, self._parties - 1)
            self._cond.notify_all()
        except BaseException:
            self._break()
            raise

    def _wait(self, timeout):
        emit("contended", self._object, None)
        if not self._cond.wait_for(lambda: self._state != 0, timeout):
            self._break()
            raise threading.BrokenBarrierError
        if self._state < 0:
            raise threading.BrokenBarrierError
        assert self._state == 1

    def _drained(self):
        if self._count == 0 and self._state in (-1, 1):
            self._state = 0
            self._cond.notify_all()

    def _break(self):
        self._state = -2
        self._cond.notify_all()

    def reset(self):
        """Back to the beginning; who waits gets BrokenBarrierError."""
        with self._cond:
            if self._count > 0:
                if self._state in (0, -2):
                    self._state = -1
            else:
                self._state = 0
            self._cond.notify_all()

    def abort(self):
        """Break it."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many make it open."""
        return self._parties

    @property
    def n_waiting(self):
        """How many wait."""
        return self._count if self._state == 0 else 0

    @property
    def broken(self):
        """Whether it is broken."""
        return self._state == -2

    def __repr__(self):
        if self.broken:
            return f"<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}: broken>"
        return (f"<{type(self).__module__}.{type(self).__qualname__} at {id(self):#x}:"
                f" waiters={self.n_waiting}/{self.parties}>")
