//! `int` and `bool`: constructors and methods.

use super::{Number, big_arg, number};
use crate::natives::arguments::{has_index, instance_of, is_overridden, size_arg};
use crate::text::int as text;
use crate::text::{codec::ByteOrder, float_arith};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};
use num_bigint::BigInt;

pub(super) fn register(vm: &mut Vm) -> Res<()> {
    let (int, bool_) = (vm.types.int, vm.types.bool_);
    vm.constructor(int, new)?;
    vm.constructor(bool_, new_bool)?;
    for name in [
        "__int__",
        "__index__",
        "__trunc__",
        "__floor__",
        "__ceil__",
        "conjugate",
    ] {
        vm.method(int, name, itself)?;
    }
    vm.method(int, "__float__", to_float)?;
    vm.method(int, "__round__", round)?;
    vm.method(int, "__getnewargs__", getnewargs)?;
    vm.method(int, "bit_length", bit_length)?;
    vm.method(int, "bit_count", bit_count)?;
    vm.method(int, "as_integer_ratio", as_integer_ratio)?;
    if vm.config.version.minor() >= 12 {
        vm.method(int, "is_integer", is_integer)?;
    }
    vm.method(int, "to_bytes", to_bytes)?;
    vm.class_method(int, "from_bytes", from_bytes)?;
    vm.getset(int, "real", itself, None)?;
    vm.getset(int, "numerator", itself, None)?;
    vm.getset(int, "imag", zero, None)?;
    vm.getset(int, "denominator", one, None)
}

fn owner<'a>(vm: &mut Vm, args: &Args<'a>, name: &str) -> Res<(BigInt, Args<'a>)> {
    let (owner, rest) = args.owner(vm, "int", name, Vm::is_int)?;
    Ok((big_arg(vm, owner)?, rest))
}

/// `int(x=0, /, base=10)`
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    let [x, base] = if rest.kw.is_empty() && rest.args.len() == 1 {
        [Some(rest.args[0]), None]
    } else {
        if vm.config.version.minor() >= 13 && rest.kw.is_empty() {
            rest.positional(vm, "int", 0, 2)?;
        }
        rest.bind(vm, "int", ["", "base"], 2, 0)?
    };
    let Some(x) = x else {
        if base.is_some() {
            return Err(vm.type_error("int() missing string argument"));
        }
        return instance_of(vm, class, vm.types.int, Value::int(0)).map(Into::into);
    };
    if let Some(base) = base {
        return with_base(vm, class, x, base);
    }
    if is_overridden(vm, x, "__int__") {
        return slow(vm, class, x);
    }
    match from_plain(vm, x)? {
        Some(v) => instance_of(vm, class, vm.types.int, v).map(Into::into),
        None => slow(vm, class, x),
    }
}

fn slow(vm: &mut Vm, class: Value, x: Value) -> NativeResult {
    if class == vm.types.int {
        vm.slow_path("int_slow", &[x])
    } else {
        vm.slow_path("int_of_slow", &[class, x])
    }
}

/// The int for a number, a str or bytes; `None` for anything else.
fn from_plain(vm: &mut Vm, x: Value) -> Res<Option<Value>> {
    match number(vm, x) {
        Some(Number::Int(i)) => return vm.new_int(i).map(Some),
        Some(Number::Big(_)) => {
            let inner = vm.unbox(x);
            return Ok(Some(vm.own(inner)));
        }
        Some(Number::Float(f)) => {
            let b = vm.text(float_arith::to_int(f))?;
            return vm.new_bigint(&b).map(Some);
        }
        Some(Number::Complex(..)) => return Ok(None),
        None => {}
    }
    parse(vm, x, 10)
}

fn parse(vm: &mut Vm, x: Value, base: u32) -> Res<Option<Value>> {
    let result = if let Some(s) = vm.as_str(x) {
        text::parse(s, base, vm.max_str_digits)
    } else if let Some(data) = vm.as_bytes(x) {
        text::parse_bytes(data, base, vm.max_str_digits)
    } else {
        return Ok(None);
    };
    match vm.text(result)? {
        text::Parsed::Small(i) => vm.new_int(i),
        text::Parsed::Big(b) => {
            // Conversion from decimal is quadratic in CPython.
            vm.charge(b.bits() * b.bits() / 1000);
            vm.new_bigint(&b)
        }
    }
    .map(Some)
}

fn with_base(vm: &mut Vm, class: Value, x: Value, base: Value) -> NativeResult {
    if has_index(vm, base) && !vm.is_int(base) {
        return vm.slow_path("int_base_slow", &[class, x, base]);
    }
    let base = super::super::arguments::int_arg(vm, base)?;
    if vm.as_str(x).is_none() && vm.as_bytes(x).is_none() {
        return Err(vm.type_error("int() can't convert non-string with explicit base"));
    }
    // 1 stands for every base that there is not: the parser words the error.
    let base = u32::try_from(base).unwrap_or(1);
    match parse(vm, x, base)? {
        Some(v) => instance_of(vm, class, vm.types.int, v).map(Into::into),
        None => Err(vm.type_error("int() can't convert non-string with explicit base")),
    }
}

