# timeslice: native
"""gc: the collector of reference cycles. Collections happen when asked for."""
from _timeslice import collect as _collect

_enabled = True
_threshold = (2000, 10, 0)
DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK = 1, 2, 4, 32, 38
garbage = []
callbacks = []


def collect(generation=2):
    """Collects; returns how many objects were found unreachable."""
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    return _collect()


def enable():
    """Switches automatic collection on."""
    global _enabled
    _enabled = True


def disable():
    """Switches automatic collection off."""
    global _enabled
    _enabled = False


def isenabled():
    """Whether automatic collection is on."""
    return _enabled


def get_threshold():
    """The thresholds."""
    return _threshold


def set_threshold(threshold0, *more):
    """Sets the thresholds."""
    global _threshold
    _threshold = ((threshold0, *more) + _threshold[1 + len(more):])[:3]


def get_count():
    """The counters: not kept."""
    return 0, 0, 0


def freeze():
    """Has no effect."""


unfreeze = freeze
