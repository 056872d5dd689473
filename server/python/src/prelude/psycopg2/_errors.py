# timeslice: file site-packages/psycopg2/_errors.py
"""psycopg2's exceptions."""
import _pg


class Warning(Exception):
    pass


class Error(Exception):
    pgcode = None
    pgerror = None
    cursor = None
    diag = None


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
    _class.__module__ = "psycopg2"


class Diagnostics:
    """The parts of a server's error."""

    def __init__(self, code, message, position, detail):
        self.severity = "ERROR"
        self.sqlstate = code
        self.message_primary = message
        self.message_detail = detail
        self.statement_position = None if position is None else str(position)
        self.constraint_name = message.split('"')[1] if "unique constraint" in message else None


by_code = _pg.make_errors(globals(), "psycopg2.errors")


def server_error(answer, sql, cursor):
    """The exception of a statement that failed."""
    _, code, message, position, detail, _ = answer
    text = _pg.error_text(message, position, detail, sql)
    exc = by_code.get(code, DatabaseError)(text)
    exc.pgcode = code
    exc.pgerror = "ERROR:  " + text
    exc.cursor = cursor
    exc.diag = Diagnostics(code, message, position, detail)
    return exc
