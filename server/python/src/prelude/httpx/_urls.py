# timeslice: file site-packages/httpx/_urls.py
"""httpx: URLs."""
from _net import PORTS, requote
from httpx._exceptions import InvalidURL
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit


def encode_query(params):
    """A query string from text, a mapping or pairs; lists give a name more than once."""
    if isinstance(params, (str, bytes)):
        return params if isinstance(params, str) else params.decode()
    words = {True: "true", False: "false", None: ""}
    pairs = []
    for k, v in (params.items() if hasattr(params, "items") else params):
        for item in v if isinstance(v, (list, tuple)) else (v,):
            pairs.append((k, words[item] if isinstance(item, bool) or item is None else str(item)))
    return urlencode(pairs)


class URL:
    """A URL that cannot be changed."""

    def __init__(self, url="", params=None, **kwargs):
        if isinstance(url, URL):
            url = url._text
        elif not isinstance(url, str):
            raise TypeError(f"Invalid type for url.  Expected str or httpx.URL, got {type(url)}: {url!r}")
        try:
            split = urlsplit(requote(url))
            port = split.port
        except ValueError as exc:
            raise InvalidURL(f"Invalid port: {url.rpartition(':')[2].partition('/')[0]!r}") from exc
        netloc = split.netloc
        if port is not None and port == PORTS.get(split.scheme):
            netloc = netloc.rpartition(":")[0]
        path = split.path
        if netloc and not path:
            path = "/"
        query = encode_query(params) if params else split.query
        self._split = split._replace(netloc=netloc, path=path, query=query)
        self._text = urlunsplit(self._split)
        if self._text.endswith("/") and not split.path and netloc and not query and not split.fragment:
            self._text = self._text[:-1]

    scheme = property(lambda self: self._split.scheme)
    host = property(lambda self: self._split.hostname or "")
    path = property(lambda self: unquote(self._split.path))
    query = property(lambda self: self._split.query.encode())
    fragment = property(lambda self: self._split.fragment)
    username = property(lambda self: unquote(self._split.username or ""))
    password = property(lambda self: unquote(self._split.password or ""))
    userinfo = property(lambda self: self._split.netloc.rpartition("@")[0].encode())
    port = property(lambda self: self._split.port)
    netloc = property(lambda self: self._split.netloc.rpartition("@")[2].encode())
    raw_path = property(
        lambda self: ((self._split.path or "/") + ("?" + self._split.query if self._split.query else "")).encode())
    is_absolute_url = property(lambda self: bool(self.scheme and self.host))
    is_relative_url = property(lambda self: not self.is_absolute_url)

    @property
    def params(self):
        from httpx._models import QueryParams

        return QueryParams(self._split.query)

    def join(self, url):
        return URL(urljoin(self._text, str(url)))

    def copy_with(self, **kwargs):
        if "params" in kwargs:
            kwargs["query"] = encode_query(kwargs.pop("params"))
        if isinstance(kwargs.get("query"), bytes):
            kwargs["query"] = kwargs["query"].decode()
        return URL(urlunsplit(self._split._replace(**kwargs)))

    def copy_merge_params(self, params):
        extra = encode_query(params)
        return self.copy_with(query="&".join(part for part in (self._split.query, extra) if part))

    copy_add_param = lambda self, key, value: self.copy_merge_params([(key, value)])

    def __str__(self):
        return self._text

    def __repr__(self):
        text = self._text
        if self._split.password:
            text = text.replace(":" + self._split.password + "@", ":[secure]@")
        return f"URL({text!r})"

    def __eq__(self, other):
        return isinstance(other, (URL, str)) and str(URL(other)) == self._text

    def __hash__(self):
        return hash(self._text)
