"""Arguments of functions and names of frames as `inspect` had them before signatures; a part of `inspect`."""
from collections import namedtuple
from types import CodeType, FunctionType, MethodType

FullArgSpec = namedtuple("FullArgSpec", "args, varargs, varkw, defaults, kwonlyargs, kwonlydefaults, annotations")
ArgInfo = namedtuple("ArgInfo", "args varargs keywords locals")
Arguments = namedtuple("Arguments", "args, varargs, varkw")
ClosureVars = namedtuple("ClosureVars", "nonlocals globals builtins unbound")


def getfullargspec(func):
    """The parameters of a function by kind."""
    from _inspect_signature import _empty, signature
    bound = isinstance(func, MethodType)
    try:
        sig = signature(func.__func__ if bound else func, follow_wrapped=False)
    except (TypeError, ValueError) as e:
        raise TypeError("unsupported callable") from e
    args, defaults, kwonly, kwdefaults, annotations = [], [], [], {}, {}
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    varargs = varkw = None
    for name, p in sig.parameters.items():
        if p.kind <= 1:
            args.append(name)
            if p.default is not _empty:
                defaults.append(p.default)
        elif p.kind == 2:
            varargs = name
        elif p.kind == 3:
            kwonly.append(name)
            if p.default is not _empty:
                kwdefaults[name] = p.default
        else:
            varkw = name
        if p.annotation is not _empty:
            annotations[name] = p.annotation
    return FullArgSpec(args, varargs, varkw, tuple(defaults) or None, kwonly, kwdefaults or None, annotations)


def getargs(co):
    """The parameters of a code object."""
    if not isinstance(co, CodeType):
        raise TypeError(f"{co!r} is not a code object")
    n = co.co_argcount
    names = list(co.co_varnames)
    after = n + co.co_kwonlyargcount
    varargs = varkw = None
    if co.co_flags & 4:
        varargs = names[after]
        after += 1
    if co.co_flags & 8:
        varkw = names[after]
    return Arguments(names[:n + co.co_kwonlyargcount], varargs, varkw)


def getargvalues(frame):
    """The parameters of the function that runs in a frame, and its locals."""
    args, varargs, varkw = getargs(frame.f_code)
    return ArgInfo(args, varargs, varkw, frame.f_locals)


def getcallargs(func, /, *positional, **named):
    """What each parameter would be in a call."""
    from _inspect_signature import signature
    spec = getfullargspec(func)
    if isinstance(func, MethodType) and func.__self__ is not None:
        positional = (func.__self__, *positional)
        func = func.__func__
    sig = signature(func, follow_wrapped=False)
    bound = sig.bind(*positional, **named)
    bound.apply_defaults()
    order = (*spec.args[:len(positional)], spec.varargs, spec.varkw, *named, *spec.args, *spec.kwonlyargs)
    return {name: bound.arguments[name] for name in order if name in bound.arguments}


def getgeneratorlocals(generator):
    """The locals of a generator that has not ended."""
    from types import GeneratorType
    if not isinstance(generator, GeneratorType):
        raise TypeError(f"{generator!r} is not a Python generator")
    frame = generator.gi_frame
    return {} if frame is None else frame.f_locals


def getcoroutinelocals(coroutine):
    """The locals of a coroutine that has not ended."""
    frame = getattr(coroutine, "cr_frame", None)
    return {} if frame is None else frame.f_locals


def getasyncgenlocals(agen):
    """The locals of an asynchronous generator that has not ended."""
    from types import AsyncGeneratorType
    if not isinstance(agen, AsyncGeneratorType):
        raise TypeError(f"{agen!r} is not a Python async generator")
    frame = agen.ag_frame
    return {} if frame is None else frame.f_locals


def getclosurevars(func):
    """The names that a function finds outside itself, and what they are there."""
    import builtins
    if isinstance(func, MethodType):
        func = func.__func__
    if not isinstance(func, FunctionType):
        raise TypeError(f"{func!r} is not a Python function")
    code = func.__code__
    cells = func.__closure__ or ()
    nonlocals = {name: cell.cell_contents for name, cell in zip(code.co_freevars, cells)}
    found, built_in, unbound = {}, {}, set()
    for name in code.co_names:
        if name in ("None", "True", "False"):
            continue
        if name in func.__globals__:
            found[name] = func.__globals__[name]
        elif hasattr(builtins, name):
            built_in[name] = getattr(builtins, name)
        else:
            unbound.add(name)
    return ClosureVars(nonlocals, found, built_in, unbound)


def getattr_static(obj, attr, default=...):
    """An attribute as it lies there, without descriptors and `__getattr__`."""
    is_class = isinstance(obj, type)
    own = {}
    if is_class:
        lines = (obj, type(obj))
    else:
        lines = (type(obj),)
        try:
            own = object.__getattribute__(obj, "__dict__")
        except AttributeError:
            pass
    in_class = next((c.__dict__[attr] for c in lines[0].__mro__ if attr in c.__dict__), lines)
    if not is_class and in_class is not lines and attr in own:
        kind = type(in_class)
        if hasattr(kind, "__get__") and (hasattr(kind, "__set__") or hasattr(kind, "__delete__")):
            return in_class
    if attr in own:
        return own[attr]
    if in_class is not lines:
        return in_class
    if is_class:
        for c in type(obj).__mro__:
            if attr in c.__dict__:
                return c.__dict__[attr]
    if default is not ...:
        return default
    raise AttributeError(attr)
