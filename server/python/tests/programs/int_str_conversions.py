for text in ("12", " 7 ", "1_000", "-0", "0b1", "", "x", "1.5", "١٢", "--1"):
    try:
        print(repr(text), int(text))
    except ValueError as e:
        print(e)
for text in ("1.5", "1e5", "nan", "-inf", "infinity", "1_0.5", " .5 ", "5.", "", "x", "1e", "0x1"):
    try:
        print(repr(text), float(text))
    except ValueError as e:
        print(e)
for base, text in ((16, "ff"), (0, "0o17"), (36, "z"), (2, "12"), (37, "1"), (16, "0xFF"), (8, "9")):
    try:
        print(base, text, int(text, base))
    except ValueError as e:
        print(e)
print(int(3.99), int(-3.99), int(True), float(5), str(1.0), str(True), bool("False"), bool(""), bool(0.0), bool([0]), complex("1+2j"), complex(2), bin(10), oct(8), hex(-255), chr(8364), ord("a"), ascii("é"))
for bad in (lambda: int([]), lambda: int(None), lambda: float({}), lambda: int("1", 1), lambda: chr(-1), lambda: ord("ab"), lambda: int(float("nan")), lambda: int(float("inf")), lambda: "a" + 1, lambda: 1 + "a", lambda: [] + (), lambda: len(5), lambda: None + 1, lambda: {}[[]], lambda: "abc"["a"], lambda: [1]["a"], lambda: 1(), lambda: 5 < "a", lambda: sum(["a"]), lambda: max([]), lambda: sorted([1, "a"])):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
