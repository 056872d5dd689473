"""Handles, the interface of loops, and which loop a thread has when it runs none."""

import sys
import threading
from _asyncio import format_callback, _get_running_loop, _set_running_loop, get_event_loop, get_running_loop
from _contextvars import copy_context
from asyncio import format_helpers

__all__ = (
    "AbstractEventLoop", "AbstractEventLoopPolicy", "AbstractServer", "Handle", "TimerHandle", "get_event_loop_policy",
    "set_event_loop_policy", "get_event_loop", "set_event_loop", "new_event_loop", "_set_running_loop",
    "get_running_loop", "_get_running_loop",
)  # fmt: skip

_ALWAYS_SHOWS_ARGUMENTS = sys.version_info < (3, 13)


class Handle:
    """A call that a loop is to make; it can be cancelled until then."""

    _source_traceback = None
    _debug_repr = None

    def __init__(self, callback, args, loop, context=None):
        self._context = copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        if loop._debug:
            self._source_traceback = format_helpers.extract_stack(sys._getframe(1))

    def _repr_info(self):
        info = [type(self).__name__]
        if self._cancelled:
            info.append("cancelled")
        if self._callback is not None:
            info.append(self._describe())
        if self._source_traceback:
            frame = self._source_traceback[-1]
            info.append(f"created at {frame.filename}:{frame.lineno}")
        return info

    def __repr__(self):
        if self._debug_repr is not None:
            return self._debug_repr
        return f"<{' '.join(self._repr_info())}>"

    def _describe(self):
        shows_arguments = _ALWAYS_SHOWS_ARGUMENTS or self._loop._debug
        return format_callback(self._callback, self._args if shows_arguments else ())

    def get_context(self):
        return self._context

    def cancel(self):
        """Do not make the call."""
        if not self._cancelled:
            self._cancelled = True
            if self._loop._debug:
                self._debug_repr = repr(self)
            self._callback = None
            self._args = None

    def cancelled(self):
        return self._cancelled

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            context = {"message": f"Exception in callback {self._describe()}", "exception": exc, "handle": self}
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
        self = None  # the exception's traceback holds this frame


class TimerHandle(Handle):
    """A call to be made at a time of the loop's clock."""

    def __init__(self, when, callback, args, loop, context=None):
        Handle.__init__(self, callback, args, loop, context)
        if self._source_traceback:
            del self._source_traceback[-1]
        self._when = when
        self._scheduled = False

    def _repr_info(self):
        info = Handle._repr_info(self)
        info.insert(2 if self._cancelled else 1, f"when={self._when}")
        return info

    def __hash__(self):
        return hash(self._when)

    # Heaps compare `when` alone: equal ones come out in no particular order (A3).

    def __lt__(self, other):
        return self._when < other._when

    def __le__(self, other):
        return self._when <= other._when

    def __gt__(self, other):
        return self._when > other._when

    def __ge__(self, other):
        return self._when >= other._when

    def __eq__(self, other):
        if isinstance(other, TimerHandle):
            return (
                self._when == other._when
                and self._callback == other._callback
                and self._args == other._args
                and self._cancelled == other._cancelled
            )
        return NotImplemented

    def cancel(self):
        if not self._cancelled:
            self._loop._timer_handle_cancelled(self)
        Handle.cancel(self)

    def when(self):
        """The time of the call."""
        return self._when


class AbstractServer:
    """What `start_server` would return."""


class AbstractEventLoop:
    """What every loop can do: see `base_events.BaseEventLoop`."""


class AbstractEventLoopPolicy:
    """Which loop a thread has."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class BaseDefaultEventLoopPolicy(AbstractEventLoopPolicy):
    """One loop per thread; up to 3.13 the main thread gets one when it first asks (A28)."""

    _loop_factory = None

    def __init__(self):
        self._local = threading.local()

    def get_event_loop(self):
        """The loop that was set for this thread."""
        local = self._local
        if (
            sys.version_info < (3, 14)
            and getattr(local, "loop", None) is None
            and not getattr(local, "was_set", False)
            and threading.current_thread() is threading.main_thread()
        ):
            if sys.version_info >= (3, 12):
                import warnings

                warnings.warn("There is no current event loop", DeprecationWarning, stacklevel=3)
            self.set_event_loop(self.new_event_loop())
        loop = getattr(local, "loop", None)
        if loop is None:
            name = threading.current_thread().name
            raise RuntimeError(f"There is no current event loop in thread {name!r}.")
        return loop

    def set_event_loop(self, loop):
        """Set the loop of this thread, or None."""
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError(
                f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'"
            )
        self._local.was_set = True
        self._local.loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_policy = None


def _event_loop_policy():
    global _policy
    if _policy is None:
        from asyncio.unix_events import DefaultEventLoopPolicy

        _policy = DefaultEventLoopPolicy()
    return _policy


def _policies_are_deprecated(name):
    if sys.version_info >= (3, 14):
        import warnings

        text = f"'asyncio.{name}' is deprecated and slated for removal in Python 3.16"
        warnings.warn(text, DeprecationWarning, stacklevel=3)


def get_event_loop_policy():
    """The policy in force."""
    _policies_are_deprecated("get_event_loop_policy")
    return _event_loop_policy()


def set_event_loop_policy(policy):
    """Set the policy; None for the default one."""
    global _policy
    _policies_are_deprecated("set_event_loop_policy")
    if policy is not None and not isinstance(policy, AbstractEventLoopPolicy):
        raise TypeError(
            f"policy must be an instance of AbstractEventLoopPolicy or None, not '{type(policy).__name__}'"
        )
    _policy = policy


def set_event_loop(loop):
    """Set the loop that `get_event_loop` gives in this thread while none is running."""
    _event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop, not set and not running."""
    return _event_loop_policy().new_event_loop()
