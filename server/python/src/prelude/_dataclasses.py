"""The methods that `dataclass` gives to a class, as closures over its fields."""
from _arguments import bind
from _timeslice import repr_enter, repr_leave
import sys

MISSING = type("_MISSING_TYPE", (), {"__module__": "dataclasses"})()
_FACTORY = object()


class FrozenInstanceError(AttributeError):
    """An assignment to a frozen dataclass."""
    __module__ = "dataclasses"


def named(cls, name, method):
    """Gives a method the name it has in its class."""
    method.__name__ = name
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    method.__module__ = cls.__module__
    return method


def init_method(cls, fields, frozen, self_name, has_post_init, slots):
    """`__init__`. `fields`: the Field objects in order, InitVar pseudo-fields included."""
    qualname = f"{cls.__qualname__}.__init__"
    positional = tuple([f.name for f in fields if f.init and not f.kw_only])
    kwonly = tuple([f.name for f in fields if f.init and f.kw_only])
    optional = frozenset([f.name for f in fields if f.default is not MISSING or f.default_factory is not MISSING])
    # One step per field: (name, given by the caller, default, factory, is an InitVar).
    steps = []
    simple = not frozen
    for f in fields:
        is_initvar = f._kind == "initvar"
        if not f.init and f.default_factory is MISSING and (f.default is MISSING or not slots):
            continue
        steps.append((f.name, f.init, f.default, f.default_factory, is_initvar))
        if not f.init or f.kw_only or is_initvar:
            simple = False
    count = len(positional)
    assign = object.__setattr__

    def __init__(self, /, *args, **kwargs):
        if simple and not kwargs and len(args) == count:
            i = 0
            for name in positional:
                setattr(self, name, args[i])
                i += 1
        else:
            bound = bind(qualname, positional, kwonly, optional, args, kwargs)
            initvars = []
            for name, in_init, default, factory, is_initvar in steps:
                if in_init and name in bound:
                    value = bound[name]
                elif factory is not MISSING:
                    value = factory()
                else:
                    value = default
                if is_initvar:
                    initvars.append(value)
                elif frozen:
                    assign(self, name, value)
                else:
                    setattr(self, name, value)
            if has_post_init:
                self.__post_init__(*initvars)
            return
        if has_post_init:
            self.__post_init__()

    annotations = {f.name: f.type for f in fields if f.init}
    annotations["return"] = None
    __init__.__annotations__ = annotations
    return named(cls, "__init__", __init__)


def repr_method(cls, names):
    """`__repr__`."""
    def __repr__(self):
        if not repr_enter(self):
            return "..."
        try:
            parts = [f"{name}={getattr(self, name)!r}" for name in names]
        finally:
            repr_leave(self)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"
    return named(cls, "__repr__", __repr__)


def eq_method(cls, names):
    """`__eq__`."""
    by_tuple = sys.version_info < (3, 13)

    def __eq__(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        if by_tuple:
            return (tuple([getattr(self, name) for name in names])
                    == tuple([getattr(other, name) for name in names]))
        if self is other:
            return True
        for name in names:
            if not getattr(self, name) == getattr(other, name):
                return False
        return True
    return named(cls, "__eq__", __eq__)


def order_methods(cls, names):
    """`__lt__`, `__le__`, `__gt__`, `__ge__`."""
    def key(self):
        return tuple([getattr(self, name) for name in names])

    def __lt__(self, other):
        return key(self) < key(other) if other.__class__ is self.__class__ else NotImplemented

    def __le__(self, other):
        return key(self) <= key(other) if other.__class__ is self.__class__ else NotImplemented

    def __gt__(self, other):
        return key(self) > key(other) if other.__class__ is self.__class__ else NotImplemented

    def __ge__(self, other):
        return key(self) >= key(other) if other.__class__ is self.__class__ else NotImplemented
    return [named(cls, method.__name__, method) for method in (__lt__, __le__, __gt__, __ge__)]


def hash_method(cls, names):
    """`__hash__`."""
    def __hash__(self):
        return hash(tuple([getattr(self, name) for name in names]))
    return named(cls, "__hash__", __hash__)


def frozen_methods(cls, names):
    """`__setattr__` and `__delattr__` that refuse. `get_class`: the class itself may be remade for slots."""
    def __setattr__(self, name, value):
        if type(self) is holder[0] or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(holder[0], self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is holder[0] or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(holder[0], self).__delattr__(name)
    holder = [cls]
    return holder, [named(cls, "__setattr__", __setattr__), named(cls, "__delattr__", __delattr__)]
