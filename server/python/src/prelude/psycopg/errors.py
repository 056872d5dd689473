# timeslice: file site-packages/psycopg/errors.py
"""psycopg.errors: a class for each of PostgreSQL's errors."""
import _pg


class Warning(Exception):
    pass


class Error(Exception):
    sqlstate = None

    def __init__(self, *args, info=None, encoding="utf-8"):
        Exception.__init__(self, *args)
        self.diag = info

    pgconn = None


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


for _class in (Warning, Error, InterfaceError, DatabaseError, DataError, OperationalError, IntegrityError, InternalError,
               ProgrammingError, NotSupportedError):
    _class.__module__ = "psycopg"


class Diagnostic:
    """The parts of a server's error."""

    def __init__(self, code, message, position, detail):
        self.severity = "ERROR"
        self.sqlstate = code
        self.message_primary = message
        self.message_detail = detail
        self.statement_position = None if position is None else str(position)
        self.constraint_name = message.split('"')[1] if "unique constraint" in message else None


_by_code = _pg.make_errors(globals(), "psycopg.errors")


def lookup(sqlstate):
    """The class of a SQLSTATE."""
    return _by_code[sqlstate.upper()]


def server_error(answer, sql):
    """The exception of a statement that failed."""
    _, code, message, position, detail, _ = answer
    text = _pg.error_text(message, position, detail, sql)
    return _by_code.get(code, DatabaseError)(text.rstrip("\n"), info=Diagnostic(code, message, position, detail))
