"""shutil: whole files and trees."""
import os

__all__ = ["Error", "SameFileError", "copy", "copy2", "copyfile", "copyfileobj", "copytree", "disk_usage",
           "get_terminal_size", "move", "rmtree", "which"]


class Error(OSError):
    """Something went wrong with some files."""


class SameFileError(Error):
    """Source and destination are one file."""


def copyfileobj(fsrc, fdst, length=0):
    """Copies from one open file to another."""
    while True:
        data = fsrc.read(length or 65536)
        if not data:
            return
        fdst.write(data)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies the content of a file."""
    if os.path.exists(dst) and os.path.samefile(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    with open(src, "rb") as a, open(dst, "wb") as b:
        copyfileobj(a, b)
    return dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies a file to a file or into a directory."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    return copyfile(src, dst)


copy2 = copy


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copies a tree."""
    names = os.listdir(src)
    ignored = ignore(os.fspath(src), names) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in ignored:
            continue
        a, b = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(a):
            copytree(a, b, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
        else:
            copy_function(a, b)
    return dst


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Removes a tree."""
    try:
        for entry in os.scandir(path):
            if entry.is_dir():
                rmtree(entry.path, ignore_errors, onerror, onexc=onexc)
            else:
                os.unlink(entry.path)
        os.rmdir(path)
    except OSError as exc:
        if onexc is not None:
            onexc(os.rmdir, path, exc)
        elif not ignore_errors:
            raise


def move(src, dst, copy_function=copy2):
    """Moves a file or a tree, into a directory if that is one."""
    if os.path.isdir(dst):
        real = os.path.join(dst, os.path.basename(os.fspath(src).rstrip("/")))
        if os.path.exists(real):
            raise Error(f"Destination path '{real}' already exists")
    else:
        real = dst
    os.rename(src, real)
    return real


def disk_usage(path):
    """Bytes: all, used, free."""
    from collections import namedtuple
    os.stat(path)
    return namedtuple("usage", "total used free")(32 << 20, 0, 32 << 20)


def which(cmd, mode=1, path=None):
    """No programs can be started."""
    return None


def get_terminal_size(fallback=(80, 24)):
    """The console's size."""
    return os.terminal_size((80, 24))
