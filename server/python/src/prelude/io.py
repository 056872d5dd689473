# timeslice: native
"""io: streams. Here the bases and text and bytes in memory; files are in `_io_files`."""

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    """An operation that this stream does not have."""


class IOBase:
    """What all streams have."""
    _closed = False

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")

    @property
    def closed(self):
        """Whether it is closed."""
        return self._closed

    def close(self):
        """Closes."""
        self._closed = True

    def flush(self):
        """Nothing is held back."""
        self._check()

    def isatty(self):
        """Not a terminal."""
        self._check()
        return False

    def readable(self):
        """Whether it can be read."""
        return False

    def writable(self):
        """Whether it can be written."""
        return False

    def seekable(self):
        """Whether it has a position."""
        return False

    def fileno(self):
        """There is none."""
        raise UnsupportedOperation("fileno")

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        self._check()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readlines(self, hint=-1, /):
        """All lines that are left."""
        lines = []
        total = 0
        for line in self:
            lines.append(line)
            total += len(line)
            if hint is not None and 0 < hint <= total:
                break
        return lines

    def writelines(self, lines, /):
        """Writes each."""
        for line in lines:
            self.write(line)


def finalize(stream):
    """A stream that nobody has any more is closed. What goes wrong is told since 3.13."""
    import sys
    try:
        stream.close()
    except Exception as e:
        if sys.version_info >= (3, 13):
            sys.unraisablehook(sys.UnraisableHookArgs((type(e), e, None, None, stream)))


class RawIOBase(IOBase):
    """Base of unbuffered streams."""


class BufferedIOBase(IOBase):
    """Base of byte streams."""


class TextIOBase(IOBase):
    """Base of text streams."""
    encoding = None
    errors = None
    newlines = None


class _Memory:
    """What both kinds share: `_buffer`, `_pos`."""

    def readable(self):
        """True."""
        self._check()
        return True

    writable = seekable = readable

    def tell(self):
        """The position."""
        self._check()
        return self._pos

    def read(self, size=-1, /):
        """So many items, or all that are left."""
        self._check()
        buffer = self._whole()
        start = self._pos
        end = len(buffer) if size is None or size < 0 else min(len(buffer), start + size)
        if start >= end:
            return self._empty
        self._pos = end
        return self._made(buffer[start:end])

    def readline(self, size=-1, /):
        """Up to the end of the line."""
        self._check()
        buffer = self._whole()
        start = self._pos
        if start >= len(buffer):
            return self._empty
        end = buffer.find(self._newline, start) + 1
        if end == 0:
            end = len(buffer)
        if size is not None and size >= 0:
            end = min(end, start + size)
        self._pos = end
        return self._made(buffer[start:end])


class StringIO(_Memory, TextIOBase):
    """Text in memory."""
    _empty = ""
    _newline = "\n"

    def _check(self):
        if self._closed:
            raise ValueError("I/O operation on closed file")

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._buffer = initial_value or ""
        # Texts written at the end are joined when somebody looks.
        self._pending = []
        self._pos = 0
        self._end = len(self._buffer)

    def _whole(self):
        if self._pending:
            self._buffer += "".join(self._pending)
            self._pending = []
        return self._buffer

    @staticmethod
    def _made(text):
        return text

    def write(self, s, /):
        """Writes at the position; returns the length."""
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got {type(s).__name__!r}")
        self._check()
        n = len(s)
        if self._pos == self._end:
            self._pending.append(s)
            self._pos = self._end = self._pos + n
        elif n:
            buffer = self._whole()
            at = self._pos
            self._buffer = buffer[:at] + "\0" * (at - len(buffer)) + s + buffer[at + n:]
            self._pos = at + n
            self._end = len(self._buffer)
        return n

    def getvalue(self):
        """The whole text."""
        self._check()
        return self._whole()

    def seek(self, pos, whence=0, /):
        """Moves the position."""
        self._check()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"Negative seek position {pos}")
            self._pos = pos
        elif whence not in (1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        elif pos != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        elif whence == 2:
            self._pos = self._end
        return self._pos

    def truncate(self, pos=None, /):
        """Cuts at the position."""
        self._check()
        if pos is None:
            pos = self._pos
        elif pos < 0:
            raise ValueError(f"Negative size value {pos}")
        self._buffer = self._whole()[:pos]
        self._end = len(self._buffer)
        return pos


class BytesIO(_Memory, BufferedIOBase):
    """Bytes in memory."""
    _empty = b""
    _newline = b"\n"

    def __init__(self, initial_bytes=b""):
        self._buffer = bytearray(initial_bytes or b"")
        self._pos = 0

    def _whole(self):
        return self._buffer

    @staticmethod
    def _made(data):
        return bytes(data)

    read1 = _Memory.read

    def write(self, b, /):
        """Writes at the position; returns the length."""
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._check()
        data = bytes(b)
        at = self._pos
        if at > len(self._buffer):
            self._buffer += bytes(at - len(self._buffer))
        self._buffer[at:at + len(data)] = data
        self._pos = at + len(data)
        return len(data)

    def getvalue(self):
        """All bytes."""
        self._check()
        return bytes(self._buffer)

    def getbuffer(self):
        """A view of all bytes."""
        self._check()
        return memoryview(self._buffer)

    def readinto(self, b, /):
        """Reads into a buffer."""
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def seek(self, pos, whence=0, /):
        """Moves the position."""
        self._check()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"negative seek value {pos}")
            self._pos = pos
        elif whence == 1:
            self._pos = max(0, self._pos + pos)
        elif whence == 2:
            self._pos = max(0, len(self._buffer) + pos)
        else:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        return self._pos

    def truncate(self, size=None, /):
        """Cuts at the position."""
        self._check()
        if size is None:
            size = self._pos
        elif size < 0:
            raise ValueError(f"negative size value {size}")
        del self._buffer[size:]
        return size


def text_encoding(encoding, stacklevel=2):
    """The encoding, UTF-8 when none is given."""
    return "utf-8" if encoding is None else encoding


# Made last: they stand on what is above.
from _io_files import (  # noqa: E402
    BufferedRandom, BufferedReader, BufferedWriter, FileIO, TextIOWrapper, open,
)

open_code = open
