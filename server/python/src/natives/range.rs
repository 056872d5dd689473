//! `range`: four ints of any size; arithmetic instead of storage.

use super::{iter, protocol};
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.range;
    vm.constructor(c, new)?;
    vm.getset(c, "start", |vm, args| part(vm, args, 2), None)?;
    vm.getset(c, "stop", |vm, args| part(vm, args, 3), None)?;
    vm.getset(c, "step", |vm, args| part(vm, args, 4), None)?;
    vm.method(c, "index", index)?;
    vm.method(c, "count", count)?;
    vm.method(c, "__reversed__", iter::reversed_method)?;
    protocol::container(vm, c)?;
    protocol::items(vm, c, false)?;
    protocol::hash(vm, c, true)?;
    vm.method(c, "__len__", len)
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (_, rest) = args.method(vm, "range", 1, 3)?;
    let mut ints = Vec::new();
    for &v in rest {
        match vm.as_bigint(v) {
            Some(b) => ints.push(b),
            None if vm.special(v, vm.names.__index__).is_some() => {
                let list = rest.to_vec();
                return vm.slow_path("range_slow", &list);
            }
            None => {
                let t = vm.type_name(v);
                return Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")));
            }
        }
    }
    let (start, stop, step) = match &ints[..] {
        [stop] => (BigInt::zero(), stop.clone(), BigInt::one()),
        [start, stop] => (start.clone(), stop.clone(), BigInt::one()),
        _ => (ints[0].clone(), ints[1].clone(), ints[2].clone()),
    };
    if step.is_zero() {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    done(new_range(vm, &start, &stop, &step)?)
}

/// A range; `step` is not 0.
pub(crate) fn new_range(vm: &mut Vm, start: &BigInt, stop: &BigInt, step: &BigInt) -> Res {
    let span: BigInt = if step.is_positive() { stop - start } else { start - stop };
    let len = if span.is_positive() {
        (span - 1u8).div_floor(&step.abs()) + 1u8
    } else {
        BigInt::zero()
    };
    let parts = [
        vm.new_bigint(start)?,
        vm.new_bigint(stop)?,
        vm.new_bigint(step)?,
        vm.new_bigint(&len)?,
    ];
    vm.new_simple(Kind::Range, vm.types.range, 0, &parts)
}

/// Start, step and length.
fn parts(vm: &Vm, r: Value) -> (BigInt, BigInt, BigInt) {
    let part = |i| vm.as_bigint(vm.heap.value(r.idx(), i)).unwrap_or_default();
    (part(2), part(4), part(5))
}

fn part(vm: &mut Vm, args: Args<'_>, i: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), i);
    done(vm.own(v))
}

fn len(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    super::builtins::len(vm, args.args[0])
}

/// `r[key]`
pub(crate) fn get_item(vm: &mut Vm, r: Value, key: Value) -> NativeResult {
    let (start, step, n) = parts(vm, r);
    if let Some(i) = vm.as_bigint(key) {
        let i = if i.is_negative() { i + &n } else { i };
        if i.is_negative() || i >= n {
            return Err(vm.raise(Exc::IndexError, "range object index out of range"));
        }
        return done(vm.new_bigint(&(start + step * i))?);
    }
    if vm.is_kind(key, Kind::Slice) {
        let Some(bounds) = vm.slice_bounds(key)? else {
            return vm.slow_path("get_indexed", &[r, key]);
        };
        let Ok(len) = usize::try_from(&n) else {
            return Err(vm.raise(Exc::OverflowError, "Python int too large to convert to C ssize_t"));
        };
        let at = vm.slice_indices(bounds, len)?;
        let item = |i: i64| &start + &step * i;
        let (first, last, step) = (item(at.start), item(at.stop), &step * at.step);
        return done(new_range(vm, &first, &last, &step)?);
    }
    if vm.special(key, vm.names.__index__).is_some() {
        return vm.slow_path("get_indexed", &[r, key]);
    }
    let t = vm.type_name(key);
    Err(vm.type_error(format!("range indices must be integers or slices, not {t}")))
}

/// Position of an int in a range.
fn find(vm: &Vm, r: Value, x: &BigInt) -> Option<BigInt> {
    let (start, step, n) = parts(vm, r);
    let (i, rest) = (x - start).div_mod_floor(&step);
    (rest.is_zero() && !i.is_negative() && i < n).then_some(i)
}

/// `x in r`
pub(crate) fn contains(vm: &mut Vm, r: Value, x: Value) -> NativeResult {
    if let Some(b) = vm.as_bigint(x) {
        return done(Value::bool(find(vm, r, &b).is_some()));
    }
    match vm.as_float(x) {
        Some(f) if f.fract() == 0.0 && f.is_finite() => {
            let whole = num_traits::FromPrimitive::from_f64(f).unwrap_or_else(BigInt::zero);
            done(Value::bool(find(vm, r, &whole).is_some()))
        }
        _ if vm.is_builtin_class(vm.type_of(x)) => done(Value::FALSE),
        _ => vm.slow_path("contains_slow", &[r, x]),
    }
}

fn index(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (r, rest) = args.method(vm, "range.index", 1, 1)?;
    let found = vm.as_bigint(rest[0]).and_then(|b| find(vm, r, &b));
    match found {
        Some(i) => done(vm.new_bigint(&i)?),
        None => match vm.as_bigint(rest[0]) {
            Some(b) => Err(vm.value_error(format!("{b} is not in range"))),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        },
    }
}

fn count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (r, rest) = args.method(vm, "range.count", 1, 1)?;
    match vm.as_bigint(rest[0]) {
        Some(b) => done(Value::int(i64::from(find(vm, r, &b).is_some()))),
        None => vm.slow_path("count_slow", &[r, rest[0]]),
    }
}
