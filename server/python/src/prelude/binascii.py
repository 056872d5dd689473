# timeslice: native
"""binascii: bytes as text of hexadecimal digits or Base64, checksums."""

_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_VALUES = {c: i for i, c in enumerate(_BASE64.encode())}


class Error(ValueError):
    """What cannot be decoded."""


class Incomplete(Exception):
    """Data that ends too early."""


def _bytes(data, what="argument"):
    if isinstance(data, str):
        try:
            return data.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError(
            f"argument should be bytes, buffer or ASCII string, not {type(data).__name__!r}") from None


def _only_bytes(data):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return bytes(memoryview(data))


def hexlify(data, sep=None, bytes_per_sep=1):
    """Two digits a byte."""
    data = _only_bytes(data)
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode()


b2a_hex = hexlify


def unhexlify(hexstr, /):
    """The bytes of hexadecimal digits."""
    text = _bytes(hexstr)
    if len(text) % 2:
        raise Error("Odd-length string")
    for c in text:
        if c not in b"0123456789abcdefABCDEF":
            raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text.decode())


a2b_hex = unhexlify


def b2a_base64(data, /, *, newline=True):
    """A line of Base64."""
    data = _only_bytes(data)
    out = []
    for i in range(0, len(data), 3):
        chunk = data[i:i + 3]
        n = int.from_bytes(chunk + bytes(3 - len(chunk)), "big")
        text = _BASE64[n >> 18] + _BASE64[n >> 12 & 63] + _BASE64[n >> 6 & 63] + _BASE64[n & 63]
        out.append(text if len(chunk) == 3 else text[:len(chunk) + 1] + "=" * (3 - len(chunk)))
    if newline:
        out.append("\n")
    return "".join(out).encode()


def a2b_base64(data, /, *, strict_mode=False):
    """The bytes of Base64."""
    data = _bytes(data)
    if strict_mode and data[:1] == b"=":
        raise Error("Leading padding not allowed")
    out = bytearray()
    position = left = pads = 0
    for i, c in enumerate(data):
        if c == 61:
            pads += 1
            if position >= 2 and position + pads >= 4:
                if strict_mode and i + 1 < len(data):
                    raise Error("Excess data after padding")
                return bytes(out)
            if strict_mode and position < 2:
                raise Error("Discontinuous padding not allowed" if position else "Excess padding not allowed")
            continue
        value = _VALUES.get(c)
        if value is None:
            if strict_mode:
                raise Error("Only base64 data is allowed")
            continue
        if strict_mode and pads:
            raise Error("Discontinuous padding not allowed")
        pads = 0
        if position == 0:
            left = value
        elif position == 1:
            out.append(left << 2 & 0xFF | value >> 4)
            left = value & 15
        elif position == 2:
            out.append(left << 4 | value >> 2)
            left = value & 3
        else:
            out.append(left << 6 | value)
            left = 0
        position = (position + 1) % 4
    if position:
        if position == 1:
            n = len(out) // 3 * 4 + 1
            raise Error(
                f"Invalid base64-encoded string: number of data characters ({n}) cannot be 1 more than a multiple of 4")
        raise Error("Incorrect padding")
    return bytes(out)


def _crc_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0xEDB88320 if n & 1 else 0)
        table.append(n)
    return table


_table = []


def crc32(data, crc=0, /):
    """The checksum of zip files."""
    if not _table:
        _table.extend(_crc_table())
    crc = ~crc & 0xFFFFFFFF
    for byte in _only_bytes(data):
        crc = crc >> 8 ^ _table[(crc ^ byte) & 0xFF]
    return ~crc & 0xFFFFFFFF


def crc_hqx(data, crc, /):
    """The checksum of CCITT."""
    for byte in _only_bytes(data):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return crc
