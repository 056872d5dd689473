# timeslice: native
"""json: from values to text."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INFINITY = float("inf")


def _quote(s, ensure_ascii):
    plain = True
    for c in s:
        if c < " " or c == '"' or c == "\\" or ensure_ascii and c > "~":
            plain = False
            break
    if plain:
        return '"' + s + '"'
    parts = ['"']
    for c in s:
        if c in _ESCAPES:
            parts.append(_ESCAPES[c])
        elif c < " " or ensure_ascii and c > "~":
            n = ord(c)
            if n < 0x10000:
                parts.append(f"\\u{n:04x}")
            else:
                n -= 0x10000
                parts.append(f"\\u{0xD800 | n >> 10:04x}\\u{0xDC00 | n & 0x3FF:04x}")
        else:
            parts.append(c)
    parts.append('"')
    return "".join(parts)


def encode_basestring(s):
    """A JSON string, as it is."""
    return _quote(s, False)


def encode_basestring_ascii(s):
    """A JSON string of ASCII characters."""
    return _quote(s, True)


class JSONEncoder:
    """Makes JSON text."""
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """For subclasses: something that can be written, for an object that cannot."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """The text."""
        parts = []
        indent = self.indent
        if indent is not None and not isinstance(indent, str):
            indent = " " * indent
        self._write(o, parts.append, indent, "\n", {})
        return "".join(parts)

    def iterencode(self, o, _one_shot=False):
        """The text, in parts."""
        yield self.encode(o)

    def _float(self, x):
        if x != x:
            text = "NaN"
        elif x == _INFINITY:
            text = "Infinity"
        elif x == -_INFINITY:
            text = "-Infinity"
        else:
            return float.__repr__(x)
        if not self.allow_nan:
            raise ValueError(f"Out of range float values are not JSON compliant: {x!r}")
        return text

    def _write(self, o, write, indent, newline, active):
        if isinstance(o, str):
            write(_quote(o, self.ensure_ascii))
        elif o is None:
            write("null")
        elif o is True:
            write("true")
        elif o is False:
            write("false")
        elif isinstance(o, int):
            write(int.__repr__(o))
        elif isinstance(o, float):
            write(self._float(o))
        else:
            if self.check_circular:
                if id(o) in active:
                    raise ValueError("Circular reference detected")
                active[id(o)] = o
            if isinstance(o, (list, tuple)):
                self._write_list(o, write, indent, newline, active)
            elif isinstance(o, dict):
                self._write_dict(o, write, indent, newline, active)
            else:
                self._write(self.default(o), write, indent, newline, active)
            active.pop(id(o), None)

    def _write_list(self, items, write, indent, newline, active):
        if not items:
            write("[]")
            return
        inner = newline
        separator = self.item_separator
        write("[")
        if indent is not None:
            inner = newline + indent
            separator += inner
            write(inner)
        first = True
        for x in items:
            if first:
                first = False
            else:
                write(separator)
            self._write(x, write, indent, inner, active)
        if indent is not None:
            write(newline)
        write("]")

    def _key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return self._float(key)
        if key is True:
            return "true"
        if key is False:
            return "false"
        if key is None:
            return "null"
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(f"keys must be str, int, float, bool or None, not {key.__class__.__name__}")

    def _write_dict(self, mapping, write, indent, newline, active):
        if not mapping:
            write("{}")
            return
        inner = newline
        separator = self.item_separator
        write("{")
        if indent is not None:
            inner = newline + indent
            separator += inner
        first = True
        for key, value in sorted(mapping.items()) if self.sort_keys else mapping.items():
            key = self._key(key)
            if key is None:
                continue
            if first:
                first = False
                if indent is not None:
                    write(inner)
            else:
                write(separator)
            write(_quote(key, self.ensure_ascii))
            write(self.key_separator)
            self._write(value, write, indent, inner, active)
        if indent is not None and not first:
            write(newline)
        write("}")
