"""`calendar`: months and years as text, and what weekday a day is."""

import datetime
import sys
from itertools import repeat

__all__ = [
    "IllegalMonthError", "IllegalWeekdayError", "setfirstweekday", "firstweekday", "isleap", "leapdays", "weekday",
    "monthrange", "monthcalendar", "prmonth", "month", "prcal", "calendar", "timegm", "month_name", "month_abbr",
    "day_name", "day_abbr", "Calendar", "TextCalendar", "week", "weekheader", "MONDAY", "TUESDAY", "WEDNESDAY",
    "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY",
]  # fmt: skip


class IllegalMonthError(ValueError):
    """A month that there is not."""

    def __init__(self, month):
        self.month = month

    def __str__(self):
        return f"bad month number {self.month!r}; must be 1-12"


class IllegalWeekdayError(ValueError):
    """A weekday that there is not."""

    def __init__(self, weekday):
        self.weekday = weekday

    def __str__(self):
        return f"bad weekday number {self.weekday!r}; must be 0 (Monday) to 6 (Sunday)"


day_name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
day_abbr = [name[:3] for name in day_name]
month_name = ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December"]  # fmt: skip
month_abbr = [name[:3] for name in month_name]

if sys.version_info >= (3, 12):
    from enum import IntEnum

    class _Constant(IntEnum):
        def __repr__(self):
            return f"calendar.{self.name}"

    class Day(_Constant):
        """Weekdays."""

        MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

    class Month(_Constant):
        """Months."""

        (JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER) = range(1, 13)

    MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = Day
    (JANUARY, FEBRUARY, MARCH, APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER) = Month
    __all__ += ["Day", "Month", *Month.__members__]
else:
    MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


def isleap(year):
    """Whether it has 366 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    """Leap years from y1 up to y2."""
    def before(year):
        year -= 1
        return year // 4 - year // 100 + year // 400
    return before(y2) - before(y1)


def weekday(year, month, day):
    """0 for Monday to 6."""
    if not 1 <= year <= 9999:
        year = 2000 + year % 400
    found = datetime.date(year, month, day).weekday()
    return Day(found) if sys.version_info >= (3, 12) else found


def monthrange(year, month):
    """(weekday of the first day, days)"""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), _length(year, month)


def _length(year, month):
    return 30 + (month + month // 8) % 2 if month != 2 else 28 + isleap(year)


class Calendar:
    """Weeks, from a first weekday on."""

    def __init__(self, firstweekday=0):
        self.firstweekday = firstweekday

    def getfirstweekday(self):
        """0 for Monday to 6."""
        return self.firstweekday % 7

    def setfirstweekday(self, firstweekday):
        """Changes it."""
        self.firstweekday = firstweekday

    def iterweekdays(self):
        """A week's weekdays."""
        for i in range(7):
            yield (self.getfirstweekday() + i) % 7

    def itermonthdays(self, year, month):
        """The days of a month in whole weeks; 0 for those of others."""
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        yield from repeat(0, before)
        yield from range(1, days + 1)
        yield from repeat(0, -(before + days) % 7)

    def itermonthdays2(self, year, month):
        """(day, weekday)"""
        for i, day in enumerate(self.itermonthdays(year, month), self.firstweekday):
            yield day, i % 7

    def itermonthdates(self, year, month):
        """The dates of a month in whole weeks."""
        first, days = monthrange(year, month)
        before = (first - self.firstweekday) % 7
        start = datetime.date(year, month, 1) - datetime.timedelta(days=before)
        for i in range(before + days + -(before + days) % 7):
            yield start + datetime.timedelta(days=i)

    def itermonthdays3(self, year, month):
        """(year, month, day)"""
        for date in self.itermonthdates(year, month):
            yield date.year, date.month, date.day

    def itermonthdays4(self, year, month):
        """(year, month, day, weekday)"""
        for date in self.itermonthdates(year, month):
            yield date.year, date.month, date.day, date.weekday()

    def monthdatescalendar(self, year, month):
        """Weeks of dates."""
        return _weeks(self.itermonthdates(year, month))

    def monthdays2calendar(self, year, month):
        """Weeks of (day, weekday)."""
        return _weeks(self.itermonthdays2(year, month))

    def monthdayscalendar(self, year, month):
        """Weeks of days."""
        return _weeks(self.itermonthdays(year, month))

    def yeardayscalendar(self, year, width=3):
        """Rows of months of weeks of days."""
        months = [self.monthdayscalendar(year, month) for month in range(1, 13)]
        return [months[i:i + width] for i in range(0, 12, width)]

    def yeardatescalendar(self, year, width=3):
        """Rows of months of weeks of dates."""
        months = [self.monthdatescalendar(year, month) for month in range(1, 13)]
        return [months[i:i + width] for i in range(0, 12, width)]


