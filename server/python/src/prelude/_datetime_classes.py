# timeslice: native
"""datetime.date, time and datetime; imported by `datetime` once it has durations and zones."""
import time as _time
from _datetime_calendar import (
    format_offset, from_ordinal, iso_to_ordinal, iso_week, parse_date, parse_time, strftime, to_ordinal,
)
from datetime import _check_date, _check_time, _name, timedelta, timezone, tzinfo

_MAX_ORDINAL = 3652059


class IsoCalendarDate(tuple):
    """ISO year, week and weekday."""
    __module__ = "datetime"
    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    """A day."""
    __module__ = "datetime"
    __slots__ = ("_year", "_month", "_day")

    def __new__(cls, year, month, day):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def today(cls):
        """The present day."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp):
        """The day of a moment, in local time."""
        return cls(*_time.localtime(timestamp)[:3])

    @classmethod
    def fromordinal(cls, n):
        """The day of a number."""
        if not 1 <= n <= _MAX_ORDINAL:
            raise ValueError("ordinal must be >= 1" if n < 1 else f"year {from_ordinal(n)[0]} is out of range")
        return cls(*from_ordinal(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """From ISO text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        parts = parse_date(date_string)
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """From ISO year, week and weekday."""
        return cls.fromordinal(iso_to_ordinal(year, week, day))

    def __repr__(self):
        return f"{_name(self)}({self._year}, {self._month}, {self._day})"

    def isoformat(self):
        """YYYY-MM-DD."""
        return f"{self._year:04d}-{self._month:02d}-{self._day:02d}"

    def __str__(self):
        return self.isoformat()

    def ctime(self):
        """As `time.ctime`."""
        return self.strftime("%a %b %e %H:%M:%S %Y")

    def strftime(self, format):
        """Text by a format."""
        return strftime(format, self._year, self._month, self._day, 0, 0, 0, 0, None, None)

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError(f"must be str, not {type(fmt).__name__}")
        return self.strftime(fmt) if fmt else str(self)

    def toordinal(self):
        """The day's number."""
        return to_ordinal(self._year, self._month, self._day)

    def weekday(self):
        """0 for Monday."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """1 for Monday."""
        return (self.toordinal() + 6) % 7 + 1

    def isocalendar(self):
        """ISO year, week and weekday."""
        return IsoCalendarDate(iso_week(self.toordinal()))

    def timetuple(self):
        """As `time.localtime`."""
        first = to_ordinal(self._year, 1, 1)
        return _time.struct_time((
            self._year, self._month, self._day, 0, 0, 0, self.weekday(), self.toordinal() - first + 1, -1))

    def replace(self, year=None, month=None, day=None):
        """With some parts changed."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day)

    __replace__ = replace

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if not 1 <= n <= _MAX_ORDINAL:
                raise OverflowError("date value out of range")
            return type(self).fromordinal(n)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _compare(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            a, b = self.toordinal(), other.toordinal()
            return (a > b) - (a < b)
        return None

    def __eq__(self, other):
        order = self._compare(other)
        return NotImplemented if order is None else order == 0

    def __lt__(self, other):
        order = self._compare(other)
        return _incomparable(self, other, "<") if order is None else order < 0

    def __le__(self, other):
        order = self._compare(other)
        return _incomparable(self, other, "<=") if order is None else order <= 0

    def __gt__(self, other):
        order = self._compare(other)
        return _incomparable(self, other, ">") if order is None else order > 0

    def __ge__(self, other):
        order = self._compare(other)
        return _incomparable(self, other, ">=") if order is None else order >= 0

    def __hash__(self):
        return hash(("date", self._year, self._month, self._day))

    def __reduce__(self):
        return type(self), (self._year, self._month, self._day)


def _incomparable(a, b, op):
    if isinstance(b, date):
        raise TypeError(f"can't compare {_name(a)} to {_name(b)}")
    return NotImplemented


class time:
    """A time of day."""
    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = _check_time(
            hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._tzinfo = tzinfo
        self._fold = fold
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    @classmethod
    def fromisoformat(cls, time_string):
        """From ISO text."""
        parts = parse_time(time_string.removeprefix("T"))
        if parts is None:
            raise ValueError(f"Invalid isoformat string: {time_string!r}")
        return cls(*parts[:4], _zone_of(parts[4]))

    def utcoffset(self):
        """How far ahead of UTC, or None."""
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        """The zone's name, or None."""
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        """The part that is summer time, or None."""
        return None if self._tzinfo is None else self._tzinfo.dst(None)

    def isoformat(self, timespec="auto"):
        """HH:MM:SS[.ffffff][+HH:MM]."""
        text = _clock(self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + format_offset(offset._total())

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        return f"{_name(self)}({_clock_repr(self)})"

    def strftime(self, format):
        """Text by a format."""
        offset = self.utcoffset()
        return strftime(format, 1900, 1, 1, self._hour, self._minute, self._second, self._microsecond,
                        None if offset is None else offset._total(), self.tzname())

    def __format__(self, fmt):
        return self.strftime(fmt) if fmt else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """With some parts changed."""
        return type(self)(
            self._hour if hour is None else hour, self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def _key(self):
        total = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return total if offset is None else total - offset._total()

    def _comparable(self, other, op):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware times")

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self.utcoffset() is None) == (other.utcoffset() is None) and self._key() == other._key()

    def __lt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        self._comparable(other, "<")
        return self._key() < other._key()

    def __le__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        self._comparable(other, "<=")
        return self._key() <= other._key()

    def __gt__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        self._comparable(other, ">")
        return self._key() > other._key()

    def __ge__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        self._comparable(other, ">=")
        return self._key() >= other._key()

    def __hash__(self):
        return hash(("time", self._key()))

    def __reduce__(self):
        return type(self), (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)


def _check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(zone).__name__}'")


def _zone_of(offset):
    if offset is None:
        return None
    return timezone(timedelta(microseconds=offset)) if offset else timezone.utc


def _clock(hour, minute, second, micro, timespec):
    if timespec == "auto":
        timespec = "microseconds" if micro else "seconds"
    if timespec == "hours":
        return f"{hour:02d}"
    if timespec == "minutes":
        return f"{hour:02d}:{minute:02d}"
    text = f"{hour:02d}:{minute:02d}:{second:02d}"
    if timespec == "seconds":
        return text
    if timespec == "milliseconds":
        return f"{text}.{micro // 1000:03d}"
    if timespec == "microseconds":
        return f"{text}.{micro:06d}"
    raise ValueError("Unknown timespec value")


def _clock_repr(obj):
    parts = f"{obj._hour}, {obj._minute}"
    if obj._microsecond:
        parts += f", {obj._second}, {obj._microsecond}"
    elif obj._second:
        parts += f", {obj._second}"
    if obj._tzinfo is not None:
        parts += f", tzinfo={obj._tzinfo!r}"
    if obj._fold:
        parts += f", fold={obj._fold}"
    return parts


time.min = time(0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)

from _datetime_moment import datetime  # noqa: E402
