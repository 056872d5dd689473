# timeslice: native
"""re: patterns, matches and templates of replacements."""
from _re import find, find_all
from _sys import _version_tuple, maxsize

_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_FLAGS = (
    (256, "ASCII"), (2, "IGNORECASE"), (4, "LOCALE"), (32, "UNICODE"), (8, "MULTILINE"), (16, "DOTALL"),
    (64, "VERBOSE"), (128, "DEBUG"))
_PATTERN_FLAGS = (
    (2, "IGNORECASE"), (4, "LOCALE"), (8, "MULTILINE"), (16, "DOTALL"), (32, "UNICODE"), (64, "VERBOSE"),
    (128, "DEBUG"), (256, "ASCII"))

_maker = None


def set_maker(compile):
    """Tells how patterns are made, for copies."""
    global _maker
    _maker = compile


def text_of_flags(flags, order=None):
    """`re.I|re.M` by their long names."""
    names = []
    if order is None:
        order = sorted(_FLAGS)
    for bit, name in order:
        if flags & bit:
            names.append("re." + name)
            flags &= ~bit
    if flags:
        names.append(hex(flags))
    return "|".join(names)


class PatternError(Exception):
    """A pattern that is none."""
    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        self.lineno = self.colno = None
        if pattern is not None and pos is not None:
            newline = "\n" if isinstance(pattern, str) else b"\n"
            text = f"{msg} at position {pos}"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                text = f"{text} (line {self.lineno}, column {self.colno})"
            msg = text
        super().__init__(msg)


if _version_tuple < (3, 13):
    PatternError.__name__ = PatternError.__qualname__ = "error"


def _checked(pattern, string):
    is_text = isinstance(string, str)
    if not is_text and not isinstance(string, (bytes, bytearray, memoryview)):
        raise TypeError(f"expected string or bytes-like object, got {type(string).__name__!r}")
    if is_text and not pattern._is_text:
        raise TypeError("cannot use a bytes pattern on a string-like object")
    if pattern._is_text and not is_text:
        raise TypeError("cannot use a string pattern on a bytes-like object")
    if isinstance(string, memoryview):
        return bytes(string)
    return string


class Pattern:
    """A compiled pattern."""
    __module__ = "re"
    __slots__ = ("_number", "pattern", "flags", "groups", "groupindex", "_is_text", "__weakref__")

    def __new__(cls, *args, **kwds):
        raise TypeError("cannot create 're.Pattern' instances")

    def _set(self, number, pattern, flags, groups, groupindex):
        self._number = number
        self.pattern = pattern
        self.flags = flags
        self.groups = groups
        self.groupindex = groupindex
        self._is_text = isinstance(pattern, str)

    def _found(self, string, pos, endpos, mode):
        spans = find(self._number, _checked(self, string), pos, endpos, mode)
        if spans is None:
            return None
        return _match(self, string, pos, endpos, spans)

    def match(self, string, pos=0, endpos=maxsize):
        """A match at the start, or None."""
        return self._found(string, pos, endpos, 1)

    def fullmatch(self, string, pos=0, endpos=maxsize):
        """A match of the whole, or None."""
        return self._found(string, pos, endpos, 2)

    def search(self, string, pos=0, endpos=maxsize):
        """The first match, or None."""
        return self._found(string, pos, endpos, 0)

    def finditer(self, string, pos=0, endpos=maxsize):
        """All matches."""
        found = find_all(self._number, _checked(self, string), pos, endpos, 0)
        return _matches(self, string, pos, endpos, found)

    def findall(self, string, pos=0, endpos=maxsize):
        """The texts of all matches, or of their groups."""
        text = _checked(self, string)
        found = find_all(self._number, text, pos, endpos, 0)
        n = self.groups
        empty = text[:0]
        if n == 0:
            return [text[s[1]:s[2]] for s in found]
        if n == 1:
            return [text[s[3]:s[4]] if s[3] >= 0 else empty for s in found]
        return [
            tuple([text[s[i]:s[i + 1]] if s[i] >= 0 else empty for i in range(3, 3 + 2 * n, 2)])
            for s in found]

    def split(self, string, maxsplit=0):
        """What stands between the matches, and their groups."""
        text = _checked(self, string)
        if maxsplit < 0:
            return [text]
        parts = []
        at = 0
        for spans in find_all(self._number, text, 0, maxsize, maxsplit):
            parts.append(text[at:spans[1]])
            at = spans[2]
            for i in range(3, len(spans), 2):
                parts.append(text[spans[i]:spans[i + 1]] if spans[i] >= 0 else None)
        parts.append(text[at:])
        return parts

    def sub(self, repl, string, count=0):
        """The string with each match replaced."""
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        """The same, and how many were replaced."""
        text = _checked(self, string)
        if callable(repl):
            literal = None
        else:
            literal, parts = _template(self, repl)
        if count < 0:
            return text, 0
        found = find_all(self._number, text, 0, maxsize, count)
        if not found:
            return text, 0
        out = []
        at = 0
        for spans in found:
            out.append(text[at:spans[1]])
            at = spans[2]
            if literal is not None:
                out.append(literal)
            elif callable(repl):
                made = repl(_match(self, string, 0, maxsize, spans))
                if made is not None:
                    out.append(made)
            else:
                _fill(out, parts, text, spans)
        out.append(text[at:])
        return text[:0].join(out), len(found)

    def scanner(self, string, pos=0, endpos=maxsize):
        """Not simulated."""
        raise NotImplementedError("re.Pattern.scanner is not simulated: use finditer()")

    def __repr__(self):
        flags = self.flags
        if self._is_text and not flags & 0x104:
            flags &= ~32
        shown = repr(self.pattern)[:200]
        if flags:
            return f"re.compile({shown}, {text_of_flags(flags, _PATTERN_FLAGS)})"
        return f"re.compile({shown})"

    def __eq__(self, other):
        if not isinstance(other, Pattern):
            return NotImplemented
        return self.flags == other.flags and self._is_text == other._is_text and self.pattern == other.pattern

    def __hash__(self):
        return hash((self.flags, self.pattern))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return _maker, (self.pattern, self.flags)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


