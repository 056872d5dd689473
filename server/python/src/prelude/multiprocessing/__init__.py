"""`multiprocessing`: processes and what they share (P1 to P10). What is here are the methods of the default context."""

import sys
from multiprocessing import context, process, reduction

__all__ = [name for name in dir(context._default_context) if not name.startswith("_")]
globals().update((name, getattr(context._default_context, name)) for name in __all__)
SUBDEBUG, SUBWARNING = 5, 25

# A spawned child knows the program as `__mp_main__`; what it sends back is found here.
if "__main__" in sys.modules:
    sys.modules.setdefault("__mp_main__", sys.modules["__main__"])
