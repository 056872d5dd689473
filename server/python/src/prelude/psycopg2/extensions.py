# timeslice: file site-packages/psycopg2/extensions.py
"""psycopg2.extensions: connections and cursors."""
import _pg
from collections import namedtuple
from psycopg2._errors import InterfaceError, OperationalError, ProgrammingError, server_error

ISOLATION_LEVEL_AUTOCOMMIT, ISOLATION_LEVEL_READ_COMMITTED = 0, 1
ISOLATION_LEVEL_REPEATABLE_READ, ISOLATION_LEVEL_SERIALIZABLE = 2, 3
STATUS_READY, STATUS_BEGIN = 1, 2
TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_ACTIVE, TRANSACTION_STATUS_INTRANS, TRANSACTION_STATUS_INERROR = 0, 1, 2, 3
_STATES = {"idle": 0, "open": 2, "failed": 3}

Column = namedtuple("Column", "name type_code display_size internal_size precision scale null_ok", defaults=(None,) * 5)
Column.__repr__ = lambda self: f"Column(name={self.name!r}, type_code={self.type_code!r})"


class connection:
    """A session on the server."""

    cursor_factory = None

    def __init__(self, dsn=None, **kwargs):
        self._info = _pg.parse_dsn(dsn, kwargs)
        self.dsn = _pg.dsn_text(self._info) if dsn is None else _masked(dsn)
        self.autocommit = False
        self._closed = 0
        self._state = "idle"
        self.notices = []
        answer = _pg.open_session(self._info)
        if answer[0] == "failed":
            raise OperationalError(_pg.connect_error(answer[1], self._info))
        self._session = answer[1]

    closed = property(lambda self: self._closed)
    status = property(lambda self: STATUS_READY if self._state == "idle" else STATUS_BEGIN)
    server_version = property(lambda self: 170000)
    isolation_level = property(lambda self: 0 if self.autocommit else 1)

    def _check(self):
        if self._closed:
            raise InterfaceError("connection already closed")

    def cursor(self, name=None, cursor_factory=None, scrollable=None, withhold=False):
        self._check()
        return (cursor_factory or self.cursor_factory or cursor)(self)

    def _run(self, sql, cursor):
        """Executes statements; the answer, or the exception."""
        self._check()
        answer = _pg.run(self._info, self._session, sql, not self.autocommit)
        if answer[0] == "failed":
            self._closed = 2
            raise OperationalError(_pg.BROKEN)
        self._state = answer[-1]
        if answer[0] == "sql_error":
            raise server_error(answer, sql, cursor)
        return answer

    def _end(self, word):
        self._check()
        if self._state != "idle":
            answer = _pg.run(self._info, self._session, word, False)
            self._state = "idle"
            if answer[0] == "failed":
                self._closed = 2
                raise OperationalError(_pg.BROKEN)

    def commit(self):
        self._end("COMMIT")

    def rollback(self):
        self._end("ROLLBACK")

    def set_session(self, isolation_level=None, readonly=None, deferrable=None, autocommit=None):
        if autocommit is not None:
            self.autocommit = autocommit

    def set_isolation_level(self, level):
        self.autocommit = level == ISOLATION_LEVEL_AUTOCOMMIT

    def get_transaction_status(self):
        return _STATES[self._state]

    def get_backend_pid(self):
        return 4000 + self._session

    def get_dsn_parameters(self):
        return {k: str(v) for k, v in self._info.items() if k != "password"}

    def reset(self):
        self.rollback()

    def cancel(self):
        pass

    def close(self):
        if not self._closed:
            self._closed = 1
            _pg.close_session(self._session)

    def __del__(self):
        if getattr(self, "_session", None) is not None:
            self.close()

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, kind, exc, traceback):
        if kind is None:
            self.commit()
        else:
            self.rollback()

    def __repr__(self):
        return f"<connection object at {id(self):#x}; dsn: '{self.dsn}', closed: {self._closed}>"


def _masked(dsn):
    if "://" in dsn:
        return dsn
    return " ".join("password=xxx" if part.startswith("password=") else part for part in dsn.split())


connection.__module__ = "psycopg2.extensions"


class cursor:
    """Executes statements and holds their results."""

    arraysize = 1
    itersize = 2000
    row_factory = None

    def __init__(self, conn):
        self.connection = conn
        self.closed = False
        self.name = None
        self.query = None
        self._reset()

    def _reset(self):
        self.description = None
        self.rowcount = -1
        self.statusmessage = None
        self._rows = None
        self.rownumber = 0

    def _check(self):
        if self.closed:
            raise InterfaceError("cursor already closed")
        self.connection._check()

    def mogrify(self, query, vars=None):
        """The statement that would be sent."""
        return _pg.merge(query, vars, _cannot_adapt).encode()

    def execute(self, query, vars=None):
        """Executes a statement. Waits until the server has answered."""
        self._check()
        if not isinstance(query, (str, bytes)):
            query = query.as_string(self.connection)
        sql = _pg.merge(query, vars, _cannot_adapt)
        self._reset()
        if not sql.strip():
            raise ProgrammingError("can't execute an empty query")
        self.query = sql.encode()
        self._take(self.connection._run(sql, self))

    def _take(self, answer):
        _, self.statusmessage, self.rowcount, columns, rows, _ = answer
        if columns is not None:
            self.description = tuple([Column(name, oid) for name, oid in columns])
            self._rows = rows
            self._fields = [name for name, _ in columns]

    def executemany(self, query, vars_list):
        n = 0
        for vars in vars_list:
            self.execute(query, vars)
            n += self.rowcount
        self.rowcount = n

    def callproc(self, procname, parameters=None):
        marks = ", ".join(["%s"] * len(parameters or ()))
        self.execute(f"SELECT {procname}({marks})", parameters)

    def _need_rows(self):
        self._check()
        if self._rows is None:
            raise ProgrammingError("no results to fetch")

    def _made(self, row):
        return row

    def fetchone(self):
        self._need_rows()
        if self.rownumber >= len(self._rows):
            return None
        self.rownumber += 1
        return self._made(self._rows[self.rownumber - 1])

    def fetchmany(self, size=None):
        self._need_rows()
        start = self.rownumber
        self.rownumber = min(start + (self.arraysize if size is None else size), len(self._rows))
        return [self._made(row) for row in self._rows[start:self.rownumber]]

    def fetchall(self):
        self._need_rows()
        return self.fetchmany(len(self._rows))

    def scroll(self, value, mode="relative"):
        at = value if mode == "absolute" else self.rownumber + value
        if not 0 <= at < len(self._rows):
            raise ProgrammingError("scroll destination out of bounds")
        self.rownumber = at

    def __iter__(self):
        return self

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def copy_from(self, *args, **kwargs):
        raise NotImplementedError("psycopg2: COPY is not simulated; extras.execute_values() inserts many rows at once")

    copy_to = copy_expert = copy_from

    def close(self):
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def __repr__(self):
        return f"<cursor object at {id(self):#x}; closed: {-1 if self.closed else 0}>"


def _cannot_adapt(value):
    return ProgrammingError(f"can't adapt type '{type(value).__name__}'")


def quote_ident(name, scope=None):
    return '"' + name.replace('"', '""') + '"'
