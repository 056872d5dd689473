"""Starting a process through the fork server."""

import _ipc
from multiprocessing import context, forkserver, popen_fork, spawn
from multiprocessing.connection import wait
from multiprocessing.reduction import dumps

__all__ = ["Popen"]


class Popen(popen_fork.Popen):
    """A child of the server."""

    method = "forkserver"

    def __init__(self, process_obj):
        self._for_child = []
        popen_fork.Popen.__init__(self, process_obj)

    def duplicate_for_child(self, fd):
        """The child shall have this descriptor: the number by which it will know it."""
        self._for_child.append(_ipc.send_file(fd))
        return -len(self._for_child)

    def _launch(self, process_obj):
        preparation = spawn.get_preparation_data(process_obj._name)
        context.set_spawning_popen(self)
        try:
            payload = dumps(preparation) + dumps(process_obj)
        finally:
            context.set_spawning_popen(None)
        self.pid, self._status = forkserver.connect_to_new_process(process_obj.name, payload, self._for_child)
        self.sentinel = self._status.fileno()

    def poll(self, timeout=0):
        """The exit code, if it has ended by then; `timeout` None: wait for it."""
        if self.returncode is None:
            if not wait([self.sentinel], timeout):
                return None
            try:
                self.returncode = self._status.recv()
            except (OSError, EOFError):
                self.returncode = 255  # the server is gone
        return self.returncode

    def close(self):
        """Closes the connection to the child."""
        self._status.close()
