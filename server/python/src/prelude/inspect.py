"""inspect: what kind of thing an object is, and the parameters of functions."""
from _frames import source_line
from collections import namedtuple
from types import (
    AsyncGeneratorType, BuiltinFunctionType, CodeType, CoroutineType, FrameType, FunctionType, GeneratorType, MethodType,
    ModuleType, TracebackType,
)

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_NOFREE, CO_COROUTINE = (
    1, 2, 4, 8, 16, 32, 64, 128)
CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 256, 512
GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED, AGEN_CLOSED = (
    "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED", "AGEN_CLOSED")
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = (
    "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED")


def _function_of(obj):
    while True:
        if isinstance(obj, MethodType):
            obj = obj.__func__
        elif type(obj).__name__ in ("partial", "partialmethod") and hasattr(obj, "func"):
            obj = obj.func
        else:
            return obj


def _has_flag(obj, flag):
    obj = _function_of(obj)
    return isinstance(obj, FunctionType) and bool(obj.__code__.co_flags & flag)


def markcoroutinefunction(func):
    """Makes `iscoroutinefunction` say True of a function."""
    func = getattr(func, "__func__", func)
    func._is_coroutine_mark = True
    return func


def iscoroutinefunction(obj):
    """Whether it is an `async def` function without `yield`."""
    if _has_flag(obj, CO_COROUTINE):
        return True
    return getattr(_function_of(obj), "__dict__", {}).get("_is_coroutine_mark") is True


def isgeneratorfunction(obj):
    """Whether it is a function with `yield`."""
    return _has_flag(obj, CO_GENERATOR)


def isasyncgenfunction(obj):
    """Whether it is an `async def` function with `yield`."""
    return _has_flag(obj, CO_ASYNC_GENERATOR)


def iscoroutine(object):
    """Whether it is a coroutine."""
    return isinstance(object, CoroutineType)


def isgenerator(object):
    """Whether it is a generator."""
    return isinstance(object, GeneratorType)


def isasyncgen(object):
    """Whether it is an async generator."""
    return isinstance(object, AsyncGeneratorType)


def isawaitable(object):
    """Whether it can be awaited."""
    return isinstance(object, CoroutineType) or hasattr(type(object), "__await__")


def isfunction(object):
    """Whether it is a function written in Python."""
    return isinstance(object, FunctionType)


def ismethod(object):
    """Whether it is a bound method."""
    return isinstance(object, MethodType)


def isbuiltin(object):
    """Whether it is a native function."""
    return isinstance(object, BuiltinFunctionType)


def isroutine(object):
    """Whether it is any function or method."""
    return isbuiltin(object) or isfunction(object) or ismethod(object)


def isclass(object):
    """Whether it is a class."""
    return isinstance(object, type)


def ismodule(object):
    """Whether it is a module."""
    return isinstance(object, ModuleType)


def iscode(object):
    """Whether it is a code object."""
    return isinstance(object, CodeType)


def isabstract(object):
    """Whether it is a class with abstract methods."""
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))


def isdatadescriptor(object):
    """Whether it has `__set__` or `__delete__`."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    return hasattr(type(object), "__set__") or hasattr(type(object), "__delete__")


def getmembers(object, predicate=None):
    """(name, value) pairs, by name."""
    return _members(object, predicate, getattr)


def _members(object, predicate, get):
    result = []
    for name in dir(object):
        try:
            value = get(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            result.append((name, value))
    result.sort(key=lambda pair: pair[0])
    return result


def getmro(cls):
    """The method resolution order."""
    return cls.__mro__


def getmodule(object):
    """The module it was defined in."""
    import sys
    return object if ismodule(object) else sys.modules.get(getattr(object, "__module__", None))


def cleandoc(doc):
    """A docstring without its indentation."""
    lines = doc.expandtabs().split("\n")
    margin = None
    for line in lines[1:]:
        if line.lstrip():
            indent = len(line) - len(line.lstrip())
            margin = indent if margin is None else min(margin, indent)
    lines[0] = lines[0].lstrip()
    if margin is not None:
        lines[1:] = [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)


def getdoc(object):
    """The docstring, cleaned."""
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None


def unwrap(func, *, stop=None):
    """The function inside all decorators."""
    while hasattr(func, "__wrapped__") and not (stop and stop(func)):
        func = func.__wrapped__
    return func


def getgeneratorstate(generator):
    """One of the GEN_ names."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_SUSPENDED if generator.gi_suspended else GEN_CREATED


