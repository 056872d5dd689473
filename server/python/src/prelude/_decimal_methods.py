# timeslice: native
"""The operations of `_decimal_operations` as methods: of numbers, with a context as their last argument, and of contexts."""
from _decimal_context import getcontext
from _decimal_operations import METHODS

# Methods of numbers that contexts have too: the first ones are told which context, the others need none.
_OF_A_CONTEXT = (
    "quantize", "compare", "compare_signal", "compare_total", "compare_total_mag", "copy_sign", "same_quantum", "is_normal",
    "is_subnormal", "number_class", "to_integral_exact", "to_integral_value",
)
_OF_NONE = (
    "is_nan", "is_qnan", "is_snan", "is_infinite", "is_finite", "is_signed", "is_zero", "is_canonical", "copy_abs",
    "copy_negate", "canonical",
)


def install(decimal, context, operand):
    """Gives the classes `decimal` and `context` their methods; `operand` makes a number of an argument."""

    def add(cls, name, method):
        method.__name__, method.__qualname__ = name, f"{cls.__name__}.{name}"
        setattr(cls, name, method)

    for name, (function, arity, of_numbers_too) in METHODS.items():
        of_context, of_decimal = _both(function, arity, operand)
        add(context, name, of_context)
        if of_numbers_too:
            add(decimal, name, of_decimal)
    for name in _OF_A_CONTEXT:
        add(context, name, _forward(name, operand))
    for name in _OF_NONE:
        add(context, name, _forward_alone(name, operand))


def _both(function, arity, operand):
    """`Context.name(a, ...)` and `Decimal.name(..., context=None)`."""
    if arity == 1:
        def of_context(self, a, /):
            return function(self, operand(a))

        def of_decimal(self, context=None):
            return function(context or getcontext(), self)
    elif arity == 2:
        def of_context(self, a, b, /):
            return function(self, operand(a), operand(b))

        def of_decimal(self, other, context=None):
            return function(context or getcontext(), self, operand(other))
    else:
        def of_context(self, a, b, c=None):
            return function(self, operand(a), operand(b), c if c is None else operand(c))

        def of_decimal(self, other, third, context=None):
            return function(context or getcontext(), self, operand(other), operand(third))
    return of_context, of_decimal


def _forward(name, operand):
    def method(self, a, /, *args):
        return getattr(operand(a), name)(*args, context=self)

    return method


def _forward_alone(name, operand):
    def method(self, a, /):
        return getattr(operand(a), name)()

    return method
