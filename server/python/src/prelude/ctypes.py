# timeslice: native
"""ctypes: the simple C types, as `multiprocessing.Value` and `Array` need them. Each lives in memory that processes can
share; there are no libraries to load."""
from _ipc import get_item, memory_size, new_memory, read_memory, set_item, write_memory


class _Data:
    """Something in C's memory."""


class _Meta(type):
    """Multiplied by a number, a type is an array of that."""

    def __mul__(cls, n):
        if n < 0:
            raise ValueError("Array length must be >= 0, not %d" % n)
        key = (cls, n)
        if key not in _arrays:
            _arrays[key] = _Meta(f"{cls.__name__}_Array_{n}", (Array,), {
                "_type_": cls, "_length_": n, "_code": cls._code, "__module__": "multiprocessing.sharedctypes"})
        return _arrays[key]

    __rmul__ = __mul__


_arrays = {}


class _SimpleCData(_Data, metaclass=_Meta):
    """One number or character."""

    _code = "i"
    _n = 1

    def __init__(self, *value):
        self._block = new_memory(8, None)
        if len(value) > 1:
            raise TypeError(f"{type(self).__name__}() takes at most 1 argument ({len(value)} given)")
        if value:
            self.value = value[0]

    @classmethod
    def _shared(cls, n, args):
        return cls(*args)

    @classmethod
    def _at(cls, block):
        self = cls.__new__(cls)
        self._block = block
        return self

    @property
    def value(self):
        return get_item(self._block, self._code, 0)

    @value.setter
    def value(self, value):
        set_item(self._block, self._code, 0, value)

    def __bool__(self):
        return bool(self.value)

    def __reduce__(self):
        _shares(self)
        return _simple_at, (type(self), self._block)

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"


def _shares(obj):
    from multiprocessing.context import assert_spawning
    assert_spawning(obj)


def _simple_at(cls, block):
    return cls._at(block)


def _array_at(cls, n, block):
    return (cls * n)._at(block)


class Array(_Data, metaclass=_Meta):
    """Several of them."""

    def __init__(self, *items):
        self._n = self._length_
        self._block = new_memory(max(8 * self._n, 1), None)
        if len(items) > self._n:
            raise IndexError("invalid index")
        for i, item in enumerate(items):
            self[i] = item

    @classmethod
    def _shared(cls, n, items):
        return cls(*items)

    @classmethod
    def _at(cls, block):
        self = cls.__new__(cls)
        self._n = cls._length_
        self._block = block
        return self

    def __len__(self):
        return self._n

    def __getitem__(self, i):
        if isinstance(i, slice):
            items = [get_item(self._block, self._code, j) for j in range(*i.indices(self._n))]
            if self._code == "c":
                return b"".join(items)
            return "".join(items) if self._code == "u" else items
        return get_item(self._block, self._code, self._index(i))

    def __setitem__(self, i, value):
        if isinstance(i, slice):
            places = range(*i.indices(self._n))
            if self._code == "c" and isinstance(value, bytes):
                value = [value[j:j + 1] for j in range(len(value))]
            items = list(value)
            if len(items) != len(places):
                raise ValueError("Can only assign sequence of same size")
            for j, item in zip(places, items):
                set_item(self._block, self._code, j, item)
            return
        if isinstance(value, _SimpleCData):
            value = value.value
        if self._code == "c" and isinstance(value, int):
            value = bytes([value])
        set_item(self._block, self._code, self._index(i), value)

    def _index(self, i):
        i = i.__index__()
        if i < 0:
            i += self._n
        if not 0 <= i < self._n:
            raise IndexError("invalid index")
        return i

    def __iter__(self):
        i = 0
        while i < self._n:
            yield get_item(self._block, self._code, i)
            i += 1

    @property
    def value(self):
        if self._code != "c":
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'value'")
        return read_memory(self._block, 0, self._n).split(b"\0")[0]

    @value.setter
    def value(self, value):
        if len(value) > self._n:
            raise ValueError("byte string too long")
        write_memory(self._block, 0, value if len(value) == self._n else value + b"\0")

    @property
    def raw(self):
        return read_memory(self._block, 0, self._n)

    @raw.setter
    def raw(self, value):
        if len(value) > self._n:
            raise ValueError("byte string too long")
        write_memory(self._block, 0, bytes(value))

    def __reduce__(self):
        _shares(self)
        return _array_at, (self._type_, self._n, self._block)


_SIZES = {"b": 1, "B": 1, "c": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4, "u": 4}


def sizeof(kind):
    """Bytes of a type or an object."""
    n = kind._length_ if hasattr(kind, "_length_") else 1
    return n * _SIZES.get(kind._code, 8)


def _simple(name, code):
    return _Meta(name, (_SimpleCData,), {"_code": code, "_type_": code, "__module__": "ctypes"})


c_char, c_wchar, c_byte, c_ubyte = _simple("c_char", "c"), _simple("c_wchar", "u"), _simple("c_byte", "b"), _simple("c_ubyte", "B")
c_short, c_ushort, c_int, c_uint = _simple("c_short", "h"), _simple("c_ushort", "H"), _simple("c_int", "i"), _simple("c_uint", "I")
c_long, c_ulong, c_float, c_double = _simple("c_long", "l"), _simple("c_ulong", "L"), _simple("c_float", "f"), _simple("c_double", "d")
c_bool = _simple("c_bool", "?")
c_longlong, c_ulonglong = c_long, c_ulong
c_int8, c_uint8, c_int16, c_uint16, c_int32, c_uint32 = c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint
c_int64, c_uint64, c_size_t, c_ssize_t = c_long, c_ulong, c_ulong, c_long
