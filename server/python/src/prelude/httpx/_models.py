# timeslice: file site-packages/httpx/_models.py
"""httpx: requests and responses."""
import _net
from collections.abc import Mapping, MutableMapping
from http import HTTPStatus
from httpx._exceptions import (
    DecodingError, HTTPStatusError, ReadTimeout, ResponseNotRead, StreamClosed, StreamConsumed,
)
from httpx._urls import URL, encode_query
from urllib.parse import parse_qsl


class Headers(MutableMapping):
    """Keys in small letters, found in any case."""

    def __init__(self, headers=None, encoding=None):
        pairs = headers.multi_items() if isinstance(headers, Headers) else \
            headers.items() if hasattr(headers, "items") else headers or ()
        self._items = [(_text(k).lower(), _text(v)) for k, v in pairs]

    @property
    def raw(self):
        return [(k.encode(), v.encode()) for k, v in self._items]

    def multi_items(self):
        return list(self._items)

    def get_list(self, key, split_commas=False):
        return [v for k, v in self._items if k == key.lower()]

    def __getitem__(self, key):
        values = self.get_list(key)
        if not values:
            raise KeyError(key)
        return ", ".join(values)

    def __setitem__(self, key, value):
        key = key.lower()
        for i, (k, _) in enumerate(self._items):
            if k == key:
                self._items[i] = (key, _text(value))
                return
        self._items.append((key, _text(value)))

    def __delitem__(self, key):
        if key.lower() not in self:
            raise KeyError(key)
        self._items = [(k, v) for k, v in self._items if k != key.lower()]

    def __contains__(self, key):
        return any(k == key.lower() for k, _ in self._items)

    def __iter__(self):
        return iter({k: None for k, _ in self._items})

    def __len__(self):
        return len({k for k, _ in self._items})

    def copy(self):
        return Headers(self)

    def __eq__(self, other):
        return isinstance(other, Mapping) and dict(Headers(other)) == dict(self)

    def __repr__(self):
        shown = {k: "[secure]" if k in ("authorization", "proxy-authorization") else self[k] for k in self}
        return f"Headers({shown})" if len(shown) == len(self._items) else f"Headers({self._items})"


def _text(v):
    if isinstance(v, bytes):
        return v.decode("ascii")
    if not isinstance(v, str):
        raise TypeError(f"Header value must be str or bytes, not {type(v)}")
    return v


class QueryParams(Mapping):
    """The parameters of a query."""

    def __init__(self, *args, **kwargs):
        value = args[0] if args else kwargs
        self._items = list(value._items) if isinstance(value, QueryParams) else \
            parse_qsl(encode_query(value or ""), keep_blank_values=True)

    def multi_items(self):
        return list(self._items)

    def get_list(self, key):
        return [v for k, v in self._items if k == key]

    def __getitem__(self, key):
        for k, v in self._items:
            if k == key:
                return v
        raise KeyError(key)

    def __iter__(self):
        return iter({k: None for k, _ in self._items})

    def __len__(self):
        return len({k for k, _ in self._items})

    def __str__(self):
        return encode_query(self._items)

    def __repr__(self):
        return f"QueryParams({str(self)!r})"


class Cookies(MutableMapping):
    """Cookies by their names."""

    def __init__(self, cookies=None):
        self._items = {}
        for name, value in (cookies.items() if hasattr(cookies, "items") else cookies or ()):
            self.set(name, value)

    def set(self, name, value, domain="", path="/"):
        self._items[name] = (value, domain, path)

    def get(self, name, default=None, domain=None, path=None):
        return self._items[name][0] if name in self._items else default

    def _take(self, response):
        for value in response.headers.get_list("set-cookie"):
            self.set(*_net.parse_cookie(value), response.url.host)

    def _header(self, host):
        return "; ".join(f"{n}={v}" for n, (v, domain, _) in self._items.items() if domain in ("", host))

    def clear(self, domain=None, path=None):
        self._items.clear()

    def __getitem__(self, name):
        return self._items[name][0]

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        del self._items[name]

    def __iter__(self):
        return iter(list(self._items))

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return f"<Cookies[{', '.join(f'<Cookie {n}={v} for {d} />' for n, (v, d, _) in self._items.items())}]>"


