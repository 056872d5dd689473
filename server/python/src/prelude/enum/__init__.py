"""enum: enumerations. Flags are in `enum._flag`."""
from types import DynamicClassAttribute, MappingProxyType
from enum._namespace import _AUTO, EnumDict, auto, member, nonmember
import sys

__all__ = [
    "CONFORM", "CONTINUOUS", "EJECT", "Enum", "EnumCheck", "EnumMeta", "EnumType", "Flag", "FlagBoundary", "IntEnum",
    "IntFlag", "KEEP", "NAMED_FLAGS", "ReprEnum", "STRICT", "StrEnum", "UNIQUE", "auto", "member", "nonmember", "property", "unique", "verify",
]

_property = property


class property(DynamicClassAttribute):
    """An attribute of members that does not hide a member of the same name."""

    def __set_name__(self, owner, name):
        self.name = name
        self.clsname = owner.__name__

    def __get__(self, instance, owner=None):
        if instance is None:
            found = owner._member_map_.get(self.name)
            if found is None:
                raise AttributeError(f"{owner!r} has no attribute {self.name!r}")
            return found
        if self.fget is None:
            raise AttributeError(f"{owner!r} has no attribute {self.name!r}")
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        self.fset(instance, value)


_EnumDict = EnumDict


class EnumType(type):
    """Metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        for base in bases:
            if isinstance(base, EnumType) and base._member_names_:
                raise TypeError(f"{_shown(cls, base)} cannot extend {base!r}")
        namespace = EnumDict(cls)
        base = _enum_base(bases)
        if base is not None:
            namespace._generate_next_value = getattr(
                base._generate_next_value_, "__func__", base._generate_next_value_)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        names = list(classdict._member_names)
        ignored = classdict._ignore
        namespace = dict(classdict)
        for name in ignored:
            namespace.pop(name, None)
        namespace.pop("_ignore_", None)
        values = [(name, namespace.pop(name)) for name in names if name in namespace]
        for name in names:
            if name == "mro":
                raise ValueError("invalid enum member name(s) 'mro'")
        if isinstance(namespace.get("_generate_next_value_"), type(_shown)):
            namespace["_generate_next_value_"] = staticmethod(namespace["_generate_next_value_"])
        base = _enum_base(bases)
        namespace["_member_names_"] = []
        namespace["_member_map_"] = {}
        namespace["_value2member_map_"] = {}
        namespace["_unhashable_values_"] = []
        namespace["_member_type_"] = member_type = _member_type(bases)
        if boundary is None:
            boundary = getattr(base, "_boundary_", None)
        namespace["_boundary_"] = boundary
        saved_new = namespace.get("__new__")
        enum_class = type.__new__(metacls, cls, bases, namespace, **kwds)
        _choose_methods(enum_class, base, member_type, namespace)
        creator = _creator(enum_class, member_type, saved_new)
        enum_class._new_member_ = creator
        is_flag = base is not None and any(b.__name__ == "Flag" and b.__module__ == "enum" for b in base.__mro__)
        if is_flag:
            enum_class._flag_mask_ = enum_class._singles_mask_ = enum_class._all_bits_ = 0
        for name, value in values:
            _add_member(enum_class, name, value, creator, member_type, is_flag)
        if base is not None:
            if saved_new is not None:
                enum_class.__new_member__ = saved_new
            enum_class.__new__ = Enum.__new__
        if is_flag:
            from enum._flag import finish
            finish(enum_class)
        return enum_class

    def __init__(cls, *args, **kwds):
        type.__init__(cls, *args[:3])

    def __bool__(cls):
        return True

    def __call__(cls, value, names=_AUTO, *values, module=None, qualname=None, type=None, start=1, boundary=None):
        if cls._member_map_:
            if names is not _AUTO:
                value = (value, names, *values)
            return cls.__new__(cls, value)
        if names is _AUTO and type is None:
            return cls.__new__(cls, value)
        return _functional(cls, value, None if names is _AUTO else names, module, qualname, type, start, boundary)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        if sys.version_info < (3, 12):
            if not isinstance(value, Enum):
                raise TypeError(
                    f"unsupported operand type(s) for 'in': '{type(value).__qualname__}' and "
                    f"'{cls.__class__.__qualname__}'")
            return False
        try:
            return value in cls._value2member_map_ or cls._contains_flag(value)
        except TypeError:
            return any(value == m._value_ for m in cls._member_map_.values())

    if sys.version_info < (3, 12):
        def __getattr__(cls, name):
            if name in cls.__dict__.get("_member_map_", {}):
                return cls._member_map_[name]
            raise AttributeError(name) from None

    def _contains_flag(cls, value):
        if not hasattr(cls, "_flag_mask_"):
            return False
        try:
            cls(value)
            return True
        except ValueError:
            return False

    def __delattr__(cls, name):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {name!r}.")
        super().__delattr__(name)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __dir__(cls):
        return sorted({"__class__", "__doc__", "__members__", "__module__", *cls._member_names_, *dir(object)})

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    @_property
    def __members__(cls):
        """All names, aliases included, and their members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if hasattr(cls, "_flag_mask_") else "enum"
        return f"<{kind} {cls.__name__!r}>"


