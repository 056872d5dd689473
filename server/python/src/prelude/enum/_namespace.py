"""enum: the namespace in which an enum's body runs, and what may be written there."""
import sys

_AUTO = object()
class nonmember:
    """In an enum's body: a plain attribute, not a member."""
    __module__ = "enum"

    def __init__(self, value):
        self.value = value


class member:
    """In an enum's body: a member, although it would not be one."""
    __module__ = "enum"

    def __init__(self, value):
        self.value = value


class auto:
    """In an enum's body: the next value."""
    __module__ = "enum"

    def __init__(self, value=_AUTO):
        self.value = value

    def __repr__(self):
        return f"auto({'' if self.value is _AUTO else repr(self.value)})"


def _is_descriptor(obj):
    cls = type(obj)
    return hasattr(cls, "__get__") or hasattr(cls, "__set__") or hasattr(cls, "__delete__")


def _is_dunder(name):
    return len(name) > 4 and name[:2] == name[-2:] == "__" and name[2] != "_" and name[-3] != "_"


def _is_sunder(name):
    return len(name) > 2 and name[0] == name[-1] == "_" and name[1] != "_" and name[-2] != "_"


def _is_private(cls_name, name):
    return name.startswith(f"_{cls_name.lstrip('_')}__") and not name.endswith("__")


_SUNDERS = (
    "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_", "_iter_member_",
    "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_", "_add_value_alias_",
)


def _is_nested_class(cls_name, value):
    """Whether a value is a class that the enum's body has defined: no member since 3.13."""
    if not isinstance(value, type) or not value.__qualname__.endswith(f"{cls_name}.{value.__name__}"):
        return False
    if sys.version_info >= (3, 13):
        return True
    import warnings
    warnings.warn("In 3.13 classes created inside an enum will not become a member.  "
                  "Use the `member` decorator to keep the current behavior.", DeprecationWarning, stacklevel=3)
    return False


class EnumDict(dict):
    """The namespace of an enum's body: keeps the members' names, resolves `auto` at once."""
    __module__ = "enum"

    def __init__(self, cls_name=None):
        super().__init__()
        self._cls_name = cls_name
        self._member_names = {}
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._generate_next_value = None

    @property
    def member_names(self):
        """The members' names, in order."""
        return list(self._member_names)

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            if key not in _SUNDERS and not key.startswith("_repr_"):
                raise ValueError(f"_sunder_ names, such as {key!r}, are reserved for future Enum use")
            if key == "_generate_next_value_":
                if self._auto_called:
                    raise TypeError("_generate_next_value_ must be defined before members")
                self._generate_next_value = getattr(value, "__func__", value)
            elif key == "_ignore_":
                value = value.replace(",", " ").split() if isinstance(value, str) else list(value)
                self._ignore = value
            elif key == "_order_":
                return
        elif _is_dunder(key):
            pass
        elif key in self._member_names:
            raise TypeError(f"{key!r} already defined as {self[key]!r}")
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_nested_class(self._cls_name, value):
            pass
        elif isinstance(value, member) or not _is_descriptor(value) and not (
                sys.version_info >= (3, 13) and type(value).__name__ == "partial"):
            if isinstance(value, member):
                value = value.value
            if key in self:
                raise TypeError(f"{key!r} already defined as {self[key]!r}")
            value = self._resolve(key, value)
            self._member_names[key] = None
            self._last_values.append(value)
        super().__setitem__(key, value)

    def _resolve(self, key, value):
        if isinstance(value, auto):
            return self._auto_value(key, value)
        if type(value) is tuple:
            for x in value:
                if isinstance(x, auto):
                    return tuple([self._auto_value(key, x) if isinstance(x, auto) else x for x in value])
        return value

    def _auto_value(self, key, request):
        if request.value is _AUTO:
            request.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        return request.value

    def update(self, members, **more):
        """Adds names through `__setitem__`."""
        pairs = members.items() if hasattr(members, "items") else members
        for key, value in pairs:
            self[key] = value
        for key, value in more.items():
            self[key] = value
