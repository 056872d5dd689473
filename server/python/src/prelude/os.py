"""os: the operating system that the simulated machine shows. It has processes, but no disk."""
from _timeslice import n_cores, pid, seed as _seed
import posixpath as path
import sys

name = "posix"
curdir, pardir, sep, extsep, pathsep, altsep, linesep, devnull, defpath = (
    ".", "..", "/", ".", ":", None, "\n", "/dev/null", "/bin:/usr/bin")
O_RDONLY, O_WRONLY, O_RDWR, EX_OK, F_OK, R_OK, W_OK, X_OK = 0, 1, 2, 0, 0, 4, 2, 1
error = OSError
sys.modules["os.path"] = path


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


def getpid():
    """The process's number."""
    return pid()


def getppid():
    """The number of the process that started it."""
    return 1


def cpu_count():
    """How many cores the machine has."""
    return n_cores()


_random = None


def _urandom(size):
    # The machine's entropy is a generator of its own, of the run's seed.
    global _random
    if _random is None:
        from _random import Random
        _random = Random(_seed())
    return _random.getrandbits(size * 8).to_bytes(size, "little") if size else b""


def getenv(key, default=None):
    """A variable of the environment."""
    return environ.get(key, default)


def putenv(key, value, /):
    """Sets a variable."""
    environ[key] = value


def unsetenv(key, /):
    """Removes a variable."""
    environ.pop(key, None)


def process_cpu_count():
    """How many cores the process may use."""
    return cpu_count()


def sched_getaffinity(pid, /):
    """The cores a process may use."""
    return set(range(cpu_count()))


def sched_yield():
    """Gives the core away for once."""
    from time import sleep
    sleep(0)


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
    return path._HOME


def getloadavg():
    """Load averages: not measured."""
    raise OSError("Load averages are unobtainable")


def _exit(status, /):
    """Ends the process at once, without clean-up."""
    from _timeslice import exit_process
    exit_process(status)


def kill(pid, signal, /):
    """Sends a signal to a process."""
    from _timeslice import kill_process
    kill_process(pid, int(signal))


def abort():
    """Ends the process with SIGABRT."""
    kill(getpid(), 6)


def fspath(p):
    """The text of a path."""
    return path._text(p)


fsdecode = fsencode = fspath


def strerror(code, /):
    """The text of an error number."""
    return _ERRORS.get(code, f"Unknown error {code}")


_ERRORS = {
    1: "Operation not permitted", 2: "No such file or directory", 3: "No such process", 9: "Bad file descriptor",
    10: "No child processes", 11: "Resource temporarily unavailable", 12: "Cannot allocate memory",
    13: "Permission denied", 17: "File exists", 22: "Invalid argument", 32: "Broken pipe",
}


class terminal_size(tuple):
    """Columns and lines."""
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


def _no_file(function):
    def refuse(path, *args, **kwargs):
        raise FileNotFoundError(2, "No such file or directory", path)
    refuse.__name__ = refuse.__qualname__ = function
    return refuse


def _not_permitted(function):
    def refuse(path, *args, **kwargs):
        raise PermissionError(1, "Operation not permitted", path)
    refuse.__name__ = refuse.__qualname__ = function
    return refuse


stat, remove, unlink, rename, replace, rmdir, chdir, access = [_no_file(f) for f in (
    "stat", "remove", "unlink", "rename", "replace", "rmdir", "chdir", "access")]
mkdir, makedirs, system, popen = [_not_permitted(f) for f in ("mkdir", "makedirs", "system", "popen")]


def listdir(path="."):
    """The names in a directory: none."""
    return []


def walk(top, topdown=True, onerror=None, followlinks=False):
    """The directories below: none."""
    return iter(())
