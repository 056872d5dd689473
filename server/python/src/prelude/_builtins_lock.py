# timeslice: native
"""What an `RLock` does in several steps; see `_builtins`."""

__all__ = ["rlock_acquire_restore", "rlock_release_save"]


def rlock_release_save(lock):
    """Gives the lock up whatever its depth; the depth comes back."""
    count = lock._recursion_count()
    lock._set_count(1)
    lock.release()
    return count


def rlock_acquire_restore(lock, count):
    """Takes it again, as deep as before."""
    lock.acquire()
    lock._set_count(count)
