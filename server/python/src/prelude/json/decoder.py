# timeslice: native
"""json: from text to values."""

_WHITESPACE = " \t\n\r"
_DIGITS = "0123456789"
_UNESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CONSTANTS = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}


class JSONDecodeError(ValueError):
    """A text that is not JSON, with the place."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        ValueError.__init__(self, f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


JSONDecodeError.__module__ = "json.decoder"


def _skip(s, i):
    while i < len(s) and s[i] in _WHITESPACE:
        i += 1
    return i


class JSONDecoder:
    """Reads JSON text."""

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.object_pairs_hook = object_pairs_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict

    def decode(self, s):
        """The object of the whole text."""
        obj, end = self.raw_decode(s, _skip(s, 0))
        end = _skip(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The object at a place, and where it ends."""
        return self._value(s, idx)

    def _value(self, s, i):
        c = s[i:i + 1]
        if c == '"':
            return self._string(s, i + 1)
        if c == "{":
            return self._object(s, i + 1)
        if c == "[":
            return self._array(s, i + 1)
        if c == "n" and s.startswith("null", i):
            return None, i + 4
        if c == "t" and s.startswith("true", i):
            return True, i + 4
        if c == "f" and s.startswith("false", i):
            return False, i + 5
        if c and c in "-0123456789":
            number = self._number(s, i)
            if number is not None:
                return number
        for name in _CONSTANTS:
            if s.startswith(name, i):
                return self.parse_constant(name), i + len(name)
        raise JSONDecodeError("Expecting value", s, i)

    def _number(self, s, i):
        n = len(s)
        j = i + 1 if s[i] == "-" else i
        if j >= n or s[j] not in _DIGITS:
            return None
        if s[j] == "0":
            j += 1
        else:
            while j < n and s[j] in _DIGITS:
                j += 1
        is_float = False
        if j + 1 < n and s[j] == "." and s[j + 1] in _DIGITS:
            is_float = True
            j += 2
            while j < n and s[j] in _DIGITS:
                j += 1
        if j + 1 < n and s[j] in "eE":
            k = j + 2 if s[j + 1] in "+-" else j + 1
            if k < n and s[k] in _DIGITS:
                is_float = True
                j = k + 1
                while j < n and s[j] in _DIGITS:
                    j += 1
        return (self.parse_float if is_float else self.parse_int)(s[i:j]), j

    def _string(self, s, i):
        begin = i - 1
        parts = []
        start = i
        n = len(s)
        while True:
            if i >= n:
                raise JSONDecodeError("Unterminated string starting at", s, begin)
            c = s[i]
            if c == '"':
                parts.append(s[start:i])
                return "".join(parts), i + 1
            if c == "\\":
                parts.append(s[start:i])
                i += 1
                if i >= n:
                    raise JSONDecodeError("Unterminated string starting at", s, begin)
                c = s[i]
                if c == "u":
                    code = self._hex(s, i)
                    i += 5
                    if 0xD800 <= code < 0xDC00 and s.startswith("\\u", i):
                        low = self._hex(s, i + 1)
                        if 0xDC00 <= low < 0xE000:
                            code = 0x10000 + (code - 0xD800 << 10 | low - 0xDC00)
                            i += 6
                    parts.append(chr(code))
                elif c in _UNESCAPES:
                    parts.append(_UNESCAPES[c])
                    i += 1
                else:
                    raise JSONDecodeError("Invalid \\escape", s, i - 1)
                start = i
            elif c < " " and self.strict:
                raise JSONDecodeError("Invalid control character at", s, i)
            else:
                i += 1

    def _hex(self, s, i):
        digits = s[i + 1:i + 5]
        if len(digits) == 4:
            try:
                if digits.isalnum():
                    return int(digits, 16)
            except ValueError:
                pass
        raise JSONDecodeError("Invalid \\uXXXX escape", s, i)

    def _array(self, s, i):
        result = []
        i = _skip(s, i)
        if s.startswith("]", i):
            return result, i + 1
        while True:
            value, i = self._value(s, i)
            result.append(value)
            i = _skip(s, i)
            if s.startswith("]", i):
                return result, i + 1
            if not s.startswith(",", i):
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            comma = i
            i = _skip(s, i + 1)
            if s.startswith("]", i) and _names_trailing_comma():
                raise JSONDecodeError("Illegal trailing comma before end of array", s, comma)

    def _object(self, s, i):
        pairs = []
        i = _skip(s, i)
        if s.startswith("}", i):
            return self._made(pairs), i + 1
        while True:
            if not s.startswith('"', i):
                raise JSONDecodeError("Expecting property name enclosed in double quotes", s, i)
            key, i = self._string(s, i + 1)
            i = _skip(s, i)
            if not s.startswith(":", i):
                raise JSONDecodeError("Expecting ':' delimiter", s, i)
            value, i = self._value(s, _skip(s, i + 1))
            pairs.append((key, value))
            i = _skip(s, i)
            if s.startswith("}", i):
                return self._made(pairs), i + 1
            if not s.startswith(",", i):
                raise JSONDecodeError("Expecting ',' delimiter", s, i)
            comma = i
            i = _skip(s, i + 1)
            if s.startswith("}", i) and _names_trailing_comma():
                raise JSONDecodeError("Illegal trailing comma before end of object", s, comma)

    def _made(self, pairs):
        if self.object_pairs_hook is not None:
            return self.object_pairs_hook(pairs)
        obj = dict(pairs)
        return obj if self.object_hook is None else self.object_hook(obj)


def _names_trailing_comma():
    import sys
    return sys.version_info >= (3, 13)
