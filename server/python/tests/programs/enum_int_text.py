"""An IntEnum prints as its number, and shows itself by name; `__str__ = int.__repr__` says so."""

import enum


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


print(Level.LOW, repr(Level.HIGH), f"{Level.LOW}", "%s" % Level.HIGH, str(Level.LOW), [Level.LOW])


class Odd(int):
    def __repr__(self):
        return "odd"

    __str__ = int.__repr__


print(Odd(3), repr(Odd(3)), f"{Odd(5)}", int.__str__(Odd(7)))
