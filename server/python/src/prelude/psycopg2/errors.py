# timeslice: file site-packages/psycopg2/errors.py
"""psycopg2.errors: a class for each of PostgreSQL's errors."""
from psycopg2._errors import *
from psycopg2._errors import by_code


def lookup(code):
    """The class of a SQLSTATE."""
    return by_code[code]
