# timeslice: native
"""posix: the operating system's calls as os has them, of the system that the simulated machine shows: processes,
descriptors, files that last as long as the run. What os builds of them in Python is not here.
"""
import _files
import _ipc
from _ipc import exit_process, fork as _fork, parent_pid, wait_child
from _scheduling import (PRIO_PGRP, PRIO_PROCESS, PRIO_USER, cpu_count, getpriority, nice, process_cpu_count,
                         sched_getaffinity, sched_setaffinity, sched_yield, setpriority)
from _signal import kill
from _timeslice import pid, seed as _seed
import posixpath
import sys

O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND = 0, 1, 2, 0o100, 0o200, 0o1000, 0o2000
O_CLOEXEC, EX_OK, F_OK, R_OK, W_OK, X_OK = 0o2000000, 0, 0, 4, 2, 1
error = OSError


def getpid():
    """The process's number."""
    return pid()


def getppid():
    """The number of the process that started it."""
    return parent_pid()


_random = None


def _urandom(size):
    # The machine's entropy is a generator of its own, of the run's seed.
    global _random
    if _random is None:
        from _random import Random
        _random = Random()
        _random.seed(_seed())
    return _random.getrandbits(size * 8).to_bytes(size, "little") if size else b""


def putenv(key, value, /):
    """Sets a variable for the C library: os.environ does not show it."""


def unsetenv(key, /):
    """Removes a variable for the C library."""


def urandom(size, /):
    """Random bytes, of the machine's seed."""
    if size < 0:
        raise ValueError("negative argument not allowed")
    return _urandom(size)


def getlogin():
    """The user's name."""
    return "user"


def getuid():
    """The user's number."""
    return 1000


geteuid = getgid = getegid = getuid


def getcwd():
    """The working directory."""
    return posixpath._cwd[0]


def getloadavg():
    """Load averages: not measured."""
    raise OSError("Load averages are unobtainable")


# === Processes ===

WNOHANG, WUNTRACED, WCONTINUED = 1, 2, 8


def fork():
    """A copy of this process in which only the calling thread lives on: 0 there, the copy's pid here (P3)."""
    import threading
    if sys.version_info >= (3, 12) and threading.active_count() > 1:
        import warnings
        warnings.warn(f"This process (pid={getpid()}) is multi-threaded, use of fork() may lead to deadlocks in the child.",
                      DeprecationWarning, stacklevel=1)
    for function in reversed(_before_fork):
        function()
    child = _fork("child")
    if child == 0:
        threading._after_fork()
        for function in _after_fork_in_child:
            function()
    else:
        for function in _after_fork_in_parent:
            function()
    return child


_before_fork, _after_fork_in_parent, _after_fork_in_child = [], [], []


def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
    """Functions to call around each `fork`."""
    if before is None and after_in_parent is None and after_in_child is None:
        raise TypeError("At least one argument is required.")
    for functions, function in ((_before_fork, before), (_after_fork_in_parent, after_in_parent),
                                (_after_fork_in_child, after_in_child)):
        if function is not None:
            functions.append(function)


def waitpid(pid, options, /):
    """(pid, status) of a child that has ended; (0, 0) if WNOHANG and none has."""
    found = wait_child(None if pid == -1 else pid, 0 if options & WNOHANG else None)
    return (found[0], _wait_status(found[1])) if found else (0, 0)


def wait():
    """(pid, status) of the next child that ends."""
    return waitpid(-1, 0)


def _wait_status(code):
    return -code if code < 0 else code << 8


def WIFEXITED(status):
    """Whether the process ended by itself."""
    return status & 0x7f == 0


def WEXITSTATUS(status):
    """Its exit code."""
    return status >> 8 & 0xff


def WIFSIGNALED(status):
    """Whether a signal ended it."""
    return status & 0x7f != 0


def WTERMSIG(status):
    """Which."""
    return status & 0x7f


def waitstatus_to_exitcode(status):
    """The exit code, or minus the signal's number."""
    return -WTERMSIG(status) if WIFSIGNALED(status) else WEXITSTATUS(status)


def _exit(status, /):
    """Ends the process at once, without clean-up."""
    exit_process(status)


