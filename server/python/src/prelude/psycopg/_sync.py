# timeslice: file site-packages/psycopg/_sync.py
"""psycopg: the kind that waits."""
import _pg
from contextlib import contextmanager
from psycopg._base import BaseConnection, BaseCursor, Rollback


class Cursor(BaseCursor):
    """Executes statements and holds their results."""

    def execute(self, query, params=None, *, prepare=None, binary=None):
        """Executes a statement."""
        sql = self._sql(query, params)
        self._take(self._conn._run(sql))
        return self

    def executemany(self, query, params_seq, *, returning=False):
        n = 0
        for params in params_seq:
            self.execute(query, params)
            n += self.rowcount
        self.rowcount = n

    def fetchone(self):
        return self._one()

    def fetchmany(self, size=0):
        return self._many(size or self.arraysize)

    def fetchall(self):
        self._need_rows()
        return self._many(len(self._rows))

    def copy(self, *args, **kwargs):
        raise NotImplementedError("psycopg: COPY is not simulated; executemany() inserts many rows")

    def close(self):
        self._closed = True

    def __iter__(self):
        return self

    def __next__(self):
        row = self._one()
        if row is None:
            raise StopIteration
        return row

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


Cursor.__module__ = "psycopg"


class Connection(BaseConnection):
    """A session on the server."""

    _cursor_class = Cursor

    @classmethod
    def connect(cls, conninfo="", *, autocommit=False, prepare_threshold=5, context=None, row_factory=None,
                cursor_factory=None, **kwargs):
        """A connection, when the server has answered."""
        info = _pg.parse_dsn(conninfo, kwargs)
        return cls(info, _pg.open_session(info), autocommit, row_factory, cursor_factory)

    def _run(self, sql):
        self._check()
        return self._take(_pg.run(self._info, self._session, sql, self._begins()), sql)

    def execute(self, query, params=None, *, prepare=None, binary=False):
        """Executes a statement with a new cursor."""
        return self.cursor().execute(query, params)

    def _end(self, word):
        self._check()
        if self._state != "idle":
            self._take(_pg.run(self._info, self._session, word, False), word)

    def commit(self):
        self._end("COMMIT")

    def rollback(self):
        self._end("ROLLBACK")

    def set_autocommit(self, value):
        self.autocommit = value

    @contextmanager
    def transaction(self, savepoint_name=None, force_rollback=False):
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
                self.rollback()
            if not isinstance(exc, Rollback):
                raise
        else:
            self._n_transactions -= 1
            if not was_open:
                (self.rollback() if force_rollback else self.commit())

    def close(self):
        if not self._closed:
            self._closed = True
            _pg.close_session(self._session)

    def __del__(self):
        if not getattr(self, "_closed", True):
            self._closed = True
            _pg.close_session(self._session)

    def __enter__(self):
        return self

    def __exit__(self, kind, exc, traceback):
        if self._closed:
            return
        try:
            if kind is None:
                self.commit()
            else:
                self.rollback()
        finally:
            if not getattr(self, "_pool", None):
                self.close()


Connection.__module__ = "psycopg"
