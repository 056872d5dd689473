# timeslice: file site-packages/httpx/_client.py
"""httpx: the clients. `Client` makes the thread wait, `AsyncClient` the task."""
import _net
from collections import deque
from contextlib import asynccontextmanager, contextmanager
from httpx._config import DEFAULT_LIMITS, DEFAULT_TIMEOUT, Timeout
from httpx._exceptions import (
    ConnectError, ConnectTimeout, InvalidURL, PoolTimeout, ReadTimeout, RemoteProtocolError, TooManyRedirects,
    UnsupportedProtocol,
)
from httpx._models import BasicAuth, Cookies, Headers, QueryParams, Request, Response
from httpx._urls import URL

_UNSET = object()
USE_CLIENT_DEFAULT = _UNSET


class _Pool:
    """How many connections are in use. Who finds none waits in the order of arrival."""

    def __init__(self, limits, make_waiter):
        self._max = limits.max_connections
        self._in_use = 0
        self._waiters = deque()
        self._make_waiter = make_waiter

    def request(self):
        """None if there is a connection, else what to wait with."""
        if self._max is None or self._in_use < self._max:
            self._in_use += 1
            return None
        waiter = self._make_waiter()
        self._waiters.append(waiter)
        return waiter

    def withdraw(self, waiter):
        """Whoever waited has given up."""
        if waiter in self._waiters:
            self._waiters.remove(waiter)
        else:
            self.release()

    def release(self):
        """A connection is free: the first waiter has it."""
        if self._waiters:
            waiter = self._waiters.popleft()
            if hasattr(waiter, "set_result"):
                if waiter.cancelled():
                    self.release()
                else:
                    waiter.set_result(None)
            else:
                waiter.set()
        else:
            self._in_use -= 1


