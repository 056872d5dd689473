"""`configparser`: files of sections with names and values."""

import re
from collections.abc import MutableMapping

__all__ = [
    "NoSectionError", "DuplicateOptionError", "DuplicateSectionError", "NoOptionError", "InterpolationError",
    "InterpolationDepthError", "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError",
    "MissingSectionHeaderError", "ConfigParser", "RawConfigParser", "Interpolation", "BasicInterpolation",
    "ExtendedInterpolation", "SectionProxy", "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH",
]  # fmt: skip

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10
_MISSING = object()


class Error(Exception):
    """What is wrong."""

    def __init__(self, msg=""):
        self.message = msg
        Exception.__init__(self, msg)

    def __repr__(self):
        return self.message

    __str__ = __repr__


class NoSectionError(Error):
    """There is no such section."""

    def __init__(self, section):
        Error.__init__(self, f"No section: {section!r}")
        self.section = section
        self.args = (section,)


class DuplicateSectionError(Error):
    """A section is there twice."""

    def __init__(self, section, source=None, lineno=None):
        text = f"{section!r} already exists"
        if source is not None:
            line = f" [line {lineno:2d}]" if lineno is not None else ""
            text = f"While reading from {source!r}{line}: section {text}"
        else:
            text = f"Section {text}"
        Error.__init__(self, text)
        self.section, self.source, self.lineno = section, source, lineno
        self.args = (section, source, lineno)


class DuplicateOptionError(Error):
    """An option is there twice."""

    def __init__(self, section, option, source=None, lineno=None):
        text = f"option {option!r} in section {section!r} already exists"
        if source is not None:
            line = f" [line {lineno:2d}]" if lineno is not None else ""
            text = f"While reading from {source!r}{line}: {text}"
        else:
            text = "Option" + text[6:]
        Error.__init__(self, text)
        self.section, self.option, self.source, self.lineno = section, option, source, lineno
        self.args = (section, option, source, lineno)


class NoOptionError(Error):
    """There is no such option."""

    def __init__(self, option, section):
        Error.__init__(self, f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section
        self.args = (option, section)


class InterpolationError(Error):
    """A value that refers to others cannot be made."""

    def __init__(self, option, section, msg):
        Error.__init__(self, msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationMissingOptionError(InterpolationError):
    """It refers to what there is not."""

    def __init__(self, option, section, rawval, reference):
        super().__init__(option, section, f"Bad value substitution: option {option!r} in section {section!r} contains "
                         f"an interpolation key {reference!r} which is not a valid option name. Raw value: {rawval!r}")
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationSyntaxError(InterpolationError):
    """It is not written as it should be."""


class InterpolationDepthError(InterpolationError):
    """It refers to itself."""

    def __init__(self, option, section, rawval):
        super().__init__(option, section, "Recursion limit exceeded in value substitution: option "
                         f"{option!r} in section {section!r} contains an interpolation key which cannot be "
                         f"substituted in {MAX_INTERPOLATION_DEPTH} steps. Raw value: {rawval!r}")
        self.args = (option, section, rawval)


class ParsingError(Error):
    """A file with lines that mean nothing."""

    def __init__(self, source, *args):
        super().__init__(f"Source contains parsing errors: {source!r}")
        self.source = source
        self.errors = []
        self.args = (source,)

    def append(self, lineno, line):
        """One more line."""
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line!r}"


class MissingSectionHeaderError(ParsingError):
    """Values before the first section."""

    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}")
        self.source, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class Interpolation:
    """Values as they stand."""

    def before_get(self, parser, section, option, value, defaults):
        """The value that a program gets."""
        return value

    def before_set(self, parser, section, option, value):
        """The value that is kept."""
        return value


