# timeslice: native
"""hashlib: MD5, SHA-1 and SHA-2, from their published definitions (RFC 1321, FIPS 180-4)."""
from math import isqrt

algorithms_guaranteed = algorithms_available = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}


def _primes(n):
    found = []
    k = 2
    while len(found) < n:
        for p in found:
            if k % p == 0:
                break
        else:
            found.append(k)
        k += 1
    return found


def _cube_root(n):
    low, high = 0, 1 << (n.bit_length() + 2) // 3 + 1
    while low < high:
        middle = (low + high + 1) // 2
        if middle ** 3 <= n:
            low = middle
        else:
            high = middle - 1
    return low


_constants = {}


def _fractions(bits, rounds):
    """The first bits of the fractional parts of the primes' cube roots and square roots."""
    if bits not in _constants:
        primes = _primes(rounds)
        mask = (1 << bits) - 1
        _constants[bits] = ([_cube_root(p << 3 * bits) & mask for p in primes],
                            [isqrt(p << 2 * bits) & mask for p in primes[:16]])
    return _constants[bits]


def _padded(data, block, order):
    length = len(data) * 8
    field = block // 8
    data += b"\x80"
    data += bytes((block - field - len(data)) % block)
    return data + length.to_bytes(field, order)


def _sha2(data, bits, state, turns):
    """SHA-2 with words of 32 or 64 bits. `turns`: the rotations of the four functions."""
    size = bits // 8
    block = 16 * size
    rounds = 64 if bits == 32 else 80
    mask = (1 << bits) - 1
    keys = _fractions(bits, rounds)[0]
    a1, a2, a3, e1, e2, e3, s1, s2, s3, t1, t2, t3 = turns
    data = _padded(data, block, "big")
    for start in range(0, len(data), block):
        w = [int.from_bytes(data[i:i + size], "big") for i in range(start, start + block, size)]
        for i in range(16, rounds):
            x, y = w[i - 15], w[i - 2]
            w.append(w[i - 16] + w[i - 7]
                     + ((x >> s1 | x << bits - s1) ^ (x >> s2 | x << bits - s2) & mask ^ x >> s3) % (mask + 1)
                     + ((y >> t1 | y << bits - t1) ^ (y >> t2 | y << bits - t2) & mask ^ y >> t3) % (mask + 1)
                     & mask)
        a, b, c, d, e, f, g, h = state
        for i in range(rounds):
            big = ((e >> e1 | e << bits - e1) ^ (e >> e2 | e << bits - e2) ^ (e >> e3 | e << bits - e3)) & mask
            t = h + big + (e & f ^ ~e & g) + keys[i] + w[i]
            big = ((a >> a1 | a << bits - a1) ^ (a >> a2 | a << bits - a2) ^ (a >> a3 | a << bits - a3)) & mask
            u = big + (a & b ^ a & c ^ b & c)
            a, b, c, d, e, f, g, h = t + u & mask, a, b, c, d + t & mask, e, f, g
        state = [x + y & mask for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return b"".join([x.to_bytes(size, "big") for x in state])


_TURNS_32 = (2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10)
_TURNS_64 = (28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6)


def _sha256(data):
    return _sha2(data, 32, _fractions(32, 64)[1][:8], _TURNS_32)


def _sha224(data):
    # The second 32 bits of the fractions of the ninth to sixteenth primes' square roots.
    return _sha2(data, 32, [x & 0xFFFFFFFF for x in _fractions(64, 80)[1][8:]], _TURNS_32)[:28]


def _sha512(data):
    return _sha2(data, 64, _fractions(64, 80)[1][:8], _TURNS_64)


def _sha384(data):
    return _sha2(data, 64, _fractions(64, 80)[1][8:], _TURNS_64)[:48]


def _sha1(data):
    mask = 0xFFFFFFFF
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0]
    data = _padded(data, 64, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[i:i + 4], "big") for i in range(start, start + 64, 4)]
        for i in range(16, 80):
            x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]
            w.append((x << 1 | x >> 31) & mask)
        a, b, c, d, e = state
        for i in range(80):
            if i < 20:
                f, k = b & c | ~b & d, 0x5A827999
            elif i < 40:
                f, k = b ^ c ^ d, 0x6ED9EBA1
            elif i < 60:
                f, k = b & c | b & d | c & d, 0x8F1BBCDC
            else:
                f, k = b ^ c ^ d, 0xCA62C1D6
            a, b, c, d, e = ((a << 5 | a >> 27) + f + e + k + w[i]) & mask, a, (b << 30 | b >> 2) & mask, c, d
        state = [x + y & mask for x, y in zip(state, (a, b, c, d, e))]
    return b"".join([x.to_bytes(4, "big") for x in state])


_MD5_TURNS = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4


def _md5(data):
    from math import sin
    mask = 0xFFFFFFFF
    keys = [int(abs(sin(i + 1)) * 4294967296) for i in range(64)]
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    data = _padded(data, 64, "little")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[i:i + 4], "little") for i in range(start, start + 64, 4)]
        a, b, c, d = state
        for i in range(64):
            if i < 16:
                f, g = b & c | ~b & d, i
            elif i < 32:
                f, g = d & b | ~d & c, (5 * i + 1) % 16
            elif i < 48:
                f, g = b ^ c ^ d, (3 * i + 5) % 16
            else:
                f, g = c ^ (b | ~d & mask), 7 * i % 16
            f = f + a + keys[i] + w[g] & mask
            n = _MD5_TURNS[i]
            a, d, c, b = d, c, b, b + (f << n | f >> 32 - n) & mask
        state = [x + y & mask for x, y in zip(state, (a, b, c, d))]
    return b"".join([x.to_bytes(4, "little") for x in state])


_ALGORITHMS = {
    "md5": (_md5, 16, 64), "sha1": (_sha1, 20, 64), "sha224": (_sha224, 28, 64), "sha256": (_sha256, 32, 64),
    "sha384": (_sha384, 48, 128), "sha512": (_sha512, 64, 128),
}


class HASH:
    """A hash of the bytes given so far."""

    def __init__(self, name, data=b""):
        self.name = name
        self._function, self.digest_size, self.block_size = _ALGORITHMS[name]
        self._data = bytearray()
        self.update(data)

    def update(self, data, /):
        """Adds bytes."""
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        self._data += data

    def digest(self):
        """The hash."""
        return self._function(bytes(self._data))

    def hexdigest(self):
        """The hash in hexadecimal."""
        return self.digest().hex()

    def copy(self):
        """A hash of the same bytes."""
        return HASH(self.name, bytes(self._data))

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"


def new(name, data=b"", **kwargs):
    """A hash by its name."""
    name = name.lower().replace("-", "")
    if name not in _ALGORITHMS:
        raise ValueError(f"unsupported hash type {name}")
    return HASH(name, data)


def md5(string=b"", *, usedforsecurity=True):
    """MD5."""
    return HASH("md5", string)


def sha1(string=b"", *, usedforsecurity=True):
    """SHA-1."""
    return HASH("sha1", string)


def sha224(string=b"", *, usedforsecurity=True):
    """SHA-224."""
    return HASH("sha224", string)


def sha256(string=b"", *, usedforsecurity=True):
    """SHA-256."""
    return HASH("sha256", string)


def sha384(string=b"", *, usedforsecurity=True):
    """SHA-384."""
    return HASH("sha384", string)


def sha512(string=b"", *, usedforsecurity=True):
    """SHA-512."""
    return HASH("sha512", string)
