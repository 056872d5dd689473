# timeslice: native
"""io: files of the simulated machine, and text on top of bytes. The bytes are the machine's (`_files`)."""
import _files
import _ipc
from io import (
    DEFAULT_BUFFER_SIZE, BufferedIOBase, RawIOBase, TextIOBase, UnsupportedOperation, finalize)

_open_files = {}


def path_of(path):
    """(the path as the machine wants it, the path as it was given)"""
    import posixpath
    if isinstance(path, bytes):
        return posixpath.abspath(path.decode()), path
    text = path if isinstance(path, str) else posixpath._text(path)
    if "\0" in text:
        raise ValueError("embedded null byte")
    if not text:
        return "", path
    return posixpath.abspath(text), path


def _new_fd(file):
    fd = _ipc.reserve()
    _open_files[fd] = file
    return fd


class FileIO(RawIOBase):
    """A file, byte by byte: a descriptor."""
    __module__ = "_io"

    def __init__(self, file, mode="r", closefd=True, opener=None):
        self._closed = True
        kind = mode.replace("b", "")
        if kind.replace("+", "", 1) not in ("r", "w", "a", "x"):
            raise ValueError("Must have exactly one of create/read/write/append mode and at most one plus")
        self._reads = kind[0] == "r" or "+" in kind
        self._writes = kind[0] != "r" or "+" in kind
        self._appends = kind[0] == "a"
        self.name = file
        self.closefd = closefd
        self._mode = kind
        if isinstance(file, int):
            if isinstance(file, bool):
                import warnings
                warnings.warn("bool is used as a file descriptor", RuntimeWarning, stacklevel=3)
            known = _open_files.get(file)
            if known is None:
                raise OSError(9, "Bad file descriptor")
            self._inode = known._inode
            self._fd = file
        else:
            flags = 2 if self._reads and self._writes else 1 if self._writes else 0
            flags |= {"r": 0, "w": 0o1100, "a": 0o2100, "x": 0o300}[kind[0]]
            if opener is not None:
                fd = opener(file, flags | 0o2000000)
                if not isinstance(fd, int):
                    raise TypeError("expected integer from opener")
                if fd < 0:
                    raise ValueError(f"opener returned {fd}")
                self._inode = _open_files[fd]._inode
                self._fd = fd
            else:
                path, shown = path_of(file)
                self._inode = _files.open(path, flags, shown)
                self._fd = _new_fd(self)
                _files.syscall()
        self._at = _files.size(self._inode) if self._appends else 0
        self._closed = False

    @property
    def mode(self):
        """How it was opened."""
        kind = {"r": "rb", "w": "wb", "a": "ab", "x": "xb"}[self._mode[0]]
        if "+" not in self._mode:
            return kind
        return "rb+" if self._mode[0] in "rw" else kind + "+"

    def readable(self):
        """Whether it can be read."""
        self._check()
        return self._reads

    def writable(self):
        """Whether it can be written."""
        self._check()
        return self._writes

    def seekable(self):
        """True."""
        self._check()
        return True

    def fileno(self):
        """The descriptor."""
        self._check()
        return self._fd

    def read(self, size=-1, /):
        """So many bytes, or all that are left."""
        self._check()
        if not self._reads:
            raise UnsupportedOperation("File not open for reading" if type(self) is FileIO else "read")
        if size is None or size < 0:
            size = 1 << 60
        data = _files.read(self._inode, self._at, size)
        self._at += len(data)
        _files.syscall()
        return data

    def readall(self):
        """All that is left."""
        return self.read()

    def readinto(self, b, /):
        """Reads into a buffer."""
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        """Up to the end of the line."""
        start = self._at
        data = self.read()
        end = data.find(b"\n") + 1 or len(data)
        if size is not None and size >= 0:
            end = min(end, size)
        self._at = start + end
        return data[:end]

    def write(self, b, /):
        """Writes; returns the length."""
        self._check()
        if not self._writes:
            raise UnsupportedOperation("File not open for writing")
        data = bytes(b)
        self._at = _files.write(self._inode, None if self._appends else self._at, data)
        _files.syscall()
        return len(data)

    def seek(self, pos, whence=0, /):
        """Moves the position."""
        self._check()
        if whence == 1:
            pos += self._at
        elif whence == 2:
            pos += _files.size(self._inode)
        elif whence != 0:
            raise OSError(22, "Invalid argument")
        if pos < 0:
            raise OSError(22, "Invalid argument")
        self._at = pos
        return pos

    def tell(self):
        """The position."""
        self._check()
        return self._at

    def truncate(self, size=None, /):
        """Cuts at the position."""
        self._check()
        if not self._writes:
            raise UnsupportedOperation("File not open for writing")
        if size is None:
            size = self._at
        _files.truncate(self._inode, size)
        _files.syscall()
        return size

    def close(self):
        """Gives the descriptor back."""
        if not self._closed:
            self._closed = True
            if self.closefd and _open_files.get(self._fd) is not None:
                del _open_files[self._fd]
                _ipc.close(self._fd)
            _files.syscall()

    def __repr__(self):
        if self._closed:
            return "<_io.FileIO [closed]>"
        return f"<_io.FileIO name={self.name!r} mode={self.mode!r} closefd={self.closefd}>"


