# timeslice: native
"""`decimal`'s signals and contexts. A status is a set of bits: conditions first, then the signals that they raise, in the
order in which a message lists them."""
import contextvars

MAX_PREC = MAX_EMAX = 999999999999999999
MIN_EMIN = -999999999999999999
MIN_ETINY = -1999999999999999997

ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR = "ROUND_UP", "ROUND_DOWN", "ROUND_CEILING", "ROUND_FLOOR"
ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN = "ROUND_HALF_UP", "ROUND_HALF_DOWN", "ROUND_HALF_EVEN"
ROUND_05UP = "ROUND_05UP"
_ROUNDINGS = (
    ROUND_UP, ROUND_DOWN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_05UP
)


def _of_decimal(cls):
    cls.__module__ = "decimal"
    return cls


@_of_decimal
class DecimalException(ArithmeticError):
    """Something exceptional in decimal arithmetic."""


@_of_decimal
class Clamped(DecimalException):
    """An exponent was changed to fit."""


@_of_decimal
class InvalidOperation(DecimalException):
    """An operation that has no result."""


@_of_decimal
class ConversionSyntax(InvalidOperation):
    """A text that is no number."""


@_of_decimal
class DivisionByZero(DecimalException, ZeroDivisionError):
    """A finite number over zero."""


@_of_decimal
class DivisionImpossible(InvalidOperation):
    """A whole quotient with too many digits."""


