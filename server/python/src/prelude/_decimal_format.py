# timeslice: native
"""`format(Decimal, spec)`."""
import re
import _decimal as _d
from _decimal import INF
from _decimal_context import ROUND_HALF_EVEN

_SPEC = re.compile(r"(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?(,)?(?:\.(\d+))?([eEfFgGn%])?", re.DOTALL)


def formatted(x, spec, context):
    """The text of x."""
    match = _SPEC.fullmatch(spec)
    if not match:
        raise ValueError("invalid format string")
    fill, align, sign, no_negative_zero, _, zero, width, comma, precision, kind = match.groups()
    if zero and (fill is not None or align is not None):
        raise ValueError("invalid format string")
    if zero:
        fill, align = "0", "="
    fill, align = fill or " ", align or ">"
    width = int(width or 0)
    kind = kind or ""
    negative, percent = x._sign, kind == "%"
    if x._kind:
        body, grouping = x.copy_abs()._text(False, context), None
        if zero:
            fill, align = " ", ">"
    else:
        body, negative = _number(x, kind, precision, context, bool(no_negative_zero))
        grouping = comma
    prefix = "-" if negative else "" if sign in (None, "-") else sign
    if percent and x._kind:
        body += "%"
    whole, rest = _split(body)
    if grouping:
        least = width - len(prefix) - len(rest) if zero else 0
        whole = _grouped(whole, grouping, least)
    text = whole + rest
    room = width - len(prefix) - len(text)
    if room <= 0:
        return prefix + text
    if align == "=":
        return prefix + fill * room + text
    if align == "<":
        return prefix + text + fill * room
    if align == "^":
        return fill * (room // 2) + prefix + text + fill * (room - room // 2)
    return fill * room + prefix + text


def _split(body):
    n = 0
    while n < len(body) and body[n].isdigit():
        n += 1
    return body[:n], body[n:]


def _grouped(whole, mark, least):
    """With marks between groups of three; zeros in front up to a length."""
    while True:
        groups = []
        digits = whole
        while len(digits) > 3:
            groups.insert(0, digits[-3:])
            digits = digits[:-3]
        text = mark.join([digits, *groups])
        if len(text) >= least:
            return text
        whole = "0" + whole


def _number(x, kind, precision, context, no_negative_zero):
    """The digits of |x|, and whether it is negative."""
    coef, exp, sign = x._coef, x._exp, x._sign
    rounding = context.rounding
    if kind == "%":
        exp += 2
    lower = kind.lower()
    places = None if precision is None else int(precision)
    if lower in ("f", "%"):
        if places is not None:
            coef, exp = _to_exponent(sign, coef, exp, -places, rounding)
        elif exp > 0:
            coef, exp = coef * 10 ** exp, 0
    elif lower == "e" and places is not None:
        if coef:
            coef, exp = _to_digits(sign, coef, exp, places + 1, rounding, True)
    elif places is not None and coef:
        coef, exp = _to_digits(sign, coef, exp, max(places, 1), rounding, False)
    if no_negative_zero and coef == 0:
        sign = 0
    digits = str(coef)
    left = exp + len(digits)
    if lower in ("f", "%"):
        point = left
    elif lower == "e":
        point = 1
        if coef == 0 and places is not None:
            digits = "0" * (places + 1)
            left = exp + places + 1
    elif exp <= 0 and left > -6:
        point = left
    else:
        point = 1
    if point <= 0:
        text = "0." + "0" * -point + digits
    elif point >= len(digits):
        text = digits + "0" * (point - len(digits))
    else:
        text = digits[:point] + "." + digits[point:]
    if left != point or lower == "e":
        letter = kind if lower == "e" else "E" if kind == "G" else "e" if kind in ("g", "n") else "E"
        if kind == "":
            letter = "E" if context.capitals else "e"
        text += f"{letter}{left - point:+d}"
    if kind == "%":
        text += "%"
    return text, sign


def _to_exponent(sign, coef, exp, wanted, rounding):
    if exp >= wanted:
        return coef * 10 ** (exp - wanted), wanted
    kept, _ = _d.rounded_off(sign, coef, min(wanted - exp, _d.n_digits(coef) + 2), rounding)
    return kept, wanted


def _to_digits(sign, coef, exp, n, rounding, pad):
    over = _d.n_digits(coef) - n
    if over <= 0:
        return (coef * 10 ** -over, exp + over) if pad else (coef, exp)
    kept, _ = _d.rounded_off(sign, coef, over, rounding)
    exp += over
    if kept == 10 ** n:
        kept, exp = kept // 10, exp + 1
    return kept, exp