/// `bool(x=False)`
fn new_bool(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    }
    .positional(vm, "bool", 0, 1)?;
    match rest.first() {
        None => done(Value::FALSE),
        Some(&x) => match vm.truth_fast(x) {
            Some(truth) => done(Value::bool(truth)),
            None => vm.slow_path("bool_slow", &[x]),
        },
    }
}

/// The plain int: what most conversions of an int to an int are.
fn itself(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, "int", "__int__", Vm::is_int)?;
    rest.positional(vm, "__int__", 0, 0)?;
    match super::plain(vm, owner) {
        Some(v) => done(v),
        None => done(Value::NOT_IMPLEMENTED),
    }
}

fn zero(_: &mut Vm, _: Args<'_>) -> NativeResult {
    done(Value::int(0))
}

fn one(_: &mut Vm, _: Args<'_>) -> NativeResult {
    done(Value::int(1))
}

fn to_float(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, rest) = owner(vm, &args, "__float__")?;
    rest.positional(vm, "__float__", 0, 0)?;
    let f = vm.text(float_arith::from_int(&n))?;
    done(Value::float(f))
}

fn round(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, "int", "__round__", Vm::is_int)?;
    let rest = rest.positional(vm, "__round__", 0, 1)?;
    let v = super::plain_round(vm, owner, rest.first().copied())?;
    done(v.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn getnewargs(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, _) = owner(vm, &args, "__getnewargs__")?;
    let v = vm.new_bigint(&n)?;
    vm.new_tuple(&[v]).map(Into::into)
}

fn bit_length(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, rest) = owner(vm, &args, "bit_length")?;
    rest.positional(vm, "int.bit_length", 0, 0)?;
    done(Value::int(text::bit_length(&n) as i64))
}

fn bit_count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, rest) = owner(vm, &args, "bit_count")?;
    rest.positional(vm, "int.bit_count", 0, 0)?;
    done(Value::int(text::bit_count(&n) as i64))
}

fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, rest) = owner(vm, &args, "as_integer_ratio")?;
    rest.positional(vm, "int.as_integer_ratio", 0, 0)?;
    let v = vm.new_bigint(&n)?;
    vm.new_tuple(&[v, Value::int(1)]).map(Into::into)
}

fn is_integer(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (_, rest) = owner(vm, &args, "is_integer")?;
    rest.positional(vm, "int.is_integer", 0, 0)?;
    done(Value::TRUE)
}

/// `'little'` or `'big'`; missing means big.
fn byte_order(vm: &mut Vm, v: Option<Value>, function: &str) -> Res<ByteOrder> {
    let Some(v) = v else { return Ok(ByteOrder::Big) };
    match vm.as_str(v) {
        Some("little") => Ok(ByteOrder::Little),
        Some("big") => Ok(ByteOrder::Big),
        Some(_) => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format!("{function}() argument 'byteorder' must be str, not {t}")))
        }
    }
}

fn flag(vm: &Vm, v: Option<Value>) -> bool {
    v.is_some_and(|v| vm.truth_fast(v).unwrap_or(true))
}

/// `n.to_bytes(length=1, byteorder='big', *, signed=False)`
fn to_bytes(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (n, rest) = owner(vm, &args, "to_bytes")?;
    let [length, order, signed] = rest.bind(vm, "to_bytes", ["length", "byteorder", "signed"], 2, 0)?;
    let length = match length {
        Some(v) => size_arg(vm, v)?,
        None => 1,
    };
    let order = byte_order(vm, order, "to_bytes")?;
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.value_error("length argument must be non-negative"));
    };
    if length > crate::text::MAX_TEXT {
        return Err(vm.memory_error());
    }
    let signed = flag(vm, signed);
    let data = vm.text(text::to_bytes(&n, length, order == ByteOrder::Little, signed))?;
    vm.new_bytes(&data).map(Into::into)
}

/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`
fn from_bytes(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = (
        args.args[0],
        Args {
            args: &args.args[1..],
            kw: args.kw,
        },
    );
    let [data, order, signed] = rest.bind(vm, "from_bytes", ["bytes", "byteorder", "signed"], 2, 1)?;
    let order = byte_order(vm, order, "from_bytes")?;
    let data = data.unwrap_or(Value::NONE);
    let bytes = match crate::natives::bytes::bytes_like(vm, data) {
        Some(bytes) => bytes,
        None => match vm.plain_items(data) {
            Some(items) if vm.as_str(data).is_none() => crate::natives::bytes::collect_bytes(vm, &items, "bytes")?,
            _ => {
                let t = vm.type_name(data);
                return Err(vm.type_error(format!("cannot convert '{t}' object to bytes")));
            }
        },
    };
    let n = text::from_bytes(&bytes, order == ByteOrder::Little, flag(vm, signed));
    let v = vm.new_bigint(&n)?;
    if class == vm.types.int {
        return done(v);
    }
    let class = vm.own(class);
    Ok(Out::Call(class, vec![v]))
}
