//! `float`: constructor and methods.

use super::{Number, number};
use crate::natives::arguments::{instance_of, is_overridden};
use crate::text::{float as text, float_arith};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(super) fn register(vm: &mut Vm) -> Res<()> {
    let float = vm.types.float;
    vm.constructor(float, new)?;
    vm.method(float, "__float__", itself)?;
    vm.method(float, "conjugate", itself)?;
    for name in ["__int__", "__trunc__"] {
        vm.method(float, name, truncate)?;
    }
    vm.method(float, "__floor__", floor)?;
    vm.method(float, "__ceil__", ceil)?;
    vm.method(float, "__round__", round)?;
    vm.method(float, "__getnewargs__", getnewargs)?;
    vm.method(float, "as_integer_ratio", as_integer_ratio)?;
    vm.method(float, "is_integer", is_integer)?;
    vm.method(float, "hex", hex)?;
    vm.class_method(float, "fromhex", fromhex)?;
    if vm.config.version.minor() >= 14 {
        vm.class_method(float, "from_number", from_number)?;
    }
    vm.getset(float, "real", itself, None)?;
    vm.getset(float, "imag", |_, _| done(Value::float(0.0)), None)
}

fn is_float(vm: &Vm, v: Value) -> bool {
    vm.as_float(v).is_some()
}

/// The owner's number, for a method without arguments.
fn alone(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<f64> {
    let (owner, rest) = args.owner(vm, "float", name, is_float)?;
    rest.positional(vm, &format!("float.{name}"), 0, 0)?;
    Ok(vm.as_float(owner).unwrap_or(0.0))
}

/// `float(x=0.0, /)`
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    }
    .positional(vm, "float", 0, 1)?;
    let Some(&x) = rest.first() else {
        return instance_of(vm, class, vm.types.float, Value::float(0.0)).map(Into::into);
    };
    let slow = |vm: &mut Vm| {
        if class == vm.types.float {
            vm.slow_path("float_slow", &[x])
        } else {
            vm.slow_path("float_of_slow", &[class, x])
        }
    };
    if is_overridden(vm, x, "__float__") {
        return slow(vm);
    }
    match from_plain(vm, x)? {
        Some(f) => instance_of(vm, class, vm.types.float, Value::float(f)).map(Into::into),
        None => slow(vm),
    }
}

fn from_plain(vm: &mut Vm, x: Value) -> Res<Option<f64>> {
    if let Some(n) = number(vm, x) {
        return if matches!(n, Number::Complex(..)) {
            Ok(None)
        } else {
            n.float(vm).map(Some)
        };
    }
    if vm.as_str(x).is_some() {
        let parsed = vm.as_str(x).map_or(Ok(0.0), text::parse);
        return vm.text(parsed).map(Some);
    }
    let Some(data) = vm.as_bytes(x) else { return Ok(None) };
    let found = std::str::from_utf8(data)
        .ok()
        .and_then(|t| text::parse_ascii(t.trim_ascii()));
    match found {
        Some(f) => Ok(Some(f)),
        None => {
            let shown = crate::text::string::repr_bytes(data);
            Err(vm.value_error(format!("could not convert string to float: {shown}")))
        }
    }
}

/// `float.from_number(x)`: numbers only.
fn from_number(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = (
        args.args[0],
        Args {
            args: &args.args[1..],
            kw: args.kw,
        },
    );
    let rest = rest.positional(vm, "from_number", 1, 1)?;
    if number(vm, rest[0]).is_none() && (vm.as_str(rest[0]).is_some() || vm.as_bytes(rest[0]).is_some()) {
        let t = vm.type_name(rest[0]);
        return Err(vm.type_error(format!("must be real number, not {t}")));
    }
    let (class, x) = (vm.own(class), vm.own(rest[0]));
    Ok(Out::Call(class, vec![x]))
}

fn itself(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    alone(vm, args, "__float__").map(|f| Value::float(f).into())
}

fn to_int(vm: &mut Vm, f: f64) -> NativeResult {
    let b = vm.text(float_arith::to_int(f))?;
    vm.new_bigint(&b).map(Into::into)
}

fn truncate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "__trunc__")?;
    to_int(vm, f)
}

fn floor(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "__floor__")?;
    to_int(vm, f.floor())
}

fn ceil(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "__ceil__")?;
    to_int(vm, f.ceil())
}

fn round(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, "float", "__round__", is_float)?;
    let rest = rest.positional(vm, "__round__", 0, 1)?;
    let v = super::plain_round(vm, owner, rest.first().copied())?;
    done(v.unwrap_or(Value::NOT_IMPLEMENTED))
}

fn getnewargs(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "__getnewargs__")?;
    vm.new_tuple(&[Value::float(f)]).map(Into::into)
}

fn as_integer_ratio(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "as_integer_ratio")?;
    let (num, den) = vm.text(float_arith::as_integer_ratio(f))?;
    let (num, den) = (vm.new_bigint(&num)?, vm.new_bigint(&den)?);
    vm.new_tuple(&[num, den]).map(Into::into)
}

fn is_integer(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "is_integer")?;
    done(Value::bool(float_arith::is_integer(f)))
}

fn hex(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = alone(vm, args, "hex")?;
    vm.new_str(&text::hex(f)).map(Into::into)
}

/// `float.fromhex(text)`
fn fromhex(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = (
        args.args[0],
        Args {
            args: &args.args[1..],
            kw: args.kw,
        },
    );
    let rest = rest.positional(vm, "float.fromhex", 1, 1)?;
    let Some(s) = vm.as_str(rest[0]) else {
        let t = vm.type_name(rest[0]);
        return Err(vm.type_error(format!("bad argument type for built-in operation: {t}")));
    };
    let parsed = text::fromhex(s);
    let f = Value::float(vm.text(parsed)?);
    if class == vm.types.float {
        return done(f);
    }
    let class = vm.own(class);
    Ok(Out::Call(class, vec![f]))
}