class BaseClient:
    """What both clients have."""

    def __init__(self, *, auth=None, params=None, headers=None, cookies=None, verify=True, cert=None, http1=True,
                 http2=False, proxy=None, mounts=None, timeout=DEFAULT_TIMEOUT, follow_redirects=False,
                 limits=DEFAULT_LIMITS, max_redirects=20, event_hooks=None, base_url="", transport=None, trust_env=True,
                 default_encoding="utf-8"):
        if http2:
            raise ImportError("Using http2=True, but the 'h2' package is not installed. Make sure to install httpx using "
                              "`pip install httpx[http2]`.")
        self.auth = auth
        self.params = QueryParams(params)
        self.cookies = Cookies(cookies)
        self.headers = Headers([("accept", "*/*"), ("accept-encoding", "gzip, deflate"), ("connection", "keep-alive"),
                                ("user-agent", "python-httpx/0.28.1")])
        self.headers.update(Headers(headers))
        self.timeout = Timeout(timeout)
        self.follow_redirects = follow_redirects
        self.max_redirects = max_redirects
        self.event_hooks = {"request": [], "response": [], **(event_hooks or {})}
        self._base_url = str(base_url).rstrip("/")
        self._limits = transport.limits if transport is not None and hasattr(transport, "limits") else limits
        self._retries = getattr(transport, "retries", 0)
        self._pool = None
        self._state = "new"

    is_closed = property(lambda self: self._state == "closed")
    base_url = property(lambda self: URL(self._base_url + "/" if self._base_url else ""))

    def build_request(self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None,
                      cookies=None, timeout=_UNSET, extensions=None):
        """The request as it is sent, with what the client adds."""
        url = URL(url)
        if url.is_relative_url and self._base_url:
            url = URL(self._base_url + "/" + str(url).lstrip("/"))
        merged = Headers(self.headers)
        for key, value in Headers(headers).multi_items():
            merged[key] = value
        query = [*self.params.multi_items(), *QueryParams(params).multi_items()]
        jar = Cookies(cookies)
        for name in self.cookies:
            jar._items.setdefault(name, self.cookies._items[name])
        request = Request(method, url, content=content, data=data, files=files, json=json, params=query or None,
                          headers=merged, cookies=jar)
        request._timeout = self.timeout if timeout is _UNSET else Timeout(timeout)
        return request

    def _prepare(self, request, auth):
        """Signs a request and sees whether it can be sent."""
        if self._state == "closed":
            raise RuntimeError("Cannot send a request, as the client has been closed.")
        self._state = "open"
        auth = self.auth if auth is _UNSET else auth
        if auth is None and request.url.username:
            auth = (request.url.username, request.url.password)
        if isinstance(auth, tuple):
            auth = BasicAuth(*auth)
        if auth is not None:
            auth(request)
        return getattr(request, "_timeout", self.timeout)

    def _check(self, request):
        scheme = request.url.scheme
        if scheme not in ("http", "https") or not request.url.host:
            if not scheme or scheme in ("http", "https"):
                message = "Request URL is missing an 'http://' or 'https://' protocol."
            else:
                message = f"Request URL has an unsupported protocol '{scheme}://'."
            raise UnsupportedProtocol(message, request=request)

    def _arguments(self, request, timeout):
        url = request.url
        headers = [(name.title() if name == "host" else name, v) for name, v in request.headers.multi_items()]
        return ((timeout.connect, timeout.read), url.scheme, url.netloc.decode(), request.method, url.raw_path.decode(),
                headers, request.content)

    def _fail(self, failure, request, is_sync):
        """The exception of a failed exchange, from the system's own."""
        if failure == "broken":
            raise RemoteProtocolError("Server disconnected without sending a response.", request=request)
        try:
            raise _net.os_error(failure)
        except OSError as exc:
            text = str(exc) if is_sync else ""
            if failure == "timed_out":
                raise ReadTimeout(text, request=request) from exc
            if failure in ("connect_timeout", "silent"):
                raise ConnectTimeout(text, request=request) from exc
            if not is_sync and failure == "refused":
                raise ConnectError("All connection attempts failed", request=request) from exc
            raise ConnectError(str(exc), request=request) from exc

    def _following(self, request, response):
        """The request that a redirection asks for."""
        method = request.method
        status = response.status_code
        if status in (302, 303) and method != "HEAD" or status == 301 and method == "POST":
            method = "GET"
        url = request.url.join(response.headers["location"])
        headers = Headers(request.headers)
        for name in ("host", "cookie", *(("content-length", "content-type") if method != request.method else ())):
            headers.pop(name, None)
        if url.host != request.url.host:
            headers.pop("authorization", None)
        content = request.content if method == request.method else None
        sent = Cookies(dict(part.split("=", 1) for part in request.headers.get("cookie", "").split("; ") if part))
        for name in self.cookies:
            sent._items[name] = self.cookies._items[name]
        new = Request(method, url, headers=headers, content=content or None, cookies=sent)
        new._timeout = getattr(request, "_timeout", self.timeout)
        return new

    def _steps(self, request, follow_redirects):
        """Yields each request to send and takes its response, and whether to go on with the body."""
        follow = self.follow_redirects if follow_redirects is _UNSET else follow_redirects
        history = []
        while True:
            if len(history) > self.max_redirects:
                raise TooManyRedirects("Exceeded maximum allowed redirects.", request=request)
            response = yield request, None
            response.history = list(history)
            self.cookies._take(response)
            if not response.has_redirect_location:
                yield request, response
                return
            following = self._following(request, response)
            if not follow:
                response.next_request = following
                yield request, response
                return
            response._content = response._incoming.data
            response.is_stream_consumed = True
            response.close()
            history.append(response)
            request = following


class Client(BaseClient):
    """A client that waits."""

    def _exchange(self, request, timeout):
        import threading

        self._check(request)
        if self._pool is None:
            self._pool = _Pool(self._limits, threading.Event)
        waiter = self._pool.request()
        if waiter is not None and not waiter.wait(timeout.pool):
            self._pool.withdraw(waiter)
            raise PoolTimeout("", request=request)
        tries = self._retries
        while True:
            answer = _net.http(*self._arguments(request, timeout))
            if answer[0] != "failed":
                return Response._of(answer, request, timeout.read, self._pool.release)
            if tries == 0 or answer[1] in ("timed_out", "broken"):
                self._pool.release()
                self._fail(answer[1], request, True)
            tries -= 1

    def send(self, request, *, stream=False, auth=_UNSET, follow_redirects=_UNSET):
        """Sends a request that is built."""
        timeout = self._prepare(request, auth)
        steps = self._steps(request, follow_redirects)
        request, response = next(steps)
        while response is None:
            for hook in self.event_hooks["request"]:
                hook(request)
            got = self._exchange(request, timeout)
            for hook in self.event_hooks["response"]:
                hook(got)
            request, response = steps.send(got)
        if not stream:
            response.read()
        return response

    def request(self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None,
                cookies=None, auth=_UNSET, follow_redirects=_UNSET, timeout=_UNSET, extensions=None):
        """Sends a request and waits for the response."""
        request = self.build_request(method, url, content=content, data=data, files=files, json=json, params=params,
                                     headers=headers, cookies=cookies, timeout=timeout)
        return self.send(request, auth=auth, follow_redirects=follow_redirects)

    @contextmanager
    def stream(self, method, url, *, auth=_UNSET, follow_redirects=_UNSET, **kwargs):
        """Sends a request; the body is read piece by piece."""
        request = self.build_request(method, url, **kwargs)
        response = self.send(request, auth=auth, follow_redirects=follow_redirects, stream=True)
        try:
            yield response
        finally:
            response.close()

    def get(self, url, **kwargs):
        return self.request("GET", url, **kwargs)

    def options(self, url, **kwargs):
        return self.request("OPTIONS", url, **kwargs)

    def head(self, url, **kwargs):
        return self.request("HEAD", url, **kwargs)

    def post(self, url, **kwargs):
        return self.request("POST", url, **kwargs)

    def put(self, url, **kwargs):
        return self.request("PUT", url, **kwargs)

    def patch(self, url, **kwargs):
        return self.request("PATCH", url, **kwargs)

    def delete(self, url, **kwargs):
        return self.request("DELETE", url, **kwargs)

    def close(self):
        self._state = "closed"

    def __enter__(self):
        if self._state == "closed":
            raise RuntimeError("Cannot reopen a client instance, once it has been closed.")
        self._state = "open"
        return self

    def __exit__(self, *exc):
        self.close()


