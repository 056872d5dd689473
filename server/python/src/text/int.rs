//! Ints as text and text as ints: `int()`, `str`, `bin`, `oct`, `hex`, the limit on decimal digits. Arithmetic is in `int_arith`.

use std::borrow::Cow;
use std::fmt::Write;

use num_bigint::{BigInt, Sign};

use super::{Result, TextError, string};

/// `sys.get_int_max_str_digits()` at start.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// The most digits that an int is converted with, whatever the program asks for: conversion takes quadratic time.
pub const MAX_STR_DIGITS: usize = 200_000;

fn check_digits(count: usize) -> Result<()> {
    match count > MAX_STR_DIGITS {
        true => Err(TextError::value(format!(
            "Exceeds the limit ({MAX_STR_DIGITS} digits) for integer string conversion: the simulated machine has this \
             one whatever sys.set_int_max_str_digits() says"
        ))),
        false => Ok(()),
    }
}

/// An int that `int(text)` found: small ones without allocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// Fits a machine word.
    Small(i64),
    /// Does not.
    Big(BigInt),
}

impl From<Parsed> for BigInt {
    fn from(parsed: Parsed) -> Self {
        match parsed {
            Parsed::Small(n) => Self::from(n),
            Parsed::Big(n) => n,
        }
    }
}

/// `text` with every Unicode decimal digit as its ASCII digit.
#[must_use]
pub fn to_ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let digit = |c| {
        string::decimal_value(c)
            .and_then(|d| char::from_digit(d, 10))
            .unwrap_or(c)
    };
    Cow::Owned(text.chars().map(digit).collect())
}

/// Number text without the white space around. In ASCII text the separators 0x1c to 0x1f are none.
pub(crate) fn trim(text: &str, was_ascii: bool) -> &str {
    text.trim_matches(|c| string::is_space(c) && !(was_ascii && ('\x1c'..='\x1f').contains(&c)))
}

/// `int(text, base)` with at most `max_digits` decimal digits (0: no limit).
///
/// # Errors
/// `ValueError`: a bad base, "invalid literal for int() with base 10: 'x'", or too many digits.
pub fn parse(text: &str, base: u32, max_digits: usize) -> Result<Parsed> {
    if base == 1 || base > 36 {
        return Err(TextError::value("int() base must be >= 2 and <= 36, or 0"));
    }
    let ascii = to_ascii_digits(text);
    let trimmed = trim(&ascii, text.is_ascii());
    parse_trimmed(trimmed, base, max_digits).unwrap_or_else(|| Err(invalid_literal(&string::repr(text), base)))
}

/// `int(data, base)` of a bytes object.
///
/// # Errors
/// As [`parse`], with the bytes' repr.
pub fn parse_bytes(data: &[u8], base: u32, max_digits: usize) -> Result<Parsed> {
    if base == 1 || base > 36 {
        return Err(TextError::value("int() base must be >= 2 and <= 36, or 0"));
    }
    let trimmed = std::str::from_utf8(data).ok().map(|t| trim(t, true));
    trimmed
        .and_then(|t| parse_trimmed(t, base, max_digits))
        .unwrap_or_else(|| Err(invalid_literal(&string::repr_bytes(data), base)))
}

fn invalid_literal(repr: &str, base: u32) -> TextError {
    let shown: String = repr.chars().take(200).collect();
    TextError::value(format!("invalid literal for int() with base {base}: {shown}"))
}