EnumMeta = EnumType


def _shown(name, base):
    return f"<flag {name!r}>" if hasattr(base, "_flag_mask_") else f"<enum {name!r}>"


def _enum_base(bases):
    """The last of the bases, which must be the enum; None for Enum itself."""
    if not bases:
        return None
    if not isinstance(bases[-1], EnumType):
        raise TypeError("new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`")
    return bases[-1]


def _member_type(bases):
    """The data type that members also are: int, str, a class with its own values; or object."""
    for chain in bases:
        for base in chain.__mro__:
            if base is object:
                continue
            if isinstance(base, EnumType):
                if base.__dict__.get("_member_type_", object) is not object:
                    return base._member_type_
                continue
            if "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                return chain
    return object


_BIT_OPERATORS = ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__", "__invert__")


def _choose_methods(cls, base, member_type, namespace):
    """A mixed-in type brings its `__new__`, but repr, str and format are the enum's."""
    if base is None:
        return
    flag = globals().get("Flag")
    if flag is not None and flag in cls.__mro__:
        for name in _BIT_OPERATORS:
            if name not in namespace and getattr(cls, name) is getattr(member_type, name, None):
                type.__setattr__(cls, name, getattr(flag, name))
    repr_enum = globals().get("ReprEnum")
    is_repr_enum = repr_enum is None or repr_enum in cls.__mro__
    for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
        if name in namespace:
            continue
        if name in ("__str__", "__format__") and is_repr_enum and member_type is not object:
            method = getattr(member_type, name)
            if method is object.__str__ or name == "__str__" and member_type in (int, float, complex, bytes, tuple):
                method = member_type.__repr__
            type.__setattr__(cls, name, method)
            continue
        found = getattr(cls, name)
        if found is getattr(member_type, name, None) or found is getattr(object, name, None):
            type.__setattr__(cls, name, getattr(base, name))


def _creator(cls, member_type, saved_new):
    """What makes a member object."""
    if saved_new is not None:
        return getattr(saved_new, "__func__", saved_new)
    for base in cls.__mro__[1:]:
        new = base.__dict__.get("__new_member__")
        if new is not None:
            return getattr(new, "__func__", new)
    return None if member_type is object else member_type.__new__


def _add_member(cls, name, value, creator, member_type, is_flag):
    args = value if isinstance(value, tuple) else (value,)
    if member_type is tuple:
        args = (args,)
    if creator is None:
        new = object.__new__(cls)
    else:
        new = creator(cls, *args)
    if "_value_" not in new.__dict__:
        if member_type is object:
            new._value_ = value
        else:
            try:
                new._value_ = member_type(*args)
            except Exception as exc:
                error = TypeError("_value_ not set in __new__, unable to create it")
                error.__cause__ = exc
                raise error
    value = new._value_
    new._name_ = name
    new.__objclass__ = cls
    found = None
    try:
        found = cls._value2member_map_.get(value)
        hashable = True
    except TypeError:
        hashable = False
        for other in cls._member_map_.values():
            if other._value_ == value:
                found = other
    if found is None and not (is_flag and not _is_single(value)):
        for other in cls._member_map_.values():
            if hashable and other._value_ == value:
                found = other
    if found is not None:
        new = found
    else:
        if not is_flag or _is_single(value):
            cls._member_names_.append(name)
        new._sort_order_ = len(cls._member_names_)
        new.__init__(*args)
    if is_flag and isinstance(value, int):
        type.__setattr__(cls, "_flag_mask_", cls._flag_mask_ | value)
        if _is_single(value):
            type.__setattr__(cls, "_singles_mask_", cls._singles_mask_ | value)
    cls._member_map_[name] = new
    if not isinstance(cls.__dict__.get(name), property) and not isinstance(getattr(cls, name, None), property):
        type.__setattr__(cls, name, new)
    if hashable:
        cls._value2member_map_.setdefault(value, new)
    else:
        cls._unhashable_values_.append(value)


