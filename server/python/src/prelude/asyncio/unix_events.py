"""The loop under the name it has on Linux."""

from asyncio import coroutines, events, selector_events

__all__ = ("SelectorEventLoop", "EventLoop", "DefaultEventLoopPolicy")


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """The event loop of Linux."""

    def __init__(self):
        selector_events.BaseSelectorEventLoop.__init__(self)
        self._signal_handlers = {}

    # Nothing sends signals to a simulated process yet: handlers are kept and never called.

    def add_signal_handler(self, sig, callback, *args):
        """Have `callback(*args)` called when the process gets signal `sig`."""
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_closed()
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)

    def remove_signal_handler(self, sig):
        """Whether there was a handler for `sig`."""
        return self._signal_handlers.pop(sig, None) is not None


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """One loop per thread."""

    _loop_factory = _UnixSelectorEventLoop


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
