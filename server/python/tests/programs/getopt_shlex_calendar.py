import getopt, shlex, calendar, datetime
def show(f, *a, **k):
    try:
        print(repr(f(*a, **k)))
    except Exception as e:
        print(type(e).__name__, e)
show(getopt.getopt, ["-a", "-bfoo", "--long", "x", "--out=3", "rest", "-z"], "ab:", ["long=", "out="])
show(getopt.getopt, ["-q"], "a"); show(getopt.getopt, ["--lo"], "a", ["long", "longer"]); show(getopt.getopt, ["-b"], "b:")
show(getopt.gnu_getopt, ["x", "-a", "y", "--", "-b"], "ab"); show(getopt.getopt, ["--x=1"], "", ["x"])
for s in ["a b 'c d' \"e \\\" f\" g\\ h", "x=1; y # c", "''", "don't", "a\\", "p|q", '"a\'b" c""d', "a\nb"]:
    show(shlex.split, s); show(shlex.split, s, comments=True); show(shlex.split, s, posix=False)
    show(lambda: list(shlex.shlex(s, punctuation_chars=True)))
print(shlex.quote("a b"), shlex.quote("it's"), shlex.quote("plain-1.txt"), shlex.join(["echo", "x y", ""]))
print(calendar.month(2026, 2)); print(calendar.month(2024, 12, 4, 2)); print(calendar.calendar(2025)); print(calendar.monthrange(2024, 2), calendar.isleap(1900), calendar.leapdays(1999, 2025), calendar.weekday(2026, 11, 23))
print(calendar.TextCalendar(6).formatmonth(2026, 3), calendar.monthcalendar(2026, 5), list(calendar.month_abbr)[:4], calendar.day_name[0], calendar.timegm((2026, 1, 2, 3, 4, 5)))
print(calendar.Calendar().monthdatescalendar(2026, 1)[0][:2], list(calendar.Calendar(6).itermonthdays2(2026, 2))[:3]); show(calendar.monthrange, 2026, 13)
