# timeslice: file site-packages/aiohttp/helpers.py
"""aiohttp.helpers: timeouts, credentials, forms, cookies."""
import _net
from collections import namedtuple


class ClientTimeout:
    """Seconds for a whole request, to get a connection, to read, to connect."""

    __slots__ = ("total", "connect", "sock_read", "sock_connect", "ceil_threshold")

    def __init__(self, total=None, connect=None, sock_read=None, sock_connect=None, ceil_threshold=5):
        self.total = total
        self.connect = connect
        self.sock_read = sock_read
        self.sock_connect = sock_connect
        self.ceil_threshold = ceil_threshold

    def __eq__(self, other):
        return repr(self) == repr(other)

    def __repr__(self):
        return (f"ClientTimeout(total={self.total}, connect={self.connect}, sock_read={self.sock_read}, "
                f"sock_connect={self.sock_connect}, ceil_threshold={self.ceil_threshold})")


class BasicAuth(namedtuple("BasicAuth", "login password encoding")):
    """A name and a password."""

    def __new__(cls, login, password="", encoding="latin1"):
        if login is None:
            raise ValueError("None is not allowed as login value")
        return super().__new__(cls, login, password, encoding)

    def encode(self):
        return _net.basic_auth(self.login, self.password)


def encode_basic_auth(login, password="", encoding="utf-8"):
    return _net.basic_auth(login, password)


class FormData:
    """The fields of a form."""

    def __init__(self, fields=(), quote_fields=True, charset=None):
        self._fields = list(fields.items() if hasattr(fields, "items") else fields)

    def add_field(self, name, value, *, content_type=None, filename=None, content_transfer_encoding=None):
        self._fields.append((name, value))

    def add_fields(self, *fields):
        for field in fields:
            self._fields.extend(field.items() if hasattr(field, "items") else [field])

    def __call__(self):
        return _net.encode_pairs(self._fields)


class CookieJar:
    """Cookies of hosts."""

    def __init__(self, *, unsafe=False, quote_cookie=True, treat_as_secure_origin=None, loop=None):
        self._cookies = {}
        self._unsafe = unsafe

    def update_cookies(self, cookies, response_url=None):
        host = response_url.host if response_url is not None else ""
        if not self._unsafe and host and host.replace(".", "").isdigit():
            return  # an address is no domain
        for name, value in (cookies.items() if hasattr(cookies, "items") else cookies):
            self._cookies[host, name] = getattr(value, "value", value)

    def filter_cookies(self, request_url=None):
        host = getattr(request_url, "host", None)
        return {name: value for (h, name), value in self._cookies.items() if h in ("", host)}

    def clear(self, predicate=None):
        self._cookies.clear()

    def __iter__(self):
        return iter([f"{name}={value}" for (_, name), value in self._cookies.items()])

    def __len__(self):
        return len(self._cookies)


class DummyCookieJar(CookieJar):
    """Forgets them."""

    def update_cookies(self, cookies, response_url=None):
        pass
