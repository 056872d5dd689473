//! Numbers: the arithmetic that the machine's operators, the builtins and the number classes' methods share.
//!
//! `int` and `bool`, `float`, `complex` each have a file for their own methods. Values here are plain or boxed in an
//! instance of a subclass; a subclass that overrides the operation in Python is left to the prelude.

mod complex;
mod float;
mod int;
mod operators;

use super::arguments::is_overridden;
use crate::bytecode::{BinaryOp, Opcode};
use crate::objects::int::INT_BITS_MAX;
use crate::text::{float_arith, int_arith};
use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{NativeResult, Raised, Res, Vm};
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

pub(crate) use complex::repr as complex_repr;

/// Fills the classes.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    int::register(vm)?;
    float::register(vm)?;
    complex::register(vm)?;
    operators::register(vm)
}

/// A number taken out of its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Number {
    /// An int or bool of one word.
    Int(i64),
    /// A larger int.
    Big(BigInt),
    /// A float.
    Float(f64),
    /// Real and imaginary part.
    Complex(f64, f64),
}

/// The number in a value, whatever its class says of it.
pub(crate) fn number(vm: &Vm, v: Value) -> Option<Number> {
    let v = vm.unbox(v);
    if v.is_int() {
        return Some(Number::Int(v.as_int()));
    }
    if v.is_float() {
        return Some(Number::Float(v.as_float()));
    }
    if v.is_bool() {
        return Some(Number::Int(i64::from(v == Value::TRUE)));
    }
    if !v.is_ref() {
        return None;
    }
    match vm.heap.kind(v.idx()) {
        Kind::BigInt => vm.as_bigint(v).map(Number::Big),
        Kind::Complex => {
            let part = |i| vm.heap.value(v.idx(), i).as_float();
            Some(Number::Complex(part(2), part(3)))
        }
        _ => None,
    }
}

impl Number {
    fn big(self) -> Option<BigInt> {
        match self {
            Self::Int(i) => Some(BigInt::from(i)),
            Self::Big(b) => Some(b),
            _ => None,
        }
    }

    /// As a float; OverflowError for a huge int.
    fn float(&self, vm: &mut Vm) -> Res<f64> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "48 bits fit")]
            Self::Int(i) if i.unsigned_abs() <= 1 << 53 => Ok(*i as f64),
            Self::Int(i) => vm.text(float_arith::from_int(&BigInt::from(*i))),
            Self::Big(b) => vm.text(float_arith::from_int(b)),
            Self::Float(f) | Self::Complex(f, _) => Ok(*f),
        }
    }

    fn complex(&self, vm: &mut Vm) -> Res<(f64, f64)> {
        match self {
            Self::Complex(re, im) => Ok((*re, *im)),
            other => Ok((other.float(vm)?, 0.0)),
        }
    }
}

/// `a op b` of two numbers; `None`: they are not both numbers, or an operand's class has its own idea of it.
pub(crate) fn arithmetic(vm: &mut Vm, op: BinaryOp, a: Value, b: Value) -> Res<Option<Value>> {
    if has_own(vm, op, a) || has_own(vm, op, b) {
        return Ok(None);
    }
    plain_arithmetic(vm, op, a, b)
}

fn has_own(vm: &mut Vm, op: BinaryOp, v: Value) -> bool {
    if !vm.is_kind(v, Kind::Instance) {
        return false;
    }
    let stem = op.stem();
    is_overridden(vm, v, &format!("__{stem}__")) || is_overridden(vm, v, &format!("__r{stem}__"))
}

/// As [`arithmetic`], by the numbers alone.
fn plain_arithmetic(vm: &mut Vm, op: BinaryOp, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (number(vm, a), number(vm, b)) else {
        return Ok(None);
    };
    match (x, y) {
        (Number::Int(x), Number::Int(y)) => {
            let logical = matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor);
            if logical && vm.unbox(a).is_bool() && vm.unbox(b).is_bool() {
                let bit = match op {
                    BinaryOp::And => x & y,
                    BinaryOp::Or => x | y,
                    _ => x ^ y,
                };
                return Ok(Some(Value::bool(bit == 1)));
            }
            small(vm, op, x, y)
        }
        (x @ Number::Complex(..), y) | (x, y @ Number::Complex(..)) => {
            let (x, y) = (x.complex(vm)?, y.complex(vm)?);
            complex::arithmetic(vm, op, x, y)
        }
        (x @ Number::Float(_), y) | (x, y @ Number::Float(_)) => {
            let (x, y) = (x.float(vm)?, y.float(vm)?);
            floats(vm, op, x, y)
        }
        (x, y) => match (x.big(), y.big()) {
            (Some(x), Some(y)) => bigs(vm, op, &x, &y),
            _ => Ok(None),
        },
    }
}

