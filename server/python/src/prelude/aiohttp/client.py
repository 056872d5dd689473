# timeslice: file site-packages/aiohttp/client.py
"""aiohttp.client: the session."""
import asyncio
import sys
import time

import _net
from aiohttp import tracing
from aiohttp.client_exceptions import (
    ClientConnectorDNSError, ClientConnectorError, ConnectionTimeoutError, InvalidURL, InvalidUrlClientError,
    NonHttpUrlClientError, ServerDisconnectedError, SocketTimeoutError, TooManyRedirects,
)
from aiohttp.client_reqrep import ClientResponse, RequestInfo
from aiohttp.connector import ConnectionKey, TCPConnector
from aiohttp.helpers import BasicAuth, ClientTimeout, CookieJar, FormData
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

DEFAULT_TIMEOUT = ClientTimeout(total=5 * 60, sock_connect=30)
_VERSION = "3.14.5"


class ClientSession:
    """Connections, headers and cookies for several requests."""

    def __init__(self, base_url=None, *, connector=None, loop=None, cookies=None, headers=None, proxy=None,
                 proxy_auth=None, skip_auto_headers=None, auth=None, json_serialize=None, request_class=None,
                 response_class=None, ws_response_class=None, version=None, cookie_jar=None, connector_owner=True,
                 raise_for_status=False, read_timeout=None, conn_timeout=None, timeout=None, auto_decompress=True,
                 trust_env=False, requote_redirect_url=True, trace_configs=None, read_bufsize=65536,
                 max_line_size=8190, max_field_size=8190, fallback_charset_resolver=None, middlewares=()):
        self._connector = None
        self._loop = loop or asyncio.get_running_loop()
        self._base_url = None if base_url is None else URL(base_url)
        self._timeout = _timeout(timeout, DEFAULT_TIMEOUT)
        self._connector = connector or TCPConnector(loop=self._loop)
        self._connector_owner = connector_owner
        self._default_headers = CIMultiDict(headers or ())
        self._cookie_jar = CookieJar() if cookie_jar is None else cookie_jar
        if cookies:
            self._cookie_jar.update_cookies(cookies)
        self._default_auth = auth
        self._raise_for_status = raise_for_status
        self._json_serialize = json_serialize
        self._trace_configs = trace_configs or []

    headers = property(lambda self: self._default_headers)
    timeout = property(lambda self: self._timeout)
    connector = property(lambda self: self._connector)
    cookie_jar = property(lambda self: self._cookie_jar)
    auth = property(lambda self: self._default_auth)
    loop = property(lambda self: self._loop)
    raise_for_status = property(lambda self: self._raise_for_status)

    @property
    def closed(self):
        return self._connector is None or self._connector.closed

    def __del__(self):
        if not self.closed and not self._loop.is_closed():
            self._loop.call_exception_handler({"client_session": self, "message": "Unclosed client session"})

    def request(self, method, url, **kwargs):
        """A request: `await` it or use it with `async with`."""
        return _RequestContextManager(self._request(method, url, **kwargs))

    def get(self, url, *, allow_redirects=True, **kwargs):
        return _RequestContextManager(self._request("GET", url, allow_redirects=allow_redirects, **kwargs))

    def options(self, url, *, allow_redirects=True, **kwargs):
        return _RequestContextManager(self._request("OPTIONS", url, allow_redirects=allow_redirects, **kwargs))

    def head(self, url, *, allow_redirects=False, **kwargs):
        return _RequestContextManager(self._request("HEAD", url, allow_redirects=allow_redirects, **kwargs))

    def post(self, url, *, data=None, **kwargs):
        return _RequestContextManager(self._request("POST", url, data=data, **kwargs))

    def put(self, url, *, data=None, **kwargs):
        return _RequestContextManager(self._request("PUT", url, data=data, **kwargs))

    def patch(self, url, *, data=None, **kwargs):
        return _RequestContextManager(self._request("PATCH", url, data=data, **kwargs))

    def delete(self, url, **kwargs):
        return _RequestContextManager(self._request("DELETE", url, **kwargs))

    def ws_connect(self, url, **kwargs):
        """Refused: the simulated services speak no WebSocket."""
        raise NotImplementedError("aiohttp: WebSockets are not simulated; get() and post() are")

    async def _request(self, method, str_or_url, *, params=None, data=None, json=None, cookies=None, headers=None,
                       skip_auto_headers=None, auth=None, allow_redirects=True, max_redirects=10, compress=False,
                       chunked=None, expect100=False, raise_for_status=None, read_until_eof=True, proxy=None,
                       proxy_auth=None, timeout=None, verify_ssl=None, fingerprint=None, ssl_context=None, ssl=True,
                       server_hostname=None, proxy_headers=None, trace_request_ctx=None, read_bufsize=None,
                       auto_decompress=None, max_line_size=None, max_field_size=None, middlewares=None):
        if self.closed:
            raise RuntimeError("Session is closed")
        if data is not None and json is not None:
            raise ValueError("data and json parameters can not be used at the same time")
        timeout = _timeout(timeout, self._timeout)
        deadline = None if not timeout.total else time.monotonic() + timeout.total
        url = self._url(str_or_url)
        if params:
            url = url.extend_query(params)
        traces = [(c, c.trace_config_ctx(trace_request_ctx)) for c in self._trace_configs]
        given = self._headers(headers)
        body = self._body(data, json, given)
        history = []
        method = method.upper()
        if traces:
            await tracing.send(traces, self, "on_request_start", method=method, url=url, headers=given)
        try:
            while True:
                sent = self._complete(given, url, auth, cookies, method, body)
                info = RequestInfo(url, method, CIMultiDictProxy(sent), url)
                response = await self._exchange(info, body, timeout, deadline, ssl)
                self._cookie_jar.update_cookies(response.cookies, url)
                target = response.headers.get("Location")
                if response.status not in _net.REDIRECTS or not allow_redirects or target is None:
                    break
                history.append(response)
                response.release()
                if len(history) >= max_redirects:
                    raise TooManyRedirects(history[0].request_info, tuple(history))
                if response.status == 303 and method != "HEAD" or response.status in (301, 302) and method == "POST":
                    method, body = "GET", None
                    given.pop("Content-Type", None)
                url = url.join(URL(target))
            response._history = tuple(history)
            wanted = self._raise_for_status if raise_for_status is None else raise_for_status
            if wanted is True:
                response.raise_for_status()
            elif callable(wanted):
                await wanted(response)
        except BaseException as e:
            if traces:
                await tracing.send(traces, self, "on_request_exception", method=method, url=url, headers=given, exception=e)
            raise
        if traces:
            await tracing.send(traces, self, "on_request_end", method=method, url=url, headers=given, response=response)
        return response

    def _url(self, str_or_url):
        try:
            url = URL(str_or_url)
        except (TypeError, ValueError) as e:
            raise InvalidURL(str_or_url) from e
        if self._base_url is not None and not url.absolute:
            url = self._base_url.join(url)
        if url.scheme not in ("http", "https", ""):
            raise NonHttpUrlClientError(url)
        if not url.host:
            raise InvalidUrlClientError(str_or_url)
        return url

    def _headers(self, headers):
        result = self._default_headers.copy()
        for key, value in (headers.items() if hasattr(headers, "items") else headers or ()):
            if not isinstance(key, str):
                raise TypeError(f"Cannot serialize non-str key {key!r}")
            if not isinstance(value, str):
                raise TypeError(f"Cannot serialize non-str key {value!r}")
            result[key] = value
        return result

    def _body(self, data, json, headers):
        """The bytes to send; sets their type."""
        kind = None
        if json is not None:
            dumps = self._json_serialize
            if dumps is None:
                from json import dumps
            body, kind = dumps(json).encode(), "application/json"
        elif data is None:
            return None
        elif isinstance(data, str):
            body, kind = data.encode(), "text/plain; charset=utf-8"
        elif isinstance(data, (bytes, bytearray)):
            body, kind = bytes(data), "application/octet-stream"
        elif isinstance(data, FormData) or hasattr(data, "items") or isinstance(data, (list, tuple)):
            body, kind = (data if isinstance(data, FormData) else FormData(data))(), "application/x-www-form-urlencoded"
        elif hasattr(data, "read"):
            body, kind = data.read(), "application/octet-stream"
        else:
            raise TypeError(f"data argument must be a str, bytes, a mapping, FormData or a file, not {type(data).__name__}")
        headers.setdefault("Content-Type", kind)
        return body

    def _complete(self, given, url, auth, cookies, method, body):
        """The headers as they are sent."""
        netloc = url.host if url.explicit_port is None else f"{url.host}:{url.explicit_port}"
        headers = CIMultiDict([("Host", netloc), *given.items()])
        headers.setdefault("Accept", "*/*")
        headers.setdefault("Accept-Encoding", "gzip, deflate")
        version = sys.version_info
        headers.setdefault("User-Agent", f"Python/{version[0]}.{version[1]} aiohttp/{_VERSION}")
        jar = {**self._cookie_jar.filter_cookies(url), **(cookies or {})}
        if jar:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in jar.items())
        auth = auth or self._default_auth
        if auth is None and url.user is not None:
            auth = BasicAuth(url.user, url.password or "")
        if auth is not None:
            headers["Authorization"] = auth.encode()
        if body is not None or method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = str(len(body or b""))
        return headers

    async def _exchange(self, info, body, timeout, deadline, ssl):
        """One request and its response."""
        url = info.url
        key = ConnectionKey(url.host, url.port, url.scheme == "https", ssl)
        connector = self._connector
        if not connector._has_room(key) and (deadline is not None or timeout.connect):
            limit = timeout.connect
            left, is_total = self._remaining(deadline, limit)
            try:
                async with asyncio.timeout(left):
                    await connector._acquire(key)
            except TimeoutError:
                if is_total:
                    raise
                raise ConnectionTimeoutError(f"Connection timeout to host {url}") from None
        else:
            await connector._acquire(key)
        is_held = True
        try:
            connect, connect_is_total = self._remaining(deadline, timeout.sock_connect or timeout.connect)
            left, is_total = self._remaining(deadline, timeout.sock_read)
            netloc = info.headers["Host"]
            answer = await _net.http_async((connect, left), url.scheme, netloc, info.method, url.raw_path_qs,
                                           info.headers.items(), body)
            if answer[0] == "failed":
                if answer[1] == "timed_out":
                    self._timed_out(is_total)
                self._fail(answer[1], key, url, connect_is_total)
            response = ClientResponse(self, (connector, key), info, answer, deadline, timeout.sock_read)
            is_held = False
            return response
        finally:
            if is_held:
                connector._release(key)

    def _fail(self, failure, key, url, is_total):
        if failure == "broken":
            raise ServerDisconnectedError
        if failure == "connect_timeout":
            if is_total:
                self._timed_out(True)
            raise ConnectionTimeoutError(f"Connection timeout to host {url}")
        try:
            error = _net.os_error(failure)
            if failure == "refused":
                error = ConnectionRefusedError(111, f"Connect call failed {(_net.resolve(key.host), key.port)}")
            raise error
        except OSError as exc:
            if failure == "unknown_host":
                raise ClientConnectorDNSError(key, exc) from exc
            raise ClientConnectorError(key, exc) from exc

    def _remaining(self, deadline, limit):
        """Seconds that may pass, and whether it is the whole request's limit that comes first."""
        left = None if deadline is None else max(deadline - time.monotonic(), 0.0)
        if left is not None and (limit is None or left <= limit):
            return left, True
        return limit, False

    def _timed_out(self, is_total):
        if not is_total:
            raise SocketTimeoutError("Timeout on reading data from socket")
        try:
            raise asyncio.CancelledError
        except asyncio.CancelledError as exc:
            raise asyncio.TimeoutError from exc

    async def close(self):
        """Closes the connections."""
        if not self.closed:
            if self._connector is not None and self._connector_owner:
                await self._connector.close()
            self._connector = None

    def detach(self):
        self._connector = None

    def __enter__(self):
        raise TypeError("Use async with instead")

    def __exit__(self, *exc):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.close()


