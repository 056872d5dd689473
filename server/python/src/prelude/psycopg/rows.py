# timeslice: file site-packages/psycopg/rows.py
"""psycopg.rows: what rows are made into."""
from collections import namedtuple


def _names(cursor):
    return [column.name for column in cursor.description or ()]


def tuple_row(cursor):
    return tuple


def dict_row(cursor):
    names = _names(cursor)
    return lambda values: dict(zip(names, values))


def namedtuple_row(cursor):
    return namedtuple("Row", _names(cursor))._make


def scalar_row(cursor):
    return lambda values: values[0]


def class_row(cls):
    def factory(cursor):
        names = _names(cursor)
        return lambda values: cls(**dict(zip(names, values)))

    return factory


def args_row(func):
    return lambda cursor: lambda values: func(*values)


def kwargs_row(func):
    def factory(cursor):
        names = _names(cursor)
        return lambda values: func(**dict(zip(names, values)))

    return factory
