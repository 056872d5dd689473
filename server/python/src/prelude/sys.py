# timeslice: native
"""`sys`, as far as a simulated process has one. Numbers and hooks into the machine are native."""
from _sys import (
    _flush, _is_gil_enabled, _version_tuple, _write, argv, byteorder, exc_info, executable, exit,
    get_coroutine_origin_tracking_depth, get_int_max_str_digits, getdefaultencoding, getrecursionlimit, getrefcount,
    getsizeof, getswitchinterval, hexversion, intern, maxsize, maxunicode, modules, path, platform, prefix,
    set_coroutine_origin_tracking_depth, set_int_max_str_digits, setrecursionlimit, setswitchinterval, version,
)
from _simple_namespace import SimpleNamespace as _SimpleNamespace
from _sys import exception as exception
from _timeslice import frame as _frame
from _timeslice import print_exception as _print_exception
from _timeslice import thread_state as _thread_state


def _record(name, *fields):
    """The class of a record that is a tuple, as the C code makes them."""
    def __repr__(self):
        return f"sys.{name}({', '.join([f'{n}={v!r}' for n, v in zip(fields, self)])})"
    namespace = {field: property(lambda self, i=i: self[i]) for i, field in enumerate(fields)}
    namespace.update(__module__="sys", __repr__=__repr__, n_fields=len(fields), n_sequence_fields=len(fields))
    return type(name, (tuple,), namespace)


_Version = _record("version_info", "major", "minor", "micro", "releaselevel", "serial")
_Flags = _record(
    "flags", "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
    "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode",
    "warn_default_encoding", "safe_path", "int_max_str_digits",
    *(("gil", "thread_inherit_context", "context_aware_warnings") if _version_tuple >= (3, 14) else ()))
_Float = _record("float_info", "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig",
                 "epsilon", "radix", "rounds")
_Int = _record("int_info", "bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold")
_Hash = _record("hash_info", "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff")
_Thread = _record("thread_info", "name", "lock", "version")


class TextIOWrapper:
    """`sys.stdout` and `sys.stderr`: the console of the page, line-buffered as a terminal."""

    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    line_buffering = True
    __module__ = "_io"

    def __init__(self, number, name):
        self._number = number
        self.name = name
        self.mode = "w"

    def write(self, text):
        _write(self._number, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            _write(self._number, line)

    def flush(self):
        _flush(self._number)

    def fileno(self):
        return self._number + 1

    def isatty(self):
        return True

    def writable(self):
        return True

    def readable(self):
        return False

    def reconfigure(self, **options):
        pass

    def __repr__(self):
        return f"<_io.TextIOWrapper name='{self.name}' mode='w' encoding='utf-8'>"


class _Stdin:
    encoding = "utf-8"
    name = "<stdin>"

    def read(self, size=-1):
        return ""

    def readline(self, size=-1):
        return ""

    def readlines(self, hint=-1):
        return []

    def __iter__(self):
        return iter(())

    def isatty(self):
        return False

    def fileno(self):
        return 0


version_info = _Version(_version_tuple)
flags = _Flags((0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, False, 0, 0, False, -1 if _version_tuple < (3, 12) else 4300, *(
    (int(_is_gil_enabled()), 0 if _is_gil_enabled() else 1, 0 if _is_gil_enabled() else 1)
    if _version_tuple >= (3, 14) else ())))
implementation = _SimpleNamespace(
    name="cpython", cache_tag="cpython-3%d" % _version_tuple[1], version=version_info, hexversion=hexversion,
    _multiarch="x86_64-linux-gnu")
float_info = _Float((1.7976931348623157e+308, 1024, 308, 2.2250738585072014e-308, -1021, -307, 15, 53,
                     2.220446049250313e-16, 2, 1))
int_info = _Int((30, 4, 4300, 640))
hash_info = _Hash((64, 2**61 - 1, 314159, 0, 1000003, "siphash13", 64, 128, 0))
thread_info = _Thread(("pthread", "semaphore", "NPTL 2.41"))
abiflags = "" if _is_gil_enabled() else "t"
base_prefix = exec_prefix = base_exec_prefix = prefix
platlibdir = "lib"
pycache_prefix = None
orig_argv = [executable, *argv]
meta_path, path_hooks, path_importer_cache = [], [], {}
warnoptions = []
dont_write_bytecode = True
api_version = 1013
copyright = "Timeslice simulates CPython; CPython is copyright of the Python Software Foundation."
builtin_module_names = ("_thread", "builtins", "sys", "time")
float_repr_style = "short"
stdout = __stdout__ = TextIOWrapper(0, "<stdout>")
stderr = __stderr__ = TextIOWrapper(1, "<stderr>")
stdin = __stdin__ = _Stdin()


def excepthook(kind, value, traceback):
    """Prints an uncaught exception."""
    _print_exception(value)


__excepthook__ = excepthook


class UnraisableHookArgs(tuple):
    """What `unraisablehook` gets: (exc_type, exc_value, exc_traceback, err_msg, object)."""
    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    err_msg = property(lambda self: self[3])
    object = property(lambda self: self[4])


def unraisablehook(unraisable, /):
    """Prints an exception that nobody can catch."""
    from _timeslice import format_unraisable
    kind, exc, traceback, message, about = unraisable
    if about is not None:
        stderr.write(f"{'Exception ignored in' if message is None else message}: {about!r}\n")
    elif message is not None:
        stderr.write(f"{message}:\n")
    exc = kind() if exc is None else exc
    stderr.write(format_unraisable(exc.with_traceback(traceback)))
    stderr.flush()


__unraisablehook__ = unraisablehook


def displayhook(value):
    if value is not None:
        stdout.write(repr(value) + "\n")


def _getframe(depth=0):
    frame = _frame(depth + 1)
    if frame is None:
        raise ValueError("call stack is not deep enough")
    return frame


def settrace(function):
    if function is not None:
        raise NotImplementedError("sys.settrace is not simulated: the page shows every line")


def gettrace():
    return None


setprofile = settrace
getprofile = gettrace


def audit(event, *args):
    pass


def getfilesystemencoding():
    return "utf-8"


def getfilesystemencodeerrors():
    return "surrogateescape"


def getdlopenflags():
    return 2


def call_tracing(func, args, /):
    return func(*args)


def is_finalizing():
    return False


class _AsyncGenHooks(tuple):
    firstiter = property(lambda self: self[0])
    finalizer = property(lambda self: self[1])

    def __repr__(self):
        return f"asyncgen_hooks(firstiter={self[0]!r}, finalizer={self[1]!r})"


def get_asyncgen_hooks():
    state = _thread_state()
    return _AsyncGenHooks((state.get("asyncgen_firstiter"), state.get("asyncgen_finalizer")))


def set_asyncgen_hooks(*args, **hooks):
    if len(args) > 2:
        raise TypeError(f"set_asyncgen_hooks expected at most 2 arguments, got {len(args)}")
    hooks.update(zip(("firstiter", "finalizer"), args))
    for name in hooks:
        if name not in ("firstiter", "finalizer"):
            raise TypeError(f"set_asyncgen_hooks() got an unexpected keyword argument '{name}'")
    for name in ("finalizer", "firstiter"):
        if name in hooks and hooks[name] is not None and not callable(hooks[name]):
            raise TypeError(f"callable {name} expected, got {type(hooks[name]).__name__}")
    for name in hooks:
        _thread_state()["asyncgen_" + name] = hooks[name]
