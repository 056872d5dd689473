# timeslice: native
"""`Did you mean`: what follows an error message about a name that is nearly right (Lib/traceback.py, suggestions.c)."""
import builtins
import sys
from _timeslice import closest, names_around

_VERSION = sys.version_info[:2]
# The modules of CPython's library, here or not.
_MODULES = frozenset("""
abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar
cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars
copy copyreg csv ctypes curses dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip
enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt
getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io
ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap
modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib pdb
pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile
pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched
secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile
sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog
tabnanny tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace
traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid venv warnings wave
weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
""".split())


def suffix(exc, has_frames=True):
    """What follows `str(exc)` in a report; mostly nothing. Without frames nothing is known of names around."""
    try:
        if isinstance(exc, ImportError):
            found = _imported(exc)
        elif isinstance(exc, AttributeError):
            found = _attribute(exc)
        elif isinstance(exc, NameError):
            found = _name(exc) if has_frames else None
        else:
            return ""
    except Exception:
        found = None
    text = "" if found is None else f". Did you mean: '{found}'?"
    if isinstance(exc, NameError) and _VERSION >= (3, 12) and exc.name in _MODULES:
        word = "Or did" if text else "Did"
        mark = "?" if _VERSION >= (3, 13) else ""
        text += f"{' ' if text else '. '}{word} you forget to import '{exc.name}'{mark}"
    return text


def _public(names, wrong):
    """Names with an underscore are offered only for such a name since 3.13."""
    return [n for n in names if n[:1] != "_"] if _VERSION >= (3, 13) and wrong[:1] != "_" else names


def _imported(exc):
    wrong = exc.name_from
    if _VERSION < (3, 12) or not isinstance(wrong, str):
        return None
    return closest(wrong, _public(dir(sys.modules[exc.name]), wrong))


def _attribute(exc):
    wrong = exc.name
    if not isinstance(wrong, str):
        return None
    names = [n for n in dir(exc.obj) if isinstance(n, str)]
    around = names_around(exc)
    # A method may well mean what is its own.
    if around is None or "self" not in around[0]:
        names = _public(names, wrong)
    return closest(wrong, names)


def _name(exc):
    wrong, around = exc.name, names_around(exc)
    if not isinstance(wrong, str) or around is None:
        return None
    *spaces, is_of_self = around
    if _VERSION >= (3, 12) and is_of_self:
        return f"self.{wrong}"
    spaces = [list(space) for space in (*spaces, builtins.__dict__)]
    if _VERSION >= (3, 13):
        spaces = [sum(spaces, [])]
    for names in spaces:
        found = closest(wrong, [n for n in names if isinstance(n, str)])
        if found is not None:
            return found
    return None
