# timeslice: native
"""pickle: objects to bytes and back (protocols 4 and 5). The walk over plain objects is in `_pickle`, as in CPython; here
is what calls the program's code: reductions, and the names of functions and classes."""

import builtins as _builtins
import copyreg
import sys
from _pickle import import_now, load as _load, save as _save
from _timeslice import MISSING
from copyreg import dispatch_table

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load", "loads"]

format_version = "4.0"
HIGHEST_PROTOCOL = 5
_IS_3_14 = sys.version_info >= (3, 14)
DEFAULT_PROTOCOL = 5 if _IS_3_14 else 4


class PickleError(Exception):
    """What goes wrong here."""


class PicklingError(PickleError):
    """An object that cannot be pickled."""


class UnpicklingError(PickleError):
    """Bytes that are no pickle."""


PickleError.__module__ = PicklingError.__module__ = UnpicklingError.__module__ = "_pickle"


def _function():
    pass


class _Class:
    def method(self):
        pass


_FUNCTIONS = (type(_function), type(len))
_METHOD = type(_Class().method)
_DESCRIPTORS = (type(str.join), type(int.__add__))
_WRAPPER = type((0).__add__)
# What a list of work (see `_pickle`) is made of.
_SAVE, _EMIT, _MEMO, _ITEMS, _PAIRS = 0, 1, 2, 5, 6


class Pickler:
    """Writes pickles to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        if not hasattr(file, "write"):
            raise TypeError("file must have a 'write' attribute")
        self._file = file
        self._protocol = _checked(protocol)

    def dump(self, obj, /):
        """Writes the pickle of an object."""
        self._file.write(_encode(obj, self._protocol, self))

    def clear_memo(self):
        """Each pickle stands for itself already."""


def _checked(protocol):
    if protocol is None:
        return DEFAULT_PROTOCOL
    if protocol < 0:
        return HIGHEST_PROTOCOL
    if protocol > HIGHEST_PROTOCOL:
        raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
    return max(protocol, 4)


def _encode(obj, protocol, pickler):
    work, memo, keep, parts = [(_SAVE, obj, 0)], {}, [obj], []
    while True:
        data, special = _save(work, memo, protocol)
        parts.append(data)
        if special is MISSING:
            break
        _take_apart(special, work, keep, pickler)
    parts.append(b".")
    body = b"".join(parts)
    head = bytes((0x80, protocol))
    if len(body) >= 4:
        head += b"\x95" + len(body).to_bytes(8, "little")
    return head + body


def _take_apart(obj, work, keep, pickler):
    """Adds to the list of work what `obj` is made of."""
    reduced = NotImplemented
    override = getattr(pickler, "reducer_override", None)
    if override is not None:
        reduced = override(obj)
    if reduced is NotImplemented:
        reduced = _reduced(obj, getattr(pickler, "dispatch_table", dispatch_table))
    if isinstance(reduced, str):
        _add_global(obj, reduced or None, work, keep)
        return
    if not isinstance(reduced, tuple):
        raise PicklingError("__reduce__ must return a string or tuple")
    if not 2 <= len(reduced) <= 6:
        raise PicklingError("tuple returned by __reduce__ must contain 2 through 6 elements")
    keep.append(reduced)
    function, args, state, items, pairs, setter = (*reduced, None, None, None, None)[:6]
    if not callable(function):
        raise PicklingError("first item of the tuple returned by __reduce__ must be callable")
    if not isinstance(args, tuple):
        raise PicklingError("second item of the tuple returned by __reduce__ must be a tuple")
    if state is not None:
        if setter is None:
            work += [(_EMIT, 98, 0), (_SAVE, state, 0)]
        else:
            work += [(_EMIT, 48, 0), (_EMIT, 82, 0), (_EMIT, 0x86, 0), (_SAVE, state, 0), (_SAVE, obj, 0),
                     (_SAVE, setter, 0)]
    if pairs is not None:
        pairs = dict(pairs)
        keep.append(pairs)
        work.append((_PAIRS, pairs, 0))
    if items is not None:
        items = list(items)
        keep.append(items)
        work.append((_ITEMS, items, 0))
    work.append((_MEMO, obj, 0))
    name = getattr(function, "__name__", "")
    if name == "__newobj__":
        cls, *args = args
        args = tuple(args)
        keep.append(args)
        work += [(_EMIT, 0x81, 0), (_SAVE, args, 0), (_SAVE, cls, 0)]
    elif name == "__newobj_ex__":
        cls, args, kwargs = args
        work += [(_EMIT, 0x92, 0), (_SAVE, kwargs, 0), (_SAVE, args, 0), (_SAVE, cls, 0)]
    else:
        work += [(_EMIT, 82, 0), (_SAVE, args, 0), (_SAVE, function, 0)]


def _reduced(obj, table):
    cls = type(obj)
    reducer = table.get(cls)
    if reducer is not None:
        return reducer(obj)
    if isinstance(obj, type):
        if obj in (type(None), type(NotImplemented), type(...)):
            return type, ({type(None): None, type(...): ...}.get(obj, NotImplemented),)
        return ""
    if cls is _FUNCTIONS[0]:
        return ""
    if cls is _FUNCTIONS[1]:
        owner = getattr(obj, "__self__", None)
        if owner is None or type(owner) is type(sys):
            return ""
        return getattr, (owner, obj.__name__)
    if cls in _DESCRIPTORS:
        return getattr, (obj.__objclass__, obj.__name__)
    if cls is _WRAPPER:
        return getattr, (obj.__self__, obj.__name__)
    if cls is _METHOD:
        return getattr, (obj.__self__, obj.__func__.__name__)
    if obj is ...:
        return "Ellipsis"
    if obj is NotImplemented:
        return "NotImplemented"
    if cls is type(sys):
        raise TypeError("cannot pickle 'module' object")
    return obj.__reduce_ex__(4)


def _add_global(obj, name, work, keep):
    """A function, a class or a singleton: its module and its name."""
    if name is None:
        name = getattr(obj, "__qualname__", None) or obj.__name__
    module = _module_of(obj, name)
    if "<locals>" in name:
        if _IS_3_14:
            raise PicklingError(f"Can't pickle local object {obj!r}")
        verb = "get" if sys.version_info >= (3, 13) else "pickle"
        raise AttributeError(f"Can't {verb} local object {name!r}")
    try:
        _import(module)
        found = sys.modules[module]
    except (ImportError, ValueError, KeyError) as error:
        why = str(error) if _IS_3_14 else f"import of module {module!r} failed"
        raise PicklingError(f"Can't pickle {obj!r}: {why}") from None
    try:
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        why = f"it's not found as {module}.{name}" if _IS_3_14 else f"attribute lookup {name} on {module} failed"
        raise PicklingError(f"Can't pickle {obj!r}: {why}") from None
    if found is not obj:
        raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
    module, name = sys.intern(module), sys.intern(name)
    keep += (module, name)
    work += [(_MEMO, obj, 0), (_EMIT, 0x93, 0), (_SAVE, name, 0), (_SAVE, module, 0)]


def _module_of(obj, name):
    module = getattr(obj, "__module__", None)
    if module is not None and (module != "builtins" or hasattr(_builtins, name.split(".")[0])):
        return module
    if obj is ... or obj is NotImplemented:
        return "builtins"
    top = name.split(".")[0]
    for module, found in sys.modules.copy().items():
        if module not in ("__main__", "__mp_main__") and getattr(found, top, None) is obj:
            return module
    return "__main__"


def _import(name):
    """Imports a module whose name is a value."""
    at = ""
    for part in name.split("."):
        at = f"{at}.{part}" if at else part
        if at not in sys.modules:
            import_now(at)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The pickle of an object."""
    return _encode(obj, _checked(protocol), None)


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Writes the pickle of an object to a file."""
    Pickler(file, protocol).dump(obj)


# === Loading ===


class Unpickler:
    """Reads pickles from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
        if not hasattr(file, "read") or not hasattr(file, "readline"):
            raise TypeError("file must have 'read' and 'readline' attributes")
        self._file = file

    def load(self):
        """The next object."""
        start = self._file.tell()
        data = self._file.read()
        obj, end = _decode(data, self.find_class)
        self._file.seek(start + end)
        return obj

    def find_class(self, module, name, /):
        """The class or function of that name."""
        return _find_class(module, name)


