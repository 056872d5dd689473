# timeslice: file site-packages/aiohttp/client_reqrep.py
"""aiohttp.client_reqrep: what was sent and what came back."""
import _net
from http.cookies import SimpleCookie
from aiohttp.client_exceptions import ClientConnectionError, ClientResponseError, ContentTypeError
from aiohttp.streams import StreamReader
from collections import namedtuple
from multidict import CIMultiDict, CIMultiDictProxy

RequestInfo = namedtuple("RequestInfo", "url method headers real_url")
HttpVersion = namedtuple("HttpVersion", "major minor")


class ClientResponse:
    """What a server answered. The headers are there; the body may still come in."""

    def __init__(self, session, connection, request_info, answer, deadline, sock_read):
        _, self.status, self.reason, headers, body, _ = answer
        self.url = self.real_url = request_info.url
        self.method = request_info.method
        self.request_info = request_info
        self.version = HttpVersion(1, 1)
        self.headers = CIMultiDictProxy(CIMultiDict(headers))
        self.cookies = SimpleCookie()
        for name, value in headers:
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        self._history = ()
        self._session = session
        self._connection = connection
        self._body = None
        self._incoming = _net.Body(body, request_info.url.host, request_info.url.port)
        self._deadline = deadline
        self._sock_read = sock_read
        self._closed = False
        self.content = StreamReader(self, self._incoming)
        if self._incoming.missing(-1) <= 0:
            self._let_go()

    host = property(lambda self: self.url.host)
    history = property(lambda self: self._history)
    closed = property(lambda self: self._closed)
    ok = property(lambda self: self.status < 400)
    connection = property(lambda self: self._connection)
    charset = property(lambda self: _net.charset_of(self.headers.get("Content-Type", "")))
    raw_headers = property(lambda self: tuple((k.encode(), v.encode()) for k, v in self.headers.items()))

    @property
    def content_type(self):
        return self.headers.get("Content-Type", "application/octet-stream").partition(";")[0].strip().lower()

    @property
    def content_length(self):
        length = self.headers.get("Content-Length")
        return None if length is None else int(length)

    def __repr__(self):
        return f"<ClientResponse({self.url}) [{self.status} {self.reason}]>\n{self.headers!r}\n"

    def _let_go(self):
        """The connection is free for others."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connector, key = connection
            connector._release(key)

    async def _take(self, n):
        """The next bytes of the body."""
        missing = self._incoming.missing(n)
        if missing > 0:
            if self._closed:
                raise ClientConnectionError("Connection closed")
            timeout, is_total = self._session._remaining(self._deadline, self._sock_read)
            answer = await _net.more_async(timeout, self._incoming.host, self._incoming.port, missing)
            if answer[0] == "failed":
                self.close()
                self._session._timed_out(is_total)
        data = self._incoming.take(n)
        if self._incoming.missing(-1) <= 0:
            self._let_go()
        return data

    async def read(self):
        """The whole body."""
        if self._body is None:
            self._body = await self._take(-1)
        return self._body

    def get_encoding(self):
        return self.charset or "utf-8"

    async def text(self, encoding=None, errors="strict"):
        """The whole body as text."""
        await self.read()
        return self._body.decode(encoding or self.get_encoding(), errors=errors)

    async def json(self, *, encoding=None, loads=None, content_type="application/json"):
        """The whole body as JSON."""
        await self.read()
        if content_type:
            given = self.content_type
            is_json = given == "application/json" or given.startswith("application/") and given.endswith("+json")
            if content_type == "application/json" and not is_json or \
                    content_type != "application/json" and content_type not in self.headers.get("Content-Type", "").lower():
                raise ContentTypeError(self.request_info, self.history, status=self.status, headers=self.headers,
                                       message=f"Attempt to decode JSON with unexpected mimetype: "
                                               f"{self.headers.get('Content-Type', '')}")
        stripped = self._body.strip()
        if not stripped:
            return None
        if loads is None:
            from json import loads
        return loads(stripped.decode(encoding or self.get_encoding()))

    def raise_for_status(self):
        """ClientResponseError if the status is one of an error."""
        if not self.ok:
            self.release()
            raise ClientResponseError(self.request_info, self.history, status=self.status, message=self.reason,
                                      headers=self.headers)

    def release(self):
        """Nobody wants the rest of the body."""
        self._closed = True
        self._let_go()
        return _Nothing()

    def close(self):
        self._closed = True
        self._let_go()

    async def wait_for_close(self):
        self.release()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.release()


class _Nothing:
    """`await response.release()` was needed once and is still allowed."""

    def __await__(self):
        return iter(())
