"""Starting a process by `fork`: it begins as a copy of its parent (P3)."""

import _ipc
import os
import signal
from multiprocessing import util

__all__ = ["Popen"]


class Popen:
    """A child: its pid, its end."""

    method = "fork"

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self._fds = ()
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        """The child has the descriptors of its parent."""
        return fd

    def _launch(self, process_obj):
        code = 1
        parent_r, child_w = _ipc.pipe()
        child_r, parent_w = _ipc.pipe()
        self.pid = _ipc.fork(process_obj.name)
        if self.pid == 0:
            try:
                import threading
                threading._after_fork()
                _ipc.close(parent_r)
                _ipc.close(parent_w)
                code = process_obj._bootstrap(parent_sentinel=child_r)
            finally:
                os._exit(code)
        _ipc.close(child_w)
        _ipc.close(child_r)
        self._fds = (parent_r, parent_w)
        self.sentinel = parent_r

    def poll(self, timeout=0):
        """The exit code, if it has ended by then; `timeout` None: wait for it."""
        if self.returncode is None:
            try:
                found = _ipc.wait_child(self.pid, timeout)
            except OSError:
                return None
            if found:
                self.returncode = found[1]
        return self.returncode

    def wait(self, timeout=None):
        """The same, waiting for ever by default."""
        return self.poll(None if timeout is None else max(timeout, 0))

    def _send_signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(timeout=0.1) is None:
                    raise

    def interrupt(self):
        """SIGINT"""
        self._send_signal(signal.SIGINT)

    def terminate(self):
        """SIGTERM"""
        self._send_signal(signal.SIGTERM)

    def kill(self):
        """SIGKILL"""
        self._send_signal(signal.SIGKILL)

    def close(self):
        """Closes the pipes to the child."""
        for fd in self._fds:
            _ipc.close(fd)
        self._fds = ()

    def __del__(self):
        if self._fds and os.getpid() == util._pid_of_creation(self):
            self.close()
