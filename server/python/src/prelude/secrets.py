"""secrets: random numbers as for passwords; here of the machine's seed, so that a run can be repeated."""
from hmac import compare_digest
from os import urandom
from random import SystemRandom

_sysrand = SystemRandom()
randbits = _sysrand.getrandbits
choice = _sysrand.choice
DEFAULT_ENTROPY = 32


def randbelow(exclusive_upper_bound):
    """A number from 0 on, below the bound."""
    if exclusive_upper_bound <= 0:
        raise ValueError("Upper bound must be positive.")
    return _sysrand._randbelow(exclusive_upper_bound)


def token_bytes(nbytes=None):
    """Random bytes."""
    return urandom(DEFAULT_ENTROPY if nbytes is None else nbytes)


def token_hex(nbytes=None):
    """Random bytes in hexadecimal."""
    return token_bytes(nbytes).hex()


def token_urlsafe(nbytes=None):
    """Random bytes in the letters of base64 for addresses."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    data = token_bytes(nbytes)
    bits = int.from_bytes(data, "big") << (-len(data) * 8 % 6)
    n = (len(data) * 8 + 5) // 6
    return "".join([letters[bits >> 6 * i & 63] for i in range(n - 1, -1, -1)])


