//! The module `math`: functions of floats by the host's library with Python's errors; those of ints exactly.

mod float;
mod integer;

use super::number::{Number, number};
use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Raised, Res, Vm};

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    float::register(vm, d)?;
    integer::register(vm, d)?;
    for (name, f) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        vm.constant(d, name, Value::float(f))?;
    }
    let m = vm.new_module("math", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// ValueError: a domain error. 3.14 says what was expected.
fn domain_error(vm: &mut Vm, expected: &str, x: f64) -> Raised {
    if vm.config.version.minor() < 14 || expected.is_empty() {
        return vm.value_error("math domain error");
    }
    let got = crate::text::float::repr(x);
    vm.value_error(format!("expected {expected}, got {got}"))
}

/// OverflowError "math range error"
fn range_error(vm: &mut Vm) -> Raised {
    vm.raise(Exc::OverflowError, "math range error")
}

/// A function of this module as a value, borrowed.
fn function(vm: &mut Vm, name: &str) -> Value {
    let module = vm.dict_get_str(vm.modules, "math").unwrap_or(Value::NONE);
    if !vm.is_kind(module, Kind::Module) {
        return Value::NONE;
    }
    let dict = vm.heap.value(module.idx(), 2);
    vm.dict_get_str(dict, name).unwrap_or(Value::NONE)
}

/// Whether some argument is an object whose `__float__` or `__index__` is Python code.
fn asks_python(vm: &mut Vm, args: &[Value]) -> bool {
    args.iter().any(|&v| {
        vm.is_kind(v, Kind::Instance)
            && number(vm, v).is_none()
            && (vm.special(v, vm.names.__float__).is_some() || vm.special(v, vm.names.__index__).is_some())
    })
}

/// Calls the function again with floats instead of such objects.
fn call_again(vm: &mut Vm, name: &str, args: &[Value]) -> NativeResult {
    let f = function(vm, name);
    let owned: Vec<Value> = args.iter().map(|&v| vm.own(v)).collect();
    let list = vm.new_list(&owned)?;
    let result = vm.slow_path("math_float", &[f, list]);
    vm.drop(list);
    result
}

/// `floor`, `ceil`, `trunc`: of a float by `f`, of an int itself, of anything else by its special method.
fn to_integral(vm: &mut Vm, args: Args<'_>, name: &str, special: &str, f: fn(f64) -> f64) -> NativeResult {
    let v = args.positional(vm, &format!("math.{name}"), 1, 1)?[0];
    if !super::arguments::is_overridden(vm, v, special) {
        match number(vm, v) {
            Some(Number::Float(x)) => {
                let whole = vm.text(crate::text::float_arith::to_int(f(x)))?;
                return vm.new_bigint(&whole).map(Into::into);
            }
            Some(Number::Int(i)) => return vm.new_int(i).map(Into::into),
            Some(Number::Big(_)) => {
                let v = vm.unbox(v);
                return done(vm.own(v));
            }
            _ => {}
        }
    }
    let (special, f) = (vm.intern(special), function(vm, name));
    vm.slow_path("math_integral", &[v, special, f])
}
