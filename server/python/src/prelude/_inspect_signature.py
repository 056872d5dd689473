"""inspect: signatures."""
from enum import IntEnum
from types import FunctionType, MethodType


class _empty:
    """Stands for a missing default or annotation."""


class _ParameterKind(IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self.name

    @property
    def description(self):
        """In words."""
        return ("positional-only", "positional or keyword", "variadic positional", "keyword-only",
                "variadic keyword")[self]


def _annotation_text(annotation):
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", "__main__") and annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


class Parameter:
    """One parameter."""
    __module__ = "inspect"
    empty = _empty
    (POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD) = _ParameterKind

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = _ParameterKind(kind)
        self.default = default
        self.annotation = annotation

    def replace(self, **changes):
        """With some parts changed."""
        parts = {"name": self.name, "kind": self.kind, "default": self.default, "annotation": self.annotation,
                 **changes}
        return Parameter(parts["name"], parts["kind"], default=parts["default"], annotation=parts["annotation"])

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text += f": {_annotation_text(self.annotation)}"
        if self.default is not _empty:
            text += f" = {self.default!r}" if self.annotation is not _empty else f"={self.default!r}"
        if self.kind == 2:
            return "*" + text
        return "**" + text if self.kind == 4 else text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        return isinstance(other, Parameter) and (self.name, self.kind, self.default, self.annotation) == (
            other.name, other.kind, other.default, other.annotation)

    def __hash__(self):
        return hash((self.name, self.kind))


class BoundArguments:
    """Arguments by parameter name."""
    __module__ = "inspect"

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        """The positional arguments."""
        result = []
        for name, p in self.signature.parameters.items():
            if p.kind in (0, 1) and name in self.arguments:
                result.append(self.arguments[name])
            elif p.kind == 2:
                result += self.arguments.get(name, ())
        return tuple(result)

    @property
    def kwargs(self):
        """The keyword arguments."""
        result = {}
        for name, p in self.signature.parameters.items():
            if p.kind == 3 and name in self.arguments:
                result[name] = self.arguments[name]
            elif p.kind == 4:
                result.update(self.arguments.get(name, {}))
        return result

    def apply_defaults(self):
        """Adds the defaults of what was not given."""
        arguments = {}
        for name, p in self.signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif p.default is not _empty:
                arguments[name] = p.default
            elif p.kind == 2:
                arguments[name] = ()
            elif p.kind == 4:
                arguments[name] = {}
        self.arguments = arguments

    def __repr__(self):
        inner = ", ".join([f"{k}={v!r}" for k, v in self.arguments.items()])
        return f"<BoundArguments ({inner})>"


class Signature:
    """The parameters of a function and its return annotation."""
    __module__ = "inspect"
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self.parameters = {p.name: p for p in parameters or ()}
        self.return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, **kwargs):
        """The signature of something callable."""
        return signature(obj)

    def replace(self, *, parameters=None, return_annotation=_empty):
        """With some parts changed."""
        return Signature(self.parameters.values() if parameters is None else parameters,
                         return_annotation=return_annotation)

    def _bind(self, args, kwargs, partial):
        arguments = {}
        rest = list(args)
        kwargs = dict(kwargs)
        for name, p in self.parameters.items():
            if p.kind == 2:
                if rest:
                    arguments[name] = tuple(rest)
                    rest = []
            elif p.kind == 4:
                if kwargs:
                    arguments[name] = kwargs
                    kwargs = {}
            elif p.kind in (0, 1) and rest:
                if p.kind == 1 and name in kwargs:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = rest.pop(0)
            elif p.kind != 0 and name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif p.default is _empty and not partial:
                if p.kind == 3:
                    raise TypeError(f"missing a required keyword-only argument: {name!r}")
                raise TypeError(f"missing a required argument: {name!r}")
        if rest:
            raise TypeError("too many positional arguments")
        if kwargs:
            raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        """Binds arguments as a call does."""
        return self._bind(args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """As `bind`, but arguments may be missing."""
        return self._bind(args, kwargs, True)

    def __str__(self):
        parts = []
        previous = None
        star = False
        for p in self.parameters.values():
            if previous == 0 and p.kind != 0:
                parts.append("/")
            if p.kind == 2:
                star = True
            elif p.kind == 3 and not star:
                parts.append("*")
                star = True
            parts.append(str(p))
            previous = p.kind
        if previous == 0:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self.return_annotation is not _empty:
            text += f" -> {_annotation_text(self.return_annotation)}"
        return text

    def __repr__(self):
        return f"<Signature {self}>"

    def __eq__(self, other):
        return isinstance(other, Signature) and list(self.parameters.values()) == list(other.parameters.values())

    __hash__ = None


def signature(obj, *, follow_wrapped=True, **kwargs):
    """The signature of something callable."""
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, MethodType):
        return _without_first(signature(obj.__func__))
    while follow_wrapped and hasattr(obj, "__wrapped__") and not hasattr(obj, "__signature__"):
        obj = obj.__wrapped__
    if getattr(obj, "__signature__", None) is not None:
        return obj.__signature__
    if isinstance(obj, FunctionType):
        return _of_function(obj)
    if type(obj).__name__ == "partial" and hasattr(obj, "keywords"):
        return _of_partial(obj)
    if isinstance(obj, type):
        if "__dataclass_fields__" in obj.__dict__ and "__init__" in obj.__dict__:
            return _of_dataclass(obj)
        for name in ("__new__", "__init__"):
            for base in obj.__mro__:
                method = base.__dict__.get(name)
                method = getattr(method, "__func__", method)
                if isinstance(method, FunctionType):
                    return _without_first(_of_function(method)).replace()
        return Signature()
    call = getattr(type(obj), "__call__", None)
    if isinstance(call, FunctionType):
        return _without_first(_of_function(call))
    raise ValueError(f"no signature found for builtin {obj!r}")


