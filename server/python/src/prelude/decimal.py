# timeslice: native
"""decimal: decimal numbers that behave as on paper. Signals and contexts are in `_decimal_context`, the arithmetic on
coefficients in `_decimal`."""
import math
import numbers
import re
import sys
import _decimal as _d
from _decimal import INF, NAN, SNAN
from _decimal_context import *
from _decimal_context import (
    BY_ZERO, CLAMPED, FLOAT, IMPOSSIBLE, INEXACT, INVALID, ROUNDED, SYNTAX, UNDEFINED, ContextBase, current, templates,
)
import _decimal_context
from collections import namedtuple

__version__, __libmpdec_version__ = "1.70", "2.5.1"
HAVE_THREADS = HAVE_CONTEXTVAR = True

DecimalTuple = namedtuple("DecimalTuple", "sign digits exponent", module="decimal")
_TEXT = re.compile(
    r"([-+])?(?:(\d*)(?:\.(\d*))?(?:e([-+]?\d+))?|(inf(?:inity)?)|(s)?nan(\d*))", re.IGNORECASE)
_HASH_P = sys.hash_info.modulus if hasattr(sys, "hash_info") else (1 << 61) - 1
_HASH_10INV = pow(10, _HASH_P - 2, _HASH_P)
_object_new = object.__new__


def _make(sign, coef, exp, kind=None, cls=None):
    made = _object_new(cls or Decimal)
    made._sign, made._coef, made._exp, made._kind = sign, coef, exp, kind
    return made


def _result(context, sign, coef, exp, status=0):
    """A number in a context."""
    coef, exp, more = _d.fit(sign, coef, exp, context)
    if status | more:
        context._happened(status | more)
    if coef == INF:
        return _make(sign, 0, 0, INF)
    return _make(sign, coef, exp)


def _invalid(context, status=INVALID):
    context._happened(status)
    return _make(0, 0, 0, NAN)


def _nan(context, a, b=None, c=None):
    """What an operation on NaNs gives, or None."""
    operands = [x for x in (a, b, c) if x is not None and x._kind in (NAN, SNAN)]
    if not operands:
        return None
    signalling = [x for x in operands if x._kind == SNAN]
    if signalling:
        context._happened(INVALID)
    first = (signalling or operands)[0]
    keep = context.prec - context.clamp
    return _make(first._sign, first._coef % 10 ** keep if keep < 4000 else first._coef, 0, NAN)


