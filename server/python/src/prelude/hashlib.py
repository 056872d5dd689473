# timeslice: native
"""hashlib: the objects around the native digests of `_hashlib`. An object keeps the bytes that it was given."""
from _hashlib import WORK_MAX, blake2 as _blake2, cost as _cost, digest as _digest, feed as _feed
from _hashlib import pbkdf2 as _pbkdf2, release as _release, scrypt as _scrypt

# Name: size of the digest and of a block.
_SIZES = {
    "md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64), "sha384": (48, 128),
    "sha512": (64, 128), "sha3_224": (28, 144), "sha3_256": (32, 136), "sha3_384": (48, 104), "sha3_512": (64, 72),
    "blake2b": (64, 128), "blake2s": (32, 64), "shake_128": (0, 168), "shake_256": (0, 136),
}
_OPENSSL_NAMES = {
    "sha3-224": "sha3_224", "sha3-256": "sha3_256", "sha3-384": "sha3_384", "sha3-512": "sha3_512",
    "blake2b512": "blake2b", "blake2s256": "blake2s", "shake128": "shake_128", "shake256": "shake_256",
    "sha-1": "sha1", "sha2-224": "sha224", "sha2-256": "sha256", "sha2-384": "sha384", "sha2-512": "sha512",
    "sha-224": "sha224", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512",
}

_SCRYPT_BYTES_MAX = 128 << 20

algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)


def _bytes(data):
    if isinstance(data, (bytes, bytearray)):
        return data
    if isinstance(data, str):
        raise TypeError("Strings must be encoded before hashing")
    try:
        return bytes(memoryview(data))
    except TypeError:
        raise TypeError("object supporting the buffer API required") from None


class _Hash:
    __slots__ = ("_data", "_new")

    def update(self, obj, /):
        """Adds bytes."""
        data = _bytes(obj)
        self._data += data
        self._new += len(data)
        _feed(self.name, len(data))

    def hexdigest(self):
        """The hash in hexadecimal digits."""
        return self.digest().hex()

    def copy(self):
        """A hash of the same bytes, from here on on its own."""
        other = object.__new__(type(self))
        other._data = bytearray(self._data)
        other._new = 0
        return other

    def _whole(self):
        """The bytes. Those that were hashed for an earlier digest are paid for again, as they are hashed again."""
        if again := len(self._data) - self._new:
            _feed(self.name, again)
        self._new = 0
        return self._data

    @property
    def block_size(self):
        """Bytes of a block of the algorithm."""
        return _SIZES[self.name][1]


class HASH(_Hash):
    """A hash of the bytes given so far."""
    __slots__ = ("name",)
    __module__ = "_hashlib"

    def digest(self):
        """The hash."""
        return _digest(self.name, self._whole(), 0)

    def copy(self):
        """A hash of the same bytes, from here on on its own."""
        other = super().copy()
        other.name = self.name
        return other

    @property
    def digest_size(self):
        """Bytes of the digest."""
        return _SIZES[self.name][0]

    def __repr__(self):
        return f"<{self.name} _hashlib.{type(self).__name__} object @ {id(self):#x}>"


class HASHXOF(HASH):
    """A hash whose digest has any length."""
    __slots__ = ()
    __module__ = "_hashlib"

    def digest(self, length):
        """So many bytes of the hash."""
        if length < 0:
            raise ValueError("value must be positive")
        _refuse_work(length, "digest()")
        return _digest(self.name, self._whole(), length)

    def hexdigest(self, length):
        """The same in hexadecimal digits."""
        return self.digest(length).hex()


def _made(kind, name, data):
    h = object.__new__(kind)
    h.name = name
    h._data, h._new = bytearray(), 0
    h.update(data)
    return h


def _constructor(algorithm):
    kind = HASHXOF if algorithm[:5] == "shake" else HASH

    def openssl(string=b"", *, usedforsecurity=True):
        return _made(kind, algorithm, string)
    openssl.__name__ = openssl.__qualname__ = "openssl_" + algorithm
    openssl.__module__ = "_hashlib"
    openssl.__doc__ = f"Returns a {algorithm.replace('_', '-')} hash object; optionally initialized with a string"
    return openssl


md5, sha1, sha224, sha256, sha384, sha512, sha3_224, sha3_256, sha3_384, sha3_512, shake_128, shake_256 = [
    _constructor(name) for name in _SIZES if name[:5] != "blake"]


