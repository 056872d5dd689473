# timeslice: native
"""socket: what is C in CPython. Connections between the threads and processes of the machine (TCP and UDP on its own
addresses, Unix sockets), and connections to the simulated services, which speak HTTP/1.1."""
import _ipc
import _net
from _net import gaierror
from _socket_text import htonl, htons, inet_aton, inet_ntoa, ntohl, ntohs
from enum import IntEnum, IntFlag

error = OSError
timeout = TimeoutError
herror = type("herror", (OSError,), {"__module__": "socket"})
has_ipv6 = False


class AddressFamily(IntEnum):
    __module__ = "socket"
    AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10


class SocketKind(IntEnum):
    __module__ = "socket"
    SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_CLOEXEC, SOCK_NONBLOCK = 1, 2, 3, 0o2000000, 0o4000


class MsgFlag(IntFlag):
    __module__ = "socket"
    MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = 2, 0x40, 0x100, 0x4000


class AddressInfo(IntFlag):
    __module__ = "socket"
    AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_ADDRCONFIG, AI_NUMERICSERV = 1, 2, 4, 0x20, 0x400


AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = AddressFamily
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_CLOEXEC, SOCK_NONBLOCK = SocketKind
MSG_PEEK, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = MsgFlag
AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST, AI_ADDRCONFIG, AI_NUMERICSERV = AddressInfo
SOL_SOCKET, SOL_TCP, SOL_UDP, IPPROTO_IP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_IPV6 = 1, 6, 17, 0, 6, 17, 41
SO_REUSEADDR, SO_TYPE, SO_ERROR, SO_BROADCAST, SO_SNDBUF, SO_RCVBUF, SO_KEEPALIVE = 2, 3, 4, 6, 7, 8, 9
SO_LINGER, SO_REUSEPORT, SO_ACCEPTCONN, SO_RCVTIMEO, SO_SNDTIMEO = 13, 15, 30, 20, 21
TCP_NODELAY, TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_QUICKACK, IPV6_V6ONLY = 1, 4, 5, 6, 12, 26
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
SOMAXCONN = 4096
INADDR_ANY, INADDR_LOOPBACK, INADDR_BROADCAST = 0, 0x7f000001, 0xffffffff
EAI_NONAME, EAI_SERVICE, EAI_FAMILY = -2, -8, -6
_SERVICES = {"http": 80, "https": 443, "ftp": 21, "ssh": 22, "smtp": 25, "domain": 53, "postgresql": 5432}
_EINPROGRESS, _EAGAIN = 115, 11
_default_timeout = None


# === Names and addresses ===


def gethostname():
    return _net.HOSTNAME


def gethostbyname(hostname):
    """The address of a host. Waits for the answer of the name server."""
    return getaddrinfo(hostname, 0)[0][4][0]


def getservbyname(name, protocol=None, /):
    """The port of a service."""
    if name not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[name]


