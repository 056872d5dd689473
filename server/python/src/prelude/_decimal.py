# timeslice: native
"""`decimal`'s arithmetic, on (sign, coefficient, exponent), after the General Decimal Arithmetic specification: results are
exact first and then rounded once. Also logarithms and powers, on whole numbers scaled by a power of ten."""
from _decimal_context import (
    BY_ZERO, CLAMPED, IMPOSSIBLE, INEXACT, INVALID, OVERFLOW, ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR,
    ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, ROUNDED, SUBNORMAL, UNDEFINED, UNDERFLOW,
)
from math import isqrt

# What a number is, besides finite.
INF, NAN, SNAN = "F", "n", "N"


def n_digits(n):
    """Decimal digits of a whole number; 1 for 0."""
    if n == 0:
        return 1
    d = int((n.bit_length() - 1) * 0.30102999566398120)
    return d + 1 if n < 10 ** (d + 1) else d + 2


def rounded_off(sign, coef, n, rounding):
    """The coefficient without its last n digits, and whether they were not all zeros."""
    unit = 10 ** n
    kept, rest = divmod(coef, unit)
    if not rest:
        return kept, False
    if rounding == ROUND_HALF_EVEN:
        up = 2 * rest > unit or 2 * rest == unit and kept & 1
    elif rounding == ROUND_HALF_UP:
        up = 2 * rest >= unit
    elif rounding == ROUND_HALF_DOWN:
        up = 2 * rest > unit
    elif rounding == ROUND_DOWN:
        up = False
    elif rounding == ROUND_UP:
        up = True
    elif rounding == ROUND_CEILING:
        up = not sign
    elif rounding == ROUND_FLOOR:
        up = sign
    else:
        up = kept % 5 == 0
    return kept + bool(up), True


def fit(sign, coef, exp, context):
    """(coefficient or INF, exponent, status) of a result in a context."""
    prec, e_min, e_max = context.prec, context.Emin, context.Emax
    e_tiny = e_min - prec + 1
    e_top = e_max - prec + 1
    if coef == 0:
        most = e_top if context.clamp else e_max
        fitted = min(max(exp, e_tiny), most)
        return 0, fitted, CLAMPED if fitted != exp else 0
    digits = n_digits(coef)
    status = 0
    if exp + digits - 1 < e_min:
        status = SUBNORMAL
        if exp < e_tiny:
            coef, inexact = rounded_off(sign, coef, min(e_tiny - exp, digits + 2), context.rounding)
            exp = e_tiny
            status |= ROUNDED
            if inexact:
                status |= INEXACT | UNDERFLOW
                if coef == 0:
                    status |= CLAMPED
        return coef, exp, status
    if digits > prec:
        coef, inexact = rounded_off(sign, coef, digits - prec, context.rounding)
        exp += digits - prec
        status = ROUNDED | INEXACT if inexact else ROUNDED
        digits = prec
        if coef == 10 ** prec:
            coef //= 10
            exp += 1
    if exp + digits - 1 > e_max:
        status |= OVERFLOW | INEXACT | ROUNDED
        r = context.rounding
        if r in (ROUND_DOWN, ROUND_05UP) or r == ROUND_CEILING and sign or r == ROUND_FLOOR and not sign:
            return 10 ** prec - 1, e_top, status
        return INF, 0, status
    if context.clamp and exp > e_top:
        coef *= 10 ** (exp - e_top)
        exp = e_top
        status |= CLAMPED
    return coef, exp, status


def add(sign1, c1, e1, sign2, c2, e2, context):
    """(sign, coefficient, exponent) of a sum, exact unless the operands are far apart."""
    if c1 and c2:
        # What lies beyond all digits counts only as not being zero.
        if e1 < e2:
            sign1, c1, e1, sign2, c2, e2 = sign2, c2, e2, sign1, c1, e1
        far = e2 + n_digits(c2) - 1 < e1 + min(-1, n_digits(c1) - context.prec - 2) - 2
        if far:
            c2, e2 = 1, e1 + min(-1, n_digits(c1) - context.prec - 2) - 2
    exp = min(e1, e2)
    if c1 == 0 and c2 == 0:
        if sign1 == sign2:
            return sign1, 0, exp
        return int(context.rounding == ROUND_FLOOR), 0, exp
    if c1 == 0 or c2 == 0:
        # The zero has no weight, but its exponent has.
        sign, c, e = (sign2, c2, e2) if c1 == 0 else (sign1, c1, e1)
        if exp < e:
            exp = max(exp, e - context.prec - 1)
        return sign, c * 10 ** (e - exp), exp
    total = (-c1 if sign1 else c1) * 10 ** (e1 - exp) + (-c2 if sign2 else c2) * 10 ** (e2 - exp)
    if total == 0:
        return int(context.rounding == ROUND_FLOOR), 0, exp
    return int(total < 0), abs(total), exp


