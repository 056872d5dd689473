# timeslice: file site-packages/psycopg2/pool.py
"""psycopg2.pool: connections that are kept."""
import threading

import psycopg2
from psycopg2._errors import Error


class PoolError(Error):
    """The pool cannot do that."""


class AbstractConnectionPool:
    """`minconn` connections from the start, `maxconn` at most."""

    def __init__(self, minconn, maxconn, *args, **kwargs):
        self.minconn = int(minconn)
        self.maxconn = int(maxconn)
        self.closed = False
        self._args = args
        self._kwargs = kwargs
        self._pool = []
        self._used = {}
        self._keys = 0
        for _ in range(self.minconn):
            self._pool.append(psycopg2.connect(*self._args, **self._kwargs))

    def _getconn(self, key=None):
        if self.closed:
            raise PoolError("connection pool is closed")
        if key is None:
            self._keys += 1
            key = self._keys
        if key in self._used:
            return self._used[key]
        if self._pool:
            conn = self._pool.pop()
        else:
            if len(self._used) == self.maxconn:
                raise PoolError("connection pool exhausted")
            conn = psycopg2.connect(*self._args, **self._kwargs)
        self._used[key] = conn
        return conn

    def _putconn(self, conn, key=None, close=False):
        if self.closed:
            raise PoolError("connection pool is closed")
        for k, c in self._used.items():
            if c is conn:
                key = k
        if key is None or key not in self._used:
            raise PoolError("trying to put unkeyed connection")
        if len(self._pool) < self.minconn and not close and not conn.closed:
            if conn._state != "idle":
                conn.rollback()
            self._pool.append(conn)
        else:
            conn.close()
        del self._used[key]

    def _closeall(self):
        if self.closed:
            raise PoolError("connection pool is closed")
        for conn in [*self._pool, *self._used.values()]:
            conn.close()
        self.closed = True


class SimpleConnectionPool(AbstractConnectionPool):
    """For one thread."""

    getconn = AbstractConnectionPool._getconn
    putconn = AbstractConnectionPool._putconn
    closeall = AbstractConnectionPool._closeall


class ThreadedConnectionPool(AbstractConnectionPool):
    """For several threads."""

    def __init__(self, minconn, maxconn, *args, **kwargs):
        AbstractConnectionPool.__init__(self, minconn, maxconn, *args, **kwargs)
        self._lock = threading.Lock()

    def getconn(self, key=None):
        with self._lock:
            return self._getconn(key)

    def putconn(self, conn=None, key=None, close=False):
        with self._lock:
            self._putconn(conn=conn, key=key, close=close)

    def closeall(self):
        with self._lock:
            self._closeall()
