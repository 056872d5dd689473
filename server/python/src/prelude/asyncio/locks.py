"""Locks, events, conditions, semaphores and barriers between tasks: all first come, first served (A22 to A24)."""

import sys
from _timeslice import emit, object_created
from asyncio import exceptions, mixins
from collections import deque

__all__ = ("Lock", "Event", "Condition", "Semaphore", "BoundedSemaphore", "Barrier")

_PASSES_NOTIFICATIONS_ON = sys.version_info >= (3, 13)


def _base_repr(obj):
    return object.__repr__(obj)[1:-1]


def _with_waiters(extra, waiters):
    return f"{extra}, waiters:{len(waiters)}" if waiters else extra


class Lock(mixins._ContextManagerMixin, mixins._LoopBoundMixin):
    """Held by one task at a time."""

    def __init__(self):
        self._locked = False
        self._waiters = deque()
        self._object = object_created("async_lock", self)

    def __repr__(self):
        extra = _with_waiters("locked" if self._locked else "unlocked", self._waiters)
        return f"<{_base_repr(self)} [{extra}]>"

    def locked(self):
        return self._locked

    async def acquire(self):
        """Take the lock, after all who came before. Returns True."""
        waiters = self._waiters
        if self._locked or not all(waiter.cancelled() for waiter in waiters):
            emit("contended", self._object, None)
            waiter = self._new_waiter("Lock")
            waiters.append(waiter)
            try:
                try:
                    await waiter
                finally:
                    waiters.remove(waiter)
            except exceptions.CancelledError:
                if not self._locked:  # it was this task's turn: pass it on
                    self._wake_first()
                raise
        self._locked = True
        emit("acquired", self._object)
        return True

    def release(self):
        """Let the lock go; the first waiter gets it."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        emit("released", self._object)
        self._wake_first()

    def _wake_first(self):
        if self._waiters:
            waiter = self._waiters[0]
            if not waiter.done():
                waiter.set_result(True)


class Event(mixins._LoopBoundMixin):
    """A flag that tasks can wait for."""

    def __init__(self):
        self._waiters = deque()
        self._value = False
        self._object = object_created("async_primitive", self)

    def __repr__(self):
        extra = _with_waiters("set" if self._value else "unset", self._waiters)
        return f"<{_base_repr(self)} [{extra}]>"

    def is_set(self):
        return self._value

    def set(self):
        """Raise the flag; all who wait go on."""
        if not self._value:
            self._value = True
            emit("signalled", self._object, len(self._waiters))
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self):
        """Lower the flag."""
        self._value = False

    async def wait(self):
        """Wait for the flag. Returns True."""
        if self._value:
            return True
        waiter = self._new_waiter("Event")
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(mixins._ContextManagerMixin, mixins._LoopBoundMixin):
    """A lock and a queue of tasks that wait for news."""

    def __init__(self, lock=None):
        if lock is None:
            lock = Lock()
        self._lock = lock
        self.locked = lock.locked
        self.acquire = lock.acquire
        self.release = lock.release
        self._waiters = deque()
        self._object = object_created("async_primitive", self)

    def __repr__(self):
        extra = _with_waiters("locked" if self.locked() else "unlocked", self._waiters)
        return f"<{_base_repr(self)} [{extra}]>"

    async def wait(self):
        """Let the lock go, wait for a notification, take the lock again. Returns True."""
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = self._new_waiter("Condition")
        self.release()
        try:
            try:
                self._waiters.append(waiter)
                try:
                    await waiter
                    return True
                finally:
                    self._waiters.remove(waiter)
            finally:
                await self._take_lock_again()
        except BaseException:
            if _PASSES_NOTIFICATIONS_ON:
                self._wake(1)  # it may have been notified in vain
            raise

    async def _take_lock_again(self):
        cancelled = None
        while True:
            try:
                await self.acquire()
                break
            except exceptions.CancelledError as exc:
                cancelled = exc
        if cancelled is not None:
            try:
                raise cancelled
            finally:
                cancelled = None

    async def wait_for(self, predicate):
        """Wait until `predicate()` is true; its value."""
        value = predicate()
        while not value:
            await self.wait()
            value = predicate()
        return value

    def notify(self, n=1):
        """Wake the first `n` waiters."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        emit("signalled", self._object, self._wake(n))

    def _wake(self, n):
        woken = 0
        for waiter in self._waiters:
            if woken >= n:
                break
            if not waiter.done():
                woken += 1
                waiter.set_result(False)
        return woken

    def notify_all(self):
        """Wake all waiters."""
        self.notify(len(self._waiters))


