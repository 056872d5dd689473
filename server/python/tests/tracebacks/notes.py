"""Notes below a message, also of several lines."""
e = ValueError("with notes")
e.add_note("first")
e.add_note("second\nof two lines")
try:
    raise e
except ValueError as e:
    other = RuntimeError()
    other.add_note("on an empty one")
    raise other
