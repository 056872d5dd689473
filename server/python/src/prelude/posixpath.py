"""os.path: paths as text. The simulated machine has no files but the program."""

curdir, pardir, sep, extsep, pathsep, altsep = ".", "..", "/", ".", ":", None
_HOME = "/home/user"


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
    return normpath(path if path.startswith("/") else join(_HOME, path))


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


def exists(path):
    """Whether there is such a file: only the program's own."""
    import sys
    main = sys.modules.get("__main__")
    return abspath(path) == abspath(getattr(main, "__file__", None) or "/nowhere")


isfile = lexists = exists


def isdir(s):
    """There are no directories."""
    return abspath(s) in ("/", _HOME)


def islink(path):
    """There are no links."""
    return False


def getsize(filename):
    """There is nothing to measure."""
    raise FileNotFoundError(2, "No such file or directory", filename)
