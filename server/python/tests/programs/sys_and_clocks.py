"""What sys says of numbers and of the interpreter, the limit on digits, the clocks of time by number."""
import platform
import sys
import time

print(sys.float_info)
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info[6], len(sys.float_info))
print(sys.int_info)
print(sys.hash_info.width, sys.hash_info.modulus, sys.thread_info.name, sys.thread_info.lock)
print(sys.flags.optimize, sys.flags.dev_mode, isinstance(sys.flags, tuple))
print(sys.implementation.name, sys.implementation.version == sys.version_info, sys.implementation.hexversion == sys.hexversion)
print(sys.implementation.cache_tag == "cpython-3%d" % sys.version_info.minor, repr(sys.implementation)[:24])
print(sys.version_info.releaselevel, sys.version_info[:1], sys.version_info >= (3, 11), sys.getfilesystemencodeerrors())
print(sys.call_tracing(max, (1, 2)), sys.abiflags == "", sys.platlibdir)

print(sys.get_int_max_str_digits())
for convert in (str, repr, "{}".format, "{:,}".format, "%d".__mod__, lambda n: int("9" * 5000)):
    try:
        convert(10**4300)
    except ValueError as e:
        print(e)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)), len(f"{10**5000:,}"), len("%d" % 10**5000), int("9" * 5000) == 10**5000 - 1)
sys.set_int_max_str_digits(640)
try:
    str(10**640)
except ValueError as e:
    print(e)
for wrong in (639, -1, "many"):
    try:
        sys.set_int_max_str_digits(wrong)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

for clock in (time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_REALTIME):
    before = time.clock_gettime_ns(clock)
    while time.clock_gettime_ns(clock) == before:
        pass
    print(clock, before < time.clock_gettime(clock) * 1e9 + 1e6, time.clock_getres(clock))
try:
    time.clock_gettime(12345)
except OSError as e:
    print(e)

print(time.strptime("2024-03-01 12:34:56", "%Y-%m-%d %H:%M:%S"))
print(time.strptime("Sun Nov  3 01:02:03 2024").tm_yday, time.strftime("%d %b", time.strptime("30/12/99", "%d/%m/%y")))
try:
    time.strptime("yesterday", "%Y")
except ValueError as e:
    print(e)
print(platform.uname().system, platform.uname()._fields[:3], platform.libc_ver()[0])
