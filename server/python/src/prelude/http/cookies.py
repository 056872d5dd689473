"""http.cookies: cookies as servers write them and as clients send them."""
import re

__all__ = ["CookieError", "BaseCookie", "SimpleCookie", "Morsel"]

_LEGAL = re.compile(r"[\w\d!#$%&'*+\-.^_`|~:]+")
_PART = re.compile(r"""\s*([^=;,\s]+)\s*(?:=\s*("(?:[^\\"]|\\.)*"|[^;]*?))?\s*(?:;|$)""")


class CookieError(Exception):
    """A cookie that cannot be."""


def _quoted(text):
    if _LEGAL.fullmatch(text) or not text:
        return text or '""'
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(text):
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        return text
    return re.sub(r"\\(.)", r"\1", text[1:-1])


class Morsel(dict):
    """A cookie: key, value and attributes."""

    _reserved = {"expires": "expires", "path": "Path", "comment": "Comment", "domain": "Domain", "max-age": "Max-Age",
                 "secure": "Secure", "httponly": "HttpOnly", "version": "Version", "samesite": "SameSite"}
    _flags = {"secure", "httponly"}

    def __init__(self):
        self._key = self._value = self._coded_value = None
        for name in self._reserved:
            dict.__setitem__(self, name, "")

    key = property(lambda self: self._key)
    value = property(lambda self: self._value)
    coded_value = property(lambda self: self._coded_value)

    def __setitem__(self, name, value):
        name = name.lower()
        if name not in self._reserved:
            raise CookieError(f"Invalid attribute {name!r}")
        dict.__setitem__(self, name, value)

    def isReservedKey(self, name):
        """Whether this is an attribute's name."""
        return name.lower() in self._reserved

    def set(self, key, val, coded_val):
        """Sets key and value."""
        if key.lower() in self._reserved:
            raise CookieError(f"Attempt to set a reserved key {key!r}")
        if not _LEGAL.fullmatch(key):
            raise CookieError(f"Illegal key {key!r}")
        self._key, self._value, self._coded_value = key, val, coded_val

    def OutputString(self, attrs=None):
        """As it stands in a header."""
        parts = [f"{self.key}={self.coded_value}"]
        for name, value in sorted(self.items()):
            if value == "" or attrs is not None and name not in attrs:
                continue
            if name in self._flags:
                if value:
                    parts.append(self._reserved[name])
            elif name == "max-age" and isinstance(value, int):
                parts.append(f"{self._reserved[name]}={value}")
            else:
                parts.append(f"{self._reserved[name]}={value}")
        return "; ".join(parts)

    def output(self, attrs=None, header="Set-Cookie:"):
        """The header."""
        return f"{header} {self.OutputString(attrs)}"

    __str__ = output

    def __eq__(self, other):
        if not isinstance(other, Morsel):
            return NotImplemented
        return dict.__eq__(self, other) and (self._key, self._value) == (other._key, other._value)

    __hash__ = None

    def __repr__(self):
        return f"<{type(self).__name__}: {self.OutputString()}>"


class BaseCookie(dict):
    """Cookies by name."""

    def __init__(self, input=None):
        if input:
            self.load(input)

    def value_decode(self, val):
        """Value and text of what came in a header."""
        return val, val

    def value_encode(self, val):
        """Value and text of what a program sets."""
        text = str(val)
        return text, text

    def __setitem__(self, key, value):
        if isinstance(value, Morsel):
            dict.__setitem__(self, key, value)
        else:
            self._set(key, *self.value_encode(value))

    def _set(self, key, value, coded):
        morsel = self.get(key, None) or Morsel()
        morsel.set(key, value, coded)
        dict.__setitem__(self, key, morsel)

    def output(self, attrs=None, header="Set-Cookie:", sep="\r\n"):
        """The headers."""
        return sep.join([morsel.output(attrs, header) for _, morsel in sorted(self.items())])

    __str__ = output

    def __repr__(self):
        parts = [f"{key}={morsel.value!r}" for key, morsel in sorted(self.items())]
        return f"<{type(self).__name__}: {' '.join(parts)}>"

    def load(self, rawdata):
        """Reads a header, or a dictionary."""
        if not isinstance(rawdata, str):
            for key, value in rawdata.items():
                self[key] = value
            return
        morsel, at = None, 0
        while at < len(rawdata):
            found = _PART.match(rawdata, at)
            if not found:
                return
            at = found.end()
            key, text = found.group(1), found.group(2)
            if key[0] == "$":
                continue
            if key.lower() in Morsel._reserved and morsel is not None:
                morsel[key] = True if text is None else _unquoted(text)
            elif text is not None:
                self._set(key, *self.value_decode(text))
                morsel = self[key]
            else:
                return


class SimpleCookie(BaseCookie):
    """Cookies whose values are texts."""

    def value_decode(self, val):
        return _unquoted(val), val

    def value_encode(self, val):
        text = str(val)
        return text, _quoted(text)
