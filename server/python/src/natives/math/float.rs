//! Functions of floats.

mod special;

use super::{asks_python, call_again, domain_error, range_error, to_integral};
use crate::natives::arguments::int_arg;
use crate::natives::number::{Number, float_arg, number};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use special::{erf, erfc, gamma, lgamma};
use std::f64::consts::{LN_2, PI};

/// A function of one float: its name for errors, itself, what 3.14 says it expects, whether it may overflow.
macro_rules! unary {
    ($vm:expr, $d:expr, $($name:literal $f:expr, $expected:literal;)*) => {
        $($vm.function($d, $name, |vm, args| one(vm, args, $name, $f, $expected))?;)*
    };
}

pub(super) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    unary!(vm, d,
        "acos" f64::acos, "a number in range from -1 up to 1";
        "acosh" f64::acosh, "argument value not less than 1";
        "asin" f64::asin, "a number in range from -1 up to 1";
        "asinh" f64::asinh, "";
        "atan" f64::atan, "";
        "atanh" atanh, "a number between -1 and 1";
        "cbrt" f64::cbrt, "";
        "cos" f64::cos, "a finite input";
        "cosh" f64::cosh, "";
        "degrees" |x| x * (180.0 / PI), "";
        "erf" erf, "";
        "erfc" erfc, "";
        "exp" f64::exp, "";
        "exp2" f64::exp2, "";
        "expm1" f64::exp_m1, "";
        "fabs" f64::abs, "";
        "gamma" gamma, "a noninteger or positive integer";
        "lgamma" lgamma, "a noninteger or positive integer";
        "log1p" log1p, "argument value > -1";
        "radians" |x| x * (PI / 180.0), "";
        "sin" f64::sin, "a finite input";
        "sinh" f64::sinh, "";
        "sqrt" f64::sqrt, "a nonnegative input";
        "tan" f64::tan, "a finite input";
        "tanh" f64::tanh, "";
        "ulp" ulp, "";
    );
    vm.function(d, "floor", |vm, args| {
        to_integral(vm, args, "floor", "__floor__", f64::floor)
    })?;
    vm.function(d, "ceil", |vm, args| {
        to_integral(vm, args, "ceil", "__ceil__", f64::ceil)
    })?;
    vm.function(d, "trunc", |vm, args| {
        to_integral(vm, args, "trunc", "__trunc__", f64::trunc)
    })?;
    vm.function(d, "isfinite", |vm, args| test(vm, args, "isfinite", f64::is_finite))?;
    vm.function(d, "isinf", |vm, args| test(vm, args, "isinf", f64::is_infinite))?;
    vm.function(d, "isnan", |vm, args| test(vm, args, "isnan", f64::is_nan))?;
    vm.function(d, "atan2", |vm, args| two(vm, args, "atan2", |_, y, x| Ok(y.atan2(x))))?;
    vm.function(d, "copysign", |vm, args| {
        two(vm, args, "copysign", |_, x, y| Ok(x.copysign(y)))
    })?;
    vm.function(d, "fmod", |vm, args| two(vm, args, "fmod", fmod))?;
    vm.function(d, "remainder", |vm, args| two(vm, args, "remainder", remainder))?;
    vm.function(d, "pow", |vm, args| two(vm, args, "pow", pow))?;
    vm.function(d, "log", log)?;
    vm.function(d, "log2", |vm, args| log_of(vm, args, "log2", f64::log2, 1.0))?;
    vm.function(d, "log10", |vm, args| {
        log_of(vm, args, "log10", f64::log10, std::f64::consts::LOG10_2)
    })?;
    vm.function(d, "modf", |vm, args| {
        let x = only(vm, args, "modf")?;
        let whole = x.trunc();
        let part = if x.is_infinite() { 0.0 } else { x - whole };
        vm.new_tuple(&[Value::float(part.copysign(x)), Value::float(whole)])
            .map(Into::into)
    })?;
    vm.function(d, "frexp", frexp)?;
    vm.function(d, "ldexp", ldexp)?;
    vm.function(d, "fma", |vm, args| {
        let args = args.positional(vm, "fma", 3, 3)?;
        let (x, y, z) = (
            float_arg(vm, args[0])?,
            float_arg(vm, args[1])?,
            float_arg(vm, args[2])?,
        );
        let r = x.mul_add(y, z);
        if r.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
            return Err(vm.value_error("invalid operation in fma"));
        }
        if r.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
            return Err(vm.raise(Exc::OverflowError, "overflow in fma"));
        }
        done(Value::float(r))
    })?;
    vm.function(d, "isclose", isclose)?;
    vm.function(d, "nextafter", nextafter)?;
    vm.function(d, "hypot", |vm, args| {
        args.no_keywords(vm, "math.hypot")?;
        if asks_python(vm, args.args) {
            return call_again(vm, "hypot", args.args);
        }
        let coordinates = args.args.iter().map(|&v| float_arg(vm, v)).collect::<Res<Vec<_>>>()?;
        done(Value::float(norm(&coordinates)))
    })?;
    vm.function(d, "dist", dist)?;
    vm.function(d, "fsum", fsum)?;
    vm.function(d, "sumprod", sumprod)
}

