# timeslice: file asyncio/tasks.py
"""Waiting for one or several awaitables: `wait`, `wait_for`, `as_completed` (A14 to A16)."""

import concurrent.futures
import functools
import sys
from _timeslice import seeded_order
from asyncio import coroutines, events, exceptions, futures, timeouts

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED


def _ensure_future(awaitable, loop):
    from asyncio import tasks

    return tasks.ensure_future(awaitable, loop=loop)


# === wait ===


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait for futures and tasks; the sets of those done and not done. Cancels nothing, raises nothing (A14)."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = list(dict.fromkeys(fs))
    if any(coroutines.iscoroutine(future) for future in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = events.get_running_loop()
    return await _wait(fs, timeout, return_when, loop)


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _wait(fs, timeout, return_when, loop):
    def _on_completion(future):
        nonlocal n_pending
        n_pending -= 1
        if (
            n_pending <= 0
            or return_when == FIRST_COMPLETED
            or (return_when == FIRST_EXCEPTION and not future.cancelled() and future.exception() is not None)
        ):
            if timer is not None:
                timer.cancel()
            if not waiter.done():
                waiter.set_result(None)

    waiter = loop.create_future()
    timer = None
    when = None
    if timeout is not None:
        when = loop.time() + timeout
        timer = loop.call_at(when, _release_waiter, waiter)
    n_pending = len(fs)
    waiter._wait = ("task", "wait", when, fs)
    for future in fs:
        future.add_done_callback(_on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(_on_completion)
    done = set()
    pending = set()
    for future in fs:
        if future.done():
            done.add(future)
        else:
            pending.add(future)
    return done, pending


# === wait_for ===


async def _cancel_and_wait(fut):
    loop = events.get_running_loop()
    waiter = loop.create_future()
    waiter._wait = ("task", "the end of a cancelled task", None, (fut,))
    release = functools.partial(_release_waiter, waiter)
    fut.add_done_callback(release)
    try:
        fut.cancel()
        await waiter
    finally:
        fut.remove_done_callback(release)


if sys.version_info >= (3, 12):

    async def wait_for(fut, timeout):
        """Await `fut` for at most `timeout` seconds, in this task (A16)."""
        if timeout is not None and timeout <= 0:
            fut = _ensure_future(fut, None)
            if fut.done():
                return fut.result()
            await _cancel_and_wait(fut)
            try:
                return fut.result()
            except exceptions.CancelledError as exc:
                raise TimeoutError from exc
        async with timeouts.timeout(timeout):
            return await fut

else:

    async def wait_for(fut, timeout):
        """Await `fut` for at most `timeout` seconds, a coroutine in a task of its own (A16)."""
        loop = events.get_running_loop()
        if timeout is None:
            return await fut
        timer = release = None
        fut = _ensure_future(fut, loop)
        try:
            if timeout > 0:
                waiter = loop.create_future()
                when = loop.time() + timeout
                waiter._wait = ("task", "wait_for", when, (fut,))
                timer = loop.call_at(when, _release_waiter, waiter)
                release = functools.partial(_release_waiter, waiter)
                fut.add_done_callback(release)
                try:
                    await waiter
                except exceptions.CancelledError:
                    if fut.done():
                        return fut.result()
                    fut.remove_done_callback(release)
                    await _cancel_and_wait(fut)
                    raise
            if fut.done():
                return fut.result()
            if release is not None:
                fut.remove_done_callback(release)
            await _cancel_and_wait(fut)
            try:
                return fut.result()
            except exceptions.CancelledError as exc:
                raise exceptions.TimeoutError() from exc
        finally:
            if timer is not None:
                timer.cancel()


# === as_completed ===


class _Completions:
    """The results of awaitables in the order in which they are done."""

    def __init__(self, fs, timeout):
        loop = events.get_event_loop()
        # CPython starts them in the order of a set.
        order = seeded_order(list(dict.fromkeys(fs)))
        todo = [_ensure_future(awaitable, loop) for awaitable in order]
        self._loop = loop
        self._todo = dict.fromkeys(todo)
        self._n_left = len(self._todo)
        self._done = []  # in order of completion; None for each one that the timeout took
        self._getters = []
        self._when = None
        self._timer = None
        for future in self._todo:
            future.add_done_callback(self._on_completion)
        if todo and timeout is not None:
            self._when = loop.time() + timeout
            self._timer = loop.call_at(self._when, self._on_timeout)

    def _on_completion(self, future):
        if future not in self._todo:
            return
        del self._todo[future]
        self._done.append(future)
        self._wake_getter()
        if not self._todo and self._timer is not None:
            self._timer.cancel()

    def _on_timeout(self):
        for future in self._todo:
            future.remove_done_callback(self._on_completion)
            self._done.append(None)
        self._todo.clear()
        for _ in self._done:
            self._wake_getter()

    def _wake_getter(self):
        while self._getters:
            getter = self._getters.pop(0)
            if not getter.done():
                getter.set_result(None)
                return

    async def _next_future(self):
        while not self._done:
            getter = self._loop.create_future()
            getter._wait = ("task", "as_completed", self._when, list(self._todo))
            self._getters.append(getter)
            try:
                await getter
            except BaseException:
                if getter in self._getters:
                    self._getters.remove(getter)
                raise
        future = self._done.pop(0)
        if future is None:
            raise exceptions.TimeoutError
        return future

    async def _wait_for_one(self):
        return (await self._next_future()).result()


class _CompletionIterator(_Completions):
    """From 3.13: `for` gives awaitables of results, `async for` the futures themselves."""

    def __iter__(self):
        return self

    def __next__(self):
        if not self._n_left:
            raise StopIteration
        self._n_left -= 1
        return self._wait_for_one()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._n_left:
            raise StopAsyncIteration
        self._n_left -= 1
        return await self._next_future()


def as_completed(fs, *, timeout=None):
    """An iterator over awaitables of the results, in order of completion (A15)."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    if sys.version_info >= (3, 13):
        return _CompletionIterator(fs, timeout)
    iterator = _iterate(fs, timeout)
    iterator.__name__ = iterator.__qualname__ = "as_completed"
    return iterator


def _iterate(fs, timeout):
    completions = _Completions(fs, timeout)
    for _ in range(completions._n_left):
        yield completions._wait_for_one()
