"""Futures, and the bridge to the futures of `concurrent.futures`. `Future` itself is in `_asyncio`, C in CPython."""

import concurrent.futures

from _asyncio import Future
from asyncio import events, exceptions

__all__ = ("Future", "wrap_future", "isfuture")


def isfuture(obj):
    """Whether `obj` is a future of asyncio, or behaves as one."""
    return hasattr(type(obj), "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _get_loop(future):
    return future.get_loop()


def _set_result_unless_cancelled(future, result):
    if not future.cancelled():
        future.set_result(result)


_CONVERTED = (
    (concurrent.futures.CancelledError, exceptions.CancelledError),
    (concurrent.futures.InvalidStateError, exceptions.InvalidStateError),
)


def _convert(exc):
    for theirs, ours in _CONVERTED:
        if type(exc) is theirs:
            return ours(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _copy_state(source, target):
    """Complete `target` as `source` is."""
    if target.cancelled():
        return
    if source.cancelled():
        target.cancel()
        return
    exc = source.exception()
    if exc is not None:
        target.set_exception(_convert(exc))
    else:
        target.set_result(source.result())


def _copy_to_concurrent(source, target):
    if source.cancelled():
        target.cancel()
    if not target.set_running_or_notify_cancel():
        return
    exc = source.exception()
    if exc is not None:
        target.set_exception(exc)
    else:
        target.set_result(source.result())


def _chain_future(source, destination):
    """Complete `destination` when `source` is, and cancel `source` when `destination` is; either may belong to threads."""
    if not isfuture(source) and not isinstance(source, concurrent.futures.Future):
        raise TypeError("A future is required for source argument")
    if not isfuture(destination) and not isinstance(destination, concurrent.futures.Future):
        raise TypeError("A future is required for destination argument")
    source_loop = _get_loop(source) if isfuture(source) else None
    destination_loop = _get_loop(destination) if isfuture(destination) else None

    def _set_state(future, other):
        if isfuture(future):
            _copy_state(other, future)
        else:
            _copy_to_concurrent(other, future)

    def _call_check_cancel(destination):
        if destination.cancelled():
            if source_loop is None or source_loop is destination_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def _call_set_state(source):
        if destination.cancelled() and destination_loop is not None and destination_loop.is_closed():
            return
        if destination_loop is None or destination_loop is source_loop:
            _set_state(destination, source)
        elif not destination_loop.is_closed():
            destination_loop.call_soon_threadsafe(_set_state, destination, source)

    destination.add_done_callback(_call_check_cancel)
    source.add_done_callback(_call_set_state)


def wrap_future(future, *, loop=None):
    """A future of asyncio that completes when `future`, of `concurrent.futures`, does (A12)."""
    if isfuture(future):
        return future
    if not isinstance(future, concurrent.futures.Future):
        raise AssertionError(f"concurrent.futures.Future is expected, got {future!r}")
    if loop is None:
        loop = events.get_event_loop()
    wrapper = loop.create_future()
    wrapper._wait = ("worker", "a worker thread", None, ())
    _chain_future(future, wrapper)
    return wrapper