class _References(Interpolation):
    """Values that refer to others: `_SIGN` and `_OPENING` begin a reference, `_SIGN` twice stands for itself."""

    def before_get(self, parser, section, option, value, defaults):
        return self._expand(parser, option, section, value, value, defaults, 1)

    def _expand(self, parser, option, section, rest, raw, values, depth):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        sign, opening = self._SIGN, self._OPENING
        out = ""
        while rest:
            at = rest.find(sign)
            if at < 0:
                return out + rest
            out, rest = out + rest[:at], rest[at:]
            if rest[1:2] == sign:
                out, rest = out + sign, rest[2:]
                continue
            if rest[1:2] != opening:
                raise InterpolationSyntaxError(
                    option, section, f"'{sign}' must be followed by '{sign}' or '{opening}', found: {rest!r}"
                )
            found = self._reference.match(rest)
            if found is None:
                raise InterpolationSyntaxError(option, section, f"bad interpolation variable reference {rest!r}")
            rest = rest[found.end():]
            where, value, scope = self._look_up(parser, option, section, raw, found.group(1), rest, values)
            out += self._expand(parser, option, where, value, raw, scope, depth + 1) if sign in value else value
        return out


class BasicInterpolation(_References):
    """`%(name)s` stands for another value."""

    _SIGN, _OPENING = "%", "("
    _reference = re.compile(r"%\(([^)]+)\)s")

    def _look_up(self, parser, option, section, raw, reference, rest, values):
        name = parser.optionxform(reference)
        try:
            return section, values[name], values
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None

    def before_set(self, parser, section, option, value):
        rest = self._reference.sub("", value.replace("%%", ""))
        if "%" in rest:
            raise ValueError(f"invalid interpolation syntax in {value!r} at position {rest.find('%')}")
        return value


class ExtendedInterpolation(_References):
    """`${name}` and `${section:name}` stand for other values."""

    _SIGN, _OPENING = "$", "{"
    _reference = re.compile(r"\$\{([^}]+)\}")

    def _look_up(self, parser, option, section, raw, reference, rest, values):
        path = reference.split(":")
        if len(path) > 2:
            raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest!r}")
        try:
            if len(path) == 1:
                return section, values[parser.optionxform(path[0])], values
            where = path[0]
            value = parser.get(where, parser.optionxform(path[1]), raw=True)
            return where, value, dict(parser.items(where, raw=True))
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, reference) from None


