# timeslice: native
"""struct: numbers and texts to bytes and back."""
from _sys import _version_tuple
from math import copysign, frexp, isinf, isnan, ldexp


class error(Exception):
    """A format or a value that does not fit."""


_SIZES = {"x": 1, "c": 1, "b": 1, "B": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8,
          "e": 2, "f": 4, "d": 8, "s": 1, "p": 1, "n": 8, "N": 8, "P": 8}
_FLOATS = {"e": (5, 10), "f": (8, 23), "d": (11, 52)}


def _parse(fmt):
    """(byte order, [(code, count, offset, size)], total size)."""
    if isinstance(fmt, bytes):
        fmt = fmt.decode()
    native = not fmt or fmt[0] not in "<>!="
    order = "big" if fmt[:1] in (">", "!") else "little"
    if fmt[:1] in ("<", ">", "!", "=", "@"):
        fmt = fmt[1:]
    items = []
    offset = 0
    count = ""
    for c in fmt:
        if c.isdigit():
            count += c
            continue
        if c.isspace() and not count:
            continue
        if c not in _SIZES or not native and c in "nNP":
            raise error("bad char in struct format")
        size = 8 if native and c in "lL" else _SIZES[c]
        n = int(count) if count else 1
        count = ""
        if native and size > 1:
            offset += -offset % size
        items.append((c, n, offset, size))
        offset += size * n
    if count:
        raise error("repeat count given without format specifier")
    return order, items, offset


def calcsize(format, /):
    """How many bytes."""
    return _parse(format)[2]


def _float_bits(x, code):
    exponent_bits, mantissa_bits = _FLOATS[code]
    bias = (1 << exponent_bits - 1) - 1
    sign = 1 if copysign(1.0, x) < 0 else 0
    top = (1 << exponent_bits) - 1
    if isnan(x):
        return (sign << exponent_bits | top) << mantissa_bits | 1 << mantissa_bits - 1
    if isinf(x):
        return (sign << exponent_bits | top) << mantissa_bits
    mantissa, exponent = frexp(abs(x))
    if not mantissa:
        return sign << exponent_bits + mantissa_bits
    e = exponent - 1 + bias
    if e >= 1:
        scaled = ldexp(mantissa * 2 - 1, mantissa_bits)
        whole = round(scaled)
        bits = (e << mantissa_bits) + whole
    else:
        bits = round(ldexp(mantissa, exponent + bias - 1 + mantissa_bits))
    if bits >= top << mantissa_bits:
        raise OverflowError("float too large to pack with " + code + " format")
    return sign << exponent_bits + mantissa_bits | bits


def _bits_float(bits, code):
    exponent_bits, mantissa_bits = _FLOATS[code]
    bias = (1 << exponent_bits - 1) - 1
    sign = -1.0 if bits >> exponent_bits + mantissa_bits else 1.0
    e = bits >> mantissa_bits & (1 << exponent_bits) - 1
    mantissa = bits & (1 << mantissa_bits) - 1
    if e == (1 << exponent_bits) - 1:
        return float("nan") if mantissa else sign * float("inf")
    if e == 0:
        return sign * ldexp(float(mantissa), 1 - bias - mantissa_bits)
    return sign * ldexp(float(mantissa | 1 << mantissa_bits), e - bias - mantissa_bits)


def _pack_one(c, size, order, x):
    if c == "c":
        if not isinstance(x, bytes) or len(x) != 1:
            raise error("char format requires a bytes object of length 1")
        return x
    if c == "?":
        return b"\1" if x else b"\0"
    if c in _FLOATS:
        if not isinstance(x, (int, float)):
            raise error("required argument is not a float")
        return _float_bits(float(x), c).to_bytes(size, order)
    if not isinstance(x, int):
        index = getattr(type(x), "__index__", None)
        if index is None:
            raise error("required argument is not an integer")
        x = index(x)
    signed = c.islower()
    bits = size * 8
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    if not low <= x <= high:
        if c in "bB" and _version_tuple < (3, 12):
            raise error(f"{'byte' if signed else 'ubyte'} format requires {low} <= number <= {high}")
        if size == 8:
            raise error("int too large to convert" if signed or x > 0 else "argument out of range")
        raise error(f"'{c}' format requires {low} <= number <= {high}")
    return x.to_bytes(size, order, signed=signed)


