//! Float arithmetic where Python differs from IEEE operators: floor division, modulo, powers, rounding, exact conversions between
//! int and float. Text is in `float`.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

use super::float::decompose;
use super::{ErrorKind, Result, TextError};

const DIVISION_BY_ZERO: &str = "division by zero";

/// `m * 2^e` rounded half to even; `None` when it overflows.
#[must_use]
pub fn scale(m: &BigUint, e: i64) -> Option<f64> {
    if m.is_zero() {
        return Some(0.0);
    }
    let top = i64::try_from(m.bits()).ok()?.checked_add(e)?;
    if top > 1024 {
        return None;
    }
    if top < -1074 {
        return Some(0.0);
    }
    let low = (top - 53).max(-1074);
    let drop = low - e;
    let mantissa = if drop <= 0 {
        (m << drop.unsigned_abs()).to_u64().expect("at most 53 bits")
    } else {
        let drop = drop.unsigned_abs();
        let kept = (m >> drop).to_u64().expect("at most 53 bits");
        let half = m.bit(drop - 1);
        let sticky = m.trailing_zeros().is_some_and(|zeros| zeros < drop - 1);
        kept + u64::from(half && (sticky || kept & 1 == 1))
    };
    let unit = match u64::try_from(low + 1022) {
        Ok(biased) => f64::from_bits((biased + 1) << 52),
        Err(_) => f64::from_bits(1 << (low + 1074)),
    };
    #[allow(clippy::cast_precision_loss, reason = "at most 2^53")]
    let value = mantissa as f64 * unit;
    value.is_finite().then_some(value)
}

/// `float(n)`, rounded half to even.
///
/// # Errors
/// `OverflowError` "int too large to convert to float".
pub fn from_int(n: &BigInt) -> Result<f64> {
    let value = scale(n.magnitude(), 0).ok_or_else(|| TextError::overflow("int too large to convert to float"))?;
    Ok(if n.sign() == Sign::Minus { -value } else { value })
}

/// `a / b` of ints, correctly rounded.
///
/// # Errors
/// `ZeroDivisionError`, `OverflowError` "integer division result too large for a float".
pub fn int_true_divide(a: &BigInt, b: &BigInt) -> Result<f64> {
    if b.is_zero() {
        return Err(TextError::zero_division(DIVISION_BY_ZERO));
    }
    let (num, den) = (a.magnitude(), b.magnitude());
    let bits = |n: &BigUint| i64::try_from(n.bits()).expect("a size in bits");
    let shift = bits(num) - bits(den) - 66;
    let (quotient, rest) = if shift < 0 {
        (num << shift.unsigned_abs()).div_rem(den)
    } else {
        num.div_rem(&(den << shift.unsigned_abs()))
    };
    let sticky = (quotient << 1u32) | BigUint::from(u8::from(!rest.is_zero()));
    let value = scale(&sticky, shift - 1)
        .ok_or_else(|| TextError::overflow("integer division result too large for a float"))?;
    Ok(if (a.sign() == Sign::Minus) == (b.sign() == Sign::Minus) {
        value
    } else {
        -value
    })
}

/// `a / b` of small ints, correctly rounded.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn i64_true_divide(a: i64, b: i64) -> Result<f64> {
    const EXACT: u64 = 1 << 53;
    if b != 0 && a.unsigned_abs() <= EXACT && b.unsigned_abs() <= EXACT {
        #[allow(clippy::cast_precision_loss, reason = "both are exact")]
        return Ok(a as f64 / b as f64);
    }
    int_true_divide(&BigInt::from(a), &BigInt::from(b))
}

/// `int(x)`: towards zero, exact.
///
/// # Errors
/// `OverflowError` for infinities, `ValueError` for nan.
pub fn to_int(x: f64) -> Result<BigInt> {
    check_finite(x, "integer", "infinity")?;
    let (mantissa, exponent) = decompose(x);
    let magnitude = match u32::try_from(exponent) {
        Ok(left) => BigInt::from(mantissa) << left,
        Err(_) => BigInt::from(mantissa.checked_shr(exponent.unsigned_abs()).unwrap_or(0)),
    };
    Ok(if x < 0.0 { -magnitude } else { magnitude })
}

fn check_finite(x: f64, target: &str, infinity: &str) -> Result<()> {
    let (kind, what) = if x.is_nan() {
        (ErrorKind::ValueError, "NaN")
    } else if x.is_infinite() {
        (ErrorKind::OverflowError, infinity)
    } else {
        return Ok(());
    };
    let float = if target == "integer" { "float " } else { "" };
    Err(TextError::new(
        kind,
        format!("cannot convert {float}{what} to {target}"),
    ))
}

