//! Floats as text and text as floats: `repr`, `float()`, `hex` and `fromhex`. Arithmetic is in `float_arith`.

use std::fmt::Write;

use super::{Result, TextError};

/// The decimal digits of a finite non-negative float: `0.d1d2d3... * 10^point`, as David Gay's dtoa hands them to CPython.
#[derive(Debug, Clone)]
pub struct Digits {
    buffer: [u8; 24],
    len: usize,
    /// Where the decimal point stands relative to the first digit.
    pub point: i32,
}

impl Digits {
    /// The fewest digits that read back as `x`, the nearest of them to `x`. `x` is finite; its sign is ignored.
    #[must_use]
    pub fn shortest(x: f64) -> Self {
        struct Sink<'a>(&'a mut [u8; 24], usize);
        impl Write for Sink<'_> {
            fn write_str(&mut self, s: &str) -> std::fmt::Result {
                let target = self.0.get_mut(self.1..self.1 + s.len()).ok_or(std::fmt::Error)?;
                target.copy_from_slice(s.as_bytes());
                self.1 += s.len();
                Ok(())
            }
        }
        let mut raw = [0u8; 24];
        let mut sink = Sink(&mut raw, 0);
        write!(sink, "{:e}", x.abs()).expect("at most 17 digits, a point and an exponent");
        let end = sink.1;
        let e = raw[..end].iter().position(|&b| b == b'e').expect("an exponent");
        let text = std::str::from_utf8(&raw[e + 1..end]).expect("ascii");
        let exponent: i32 = text.parse().expect("a small exponent");
        let mut buffer = [0u8; 24];
        let mut len = 0;
        for &b in raw[..e].iter().filter(|&&b| b != b'.') {
            buffer[len] = b;
            len += 1;
        }
        let mut out = Self {
            buffer,
            len,
            point: if x == 0.0 { 1 } else { exponent + 1 },
        };
        out.round_tie_to_even(x);
        out
    }

    /// Of two shortest candidates equally near to `x`, std gives the upper, CPython the even one.
    fn round_tie_to_even(&mut self, x: f64) {
        let last = &mut self.buffer[self.len - 1];
        if *last & 1 == 0 {
            return;
        }
        let (mantissa, exponent) = decompose(x);
        let zeros = mantissa.trailing_zeros();
        let fraction_digits = -exponent - i32::try_from(zeros).expect("at most 64");
        // A tie is one more digit, a 5; a dyadic fraction has as many decimal digits as binary ones.
        let shown = i32::try_from(self.len).expect("at most 17") - self.point;
        let tie = if fraction_digits > 0 {
            fraction_digits == shown + 1
        } else {
            shown < 0 && {
                let exact = format!("{:.0}", x.abs());
                let rest = &exact[self.len.min(exact.len())..];
                rest.starts_with('5') && rest[1..].bytes().all(|b| b == b'0')
            }
        };
        if tie {
            *last -= 1;
        }
    }

    /// The digits, ASCII, without a point.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.buffer[..self.len]).expect("ascii")
    }
}

/// Appends `repr(x)`.
pub fn push_repr(out: &mut String, x: f64) {
    if x.is_nan() {
        return out.push_str("nan");
    }
    if x.is_sign_negative() {
        out.push('-');
    }
    if x.is_infinite() {
        return out.push_str("inf");
    }
    let digits = Digits::shortest(x);
    let (text, point) = (digits.as_str(), digits.point);
    if point > -4 && point <= 16 {
        push_positional(out, text, point);
        if point >= i32::try_from(text.len()).expect("few digits") {
            out.push_str(".0");
        }
    } else {
        push_scientific(out, text, point, 'e');
    }
}

/// Appends digits with a decimal point and no exponent; no trailing ".0".
pub(crate) fn push_positional(out: &mut String, digits: &str, point: i32) {
    match usize::try_from(point) {
        Ok(point) if point >= digits.len() => {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', point - digits.len()));
        }
        Ok(point) if point > 0 => {
            out.push_str(&digits[..point]);
            out.push('.');
            out.push_str(&digits[point..]);
        }
        _ => {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', usize::try_from(-point).expect("not positive")));
            out.push_str(digits);
        }
    }
}

