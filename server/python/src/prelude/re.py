# timeslice: file re/__init__.py
"""re: regular expressions. Patterns are compiled and matched by the machine (`_re`); the rest is here."""
from _re import compile as _compile_pattern
import enum as _enum
import functools as _functools
from _re_objects import Match, Pattern, PatternError, set_maker as _set_maker, text_of_flags as _text_of_flags
from _sys import _version_tuple

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile", "purge", "escape", "error",
    "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII", "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL",
    "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag",
]
if _version_tuple >= (3, 13):
    __all__ += ["PatternError"]

error = PatternError


class RegexFlag(_enum.IntFlag, boundary=_enum.KEEP):
    """How patterns are read."""
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    DEBUG = 128

    def __repr__(self):
        return _text_of_flags(int(self)) or "re.NOFLAG"

    __str__ = __repr__


globals().update(RegexFlag.__members__)


def _compile(pattern, flags):
    if isinstance(flags, RegexFlag):
        flags = flags.value
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes, bytearray)):
        raise TypeError("first argument must be string or compiled pattern")
    made = _compile_pattern(pattern, flags)
    if len(made) == 2:
        raise PatternError(made[0], pattern, made[1])
    number, flags, n_groups, names = made
    self = object.__new__(Pattern)
    self._set(number, pattern, flags, n_groups, dict(names))
    return self


_set_maker(_compile)


def compile(pattern, flags=0):
    """A pattern."""
    return _compile(pattern, flags)


def match(pattern, string, flags=0):
    """A match at the start of the string, or None."""
    return _compile(pattern, flags).match(string)


def fullmatch(pattern, string, flags=0):
    """A match of the whole string, or None."""
    return _compile(pattern, flags).fullmatch(string)


def search(pattern, string, flags=0):
    """The first match in the string, or None."""
    return _compile(pattern, flags).search(string)


def _optional(name, args, names, given):
    # `count`, `maxsplit` and `flags` by position: deprecated since 3.13.
    if len(args) > len(names):
        n = len(names) + (2 if name == "split" else 3)
        raise TypeError(f"{name}() takes from {n - len(names)} to {n} positional arguments but {n - len(names) + len(args)} were given")
    for key, value in zip(names, args):
        if given[key] is not None:
            raise TypeError(f"{name}() got multiple values for argument '{key}'")
        given[key] = value
    if args and _version_tuple >= (3, 13):
        import warnings
        warnings.warn(f"'{names[0]}' is passed as positional argument", DeprecationWarning, stacklevel=3)
    return given[names[0]] or 0, given[names[1]] or 0


def sub(pattern, repl, string, *args, count=None, flags=None):
    """The string with each match replaced."""
    count, flags = _optional("sub", args, ("count", "flags"), {"count": count, "flags": flags})
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, *args, count=None, flags=None):
    """The same, and how many were replaced."""
    count, flags = _optional("subn", args, ("count", "flags"), {"count": count, "flags": flags})
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, *args, maxsplit=None, flags=None):
    """What stands between the matches."""
    maxsplit, flags = _optional("split", args, ("maxsplit", "flags"), {"maxsplit": maxsplit, "flags": flags})
    return _compile(pattern, flags).split(string, maxsplit)


def findall(pattern, string, flags=0):
    """The texts of all matches, or of their groups."""
    return _compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    """All matches."""
    return _compile(pattern, flags).finditer(string)


def purge():
    """Nothing is cached that a program could notice."""


_ESCAPES = {c: "\\" + chr(c) for c in b"()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}


def escape(pattern):
    """The pattern that matches just this text."""
    if isinstance(pattern, str):
        return pattern.translate(_ESCAPES)
    return str(pattern, "latin1").translate(_ESCAPES).encode("latin1")
