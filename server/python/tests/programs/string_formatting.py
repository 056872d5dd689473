import math
print("%5d|%-5d|%05d|%+d|%x|%X|%#o|%e|%.3g|%10.2f|%s|%r|%c|%%" % (42, 42, 42, 42, 255, 255, 8, 12345.678, 0.00012345, 3.14159, [1], "q", "c"))
print("{:>8}|{:<8}|{:^8}|{:*^9}|{:08.3f}|{:+,}|{:_}|{:b}|{:#x}|{:e}|{:.1%}|{:g}".format("r", "l", "c", "m", 3.14159, 1234567, 1234567, 10, 255, 1e10, 0.256, 1e-7))
name, n, f = "x", 1234567.891, 0.1 + 0.2
print(f"{name!r:>5}|{n:,.2f}|{n:.3e}|{f}|{f:.20f}|{name=}|{n=:.1f}|{1 + 1 = }|{'nested ' + f'{name}'}|{{}}|{n:{10}.{2}f}")
print(f"{255:x} {255:#b} {-5:05d} {5: d} {1e300 * 10} {float('inf')} {float('nan')} {-0.0} {1.0} {1e16} {1e15} {123456789012345678} {1e-5} {0.0001}")
print("{0} {1} {0} {name} {lst[1]} {obj.real}".format("a", "b", name="n", lst=[1, 2], obj=3), "{!r} {!s} {!a}".format("é", "é", "é"))
print(format(3.5, ".0f"), format(2.5, ".0f"), round(2.5), round(-1.5), round(2.675, 2), round(1234, -2), round(5.0), "%.0f" % 0.5)
for bad in (lambda: "{}".format(), lambda: "%d" % "x", lambda: "{:d}".format("x"), lambda: f"{1:q}", lambda: "%s %s" % 1, lambda: "{a}".format(b=1), lambda: "{".format(), lambda: "%z" % 1, lambda: "{0.nope}".format(1), lambda: f"{'a':.2f}", lambda: "{:,}".format("a")):
    try:
        print(bad())
    except (IndexError, TypeError, ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
print(str(10**20), 10**20 / 3, 7 // -2, -7 % 3, divmod(-7, 3), 2**-1, 1_000, 0x1F, 0b101, int("0x1f", 16), int("11", 2), float("1e3"), complex(1, -2), 3 + 4j, abs(3 + 4j))
print(repr(1e22), repr(1.1), 0.1 * 3, 1 / 3, 100 * 1.1, math.pi, 2**0.5, 1e100, 5e-324, 1.7976931348623157e308)
print("a\tb\\n", repr("a\tb\n'"), repr("it's \"q\""), repr("\x00\x7f\u200b\U0001f600"), ascii("é\u20ac"))
print("abc".center(9, "-"), "42".zfill(5), "-42".zfill(5), "a,b,,c".split(","), "  x ".strip(), "aXbX".rsplit("X", 1), "abc".partition("b"), "Hello World".swapcase(), "hello world".title(), "ab".join("12"))