fn only(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<f64> {
    let v = args.positional(vm, &format!("math.{name}"), 1, 1)?[0];
    float_arg(vm, v)
}

fn one(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(f64) -> f64, expected: &str) -> NativeResult {
    if asks_python(vm, args.args) {
        return call_again(vm, name, args.args);
    }
    let x = only(vm, args, name)?;
    vm.charge(10);
    let y = f(x);
    if y.is_nan() && !x.is_nan() {
        return Err(domain_error(vm, expected, x));
    }
    if y.is_infinite() && x.is_finite() {
        return Err(range_error(vm));
    }
    done(Value::float(y))
}

fn test(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(f64) -> bool) -> NativeResult {
    if asks_python(vm, args.args) {
        return call_again(vm, name, args.args);
    }
    let x = only(vm, args, name)?;
    done(Value::bool(f(x)))
}

fn two(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(&mut Vm, f64, f64) -> Res<f64>) -> NativeResult {
    let args = args.positional(vm, name, 2, 2)?;
    if asks_python(vm, args) {
        return call_again(vm, name, args);
    }
    let (x, y) = (float_arg(vm, args[0])?, float_arg(vm, args[1])?);
    f(vm, x, y).map(|r| Value::float(r).into())
}

/// Poles are domain errors here, not infinities.
fn atanh(x: f64) -> f64 {
    if x.abs() >= 1.0 { f64::NAN } else { x.atanh() }
}

fn log1p(x: f64) -> f64 {
    if x <= -1.0 { f64::NAN } else { x.ln_1p() }
}

fn fmod(vm: &mut Vm, x: f64, y: f64) -> Res<f64> {
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        Err(domain_error(vm, "", x))
    } else {
        Ok(r)
    }
}

/// IEEE 754's remainder: to the nearest multiple, ties to even.
fn remainder(vm: &mut Vm, x: f64, y: f64) -> Res<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(f64::NAN);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain_error(vm, "", x));
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (a, b) = (x.abs(), y.abs());
    let m = a % b;
    let c = b - m;
    let r = if m < c {
        m
    } else if m > c {
        -c
    } else {
        m - 2.0 * ((0.5 * (a - m)) % b)
    };
    Ok(1f64.copysign(x) * r)
}

fn pow(vm: &mut Vm, x: f64, y: f64) -> Res<f64> {
    let r = x.powf(y);
    if !x.is_finite() || !y.is_finite() {
        return Ok(r);
    }
    if r.is_nan() || (r.is_infinite() && x == 0.0) {
        return Err(domain_error(vm, "", x));
    }
    if r.is_infinite() { Err(range_error(vm)) } else { Ok(r) }
}

/// Logarithm of any real number; `two` is that of 2, for ints beyond a float.
fn logarithm(vm: &mut Vm, v: Value, f: fn(f64) -> f64, two: f64) -> Res<f64> {
    if let Some(Number::Big(b)) = number(vm, v) {
        if super::super::number::is_negative(&b) {
            return Err(not_positive(vm));
        }
        let shift = b.bits() - 64;
        let top: num_bigint::BigInt = &b >> shift;
        let top = vm.text(crate::text::float_arith::from_int(&top))?;
        #[allow(clippy::cast_precision_loss, reason = "a size in bits")]
        return Ok(f(top) + shift as f64 * two);
    }
    let is_int = vm.is_int(v);
    let x = float_arg(vm, v)?;
    if x <= 0.0 {
        return Err(if is_int {
            not_positive(vm)
        } else {
            domain_error(vm, "a positive input", x)
        });
    }
    Ok(f(x))
}

fn not_positive(vm: &mut Vm) -> crate::vm::Raised {
    let new = vm.config.version.minor() >= 14;
    vm.value_error(if new {
        "expected a positive input"
    } else {
        "math domain error"
    })
}

fn log_of(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(f64) -> f64, two: f64) -> NativeResult {
    let v = args.positional(vm, &format!("math.{name}"), 1, 1)?[0];
    if asks_python(vm, &[v]) {
        return call_again(vm, name, &[v]);
    }
    logarithm(vm, v, f, two).map(|x| Value::float(x).into())
}

