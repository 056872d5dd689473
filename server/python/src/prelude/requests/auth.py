# timeslice: file site-packages/requests/auth.py
"""requests.auth: who one is."""
from _net import basic_auth


class AuthBase:
    """What is called with a request to sign it."""

    def __call__(self, r):
        raise NotImplementedError("Auth hooks must be callable.")


class HTTPBasicAuth(AuthBase):
    """A name and a password."""

    def __init__(self, username, password):
        self.username = username
        self.password = password

    def __eq__(self, other):
        return (self.username, self.password) == (getattr(other, "username", None), getattr(other, "password", None))

    def __call__(self, r):
        r.headers["Authorization"] = basic_auth(self.username, self.password)
        return r


class HTTPProxyAuth(HTTPBasicAuth):
    def __call__(self, r):
        r.headers["Proxy-Authorization"] = basic_auth(self.username, self.password)
        return r


class HTTPDigestAuth(HTTPBasicAuth):
    """Refused: the simulated services know Basic and Bearer."""

    def __call__(self, r):
        raise NotImplementedError("HTTPDigestAuth is not simulated; HTTPBasicAuth is")
