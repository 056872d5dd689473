//! `complex`: constructor, arithmetic, text.

use super::{Number, number};
use crate::bytecode::BinaryOp;
use crate::natives::arguments::{instance_of, is_overridden};
use crate::text::float as text;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(super) fn register(vm: &mut Vm) -> Res<()> {
    let complex = vm.types.complex;
    vm.constructor(complex, new)?;
    vm.method(complex, "conjugate", |vm, args| {
        let (re, im) = alone(vm, args, "conjugate")?;
        vm.new_complex(re, -im).map(Into::into)
    })?;
    vm.method(complex, "__complex__", |vm, args| {
        let (re, im) = alone(vm, args, "__complex__")?;
        vm.new_complex(re, im).map(Into::into)
    })?;
    vm.method(complex, "__getnewargs__", |vm, args| {
        let (re, im) = alone(vm, args, "__getnewargs__")?;
        vm.new_tuple(&[Value::float(re), Value::float(im)]).map(Into::into)
    })?;
    vm.getset(
        complex,
        "real",
        |vm, args| alone(vm, args, "real").map(|(re, _)| Value::float(re).into()),
        None,
    )?;
    vm.getset(
        complex,
        "imag",
        |vm, args| alone(vm, args, "imag").map(|(_, im)| Value::float(im).into()),
        None,
    )
}

fn is_complex(vm: &Vm, v: Value) -> bool {
    matches!(number(vm, v), Some(Number::Complex(..)))
}

fn alone(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<(f64, f64)> {
    let (owner, rest) = args.owner(vm, "complex", name, is_complex)?;
    rest.positional(vm, &format!("complex.{name}"), 0, 0)?;
    match number(vm, owner) {
        Some(n) => n.complex(vm),
        None => Ok((0.0, 0.0)),
    }
}

/// `complex(real=0, imag=0)`
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let [real, imag] = Args {
        args: &args.args[1..],
        kw: args.kw,
    }
    .bind(vm, "complex", ["real", "imag"], 2, 0)?;
    if let Some(s) = real.and_then(|v| vm.as_str(v)) {
        if imag.is_some() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        let Some((re, im)) = parse(s) else {
            return Err(vm.value_error("complex() arg is a malformed string"));
        };
        return make(vm, class, re, im);
    }
    if imag.is_some_and(|v| vm.as_str(v).is_some()) {
        return Err(vm.type_error("complex() second arg can't be a string"));
    }
    let mut parts = [(0.0, 0.0); 2];
    for (part, v) in parts.iter_mut().zip([real, imag]) {
        let Some(v) = v else { continue };
        let own = is_overridden(vm, v, "__complex__") || is_overridden(vm, v, "__float__");
        match number(vm, v) {
            Some(n) if !own => *part = n.complex(vm)?,
            _ => {
                return match (imag, class == vm.types.complex) {
                    (None, true) => vm.slow_path("complex_slow", &[v]),
                    (imag, _) => {
                        let (re, im) = (real.unwrap_or(Value::int(0)), imag.unwrap_or(Value::int(0)));
                        vm.slow_path("complex_of_slow", &[class, re, im])
                    }
                };
            }
        }
    }
    let [(re, re_i), (im, im_i)] = parts;
    // Adding a zero would lose the sign of another one.
    let re = if im_i == 0.0 { re } else { re - im_i };
    let im = match imag {
        None => re_i,
        Some(_) if re_i == 0.0 => im,
        Some(_) => im + re_i,
    };
    make(vm, class, re, im)
}

fn make(vm: &mut Vm, class: Value, re: f64, im: f64) -> NativeResult {
    let v = vm.new_complex(re, im)?;
    instance_of(vm, class, vm.types.complex, v).map(Into::into)
}

