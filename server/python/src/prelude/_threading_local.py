# timeslice: native
"""`threading.local` (T7): an object whose attributes each thread sees for itself.

Stands for the C type `_thread._local`. The attributes live in the thread's `_timeslice.thread_state()`, keyed by a
slot of the object. A subclass's `__init__` runs again in every thread that touches the object, with the arguments of the first.
"""

from _timeslice import thread_state


class _Slot:
    """What identifies one `local` in the dictionaries of the threads (an id could be used again)."""

    def __init__(self, args, kwargs):
        self.args = args
        self.kwargs = kwargs


class local:
    """Attributes per thread."""

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls.__init__ is object.__init__:
            raise TypeError("Initialization arguments are not supported")
        self = object.__new__(cls)
        slot = _Slot(args, kwargs)
        object.__setattr__(self, "_local_slot", slot)
        thread_state()[slot] = {}
        return self

    def __getattribute__(self, name):
        values = _values(self)
        if name in values:
            return values[name]
        if name == "__dict__":
            return values
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            if name[:2] == "__":
                raise
        raise _missing(self, name)

    def __setattr__(self, name, value):
        if name == "__dict__":
            raise AttributeError(f"{_type_name(self)!r} object attribute '__dict__' is read-only")
        descriptor = getattr(type(self), name, None)
        if descriptor is not None and hasattr(type(descriptor), "__set__"):
            object.__setattr__(self, name, value)
        else:
            _values(self)[name] = value

    def __delattr__(self, name):
        values = _values(self)
        if name not in values:
            raise _missing(self, name)
        del values[name]

    def __del__(self):
        thread_state().pop(object.__getattribute__(self, "_local_slot"), None)

    def __repr__(self):
        return f"<{_type_name(self)} object at {id(self):#x}>"


def _values(obj):
    state = thread_state()
    slot = object.__getattribute__(obj, "_local_slot")
    values = state.get(slot)
    if values is None:
        values = state[slot] = {}
        cls = type(obj)
        if cls.__init__ is not object.__init__:
            cls.__init__(obj, *slot.args, **slot.kwargs)
    return values


def _type_name(obj):
    return "_thread._local" if type(obj) is local else type(obj).__name__


def _missing(obj, name):
    return AttributeError(f"{_type_name(obj)!r} object has no attribute {name!r}")


local.__module__ = "_thread"
local.__qualname__ = local.__name__ = "_local"
