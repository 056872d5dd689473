//! Functions of ints, and `prod`.

use crate::bytecode::BinaryOp;
use crate::natives::number::{arithmetic, big_arg, check_work};
use crate::objects::int::INT_BITS_MAX;
use crate::text::int_arith;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

pub(super) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    vm.function(d, "factorial", factorial)?;
    vm.function(d, "comb", |vm, args| {
        let args = args.positional(vm, "comb", 2, 2)?;
        let (n, k) = (big_arg(vm, args[0])?, big_arg(vm, args[1])?);
        let other = &n - &k;
        check_product(vm, &n, (&k).min(&other))?;
        let r = vm.text(int_arith::comb(&n, &k))?;
        vm.new_bigint(&r).map(Into::into)
    })?;
    vm.function(d, "perm", |vm, args| {
        let args = args.positional(vm, "perm", 1, 2)?;
        let Some(&k) = args.get(1).filter(|v| !v.is_none()) else {
            return factorial(
                vm,
                Args {
                    args: &args[..1],
                    kw: &[],
                },
            );
        };
        let (n, k) = (big_arg(vm, args[0])?, big_arg(vm, k)?);
        if k <= n {
            check_product(vm, &n, &k)?;
        }
        let r = vm.text(int_arith::perm(&n, &k))?;
        vm.new_bigint(&r).map(Into::into)
    })?;
    vm.function(d, "gcd", |vm, args| fold(vm, args, "math.gcd", 0, int_arith::gcd))?;
    vm.function(d, "lcm", |vm, args| fold(vm, args, "math.lcm", 1, int_arith::lcm))?;
    vm.function(d, "isqrt", |vm, args| {
        let v = args.positional(vm, "math.isqrt", 1, 1)?[0];
        let n = big_arg(vm, v)?;
        check_work(vm, (n.bits() / 8).saturating_mul(n.bits() / 8))?;
        let r = vm.text(int_arith::isqrt(&n))?;
        vm.new_bigint(&r).map(Into::into)
    })?;
    vm.function(d, "prod", prod)
}

/// MemoryError before a product of `k` factors up to `n` grows beyond an int's bounds.
fn check_product(vm: &mut Vm, n: &BigInt, k: &BigInt) -> Res<()> {
    let k = k.to_u64().unwrap_or(if super::super::number::is_negative(k) {
        0
    } else {
        u64::MAX
    });
    if n.bits().saturating_mul(k) > 2 * INT_BITS_MAX {
        return Err(vm.memory_error());
    }
    vm.charge(k * 20);
    Ok(())
}

fn factorial(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.positional(vm, "math.factorial", 1, 1)?[0];
    let n = big_arg(vm, v)?;
    if n.to_i64().is_some() {
        check_product(vm, &n, &n)?;
    }
    let r = vm.text(int_arith::factorial(&n))?;
    vm.new_bigint(&r).map(Into::into)
}

fn fold(vm: &mut Vm, args: Args<'_>, name: &str, start: i64, f: fn(&BigInt, &BigInt) -> BigInt) -> NativeResult {
    args.no_keywords(vm, name)?;
    let mut total = BigInt::from(start);
    for &v in args.args {
        let n = big_arg(vm, v)?;
        check_work(vm, total.bits().saturating_mul(n.bits()))?;
        total = f(&total, &n);
        if total.bits() > INT_BITS_MAX {
            return Err(vm.memory_error());
        }
    }
    vm.new_bigint(&total).map(Into::into)
}

/// `prod(iterable, /, *, start=1)`
fn prod(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [iterable, start] = args.bind(vm, "prod", ["", "start"], 1, 1)?;
    let (iterable, start) = (iterable.unwrap_or(Value::NONE), start.unwrap_or(Value::int(1)));
    let Some(items) = vm.collect_plain(iterable)? else {
        return vm.slow_path("math_prod_slow", &[iterable, start]);
    };
    let result = product(vm, &items, start);
    vm.drop_all(&items);
    match result? {
        Some(v) => done(v),
        None => vm.slow_path("math_prod_slow", &[iterable, start]),
    }
}

fn product(vm: &mut Vm, items: &[Value], start: Value) -> Res<Option<Value>> {
    vm.charge(items.len() as u64 * 10);
    let mut total = vm.own(start);
    for &v in items {
        let next = arithmetic(vm, BinaryOp::Multiply, total, v);
        vm.drop(total);
        match next? {
            Some(next) => total = next,
            None => return Ok(None),
        }
    }
    Ok(Some(total))
}
