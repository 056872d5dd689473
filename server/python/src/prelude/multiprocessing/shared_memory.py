"""Blocks of shared memory with names, and lists in them (P8)."""

__all__ = ["SharedMemory", "ShareableList"]

import _ipc
import os
import struct
from _shared_memory import SharedMemory, make_name


class ShareableList:
    """A list of a fixed length in shared memory: ints, floats, bools, texts, bytes and None."""

    _SLOT = 8

    def __init__(self, sequence=None, *, name=None):
        if sequence is None and name is not None:
            self.shm = SharedMemory(name)
            n, = struct.unpack_from("q", self._bytes(0, 8), 0)
            self._list_len = n
            sizes = struct.unpack_from(f"{n}q", self._bytes(8, 8 * n), 0)
            self._sizes = list(sizes)
        else:
            items = list(sequence or ())
            self._list_len = len(items)
            self._sizes = [self._size(item) for item in items]
            total = 8 + 9 * len(items) + sum(self._sizes)
            self.shm = SharedMemory(name, create=True, size=total)
            self._put(0, struct.pack("q", len(items)))
            self._put(8, struct.pack(f"{len(items)}q", *self._sizes))
            for i, item in enumerate(items):
                self._store(i, item)

    def _size(self, item):
        if isinstance(item, (str, bytes)):
            data = item.encode() if isinstance(item, str) else item
            return self._SLOT * (len(data) // self._SLOT + 1)
        if item is None or isinstance(item, (int, float)):
            return 8
        raise ValueError(f"type {type(item)} is not supported")

    def _bytes(self, at, n):
        return _ipc.read_memory(self.shm._block, at, n)

    def _put(self, at, data):
        _ipc.write_memory(self.shm._block, at, data)

    def _kind_at(self, i):
        return 8 + 8 * self._list_len + i

    def _place(self, i):
        return 8 + 9 * self._list_len + sum(self._sizes[:i])

    def _store(self, i, item):
        if item is None:
            kind, data = b"n", bytes(8)
        elif isinstance(item, bool):
            kind, data = b"?", struct.pack("q", item)
        elif isinstance(item, int):
            kind, data = b"q", struct.pack("q", item)
        elif isinstance(item, float):
            kind, data = b"d", struct.pack("d", item)
        else:
            kind, data = (b"s", item.encode()) if isinstance(item, str) else (b"b", item)
            if len(data) > self._sizes[i]:
                raise ValueError("bytes/str item exceeds available storage")
            data += bytes(self._sizes[i] - len(data))
        self._put(self._kind_at(i), kind)
        self._put(self._place(i), data)

    def _index(self, i):
        i = i if i >= 0 else i + self._list_len
        if not 0 <= i < self._list_len:
            raise IndexError("index out of range")
        return i

    def __getitem__(self, position):
        i = self._index(position)
        kind, data = self._bytes(self._kind_at(i), 1), self._bytes(self._place(i), self._sizes[i])
        if kind == b"n":
            return None
        if kind == b"?":
            return struct.unpack("q", data)[0] != 0
        if kind in (b"q", b"d"):
            return struct.unpack(kind.decode(), data)[0]
        data = data.rstrip(b"\0")
        return data.decode() if kind == b"s" else data

    def __setitem__(self, position, value):
        try:
            i = self._index(position)
        except IndexError:
            raise IndexError("assignment index out of range") from None
        self._store(i, value)

    def __reduce__(self):
        return _attach_list, (self.__class__, self.shm.name)

    def __len__(self):
        return self._list_len

    def __iter__(self):
        for i in range(self._list_len):
            yield self[i]

    def __repr__(self):
        return f"{type(self).__name__}({list(self)}, name={self.shm.name!r})"

    def count(self, value):
        """How often a value is in it."""
        return sum(value == entry for entry in self)

    def index(self, value):
        """Where a value is first."""
        for position, entry in enumerate(self):
            if value == entry:
                return position
        raise ValueError("ShareableList.index(x): x not in list")


def _attach_list(cls, name):
    return cls(name=name)