class AsyncClient(BaseClient):
    """A client that awaits."""

    async def _exchange(self, request, timeout):
        import asyncio

        self._check(request)
        if self._pool is None:
            self._pool = _Pool(self._limits, _waiter)
        waiter = self._pool.request()
        if waiter is not None:
            try:
                async with asyncio.timeout(timeout.pool):
                    await waiter
            except BaseException as exc:
                self._pool.withdraw(waiter)
                if isinstance(exc, TimeoutError):
                    raise PoolTimeout("", request=request) from exc
                raise
        is_held = True
        try:
            tries = self._retries
            while True:
                answer = await _net.http_async(*self._arguments(request, timeout))
                if answer[0] != "failed":
                    is_held = False
                    return Response._of(answer, request, timeout.read, self._pool.release)
                if tries == 0 or answer[1] in ("timed_out", "broken"):
                    self._fail(answer[1], request, False)
                tries -= 1
        finally:
            if is_held:
                self._pool.release()

    async def send(self, request, *, stream=False, auth=_UNSET, follow_redirects=_UNSET):
        """Sends a request that is built."""
        timeout = self._prepare(request, auth)
        steps = self._steps(request, follow_redirects)
        request, response = next(steps)
        while response is None:
            for hook in self.event_hooks["request"]:
                await hook(request)
            got = await self._exchange(request, timeout)
            for hook in self.event_hooks["response"]:
                await hook(got)
            request, response = steps.send(got)
        if not stream:
            await response.aread()
        return response

    async def request(self, method, url, *, content=None, data=None, files=None, json=None, params=None, headers=None,
                      cookies=None, auth=_UNSET, follow_redirects=_UNSET, timeout=_UNSET, extensions=None):
        """Sends a request and awaits the response."""
        request = self.build_request(method, url, content=content, data=data, files=files, json=json, params=params,
                                     headers=headers, cookies=cookies, timeout=timeout)
        return await self.send(request, auth=auth, follow_redirects=follow_redirects)

    @asynccontextmanager
    async def stream(self, method, url, *, auth=_UNSET, follow_redirects=_UNSET, **kwargs):
        """Sends a request; the body is read piece by piece."""
        request = self.build_request(method, url, **kwargs)
        response = await self.send(request, auth=auth, follow_redirects=follow_redirects, stream=True)
        try:
            yield response
        finally:
            await response.aclose()

    async def get(self, url, **kwargs):
        return await self.request("GET", url, **kwargs)

    async def options(self, url, **kwargs):
        return await self.request("OPTIONS", url, **kwargs)

    async def head(self, url, **kwargs):
        return await self.request("HEAD", url, **kwargs)

    async def post(self, url, **kwargs):
        return await self.request("POST", url, **kwargs)

    async def put(self, url, **kwargs):
        return await self.request("PUT", url, **kwargs)

    async def patch(self, url, **kwargs):
        return await self.request("PATCH", url, **kwargs)

    async def delete(self, url, **kwargs):
        return await self.request("DELETE", url, **kwargs)

    async def aclose(self):
        self._state = "closed"

    async def __aenter__(self):
        if self._state == "closed":
            raise RuntimeError("Cannot reopen a client instance, once it has been closed.")
        self._state = "open"
        return self

    async def __aexit__(self, *exc):
        await self.aclose()


def _waiter():
    from asyncio import get_running_loop

    waiter = get_running_loop().create_future()
    waiter._wait = ("primitive", "a connection of the pool", None, ())
    return waiter
