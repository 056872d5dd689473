"""glob: the files whose paths match a pattern."""
import fnmatch
import os

__all__ = ["escape", "glob", "iglob", "has_magic"]


def has_magic(s):
    """Whether it is a pattern."""
    return any([c in s for c in "*?["])


def escape(pathname):
    """The pattern that matches just this path."""
    return "".join(["[" + c + "]" if c in "*?[" else c for c in pathname])


def _names(directory, hidden):
    try:
        names = os.listdir(directory or ".")
    except OSError:
        return []
    return [n for n in names if hidden or not n.startswith(".")]


def _trees(directory, hidden):
    # The directories below, this one first.
    yield directory
    for name in _names(directory, hidden):
        path = os.path.join(directory, name)
        if os.path.isdir(path):
            yield from _trees(path, hidden)


def _find(directory, parts, recursive, hidden):
    if not parts:
        if directory:
            yield directory
        return
    part, rest = parts[0], parts[1:]
    if part == "**" and recursive:
        for tree in _trees(directory, hidden):
            if rest:
                yield from _find(tree, rest, recursive, hidden)
            else:
                yield tree if tree != directory or not directory else os.path.join(directory, "")
                for name in _names(tree, hidden):
                    path = os.path.join(tree, name)
                    if not os.path.isdir(path):
                        yield path
        return
    if has_magic(part):
        for name in fnmatch.filter(_names(directory, hidden or part.startswith(".")), part):
            path = os.path.join(directory, name)
            if not rest or os.path.isdir(path):
                yield from _find(path, rest, recursive, hidden)
        return
    path = os.path.join(directory, part) if part else os.path.join(directory, "")
    if os.path.exists(path):
        yield from _find(path, rest, recursive, hidden)


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths, one by one."""
    root = "/" if pathname.startswith("/") else ""
    parts = pathname.lstrip("/").split("/") if pathname else []
    if root_dir:
        skip = len(os.path.join(root_dir, ""))
        return iter([p[skip:] for p in _find(root_dir, parts, recursive, include_hidden)])
    return (p for p in _find(root, parts, recursive, include_hidden) if p)


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden))
