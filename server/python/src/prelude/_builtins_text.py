# timeslice: native
"""Text of values, and constructors, where Python code takes part; see `_builtins`."""
from _sys import _version_tuple
from _timeslice import MISSING, type_lookup
from _builtins_number import _call0, ascii_slow, bytes_slow, complex_slow, float_slow, index_slow2, int_slow

__all__ = [
    "ascii_of", "bytearray_extend_slow", "bytes_join_slow", "bytes_of_slow",
    "bytes_percent", "call_with_index", "complex_of_slow",
    "float_of_slow", "format_fields", "getitem_index", "int_base_slow", "int_of_slow", "math_float", "math_fsum_slow",
    "math_integral", "math_prod_slow", "math_sumprod_slow", "percent_slow", "repr_alias", "repr_exception",
    "repr_mappingproxy", "repr_method", "repr_slice", "repr_super", "repr_view", "str_exception", "str_of", "str_of_slow",
    "translate_slow",
]


# === Reprs and strs ===

def ascii_of(obj):
    """`ascii(obj)`."""
    return ascii_slow(repr(obj))


def str_of(obj):
    """`str(obj)`, for what is to be counted as a call."""
    return str(obj)


def repr_view(view):
    """`repr` of a view of a dict."""
    return type(view).__name__ + "(" + repr(list(view)) + ")"


def repr_mappingproxy(proxy):
    """`repr` of a mapping proxy."""
    return "mappingproxy(" + repr(proxy.copy()) + ")"


def repr_slice(s):
    """`repr` of a slice."""
    return "slice(" + repr(s.start) + ", " + repr(s.stop) + ", " + repr(s.step) + ")"


def repr_exception(exc):
    """`repr` of an exception."""
    args = exc.args
    text = "(" + repr(args[0]) + ")" if len(args) == 1 else repr(args)
    return type(exc).__name__ + text


def repr_method(method):
    """`repr` of a bound method."""
    name = getattr(method.__func__, "__qualname__", "?")
    return "<bound method " + name + " of " + repr(method.__self__) + ">"


def repr_super(sup):
    """`repr` of a super object."""
    return "<super: <class '" + sup.__thisclass__.__name__ + "'>, <" + sup.__self_class__.__name__ + " object>>"


def _repr_type(t):
    if t is ...:
        return "..."
    if t is type(None):
        return "None"
    if isinstance(t, list):
        return "[" + ", ".join([_repr_type(x) for x in t]) + "]"
    if isinstance(t, type) and type(t) is not type(list[int]):
        if t.__module__ == "builtins":
            return t.__qualname__
        return t.__module__ + "." + t.__qualname__
    return repr(t)


def repr_alias(alias):
    """`repr` of `list[X]` and `X | Y`."""
    args = [_repr_type(x) for x in alias.__args__]
    if type(alias) is type(int | str):
        return " | ".join(args)
    return _repr_type(alias.__origin__) + "[" + (", ".join(args) or "()") + "]"


def str_exception(exc):
    """`str` of an exception whose parts have a text of their own: groups and OSErrors."""
    args = exc.args
    if isinstance(exc, BaseExceptionGroup):
        n = len(args[1])
        return str(args[0]) + " (" + str(n) + " sub-exception" + ("" if n == 1 else "s") + ")"
    if isinstance(exc, OSError):
        text = "[Errno " + str(args[0]) + "] " + str(args[1])
        filename = getattr(exc, "filename", None)
        return text if filename is None else text + ": " + repr(filename)
    return str(args[0])


# === Constructors ===

def str_of_slow(cls, x):
    """`cls(x)` of a subclass of str."""
    return str.__new__(cls, str(x))


def int_of_slow(cls, x):
    """`cls(x)` of a subclass of int."""
    return int.__new__(cls, int_slow(x))


def int_base_slow(cls, x, base):
    """`int(x, base)` with a base that has `__index__`."""
    return int.__new__(cls, x, index_slow2(base))


def float_of_slow(cls, x):
    """`cls(x)` of a subclass of float."""
    return float.__new__(cls, float_slow(x))


def complex_of_slow(cls, real, imag):
    """`complex(real, imag)` with an operand that is no plain number."""
    return complex.__new__(cls, complex_slow(real) + complex_slow(imag) * 1j)


