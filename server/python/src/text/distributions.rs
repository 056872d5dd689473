//! The real-valued distributions of Python's `random`, drawn from [`Mersenne`] by CPython's algorithms, so that a seed gives
//! CPython's numbers.

use std::f64::consts::{E, PI, TAU};

use super::mersenne::Mersenne;
use super::{Result, TextError, float_arith};

impl Mersenne {
    /// `uniform(a, b)`.
    pub fn uniform(&mut self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.random()
    }

    /// `triangular(low, high, mode)`.
    pub fn triangular(&mut self, low: f64, high: f64, mode: Option<f64>) -> f64 {
        let mut u = self.random();
        let mut c = match mode {
            None => 0.5,
            Some(_) if high == low => return low,
            Some(mode) => (mode - low) / (high - low),
        };
        let (mut low, mut high) = (low, high);
        if u > c {
            u = 1.0 - u;
            c = 1.0 - c;
            std::mem::swap(&mut low, &mut high);
        }
        low + (high - low) * (u * c).sqrt()
    }

    /// `normalvariate(mu, sigma)`: Kinderman and Monahan's ratio method.
    pub fn normalvariate(&mut self, mu: f64, sigma: f64) -> f64 {
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return mu + z * sigma;
            }
        }
    }

    /// `gauss(mu, sigma)`: values come in pairs, the second is kept for the next call.
    pub fn gauss(&mut self, mu: f64, sigma: f64) -> f64 {
        let z = self.gauss_next.take().unwrap_or_else(|| {
            let angle = self.random() * TAU;
            let radius = (-2.0 * (1.0 - self.random()).ln()).sqrt();
            self.gauss_next = Some(angle.sin() * radius);
            angle.cos() * radius
        });
        mu + z * sigma
    }

    /// `lognormvariate(mu, sigma)`.
    ///
    /// # Errors
    /// `OverflowError` "math range error".
    pub fn lognormvariate(&mut self, mu: f64, sigma: f64) -> Result<f64> {
        checked_exp(self.normalvariate(mu, sigma))
    }

    /// `expovariate(lambd)`.
    ///
    /// # Errors
    /// `ZeroDivisionError` for a rate of 0.
    pub fn expovariate(&mut self, lambd: f64) -> Result<f64> {
        float_arith::divide(-(1.0 - self.random()).ln(), lambd)
    }

    /// `vonmisesvariate(mu, kappa)`: Fisher's method.
    pub fn vonmisesvariate(&mut self, mu: f64, kappa: f64) -> f64 {
        if kappa <= 1e-6 {
            return TAU * self.random();
        }
        let s = 0.5 / kappa;
        let r = s + (1.0 + s * s).sqrt();
        let z = loop {
            let u1 = self.random();
            let z = (PI * u1).cos();
            let d = z / (r + z);
            let u2 = self.random();
            if u2 < 1.0 - d * d || u2 <= (1.0 - d) * d.exp() {
                break z;
            }
        };
        let q = 1.0 / r;
        let f = (q + z) / (1.0 + q * z);
        let u3 = self.random();
        let angle = if u3 > 0.5 { mu + f.acos() } else { mu - f.acos() };
        // `%` of a positive modulus.
        float_arith::modulo(angle, TAU).unwrap_or(angle)
    }

    /// `gammavariate(alpha, beta)`: Cheng's method above 1, Ahrens and Dieter's below.
    ///
    /// # Errors
    /// `ValueError` "gammavariate: alpha and beta must be > 0.0".
    pub fn gammavariate(&mut self, alpha: f64, beta: f64) -> Result<f64> {
        if alpha <= 0.0 || beta <= 0.0 {
            return Err(TextError::value("gammavariate: alpha and beta must be > 0.0"));
        }
        if alpha > 1.0 {
            let ainv = (2.0 * alpha - 1.0).sqrt();
            let bbb = alpha - 4f64.ln();
            let ccc = alpha + ainv;
            let magic = 1.0 + 4.5f64.ln();
            loop {
                let u1 = self.random();
                if !(1e-7 < u1 && u1 < 0.999_999_9) {
                    continue;
                }
                let u2 = 1.0 - self.random();
                let v = (u1 / (1.0 - u1)).ln() / ainv;
                let x = alpha * v.exp();
                let z = u1 * u1 * u2;
                let r = bbb + ccc * v - x;
                if r + magic - 4.5 * z >= 0.0 || r >= z.ln() {
                    return Ok(x * beta);
                }
            }
        }
        if alpha == 1.0 {
            return Ok(-(1.0 - self.random()).ln() * beta);
        }
        loop {
            let u = self.random();
            let b = (E + alpha) / E;
            let p = b * u;
            let x = if p <= 1.0 {
                p.powf(1.0 / alpha)
            } else {
                -((b - p) / alpha).ln()
            };
            let u1 = self.random();
            if p > 1.0 {
                if u1 <= x.powf(alpha - 1.0) {
                    return Ok(x * beta);
                }
            } else if u1 <= (-x).exp() {
                return Ok(x * beta);
            }
        }
    }

    /// `betavariate(alpha, beta)`.
    ///
    /// # Errors
    /// As [`Mersenne::gammavariate`].
    pub fn betavariate(&mut self, alpha: f64, beta: f64) -> Result<f64> {
        let y = self.gammavariate(alpha, 1.0)?;
        if y == 0.0 {
            Ok(0.0)
        } else {
            Ok(y / (y + self.gammavariate(beta, 1.0)?))
        }
    }

    /// `paretovariate(alpha)`.
    ///
    /// # Errors
    /// `ZeroDivisionError`, `OverflowError`.
    pub fn paretovariate(&mut self, alpha: f64) -> Result<f64> {
        let u = 1.0 - self.random();
        real_pow(u, float_arith::divide(-1.0, alpha)?)
    }

    /// `weibullvariate(alpha, beta)`.
    ///
    /// # Errors
    /// `ZeroDivisionError`, `OverflowError`.
    pub fn weibullvariate(&mut self, alpha: f64, beta: f64) -> Result<f64> {
        let u = 1.0 - self.random();
        Ok(alpha * real_pow(-u.ln(), float_arith::divide(1.0, beta)?)?)
    }

    /// `binomialvariate(n, p)` (3.12): geometric jumps for few successes, Hörmann's BTRS for many.
    ///
    /// # Errors
    /// `ValueError` "n must be non-negative", "p must be in the range 0.0 <= p <= 1.0".
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "as CPython computes"
    )]
    pub fn binomialvariate(&mut self, n: i64, p: f64) -> Result<i64> {
        if n < 0 {
            return Err(TextError::value("n must be non-negative"));
        }
        if p <= 0.0 || p >= 1.0 {
            return match p {
                0.0 => Ok(0),
                1.0 => Ok(n),
                _ => Err(TextError::value("p must be in the range 0.0 <= p <= 1.0")),
            };
        }
        if n == 1 {
            return Ok(i64::from(self.random() < p));
        }
        if p > 0.5 {
            return Ok(n - self.binomialvariate(n, 1.0 - p)?);
        }
        let count = n as f64;
        if count * p < 10.0 {
            let (mut x, mut y) = (0, 0i64);
            let c = (1.0 - p).log2();
            if c == 0.0 {
                return Ok(x);
            }
            loop {
                y = y.saturating_add(((self.random().log2() / c).floor() as i64).saturating_add(1));
                if y > n {
                    return Ok(x);
                }
                x += 1;
            }
        }
        let spread = (count * p * (1.0 - p)).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let c = count * p + 0.5;
        let vr = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * spread;
        let lpq = (p / (1.0 - p)).ln();
        let m = ((count + 1.0) * p).floor();
        let h = lgamma(m + 1.0) + lgamma(count - m + 1.0);
        loop {
            let u = self.random() - 0.5;
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + c).floor();
            if k < 0.0 || k > count {
                continue;
            }
            let v = self.random();
            if us >= 0.07 && v <= vr {
                return Ok(k as i64);
            }
            let v = v * (alpha / (a / (us * us) + b));
            if v.ln() <= h - lgamma(k + 1.0) - lgamma(count - k + 1.0) + (k - m) * lpq {
                return Ok(k as i64);
            }
        }
    }
}