class RawConfigParser(MutableMapping):
    """The sections of a file."""

    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False,
                      "off": False}  # fmt: skip
    _DEFAULT_INTERPOLATION = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"),
                 comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True, empty_lines_in_values=True,
                 default_section=DEFAULTSECT, interpolation=_MISSING, converters=None, allow_unnamed_section=False):
        self._sections = {}
        self._defaults = {}
        self._converters = {"int": int, "float": float, "boolean": self._convert_to_boolean, **(converters or {})}
        self._allow_no_value = allow_no_value
        self._delimiters = tuple(delimiters)
        self._comments = tuple(comment_prefixes or ())
        self._inline_comments = tuple(inline_comment_prefixes or ())
        self._strict = strict
        self._empty_lines_in_values = empty_lines_in_values
        self.default_section = default_section
        self._interpolation = self._DEFAULT_INTERPOLATION if interpolation is _MISSING else interpolation or Interpolation()
        self._proxies = {default_section: SectionProxy(self, default_section)}
        for name in self._converters:
            if not hasattr(self, "get" + name):
                setattr(self, "get" + name, _Getter(self, name))
        if defaults:
            self.read_dict({default_section: defaults})

    # === Sections and options ===

    def defaults(self):
        """What all sections have."""
        return self._defaults

    def sections(self):
        """The names of the sections."""
        return list(self._sections)

    def add_section(self, section):
        """A new one."""
        if section == self.default_section:
            raise ValueError(f"Invalid section name: {section!r}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}
        self._proxies[section] = SectionProxy(self, section)

    def has_section(self, section):
        """Whether there is one."""
        return section in self._sections

    def options(self, section):
        """The names in a section, with the defaults."""
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def has_option(self, section, option):
        """Whether there is one."""
        if not section or section == self.default_section:
            return self.optionxform(option) in self._defaults
        name = self.optionxform(option)
        return section in self._sections and (name in self._sections[section] or name in self._defaults)

    def optionxform(self, optionstr):
        """The form of names."""
        return optionstr.lower()

    def _values(self, section, vars=None):
        if section != self.default_section and section not in self._sections:
            raise NoSectionError(section)
        own = self._sections.get(section, {})
        given = {self.optionxform(k): None if v is None else str(v) for k, v in (vars or {}).items()}
        return {**self._defaults, **own, **given}

    def get(self, section, option, *, raw=False, vars=None, fallback=_MISSING):
        """A value, as text."""
        try:
            values = self._values(section, vars)
        except NoSectionError:
            if fallback is _MISSING:
                raise
            return fallback
        option = self.optionxform(option)
        if option not in values:
            if fallback is _MISSING:
                raise NoOptionError(option, section)
            return fallback
        value = values[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get_as(self, section, name, option, raw=False, vars=None, fallback=_MISSING):
        try:
            value = self.get(section, option, raw=raw, vars=vars)
        except (NoSectionError, NoOptionError):
            if fallback is _MISSING:
                raise
            return fallback
        return self._converters[name](value)

    def getint(self, section, option, *, raw=False, vars=None, fallback=_MISSING):
        """A value, as an int."""
        return self._get_as(section, "int", option, raw, vars, fallback)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_MISSING):
        """A value, as a float."""
        return self._get_as(section, "float", option, raw, vars, fallback)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_MISSING):
        """A value, as a bool."""
        return self._get_as(section, "boolean", option, raw, vars, fallback)

    def _convert_to_boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_MISSING, raw=False, vars=None):
        """(name, value) of a section; without one, (name, section)."""
        if section is _MISSING:
            return super().items()
        values = self._values(section, vars)
        if raw:
            return list(values.items())
        before_get = self._interpolation.before_get
        return [(name, before_get(self, section, name, value, values)) for name, value in values.items()]

    def popitem(self):
        for name in self._sections:
            proxy = self[name]
            del self[name]
            return name, proxy
        raise KeyError

    def set(self, section, option, value=None):
        """Sets a value."""
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        if not section or section == self.default_section:
            self._defaults[self.optionxform(option)] = value
        elif section in self._sections:
            self._sections[section][self.optionxform(option)] = value
        else:
            raise NoSectionError(section) from None

    def remove_option(self, section, option):
        """Whether there was one."""
        if section and section != self.default_section and section not in self._sections:
            raise NoSectionError(section) from None
        own = self._sections.get(section, self._defaults)
        return own.pop(self.optionxform(option), _MISSING) is not _MISSING

    def remove_section(self, section):
        """Whether there was one."""
        self._proxies.pop(section, None) if section in self._sections else None
        return self._sections.pop(section, None) is not None

    def __getitem__(self, key):
        if key != self.default_section and key not in self._sections:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError("Cannot remove the default section.")
        if not self.remove_section(key):
            raise KeyError(key)

    def __contains__(self, key):
        return key == self.default_section or key in self._sections

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        yield self.default_section
        yield from self._sections

    # === Reading and writing ===

    def read(self, filenames, encoding=None):
        """Reads files, those that there are; their names."""
        done = []
        for name in [filenames] if isinstance(filenames, str) or hasattr(filenames, "__fspath__") else filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, str(name))
            except OSError:
                continue
            done.append(name)
        return done

    def read_file(self, f, source=None):
        """Reads lines."""
        self._read(f, getattr(f, "name", "<???>") if source is None else source)

    def read_string(self, string, source="<string>"):
        """Reads text."""
        self._read(string.splitlines(keepends=True), source)

    def read_dict(self, dictionary, source="<dict>"):
        """Takes sections over from a dict."""
        added = set()
        for section, values in dictionary.items():
            section = str(section)
            if section != self.default_section:
                if section not in self._sections:
                    self.add_section(section)
                elif self._strict and section in added:
                    raise DuplicateSectionError(section)
            added.add(section)
            for name, value in values.items():
                name = self.optionxform(str(name))
                value = None if value is None else str(value)
                if self._strict and (section, name) in added:
                    raise DuplicateOptionError(section, name, source)
                added.add((section, name))
                self.set(section, name, value)

    def _without_comment(self, line):
        at = len(line)
        for prefix in self._inline_comments:
            i = line.find(prefix)
            while i > 0 and not line[i - 1].isspace():
                i = line.find(prefix, i + 1)
            if i >= 0:
                at = min(at, i)
        return "" if line.strip().startswith(self._comments) and self._comments else line[:at]

    def _read(self, lines, source):
        values = section = option = error = None
        seen, indent = set(), 0
        for number, line in enumerate(lines, start=1):
            text = self._without_comment(line)
            value = text.strip()
            if not value:
                if self._empty_lines_in_values and text == line and option and values is not None \
                        and values[option] is not None:
                    values[option].append("")
                elif not self._empty_lines_in_values:
                    indent = 10**9
                continue
            depth = len(line) - len(line.lstrip())
            if values is not None and option and depth > indent:
                if values[option] is not None:
                    values[option].append(value)
                continue
            indent = depth
            if value.startswith("[") and "]" in value:
                section = value[1:value.rindex("]")]
                option = None
                if section == self.default_section:
                    values = self._defaults
                elif section in self._sections:
                    if self._strict and section in seen:
                        raise DuplicateSectionError(section, source, number)
                    values = self._sections[section]
                else:
                    self.add_section(section)
                    values = self._sections[section]
                seen.add(section)
                continue
            if values is None:
                raise MissingSectionHeaderError(source, number, line)
            places = [value.find(d) for d in self._delimiters if d in value]
            if not places and not self._allow_no_value or places and min(places) == 0:
                error = error or ParsingError(source)
                error.append(number, line)
                continue
            at = min(places, default=len(value))
            option = self.optionxform(value[:at].rstrip())
            if self._strict and (section, option) in seen:
                raise DuplicateOptionError(section, option, source, number)
            seen.add((section, option))
            values[option] = [value[at + 1:].strip()] if places else None
        for values in (self._defaults, *self._sections.values()):
            for name, value in values.items():
                if isinstance(value, list):
                    values[name] = "\n".join(value).rstrip()
        if error:
            raise error

    def write(self, fp, space_around_delimiters=True):
        """Writes all of it to a file."""
        equals = f" {self._delimiters[0]} " if space_around_delimiters else self._delimiters[0]
        sections = [(self.default_section, self._defaults)] if self._defaults else []
        for name, values in [*sections, *self._sections.items()]:
            fp.write(f"[{name}]\n")
            for option, value in values.items():
                has_value = value is not None or not self._allow_no_value
                text = equals + str(value).replace("\n", "\n\t") if has_value else ""
                fp.write(f"{option}{text}\n")
            fp.write("\n")


