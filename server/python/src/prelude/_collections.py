# timeslice: native
"""The parts of `collections` that are C in CPython: deque, Counter's counting loop, the fields of named tuples.

defaultdict and OrderedDict are in `_collections_dict`.
"""
from _timeslice import repr_enter, repr_leave
from types import GenericAlias


class deque:
    """A double-ended queue: a ring in a list whose length is a power of two.

    `_ring[_head]` is the first item, the last is `_size - 1` further, modulo the ring's length; places not in use
    hold None, so that nothing is kept alive. `_changes` counts changes of length or order, for iterators.
    """
    __module__ = "collections"
    __slots__ = ("_ring", "_mask", "_head", "_size", "_max", "_changes", "__weakref__", "__dict__")
    __hash__ = None
    __class_getitem__ = classmethod(GenericAlias)

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._ring = [None] * 8
        self._mask = 7
        self._head = self._size = self._changes = 0
        self._max = None
        return self

    def __init__(self, iterable=(), maxlen=None):
        if maxlen is not None:
            if not isinstance(maxlen, int):
                raise TypeError("an integer is required")
            if maxlen < 0:
                raise ValueError("maxlen must be non-negative")
        self._max = maxlen
        if self._size:
            self.clear()
        append = self.append
        for x in iterable:
            append(x)

    @property
    def maxlen(self):
        """The greatest length, or None."""
        return self._max

    def append(self, x, /):
        """Adds at the right end."""
        size = self._size
        if size == self._max:
            if size == 0:
                return
            self.popleft()
            size -= 1
        if size > self._mask:
            self._grow()
        self._ring[(self._head + size) & self._mask] = x
        self._size = size + 1
        self._changes += 1

    def appendleft(self, x, /):
        """Adds at the left end."""
        size = self._size
        if size == self._max:
            if size == 0:
                return
            self.pop()
            size -= 1
        if size > self._mask:
            self._grow()
        head = self._head = (self._head - 1) & self._mask
        self._ring[head] = x
        self._size = size + 1
        self._changes += 1

    def popleft(self):
        """Takes from the left end."""
        size = self._size
        if not size:
            raise IndexError("pop from an empty deque")
        head = self._head
        ring = self._ring
        x = ring[head]
        ring[head] = None
        self._head = (head + 1) & self._mask
        self._size = size - 1
        self._changes += 1
        return x

    def pop(self):
        """Takes from the right end."""
        size = self._size
        if not size:
            raise IndexError("pop from an empty deque")
        size -= 1
        ring = self._ring
        i = (self._head + size) & self._mask
        x = ring[i]
        ring[i] = None
        self._size = size
        self._changes += 1
        return x

    def __len__(self):
        return self._size

    def __bool__(self):
        return self._size != 0

    def _grow(self):
        ring = self._ring
        head = self._head
        self._ring = ring[head:] + ring[:head] + [None] * len(ring)
        self._head = 0
        self._mask = len(self._ring) - 1

    def _items(self):
        """A new list of the items."""
        head = self._head
        end = head + self._size
        ring = self._ring
        if end <= len(ring):
            return ring[head:end]
        return ring[head:] + ring[:end & self._mask]

    def _assign(self, items):
        n = 8
        while n < len(items):
            n *= 2
        self._size = len(items)
        self._ring = items + [None] * (n - len(items))
        self._mask = n - 1
        self._head = 0
        self._changes += 1

    def clear(self):
        """Removes all."""
        self._assign([])

    def extend(self, iterable, /):
        """Appends each."""
        append = self.append
        for x in self._items() if iterable is self else iterable:
            append(x)

    def extendleft(self, iterable, /):
        """Appends each at the left end."""
        appendleft = self.appendleft
        for x in self._items() if iterable is self else iterable:
            appendleft(x)

    def __iter__(self):
        changes = self._changes
        i = 0
        while i < self._size:
            yield self._ring[(self._head + i) & self._mask]
            if changes != self._changes:
                raise RuntimeError("deque mutated during iteration")
            i += 1

    def __reversed__(self):
        changes = self._changes
        i = self._size - 1
        while i >= 0:
            yield self._ring[(self._head + i) & self._mask]
            if changes != self._changes:
                raise RuntimeError("deque mutated during iteration")
            i -= 1

    def _place(self, i):
        if not isinstance(i, int):
            if not hasattr(type(i), "__index__"):
                raise TypeError(f"sequence index must be integer, not '{type(i).__name__}'")
            i = i.__index__()
        size = self._size
        if i < 0:
            i += size
        if i < 0 or i >= size:
            raise IndexError("deque index out of range")
        return (self._head + i) & self._mask

    def __getitem__(self, i):
        return self._ring[self._place(i)]

    def __setitem__(self, i, x):
        self._ring[self._place(i)] = x

    def __delitem__(self, i):
        self._place(i)
        items = self._items()
        del items[i]
        self._assign(items)

    def __contains__(self, x):
        changes = self._changes
        for y in self._items():
            if y is x or y == x:
                return True
            if changes != self._changes:
                raise RuntimeError("deque mutated during iteration")
        return False

    def count(self, x, /):
        """How many items equal x."""
        changes = self._changes
        n = 0
        for y in self._items():
            if y is x or y == x:
                n += 1
            if changes != self._changes:
                raise RuntimeError("deque mutated during iteration")
        return n

    def index(self, x, start=0, stop=None, /):
        """Position of the first item equal to x."""
        size = self._size
        start = max(0, start + size) if start < 0 else start
        stop = size if stop is None else stop + size if stop < 0 else min(stop, size)
        items = self._items()
        changes = self._changes
        i = start
        while i < stop:
            y = items[i]
            if y is x or y == x:
                return i
            if changes != self._changes:
                raise RuntimeError("deque mutated during iteration")
            i += 1
        raise ValueError(f"{x!r} is not in deque")

    def remove(self, x, /):
        """Removes the first item equal to x."""
        items = self._items()
        changes = self._changes
        for i in range(len(items)):
            y = items[i]
            found = y is x or y == x
            if changes != self._changes:
                raise IndexError("deque mutated during remove().")
            if found:
                del items[i]
                self._assign(items)
                return
        raise ValueError(f"{x!r} is not in deque")

    def insert(self, i, x, /):
        """Inserts before position i."""
        if self._size == self._max:
            raise IndexError("deque already at its maximum size")
        items = self._items()
        items.insert(i, x)
        self._assign(items)

    def reverse(self):
        """Reverses in place."""
        items = self._items()
        items.reverse()
        self._assign(items)

    def rotate(self, n=1, /):
        """Moves n items from the right end to the left end; from left to right when n is negative."""
        size = self._size
        if size < 2:
            return
        n %= size
        if n * 2 > size:
            for _ in range(size - n):
                self.append(self.popleft()) if self._max is None else self._turn_left()
        elif n:
            for _ in range(n):
                x = self.pop()
                self.appendleft(x)

    def _turn_left(self):
        x = self.popleft()
        self.append(x)

    def copy(self):
        """A new deque with the same items."""
        cls = type(self)
        return cls(self) if self._max is None and cls is not deque else cls(self, self._max)

    __copy__ = copy

    def __reduce__(self):
        state = self.__dict__ or None
        if self._max is None:
            return type(self), (), state, iter(self)
        return type(self), ((), self._max), state, iter(self)

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError(f'can only concatenate deque (not "{type(other).__name__}") to deque')
        result = self.copy()
        result.extend(other)
        return result

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, n):
        if not hasattr(type(n), "__index__"):
            return NotImplemented
        return type(self)(self._items() * n, self._max)

    __rmul__ = __mul__

    def __imul__(self, n):
        if not hasattr(type(n), "__index__"):
            return NotImplemented
        items = self._items() * n
        self._assign(items if self._max is None else items[max(0, len(items) - self._max):])
        return self

    def __repr__(self):
        if not repr_enter(self):
            return "[...]"
        try:
            text = repr(self._items())
        finally:
            repr_leave(self)
        if self._max is None:
            return f"{type(self).__name__}({text})"
        return f"{type(self).__name__}({text}, maxlen={self._max})"

    def __eq__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() == other._items()

    def __lt__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() < other._items()

    def __le__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() <= other._items()

    def __gt__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() > other._items()

    def __ge__(self, other):
        if not isinstance(other, deque):
            return NotImplemented
        return self._items() >= other._items()


def _count_elements(mapping, iterable):
    """Counts into a mapping."""
    get = mapping.get
    for x in iterable:
        mapping[x] = get(x, 0) + 1


class _tuplegetter:
    # The field of a named tuple; no docstring, because instances have their own.
    __module__ = "collections"
    __slots__ = ("_index", "__doc__")

    def __init__(self, index, doc):
        self._index = index
        self.__doc__ = doc

    def __get__(self, instance, owner=None):
        return self if instance is None else tuple.__getitem__(instance, self._index)

    def __set__(self, instance, value):
        raise AttributeError("can't set attribute")

    def __delete__(self, instance):
        raise AttributeError("can't delete attribute")
