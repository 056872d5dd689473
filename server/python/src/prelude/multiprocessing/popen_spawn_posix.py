"""Starting a process as a new interpreter, which is told what to do by a pickle (P3)."""

import _ipc
from multiprocessing import context, popen_fork, spawn
from multiprocessing.reduction import dumps

__all__ = ["Popen"]


class Popen(popen_fork.Popen):
    """A child."""

    method = "spawn"

    def __init__(self, process_obj):
        self._for_child = []
        popen_fork.Popen.__init__(self, process_obj)

    def duplicate_for_child(self, fd):
        """The child shall have this descriptor."""
        self._for_child.append(fd)
        return fd

    def _launch(self, process_obj):
        preparation = spawn.get_preparation_data(process_obj._name)
        context.set_spawning_popen(self)
        try:
            payload = dumps(preparation) + dumps(process_obj)
        finally:
            context.set_spawning_popen(None)
        parent_r, child_w = _ipc.pipe()
        child_r, parent_w = _ipc.pipe()
        payload = dumps((child_r, child_w)) + payload
        self.pid = _ipc.spawn(process_obj.name, payload, [*self._for_child, child_r, child_w])
        _ipc.close(child_r)
        _ipc.close(child_w)
        self._fds = (parent_r, parent_w)
        self.sentinel = parent_r
