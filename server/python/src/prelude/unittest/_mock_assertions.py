# timeslice: file unittest/mock.py
"""What tests ask of mocks."""
from unittest._mock_call import _Call, _CallList


class Assertions:
    """How a mock was called."""

    def _calls_repr(self, prefix="Calls"):
        if not self.mock_calls:
            return ""
        return f"\n{prefix}: {self.mock_calls!r}."

    def _bound(self, c):
        """A call as it is compared: by parameters, if those are known."""
        signature = self._spec_signature
        if signature is None or not isinstance(c, tuple):
            return c
        name, args, kwargs = _Call(c)._parts()
        try:
            found = signature.bind(*args, **kwargs)
        except TypeError:
            return c
        return _Call((name, found.args, found.kwargs))

    def _not_found(self, expected, actual, word="call"):
        return f"expected {word} not found.\nExpected: {expected}\n  Actual: {actual}"

    def assert_not_called(self):
        """Nobody has called it."""
        if self.call_count:
            raise AssertionError(f"Expected '{self._name()}' to not have been called. Called {self.call_count} times."
                                 f"{self._calls_repr()}")

    def assert_called(self):
        """Somebody has."""
        if not self.call_count:
            raise AssertionError(f"Expected '{self._name()}' to have been called.")

    def assert_called_once(self):
        """Exactly once."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._name()}' to have been called once. Called {self.call_count} times."
                                 f"{self._calls_repr()}")

    def _signature(self, args, kwargs):
        return _Call((self._name(), args, kwargs))._text()

    def assert_called_with(self, /, *args, **kwargs):
        """The last call was this one."""
        expected = self._signature(args, kwargs)
        if self.call_args is None:
            raise AssertionError(f"expected call not found.\nExpected: {expected}\n  Actual: not called.")
        if self._bound(_Call(("", args, kwargs))) != self._bound(self.call_args):
            raise AssertionError(self._not_found(expected, self._signature(*self.call_args)))

    def assert_called_once_with(self, /, *args, **kwargs):
        """There was one call, and it was this one."""
        if self.call_count != 1:
            raise AssertionError(f"Expected '{self._name()}' to be called once. Called {self.call_count} times."
                                 f"{self._calls_repr()}")
        return self.assert_called_with(*args, **kwargs)

    def assert_any_call(self, /, *args, **kwargs):
        """One of the calls was this one."""
        expected = self._bound(_Call(("", args, kwargs)))
        if not any([self._bound(c) == expected for c in self.call_args_list]):
            raise AssertionError(f"{self._signature(args, kwargs)} call not found")

    def assert_has_calls(self, calls, any_order=False):
        """These calls are among those there were, one after the other."""
        expected = [self._bound(c) for c in calls]
        found = [self._bound(c) for c in self.mock_calls]
        if any_order:
            missing = []
            for c in expected:
                if c in found:
                    found.remove(c)
                else:
                    missing.append(c)
            if missing:
                raise AssertionError(f"{self._name()!r} does not contain all of {tuple(missing)!r} in its call list, "
                                     f"found {list(self.mock_calls)!r} instead")
            return
        n = len(expected)
        if not any([found[i:i + n] == expected for i in range(len(found) - n + 1)]):
            actual = self._calls_repr("  Actual").rstrip(".")
            raise AssertionError(f"Calls not found.\nExpected: {_CallList(calls)!r}{actual}")


class AwaitAssertions:
    """How a mock was awaited."""

    def assert_awaited(self):
        """Somebody has awaited it."""
        if not self.await_count:
            raise AssertionError(f"Expected {self._name()} to have been awaited.")

    def assert_awaited_once(self):
        """Exactly once."""
        if self.await_count != 1:
            raise AssertionError(
                f"Expected {self._name()} to have been awaited once. Awaited {self.await_count} times.")

    def assert_awaited_with(self, /, *args, **kwargs):
        """The last time it was with these arguments."""
        expected = self._signature(args, kwargs)
        if self.await_args is None:
            raise AssertionError(f"Expected await: {expected}\nNot awaited")
        if self._bound(_Call(("", args, kwargs))) != self._bound(self.await_args):
            raise AssertionError(self._not_found(expected, self._signature(*self.await_args), "await"))

    def assert_awaited_once_with(self, /, *args, **kwargs):
        """There was one time, with these arguments."""
        if self.await_count != 1:
            raise AssertionError(
                f"Expected {self._name()} to have been awaited once. Awaited {self.await_count} times.")
        return self.assert_awaited_with(*args, **kwargs)

    def assert_any_await(self, /, *args, **kwargs):
        """One of the times it was with these arguments."""
        expected = self._bound(_Call(("", args, kwargs)))
        if not any([self._bound(c) == expected for c in self.await_args_list]):
            raise AssertionError(f"{self._signature(args, kwargs)} await not found")

    def assert_has_awaits(self, calls, any_order=False):
        """These are among the times, one after the other."""
        expected = [self._bound(c) for c in calls]
        found = [self._bound(c) for c in self.await_args_list]
        if any_order:
            missing = [c for c in expected if c not in found]
            if missing:
                raise AssertionError(f"{tuple(missing)!r} not all found in await list")
            return
        n = len(expected)
        if not any([found[i:i + n] == expected for i in range(len(found) - n + 1)]):
            raise AssertionError(
                f"Awaits not found.\nExpected: {_CallList(calls)!r}\nActual: {self.await_args_list!r}")

    def assert_not_awaited(self):
        """Nobody has awaited it."""
        if self.await_count:
            raise AssertionError(f"Expected {self._name()} to not have been awaited. Awaited {self.await_count} times.")
