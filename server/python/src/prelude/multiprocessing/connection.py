"""Connections: messages over pipes and sockets (P6)."""

import _ipc
import _net
import os
from multiprocessing import reduction
from multiprocessing.context import AuthenticationError, BufferTooShort
from pickle import loads as _loads

__all__ = ["Client", "Listener", "Pipe", "wait"]

_dumps = reduction.dumps


class _ConnectionBase:
    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_readable(self):
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        if not self._writable:
            raise OSError("connection is read-only")

    @property
    def closed(self):
        """Whether it is closed."""
        return self._handle is None

    @property
    def readable(self):
        """Whether it can be read."""
        return self._readable

    @property
    def writable(self):
        """Whether it can be written."""
        return self._writable

    def fileno(self):
        """Its descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Closes it."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def send_bytes(self, buf, offset=0, size=None):
        """Sends bytes as one message."""
        self._check_closed()
        self._check_writable()
        data = buf.tobytes() if hasattr(buf, "tobytes") else bytes(buf)
        if offset < 0:
            raise ValueError("offset is negative")
        if len(data) < offset:
            raise ValueError("buffer length < offset")
        if size is None:
            size = len(data) - offset
        elif size < 0:
            raise ValueError("size is negative")
        elif offset + size > len(data):
            raise ValueError("buffer length < offset + size")
        self._send_bytes(data[offset:offset + size])

    def send(self, obj):
        """Sends an object."""
        self._check_closed()
        self._check_writable()
        self._send_bytes(_dumps(obj))

    def recv_bytes(self, maxlength=None):
        """The next message, as bytes."""
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        data = self._recv_bytes()
        if maxlength is not None and len(data) > maxlength:
            self._readable = self._writable
            if not self._readable:
                self.close()
            raise OSError("bad message length")
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Puts the next message into a buffer; its length."""
        self._check_closed()
        self._check_readable()
        itemsize = getattr(buf, "itemsize", 1)
        room = len(buf) * itemsize
        if offset < 0:
            raise ValueError("negative offset")
        if offset > room:
            raise ValueError("offset too large")
        data = self._recv_bytes()
        if room < offset + len(data):
            raise BufferTooShort(data)
        if isinstance(buf, (bytearray, memoryview)):
            buf[offset:offset + len(data)] = data
        else:  # an array
            whole = bytearray(buf.tobytes())
            whole[offset:offset + len(data)] = data
            items = type(buf)(buf.typecode)
            items.frombytes(bytes(whole))
            buf[:] = items
        return len(data)

    def recv(self):
        """The next object."""
        self._check_closed()
        self._check_readable()
        return _loads(self._recv_bytes())

    def poll(self, timeout=0.0):
        """Whether there is something to read, within `timeout` seconds; None: for ever."""
        self._check_closed()
        self._check_readable()
        return bool(wait([self], timeout))

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """One end of a pipe or a socket."""

    def _close(self):
        try:
            _ipc.close(self._handle)
        except OSError:
            pass

    def _send_bytes(self, data):
        _ipc.write(self._handle, len(data).to_bytes(4, "big") + data)

    def _read(self, size):
        parts = []
        missing = size
        while missing:
            part = _ipc.read(self._handle, missing)
            if not part:
                if missing == size:
                    raise EOFError
                raise OSError("got end of file during message")
            parts.append(part)
            missing -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _recv_bytes(self):
        size = int.from_bytes(self._read(4), "big")
        return self._read(size) if size else b""

    def __reduce__(self):
        return _rebuild, (reduction.DupFd(self.fileno()), self._readable, self._writable)


def _rebuild(fd, readable, writable):
    return Connection(fd.detach(), readable, writable)


def Pipe(duplex=True):
    """Two connected ends; without `duplex` the first one reads and the second one writes."""
    if duplex:
        a, b = _ipc.socket_pair()
        return Connection(a), Connection(b)
    r, w = _ipc.pipe()
    return Connection(r, writable=False), Connection(w, readable=False)


def wait(object_list, timeout=None):
    """Those of the connections and descriptors that can be read, once one can be or after `timeout` seconds."""
    object_list = list(object_list)
    fds = [obj if isinstance(obj, int) else obj.fileno() for obj in object_list]
    if timeout is not None:
        timeout = max(timeout, 0)
    ready = set(_ipc.poll([(fd, 1) for fd in fds], timeout)[::2])
    return [obj for obj, fd in zip(object_list, fds) if fd in ready]


# === Connections by address, inside the machine ===

_n_listeners = 0


def arbitrary_address(family):
    """An address that nobody has."""
    global _n_listeners
    _n_listeners += 1
    if family == "AF_INET":
        return ("localhost", 0)
    return f"/tmp/pymp-{os.getpid()}/listener-{_n_listeners}"


def address_type(address):
    """The family of an address."""
    if type(address) is tuple:
        return "AF_INET"
    if type(address) is str:
        return "AF_UNIX"
    raise ValueError("address type of %r unrecognized" % address)


def _place(address):
    if isinstance(address, tuple):
        return _net.own_address(address[0]) or str(address[0]), address[1]
    return str(address), 0


class Listener:
    """Accepts connections at an address."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        family = family or (address and address_type(address)) or "AF_UNIX"
        self._address = address or arbitrary_address(family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError("authkey should be a byte string")
        self._authkey = authkey
        self._last_accepted = None
        self._family = family
        self._fd = _ipc.new_socket("tcp" if family == "AF_INET" else "unix")
        try:
            _ipc.bind(self._fd, *_place(self._address))
            _ipc.listen(self._fd, backlog)
        except OSError:
            _ipc.close(self._fd)
            self._fd = None
            raise
        if family == "AF_INET":
            self._address = _ipc.socket_name(self._fd, False)

    def accept(self):
        """The next connection."""
        if self._fd is None:
            raise OSError("listener is closed")
        c = Connection(_ipc.accept(self._fd, None))
        self._last_accepted = _ipc.socket_name(c.fileno(), True) if self._family == "AF_INET" else ""
        if self._authkey is not None:
            deliver_challenge(c, self._authkey)
            answer_challenge(c, self._authkey)
        return c

    def close(self):
        """Accepts no more."""
        if self._fd is not None:
            _ipc.close(self._fd)
            self._fd = None

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        return self._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to a listener."""
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError("authkey should be a byte string")
    fd = _ipc.new_socket("tcp" if address_type(address) == "AF_INET" else "unix")
    try:
        _ipc.connect(fd, *_place(address), None)
    except OSError:
        _ipc.close(fd)
        raise
    c = Connection(fd)
    if authkey is not None:
        answer_challenge(c, authkey)
        deliver_challenge(c, authkey)
    return c


_CHALLENGE, _WELCOME, _FAILURE = b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#"


def _digest(authkey, message):
    from hashlib import sha256
    return sha256(authkey + message).digest()


def deliver_challenge(connection, authkey):
    """The other side shall show that it knows the key."""
    message = _CHALLENGE + os.urandom(20)
    connection.send_bytes(message)
    if connection.recv_bytes(256) == _digest(authkey, message):
        connection.send_bytes(_WELCOME)
    else:
        connection.send_bytes(_FAILURE)
        raise AuthenticationError("digest received was wrong")


def answer_challenge(connection, authkey):
    """Shows that this side knows the key."""
    message = connection.recv_bytes(256)
    if message[:len(_CHALLENGE)] != _CHALLENGE:
        raise AuthenticationError("Protocol error, expected challenge: message = %r" % message)
    connection.send_bytes(_digest(authkey, message))
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError("digest sent was rejected")
