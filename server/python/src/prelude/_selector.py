# timeslice: native
"""What an event loop waits in; re-exported as `_timeslice.Selector` would be."""
from _timeslice import new_selector, request, select, wake


class Selector:
    """The epoll object and self-pipe of CPython in one."""

    def __init__(self):
        self._number = new_selector()

    def select(self, timeout):
        return select(self._number, timeout)

    def wake(self):
        wake(self._number)

    def request(self, what, latency, token):
        request(self._number, what, latency, token)
