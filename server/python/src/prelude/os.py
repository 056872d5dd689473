"""os: the operating system's calls, and what is built of them: trees of directories, the environment."""
from posix import *
from posix import _exit
import posixpath as path
import sys

name = "posix"
curdir, pardir, sep, extsep, pathsep, altsep, linesep, devnull, defpath = (
    ".", "..", "/", ".", ":", None, "\n", "/dev/null", "/bin:/usr/bin")
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
sys.modules["os.path"] = path
fsdecode = fsencode = fspath


class PathLike:
    """Something with `__fspath__`."""


class _Environ(dict):
    """The environment: text to text."""

    def __repr__(self):
        return f"environ({dict.__repr__(self)})"

    def __setitem__(self, key, value):
        for x in (key, value):
            if not isinstance(x, str):
                raise TypeError(f"str expected, not {type(x).__name__}")
        dict.__setitem__(self, key, value)

    def copy(self):
        """A dict."""
        return dict(self)


environ = _Environ(HOME="/home/user", PATH=defpath, USER="user", LANG="C.UTF-8")


def getenv(key, default=None):
    """A variable of the environment."""
    return environ.get(key, default)


def walk(top, topdown=True, onerror=None, followlinks=False):
    """(directory, directories, files) of a tree."""
    top = fspath(top)
    try:
        names = listdir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return
    directories = [n for n in names if path.isdir(path.join(top, n))]
    files = [n for n in names if n not in directories]
    if topdown:
        yield top, directories, files
    for name in directories:
        yield from walk(path.join(top, name), topdown, onerror, followlinks)
    if not topdown:
        yield top, directories, files


def makedirs(name, mode=0o777, exist_ok=False):
    """Makes a directory and those above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        if tail == ".":
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Removes a directory and those above it that are empty then."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwds):
    """A file of a descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    return io.open(fd, mode, buffering, encoding, *args, **kwds)
