"""typing: protocols, and classes that are written as a list of annotations."""
from _annotations import of_class as _of_class
from typing import Generic, Union


class _ProtocolMeta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        from _abc import update_abstractmethods
        cls = type.__new__(mcls, name, bases, namespace, **kwargs)
        cls._is_protocol = any(b.__name__ == "Protocol" and b.__module__ == "typing" for b in bases)
        cls.__abstractmethods__ = frozenset()
        update_abstractmethods(cls)
        return cls

    def __call__(cls, *args, **kwds):
        if cls.__dict__.get("_is_protocol"):
            raise TypeError("Protocols cannot be instantiated")
        return type.__call__(cls, *args, **kwds)

    def __instancecheck__(cls, obj):
        if cls.__dict__.get("_is_protocol"):
            if not cls.__dict__.get("_is_runtime_protocol"):
                raise TypeError(
                    "Instance and class checks can only be used with @runtime_checkable protocols")
            return cls in type(obj).__mro__ or all(hasattr(obj, name) for name in _members(cls))
        return type.__instancecheck__(cls, obj)

    def __subclasscheck__(cls, other):
        if cls.__dict__.get("_is_protocol") and cls.__dict__.get("_is_runtime_protocol"):
            return cls in other.__mro__ or all(hasattr(other, name) for name in _members(cls))
        return type.__subclasscheck__(cls, other)


_NOT_MEMBERS = frozenset([
    "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__slots__", "__annotations__", "__annotate_func__",
    "__annotations_cache__", "__init__",
    "__abstractmethods__", "_is_protocol", "_is_runtime_protocol", "__class_getitem__", "__orig_bases__",
    "__parameters__", "__firstlineno__", "__static_attributes__", "__new__", "__hash__", "__match_args__",
])


def _members(cls):
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol"):
            names.update(base.__dict__)
            names.update(_of_class(base.__dict__, 4))
    return names - _NOT_MEMBERS


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base of structural types."""
    __module__ = "typing"
    __slots__ = ()


def runtime_checkable(cls):
    """Lets `isinstance` be used with a protocol: it looks for the members' names."""
    cls._is_runtime_protocol = True
    return cls




def _supports(name, method_name):
    def method(self):
        pass
    return runtime_checkable(_ProtocolMeta(name, (Protocol,), {"__module__": "typing", method_name: method}))


SupportsInt = _supports("SupportsInt", "__int__")
SupportsFloat = _supports("SupportsFloat", "__float__")
SupportsComplex = _supports("SupportsComplex", "__complex__")
SupportsBytes = _supports("SupportsBytes", "__bytes__")
SupportsIndex = _supports("SupportsIndex", "__index__")
SupportsAbs = _supports("SupportsAbs", "__abs__")
SupportsRound = _supports("SupportsRound", "__round__")


# === Classes written with annotations ===

class _NamedTupleMeta(type):
    def __new__(mcls, name, bases, namespace):
        from collections import namedtuple
        annotations = _of_class(namespace)
        defaults = []
        for field in annotations:
            if field in namespace:
                defaults.append(namespace[field])
            elif defaults:
                raise TypeError(f"non-default namedtuple field {field} cannot follow default field "
                                f"{[f for f in annotations if f in namespace][0]}")
        made = namedtuple(name, list(annotations), defaults=defaults, module=namespace["__module__"])
        made.__annotations__ = dict(annotations)
        for key, value in namespace.items():
            if key in ("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_asdict", "_make", "_replace"):
                raise AttributeError(f"Cannot overwrite NamedTuple attribute {key}")
            if key not in annotations and key not in (
                    "__module__", "__annotations__", "__annotate_func__", "__dict__", "__firstlineno__", "__static_attributes__"):
                setattr(made, key, value)
        return made


class _NamedTuple(tuple):
    def __mro_entries__(self, bases):
        return (_NamedTupleBase,)

    def __call__(self, typename, fields=(), /, **kwargs):
        fields = list(fields) or list(kwargs.items())
        from collections import namedtuple
        from _frames import caller
        found = caller(1)
        made = namedtuple(typename, [name for name, _ in fields], module=found[3] if found else "__main__")
        made.__annotations__ = dict(fields)
        return made

    def __repr__(self):
        return "<function NamedTuple>"


NamedTuple = _NamedTuple()
_NamedTupleBase = type.__new__(_NamedTupleMeta, "NamedTuple", (), {})


class _TypedDictMeta(type):
    def __new__(mcls, name, bases, namespace, total=True):
        cls = type.__new__(_TypedDictMeta, name, (dict,), namespace)
        annotations = {}
        for base in bases:
            annotations.update(getattr(base, "__annotations__", {}))
        annotations.update(_of_class(namespace))
        cls.__annotations__ = annotations
        cls.__total__ = total
        cls.__required_keys__ = frozenset(annotations) if total else frozenset()
        cls.__optional_keys__ = frozenset() if total else frozenset(annotations)
        return cls

    def __init__(cls, *args, **kwargs):
        type.__init__(cls, *args)

    def __call__(cls, *args, **kwargs):
        return dict(*args, **kwargs)

    def __instancecheck__(cls, obj):
        raise TypeError("TypedDict does not support instance and class checks")


class _TypedDict(tuple):
    def __mro_entries__(self, bases):
        return (_TypedDictBase,)

    def __call__(self, typename, fields, /, *, total=True):
        return _TypedDictMeta(typename, (), {"__annotations__": dict(fields)}, total=total)

    def __repr__(self):
        return "<function TypedDict>"


TypedDict = _TypedDict()
_TypedDictBase = type.__new__(_TypedDictMeta, "TypedDict", (), {})


class NewType:
    """A name for a type; calling it gives the value back."""

    def __init__(self, name, tp):
        self.__name__ = self.__qualname__ = name
        self.__supertype__ = tp
        from _frames import caller
        found = caller(1)
        self.__module__ = found[3] if found else "__main__"

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __call__(self, x, /):
        return x

    def __or__(self, other):
        return Union[self, other]