/// `None` is a malformed literal; the inner error is too many digits.
fn parse_trimmed(text: &str, base: u32, max_digits: usize) -> Option<Result<Parsed>> {
    let negative = text.starts_with('-');
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let prefix = match body.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let (digits, radix) = if prefix != 0 && (base == 0 || base == prefix) {
        let rest = &body[2..];
        (rest.strip_prefix('_').unwrap_or(rest), prefix)
    } else {
        (body, if base == 0 { 10 } else { base })
    };
    let bytes = digits.as_bytes();
    if bytes.is_empty() || bytes[0] == b'_' || bytes.ends_with(b"_") {
        return None;
    }
    let (mut small, mut count, mut fits) = (0i64, 0usize, true);
    for (i, &b) in bytes.iter().enumerate() {
        if b == b'_' {
            if bytes[i - 1] == b'_' {
                return None;
            }
            continue;
        }
        let digit = i64::from(char::from(b).to_digit(radix)?);
        count += 1;
        match small.checked_mul(i64::from(radix)).and_then(|n| n.checked_sub(digit)) {
            Some(n) if fits => small = n,
            _ => fits = false,
        }
    }
    if base == 0 && prefix == 0 && bytes[0] == b'0' && !bytes.iter().all(|&b| b == b'0' || b == b'_') {
        return None;
    }
    if max_digits > 0 && count > max_digits && !radix.is_power_of_two() {
        return Some(Err(TextError::value(format!(
            "Exceeds the limit ({max_digits} digits) for integer string conversion: value has {count} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))));
    }
    if !radix.is_power_of_two()
        && let Err(refused) = check_digits(count)
    {
        return Some(Err(refused));
    }
    // Accumulated negatively, so that the smallest i64 fits.
    match if negative { Some(small) } else { small.checked_neg() } {
        Some(n) if fits => Some(Ok(Parsed::Small(n))),
        _ => {
            let n = BigInt::parse_bytes(digits.replace('_', "").as_bytes(), radix)?;
            Some(Ok(Parsed::Big(if negative { -n } else { n })))
        }
    }
}

/// Appends `str(n)`.
pub fn push_i64(out: &mut String, n: i64) {
    write!(out, "{n}").expect("a String never fails");
}

/// `str(n)` with at most `max_digits` digits (0: no limit).
///
/// # Errors
/// `ValueError` "Exceeds the limit (4300 digits) for integer string conversion; ...".
pub fn to_decimal(n: &BigInt, max_digits: usize) -> Result<String> {
    let too_long = || {
        TextError::value(format!(
            "Exceeds the limit ({max_digits} digits) for integer string conversion; \
             use sys.set_int_max_str_digits() to increase the limit"
        ))
    };
    // 3.3 > log2(10): certainly too long, refused before the quadratic conversion.
    if max_digits > 0 && n.bits() / 10 * 3 > u64::try_from(max_digits).unwrap_or(u64::MAX).saturating_add(10) {
        return Err(too_long());
    }
    check_digits(usize::try_from(n.bits() / 10 * 3).unwrap_or(usize::MAX))?;
    let text = n.to_string();
    if max_digits > 0 && text.len() - usize::from(n.sign() == Sign::Minus) > max_digits {
        return Err(too_long());
    }
    Ok(text)
}

/// `bin(n)`, `oct(n)`, `hex(n)`: base 2, 8 or 16 with the prefix.
#[must_use]
pub fn to_prefixed(n: &BigInt, base: u32) -> String {
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    let sign = if n.sign() == Sign::Minus { "-" } else { "" };
    format!("{sign}{prefix}{}", n.magnitude().to_str_radix(base))
}

/// `n.bit_length()`.
#[must_use]
pub fn bit_length(n: &BigInt) -> u64 {
    n.bits()
}

/// `n.bit_count()`.
#[must_use]
pub fn bit_count(n: &BigInt) -> u64 {
    n.iter_u64_digits().map(|d| u64::from(d.count_ones())).sum()
}

/// `n.to_bytes(length, byteorder, signed=signed)`.
///
/// # Errors
/// `OverflowError` "int too big to convert", "can't convert negative int to unsigned".
pub fn to_bytes(n: &BigInt, length: usize, little: bool, signed: bool) -> Result<Vec<u8>> {
    super::checked_len(length)?;
    let negative = n.sign() == Sign::Minus;
    if negative && !signed {
        return Err(TextError::overflow("can't convert negative int to unsigned"));
    }
    let mut data = if signed {
        n.to_signed_bytes_le()
    } else {
        n.magnitude().to_bytes_le()
    };
    if n.sign() == Sign::NoSign {
        data.clear();
    }
    if data.len() > length {
        return Err(TextError::overflow("int too big to convert"));
    }
    data.resize(length, if negative { 0xff } else { 0 });
    if !little {
        data.reverse();
    }
    Ok(data)
}

/// `int.from_bytes(data, byteorder, signed=signed)`.
#[must_use]
pub fn from_bytes(data: &[u8], little: bool, signed: bool) -> BigInt {
    match (signed, little) {
        (true, true) => BigInt::from_signed_bytes_le(data),
        (true, false) => BigInt::from_signed_bytes_be(data),
        (false, true) => BigInt::from_bytes_le(Sign::Plus, data),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, data),
    }
}
