# timeslice: file site-packages/aiohttp/connector.py
"""aiohttp.connector: how many connections there may be at a time."""
import asyncio
from collections import deque, namedtuple

ConnectionKey = namedtuple(
    "ConnectionKey", "host port is_ssl ssl proxy proxy_auth proxy_headers_hash server_hostname", defaults=(None,) * 4)


class BaseConnector:
    """Lets `limit` connections be in use, and `limit_per_host` to one host; 0: any number."""

    def __init__(self, *, keepalive_timeout=15.0, force_close=False, limit=100, limit_per_host=0,
                 enable_cleanup_closed=False, loop=None, timeout_ceil_threshold=5):
        self._loop = loop or asyncio.get_running_loop()
        self._limit = limit
        self._limit_per_host = limit_per_host
        self.force_close = force_close
        self._closed = False
        self._in_use = {}
        self._waiters = deque()

    limit = property(lambda self: self._limit)
    limit_per_host = property(lambda self: self._limit_per_host)
    closed = property(lambda self: self._closed)

    def _has_room(self, key):
        if self._limit and sum(self._in_use.values()) >= self._limit:
            return False
        return not self._limit_per_host or self._in_use.get(key, 0) < self._limit_per_host

    async def _acquire(self, key):
        """Waits for a connection to be free."""
        while not self._has_room(key) or self._closed:
            if self._closed:
                from aiohttp.client_exceptions import ClientConnectionError

                raise ClientConnectionError("Connector is closed")
            waiter = self._loop.create_future()
            waiter._wait = ("primitive", "a connection of the pool", None, ())
            entry = (waiter, key)
            self._waiters.append(entry)
            try:
                await waiter
            except asyncio.CancelledError:
                if entry in self._waiters:
                    self._waiters.remove(entry)
                self._wake()
                raise
        self._in_use[key] = self._in_use.get(key, 0) + 1

    def _release(self, key):
        self._in_use[key] -= 1
        if not self._in_use[key]:
            del self._in_use[key]
        self._wake()

    def _wake(self):
        """Lets the first go on for whom there is room."""
        for entry in self._waiters:
            waiter, key = entry
            if not waiter.done() and self._has_room(key):
                self._waiters.remove(entry)
                waiter.set_result(None)
                return

    async def close(self):
        self._closed = True

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.close()


class TCPConnector(BaseConnector):
    """Connections over TCP. What concerns names and certificates is accepted and makes no difference."""

    def __init__(self, *, verify_ssl=True, fingerprint=None, use_dns_cache=True, ttl_dns_cache=10, family=0,
                 ssl_context=None, ssl=True, local_addr=None, resolver=None, keepalive_timeout=15.0, force_close=False,
                 limit=100, limit_per_host=0, enable_cleanup_closed=False, loop=None, **kwargs):
        BaseConnector.__init__(self, force_close=force_close, limit=limit, limit_per_host=limit_per_host, loop=loop)
        self._ssl = ssl if ssl_context is None else ssl_context