/// The text form of a complex, with or without parentheses; `None`: malformed.
fn parse(s: &str) -> Option<(f64, f64)> {
    let mut s = s.trim();
    if let Some(inner) = s.strip_prefix('(') {
        s = inner.strip_suffix(')')?.trim();
    }
    let Some(body) = s.strip_suffix(['j', 'J']) else {
        return Some((text::parse_ascii(s)?, 0.0));
    };
    let bytes = body.as_bytes();
    let split = (1..bytes.len())
        .rev()
        .find(|&i| matches!(bytes[i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E'));
    let (re, im) = match split {
        Some(at) => (text::parse_ascii(&body[..at])?, &body[at..]),
        None => (0.0, body),
    };
    let im = match im {
        "" | "+" => 1.0,
        "-" => -1.0,
        im => text::parse_ascii(im)?,
    };
    Some((re, im))
}

/// `repr(complex(re, im))`
pub(crate) fn repr(re: f64, im: f64) -> String {
    // As the format code `r` without the ".0" that a float gets.
    let part = |f: f64| {
        let mut s = text::repr(f);
        if s.ends_with(".0") {
            s.truncate(s.len() - 2);
        }
        s
    };
    if re == 0.0 && re.is_sign_positive() {
        return format!("{}j", part(im));
    }
    let sign = if im.is_sign_negative() && !im.is_nan() { "" } else { "+" };
    format!("({}{sign}{}j)", part(re), part(im))
}

/// `abs()`
pub(super) fn length(vm: &mut Vm, re: f64, im: f64) -> Res<f64> {
    let length = re.hypot(im);
    if length.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.raise(Exc::OverflowError, "absolute value too large"));
    }
    Ok(length)
}

fn multiply((a, b): (f64, f64), (c, d): (f64, f64)) -> (f64, f64) {
    (a * c - b * d, a * d + b * c)
}

/// Smith's method, as CPython: divides by the larger part. `None`: by zero.
fn divide((a, b): (f64, f64), (c, d): (f64, f64)) -> Option<(f64, f64)> {
    if c.abs() >= d.abs() {
        if c == 0.0 {
            return None;
        }
        let ratio = d / c;
        let denominator = c + d * ratio;
        return Some(((a + b * ratio) / denominator, (b - a * ratio) / denominator));
    }
    if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        return Some(((a * ratio + b) / denominator, (b * ratio - a) / denominator));
    }
    Some((f64::NAN, f64::NAN))
}

pub(super) fn arithmetic(vm: &mut Vm, op: BinaryOp, x: (f64, f64), y: (f64, f64)) -> Res<Option<Value>> {
    let (re, im) = match op {
        BinaryOp::Add => (x.0 + y.0, x.1 + y.1),
        BinaryOp::Subtract => (x.0 - y.0, x.1 - y.1),
        BinaryOp::Multiply => multiply(x, y),
        BinaryOp::TrueDivide => match divide(x, y) {
            Some(quotient) => quotient,
            None => return Err(super::zero_division(vm, "complex division by zero")),
        },
        BinaryOp::Power => power(vm, x, y)?,
        _ => return Ok(None),
    };
    vm.new_complex(re, im).map(Some)
}

fn power(vm: &mut Vm, x: (f64, f64), y: (f64, f64)) -> Res<(f64, f64)> {
    if y == (0.0, 0.0) {
        return Ok((1.0, 0.0));
    }
    if x == (0.0, 0.0) {
        if y.0 < 0.0 || y.1 != 0.0 {
            let new = vm.config.version.minor() >= 14;
            let zero = if new { "zero" } else { "0.0" };
            return Err(vm.raise(Exc::ZeroDivisionError, format!("{zero} to a negative or complex power")));
        }
        return Ok((0.0, 0.0));
    }
    #[allow(clippy::cast_possible_truncation, reason = "at most 100")]
    let result = if y.1 == 0.0 && y.0.fract() == 0.0 && y.0.abs() <= 100.0 {
        let (mut left, mut square, mut product) = (y.0.abs() as u32, x, (1.0, 0.0));
        while left > 0 {
            if left & 1 == 1 {
                product = multiply(product, square);
            }
            square = multiply(square, square);
            left >>= 1;
        }
        if y.0 < 0.0 {
            divide((1.0, 0.0), product).unwrap_or((f64::INFINITY, 0.0))
        } else {
            product
        }
    } else {
        let (length, angle) = (x.0.hypot(x.1), x.1.atan2(x.0));
        let (mut length_y, mut angle_y) = (length.powf(y.0), angle * y.0);
        if y.1 != 0.0 {
            length_y *= (-angle * y.1).exp();
            angle_y += y.1 * length.ln();
        }
        (length_y * angle_y.cos(), length_y * angle_y.sin())
    };
    if (result.0.is_infinite() || result.1.is_infinite()) && x.0.is_finite() && x.1.is_finite() {
        return Err(vm.raise(Exc::OverflowError, "complex exponentiation"));
    }
    Ok(result)
}