def _find_class(module, name):
    _import(module)
    found = sys.modules[module]
    try:
        for part in name.split("."):
            found = getattr(found, part)
    except AttributeError:
        raise AttributeError(f"Can't get attribute {name!r} on {sys.modules[module]!r}") from None
    return found


def _decode_from(data, at):
    return _decode(data, _find_class, at)


def _decode(data, find_class, at=0):
    stack, marks, memo = [], [], []
    while True:
        op, at = _load(data, at, stack, marks, memo)
        if op == 46:
            return stack.pop(), at
        if op == 0x93:
            name = stack.pop()
            stack.append(find_class(stack.pop(), name))
        elif op == 82:
            args = stack.pop()
            stack[-1] = stack[-1](*args)
        elif op == 0x81:
            args = stack.pop()
            cls = stack[-1]
            stack[-1] = cls.__new__(cls, *args)
        elif op == 0x92:
            kwargs, args = stack.pop(), stack.pop()
            cls = stack[-1]
            stack[-1] = cls.__new__(cls, *args, **kwargs)
        elif op == 98:
            state = stack.pop()
            _set_state(stack[-1], state)
        else:
            _fill(op, stack, marks)


def _fill(op, stack, marks):
    """Items of a container that takes Python code to fill."""
    n = {97: 1, 115: 2}.get(op)
    at = len(stack) - n if n else marks.pop()
    items = stack[at:]
    del stack[at:]
    if op in (97, 101):
        extend = getattr(stack[-1], "extend", None)
        if extend is not None:
            extend(items)
        else:
            for item in items:
                stack[-1].append(item)
    elif op in (115, 117):
        owner = stack[-1]
        for i in range(0, len(items), 2):
            owner[items[i]] = items[i + 1]
    elif op == 0x91:
        stack.append(frozenset(items))
    else:
        for item in items:
            stack[-1].add(item)


def _set_state(obj, state):
    setstate = getattr(obj, "__setstate__", None)
    if setstate is not None:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        namespace = obj.__dict__
        for name, value in state.items():
            namespace[sys.intern(name) if type(name) is str else name] = value
    if slots:
        for name, value in slots.items():
            setattr(obj, name, value)


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
    """The object of a pickle."""
    return _decode(data, _find_class)[0]


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=()):
    """The next object in a file."""
    return Unpickler(file).load()