class _Buffered(BufferedIOBase):
    # A stream over a raw one: what is written goes on in large pieces.
    __module__ = "_io"

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE):
        self._pending = []
        self._held = 0
        self.raw = raw
        self._buffer_size = buffer_size

    @property
    def name(self):
        """The path."""
        return self.raw.name

    @property
    def mode(self):
        """How it was opened."""
        return self.raw.mode

    @property
    def closed(self):
        """Whether it is closed."""
        return self.raw.closed

    def _check(self):
        if self.raw.closed:
            raise ValueError("I/O operation on closed file.")

    def readable(self):
        """Whether it can be read."""
        return self.raw.readable()

    def writable(self):
        """Whether it can be written."""
        return self.raw.writable()

    def seekable(self):
        """Whether it has a position."""
        return self.raw.seekable()

    def fileno(self):
        """The descriptor."""
        return self.raw.fileno()

    def isatty(self):
        """Not a terminal."""
        return self.raw.isatty()

    def flush(self):
        """Writes what is held back."""
        if self.raw.closed:
            raise ValueError("flush of closed file")
        if self._pending:
            data = b"".join(self._pending)
            self._pending = []
            self._held = 0
            self.raw.write(data)

    def close(self):
        """Writes what is held back and closes."""
        if not self.raw.closed:
            try:
                self.flush()
            finally:
                self.raw.close()

    def detach(self):
        """The stream below."""
        self.flush()
        raw = self.raw
        return raw

    def read(self, size=-1, /):
        """So many bytes, or all that are left."""
        if self.raw.closed:
            raise ValueError("read of closed file")
        if not self.raw.readable():
            raise UnsupportedOperation("read")
        if self._pending:
            self.flush()
        return self.raw.read(size)

    read1 = read

    def peek(self, size=0, /):
        """What comes next, without moving."""
        at = self.raw.tell()
        data = self.raw.read(self._buffer_size)
        self.raw.seek(at)
        return data

    def readinto(self, b, /):
        """Reads into a buffer."""
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        """Up to the end of the line."""
        if self.raw.closed:
            raise ValueError("readline of closed file")
        if not self.raw.readable():
            raise UnsupportedOperation("readline")
        if self._pending:
            self.flush()
        return self.raw.readline(size)

    def write(self, b, /):
        """Takes bytes; returns how many."""
        if self.raw.closed:
            raise ValueError("write to closed file")
        if not self.raw.writable():
            raise UnsupportedOperation("write")
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        data = bytes(memoryview(b)) if not isinstance(b, (bytes, bytearray)) else bytes(b)
        self._pending.append(data)
        self._held += len(data)
        if self._held > self._buffer_size:
            self.flush()
        return len(data)

    def seek(self, pos, whence=0, /):
        """Moves the position."""
        if self.raw.closed:
            raise ValueError("seek of closed file")
        self.flush()
        return self.raw.seek(pos, whence)

    def tell(self):
        """The position."""
        if self.raw.closed:
            raise ValueError("tell of closed file")
        return self.raw.tell() + self._held

    def truncate(self, size=None, /):
        """Cuts at the position."""
        self.flush()
        return self.raw.truncate(size)

    def __repr__(self):
        name = getattr(self.raw, "name", None)
        kind = type(self).__name__
        return f"<_io.{kind}>" if name is None else f"<_io.{kind} name={name!r}>"

    __del__ = finalize


class BufferedReader(_Buffered):
    """A file to read from."""
    __module__ = "_io"


class BufferedWriter(_Buffered):
    """A file to write to."""
    __module__ = "_io"


class BufferedRandom(_Buffered):
    """A file for both."""
    __module__ = "_io"


