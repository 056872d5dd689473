# timeslice: file site-packages/psycopg2/extras.py
"""psycopg2.extras: rows by name, many rows at once."""
import _pg
from collections import OrderedDict, namedtuple
from psycopg2.extensions import _cannot_adapt, cursor


class RealDictRow(OrderedDict):
    """A row as a dict."""

    def __repr__(self):
        return f"RealDictRow({dict(self)!r})" if len(self) else "RealDictRow()"


class RealDictCursor(cursor):
    """Rows are dicts."""

    def _made(self, row):
        return RealDictRow(zip(self._fields, row))


class DictRow(list):
    """A row that is found by number and by name."""

    def __init__(self, cursor, row):
        list.__init__(self, row)
        self._index = {name: i for i, name in enumerate(cursor._fields)}

    def __getitem__(self, key):
        return list.__getitem__(self, key if isinstance(key, (int, slice)) else self._index[key])

    def keys(self):
        return iter(self._index)

    def items(self):
        return ((name, self[name]) for name in self._index)

    def get(self, name, default=None):
        return self[name] if name in self._index else default

    def copy(self):
        return dict(self.items())

    def __contains__(self, name):
        return name in self._index


class DictCursor(cursor):
    """Rows are found by number and by name."""

    def _made(self, row):
        return DictRow(self, row)


class NamedTupleCursor(cursor):
    """Rows are named tuples."""

    def _made(self, row):
        return namedtuple("Record", self._fields)(*row)


def execute_values(cur, sql, argslist, template=None, page_size=100, fetch=False):
    """Executes a statement with `VALUES %s` for many rows, `page_size` at a time."""
    rows, fetched = list(argslist), []
    for i in range(0, len(rows), page_size):
        page = [_pg.merge(template, row, _cannot_adapt) if template else _pg.literal(tuple(row))
                for row in rows[i:i + page_size]]
        cur.execute(sql.replace("%s", ",".join(page).replace("%", "%%"), 1).replace("%%", "%"))
        if fetch:
            fetched.extend(cur.fetchall())
    return fetched if fetch else None


def execute_batch(cur, sql, argslist, page_size=100):
    """Executes a statement for many parameters, `page_size` at a time."""
    rows = list(argslist)
    for i in range(0, len(rows), page_size):
        cur.execute(";".join(_pg.merge(sql, row, _cannot_adapt) for row in rows[i:i + page_size]))


class Json:
    """A value as JSON."""

    def __init__(self, adapted, dumps=None):
        self.adapted = adapted
