"""urllib.request: opening URLs."""
import _net
from _net import gaierror
from http.client import HTTPResponse, RemoteDisconnected
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urljoin, urlsplit

__version__ = "3.14"
_REDIRECTS_MAX = 10
_VISITS_MAX = 4


class Request:
    """A URL with what is sent along."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False, method=None):
        self.full_url = url.partition("#")[0]
        self.type = urlsplit(self.full_url).scheme or None
        if self.type is None:
            raise ValueError(f"unknown url type: {self.full_url!r}")
        self.host = urlsplit(self.full_url).netloc
        self.data = data
        self.headers = {}
        self.unredirected_hdrs = {}
        self.timeout = None
        for key, value in headers.items():
            self.add_header(key, value)
        if method:
            self.method = method

    @property
    def selector(self):
        split = urlsplit(self.full_url)
        return (split.path or "/") + ("?" + split.query if split.query else "")

    def get_method(self):
        return getattr(self, "method", None) or ("POST" if self.data is not None else "GET")

    def get_full_url(self):
        return self.full_url

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def remove_header(self, header_name):
        self.headers.pop(header_name, None)
        self.unredirected_hdrs.pop(header_name, None)

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


class OpenerDirector:
    """What opens URLs, with headers for all of them."""

    def __init__(self):
        from sys import version_info

        self.addheaders = [("User-agent", f"Python-urllib/{version_info[0]}.{version_info[1]}")]

    def open(self, fullurl, data=None, timeout=None):
        """Opens a URL or a `Request`, and follows where it is redirected."""
        request = Request(fullurl, data) if isinstance(fullurl, str) else fullurl
        if data is not None and request is fullurl:
            request.data = data
        visited = {}
        while True:
            response = self._open_once(request, timeout)
            code = response.status
            if 200 <= code < 300:
                return response
            target = response.headers["location"]
            url, headers = request.full_url, response.headers
            if code not in _net.REDIRECTS or target is None or request.get_method() not in ("GET", "HEAD", "POST"):
                raise HTTPError(url, code, response.reason, headers, response)
            target = quote(urljoin(url, target), safe="!#$%&'()*+,/:;=?@[]~")
            visited[target] = visited.get(target, 0) + 1
            if visited[target] > _VISITS_MAX or len(visited) > _REDIRECTS_MAX:
                message = "The HTTP server returned a redirect error that would lead to an infinite loop.\n" \
                          "The last 30x error message was:\n" + response.reason
                raise HTTPError(url, code, message, headers, response)
            kept = {k: v for k, v in request.headers.items() if k.lower() not in ("content-length", "content-type")}
            request = Request(target, headers=kept, method="HEAD" if request.get_method() == "HEAD" else None)

    def _open_once(self, request, timeout):
        if request.type not in ("http", "https"):
            if request.type in ("file", "ftp", "data"):
                raise URLError(f"{request.type} URLs are not simulated; http and https are")
            raise URLError(f"unknown url type: {request.type}")
        if not request.host:
            raise URLError("no host given")
        headers = {"Accept-Encoding": "identity", **request.unredirected_hdrs, **request.headers}
        data = request.data
        if data is not None:
            if isinstance(data, str):
                raise TypeError("POST data should be bytes, an iterable of bytes, or a file object. "
                                "It cannot be of type str.")
            headers.setdefault("Content-length", str(len(data)))
            headers.setdefault("Content-type", "application/x-www-form-urlencoded")
        headers.setdefault("Host", request.host)
        for name, value in self.addheaders:
            headers.setdefault(name.capitalize(), value)
        headers["Connection"] = "close"
        pairs = [(name.title(), str(value)) for name, value in headers.items()]
        host, port = _net.split_netloc(request.host, request.type)
        answer = _net.http(timeout, request.type, request.host, request.get_method(), request.selector, pairs, data)
        if answer[0] == "failed":
            self._fail(answer[1])
        response = HTTPResponse(answer, request.full_url, host, port, timeout)
        response.msg = response.reason
        return response

    def _fail(self, failure):
        if failure == "broken":
            raise RemoteDisconnected("Remote end closed connection without response")
        if failure == "timed_out":
            raise TimeoutError("timed out")
        try:
            raise _net.os_error(failure)
        except OSError as err:
            raise URLError(err)


_opener = None


def build_opener(*handlers):
    """An opener. Handlers are accepted and not asked."""
    return OpenerDirector()


def install_opener(opener):
    """Makes `opener` the one that `urlopen` uses."""
    global _opener
    _opener = opener


def urlopen(url, data=None, timeout=None, *, context=None):
    """Opens a URL: the response, or URLError, or HTTPError for an error of the server."""
    global _opener
    if _opener is None:
        _opener = build_opener()
    return _opener.open(url, data, timeout)


def urlretrieve(url, filename=None, reporthook=None, data=None):
    """Reads a URL into a file."""
    with urlopen(url, data) as response:
        size = int(response.headers.get("Content-Length", "-1"))
        headers, n = response.headers, 0
        if filename is None:
            filename = urlsplit(url).path.rpartition("/")[2] or "index.html"
        if reporthook:
            reporthook(0, 8192, size)
        chunks = []
        while chunk := response.read(8192):
            chunks.append(chunk)
            n += 1
            if reporthook:
                reporthook(n, 8192, size)
    with open(filename, "wb") as file:
        for chunk in chunks:
            file.write(chunk)
    return filename, headers


class BaseHandler:
    """Accepted by `build_opener`, and not asked."""

    def __init__(self, *args, **kwargs):
        pass


HTTPHandler = HTTPSHandler = ProxyHandler = HTTPCookieProcessor = HTTPBasicAuthHandler = HTTPRedirectHandler = BaseHandler
pathname2url = quote
url2pathname = unquote


def getproxies():
    """No proxies."""
    return {}
