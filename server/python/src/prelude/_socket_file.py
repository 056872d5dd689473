"""The files of sockets: what `socket.makefile` gives."""
from io import BufferedIOBase, DEFAULT_BUFFER_SIZE, RawIOBase, TextIOWrapper, UnsupportedOperation


class SocketIO(RawIOBase):
    """A socket as a file without a buffer."""

    def __init__(self, sock, mode):
        if mode not in ("r", "w", "rw", "rb", "wb", "rwb"):
            raise ValueError("invalid mode: %r" % mode)
        self._sock = sock
        self.mode = mode if "b" in mode else mode + "b"
        self._has_timed_out = False

    def readinto(self, b):
        """Puts what comes into a buffer; how much, or None: nothing is there."""
        data = self.read(len(b))
        if data is None:
            return None
        b[:len(data)] = data
        return len(data)

    def read(self, size=-1):
        """Up to `size` bytes."""
        self._check_open()
        if not self.readable():
            raise UnsupportedOperation("not readable")
        if size is None or size < 0:
            parts = []
            while part := self.read(DEFAULT_BUFFER_SIZE):
                parts.append(part)
            return b"".join(parts)
        if self._has_timed_out:
            raise OSError("cannot read from timed out object")
        try:
            return self._sock.recv(size)
        except TimeoutError:
            self._has_timed_out = True
            raise
        except BlockingIOError:
            return None

    readall = read

    def write(self, b):
        """Sends what there is room for; how much, or None: there is no room."""
        self._check_open()
        if not self.writable():
            raise UnsupportedOperation("not writable")
        try:
            return self._sock.send(b)
        except BlockingIOError:
            return None

    def _check_open(self):
        if self._closed:
            raise ValueError("I/O operation on closed socket.")

    def readable(self):
        return "r" in self.mode

    def writable(self):
        return "w" in self.mode

    def fileno(self):
        self._check_open()
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self._closed else self.fileno()

    def close(self):
        if not self._closed:
            self._closed = True
            self._sock._file_closed()
            self._sock = None


class _Buffered(BufferedIOBase):
    """A socket as a file with a buffer for each direction."""

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

    def readlines(self, hint=-1):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, b):
        """Keeps bytes to send them with others."""
        self._check()
        data = bytes(b)
        self._out.append(data)
        self._n_out += len(data)
        if self._n_out > self._size:
            self.flush()
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        """Sends what is kept."""
        self._check()
        if self._out:
            data, self._out, self._n_out = b"".join(self._out), [], 0
            while data:
                n = self.raw.write(data)
                if n is None:
                    raise BlockingIOError(11, "write could not complete without blocking", 0)
                data = data[n:]

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
    """Text of a socket: a line is there when its end has come, not when the connection ends."""

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

    def readlines(self, hint=-1, /):
        return list(self)

    def _before_reading(self):
        self._check()
        if not self.buffer.readable():
            raise UnsupportedOperation("not readable")
        if self._out:
            self.flush()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name} mode={self.mode!r} encoding={self.encoding!r}>"


for _class in (BufferedReader, BufferedWriter, BufferedRWPair):
    _class.__module__ = "_io"


def make(sock, mode, buffering, encoding, errors, newline):
    """The file of a socket."""
    if not set(mode) <= {"r", "w", "b"}:
        raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
    writing = "w" in mode
    reading = "r" in mode or not writing
    binary = "b" in mode
    raw = SocketIO(sock, ("r" if reading else "") + ("w" if writing else ""))
    sock._n_files += 1
    if buffering is None or buffering < 0:
        buffering = DEFAULT_BUFFER_SIZE
    if buffering == 0:
        if not binary:
            raise ValueError("unbuffered streams must be binary")
        return raw
    kind = BufferedRWPair if reading and writing else BufferedReader if reading else BufferedWriter
    buffer = kind(raw, buffering)
    if binary:
        return buffer
    text = _Text(buffer, encoding, errors, newline, line_buffering=False)
    text.mode = mode
    return text
