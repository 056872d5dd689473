"""types: names for the types of the interpreter's own objects, and a few small classes."""
import sys as _sys
from _simple_namespace import SimpleNamespace


def _function():
    pass


def _generator():
    yield


async def _coroutine():
    pass


async def _async_generator():
    yield


class _Class:
    def method(self):
        pass


FunctionType = LambdaType = type(_function)
CodeType = type(_function.__code__)
BuiltinFunctionType = BuiltinMethodType = type(len)
MethodType = type(_Class().method)
MethodDescriptorType = type(str.join)
WrapperDescriptorType = type(object.__init__)
MethodWrapperType = type(object().__str__)
ModuleType = type(_sys)
NoneType = type(None)
EllipsisType = type(...)
NotImplementedType = type(NotImplemented)
GenericAlias = type(list[int])
UnionType = type(int | str)
MappingProxyType = type(type.__dict__)
GeneratorType = type(_generator())
AsyncGeneratorType = type(_async_generator())
_made = _coroutine()
CoroutineType = type(_made)
_made.close()
del _made

try:
    raise TypeError
except TypeError as _error:
    TracebackType = type(_error.__traceback__)
    FrameType = type(_error.__traceback__.tb_frame)


def _cell():
    x = 1

    def inner():
        return x
    return type(inner.__closure__[0])


CellType = _cell()
del _cell


class DynamicClassAttribute:
    """A property that is seen on instances only; on the class the lookup goes on to `__getattr__`."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget = fget
        self.fset = fset
        self.fdel = fdel
        self.__doc__ = doc or (fget.__doc__ if fget else None)

    def __get__(self, instance, owner=None):
        if instance is None:
            raise AttributeError
        return self.fget(instance)

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError("can't set attribute")
        self.fset(instance, value)


def new_class(name, bases=(), kwds=None, exec_body=None):
    """Makes a class as a `class` statement does."""
    kwds = dict(kwds or {})
    resolved = resolve_bases(bases)
    metaclass, namespace, kwds = prepare_class(name, resolved, kwds)
    if exec_body is not None:
        exec_body(namespace)
    if resolved is not bases:
        namespace["__orig_bases__"] = bases
    return metaclass(name, resolved, namespace, **kwds)


def resolve_bases(bases):
    """Replaces bases that have `__mro_entries__`."""
    result = []
    changed = False
    for base in bases:
        if not isinstance(base, type) and hasattr(base, "__mro_entries__"):
            result += base.__mro_entries__(bases)
            changed = True
        else:
            result.append(base)
    return tuple(result) if changed else bases


def prepare_class(name, bases=(), kwds=None):
    """The metaclass, the namespace and the remaining keywords of a class to be made."""
    kwds = dict(kwds or {})
    metaclass = kwds.pop("metaclass", type(bases[0]) if bases else type)
    if isinstance(metaclass, type):
        for base in bases:
            if issubclass(type(base), metaclass):
                metaclass = type(base)
    prepare = getattr(metaclass, "__prepare__", None)
    return metaclass, prepare(name, bases, **kwds) if prepare else {}, kwds


def get_original_bases(cls, /):
    """The bases as written in the `class` statement."""
    return cls.__dict__.get("__orig_bases__", cls.__bases__)


class _GeneratorWrapper:
    """Makes an old-style generator awaitable."""

    def __init__(self, gen):
        self._gen = gen

    def __await__(self):
        return self._gen

    def __iter__(self):
        return self._gen

    def __next__(self):
        return next(self._gen)

    def send(self, value):
        """As the generator's."""
        return self._gen.send(value)

    def throw(self, *args):
        """As the generator's."""
        return self._gen.throw(*args)

    def close(self):
        """As the generator's."""
        return self._gen.close()


def coroutine(func):
    """A generator function whose generators can be awaited."""
    def wrapped(*args, **kwargs):
        made = func(*args, **kwargs)
        return _GeneratorWrapper(made) if isinstance(made, GeneratorType) else made
    wrapped.__name__ = func.__name__
    wrapped.__qualname__ = func.__qualname__
    wrapped.__wrapped__ = func
    return wrapped


class _Unpacked:
    """`*tuple[int, ...]` in an annotation (PEP 646)."""

    __unpacked__ = True

    def __init__(self, alias):
        self.__origin__, self.__args__ = alias.__origin__, alias.__args__
        self._alias = alias

    def __repr__(self):
        return f"*{self._alias!r}"

    def __eq__(self, other):
        return self._alias == other._alias if isinstance(other, _Unpacked) else NotImplemented

    def __hash__(self):
        return hash(self._alias)
