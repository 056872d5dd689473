"""html: text in HTML and back."""
import re

__all__ = ["escape", "unescape"]

# The entities of HTML 4 and the few of HTML 5 that people write.
_ENTITIES = {
    "quot": 34, "amp": 38, "apos": 39, "lt": 60, "gt": 62, "OElig": 338, "oelig": 339, "Scaron": 352, "scaron": 353,
    "Yuml": 376, "fnof": 402, "circ": 710, "tilde": 732, "Alpha": 913, "Beta": 914, "Gamma": 915, "Delta": 916,
    "Theta": 920, "Lambda": 923, "Pi": 928, "Sigma": 931, "Phi": 934, "Psi": 936, "Omega": 937, "alpha": 945,
    "beta": 946, "gamma": 947, "delta": 948, "epsilon": 949, "eta": 951, "theta": 952, "lambda": 955, "mu": 956,
    "pi": 960, "rho": 961, "sigma": 963, "tau": 964, "phi": 966, "chi": 967, "psi": 968, "omega": 969,
    "ensp": 8194, "emsp": 8195, "thinsp": 8201, "zwnj": 8204, "zwj": 8205, "ndash": 8211, "mdash": 8212,
    "lsquo": 8216, "rsquo": 8217, "sbquo": 8218, "ldquo": 8220, "rdquo": 8221, "bdquo": 8222, "dagger": 8224,
    "Dagger": 8225, "bull": 8226, "hellip": 8230, "permil": 8240, "prime": 8242, "Prime": 8243, "lsaquo": 8249,
    "rsaquo": 8250, "oline": 8254, "frasl": 8260, "euro": 8364, "trade": 8482, "larr": 8592, "uarr": 8593,
    "rarr": 8594, "darr": 8595, "harr": 8596, "rArr": 8658, "hArr": 8660, "forall": 8704, "part": 8706,
    "exist": 8707, "empty": 8709, "nabla": 8711, "isin": 8712, "notin": 8713, "ni": 8715, "prod": 8719, "sum": 8721,
    "minus": 8722, "radic": 8730, "prop": 8733, "infin": 8734, "and": 8743, "or": 8744, "cap": 8745, "cup": 8746,
    "int": 8747, "sim": 8764, "cong": 8773, "asymp": 8776, "ne": 8800, "equiv": 8801, "le": 8804, "ge": 8805,
    "sub": 8834, "sup": 8835, "check": 10003, "cross": 10007, "spades": 9824, "clubs": 9827, "hearts": 9829,
    "diams": 9830,
}
# 160 to 255, in order; these are known without the semicolon too.
_LATIN = """
nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para
middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute
Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml
Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
""".split()
_ENTITIES.update((name, 160 + i) for i, name in enumerate(_LATIN))
_BARE = {"quot", "amp", "lt", "gt", "QUOT", "AMP", "LT", "GT", *_LATIN}
_ENTITIES.update(QUOT=34, AMP=38, LT=60, GT=62)


def escape(s, quote=True):
    """`s` with `&`, `<`, `>` and, if `quote`, quotation marks as entities."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _character(number):
    if number in (0, 0x10FFFF + 1) or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    if 0x80 <= number <= 0x9F:
        # What browsers make of numbers that were meant for Windows.
        return bytes([number]).decode("cp1252", "replace") if number not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) \
            else chr(number)
    return chr(number)


def _replaced(match):
    text = match.group(1)
    if text[0] == "#":
        is_hex = text[1] in "xX"
        return _character(int(text[2:].rstrip(";"), 16) if is_hex else int(text[1:].rstrip(";")))
    if text.endswith(";") and text[:-1] in _ENTITIES:
        return chr(_ENTITIES[text[:-1]])
    # The longest name that it begins with.
    for end in range(len(text), 1, -1):
        if text[:end] in _BARE:
            return chr(_ENTITIES[text[:end]]) + text[end:]
    return "&" + text


_REFERENCE = re.compile(r"&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def unescape(s):
    """`s` with entities as the characters that they name."""
    return _REFERENCE.sub(_replaced, s) if "&" in s else s
