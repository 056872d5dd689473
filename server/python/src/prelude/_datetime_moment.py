# timeslice: native
"""datetime.datetime; imported by `_datetime_classes` once it has dates and times."""
import time as _time
import _datetime_classes as _classes
from _datetime_calendar import format_offset, from_ordinal, parse_date, parse_datetime_parts, parse_time
from _datetime_calendar import strftime, strptime, to_ordinal
from _datetime_classes import _check_zone, _clock, _clock_repr, _zone_of, date, time
from datetime import _check_date, _check_time, _from_microseconds, _name, timedelta, timezone

_EPOCH_ORDINAL = 719163
_DAY = 86400000000


class datetime(date):
    """A moment."""
    __module__ = "datetime"
    __slots__ = ("_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_fold")

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
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
    def now(cls, tz=None):
        """The present moment."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def today(cls):
        """The present moment, in local time."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def utcnow(cls):
        """The present moment, in UTC, without a zone."""
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """A moment by seconds since 1970, in local time or a zone."""
        _check_zone(tz)
        micro = _microseconds(timestamp)
        seconds, micro = divmod(micro, 1000000)
        if tz is None:
            return cls(*_time.localtime(seconds)[:6], micro)
        return tz.fromutc(cls(*_time.gmtime(seconds)[:6], micro, tz))

    @classmethod
    def utcfromtimestamp(cls, timestamp):
        """A moment by seconds since 1970, in UTC, without a zone."""
        seconds, micro = divmod(_microseconds(timestamp), 1000000)
        return cls(*_time.gmtime(seconds)[:6], micro)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """Of a day and a time of day."""
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """From ISO text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        day, clock = parse_datetime_parts(date_string)
        parts = parse_date(day)
        times = (0, 0, 0, 0, None) if clock is None else parse_time(clock)
        if parts is None or times is None:
            raise ValueError(f"Invalid isoformat string: {date_string!r}")
        return cls(*parts, *times[:4], _zone_of(times[4]))

    @classmethod
    def strptime(cls, date_string, format):
        """From text by a format."""
        *parts, offset, zone = strptime(date_string, format)
        return cls(*parts, _zone_of(offset))

    def _total(self):
        clock = (self._hour * 60 + self._minute) * 60 + self._second
        return (self.toordinal() * 86400 + clock) * 1000000 + self._microsecond

    @classmethod
    def _from_total(cls, total, zone):
        days, rest = divmod(total, _DAY)
        if not 1 <= days <= _classes._MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 1000000)
        minutes, second = divmod(seconds, 60)
        return cls(*from_ordinal(days), minutes // 60, minutes % 60, second, micro, zone)

    def timestamp(self):
        """Seconds since 1970."""
        if self._tzinfo is None:
            seconds = _time.mktime((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                    -1, -1, -1))
            return seconds + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def timetuple(self):
        """As `time.localtime`."""
        first = to_ordinal(self._year, 1, 1)
        dst = self.dst()
        return _time.struct_time((
            self._year, self._month, self._day, self._hour, self._minute, self._second, self.weekday(),
            self.toordinal() - first + 1, -1 if dst is None else 1 if dst else 0))

    def utctimetuple(self):
        """As `time.gmtime`."""
        offset = self.utcoffset()
        moment = (self - offset if offset else self).replace(tzinfo=None)
        fields = tuple(moment.timetuple())
        return _time.struct_time(fields[:8] + (0,))

    def date(self):
        """The day."""
        return _classes.date(self._year, self._month, self._day)

    def time(self):
        """The time of day, without a zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time of day, with the zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """With some parts changed."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day, self._hour if hour is None else hour,
            self._minute if minute is None else minute, self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    __replace__ = replace

    def astimezone(self, tz=None):
        """The same moment in another zone; local time without one."""
        offset = self.utcoffset()
        if offset is None:
            utc = self._from_total(
                _microseconds(self.timestamp()) + _EPOCH_ORDINAL * _DAY, timezone.utc)
        else:
            utc = (self - offset).replace(tzinfo=timezone.utc)
        if tz is None:
            local = _time.localtime(utc.timestamp())
            tz = timezone(timedelta(seconds=local.tm_gmtoff or 0), local.tm_zone)
        return tz.fromutc(utc.replace(tzinfo=tz))

    def utcoffset(self):
        """How far ahead of UTC, or None."""
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        """The zone's name, or None."""
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        """The part that is summer time, or None."""
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS[.ffffff][+HH:MM]."""
        text = f"{self._year:04d}-{self._month:02d}-{self._day:02d}{sep}" + _clock(
            self._hour, self._minute, self._second, self._microsecond, timespec)
        offset = self.utcoffset()
        return text if offset is None else text + format_offset(offset._total())

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        return f"{_name(self)}({self._year}, {self._month}, {self._day}, {_clock_repr(self)})"

    def strftime(self, format):
        """Text by a format."""
        offset = self.utcoffset()
        return strftime(format, self._year, self._month, self._day, self._hour, self._minute, self._second,
                        self._microsecond, None if offset is None else offset._total(), self.tzname())

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._from_total(self._total() + other._total(), self._tzinfo)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._from_total(self._total() - other._total(), self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        a, b = self.utcoffset(), other.utcoffset()
        if (a is None) != (b is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        total = self._total() - other._total()
        if a is not None and self._tzinfo is not other._tzinfo:
            total -= a._total() - b._total()
        return _from_microseconds(timedelta, total)

    def _utc_total(self):
        offset = self.utcoffset()
        return self._total() if offset is None else self._total() - offset._total()

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented if not isinstance(other, date) else False
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return self._utc_total() == other._utc_total()

    def _compare(self, other):
        if not isinstance(other, datetime):
            return None
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        a, b = self._utc_total(), other._utc_total()
        return (a > b) - (a < b)

    def __hash__(self):
        return hash(("datetime", self._utc_total()))

    def __reduce__(self):
        return type(self), (self._year, self._month, self._day, self._hour, self._minute, self._second,
                            self._microsecond, self._tzinfo)


def _microseconds(timestamp):
    """Whole microseconds of a timestamp, halves to the even number."""
    if isinstance(timestamp, int):
        return timestamp * 1000000
    whole = int(timestamp // 1)
    return whole * 1000000 + round((timestamp - whole) * 1e6)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_classes.datetime = datetime