def pipe():
    """Descriptors of a pipe: to read from, to write to."""
    return _ipc.pipe()


def dup(fd, /):
    """Another descriptor of the same file."""
    return _ipc.duplicate(fd)


def abort():
    """Ends the process with SIGABRT."""
    kill(getpid(), 6)


def fspath(p):
    """The text of a path."""
    return posixpath._text(p)


def strerror(code, /):
    """The text of an error number."""
    return _ERRORS.get(code, f"Unknown error {code}")


_ERRORS = {
    1: "Operation not permitted", 2: "No such file or directory", 3: "No such process", 9: "Bad file descriptor",
    10: "No child processes", 11: "Resource temporarily unavailable", 12: "Cannot allocate memory",
    13: "Permission denied", 20: "Not a directory", 21: "Is a directory", 28: "No space left on device",
    39: "Directory not empty", 104: "Connection reset by peer", 110: "Connection timed out", 111: "Connection refused", 17: "File exists", 22: "Invalid argument", 32: "Broken pipe",
}


class terminal_size(tuple):
    """Columns and lines."""
    __module__ = "os"
    columns = property(lambda self: self[0])
    lines = property(lambda self: self[1])

    def __repr__(self):
        return f"os.terminal_size(columns={self[0]}, lines={self[1]})"


def get_terminal_size(fd=1, /):
    """The console's size."""
    return terminal_size((80, 24))


class uname_result(tuple):
    """What `uname` tells."""
    sysname, nodename, release, version, machine = [property(lambda self, i=i: self[i]) for i in range(5)]


def uname():
    """The system."""
    return uname_result(("Linux", "timeslice", "6.18.0", "#1 SMP", "x86_64"))


# === Files ===

def _at(p):
    return posixpath.abspath(p.decode() if isinstance(p, bytes) else posixpath._text(p)) if posixpath._text(p) else ""