/// ZeroDivisionError: 3.14 has one text for all divisions.
fn zero_division(vm: &mut Vm, before: &str) -> Raised {
    let text = if vm.config.version.minor() >= 14 {
        "division by zero"
    } else {
        before
    };
    vm.raise(Exc::ZeroDivisionError, text)
}

fn zero_power(vm: &mut Vm) -> Raised {
    let text = if vm.config.version.minor() >= 14 {
        "zero to a negative power"
    } else {
        "0.0 cannot be raised to a negative power"
    };
    vm.raise(Exc::ZeroDivisionError, text)
}

fn small(vm: &mut Vm, op: BinaryOp, x: i64, y: i64) -> Res<Option<Value>> {
    let result = match op {
        BinaryOp::Add => x.checked_add(y),
        BinaryOp::Subtract => x.checked_sub(y),
        BinaryOp::Multiply => x.checked_mul(y),
        BinaryOp::And => Some(x & y),
        BinaryOp::Or => Some(x | y),
        BinaryOp::Xor => Some(x ^ y),
        BinaryOp::FloorDivide | BinaryOp::Remainder => {
            if y == 0 {
                let modulo = op == BinaryOp::Remainder;
                let text = if modulo {
                    "integer modulo by zero"
                } else {
                    "integer division or modulo by zero"
                };
                return Err(zero_division(vm, text));
            }
            let pair = vm.text(int_arith::divmod_i64(x, y))?;
            pair.map(|(quotient, rest)| if op == BinaryOp::FloorDivide { quotient } else { rest })
        }
        BinaryOp::TrueDivide => {
            if y == 0 {
                return Err(zero_division(vm, "division by zero"));
            }
            return Ok(Some(Value::float(vm.text(float_arith::i64_true_divide(x, y))?)));
        }
        BinaryOp::Rshift if (0..64).contains(&y) => Some(x >> y),
        BinaryOp::Lshift if (0..63).contains(&y) => Some(x << y).filter(|r| r >> y == x),
        BinaryOp::Power if y < 0 => return float_power(vm, &BigInt::from(x), &BigInt::from(y)),
        BinaryOp::Power => u32::try_from(y).ok().and_then(|y| x.checked_pow(y)),
        BinaryOp::MatrixMultiply => return Ok(None),
        BinaryOp::Lshift | BinaryOp::Rshift => None,
    };
    match result {
        Some(i) => vm.new_int(i).map(Some),
        None => bigs(vm, op, &BigInt::from(x), &BigInt::from(y)),
    }
}

/// Charges a product of ints of these sizes in bits: CPython multiplies 30-bit digits, by halves above 70 of them.
pub(crate) fn charge_product(vm: &mut Vm, a: u64, b: u64) {
    const KARATSUBA: u64 = 70;
    let (low, high) = (a.min(b) / 30 + 1, a.max(b) / 30 + 1);
    if low <= KARATSUBA {
        vm.charge(low * high);
        return;
    }
    // Each halving costs three quarters of what it replaces.
    let (mut size, mut cost) = (low, low * low);
    while size > KARATSUBA {
        size /= 2;
        cost = cost / 4 * 3;
    }
    vm.charge(cost * (high / low).max(1));
}

/// MemoryError when a result would have more bits than an int may have.
fn check_bits(vm: &mut Vm, bits: u64) -> Res<()> {
    if bits > INT_BITS_MAX {
        Err(vm.memory_error())
    } else {
        Ok(())
    }
}

