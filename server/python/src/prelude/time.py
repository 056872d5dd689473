# timeslice: native
"""`time`: virtual time. Clocks and sleeping are native; records and text are here."""
from _time import (
    _asctime, _civil, _strftime, altzone, daylight, monotonic, monotonic_ns, perf_counter, perf_counter_ns,
    process_time, process_time_ns, sleep, thread_time, thread_time_ns, time, time_ns, timezone, tzname,
)

CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_MONOTONIC_RAW = 0, 1, 2, 3, 4
CLOCK_BOOTTIME, CLOCK_TAI = 7, 11


class struct_time(tuple):
    """A moment, broken down."""

    n_fields = n_sequence_fields = 9
    _names = ("tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst")

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        if name == "tm_zone":
            return "UTC"
        if name == "tm_gmtoff":
            return 0
        raise AttributeError(f"'time.struct_time' object has no attribute '{name}'")

    def __repr__(self):
        fields = ", ".join(f"{n}={v}" for n, v in zip(self._names, self))
        return f"time.struct_time({fields})"


def gmtime(seconds=None):
    return struct_time(_civil(seconds))


localtime = gmtime


def mktime(t):
    return float(_seconds(t))


def _seconds(t):
    year, month = t[0], t[1]
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    day = (153 * ((month + 9) % 12) + 2) // 5 + t[2] - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + day - 719468
    return days * 86400 + t[3] * 3600 + t[4] * 60 + t[5]


def strftime(format, t=None, /):
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    return _strftime(format, gmtime() if t is None else t)


def asctime(t=None):
    return _asctime(gmtime() if t is None else t)


def ctime(seconds=None):
    return _asctime(gmtime(seconds))


def get_clock_info(name):
    from types import SimpleNamespace

    return SimpleNamespace(implementation="virtual time", monotonic=name != "time", adjustable=False, resolution=1e-09)


_CLOCKS = {
    CLOCK_REALTIME: time_ns, CLOCK_TAI: time_ns, CLOCK_MONOTONIC: monotonic_ns, CLOCK_MONOTONIC_RAW: monotonic_ns,
    CLOCK_BOOTTIME: monotonic_ns, CLOCK_PROCESS_CPUTIME_ID: process_time_ns, CLOCK_THREAD_CPUTIME_ID: thread_time_ns,
}


def clock_gettime_ns(clk_id, /):
    if clk_id not in _CLOCKS:
        raise OSError(22, "Invalid argument")
    return _CLOCKS[clk_id]()


def clock_gettime(clk_id, /):
    return clock_gettime_ns(clk_id) / 1e9


def clock_getres(clk_id, /):
    if clk_id not in _CLOCKS:
        raise OSError(22, "Invalid argument")
    return 1e-09


def strptime(data_string, format="%a %b %d %H:%M:%S %Y", /):
    from _datetime_calendar import strptime
    year, month, day, hour, minute, second, *_ = strptime(data_string, format)
    moment = gmtime(_seconds((year, month, day, hour, minute, second)))
    return struct_time((year, month, day, hour, minute, second, moment.tm_wday, moment.tm_yday, -1))


def tzset():
    pass