def _matches(pattern, string, pos, endpos, found):
    for spans in found:
        yield _match(pattern, string, pos, endpos, spans)


def _match(pattern, string, pos, endpos, spans):
    self = object.__new__(Match)
    size = len(string)
    self.re = pattern
    self.string = string
    self.pos = min(max(pos, 0), size)
    self.endpos = min(max(endpos, 0), size)
    self._spans = spans
    return self


class Match:
    """What a pattern matched."""
    __module__ = "re"
    __slots__ = ("re", "string", "pos", "endpos", "_spans")

    def __new__(cls, *args, **kwds):
        raise TypeError("cannot create 're.Match' instances")

    def _index(self, group):
        try:
            i = group.__index__()
        except AttributeError:
            i = self.re.groupindex.get(group, -1) if isinstance(group, (str, bytes)) else -1
        if not 0 <= i <= self.re.groups:
            raise IndexError("no such group")
        return 2 * i + 1

    def _part(self, at, default=None):
        start = self._spans[at]
        if start < 0:
            return default
        part = self.string[start:self._spans[at + 1]]
        return bytes(part) if isinstance(part, (bytearray, memoryview)) else part

    def group(self, *groups):
        """The text of a group, or of several."""
        if not groups:
            return self._part(1)
        if len(groups) == 1:
            return self._part(self._index(groups[0]))
        return tuple([self._part(self._index(g)) for g in groups])

    def __getitem__(self, group):
        return self._part(self._index(group))

    def groups(self, default=None):
        """The texts of all groups."""
        return tuple([self._part(i, default) for i in range(3, len(self._spans), 2)])

    def groupdict(self, default=None):
        """The texts of the groups that have names."""
        return {name: self._part(2 * i + 1, default) for name, i in self.re.groupindex.items()}

    def start(self, group=0):
        """Where a group starts."""
        return self._spans[self._index(group)]

    def end(self, group=0):
        """Where a group ends."""
        return self._spans[self._index(group) + 1]

    def span(self, group=0):
        """Where a group starts and ends."""
        at = self._index(group)
        return self._spans[at], self._spans[at + 1]

    @property
    def regs(self):
        """The spans of all groups."""
        spans = self._spans
        return tuple([(spans[i], spans[i + 1]) for i in range(1, len(spans), 2)])

    @property
    def lastindex(self):
        """The group that was closed last."""
        return self._spans[0]

    @property
    def lastgroup(self):
        """Its name."""
        last = self._spans[0]
        for name, i in self.re.groupindex.items():
            if i == last:
                return name
        return None

    def expand(self, template):
        """The template with the groups filled in."""
        literal, parts = _template(self.re, template)
        if literal is not None:
            return literal
        out = []
        _fill(out, parts, self.string, self._spans)
        return self.string[:0].join(out)

    def __repr__(self):
        return f"<re.Match object; span={self.span()!r}, match={self.group()!r}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


