# timeslice: native
"""The semaphore under the locks of `multiprocessing`, with what each process knows of it (P8). C in CPython."""
import _ipc
from _thread_base import get_ident

SEM_VALUE_MAX = 2**31 - 1
RECURSIVE_MUTEX, SEMAPHORE = 0, 1


class SemLock:
    """A semaphore that processes share; `_count` and `_last_tid` are this process's own."""

    SEM_VALUE_MAX = SEM_VALUE_MAX

    def __init__(self, kind, value, maxvalue, cause="lock", object_id=None, handle=None):
        if handle is None:
            handle = _ipc.new_semaphore(value, maxvalue, cause, object_id)
        self.handle, self.kind, self.maxvalue = handle, kind, maxvalue
        self._n = 0
        self._last_tid = None

    def acquire(self, block=True, timeout=None):
        """Take it; False if it was not free in time."""
        if self.kind == RECURSIVE_MUTEX and self._is_mine():
            self._n += 1
            return True
        if timeout is not None and timeout < 0:
            timeout = 0
        if not _ipc.acquire(self.handle, bool(block), timeout):
            return False
        self._n += 1
        self._last_tid = get_ident()
        return True

    def release(self):
        """Give it back."""
        if self.kind == RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError("attempt to release recursive lock not owned by thread")
            if self._n > 1:
                self._n -= 1
                return
        _ipc.release(self.handle)
        self._n -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type=None, exc_value=None, traceback=None):
        self.release()

    def _is_mine(self):
        return self._n > 0 and self._last_tid == get_ident()

    def _is_zero(self):
        return _ipc.semaphore_value(self.handle) == 0

    def _get_value(self):
        return _ipc.semaphore_value(self.handle)

    def _count(self):
        return self._n

    def _after_fork(self):
        self._n = 0
