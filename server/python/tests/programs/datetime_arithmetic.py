from datetime import datetime, date, time, timedelta, timezone

d = datetime(2024, 2, 28, 23, 59, 30)
print(d, repr(d), d + timedelta(minutes=1), d + timedelta(days=2), d.date(), d.time(), d.isoformat(), d.weekday(), d.isoweekday(), d.strftime("%Y-%m-%d %H:%M:%S %A %b %j %p %%"))
print(date(2024, 3, 1) - date(2024, 2, 1), date.fromisoformat("2024-05-06"), datetime.fromisoformat("2024-05-06T07:08:09"), datetime.strptime("06/05/24 13:14", "%d/%m/%y %H:%M"))
t = timedelta(days=1, hours=2, minutes=3, seconds=4, microseconds=5)
print(t, repr(t), t.total_seconds(), t * 2, t / 2, -t, abs(-t), t // timedelta(hours=1), t % timedelta(hours=1), divmod(t, timedelta(hours=1)), timedelta(seconds=-1), timedelta(0), t.days, t.seconds)
utc = datetime(2024, 1, 1, tzinfo=timezone.utc)
est = timezone(timedelta(hours=-5), "EST")
print(utc, utc.astimezone(est), est, utc.timestamp(), datetime.fromtimestamp(0, timezone.utc), utc.isoformat(), repr(utc), timezone(timedelta(hours=5, minutes=30)))
print(d < datetime(2025, 1, 1), max(d, datetime(2023, 1, 1)), d.replace(year=2020, hour=1), d.timetuple()[:6], date(2024, 12, 30).isocalendar(), d.toordinal(), date.min, datetime.max, time(1, 2, 3).replace(hour=5))
for bad in (lambda: date(2023, 2, 29), lambda: datetime(2024, 1, 1) - utc, lambda: utc < d, lambda: datetime.strptime("x", "%Y"), lambda: time(25), lambda: date.fromisoformat("nope"), lambda: d + 1):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print(f"{d:%H:%M}", f"{date(2024, 1, 2):%d %B}", str(time(1, 2)), time(1, 2, 3, 4).isoformat("milliseconds"), d == d.replace(), hash(d) == hash(d.replace()))
print([str(timedelta(seconds=s)) for s in (0.5, 59.999999, 3600, 86400 * 3.5)])
