"""The loop under the name it has on Linux."""

from asyncio import base_events, events

__all__ = ("SelectorEventLoop", "EventLoop", "DefaultEventLoopPolicy")


class _UnixSelectorEventLoop(base_events.BaseEventLoop):
    """The event loop of Linux."""


SelectorEventLoop = EventLoop = _UnixSelectorEventLoop


class _UnixDefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """One loop per thread."""

    _loop_factory = _UnixSelectorEventLoop


DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
