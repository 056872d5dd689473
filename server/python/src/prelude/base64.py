"""base64: bytes as text of 16, 32, 64 or 85 characters."""
import binascii

__all__ = [
    "encode", "decode", "encodebytes", "decodebytes", "b64encode", "b64decode", "b32encode", "b32decode", "b16encode",
    "b16decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode",
]
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def _text(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    if isinstance(s, (bytes, bytearray)):
        return s
    try:
        return memoryview(s).tobytes()
    except TypeError:
        raise TypeError(
            f"argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}") from None


def b64encode(s, altchars=None):
    """Base64; `altchars` stand for `+` and `/`."""
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded


def b64decode(s, altchars=None, validate=False):
    """The bytes of Base64."""
    s = _text(s)
    if altchars is not None:
        altchars = _text(altchars)
        assert len(altchars) == 2, repr(altchars)
        s = s.translate(bytes.maketrans(altchars, b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)


def standard_b64encode(s):
    """Base64."""
    return b64encode(s)


def standard_b64decode(s):
    """The bytes of Base64."""
    return b64decode(s)


def urlsafe_b64encode(s):
    """Base64 with `-` and `_`."""
    return b64encode(s, b"-_")


def urlsafe_b64decode(s):
    """The bytes of it."""
    return b64decode(s, b"-_")


def b32encode(s):
    """Base32."""
    if not isinstance(s, (bytes, bytearray)):
        s = memoryview(s).tobytes()
    out = bytearray()
    for i in range(0, len(s), 5):
        chunk = bytes(s[i:i + 5])
        n = int.from_bytes(chunk + bytes(5 - len(chunk)), "big")
        digits = bytes([_BASE32[n >> shift & 31] for shift in range(35, -1, -5)])
        keep = {1: 2, 2: 4, 3: 5, 4: 7, 5: 8}[len(chunk)]
        out += digits[:keep] + b"=" * (8 - keep)
    return bytes(out)


def b32decode(s, casefold=False, map01=None):
    """The bytes of Base32."""
    s = bytes(_text(s))
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if casefold:
        s = s.upper()
    digits = s.rstrip(b"=")
    pads = len(s) - len(digits)
    out = bytearray()
    for i in range(0, len(digits), 8):
        chunk = digits[i:i + 8]
        n = 0
        for c in chunk:
            value = _BASE32.find(c)
            if value < 0:
                raise binascii.Error("Non-base32 digit found")
            n = n << 5 | value
        out += (n << 5 * (8 - len(chunk))).to_bytes(5, "big")
    if pads not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    if pads:
        del out[{1: -1, 3: -2, 4: -3, 6: -4}[pads]:]
    return bytes(out)


def b16encode(s):
    """Two digits a byte."""
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    """The bytes of hexadecimal digits."""
    s = bytes(_text(s))
    if casefold:
        s = s.upper()
    for c in s:
        if c not in b"0123456789ABCDEF":
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)


def encodebytes(s):
    """Base64 in lines of 76 characters."""
    return b"".join([binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57)])


def decodebytes(s):
    """The bytes of it."""
    return binascii.a2b_base64(s)


def encode(input, output):
    """Base64 of a file into another."""
    output.write(encodebytes(input.read()))


def decode(input, output):
    """The bytes of it."""
    output.write(decodebytes(input.read()))
