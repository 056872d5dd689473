# timeslice: native
"""What `Decimal` and `Context` do with operands, by name: functions of a context and Decimals."""
import _decimal as _d
from _decimal import INF, NAN, SNAN
from _decimal_context import BY_ZERO, IMPOSSIBLE, INEXACT, INVALID, ROUND_FLOOR, ROUND_HALF_EVEN, ROUNDED, UNDEFINED
from decimal import Decimal, _invalid, _make, _nan, _result, _whole


def plus(context, a):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind:
        return a
    sign = a._sign
    if not a._coef:
        sign = int(context.rounding == ROUND_FLOOR and sign)
    return _result(context, sign, a._coef, a._exp)


def minus(context, a):
    if a.is_nan():
        return _nan(context, a)
    return plus(context, a.copy_negate())


def absolute(context, a):
    return minus(context, a) if a._sign else plus(context, a)


def add(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    if a._kind or b._kind:
        if a._kind and b._kind and a._sign != b._sign:
            return _invalid(context)
        return a if a._kind else b
    return _result(context, *_d.add(a._sign, a._coef, a._exp, b._sign, b._coef, b._exp, context))


def subtract(context, a, b):
    return add(context, a, b if b.is_nan() else b.copy_negate())


def multiply(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    sign = a._sign ^ b._sign
    if a._kind or b._kind:
        if not a or not b:
            return _invalid(context)
        return _make(sign, 0, 0, INF)
    return _result(context, sign, a._coef * b._coef, a._exp + b._exp)


def divide(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    sign = a._sign ^ b._sign
    if a._kind:
        return _invalid(context) if b._kind else _make(sign, 0, 0, INF)
    if b._kind:
        return _result(context, sign, 0, context.Etiny())
    if not b._coef:
        if not a._coef:
            return _invalid(context, UNDEFINED)
        context._happened(BY_ZERO)
        return _make(sign, 0, 0, INF)
    if not a._coef:
        return _result(context, sign, 0, a._exp - b._exp)
    return _result(context, sign, *_d.divide(a._coef, a._exp, b._coef, b._exp, context.prec))


def _parts(context, a, b):
    """Quotient and remainder of finite numbers, b not zero; None if the quotient has too many digits."""
    if a._coef and a.adjusted() - b.adjusted() > context.prec:
        return None
    exp = min(a._exp, b._exp)
    if a._coef and a.adjusted() < b.adjusted():
        return 0, a._coef, a._exp
    if not a._coef:
        return 0, 0, exp
    quotient, rest = divmod(a._coef * 10 ** (a._exp - exp), b._coef * 10 ** (b._exp - exp))
    return None if quotient >= 10 ** context.prec else (quotient, rest, exp)


def divide_int(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    sign = a._sign ^ b._sign
    if a._kind:
        return _invalid(context) if b._kind else _make(sign, 0, 0, INF)
    if b._kind:
        return _make(sign, 0, 0)
    if not b._coef:
        if not a._coef:
            return _invalid(context, UNDEFINED)
        context._happened(BY_ZERO)
        return _make(sign, 0, 0, INF)
    parts = _parts(context, a, b)
    return _invalid(context, IMPOSSIBLE) if parts is None else _make(sign, parts[0], 0)


def remainder(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    if a._kind:
        return _invalid(context)
    if b._kind:
        return _result(context, a._sign, a._coef, a._exp)
    if not b._coef:
        return _invalid(context, INVALID if a._coef else UNDEFINED)
    parts = _parts(context, a, b)
    if parts is None:
        return _invalid(context, IMPOSSIBLE)
    return _result(context, a._sign, parts[1], parts[2])


def both(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan, nan
    sign = a._sign ^ b._sign
    if a._kind:
        if b._kind:
            return _invalid(context), _make(0, 0, 0, NAN)
        context._happened(INVALID)
        return _make(sign, 0, 0, INF), _make(0, 0, 0, NAN)
    if not b._kind and not b._coef:
        if not a._coef:
            return _invalid(context, UNDEFINED), _make(0, 0, 0, NAN)
        context._happened(BY_ZERO | INVALID)
        return _make(sign, 0, 0, INF), _make(0, 0, 0, NAN)
    return divide_int(context, a, b), remainder(context, a, b)


def remainder_near(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    if a._kind:
        return _invalid(context)
    if b._kind:
        return _result(context, a._sign, a._coef, a._exp)
    if not b._coef:
        return _invalid(context, INVALID if a._coef else UNDEFINED)
    if a._coef and a.adjusted() - b.adjusted() > context.prec:
        return _invalid(context, IMPOSSIBLE)
    exp = min(a._exp, b._exp)
    divisor = b._coef * 10 ** (b._exp - exp)
    quotient, rest = divmod(a._coef * 10 ** (a._exp - exp), divisor)
    sign = a._sign
    if 2 * rest + (quotient & 1) > divisor:
        rest, sign, quotient = divisor - rest, 1 - sign, quotient + 1
    if quotient >= 10 ** context.prec:
        return _invalid(context, IMPOSSIBLE)
    return _result(context, sign, rest, exp)


def fma(context, a, b, c):
    nan = _nan(context, a, b, c)
    if nan is not None:
        return nan
    sign = a._sign ^ b._sign
    if a._kind or b._kind:
        if not a or not b:
            return _invalid(context)
        return add(context, _make(sign, 0, 0, INF), c)
    return add(context, _make(sign, a._coef * b._coef, a._exp + b._exp), c)


def sqrt(context, a):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind is None and not a._coef:
        return _result(context, a._sign, 0, a._exp >> 1)
    if a._sign:
        return _invalid(context)
    if a._kind:
        return a
    coef, exp = _d.square_root(a._coef, a._exp, context.prec)
    return _half_even(context, 0, coef, exp)


def _half_even(context, sign, coef, exp, status=0):
    """A result that is rounded to nearest, whatever the context says."""
    near = context.copy()
    near.rounding = ROUND_HALF_EVEN
    near._trapped = near._status = 0
    found = _result(near, sign, coef, exp)
    if status | near._status:
        context._happened(status | near._status)
    return found


def _approximate(context, compute):
    """The number that compute(digits) -> (sign, coefficient, exponent) approaches, to nearest."""
    digits = context.prec + 8
    while True:
        sign, coef, exp = compute(digits)
        over = _d.n_digits(coef) - context.prec
        tail = coef % 10 ** over if over > 0 else 0
        middle = 5 * 10 ** (over - 1) if over > 0 else 0
        if over > 3 and abs(tail - middle) > 100 or digits > 4 * context.prec + 100:
            return _half_even(context, sign, coef, exp, INEXACT | ROUNDED)
        digits += context.prec + 10


def exp(context, a):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind:
        return _make(0, 0, 0) if a._sign else a
    if not a._coef:
        return _make(0, 1, 0)
    if a.adjusted() > 8:
        return _result(context, 0, 1, -10 ** 9 if a._sign else 10 ** 9, INEXACT | ROUNDED)
    if a.adjusted() < -context.prec - 2:
        near = 10 ** (context.prec + 2)
        return _half_even(context, 0, near - 1 if a._sign else near + 1, -context.prec - 2)

    def compute(digits):
        x = a._coef * 10 ** (a._exp + digits) if a._exp + digits >= 0 else a._coef // 10 ** -(a._exp + digits)
        return (0, *_d.exponential(-x if a._sign else x, digits))

    return _approximate(context, compute)


def _log(context, a, base_ten):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind is None and not a._coef:
        return _make(1, 0, 0, INF)
    if a._sign:
        return _invalid(context)
    if a._kind:
        return a
    if a._compare(Decimal(1)) == 0:
        return _make(0, 0, 0)
    if base_ten and a._coef == 10 ** (_d.n_digits(a._coef) - 1):
        power = a.adjusted()
        return _result(context, int(power < 0), abs(power), 0)

    def compute(digits):
        # Near 1 the first digits of the result are zeros.
        digits += _d.n_digits(a._coef) + 2 if -2 < a.adjusted() < 1 else 2
        found = _d.logarithm(a._coef, a._exp, digits)
        if base_ten:
            found = found * 10 ** digits // _d.ln10(digits)
        return int(found < 0), abs(found), -digits

    return _approximate(context, compute)


def ln(context, a):
    return _log(context, a, False)


def log10(context, a):
    return _log(context, a, True)


def logb(context, a):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind:
        return _make(0, 0, 0, INF)
    if not a._coef:
        context._happened(BY_ZERO)
        return _make(1, 0, 0, INF)
    return Decimal(a.adjusted())


def _is_whole(a):
    return a._kind is None and (a._exp >= 0 or a._coef % 10 ** min(-a._exp, _d.n_digits(a._coef) + 1) == 0)


def power(context, a, b, modulo=None):
    if modulo is not None:
        modulo = Decimal(modulo) if isinstance(modulo, int) else modulo
        if not (_is_whole(a) and _is_whole(b) and _is_whole(modulo)) or not modulo or b._sign and b or not a and not b:
            return _invalid(context)
        sign = a._sign & int(b) & 1
        return _result(context, sign, pow(abs(int(a)), int(b), abs(int(modulo))), 0)
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    whole = _is_whole(b)
    if not b and b._kind is None:
        return _invalid(context) if a._kind is None and not a._coef else _make(0, 1, 0)
    sign = a._sign if whole and int(b) & 1 else 0
    if a._kind is None and not a._coef:
        return _make(sign, 0, 0, INF) if b._sign else _result(context, sign, 0, 0)
    if a._sign and not whole:
        return _invalid(context)
    if a._kind:
        return _result(context, sign, 0, context.Etiny()) if b._sign else _make(sign, 0, 0, INF)
    size = a.copy_abs()._compare(Decimal(1))
    if b._kind:
        if size == 0:
            return _half_even(context, sign, 10 ** (context.prec - 1), 1 - context.prec, INEXACT | ROUNDED)
        return _make(sign, 0, 0, INF) if (size > 0) != bool(b._sign) else _result(context, sign, 0, context.Etiny())
    if whole and b.adjusted() < 19:
        n = abs(int(b))
        # Where the result is bound to be out of range, any power that is so will do.
        n = n if abs(a.adjusted() + 1) * n < 10 ** 20 and n < 10 ** 12 else min(n, 10 ** 12)
        coef, e, inexact = _d.whole_power(a._coef, a._exp, n, context.prec)
        status = INEXACT | ROUNDED if inexact else 0
        if not b._sign:
            return _result(context, sign, coef, e, status)
        return _result(context, sign, *_d.divide(1, 0, coef, e, context.prec + (4 if inexact else 0)), status)
    if size == 0:
        return _half_even(context, sign, 10 ** (context.prec - 1), 1 - context.prec, INEXACT | ROUNDED)
    digits = context.prec + 14 + max(0, b.adjusted())
    log = _d.logarithm(a._coef, a._exp, digits)
    x = log * b._coef
    x = x * 10 ** b._exp if b._exp >= 0 else x // 10 ** -b._exp
    if _d.n_digits(abs(x)) - digits > 9:
        return _result(context, sign, 1, 10 ** 9 if (x > 0) != bool(b._sign) else -10 ** 9, INEXACT | ROUNDED)
    coef, e = _d.exponential(-x if b._sign else x, digits)
    over = _d.n_digits(coef) - context.prec - 6
    coef, _ = _d.rounded_off(0, coef, over, ROUND_HALF_EVEN)
    return _half_even(context, sign, coef, e + over, INEXACT | ROUNDED)


def normalize(context, a):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind:
        return a
    found = plus(context, a) if a._coef else a
    if found._kind:
        return found
    if not found._coef:
        return _make(a._sign, 0, 0)
    coef, e = found._coef, found._exp
    most = context.Etop() if context.clamp else context.Emax
    while coef % 10 == 0 and e < most:
        coef //= 10
        e += 1
    return _make(found._sign, coef, e)


def _choose(context, a, b, largest, by_size):
    if a.is_nan() != b.is_nan() and SNAN not in (a._kind, b._kind):
        return plus(context, b if a.is_nan() else a)
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    order = a.copy_abs()._compare(b.copy_abs()) if by_size else a._compare(b)
    if not order:
        order = int(a.compare_total(b))
    return plus(context, a if (order >= 0) == largest else b)


def maximum(context, a, b):
    return _choose(context, a, b, True, False)


def minimum(context, a, b):
    return _choose(context, a, b, False, False)


def max_mag(context, a, b):
    return _choose(context, a, b, True, True)


def min_mag(context, a, b):
    return _choose(context, a, b, False, True)


def _next(context, a, up):
    nan = _nan(context, a)
    if nan is not None:
        return nan
    if a._kind:
        if bool(a._sign) != up:
            return a
        return _make(a._sign, 10 ** context.prec - 1, context.Etop())
    quiet = context.copy()
    quiet.rounding = "ROUND_CEILING" if up else "ROUND_FLOOR"
    quiet._trapped = quiet._status = 0
    found = plus(quiet, a)
    if found._kind or found._compare(a):
        return found
    return add(quiet, a, _make(int(not up), 1, context.Etiny() - 1))


def next_plus(context, a):
    return _next(context, a, True)


def next_minus(context, a):
    return _next(context, a, False)


def next_toward(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    order = a._compare(b)
    if not order:
        return a.copy_sign(b)
    return _next(context, a, order < 0)


def scaleb(context, a, b):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    if b._kind or b._exp != 0 or b._coef > 2 * (context.Emax + context.prec):
        return _invalid(context)
    return a if a._kind else _result(context, a._sign, a._coef, a._exp + int(b))


def _move(context, a, b, around):
    nan = _nan(context, a, b)
    if nan is not None:
        return nan
    if b._kind or b._exp != 0 or b._coef > context.prec:
        return _invalid(context)
    if a._kind:
        return a
    limit, n = 10 ** context.prec, int(b)
    coef = a._coef % limit
    if around:
        n %= context.prec
        high, low = divmod(coef, 10 ** (context.prec - n))
        return _make(a._sign, low * 10 ** n + high, a._exp)
    return _make(a._sign, coef * 10 ** n % limit if n >= 0 else coef // 10 ** -n, a._exp)


def shift(context, a, b):
    return _move(context, a, b, False)


def rotate(context, a, b):
    return _move(context, a, b, True)


OPERATIONS = {
    "plus": plus, "minus": minus, "abs": absolute, "add": add, "subtract": subtract, "multiply": multiply,
    "divide": divide, "divide_int": divide_int, "remainder": remainder, "divmod": both, "power": power,
}
# name: function, number of operands, whether Decimal has it too.
METHODS = {name: (f, 1 if name in ("plus", "minus", "abs") else 3 if name == "power" else 2, False)
           for name, f in OPERATIONS.items()}
METHODS.update({
    "fma": (fma, 3, True), "sqrt": (sqrt, 1, True), "exp": (exp, 1, True), "ln": (ln, 1, True),
    "log10": (log10, 1, True), "logb": (logb, 1, True), "normalize": (normalize, 1, True), "max": (maximum, 2, True),
    "min": (minimum, 2, True), "max_mag": (max_mag, 2, True), "min_mag": (min_mag, 2, True),
    "next_plus": (next_plus, 1, True), "next_minus": (next_minus, 1, True), "next_toward": (next_toward, 2, True),
    "remainder_near": (remainder_near, 2, True), "scaleb": (scaleb, 2, True), "shift": (shift, 2, True),
    "rotate": (rotate, 2, True),
})
