"""Writes the tables *.jsonl that tests/text.rs checks: what CPython answers, one case a line, [function, arguments, answer].

Floats are written by repr, bytes as Latin-1 text, big ints as text; an error is {"class": "text"}. Run with CPython 3.11 and
PYTHONHASHSEED=0. Error texts that 3.14 words differently are corrected here, in REWORDED, where the source of each is named.
"""

import json, math, os, random, string as letters, sys, time, unicodedata, _string

HERE = os.path.dirname(os.path.abspath(__file__))
R = random.Random(20)
REWORDED = {  # 3.14: gh-119057 and its follow-ups
    "integer division or modulo by zero": "division by zero",
    "integer modulo by zero": "division by zero",
    "float floor division by zero": "division by zero",
    "float division by zero": "division by zero",
    "float modulo": "division by zero",
    "%c requires int or char": "%c requires an int or a unicode character, not a string of length 2",
    "float divmod()": "division by zero",
    "0.0 cannot be raised to a negative power": "zero to a negative power",
}


def plain(v):
    if isinstance(v, bool) or v is None or isinstance(v, str):
        return v
    if isinstance(v, int):
        return v if abs(v) < 2**62 else str(v)
    if isinstance(v, float):
        return repr(v)
    if isinstance(v, complex):
        return [repr(v.real), repr(v.imag)]
    if isinstance(v, bytes):
        return v.decode("latin-1")
    return [plain(x) for x in v]


class Table:
    def __init__(self, name):
        self.name, self.lines, self.seen = name, [], set()

    def add(self, function, args, call, *call_args):
        try:
            answer = plain(call(*call_args))
        except Exception as error:
            text = str(error)
            answer = {type(error).__name__: REWORDED.get(text, text)}
        line = json.dumps([function, [plain(a) for a in args], answer], ensure_ascii=True)
        if line not in self.seen:
            self.seen.add(line)
            self.lines.append(line)

    def method(self, function, *args):
        self.add(function, args, getattr(type(args[0]), function), *args)

    def write(self):
        with open(os.path.join(HERE, self.name + ".jsonl"), "w") as out:
            out.write("\n".join(self.lines) + "\n")


FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 0.125, 0.25, 3.14159, 1e16, 1e15, 9999999999999998.0, 1e-4, 1e-5, 0.00012345,
          123456789.123, 1e22, 1e23, 1e100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, float("inf"),
          -float("inf"), float("nan"), 0.1, 0.2, 1 / 3, 2.675, 1.005, 1234.5, 99.995, 0.05, 5e-5, 999999.5, 123456.0, 1e6]


def some_float():
    k = R.random()
    if k < 0.3:
        return R.choice(FLOATS)
    if k < 0.6:
        return round(R.uniform(-1000, 1000), R.randrange(6))
    if k < 0.8:
        return R.uniform(-1, 1) * 10 ** R.randrange(-20, 30)
    return R.choice([-1, 1]) * math.ldexp(R.random(), R.randrange(-1070, 1020))


INTS = [0, 1, -1, 7, -7, 10, 255, -255, 1000, 12345, -1234567, 10**9, 2**31, 2**53, 2**53 + 1, 2**63 - 1, -2**63, 2**63, 2**64,
        10**20, -10**30, 0x110000, 0x1f600, 65, 12, 100]


def some_int():
    return R.choice(INTS) if R.random() < 0.4 else R.choice([-1, 1]) * R.getrandbits(R.choice([4, 8, 16, 32, 62, 64, 65, 130]))


def some_spec(kinds):
    out = ""
    if R.random() < 0.3:
        out += R.choice(["", "*", " ", "0", "é", "<"]) + R.choice("<>=^")
    out += R.choice(["", "", "", "+", "-", " "]) + R.choice(["", "", "", "", "z"]) + R.choice(["", "", "", "#"])
    out += R.choice(["", "", "0"]) + R.choice(["", "", "1", "5", "8", "12", "20"]) + R.choice(["", "", "", ",", "_", ",_"][: 6 if R.random() < 0.1 else 5])
    out += R.choice(["", "", ".", ".0", ".1", ".2", ".3", ".6", ".10", ".17"][: 10 if R.random() < 0.5 else 2]) + R.choice(kinds)
    return out


