# timeslice: file site-packages/requests/adapters.py
"""requests.adapters: what sends requests."""
import _net
from http.client import RemoteDisconnected
from requests.exceptions import ConnectionError, ConnectTimeout, ReadTimeout, RetryError
from requests.models import RawResponse, Response
from requests.structures import CaseInsensitiveDict
from urllib.parse import urlsplit
from urllib3.exceptions import (
    ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError, ProtocolError, ReadTimeoutError,
    ResponseError,
)
from urllib3.util.retry import Retry

DEFAULT_POOLSIZE = 10
DEFAULT_RETRIES = 0


class BaseAdapter:
    """What a session mounts."""

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        raise NotImplementedError

    def close(self):
        raise NotImplementedError


class _Connection:
    def __init__(self, scheme, host, port):
        self._text = f"{scheme.upper()}Connection(host={host!r}, port={port})"

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"<{self._text} at {id(self):#x}>"


class HTTPAdapter(BaseAdapter):
    """Sends requests to the simulated network."""

    def __init__(self, pool_connections=DEFAULT_POOLSIZE, pool_maxsize=DEFAULT_POOLSIZE, max_retries=DEFAULT_RETRIES,
                 pool_block=False):
        self.max_retries = Retry(0, read=False) if max_retries == DEFAULT_RETRIES else Retry.from_int(max_retries)

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        connect, read = _timeouts(timeout)
        split = urlsplit(request.url)
        host, port = _net.split_netloc(split.netloc, split.scheme)
        pool = f"{split.scheme.upper()}ConnectionPool(host={host!r}, port={port})"
        answer = self._send(request, split, host, port, pool, connect, read)
        response = Response()
        response.status_code = answer[1]
        response.reason = answer[2]
        response.headers = CaseInsensitiveDict(answer[3])
        content_type = response.headers.get("content-type") or ""
        response.encoding = _net.charset_of(content_type)
        if response.encoding is None and "text" in content_type:
            response.encoding = "ISO-8859-1"
        elif response.encoding is None and "application/json" in content_type:
            response.encoding = "utf-8"
        response.raw = RawResponse(answer, host, port, pool, read)
        response.url = request.url
        response._elapsed = answer[5]
        response.cookies._take(answer[3], host)
        response.request = request
        response.connection = self
        return response

    def _send(self, request, split, host, port, pool, connect, read):
        """The answer, after as many tries as there may be."""
        retries = self.max_retries
        while True:
            answer = self._exchange(request, split, connect, read)
            try:
                if answer[0] == "failed":
                    kind = "connect" if answer[1] not in ("timed_out", "broken") else "read"
                    error = self._error(answer[1], split, host, port, pool, connect, read)
                    retries = self._again(retries, kind, request, pool, error)
                elif retries.wants(request.method, answer[1], _has(answer[3], "retry-after")):
                    error = ResponseError(f"too many {answer[1]} error responses")
                    following = retries._next("status")
                    if following.is_exhausted() and not retries.raise_on_status:
                        return answer
                    retries = self._again(retries, "status", request, pool, error)
                else:
                    return answer
            except MaxRetryError as e:
                if isinstance(e.reason, NewConnectionError):
                    raise ConnectionError(e, request=request)
                if isinstance(e.reason, ConnectTimeoutError):
                    raise ConnectTimeout(e, request=request)
                if isinstance(e.reason, ResponseError):
                    raise RetryError(e, request=request)
                raise ConnectionError(e, request=request)
            except ProtocolError as err:
                raise ConnectionError(err, request=request)
            except ReadTimeoutError as e:
                raise ReadTimeout(e, request=request)
            delay = retries.get_backoff_time()
            if delay:
                from time import sleep

                sleep(delay)

    def _exchange(self, request, split, connect, read):
        body = request.body.encode() if isinstance(request.body, str) else request.body
        pairs = [("Host", split.netloc.rpartition("@")[2]), *request.headers.items()]
        return _net.http((connect, read), split.scheme, split.netloc.rpartition("@")[2], request.method, request.path_url, pairs,
                         body)

    def _again(self, retries, kind, request, pool, error):
        """What is left of the tries; raises `error` when none is."""
        if kind == "read" and retries.read is False:
            raise error
        following = retries._next(kind)
        if following.is_exhausted():
            if kind == "read" and self.max_retries.total in (0, False):
                raise error
            raise MaxRetryError(pool, request.path_url, error) from error
        return following

    def _error(self, failure, split, host, port, pool, connect, read):
        """The exception of a failed exchange, with the system's own as its context."""
        conn = _Connection(split.scheme, host, port)
        try:
            if failure == "broken":
                raise RemoteDisconnected("Remote end closed connection without response")
            raise _net.os_error(failure)
        except OSError as e:
            try:
                if failure == "broken":
                    raise ProtocolError("Connection aborted.", e) from e
                if failure == "timed_out":
                    raise ReadTimeoutError(pool, None, f"Read timed out. (read timeout={read})") from e
                if failure == "unknown_host":
                    raise NameResolutionError(host, conn, e) from e
                if failure == "refused":
                    raise NewConnectionError(conn, f"Failed to establish a new connection: {e}") from e
                raise ConnectTimeoutError(conn, f"Connection to {host} timed out. (connect timeout={connect})") from e
            except Exception as error:
                return error

    def close(self):
        pass


def _has(headers, name):
    return any(k.lower() == name for k, _ in headers)


def _timeouts(timeout):
    """Seconds to connect and to read."""
    if isinstance(timeout, tuple):
        try:
            connect, read = timeout
        except ValueError:
            raise ValueError(f"Invalid timeout {timeout}. Pass a (connect, read) timeout tuple, or a single float to set "
                             f"both timeouts to the same value.")
    elif hasattr(timeout, "connect_timeout"):
        connect, read = timeout.connect_timeout, timeout.read_timeout
    else:
        connect = read = timeout
    for name, value in (("connect", connect), ("read", read)):
        if value is None:
            continue
        try:
            float(value)
        except (TypeError, ValueError):
            raise ValueError(f"Timeout value {name} was {value}, but it must be an int, float or None.")
        if value <= 0:
            raise ValueError(f"Attempted to set {name} timeout to {value}, but the timeout cannot be set to a value less "
                             f"than or equal to 0.")
    return connect, read
