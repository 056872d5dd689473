"""The exceptions of asyncio."""

__all__ = (
    "BrokenBarrierError", "CancelledError", "IncompleteReadError", "InvalidStateError", "LimitOverrunError",
    "SendfileNotAvailableError", "TimeoutError",
)  # fmt: skip


class CancelledError(BaseException):
    """The future or task was cancelled (A21)."""


TimeoutError = TimeoutError  # the builtin one


class InvalidStateError(Exception):
    """The future is not in a state that allows this."""


class SendfileNotAvailableError(RuntimeError):
    """sendfile cannot be used here."""


class IncompleteReadError(EOFError):
    """The stream ended before all was read."""

    def __init__(self, partial, expected):
        wanted = "undefined" if expected is None else repr(expected)
        EOFError.__init__(self, f"{len(partial)} bytes read on a total of {wanted} expected bytes")
        self.partial = partial
        self.expected = expected


class LimitOverrunError(Exception):
    """The separator did not come within the limit."""

    def __init__(self, message, consumed):
        Exception.__init__(self, message)
        self.consumed = consumed


class BrokenBarrierError(RuntimeError):
    """The barrier is broken."""
