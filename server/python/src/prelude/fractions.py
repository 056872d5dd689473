"""fractions: exact ratios of whole numbers."""
import math
import numbers
import operator
import re

__all__ = ["Fraction"]
_RATIO = re.compile(r"\s*([-+]?)(\d[\d_]*)(?:\s*/\s*(\d[\d_]*))?\s*")
_POINT = re.compile(r"\s*([-+]?)(\d[\d_]*)?(?:\.(\d[\d_]*)?)?(?:[eE]([-+]?\d[\d_]*))?\s*")


class Fraction(numbers.Rational):
    """A numerator over a denominator, in lowest terms."""
    __slots__ = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        if denominator is None:
            if type(numerator) is int:
                return cls._made(numerator, 1)
            if isinstance(numerator, (int, Fraction)):
                return cls._made(int(numerator.numerator), int(numerator.denominator))
            if isinstance(numerator, float):
                n, d = numerator.as_integer_ratio()
                return cls._made(n, d)
            if isinstance(numerator, str):
                return cls._parsed(numerator)
            if hasattr(numerator, "as_integer_ratio"):
                return cls._made(*numerator.as_integer_ratio())
            raise TypeError("argument should be a string or a Rational instance")
        if not isinstance(numerator, (int, Fraction)) or not isinstance(denominator, (int, Fraction)):
            raise TypeError("both arguments should be Rational instances")
        n = numerator.numerator * denominator.denominator
        d = numerator.denominator * denominator.numerator
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        return cls._lowest(n, d)

    @classmethod
    def _made(cls, numerator, denominator):
        self = object.__new__(cls)
        self._numerator = numerator
        self._denominator = denominator
        return self

    @classmethod
    def _lowest(cls, n, d):
        g = math.gcd(n, d)
        if d < 0:
            g = -g
        return cls._made(n // g, d // g)

    @classmethod
    def _parsed(cls, text):
        m = _RATIO.fullmatch(text)
        if m is not None:
            n, d = int(m[2]), int(m[3] or 1)
            if d == 0:
                raise ZeroDivisionError(f"Fraction({-n if m[1] == '-' else n}, 0)")
        else:
            m = _POINT.fullmatch(text)
            if m is None or not (m[2] or m[3]):
                raise ValueError(f"Invalid literal for Fraction: {text!r}")
            after = (m[3] or "").replace("_", "")
            n, d = int((m[2] or "0").replace("_", "") + after), 10 ** len(after)
            exponent = int(m[4] or 0)
            if exponent >= 0:
                n *= 10 ** exponent
            else:
                d *= 10 ** -exponent
        return cls._lowest(-n if m[1] == "-" else n, d)

    @classmethod
    def from_float(cls, f):
        """The exact value of a float."""
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls(f)

    @property
    def numerator(self):
        """What is divided."""
        return self._numerator

    @property
    def denominator(self):
        """What divides."""
        return self._denominator

    def is_integer(self):
        """Whether it is whole."""
        return self._denominator == 1

    def as_integer_ratio(self):
        """(numerator, denominator)"""
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is not larger."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            a = n // d
            q2 = q0 + a * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + a * p1, q2
            n, d = d, n - a * d
        k = (max_denominator - q0) // q1
        if 2 * d * (q0 + k * q1) <= self._denominator:
            return Fraction._made(p1, q1)
        return Fraction._made(p0 + k * p1, q0 + k * q1)

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        return str(self._numerator) if self._denominator == 1 else f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if spec[-1] in "eEfFgG%":
            m = re.fullmatch(r"(?:(.)?([<>=^]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([fF%])", spec)
            if m is not None:
                return self._fixed(m)
            return format(float(self), spec)
        return format(str(self), spec)

    def _fixed(self, m):
        precision = int(m[8]) if m[8] is not None else 6
        scale = 10 ** precision * (100 if m[9] == "%" else 1)
        whole = round(abs(self) * scale)
        digits = str(whole).rjust(precision + 1, "0")
        head, tail = (digits[:-precision], digits[-precision:]) if precision else (digits, "")
        if m[7]:
            head = format(int(head), m[7])
        text = head + ("." + tail if tail else "." if m[4] else "") + ("%" if m[9] == "%" else "")
        sign = "-" if self < 0 else m[3] if m[3] in ("+", " ") else ""
        width = int(m[6] or 0)
        if m[5] and not m[2]:
            return sign + text.rjust(width - len(sign), "0")
        fill, align = m[1] or " ", m[2] or ">"
        if align == "=":
            return sign + text.rjust(width - len(sign), fill)
        return format(sign + text, f"{fill}{align}{width}" if width else "")

    def __add__(self, other):
        if isinstance(other, (int, Fraction)):
            return Fraction._lowest(
                self._numerator * other.denominator + other.numerator * self._denominator,
                self._denominator * other.denominator)
        return _mixed(operator.add, self, other)

    def __radd__(self, other):
        return self + other if isinstance(other, int) else _mixed(operator.add, other, self)

    def __sub__(self, other):
        if isinstance(other, (int, Fraction)):
            return Fraction._lowest(
                self._numerator * other.denominator - other.numerator * self._denominator,
                self._denominator * other.denominator)
        return _mixed(operator.sub, self, other)

    def __rsub__(self, other):
        return -self + other if isinstance(other, int) else _mixed(operator.sub, other, self)

    def __mul__(self, other):
        if isinstance(other, (int, Fraction)):
            return Fraction._lowest(self._numerator * other.numerator, self._denominator * other.denominator)
        return _mixed(operator.mul, self, other)

    def __rmul__(self, other):
        return self * other if isinstance(other, int) else _mixed(operator.mul, other, self)

    def _over(self, other):
        n, d = self.numerator * other.denominator, self.denominator * other.numerator
        if d == 0:
            raise ZeroDivisionError(f"Fraction({n}, 0)")
        return Fraction._lowest(n, d)

    def __truediv__(self, other):
        if isinstance(other, (int, Fraction)):
            return self._over(other)
        return _mixed(operator.truediv, self, other)

    def __rtruediv__(self, other):
        if isinstance(other, int):
            return Fraction(other)._over(self)
        return _mixed(operator.truediv, other, self)

    def __floordiv__(self, other):
        if isinstance(other, (int, Fraction)):
            return (self._numerator * other.denominator) // (self._denominator * other.numerator)
        return _mixed(operator.floordiv, self, other)

    def __rfloordiv__(self, other):
        return Fraction(other) // self if isinstance(other, int) else _mixed(operator.floordiv, other, self)

    def __mod__(self, other):
        if isinstance(other, (int, Fraction)):
            return self - other * (self // other)
        return _mixed(operator.mod, self, other)

    def __rmod__(self, other):
        return Fraction(other) % self if isinstance(other, int) else _mixed(operator.mod, other, self)

    def __divmod__(self, other):
        q = self // other
        return q, self - other * q

    def __rdivmod__(self, other):
        return divmod(Fraction(other), self)

    def __pow__(self, other, modulo=None):
        if isinstance(other, (int, Fraction)):
            if other.denominator == 1:
                n = other.numerator
                if n >= 0:
                    return Fraction._made(self._numerator ** n, self._denominator ** n)
                if self._numerator == 0:
                    raise ZeroDivisionError(f"Fraction({self._denominator ** -n}, 0)")
                return Fraction._lowest(self._denominator ** -n, self._numerator ** -n)
            return float(self) ** float(other)
        return float(self) ** other if isinstance(other, (float, complex)) else NotImplemented

    def __rpow__(self, other):
        if self._denominator == 1 and self._numerator >= 0:
            return other ** self._numerator
        if isinstance(other, int):
            return Fraction(other) ** self
        return other ** float(self)

    def __neg__(self):
        return Fraction._made(-self._numerator, self._denominator)

    def __pos__(self):
        return Fraction._made(self._numerator, self._denominator)

    def __abs__(self):
        return Fraction._made(abs(self._numerator), self._denominator)

    def __int__(self):
        return -(-self._numerator // self._denominator) if self._numerator < 0 else self._numerator // self._denominator

    __trunc__ = __int__

    def __float__(self):
        return self._numerator / self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            floor, rest = divmod(self._numerator, self._denominator)
            if rest * 2 < self._denominator:
                return floor
            if rest * 2 > self._denominator or floor % 2:
                return floor + 1
            return floor
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        p = 2 ** 61 - 1
        if self._denominator % p == 0:
            h = 314159
        else:
            h = hash(hash(abs(self._numerator)) * pow(self._denominator, -1, p))
        h = h if self._numerator >= 0 else -h
        return -2 if h == -1 else h

    def __bool__(self):
        return self._numerator != 0

    def __eq__(self, other):
        if isinstance(other, (int, Fraction)):
            return self._numerator == other.numerator and self._denominator == other.denominator
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return 0.0 == other
            return self == Fraction(other)
        return NotImplemented

    def _compared(self, other, op):
        if isinstance(other, (int, Fraction)):
            return op(self._numerator * other.denominator, self._denominator * other.numerator)
        if isinstance(other, float):
            if math.isnan(other) or math.isinf(other):
                return op(0.0, other)
            return op(self, Fraction(other))
        return NotImplemented

    def __lt__(self, other):
        return self._compared(other, operator.lt)

    def __gt__(self, other):
        return self._compared(other, operator.gt)

    def __le__(self, other):
        return self._compared(other, operator.le)

    def __ge__(self, other):
        return self._compared(other, operator.ge)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _mixed(op, a, b):
    # With a float: as floats.
    for x in (a, b):
        if not isinstance(x, (float, complex, Fraction)):
            return NotImplemented
    return op(*[float(x) if isinstance(x, Fraction) else x for x in (a, b)])
