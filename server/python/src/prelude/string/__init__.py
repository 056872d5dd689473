"""string: constants, capwords, Template and Formatter."""

ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdefABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
whitespace = " \t\n\r\v\f"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalises every word."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


class Template:
    """`$name` substitution."""
    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """Tuples: (literal text, name or None, the placeholder as written, its position if it is invalid)."""
        text = self.template
        d = self.delimiter
        i = start = 0
        while True:
            at = text.find(d, i)
            if at < 0:
                yield text[start:], None, "", None
                return
            j = at + len(d)
            if text.startswith(d, j):
                yield text[start:at] + d, None, "", None
                i = start = j + len(d)
                continue
            braced = text.startswith("{", j)
            k = j + 1 if braced else j
            end = k
            while end < len(text) and text[end] < "\x80" and (
                    text[end] == "_" or text[end].isalpha() or end > k and text[end].isdigit()):
                end += 1
            name = text[k:end]
            if not name or braced and not text.startswith("}", end):
                yield text[start:at], None, d, at
                i = start = j
                continue
            if braced:
                end += 1
            yield text[start:at], name, text[at:end], None
            i = start = end

    def _invalid(self, position):
        position += 1
        lines = self.template[:position].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column = position - len("".join(lines[:-1]))
            line = len(lines)
        return ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def substitute(self, mapping={}, /, **kws):
        """Replaces the placeholders; KeyError for a missing name."""
        result = []
        for literal, name, written, invalid in self._parts():
            result.append(literal)
            if invalid is not None:
                raise self._invalid(invalid)
            if name is not None:
                result.append(str(kws[name] if name in kws else mapping[name]))
        return "".join(result)

    def safe_substitute(self, mapping={}, /, **kws):
        """Replaces what it can."""
        result = []
        for literal, name, written, invalid in self._parts():
            result.append(literal)
            if invalid is not None:
                result.append(written)
            elif name is not None:
                if name in kws:
                    result.append(str(kws[name]))
                else:
                    try:
                        result.append(str(mapping[name]))
                    except KeyError:
                        result.append(written)
        return "".join(result)

    def is_valid(self):
        """Whether all placeholders are well written."""
        return all(invalid is None for _, _, _, invalid in self._parts())

    def get_identifiers(self):
        """The names, each once."""
        return list(dict.fromkeys([name for _, name, _, _ in self._parts() if name is not None]))


class Formatter:
    """`str.format`, to derive from."""

    def format(self, format_string, /, *args, **kwargs):
        """Formats."""
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        """As `format`, with the arguments in a tuple and a dict."""
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2, 0)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args, depth, auto):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if field is None:
                continue
            if field == "" or field[0] in ".[":
                if auto is None:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                field = str(auto) + field
                auto += 1
            elif field.isdigit():
                if auto:
                    raise ValueError("cannot switch from manual field specification to automatic field numbering")
                auto = None
            obj, used = self.get_field(field, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used_args, depth - 1, auto)
            result.append(self.format_field(obj, spec))
        return "".join(result), auto

    def parse(self, format_string):
        """(literal, field name, spec, conversion) tuples."""
        i = 0
        literal = ""
        n = len(format_string)
        while i < n:
            c = format_string[i]
            if c in "{}" and format_string[i + 1:i + 2] == c:
                yield literal + c, None, None, None
                literal = ""
                i += 2
            elif c == "}":
                raise ValueError("Single '}' encountered in format string")
            elif c == "{":
                depth = 1
                j = i + 1
                while j < n and depth:
                    depth += {"{": 1, "}": -1}.get(format_string[j], 0)
                    j += 1
                if depth:
                    raise ValueError("expected '}' before end of string" if j > i + 1
                                     else "Single '{' encountered in format string")
                field = format_string[i + 1:j - 1]
                head, colon, spec = field.partition(":")
                name, bang, conversion = head.partition("!")
                yield literal, name, spec, conversion if bang else None
                literal = ""
                i = j
            else:
                literal += c
                i += 1
        if literal:
            yield literal, None, None, None

    def get_field(self, field_name, args, kwargs):
        """The object that a field name means, and its first part."""
        i = 0
        while i < len(field_name) and field_name[i] not in ".[":
            i += 1
        first, rest = field_name[:i], field_name[i:]
        first = int(first) if first.isdigit() else first
        obj = self.get_value(first, args, kwargs)
        while rest:
            if rest[0] == ".":
                j = 1
                while j < len(rest) and rest[j] not in ".[":
                    j += 1
                obj = getattr(obj, rest[1:j])
            else:
                j = rest.index("]") + 1
                key = rest[1:j - 1]
                obj = obj[int(key) if key.isdigit() else key]
            rest = rest[j:]
        return obj, first

    def get_value(self, key, args, kwargs):
        """An argument by position or name."""
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        """For subclasses."""

    def format_field(self, value, format_spec):
        """`format(value, format_spec)`."""
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        """Applies `!r`, `!s`, `!a`."""
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")