/// `x.as_integer_ratio()`: numerator and positive denominator in lowest terms.
///
/// # Errors
/// `OverflowError` "cannot convert Infinity to integer ratio", `ValueError` "cannot convert NaN to integer ratio".
pub fn as_integer_ratio(x: f64) -> Result<(BigInt, BigInt)> {
    check_finite(x, "integer ratio", "Infinity")?;
    let (mantissa, exponent) = decompose(x);
    if mantissa == 0 {
        return Ok((BigInt::zero(), BigInt::one()));
    }
    let twos = mantissa.trailing_zeros();
    let odd = BigInt::from(mantissa >> twos);
    let exponent = exponent + i32::try_from(twos).expect("at most 64");
    let (num, den) = match u32::try_from(exponent) {
        Ok(left) => (odd << left, BigInt::one()),
        Err(_) => (odd, BigInt::one() << exponent.unsigned_abs()),
    };
    Ok((if x < 0.0 { -num } else { num }, den))
}

/// `x.is_integer()`.
#[must_use]
pub fn is_integer(x: f64) -> bool {
    x.is_finite() && x.fract() == 0.0
}

/// `round(x)`: the nearest int, half to even.
///
/// # Errors
/// As [`to_int`].
pub fn round_to_int(x: f64) -> Result<BigInt> {
    to_int(x.round_ties_even())
}

/// `round(x, ndigits)`: correctly rounded from the exact value, half to even.
///
/// # Errors
/// `OverflowError` "rounded value too large to represent".
pub fn round_digits(x: f64, ndigits: i64) -> Result<f64> {
    if !x.is_finite() || x == 0.0 || ndigits > 323 {
        return Ok(x);
    }
    if ndigits < -308 {
        return Ok(0.0 * x);
    }
    let magnitude = x.abs();
    let rounded = if let Ok(digits) = usize::try_from(ndigits) {
        format!("{magnitude:.digits$}").parse().expect("a decimal number")
    } else {
        let unit = BigInt::from(10).pow(u32::try_from(-ndigits).expect("at most 308"));
        // The fraction only matters as "more than the half", so double and mark it.
        let whole = to_int(magnitude)?;
        let (quotient, rest) = whole.div_rem(&unit);
        let twice: BigInt = rest * 2;
        let up = match twice.cmp(&unit) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => magnitude.fract() > 0.0 || quotient.is_odd(),
        };
        let multiple = (quotient + i32::from(up)) * unit;
        scale(multiple.magnitude(), 0).unwrap_or(f64::INFINITY)
    };
    if rounded == f64::INFINITY {
        return Err(TextError::overflow("rounded value too large to represent"));
    }
    Ok(if x < 0.0 { -rounded } else { rounded })
}

/// `a / b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn divide(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        Err(TextError::zero_division(DIVISION_BY_ZERO))
    } else {
        Ok(a / b)
    }
}

/// `divmod(a, b)`: the floor quotient and a remainder with the sign of `b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn divmod(a: f64, b: f64) -> Result<(f64, f64)> {
    if b == 0.0 {
        return Err(TextError::zero_division(DIVISION_BY_ZERO));
    }
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0f64.copysign(a / b), rest));
    }
    let floor = quotient.floor();
    Ok((if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest))
}

/// `a // b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn floor_divide(a: f64, b: f64) -> Result<f64> {
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn modulo(a: f64, b: f64) -> Result<f64> {
    divmod(a, b).map(|(_, rest)| rest)
}

/// What `a ** b` of floats is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Power {
    /// A float.
    Float(f64),
    /// A negative base with a fractional exponent: real and imaginary part.
    Complex(f64, f64),
}

/// `a ** b`.
///
/// # Errors
/// `ZeroDivisionError` "zero to a negative power"; `OverflowError` "(34, 'Numerical result out of range')" or, complex,
/// "complex exponentiation".
pub fn pow(a: f64, b: f64) -> Result<Power> {
    if b == 0.0 || a == 1.0 {
        return Ok(Power::Float(1.0));
    }
    if a == 0.0 && b < 0.0 && b.is_finite() {
        return Err(TextError::zero_division("zero to a negative power"));
    }
    if a.is_finite() && b.is_finite() && a < 0.0 && b.fract() != 0.0 {
        let (length, phase) = (a.abs().powf(b), std::f64::consts::PI * b);
        if length.is_infinite() {
            return Err(TextError::overflow("complex exponentiation"));
        }
        return Ok(Power::Complex(length * phase.cos(), length * phase.sin()));
    }
    let value = a.powf(b);
    Ok(Power::Float(if a.is_finite() && b.is_finite() && a != 0.0 {
        checked_range(value)?
    } else {
        value
    }))
}

fn checked_range(x: f64) -> Result<f64> {
    if x.is_infinite() {
        Err(TextError::overflow("(34, 'Numerical result out of range')"))
    } else {
        Ok(x)
    }
}
