# timeslice: native
"""What an event loop waits in; re-exported as `_timeslice.Selector` would be."""
import _ipc
from _timeslice import new_selector, request, select, wake


class Selector:
    """The epoll object and self-pipe of CPython in one."""

    def __init__(self):
        self._number = new_selector()
        self._fds = [_ipc.reserve(), _ipc.reserve(), _ipc.reserve()]

    def close(self):
        """Gives the descriptors back: one of the epoll, two of the pipe."""
        fds, self._fds = self._fds, []
        for fd in fds:
            _ipc.close(fd)

    __del__ = close

    def select(self, timeout):
        return select(self._number, timeout)

    def wake(self):
        wake(self._number)

    def request(self, what, latency, token):
        request(self._number, what, latency, token)