fn bigs(vm: &mut Vm, op: BinaryOp, x: &BigInt, y: &BigInt) -> Res<Option<Value>> {
    let (bx, by) = (x.bits(), y.bits());
    vm.charge((bx + by) / 256);
    let result = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Subtract => x - y,
        BinaryOp::And => x & y,
        BinaryOp::Or => x | y,
        BinaryOp::Xor => x ^ y,
        BinaryOp::Multiply => {
            check_bits(vm, (bx + by).saturating_sub(1))?;
            charge_product(vm, bx, by);
            x * y
        }
        BinaryOp::FloorDivide | BinaryOp::Remainder => {
            let modulo = op == BinaryOp::Remainder;
            if y.is_zero() {
                let text = if modulo {
                    "integer modulo by zero"
                } else {
                    "integer division or modulo by zero"
                };
                return Err(zero_division(vm, text));
            }
            charge_division(vm, bx, by);
            let (quotient, rest) = vm.text(int_arith::divmod(x, y))?;
            if modulo { rest } else { quotient }
        }
        BinaryOp::TrueDivide => {
            if y.is_zero() {
                return Err(zero_division(vm, "division by zero"));
            }
            return Ok(Some(Value::float(vm.text(float_arith::int_true_divide(x, y))?)));
        }
        BinaryOp::Lshift => {
            if !y.is_negative() && !x.is_zero() {
                check_bits(vm, y.to_u64().map_or(u64::MAX, |y| bx.saturating_add(y)))?;
            }
            vm.text(int_arith::shift_left(x, y))?
        }
        BinaryOp::Rshift => vm.text(int_arith::shift_right(x, y))?,
        BinaryOp::Power if y.is_negative() => return float_power(vm, x, y),
        BinaryOp::Power => {
            if bx > 1 {
                let bits = y.to_u64().map_or(u64::MAX, |y| (bx - 1).saturating_mul(y));
                check_bits(vm, bits)?;
                charge_product(vm, bits / 2, bits);
            }
            vm.text(int_arith::pow(x, y))?
        }
        BinaryOp::MatrixMultiply => return Ok(None),
    };
    vm.new_bigint(&result).map(Some)
}

fn charge_division(vm: &mut Vm, a: u64, b: u64) {
    let (digits, by) = (a / 30 + 1, b / 30 + 1);
    vm.charge(digits.saturating_sub(by).max(1).saturating_mul(by) * 2);
}

/// `int ** negative int` is a float.
fn float_power(vm: &mut Vm, x: &BigInt, y: &BigInt) -> Res<Option<Value>> {
    let (x, y) = (vm.text(float_arith::from_int(x))?, vm.text(float_arith::from_int(y))?);
    floats(vm, BinaryOp::Power, x, y)
}

/// Version 3.13 has other words.
fn float_modulo(vm: &Vm) -> &'static str {
    if vm.config.version.minor() >= 13 {
        "float modulo by zero"
    } else {
        "float modulo"
    }
}

fn floats(vm: &mut Vm, op: BinaryOp, x: f64, y: f64) -> Res<Option<Value>> {
    let result = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Subtract => x - y,
        BinaryOp::Multiply => x * y,
        BinaryOp::TrueDivide if y == 0.0 => return Err(zero_division(vm, "float division by zero")),
        BinaryOp::TrueDivide => x / y,
        BinaryOp::FloorDivide if y == 0.0 => return Err(zero_division(vm, "float floor division by zero")),
        BinaryOp::FloorDivide => vm.text(float_arith::floor_divide(x, y))?,
        BinaryOp::Remainder if y == 0.0 => {
            let words = float_modulo(vm);
            return Err(zero_division(vm, words));
        }
        BinaryOp::Remainder => vm.text(float_arith::modulo(x, y))?,
        BinaryOp::Power => {
            if x == 0.0 && y < 0.0 && y.is_finite() {
                return Err(zero_power(vm));
            }
            match vm.text(float_arith::pow(x, y))? {
                float_arith::Power::Float(f) => f,
                float_arith::Power::Complex(re, im) => return vm.new_complex(re, im).map(Some),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Value::float(result)))
}

/// Exact order of two real numbers; `None` when one is no real number, or a NaN.
pub(crate) fn compare_numbers(vm: &Vm, a: Value, b: Value) -> Option<Ordering> {
    match (number(vm, a)?, number(vm, b)?) {
        (Number::Int(x), Number::Int(y)) => Some(x.cmp(&y)),
        (Number::Float(x), Number::Float(y)) => x.partial_cmp(&y),
        (Number::Complex(..), _) | (_, Number::Complex(..)) => None,
        (x, Number::Float(y)) => compare_int_float(&x.big()?, y),
        (Number::Float(x), y) => compare_int_float(&y.big()?, x).map(Ordering::reverse),
        (x, y) => Some(x.big()?.cmp(&y.big()?)),
    }
}

