"""pprint: containers over several lines, within a width."""
import sys


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True, underscore_numbers=False):
    """The text."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
           underscore_numbers=False):
    """Prints the text."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """As `pprint`, with dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The repr, with marks for recursion."""
    return PrettyPrinter()._repr(object, {}, 0)


def isrecursive(object):
    """Whether it contains itself."""
    return "<Recursion on " in saferepr(object)


def isreadable(object):
    """Whether the text could be read back."""
    text = saferepr(object)
    return "<" not in text


class _SafeKey:
    """Orders what cannot be ordered, by type and address."""

    def __init__(self, obj):
        self.obj = obj

    def __lt__(self, other):
        try:
            return self.obj < other.obj
        except TypeError:
            return (str(type(self.obj)), id(self.obj)) < (str(type(other.obj)), id(other.obj))


def _pair_key(pair):
    return _SafeKey(pair[0])


class PrettyPrinter:
    """Prints with settings."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False, sort_dicts=True,
                 underscore_numbers=False):
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort = sort_dicts
        self._underscores = underscore_numbers

    def pprint(self, object):
        """Prints."""
        stream = sys.stdout if self._stream is None else self._stream
        stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        """The text."""
        out = []
        self._format(object, out.append, 0, 0, {}, 0)
        return "".join(out)

    # === In one line ===

    def _items(self, mapping):
        return sorted(mapping.items(), key=_pair_key) if self._sort else mapping.items()

    def _repr(self, obj, active, level):
        cls = type(obj)
        if cls is int and self._underscores:
            return f"{obj:_d}"
        method = cls.__repr__
        if method is dict.__repr__ and isinstance(obj, dict):
            kind = "{}"
        elif method is list.__repr__ and isinstance(obj, list):
            kind = "[]"
        elif method is tuple.__repr__ and isinstance(obj, tuple):
            kind = "()"
        else:
            return repr(obj)
        if not obj:
            return kind
        if self._depth and level >= self._depth:
            return "{...}" if kind == "{}" else f"{kind[0]}...{kind[1]}"
        if id(obj) in active:
            return f"<Recursion on {cls.__name__} with id={id(obj)}>"
        active[id(obj)] = 1
        if kind == "{}":
            parts = [f"{self._repr(k, active, level + 1)}: {self._repr(v, active, level + 1)}"
                     for k, v in self._items(obj)]
        else:
            parts = [self._repr(x, active, level + 1) for x in obj]
        del active[id(obj)]
        inner = ", ".join(parts)
        return f"({inner},)" if kind == "()" and len(parts) == 1 else kind[0] + inner + kind[1]

    # === Over several lines ===

    def _format(self, obj, write, indent, allowance, active, level):
        if id(obj) in active:
            write(f"<Recursion on {type(obj).__name__} with id={id(obj)}>")
            return
        text = self._repr(obj, active, level)
        if len(text) <= self._width - indent - allowance:
            write(text)
            return
        method = type(obj).__repr__
        active[id(obj)] = 1
        level += 1
        if self._depth and level > self._depth:
            write(text)
        elif isinstance(obj, dict) and method is dict.__repr__:
            self._dict(obj, write, indent, allowance, active, level)
        elif isinstance(obj, list) and method is list.__repr__:
            self._sequence(obj, write, "[", "]", indent, allowance, active, level)
        elif isinstance(obj, tuple) and method is tuple.__repr__:
            self._sequence(obj, write, "(", ",)" if len(obj) == 1 else ")", indent, allowance, active, level)
        elif isinstance(obj, (set, frozenset)) and method in (set.__repr__, frozenset.__repr__):
            name = type(obj).__name__
            left, right = ("{", "}") if type(obj) is set else (f"{name}({{", "})")
            extra = 0 if type(obj) is set else len(name) + 1
            items = sorted(obj, key=_SafeKey)
            write(left)
            self._lines(items, write, indent + extra, allowance + len(right) - 1, active, level)
            write(right)
        elif isinstance(obj, str) and method is str.__repr__:
            self._text(obj, write, indent, allowance, level)
        elif hasattr(obj, "__dataclass_fields__") and not isinstance(obj, type) and hasattr(
                method, "__qualname__") and method.__qualname__ == f"{type(obj).__qualname__}.__repr__":
            self._dataclass(obj, write, indent, allowance, active, level)
        else:
            self._other(obj, text, write, indent, allowance, active, level)
        del active[id(obj)]

    def _other(self, obj, text, write, indent, allowance, active, level):
        cls = type(obj)
        name = cls.__name__
        if name in ("OrderedDict", "Counter", "defaultdict") and isinstance(obj, dict) and obj:
            if name == "OrderedDict":
                write(f"{name}(")
                pairs = list(obj.items())
                self._sequence(pairs, write, "[", "]", indent + len(name) + 1, allowance + 1, active, level)
                write(")")
                return
            head = f"{name}(" if name == "Counter" else f"{name}({obj.default_factory!r},\n" + " " * (
                indent + len(name) + 1)
            write(head)
            saved, self._sort = self._sort, name != "Counter" and self._sort
            mapping = dict(obj.most_common()) if name == "Counter" else obj
            self._dict(mapping, write, indent + len(name) + 1, allowance + 1, active, level)
            self._sort = saved
            write(")")
        elif name == "deque" and obj:
            write(f"{name}(")
            self._sequence(list(obj), write, "[", "]", indent + len(name) + 1, allowance + 1, active, level)
            write(")")
        else:
            write(text)

    def _dict(self, obj, write, indent, allowance, active, level):
        write("{" + " " * (self._indent - 1))
        inner = indent + self._indent
        items = list(self._items(obj))
        for i, (key, value) in enumerate(items):
            last = i == len(items) - 1
            text = self._repr(key, active, level)
            write(text + ": ")
            self._format(value, write, inner + len(text) + 2, allowance + 1 if last else 1, active, level)
            if not last:
                write(",\n" + " " * inner)
        write("}")

    def _sequence(self, obj, write, left, right, indent, allowance, active, level):
        write(left)
        self._lines(obj, write, indent, allowance + len(right), active, level)
        write(right)

    def _lines(self, items, write, indent, allowance, active, level):
        indent += self._indent
        if self._indent > 1:
            write(" " * (self._indent - 1))
        between = ",\n" + " " * indent
        separator = ""
        width = room = self._width - indent + 1
        n = len(items)
        for i, x in enumerate(items):
            last = i == n - 1
            if last:
                room -= allowance
                width -= allowance
            if self._compact:
                text = self._repr(x, active, level)
                needed = len(text) + 2
                if room < needed:
                    room = width
                    if separator:
                        separator = between
                if room >= needed:
                    room -= needed
                    write(separator + text)
                    separator = ", "
                    continue
            write(separator)
            separator = between
            self._format(x, write, indent, allowance if last else 1, active, level)

    def _dataclass(self, obj, write, indent, allowance, active, level):
        name = type(obj).__name__
        inner = indent + len(name) + 1
        shown = [f.name for f in obj.__dataclass_fields__.values() if f.repr and f._kind == "field"]
        write(name + "(")
        for i, field in enumerate(shown):
            last = i == len(shown) - 1
            write(field + "=")
            self._format(getattr(obj, field), write, inner + len(field) + 1, allowance if last else 1, active, level)
            if not last:
                write(",\n" + " " * inner)
        write(")")

    def _text(self, s, write, indent, allowance, level):
        """A long text as several literals, broken at spaces."""
        chunks = []
        lines = s.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        room = most = self._width - indent
        text = ""
        for i, line in enumerate(lines):
            text = repr(line)
            if i == len(lines) - 1:
                most -= allowance
            if len(text) <= most:
                chunks.append(text)
                continue
            words = []
            k = 0
            while k < len(line):
                j = k
                while j < len(line) and not line[j].isspace():
                    j += 1
                while j < len(line) and line[j].isspace():
                    j += 1
                words.append(line[k:j])
                k = j
            current = ""
            room = self._width - indent
            for j, word in enumerate(words):
                candidate = current + word
                if j == len(words) - 1 and i == len(lines) - 1:
                    room -= allowance
                if len(repr(candidate)) > room:
                    if current:
                        chunks.append(repr(current))
                    current = word
                else:
                    current = candidate
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            write(text)
            return
        if level == 1:
            write("(")
        write(("\n" + " " * indent).join(chunks))
        if level == 1:
            write(")")
