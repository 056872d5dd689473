# timeslice: native
"""gc: the collector of reference cycles. It is native and has one generation; the rest of CPython's is for show."""
from _timeslice import collect as _collect, collect_automatically as _automatically

_threshold = (2000, 10, 0)
DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK = 1, 2, 4, 32, 38
garbage = []
callbacks = []


def collect(generation=2):
    """Collects; returns how many objects were found unreachable."""
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    n = _collect(False)
    # Finalizers have run by now; what they have not brought back goes.
    _collect(True)
    return n


def enable():
    """Switches automatic collection on."""
    _automatically(True)


def disable():
    """Switches automatic collection off."""
    _automatically(False)


def isenabled():
    """Whether automatic collection is on."""
    return _automatically(None)


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