fn checked_exp(x: f64) -> Result<f64> {
    let value = x.exp();
    if value.is_infinite() && x.is_finite() {
        Err(TextError::overflow("math range error"))
    } else {
        Ok(value)
    }
}

/// A power of a non-negative base: never complex.
fn real_pow(a: f64, b: f64) -> Result<f64> {
    match float_arith::pow(a, b)? {
        float_arith::Power::Float(x) | float_arith::Power::Complex(x, _) => Ok(x),
    }
}

/// `math.lgamma(x)` for x >= 1: Lanczos' approximation with g = 6.0246... and 13 terms, CPython's choice.
#[must_use]
pub fn lgamma(x: f64) -> f64 {
    const G: f64 = 6.024_680_040_776_73;
    const NUMERATOR: [f64; 13] = [
        23_531_376_880.410_76,
        42_919_803_642.649_1,
        35_711_959_237.355_67,
        17_921_034_426.037_21,
        6_039_542_586.352_028,
        1_439_720_407.311_721_6,
        248_874_557.862_054_17,
        31_426_415.585_400_194,
        2_876_370.628_935_372_5,
        186_056.265_395_223_48,
        8_071.672_002_365_816,
        210.824_277_751_579_36,
        2.506_628_274_631_000_2,
    ];
    const DENOMINATOR: [f64; 13] = [
        0.0,
        39_916_800.0,
        120_543_840.0,
        150_917_976.0,
        105_258_076.0,
        45_995_730.0,
        13_339_535.0,
        2_637_558.0,
        357_423.0,
        32_670.0,
        1_925.0,
        66.0,
        1.0,
    ];
    if x == 1.0 || x == 2.0 {
        return 0.0;
    }
    let fold = |x: f64, table: &[f64; 13], up: bool| {
        let step = |acc: f64, c: &f64| if up { acc * x + c } else { acc / x + c };
        if up {
            table.iter().rev().fold(0.0, step)
        } else {
            table.iter().fold(0.0, step)
        }
    };
    let up = x < 5.0;
    let sum = fold(x, &NUMERATOR, up) / fold(x, &DENOMINATOR, up);
    sum.ln() - G + (x - 0.5) * ((x + G - 0.5).ln() - 1.0)
}
