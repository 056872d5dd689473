//! `getattr` and its kind, and the namespaces that a program can ask for.

use super::*;

pub(super) fn attr_name(vm: &mut Vm, v: Value) -> Res {
    let inner = vm.unbox(v);
    if vm.is_str(inner) {
        return Ok(vm.intern_value(inner));
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("attribute name must be string, not '{t}'")))
}

pub(super) fn getattr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "getattr", 2, 3)?;
    let name = attr_name(vm, rest[1])?;
    let default = rest.get(2).copied();
    match vm.get_attr(rest[0], name, false) {
        Ok(Got::Value(v) | Got::Method(v)) => done(v),
        Ok(Got::Call(f, given)) => match default {
            None => Ok(Out::Call(f, given)),
            Some(default) => {
                discard(vm, Out::Call(f, given));
                vm.slow_path("getattr_default", &[rest[0], name, default])
            }
        },
        Ok(Got::Missing) => match default {
            None => Err(vm.no_attribute(rest[0], name)),
            Some(default) => done(vm.own(default)),
        },
        Err(raised) => match default {
            Some(default) if vm.is_exc(raised.0, Exc::AttributeError) => {
                vm.drop(raised.0);
                done(vm.own(default))
            }
            _ => Err(raised),
        },
    }
}

pub(super) fn hasattr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "hasattr", 2, 2)?;
    let name = attr_name(vm, rest[1])?;
    match vm.get_attr(rest[0], name, false) {
        Ok(Got::Value(v) | Got::Method(v)) => {
            vm.drop(v);
            done(Value::TRUE)
        }
        Ok(Got::Call(f, given)) => {
            discard(vm, Out::Call(f, given));
            vm.slow_path("hasattr_slow", &[rest[0], name])
        }
        Ok(Got::Missing) => done(Value::FALSE),
        Err(raised) if vm.is_exc(raised.0, Exc::AttributeError) => {
            vm.drop(raised.0);
            done(Value::FALSE)
        }
        Err(raised) => Err(raised),
    }
}

fn put(result: Res<Put>) -> NativeResult {
    match result? {
        Put::Done => done(Value::NONE),
        Put::Call(f, args) => Ok(Out::Call(f, args)),
    }
}

pub(super) fn setattr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "setattr", 3, 3)?;
    let name = attr_name(vm, rest[1])?;
    let value = vm.own(rest[2]);
    put(vm.put_attr(rest[0], name, value))
}

pub(super) fn delattr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "delattr", 2, 2)?;
    let name = attr_name(vm, rest[1])?;
    put(vm.put_attr(rest[0], name, Value::NULL))
}

/// `locals()` of the present frame.
pub(crate) fn locals(vm: &mut Vm) -> NativeResult {
    crate::natives::frame::locals_of(vm, vm.frame())
}

pub(super) fn vars(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match *args.positional(vm, "vars", 0, 1)? {
        [] => locals(vm),
        [v, ..] => match vm.get_attr(v, vm.names.__dict__, false)? {
            Got::Value(d) | Got::Method(d) => done(d),
            Got::Call(f, args) => Ok(Out::Call(f, args)),
            Got::Missing => Err(vm.type_error("vars() argument must have __dict__ attribute")),
        },
    }
}

pub(super) fn dir(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match *args.positional(vm, "dir", 0, 1)? {
        [] => {
            let Out::Value(d) = locals(vm)? else {
                return done(Value::NONE);
            };
            let names: Vec<Value> = vm.dict_items(d).into_iter().map(|(k, _)| k).collect();
            let result = crate::natives::object::sorted_names(vm, names);
            vm.drop(d);
            result
        }
        [v, ..] => {
            let (c, name) = (vm.type_of(v), vm.intern("__dir__"));
            if vm.overrides(c, name) {
                return vm.slow_path("dir_slow", &[v]);
            }
            crate::natives::object::dir_of(vm, v)
        }
    }
}
