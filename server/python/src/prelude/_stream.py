"""Streams that have no position: buffers and text over a raw stream that waits for what comes (a socket, a pipe)."""
from io import BufferedIOBase, DEFAULT_BUFFER_SIZE, TextIOWrapper, UnsupportedOperation


class _Buffered(BufferedIOBase):
    """A raw stream with a buffer for each direction."""

    def __init__(self, raw, size):
        self.raw = raw
        self._size = size
        self._in = b""
        self._out = []
        self._n_out = 0

    def _fill(self, least=1):
        data = self.raw.read(max(self._size, least))
        if data:
            self._in += data
        return data

    def _take(self, n):
        data, self._in = self._in[:n], self._in[n:]
        return data

    def read(self, size=-1):
        """`size` bytes, fewer at the end; all up to the end without a size."""
        self._check()
        if size is None or size < 0:
            while self._fill():
                pass
            return self._take(len(self._in))
        while len(self._in) < size:
            data = self._fill(size - len(self._in))
            if not data:
                if data is None and not self._in:
                    return None
                break
        return self._take(size)

    def read1(self, size=-1):
        """What is there, up to `size` bytes; waits only for the first of them."""
        self._check()
        if not self._in:
            self._fill()
        return self._take(len(self._in) if size is None or size < 0 else size)

    def readinto(self, b):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def peek(self, size=0):
        """What is there; it stays."""
        self._check()
        if not self._in:
            self._fill()
        return self._in

    def readline(self, size=-1):
        """A line."""
        self._check()
        at = self._in.find(b"\n")
        while at < 0 and not 0 <= size <= len(self._in):
            start = len(self._in)
            if not self._fill():
                break
            at = self._in.find(b"\n", start)
        end = len(self._in) if at < 0 else at + 1
        return self._take(min(end, size) if size is not None and size >= 0 else end)

    def write(self, b):
        """Keeps bytes to send them with others."""
        self._check()
        data = bytes(b)
        self._out.append(data)
        self._n_out += len(data)
        if self._n_out > self._size:
            self.flush()
        return len(data)

    def flush(self):
        """Sends what is kept. What could not be sent stays."""
        self._check()
        data, self._out, self._n_out = b"".join(self._out), [], 0
        try:
            while data:
                n = self.raw.write(data)
                if n is None:
                    raise BlockingIOError(11, "write could not complete without blocking", 0)
                data = data[n:]
        finally:
            if data:
                self._out, self._n_out = [data], len(data)

    def readable(self):
        return self.raw.readable()

    def writable(self):
        return self.raw.writable()

    def fileno(self):
        return self.raw.fileno()

    @property
    def name(self):
        return self.raw.name

    @property
    def mode(self):
        return self.raw.mode

    def close(self):
        if not self._closed:
            try:
                self.flush()
            finally:
                self._closed = True
                self.raw.close()


class BufferedReader(_Buffered):
    def __repr__(self):
        return f"<_io.BufferedReader name={self.name}>"


class BufferedWriter(_Buffered):
    def __repr__(self):
        return f"<_io.BufferedWriter name={self.name}>"


class BufferedRWPair(_Buffered):
    def __repr__(self):
        return f"<_io.BufferedRWPair object at {id(self):#x}>"


class _Text(TextIOWrapper):
    """Text that waits for no more than it needs: a line is there when its end has come, not when the stream ends."""

    def _decoded(self, data):
        return self._made(data.decode(self._encoding, self._errors))

    def read(self, size=-1, /):
        self._before_reading()
        if size is None or size < 0:
            return self._decoded(self.buffer.read())
        out = ""
        while len(out) < size:
            data = self.buffer.read(1)
            while data and data[-1] >= 0xc0:
                data += self.buffer.read(3 if data[-1] >= 0xf0 else 2 if data[-1] >= 0xe0 else 1)
            if not data:
                break
            out += self._decoded(data)
        return out

    def readline(self, size=-1, /):
        self._before_reading()
        return self._decoded(self.buffer.readline(size))

    def _before_reading(self):
        self._check()
        if not self.buffer.readable():
            raise UnsupportedOperation("not readable")
        if self._out:
            self.flush()

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name} mode={self.mode!r} encoding={self.encoding!r}>"


for _class in (BufferedReader, BufferedWriter, BufferedRWPair):
    _class.__module__ = "_io"


def wrapped(raw, mode, buffering, encoding, errors, newline):
    """The file over a raw stream, as `open` and `makefile` make it."""
    binary = "b" in mode
    if buffering is None or buffering < 0:
        buffering = DEFAULT_BUFFER_SIZE
    if buffering == 0:
        if not binary:
            raise ValueError("unbuffered streams must be binary")
        return raw
    kind = BufferedRWPair if raw.readable() and raw.writable() else BufferedReader if raw.readable() else BufferedWriter
    buffer = kind(raw, DEFAULT_BUFFER_SIZE if buffering == 1 else buffering)
    if binary:
        return buffer
    text = _Text(buffer, encoding, errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text
