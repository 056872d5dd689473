"""socket: connections. What they do is in `_socket`; here is what is Python in CPython too, and so shows in tracebacks."""
import _ipc
import _socket
from _socket import *

SocketType = _socket.socket


# === Names and addresses ===


def getfqdn(name=""):
    return gethostname() if name in ("", "0.0.0.0") else name


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The address of a host, for each kind of socket."""
    return _socket.getaddrinfo(host, port, family, type, proto, flags)


# === Sockets ===


class socket(_socket.socket):
    """One end of a conversation."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        _socket.socket.__init__(self, family, type, proto, fileno)

    def accept(self):
        """The next connection and the address of who has connected; waits for one."""
        fd, address = self._accept()
        sock = socket(self.family, self.type, self.proto, fileno=fd)
        if getdefaulttimeout() is None and self._timeout:
            sock._timeout = None
        return sock, address

    def sendfile(self, file, offset=0, count=None):
        """Sends the rest of a file; how much."""
        if offset:
            file.seek(offset)
        data = file.read() if count is None else file.read(count)
        self.sendall(data)
        return len(data)

    def get_inheritable(self):
        return False

    def set_inheritable(self, inheritable):
        pass

    def close(self):
        """Gives the descriptor back, once the files made of it are closed too."""
        self._is_closing = True
        if self._n_files <= 0:
            self._close()

    def detach(self):
        """The descriptor, which is not this socket's any more."""
        fd, self._fd = self._fd, -1
        self._is_closing = True
        return fd

    def dup(self):
        """Another descriptor of the same socket."""
        self._check()
        sock = type(self)(self.family, self.type, self.proto, fileno=_ipc.duplicate(self._fd))
        sock._timeout = self._timeout
        return sock

    def makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        """A file that reads from the socket and writes to it."""
        from _socket_file import make
        return make(self, mode, buffering, encoding, errors, newline)

    def _file_closed(self):
        self._n_files -= 1
        if self._is_closing:
            self.close()

    def __reduce__(self):
        from multiprocessing.reduction import DupFd
        return _rebuild, (DupFd(self._fd), self.family, self.type, self.proto, self._timeout)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        module = "socket" if type(self) is socket else type(self).__module__
        text = f"<{module}.{type(self).__qualname__}{' [closed]' if self._is_closing else ''} fd={self._fd}, " \
               f"family={int(self.family)}, type={int(self.type)}, proto={self.proto}"
        if self._fd >= 0:
            for label, is_peer in (("laddr", False), ("raddr", True)):
                try:
                    name = self._name(is_peer)
                except OSError:
                    continue
                if name:
                    text += f", {label}={name}"
        return text + ">"


def _rebuild(fd, family, type, proto, timeout):
    sock = socket(family, type, proto, fileno=fd.detach())
    sock._timeout = timeout
    return sock


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected."""
    if type != SOCK_STREAM:
        raise NotImplementedError("socket: socketpair() is simulated with SOCK_STREAM")
    if family not in (None, AF_UNIX):
        raise OSError(95, "Operation not supported")
    a, b = _ipc.socket_pair()
    return socket(AF_UNIX, type, proto, a), socket(AF_UNIX, type, proto, b)


def fromfd(fd, family, type, proto=0):
    """A socket of a copy of a descriptor."""
    return socket(family, type, proto, fileno=_ipc.duplicate(fd))


def create_connection(address, timeout=None, source_address=None, *, all_errors=False):
    """A socket that is connected."""
    host, port = address
    info = getaddrinfo(host, port, 0, SOCK_STREAM)[0]
    sock = socket(AF_INET, SOCK_STREAM, info[2])
    try:
        if timeout is not None:
            sock.settimeout(timeout)
        if source_address:
            sock.bind(source_address)
        sock.connect((host, info[4][1]))
        return sock
    except OSError as e:
        error = e
        sock.close()
    # As in CPython, where other addresses are tried first: this function is in the traceback twice.
    try:
        if all_errors:
            raise ExceptionGroup("create_connection failed", [error])
        raise error
    finally:
        error = None


def has_dualstack_ipv6():
    """There is no IPv6."""
    return False


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A socket that accepts connections."""
    if dualstack_ipv6:
        raise ValueError("dualstack_ipv6 not supported on this platform")
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        try:
            sock.bind(address)
        except OSError as e:
            raise type(e)(e.errno, f"{e.strerror} (while attempting to bind on address {address!r})") from None
        sock.listen() if backlog is None else sock.listen(backlog)
        return sock
    except BaseException:
        sock.close()
        raise
