# timeslice: file site-packages/psycopg/_async.py
"""psycopg: the kind that awaits."""
import _pg
from contextlib import asynccontextmanager
from psycopg._base import BaseConnection, BaseCursor, Rollback


class AsyncCursor(BaseCursor):
    """Executes statements and holds their results."""

    async def execute(self, query, params=None, *, prepare=None, binary=None):
        """Executes a statement."""
        sql = self._sql(query, params)
        self._take(await self._conn._run(sql))
        return self

    async def executemany(self, query, params_seq, *, returning=False):
        n = 0
        for params in params_seq:
            await self.execute(query, params)
            n += self.rowcount
        self.rowcount = n

    async def fetchone(self):
        return self._one()

    async def fetchmany(self, size=0):
        return self._many(size or self.arraysize)

    async def fetchall(self):
        self._need_rows()
        return self._many(len(self._rows))

    def copy(self, *args, **kwargs):
        raise NotImplementedError("psycopg: COPY is not simulated; executemany() inserts many rows")

    async def close(self):
        self._closed = True

    def __aiter__(self):
        return self

    async def __anext__(self):
        row = self._one()
        if row is None:
            raise StopAsyncIteration
        return row

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        await self.close()


AsyncCursor.__module__ = "psycopg"


class AsyncConnection(BaseConnection):
    """A session on the server."""

    _cursor_class = AsyncCursor

    @classmethod
    async def connect(cls, conninfo="", *, autocommit=False, prepare_threshold=5, context=None, row_factory=None,
                cursor_factory=None, **kwargs):
        """A connection, when the server has answered."""
        info = _pg.parse_dsn(conninfo, kwargs)
        return cls(info, await _pg.open_session_async(info), autocommit, row_factory, cursor_factory)

    async def _run(self, sql):
        self._check()
        return self._take(await _pg.run_async(self._info, self._session, sql, self._begins()), sql)

    async def execute(self, query, params=None, *, prepare=None, binary=False):
        """Executes a statement with a new cursor."""
        return await self.cursor().execute(query, params)

    async def _end(self, word):
        self._check()
        if self._state != "idle":
            self._take(await _pg.run_async(self._info, self._session, word, False), word)

    async def commit(self):
        await self._end("COMMIT")

    async def rollback(self):
        await self._end("ROLLBACK")

    async def set_autocommit(self, value):
        self.autocommit = value

    @asynccontextmanager
    async def transaction(self, savepoint_name=None, force_rollback=False):
        """A block that commits at its end, or rolls back when it is left with an exception."""
        if self._n_transactions:
            raise NotImplementedError("psycopg: transaction() within transaction() needs savepoints, which are not simulated")
        was_open = self._state != "idle"
        self._n_transactions += 1
        try:
            yield self
        except BaseException as exc:
            self._n_transactions -= 1
            if not was_open:
                await self.rollback()
            if not isinstance(exc, Rollback):
                raise
        else:
            self._n_transactions -= 1
            if not was_open:
                await (self.rollback() if force_rollback else self.commit())

    async def close(self):
        if not self._closed:
            self._closed = True
            _pg.close_session(self._session)

    def __del__(self):
        if not getattr(self, "_closed", True):
            self._closed = True
            _pg.close_session(self._session)

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, exc, traceback):
        if self._closed:
            return
        try:
            if kind is None:
                await self.commit()
            else:
                await self.rollback()
        finally:
            if not getattr(self, "_pool", None):
                await self.close()


AsyncConnection.__module__ = "psycopg"
