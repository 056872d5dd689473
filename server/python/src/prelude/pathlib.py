# timeslice: file pathlib/__init__.py
"""pathlib: paths as objects, on the files of the simulated machine."""
import fnmatch as _fnmatch
import io as _io
import os as _os
from _sys import _version_tuple

__all__ = ["PurePath", "PurePosixPath", "Path", "PosixPath"]


class PurePath:
    """A path, as text in parts."""
    __slots__ = ("_root", "_parts", "__weakref__")

    def __new__(cls, *args, **kwds):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        text = ""
        for arg in args:
            if isinstance(arg, PurePath):
                arg = str(arg)
            elif not isinstance(arg, str):
                try:
                    arg = _os.fspath(arg)
                except TypeError:
                    arg = None
                if not isinstance(arg, str):
                    kind = type(args[-1]).__name__
                    raise TypeError(
                        "argument should be a str or an os.PathLike object where __fspath__ returns a str, "
                        f"not {kind!r}")
            text = arg if arg.startswith("/") else text + "/" + arg if text else arg
        self._set(text)

    def _set(self, text):
        self._root = ""
        if text.startswith("/"):
            self._root = "//" if text.startswith("//") and not text.startswith("///") else "/"
        self._parts = [p for p in text.split("/") if p and p != "."]

    def _made(self, root, parts):
        made = object.__new__(type(self))
        made._root = root
        made._parts = parts
        return made

    def __str__(self):
        return self._root + "/".join(self._parts) or "."

    __fspath__ = as_posix = __str__

    def __bytes__(self):
        return str(self).encode()

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __hash__(self):
        return hash(str(self))

    def _key(self):
        return [self._root] + self._parts

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)) and not hasattr(type(key), "__fspath__"):
            return NotImplemented
        return type(self)(self, key)

    def __rtruediv__(self, key):
        if not isinstance(key, str):
            return NotImplemented
        return type(self)(key, self)

    def __reduce__(self):
        return type(self), tuple(self.parts)

    def joinpath(self, *others):
        """The path with more parts."""
        return type(self)(self, *others)

    with_segments = joinpath

    @property
    def parts(self):
        """The parts, the root first."""
        return tuple(([self._root] if self._root else []) + self._parts)

    @property
    def drive(self):
        """There are no drives."""
        return ""

    @property
    def root(self):
        """`/`, or nothing."""
        return self._root

    anchor = root

    @property
    def parent(self):
        """The directory that it is in."""
        return self._made(self._root, self._parts[:-1]) if self._parts else self

    @property
    def parents(self):
        """All directories above, the nearest first."""
        return _Parents(self)

    @property
    def name(self):
        """The last part."""
        return self._parts[-1] if self._parts else ""

    @property
    def suffix(self):
        """The extension, with its dot."""
        name = self.name.lstrip(".")
        i = name.rfind(".")
        if i <= 0 or i == len(name) - 1 and _version_tuple < (3, 14):
            return ""
        return name[i:]

    @property
    def suffixes(self):
        """All extensions."""
        name = self.name
        if name.endswith(".") and _version_tuple < (3, 14):
            return []
        return ["." + s for s in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        """The last part without its extension."""
        suffix = self.suffix
        return self.name[:-len(suffix)] if suffix else self.name

    def with_name(self, name):
        """Another last part."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self._made(self._root, self._parts[:-1] + [name])

    def with_stem(self, stem):
        """The same with another stem."""
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        """The same with another extension."""
        if suffix and (not suffix.startswith(".") or suffix == "." and _version_tuple < (3, 14)) or "/" in suffix:
            raise ValueError(f"Invalid suffix {suffix!r}")
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        """Whether it begins at the root."""
        return bool(self._root)

    def is_relative_to(self, other, *more):
        """Whether it is below another."""
        other = type(self)(other, *more)
        n = len(other._parts)
        return self._root == other._root and self._parts[:n] == other._parts

    def relative_to(self, other, *more, walk_up=False):
        """The way from another path."""
        other = type(self)(other, *more)
        up = 0
        base = other
        while not self.is_relative_to(base):
            if not walk_up or not base._parts:
                raise ValueError(
                    f"{str(self)!r} is not in the subpath of {str(other)!r}" if _version_tuple >= (3, 12) else
                    f"{str(self)!r} is not in the subpath of {str(other)!r} OR one path is relative and the other is absolute.")
            base = base.parent
            up += 1
        return self._made("", [".."] * up + self._parts[len(base._parts):])

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether its last parts match a pattern."""
        pattern = type(self)(path_pattern)
        if not pattern._parts:
            raise ValueError("empty pattern")
        n = len(pattern._parts)
        if len(self._parts) < n or pattern._root and (not self._root or len(self._parts) != n):
            return False
        return all([_fnmatch.fnmatchcase(a, b) for a, b in zip(self._parts[-n:], pattern._parts)])

    def as_uri(self):
        """A file URI."""
        if not self._root:
            raise ValueError("relative path can't be expressed as a file URI")
        return "file://" + str(self)


class _Parents:
    def __init__(self, path):
        self._path = path

    def __len__(self):
        return len(self._path._parts)

    def __getitem__(self, i):
        if isinstance(i, slice):
            return tuple([self[k] for k in range(*i.indices(len(self)))])
        if not -len(self) <= i < len(self):
            raise IndexError(i)
        if i < 0:
            i += len(self)
        return self._path._made(self._path._root, self._path._parts[:len(self) - i - 1])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePosixPath(PurePath):
    """A path of Linux."""
    __slots__ = ()


class Path(PurePath):
    """A path, with the files behind it."""
    __slots__ = ()

    def __new__(cls, *args, **kwds):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        """The working directory."""
        return cls(_os.getcwd())

    @classmethod
    def home(cls):
        """The user's directory."""
        return cls(_os.path.expanduser("~"))

    def absolute(self):
        """From the root."""
        return self if self._root else type(self)(_os.getcwd(), self)

    def resolve(self, strict=False):
        """From the root, without `..`."""
        if strict:
            _os.stat(self)
        return type(self)(_os.path.abspath(str(self)))

    def expanduser(self):
        """Replaces a leading `~`."""
        return type(self)(_os.path.expanduser(str(self)))

    def stat(self, *, follow_symlinks=True):
        """What there is to know of it."""
        return _os.stat(str(self))

    lstat = stat

    def exists(self, *, follow_symlinks=True):
        """Whether it is there."""
        return _os.path.exists(str(self))

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a file."""
        return _os.path.isfile(str(self))

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a directory."""
        return _os.path.isdir(str(self))

    def is_symlink(self):
        """There are no links."""
        return False

    def samefile(self, other_path):
        """Whether both are one file."""
        return _os.path.samefile(str(self), other_path)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        """Opens the file."""
        return _io.open(str(self), mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        """The whole text."""
        with self.open("r", -1, encoding, errors, newline) as f:
            return f.read()

    def read_bytes(self):
        """All bytes."""
        with self.open("rb") as f:
            return f.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Writes a text; returns its length."""
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open("w", -1, encoding, errors, newline) as f:
            return f.write(data)

    def write_bytes(self, data):
        """Writes bytes; returns their number."""
        with self.open("wb") as f:
            return f.write(bytes(data))

    def iterdir(self):
        """What is in the directory."""
        root, parts = self._root, self._parts
        return iter([self._made(root, parts + [name]) for name in _os.listdir(str(self))])

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Makes the directory."""
        try:
            _os.mkdir(str(self), mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Removes the directory."""
        _os.rmdir(str(self))

    def unlink(self, missing_ok=False):
        """Removes the file."""
        try:
            _os.unlink(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Moves it."""
        _os.rename(str(self), str(target))
        return type(self)(target)

    replace = rename

    def touch(self, mode=0o666, exist_ok=True):
        """Makes an empty file if there is none."""
        if self.exists():
            if not exist_ok:
                raise FileExistsError(17, "File exists", str(self))
        else:
            self.open("w").close()

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """What matches below."""
        if not pattern:
            raise ValueError(f"Unacceptable pattern: {pattern!r}")
        if pattern.startswith("/"):
            raise NotImplementedError("Non-relative patterns are unsupported")
        import glob
        found = glob.glob(pattern, root_dir=str(self), recursive=True, include_hidden=True)
        return iter([type(self)(self, p) for p in found])

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """What matches in the whole tree."""
        return self.glob("**/" + pattern)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """(directory, directories, files) of the tree."""
        for root, directories, files in _os.walk(str(self), top_down, on_error):
            yield type(self)(root), directories, files


class PosixPath(Path, PurePosixPath):
    """A path of Linux, with the files behind it."""
    __slots__ = ()
