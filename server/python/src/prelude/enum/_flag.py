"""enum: flags, enumerations whose members combine bit by bit."""
from enum import Enum, IntEnum, ReprEnum, StrEnum, unique
import sys


class FlagBoundary(StrEnum):
    """What happens to bits that no member has."""
    __module__ = "enum"
    STRICT = "strict"
    CONFORM = "conform"
    EJECT = "eject"
    KEEP = "keep"


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class EnumCheck(StrEnum):
    """Conditions for `verify`."""
    __module__ = "enum"
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


class verify:
    """Class decorator that checks conditions."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is EnumCheck.UNIQUE:
                unique(enumeration)
            elif check is EnumCheck.CONTINUOUS:
                values = sorted([m.value for m in enumeration])
                missing = [v for v in range(values[0], values[-1] + 1) if v not in values] if values else []
                if missing:
                    listed = ", ".join([str(v) for v in missing])
                    raise ValueError(f"invalid enum {enumeration.__name__!r}: missing values {listed}")
        return enumeration


def _bits(value):
    bit = 1
    while bit <= value:
        if value & bit:
            yield bit
        bit <<= 1


def _place(member):
    return member._sort_order_


def finish(cls):
    """Completes a new flag class."""
    values = [member._value_ for member in cls if isinstance(member._value_, int)]
    type.__setattr__(cls, "_is_unordered_", values != sorted(values))
    type.__setattr__(cls, "_all_bits_", 2 ** cls._flag_mask_.bit_length() - 1)


class Flag(Enum, boundary=STRICT):
    """An enumeration whose members can be combined."""
    __module__ = "enum"
    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        last = max(last_values)
        if not isinstance(last, int):
            raise TypeError(f"invalid flag value {last!r}")
        return 2 ** last.bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        mask = cls._flag_mask_
        all_bits = cls._all_bits_
        if not ~all_bits <= value <= all_bits or value & (all_bits ^ mask):
            if cls._boundary_ is STRICT:
                width = max(value.bit_length(), mask.bit_length())
                raise ValueError(
                    f"{cls!r} invalid value {value!r}\n    given {_bin(value, width)}\n"
                    f"  allowed {_bin(mask, width)}")
            if cls._boundary_ is CONFORM:
                value &= mask
            elif cls._boundary_ is EJECT:
                return value
            elif value < 0:
                value = max(all_bits + 1, 2 ** value.bit_length()) + value
        if value < 0:
            value += all_bits + 1
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
        unknown = value & ~mask
        if unknown and cls._boundary_ is not KEEP:
            raise ValueError(f"{cls.__name__}({value!r}) --> unknown values {unknown!r} [{bin(unknown)}]")
        new = object.__new__(cls) if cls._member_type_ is object else cls._member_type_.__new__(cls, value)
        new._value_ = value
        names = [m._name_ for m in cls._iter_member_(value)]
        new._name_ = "|".join(names) if names else None
        if names and unknown:
            new._name_ += f"|{cls._numeric_repr_(unknown)}"
        return cls._value2member_map_.setdefault(value, new)

    @classmethod
    def _iter_member_(cls, value):
        found = [cls._value2member_map_.get(bit) for bit in _bits(value & cls._flag_mask_)]
        found = [member for member in found if member is not None]
        # In the order of definition, which is nearly always that of the bits.
        yield from sorted(found, key=_place) if cls._is_unordered_ else found

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __contains__(self, other):
        if not isinstance(other, self.__class__):
            raise TypeError(
                f"unsupported operand type(s) for 'in': '{type(other).__qualname__}' and "
                f"'{self.__class__.__qualname__}'")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        name = self.__class__.__name__
        if self._name_ is None:
            return f"<{name}: {self._numeric_repr_plain()}>"
        return f"<{name}.{self._name_}: {self._numeric_repr_plain()}>"

    def _numeric_repr_plain(self):
        return int.__repr__(self._value_) if isinstance(self._value_, int) else repr(self._value_)

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._numeric_repr_plain()})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _operand(self, other):
        if isinstance(other, self.__class__):
            return other._value_
        if self._member_type_ is not object and isinstance(other, self._member_type_):
            return other
        return NotImplemented

    def __or__(self, other):
        value = self._operand(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operand(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operand(other)
        return NotImplemented if value is NotImplemented else self.__class__(self._value_ ^ value)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        cls = self.__class__
        if cls._boundary_ in (EJECT, KEEP):
            return cls(~self._value_)
        return cls(cls._singles_mask_ & ~self._value_)


def _bin(value, width):
    """Two's complement bits after a sign digit: 0b0 0101."""
    if value >= 0:
        return f"0b0 {value:0{width}b}"
    return f"0b1 {value + (1 << width):0{width}b}"


def int_flag():
    """Makes IntFlag, once `enum` has Flag."""
    class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
        """Members and their combinations are ints too."""
        __module__ = "enum"
        __qualname__ = "IntFlag"
    return IntFlag
