"""Where an object was written, and its text; a part of `inspect`. Only the program's own text is shown."""
from _frames import source_line
from types import CodeType, FrameType, FunctionType, MethodType, ModuleType, TracebackType
import sys


class ClassFoundException(Exception):
    """There for programs that name it."""


class EndOfBlock(Exception):
    """There for programs that name it."""


def _code_of(object):
    if isinstance(object, MethodType):
        object = object.__func__
    if isinstance(object, FunctionType):
        object = object.__code__
    if isinstance(object, TracebackType):
        object = object.tb_frame
    if isinstance(object, FrameType):
        object = object.f_code
    return object if isinstance(object, CodeType) else None


def getfile(object):
    """The file that an object was written in."""
    if isinstance(object, ModuleType):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isinstance(object, type):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        if object.__module__ == "__main__":
            raise OSError("source code not available")
        raise TypeError(f"{object!r} is a built-in class")
    code = _code_of(object)
    if code is None:
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got "
                        + type(object).__name__)
    return code.co_filename


getsourcefile = getabsfile = getfile


def getmodulename(path):
    """A module's name as its file's name tells it."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def _lines_of(object):
    filename = getfile(object)
    lines = []
    while (line := source_line(filename, len(lines) + 1)) is not None:
        lines.append(line if line.endswith("\n") else line + "\n")
    if not lines:
        raise OSError("could not get source code")
    return lines


def findsource(object):
    """(all lines of the file, where the object begins in them, from 0)."""
    lines = _lines_of(object)
    if isinstance(object, ModuleType):
        return lines, 0
    if isinstance(object, type):
        return lines, _class_line(object, lines)
    at = _code_of(object).co_firstlineno - 1
    if at >= len(lines):
        raise OSError("lineno is out of bounds")
    return lines, at


def _class_line(cls, lines):
    if sys.version_info >= (3, 13):
        if "__firstlineno__" not in cls.__dict__:
            raise OSError("source code not available")
        return cls.__firstlineno__ - 1
    # By name, as far as indentation tells what is within what; the last one counts.
    path, found, decorated = [], None, None
    for at, line in enumerate(lines):
        words = line.replace("(", " ").replace(":", " ").replace("[", " ").split()
        if not words or words[0].startswith("#"):
            continue
        indent = len(line) - len(line.lstrip())
        while path and path[-1][0] >= indent:
            path.pop()
        if words[0].startswith("@"):
            decorated = at if decorated is None else decorated
            continue
        if words[:1] == ["async"]:
            words = words[1:]
        if words[0] in ("def", "class") and len(words) > 1:
            path.append((indent, words[1] + (".<locals>" if words[0] == "def" else "")))
            if words[0] == "class" and ".".join([name for _, name in path]) == cls.__qualname__:
                found = at if decorated is None else decorated
        decorated = None
    if found is None:
        raise OSError("could not find class definition")
    return found


class _Scanner:
    """How far brackets and quotes are open at the end of each line."""

    def __init__(self):
        self.depth = 0
        self.quote = ""

    def feed(self, line):
        """Whether the line has anything to say but a comment, and whether a statement goes on after it."""
        at, is_code, goes_on = 0, bool(self.quote or self.depth), False
        while at < len(line):
            letter = line[at]
            if self.quote:
                if letter == "\\":
                    at += 1
                elif line.startswith(self.quote, at):
                    at += len(self.quote) - 1
                    self.quote = ""
                elif letter == "\n" and len(self.quote) == 1:
                    self.quote = ""
            elif letter == "#":
                break
            elif letter in "'\"":
                self.quote = letter * 3 if line.startswith(letter * 3, at) else letter
                at += len(self.quote) - 1
            elif letter in "([{":
                self.depth += 1
            elif letter in ")]}":
                self.depth -= 1
            elif line[at:] == "\\\n":
                goes_on = True
                break
            is_code = is_code or not letter.isspace()
            at += 1
        return is_code, goes_on or self.depth > 0 or len(self.quote) == 3


def getblock(lines):
    """The lines of the block at the top of `lines`."""
    scanner = _Scanner()
    first_word = ""
    indent = len(lines[0]) - len(lines[0].lstrip())
    last, body_indent, goes_on, in_header = 0, None, False, True
    for at, line in enumerate(lines):
        begins = not goes_on
        is_code, goes_on = scanner.feed(line)
        here = len(line) - len(line.lstrip())
        if not is_code:
            # Comments belong to the block as far as they are indented as it is.
            if line.strip() and body_indent is not None and here >= body_indent:
                last = at + 1
            continue
        if begins and in_header:
            first_word = line.split()[0]
        if in_header:
            last = at + 1
            if not goes_on and not first_word.startswith("@"):
                if first_word not in ("def", "class", "async") or not line.partition("#")[0].rstrip().endswith(":"):
                    break
                in_header = False
            continue
        if begins:
            if here <= indent:
                break
            body_indent = here if body_indent is None else body_indent
        last = at + 1
    return lines[:last]


def getsourcelines(object):
    """(the lines of an object, the number of the first)."""
    import inspect
    object = inspect.unwrap(object)
    lines, at = findsource(object)
    if isinstance(object, ModuleType):
        return lines, 0
    if isinstance(object, TracebackType):
        object = object.tb_frame
    if isinstance(object, FrameType) and object.f_code.co_name == "<module>":
        return lines, 0
    return getblock(lines[at:]), at + 1


def getsource(object):
    """The text of an object's definition."""
    lines, _ = getsourcelines(object)
    return "".join(lines)


def getcomments(object):
    """The comments right above an object, or None."""
    try:
        lines, at = findsource(object)
    except (OSError, TypeError):
        return None
    if isinstance(object, ModuleType):
        start = 1 if lines[0].startswith("#!") else 0
        while start < len(lines) and lines[start].strip() in ("", "#"):
            start += 1
        end = start
        while end < len(lines) and lines[end].startswith("#"):
            end += 1
        return "".join([line.expandtabs() for line in lines[start:end]]) or None
    indent = len(lines[at]) - len(lines[at].lstrip())
    first = at
    while first and lines[first - 1].lstrip().startswith("#") \
            and len(lines[first - 1]) - len(lines[first - 1].lstrip()) == indent:
        first -= 1
    return "".join([line.expandtabs().lstrip() for line in lines[first:at]]) or None