class Semaphore(mixins._ContextManagerMixin, mixins._LoopBoundMixin):
    """A counter of permits (A23)."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = deque()
        self._value = value
        self._object = object_created("async_primitive", self)

    def __repr__(self):
        extra = "locked" if self.locked() else f"unlocked, value:{self._value}"
        return f"<{_base_repr(self)} [{_with_waiters(extra, self._waiters)}]>"

    def locked(self):
        """Whether `acquire` would wait."""
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters)

    async def acquire(self):
        """Take a permit, after all who came before. Returns True."""
        if not self.locked():
            self._value -= 1
            emit("acquired", self._object)
            return True
        emit("contended", self._object, None)
        waiter = self._new_waiter(type(self).__name__)
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except exceptions.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._value += 1  # the permit was this task's already: give it back
            raise
        finally:
            while self._value > 0 and self._wake_next():
                pass
        emit("acquired", self._object)
        return True

    def release(self):
        """Give back a permit; the first waiter gets it."""
        self._value += 1
        emit("released", self._object)
        self._wake_next()

    def _wake_next(self):
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return True
        return False


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses more permits than it began with."""

    def __init__(self, value=1):
        self._bound_value = value
        Semaphore.__init__(self, value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        Semaphore.release(self)


_FILLING, _DRAINING, _RESETTING, _BROKEN = "filling", "draining", "resetting", "broken"


class Barrier(mixins._LoopBoundMixin):
    """Holds tasks up until `parties` of them have come."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError("parties must be >= 1" if sys.version_info >= (3, 14) else "parties must be > 0")
        self._cond = Condition()
        self._parties = parties
        self._state = _FILLING
        self._count = 0
        self._object = object_created("async_primitive", self)

    def __repr__(self):
        extra = self._state
        if not self.broken:
            extra += f", waiters:{self.n_waiting}/{self.parties}"
        return f"<{_base_repr(self)} [{extra}]>"

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, exc_type, exc, traceback):
        pass

    async def wait(self):
        """Wait for the others. A different number for each party, from 0 in the order they came."""
        async with self._cond:
            await self._cond.wait_for(lambda: self._state is not _DRAINING and self._state is not _RESETTING)
            if self._state is _BROKEN:
                raise exceptions.BrokenBarrierError("Barrier aborted")
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._state = _DRAINING
                    emit("signalled", self._object, len(self._cond._waiters))
                    self._cond.notify_all()
                else:
                    await self._cond.wait_for(lambda: self._state is not _FILLING)
                    if self._state is _BROKEN or self._state is _RESETTING:
                        raise exceptions.BrokenBarrierError("Abort or reset of barrier")
                return index
            finally:
                self._count -= 1
                if self._count == 0:
                    if self._state is _DRAINING or self._state is _RESETTING:
                        self._state = _FILLING
                    self._cond.notify_all()

    async def reset(self):
        """Start afresh; those who wait get BrokenBarrierError."""
        async with self._cond:
            if self._count > 0:
                if self._state is not _RESETTING:
                    self._state = _RESETTING
            else:
                self._state = _FILLING
            self._cond.notify_all()

    async def abort(self):
        """Break the barrier for those who wait and those who come."""
        async with self._cond:
            self._state = _BROKEN
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state is _FILLING else 0

    @property
    def broken(self):
        return self._state is _BROKEN