def _weeks(days):
    days = list(days)
    return [days[i:i + 7] for i in range(0, len(days), 7)]


class TextCalendar(Calendar):
    """Months and years as plain text."""

    def formatday(self, day, weekday, width):
        """A day."""
        return (f"{day:2}" if day else "").center(width)

    def formatweek(self, theweek, width):
        """A line."""
        return " ".join(self.formatday(day, weekday, width) for day, weekday in theweek)

    def prweek(self, theweek, width):
        """Prints a line."""
        print(self.formatweek(theweek, width), end="")

    def formatweekday(self, day, width):
        """A weekday's name."""
        return (day_name if width >= 9 else day_abbr)[day][:width].center(width)

    def formatweekheader(self, width):
        """The weekdays' names."""
        return " ".join(self.formatweekday(day, width) for day in self.iterweekdays())

    def formatmonthname(self, theyear, themonth, width, withyear=True):
        """A month's name."""
        if not 1 <= themonth <= 12:
            raise IllegalMonthError(themonth)
        name = month_name[themonth]
        return (f"{name} {theyear!r}" if withyear else name).center(width)

    def formatmonth(self, theyear, themonth, w=0, l=0):
        """A month."""
        w, l = max(2, w), max(1, l)
        lines = [self.formatmonthname(theyear, themonth, 7 * (w + 1) - 1).rstrip(), self.formatweekheader(w).rstrip()]
        lines += [self.formatweek(week, w).rstrip() for week in self.monthdays2calendar(theyear, themonth)]
        return "".join(line + "\n" * l for line in lines)

    def prmonth(self, theyear, themonth, w=0, l=0):
        """Prints a month."""
        print(self.formatmonth(theyear, themonth, w, l), end="")

    def formatyear(self, theyear, w=2, l=1, c=6, m=3):
        """A year."""
        w, l, c = max(2, w), max(1, l), max(2, c)
        width = (w + 1) * 7 - 1
        gap = " " * c
        text = repr(theyear).center(width * m + c * (m - 1)).rstrip() + "\n" * l
        for start in range(1, 13, m):
            months = range(start, min(start + m, 13))
            names = [self.formatmonthname(theyear, month, width, False) for month in months]
            heads = [self.formatweekheader(w)] * len(names)
            text += "\n" * l + gap.join(names).rstrip() + "\n" * l + gap.join(heads).rstrip() + "\n" * l
            weeks = [self.monthdays2calendar(theyear, month) for month in months]
            for i in range(max(map(len, weeks))):
                row = [self.formatweek(w_[i], w) if i < len(w_) else "" for w_ in weeks]
                text += gap.join(f"{cell:{width}}" for cell in row).rstrip() + "\n" * l
        return text

    def pryear(self, theyear, w=0, l=0, c=6, m=3):
        """Prints a year."""
        print(self.formatyear(theyear, w, l, c, m), end="")


_text = TextCalendar()
firstweekday = _text.getfirstweekday
monthcalendar = _text.monthdayscalendar
week = _text.formatweek
weekheader = _text.formatweekheader
prmonth = _text.prmonth
month = _text.formatmonth
calendar = _text.formatyear
prcal = _text.pryear


def setfirstweekday(firstweekday):
    """The weekday that weeks of the functions here begin with."""
    if not 0 <= firstweekday <= 6:
        raise IllegalWeekdayError(firstweekday)
    _text.firstweekday = firstweekday


def timegm(tuple):
    """Seconds since the epoch of a time in UTC."""
    year, month, day, hour, minute, second = tuple[:6]
    days = datetime.date(year, month, 1).toordinal() - 719163 + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + second
