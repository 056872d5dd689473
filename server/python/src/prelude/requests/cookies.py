# timeslice: file site-packages/requests/cookies.py
"""requests.cookies: a jar of cookies that is also a mapping."""
from _net import parse_cookie


class Cookie:
    """A name and a value, of a host."""

    def __init__(self, name, value, domain="", path="/"):
        self.name = name
        self.value = value
        self.domain = domain
        self.path = path
        self.secure = False
        self.expires = None

    def __repr__(self):
        return f"Cookie(name={self.name!r}, value={self.value!r}, domain={self.domain!r}, path={self.path!r})"


class RequestsCookieJar:
    """Cookies by their names."""

    def __init__(self):
        self._cookies = []

    def set_cookie(self, cookie):
        place = (cookie.name, cookie.domain, cookie.path)
        self._cookies = [c for c in self._cookies if (c.name, c.domain, c.path) != place]
        self._cookies.append(cookie)

    def set(self, name, value, domain="", path="/", **kwargs):
        self._cookies = [c for c in self._cookies if not (c.name == name and value is None)]
        if value is None:
            return None
        cookie = Cookie(name, value, domain, path)
        self.set_cookie(cookie)
        return cookie

    def get(self, name, default=None, domain=None, path=None):
        for c in self._cookies:
            if c.name == name and domain in (None, c.domain) and path in (None, c.path):
                return c.value
        return default

    def get_dict(self, domain=None, path=None):
        return {c.name: c.value for c in self._cookies if domain in (None, c.domain) and path in (None, c.path)}

    def update(self, other):
        if isinstance(other, RequestsCookieJar):
            for c in other._cookies:
                self.set_cookie(c)
        else:
            for name, value in other.items():
                self.set(name, value)

    def clear(self):
        self._cookies = []

    def copy(self):
        new = RequestsCookieJar()
        new.update(self)
        return new

    def keys(self):
        return [c.name for c in self._cookies]

    def values(self):
        return [c.value for c in self._cookies]

    def items(self):
        return [(c.name, c.value) for c in self._cookies]

    def __getitem__(self, name):
        for c in self._cookies:
            if c.name == name:
                return c.value
        raise KeyError(f"name={name!r}, domain=None, path=None")

    def __setitem__(self, name, value):
        self.set(name, value)

    def __delitem__(self, name):
        self._cookies = [c for c in self._cookies if c.name != name]

    def __contains__(self, name):
        return any(c.name == name for c in self._cookies)

    def __iter__(self):
        return iter(list(self._cookies))

    def __len__(self):
        return len(self._cookies)

    def __repr__(self):
        return f"<RequestsCookieJar[{', '.join(f'<Cookie {c.name}={c.value} for {c.domain}{c.path}>' for c in self)}]>"

    def _take(self, headers, host):
        """Keeps what a response sets."""
        for name, value in headers:
            if name.lower() == "set-cookie":
                self.set_cookie(Cookie(*parse_cookie(value), host))

    def _header(self, host):
        """What is sent to a host, or None."""
        sent = [f"{c.name}={c.value}" for c in self._cookies if c.domain in ("", host)]
        return "; ".join(sent) or None


def cookiejar_from_dict(cookie_dict, cookiejar=None, overwrite=True):
    jar = RequestsCookieJar() if cookiejar is None else cookiejar
    jar.update(cookie_dict or {})
    return jar