def pack(format, /, *values):
    """The bytes of values."""
    order, items, total = _parse(format)
    wanted = sum([0 if c == "x" else 1 if c in "sp" else n for c, n, _, _ in items])
    if len(values) != wanted:
        raise error(f"pack expected {wanted} items for packing (got {len(values)})")
    out = bytearray(total)
    k = 0
    for c, n, offset, size in items:
        if c == "x":
            continue
        if c in "sp":
            data = values[k]
            if not isinstance(data, (bytes, bytearray)):
                raise error(f"argument for '{c}' must be a bytes object")
            if c == "p":
                data = data[:max(0, min(n - 1, 255))]
                data = bytes([len(data)]) + bytes(data) if n else b""
            data = bytes(data[:n])
            out[offset:offset + len(data)] = data
            k += 1
            continue
        for i in range(n):
            at = offset + i * size
            out[at:at + size] = _pack_one(c, size, order, values[k])
            k += 1
    return bytes(out)


def unpack(format, buffer, /):
    """The values of bytes."""
    total = calcsize(format)
    if len(buffer) != total:
        raise error(f"unpack requires a buffer of {total} bytes")
    return unpack_from(format, buffer)


def unpack_from(format, /, buffer, offset=0):
    """The values of bytes from an offset on."""
    order, items, total = _parse(format)
    if offset < 0:
        offset += len(buffer)
    if len(buffer) - offset < total:
        raise error(f"unpack_from requires a buffer of at least {offset + total} bytes for unpacking {total} bytes at "
                    f"offset {offset} (actual buffer size is {len(buffer)})")
    data = bytes(buffer[offset:offset + total])
    result = []
    for c, n, at, size in items:
        if c == "x":
            continue
        if c == "s":
            result.append(data[at:at + n])
            continue
        if c == "p":
            length = min(data[at], n - 1) if n else 0
            result.append(data[at + 1:at + 1 + length])
            continue
        for i in range(n):
            raw = data[at + i * size:at + (i + 1) * size]
            if c == "c":
                result.append(raw)
            elif c == "?":
                result.append(raw != b"\0")
            elif c in _FLOATS:
                result.append(_bits_float(int.from_bytes(raw, order), c))
            else:
                result.append(int.from_bytes(raw, order, signed=c.islower()))
    return tuple(result)


def pack_into(format, buffer, offset, /, *values):
    """Packs into a buffer at an offset."""
    data = pack(format, *values)
    if offset < 0:
        offset += len(buffer)
    if len(buffer) - offset < len(data):
        raise error(f"pack_into requires a buffer of at least {offset + len(data)} bytes for packing {len(data)} bytes "
                    f"at offset {offset} (actual buffer size is {len(buffer)})")
    buffer[offset:offset + len(data)] = data


def iter_unpack(format, buffer, /):
    """The values of one record after the other."""
    size = calcsize(format)
    if not size or len(buffer) % size:
        raise error(f"iterative unpacking requires a buffer of a multiple of {size} bytes")
    for i in range(0, len(buffer), size):
        yield unpack_from(format, buffer, i)


class Struct:
    """A format."""

    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *values):
        """As the function."""
        return pack(self.format, *values)

    def unpack(self, buffer):
        """As the function."""
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        """As the function."""
        return unpack_from(self.format, buffer, offset)

    def pack_into(self, buffer, offset, *values):
        """As the function."""
        pack_into(self.format, buffer, offset, *values)

    def iter_unpack(self, buffer):
        """As the function."""
        return iter_unpack(self.format, buffer)
