# timeslice: file site-packages/yarl/__init__.py
"""yarl: URLs as `aiohttp` gives and takes them."""
from _net import PORTS, requote
from multidict import MultiDict, MultiDictProxy
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit


def _encode(query):
    """A query string from a mapping, pairs or text."""
    if isinstance(query, str):
        return quote(query, safe="!$'()*+,-./:;=?@_~&%")
    pairs = []
    for k, v in (query.items() if hasattr(query, "items") else query):
        for item in v if isinstance(v, (list, tuple)) else (v,):
            if isinstance(item, bool) or not isinstance(item, (str, int, float)):
                raise TypeError(f"Invalid variable type: value should be str, int or float, "
                                f"got {item!r} of type {type(item)}")
            pairs.append((k, item))
    return urlencode(pairs)


class URL:
    """A URL that cannot be changed."""

    def __init__(self, val="", *, encoded=False):
        if isinstance(val, URL):
            self._text, self._split = val._text, val._split
            return
        if not isinstance(val, str):
            raise TypeError("Constructor parameter should be str")
        split = urlsplit(val if encoded else requote(val))
        if split.netloc and not split.path:
            split = split._replace(path="/")
        netloc = split.netloc
        if split.port is not None and split.port == PORTS.get(split.scheme):
            netloc = netloc.rpartition(":")[0]
        self._split = split._replace(netloc=netloc)
        self._text = urlunsplit(self._split)

    @classmethod
    def build(cls, *, scheme="", host="", port=None, path="", query=None, query_string="", fragment="", **kwargs):
        netloc = host if port is None else f"{host}:{port}"
        return cls(urlunsplit((scheme, netloc, path, _encode(query) if query else query_string, fragment)))

    scheme = property(lambda self: self._split.scheme)
    raw_host = host = property(lambda self: self._split.hostname)
    raw_path = property(lambda self: self._split.path)
    path = property(lambda self: unquote(self._split.path))
    raw_query_string = property(lambda self: self._split.query)
    query_string = property(lambda self: unquote(self._split.query.replace("+", " ")))
    fragment = property(lambda self: unquote(self._split.fragment))
    user = property(lambda self: self._split.username)
    password = property(lambda self: self._split.password)
    explicit_port = property(lambda self: self._split.port)
    authority = property(lambda self: self._split.netloc)
    query = property(lambda self: MultiDictProxy(MultiDict(parse_qsl(self._split.query, keep_blank_values=True))))
    parts = property(lambda self: tuple(["/"] + self.path[1:].split("/") if self.path[:1] == "/" else self.path.split("/")))
    name = property(lambda self: self.path.rpartition("/")[2])
    raw_path_qs = path_qs = property(
        lambda self: (self._split.path or "/") + ("?" + self._split.query if self._split.query else ""))

    @property
    def port(self):
        return self._split.port or PORTS.get(self._split.scheme)

    @property
    def absolute(self):
        return bool(self._split.netloc)

    is_absolute = lambda self: self.absolute
    human_repr = lambda self: unquote(self._text)

    @property
    def parent(self):
        return self._with(path=self._split.path.rpartition("/")[0] or "/", query="", fragment="")

    def origin(self):
        return URL(f"{self.scheme}://{self._split.netloc.rpartition('@')[2]}")

    def _with(self, **parts):
        return URL(urlunsplit(self._split._replace(**parts)), encoded=True)

    def with_query(self, query=None, **kwargs):
        return self._with(query=_encode(kwargs or query) if kwargs or query else "")

    def update_query(self, query=None, **kwargs):
        new = MultiDict(self.query)
        extra = kwargs or query or {}
        new.update(parse_qsl(extra) if isinstance(extra, str) else extra)
        return self._with(query=_encode(new))

    def extend_query(self, query=None, **kwargs):
        extra = _encode(kwargs or query or {})
        return self._with(query="&".join(part for part in (self._split.query, extra) if part))

    def with_path(self, path):
        return self._with(path=quote(path), query="", fragment="")

    def with_fragment(self, fragment):
        return self._with(fragment=fragment or "")

    def with_host(self, host):
        return self._with(netloc=host if self._split.port is None else f"{host}:{self._split.port}")

    def with_port(self, port):
        return self._with(netloc=self.host if port is None else f"{self.host}:{port}")

    def with_scheme(self, scheme):
        return self._with(scheme=scheme)

    def join(self, url):
        return URL(urljoin(self._text, str(url)))

    def joinpath(self, *parts):
        url = self
        for part in parts:
            url = url / part
        return url

    def __truediv__(self, name):
        return self._with(path=self._split.path.rstrip("/") + "/" + quote(str(name)), query="", fragment="")

    def __mod__(self, query):
        return self.update_query(query)

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"URL('{self._text}')"

    def __eq__(self, other):
        return isinstance(other, URL) and self._text == other._text

    def __lt__(self, other):
        return self._text < other._text

    def __hash__(self):
        return hash(self._text)

    def __bool__(self):
        return bool(self._text)
