"""typing: names to write annotations with. Nothing is checked; reprs are CPython's."""
import sys as _sys
from types import GenericAlias as _GenericAlias

TYPE_CHECKING = False
_OLD_UNIONS = _sys.version_info < (3, 14)


def _text(t):
    """The repr of a type inside brackets."""
    if t is type(None):
        return "NoneType" if _sys.version_info < (3, 14) else "None"
    if t is ...:
        return "..."
    if isinstance(t, list):
        return f"[{', '.join([_text(x) for x in t])}]"
    if isinstance(t, type) and not hasattr(t, "__origin__"):
        return t.__qualname__ if t.__module__ == "builtins" else f"{t.__module__}.{t.__qualname__}"
    if isinstance(t, str):
        return f"ForwardRef({t!r})"
    return repr(t)


class _Form:
    """A special form: something that may stand in an annotation, mostly with brackets."""

    def __init__(self, name, subscript=None, origin=None):
        self._name = self.__name__ = self.__qualname__ = name
        self._subscript = subscript
        self.__origin__ = origin

    def __repr__(self):
        return f"typing.{self._name}"

    def __getitem__(self, parameters):
        if self._subscript is not None:
            return self._subscript(self, parameters)
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        return _Alias(self, parameters)

    def __call__(self, *args, **kwds):
        if self.__origin__ is None:
            if self._name == "Any":
                raise TypeError("Any cannot be instantiated")
            raise TypeError(f"Cannot instantiate {self!r}")
        return self.__origin__(*args, **kwds)

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __mro_entries__(self, bases):
        if self.__origin__ is None:
            raise TypeError(f"Cannot subclass {self!r}")
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        if self.__origin__ is None:
            raise TypeError(f"{self!r} cannot be used with isinstance()")
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if self.__origin__ is None:
            raise TypeError(f"{self!r} cannot be used with issubclass()")
        return issubclass(cls, self.__origin__)

    def __hash__(self):
        return hash(self._name)

    def __eq__(self, other):
        return self is other


def _annotated(form, parameters):
    """`Annotated[int, "x"]`; one inside another is taken apart."""
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    inner, *metadata = parameters
    if isinstance(inner, _Alias) and inner._form is form:
        metadata = [*inner.__metadata__, *metadata]
        inner = inner.__origin__
    alias = _Alias(form, (inner,), inner)
    alias.__metadata__ = tuple(metadata)
    return alias


class _Alias:
    """A special form or a generic class with its parameters."""

    def __init__(self, form, args, origin=None):
        self._form = form
        self.__origin__ = origin or getattr(form, "__origin__", None) or form
        self.__args__ = tuple([type(None) if a is None else a for a in args])
        self.__parameters__ = tuple(dict.fromkeys(_variables(self.__args__)))
        self.__module__ = "typing"

    def __repr__(self):
        name = repr(self._form) if isinstance(self._form, _Form) else _text(self._form)
        args = self.__args__
        if self._form is Callable:
            if len(args) == 2 and args[0] is ...:
                return f"{name}[..., {_text(args[1])}]"
            return f"{name}[[{', '.join([_text(a) for a in args[:-1]])}], {_text(args[-1])}]"
        if self._form is Optional:
            return f"typing.Optional[{_text(args[0])}]"
        if self._form is Literal:
            return f"{name}[{', '.join([repr(a) for a in args])}]"
        if self._form is Annotated:
            return f"{name}[{_text(args[0])}, {', '.join([repr(a) for a in self.__metadata__])}]"
        return f"{name}[{', '.join([_text(a) for a in args]) or '()'}]"

    def __getitem__(self, parameters):
        if not isinstance(parameters, tuple):
            parameters = (parameters,)
        values = dict(zip(self.__parameters__, parameters))
        return _Alias(self._form, [values.get(a, a) if isinstance(a, TypeVar) else a for a in self.__args__],
                      self.__origin__)

    def __call__(self, *args, **kwds):
        if isinstance(self.__origin__, _Form):
            raise TypeError(f"Type {self._form._name} cannot be instantiated")
        made = self.__origin__(*args, **kwds)
        try:
            made.__orig_class__ = self
        except Exception:
            pass
        return made

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)

    def __mro_entries__(self, bases):
        origin = self.__origin__
        if isinstance(origin, _Form):
            raise TypeError(f"Cannot subclass {self!r}")
        if origin is Generic:
            # Another base may bring Generic along.
            for base in bases:
                if base is not self and isinstance(base, _Alias) and isinstance(base.__origin__, type) \
                        and base.__origin__ is not Generic and issubclass(base.__origin__, Generic):
                    return ()
        return (origin,)

    def __instancecheck__(self, obj):
        if self.__origin__ is Union:
            return isinstance(obj, self.__args__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls):
        if self.__origin__ is Union:
            return issubclass(cls, self.__args__)
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        if self.__origin__ is Union or self.__origin__ is Literal:
            return self.__origin__ is other.__origin__ and set(self.__args__) == set(other.__args__)
        return (self.__origin__ is other.__origin__ and self.__args__ == other.__args__
                and self.__dict__.get("__metadata__") == other.__dict__.get("__metadata__"))

    def __hash__(self):
        if self.__origin__ is Union:
            return hash(frozenset(self.__args__))
        return hash((self.__origin__, self.__args__, self.__dict__.get("__metadata__")))


