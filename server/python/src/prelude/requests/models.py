# timeslice: file site-packages/requests/models.py
"""requests.models: requests and responses."""
import _net
from requests.auth import HTTPBasicAuth
from requests.cookies import cookiejar_from_dict
from requests.exceptions import (
    ConnectionError, HTTPError, InvalidHeader, InvalidJSONError, InvalidURL, JSONDecodeError, MissingSchema,
    StreamConsumedError,
)
from requests.structures import CaseInsensitiveDict
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib3.exceptions import LocationParseError, ReadTimeoutError

CONTENT_CHUNK_SIZE = 10 * 1024
ITER_CHUNK_SIZE = 512


class Request:
    """A request as the program describes it."""

    def __init__(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None,
                 hooks=None, json=None):
        self.method = method
        self.url = url
        self.headers = {} if headers is None else headers
        self.files = [] if files is None else files
        self.data = [] if data is None else data
        self.json = json
        self.params = {} if params is None else params
        self.auth = auth
        self.cookies = cookies
        self.hooks = hooks or {}

    def __repr__(self):
        return f"<Request [{self.method}]>"

    def prepare(self):
        p = PreparedRequest()
        p.prepare(method=self.method, url=self.url, headers=self.headers, files=self.files, data=self.data,
                  json=self.json, params=self.params, auth=self.auth, cookies=self.cookies, hooks=self.hooks)
        return p


def encode_params(data):
    """A query or a form as text, from pairs or a mapping; lists give a name more than once."""
    if isinstance(data, (str, bytes)):
        return data
    pairs = []
    for k, vs in list(data.items() if hasattr(data, "items") else data):
        if isinstance(vs, (str, bytes)) or not hasattr(vs, "__iter__"):
            vs = [vs]
        pairs.extend((k, v) for v in vs if v is not None)
    return urlencode(pairs)


class PreparedRequest:
    """A request as it is sent."""

    def __init__(self):
        self.method = self.url = self.headers = self.body = self._cookies = None
        self.hooks = {}

    def prepare(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None, cookies=None,
                hooks=None, json=None):
        self.method = method.upper() if method is not None else None
        self.prepare_url(url, params)
        self.prepare_headers(headers)
        self.prepare_cookies(cookies)
        self.prepare_body(data, files, json)
        self.prepare_auth(auth, url)
        self.hooks = hooks or {}

    def __repr__(self):
        return f"<PreparedRequest [{self.method}]>"

    def copy(self):
        p = PreparedRequest()
        p.__dict__.update(self.__dict__)
        p.headers = self.headers.copy() if self.headers is not None else None
        return p

    @property
    def path_url(self):
        split = urlsplit(self.url)
        return (split.path or "/") + ("?" + split.query if split.query else "")

    def prepare_url(self, url, params):
        url = url.decode() if isinstance(url, bytes) else str(url)
        url = url.lstrip()
        if ":" in url and not url.lower().startswith("http"):
            self.url = url
            return
        try:
            split = urlsplit(url)
            port = split.port
        except ValueError:
            try:
                raise LocationParseError(url if "[" not in url else f"'{url.partition('//')[2]}' is not a valid host or port")
            except LocationParseError as e:
                raise InvalidURL(*e.args)
        if not split.scheme:
            raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")
        if not split.hostname:
            raise InvalidURL(f"Invalid URL {url!r}: No host supplied")
        query = split.query
        extra = encode_params(params or {})
        if isinstance(extra, bytes):
            extra = extra.decode()
        if extra:
            query = f"{query}&{extra}" if query else extra
        self.url = _net.requote(urlunsplit((split.scheme, split.netloc, split.path or "/", query, split.fragment)))

    def prepare_headers(self, headers):
        self.headers = CaseInsensitiveDict()
        for name, value in (headers or {}).items():
            if not isinstance(value, (str, bytes)):
                raise InvalidHeader(f"Header part ({value!r}) from ({name!r}, {value!r}) must be of type str or bytes, "
                                    f"not {type(value)}")
            self.headers[name] = value if isinstance(value, str) else value.decode("latin-1")

    def prepare_body(self, data, files, json=None):
        body = content_type = None
        if not data and json is not None:
            content_type = "application/json"
            from json import dumps

            try:
                body = dumps(json, allow_nan=False).encode()
            except ValueError as ve:
                raise InvalidJSONError(ve, request=self)
        elif files:
            body, content_type = _multipart(data, files)
        elif data:
            if hasattr(data, "read"):
                body = data.read()
            elif hasattr(data, "__iter__") and not isinstance(data, (str, bytes, list, tuple)) and not hasattr(data, "items"):
                body = b"".join(part if isinstance(part, bytes) else part.encode() for part in data)
            else:
                body = encode_params(data)
                if not isinstance(data, (str, bytes)):
                    content_type = "application/x-www-form-urlencoded"
        if body:
            self.headers["Content-Length"] = str(len(body if isinstance(body, bytes) else body.encode()))
        elif self.method not in ("GET", "HEAD") and "Content-Length" not in self.headers:
            self.headers["Content-Length"] = "0"
        if content_type and "content-type" not in self.headers:
            self.headers["Content-Type"] = content_type
        self.body = body

    def prepare_auth(self, auth, url=""):
        if auth is None:
            split = urlsplit(self.url)
            auth = (split.username, split.password) if split.username and split.password is not None else None
        if auth:
            if isinstance(auth, tuple) and len(auth) == 2:
                auth = HTTPBasicAuth(*auth)
            r = auth(self)
            self.__dict__.update(r.__dict__)

    def prepare_cookies(self, cookies):
        self._cookies = cookies if hasattr(cookies, "_header") else cookiejar_from_dict(cookies)
        header = self._cookies._header(urlsplit(self.url).hostname)
        if header is not None:
            self.headers["Cookie"] = header


