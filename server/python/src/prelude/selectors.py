"""selectors: waiting for several descriptors, with something to remember for each."""
import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1 << 0
EVENT_WRITE = 1 << 1


def _fileobj_to_fd(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


SelectorKey = namedtuple("SelectorKey", ["fileobj", "fd", "events", "data"])


class _SelectorMapping(Mapping):
    """What is registered, by file object."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._fd_to_key)

    def get(self, fileobj, default=None):
        return self._selector._fd_to_key.get(self._selector._fileobj_lookup(fileobj), default)

    def __getitem__(self, fileobj):
        key = self._selector._fd_to_key.get(self._selector._fileobj_lookup(fileobj))
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        return key

    def __iter__(self):
        return iter(self._selector._fd_to_key)


class BaseSelector(metaclass=ABCMeta):
    """What all selectors can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        raise NotImplementedError

    def close(self):
        pass

    def get_key(self, fileobj):
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError("Selector is closed")
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    @abstractmethod
    def get_map(self):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _BaseSelectorImpl(BaseSelector):
    def __init__(self):
        self._fd_to_key = {}
        self._map = _SelectorMapping(self)

    def _fileobj_lookup(self, fileobj):
        try:
            return _fileobj_to_fd(fileobj)
        except ValueError:
            for key in self._fd_to_key.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        """Looks out for `events` of `fileobj` from now on."""
        if not events or events & ~(EVENT_READ | EVENT_WRITE):
            raise ValueError(f"Invalid events: {events!r}")
        key = SelectorKey(fileobj, self._fileobj_lookup(fileobj), events, data)
        if key.fd in self._fd_to_key:
            raise KeyError(f"{fileobj!r} (FD {key.fd}) is already registered")
        self._fd_to_key[key.fd] = key
        try:
            self._added(key.fd, events)
        except BaseException:
            del self._fd_to_key[key.fd]
            raise
        return key

    def unregister(self, fileobj):
        """Does so no more."""
        try:
            key = self._fd_to_key.pop(self._fileobj_lookup(fileobj))
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        self._removed(key.fd)
        return key

    def modify(self, fileobj, events, data=None):
        """Looks out for other events, with other data."""
        try:
            key = self._fd_to_key[self._fileobj_lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            if not events or events & ~(EVENT_READ | EVENT_WRITE):
                raise ValueError(f"Invalid events: {events!r}")
            self._changed(key.fd, events)
        key = self._fd_to_key[key.fd] = key._replace(events=events, data=data)
        return key

    def select(self, timeout=None):
        """Pairs of key and events, once there is one or the time is up."""
        if timeout is not None:
            timeout = max(timeout, 0)
        ready = []
        for fd, events in self._wait(timeout):
            key = self._fd_to_key.get(fd)
            if key is not None:
                ready.append((key, events & key.events))
        return ready

    def close(self):
        self._fd_to_key.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _added(self, fd, events):
        pass

    def _removed(self, fd):
        pass

    def _changed(self, fd, events):
        pass


class SelectSelector(_BaseSelectorImpl):
    """With `select.select`."""

    def _wait(self, timeout):
        keys = self._fd_to_key.values()
        reads = [key.fd for key in keys if key.events & EVENT_READ]
        writes = [key.fd for key in keys if key.events & EVENT_WRITE]
        r, w, _ = select.select(reads, writes, [], timeout)
        found = dict.fromkeys(r, EVENT_READ)
        for fd in w:
            found[fd] = found.get(fd, 0) | EVENT_WRITE
        return found.items()


class _PollLikeSelector(_BaseSelectorImpl):
    def __init__(self):
        super().__init__()
        self._selector = self._make()

    def _mask(self, events):
        return (select.POLLIN if events & EVENT_READ else 0) | (select.POLLOUT if events & EVENT_WRITE else 0)

    def _added(self, fd, events):
        self._selector.register(fd, self._mask(events))

    def _removed(self, fd):
        try:
            self._selector.unregister(fd)
        except OSError:
            pass

    def _changed(self, fd, events):
        self._selector.modify(fd, self._mask(events))

    def _wait(self, timeout):
        if timeout is not None:
            timeout = math.ceil(timeout * 1e3)
        for fd, event in self._poll(timeout):
            yield fd, (EVENT_WRITE if event & ~select.POLLIN else 0) | (EVENT_READ if event & ~select.POLLOUT else 0)

    def _poll(self, milliseconds):
        return self._selector.poll(milliseconds)


class PollSelector(_PollLikeSelector):
    """With `select.poll`."""

    _make = staticmethod(select.poll)


class EpollSelector(_PollLikeSelector):
    """With `select.epoll`."""

    _make = staticmethod(select.epoll)

    def _poll(self, milliseconds):
        return self._selector.poll(None if milliseconds is None else milliseconds / 1e3)

    def fileno(self):
        return self._selector.fileno()

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
