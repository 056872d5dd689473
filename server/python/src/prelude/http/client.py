"""http.client: one connection to a web server."""
import _net
from _net import Body
from http import HTTPStatus
from urllib.parse import urlsplit

HTTP_PORT, HTTPS_PORT = 80, 443
responses = {status.value: status.phrase for status in HTTPStatus}


class HTTPException(Exception):
    """The base of what goes wrong with HTTP itself."""


class NotConnected(HTTPException):
    pass


class InvalidURL(HTTPException):
    pass


class IncompleteRead(HTTPException):
    def __init__(self, partial, expected=None):
        self.args = (partial,)
        self.partial = partial
        self.expected = expected


class ImproperConnectionState(HTTPException):
    pass


class CannotSendRequest(ImproperConnectionState):
    pass


class CannotSendHeader(ImproperConnectionState):
    pass


class ResponseNotReady(ImproperConnectionState):
    pass


class BadStatusLine(HTTPException):
    def __init__(self, line):
        if not line:
            line = repr(line)
        self.args = (line,)
        self.line = line


class RemoteDisconnected(ConnectionResetError, BadStatusLine):
    """The server closed the connection instead of answering."""

    def __init__(self, *args):
        BadStatusLine.__init__(self, "")
        ConnectionResetError.__init__(self, *args)
        self.args = args


class HTTPMessage:
    """The headers of a response: found by their name in any case."""

    def __init__(self, items=()):
        self._items = list(items)

    def get(self, name, failobj=None):
        name = name.lower()
        for k, v in self._items:
            if k.lower() == name:
                return v
        return failobj

    def get_all(self, name, failobj=None):
        name = name.lower()
        return [v for k, v in self._items if k.lower() == name] or failobj

    def get_content_type(self):
        return (self.get("content-type") or "text/plain").partition(";")[0].strip().lower()

    def get_content_charset(self, failobj=None):
        charset = _net.charset_of(self.get("content-type") or "")
        return charset.lower() if charset else failobj

    def get_content_maintype(self):
        return self.get_content_type().partition("/")[0]

    def __getitem__(self, name):
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self._items)

    def keys(self):
        return [k for k, _ in self._items]

    def values(self):
        return [v for _, v in self._items]

    def items(self):
        return list(self._items)

    def __str__(self):
        return "".join(f"{k}: {v}\n" for k, v in self._items) + "\n"


class HTTPResponse:
    """What a server answered."""

    def __init__(self, answer, url, host, port, timeout=None):
        _, self.status, self.reason, headers, body, _ = answer
        self.code = self.status
        self.version = 11
        self.headers = self.msg = HTTPMessage(headers)
        self.url = url
        self.debuglevel = 0
        self._timeout = timeout
        self._body = Body(body, host, port)
        self._closed = False

    @property
    def length(self):
        return len(self._body.data) - self._body.at

    @property
    def closed(self):
        return self._closed

    def read(self, amt=None):
        """The rest of the body, or `amt` bytes of it."""
        if self._closed:
            return b""
        data = self._body.read(-1 if amt is None or amt < 0 else amt, self._timeout)
        if data is None:
            raise TimeoutError("timed out")
        return data

    def read1(self, n=-1):
        return self.read(n)

    def readline(self, limit=-1):
        end = self._body.data.find(b"\n", self._body.at)
        return self.read(len(self._body.data) if end < 0 else end + 1 - self._body.at)

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def getcode(self):
        return self.status

    def geturl(self):
        return self.url

    def info(self):
        return self.headers

    def getheader(self, name, default=None):
        values = self.headers.get_all(name)
        return ", ".join(values) if values else default

    def getheaders(self):
        return self.headers.items()

    def readable(self):
        return True

    def isclosed(self):
        return self._closed or self.length == 0

    def close(self):
        self._closed = True

    def flush(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


class HTTPConnection:
    """A connection to one host."""

    default_port = HTTP_PORT
    _scheme = "http"

    def __init__(self, host, port=None, timeout=None, source_address=None, blocksize=8192, **kwargs):
        if port is None:
            name, colon, given = host.rpartition(":")
            if colon and not given.endswith("]"):
                if given and not given.isdigit():
                    raise InvalidURL(f"nonnumeric port: '{given}'")
                host, port = name, int(given) if given else self.default_port
            else:
                port = self.default_port
        self.host = host
        self.port = port
        self.timeout = timeout
        self.sock = None
        self._request = None
        self._headers = []

    def _netloc(self):
        return self.host if self.port == self.default_port else f"{self.host}:{self.port}"

    def connect(self):
        """Connects; requests do it by themselves."""
        answer = _net.connect(self.timeout, self.host, self.port)
        if answer[0] == "failed":
            raise _net.os_error(answer[1])

    def request(self, method, url, body=None, headers={}, *, encode_chunked=False):
        """Sends a request."""
        self.putrequest(method, url)
        for name, value in headers.items():
            self.putheader(name, value)
        self.endheaders(body)

    def putrequest(self, method, url, skip_host=False, skip_accept_encoding=False):
        """Begins a request."""
        if self._request is not None:
            raise CannotSendRequest("Request-sent")
        self._request = (method, url or "/")
        self._headers = [] if skip_host else [("Host", self._netloc())]
        if not skip_accept_encoding:
            self._headers.append(("Accept-Encoding", "identity"))

    def putheader(self, header, *values):
        """Adds a header."""
        self._headers.append((header, "\r\n\t".join(str(v) for v in values)))

    def endheaders(self, message_body=None, *, encode_chunked=False):
        """Sends the request that was begun. The answer is there when this returns."""
        method, target = self._request
        body = message_body
        if isinstance(body, str):
            body = body.encode("iso-8859-1")
        if body is not None and not any(k.lower() == "content-length" for k, _ in self._headers):
            self._headers.append(("Content-Length", str(len(body))))
        split = urlsplit(target)
        if split.netloc:
            target = target[target.index(split.netloc) + len(split.netloc):] or "/"
        self._answer = _net.http(self.timeout, self._scheme, self._netloc(), method, target, self._headers, body)
        if self._answer[0] == "failed" and self._answer[1] not in ("broken", "timed_out"):
            self._request = None
            raise _net.os_error(self._answer[1])

    def send(self, data):
        """Refused: a request is sent as a whole."""
        raise NotImplementedError("http.client: the simulated connection sends whole requests; use request(body=...)")

    def getresponse(self):
        """The response to the request that was sent."""
        if self._request is None:
            raise ResponseNotReady("Idle")
        target = self._request[1]
        self._request = None
        if self._answer[0] == "failed":
            if self._answer[1] == "broken":
                raise RemoteDisconnected("Remote end closed connection without response")
            raise _net.os_error(self._answer[1])
        url = f"{self._scheme}://{self._netloc()}{target}"
        return HTTPResponse(self._answer, url, self.host, self.port, self.timeout)

    def set_debuglevel(self, level):
        pass

    def close(self):
        self._request = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


class HTTPSConnection(HTTPConnection):
    """A connection to one host, encrypted."""

    default_port = HTTPS_PORT
    _scheme = "https"