/// `log(x[, base])`
fn log(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "log", 1, 2)?;
    if asks_python(vm, args) {
        return call_again(vm, "log", args);
    }
    let x = logarithm(vm, args[0], f64::ln, LN_2)?;
    let Some(&base) = args.get(1) else {
        return done(Value::float(x));
    };
    let base = logarithm(vm, base, f64::ln, LN_2)?;
    if base == 0.0 {
        let text = if vm.config.version.minor() >= 14 {
            "division by zero"
        } else {
            "float division by zero"
        };
        return Err(vm.raise(Exc::ZeroDivisionError, text));
    }
    done(Value::float(x / base))
}

/// Mantissa in [0.5, 1) and exponent.
fn frexp(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let x = only(vm, args, "frexp")?;
    let (m, e) = if x == 0.0 || !x.is_finite() {
        (x, 0)
    } else {
        let (mantissa, exponent) = crate::text::float::decompose(x);
        let bits = 64 - mantissa.leading_zeros() as i32;
        #[allow(clippy::cast_precision_loss, reason = "53 bits")]
        let m = mantissa as f64 / 2f64.powi(bits);
        (m.copysign(x), exponent + bits)
    };
    vm.new_tuple(&[Value::float(m), Value::int(i64::from(e))])
        .map(Into::into)
}

fn ldexp(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "ldexp", 2, 2)?;
    let x = float_arg(vm, args[0])?;
    if !vm.is_int(args[1]) {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    }
    let e = int_arg(vm, args[1])?;
    if x == 0.0 || !x.is_finite() {
        return done(Value::float(x));
    }
    let (mantissa, exponent) = crate::text::float::decompose(x);
    let mantissa = num_bigint::BigUint::from(mantissa);
    match crate::text::float_arith::scale(&mantissa, e.clamp(-10_000, 10_000) + i64::from(exponent)) {
        Some(r) => done(Value::float(r.copysign(x))),
        None => Err(range_error(vm)),
    }
}

/// `isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)`
fn isclose(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [a, b, rel, abs] = args.bind(vm, "isclose", ["a", "b", "rel_tol", "abs_tol"], 2, 2)?;
    let mut read = |v: Option<Value>, default: f64| match v {
        Some(v) => float_arg(vm, v),
        None => Ok(default),
    };
    let (a, b, rel, abs) = (read(a, 0.0)?, read(b, 0.0)?, read(rel, 1e-9)?, read(abs, 0.0)?);
    if rel < 0.0 || abs < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    #[allow(clippy::float_cmp, reason = "equal is close")]
    let close = if a == b {
        true
    } else if a.is_infinite() || b.is_infinite() {
        false
    } else {
        let difference = (b - a).abs();
        difference <= (rel * b).abs() || difference <= (rel * a).abs() || difference <= abs
    };
    done(Value::bool(close))
}

/// `nextafter(x, y, *, steps=None)`
fn nextafter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [x, y, steps] = args.bind(vm, "nextafter", ["", "", "steps"], 2, 2)?;
    let (x, y) = (
        float_arg(vm, x.unwrap_or(Value::NONE))?,
        float_arg(vm, y.unwrap_or(Value::NONE))?,
    );
    let steps = match steps.filter(|v| !v.is_none()) {
        Some(v) => int_arg(vm, v)?,
        None => 1,
    };
    let Ok(steps) = u64::try_from(steps) else {
        return Err(vm.value_error("steps must be a non-negative integer"));
    };
    if x.is_nan() || y.is_nan() {
        return done(Value::float(f64::NAN));
    }
    // Floats in order are their bits in order, mirrored below zero.
    let key = |f: f64| {
        let bits = i128::from(f.to_bits() & !(1 << 63));
        if f.is_sign_negative() { -bits } else { bits }
    };
    let (from, to) = (key(x), key(y));
    let steps = i128::from(steps);
    let at = if from < to {
        (from + steps).min(to)
    } else {
        (from - steps).max(to)
    };
    if at == to || from == to {
        return done(Value::float(if steps == 0 { x } else { y }));
    }
    let magnitude = f64::from_bits(u64::try_from(at.unsigned_abs()).unwrap_or(0));
    done(Value::float(if at < 0 || (at == 0 && x < 0.0) {
        -magnitude
    } else {
        magnitude
    }))
}

fn ulp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    let x = x.abs();
    if x.is_infinite() {
        return x;
    }
    if x == f64::MAX {
        x - x.next_down()
    } else {
        x.next_up() - x
    }
}

/// Length of a vector, scaled so that squares neither overflow nor vanish.
fn norm(coordinates: &[f64]) -> f64 {
    if let &[x, y] = coordinates {
        return x.hypot(y);
    }
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let most = coordinates.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
    if most == 0.0 {
        return 0.0;
    }
    let mut sum = Sum::default();
    for x in coordinates {
        let x = x / most;
        sum.add_product(x, x);
    }
    most * sum.total().sqrt()
}

