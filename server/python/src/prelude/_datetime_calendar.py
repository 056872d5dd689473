# timeslice: native
"""datetime: calendar arithmetic, `strftime`, `strptime` and the ISO formats, on plain numbers."""

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def is_leap(year):
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year, month):
    """How many days a month has."""
    return 29 if month == 2 and is_leap(year) else _DAYS[month - 1]


def days_before_month(year, month):
    """How many days of the year come before a month."""
    return sum(_DAYS[:month - 1]) + (1 if month > 2 and is_leap(year) else 0)


def to_ordinal(year, month, day):
    """The day's number; 1 January of year 1 is 1."""
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400 + days_before_month(year, month) + day


def from_ordinal(n):
    """(year, month, day) of a day's number."""
    n -= 1
    n400, n = divmod(n, 146097)
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 1
    while n >= days_in_month(year, month):
        n -= days_in_month(year, month)
        month += 1
    return year, month, n + 1


def _week_one(year):
    """Ordinal of the Monday of ISO week 1."""
    first = to_ordinal(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def iso_week(ordinal):
    """(ISO year, week, weekday from 1)."""
    year = from_ordinal(ordinal)[0]
    if ordinal >= _week_one(year + 1):
        year += 1
    elif ordinal < _week_one(year):
        year -= 1
    week, day = divmod(ordinal - _week_one(year), 7)
    return year, week + 1, day + 1


def iso_to_ordinal(year, week, day):
    """The day's number of an ISO year, week and weekday."""
    if not 1 <= week <= 53 or week == 53 and _week_one(year) + 52 * 7 >= _week_one(year + 1):
        raise ValueError(f"Invalid week: {week}")
    if not 1 <= day <= 7:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _week_one(year) + (week - 1) * 7 + day - 1


def format_offset(total, colon=":"):
    """+HH:MM[:SS[.ffffff]] of an offset in microseconds."""
    sign = "-" if total < 0 else "+"
    seconds, micro = divmod(abs(total), 1000000)
    minutes, seconds = divmod(seconds, 60)
    text = f"{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}"
    if seconds or micro:
        text += f"{colon}{seconds:02d}"
        if micro:
            text += f".{micro:06d}"
    return text


def strftime(fmt, year, month, day, hour, minute, second, micro, offset, zone):
    """Text of a moment; `offset` in microseconds or None, `zone` a name or None."""
    ordinal = to_ordinal(year, month, day)
    weekday = (ordinal + 6) % 7
    yday = ordinal - to_ordinal(year, 1, 1) + 1
    out = []
    i = 0
    n = len(fmt)
    while i < n:
        c = fmt[i]
        i += 1
        if c != "%" or i >= n:
            out.append(c)
            continue
        c = fmt[i]
        i += 1
        strip = False
        if c == "-" and i < n:
            strip = True
            c = fmt[i]
            i += 1
        if c == ":" and fmt[i:i + 1] == "z":
            i += 1
            text = "" if offset is None else format_offset(offset)
        else:
            text = _field(c, year, month, day, hour, minute, second, micro, offset, zone, weekday, yday, ordinal)
        if strip and text.isdigit():
            text = text.lstrip("0") or "0"
        out.append(text)
    return "".join(out)


def _field(c, year, month, day, hour, minute, second, micro, offset, zone, weekday, yday, ordinal):
    if c == "Y":
        return f"{year}"
    if c == "m":
        return f"{month:02d}"
    if c == "d":
        return f"{day:02d}"
    if c == "e":
        return f"{day:2d}"
    if c == "H":
        return f"{hour:02d}"
    if c == "I":
        return f"{(hour + 11) % 12 + 1:02d}"
    if c == "M":
        return f"{minute:02d}"
    if c == "S":
        return f"{second:02d}"
    if c == "f":
        return f"{micro:06d}"
    if c == "p":
        return "AM" if hour < 12 else "PM"
    if c == "y":
        return f"{year % 100:02d}"
    if c == "C":
        return f"{year // 100:02d}"
    if c == "a":
        return WEEKDAYS[weekday][:3]
    if c == "A":
        return WEEKDAYS[weekday]
    if c == "b" or c == "h":
        return MONTHS[month - 1][:3]
    if c == "B":
        return MONTHS[month - 1]
    if c == "j":
        return f"{yday:03d}"
    if c == "w":
        return f"{(weekday + 1) % 7}"
    if c == "u":
        return f"{weekday + 1}"
    if c == "U":
        return f"{(yday + 6 - (weekday + 1) % 7) // 7:02d}"
    if c == "W":
        return f"{(yday + 6 - weekday) // 7:02d}"
    if c == "G":
        return f"{iso_week(ordinal)[0]}"
    if c == "V":
        return f"{iso_week(ordinal)[1]:02d}"
    if c == "z":
        return "" if offset is None else format_offset(offset, "")
    if c == "Z":
        return zone or ""
    if c == "s":
        return f"{((ordinal - 719163) * 86400 + hour * 3600 + minute * 60 + second)}"
    if c == "%":
        return "%"
    if c == "n":
        return "\n"
    if c == "t":
        return "\t"
    args = (year, month, day, hour, minute, second, micro, offset, zone)
    for code, fmt in (("c", "%a %b %e %H:%M:%S %Y"), ("x", "%m/%d/%y"), ("D", "%m/%d/%y"), ("X", "%H:%M:%S"),
                      ("T", "%H:%M:%S"), ("F", "%Y-%m-%d"), ("R", "%H:%M"), ("r", "%I:%M:%S %p")):
        if c == code:
            return strftime(fmt, *args)
    return "%" + c


_warned = set()


def _warn_of_day_without_year(fmt):
    codes = {fmt[at + 1:at + 2] for at in range(len(fmt)) if fmt[at] == "%"}
    if "d" in codes and not codes & {"Y", "y", "G"} and fmt not in _warned:
        import sys
        if sys.version_info >= (3, 13):
            import warnings
            _warned.add(fmt)
            warnings.warn("""\
Parsing dates involving a day of month without a year specified is ambiguious
and fails to parse leap day. The default behavior will change in Python 3.15
to either always raise an exception or to use a different default year (TBD).
To avoid trouble, add a specific year to the input & format.
See https://github.com/python/cpython/issues/70647.""", DeprecationWarning, stacklevel=1)


def strptime(text, fmt):
    """(year, month, day, hour, minute, second, microsecond, offset in microseconds or None, zone name or None)."""
    values = {"Y": 1900, "m": 1, "d": 1, "H": 0, "M": 0, "S": 0, "f": 0}
    pm = offset = zone = yday = None
    expanded = fmt
    for code, longer in (("%D", "%m/%d/%y"), ("%T", "%H:%M:%S"), ("%F", "%Y-%m-%d"), ("%R", "%H:%M"),
                         ("%c", "%a %b %d %H:%M:%S %Y"), ("%x", "%m/%d/%y"), ("%X", "%H:%M:%S")):
        expanded = expanded.replace(code, longer)
    _warn_of_day_without_year(expanded)
    i = j = 0
    mismatch = ValueError(f"time data {text!r} does not match format {fmt!r}")
    while j < len(expanded):
        c = expanded[j]
        j += 1
        if c.isspace():
            while i < len(text) and text[i].isspace():
                i += 1
            continue
        if c != "%":
            if text[i:i + 1].lower() != c.lower():
                raise mismatch
            i += 1
            continue
        if j >= len(expanded):
            raise ValueError(f"stray % in format '{fmt}'")
        c = expanded[j]
        j += 1
        if c in "YmdHMSIyjf":
            most = {"Y": 4, "j": 3, "f": 6}.get(c, 2)
            start = i
            while i < len(text) and i - start < most and text[i].isdigit():
                i += 1
            if i == start or c == "Y" and i - start != 4:
                raise mismatch
            number = int(text[start:i])
            if c == "f":
                number *= 10 ** (6 - (i - start))
            elif c == "y":
                c, number = "Y", number + (2000 if number < 69 else 1900)
            elif c == "I":
                c, number = "H", number
                if not 1 <= number <= 12:
                    raise mismatch
            elif c == "j":
                yday = number
                continue
            low, high = {"m": (1, 12), "d": (1, 31), "H": (0, 23), "M": (0, 59), "S": (0, 61)}.get(c, (0, 999999))
            if not low <= number <= high:
                raise mismatch
            values[c] = number
        elif c in "aAbBh":
            names = WEEKDAYS if c in "aA" else MONTHS
            for k in range(len(names)):
                name = names[k] if c in "AB" else names[k][:3]
                if text[i:i + len(name)].lower() == name.lower():
                    i += len(name)
                    if names is MONTHS:
                        values["m"] = k + 1
                    break
            else:
                raise mismatch
        elif c == "p":
            word = text[i:i + 2].upper()
            if word not in ("AM", "PM"):
                raise mismatch
            pm = word == "PM"
            i += 2
        elif c == "z":
            if text[i:i + 1] == "Z":
                offset = 0
                i += 1
            else:
                start = i
                i += 1
                while i < len(text) and (text[i].isdigit() or text[i] in ":."):
                    i += 1
                offset = _parse_offset(text[start:i])
                if offset is None:
                    raise mismatch
        elif c == "Z":
            for name in ("UTC", "GMT"):
                if text[i:i + 3].upper() == name:
                    zone = name
                    i += 3
                    break
            else:
                raise mismatch
        elif c == "%":
            if text[i:i + 1] != "%":
                raise mismatch
            i += 1
        else:
            raise ValueError(f"'{c}' is a bad directive in format '{fmt}'")
    if i != len(text):
        raise ValueError(f"unconverted data remains: {text[i:]}")
    if pm is not None:
        values["H"] = values["H"] % 12 + (12 if pm else 0)
    if yday is not None:
        _, values["m"], values["d"] = from_ordinal(to_ordinal(values["Y"], 1, 1) + yday - 1)
    return (values["Y"], values["m"], values["d"], values["H"], values["M"], min(values["S"], 59), values["f"],
            offset, zone)


def _parse_offset(text):
    """Microseconds of +HH[:MM[:SS[.ffffff]]], or None."""
    if text == "Z":
        return 0
    if not text or text[0] not in "+-":
        return None
    parts = _parse_clock(text[1:])
    if parts is None:
        return None
    hour, minute, second, micro = parts
    total = ((hour * 60 + minute) * 60 + second) * 1000000 + micro
    return -total if text[0] == "-" else total


def _parse_clock(text):
    body, dot, fraction = text.replace(",", ".").partition(".")
    if dot and not fraction.isdigit():
        return None
    if ":" in body:
        fields = body.split(":")
    else:
        fields = [body[k:k + 2] for k in range(0, len(body), 2)]
    if not 1 <= len(fields) <= 3 or dot and len(fields) != 3:
        return None
    for field in fields:
        if len(field) != 2 or not field.isdigit():
            return None
    numbers = [int(field) for field in fields] + [0] * (3 - len(fields))
    numbers.append(int((fraction + "000000")[:6]) if dot else 0)
    return numbers


def parse_date(text):
    """(year, month, day) of an ISO date, or None."""
    digits = text.replace("-", "")
    if "W" in digits:
        year, _, rest = digits.partition("W")
        if len(year) == 4 and len(rest) in (2, 3) and (year + rest).isdigit():
            return from_ordinal(iso_to_ordinal(int(year), int(rest[:2]), int(rest[2:] or "1")))
        return None
    if len(digits) != 8 or not digits.isdigit() or not digits.isascii():
        return None
    if len(text) == 10 and text[4] == text[7] == "-" or len(text) == 8:
        return int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return None


def parse_time(text):
    """(hour, minute, second, microsecond, offset in microseconds or None), or None."""
    offset = None
    at = max(text.rfind("+"), text.rfind("-"))
    if text.endswith("Z"):
        at = len(text) - 1
    if at > 0:
        offset = _parse_offset(text[at:])
        if offset is None:
            return None
        text = text[:at]
    clock = _parse_clock(text)
    return None if clock is None else (*clock, offset)


def parse_datetime_parts(text):
    """(date part, time part or None) of an ISO text."""
    if len(text) < 7:
        return text, None
    if len(text) > 4 and "W" in text[:6]:
        end = 10 if text[4] == "-" and text[8:9] == "-" else 8 if text[4] == "-" or text[7:8].isdigit() else 7
    else:
        end = 10 if text[4] == "-" else 8
    if len(text) <= end:
        return text, None
    return text[:end], text[end + 1:]
