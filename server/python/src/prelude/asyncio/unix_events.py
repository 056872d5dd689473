"""The loop under the name it has on Linux."""

import errno
import signal
import sys

from asyncio import coroutines, events, selector_events

__all__ = ("SelectorEventLoop", "EventLoop", "DefaultEventLoopPolicy")


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """The event loop of Linux."""

    def __init__(self):
        selector_events.BaseSelectorEventLoop.__init__(self)
        self._signal_handlers = {}

    def add_signal_handler(self, sig, callback, *args):
        """Have `callback(*args)` called in a turn of the loop when the process gets signal `sig`."""
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        try:
            signal.signal(sig, self._signalled)
        except ValueError as exc:
            raise RuntimeError(str(exc)) from None
        except OSError as exc:
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f"sig {sig} cannot be caught") from None
            raise
        self._signal_handlers[sig] = handle

    def _signalled(self, sig, frame):
        handle = self._signal_handlers.get(sig)
        if handle is not None and not handle._cancelled and not self._closed:
            self._ready.append(handle)
            self._selector.wake()

    def remove_signal_handler(self, sig):
        """Whether there was a handler for `sig`."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if sig not in signal.valid_signals():
            raise ValueError(f"invalid signal number {sig}")

    def close(self):
        """No signal reaches it any more."""
        selector_events.BaseSelectorEventLoop.close(self)
        if not sys.is_finalizing():
            for sig in list(self._signal_handlers):
                self.remove_signal_handler(sig)


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """One loop per thread."""

    _loop_factory = _UnixSelectorEventLoop


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
