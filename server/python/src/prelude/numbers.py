"""numbers: the abstract classes of numbers."""
from abc import ABCMeta


class Number(metaclass=ABCMeta):
    """Any number."""
    __slots__ = ()


class Complex(Number):
    """Complex numbers."""
    __slots__ = ()


class Real(Complex):
    """Real numbers."""
    __slots__ = ()


class Rational(Real):
    """Fractions."""
    __slots__ = ()


class Integral(Rational):
    """Whole numbers."""
    __slots__ = ()


Complex.register(complex)
Real.register(float)
Integral.register(int)
