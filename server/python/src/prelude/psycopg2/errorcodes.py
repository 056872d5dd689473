# timeslice: file site-packages/psycopg2/errorcodes.py
"""psycopg2.errorcodes: SQLSTATEs by name."""
import _pg


def _screaming(name):
    return "".join("_" + c if c.isupper() and i else c for i, c in enumerate(name)).upper()


for _code, (_name, _) in _pg.ERRORS.items():
    globals()[_screaming(_name)] = _code
