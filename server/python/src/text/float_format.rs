//! Floats in the forms `e`, `f`, `g` and `%` with a precision, shared by the format mini-language and `%` formatting.

use std::fmt::Write;

use super::float::{Digits, push_positional, push_scientific};
use super::{Result, checked_len};

/// No double has more digits than this after its point or in all; what a precision asks beyond is zeros.
const MOST_DIGITS: usize = 1100;

/// How to write a float: CPython's format codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `e`: one digit, a point, `precision` digits, an exponent.
    Scientific,
    /// `f`: `precision` digits after the point.
    Fixed,
    /// `g`: `precision` significant digits, trailing zeros removed.
    General,
    /// `repr`: the fewest digits that read back.
    Shortest,
}

/// Appends `|x|`; `alternate` keeps a trailing point (and `g`'s zeros), `dot_zero` ends integers in ".0", `upper` uses `E`, `INF`.
pub(crate) fn push_magnitude(
    out: &mut String,
    x: f64,
    form: Form,
    precision: usize,
    (alternate, dot_zero, upper): (bool, bool, bool),
) -> Result<()> {
    if !x.is_finite() {
        out.push_str(match (x.is_nan(), upper) {
            (true, false) => "nan",
            (true, true) => "NAN",
            (false, false) => "inf",
            (false, true) => "INF",
        });
        return Ok(());
    }
    checked_len(precision)?;
    let x = x.abs();
    let e = if upper { 'E' } else { 'e' };
    let shown = precision.min(MOST_DIGITS);
    let padding = std::iter::repeat_n('0', precision - shown);
    match form {
        Form::Fixed => {
            write!(out, "{x:.shown$}").expect("a String never fails");
            out.extend(padding);
            if alternate && precision == 0 {
                out.push('.');
            }
        }
        Form::Scientific => {
            let start = out.len();
            write!(out, "{x:.shown$e}").expect("a String never fails");
            let at = start + out[start..].find('e').expect("an exponent");
            let exponent: i32 = out[at + 1..].parse().expect("a small exponent");
            out.truncate(at);
            out.extend(padding);
            if alternate && precision == 0 {
                out.push('.');
            }
            push_exponent(out, exponent, e);
        }
        Form::General => {
            let precision = precision.max(1);
            let shown = precision.min(MOST_DIGITS);
            let text = format!("{x:.*e}", shown - 1);
            let (mantissa, exponent) = text.split_once('e').expect("an exponent");
            let mut digits = mantissa.replace('.', "");
            let point = exponent.parse::<i32>().expect("a small exponent") + 1;
            if alternate {
                digits.extend(std::iter::repeat_n('0', precision - shown));
            } else {
                digits.truncate(digits.trim_end_matches('0').len().max(1));
            }
            let limit = i64::try_from(precision).unwrap_or(i64::MAX) - i64::from(dot_zero);
            let scientific = point <= -4 || i64::from(point) > limit;
            push_digits(out, &digits, point, scientific, e, (alternate, dot_zero));
        }
        Form::Shortest => {
            let digits = Digits::shortest(x);
            let scientific = digits.point <= -4 || digits.point > 16;
            push_digits(out, digits.as_str(), digits.point, scientific, e, (alternate, dot_zero));
        }
    }
    Ok(())
}

fn push_exponent(out: &mut String, exponent: i32, e: char) {
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(out, "{e}{sign}{:02}", exponent.unsigned_abs()).expect("a String never fails");
}

fn push_digits(out: &mut String, digits: &str, point: i32, scientific: bool, e: char, (alt, dot_zero): (bool, bool)) {
    if scientific {
        if alt && digits.len() == 1 {
            out.push_str(digits);
            out.push('.');
            return push_exponent(out, point - 1, e);
        }
        return push_scientific(out, digits, point, e);
    }
    push_positional(out, digits, point);
    if usize::try_from(point).is_ok_and(|point| point >= digits.len()) {
        if dot_zero {
            out.push_str(".0");
        } else if alt {
            out.push('.');
        }
    }
}