def getcoroutinestate(coroutine):
    """One of the CORO_ names."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    return CORO_SUSPENDED if coroutine.cr_suspended else CORO_CREATED


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=1):
    """The annotations, in a new dict."""
    return _annotations_of(obj, globals, locals, eval_str, int(format))


def _annotations_of(obj, globals, locals, eval_str, format):
    import _annotations
    import sys
    if not isinstance(obj, type) and not callable(obj) and not ismodule(obj):
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    result = dict(_annotations.get(obj, format))
    if eval_str:
        module = sys.modules.get(getattr(obj, "__module__", None))
        names = globals or getattr(obj, "__globals__", None) or getattr(module, "__dict__", {})
        inner = locals or (dict(vars(obj)) if isinstance(obj, type) else None)
        result = {n: eval(a, names, inner) if isinstance(a, str) else a for n, a in result.items()}
    return result


def currentframe():
    """The caller's frame."""
    import sys
    return sys._getframe(1)


Traceback = namedtuple("Traceback", ("filename", "lineno", "function", "code_context", "index"))
FrameInfo = namedtuple("FrameInfo", ("frame", *Traceback._fields))


def isframe(object):
    """Whether it is a frame."""
    return isinstance(object, FrameType)


def istraceback(object):
    """Whether it is an entry of a traceback."""
    return isinstance(object, TracebackType)


def getframeinfo(frame, context=1):
    """File, line, function and the lines around it; of a frame or an entry of a traceback."""
    if istraceback(frame):
        lineno = frame.tb_lineno
        frame = frame.tb_frame
    elif isframe(frame):
        lineno = frame.f_lineno
    else:
        raise TypeError(f"{frame!r} is not a frame or traceback object")
    filename = frame.f_code.co_filename
    lines = []
    if context > 0:
        n_lines = 0
        while source_line(filename, n_lines + 1) is not None:
            n_lines += 1
        start = max(0, min(lineno - 1 - context // 2, n_lines - context))
        for at in range(start, min(start + context, n_lines)):
            lines.append(source_line(filename, at + 1).rstrip("\n") + "\n")
    index = lineno - 1 - start if lines else None
    return Traceback(filename, lineno, frame.f_code.co_name, lines or None, index)


def getouterframes(frame, context=1):
    """A frame and those that called it, innermost first."""
    result = []
    while frame:
        result.append(FrameInfo(frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return result


def getinnerframes(tb, context=1):
    """The frames of a traceback, outermost first."""
    result = []
    while tb:
        result.append(FrameInfo(tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return result


def stack(context=1):
    """The caller's frame and those that called it."""
    import sys
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames between here and where the exception that is being handled was raised."""
    import sys
    exc = sys.exception()
    return getinnerframes(exc and exc.__traceback__, context)


def getasyncgenstate(agen):
    """One of the AGEN_ names."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_frame is None:
        return AGEN_CLOSED
    return AGEN_SUSPENDED if agen.ag_suspended else AGEN_CREATED


def getmembers_static(object, predicate=None):
    """As `getmembers`, without running descriptors."""
    return _members(object, predicate, getattr_static)


def ismethoddescriptor(object):
    """Whether it is a method of a built-in class, unbound."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    kind = type(object)
    return hasattr(kind, "__get__") and not hasattr(kind, "__set__")


def isgetsetdescriptor(object):
    """Whether it is an attribute that C code computes."""
    return type(object).__name__ == "getset_descriptor"


def ismemberdescriptor(object):
    """Whether it is a slot."""
    return type(object).__name__ == "member_descriptor"


def ismethodwrapper(object):
    """Whether it is a bound method behind an operator."""
    return type(object).__name__ == "method-wrapper"


from _inspect_arguments import (  # noqa: E402
    ArgInfo, Arguments, ClosureVars, FullArgSpec, getargs, getargvalues, getasyncgenlocals, getattr_static, getcallargs,
    getclosurevars, getcoroutinelocals, getfullargspec, getgeneratorlocals,
)
from _inspect_source import (  # noqa: E402
    ClassFoundException, EndOfBlock, findsource, getabsfile, getblock, getcomments, getfile, getmodulename, getsource,
    getsourcefile, getsourcelines,
)
from _inspect_signature import BoundArguments, Parameter, Signature, signature  # noqa: E402
