//! Small natives for the prelude's `_builtins` alone: the steps of dict and set operations between which Python code
//! compares keys, and the making of classes.

use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeFn, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    let functions: &[(&'static str, &'static str, NativeFn)] = &[
        ("dict_value_at", "dv", dict_value_at),
        ("dict_set_at", "dvv", dict_set_at),
        ("dict_insert", "dvvv", dict_insert),
        ("dict_remove_at", "dv", dict_remove_at),
        ("set_insert", "svv", set_insert),
        ("set_remove_at", "sv", set_remove_at),
        ("freeze", "sc", freeze),
        ("tuple_hash", "l", tuple_hash),
        ("cut_hash", "v", cut_hash),
        ("run_body", "fv", run_body),
        ("static_attributes", "f", static_attributes),
        ("extend_type", "cnv", extend_type),
        ("set_builtin", "nv", set_builtin),
        ("frame_place", "", frame_place),
        ("raise_from", "vv", raise_from),
        ("set_traceback", "ee", set_traceback),
        ("make_type", "cnvv", super::class::make_type),
        ("sort_by_keys", "lvv", super::list::sort_by_keys),
    ];
    for &(name, shape, f) in functions {
        vm.private_function(d, name, shape, f)?;
    }
    Ok(())
}

fn entry(vm: &mut Vm, args: Args<'_>) -> Res<u32> {
    // The program can reach these natives too (`sys.modules`): a number is only believed if something is there.
    let number = args
        .args
        .get(1)
        .and_then(|&v| vm.as_i64(v))
        .and_then(|i| u32::try_from(i).ok());
    match number {
        Some(i) if vm.has_entry(args.args[0], i) => Ok(i),
        _ => Err(vm.type_error("the number of an entry that is there")),
    }
}

/// `dict_value_at(d, entry)`
fn dict_value_at(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let e = entry(vm, args)?;
    let v = vm.dict_entry(args.args[0], e).1;
    done(vm.own(v))
}

/// `dict_set_at(d, entry, value)`
fn dict_set_at(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let e = entry(vm, args)?;
    let v = vm.own(args.args[2]);
    vm.dict_set_entry(args.args[0], e, v);
    done(Value::NONE)
}

/// `dict_insert(d, key, hash, value)`: the key is known not to be there.
fn dict_insert(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "dict_insert", 4, 4)?;
    let hash = vm.as_i64(rest[2]).unwrap_or(0);
    let (k, v) = (vm.own(rest[1]), vm.own(rest[3]));
    vm.dict_insert_new(rest[0], k, hash, v)?;
    done(Value::NONE)
}

/// `dict_remove_at(d, entry)`: the value.
fn dict_remove_at(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let e = entry(vm, args)?;
    let (k, v) = vm.dict_remove_entry(args.args[0], e);
    vm.drop(k);
    done(v)
}

/// `set_insert(s, x, hash)`: the element is known not to be there.
fn set_insert(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "set_insert", 3, 3)?;
    let hash = vm.as_i64(rest[2]).unwrap_or(0);
    let v = vm.own(rest[1]);
    vm.set_insert_new(rest[0], v, hash)?;
    done(Value::NONE)
}

/// `set_remove_at(s, place)`: the element.
fn set_remove_at(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let at = entry(vm, args)?;
    done(vm.set_remove_at(args.args[0], at))
}

/// `freeze(set, cls)`: a set or frozenset class's instance with the same elements, which are not compared.
fn freeze(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "freeze", 2, 2)?;
    let kind = vm.instance_kind(rest[1]);
    let made = vm.new_set_of(kind, rest[1])?;
    let items: Vec<(Value, i64)> = vm.set_entries(rest[0]).collect();
    for (v, hash) in items {
        let v = vm.own(v);
        vm.set_insert_new(made, v, hash)?;
    }
    done(made)
}

/// `tuple_hash(hashes)`: the hash of a tuple whose items have these hashes.
fn tuple_hash(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let hashes: Vec<i64> = vm
        .list(args.args[0])
        .to_vec()
        .iter()
        .map(|&v| vm.as_i64(v).unwrap_or(0))
        .collect();
    done(vm.new_int(crate::text::hash::hash_tuple(hashes))?)
}

/// `cut_hash(n)`: what `hash()` makes of the result of `__hash__`.
fn cut_hash(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.args[0];
    match vm.as_i64(v) {
        Some(-1) => done(Value::int(-2)),
        Some(i) => done(vm.new_int(i)?),
        None => {
            let b = vm.as_bigint(v).unwrap_or_default();
            done(vm.new_int(crate::text::hash::hash_int(&b))?)
        }
    }
}

/// `run_body(function, namespace)`: runs a class body.
fn run_body(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "run_body", 2, 2)?;
    if !vm.is_kind(rest[0], Kind::Function) {
        return Err(vm.type_error("__build_class__: func must be a function"));
    }
    Ok(Out::Body(vm.own(rest[0]), vm.own(rest[1])))
}

/// `static_attributes(function)`: what the methods of a class body assign on `self`.
fn static_attributes(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let code = vm.heap.hi(args.args[0].idx(), 1) as usize;
    let names = vm.codes[code].code.static_attributes.clone();
    let names: Vec<Value> = names.iter().map(|n| vm.intern(n)).collect();
    done(vm.new_tuple(&names)?)
}

/// `extend_type(cls, name, value)`: an attribute of a built-in class that is written in Python.
fn extend_type(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "extend_type", 3, 3)?;
    let dict = vm.heap.value(rest[0].idx(), class::DICT);
    let name = vm.intern_value(rest[1]);
    let value = vm.own(rest[2]);
    vm.dict_set(dict, name, value)?;
    vm.touch_class(rest[0]);
    done(Value::NONE)
}

/// `set_builtin(name, value)`
fn set_builtin(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "set_builtin", 2, 2)?;
    let name = vm.intern_value(rest[0]);
    let value = vm.own(rest[1]);
    vm.dict_set(vm.builtins, name, value)?;
    done(Value::NONE)
}

/// `frame_place()`: (file, line) of the innermost frame that is not the interpreter's own, or None.
fn frame_place(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let Some(f) = super::frame::visible_frame(vm) else {
        return done(Value::NONE);
    };
    let line = super::frame::line_of(vm, f);
    let file = vm.frame_code(f).code.filename.clone();
    let file = vm.new_str(&file)?;
    done(vm.new_tuple(&[file, Value::int(i64::from(line))])?)
}

/// `raise_from(exc, cause)`: sets the cause; MISSING leaves it alone. Raises.
fn raise_from(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "raise_from", 2, 2)?;
    let exc = vm.own(rest[0]);
    let cause = if rest[1] == Value::MISSING {
        Value::NULL
    } else {
        vm.own(rest[1])
    };
    match vm.raise_instance(exc, cause) {
        Err(raised) => Err(raised),
        Ok(_) => Err(vm.raise(Exc::SystemError, "raising did not raise")),
    }
}

/// `set_traceback(exc, like)`: traceback, cause, context and notes as those of another exception (parts of a group).
fn set_traceback(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    use crate::objects::exception::{CAUSE, CONTEXT, TRACEBACK};
    let rest = args.positional(vm, "set_traceback", 2, 2)?;
    for field in [TRACEBACK, CAUSE, CONTEXT] {
        let v = vm.heap.value(rest[1].idx(), field);
        let v = vm.own(v);
        vm.replace(rest[0].idx(), field, v);
    }
    let flags = vm.heap.flags(rest[1].idx()) & EXC_SUPPRESS;
    vm.heap.add_flags(rest[0].idx(), flags);
    done(Value::NONE)
}
