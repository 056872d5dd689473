"""sysconfig: how this Python was built, of what a program asks for: whether it has the GIL, its version, its places."""
import sys

_VERSION = "%d.%d" % sys.version_info[:2]
_PREFIX = "/usr"


def _vars():
    free = not sys._is_gil_enabled()
    tag = _VERSION.replace(".", "")
    known = {
        "prefix": _PREFIX, "exec_prefix": _PREFIX, "py_version": "%d.%d.%d" % sys.version_info[:3],
        "py_version_short": _VERSION, "py_version_nodot": tag, "installed_base": _PREFIX, "base": _PREFIX,
        "platbase": _PREFIX, "implementation": "Python", "implementation_lower": "python", "VERSION": _VERSION,
        "SOABI": f"cpython-{tag}{'t' if free else ''}-x86_64-linux-gnu", "EXE": "", "Py_DEBUG": 0,
        "EXT_SUFFIX": f".cpython-{tag}{'t' if free else ''}-x86_64-linux-gnu.so", "WITH_PYMALLOC": 1,
        "SIZEOF_VOID_P": 8, "HAVE_FORK": 1, "HAVE_SEM_OPEN": 1, "abiflags": "t" if free else "",
    }
    if sys.version_info >= (3, 13):
        known["Py_GIL_DISABLED"] = int(free)
    return known


def get_config_vars(*names):
    """All variables, or a list of those that are asked for."""
    known = _vars()
    return [known.get(name) for name in names] if names else known


def get_config_var(name):
    """A variable, or None."""
    return _vars().get(name)


def get_python_version():
    """As in '3.14'."""
    return _VERSION


def get_platform():
    """The system and the instruction set."""
    return "linux-x86_64"


def get_scheme_names():
    """The names of the ways to install."""
    return "nt", "nt_user", "osx_framework_user", "posix_home", "posix_prefix", "posix_user"


def get_default_scheme():
    """The way to install here."""
    return "posix_prefix"


def get_paths(scheme="posix_prefix", vars=None, expand=True):
    """The places of an installation."""
    library = f"{_PREFIX}/lib/python{_VERSION}"
    return {
        "stdlib": library, "platstdlib": library, "purelib": library + "/site-packages",
        "platlib": library + "/site-packages", "include": f"{_PREFIX}/include/python{_VERSION}",
        "platinclude": f"{_PREFIX}/include/python{_VERSION}", "scripts": _PREFIX + "/bin", "data": _PREFIX,
    }


def get_path_names():
    """The names of the places."""
    return tuple(get_paths())


def get_path(name, scheme="posix_prefix", vars=None, expand=True):
    """A place."""
    return get_paths()[name]


def is_python_build(check_home=None):
    """False: it is installed."""
    return False
