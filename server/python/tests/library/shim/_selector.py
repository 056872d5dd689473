"""Stand-in for `prelude/_selector.py`."""

from _timeslice import Selector  # noqa: F401
