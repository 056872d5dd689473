# timeslice: native
"""What the clients of the network share: exchanges that a thread or a task waits for, headers, cookies, addresses."""
import _ipc
import _network
from _network import FIRST_FLIGHT, resolve

PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)


class gaierror(OSError):
    """A host's name does not resolve."""


gaierror.__module__ = "socket"


HOSTNAME, OWN_ADDRESS = "timeslice", "192.168.1.10"


def own_address(host):
    """The address of this machine that `host` is, or None: it is another one."""
    if host is None or host == "":
        return "0.0.0.0"
    if host in ("localhost", "ip6-localhost", "::1", HOSTNAME + ".localdomain"):
        return "127.0.0.1"
    if host in ("0.0.0.0", "::"):
        return "0.0.0.0"
    if host == HOSTNAME or host == OWN_ADDRESS:
        return OWN_ADDRESS
    return host if host.startswith("127.") and resolve(host) == host else None


def is_own(host, port):
    """Whether the program itself answers at a port of this machine, or has done so: no service does then."""
    return own_address(host) is not None and _ipc.knows_port(int(port or 0))


def os_error(failure):
    """The system's exception for a failed exchange."""
    if failure == "unknown_host":
        return gaierror(-2, "Name or service not known")
    if failure == "refused":
        return ConnectionRefusedError(111, "Connection refused")
    if failure == "silent":
        return TimeoutError(110, "Connection timed out")
    if failure == "broken":
        return ConnectionResetError(104, "Connection reset by peer")
    return TimeoutError("timed out")


def split_netloc(netloc, scheme):
    """Host and port of what stands between `//` and the path."""
    netloc = netloc.rpartition("@")[2]
    host, colon, port = netloc.rpartition(":")
    if not colon or port.endswith("]"):
        return netloc, PORTS.get(scheme, 80)
    if not port:
        return host, PORTS.get(scheme, 80)
    return host, int(port)


def http(timeout, scheme, netloc, method, target, headers, body):
    """The answer of a web server; the thread waits."""
    host, port = split_netloc(netloc, scheme)
    if scheme == "http" and is_own(host, port):
        from _local_http import exchange

        return exchange(timeout, host, port, netloc, method, target, headers, body)
    return _network.http(None, None, timeout, scheme, netloc, port, method, target, headers, [body or b""])


async def http_async(timeout, scheme, netloc, method, target, headers, body):
    """The answer of a web server; the task waits."""
    host, port = split_netloc(netloc, scheme)
    if scheme == "http" and is_own(host, port):
        from _local_http import exchange_async

        return await exchange_async(timeout, host, port, netloc, method, target, headers, body)
    what = f"{method} {host}{target.partition('?')[0]}"
    return await _exchange(_network.http, what, timeout, scheme, netloc, port, method, target, headers, [body or b""])


def connect(timeout, host, port):
    """What comes of connecting to a host; the thread waits."""
    if is_own(host, port):
        return ("ready",)  # an exchange shows whether somebody still listens
    return _network.connect(None, None, timeout, host, port)


async def connect_async(timeout, host, port):
    """What comes of connecting to a host; the task waits."""
    if is_own(host, port):
        return ("ready",)
    return await _exchange(_network.connect, f"connect {host}:{port}", timeout, host, port)


def more(timeout, host, port, n):
    """`n` bytes of a body that has begun come in; the thread waits."""
    if n > 0 and not is_own(host, port):
        return _network.more(None, None, timeout, host, port, n)
    return ("ready",)


async def more_async(timeout, host, port, n):
    """`n` bytes of a body that has begun come in; the task waits."""
    if n > 0 and not is_own(host, port):
        return await _exchange(_network.more, f"{n} bytes from {host}", timeout, host, port, n)
    return ("ready",)


async def _exchange(send, what, timeout, *args):
    from asyncio import CancelledError, get_running_loop

    loop = get_running_loop()
    selector = loop._selector._number
    future = loop.create_future()
    future._wait = ("socket", what, None, ())
    send(selector, future, timeout, *args)
    try:
        return await future
    except CancelledError:
        _network.abandon(selector, future)
        raise


class Body:
    """A body that comes in: what is there already, and what must be waited for."""

    def __init__(self, data, host, port):
        self.data = data
        self.host = host
        self.port = port
        self.at = 0
        self.here = min(len(data), FIRST_FLIGHT)

    def missing(self, n):
        """How many of the next `n` bytes (-1: of all) are not there yet."""
        end = len(self.data) if n < 0 else min(self.at + n, len(self.data))
        return end - self.here

    def take(self, n):
        """The next `n` bytes (-1: all)."""
        end = len(self.data) if n < 0 else min(self.at + n, len(self.data))
        chunk = self.data[self.at:end]
        self.at = end
        if end > self.here:
            self.here = end
        return chunk

    def read(self, n, timeout):
        """The next `n` bytes (-1: all); the thread waits. None: the timeout ran out."""
        if more(timeout, self.host, self.port, self.missing(n))[0] == "failed":
            return None
        return self.take(n)

    async def read_async(self, n, timeout):
        """The next `n` bytes (-1: all); the task waits. None: the timeout ran out."""
        missing = self.missing(n)
        if missing > 0:
            answer = await more_async(timeout, self.host, self.port, missing)
            if answer[0] == "failed":
                return None
        return self.take(n)


def encode_pairs(data):
    """A form's fields as bytes."""
    from urllib.parse import urlencode

    return urlencode(list(data.items()) if hasattr(data, "items") else list(data), doseq=True).encode()


def basic_auth(user, password):
    """The header `Authorization` of a name and a password."""
    return "Basic " + base64(f"{user}:{password}".encode("latin-1"))


def base64(data):
    """Bytes as base64 text."""
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    out = []
    for i in range(0, len(data), 3):
        three = data[i:i + 3]
        bits = int.from_bytes(three + bytes(3 - len(three)), "big")
        for k in range(4):
            out.append(digits[bits >> (18 - 6 * k) & 63] if k <= len(three) else "=")
    return "".join(out)


def requote(url):
    """A URL with everything quoted that may not stand in one; what is quoted already stays."""
    from urllib.parse import quote

    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")


def parse_cookie(header):
    """Name and value of a `Set-Cookie`."""
    name, _, value = header.partition(";")[0].partition("=")
    return name.strip(), value.strip()


def charset_of(content_type):
    """The charset of a content type, or None."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("'\"")
    return None
