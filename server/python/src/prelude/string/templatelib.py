# timeslice: since 3.14
"""string.templatelib: what template strings are made of (PEP 750)."""

__all__ = ["Interpolation", "Template", "convert"]


def convert(obj, /, conversion):
    """What `!s`, `!r`, `!a` or nothing makes of an object."""
    if conversion is None:
        return obj
    if conversion == "s":
        return str(obj)
    if conversion == "r":
        return repr(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")


def _final(cls, **kwargs):
    raise TypeError(f"type 'string.templatelib.{cls.__mro__[1].__name__}' is not an acceptable base type")


class Interpolation:
    """A value in a template, and how it was written."""
    __slots__ = ("_fields",)
    __match_args__ = ("value", "expression", "conversion", "format_spec")
    __init_subclass__ = _final

    def __new__(cls, value, expression="", conversion=None, format_spec=""):
        for name, given in (("expression", expression), ("format_spec", format_spec)):
            if not isinstance(given, str):
                raise TypeError(f"Interpolation() argument '{name}' must be str, not {type(given).__name__}")
        if conversion is not None:
            if not isinstance(conversion, str):
                raise TypeError(f"Interpolation() argument 'conversion' must be str, not {type(conversion).__name__}")
            if conversion not in ("s", "r", "a"):
                raise ValueError("Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'")
        self = super().__new__(cls)
        object.__setattr__(self, "_fields", (value, expression, conversion, format_spec))
        return self

    def __setattr__(self, name, value):
        if name in self.__match_args__:
            raise AttributeError("readonly attribute")
        object.__setattr__(self, name, value)

    @property
    def value(self):
        """The value."""
        return self._fields[0]

    @property
    def expression(self):
        """The text of the expression."""
        return self._fields[1]

    @property
    def conversion(self):
        """'s', 'r', 'a' or None."""
        return self._fields[2]

    @property
    def format_spec(self):
        """What stands after the colon, its own fields filled in."""
        return self._fields[3]

    def __repr__(self):
        return f"Interpolation({', '.join([repr(field) for field in self._fields])})"

    def __reduce__(self):
        return Interpolation, self._fields


class Template:
    """Text and interpolations in turns; it begins and ends with text."""
    __slots__ = ("_strings", "_interpolations")
    __init_subclass__ = _final

    def __new__(cls, *args, **kwargs):
        if kwargs:
            raise TypeError("Template.__new__ only accepts *args arguments")
        strings = [""]
        interpolations = []
        for arg in args:
            if isinstance(arg, str):
                strings[-1] += arg
            elif isinstance(arg, Interpolation):
                interpolations.append(arg)
                strings.append("")
            else:
                raise TypeError(
                    f"Template.__new__ *args need to be of type 'str' or 'Interpolation', got {type(arg).__name__}")
        self = super().__new__(cls)
        object.__setattr__(self, "_strings", tuple(strings))
        object.__setattr__(self, "_interpolations", tuple(interpolations))
        return self

    def __setattr__(self, name, value):
        if name in ("strings", "interpolations"):
            raise AttributeError("readonly attribute")
        if name == "values":
            raise AttributeError("attribute 'values' of 'string.templatelib.Template' objects is not writable")
        object.__setattr__(self, name, value)

    @property
    def strings(self):
        """The text around the interpolations: one more than there are interpolations."""
        return self._strings

    @property
    def interpolations(self):
        """The interpolations."""
        return self._interpolations

    @property
    def values(self):
        """Their values."""
        return tuple([i.value for i in self._interpolations])

    def __iter__(self):
        return TemplateIter(self)

    def __add__(self, other):
        if not isinstance(other, Template):
            name = type(other).__name__
            raise TypeError(f"can only concatenate string.templatelib.Template (not \"{name}\") "
                            "to string.templatelib.Template")
        return Template(*self, *other)

    def __repr__(self):
        return f"Template(strings={self._strings!r}, interpolations={self._interpolations!r})"

    def __reduce__(self):
        return Template, tuple(self)


class TemplateIter:
    """The parts of a template that are not empty."""
    __slots__ = ("_parts",)

    def __init__(self, template):
        parts = []
        for text, interpolation in zip(template._strings, (*template._interpolations, None)):
            if text:
                parts.append(text)
            if interpolation is not None:
                parts.append(interpolation)
        self._parts = iter(parts)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._parts)
