"""The files of sockets: what `socket.makefile` gives."""
from _stream import wrapped
from io import DEFAULT_BUFFER_SIZE, RawIOBase, UnsupportedOperation


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


def make(sock, mode, buffering, encoding, errors, newline):
    """The file of a socket."""
    if not set(mode) <= {"r", "w", "b"}:
        raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
    writing = "w" in mode
    reading = "r" in mode or not writing
    if buffering == 0 and "b" not in mode:
        raise ValueError("unbuffered streams must be binary")
    raw = SocketIO(sock, ("r" if reading else "") + ("w" if writing else ""))
    sock._n_files += 1
    return wrapped(raw, mode, buffering, encoding, errors, newline)
