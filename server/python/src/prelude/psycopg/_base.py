# timeslice: file site-packages/psycopg/_base.py
"""psycopg: what the two kinds of connections and cursors have in common."""
import _pg
from psycopg.errors import InterfaceError, OperationalError, ProgrammingError, server_error
from psycopg.rows import tuple_row

_STATES = {"idle": "IDLE", "open": "INTRANS", "failed": "INERROR"}


class Rollback(Exception):
    """Leaves a `transaction()` block without what it has changed."""

    def __init__(self, transaction=None):
        self.transaction = transaction


class Column:
    """A column of a result."""

    def __init__(self, name, oid):
        self.name = name
        self.type_code = oid
        self.display_size = self.internal_size = self.precision = self.scale = self.null_ok = None

    def __getitem__(self, i):
        return (self.name, self.type_code, None, None, None, None, None)[i]

    def __len__(self):
        return 7

    def __repr__(self):
        return f"<Column {self.name!r}, type: {_pg.TYPES.get(self.type_code, self.type_code)} (oid: {self.type_code})>"


class Info:
    """What is known of a connection."""

    def __init__(self, conn):
        self._conn = conn

    host = property(lambda self: self._conn._info["host"])
    port = property(lambda self: self._conn._info["port"])
    dbname = property(lambda self: self._conn._info["dbname"])
    user = property(lambda self: self._conn._info["user"])
    backend_pid = property(lambda self: 4000 + self._conn._session)
    server_version = property(lambda self: 170000)
    dsn = property(lambda self: _pg.dsn_text({k: v for k, v in self._conn._info.items() if k != "password"}))


class BaseConnection:
    """A session on the server."""

    def __init__(self, info, answer, autocommit, row_factory, cursor_factory):
        if answer[0] == "failed":
            raise OperationalError("connection failed: " + _pg.connect_error(answer[1], info).rstrip("\n"))
        self._info = info
        self._session = answer[1]
        self.autocommit = autocommit
        self.row_factory = row_factory or tuple_row
        self.cursor_factory = cursor_factory or self._cursor_class
        self._closed = self._broken = False
        self._state = "idle"
        self._n_transactions = 0

    closed = property(lambda self: self._closed)
    broken = property(lambda self: self._broken)
    info = property(lambda self: Info(self))

    def _check(self):
        if self._closed:
            raise OperationalError("the connection is closed")

    def _begins(self):
        return not self.autocommit or self._n_transactions > 0

    def _take(self, answer, sql):
        """The answer, or the exception."""
        if answer[0] == "failed":
            self._closed = self._broken = True
            raise OperationalError("consuming input failed: " + _pg.BROKEN.rstrip("\n"))
        self._state = answer[-1]
        if answer[0] == "sql_error":
            raise server_error(answer, sql)
        return answer

    def cursor(self, name="", *, binary=False, row_factory=None, scrollable=None, withhold=False):
        self._check()
        return self.cursor_factory(self, row_factory=row_factory or self.row_factory)

    def __repr__(self):
        state = "BAD" if self._closed else _STATES[self._state]
        place = f"host={self._info['host']} database={self._info['dbname']}"
        return f"<psycopg.{type(self).__name__} [{state}] ({place}) at {id(self):#x}>"


class BaseCursor:
    """Executes statements and holds their results."""

    arraysize = 1

    def __init__(self, connection, *, row_factory=None):
        self._conn = connection
        self._row_factory = row_factory or connection.row_factory
        self._closed = False
        self._reset()

    connection = property(lambda self: self._conn)
    closed = property(lambda self: self._closed)
    row_factory = property(lambda self: self._row_factory)

    def _reset(self):
        self.description = None
        self.rowcount = -1
        self.statusmessage = None
        self.rownumber = None
        self._rows = None

    def _check(self):
        if self._closed:
            raise InterfaceError("the cursor is closed")

    def _sql(self, query, params):
        """The statement that is sent."""
        self._check()
        self._conn._check()
        self._reset()
        if not isinstance(query, (str, bytes)):
            query = query.as_string(self._conn)
        try:
            return _pg.merge(query, params, _cannot_adapt)
        except (IndexError, TypeError):
            if params is None or hasattr(params, "keys"):
                raise
            n = query.replace("%%", "").count("%")
            raise ProgrammingError(f"the query has {n} placeholder{'s' * (n != 1)} but {len(params)} parameters "
                                   "were passed") from None

    def _take(self, answer):
        _, self.statusmessage, self.rowcount, columns, rows, _ = answer
        if columns is not None:
            self.description = [Column(name, oid) for name, oid in columns]
            make = self._row_factory(self)
            self._rows = [make(row) for row in rows]
            self.rownumber = 0

    def _need_rows(self):
        self._check()
        if self._rows is None:
            raise ProgrammingError("the last operation didn't produce records (command status: "
                                   f"{self.statusmessage})" if self.statusmessage else "no result available")

    def _one(self):
        self._need_rows()
        if self.rownumber >= len(self._rows):
            return None
        self.rownumber += 1
        return self._rows[self.rownumber - 1]

    def _many(self, size):
        self._need_rows()
        start = self.rownumber
        self.rownumber = min(start + size, len(self._rows))
        return self._rows[start:self.rownumber]

    def __repr__(self):
        result = "closed" if self._closed else "no result" if self.statusmessage is None else \
            "COMMAND_OK" if self._rows is None else "TUPLES_OK"
        place = f"host={self._conn._info['host']} database={self._conn._info['dbname']}"
        state = "BAD" if self._conn._closed else _STATES[self._conn._state]
        return f"<psycopg.{type(self).__name__} [{result}] [{state}] ({place}) at {id(self):#x}>"


def _cannot_adapt(value):
    return ProgrammingError(f"cannot adapt type {type(value).__name__!r} using placeholder '%s' (format: AUTO)")
