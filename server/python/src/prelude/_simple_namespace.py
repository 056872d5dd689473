# timeslice: native
"""`types.SimpleNamespace`, which `sys` needs before there are types."""


class SimpleNamespace:
    """An object with the attributes given."""
    __module__ = "types"

    def __init__(self, mapping_or_iterable=(), /, **kwargs):
        self.__dict__.update(mapping_or_iterable)
        self.__dict__.update(kwargs)

    def __repr__(self):
        from _timeslice import repr_enter, repr_leave
        name = "namespace" if type(self) is SimpleNamespace else type(self).__name__
        if not repr_enter(self):
            return f"{name}(...)"
        try:
            return f"{name}({', '.join([f'{k}={v!r}' for k, v in self.__dict__.items()])})"
        finally:
            repr_leave(self)

    def __eq__(self, other):
        if isinstance(other, SimpleNamespace):
            return self.__dict__ == other.__dict__
        return NotImplemented

    __hash__ = None