def divide(c1, e1, c2, e2, prec):
    """(coefficient, exponent) of a quotient of numbers that are not zero; with more digits than asked if inexact."""
    shift = n_digits(c2) - n_digits(c1) + prec + 1
    exp = e1 - e2 - shift
    if shift >= 0:
        coef, rest = divmod(c1 * 10 ** shift, c2)
    else:
        coef, rest = divmod(c1, c2 * 10 ** -shift)
    if rest:
        return coef + (coef % 5 == 0), exp
    ideal = e1 - e2
    while exp < ideal and coef % 10 == 0:
        coef //= 10
        exp += 1
    return coef, exp


def square_root(coef, exp, prec):
    """(coefficient, exponent) of the root of a number that is not zero; with more digits than asked if inexact."""
    ideal = exp >> 1
    if exp & 1:
        coef *= 10
        exp -= 1
    shift = prec + 1 - (n_digits(coef) + 1) // 2
    if shift >= 0:
        coef *= 100 ** shift
        exact = True
    else:
        coef, rest = divmod(coef, 100 ** -shift)
        exact = not rest
    root = isqrt(coef)
    exp = exp // 2 - shift
    if exact and root * root == coef:
        if shift >= 0:
            while exp < ideal and root % 10 == 0:
                root //= 10
                exp += 1
        else:
            root *= 10 ** -shift
            exp += shift
        return root, exp
    return root + (root % 5 == 0), exp


# === Logarithms and exponentials: a number x is kept as x * 10**p. ===

def _exp_scaled(x, p):
    """exp(x), for |x| < 3 or so."""
    q = p + 10
    k = 8
    x = x * 10 ** 10 >> k
    one = 10 ** q
    term = total = one
    n = 1
    while term:
        term = term * x // (one * n)
        total += term
        n += 1
        if -1 <= term <= 1:
            break
    for _ in range(k):
        total = total * total // one
    return total // 10 ** 10


def _ln_scaled(x, p):
    """ln(x) for 0.1 <= x <= 10."""
    from math import log
    q = p + 8
    x *= 10 ** 8
    one = 10 ** q
    y = int(log(x / one) * 10 ** 15) * 10 ** (q - 15) if q >= 15 else int(log(x / one) * one)
    right = 14
    while True:
        e = _exp_scaled(y, q)
        y += 2 * (x - e) * one // (x + e)
        if right > q:
            return y // 10 ** 8
        right *= 3


_ln10 = {}


def ln10(p):
    """ln(10) * 10**p."""
    if p not in _ln10:
        if len(_ln10) > 20:
            _ln10.clear()
        # ln 10 = 3 ln 2 + ln 1.25
        _ln10[p] = (3 * _ln_scaled(2 * 10 ** (p + 4), p + 4) + _ln_scaled(125 * 10 ** (p + 2), p + 4)) // 10 ** 4
    return _ln10[p]


def logarithm(coef, exp, p):
    """ln(coef * 10**exp) * 10**p."""
    d = n_digits(coef)
    mantissa = coef * 10 ** (p + 6 - d + 1) if p + 6 >= d - 1 else coef // 10 ** (d - 1 - p - 6)
    return (_ln_scaled(mantissa, p + 6) + (exp + d - 1) * ln10(p + 6)) // 10 ** 6


def exponential(x, p):
    """(coefficient, exponent) of exp(x / 10**p), with about p digits."""
    extra = n_digits(abs(x) // 10 ** p) + 2
    tens, rest = divmod(x * 10 ** extra, ln10(p + extra))
    return _exp_scaled(rest // 10 ** extra, p), tens - p


def whole_power(coef, exp, n, prec):
    """(coefficient, exponent, inexact) of a number to the power of n >= 0; exact while that is cheap."""
    if n * n_digits(coef) <= 20_000:
        return coef ** n, exp * n, False
    work = prec + n_digits(n) + 6
    c, e, inexact = 1, 0, False
    for bit in bin(n)[2:]:
        c, e = c * c, e * 2
        if bit == "1":
            c, e = c * coef, e + exp
        over = n_digits(c) - work
        if over > 0:
            c, lost = rounded_off(0, c, over, ROUND_HALF_EVEN)
            e += over
            inexact = inexact or lost
    return c, e, inexact
