//! Int arithmetic as Python defines it: floor division, modulo, powers, shifts, and the integer functions of `math`.

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{MAX_TEXT, Result, TextError};

/// `divmod(a, b)` of small ints; `None` is an overflow (only `i64::MIN // -1`) to be done on big ints.
///
/// # Errors
/// `ZeroDivisionError` "division by zero".
pub fn divmod_i64(a: i64, b: i64) -> Result<Option<(i64, i64)>> {
    if b == 0 {
        return Err(TextError::zero_division("division by zero"));
    }
    let Some(quotient) = a.checked_div(b) else {
        return Ok(None);
    };
    let rest = a % b;
    Ok(Some(if rest != 0 && (rest < 0) != (b < 0) {
        (quotient - 1, rest + b)
    } else {
        (quotient, rest)
    }))
}

/// `divmod(a, b)`.
///
/// # Errors
/// `ZeroDivisionError` "division by zero".
pub fn divmod(a: &BigInt, b: &BigInt) -> Result<(BigInt, BigInt)> {
    if b.is_zero() {
        return Err(TextError::zero_division("division by zero"));
    }
    Ok(a.div_mod_floor(b))
}

/// `a // b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn floor_divide(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    divmod(a, b).map(|(quotient, _)| quotient)
}

/// `a % b`: the sign of `b`.
///
/// # Errors
/// `ZeroDivisionError`.
pub fn modulo(a: &BigInt, b: &BigInt) -> Result<BigInt> {
    divmod(a, b).map(|(_, rest)| rest)
}

fn check_bits(bits: u64) -> Result<()> {
    if bits / 8 > MAX_TEXT as u64 {
        Err(TextError::memory())
    } else {
        Ok(())
    }
}

/// `base ** exponent` for a non-negative exponent (a negative one is a float power).
///
/// # Errors
/// `MemoryError` when the result would pass [`MAX_TEXT`] bytes.
pub fn pow(base: &BigInt, exponent: &BigInt) -> Result<BigInt> {
    if base.is_zero() || base.magnitude().is_one() {
        let odd = exponent.is_odd();
        return Ok(match (exponent.is_zero(), base.sign()) {
            (true, _) | (_, Sign::Plus) => BigInt::one(),
            (_, Sign::NoSign) => BigInt::zero(),
            (_, Sign::Minus) => BigInt::from(if odd { -1 } else { 1 }),
        });
    }
    let exponent = exponent.to_u32().ok_or_else(TextError::memory)?;
    check_bits((base.bits() - 1).saturating_mul(u64::from(exponent)))?;
    Ok(base.pow(exponent))
}

/// `pow(base, exponent, modulus)`; a negative exponent uses the modular inverse.
///
/// # Errors
/// `ValueError` "pow() 3rd argument cannot be 0", "base is not invertible for the given modulus".
pub fn pow_mod(base: &BigInt, exponent: &BigInt, modulus: &BigInt) -> Result<BigInt> {
    if modulus.is_zero() {
        return Err(TextError::value("pow() 3rd argument cannot be 0"));
    }
    let positive = modulus.abs();
    let mut base = base.mod_floor(&positive);
    if exponent.is_negative() {
        base = base
            .modinv(&positive)
            .ok_or_else(|| TextError::value("base is not invertible for the given modulus"))?;
    }
    Ok(base.modpow(&exponent.abs(), &positive).mod_floor(modulus))
}

/// `n << count`.
///
/// # Errors
/// `ValueError` "negative shift count", `MemoryError` when the result would be too big.
pub fn shift_left(n: &BigInt, count: &BigInt) -> Result<BigInt> {
    if count.is_negative() {
        return Err(TextError::value("negative shift count"));
    }
    if n.is_zero() {
        return Ok(BigInt::zero());
    }
    let count = count.to_u64().ok_or_else(TextError::memory)?;
    check_bits(n.bits().saturating_add(count))?;
    Ok(n << count)
}

/// `n >> count`: rounds to minus infinity.
///
/// # Errors
/// `ValueError` "negative shift count".
pub fn shift_right(n: &BigInt, count: &BigInt) -> Result<BigInt> {
    if count.is_negative() {
        return Err(TextError::value("negative shift count"));
    }
    Ok(match count.to_u64() {
        Some(count) => n >> count,
        None => BigInt::from(if n.is_negative() { -1 } else { 0 }),
    })
}

