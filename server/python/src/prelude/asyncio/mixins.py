"""What the synchronisation objects of asyncio have in common: they belong to the loop that first uses them."""

from _asyncio import _get_running_loop, get_running_loop


class _LoopBoundMixin:
    """Remembers its loop and refuses any other."""

    _loop = None

    def _get_loop(self):
        loop = _get_running_loop()
        if self._loop is None:
            self._loop = loop
        if loop is not self._loop or loop is None:
            if loop is None:
                get_running_loop()  # raises
            raise RuntimeError(f"{self!r} is bound to a different event loop")
        return loop

    def _new_waiter(self, what):
        """A future that the trace explains as waiting for `what`."""
        future = self._get_loop().create_future()
        future._wait = ("primitive", what, None, ())
        return future


class _ContextManagerMixin:
    """`async with`: acquire and release."""

    async def __aenter__(self):
        await self.acquire()
        return None

    async def __aexit__(self, exc_type, exc, traceback):
        self.release()
