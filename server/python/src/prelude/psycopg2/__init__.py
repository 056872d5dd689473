# timeslice: file site-packages/psycopg2/__init__.py
"""psycopg2: a database client that waits. The thread blocks until the answer is there."""
from psycopg2._errors import (
    DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError,
    OperationalError, ProgrammingError, Warning,
)
from psycopg2.extensions import connection as _connection

apilevel = "2.0"
paramstyle = "pyformat"
threadsafety = 2
__version__ = "2.9.13 (dt dec pq3 ext lo64)"


def connect(dsn=None, connection_factory=None, cursor_factory=None, **kwargs):
    """A connection. Waits until the server has answered."""
    if dsn is None and not kwargs:
        raise TypeError("missing dsn and no parameters")
    conn = (connection_factory or _connection)(dsn, **kwargs)
    if cursor_factory is not None:
        conn.cursor_factory = cursor_factory
    return conn
