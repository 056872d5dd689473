# timeslice: native
"""What the clients of the database share: statements with their parameters, connections, results."""
import _network
import _net

# Oids of `pg_type`.
TYPES = {16: "bool", 20: "int8", 23: "int4", 25: "text", 701: "float8"}


def literal(value):
    """A Python value as SQL."""
    if value is None:
        return "NULL"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        text = str(value)
        return text if text[:1] != "-" else " " + text
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, (bytes, bytearray)):
        return "'\\x" + value.hex() + "'"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ")"
    if isinstance(value, (list, dict)):
        from json import dumps

        return literal(dumps(value))
    if type(value).__name__ in ("datetime", "date", "time", "timedelta", "UUID", "Decimal"):
        return literal(str(value))
    return None


def merge(query, args, cannot_adapt):
    """A statement with `%s` and `%(name)s` replaced by literals."""
    if isinstance(query, bytes):
        query = query.decode()
    if args is None:
        return query
    out, i, position = [], 0, 0
    named = hasattr(args, "keys")
    while True:
        at = query.find("%", i)
        if at < 0:
            out.append(query[i:])
            break
        out.append(query[i:at])
        mark = query[at + 1:at + 2]
        if mark == "%":
            out.append("%")
            i = at + 2
            continue
        if mark == "(":
            end = query.find(")", at)
            value, i = args[query[at + 2:end]], end + 2
        elif mark in ("s", "b", "t"):
            if named:
                raise TypeError("dict is not a sequence")
            if position >= len(args):
                raise IndexError("tuple index out of range" if isinstance(args, tuple) else "list index out of range")
            value, i, position = args[position], at + 2, position + 1
        else:
            raise ValueError(f"unsupported format character '{mark}' (0x{ord(mark or ' '):x}) at index {at + 1}")
        text = literal(value)
        if text is None:
            raise cannot_adapt(value)
        out.append(text)
    if not named and position < len(args):
        raise TypeError("not all arguments converted during string formatting")
    return "".join(out)


def parse_dsn(dsn, kwargs):
    """Host, port and database of a connection string or keywords."""
    found = {}
    if dsn and "://" in dsn:
        from urllib.parse import unquote, urlsplit

        split = urlsplit(dsn)
        found = {"host": split.hostname, "port": split.port, "dbname": unquote(split.path[1:]), "user": split.username}
    elif dsn:
        for part in dsn.split():
            key, _, value = part.partition("=")
            found[key] = value.strip("'")
    found.update({("dbname" if k == "database" else k): v for k, v in kwargs.items() if v is not None})
    found["host"] = found.get("host") or "localhost"
    found["port"] = int(found.get("port") or 5432)
    found["user"] = found.get("user") or "postgres"
    found["dbname"] = found.get("dbname") or found["user"]
    return found


def dsn_text(info):
    """The connection string, without the password."""
    shown = {k: "xxx" if k == "password" else v for k, v in info.items() if k in ("user", "password", "dbname", "host", "port")}
    return " ".join(f"{k}={v}" for k, v in shown.items())


def connect_error(failure, info):
    """Why there is no connection, in libpq's words."""
    host, port = info["host"], info["port"]
    if failure == "unknown_host":
        return f'could not translate host name "{host}" to address: Name or service not known\n'
    server = f'connection to server at "{host}" ({_net.resolve(host)}), port {port} failed: '
    if failure == "refused":
        return server + "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n"
    if failure in ("connect_timeout", "timed_out"):
        return server + "timeout expired\n"
    if failure == "silent":
        return server + "Connection timed out\n\tIs the server running on that host and accepting TCP/IP connections?\n"
    return server + "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n" \
                    "\tbefore or while processing the request.\n"


BROKEN = ("server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n"
          "\tbefore or while processing the request.\n")


def error_text(message, position, detail, sql):
    """A server's error as libpq prints it, with the line that it is about."""
    text = message + "\n"
    if position is not None:
        before = sql[:position - 1]
        number = before.count("\n") + 1
        start = before.rfind("\n") + 1
        line = sql[start:].partition("\n")[0]
        head = f"LINE {number}: "
        text += f"{head}{line}\n{' ' * (len(head) + position - 1 - start)}^\n"
    if detail:
        text += f"DETAIL:  {detail}\n"
    return text


def open_session(info):
    """What comes of connecting; the thread waits."""
    timeout = info.get("connect_timeout")
    timeout = float(timeout) if timeout else None
    return _network.sql_connect(None, None, timeout, info["host"], info["port"], info["dbname"])


async def open_session_async(info):
    """What comes of connecting; the task waits."""
    timeout = info.get("connect_timeout")
    timeout = float(timeout) if timeout else None
    what = f"connect to {info['host']}"
    return await _net._exchange(_network.sql_connect, what, timeout, info["host"], info["port"], info["dbname"])


def run(info, session, sql, begins):
    """What statements come to; the thread waits."""
    return _network.sql(None, None, None, info["host"], info["port"], session, sql, begins)


async def run_async(info, session, sql, begins):
    """What statements come to; the task waits."""
    what = " ".join(sql.split())
    return await _net._exchange(_network.sql, what, None, info["host"], info["port"], session, sql, begins)


close_session = _network.sql_close

# SQLSTATE: name, base class. The names are PostgreSQL's conditions.
ERRORS = {
    "08003": ("ConnectionDoesNotExist", "OperationalError"),
    "0A000": ("FeatureNotSupported", "NotSupportedError"),
    "2201W": ("InvalidRowCountInLimitClause", "DataError"),
    "22003": ("NumericValueOutOfRange", "DataError"),
    "22012": ("DivisionByZero", "DataError"),
    "22P02": ("InvalidTextRepresentation", "DataError"),
    "23502": ("NotNullViolation", "IntegrityError"),
    "23503": ("ForeignKeyViolation", "IntegrityError"),
    "23505": ("UniqueViolation", "IntegrityError"),
    "23514": ("CheckViolation", "IntegrityError"),
    "25P02": ("InFailedSqlTransaction", "InternalError"),
    "3D000": ("InvalidCatalogName", "OperationalError"),
    "40001": ("SerializationFailure", "OperationalError"),
    "40P01": ("DeadlockDetected", "OperationalError"),
    "42601": ("SyntaxError", "ProgrammingError"),
    "42701": ("DuplicateColumn", "ProgrammingError"),
    "42702": ("AmbiguousColumn", "ProgrammingError"),
    "42703": ("UndefinedColumn", "ProgrammingError"),
    "42704": ("UndefinedObject", "ProgrammingError"),
    "42803": ("GroupingError", "ProgrammingError"),
    "42804": ("DatatypeMismatch", "ProgrammingError"),
    "42883": ("UndefinedFunction", "ProgrammingError"),
    "42P01": ("UndefinedTable", "ProgrammingError"),
    "42P07": ("DuplicateTable", "ProgrammingError"),
    "53100": ("DiskFull", "OperationalError"),
    "54000": ("ProgramLimitExceeded", "OperationalError"),
    "54001": ("StatementTooComplex", "OperationalError"),
    "55P03": ("LockNotAvailable", "OperationalError"),
    "57014": ("QueryCanceled", "OperationalError"),
}


def make_errors(namespace, module):
    """The classes of PostgreSQL's errors, by their names, into `namespace`; by SQLSTATE as the result."""
    by_code = {}
    for code, (name, base) in ERRORS.items():
        cls = type(name, (namespace[base],), {"__module__": module, "sqlstate": code})
        by_code[code] = namespace[name] = cls
    return by_code