class stat_result:
    """What `stat` tells: ten numbers, and names for them."""
    __module__ = "os"
    __slots__ = ("_items", "_ns")
    n_fields, n_sequence_fields, n_unnamed_fields = 19, 10, 3
    st_mode, st_ino, st_dev, st_nlink, st_uid, st_gid, st_size = [
        property(lambda self, i=i: self._items[i]) for i in range(7)]
    st_atime, st_mtime, st_ctime = [property(lambda self: self._ns / 1e9) for _ in range(3)]
    st_atime_ns, st_mtime_ns, st_ctime_ns = [property(lambda self: self._ns) for _ in range(3)]
    st_blksize = property(lambda self: 4096)
    st_blocks = property(lambda self: -(-self._items[6] // 4096) * 8)

    def __init__(self, items, ns):
        self._items = items
        self._ns = ns

    def __getitem__(self, i):
        return self._items[i]

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return 10

    def __eq__(self, other):
        return self._items == tuple(other)

    def __hash__(self):
        return hash(self._items)

    def __repr__(self):
        names = ("mode", "ino", "dev", "nlink", "uid", "gid", "size", "atime", "mtime", "ctime")
        return "os.stat_result(" + ", ".join([f"st_{n}={v}" for n, v in zip(names, self)]) + ")"


def stat(path, *, dir_fd=None, follow_symlinks=True):
    """What there is to know of a file."""
    if isinstance(path, int):
        from _io_files import _open_files
        if path not in _open_files:
            raise OSError(9, "Bad file descriptor", path)
        path = _open_files[path].name
    mode, inode, size, ns = _files.stat(_at(path), path)
    seconds = ns // 10**9
    return stat_result((mode, inode, 2049, 1, 1000, 1000, size, seconds, seconds, seconds), ns)


lstat = fstat = stat


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    """Whether a file can be used in a way."""
    try:
        place = _at(path)
        _files.stat(place, path)
    except OSError:
        return False
    return not mode & 2 or place == "/tmp" or place.startswith(("/tmp/", _files.HOME))


def chdir(path):
    """Changes the working directory."""
    place = _at(path)
    mode = _files.stat(place, path)[0]
    if mode & 0o170000 != 0o040000:
        raise NotADirectoryError(20, "Not a directory", path)
    if place == "/root":
        raise PermissionError(13, "Permission denied", path)
    posixpath._cwd[0] = place


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    """Permissions are not kept."""
    _files.stat(_at(path), path)


def listdir(path="."):
    """The names in a directory."""
    return _files.listdir(_at(path), path)


class DirEntry:
    """A name in a directory, as `scandir` gives it."""

    def __init__(self, directory, name):
        self.name = name
        self.path = posixpath.join(directory, name)

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a file."""
        return posixpath.isfile(self.path)

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a directory."""
        return posixpath.isdir(self.path)

    def is_symlink(self):
        """There are no links."""
        return False

    def stat(self, *, follow_symlinks=True):
        """What there is to know of it."""
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class ScandirIterator:
    """The entries of a directory, one after the other."""

    def __init__(self, entries):
        self._entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def close(self):
        self._entries = iter(())


def scandir(path="."):
    """The entries of a directory."""
    directory = posixpath._text(path)
    return ScandirIterator([DirEntry(directory, name) for name in listdir(path)])


def mkdir(path, mode=0o777, *, dir_fd=None):
    """Makes a directory."""
    _files.mkdir(_at(path), path)


def rmdir(path, *, dir_fd=None):
    """Removes an empty directory."""
    _files.rmdir(_at(path), path)


def remove(path, *, dir_fd=None):
    """Removes a file."""
    _files.unlink(_at(path), path)


unlink = remove


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    """Moves a file or a directory."""
    _files.rename(_at(src), _at(dst), src, dst)


replace = rename


def truncate(path, length):
    """Cuts a file."""
    _files.truncate(_files.open(_at(path), O_WRONLY, path), length)


def open(path, flags, mode=0o777, *, dir_fd=None):
    """A descriptor."""
    from _io_files import FileIO
    if flags & O_EXCL:
        kind = "x" if flags & 3 == 1 else "x+"
    elif flags & O_TRUNC:
        kind = "w" if flags & 3 == 1 else "w+"
    else:
        kind = "r" if flags & 3 == 0 else "r+"
        if flags & O_CREAT:
            _files.open(_at(path), flags & 0o103, path)
    file = FileIO(path, kind)
    file._appends = bool(flags & O_APPEND)
    return file._fd


def _file(fd):
    from _io_files import _open_files
    try:
        return _open_files[fd]
    except KeyError:
        raise OSError(9, "Bad file descriptor") from None


def _is_file(fd):
    io_files = sys.modules.get("_io_files")
    return fd < 3 or io_files is not None and fd in io_files._open_files


def read(fd, n, /):
    """Bytes of a descriptor."""
    if fd == 0:
        return sys.__stdin__.read(n).encode()
    return _file(fd).read(n) if _is_file(fd) else _ipc.read(fd, n)


def write(fd, data, /):
    """Writes to a descriptor."""
    if fd in (1, 2):
        (sys.__stdout__, sys.__stderr__)[fd - 1].write(bytes(data).decode("utf-8", "backslashreplace"))
        (sys.__stdout__, sys.__stderr__)[fd - 1].flush()
        return len(data)
    return _file(fd).write(data) if _is_file(fd) else _ipc.write(fd, bytes(data))


def lseek(fd, position, whence, /):
    """Moves a descriptor's position."""
    return _file(fd).seek(position, whence)


def fsync(fd):
    """All is as safe as it gets."""


def close(fd):
    """Gives a descriptor back. The standard streams stay."""
    if fd in (0, 1, 2):
        return
    if _is_file(fd):
        _file(fd).close()
    else:
        _ipc.close(fd)


def isatty(fd, /):
    """Whether it is a terminal."""
    return False


def _not_permitted(function):
    def refuse(*args, **kwargs):
        raise PermissionError(1, f"Operation not permitted: os.{function}() is not simulated")
    refuse.__name__ = refuse.__qualname__ = function
    return refuse


system, popen, execv, execvp, spawnv, symlink, link = [
    _not_permitted(f) for f in ("system", "popen", "execv", "execvp", "spawnv", "symlink", "link")]