def _convert(value):
    """An operand of arithmetic, or None."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return _make(int(value < 0), abs(int(value)), 0)
    return None


def _operand(value):
    """An argument of a method."""
    made = _convert(value)
    if made is None:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return made


def _parse(text, context, cls=None):
    """The number that a text is, exactly; None if it is none."""
    text = text.strip().replace("_", "")
    match = _TEXT.fullmatch(text)
    if not match:
        return None
    sign, whole, part, exp, infinite, signalling, payload = match.groups()
    sign = int(sign == "-")
    if infinite:
        return _make(sign, 0, 0, INF, cls)
    if payload is not None:
        return _make(sign, int(payload or 0), 0, SNAN if signalling else NAN, cls)
    part = part or ""
    if not whole and not part:
        return None
    return _make(sign, int((whole or "") + part), int(exp or 0) - len(part), None, cls)


def _binary(name, reflected):
    """The operator that the method `name` of contexts is."""
    def forward(self, other):
        other = _convert(other)
        return NotImplemented if other is None else _OPERATIONS[name](getcontext(), self, other)

    def backward(self, other):
        other = _convert(other)
        return NotImplemented if other is None else _OPERATIONS[name](getcontext(), other, self)

    return backward if reflected else forward


class Decimal:
    """A sign, a coefficient and an exponent; or an infinity, or a NaN."""
    __slots__ = ("_sign", "_coef", "_exp", "_kind")

    def __new__(cls, value="0", context=None):
        if isinstance(value, str):
            made = _parse(value, context, cls)
            if made is None:
                (context or getcontext())._happened(SYNTAX)
                return _make(0, 0, 0, NAN, cls)
            return made
        if isinstance(value, int):
            return _make(int(value < 0), abs(int(value)), 0, None, cls)
        if isinstance(value, Decimal):
            if type(value) is cls:
                return value
            return _make(value._sign, value._coef, value._exp, value._kind, cls)
        if isinstance(value, float):
            (context or getcontext())._happened(FLOAT)
            return cls.from_float(value)
        if isinstance(value, (tuple, list)):
            return cls._from_tuple(value)
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")

    @classmethod
    def _from_tuple(cls, value):
        if len(value) != 3:
            raise ValueError("argument must be a sequence of length 3")
        sign, digits, exp = value
        if sign not in (0, 1) or not isinstance(sign, int):
            raise ValueError("sign must be an integer with the value 0 or 1")
        coef = 0
        if exp == "F":
            return _make(sign, 0, 0, INF, cls)
        for digit in digits:
            if not isinstance(digit, int) or not 0 <= digit <= 9:
                raise ValueError("coefficient must be a tuple of digits")
            coef = coef * 10 + digit
        if exp in ("n", "N"):
            return _make(sign, coef, 0, exp, cls)
        if not isinstance(exp, int):
            raise ValueError("string argument in the third position must be 'F', 'n' or 'N'"
                             if isinstance(exp, str) else "exponent must be an integer")
        return _make(sign, coef, exp, None, cls)

    @classmethod
    def from_float(cls, f, /):
        """Exactly the float."""
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError("argument must be int or float")
        if math.isnan(f):
            return _make(int(math.copysign(1, f) < 0), 0, 0, NAN, cls)
        if math.isinf(f):
            return _make(int(f < 0), 0, 0, INF, cls)
        n, d = abs(f).as_integer_ratio()
        k = d.bit_length() - 1
        return _make(int(math.copysign(1, f) < 0), n * 5 ** k, -k, None, cls)

    # Texts.

    def __repr__(self):
        return f"Decimal('{self}')"

    def __str__(self):
        return self._text(False, getcontext())

    def to_eng_string(self, context=None):
        """With an exponent that is a multiple of 3."""
        return self._text(True, context or getcontext())

    def _text(self, engineering, context):
        sign = "-" if self._sign else ""
        if self._kind == INF:
            return sign + "Infinity"
        if self._kind:
            return sign + ("NaN" if self._kind == NAN else "sNaN") + (str(self._coef) if self._coef else "")
        digits, exp = str(self._coef), self._exp
        left = exp + len(digits)
        if exp <= 0 and left > -6:
            point = left
        elif not engineering:
            point = 1
        elif self._coef == 0:
            point = (left + 1) % 3 - 1
        else:
            point = (left - 1) % 3 + 1
        if point <= 0:
            text = "0." + "0" * -point + digits
        elif point >= len(digits):
            text = digits + "0" * (point - len(digits))
        else:
            text = digits[:point] + "." + digits[point:]
        if left != point:
            text += f"{'E' if context.capitals else 'e'}{left - point:+d}"
        return sign + text

    def __format__(self, spec, /):
        from _decimal_format import formatted
        return formatted(self, spec, getcontext())

    def as_tuple(self):
        """Sign, digits, exponent."""
        if self._kind == INF:
            return DecimalTuple(self._sign, (0,), "F")
        if self._kind:
            return DecimalTuple(self._sign, tuple(map(int, str(self._coef))) if self._coef else (), self._kind)
        return DecimalTuple(self._sign, tuple(map(int, str(self._coef))), self._exp)

    def as_integer_ratio(self):
        """Numerator and denominator, in lowest terms."""
        if self._kind == INF:
            raise OverflowError("cannot convert Infinity to integer ratio")
        if self._kind:
            raise ValueError("cannot convert NaN to integer ratio")
        n = -self._coef if self._sign else self._coef
        if self._exp >= 0:
            return n * 10 ** self._exp, 1
        d = 10 ** -self._exp
        g = math.gcd(n, d)
        return n // g, d // g

    def __reduce__(self):
        return (type(self), (str(self),))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo, /):
        return self

    # What it is.

    def is_nan(self):
        return self._kind in (NAN, SNAN)

    def is_qnan(self):
        return self._kind == NAN

    def is_snan(self):
        return self._kind == SNAN

    def is_infinite(self):
        return self._kind == INF

    def is_finite(self):
        return self._kind is None

    def is_signed(self):
        return self._sign == 1

    def is_zero(self):
        return self._kind is None and self._coef == 0

    def is_canonical(self):
        return True

    def is_normal(self, context=None):
        return self._kind is None and self._coef != 0 and self.adjusted() >= (context or getcontext()).Emin

    def is_subnormal(self, context=None):
        return self._kind is None and self._coef != 0 and self.adjusted() < (context or getcontext()).Emin

    def adjusted(self):
        """The exponent of the first digit."""
        return 0 if self._kind else self._exp + _d.n_digits(self._coef) - 1

    def number_class(self, context=None):
        """One of ten words."""
        if self._kind:
            return {NAN: "NaN", SNAN: "sNaN"}.get(self._kind) or ("-" if self._sign else "+") + "Infinity"
        word = "Zero" if not self._coef else "Subnormal" if self.is_subnormal(context) else "Normal"
        return ("-" if self._sign else "+") + word

    def radix(self):
        return Decimal(10)

    def canonical(self):
        return self

    def conjugate(self):
        return self

    real = property(lambda self: self)
    imag = property(lambda self: Decimal(0))

    def __bool__(self):
        return self._kind is not None or self._coef != 0

    # Comparing.

    def _compare(self, other):
        """-1, 0 or 1; no NaNs."""
        if self._kind == INF or other._kind == INF:
            a = 0 if self._kind != INF else -1 if self._sign else 1
            b = 0 if other._kind != INF else -1 if other._sign else 1
            return (a > b) - (a < b)
        if self._coef == 0 or other._coef == 0:
            a = 0 if not self._coef else -1 if self._sign else 1
            b = 0 if not other._coef else -1 if other._sign else 1
            return (a > b) - (a < b)
        if self._sign != other._sign:
            return -1 if self._sign else 1
        a, b = self.adjusted(), other.adjusted()
        if a == b:
            exp = min(self._exp, other._exp)
            a, b = self._coef * 10 ** (self._exp - exp), other._coef * 10 ** (other._exp - exp)
        order = (a > b) - (a < b)
        return -order if self._sign else order

    def _ordered(self, other, equality):
        """The order as an int, None if there is none, NotImplemented."""
        if isinstance(other, float):
            getcontext()._happened(FLOAT) if not equality else None
            other = Decimal.from_float(other)
        elif isinstance(other, numbers.Rational) and not isinstance(other, int):
            if self._kind is None:
                self = _exact(self._sign, self._coef * other.denominator, self._exp)
            other = Decimal(other.numerator)
        elif equality and isinstance(other, complex) and other.imag == 0:
            other = Decimal.from_float(other.real)
        else:
            other = _convert(other)
            if other is None:
                return NotImplemented
        if self.is_nan() or other.is_nan():
            if not equality or SNAN in (self._kind, other._kind):
                getcontext()._happened(INVALID)
            return None
        return self._compare(other)

    def __eq__(self, other):
        order = self._ordered(other, True)
        return order if order is NotImplemented else order == 0

    def __lt__(self, other):
        order = self._ordered(other, False)
        return order if order is NotImplemented else order is not None and order < 0

    def __le__(self, other):
        order = self._ordered(other, False)
        return order if order is NotImplemented else order is not None and order <= 0

    def __gt__(self, other):
        order = self._ordered(other, False)
        return order if order is NotImplemented else order is not None and order > 0

    def __ge__(self, other):
        order = self._ordered(other, False)
        return order if order is NotImplemented else order is not None and order >= 0

    def __hash__(self):
        if self._kind == SNAN:
            raise TypeError("Cannot hash a signaling NaN value")
        if self._kind == NAN:
            return object.__hash__(self)
        if self._kind == INF:
            return -314159 if self._sign else 314159
        power = pow(10, self._exp, _HASH_P) if self._exp >= 0 else pow(_HASH_10INV, -self._exp, _HASH_P)
        found = self._coef * power % _HASH_P
        found = -found if self._sign else found
        return -2 if found == -1 else found

    def compare(self, other, context=None):
        """-1, 0, 1 or NaN, as a Decimal."""
        other = _operand(other)
        nan = _nan(context or getcontext(), self, other)
        return nan if nan is not None else Decimal(self._compare(other))

    def compare_signal(self, other, context=None):
        """The same; every NaN is an invalid operation."""
        other = _operand(other)
        if self.is_nan() or other.is_nan():
            return _invalid(context or getcontext())
        return Decimal(self._compare(other))

    def compare_total(self, other, context=None):
        """The order in which no two representations are equal."""
        other = _operand(other)

        def key(x):
            rank = {None: 0, INF: 1, SNAN: 2, NAN: 3}[x._kind]
            return rank

        if self._sign != other._sign:
            return Decimal(-1 if self._sign else 1)
        a, b = key(self), key(other)
        order = (a > b) - (a < b)
        if not order and a > 1:
            order = (self._coef > other._coef) - (self._coef < other._coef)
        elif not order and a == 0:
            order = self.copy_abs()._compare(other.copy_abs())
            order = order or (self._exp > other._exp) - (self._exp < other._exp)
        return Decimal(-order if self._sign else order)

    def compare_total_mag(self, other, context=None):
        return self.copy_abs().compare_total(_operand(other).copy_abs())

    def same_quantum(self, other, context=None):
        """Whether both have the same exponent."""
        other = _operand(other)
        if self._kind or other._kind:
            return self.is_nan() and other.is_nan() or self._kind == other._kind == INF
        return self._exp == other._exp

    # Numbers of other kinds.

    def __int__(self):
        if self._kind == INF:
            raise OverflowError("cannot convert Infinity to integer")
        if self._kind:
            raise ValueError("cannot convert NaN to integer")
        n = self._coef * 10 ** self._exp if self._exp >= 0 else self._coef // 10 ** min(-self._exp, 1 + _d.n_digits(self._coef))
        return -n if self._sign else n

    __trunc__ = __int__

    def __float__(self):
        if self._kind == SNAN:
            raise ValueError("cannot convert signaling NaN to float")
        return float("-nan" if self._kind and self._sign and self._kind != INF else str(self)) if self._kind != NAN \
            else math.nan

    def __complex__(self):
        return complex(float(self))

    def __floor__(self):
        return int(_whole(self, ROUND_FLOOR))

    def __ceil__(self):
        return int(_whole(self, ROUND_CEILING))

    def __round__(self, ndigits=None):
        if ndigits is None:
            return int(_whole(self, ROUND_HALF_EVEN))
        if not isinstance(ndigits, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(_make(0, 1, -ndigits))

    # Arithmetic.

    def __neg__(self):
        return _OPERATIONS["minus"](getcontext(), self)

    def __pos__(self):
        return _OPERATIONS["plus"](getcontext(), self)

    def __abs__(self):
        return _OPERATIONS["abs"](getcontext(), self)

    __add__, __radd__ = _binary("add", False), _binary("add", True)
    __sub__, __rsub__ = _binary("subtract", False), _binary("subtract", True)
    __mul__, __rmul__ = _binary("multiply", False), _binary("multiply", True)
    __truediv__, __rtruediv__ = _binary("divide", False), _binary("divide", True)
    __floordiv__, __rfloordiv__ = _binary("divide_int", False), _binary("divide_int", True)
    __mod__, __rmod__ = _binary("remainder", False), _binary("remainder", True)
    __divmod__, __rdivmod__ = _binary("divmod", False), _binary("divmod", True)
    __rpow__ = _binary("power", True)

    def __pow__(self, other, modulo=None):
        other = _convert(other)
        if other is None:
            return NotImplemented
        return _OPERATIONS["power"](getcontext(), self, other, modulo)

    def copy_abs(self):
        return _make(0, self._coef, self._exp, self._kind)

    def copy_negate(self):
        return _make(1 - self._sign, self._coef, self._exp, self._kind)

    def copy_sign(self, other, context=None):
        return _make(_operand(other)._sign, self._coef, self._exp, self._kind)

    def quantize(self, exp, rounding=None, context=None):
        """The same number with the exponent of another one."""
        context = context or getcontext()
        exp = _operand(exp)
        nan = _nan(context, self, exp)
        if nan is not None:
            return nan
        if self._kind or exp._kind:
            return self if self._kind == exp._kind else _invalid(context)
        wanted, status = exp._exp, 0
        if not context.Etiny() <= wanted <= context.Emax:
            return _invalid(context)
        if wanted <= self._exp:
            if self._coef and _d.n_digits(self._coef) + self._exp - wanted > context.prec:
                return _invalid(context)
            coef = self._coef * 10 ** (self._exp - wanted) if self._coef else 0
        else:
            n = min(wanted - self._exp, _d.n_digits(self._coef) + 2)
            coef, inexact = _d.rounded_off(self._sign, self._coef, n, rounding or context.rounding)
            status = ROUNDED | INEXACT if inexact else ROUNDED
        if _d.n_digits(coef) > context.prec or coef and wanted + _d.n_digits(coef) - 1 > context.Emax:
            return _invalid(context)
        if coef and wanted + _d.n_digits(coef) - 1 < context.Emin:
            status |= _d.SUBNORMAL
        if status:
            context._happened(status)
        return _make(self._sign, coef, wanted)

    def to_integral_exact(self, rounding=None, context=None):
        """A whole number; digits that go are signalled."""
        context = context or getcontext()
        found = self.to_integral_value(rounding, context)
        if self._kind is None and self._exp < 0:
            context._happened(ROUNDED | (INEXACT if self._compare(found) else 0))
        return found

    def to_integral_value(self, rounding=None, context=None):
        """A whole number."""
        context = context or getcontext()
        nan = _nan(context, self)
        if nan is not None:
            return nan
        return _whole(self, rounding or context.rounding)

    to_integral = to_integral_value


def _exact(sign, coef, exp):
    return _make(sign, coef, exp)


def _whole(x, rounding):
    if x._kind == INF and rounding in (ROUND_FLOOR, ROUND_CEILING, ROUND_HALF_EVEN) or x._kind is None and x._exp >= 0:
        return x
    if x._kind:
        return x
    coef, _ = _d.rounded_off(x._sign, x._coef, min(-x._exp, _d.n_digits(x._coef) + 2), rounding)
    return _make(x._sign, coef, 0)


class Context(ContextBase):
    """Precision, rounding, limits and signals, and the operations that use them."""

    def create_decimal(self, num="0", /):
        """A Decimal, rounded to this context."""
        if isinstance(num, float):
            self._happened(FLOAT)
            made = Decimal.from_float(num)
        elif isinstance(num, str):
            made = _parse(num, self)
            if made is None or num != num.strip() or "_" in num:
                return _invalid(self, SYNTAX)
        else:
            made = Decimal(num)
        if made._kind:
            return made
        return _result(self, made._sign, made._coef, made._exp)

    def create_decimal_from_float(self, f, /):
        """Exactly the float, then rounded."""
        made = Decimal.from_float(f)
        return made if made._kind else _result(self, made._sign, made._coef, made._exp)

    def to_sci_string(self, a, /):
        return _operand(a)._text(False, self)

    def to_eng_string(self, a, /):
        return _operand(a)._text(True, self)


_decimal_context.DefaultContext = DefaultContext = Context(
    28, ROUND_HALF_EVEN, -999999, 999999, 1, 0, [], [InvalidOperation, DivisionByZero, Overflow])
BasicContext = Context(9, ROUND_HALF_UP, -999999, 999999, 1, 0, [],
                       [InvalidOperation, DivisionByZero, Overflow, Underflow, Clamped])
ExtendedContext = Context(9, ROUND_HALF_EVEN, -999999, 999999, 1, 0, [], [])
templates.extend([DefaultContext, BasicContext, ExtendedContext])
numbers.Number.register(Decimal)

from _decimal_operations import OPERATIONS as _OPERATIONS
import _decimal_methods

_decimal_methods.install(Decimal, Context, _operand)

__all__ = [
    "Decimal", "Context", "DecimalTuple", "DefaultContext", "BasicContext", "ExtendedContext", "DecimalException",
    "Clamped", "InvalidOperation", "DivisionByZero", "Inexact", "Rounded", "Subnormal", "Overflow", "Underflow",
    "FloatOperation", "DivisionImpossible", "InvalidContext", "ConversionSyntax", "DivisionUndefined", "ROUND_DOWN",
    "ROUND_HALF_UP", "ROUND_HALF_EVEN", "ROUND_CEILING", "ROUND_FLOOR", "ROUND_UP", "ROUND_HALF_DOWN", "ROUND_05UP",
    "setcontext", "getcontext", "localcontext", "MAX_PREC", "MAX_EMAX", "MIN_EMIN", "MIN_ETINY", "HAVE_THREADS",
    "HAVE_CONTEXTVAR",
]