def _is_single(value):
    return not isinstance(value, int) or value > 0 and value & (value - 1) == 0


def _functional(cls, class_name, names, module, qualname, mixin, start, boundary):
    """`Enum("Name", "A B C")`."""
    metacls = cls.__class__
    bases = (cls,) if mixin is None else (mixin, cls)
    namespace = metacls.__prepare__(class_name, bases)
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
        values = []
        pairs = []
        for i, name in enumerate(names):
            value = cls._generate_next_value_(name, start, i, values[:])
            values.append(value)
            pairs.append((name, value))
        names = pairs
    for item in names or ():
        name, value = (item, names[item]) if isinstance(item, str) else item
        namespace[name] = value
    if module is None:
        from _frames import caller
        found = caller(2)
        module = found[3] if found else "__main__"
    namespace["__module__"] = module
    if qualname is not None:
        namespace["__qualname__"] = qualname
    return metacls.__new__(metacls, class_name, bases, namespace, boundary=boundary)


class Enum(metaclass=EnumType):
    """An enumeration: a class whose instances are a fixed set of named values."""

    def __new__(cls, value):
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:
            for m in cls._member_map_.values():
                if m._value_ == value:
                    return m
        if not cls._member_map_ and not hasattr(cls, "_flag_mask_"):
            raise TypeError(f"{cls!r} has no members; specify `names=()` if you meant to create a new, empty, enum"
                            if sys.version_info >= (3, 12) else f"{cls!r} has no members defined")
        error = None
        try:
            result = cls._missing_(value)
        except Exception as exc:
            error = exc
            result = None
        if isinstance(result, cls):
            return result
        if getattr(cls, "_boundary_", None) is not None and isinstance(result, int) \
                and cls._boundary_.name == "EJECT":
            return result
        invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if result is None and error is None:
            raise invalid
        if error is None:
            error = TypeError(
                f"error in {cls.__name__}._missing_: returned {result!r} instead of None or a valid member")
        if not isinstance(error, ValueError):
            error.__context__ = invalid
        raise error

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        try:
            return max(last_values) + 1
        except TypeError:
            if sys.version_info >= (3, 13):
                raise TypeError("unable to sort non-numeric values") from None
        for value in reversed(last_values):
            try:
                return value + 1
            except TypeError:
                pass
        return start

    @classmethod
    def _missing_(cls, value):
        return None

    def __repr__(self):
        member_type = type(self)._member_type_
        if hasattr(member_type, "__dataclass_fields__") and "__repr__" in member_type.__dict__:
            text = repr(self._value_)
            return f"<{self.__class__.__name__}.{self._name_}: {text.partition('(')[2][:-1]}>"
        shown = member_type.__repr__ if member_type is not object else repr
        return f"<{self.__class__.__name__}.{self._name_}: {shown(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        return sorted({"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"})

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def name(self):
        """The member's name."""
        return self._name_

    @property
    def value(self):
        """The member's value."""
        return self._value_


class ReprEnum(Enum):
    """Enums whose str and format are those of the value."""


class IntEnum(int, ReprEnum):
    """Members are ints too."""


class StrEnum(str, ReprEnum):
    """Members are strs too."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        value = str(*values)
        new = str.__new__(cls, value)
        new._value_ = value
        return new

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def unique(enumeration):
    """Class decorator: no aliases."""
    duplicates = [(alias, m._name_) for alias, m in enumeration.__members__.items() if alias != m._name_]
    if duplicates:
        details = ", ".join([f"{alias} -> {name}" for alias, name in duplicates])
        raise ValueError(f"duplicate values found in {enumeration!r}: {details}")
    return enumeration


from enum._flag import (  # noqa: E402
    CONFORM, EJECT, KEEP, STRICT, EnumCheck, Flag, FlagBoundary, int_flag, verify,
)

CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck.CONTINUOUS, EnumCheck.NAMED_FLAGS, EnumCheck.UNIQUE

# Made last: it takes over Flag's operators, which int has too.
IntFlag = int_flag()