class TextIOWrapper(TextIOBase):
    """Text over a stream of bytes."""
    __module__ = "_io"

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False):
        self.buffer = buffer
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        self._encoding = "UTF-8" if encoding is None or encoding == "locale" else encoding
        "".encode(self._encoding)
        self._errors = "strict" if errors is None else errors
        self._newline = newline
        self.line_buffering = line_buffering
        self.write_through = write_through
        self._out = []
        self._held = 0
        # Text that has been read and not been handed out: from `_at` on; it began at byte `_start`.
        self._text = ""
        self._at = 0
        self._start = 0
        self._telling = True
        self._seen = set()

    @property
    def encoding(self):
        """How bytes become text."""
        return self._encoding

    @property
    def errors(self):
        """What happens when they do not."""
        return self._errors

    @property
    def newlines(self):
        """The kinds of line ends that were read."""
        seen = tuple(sorted(self._seen, key=("\r", "\n", "\r\n").index))
        return None if not seen else seen[0] if len(seen) == 1 else seen

    @property
    def name(self):
        """The path."""
        return self.buffer.name

    @property
    def closed(self):
        """Whether it is closed."""
        return self.buffer.closed

    def _check(self):
        if self.buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def readable(self):
        """Whether it can be read."""
        self._check()
        return self.buffer.readable()

    def writable(self):
        """Whether it can be written."""
        self._check()
        return self.buffer.writable()

    def seekable(self):
        """Whether it has a position."""
        self._check()
        return self.buffer.seekable()

    def fileno(self):
        """The descriptor."""
        self._check()
        return self.buffer.fileno()

    def isatty(self):
        """Not a terminal."""
        self._check()
        return self.buffer.isatty()

    def reconfigure(self, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None):
        """Changes how it works."""
        self.flush()
        if encoding is not None:
            self._encoding = encoding
        if errors is not None:
            self._errors = errors
        if newline is not None:
            self._newline = newline
        if line_buffering is not None:
            self.line_buffering = line_buffering

    def _push(self):
        if self._out:
            text = "".join(self._out)
            self._out = []
            self._held = 0
            self.buffer.write(text.encode(self._encoding, self._errors))

    def flush(self):
        """Writes what is held back."""
        self._check()
        self._push()
        self.buffer.flush()
        self._telling = True

    def close(self):
        """Writes what is held back and closes."""
        if not self.buffer.closed:
            try:
                self._push()
            finally:
                self.buffer.close()

    def detach(self):
        """The stream below."""
        self.flush()
        return self.buffer

    def write(self, s, /):
        """Takes text; returns its length."""
        if not isinstance(s, str):
            raise TypeError(f"write() argument must be str, not {type(s).__name__}")
        self._check()
        if not self.buffer.writable():
            raise UnsupportedOperation("not writable")
        self._forget()
        text = s.replace("\n", self._newline) if self._newline in ("\r", "\r\n") else s
        text.encode(self._encoding, self._errors)
        self._out.append(text)
        self._held += len(text)
        if self._held > 8192 or self.write_through:
            self._push()
        if self.line_buffering and ("\n" in s or "\r" in s):
            self.flush()
        return len(s)

    def _forget(self):
        # What was read ahead is no longer next.
        if self._text:
            self.buffer.seek(self._position())
            self._text = ""
            self._at = 0

    def _position(self):
        return self._start + len(self._text[:self._at].encode(self._encoding, self._errors))

    def _fill(self):
        # Whether there is text to hand out.
        self._check()
        if not self.buffer.readable():
            raise UnsupportedOperation("not readable")
        if self._out:
            self.flush()
        if self._at < len(self._text):
            return True
        self._start = self.buffer.tell() if self.buffer.seekable() else 0
        self._text = self.buffer.read().decode(self._encoding, self._errors)
        self._at = 0
        return bool(self._text)

    def _made(self, part):
        if "\r" in part:
            for end, kind in (("\r\n", "\r\n"), ("\r", "\r"), ("\n", "\n")):
                rest = part.replace("\r\n", "") if len(kind) == 1 else part
                if end in rest:
                    self._seen.add(kind)
            if self._newline is None:
                return part.replace("\r\n", "\n").replace("\r", "\n")
        elif "\n" in part:
            self._seen.add("\n")
        return part

    def read(self, size=-1, /):
        """So many characters, or all that are left."""
        if size is None:
            size = -1
        if not self._fill():
            return ""
        if size < 0:
            part = self._text[self._at:]
            self._at = len(self._text)
            return self._made(part)
        if self._newline is not None or "\r" not in self._text:
            part = self._text[self._at:self._at + size]
            self._at += len(part)
            return self._made(part)
        out = []
        while size > 0 and self._at < len(self._text):
            c = self._text[self._at]
            if c == "\r" and self._text[self._at + 1:self._at + 2] == "\n":
                self._at += 1
                c = "\n"
            self._at += 1
            out.append("\n" if c == "\r" else c)
            size -= 1
        return "".join(out)

    def _line_end(self):
        text, at = self._text, self._at
        if self._newline is None or self._newline == "":
            end = text.find("\n", at)
            if "\r" in text:
                other = text.find("\r", at)
                if other >= 0 and (end < 0 or other < end):
                    return other + (2 if text[other + 1:other + 2] == "\n" else 1)
            return end + 1 or len(text)
        end = text.find(self._newline, at)
        return len(text) if end < 0 else end + len(self._newline)

    def readline(self, size=-1, /):
        """Up to the end of the line."""
        if not self._fill():
            return ""
        end = self._line_end()
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        part = self._text[self._at:end]
        self._at = end
        return self._made(part)

    def __next__(self):
        self._telling = False
        line = self.readline()
        if not line:
            self._telling = True
            raise StopIteration
        return line

    def tell(self):
        """The position: of the byte that comes next."""
        self._check()
        if not self.buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if not self._telling:
            raise OSError("telling position disabled by next() call")
        self._push()
        if self._text:
            return self._position()
        return self.buffer.tell()

    def seek(self, cookie, whence=0, /):
        """Moves the position."""
        self._check()
        if not self.buffer.seekable():
            raise UnsupportedOperation("underlying stream is not seekable")
        if whence == 1:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero cur-relative seeks")
            cookie = self.tell()
        elif whence == 2:
            if cookie != 0:
                raise UnsupportedOperation("can't do nonzero end-relative seeks")
        elif whence != 0:
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        elif cookie < 0:
            raise ValueError(f"negative seek position {cookie}")
        self.flush()
        self._text = ""
        self._at = 0
        self._telling = True
        return self.buffer.seek(cookie, 2 if whence == 2 else 0)

    def truncate(self, pos=None, /):
        """Cuts at the position."""
        self.flush()
        if pos is None:
            pos = self.tell()
        return self.buffer.truncate(pos)

    def __repr__(self):
        name = getattr(self.buffer, "name", None)
        mode = getattr(self, "mode", None)
        text = "<_io.TextIOWrapper"
        if name is not None:
            text += f" name={name!r}"
        if mode is not None:
            text += f" mode={mode!r}"
        return f"{text} encoding={self._encoding!r}>"

    __del__ = finalize


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Opens a file of the simulated machine."""
    if not isinstance(file, int):
        import posixpath
        file = posixpath._text(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if encoding is not None and not isinstance(encoding, str):
        raise TypeError(f"open() argument 'encoding' must be str or None, not {type(encoding).__name__}")
    modes = set(mode)
    if modes - set("axrwb+t") or len(mode) > len(modes):
        raise ValueError(f"invalid mode: {mode!r}")
    binary = "b" in modes
    if "t" in modes and binary:
        raise ValueError("can't have text and binary mode at once")
    if len(modes & set("axrw")) > 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if binary:
        for what, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                what = what + " argument" if what != "errors" else "errors argument"
                raise ValueError(f"binary mode doesn't take an {what}" if what[0] in "e" else
                                 f"binary mode doesn't take a {what}")
    if encoding is not None:
        "".encode(encoding)
    kind = "".join(c for c in mode if c in "axrw") + ("+" if "+" in modes else "")
    if isinstance(file, int) and not isinstance(file, bool) and file not in _open_files:
        if buffering == 0 and not binary:
            raise ValueError("can't have unbuffered text I/O")
        from _descriptor_file import open_descriptor
        return open_descriptor(file, mode, buffering, encoding, errors, newline, closefd)
    raw = FileIO(file, kind, closefd, opener)
    if buffering == 0:
        if not binary:
            raw.close()
            raise ValueError("can't have unbuffered text I/O")
        return raw
    size = buffering if buffering > 1 else DEFAULT_BUFFER_SIZE
    if "+" in modes:
        buffer = BufferedRandom(raw, size)
    elif "r" in modes:
        buffer = BufferedReader(raw, size)
    else:
        buffer = BufferedWriter(raw, size)
    if binary:
        return buffer
    text = TextIOWrapper(buffer, encoding, errors, newline, buffering == 1)
    text.mode = mode
    return text
