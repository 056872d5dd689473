"""tempfile: files and directories with names that nobody else has. The names follow from the machine's seed."""
import io
import os
import random as _random
import shutil

__all__ = ["NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "TemporaryFile", "gettempdir",
           "gettempprefix", "mkdtemp", "mkstemp", "mktemp", "tempdir"]
__all__.remove("SpooledTemporaryFile")
tempdir = None
_rng = None
_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def _name():
    global _rng
    if _rng is None:
        _rng = _random.Random()
    return "".join([_rng.choice(_CHARACTERS) for _ in range(8)])


def gettempdir():
    """Where they are."""
    return tempdir or "/tmp"


def gettempprefix():
    """How their names begin."""
    return "tmp"


def _path(suffix, prefix, dir):
    prefix = "tmp" if prefix is None else prefix
    return os.path.join(gettempdir() if dir is None else os.path.abspath(dir), prefix + _name() + (suffix or ""))


def mktemp(suffix="", prefix="tmp", dir=None):
    """A name."""
    return _path(suffix, prefix, dir)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """A new file: (descriptor, path)."""
    path = _path(suffix, prefix, dir)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL), path


def mkdtemp(suffix=None, prefix=None, dir=None):
    """A new directory."""
    path = _path(suffix, prefix, dir)
    os.mkdir(path)
    return path


class _TemporaryFileWrapper:
    # A file that is removed when it is closed.

    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __iter__(self):
        return iter(self.file)

    def close(self):
        if not self.file.closed:
            self.file.close()
            if self.delete:
                try:
                    os.unlink(self.name)
                except FileNotFoundError:
                    pass

    def __del__(self):
        self.close()

    def __repr__(self):
        return f"<tempfile._TemporaryFileWrapper object at {id(self):#x}>"


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                       delete=True, *, errors=None, delete_on_close=True):
    """A file that goes when it is closed."""
    path = _path(suffix, prefix, dir)
    file = io.open(path, mode.replace("w", "x"), buffering, encoding, errors, newline)
    return _TemporaryFileWrapper(file, path, delete)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                  errors=None):
    """A file without a name."""
    path = _path(suffix, prefix, dir)
    file = io.open(path, mode.replace("w", "x"), buffering, encoding, errors, newline)
    os.unlink(path)
    return file


class TemporaryDirectory:
    """A directory that goes with all that is in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._delete = delete

    def __enter__(self):
        return self.name

    def __exit__(self, *exc_info):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Removes it."""
        if os.path.exists(self.name):
            shutil.rmtree(self.name)

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"