fn compare_int_float(i: &BigInt, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    let whole = float_arith::to_int(f).ok()?;
    Some(
        i.cmp(&whole)
            .then_with(|| 0.0.partial_cmp(&f.fract()).unwrap_or(Ordering::Equal)),
    )
}

/// `-v` and `~v`.
pub(crate) fn unary(vm: &mut Vm, op: Opcode, v: Value) -> NativeResult {
    let negative = op == Opcode::UnaryNegative;
    let (symbol, name) = if negative {
        ("-", "__neg__")
    } else {
        ("~", "__invert__")
    };
    if !is_overridden(vm, v, name) {
        let result = if negative { negate(vm, v)? } else { invert(vm, v)? };
        if let Some(v) = result {
            return done(v);
        }
    }
    unary_slow(vm, v, symbol, name)
}

fn unary_slow(vm: &mut Vm, v: Value, symbol: &str, name: &str) -> NativeResult {
    let (symbol, name) = (vm.intern(symbol), vm.intern(name));
    vm.slow_path("unary_op", &[v, symbol, name])
}

/// The number as a value of its exact class (a bool becomes an int), owned; `None`: no number.
fn plain(vm: &mut Vm, v: Value) -> Option<Value> {
    let v = vm.unbox(v);
    if v.is_bool() {
        return Some(Value::int(i64::from(v == Value::TRUE)));
    }
    let is_number = v.is_int() || v.is_float() || vm.is_kind(v, Kind::BigInt) || vm.is_kind(v, Kind::Complex);
    is_number.then(|| vm.own(v))
}

fn negate(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    match number(vm, v) {
        Some(Number::Int(i)) => vm.new_int(-i),
        Some(Number::Big(b)) => vm.new_bigint(&-b),
        Some(Number::Float(f)) => Ok(Value::float(-f)),
        Some(Number::Complex(re, im)) => vm.new_complex(-re, -im),
        None => return Ok(None),
    }
    .map(Some)
}

fn invert(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    match number(vm, v) {
        Some(Number::Int(i)) => vm.new_int(!i).map(Some),
        Some(Number::Big(b)) => vm.new_bigint(&!b).map(Some),
        _ => Ok(None),
    }
}

/// `abs(v)`
pub(crate) fn abs(vm: &mut Vm, v: Value) -> NativeResult {
    if !is_overridden(vm, v, "__abs__")
        && let Some(v) = magnitude(vm, v)?
    {
        return done(v);
    }
    vm.slow_path("abs_slow", &[v])
}

fn magnitude(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    match number(vm, v) {
        Some(Number::Int(i)) => vm.new_int(i.abs()),
        Some(Number::Big(b)) => vm.new_bigint(&b.abs()),
        Some(Number::Float(f)) => Ok(Value::float(f.abs())),
        Some(Number::Complex(re, im)) => complex::length(vm, re, im).map(Value::float),
        None => return Ok(None),
    }
    .map(Some)
}

/// `divmod(a, b)`
pub(crate) fn divmod(vm: &mut Vm, a: Value, b: Value) -> NativeResult {
    let own = |vm: &mut Vm, v| is_overridden(vm, v, "__divmod__") || is_overridden(vm, v, "__rdivmod__");
    if !own(vm, a)
        && !own(vm, b)
        && let Some(pair) = plain_divmod(vm, a, b)?
    {
        return done(pair);
    }
    vm.slow_path("divmod_slow", &[a, b])
}

fn plain_divmod(vm: &mut Vm, a: Value, b: Value) -> Res<Option<Value>> {
    let (Some(x), Some(y)) = (number(vm, a), number(vm, b)) else {
        return Ok(None);
    };
    let (quotient, rest) = match (x, y) {
        (Number::Complex(..), _) | (_, Number::Complex(..)) => return Ok(None),
        (x @ Number::Float(_), y) | (x, y @ Number::Float(_)) => {
            let (x, y) = (x.float(vm)?, y.float(vm)?);
            if y == 0.0 {
                return Err(zero_division(vm, "float divmod()"));
            }
            let (quotient, rest) = vm.text(float_arith::divmod(x, y))?;
            (Value::float(quotient), Value::float(rest))
        }
        (x, y) => {
            let (Some(x), Some(y)) = (x.big(), y.big()) else {
                return Ok(None);
            };
            if y.is_zero() {
                return Err(zero_division(vm, "integer division or modulo by zero"));
            }
            charge_division(vm, x.bits(), y.bits());
            let (quotient, rest) = vm.text(int_arith::divmod(&x, &y))?;
            (vm.new_bigint(&quotient)?, vm.new_bigint(&rest)?)
        }
    };
    vm.new_tuple(&[quotient, rest]).map(Some)
}