/// Appends digits in exponent form: `d.ddde+XX`.
pub(crate) fn push_scientific(out: &mut String, digits: &str, point: i32, e: char) {
    out.push_str(&digits[..1]);
    if digits.len() > 1 {
        out.push('.');
        out.push_str(&digits[1..]);
    }
    let exponent = point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(out, "{e}{sign}{:02}", exponent.unsigned_abs()).expect("a String never fails");
}

/// `repr(x)`, which is also `str(x)`.
#[must_use]
pub fn repr(x: f64) -> String {
    let mut out = String::with_capacity(24);
    push_repr(&mut out, x);
    out
}

/// `float(text)`: white space around, underscores between digits, inf, infinity and nan in any case.
///
/// # Errors
/// `ValueError` "could not convert string to float: 'x'".
pub fn parse(text: &str) -> Result<f64> {
    let decimal = super::int::to_ascii_digits(text);
    let trimmed = super::int::trim(&decimal, text.is_ascii());
    parse_ascii(trimmed).ok_or_else(|| {
        TextError::value(format!(
            "could not convert string to float: {}",
            super::string::repr(text)
        ))
    })
}

/// A float literal without surrounding space, `None` when malformed. Also for source literals and bytes.
#[must_use]
pub fn parse_ascii(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    let sign = |x: f64| if negative { -x } else { x };
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.eq_ignore_ascii_case("infinity") {
        return Some(sign(f64::INFINITY));
    }
    if unsigned.eq_ignore_ascii_case("nan") {
        return Some(sign(f64::NAN));
    }
    let bytes = unsigned.as_bytes();
    let digit = |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    for (i, &b) in bytes.iter().enumerate() {
        let ok = match b {
            b'0'..=b'9' | b'.' | b'e' | b'E' => true,
            b'+' | b'-' => i > 0 && matches!(bytes[i - 1], b'e' | b'E'),
            b'_' => digit(i.checked_sub(1)) && digit(Some(i + 1)),
            _ => false,
        };
        if !ok {
            return None;
        }
    }
    if bytes.contains(&b'_') {
        unsigned.replace('_', "").parse()
    } else {
        unsigned.parse()
    }
    .ok()
    .map(sign)
}

/// The mantissa and exponent with `|x| == mantissa * 2^exponent`; `x` is finite.
#[must_use]
pub fn decompose(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).expect("11 bits");
    let fraction = bits & ((1 << 52) - 1);
    if exponent == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), exponent - 1075)
    }
}

/// `x.hex()`.
#[must_use]
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return repr(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let bits = x.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).expect("11 bits");
    let fraction = bits & ((1 << 52) - 1);
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (lead, exponent) = if exponent == 0 {
        (0, -1022)
    } else {
        (1, exponent - 1023)
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(text)`.
///
/// # Errors
/// `ValueError` "invalid hexadecimal floating-point string"; `OverflowError` "hexadecimal value too large to represent as a float".
pub fn fromhex(text: &str) -> Result<f64> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let negative = text.starts_with('-');
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = |x: f64| if negative { -x } else { x };
    if body.eq_ignore_ascii_case("inf") || body.eq_ignore_ascii_case("infinity") {
        return Ok(sign(f64::INFINITY));
    }
    if body.eq_ignore_ascii_case("nan") {
        return Ok(sign(f64::NAN));
    }
    let invalid = || TextError::value("invalid hexadecimal floating-point string");
    let body = body
        .strip_prefix("0x")
        .or_else(|| body.strip_prefix("0X"))
        .unwrap_or(body);
    let (mantissa, exponent) = match body.split_once(['p', 'P']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (body, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = [whole, fraction].concat();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(invalid());
    }
    let exponent = match exponent {
        None => 0i64,
        Some(text) => {
            let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
            if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                return Err(invalid());
            }
            text.parse()
                .unwrap_or(if text.starts_with('-') {
                    i64::MIN / 4
                } else {
                    i64::MAX / 4
                })
                .clamp(-(1 << 40), 1 << 40)
        }
    };
    let fraction_bits = i64::try_from(fraction.len()).expect("a length") * 4;
    let value = num_bigint::BigUint::parse_bytes(digits.as_bytes(), 16).expect("hexadecimal digits");
    super::float_arith::scale(&value, exponent - fraction_bits)
        .map(sign)
        .ok_or_else(|| TextError::overflow("hexadecimal value too large to represent as a float"))
}