/// `round(n, ndigits)`: unchanged unless `ndigits` is negative, then the nearest multiple, half to even.
#[must_use]
pub fn round_digits(n: &BigInt, ndigits: i64) -> BigInt {
    let Ok(places) = u64::try_from(ndigits.saturating_neg()) else {
        return n.clone();
    };
    // 10^places > 8^places: beyond this the multiple is 0.
    if places.saturating_mul(3) > n.bits().saturating_add(4) {
        return if places == 0 { n.clone() } else { BigInt::zero() };
    }
    let Ok(places) = u32::try_from(places) else {
        return BigInt::zero();
    };
    let unit = BigInt::from(10).pow(places);
    let (quotient, rest) = n.div_mod_floor(&unit);
    let twice: BigInt = rest * 2;
    let up = twice > unit || (twice == unit && quotient.is_odd());
    (quotient + i32::from(up)) * unit
}

/// `math.isqrt(n)`.
///
/// # Errors
/// `ValueError` "isqrt() argument must be nonnegative".
pub fn isqrt(n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(TextError::value("isqrt() argument must be nonnegative"));
    }
    Ok(n.sqrt())
}

/// `math.gcd(a, b)`, never negative.
#[must_use]
pub fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    a.gcd(b)
}

/// `math.lcm(a, b)`, never negative.
#[must_use]
pub fn lcm(a: &BigInt, b: &BigInt) -> BigInt {
    if a.is_zero() || b.is_zero() {
        BigInt::zero()
    } else {
        a.lcm(b).abs()
    }
}

/// `math.factorial(n)`.
///
/// # Errors
/// `ValueError` "factorial() not defined for negative values"; `OverflowError` beyond a machine word, `MemoryError` beyond 2^24.
pub fn factorial(n: &BigInt) -> Result<BigInt> {
    if n.is_negative() {
        return Err(TextError::value("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(TextError::overflow(
            "factorial() argument should not exceed 9223372036854775807",
        ));
    };
    let n = u64::try_from(n).expect("not negative");
    if n > 1 << 24 {
        return Err(TextError::memory());
    }
    Ok(BigInt::from(product(1, n)))
}

/// `low * (low + 1) * ... * high` by halves, so that the factors stay balanced; 1 when empty.
fn product(low: u64, high: u64) -> BigUint {
    if low > high {
        return BigUint::one();
    }
    if high - low < 8 {
        return (low..=high).fold(BigUint::one(), |acc, n| acc * n);
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

fn counts(n: &BigInt, k: &BigInt) -> Result<()> {
    let check = |v: &BigInt, name: &str| {
        if v.is_negative() {
            Err(TextError::value(format!("{name} must be a non-negative integer")))
        } else {
            Ok(())
        }
    };
    check(n, "n")?;
    check(k, "k")
}

/// `math.perm(n, k)`.
///
/// # Errors
/// `ValueError` for negative arguments; `OverflowError` for a `k` beyond a machine word.
pub fn perm(n: &BigInt, k: &BigInt) -> Result<BigInt> {
    counts(n, k)?;
    if k > n {
        return Ok(BigInt::zero());
    }
    let Some(k) = k.to_i64() else {
        return Err(TextError::overflow("k must not exceed 9223372036854775807"));
    };
    falling(n, u64::try_from(k).expect("not negative"))
}

/// `n * (n - 1) * ... * (n - k + 1)`.
fn falling(n: &BigInt, k: u64) -> Result<BigInt> {
    check_bits(n.bits().saturating_mul(k))?;
    if let Some(n) = n.to_u64() {
        return Ok(BigInt::from(if k == 0 {
            BigUint::one()
        } else {
            product(n - k + 1, n)
        }));
    }
    Ok((0..k).fold(BigInt::one(), |acc, i| acc * (n - i)))
}

/// `math.comb(n, k)`.
///
/// # Errors
/// `ValueError` for negative arguments; `OverflowError` for a `min(k, n - k)` beyond a machine word.
pub fn comb(n: &BigInt, k: &BigInt) -> Result<BigInt> {
    counts(n, k)?;
    if k > n {
        return Ok(BigInt::zero());
    }
    let other = n - k;
    let Some(k) = k.min(&other).to_i64() else {
        return Err(TextError::overflow("min(n - k, k) must not exceed 9223372036854775807"));
    };
    let k = u64::try_from(k).expect("not negative");
    Ok(falling(n, k)? / BigInt::from(product(1, k)))
}
