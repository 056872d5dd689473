"""The files of descriptors that are no files: what `os.fdopen` gives for the end of a pipe, a socket, a standard stream."""
import os
from _ipc import is_open
from _stream import wrapped
from io import DEFAULT_BUFFER_SIZE, RawIOBase, UnsupportedOperation, finalize


class DescriptorIO(RawIOBase):
    """A descriptor as a file without a buffer."""

    def __init__(self, fd, mode, closefd=True):
        self._closed = True
        if fd < 0:
            raise ValueError("negative file descriptor")
        if fd > 2 and not is_open(fd):
            raise OSError(9, "Bad file descriptor")
        self.name = self._fd = fd
        self._kind = mode
        self.closefd = closefd
        self._closed = False

    def readable(self):
        """Whether it was opened to read."""
        self._check()
        return "r" in self._kind or "+" in self._kind

    def writable(self):
        """Whether it was opened to write."""
        self._check()
        return "r" not in self._kind or "+" in self._kind

    def fileno(self):
        """The descriptor."""
        self._check()
        return self._fd

    @property
    def mode(self):
        """How it was opened."""
        return "rb+" if "+" in self._kind else self._kind + "b"

    def read(self, size=-1, /):
        """Up to `size` bytes as soon as there are any; all up to the end without a size."""
        if not self.readable():
            raise UnsupportedOperation("File not open for reading")
        try:
            if size is not None and size >= 0:
                return os.read(self._fd, size)
            parts = []
            while part := os.read(self._fd, DEFAULT_BUFFER_SIZE):
                parts.append(part)
            return b"".join(parts)
        except BlockingIOError:
            return None

    readall = read

    def readinto(self, b, /):
        """Puts what comes into a buffer; how much, or None: nothing is there."""
        data = self.read(len(b))
        if data is None:
            return None
        b[:len(data)] = data
        return len(data)

    def write(self, b, /):
        """Writes what there is room for; how much, or None: there is no room."""
        if not self.writable():
            raise UnsupportedOperation("File not open for writing")
        try:
            return os.write(self._fd, b)
        except BlockingIOError:
            return None

    def close(self):
        """Gives the descriptor back."""
        if not self._closed:
            self._closed = True
            if self.closefd:
                os.close(self._fd)

    __del__ = finalize

    def __repr__(self):
        if self._closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self.closefd}>"


def open_descriptor(fd, mode, buffering, encoding, errors, newline, closefd):
    """The file of a descriptor."""
    raw = DescriptorIO(fd, mode.replace("b", "").replace("t", ""), closefd)
    return wrapped(raw, mode, buffering, encoding, errors, newline)


DescriptorIO.__name__ = DescriptorIO.__qualname__ = "FileIO"
DescriptorIO.__module__ = "_io"
