# timeslice: native
"""array: numbers of one kind, kept in a list, with the range checks of their C types."""

typecodes = "bBuhHiIlLqQfd"
_SIZES = {"b": 1, "B": 1, "u": 4, "w": 4, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "f": 4, "d": 8}
_NAMES = {"b": "signed char", "B": "unsigned byte integer", "h": "signed short integer", "H": "unsigned short",
          "i": "signed integer", "I": "unsigned int", "l": "signed long", "L": "unsigned long"}


class array:
    """An array of one typecode."""
    __slots__ = ("typecode", "_items", "__weakref__")
    __hash__ = None

    def __new__(cls, typecode, initializer=(), /):
        if not isinstance(typecode, str) or len(typecode) != 1:
            kind = type(typecode).__name__
            raise TypeError(f"array() argument 1 must be a unicode character, not {kind}")
        if typecode not in _SIZES:
            raise ValueError("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        if isinstance(initializer, str) and typecode not in "uw":
            raise TypeError(f"cannot use a str to initialize an array with typecode '{typecode}'")
        self = object.__new__(cls)
        self.typecode = typecode
        self._items = []
        if isinstance(initializer, (bytes, bytearray)):
            self.frombytes(initializer)
        else:
            for x in initializer:
                self._items.append(self._checked(x))
        return self

    @property
    def itemsize(self):
        """Bytes per item."""
        return _SIZES[self.typecode]

    def _checked(self, x):
        code = self.typecode
        if code in "uw":
            if not isinstance(x, str) or len(x) != 1:
                raise TypeError("array item must be a unicode character, not " + type(x).__name__)
            return x
        if code in "fd":
            if not isinstance(x, (int, float)):
                if not hasattr(type(x), "__float__"):
                    raise TypeError(f"must be real number, not {type(x).__name__}")
            x = float(x)
            return _round_to_single(x) if code == "f" else x
        if not isinstance(x, int):
            index = getattr(type(x), "__index__", None)
            if index is None:
                raise TypeError(f"'{type(x).__name__}' object cannot be interpreted as an integer")
            x = index(x)
        bits = 8 * _SIZES[code]
        low, high = (0, (1 << bits) - 1) if code.isupper() else (-(1 << bits - 1), (1 << bits - 1) - 1)
        if x < low:
            if low == 0 and code in "ILQ":
                raise OverflowError("can't convert negative value to unsigned int")
            raise OverflowError(f"{_NAMES.get(code, 'int')} is less than minimum")
        if x > high:
            raise OverflowError(f"{_NAMES.get(code, 'int')} is greater than maximum")
        return x

    def append(self, x, /):
        """Adds at the end."""
        self._items.append(self._checked(x))

    def extend(self, iterable, /):
        """Adds each at the end."""
        if isinstance(iterable, array):
            if iterable.typecode != self.typecode:
                raise TypeError("can only extend with array of same kind")
            self._items += iterable._items
            return
        for x in iterable:
            self.append(x)

    def insert(self, i, x, /):
        """Inserts before position i."""
        self._items.insert(i, self._checked(x))

    def pop(self, i=-1, /):
        """Takes an item out."""
        if not self._items:
            raise IndexError("pop from empty array")
        if not -len(self._items) <= i < len(self._items):
            raise IndexError("pop index out of range")
        return self._items.pop(i)

    def remove(self, x, /):
        """Removes the first item equal to x."""
        if x not in self._items:
            raise ValueError("array.remove(x): x not in array")
        self._items.remove(x)

    def index(self, x, start=0, stop=None, /):
        """Position of the first item equal to x."""
        try:
            return self._items.index(x, start, len(self._items) if stop is None else stop)
        except ValueError:
            raise ValueError("array.index(x): x not in array") from None

    def count(self, x, /):
        """How many items equal x."""
        return self._items.count(x)

    def reverse(self):
        """Reverses in place."""
        self._items.reverse()

    def tolist(self):
        """A list."""
        return self._items[:]

    def fromlist(self, items, /):
        """Adds a list, or nothing when an item does not fit."""
        if not isinstance(items, list):
            raise TypeError("arg must be list")
        self._items += [self._checked(x) for x in items]

    def tobytes(self):
        """The machine's representation."""
        if self.typecode in "uw":
            return b"".join([ord(x).to_bytes(4, "little") for x in self._items])
        from struct import pack
        return pack(f"<{len(self._items)}{_struct_code(self.typecode)}", *self._items)

    def frombytes(self, data, /):
        """Adds items from the machine's representation."""
        size = self.itemsize
        data = bytes(data)
        if len(data) % size:
            raise ValueError("bytes length not a multiple of item size")
        if self.typecode in "uw":
            self._items += [chr(int.from_bytes(data[i:i + 4], "little")) for i in range(0, len(data), 4)]
            return
        from struct import unpack
        self._items += unpack(f"<{len(data) // size}{_struct_code(self.typecode)}", data)

    def tounicode(self):
        """The text of an array of characters."""
        if self.typecode not in "uw":
            raise ValueError("tounicode() may only be called on unicode type arrays")
        return "".join(self._items)

    def buffer_info(self):
        """(address, length)."""
        return id(self), len(self._items)

    def byteswap(self):
        """Swaps the bytes of every item."""
        size = self.itemsize
        data = self.tobytes()
        self._items = []
        self.frombytes(b"".join([data[i:i + size][::-1] for i in range(0, len(data), size)]))

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        i = 0
        while i < len(self._items):
            yield self._items[i]
            i += 1

    def __contains__(self, x):
        return x in self._items

    def _made(self, items):
        result = array(self.typecode)
        result._items = items
        return result

    def __getitem__(self, i):
        if isinstance(i, slice):
            return self._made(self._items[i])
        if not hasattr(type(i), "__index__"):
            raise TypeError("array indices must be integers")
        try:
            return self._items[i]
        except IndexError:
            raise IndexError("array index out of range") from None

    def __setitem__(self, i, x):
        if isinstance(i, slice):
            if not isinstance(x, array):
                raise TypeError(f'can only assign array (not "{type(x).__name__}") to array slice')
            self._items[i] = x._items
            return
        x = self._checked(x)
        try:
            self._items[i] = x
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __delitem__(self, i):
        try:
            del self._items[i]
        except IndexError:
            raise IndexError("array assignment index out of range") from None

    def __add__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only append array (not "{type(other).__name__}") to array')
        if other.typecode != self.typecode:
            raise TypeError("bad argument type for built-in operation")
        return self._made(self._items + other._items)

    def __iadd__(self, other):
        if not isinstance(other, array):
            raise TypeError(f'can only extend with array (not "{type(other).__name__}")')
        self.extend(other)
        return self

    def __mul__(self, n):
        return self._made(self._items * n) if isinstance(n, int) else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, n):
        self._items *= n
        return self

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, array) else NotImplemented

    def __lt__(self, other):
        return self._items < other._items if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return self._items <= other._items if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return self._items > other._items if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return self._items >= other._items if isinstance(other, array) else NotImplemented

    def __copy__(self):
        return self._made(self._items[:])

    def __deepcopy__(self, memo):
        return self._made(self._items[:])

    def __reduce__(self):
        return array, (self.typecode, self._items[:])

    def __repr__(self):
        if not self._items:
            return f"array('{self.typecode}')"
        if self.typecode in "uw":
            return f"array('{self.typecode}', {''.join(self._items)!r})"
        return f"array('{self.typecode}', {self._items!r})"


ArrayType = array


def _struct_code(code):
    return {"l": "q", "L": "Q"}.get(code, code)


def _round_to_single(x):
    from struct import pack, unpack
    return unpack("<f", pack("<f", x))[0]
