# timeslice: file site-packages/httpx/__init__.py
"""httpx: web requests that wait (`Client`) and that await (`AsyncClient`)."""
from httpx._api import delete, get, head, options, patch, post, put, request, stream
from httpx._client import AsyncClient, Client
from httpx._config import AsyncHTTPTransport, HTTPTransport, Limits, Timeout
from httpx._exceptions import (
    CloseError, ConnectError, ConnectTimeout, CookieConflict, DecodingError, HTTPError, HTTPStatusError, InvalidURL,
    LocalProtocolError, NetworkError, PoolTimeout, ProtocolError, ProxyError, ReadError, ReadTimeout,
    RemoteProtocolError, RequestError, RequestNotRead, ResponseNotRead, StreamClosed, StreamConsumed, StreamError,
    TimeoutException, TooManyRedirects, TransportError, UnsupportedProtocol, WriteError, WriteTimeout,
)
from httpx._models import BasicAuth, Cookies, Headers, QueryParams, Request, Response
from httpx._status_codes import codes
from httpx._urls import URL

__version__ = "0.28.1"

for _name, _public in list(globals().items()):
    if getattr(_public, "__module__", "").startswith("httpx._"):
        try:
            _public.__module__ = "httpx"
        except AttributeError:
            pass  # an instance of a class: `codes`
