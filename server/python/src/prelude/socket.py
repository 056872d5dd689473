"""socket: names and addresses, and connections to the simulated services, which speak HTTP/1.1."""
import _net
import _network
from _net import gaierror
from enum import IntEnum

error = OSError
timeout = TimeoutError
herror = type("herror", (OSError,), {"__module__": "socket"})


class AddressFamily(IntEnum):
    AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = 0, 1, 2, 10


class SocketKind(IntEnum):
    SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = 1, 2, 3


AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6 = AddressFamily
SOCK_STREAM, SOCK_DGRAM, SOCK_RAW = SocketKind
SOL_SOCKET, SO_REUSEADDR, SO_KEEPALIVE, IPPROTO_TCP, TCP_NODELAY = 1, 2, 9, 6, 1
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
EAI_NONAME = -2
_default_timeout = None


def gethostname():
    return "timeslice"


def gethostbyname(hostname):
    """The address of a host. Waits for the answer of the name server."""
    return getaddrinfo(hostname, 0)[0][4][0]


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The address of a host, for each kind of socket."""
    address = _net.resolve(host or "localhost")
    if address is None:
        answer = _net.connect(None, host, 80)
        raise _net.os_error(answer[1] if answer[0] == "failed" else "unknown_host")
    kinds = [(k, p) for k, p in ((SOCK_STREAM, 6), (SOCK_DGRAM, 17), (SOCK_RAW, 0)) if type in (0, k)]
    return [(AF_INET, k, p, "", (address, int(port or 0))) for k, p in kinds]


def setdefaulttimeout(timeout):
    global _default_timeout
    _default_timeout = timeout


def getdefaulttimeout():
    return _default_timeout


class socket:
    """A TCP connection to a simulated web server: what is sent is read as requests."""

    _next_fd = 3

    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        if type != SOCK_STREAM:
            raise NotImplementedError("socket: only SOCK_STREAM is simulated")
        self.family, self.type, self.proto = family, type, proto
        self._fd = socket._next_fd
        socket._next_fd += 1
        self._timeout = _default_timeout
        self._peer = None
        self._sent = b""
        self._received = b""
        self._eof = False

    def _check(self):
        if self._fd < 0:
            raise OSError(9, "Bad file descriptor")

    def connect(self, address):
        """Connects; waits until the host has answered."""
        self._check()
        host, port = address[0], address[1]
        answer = _net.connect(self._timeout, host, port)
        if answer[0] == "failed":
            raise _net.os_error(answer[1])
        self._peer = (host, port)

    def connect_ex(self, address):
        try:
            self.connect(address)
        except OSError as e:
            return e.errno or 11
        return 0

    def sendall(self, data, flags=0):
        self._check()
        if self._peer is None:
            raise BrokenPipeError(32, "Broken pipe")
        self._sent += bytes(data)

    def send(self, data, flags=0):
        self.sendall(data)
        return len(data)

    def recv(self, bufsize, flags=0):
        """Up to `bufsize` bytes of the answer; waits for them."""
        self._check()
        if self._peer is None:
            raise OSError(107, "Transport endpoint is not connected")
        if not self._received and not self._eof:
            self._ask()
        data, self._received = self._received[:bufsize], self._received[bufsize:]
        return data

    def _ask(self):
        """The answer to the first whole request."""
        host, port = self._peer
        scheme = "https" if port == 443 else "http"
        netloc = host if port == _net.PORTS[scheme] else f"{host}:{port}"
        request = _network.parse_request(self._sent, netloc, scheme)
        if request is None:
            raise NotImplementedError("socket: recv() without a whole HTTP request sent would wait for ever; the "
                                      "simulated services speak HTTP/1.1")
        if request is False:
            self._received = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            self._eof = True
            return
        method, target, headers, body, length = request
        is_old = b" HTTP/1.0\r\n" in self._sent[:length]
        words = [v.lower() for k, v in headers if k.lower() == "connection"]
        self._eof = "close" in words or is_old and "keep-alive" not in words
        self._sent = self._sent[length:]
        answer = _net.http(self._timeout, scheme, netloc, method, target, headers, body)
        if answer[0] == "failed":
            raise _net.os_error(answer[1])
        _, status, reason, headers, body, _ = answer
        _net.more(self._timeout, host, port, len(body) - _net.FIRST_FLIGHT)
        head = f"HTTP/1.1 {status} {reason}\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers) + "\r\n"
        self._received = head.encode("latin-1") + body

    def bind(self, address):
        raise NotImplementedError("socket: servers are not simulated; services outside of the machine answer")

    listen = accept = recvfrom = sendto = bind

    def settimeout(self, value):
        self._timeout = value

    def gettimeout(self):
        return self._timeout

    def setblocking(self, flag):
        if not flag:
            raise NotImplementedError("socket: setblocking(False) is not simulated; asyncio.open_connection() is")
        self._timeout = None

    def setsockopt(self, *args):
        pass

    def getpeername(self):
        return (_net.resolve(self._peer[0]), self._peer[1])

    def getsockname(self):
        return ("192.168.1.10", 40000 + self._fd)

    def fileno(self):
        return self._fd

    def shutdown(self, how):
        pass

    def close(self):
        self._fd = -1

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        text = "" if self._fd >= 0 else " [closed]"
        text = f"<socket.socket{text} fd={self._fd}, family={int(self.family)}, type={int(self.type)}, proto={self.proto}"
        if self._fd >= 0 and self._peer is not None:
            text += f", laddr={self.getsockname()}, raddr={self.getpeername()}"
        return text + ">"


def create_connection(address, timeout=None, source_address=None, *, all_errors=False):
    """A socket that is connected."""
    sock = socket()
    if timeout is not None:
        sock.settimeout(timeout)
    sock.connect(address)
    return sock