/// Work, in bit operations, beyond which a single call would keep the host busy for too long.
const WORK_MAX: u64 = 1 << 36;

/// MemoryError for a call whose work is out of all proportion.
pub(crate) fn check_work(vm: &mut Vm, work: u64) -> Res<()> {
    if work > WORK_MAX {
        Err(vm.memory_error())
    } else {
        Ok(())
    }
}

/// `pow(a, b, m)`; `m` is not None.
pub(crate) fn pow3(vm: &mut Vm, a: Value, b: Value, m: Value) -> NativeResult {
    if is_overridden(vm, a, "__pow__") {
        return vm.slow_path("pow_slow", &[a, b, m]);
    }
    match (number(vm, a), number(vm, b), number(vm, m)) {
        (Some(Number::Complex(..)), Some(_), Some(_)) => Err(vm.value_error("complex modulo")),
        (Some(x), Some(y), Some(z)) => match (x.big(), y.big(), z.big()) {
            (Some(x), Some(y), Some(z)) => {
                let limbs = z.bits() / 64 + 1;
                check_work(
                    vm,
                    y.bits().saturating_mul(limbs).saturating_mul(limbs).saturating_mul(8),
                )?;
                let digits = z.bits() / 30 + 1;
                vm.charge(y.bits().saturating_mul(digits).saturating_mul(digits) * 3 / 2);
                let result = vm.text(int_arith::pow_mod(&x, &y, &z))?;
                vm.new_bigint(&result).map(Into::into)
            }
            _ => Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")),
        },
        _ => vm.slow_path("pow_slow", &[a, b, m]),
    }
}

/// `round(v)` and `round(v, ndigits)`.
pub(crate) fn round(vm: &mut Vm, v: Value, ndigits: Option<Value>) -> NativeResult {
    if !is_overridden(vm, v, "__round__")
        && let Some(v) = plain_round(vm, v, ndigits)?
    {
        return done(v);
    }
    match ndigits {
        Some(n) => vm.slow_path("round_slow", &[v, n]),
        None => vm.slow_path("round_slow", &[v, Value::NONE]),
    }
}

fn plain_round(vm: &mut Vm, v: Value, ndigits: Option<Value>) -> Res<Option<Value>> {
    let ndigits = match ndigits {
        Some(n) if !n.is_none() => Some(super::arguments::int_arg(vm, n)?),
        _ => None,
    };
    match number(vm, v) {
        Some(Number::Float(f)) => match ndigits {
            None => {
                let i = vm.text(float_arith::round_to_int(f))?;
                vm.new_bigint(&i)
            }
            Some(n) => vm.text(float_arith::round_digits(f, n)).map(Value::float),
        },
        Some(n @ (Number::Int(_) | Number::Big(_))) => {
            let Some(b) = n.big() else { return Ok(None) };
            vm.new_bigint(&int_arith::round_digits(&b, ndigits.unwrap_or(0)))
        }
        _ => return Ok(None),
    }
    .map(Some)
}

/// The int in an argument that has to be one.
pub(crate) fn big_arg(vm: &mut Vm, v: Value) -> Res<BigInt> {
    match vm.as_bigint(v) {
        Some(b) => Ok(b),
        None => Err(super::arguments::not_an_integer(vm, v)),
    }
}

/// The float in an argument that has to be a real number.
pub(crate) fn float_arg(vm: &mut Vm, v: Value) -> Res<f64> {
    match number(vm, v) {
        Some(Number::Complex(..)) | None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format!("must be real number, not {t}")))
        }
        Some(n) => n.float(vm),
    }
}

/// Whether an int is below zero.
pub(crate) fn is_negative(b: &BigInt) -> bool {
    b.sign() == Sign::Minus
}
