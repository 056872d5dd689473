# timeslice: native
"""A named block of shared memory and a view of its bytes."""
import _ipc
import os

_hex = "0123456789abcdef"


def make_name():
    """A name that nobody has."""
    return "psm_" + os.urandom(4).hex()


class _View:
    """The bytes of a block, to read and to write."""

    format, itemsize, ndim, readonly = "B", 1, 1, False

    def __init__(self, block, size):
        self._block, self._size = block, size

    def _check(self):
        if self._block is None:
            raise ValueError("operation forbidden on released memoryview object")

    @property
    def nbytes(self):
        """How many bytes."""
        return self._size

    def __len__(self):
        self._check()
        return self._size

    def __getitem__(self, i):
        self._check()
        if isinstance(i, slice):
            start, stop, step = i.indices(self._size)
            return _Slice(_ipc.read_memory(self._block, start, max(stop - start, 0))[::step])
        return _ipc.read_memory(self._block, self._index(i), 1)[0]

    def _index(self, i):
        i = i.__index__()
        if i < 0:
            i += self._size
        if not 0 <= i < self._size:
            raise IndexError("index out of bounds on dimension 1")
        return i

    def __setitem__(self, i, value):
        self._check()
        if not isinstance(i, slice):
            if not 0 <= value < 256:
                raise ValueError("memoryview: invalid value for format 'B'")
            _ipc.write_memory(self._block, self._index(i), bytes([value]))
            return
        start, stop, step = i.indices(self._size)
        data = bytes(value)
        if len(data) != len(range(start, stop, step)):
            raise ValueError("memoryview assignment: lvalue and rvalue have different structures")
        if step == 1:
            _ipc.write_memory(self._block, start, data)
        else:
            for at, byte in zip(range(start, stop, step), data):
                _ipc.write_memory(self._block, at, bytes([byte]))

    def __iter__(self):
        return iter(self.tobytes())

    def __bytes__(self):
        return self.tobytes()

    def tobytes(self):
        """A copy of them."""
        self._check()
        return _ipc.read_memory(self._block, 0, self._size)

    def tolist(self):
        """The same as a list."""
        return list(self.tobytes())

    def __eq__(self, other):
        return self.tobytes() == bytes(other)

    def release(self):
        """Lets them go."""
        self._block = None

    def cast(self, code):
        """The bytes as numbers."""
        self._check()
        return _Items(self._block, self._size, code)


class _Slice(bytes):
    """A copy of some bytes."""

    def tobytes(self):
        return bytes(self)

    def tolist(self):
        return list(self)


class _Items:
    """The bytes of a block as numbers of a C type."""

    def __init__(self, block, size, code):
        self._block, self.format = block, code
        self.itemsize = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4}.get(code, 8)
        self._n = size // self.itemsize

    def __len__(self):
        return self._n

    def __getitem__(self, i):
        if isinstance(i, slice):
            return [self[j] for j in range(*i.indices(self._n))]
        return _ipc.get_item(self._block, self.format, i if i >= 0 else i + self._n)

    def __setitem__(self, i, value):
        if isinstance(i, slice):
            for j, item in zip(range(*i.indices(self._n)), value):
                _ipc.set_item(self._block, self.format, j, item)
            return
        _ipc.set_item(self._block, self.format, i if i >= 0 else i + self._n, value)

    def __iter__(self):
        for i in range(self._n):
            yield self[i]

    def tolist(self):
        """A list of them."""
        return list(self)

    def release(self):
        """Lets them go."""


class SharedMemory:
    """A block of shared memory, new or found by its name."""

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create:
            if size == 0:
                raise ValueError("'size' must be a positive number different from zero")
            name = make_name() if name is None else name
            self._block = _ipc.new_memory(size, name)
        else:
            if name is None:
                raise ValueError("'name' can only be None if create=True")
            self._block = _ipc.find_memory(name)
            if self._block is None:
                raise FileNotFoundError(2, "No such file or directory", "/" + name)
        self._name = name
        self._size = _ipc.memory_size(self._block)
        self._buf = _View(self._block, self._size)

    def __reduce__(self):
        return _attach, (self.__class__, self._name)

    def __repr__(self):
        return f"{type(self).__name__}({self._name!r}, size={self._size})"

    @property
    def buf(self):
        """Its bytes."""
        return self._buf

    @property
    def name(self):
        """Its name."""
        return self._name

    @property
    def size(self):
        """How many bytes."""
        return self._size

    def close(self):
        """This process needs it no more."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None

    def unlink(self):
        """Nobody can find it any more."""
        if _ipc.find_memory(self._name) is None:
            raise FileNotFoundError(2, "No such file or directory", "/" + self._name)
        _ipc.unlink_memory(self._block)


def _attach(cls, name):
    return cls(name)


SharedMemory.__module__ = "multiprocessing.shared_memory"
