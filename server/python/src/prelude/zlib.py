# timeslice: native
"""zlib: its checksums. Compression is not simulated."""
from binascii import crc32


class error(Exception):
    """What cannot be compressed or decompressed."""


def adler32(data, value=1, /):
    """The checksum of zlib streams."""
    a, b = value & 0xFFFF, value >> 16 & 0xFFFF
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    for byte in bytes(data):
        a = (a + byte) % 65521
        b = (b + a) % 65521
    return b << 16 | a
