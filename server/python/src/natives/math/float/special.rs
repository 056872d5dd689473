//! The error function and the gamma function: series, continued fraction, Lanczos approximation.

use std::f64::consts::PI;

/// Below this, `erf` by its series; above, `erfc` by its continued fraction.
const ERF_SPLIT: f64 = 1.5;

fn erf_series(x: f64) -> f64 {
    let square = x * x;
    let sum = (0..25).fold(0.0, |sum, i| 2.0 + square * sum / (25.5 - f64::from(i)));
    sum * x * (-square).exp() / PI.sqrt()
}

fn erfc_fraction(x: f64) -> f64 {
    if x >= 30.0 {
        return 0.0;
    }
    let square = x * x;
    let (mut a, mut step) = (0.0, 0.5);
    let (mut p, mut p_last, mut q, mut q_last) = (1.0, 0.0, step + square, 1.0);
    for _ in 0..50 {
        a += step;
        step += 2.0;
        let b = step + square;
        (p, p_last) = (b * p - a * p_last, p);
        (q, q_last) = (b * q - a * q_last, q);
    }
    p / q * x * (-square).exp() / PI.sqrt()
}

pub(super) fn erf(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() < ERF_SPLIT {
        return erf_series(x);
    }
    let tail = erfc_fraction(x.abs());
    if x > 0.0 { 1.0 - tail } else { tail - 1.0 }
}

pub(super) fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x.abs() < ERF_SPLIT {
        return 1.0 - erf_series(x);
    }
    let tail = erfc_fraction(x.abs());
    if x > 0.0 { tail } else { 2.0 - tail }
}

/// `NAN` at the poles, for the caller to make an error of.
pub(super) fn gamma(x: f64) -> f64 {
    if !x.is_finite() {
        return if x == f64::NEG_INFINITY { f64::NAN } else { x };
    }
    if x == 0.0 || (x < 0.0 && x.fract() == 0.0) {
        return f64::NAN;
    }
    if x.fract() == 0.0 && x <= 23.0 {
        let mut product = 1.0;
        let mut n = 2.0;
        while n < x {
            product *= n;
            n += 1.0;
        }
        return product;
    }
    if x.abs() < 1e-20 {
        return 1.0 / x;
    }
    if x < 0.0 {
        // Reflection: gamma(x) gamma(1 - x) = pi / sin(pi x), and gamma(1 - x) = -x gamma(-x).
        return -PI / ((PI * (x % 2.0)).sin() * x * lanczos(-x));
    }
    lanczos(x)
}

/// Lanczos' approximation with g = 6.0246800407767296 and 13 terms, for positive arguments.
#[allow(clippy::excessive_precision, reason = "as published")]
fn lanczos(x: f64) -> f64 {
    const G: f64 = 6.024_680_040_776_729_6;
    const NUMERATOR: [f64; 13] = [
        23_531_376_880.410_759,
        42_919_803_642.649_098,
        35_711_959_237.355_668,
        17_921_034_426.037_209,
        6_039_542_586.352_028,
        1_439_720_407.311_721_6,
        248_874_557.862_054_15,
        31_426_415.585_400_194,
        2_876_370.628_935_372_4,
        186_056.265_395_223_49,
        8_071.672_002_365_816_3,
        210.824_277_751_579_35,
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
    if x > 171.7 {
        return f64::INFINITY;
    }
    // By powers of 1/x above 5, so that nothing overflows.
    let evaluate = |c: &[f64; 13]| {
        if x < 5.0 {
            c.iter().rev().fold(0.0, |sum, c| sum * x + c)
        } else {
            c.iter().fold(0.0, |sum, c| sum / x + c)
        }
    };
    let y = x + G - 0.5;
    let error = if x > G - 0.5 {
        (y - x) - (G - 0.5)
    } else {
        (y - (G - 0.5)) - x
    };
    let z = error * G / y;
    let mut r = evaluate(&NUMERATOR) / evaluate(&DENOMINATOR) / y.exp();
    r += z * r;
    let root = y.powf(x / 2.0 - 0.25);
    if x < 140.0 {
        r * y.powf(x - 0.5)
    } else {
        r * root * root
    }
}

pub(super) fn lgamma(x: f64) -> f64 {
    if x.is_infinite() {
        return f64::INFINITY;
    }
    if x <= 0.0 && x.fract() == 0.0 {
        return f64::NAN;
    }
    crate::text::distributions::lgamma(x)
}