def formats():
    t = Table("format")
    for _ in range(1500):
        x, spec = some_float(), some_spec(["", "e", "E", "f", "F", "g", "G", "n", "%", "f", "g", "q", "d"][: 13 if R.random() < 0.1 else 11])
        t.add("format_float", [x, spec], format, x, spec)
    for _ in range(1200):
        n, spec = some_int(), some_spec(["", "d", "b", "o", "x", "X", "n", "c", "f", "e", "g", "%", "s", "q"][: 14 if R.random() < 0.1 else 9])
        t.add("format_int", [str(n), spec], format, n, spec)
    for _ in range(600):
        text, spec = R.choice(["", "a", "hello", "héé", "日本語", "x" * 9]), some_spec(["", "s", "", "s", "d", "\u00e9"][: 6 if R.random() < 0.1 else 4])
        t.add("format_str", [text, spec], format, text, spec)
    for spec in ["", "q", "10", "10.5q", ".", "5.", "999999999999999999999", ",,", ",_", "__", "_,", "=10", "s", ",s", "_s", "\x07", "-5d", "z", "zf", "c", "#c", "+c", ",c", ",b", "_b",
                 "08_b", "#010x", "#_X", "=+10", "é>8", "<<8", "010,", "010,d", "012,.2f", "08,", "c", "5c", "05c", "^7c"]:
        for name, v in [("format_int", 1234), ("format_float", 1234.5), ("format_str", "text")]:
            t.add(name, [str(v) if name == "format_int" else v, spec], format, v, spec)
    for n in range(0, 20):
        for w in range(0, 16):
            t.add("format_int", [str(10**n // 7), f"0{w},"], format, 10**n // 7, f"0{w},")
    for _ in range(1000):
        flags = "".join(R.choice(["", "", c]) for c in "-+ #0")
        spec = "%" + flags + R.choice(["", "1", "5", "10"]) + R.choice(["", "", ".", ".0", ".2", ".5", ".12"])
        kind = R.choice("diuoxXeEfFgGsc")
        v = some_float() if kind in "eEfFgG" else some_int() if kind in "diuoxX" else R.choice("aé日") if kind == "c" else R.choice(["", "abc", "日本語テ"])
        t.add("percent", [spec + kind, str(v) if isinstance(v, int) else v], lambda s, v: s % (v,), spec + kind, v)
    for template, values in [("%s %s", ("a",)), ("%d", ("x",)), ("%q", (1,)), ("é%q", (1,)), ("%", ()), ("%5", (1,)), ("%(a", (1,)), ("%s", ("a", "b")), ("100%%", ()), ("%-5s|", ("a",)),
                             ("%x", ("a",)), ("%c", ("ab",)), ("%f", ("a",)), ("%ld", (5,)), ("%5%|", ()), ("%99999999999d", (1,)), ("%.99999999999d", (1,)), ("%\u00e9", (1,)), ("a%sb%dc", ("x", 5))]:
        t.add("percent_all", [template, [str(v) if isinstance(v, int) else v for v in values], [isinstance(v, int) for v in values]], lambda s, v: s % v, template, values)
    return t


def templates():
    t = Table("template")
    pieces = ["a", "{}", "{0}", "{a.b[0].c}", "{{", "}}", "{!r}", "{:>5}", "{0!s:{1}}", "{", "}", "{a!}", "{!", "{0:{a}{b}}", "{0[a}]}", "{0[x]y}", "{.a}", "{[0]}", "é", "{a:b", "{x!rr}", "{x!r:}", "{a{b}}", "{0!r"]
    for _ in range(900):
        text = "".join(R.choice(pieces) for _ in range(R.randrange(1, 5)))
        t.add("parse", [text], lambda s: list(_string.formatter_parser(s)), text)
    names = ["", "0", "a", "a.b", "a.b.c", "0.x[1]", "[0]", ".a", "a..b", "a[", "a[]", "a[b]c", "a[b].c", "a[12][x y]", "0[-1]", "12a", "a[1", "99999999999999999999", "a[99999999999999999999]", "\u0663"]
    for name in names:
        def split(n):
            first, rest = _string.formatter_field_name_split(n)
            return [first, [list(r) for r in rest]]
        t.add("field_name", [name], split, name)
    for text in ["{} {}", "{} {0}", "{0} {}", "{a} {}", "{5}", "{:{}}", "{0:{}}", "{!x}", "{!\x07}", "{0!r:>5}|{1}", "{}{}{}", "{0}{0}", "{:{:{}}}"]:
        t.add("format", [text, ["12", "7"]], text.format, "12", "7")
    return t


WORDS = ["", "a", "abc", "hello world", "  spaced  out ", "a,b,,c", ",", "aaa", "abcabcabc", "Hello World", "ÀÉÎ õü", "日本語テキスト", "😀a😀", "ß", "ﬁne", "ǆabc", "ΑΣ", "ΑΣΑ ΟΔΟΣ", "Σ", "İstanbul",
         "they're bill's", "x\ty\tz", "line1\nline2\r\nline3\rline4\n", "a\x0bb\x0cc\x1cd\x1de\x85f\u2028g", "\x00\x1f\x7f\xa0\xad", "it's", 'say "hi"', "it's \"both\"", "back\\slash", "١٢٣", "²³", "½", "Ⅷ", "_id1", "1id",
         "été", "-42", "+7", "42", "TITLE Case 1a", "ǅ", "\u200b", "\U000e0001", "tab\tend", "mixed ÀbC", "ŉ", "Ω", "ﬃ", "\u0345a", "ა", "Ა", "ꭰ", "Ꭰ", "0x", "\ufeffbom", "\u3000wide\u3000"]


def some_chars(low, high, count):
    """Assigned ones: what is not may be by a newer Unicode."""
    return [c for c in (chr(R.randrange(low, high)) for _ in range(count)) if unicodedata.category(c) != "Cn"]


def strings():
    t = Table("string")
    for w in WORDS + [chr(c) for c in range(0, 0x250) if c != 0x19b] + some_chars(0x250, 0xd800, 300) + some_chars(0x10000, 0x20000, 150):
        t.add("cases", [w], lambda w: [w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold()], w)
        t.add("is", [w], lambda w: "".join(str(int(getattr(w, "is" + f)())) for f in ["alpha", "alnum", "decimal", "digit", "numeric", "space", "printable", "ascii", "identifier", "upper", "lower", "title"]), w)
        t.add("repr", [w], repr, w)
        t.add("ascii", [w], ascii, w)
    for _ in range(300):
        w = "".join(R.choice(WORDS) for _ in range(2))
        t.add("cases", [w], lambda w: [w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold()], w)
        t.add("repr", [w], repr, w)
    bound = lambda: R.choice([None, None, 0, 1, 2, 5, -1, -3, 100, -100])
    needles = ["", "a", "b", "bc", "l", ",", "日", "😀", " ", "abc", "Σ", "本語"]
    for _ in range(1000):
        w, n, s, e = R.choice(WORDS), R.choice(needles), bound(), bound()
        for f in R.sample(["find", "rfind", "count", "startswith", "endswith", "index", "rindex"], 2):
            t.add(f, [w, n, s, e], getattr(str, f), w, n, s, e)
    for w in WORDS:
        for m in [-1, 0, 1, 2]:
            t.method("split", w, None, m)
            t.method("rsplit", w, None, m)
            for n in R.sample(needles, 4):
                t.method("split", w, n, m)
                t.method("rsplit", w, n, m)
                t.method("replace", w, n, R.choice(["", "X", "日本"]), m)
        for keep in [False, True]:
            t.method("splitlines", w, keep)
        for n in needles:
            t.method("partition", w, n)
            t.method("rpartition", w, n)
            t.method("removeprefix", w, n)
            t.method("removesuffix", w, n)
        for chars in [None, "", "a", " ,c", "日😀"]:
            for f in ["strip", "lstrip", "rstrip"]:
                t.method(f, w, chars)
        for width in R.sample([-1, 0, 5, 8, 9, 21], 3):
            for f in ["center", "ljust", "rjust"]:
                t.method(f, w, width, R.choice(" *é"))
            t.method("zfill", w, width)
            t.method("expandtabs", w, width)
        for _ in range(8):
            s, e, p = bound(), bound(), R.choice([None, 1, 2, -1, -2, 3, 0, -5])
            t.add("slice", [w, s, e, p], lambda w, s, e, p: w[s:e:p], w, s, e, p)
        for i in [0, 1, -1, 4, -4, 50]:
            t.add("item", [w, i], lambda w, i: w[i], w, i)
        for enc in ["utf-8", "ascii", "latin-1", "utf-16", "utf-32-be", "nope"]:
            for err in ["strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "bogus"]:
                if enc in ("ascii", "latin-1") or err == "strict":
                    t.method("encode", w, enc, err)
    return t


BYTES = [b"", b"a", b"hello world", b"  x y ", b"a,b,,c", b"\xff", b"\xc3", b"\xc3\xa9", b"\xe6\x97", b"\xe6\x97\xa5ok", b"\xf0\x9f\x98\x80", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\x80abc", b"ab\xffcd\xfe", b"\xc0\xaf",
         b"\xf5\x80", b"it's", b'"q"', b'\'"', b"\x00\x01\n\t\r\\", b"line\nline\r\nx\ry\n", b"Title Case", b"UPPER", b"lower1", b"123", b"\xff\xfea\x00", b"\xfe\xff\x00a", b"a\x00b", b"\x00\xd8", b"\x00\xd8a\x00", b"\xe0\x80\x80", b"\xf4\x90\x80\x80"]


def byte_strings():
    t = Table("bytes")
    bound = lambda: R.choice([None, None, 0, 1, 2, 5, -1, -3, 100, -100])
    needles = [b"", b"a", b",", b" ", b"li", b"\xff", b"ne"]
    for w in BYTES + [bytes(R.choice(b"\xc3\xa9\xe2\x82\xacab\xf0\x9f\xff\x80") for _ in range(R.randrange(1, 8))) for _ in range(150)]:
        for enc in ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-be", "utf-32"]:
            for err in ["strict", "ignore", "replace", "backslashreplace", "bogus"]:
                if enc in ("ascii", "utf-8") or err in ("strict", "replace"):
                    t.method("decode", w, enc, err)
        t.add("repr", [w], repr, w)
    for w in BYTES:
        t.add("is", [w], lambda w: "".join(str(int(getattr(w, "is" + f)())) for f in ["alpha", "alnum", "digit", "space", "ascii", "upper", "lower", "title"]), w)
        for f in ["title", "swapcase"]:
            t.method(f, w)
        for m in [-1, 0, 1, 2]:
            for n in [None] + needles:
                t.method("split", w, n, m)
                t.method("rsplit", w, n, m)
            for n in needles:
                t.method("replace", w, n, R.choice([b"", b"XY"]), m)
        for keep in [False, True]:
            t.method("splitlines", w, keep)
        for n in needles:
            t.method("partition", w, n)
            t.method("rpartition", w, n)
            for f in ["find", "rfind", "count", "startswith", "endswith", "index"]:
                s, e = bound(), bound()
                t.add(f, [w, n, s, e], getattr(bytes, f), w, n, s, e)
        for chars in [None, b"", b"a", b" ,c"]:
            for f in ["strip", "lstrip", "rstrip"]:
                t.method(f, w, chars)
        s, e, p = bound(), bound(), R.choice([None, 1, 2, -1, -2, 0])
        t.add("slice", [w, s, e, p], lambda w, s, e, p: w[s:e:p], w, s, e, p)
        for sep, group in [(None, 1), (":", 1), (":", 2), ("-", -3), (":", 0)]:
            t.add("hex", [w, sep, group], lambda w, s, g: w.hex() if s is None else w.hex(s, g), w, sep, group)
    t.lines.append('["fromhex", ["0"], {"ValueError": "fromhex() arg must contain an even number of hexadecimal digits"}]')  # 3.14
    for text in ["", "00ff", " 0a 0B ", "0g", "a b", "ab\tcd", "é0", "abc "]:
        t.add("fromhex", [text], bytes.fromhex, text)
    return t


def floats():
    t = Table("float")
    values = FLOATS + [some_float() for _ in range(400)]
    for x in values:
        t.add("repr", [x], repr, x)
        t.add("hex", [x], float.hex, x)
        t.add("ratio", [x], lambda x: [str(v) for v in x.as_integer_ratio()], x)
        t.add("int", [x], lambda x: str(int(x)), x)
        t.add("round_int", [x], lambda x: str(round(x)), x)
        t.add("is_integer", [x], float.is_integer, x)
        if x == x:
            t.add("hash", [x], lambda x: str(hash(x)), x)
        for n in R.sample([0, 1, 2, 3, 5, 10, -1, -2, -5, 17, -308, 323, 400, -400, -20], 3):
            t.add("round", [x, n], round, x, n)
        t.add("fromhex", [x.hex()], float.fromhex, x.hex())
    for x in range(-60, 61):
        for n in [0, 1, 2, -1]:
            t.add("round", [x / 8, n], round, x / 8, n)
        t.add("round", [float(x * 5), -1], round, float(x * 5), -1)
    for _ in range(600):
        a, b = R.choice([some_float(), float(R.randrange(-10, 10))]), R.choice([some_float(), float(R.randrange(-4, 5)), 0.0])
        t.add("divmod", [a, b], divmod, a, b)
        t.add("floordiv", [a, b], lambda a, b: a // b, a, b)
        t.add("div", [a, b], lambda a, b: a / b, a, b)
        t.add("pow", [a, b], lambda a, b: a**b, a, b)
    for text in ["1", " 1_0.5e3 ", "1__0", "_1", "1_", "1_.5", "1._5", ".5", "5.", ".", "", " ", "inf", "-Infinity", "NAN", "+nan", "infinit", "1e5", "1e", "1e+", "1e+5", "1E-5", "0x10", "1 2", "١٢.٣", "--1", "+-1", "1e400", "-1e400", "1e-400",
                 "\u30001.5\u2003", "1\x00", "é", "it's", "1_000.000_1", "1e1_0", "1_e5", "1e_5", "e5", "+.e1", "\x1c1\x1f", "9007199254740993", "123456789012345678901234567890"]:
        t.add("parse", [text], float, text)
    for text in ["0x1p0", "1.8p3", "0x.8", "0x", "p3", "-0x1.8p-3", "0x1p1024", "0x1.fffffffffffffp1023", "0x1.fffffffffffff8p1023", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1p-9999999999999", "inf", "-nan", " 0x1 ", "0x1.g", "0x1p", "0x1p+", "ffff", "0x1.00000000000008", "0x1.00000000000018", "1p5 x", "infinity", "0x0p99999999999999999999"]:
        t.add("fromhex", [text], float.fromhex, text)
    return t


def ints():
    t = Table("int")
    texts = ["", " ", "0", "-0", "+5", " 42 ", "x1", "1_000", "1__0", "_1", "1_", "0x1f", "0X_1f", "0b101", "0o17", "0x", "010", "00", "0_0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "١٢", "z", "Zz",
             "1.5", "1e5", "- 1", "--1", "it's", "é", "\u20031\u3000", "0b12", "12abc", "99999999999999999999999", "\x1c7", "1\n", "²", "0xg", "-0x1F", "+0b1", "0__1", "a" * 250]
    for text in texts:
        for base in [0, 2, 8, 10, 16, 36, 1, 37]:
            t.add("parse", [text, base], lambda s, b: str(int(s, b)), text, base)
    for n in [4299, 4300, 4301, 5000]:
        t.add("parse_digits", [n], lambda n: len(str(int("1" * n))), n)
        t.add("to_decimal", [n], lambda n: len(str(10 ** (n - 1))), n)
    for _ in range(350):
        a, b = some_int(), R.choice([some_int(), R.randrange(-5, 6)])
        t.add("divmod", [str(a), str(b)], lambda a, b: [str(v) for v in divmod(a, b)], a, b)
        t.add("truediv", [str(a), str(b)], lambda a, b: a / b, a, b)
        m = some_int()
        e = R.choice([R.randrange(0, 50), R.getrandbits(70), -R.randrange(1, 9)])
        t.add("powmod", [str(a), str(e), str(m)], lambda *v: str(pow(*v)), a, e, m)
        t.add("pow", [str(a), str(abs(e) % 40)], lambda a, e: str(a**e), a, abs(e) % 40)
        s = R.choice([0, 1, 5, 64, 100, -1, 2**70])
        t.add("shr", [str(a), str(s)], lambda a, s: str(a >> s), a, s)
        if s < 1000:
            t.add("shl", [str(a), str(s)], lambda a, s: str(a << s), a, s)
        t.add("hash", [str(a)], lambda a: str(hash(a)), a)
        big = a * 10 ** R.choice([0, 0, 0, 5, 30, 290])
        t.add("float", [str(big)], float, big)
        t.add("truediv", [str(big), str(m)], lambda a, b: a / b, big, m)
        t.add("truediv", [str(m), str(big)], lambda a, b: a / b, m, big)
        n = R.choice([0, 1, -1, -2, -3, -19, -40, 5])
        t.add("round", [str(a), n], lambda a, n: str(round(a, n)), a, n)
        t.add("isqrt", [str(a)], lambda a: str(math.isqrt(a)), a)
        t.add("gcd", [str(a), str(b)], lambda a, b: [str(math.gcd(a, b)), str(math.lcm(a, b))], a, b)
        t.add("bases", [str(a)], lambda a: [bin(a), oct(a), hex(a), a.bit_length(), a.bit_count()], a)
        size, order, signed = R.choice([1, 2, 8, 9, 20]), R.choice(["little", "big"]), R.random() < 0.5
        t.add("to_bytes", [str(a), size, order, signed], lambda a, n, o, s: a.to_bytes(n, o, signed=s), a, size, order, signed)
        data = bytes(R.getrandbits(8) for _ in range(R.randrange(0, 12)))
        t.add("from_bytes", [data, order, signed], lambda d, o, s: str(int.from_bytes(d, o, signed=s)), data, order, signed)
    for n in [0, 1, 2, 5, 10, 20, 21, 30, 100, 170, -1, 2**65]:
        t.add("factorial", [str(n)], lambda n: str(math.factorial(n)), n)
        for k in [0, 1, 2, 5, 20, 100, -1]:
            t.add("comb", [str(n), str(k)], lambda n, k: str(math.comb(n, k)), n, k)
            t.add("perm", [str(n), str(k)], lambda n, k: str(math.perm(n, k)), n, k)
    for _ in range(400):
        lim = lambda: R.choice([None, 0, 1, -1, 3, -3, 7, 50, -50, 2**62, -(2**62)])
        a, b, c, n = lim(), lim(), lim(), R.choice([0, 1, 5, 10])
        t.add("indices", [a, b, c, n], lambda a, b, c, n: (lambda v: [*v, len(range(*v))])(slice(a, b, c).indices(n)), a, b, c, n)
        a, b, c = R.randrange(-20, 20), R.randrange(-20, 20), R.choice([1, 2, 3, -1, -2, -7])
        v = R.randrange(-25, 25)
        t.add("range", [a, b, c, v], lambda a, b, c, v: [len(range(a, b, c)), v in range(a, b, c)], a, b, c, v)
        t.add("range_item", [a, b, c, v], lambda a, b, c, v: range(a, b, c)[v], a, b, c, v) if -len(range(a, b, c)) <= v < len(range(a, b, c)) else None
    for w in WORDS + ["".join(R.choice("abcé日😀") for _ in range(R.randrange(1, 20))) for _ in range(100)]:
        t.add("hash_str", [w], lambda w: str(hash(w)), w)
        t.add("hash_bytes", [w.encode()], lambda w: str(hash(w)), w.encode())
    for _ in range(80):
        items = [R.randrange(-100, 10**R.randrange(1, 18)) for _ in range(R.randrange(0, 9))]
        t.add("hash_tuple", [[str(i) for i in items]], lambda i: str(hash(tuple(i))), items)
        t.add("hash_frozenset", [[str(i) for i in set(items)]], lambda i: str(hash(frozenset(i))), items)
    return t


def binomial(self, n, p):
    """random.binomialvariate is of 3.12; the algorithm (geometric method, BTRS) as its documentation and papers give it."""
    if n < 0:
        raise ValueError("n must be non-negative")
    if p <= 0.0 or p >= 1.0:
        if p in (0.0, 1.0):
            return int(n * p)
        raise ValueError("p must be in the range 0.0 <= p <= 1.0")
    if n == 1:
        return int(self.random() < p)
    if p > 0.5:
        return n - binomial(self, n, 1.0 - p)
    if n * p < 10.0:
        x = y = 0
        c = math.log2(1.0 - p)
        while True:
            y += math.floor(math.log2(self.random()) / c) + 1
            if y > n:
                return x
            x += 1
    spq = math.sqrt(n * p * (1.0 - p))
    b = 1.15 + 2.53 * spq
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    vr = 0.92 - 4.2 / b
    alpha, lpq, m = (2.83 + 5.1 / b) * spq, math.log(p / (1.0 - p)), math.floor((n + 1) * p)
    h = math.lgamma(m + 1) + math.lgamma(n - m + 1)
    while True:
        u = self.random() - 0.5
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + c)
        if k < 0 or k > n:
            continue
        v = self.random()
        if us >= 0.07 and v <= vr:
            return k
        v *= alpha / (a / (us * us) + b)
        if math.log(v) <= h - math.lgamma(k + 1) - math.lgamma(n - k + 1) + (k - m) * lpq:
            return k


def randoms():
    t = Table("random")
    draws = [("random", []), ("bits", [1]), ("bits", [32]), ("bits", [33]), ("bits", [64]), ("bits", [65]), ("bits", [200]), ("below", [10]), ("below", [2**40]), ("below", [2**70]), ("randrange", [5, 100, 7]), ("randrange", [10, -10, -3]),
             ("randint", [1, 6]), ("choice", [7]), ("choices", [9]), ("weighted", [[1.0, 3.0, 6.0], 5]), ("shuffle", [10]), ("sample", [10, 3]), ("sample", [1000, 4]), ("sample", [100, 30]), ("sample", [10**5, 60]), ("uniform", [-3.0, 8.0]),
             ("triangular", [0.0, 1.0, None]), ("triangular", [2.0, 9.0, 3.0]), ("normalvariate", [0.0, 1.0]), ("gauss", [5.0, 2.0]), ("lognormvariate", [0.0, 0.5]), ("expovariate", [1.5]), ("vonmisesvariate", [1.0, 4.0]), ("vonmisesvariate", [0.0, 0.0]),
             ("gammavariate", [2.5, 1.0]), ("gammavariate", [1.0, 2.0]), ("gammavariate", [0.4, 2.0]), ("betavariate", [2.0, 3.0]), ("paretovariate", [3.0]), ("weibullvariate", [1.0, 1.5]), ("binomialvariate", [1, 0.5]), ("binomialvariate", [20, 0.3]),
             ("binomialvariate", [500, 0.25]), ("binomialvariate", [1000, 0.8]), ("randbytes", [9])]

    def draw(r, name, a):
        if name == "bits":
            return str(r.getrandbits(a[0]))
        if name == "below":
            return str(r._randbelow(a[0]))
        if name == "choice":
            return r.choice(range(a[0]))
        if name == "choices":
            return r.choices(range(a[0]), k=1)[0]
        if name == "weighted":
            return r.choices(range(len(a[0])), cum_weights=a[0], k=a[1])
        if name == "shuffle":
            items = list(range(a[0]))
            r.shuffle(items)
            return items
        if name == "sample":
            return r.sample(range(a[0]), a[1])
        if name == "binomialvariate":
            return binomial(r, *a)
        return getattr(r, name)(*a)

    seeds = [0, 1, 2, 42, -42, 123456789, 2**32, 2**64 + 1, 10**50, "", "seed", "日本", b"bytes", b"\x00\xff", 0.5, -2.0, 3.14, 1e300]
    for seed in seeds + [R.getrandbits(40) for _ in range(22)]:
        kind = type(seed).__name__
        r = random.Random(seed)
        todo = R.sample(draws, len(draws)) if seed != 0 else draws
        todo = todo + [("gauss", [0.0, 1.0])] * 2
        t.add("draws", [kind, str(seed) if kind == "int" else seed, todo], lambda: [draw(r, n, a) for n, a in todo])
    r = random.Random(7)
    t.add("draws", ["int", "7", [("random", [])] * 1300], lambda: [r.random() for _ in range(1300)])
    for n in list(range(1, 60)) + [99, 100, 171, 1000, 12345, 10**6]:
        t.add("lgamma", [float(n)], math.lgamma, float(n))
        t.add("lgamma", [n + 0.5], math.lgamma, n + 0.5)
    return t


def times():
    t = Table("time")
    os.environ["TZ"] = "UTC"
    time.tzset()
    codes = [c for c in "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYzZ%"]
    for s in [0, 1, -1, 86399, 951782400, 951868799, 1e9, 1709164800, 4102444799, 1735689600, 1230768000, 1104537600, 1700000000] + [R.randrange(-2**33, 2**33) for _ in range(20)]:
        s = int(s)
        t.add("gmtime", [s], lambda s: list(time.gmtime(s))[:8], s)
        t.add("asctime", [s], lambda s: time.asctime(time.gmtime(s)), s)
        for c in codes:
            t.add("strftime", ["%" + c, s], lambda f, s: time.strftime(f, time.gmtime(s)), "%" + c, s)
    for text, form in [("2024-02-29 12:34:56", "%Y-%m-%d %H:%M:%S"), ("2023-02-29", "%Y-%m-%d"), ("1/2/99", "%d/%m/%y"), ("12 Feb 2020", "%d %b %Y"), ("Monday 3", "%A %d"), ("10:30 PM", "%I:%M %p"), ("12:05 am", "%I:%M %p"), ("2020", "%Y-%m"),
                       ("2020-01-01x", "%Y-%m-%d"), ("x", "%q"), ("x", "%"), ("20200102", "%Y%m%d"), ("111", "%d%m"), ("060 2021", "%j %Y"), ("Thu Jan  1 00:00:00 1970", "%c"), ("13", "%m"), ("Feb 29", "%b %d"), ("a  b", "a b"), ("100%", "%H0%%"), ("23:59:61", "%X")]:
        t.add("strptime", [text, form], lambda s, f: list(time.strptime(s, f))[:8], text, form)
    return t


if __name__ == "__main__":
    assert sys.version_info[:2] == (3, 11) and os.environ.get("PYTHONHASHSEED") == "0"
    for table in [formats(), templates(), strings(), byte_strings(), floats(), ints(), randoms(), times()]:
        table.write()
        print(table.name, len(table.lines))
