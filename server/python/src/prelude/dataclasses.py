"""dataclasses: classes that mostly hold values. The methods they get are made in `_dataclasses`."""
from _dataclasses import (
    MISSING, FrozenInstanceError, eq_method, frozen_methods, hash_method, init_method, named, order_methods,
    repr_method,
)
from types import GenericAlias, MappingProxyType
import sys

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict",
    "astuple", "make_dataclass", "replace", "is_dataclass",
]

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class InitVar:
    """Annotation of a parameter of `__init__` that is no field but is passed to `__post_init__`."""
    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        name = self.type.__name__ if isinstance(self.type, type) else repr(self.type)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """A field of a dataclass."""
    __slots__ = (
        "name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata", "kw_only", "_kind",
    )

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = self.type = self._kind = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = MappingProxyType({} if metadata is None else metadata)
        self.kw_only = kw_only

    def __repr__(self):
        parts = [f"{name}={getattr(self, name)!r}" for name in (
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only")]
        return f"Field({','.join(parts)},_field_type={self._field_type})"

    @property
    def _field_type(self):
        return {"field": "_FIELD", "classvar": "_FIELD_CLASSVAR", "initvar": "_FIELD_INITVAR"}.get(self._kind)

    def __set_name__(self, owner, name):
        function = getattr(type(self.default), "__set_name__", None)
        if function:
            function(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING):
    """A field with options."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


class _Params:
    def __init__(self, **options):
        self.__dict__.update(options)

    def __repr__(self):
        return f"_DataclassParams({','.join([f'{k}={v!r}' for k, v in self.__dict__.items()])})"


def _annotation_is(annotation, name, classes):
    """Whether an annotation, perhaps still text, is the special form `name`."""
    if isinstance(annotation, str):
        text = annotation.strip().partition("[")[0].rstrip()
        return text == name or text.endswith("." + name)
    if annotation in classes:
        return True
    return getattr(annotation, "__origin__", None) in classes if classes else False


def _kind_of(annotation):
    if isinstance(annotation, InitVar) or annotation is InitVar or _annotation_is(annotation, "InitVar", ()):
        return "initvar"
    typing = sys.modules.get("typing")
    if _annotation_is(annotation, "ClassVar", (typing.ClassVar,) if typing else ()):
        return "classvar"
    return "field"


def _own_field(cls, name, annotation, default_kw_only):
    default = getattr(cls, name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if type(default).__name__ == "member_descriptor":
            default = MISSING
        f = field(default=default)
    f.name = name
    f.type = annotation
    f._kind = _kind_of(annotation)
    if f._kind != "field" and f.default_factory is not MISSING:
        raise TypeError(f"field {name} cannot have a default factory")
    if f._kind == "classvar":
        if f.kw_only is not MISSING:
            raise TypeError(f"field {name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = default_kw_only
    if f._kind == "field" and f.default is not MISSING and f.default.__class__.__hash__ is None:
        raise ValueError(
            f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory")
    return f


def _annotations(cls):
    from _annotations import of_class
    return of_class(cls.__dict__)


def _collect_fields(cls, kw_only):
    """All fields by name: the bases', then the class's own."""
    result = {}
    any_frozen_base = has_base = False
    all_frozen = True
    for base in cls.__mro__[-1:0:-1]:
        inherited = base.__dict__.get(_FIELDS)
        if inherited is not None:
            has_base = True
            for f in inherited.values():
                result[f.name] = f
            if base.__dict__[_PARAMS].frozen:
                any_frozen_base = True
            else:
                all_frozen = False
    own = []
    seen_kw_only = False
    annotations = _annotations(cls)
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or _annotation_is(annotation, "KW_ONLY", ()):
            if seen_kw_only:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            seen_kw_only = kw_only = True
        else:
            own.append(_own_field(cls, name, annotation, kw_only))
    for f in own:
        result[f.name] = f
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return result, has_base, any_frozen_base, all_frozen


def _process(cls, params, match_args, kw_only, slots, weakref_slot):
    result, has_base, any_frozen_base, all_frozen = _collect_fields(cls, kw_only)
    if has_base:
        if any_frozen_base and not params.frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all_frozen and params.frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, result)
    setattr(cls, _PARAMS, params)
    own_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (own_hash is MISSING or own_hash is None and "__eq__" in cls.__dict__)
    if params.order and not params.eq:
        raise ValueError("eq must be true if order is true")
    all_init = [f for f in result.values() if f._kind != "classvar"]
    real = [f for f in all_init if f._kind == "field"]
    positional = [f for f in all_init if f.init and not f.kw_only]
    if params.init:
        seen = None
        for f in positional:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen = f
            elif seen:
                tail = f" {seen.name!r}" if sys.version_info >= (3, 13) else ""
                raise TypeError(f"non-default argument {f.name!r} follows default argument{tail}")
        _set_new(cls, init_method(
            cls, positional + [f for f in all_init if not (f.init and not f.kw_only)], params.frozen, "self",
            hasattr(cls, "__post_init__"), slots))
    if params.repr:
        _set_new(cls, repr_method(cls, [f.name for f in real if f.repr]))
    compared = [f.name for f in real if f.compare]
    if params.eq:
        _set_new(cls, eq_method(cls, compared))
    if params.order:
        for method in order_methods(cls, compared):
            if _set_new(cls, method):
                stop = "" if sys.version_info >= (3, 13) else "."
                raise TypeError(
                    f"Cannot overwrite attribute {method.__name__} in class {cls.__name__}{stop} "
                    "Consider using functools.total_ordering")
    holder = None
    if params.frozen:
        holder, methods = frozen_methods(cls, frozenset([f.name for f in real]))
        for method in methods:
            if _set_new(cls, method):
                raise TypeError(f"Cannot overwrite attribute {method.__name__} in class {cls.__name__}")
    _set_hash(cls, params, real, has_explicit_hash)
    if not cls.__dict__.get("__doc__"):
        cls.__doc__ = cls.__name__ + _text_signature(positional, [f for f in all_init if f.init and f.kw_only])
    if match_args and "__match_args__" not in cls.__dict__:
        cls.__match_args__ = tuple([f.name for f in positional])
    if sys.version_info >= (3, 13):
        _set_new(cls, named(cls, "__replace__", _replace))
    if slots:
        cls = _with_slots(cls, params.frozen, [f.name for f in real], weakref_slot)
        if holder:
            holder[0] = cls
    elif weakref_slot:
        raise TypeError("weakref_slot is True but slots is False")
    if getattr(cls, "__abstractmethods__", None):
        from abc import update_abstractmethods
        update_abstractmethods(cls)
    return cls


def _set_new(cls, method):
    if method.__name__ in cls.__dict__:
        return True
    setattr(cls, method.__name__, method)
    return False


def _set_hash(cls, params, real, has_explicit_hash):
    names = [f.name for f in real if (f.compare if f.hash is None else f.hash)]
    if params.unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        cls.__hash__ = hash_method(cls, names)
    elif params.eq and not has_explicit_hash:
        cls.__hash__ = hash_method(cls, names) if params.frozen else None


def _text_signature(positional, kwonly):
    parts = []
    for f in positional + ["*"] + kwonly if kwonly else positional:
        if f == "*":
            parts.append("*")
            continue
        text = f"{f.name}: {f.type!r}" if isinstance(f.type, str) else f"{f.name}: {_type_text(f.type)}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        parts.append(text)
    return f"({', '.join(parts)})"


def _type_text(annotation):
    if isinstance(annotation, type) and not hasattr(annotation, "__args__"):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


def _with_slots(cls, is_frozen, names, weakref_slot):
    """The class again, with `__slots__`."""
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    inherited = set()
    for base in cls.__mro__[1:-1]:
        slots = base.__dict__.get("__slots__", ())
        inherited.update((slots,) if isinstance(slots, str) else slots)
    slots = [name for name in names if name not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        slots.append("__weakref__")
    namespace["__slots__"] = tuple(slots)
    for name in names:
        namespace.pop(name, None)
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    qualname = cls.__qualname__
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    new.__qualname__ = qualname
    # Methods that use `super()` or `__class__` hold the class in a cell.
    for value in namespace.values():
        function = getattr(value, "__func__", getattr(value, "fget", value))
        for cell in getattr(function, "__closure__", None) or ():
            try:
                if cell.cell_contents is cls:
                    cell.cell_contents = new
            except ValueError:
                pass
    if is_frozen:
        for name, method in (("__getstate__", _getstate), ("__setstate__", _setstate)):
            if name not in namespace:
                setattr(new, name, method)
    return new


def _getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Adds `__init__`, `__repr__`, `__eq__` and, as asked, others to a class with annotated fields."""
    def wrap(cls):
        params = _Params(init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen)
        return _process(cls, params, match_args, kw_only, slots, weakref_slot)
    return wrap if cls is None else wrap(cls)


# === Use ===

def fields(class_or_instance):
    """The fields, as a tuple."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._kind == "field"])


def is_dataclass(obj):
    """Whether it is a dataclass or an instance of one."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The values by name, recursively."""
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _convert(obj, lambda pairs: dict_factory(pairs))


def astuple(obj, *, tuple_factory=tuple):
    """The values in order, recursively."""
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _convert(obj, lambda pairs: tuple_factory([value for _, value in pairs]))


def _convert(obj, make):
    cls = type(obj)
    if hasattr(cls, _FIELDS):
        return make([(f.name, _convert(getattr(obj, f.name), make)) for f in fields(obj)])
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return cls(*[_convert(x, make) for x in obj])
    if isinstance(obj, (list, tuple)):
        return cls([_convert(x, make) for x in obj])
    if isinstance(obj, dict):
        pairs = [(_convert(k, make), _convert(v, make)) for k, v in obj.items()]
        return cls(obj.default_factory, pairs) if hasattr(cls, "default_factory") else cls(pairs)
    if cls is int or cls is str or cls is float or cls is bool or obj is None:
        return obj
    import copy
    return copy.deepcopy(obj)


def replace(obj, /, **changes):
    """A new object with some fields changed."""
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._kind == "classvar":
            continue
        if not f.init:
            if f.name in changes:
                error = TypeError if sys.version_info >= (3, 13) else ValueError
                raise error(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
        elif f.name not in changes:
            if f._kind == "initvar" and f.default is MISSING:
                error = TypeError if sys.version_info >= (3, 13) else ValueError
                raise error(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, module=None, **options):
    """A dataclass from a list of names, (name, type) or (name, type, field)."""
    body = dict(namespace or {})
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name, kind = item, "typing.Any"
        elif len(item) == 2:
            name, kind = item
        elif len(item) == 3:
            name, kind, body[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = kind
    body["__annotations__"] = annotations
    if module is None:
        from _frames import caller
        found = caller(1)
        module = found[3] if found else "__main__"
    body["__module__"] = module
    return dataclass(type(cls_name, bases, body), **options)