class _Blake2(_Hash):
    __slots__ = ("_parameters",)

    def __new__(cls, data=b"", /, *, digest_size=None, key=b"", salt=b"", person=b"", fanout=1, depth=1, leaf_size=0,
                node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True):
        longest, _ = _SIZES[cls.name]
        if digest_size is None:
            digest_size = longest
        elif not 1 <= digest_size <= longest:
            raise ValueError(f"digest_size must be between 1 and {longest} bytes")
        key, salt, person = _bytes(key), _bytes(salt), _bytes(person)
        if len(salt) > cls.SALT_SIZE:
            raise ValueError(f"maximum salt length is {cls.SALT_SIZE} bytes")
        if len(person) > cls.PERSON_SIZE:
            raise ValueError(f"maximum person length is {cls.PERSON_SIZE} bytes")
        if not 0 <= fanout <= 255:
            raise ValueError("fanout must be between 0 and 255")
        if not 1 <= depth <= 255:
            raise ValueError("depth must be between 1 and 255")
        if not 0 <= leaf_size < 1 << 32:
            raise OverflowError("leaf_size is too large")
        if not 0 <= node_offset < 1 << (64 if longest == 64 else 48):
            raise OverflowError("node_offset is too large")
        if not 0 <= node_depth <= 255:
            raise ValueError("node_depth must be between 0 and 255")
        if not 0 <= inner_size <= longest:
            raise ValueError(f"inner_size must be between 0 and is {longest}")
        if len(key) > longest:
            raise ValueError(f"maximum key length is {longest} bytes")
        self = object.__new__(cls)
        self._data, self._new = bytearray(), 0
        self._parameters = digest_size, key, salt, person, (
            fanout, depth, leaf_size, node_offset, node_depth, inner_size, int(last_node))
        self.update(data)
        return self

    def digest(self):
        """The hash."""
        return _blake2(self.name, self._whole(), *self._parameters)

    def copy(self):
        """A hash of the same bytes, from here on on its own."""
        other = super().copy()
        other._parameters = self._parameters
        return other

    @property
    def digest_size(self):
        """Bytes of the digest."""
        return self._parameters[0]


class blake2b(_Blake2):
    """BLAKE2b, for 64-bit processors."""
    __slots__ = ()
    __module__ = "_blake2"
    name = "blake2b"
    SALT_SIZE = PERSON_SIZE = 16
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 64


class blake2s(_Blake2):
    """BLAKE2s, for smaller processors."""
    __slots__ = ()
    __module__ = "_blake2"
    name = "blake2s"
    SALT_SIZE = PERSON_SIZE = 8
    MAX_KEY_SIZE = MAX_DIGEST_SIZE = 32


def _known(name):
    """The name in `_SIZES` of an algorithm's name."""
    known = name.lower()
    known = _OPENSSL_NAMES.get(known, known)
    if known not in _SIZES:
        raise ValueError("unsupported hash type " + name)
    return known


def new(name, data=b"", **kwargs):
    """A hash by the name of its algorithm."""
    if not isinstance(name, str):
        raise TypeError("name must be a string")
    return globals()[_known(name)](data, **kwargs)


def file_digest(fileobj, digest, /, *, _bufsize=1 << 18):
    """The hash of what a file still holds."""
    made = new(digest) if isinstance(digest, str) else digest()
    if hasattr(fileobj, "getbuffer"):
        made.update(fileobj.getbuffer())
        return made
    if not (hasattr(fileobj, "readinto") and hasattr(fileobj, "readable") and fileobj.readable()):
        raise ValueError(f"'{fileobj!r}' is not a file-like object in binary reading mode.")
    while data := fileobj.read(_bufsize):
        made.update(data)
    return made


def _refuse_work(work, what):
    if work > WORK_MAX:
        raise NotImplementedError(f"{what}: Timeslice computes at most {WORK_MAX:,} steps in one call")


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """A key from a password (PKCS #5), computed without the GIL."""
    if not isinstance(hash_name, str):
        raise TypeError(f"pbkdf2_hmac() argument 'hash_name' must be str, not {type(hash_name).__name__}")
    try:
        name = _known(hash_name)
    except ValueError:
        raise ValueError("unsupported hash type " + hash_name) from None
    password, salt = bytes(memoryview(password)), bytes(memoryview(salt))
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if dklen is None:
        dklen = _SIZES[name][0]
    if dklen < 1:
        raise ValueError("key length must be greater than 0.")
    blocks = -(-dklen // max(1, _SIZES[name][0]))
    _refuse_work(iterations * blocks, "pbkdf2_hmac()")
    _release(_cost(iterations, blocks))
    key = _pbkdf2(name, password, salt, iterations, dklen)
    if key is None:
        raise NotImplementedError(f"pbkdf2_hmac() with {hash_name}: Timeslice has MD5, SHA-1, SHA-2 and SHA-3")
    return key


def scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64):
    """A key from a password (RFC 7914), computed without the GIL."""
    password = bytes(memoryview(password))
    if salt is None:
        raise TypeError("salt is required")
    salt = bytes(memoryview(salt))
    if n is None or n < 2 or n & n - 1:
        raise ValueError("n must be a power of 2." if n is not None else "n is required and must be an unsigned int")
    if r is None:
        raise TypeError("r is required and must be an unsigned int")
    if p is None:
        raise TypeError("p is required and must be an unsigned int")
    if not 0 <= maxmem <= 0x7FFFFFFF:
        raise ValueError("maxmem must be positive and smaller than 2147483647")
    if not 0 < dklen <= 0x7FFFFFFF:
        raise ValueError("dklen must be greater than 0 and smaller than 2147483647")
    if 128 * r * (n + p + 2) > (maxmem or 32 << 20):
        raise ValueError("[digital envelope routines] memory limit exceeded")
    _refuse_work(n * r * p, "scrypt()")
    if 128 * n * r > _SCRYPT_BYTES_MAX:
        raise NotImplementedError(f"scrypt(): Timeslice has at most {_SCRYPT_BYTES_MAX >> 20} MiB for one call")
    _release(_cost(0, n * r * p))
    key = _scrypt(password, salt, n.bit_length() - 1, r, p, dklen)
    if key is None:
        raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
    return key
