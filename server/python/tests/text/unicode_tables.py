"""Writes src/text/unicode_tables.rs from CPython's unicodedata."""

import os, unicodedata

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/text/unicode_tables.rs")
CHARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]


def ranges(wanted):
    out = []
    for code in map(ord, filter(wanted, CHARS)):
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return [f"(0x{a:x}, 0x{b:x})" for a, b in out]


def mappings(wanted, mapping):
    escape = lambda s: "".join(f"\\u{{{ord(c):x}}}" for c in s)
    return [f"('{escape(c)}', \"{escape(mapping(c))}\")" for c in CHARS if wanted(c)]


def table(name, kind, doc, items):
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > 118:
            lines.append(line)
            line = "   "
        line += f" {item},"
    return f"/// {doc}\npub(super) const {name}: &[{kind}] = &[\n" + "\n".join([*lines, line]) + "\n];\n"


NUMBERS = ("Nd", "Nl", "No")
tables = [
    table("DIGIT_NOT_DECIMAL", "(u32, u32)", "Code points with a digit value that are not decimal digits (superscripts, circled digits, ...), as inclusive ranges.",
          ranges(lambda c: c.isdigit() and not c.isdecimal())),
    table("NUMERIC_LETTERS", "(u32, u32)", "Letters with a numeric value (mostly CJK ideographs), as inclusive ranges.",
          ranges(lambda c: c.isnumeric() and unicodedata.category(c) not in NUMBERS)),
    table("TITLE", "(char, &str)", "Characters whose titlecase differs from their uppercase, sorted.", mappings(lambda c: c.title() != c.upper(), str.title)),
    table("FOLD", "(char, &str)", "Characters whose casefolding differs from their lowercase, sorted.", mappings(lambda c: c.casefold() != c.lower(), str.casefold)),
]
with open(PATH, "w") as out:
    out.write("""//! The Unicode data that neither std nor the category tables give: titlecase and casefold exceptions, digits, numerics.
//! Written by `tests/text/unicode_tables.py` from CPython's `unicodedata`; not edited by hand.

#![cfg_attr(rustfmt, rustfmt_skip)]

""")
    out.write("\n".join(tables))
