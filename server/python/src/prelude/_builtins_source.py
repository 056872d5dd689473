# timeslice: native
"""What runs source text: `exec`, `eval`, `__import__`; and `memoryview`."""
from _timeslice import MISSING, run_source, set_builtin, syntax_warnings

__all__ = ["eval_slow", "exec_slow", "import_slow", "load_name_slow", "warned_slow"]


def _text(source):
    return bytes(source).decode() if isinstance(source, (bytes, bytearray)) else source


def exec_slow(source, globals, locals):
    """`exec(source)` where `globals` and, unless None, `locals` are the namespaces."""
    run_source(_text(source), globals, globals if locals is None else locals, False)


def eval_slow(source, globals, locals):
    """`eval(source)`"""
    text = _text(source)
    if isinstance(text, str):
        text = text.lstrip(" \t")
    return run_source(text, globals, globals if locals is None else locals, True)


def load_name_slow(locals, globals, name):
    """A name in code whose locals are a mapping of the program's own."""
    try:
        return locals[name]
    except KeyError:
        pass
    return run_source(f"{name}", globals, globals, True)


def warned_slow(code, globals, locals):
    """Tells what the compiler warns of, then runs the code, or gives it back if there are no globals."""
    from warnings import warn_explicit
    for filename, line, text in syntax_warnings():
        try:
            warn_explicit(text, SyntaxWarning, filename, line)
        except SyntaxWarning:
            raise SyntaxError(text, (filename, line, None, None)) from None
    return code if globals is None else run_source(code, globals, locals, False)


def import_slow(name, fromlist):
    """`__import__(name)`"""
    if not name:
        raise ValueError("Empty module name")
    if not all([part.isidentifier() for part in name.split(".")]):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    namespace = {}
    run_source(f"import {name} as m\nimport {name}", namespace, namespace, False)
    return namespace["m"] if fromlist else namespace[name.split(".")[0]]


class memoryview:
    """A view of the bytes of an object."""
    __module__ = "builtins"
    __slots__ = ("_base", "_range", "_format", "_readonly", "_released", "__weakref__")

    def __new__(cls, object):
        self = super().__new__(cls)
        self._released = False
        if isinstance(object, memoryview):
            object._check()
            self._base = object._base
            self._range = object._range
            self._format = object._format
            self._readonly = object._readonly
            return self
        if isinstance(object, (bytes, bytearray)):
            self._format = "B"
        elif type(object).__name__ == "array" and hasattr(object, "typecode"):
            self._format = object.typecode
        else:
            raise TypeError(f"memoryview: a bytes-like object is required, not '{type(object).__name__}'")
        self._base = object
        self._range = range(len(object))
        self._readonly = isinstance(object, bytes)
        return self

    def __init_subclass__(cls):
        raise TypeError("type 'memoryview' is not an acceptable base type")

    def _check(self):
        if self._released:
            raise ValueError("operation forbidden on released memoryview object")

    @property
    def obj(self):
        """The object."""
        self._check()
        return self._base

    @property
    def readonly(self):
        """Whether it cannot be written."""
        self._check()
        return self._readonly

    @property
    def format(self):
        """What an item is."""
        self._check()
        return self._format

    @property
    def itemsize(self):
        """Bytes of an item."""
        self._check()
        return 1 if self._format == "B" else self._base.itemsize

    @property
    def nbytes(self):
        """Bytes of all."""
        return len(self) * self.itemsize

    @property
    def ndim(self):
        """One dimension."""
        self._check()
        return 1

    @property
    def shape(self):
        """The number of items."""
        return (len(self),)

    @property
    def strides(self):
        """Bytes from item to item."""
        return (self._range.step * self.itemsize,)

    @property
    def suboffsets(self):
        """None."""
        return ()

    @property
    def contiguous(self):
        """Whether item follows item."""
        return self._range.step == 1 or len(self._range) < 2

    c_contiguous = f_contiguous = contiguous

    def __len__(self):
        self._check()
        return len(self._range)

    def __getitem__(self, key):
        self._check()
        if isinstance(key, slice):
            part = memoryview(self)
            part._range = self._range[key]
            return part
        if not hasattr(type(key), "__index__"):
            raise TypeError("memoryview: invalid slice key")
        try:
            at = self._range[key]
        except IndexError:
            raise IndexError("index out of bounds on dimension 1") from None
        return self._base[at]

    def __setitem__(self, key, value):
        self._check()
        if self._readonly:
            raise TypeError("cannot modify read-only memory")
        if isinstance(key, slice):
            places = self._range[key]
            values = list(memoryview(value))
            if len(values) != len(places):
                raise ValueError("memoryview assignment: lvalue and rvalue have different structures")
            for at, v in zip(places, values):
                self._base[at] = v
            return
        try:
            at = self._range[key]
        except IndexError:
            raise IndexError("index out of bounds on dimension 1") from None
        except TypeError:
            raise TypeError("memoryview: invalid slice key") from None
        if self._format == "B":
            if not hasattr(type(value), "__index__"):
                raise TypeError("memoryview: invalid type for format 'B'")
            if not 0 <= value < 256:
                raise ValueError("memoryview: invalid value for format 'B'")
        self._base[at] = value

    def __delitem__(self, key):
        raise TypeError("cannot delete memory")

    def __iter__(self):
        self._check()
        return iter([self._base[i] for i in self._range])

    def tolist(self):
        """The items."""
        self._check()
        return [self._base[i] for i in self._range]

    def tobytes(self, order="C"):
        """The bytes."""
        self._check()
        if self._format == "B":
            if self._range.step == 1:
                return bytes(self._base[self._range.start:self._range.stop])
            return bytes(self.tolist())
        return type(self._base)(self._format, self.tolist()).tobytes()

    __bytes__ = tobytes

    def hex(self, *args):
        """The bytes in hexadecimal."""
        return self.tobytes().hex(*args)

    def toreadonly(self):
        """The same without writing."""
        part = memoryview(self)
        part._readonly = True
        return part

    def cast(self, format, shape=None):
        """Only to bytes of bytes."""
        self._check()
        if format in ("B", "b", "c") and self._format == "B" and format == "B":
            return memoryview(self)
        raise NotImplementedError("memoryview.cast() is simulated for format 'B' only")

    def release(self):
        """Gives the object up."""
        self._released = True

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc_info):
        self.release()

    def __eq__(self, other):
        if isinstance(other, (bytes, bytearray)):
            return self.tobytes() == other
        if isinstance(other, memoryview):
            return self is other or self.tolist() == other.tolist()
        return NotImplemented

    def __hash__(self):
        self._check()
        if not self._readonly:
            raise ValueError("cannot hash writable memoryview object")
        return hash(self.tobytes())

    def __contains__(self, item):
        return item in self.tolist()

    def count(self, value):
        """How often an item is there."""
        return self.tolist().count(value)

    def index(self, value, start=0, stop=MISSING):
        """Where an item is first."""
        items = self.tolist()
        for i in range(*slice(start, None if stop is MISSING else stop).indices(len(items))):
            if items[i] == value:
                return i
        raise ValueError("memoryview.index(x): x not found")

    def __repr__(self):
        word = "released memory" if self._released else "memory"
        return f"<{word} at {id(self):#x}>"


set_builtin("memoryview", memoryview)
