import time, timeit
a = time.perf_counter(); time.sleep(0.05); b = time.perf_counter()
print(0.05 <= b - a < 0.5, time.monotonic() > 0, isinstance(time.time(), float), time.perf_counter_ns() > 0, time.process_time() >= 0)
print(time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(0)), time.gmtime(86400 * 365).tm_yday, time.struct_time((2024, 1, 2, 3, 4, 5, 1, 2, 0)).tm_hour, time.asctime(time.gmtime(0)), len(time.ctime()), time.mktime(time.localtime(0)) == 0 or True)
print(timeit.timeit(lambda: None, number=10) >= 0, len(timeit.repeat(lambda: None, number=1, repeat=3)), timeit.default_timer is time.perf_counter, timeit.timeit("x + 1", setup="x = 1", number=5) >= 0)
for bad in (lambda: time.sleep(-1), lambda: time.sleep("x"), lambda: time.clock()):
    try:
        bad()
    except (ValueError, TypeError, AttributeError) as e:
        print(type(e).__name__, e)
