# timeslice: native
"""select: waiting until descriptors of sockets and pipes can be read or written."""
import _ipc

error = OSError
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL, POLLRDHUP = 1, 2, 4, 8, 16, 32, 0x2000
POLLRDNORM, POLLWRNORM = 0x40, 0x100
EPOLLIN, EPOLLPRI, EPOLLOUT, EPOLLERR, EPOLLHUP, EPOLLRDHUP = 1, 2, 4, 8, 16, 0x2000
EPOLLET, EPOLLONESHOT, EPOLLEXCLUSIVE, EPOLL_CLOEXEC = 1 << 31, 1 << 30, 1 << 28, 0o2000000
PIPE_BUF = 4096


def _fileno(obj):
    if isinstance(obj, int):
        fd = obj
    elif hasattr(obj, "fileno"):
        fd = obj.fileno()
    else:
        raise TypeError("argument must be an int, or have a fileno() method.")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd


def select(rlist, wlist, xlist, timeout=None, /):
    """Those that can be read, those that can be written, and none, once there is one or the time is up."""
    if timeout is not None:
        if not isinstance(timeout, (int, float)):
            raise TypeError("timeout must be a float or None")
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
    reads = [(_fileno(obj), obj) for obj in rlist]
    writes = [(_fileno(obj), obj) for obj in wlist]
    for obj in xlist:
        _fileno(obj)
    events = {}
    for bit, pairs in ((1, reads), (2, writes)):
        for fd, _ in pairs:
            events[fd] = events.get(fd, 0) | bit
    found = _ipc.poll(list(events.items()), timeout)
    ready = dict(zip(found[::2], found[1::2]))
    return ([obj for fd, obj in reads if ready.get(fd, 0) & 1], [obj for fd, obj in writes if ready.get(fd, 0) & 2], [])


class _Registered:
    """Descriptors with the events that are asked for, in order of registration."""

    def __init__(self):
        self._events = {}

    def _poll(self, seconds, maxevents=-1):
        asked = []
        gone = []
        for fd, events in self._events.items():
            if _ipc.is_open(fd):
                asked.append((fd, events & 1 | events >> 1 & 2))
            else:
                gone.append(fd)
        found = _ipc.poll(asked, 0 if gone and self._reports_closed else seconds)
        ready = [(fd, bits & 1 | (bits & 2) << 1) for fd, bits in zip(found[::2], found[1::2])]
        if self._reports_closed:
            ready += [(fd, POLLNVAL) for fd in gone]
        return ready if maxevents < 0 else ready[:maxevents]


class _Poll(_Registered):
    _reports_closed = True

    def register(self, fd, eventmask=POLLIN | POLLPRI | POLLOUT, /):
        self._events[_fileno(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        fd = _fileno(fd)
        if fd not in self._events:
            raise FileNotFoundError(2, "No such file or directory")
        self._events[fd] = eventmask

    def unregister(self, fd, /):
        del self._events[_fileno(fd)]

    def poll(self, timeout=None, /):
        """Pairs of descriptor and events; the timeout is in milliseconds."""
        return self._poll(None if timeout is None or timeout < 0 else timeout / 1000)


_Poll.__name__ = _Poll.__qualname__ = "poll"


def poll():
    """An object to wait with."""
    return _Poll()


class epoll(_Registered):
    """An epoll object, level-triggered."""

    _reports_closed = False

    def __init__(self, sizehint=-1, flags=0):
        _Registered.__init__(self)
        self.closed = False
        self._fd = _ipc.reserve()

    def __del__(self):
        self.close()

    def _check(self):
        if self.closed:
            raise ValueError("I/O operation on closed epoll object")

    def register(self, fd, eventmask=EPOLLIN | EPOLLPRI | EPOLLOUT):
        self._check()
        fd = _fileno(fd)
        if not _ipc.is_open(fd):
            raise OSError(9, "Bad file descriptor")
        if fd in self._events:
            raise FileExistsError(17, "File exists")
        self._events[fd] = eventmask

    def modify(self, fd, eventmask):
        self._check()
        fd = _fileno(fd)
        if fd not in self._events:
            raise FileNotFoundError(2, "No such file or directory")
        self._events[fd] = eventmask

    def unregister(self, fd):
        self._check()
        fd = _fileno(fd)
        if fd not in self._events:
            raise FileNotFoundError(2, "No such file or directory")
        del self._events[fd]

    def poll(self, timeout=None, maxevents=-1):
        """Pairs of descriptor and events; the timeout is in seconds."""
        self._check()
        return self._poll(None if timeout is None or timeout < 0 else timeout, maxevents)

    def fileno(self):
        """Its descriptor."""
        self._check()
        return self._fd

    def close(self):
        if not self.closed:
            self.closed = True
            self._events.clear()
            _ipc.close(self._fd)

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *args):
        self.close()