class _BaseRequestContextManager:
    """A request that has not been sent yet: `await` it, or use it with `async with`."""

    def __init__(self, coro):
        self._coro = coro

    def send(self, arg):
        return self._coro.send(arg)

    def throw(self, *args):
        return self._coro.throw(*args)

    def close(self):
        return self._coro.close()

    def __await__(self):
        return self._coro.__await__()

    def __iter__(self):
        return self.__await__()

    async def __aenter__(self):
        self._resp = await self._coro
        return await self._resp.__aenter__()

    async def __aexit__(self, *exc):
        await self._resp.__aexit__(*exc)


_RequestContextManager = _BaseRequestContextManager


class _SessionRequestContextManager(_BaseRequestContextManager):
    def __init__(self, coro, session):
        self._coro = coro
        self._session = session

    async def __aenter__(self):
        try:
            self._resp = await self._coro
        except BaseException:
            await self._session.close()
            raise
        return self._resp

    async def __aexit__(self, *exc):
        self._resp.close()
        await self._session.close()


def request(method, url, *, version=None, connector=None, loop=None, timeout=None, **kwargs):
    """A request with a session of its own."""
    session = ClientSession(connector=connector, connector_owner=connector is None, timeout=timeout)
    return _SessionRequestContextManager(session._request(method, url, **kwargs), session)


def _timeout(timeout, default):
    if timeout is None:
        return default
    if isinstance(timeout, ClientTimeout):
        return timeout
    if isinstance(timeout, (int, float)):
        return ClientTimeout(total=timeout)
    raise ValueError(f"timeout parameter cannot be of {type(timeout)} type, please use 'timeout=ClientTimeout(...)'")
