//! The module `_sys`: what is native of `sys` (`prelude/sys.py` has the rest: streams, hooks, records).

use crate::program::OUTER_FRAMES;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};
use timeslice_trace::Stream;

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let minor = i64::from(vm.config.version.minor());
    let modules = vm.own(vm.modules);
    vm.constant(d, "modules", modules)?;
    let text = vm.new_str(&format!("3.{minor}.0 (simulated by Timeslice)"))?;
    vm.constant(d, "version", text)?;
    for (name, value) in [
        ("platform", "linux"),
        ("executable", "/usr/bin/python3"),
        ("byteorder", "little"),
        ("prefix", "/usr"),
    ] {
        let v = vm.new_str(value)?;
        vm.constant(d, name, v)?;
    }
    vm.constant(d, "maxsize", Value::NONE)?;
    let maxsize = vm.new_int(i64::MAX)?;
    vm.constant(d, "maxsize", maxsize)?;
    vm.constant(d, "maxunicode", Value::int(0x10_FFFF))?;
    vm.constant(d, "hexversion", Value::int(0x0300_00F0 | minor << 16))?;
    let file = vm.program_file.clone();
    let file = vm.new_str(&file)?;
    let argv = vm.new_list(&[file])?;
    vm.constant(d, "argv", argv)?;
    let path = vm.new_list(&[])?;
    vm.constant(d, "path", path)?;
    let version = [Value::int(3), Value::int(minor), Value::int(0)];
    let release = vm.intern("final");
    let info: Vec<Value> = version.into_iter().chain([release, Value::int(0)]).collect();
    let info = vm.new_tuple(&info)?;
    vm.constant(d, "_version_tuple", info)?;
    vm.function(d, "exit", exit)?;
    vm.function(d, "get_coroutine_origin_tracking_depth", super::generator::origin_depth)?;
    vm.function(
        d,
        "set_coroutine_origin_tracking_depth",
        super::generator::set_origin_depth,
    )?;
    vm.function(d, "getswitchinterval", |vm, _| {
        done(Value::float(vm.switch_interval_us as f64 * 1e-6))
    })?;
    vm.function(d, "setswitchinterval", set_switch_interval)?;
    vm.function(d, "getrecursionlimit", |vm, _| {
        done(Value::int(i64::from(vm.config.depth_max - OUTER_FRAMES)))
    })?;
    vm.function(d, "setrecursionlimit", set_recursion_limit)?;
    vm.function(d, "get_int_max_str_digits", |vm, _| {
        done(Value::int(vm.max_str_digits as i64))
    })?;
    vm.function(d, "set_int_max_str_digits", set_int_max_str_digits)?;
    vm.function(d, "getrefcount", |vm, args| {
        let [v, _] = args.bind(vm, "getsizeof", ["object", "default"], 2, 1)?;
        let v = v.unwrap_or(Value::NONE);
        let n = if v.is_ref() {
            vm.heap.rc(v.idx())
        } else {
            crate::vm::heap::IMMORTAL
        };
        done(Value::int(i64::from(n)))
    })?;
    vm.function(d, "getsizeof", |vm, args| {
        let [v, _] = args.bind(vm, "getsizeof", ["object", "default"], 2, 1)?;
        let v = v.unwrap_or(Value::NONE);
        let n = if v.is_ref() { vm.heap.size_of(v.idx()) * 8 } else { 28 };
        done(Value::int(i64::from(n)))
    })?;
    vm.function(d, "intern", |vm, args| {
        let a = args.positional(vm, "intern", 1, 1)?;
        if !vm.is_str(a[0]) {
            let t = vm.type_name(a[0]);
            return Err(vm.type_error(format!("intern() argument must be str, not {t}")));
        }
        done(vm.intern_value(a[0]))
    })?;
    vm.function(d, "_is_gil_enabled", |vm, _| done(Value::bool(vm.config.gil)))?;
    vm.function(d, "getdefaultencoding", |vm, _| done(vm.intern("utf-8")))?;
    vm.function(d, "exc_info", exc_info)?;
    vm.function(d, "exception", |vm, _| {
        let v = vm.handled().unwrap_or(Value::NONE);
        done(vm.own(v))
    })?;
    vm.function(d, "_write", write)?;
    vm.function(d, "_flush", flush)?;
    let m = vm.new_module("_sys", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

fn exit(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "exit", 0, 1)?;
    let code: Vec<Value> = a.iter().map(|&v| vm.own(v)).collect();
    Err(vm.raise_with(crate::vm::types::Exc::SystemExit, &code))
}

/// G11
fn set_switch_interval(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "setswitchinterval", 1, 1)?;
    let Some(seconds) = vm.as_number(a[0]) else {
        let t = vm.type_name(a[0]);
        return Err(vm.type_error(format!("must be real number, not {t}")));
    };
    if seconds <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    vm.switch_interval_us = ((seconds * 1e6) as u64).max(1);
    done(Value::NONE)
}

fn set_recursion_limit(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "setrecursionlimit", 1, 1)?;
    if !vm.is_int(a[0]) {
        return Err(super::arguments::not_an_integer(vm, a[0]));
    }
    match vm.as_i64(a[0]) {
        n if n.is_none_or(|n| i32::try_from(n).is_err()) => Err(vm.raise(
            crate::vm::types::Exc::OverflowError,
            "Python int too large to convert to C int",
        )),
        Some(n) if n >= 1 => {
            // The machine's own bound stays: frames are heap blocks, and the heap is bounded.
            vm.config.depth_max = n.min(100_000) as u32 + OUTER_FRAMES;
            done(Value::NONE)
        }
        _ => Err(vm.value_error("recursion limit must be greater or equal than 1")),
    }
}

/// `set_int_max_str_digits(maxdigits)`: 0 or at least 640.
fn set_int_max_str_digits(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [digits] = args.bind(vm, "set_int_max_str_digits", ["maxdigits"], 1, 1)?;
    let digits = digits.unwrap_or(Value::NONE);
    let Some(digits) = vm.as_i64(digits) else {
        return Err(super::arguments::not_an_integer(vm, digits));
    };
    match usize::try_from(digits) {
        Ok(digits) if digits == 0 || digits >= 640 => vm.max_str_digits = digits,
        _ => return Err(vm.value_error("maxdigits must be 0 or larger than 640")),
    }
    done(Value::NONE)
}

fn exc_info(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let items = match vm.handled() {
        Some(exc) => {
            let class = vm.type_of(exc);
            let tb = vm.heap.value(exc.idx(), crate::objects::exception::TRACEBACK);
            let tb = if tb.is_null() { Value::NONE } else { tb };
            [vm.own(class), vm.own(exc), vm.own(tb)]
        }
        None => [Value::NONE; 3],
    };
    done(vm.new_tuple(&items)?)
}

/// `_write(stream, text)`: stream 0 is stdout, 1 stderr.
fn write(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    args.positional(vm, "write", 2, 2)?;
    let stream = if args.args[0] == Value::int(1) {
        Stream::Stderr
    } else {
        Stream::Stdout
    };
    let Some(text) = vm.as_str(args.args[1]).map(str::to_owned) else {
        let t = vm.type_name(args.args[1]);
        return Err(vm.type_error(format!("write() argument must be str, not {t}")));
    };
    vm.charge(60 + text.len() as u64 / 8);
    vm.write(stream, &text)
}

fn flush(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    args.positional(vm, "flush", 1, 1)?;
    let stream = if args.args[0] == Value::int(1) {
        Stream::Stderr
    } else {
        Stream::Stdout
    };
    match vm.flush(stream)? {
        Out::Value(v) => done(v),
        other => Ok(other),
    }
}