def _multipart(data, files):
    """The body of a form with files, and its type."""
    boundary = "timeslice-boundary-0123456789abcdef"
    out = []
    for name, value in (data.items() if hasattr(data, "items") else data or ()):
        out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, file in (files.items() if hasattr(files, "items") else files):
        filename, content = (file[0], file[1]) if isinstance(file, tuple) else (name, file)
        content = content.read() if hasattr(content, "read") else content
        content = content.encode() if isinstance(content, str) else content
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        out.append(head.encode() + content + b"\r\n")
    return b"".join(out) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class Response:
    """What a server answered."""

    def __init__(self):
        self._content = False
        self._content_consumed = False
        self._next = None
        self.status_code = None
        self.headers = CaseInsensitiveDict()
        self.raw = None
        self.url = None
        self.encoding = None
        self.history = []
        self.reason = None
        self.cookies = cookiejar_from_dict({})
        self._elapsed = 0.0
        self.request = None
        self.connection = None

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __bool__(self):
        return self.ok

    def __iter__(self):
        return self.iter_content(128)

    @property
    def elapsed(self):
        from datetime import timedelta

        return timedelta(seconds=self._elapsed)

    @property
    def ok(self):
        """Whether the status is below 400."""
        try:
            self.raise_for_status()
        except HTTPError:
            return False
        return True

    @property
    def is_redirect(self):
        return "location" in self.headers and self.status_code in _net.REDIRECTS

    @property
    def is_permanent_redirect(self):
        return "location" in self.headers and self.status_code in (301, 308)

    @property
    def next(self):
        return self._next

    @property
    def apparent_encoding(self):
        return "ascii" if self.content.isascii() else "utf-8"

    @property
    def links(self):
        return {}

    def iter_content(self, chunk_size=1, decode_unicode=False):
        """The body in pieces, as they come in."""
        if self._content_consumed and isinstance(self._content, bool):
            raise StreamConsumedError()
        if chunk_size is not None and not isinstance(chunk_size, int):
            raise TypeError(f"chunk_size must be an int, it is instead a {type(chunk_size)}.")
        chunks = self._slices(chunk_size) if self._content_consumed else self._stream(chunk_size)
        if decode_unicode and self.encoding is not None:
            return (chunk.decode(self.encoding, "replace") for chunk in chunks)
        return chunks

    def _slices(self, size):
        data = self._content
        size = len(data) if size is None or size <= 0 else size
        for i in range(0, len(data), size or 1):
            yield data[i:i + size]

    def _stream(self, size):
        while chunk := self.raw.read(size):
            yield chunk
        self._content_consumed = True

    def iter_lines(self, chunk_size=ITER_CHUNK_SIZE, decode_unicode=False, delimiter=None):
        """The body line by line."""
        pending = None
        for chunk in self.iter_content(chunk_size=chunk_size, decode_unicode=decode_unicode):
            if pending is not None:
                chunk = pending + chunk
            lines = chunk.split(delimiter) if delimiter else chunk.splitlines()
            if lines and lines[-1] and chunk and lines[-1][-1] == chunk[-1]:
                pending = lines.pop()
            else:
                pending = None
            yield from lines
        if pending is not None:
            yield pending

    @property
    def content(self):
        """The whole body."""
        if self._content is False:
            if self._content_consumed:
                raise RuntimeError("The content for this response was already consumed")
            self._content = self.raw.read(None) if self.raw is not None else None
        self._content_consumed = True
        return self._content

    @property
    def text(self):
        """The whole body as text."""
        if not self.content:
            return ""
        encoding = self.encoding or self.apparent_encoding
        try:
            return str(self.content, encoding, errors="replace")
        except LookupError:
            return str(self.content, errors="replace")

    def json(self, **kwargs):
        """The body as JSON."""
        from json import JSONDecodeError as Wrong, loads

        try:
            return loads(self.text, **kwargs)
        except Wrong as e:
            raise JSONDecodeError(e.msg, e.doc, e.pos)

    def raise_for_status(self):
        """HTTPError if the status is one of an error."""
        message = ""
        if 400 <= self.status_code < 500:
            message = f"{self.status_code} Client Error: {self.reason} for url: {self.url}"
        elif 500 <= self.status_code < 600:
            message = f"{self.status_code} Server Error: {self.reason} for url: {self.url}"
        if message:
            raise HTTPError(message, response=self)

    def close(self):
        pass


class RawResponse:
    """The body as it comes in: `Response.raw`."""

    def __init__(self, answer, host, port, pool, timeout):
        self.status = answer[1]
        self.reason = answer[2]
        self.headers = CaseInsensitiveDict(answer[3])
        self._body = _net.Body(answer[4], host, port)
        self._pool = pool
        self._timeout = timeout

    def read(self, amt=None, decode_content=None):
        data = self._body.read(-1 if amt is None else amt, self._timeout)
        if data is None:
            try:
                raise ReadTimeoutError(self._pool, None, "Read timed out.")
            except ReadTimeoutError as e:
                raise ConnectionError(e)
        return data

    def stream(self, amt=2 ** 16, decode_content=None):
        while chunk := self.read(amt):
            yield chunk

    def close(self):
        pass

    def release_conn(self):
        pass
