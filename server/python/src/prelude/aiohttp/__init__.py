# timeslice: file site-packages/aiohttp/__init__.py
"""aiohttp, the client: web requests that await. The loop goes on until the answer is there."""
from aiohttp import hdrs
from aiohttp.client import ClientSession, request
from aiohttp.client_exceptions import (
    ClientConnectionError, ClientConnectionResetError, ClientConnectorDNSError, ClientConnectorError, ClientError,
    ClientOSError, ClientPayloadError, ClientResponseError, ConnectionTimeoutError, ContentTypeError,
    InvalidURL, InvalidUrlClientError, NonHttpUrlClientError, ServerConnectionError, ServerDisconnectedError,
    ServerTimeoutError, SocketTimeoutError, TooManyRedirects,
)
from aiohttp.client_reqrep import ClientResponse, RequestInfo
from aiohttp.connector import BaseConnector, TCPConnector
from aiohttp.helpers import BasicAuth, ClientTimeout, CookieJar, DummyCookieJar, FormData, encode_basic_auth
from aiohttp.streams import StreamReader
from aiohttp.tracing import TraceConfig

__version__ = "3.14.5"