class BasicAuth:
    """A name and a password."""

    def __init__(self, username, password):
        self._header = _net.basic_auth(username, password)

    def __call__(self, request):
        request.headers["Authorization"] = self._header
        return request


class Request:
    """What is sent."""

    def __init__(self, method, url, *, params=None, headers=None, cookies=None, content=None, data=None, files=None,
                 json=None, stream=None, extensions=None):
        self.method = method.upper()
        self.url = URL(url) if params is None else URL(url).copy_merge_params(params)
        body, kind = _body(content, data, files, json)
        self.content = body
        given = Headers(headers)
        host = [] if "host" in given else [("host", self.url.netloc.decode())]
        self.headers = Headers([*host, *given.multi_items()])
        if cookies:
            header = (cookies if isinstance(cookies, Cookies) else Cookies(cookies))._header(self.url.host)
            if header:
                self.headers["cookie"] = header
        if body or self.method in ("POST", "PUT", "PATCH"):
            self.headers.setdefault("content-length", str(len(body)))
        if kind:
            self.headers.setdefault("content-type", kind)
        self.extensions = extensions or {}

    def read(self):
        return self.content

    def __repr__(self):
        return f"<Request({self.method!r}, {str(self.url)!r})>"


def _body(content, data, files, json):
    """The bytes that are sent, and their type."""
    if content is not None:
        if isinstance(content, str):
            return content.encode(), None
        if isinstance(content, bytes):
            return content, None
        return b"".join(part if isinstance(part, bytes) else part.encode() for part in content), None
    if files:
        from requests.models import _multipart

        return _multipart(data, files)
    if data:
        if isinstance(data, (str, bytes)):
            return _body(data, None, None, None)
        return encode_query(data).encode(), "application/x-www-form-urlencoded"
    if json is not None:
        from json import dumps

        return dumps(json, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(), "application/json"
    return b"", None


class Response:
    """What came back."""

    def __init__(self, status_code, *, headers=None, content=None, text=None, html=None, json=None, stream=None,
                 request=None, extensions=None, history=None, default_encoding="utf-8"):
        self.status_code = status_code
        self.headers = Headers(headers)
        self._request = request
        self.next_request = None
        self.history = history or []
        self.extensions = extensions or {}
        self.is_closed = self.is_stream_consumed = False
        self.encoding_given = None
        self._elapsed = None
        self._incoming = None
        if json is not None or text is not None or html is not None:
            content = _body(text or html, None, None, json)[0]
            self.headers.setdefault("content-type", "application/json" if json is not None else
                                    "text/plain; charset=utf-8" if html is None else "text/html; charset=utf-8")
        self._content = content.encode() if isinstance(content, str) else content
        if content is not None:
            self.is_closed = self.is_stream_consumed = True
            self.headers.setdefault("content-length", str(len(self._content)))

    @classmethod
    def _of(cls, answer, request, timeout, let_go):
        """The response that came in; `let_go` is called when its connection is free."""
        self = cls(answer[1], headers=answer[3], request=request)
        self._reason = answer[2]
        self._seconds = answer[5]
        self._incoming = _net.Body(answer[4], request.url.host, request.url.port or 80)
        self._timeout = timeout
        self._let_go = let_go
        self.extensions = {"http_version": b"HTTP/1.1", "reason_phrase": answer[2].encode()}
        return self

    @property
    def request(self):
        if self._request is None:
            raise RuntimeError("The request instance has not been set on this response.")
        return self._request

    url = property(lambda self: self.request.url)
    http_version = property(lambda self: "HTTP/1.1")
    is_informational = property(lambda self: 100 <= self.status_code <= 199)
    is_success = property(lambda self: 200 <= self.status_code <= 299)
    is_redirect = property(lambda self: 300 <= self.status_code <= 399)
    is_client_error = property(lambda self: 400 <= self.status_code <= 499)
    is_server_error = property(lambda self: 500 <= self.status_code <= 599)
    is_error = property(lambda self: 400 <= self.status_code <= 599)
    num_bytes_downloaded = property(lambda self: 0 if self._incoming is None else self._incoming.at)
    charset_encoding = property(lambda self: _net.charset_of(self.headers.get("content-type", "")))
    links = property(lambda self: {})

    @property
    def reason_phrase(self):
        try:
            return self._reason
        except AttributeError:
            try:
                return HTTPStatus(self.status_code).phrase
            except ValueError:
                return ""

    @property
    def has_redirect_location(self):
        return self.status_code in _net.REDIRECTS and "location" in self.headers

    @property
    def elapsed(self):
        from datetime import timedelta

        if not self.is_closed:
            raise RuntimeError("'.elapsed' may only be accessed after the response has been read or closed.")
        return timedelta(seconds=self._seconds)

    @property
    def cookies(self):
        cookies = Cookies()
        cookies._take(self)
        return cookies

    @property
    def encoding(self):
        return self.encoding_given or self.charset_encoding or "utf-8"

    @encoding.setter
    def encoding(self, value):
        self.encoding_given = value

    @property
    def content(self):
        if self._content is None:
            raise ResponseNotRead()
        return self._content

    @property
    def text(self):
        content = self.content
        return content.decode(self.encoding, "replace") if content else ""

    def json(self, **kwargs):
        from json import loads

        return loads(self.content.decode(self.encoding), **kwargs)

    def raise_for_status(self):
        """HTTPStatusError unless the status is one of success; else the response."""
        request = self._request
        if request is None:
            raise RuntimeError("Cannot call `raise_for_status` as the request instance has not been set on this response.")
        if self.is_success:
            return self
        kind = {1: "Informational response", 3: "Redirect response", 4: "Client error", 5: "Server error"}.get(
            self.status_code // 100, "Invalid status code")
        message = f"{kind} '{self.status_code} {self.reason_phrase}' for url '{self.url}'\n"
        if self.has_redirect_location:
            message += f"Redirect location: '{self.headers['location']}'\n"
        message += f"For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/{self.status_code}"
        raise HTTPStatusError(message, request=request, response=self)

    def __repr__(self):
        return f"<Response [{self.status_code} {self.reason_phrase}]>"

    def _may_stream(self):
        if self.is_stream_consumed:
            raise StreamConsumed()
        if self.is_closed:
            raise StreamClosed()
        self.is_stream_consumed = True

    def _checked(self, chunk):
        if chunk is None:
            self.close()
            raise ReadTimeout("timed out" if self._is_sync else "", request=self._request)
        return chunk

    _is_sync = True

    def read(self):
        """The whole body."""
        if self._content is None:
            self._may_stream()
            self._content = self._checked(self._incoming.read(-1, self._timeout))
            self.close()
        return self._content

    async def aread(self):
        """The whole body."""
        if self._content is None:
            self._may_stream()
            self._is_sync = False
            self._content = self._checked(await self._incoming.read_async(-1, self._timeout))
            await self.aclose()
        return self._content

    def iter_raw(self, chunk_size=None):
        if self._content is not None:
            yield from _slices(self._content, chunk_size)
            return
        self._may_stream()
        while chunk := self._checked(self._incoming.read(chunk_size or 65536, self._timeout)):
            yield chunk
        self.close()

    async def aiter_raw(self, chunk_size=None):
        if self._content is not None:
            for chunk in _slices(self._content, chunk_size):
                yield chunk
            return
        self._may_stream()
        self._is_sync = False
        while chunk := self._checked(await self._incoming.read_async(chunk_size or 65536, self._timeout)):
            yield chunk
        await self.aclose()

    iter_bytes = iter_raw
    aiter_bytes = aiter_raw

    def iter_text(self, chunk_size=None):
        for chunk in self.iter_raw(chunk_size):
            yield chunk.decode(self.encoding, "replace")

    async def aiter_text(self, chunk_size=None):
        async for chunk in self.aiter_raw(chunk_size):
            yield chunk.decode(self.encoding, "replace")

    def iter_lines(self):
        rest = ""
        for text in self.iter_text():
            *lines, rest = (rest + text).split("\n")
            yield from lines
        if rest:
            yield rest

    async def aiter_lines(self):
        rest = ""
        async for text in self.aiter_text():
            *lines, rest = (rest + text).split("\n")
            for line in lines:
                yield line
        if rest:
            yield rest

    def close(self):
        if not self.is_closed:
            self.is_closed = True
            if self._incoming is not None:
                self._let_go()

    async def aclose(self):
        self.close()


def _slices(data, size):
    size = size or len(data) or 1
    return (data[i:i + size] for i in range(0, len(data), size))
