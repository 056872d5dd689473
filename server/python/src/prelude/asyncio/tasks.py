"""Tasks and what combines them (A10 to A18). `Task` itself is in `_asyncio`, C in CPython; `as_completed` in `waiters`."""

import concurrent.futures
import sys
from _asyncio import Future, Task, alive_tasks, next_task_name, current_task
from asyncio import coroutines, events, exceptions, futures
from asyncio.waiters import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, as_completed, wait, wait_for

__all__ = (
    "Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for", "as_completed",
    "sleep", "gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task", "all_tasks",
    "create_eager_task_factory", "eager_task_factory",
)  # fmt: skip


def create_task(coro, *, name=None, context=None, **kwargs):
    """Have the running loop run `coro` as a task, from its next turn on (A6)."""
    loop = events.get_running_loop()
    if name is not None:
        _use_up_task_name(loop)
    return loop.create_task(coro, name=name, context=context, **kwargs)


def _use_up_task_name(loop):
    """Up to 3.12 a task is created first, with the next name, and then renamed; with a factory it really is."""
    if sys.version_info < (3, 13) and loop.get_task_factory() is None:
        next_task_name()


def all_tasks(loop=None):
    """The set of the loop's tasks that are not done."""
    return set(alive_tasks(events.get_running_loop() if loop is None else loop))


async def sleep(delay, result=None):
    """Suspend for `delay` seconds (A11); for one turn if it is 0 or less."""
    if delay <= 0:
        await _ONE_TURN
        return result
    loop = events.get_running_loop()
    future = loop.create_future()
    when = loop.time() + delay
    future._wait = ("timer", "sleep", when, ())
    timer = loop.call_at(when, futures._set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


class _OneTurn:
    """What a task awaits to be run again in the next turn."""

    def __await__(self):
        yield


_ONE_TURN = _OneTurn()


async def _wrap_awaitable(awaitable):
    return await awaitable


def ensure_future(coro_or_future, *, loop=None):
    """The future itself, or a task that runs the coroutine or awaits the awaitable."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not coro_or_future.get_loop():
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    if coroutines.iscoroutine(coro_or_future):
        coro = coro_or_future
    elif hasattr(type(coro_or_future), "__await__"):
        coro = _wrap_awaitable(coro_or_future)
    else:
        raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
    if loop is None:
        try:
            loop = events.get_event_loop()
        except RuntimeError:
            if coro is not coro_or_future:
                coro.close()
            raise
    return loop.create_task(coro)


class _GatheringFuture(Future):
    """What `gather` returns: cancelling it cancels the children, and it is cancelled when they are done."""

    def __init__(self, children, *, loop):
        Future.__init__(self, loop=loop)
        self._children = children
        self._cancel_requested = False
        self._wait = ("task", "gather", None, children)

    def cancel(self, msg=None):
        if self.done():
            return False
        any_cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                any_cancelled = True
        if any_cancelled:
            self._cancel_requested = True
        return any_cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """Run all at once; the list of their results in the order of the arguments, or the first exception (A13)."""
    if not coros_or_futures:
        loop = events.get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer

    loop = None
    outer = None
    unique = {}  # argument -> its future
    children = []
    n_finished = 0
    for arg in coros_or_futures:
        child = unique.get(arg)
        if child is None:
            child = ensure_future(arg, loop=loop)
            if loop is None:
                loop = child.get_loop()
            if child is not arg:
                child._log_destroy_pending = False
            unique[arg] = child
        children.append(child)
    n_unique = len(unique)

    def _done_callback(child):
        nonlocal n_finished
        n_finished += 1
        if outer is None or outer.done():
            if not child.cancelled():
                child.exception()  # so that it is not reported as never retrieved
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            exc = child.exception()
            if exc is not None:
                outer.set_exception(exc)
                return
        if n_finished == n_unique:
            results = []
            for each in children:
                if each.cancelled():
                    message = each._cancel_message
                    results.append(exceptions.CancelledError("" if message is None else message))
                else:
                    exc = each.exception()
                    results.append(each.result() if exc is None else exc)
            if outer._cancel_requested:
                outer.set_exception(child._make_cancelled_error())
            else:
                outer.set_result(results)

    already_done = []  # eager tasks may be
    for child in unique.values():
        if child.done():
            already_done.append(child)
        else:
            child.add_done_callback(_done_callback)
    outer = _GatheringFuture(children, loop=loop)
    for child in already_done:
        if _EAGER_TASKS:
            _done_callback(child)
        else:
            child.add_done_callback(_done_callback)
    return outer


_EAGER_TASKS = sys.version_info >= (3, 12)


def shield(arg):
    """Await `arg` so that cancelling the one who awaits does not cancel it (A18)."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = inner.get_loop()
    outer = loop.create_future()
    outer._wait = ("task", "shield", None, (inner,))

    def _inner_done_callback(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()  # so that it is not reported as never retrieved
            return
        if inner.cancelled():
            outer.cancel()
        else:
            exc = inner.exception()
            if exc is not None:
                outer.set_exception(exc)
            else:
                outer.set_result(inner.result())

    def _outer_done_callback(outer):
        if not inner.done():
            inner.remove_done_callback(_inner_done_callback)

    inner.add_done_callback(_inner_done_callback)
    outer.add_done_callback(_outer_done_callback)
    return outer


def run_coroutine_threadsafe(coro, loop):
    """Have `loop`, running in another thread, run `coro`; a future of `concurrent.futures`."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def callback():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(callback)
    return future


# === Eager tasks (A32) ===


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks run their first step when they are created."""

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)