def bytes_of_slow(cls, x):
    """`cls(x)` of a bytearray or a subclass of bytes."""
    return cls.__new__(cls, bytes_slow(x))


def bytes_join_slow(sep, iterable):
    """`sep.join(iterable)` of bytes."""
    return sep.join([x for x in iterable])


def bytearray_extend_slow(array, iterable):
    """`array.extend(iterable)`."""
    array.extend([index_slow2(x) for x in iterable])


# === Indexes ===

def getitem_index(container, key):
    """`container[key]` with a key that has `__index__`, or a slice of such."""
    if type(key) is slice:
        parts = [x if x is None else index_slow2(x) for x in (key.start, key.stop, key.step)]
        return container[slice(*parts)]
    return container[index_slow2(key)]


def call_with_index(f, args):
    """`f(*args)` with the numbers of those that have `__index__`."""
    return f(*[x if type_lookup(type(x), "__index__") is MISSING else index_slow2(x) for x in args])


def math_float(f, args):
    """`f(*args)` of a function of floats, some of them objects with `__float__`."""
    found = []
    for x in args:
        if isinstance(x, (int, float)):
            found.append(x)
            continue
        if type_lookup(type(x), "__float__") is MISSING and type_lookup(type(x), "__index__") is MISSING:
            raise TypeError(f"must be real number, not {type(x).__name__}")
        found.append(float_slow(x))
    return f(*found)


def math_integral(x, name, f):
    """`math.floor`, `ceil`, `trunc` of an object: its special method, or its float."""
    method = type_lookup(type(x), name)
    if method is not MISSING:
        return _call0(method, x)
    if name == "__trunc__":
        raise TypeError(f"type {type(x).__name__} doesn't define __trunc__ method")
    return math_float(f, [x])


def math_fsum_slow(iterable):
    """`math.fsum`."""
    from math import fsum
    return fsum([x if isinstance(x, (int, float)) else float_slow(x) for x in iterable])


def math_prod_slow(iterable, start):
    """`math.prod`."""
    total = start
    for x in iterable:
        total = total * x
    return total


def math_sumprod_slow(p, q):
    """`math.sumprod`."""
    total = 0
    for x, y in zip(p, q, strict=True):
        total += x * y
    return total


# === Formatting ===

def format_fields(parts):
    """`str.format`: literals, and (value, accesses, conversion, spec) of the fields; a spec may be such a list itself."""
    out = []
    for part in parts:
        if type(part) is str:
            out.append(part)
            continue
        value, accesses, conversion, spec = part
        for is_attribute, key in accesses:
            value = getattr(value, key) if is_attribute else value[key]
        if conversion == "r":
            value = repr(value)
        elif conversion == "s":
            value = str(value)
        elif conversion == "a":
            value = ascii(value)
        if type(spec) is list:
            spec = format_fields(spec)
        out.append(format(value, spec))
    return "".join(out)


def percent_slow(parts):
    """`template % args`: literals, and (specifier, conversion, value) of the values, or (..., mapping, key)."""
    out = []
    for part in parts:
        if type(part) is str:
            out.append(part)
            continue
        spec, conversion, x = part[:3]
        if len(part) == 4:
            x = x[part[3]]
        if conversion == "s":
            x = str(x)
        elif conversion == "r":
            x = repr(x)
        elif conversion == "a":
            x = ascii(x)
        elif conversion in "diu":
            x = _percent_int(x, conversion)
        elif conversion in "eEfFgG":
            if not isinstance(x, (int, float)):
                if type_lookup(type(x), "__float__") is MISSING and type_lookup(type(x), "__index__") is MISSING:
                    raise TypeError(f"must be real number, not {type(x).__name__}")
                x = float_slow(x)
        elif not isinstance(x, (int, str)) and type_lookup(type(x), "__index__") is not MISSING:
            x = index_slow2(x)
        out.append(spec % (x,))
    return "".join(out)