@_of_decimal
class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero over zero."""


@_of_decimal
class InvalidContext(InvalidOperation):
    """A context that does not fit."""


@_of_decimal
class Inexact(DecimalException):
    """Digits other than zeros were rounded away."""


@_of_decimal
class Rounded(DecimalException):
    """Digits were rounded away."""


@_of_decimal
class Subnormal(DecimalException):
    """The exponent is below Emin."""


@_of_decimal
class Overflow(Inexact, Rounded):
    """Too large."""


@_of_decimal
class Underflow(Inexact, Rounded, Subnormal):
    """Too small, and rounded."""


@_of_decimal
class FloatOperation(DecimalException, TypeError):
    """A float where a Decimal is meant."""


SIGNALS = (
    InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped
)
INVALID, FLOAT, BY_ZERO, OVERFLOW, UNDERFLOW, SUBNORMAL, INEXACT, ROUNDED, CLAMPED = (1 << i for i in range(9))
# Conditions: InvalidOperation under another name.
SYNTAX, IMPOSSIBLE, UNDEFINED, BAD_CONTEXT = (1 << i for i in range(9, 13))
_CONDITIONS = ((SYNTAX, ConversionSyntax), (IMPOSSIBLE, DivisionImpossible), (UNDEFINED, DivisionUndefined),
               (BAD_CONTEXT, InvalidContext))
_ANY_CONDITION = SYNTAX | IMPOSSIBLE | UNDEFINED | BAD_CONTEXT


def _bits(signals):
    bits = 0
    for signal in signals:
        if signal not in SIGNALS:
            raise TypeError("values must be signals")
        bits |= 1 << SIGNALS.index(signal)
    return bits


class SignalDict:
    """The flags or the traps of a context: a mapping from each signal to a bool."""

    def __init__(self, context, name):
        self._context, self._name = context, name

    def __getitem__(self, signal):
        return bool(getattr(self._context, self._name) & self._bit(signal))

    def __setitem__(self, signal, value):
        bits, bit = getattr(self._context, self._name), self._bit(signal)
        setattr(self._context, self._name, bits | bit if value else bits & ~bit)

    def __delitem__(self, signal):
        raise ValueError("signal keys cannot be deleted")

    def _bit(self, signal):
        if signal not in SIGNALS:
            raise KeyError("invalid error flag")
        return 1 << SIGNALS.index(signal)

    def __iter__(self):
        return iter(SIGNALS)

    def __len__(self):
        return len(SIGNALS)

    def __contains__(self, signal):
        return signal in SIGNALS

    def __repr__(self):
        return "{" + ", ".join(f"{signal!r}:{self[signal]}" for signal in SIGNALS) + "}"

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return getattr(self._context, self._name) == getattr(other._context, other._name)
        return dict(self.items()) == other if isinstance(other, dict) else NotImplemented

    def keys(self):
        return list(SIGNALS)

    def values(self):
        return [self[signal] for signal in SIGNALS]

    def items(self):
        return [(signal, self[signal]) for signal in SIGNALS]

    def get(self, signal, default=None):
        return self[signal] if signal in SIGNALS else default

    def update(self, other):
        for signal, value in dict(other).items():
            self[signal] = value

    def clear(self):
        setattr(self._context, self._name, 0)

    def copy(self):
        return dict(self.items())


def _signal_bits(given, default):
    if given is None:
        return default
    if isinstance(given, (dict, SignalDict)):
        return _bits(signal for signal, value in given.items() if value)
    return _bits(given)


_RANGES = {
    "prec": (1, MAX_PREC, "valid range for prec is [1, MAX_PREC]"),
    "Emin": (MIN_EMIN, 0, "valid range for Emin is [MIN_EMIN, 0]"),
    "Emax": (0, MAX_EMAX, "valid range for Emax is [0, MAX_EMAX]"),
    "capitals": (0, 1, "valid values for capitals are [0, 1]"),
    "clamp": (0, 1, "valid values for clamp are [0, 1]"),
}


@_of_decimal
class ContextBase:
    """Precision, rounding, limits, and what has happened."""

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None, flags=None,
                 traps=None):
        base = DefaultContext
        self.prec = base.prec if prec is None else prec
        self.rounding = base.rounding if rounding is None else rounding
        self.Emin = base.Emin if Emin is None else Emin
        self.Emax = base.Emax if Emax is None else Emax
        self.capitals = base.capitals if capitals is None else capitals
        self.clamp = base.clamp if clamp is None else clamp
        self._status = _signal_bits(flags, 0)
        self._trapped = _signal_bits(traps, base._trapped if base else 0)

    def __setattr__(self, name, value):
        if name in _RANGES:
            low, high, message = _RANGES[name]
            if not isinstance(value, int):
                raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
            if not low <= value <= high:
                raise ValueError(message)
        elif name == "rounding":
            if value not in _ROUNDINGS:
                raise TypeError("valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n"
                                "   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]")
        elif name in ("flags", "traps"):
            object.__setattr__(self, "_status" if name == "flags" else "_trapped", _signal_bits(value, 0))
            return
        elif name not in ("_status", "_trapped"):
            raise AttributeError(f"'decimal.Context' object has no attribute '{name}'")
        object.__setattr__(self, name, value)

    @property
    def flags(self):
        return SignalDict(self, "_status")

    @property
    def traps(self):
        return SignalDict(self, "_trapped")

    def _happened(self, status):
        """Notes conditions; raises the first that is trapped."""
        found = status
        if status & _ANY_CONDITION:
            found |= INVALID
        object.__setattr__(self, "_status", self._status | found & 511)
        trapped = found & 511 & self._trapped
        if trapped:
            names = [cls for bit, cls in _CONDITIONS if status & bit]
            if trapped & INVALID and not names:
                names = [InvalidOperation]
            raised = [cls for i, cls in enumerate(SIGNALS) if trapped >> i & 1]
            raise raised[0](([*names] if trapped & INVALID else []) + [c for c in raised if c is not InvalidOperation])

    def Etiny(self):
        """The smallest exponent of a subnormal number."""
        return self.Emin - self.prec + 1

    def Etop(self):
        """The largest exponent of a number with all digits."""
        return self.Emax - self.prec + 1

    def radix(self):
        """10."""
        from decimal import Decimal
        return Decimal(10)

    def clear_flags(self):
        """Nothing has happened."""
        self._status = 0

    def clear_traps(self):
        """Nothing raises."""
        self._trapped = 0

    def copy(self):
        """Another one like it."""
        made = object.__new__(type(self))
        for name in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "_status", "_trapped"):
            object.__setattr__(made, name, getattr(self, name))
        return made

    __copy__ = copy

    def __reduce__(self):
        return (type(self), (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                             self._names(self._status), self._names(self._trapped)))

    @staticmethod
    def _names(bits):
        return [signal for i, signal in enumerate(SIGNALS) if bits >> i & 1]

    def __repr__(self):
        def text(bits):
            order = (Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal,
                     Underflow)
            return "[" + ", ".join(s.__name__ for s in order if bits >> SIGNALS.index(s) & 1) + "]"
        return (f"Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, Emax={self.Emax}, "
                f"capitals={self.capitals}, clamp={self.clamp}, flags={text(self._status)}, "
                f"traps={text(self._trapped)})")


class _Base:
    prec, rounding, Emin, Emax, capitals, clamp, _trapped = 28, ROUND_HALF_EVEN, -999999, 999999, 1, 0, 0


DefaultContext = _Base
current = contextvars.ContextVar("decimal_context")
templates = []


def getcontext():
    """The context of this thread, or task."""
    context = current.get(None)
    if context is None:
        context = templates[0].copy()
        context._status = 0
        current.set(context)
    return context


def setcontext(context, /):
    """Makes a context the one of this thread."""
    if not isinstance(context, ContextBase):
        raise TypeError("argument must be a context")
    if any(context is template for template in templates):
        context = context.copy()
        context._status = 0
    current.set(context)


class _Local:
    """What `localcontext` gives: a context for a `with` block."""

    def __init__(self, context):
        self._new = context

    def __enter__(self):
        self._old = getcontext()
        setcontext(self._new)
        return self._new

    def __exit__(self, *exc):
        setcontext(self._old)


def localcontext(ctx=None, **changes):
    """A copy of the context, or of `ctx`, for a `with` block."""
    context = (getcontext() if ctx is None else ctx).copy()
    for name, value in changes.items():
        if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        setattr(context, name, value)
    return _Local(context)