class ConfigParser(RawConfigParser):
    """The sections of a file, whose values may refer to each other."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        if not isinstance(option, str):
            raise TypeError("option keys must be strings")
        if not isinstance(value, str) and not (value is None and self._allow_no_value):
            raise TypeError("option values must be strings")
        super().set(section, option, value)

    def add_section(self, section):
        if not isinstance(section, str):
            raise TypeError("section names must be strings")
        super().add_section(section)


class _Getter:
    """`getNAME` of a converter."""

    def __init__(self, owner, name):
        self._owner, self._name = owner, name

    def __call__(self, *args, **kwargs):
        if isinstance(self._owner, SectionProxy):
            return self._owner._get_as(self._name, *args, **kwargs)
        section, option, *rest = args
        return self._owner._get_as(section, self._name, option, *rest, **kwargs)


class SectionProxy(MutableMapping):
    """A section."""

    def __init__(self, parser, name):
        self._parser = parser
        self._name = name

    def __repr__(self):
        return f"<Section: {self._name}>"

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        if not isinstance(value, str) and not (value is None and self._parser._allow_no_value):
            raise TypeError("option values must be strings")
        self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key) and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def _options(self):
        if self._name != self._parser.default_section:
            return self._parser.options(self._name)
        return list(self._parser.defaults())

    @property
    def parser(self):
        """The whole."""
        return self._parser

    @property
    def name(self):
        """Its name."""
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None):
        """A value, as text."""
        return self._parser.get(self._name, option, raw=raw, vars=vars, fallback=fallback)

    def _get_as(self, name, option, fallback=None, *, raw=False, vars=None):
        return self._parser._get_as(self._name, name, option, raw, vars, fallback)

    def __getattr__(self, name):
        if name.startswith("get") and name[3:] in self.__dict__["_parser"]._converters:
            return _Getter(self, name[3:])
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