# === Templates ===

def _fill(out, parts, text, spans):
    for part in parts:
        if isinstance(part, int):
            start = spans[2 * part + 1]
            if start >= 0:
                out.append(text[start:spans[2 * part + 2]])
        else:
            out.append(part)


def _template(pattern, repl):
    # (the whole text, None) if nothing is to be filled in, else (None, its parts).
    if isinstance(repl, str):
        if "\\" not in repl:
            return repl, None
        parts = _parse_template(pattern, repl, repl)
        wrap = str
    else:
        if not isinstance(repl, (bytes, bytearray)):
            raise TypeError(f"decoding to str: need a bytes-like object, {type(repl).__name__} found")
        repl = bytes(repl)
        if b"\\" not in repl:
            return repl, None
        parts = _parse_template(pattern, repl.decode("latin-1"), repl)

        def wrap(part):
            return part.encode("latin-1")
    parts = [part if isinstance(part, int) else wrap(part) for part in parts]
    if not any([isinstance(part, int) for part in parts]):
        return wrap("").join(parts), None
    return None, parts


def _group_name(pattern, source, repl, at):
    # The group that `\g<name>` names, and where it ends; `at` is after `\g`.
    if repl[at:at + 1] != "<":
        raise PatternError("missing <", source, at)
    end = repl.find(">", at + 1)
    name = repl[at + 1:end if end >= 0 else len(repl)]
    if not name:
        raise PatternError("missing group name", source, at + 1)
    if end < 0:
        raise PatternError("missing >, unterminated name", source, at + 1)
    if name.isdecimal() and name.isascii():
        group = int(name)
        if group > pattern.groups:
            raise PatternError(f"invalid group reference {group}", source, at + 1)
    else:
        if not name.isidentifier():
            raise PatternError(f"bad character in group name {name!r}", source, at + 1)
        try:
            group = pattern.groupindex[name]
        except KeyError:
            raise IndexError(f"unknown group name {name!r}") from None
    return group, end + 1


def _parse_template(pattern, repl, source):
    parts = []
    text = []

    def add_group(group, at):
        if group > pattern.groups:
            raise PatternError(f"invalid group reference {group}", source, at)
        if text:
            parts.append("".join(text))
            text.clear()
        parts.append(group)

    i = 0
    n = len(repl)
    while i < n:
        c = repl[i]
        if c != "\\":
            text.append(c)
            i += 1
            continue
        start = i
        if i + 1 == n:
            raise PatternError("bad escape (end of pattern)", source, i)
        c = repl[i + 1]
        i += 2
        if c == "g":
            group, i = _group_name(pattern, source, repl, i)
            add_group(group, start)
        elif c == "0":
            while i < start + 4 and i < n and repl[i] in "01234567":
                i += 1
            text.append(chr(int(repl[start + 1:i], 8) & 0xFF))
        elif c in "123456789":
            if i < n and repl[i] in "0123456789":
                i += 1
                if c in "01234567" and repl[i - 1] in "01234567" and i < n and repl[i] in "01234567":
                    i += 1
                    code = int(repl[start + 1:i], 8)
                    if code > 0o377:
                        raise PatternError(
                            f"octal escape value {repl[start:i]} outside of range 0-0o377", source, start)
                    text.append(chr(code))
                    continue
            add_group(int(repl[start + 1:i]), start + 1)
        elif c in _ESCAPED:
            text.append(_ESCAPED[c])
        elif c.isascii() and c.isalpha():
            raise PatternError(f"bad escape \\{c}", source, start)
        else:
            text.append("\\" + c)
    if text:
        parts.append("".join(text))
    return parts
