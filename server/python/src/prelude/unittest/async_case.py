# timeslice: native
"""Tests that are coroutines."""
from unittest.case import TestCase


class IsolatedAsyncioTestCase(TestCase):
    """A test whose methods may be coroutines; each has a loop of its own."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, function, /, *args, **kwargs):
        self.addCleanup(function, *args, **kwargs)

    async def enterAsyncContext(self, cm):
        value = await cm.__aenter__()
        self.addAsyncCleanup(cm.__aexit__, None, None, None)
        return value

    def run(self, result=None):
        import asyncio
        with asyncio.Runner(debug=True) as self._runner:
            return super().run(result)

    def _await(self, call):
        """Calls in the loop; awaits what comes of it."""
        import inspect
        found = call()
        if inspect.isawaitable(found):
            async def wait():
                return await found
            return self._runner.run(wait())
        return found

    def _call_set_up(self):
        self._runner.get_loop()
        self.setUp()
        self._await(self.asyncSetUp)

    def _call_tear_down(self):
        self._await(self.asyncTearDown)
        self.tearDown()

    def _call_test(self, method):
        self._await(method)

    def _call_cleanup(self, function, args, kwargs):
        self._await(lambda: function(*args, **kwargs))
