# timeslice: file site-packages/psycopg_pool/__init__.py
"""psycopg_pool: connections that are kept."""
import asyncio
import threading
from collections import deque
from contextlib import asynccontextmanager, contextmanager
from psycopg import AsyncConnection, Connection
from psycopg.errors import OperationalError


class PoolTimeout(OperationalError):
    """No connection became free in time."""


class PoolClosed(OperationalError):
    """The pool is closed."""


class TooManyRequests(OperationalError):
    pass


class ConnectionPool:
    """`min_size` connections from the start, `max_size` at most; who finds none free waits."""

    def __init__(self, conninfo="", *, connection_class=Connection, kwargs=None, min_size=4, max_size=None, open=True,
                 configure=None, check=None, reset=None, name=None, timeout=30.0, max_waiting=0, max_lifetime=3600.0,
                 max_idle=600.0, reconnect_timeout=300.0, reconnect_failed=None, num_workers=3):
        self._conninfo = conninfo
        self._class = connection_class
        self._kwargs = kwargs or {}
        self.min_size = min_size
        self.max_size = min_size if max_size is None else max_size
        self.timeout = timeout
        self.name = name or "pool-1"
        self._free = deque()
        self._n = 0
        self._closed = True
        self._room = threading.Condition()
        if open:
            ConnectionPool.open(self)

    closed = property(lambda self: self._closed)

    def open(self, wait=False, timeout=30.0):
        """Makes the first connections."""
        if self._closed:
            self._closed = False
            for _ in range(self.min_size):
                self._free.append(self._new())

    def _new(self):
        self._n += 1
        try:
            conn = self._class.connect(self._conninfo, **self._kwargs)
        except BaseException:
            self._n -= 1
            raise
        conn._pool = self
        return conn

    def wait(self, timeout=30.0):
        self.open()

    def getconn(self, timeout=None):
        """A connection that is free, or the next that becomes so."""
        if self._closed:
            raise PoolClosed(f"the pool {self.name!r} is not open yet" if not self._n else f"the pool {self.name!r} is already closed")
        with self._room:
            if not self._free and self._n < self.max_size:
                return self._new()
            limit = self.timeout if timeout is None else timeout
            if not self._room.wait_for(lambda: self._free, limit):
                raise PoolTimeout(f"couldn't get a connection after {limit:.2f} sec")
            return self._free.popleft()

    def putconn(self, conn):
        """Gives a connection back."""
        if conn.closed:
            self._n -= 1
            conn = self._new()
        elif conn._state != "idle":
            conn.rollback()
        with self._room:
            self._free.append(conn)
            self._room.notify()

    @contextmanager
    def connection(self, timeout=None):
        """A connection for a block: committed at its end, rolled back after an exception, given back."""
        conn = self.getconn(timeout)
        try:
            with conn:
                yield conn
        finally:
            self.putconn(conn)

    def get_stats(self):
        return {"pool_min": self.min_size, "pool_max": self.max_size, "pool_size": self._n,
                "pool_available": len(self._free)}

    def close(self, timeout=5.0):
        self._closed = True
        for conn in self._free:
            conn.close()
        self._free.clear()

    def __enter__(self):
        self.open()
        return self

    def __exit__(self, *exc):
        self.close()


class AsyncConnectionPool:
    """`min_size` connections from the start, `max_size` at most; who finds none free waits."""

    def __init__(self, conninfo="", *, connection_class=AsyncConnection, kwargs=None, min_size=4, max_size=None, open=False,
                 configure=None, check=None, reset=None, name=None, timeout=30.0, max_waiting=0, max_lifetime=3600.0,
                 max_idle=600.0, reconnect_timeout=300.0, reconnect_failed=None, num_workers=3):
        self._conninfo = conninfo
        self._class = connection_class
        self._kwargs = kwargs or {}
        self.min_size = min_size
        self.max_size = min_size if max_size is None else max_size
        self.timeout = timeout
        self.name = name or "pool-1"
        self._free = deque()
        self._n = 0
        self._closed = True
        self._room = asyncio.Condition()
        if open:
            raise TypeError("open the pool with `await pool.open()` or `async with`: a constructor cannot await")

    closed = property(lambda self: self._closed)

    async def open(self, wait=False, timeout=30.0):
        """Makes the first connections."""
        if self._closed:
            self._closed = False
            for _ in range(self.min_size):
                self._free.append(await self._new())

    async def _new(self):
        self._n += 1
        try:
            conn = await self._class.connect(self._conninfo, **self._kwargs)
        except BaseException:
            self._n -= 1
            raise
        conn._pool = self
        return conn

    async def wait(self, timeout=30.0):
        await self.open()

    async def getconn(self, timeout=None):
        """A connection that is free, or the next that becomes so."""
        if self._closed:
            raise PoolClosed(f"the pool {self.name!r} is not open yet" if not self._n else f"the pool {self.name!r} is already closed")
        async with self._room:
            if not self._free and self._n < self.max_size:
                return await self._new()
            limit = self.timeout if timeout is None else timeout
            try:
                async with asyncio.timeout(limit):
                    await self._room.wait_for(lambda: self._free)
            except TimeoutError:
                raise PoolTimeout(f"couldn't get a connection after {limit:.2f} sec") from None
            return self._free.popleft()

    async def putconn(self, conn):
        """Gives a connection back."""
        if conn.closed:
            self._n -= 1
            conn = await self._new()
        elif conn._state != "idle":
            await conn.rollback()
        async with self._room:
            self._free.append(conn)
            self._room.notify()

    @asynccontextmanager
    async def connection(self, timeout=None):
        """A connection for a block: committed at its end, rolled back after an exception, given back."""
        conn = await self.getconn(timeout)
        try:
            async with conn:
                yield conn
        finally:
            await self.putconn(conn)

    def get_stats(self):
        return {"pool_min": self.min_size, "pool_max": self.max_size, "pool_size": self._n,
                "pool_available": len(self._free)}

    async def close(self, timeout=5.0):
        self._closed = True
        for conn in self._free:
            await conn.close()
        self._free.clear()

    async def __aenter__(self):
        await self.open()
        return self

    async def __aexit__(self, *exc):
        await self.close()


NullConnectionPool = ConnectionPool
AsyncNullConnectionPool = AsyncConnectionPool