def _without_first(sig):
    parameters = list(sig.parameters.values())
    if parameters and parameters[0].kind in (0, 1):
        parameters = parameters[1:]
    return Signature(parameters, return_annotation=sig.return_annotation)


def _of_function(func):
    code = func.__code__
    names = code.co_varnames
    n = code.co_argcount
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    annotations = getattr(func, "__annotations__", None) or {}
    parameters = []
    for i in range(n):
        name = names[i]
        at = i - (n - len(defaults))
        parameters.append(Parameter(
            name, 0 if i < code.co_posonlyargcount else 1, default=defaults[at] if at >= 0 else _empty,
            annotation=annotations.get(name, _empty)))
    after = n + code.co_kwonlyargcount
    if code.co_flags & 4:
        parameters.append(Parameter(names[after], 2, annotation=annotations.get(names[after], _empty)))
        after += 1
    for name in names[n:n + code.co_kwonlyargcount]:
        parameters.append(Parameter(
            name, 3, default=kwdefaults.get(name, _empty), annotation=annotations.get(name, _empty)))
    if code.co_flags & 8:
        parameters.append(Parameter(names[after], 4, annotation=annotations.get(names[after], _empty)))
    return Signature(parameters, return_annotation=annotations.get("return", _empty))


def _of_partial(obj):
    sig = signature(obj.func)
    parameters = list(sig.parameters.values())
    for _ in obj.args:
        if parameters and parameters[0].kind in (0, 1):
            parameters.pop(0)
    result = []
    keyword_only = False
    for p in parameters:
        if p.name in obj.keywords:
            p = p.replace(default=obj.keywords[p.name], kind=3)
            keyword_only = True
        elif keyword_only and p.kind == 1:
            p = p.replace(kind=3)
        result.append(p)
    return Signature(result, return_annotation=sig.return_annotation)


def _of_dataclass(cls):
    from dataclasses import MISSING
    positional, keyword_only = [], []
    for f in cls.__dataclass_fields__.values():
        if f._kind == "classvar" or not f.init:
            continue
        default = _empty
        if f.default is not MISSING:
            default = f.default
        elif f.default_factory is not MISSING:
            default = _Factory()
        (keyword_only if f.kw_only else positional).append(
            Parameter(f.name, 3 if f.kw_only else 1, default=default, annotation=f.type))
    return Signature(positional + keyword_only, return_annotation=None)


class _Factory:
    def __repr__(self):
        return "<factory>"
