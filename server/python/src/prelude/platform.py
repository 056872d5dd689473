"""platform: the simulated machine as it presents itself."""
from collections import namedtuple
import sys

uname_result = namedtuple("uname_result", "system node release version machine processor")


def uname():
    """All that the system says of itself."""
    return uname_result(system(), node(), release(), version(), machine(), processor())


def libc_ver(executable=None, lib="", version="", chunksize=16384):
    """The C library and its version."""
    return "glibc", "2.41"


def python_build():
    """When Python was built."""
    return "main", "Oct  7 2025 00:00:00"


def python_branch():
    """The branch that it was built of."""
    return ""


python_revision = python_branch


def system():
    """The operating system."""
    return "Linux"


def node():
    """The machine's name."""
    return "timeslice"


def release():
    """The kernel's version."""
    return "6.18.0"


def version():
    """The kernel's build."""
    return "#1 SMP"


def machine():
    """The instruction set."""
    return "x86_64"


def processor():
    """The processor."""
    return "x86_64"


def architecture():
    """Word length and linkage."""
    return "64bit", "ELF"


def python_version():
    """Python's version."""
    return ".".join([str(n) for n in sys.version_info[:3]])


def python_version_tuple():
    """Python's version, in parts."""
    return tuple([str(n) for n in sys.version_info[:3]])


def python_implementation():
    """Whose Python it behaves as."""
    return "CPython"


def platform(aliased=False, terse=False):
    """All in one."""
    return f"Linux-{release()}-x86_64-with-glibc2.41"


def python_compiler():
    """The compiler that CPython is built with."""
    return "GCC 14.2.0"
