"""os.path: paths as text, and what the simulated machine's files say of them."""
import _files

curdir, pardir, sep, extsep, pathsep, altsep = ".", "..", "/", ".", ":", None
_HOME = _files.HOME
# The working directory, a list so that `os.chdir` can change it.
_cwd = [_HOME]


def _text(p):
    if isinstance(p, (str, bytes)):
        return p
    if hasattr(type(p), "__fspath__"):
        return p.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(p).__name__}")


def join(a, *p):
    """Joins parts; an absolute part starts again."""
    for part in (a, *p):
        if not isinstance(part, str) and not hasattr(type(part), "__fspath__"):
            raise TypeError(
                f"join() argument must be str, bytes, or os.PathLike object, not {type(part).__name__!r}")
    path = _text(a)
    for b in p:
        b = _text(b)
        if b.startswith("/") or not path:
            path = b
        elif path.endswith("/"):
            path += b
        else:
            path += "/" + b
    return path


def split(p):
    """(directory, last part)."""
    p = _text(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail


def basename(p):
    """The last part."""
    return split(p)[1]


def dirname(p):
    """All but the last part."""
    return split(p)[0]


def splitext(p):
    """(path, extension with its dot)."""
    p = _text(p)
    start = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > start and p[start:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""


def isabs(s):
    """Whether it begins at the root."""
    return _text(s).startswith("/")


def normpath(path):
    """Without empty parts, `.` and `..`."""
    path = _text(path)
    if not path:
        return "."
    # Two slashes at the beginning, but not three, are kept.
    root = "//" if path.startswith("//") and not path.startswith("///") else "/" if path.startswith("/") else ""
    parts = []
    for part in path.split("/"):
        if part == "" or part == ".":
            continue
        if part != ".." or not root and (not parts or parts[-1] == ".."):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + "/".join(parts) or "."


def abspath(path):
    """From the root."""
    path = _text(path)
    return normpath(path if path.startswith("/") else join(_cwd[0], path))


realpath = abspath


def expanduser(path):
    """Replaces a leading `~`."""
    path = _text(path)
    return _HOME + path[1:] if path == "~" or path.startswith("~/") else path


def relpath(path, start="."):
    """The way from one directory to a path."""
    a = [x for x in abspath(start).split("/") if x]
    b = [x for x in abspath(path).split("/") if x]
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return "/".join([".."] * (len(a) - n) + b[n:]) or "."


def commonpath(paths):
    """The longest directory that all have in common."""
    paths = [_text(p) for p in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({p.startswith("/") for p in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    split_paths = [[c for c in p.split("/") if c and c != "."] for p in paths]
    low, high = min(split_paths), max(split_paths)
    n = 0
    while n < len(low) and low[n] == high[n]:
        n += 1
    return ("/" if paths[0].startswith("/") else "") + "/".join(low[:n])


def commonprefix(m):
    """The longest text that all begin with."""
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def splitroot(p):
    """(drive, root, rest)"""
    p = _text(p)
    if not p.startswith("/"):
        return "", "", p
    n = 2 if p.startswith("//") and not p.startswith("///") else 1
    return "", p[:n], p[n:]


def splitdrive(p):
    """There are no drives."""
    return "", _text(p)


def normcase(s):
    """Case matters."""
    return _text(s)


def expandvars(path):
    """Fills variables of the environment in."""
    from os import environ
    import re
    return re.sub(r"\$(\w+|\{[^}]*\})", lambda m: environ.get(m[1].strip("{}"), m[0]), _text(path), flags=re.ASCII)


def _mode(path):
    # What is there, or 0.
    try:
        text = _text(path)
    except TypeError:
        if isinstance(path, int):
            return 0o100644 if path in (0, 1, 2) else 0
        raise TypeError(
            f"stat: path should be string, bytes, os.PathLike or integer, not {type(path).__name__}") from None
    if isinstance(text, bytes):
        text = text.decode()
    if not text or "\0" in text:
        return 0
    try:
        return _files.stat(abspath(text), path)[0]
    except OSError:
        return 0


def exists(path):
    """Whether there is such a file or directory."""
    return _mode(path) != 0


lexists = exists


def isfile(path):
    """Whether it is a file."""
    return _mode(path) & 0o170000 == 0o100000


def isdir(s):
    """Whether it is a directory."""
    return _mode(s) & 0o170000 == 0o040000


def islink(path):
    """There are no links."""
    return False


def ismount(path):
    """Whether it is where a disk begins."""
    return abspath(path) == "/"


def samefile(f1, f2):
    """Whether both are one file."""
    return _files.stat(abspath(f1), f1)[1] == _files.stat(abspath(f2), f2)[1]


def getsize(filename):
    """Bytes."""
    return _files.stat(abspath(filename), filename)[2]


def getmtime(filename):
    """When it was last changed."""
    return _files.stat(abspath(filename), filename)[3] / 1e9


getatime = getctime = getmtime
