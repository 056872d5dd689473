# timeslice: file site-packages/psycopg/__init__.py
"""psycopg (version 3): a database client that waits (`Connection`) and one that awaits (`AsyncConnection`)."""
from psycopg import errors, rows
from psycopg._async import AsyncConnection, AsyncCursor
from psycopg._base import Column, Rollback
from psycopg._sync import Connection, Cursor
from psycopg.errors import (
    DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError,
    OperationalError, ProgrammingError, Warning,
)

__version__ = "3.3.9"
apilevel = "2.0"
paramstyle = "pyformat"
threadsafety = 2
connect = Connection.connect
