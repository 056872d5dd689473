# timeslice: native
"""hmac: keyed hashes (RFC 2104) over the hashes of `hashlib`."""
import hashlib as _hashlib
import sys as _sys

trans_5C = bytes([x ^ 0x5C for x in range(256)])
trans_36 = bytes([x ^ 0x36 for x in range(256)])
digest_size = None


def compare_digest(a, b, /):
    """Whether two texts are equal, in a time that tells nothing about where they differ."""
    if isinstance(a, str) and isinstance(b, str):
        if not (a.isascii() and b.isascii()):
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    others = [x for x in (a, b) if not isinstance(x, (bytes, bytearray, memoryview))]
    if len(others) == 2:
        raise TypeError("unsupported operand types(s) or combination of types: "
                        f"'{type(a).__name__}' and '{type(b).__name__}'")
    if others:
        raise TypeError(f"a bytes-like object is required, not '{type(others[0]).__name__}'")
    return bytes(a) == bytes(b)


class HMAC:
    """A keyed hash of the bytes given so far."""
    blocksize = 64

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            word = "argument" if _sys.version_info >= (3, 13) else "parameter"
            raise TypeError(f"Missing required {word} 'digestmod'.")
        if callable(digestmod):
            make = digestmod
        elif isinstance(digestmod, str):
            def make(data=b""):
                return _hashlib.new(digestmod, data)
        else:
            make = digestmod.new
        self._inner, self._outer = make(), make()
        self.digest_size = self._inner.digest_size
        self.block_size = getattr(self._inner, "block_size", self.blocksize)
        if len(key) > self.block_size:
            key = make(key).digest()
        key = bytes(key).ljust(self.block_size, b"\0")
        self._outer.update(key.translate(trans_5C))
        self._inner.update(key.translate(trans_36))
        if msg is not None:
            self.update(msg)

    @property
    def name(self):
        """As in 'hmac-sha256'."""
        return f"hmac-{self._inner.name}"

    def update(self, msg):
        """Adds bytes."""
        self._inner.update(msg)

    def copy(self):
        """The same, from here on on its own."""
        other = self.__class__.__new__(self.__class__)
        other.digest_size = self.digest_size
        other.block_size = self.block_size
        other._inner = self._inner.copy()
        other._outer = self._outer.copy()
        return other

    def digest(self):
        """The keyed hash."""
        h = self._outer.copy()
        h.update(self._inner.digest())
        return h.digest()

    def hexdigest(self):
        """The keyed hash in hexadecimal digits."""
        return self.digest().hex()


def new(key, msg=None, digestmod=""):
    """An HMAC object."""
    return HMAC(key, msg, digestmod)


def digest(key, msg, digest):
    """The keyed hash of one message."""
    return HMAC(key, msg, digest).digest()
