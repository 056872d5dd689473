"""Pickling what goes from process to process, and the descriptors that go with it."""

import copyreg
import pickle

__all__ = ["send_handle", "recv_handle", "ForkingPickler", "register", "dump", "DupFd"]

_inherited = []


class ForkingPickler(pickle.Pickler):
    """A pickler with reducers of its own."""

    _extra_reducers = {}

    @classmethod
    def register(cls, type, reduce):
        """Registers a reducer for a class."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        """The pickle of an object."""
        return dumps(obj, protocol)

    loads = staticmethod(pickle.loads)


class _Reducers:
    """What `pickle` asks for reducers."""

    class dispatch_table:
        @staticmethod
        def get(cls):
            return ForkingPickler._extra_reducers.get(cls) or copyreg.dispatch_table.get(cls)


register = ForkingPickler.register


def dumps(obj, protocol=None):
    """The pickle of an object for another process."""
    return pickle._encode(obj, pickle._checked(protocol), _Reducers)


def dump(obj, file, protocol=None):
    """Writes it to a file."""
    file.write(dumps(obj, protocol))


def loads_from(data, at):
    """The object of the pickle at a place, and the place after it."""
    return pickle._decode_from(data, at)


def inherit(fds):
    """The descriptors that came with a payload."""
    _inherited[:] = fds


class DupFd:
    """A descriptor on its way to a child."""

    def __init__(self, fd):
        from multiprocessing.context import get_spawning_popen
        popen = get_spawning_popen()
        if popen is not None:
            self.fd, self.ticket = popen.duplicate_for_child(fd), None
        else:
            from _ipc import send_file
            self.fd, self.ticket = None, send_file(fd)

    def detach(self):
        """The descriptor here."""
        if self.ticket is not None:
            from _ipc import receive_file
            return receive_file(self.ticket)
        return _inherited[-self.fd - 1] if self.fd < 0 else self.fd