def bytes_percent(template, args):
    """`template % args` of bytes and bytearrays: as of the same Latin-1 text, but for `%s`, `%b`, `%c` and keys."""
    text = template.decode("latin-1")
    is_tuple = isinstance(args, tuple)
    is_mapping = not is_tuple and not isinstance(args, (str, bytes, bytearray)) and (
        type_lookup(type(args), "__getitem__") is not MISSING)
    items = args if is_tuple else (args,)
    used = 0
    keyed = False
    out = []
    i = 0
    n = len(text)

    def argument():
        nonlocal used
        if keyed or used >= len(items):
            raise TypeError("not enough arguments for format string")
        used += 1
        return items[used - 1]

    def amount(at):
        if text[at:at + 1] == "*":
            x = argument()
            if not isinstance(x, int):
                raise TypeError("* wants int")
            return str(x), at + 1
        start = at
        while at < n and text[at] in "0123456789":
            at += 1
        return text[start:at], at

    while i < n:
        end = text.find("%", i)
        if end < 0:
            end = n
        out.append(text[i:end])
        i = end + 1
        if end == n:
            break
        if text[i:i + 1] == "%":
            out.append("%")
            i += 1
            continue
        has_key = text[i:i + 1] == "("
        if has_key:
            if not is_mapping:
                raise TypeError("format requires a mapping")
            depth = 1
            start = i = i + 1
            while depth:
                if i >= n:
                    raise ValueError("incomplete format key")
                depth += (text[i] == "(") - (text[i] == ")")
                i += 1
            keyed = True
            x = args[text[start:i - 1].encode("latin-1")]
        flags = ""
        while i < n and text[i] in "-+ #0":
            flags += text[i]
            i += 1
        width, i = amount(i)
        if width[:1] == "-":
            flags += "-"
            width = width[1:]
        precision = ""
        if text[i:i + 1] == ".":
            precision, i = amount(i + 1)
            precision = "." + ("0" if precision[:1] == "-" else precision or "0")
        if text[i:i + 1] in ("h", "l", "L") and i < n:
            i += 1
        if i >= n:
            raise ValueError("incomplete format")
        c = text[i]
        i += 1
        if not has_key:
            x = argument()
        if c in "sb":
            x = _percent_bytes(x).decode("latin-1")
            c = "s"
        elif c in "ra":
            x = ascii(x)
            c = "s"
        elif c == "c":
            x = chr(_percent_byte(x))
            precision = ""
        elif c in "diouxXeEfFgG":
            out.append(("%" + flags + width + precision + c) % (x,))
            continue
        else:
            raise ValueError(f"unsupported format character {c!r} (0x{ord(c):x}) at index {i - 1}")
        out.append(("%" + flags + width + precision + c) % (x,))
    if used < len(items) and (is_tuple or not is_mapping):
        raise TypeError("not all arguments converted during bytes formatting")
    made = "".join(out).encode("latin-1")
    return bytearray(made) if isinstance(template, bytearray) else made


def _percent_bytes(x):
    if isinstance(x, (bytes, bytearray)):
        return bytes(x)
    convert = type_lookup(type(x), "__bytes__")
    if convert is not MISSING:
        made = convert(x)
        if not isinstance(made, bytes):
            raise TypeError(f"__bytes__ returned non-bytes (type {type(made).__name__})")
        return made
    if type(x).__name__ in ("memoryview", "array"):
        return bytes(x)
    raise TypeError(
        f"%b requires a bytes-like object, or an object that implements __bytes__, not '{type(x).__name__}'")


def _percent_byte(x):
    if isinstance(x, (bytes, bytearray)):
        if len(x) == 1:
            return x[0]
    elif isinstance(x, int):
        if 0 <= x < 256:
            return int(x)
        raise OverflowError("%c arg not in range(256)")
    what = "" if _version_tuple < (3, 14) else f", not {type(x).__name__}"
    raise TypeError(f"%c requires an integer in range(256) or a single byte{what}")


def _percent_int(x, conversion):
    if isinstance(x, (int, float)):
        return x
    if type_lookup(type(x), "__int__") is MISSING and type_lookup(type(x), "__index__") is MISSING:
        raise TypeError(f"%{conversion} format: a real number is required, not {type(x).__name__}")
    return int_slow(x)


def translate_slow(text, table):
    """`text.translate(table)` with a table that is not a plain dict."""
    out = []
    for c in text:
        try:
            to = table[ord(c)]
        except LookupError:
            out.append(c)
            continue
        if to is None:
            continue
        if isinstance(to, int):
            to = chr(to)
        elif not isinstance(to, str):
            raise TypeError("character mapping must return integer, None or str")
        out.append(to)
    return "".join(out)