def _address(host):
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode()
    if not isinstance(host, str):
        raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")
    address = _net.own_address(host) or _net.resolve(host)
    if address is None:
        answer = _net.connect(None, host, 80)
        raise _net.os_error(answer[1] if answer[0] == "failed" else "unknown_host")
    return address


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The address of a host, for each kind of socket."""
    if isinstance(port, str):
        if not port.isdecimal() and port not in _SERVICES:
            raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")
        port = int(port) if port.isdecimal() else _SERVICES[port]
    if host is None:
        address = "0.0.0.0" if flags & 1 else "127.0.0.1"
    elif host == "":
        raise gaierror(EAI_NONAME, "Name or service not known")
    else:
        address = _address(host)
    if family == AF_INET6:
        raise gaierror(-9, "Address family for hostname not supported")
    kinds = [(k, p) for k, p in ((SOCK_STREAM, 6), (SOCK_DGRAM, 17), (SOCK_RAW, 0)) if type in (0, k)]
    return [(AF_INET, k, p, "", (address, int(port or 0))) for k, p in kinds if proto in (0, p)]


def getnameinfo(sockaddr, flags, /):
    """Host and port as text."""
    return sockaddr[0], str(sockaddr[1])


def setdefaulttimeout(timeout):
    global _default_timeout
    _default_timeout = _seconds(timeout)


def getdefaulttimeout():
    return _default_timeout


def _seconds(timeout):
    if timeout is None:
        return None
    if not isinstance(timeout, (int, float)):
        timeout = timeout.__index__() if hasattr(timeout, "__index__") else _not_int(timeout)
    if timeout < 0:
        raise ValueError("Timeout value out of range")
    return float(timeout)


def _not_int(x):
    raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")


def _bytes(data):
    if isinstance(data, bytes):
        return data
    if isinstance(data, memoryview):
        return data.tobytes()
    if not isinstance(data, bytearray) and not hasattr(data, "tobytes"):
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")
    return bytes(data)


# === Sockets ===


class socket:
    """One end of a conversation."""

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        self._fd = -1
        family = AF_INET if family == -1 else family
        type = SOCK_STREAM if type == -1 else type
        self._timeout = 0.0 if type & SOCK_NONBLOCK and type > 16 else _default_timeout
        type &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC)
        if family not in (AF_INET, AF_UNIX):
            raise OSError(97, "Address family not supported by protocol")
        if type == SOCK_RAW:
            raise PermissionError(1, "Operation not permitted")
        if type not in (SOCK_STREAM, SOCK_DGRAM):
            raise OSError(94, "Socket type not supported")
        if family == AF_UNIX and type == SOCK_DGRAM:
            raise NotImplementedError("socket: Unix sockets are simulated with SOCK_STREAM only")
        self.family, self.type, self.proto = AddressFamily(family), SocketKind(type), max(proto, 0)
        self._service = None  # a connection to another host
        self._options = {}
        self._n_files = 0
        self._is_closing = False
        if fileno is None:
            kind = "unix" if family == AF_UNIX else "tcp" if type == SOCK_STREAM else "udp"
            fileno = _ipc.new_socket(kind)
        else:
            if not isinstance(fileno, int):
                _not_int(fileno)
            if fileno < 0:
                raise ValueError("negative file descriptor")
            _ipc.socket_name(fileno, False)
        self._fd = fileno

    def __del__(self):
        if getattr(self, "_fd", -1) >= 0:
            fd, self._fd = self._fd, -1
            try:
                _ipc.close(fd)
            except OSError:
                pass

    def _check(self):
        if self._fd < 0:
            raise OSError(9, "Bad file descriptor")

    def _done(self, answer):
        # `[]` is what comes of an operation whose time is up.
        if answer == []:
            if self._timeout == 0:
                raise BlockingIOError(_EAGAIN, "Resource temporarily unavailable")
            raise TimeoutError("timed out")
        return answer

    def _place(self, function, address):
        """Host and port, or path, of an address."""
        if self.family == AF_UNIX:
            if isinstance(address, bytes):
                address = address.decode()
            if not isinstance(address, str):
                raise TypeError(f"a bytes-like object is required, not '{type(address).__name__}'")
            return address, 0
        if not isinstance(address, tuple):
            raise TypeError(f"{function}(): AF_INET address must be tuple, not {type(address).__name__}")
        if len(address) != 2:
            raise TypeError(f"{function}(): AF_INET address must be a pair (host, port)")
        host, port = address
        if not isinstance(port, int):
            _not_int(port)
        host = _address(host)
        if not 0 <= port <= 65535:
            raise OverflowError(f"{function}(): port must be 0-65535.")
        return host, port

    def _name(self, is_peer):
        self._check()
        if self._service is not None:
            return self._service.name(is_peer)
        host, port = _ipc.socket_name(self._fd, is_peer)
        return host if self.family == AF_UNIX else (host, port)

    # Servers.

    def bind(self, address, /):
        """Takes an address of this machine."""
        self._check()
        host, port = self._place("bind", address)
        if self.family == AF_UNIX:
            from os import path
            if path.exists(host):
                raise OSError(98, "Address already in use")
            open(host, "wb").close()
        elif _net.own_address(host) is None:
            raise OSError(99, "Cannot assign requested address")
        _ipc.bind(self._fd, host, port)

    def listen(self, backlog=128, /):
        """Lets others connect."""
        self._check()
        _ipc.listen(self._fd, max(0, backlog))

    def _accept(self):
        self._check()
        fd = self._done(_ipc.accept(self._fd, self._timeout))
        host, port = _ipc.socket_name(fd, True)
        return fd, host if self.family == AF_UNIX else (host, port)

    # Connecting.

    def connect(self, address, /):
        """Connects; waits until the host has answered."""
        self._check()
        host, port = self._place("connect", address)
        if self.family == AF_INET and _net.own_address(host) is None:
            return self._connect_to_service(address[0], port)
        if self._timeout == 0 and self.type == SOCK_STREAM and self.family == AF_INET:
            self._begin_connecting(host, port)
            raise BlockingIOError(_EINPROGRESS, "Operation now in progress")
        self._done(_ipc.connect(self._fd, host, port, self._timeout))

    def _begin_connecting(self, host, port):
        # What comes of it shows when the socket can be written to.
        try:
            if _ipc.connect(self._fd, host, port, 0) == []:
                _ipc.leave_error(self._fd, 110)
        except ConnectionRefusedError as e:
            _ipc.leave_error(self._fd, e.errno)

    def _connect_to_service(self, host, port):
        from _service_socket import ServiceConnection
        if self.type != SOCK_STREAM or self._timeout == 0:
            raise NotImplementedError("socket: to other hosts there are TCP connections that wait; "
                                      "asyncio.open_connection() does not block")
        answer = _net.connect(self._timeout, host, port)
        if answer[0] == "failed":
            raise _net.os_error(answer[1])
        self._service = ServiceConnection(host, port, self._fd)

    def connect_ex(self, address, /):
        """The same; an error's number is returned."""
        try:
            self.connect(address)
        except TimeoutError as e:
            return e.errno or _EAGAIN
        except OSError as e:
            if e.errno is None or isinstance(e, gaierror):
                raise
            return e.errno
        return 0

    # Bytes.

    def send(self, data, flags=0, /):
        """Sends what there is room for; how much that is."""
        self._check()
        data = _bytes(data)
        if self._service is not None:
            self._service.send(data)
            return len(data)
        if self.type == SOCK_DGRAM:
            _ipc.send_to(self._fd, data, "", 0)
            return len(data)
        if self._timeout is None and not flags & MSG_DONTWAIT:
            return _ipc.send_all(self._fd, data)
        return self._done(_ipc.send(self._fd, data, 0 if flags & MSG_DONTWAIT else self._timeout))

    def sendall(self, data, flags=0, /):
        """Sends all of it; waits for room."""
        self._check()
        data = _bytes(data)
        if self._timeout is None or self._service is not None or self.type == SOCK_DGRAM:
            self.send(data)
            return
        end = None
        while data:
            if end is None:
                left = self._timeout
                end = _now() + left
            else:
                left = end - _now()
                if self._timeout and left <= 0:
                    raise TimeoutError("timed out")
            data = data[self._done(_ipc.send(self._fd, data, max(left, 0) if self._timeout else 0)):]

    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        """Sends several pieces at once."""
        data = b"".join(_bytes(b) for b in buffers)
        return self.send(data) if address is None else self.sendto(data, address)

    def recv(self, bufsize, flags=0, /):
        """Up to `bufsize` bytes; waits until there are some. No bytes: the end."""
        self._check()
        if bufsize < 0:
            raise ValueError("negative buffersize in recv")
        if self._service is not None:
            return self._service.recv(bufsize, self._timeout)
        if self.type == SOCK_DGRAM:
            return self.recvfrom(bufsize)[0]
        timeout = 0 if flags & MSG_DONTWAIT else self._timeout
        if flags & MSG_WAITALL:
            parts = []
            while bufsize:
                part = self._done(_ipc.receive(self._fd, bufsize, False, timeout))
                if not part:
                    break
                parts.append(part)
                bufsize -= len(part)
            return b"".join(parts)
        answer = _ipc.receive(self._fd, bufsize, bool(flags & MSG_PEEK), timeout)
        if answer == [] and flags & MSG_DONTWAIT:
            raise BlockingIOError(_EAGAIN, "Resource temporarily unavailable")
        return self._done(answer)

    def recv_into(self, buffer, nbytes=0, flags=0):
        """Puts what comes into a buffer; how much."""
        if nbytes < 0:
            raise ValueError("negative buffersize in recv_into")
        data = self.recv(nbytes or len(buffer), flags)
        buffer[:len(data)] = data
        return len(data)

    def recvfrom(self, bufsize, flags=0, /):
        """A datagram and where it comes from."""
        self._check()
        if self.type == SOCK_STREAM:
            return self.recv(bufsize, flags), None
        data, host, port = self._done(_ipc.receive_from(self._fd, bufsize, self._timeout))
        return data, (host, port)

    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        """Puts a datagram into a buffer; how much, and where it comes from."""
        data, address = self.recvfrom(nbytes or len(buffer), flags)
        buffer[:len(data)] = data
        return len(data), address

    def sendto(self, data, *args):
        """Sends a datagram."""
        self._check()
        data = _bytes(data)
        if self.type == SOCK_STREAM:
            return self.send(data)
        host, port = self._place("sendto", args[-1])
        if _net.own_address(host) is not None:
            _ipc.send_to(self._fd, data, "127.0.0.1" if host == "0.0.0.0" else host, port)
        return len(data)  # other hosts do not answer datagrams

    # What it is.

    def setsockopt(self, level, optname, value, optlen=None, /):
        """Sets an option. All but the sizes of buffers make no difference."""
        self._check()
        if level == SOL_SOCKET and optname in (SO_SNDBUF, SO_RCVBUF):
            _ipc.set_buffer(self._fd, optname == SO_SNDBUF, value)
            value = max(value, 1152 if optname == SO_RCVBUF else 2304) * 2
        self._options[level, optname] = value

    def getsockopt(self, level, optname, buflen=0, /):
        """An option."""
        self._check()
        if level == SOL_SOCKET:
            if optname == SO_ERROR:
                return _ipc.take_error(self._fd)
            if optname == SO_TYPE:
                return int(self.type)
            if optname in (SO_SNDBUF, SO_RCVBUF) and (level, optname) not in self._options:
                if self.family == AF_UNIX or self.type == SOCK_DGRAM:
                    return 212992
                return 131072 if optname == SO_RCVBUF else 16384
        value = self._options.get((level, optname), 0)
        if level == SOL_SOCKET and optname in (SO_REUSEADDR, SO_REUSEPORT, SO_KEEPALIVE, SO_BROADCAST):
            return int(bool(value))
        return value

    def settimeout(self, value, /):
        self._timeout = _seconds(value)
        self._check()

    def gettimeout(self):
        return self._timeout

    timeout = property(gettimeout)

    def setblocking(self, flag, /):
        self._check()
        self._timeout = None if flag else 0.0

    def getblocking(self):
        return self._timeout != 0

    def getpeername(self):
        return self._name(True)

    def getsockname(self):
        return self._name(False)

    def fileno(self):
        return self._fd

    def shutdown(self, how, /):
        """Ends one direction or both: the other end reads what is left, then nothing."""
        self._check()
        if self._service is None:
            _ipc.shutdown(self._fd, how)

    def _close(self):
        if self._fd >= 0:
            fd, self._fd = self._fd, -1
            _ipc.close(fd)

def _now():
    from time import monotonic
    return monotonic()