def _variables(args):
    for a in args:
        if isinstance(a, TypeVar):
            yield a
        elif hasattr(a, "__parameters__"):
            yield from a.__parameters__
        elif isinstance(a, (list, tuple)):
            yield from _variables(a)


def _union(form, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        if p is None:
            p = type(None)
        nested = p.__args__ if isinstance(p, _Alias) and p.__origin__ is Union else \
            p.__args__ if type(p).__name__ in ("UnionType", "Union") else (p,)
        for x in nested:
            if x not in flat:
                flat.append(x)
    if len(flat) == 1:
        return flat[0]
    if not _OLD_UNIONS and not any(isinstance(x, str) for x in flat):
        try:
            made = flat[0]
            for x in flat[1:]:
                made = type.__or__(made, x) if isinstance(made, type) else made | x
            return made
        except TypeError:
            pass
    if len(flat) == 2 and type(None) in flat:
        return _Alias(Optional, [x for x in flat if x is not type(None)] + [type(None)], Union)
    return _Alias(Union, flat, Union)


def _callable(form, parameters):
    if not isinstance(parameters, tuple) or len(parameters) != 2:
        raise TypeError("Callable must be used as Callable[[arg, ...], result].")
    args, result = parameters
    return _Alias(form, (*args, result) if isinstance(args, list) else (args, result))


def _literal(form, parameters):
    return _Alias(form, parameters if isinstance(parameters, tuple) else (parameters,), form)


def _one(form, parameters):
    return _Alias(form, (parameters,), form)


Any = _Form("Any")
NoReturn = _Form("NoReturn")
Never = _Form("Never")
Self = _Form("Self")
LiteralString = _Form("LiteralString")
Union = _Form("Union", _union)
Optional = _Form("Optional", lambda form, p: Union[p, None])
Literal = _Form("Literal", _literal)
Final = _Form("Final", _one)
ClassVar = _Form("ClassVar", _one)
Required = _Form("Required", _one)
NotRequired = _Form("NotRequired", _one)
ReadOnly = _Form("ReadOnly", _one)
TypeGuard = _Form("TypeGuard", _one)
TypeIs = _Form("TypeIs", _one)
Unpack = _Form("Unpack", _one)
Concatenate = _Form("Concatenate")
Annotated = _Form("Annotated", _annotated)
TypeAlias = _Form("TypeAlias")
List = _Form("List", origin=list)
Dict = _Form("Dict", origin=dict)
Set = _Form("Set", origin=set)
FrozenSet = _Form("FrozenSet", origin=frozenset)
Tuple = _Form("Tuple", origin=tuple)
Type = _Form("Type", origin=type)


class _LateForm(_Form):
    """A form whose class is imported when first needed, so that importing typing stays cheap."""

    def __init__(self, name, module, attribute=None, subscript=None):
        _Form.__init__(self, name, subscript)
        self._late = module, attribute or name
        del self.__origin__

    def __getattr__(self, name):
        if name != "__origin__":
            raise AttributeError(name)
        module, attribute = self._late
        origin = self.__origin__ = getattr(__import__(module, fromlist=(attribute,)), attribute)
        return origin


Hashable = _LateForm("Hashable", "collections.abc")
Sized = _LateForm("Sized", "collections.abc")
Awaitable = _LateForm("Awaitable", "collections.abc")
Coroutine = _LateForm("Coroutine", "collections.abc")
AsyncIterable = _LateForm("AsyncIterable", "collections.abc")
AsyncIterator = _LateForm("AsyncIterator", "collections.abc")
AsyncGenerator = _LateForm("AsyncGenerator", "collections.abc")
Iterable = _LateForm("Iterable", "collections.abc")
Iterator = _LateForm("Iterator", "collections.abc")
Generator = _LateForm("Generator", "collections.abc")
Reversible = _LateForm("Reversible", "collections.abc")
Container = _LateForm("Container", "collections.abc")
Collection = _LateForm("Collection", "collections.abc")
AbstractSet = _LateForm("AbstractSet", "collections.abc", "Set")
MutableSet = _LateForm("MutableSet", "collections.abc")
Mapping = _LateForm("Mapping", "collections.abc")
MutableMapping = _LateForm("MutableMapping", "collections.abc")
Sequence = _LateForm("Sequence", "collections.abc")
MutableSequence = _LateForm("MutableSequence", "collections.abc")
ByteString = _LateForm("ByteString", "collections.abc")
MappingView = _LateForm("MappingView", "collections.abc")
KeysView = _LateForm("KeysView", "collections.abc")
ItemsView = _LateForm("ItemsView", "collections.abc")
ValuesView = _LateForm("ValuesView", "collections.abc")
Callable = _LateForm("Callable", "collections.abc", subscript=_callable)
Deque = _LateForm("Deque", "collections", "deque")
DefaultDict = _LateForm("DefaultDict", "collections", "defaultdict")
OrderedDict = _LateForm("OrderedDict", "collections")
Counter = _LateForm("Counter", "collections")
ChainMap = _LateForm("ChainMap", "collections")
ContextManager = _LateForm("ContextManager", "contextlib", "AbstractContextManager")
AsyncContextManager = _LateForm("AsyncContextManager", "contextlib", "AbstractAsyncContextManager")
Pattern = _LateForm("Pattern", "re")
Match = _LateForm("Match", "re")


# === Type variables and generic classes ===

class TypeVar:
    """A type variable."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False,
                 default=None):
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self.__default__ = default
        self.__infer_variance__ = infer_variance

    def __repr__(self):
        if self.__infer_variance__:
            return self.__name__
        prefix = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return prefix + self.__name__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


class ParamSpec(TypeVar):
    """A parameter specification variable."""

    @property
    def args(self):
        """Stands for `*args`."""
        return f"{self.__name__}.args"

    @property
    def kwargs(self):
        """Stands for `**kwargs`."""
        return f"{self.__name__}.kwargs"


class TypeVarTuple(TypeVar):
    """A variadic type variable."""

    def __repr__(self):
        return self.__name__

    def __iter__(self):
        yield Unpack[self]


class TypeAliasType:
    """What a `type` statement makes."""

    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__value__ = value
        self.__type_params__ = type_params

    def __repr__(self):
        return self.__name__

    def __getitem__(self, parameters):
        return _GenericAlias(self, parameters)

    def __or__(self, other):
        return Union[self, other]


AnyStr = TypeVar("AnyStr", bytes, str)
Text = str


class Generic:
    """Base of generic classes."""
    __slots__ = ()

    def __class_getitem__(cls, parameters):
        return _Alias(cls, parameters if isinstance(parameters, tuple) else (parameters,), cls)


# === Functions ===

def cast(typ, val):
    """The value, unchanged."""
    return val


def overload(func):
    """For type checkers; the last definition, without it, is the real one."""
    return _overloaded


def _overloaded(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed.")


def _same(arg):
    return arg


def final(f):
    """Marks a method or class as final."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Marks a method as overriding."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


no_type_check = _same


def dataclass_transform(**kwargs):
    """For type checkers."""
    return _same


def assert_type(val, typ, /):
    """The value, unchanged."""
    return val


def reveal_type(obj, /):
    """Prints the type to stderr."""
    print(f"Runtime type is {type(obj).__name__!r}", file=_sys.stderr)
    return obj


def assert_never(arg, /):
    """Always an error."""
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")


def get_origin(tp):
    """`list` of `List[int]`."""
    if isinstance(tp, _Alias):
        return Annotated if tp._form is Annotated else tp.__origin__
    if tp is Generic:
        return Generic
    if type(tp).__name__ in ("UnionType", "Union"):
        return type(tp)
    return getattr(tp, "__origin__", None)


def get_args(tp):
    """`(int,)` of `List[int]`."""
    args = getattr(tp, "__args__", ())
    if isinstance(tp, _Alias) and tp._form is Annotated:
        return tp.__origin__, *tp.__metadata__
    if isinstance(tp, _Alias) and tp._form is Callable and args[0] is not ...:
        return list(args[:-1]), args[-1]
    return args


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    """The annotations, with text evaluated."""
    hints = {}
    import _annotations
    sources = [_annotations.get(base) for base in reversed(obj.__mro__)] \
        if isinstance(obj, type) else [getattr(obj, "__annotations__", {})]
    module = _sys.modules.get(getattr(obj, "__module__", None))
    names = {**getattr(module, "__dict__", {}), **getattr(obj, "__globals__", {}), **(globalns or {}),
             **(localns or {})}
    for source in sources:
        for name, hint in source.items():
            if isinstance(hint, str):
                hint = eval(hint, names)
                if isinstance(hint, str):
                    hint = eval(hint, names)
            hints[name] = type(None) if hint is None else hint if include_extras else _stripped(hint)
    return hints


def _stripped(hint):
    """A hint without what `Annotated` adds."""
    if not isinstance(hint, _Alias):
        return hint
    if hint._form is Annotated:
        return _stripped(hint.__origin__)
    args = [_stripped(a) for a in hint.__args__]
    return hint if args == list(hint.__args__) else _Alias(hint._form, args, hint.__origin__)


class ForwardRef:
    """A type named by text."""

    def __init__(self, arg):
        self.__forward_arg__ = arg

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"


class IO(Generic):
    """A file."""


class TextIO(IO):
    """A text file."""


class BinaryIO(IO):
    """A binary file."""


from typing._classes import (  # noqa: E402
    NamedTuple, NewType, Protocol, SupportsAbs, SupportsBytes, SupportsComplex, SupportsFloat, SupportsIndex,
    SupportsInt, SupportsRound, TypedDict, runtime_checkable,
)

runtime = runtime_checkable