fn dist(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "dist", 2, 2)?;
    let (Some(p), Some(q)) = (vm.collect_plain(args[0])?, vm.collect_plain(args[1])?) else {
        return Err(vm.type_error("both points must be sequences of numbers"));
    };
    let result = distance(vm, &p, &q);
    vm.drop_all(&p);
    vm.drop_all(&q);
    result.map(|d| Value::float(d).into())
}

fn distance(vm: &mut Vm, p: &[Value], q: &[Value]) -> Res<f64> {
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let differences = p
        .iter()
        .zip(q)
        .map(|(&a, &b)| Ok(float_arg(vm, a)? - float_arg(vm, b)?))
        .collect::<Res<Vec<_>>>()?;
    Ok(norm(&differences))
}

/// An exact sum of floats as partial sums that do not overlap (Shewchuk).
#[derive(Default)]
struct Sum {
    partials: Vec<f64>,
    /// Infinities and NaNs, added up.
    special: f64,
}

impl Sum {
    fn add(&mut self, mut x: f64) {
        if !x.is_finite() {
            self.special += x;
            return;
        }
        let mut kept = 0;
        for i in 0..self.partials.len() {
            let mut y = self.partials[i];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                self.partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        self.partials.truncate(kept);
        self.partials.push(x);
    }

    fn add_product(&mut self, x: f64, y: f64) {
        let product = x * y;
        self.add(product);
        if product.is_finite() {
            self.add(x.mul_add(y, -product));
        }
    }

    /// The sum, rounded once, half to even.
    fn total(&self) -> f64 {
        if self.special != 0.0 {
            return self.special;
        }
        let mut partials = self.partials.clone();
        let Some(mut high) = partials.pop() else { return 0.0 };
        let mut low = 0.0;
        while let Some(y) = partials.pop() {
            let x = high;
            high = x + y;
            low = y - (high - x);
            if low != 0.0 {
                break;
            }
        }
        // A half is rounded the wrong way when what is left points the other way.
        if let Some(&next) = partials.last()
            && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
        {
            let y = low * 2.0;
            let x = high + y;
            #[allow(clippy::float_cmp, reason = "exact by construction")]
            if y == x - high {
                high = x;
            }
        }
        high
    }
}

fn fsum(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.positional(vm, "math.fsum", 1, 1)?[0];
    let Some(items) = vm.collect_plain(v)? else {
        return vm.slow_path("math_fsum_slow", &[v]);
    };
    if asks_python(vm, &items) {
        vm.drop_all(&items);
        return vm.slow_path("math_fsum_slow", &[v]);
    }
    vm.charge(items.len() as u64 * 20);
    let floats = items.iter().map(|&v| float_arg(vm, v)).collect::<Res<Vec<_>>>();
    vm.drop_all(&items);
    let mut sum = Sum::default();
    let floats = floats?;
    for &x in &floats {
        sum.add(x);
    }
    let total = sum.total();
    if total.is_nan() && floats.iter().all(|x| !x.is_nan()) {
        return Err(if sum.special.is_nan() {
            vm.value_error("-inf + inf in fsum")
        } else {
            vm.raise(Exc::OverflowError, "intermediate overflow in fsum")
        });
    }
    if total.is_infinite() && floats.iter().all(|x| x.is_finite()) {
        return Err(vm.raise(Exc::OverflowError, "intermediate overflow in fsum"));
    }
    done(Value::float(total))
}

/// `sumprod(p, q)`: exact for ints, rounded once for floats.
fn sumprod(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "sumprod", 2, 2)?;
    let (Some(p), Some(q)) = (vm.collect_plain(args[0])?, vm.collect_plain(args[1])?) else {
        return vm.slow_path("math_sumprod_slow", args);
    };
    let result = sum_of_products(vm, &p, &q);
    vm.drop_all(&p);
    vm.drop_all(&q);
    match result? {
        Some(v) => done(v),
        None => vm.slow_path("math_sumprod_slow", args),
    }
}

fn sum_of_products(vm: &mut Vm, p: &[Value], q: &[Value]) -> Res<Option<Value>> {
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    vm.charge(p.len() as u64 * 20);
    if p.iter().chain(q).all(|&v| vm.is_int(v)) {
        let mut total = num_bigint::BigInt::default();
        for (&a, &b) in p.iter().zip(q) {
            total += vm.as_bigint(a).unwrap_or_default() * vm.as_bigint(b).unwrap_or_default();
        }
        return vm.new_bigint(&total).map(Some);
    }
    let mut sum = Sum::default();
    for (&a, &b) in p.iter().zip(q) {
        let real = |vm: &Vm, v| number(vm, v).is_some_and(|n| !matches!(n, Number::Complex(..)));
        if !real(vm, a) || !real(vm, b) {
            return Ok(None);
        }
        sum.add_product(float_arg(vm, a)?, float_arg(vm, b)?);
    }
    Ok(Some(Value::float(sum.total())))
}
