//! `dict`: constructors and methods. Keys whose hash or equality is Python code go through the prelude.

use super::{alias, dict_view, iter, protocol};
use crate::objects::dict::Find;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.dict;
    vm.constructor(c, new)?;
    vm.method(c, "__init__", init)?;
    vm.method(c, "get", get)?;
    vm.method(c, "setdefault", setdefault)?;
    vm.method(c, "pop", pop)?;
    vm.method(c, "popitem", popitem)?;
    vm.method(c, "update", update)?;
    vm.method(c, "clear", clear)?;
    vm.method(c, "copy", copy)?;
    vm.method(c, "keys", |vm, args| view(vm, args, "dict.keys", VIEW_KEYS))?;
    vm.method(c, "values", |vm, args| view(vm, args, "dict.values", VIEW_VALUES))?;
    vm.method(c, "items", |vm, args| view(vm, args, "dict.items", VIEW_ITEMS))?;
    vm.method(c, "__reversed__", iter::reversed_method)?;
    vm.class_method(c, "fromkeys", fromkeys)?;
    vm.class_method(c, "__class_getitem__", alias::class_getitem)?;
    protocol::container(vm, c)?;
    protocol::items(vm, c, true)?;
    protocol::or(vm, c, true)?;
    protocol::hash(vm, c, false)?;

    let c = vm.types.mappingproxy;
    vm.constructor(c, |vm, args| {
        let (_, rest) = args.method(vm, "mappingproxy", 1, 1)?;
        let inner = vm.own(rest[0]);
        done(vm.new_simple(Kind::MappingProxy, vm.types.mappingproxy, 0, &[inner])?)
    })?;
    for name in ["get", "keys", "values", "items", "copy"] {
        let f: crate::vm::NativeFn = match name {
            "get" => |vm, args| forward(vm, args, "get"),
            "keys" => |vm, args| forward(vm, args, "keys"),
            "values" => |vm, args| forward(vm, args, "values"),
            "items" => |vm, args| forward(vm, args, "items"),
            _ => |vm, args| forward(vm, args, "copy"),
        };
        vm.method(c, name, f)?;
    }
    protocol::container(vm, c)?;
    protocol::items(vm, c, false)
}

/// A method of the mapping behind a proxy.
fn view(vm: &mut Vm, args: Args<'_>, name: &str, what: u32) -> NativeResult {
    let (dict, _) = args.method(vm, name, 0, 0)?;
    dict_view::new(vm, dict, what)
}

fn forward(vm: &mut Vm, args: Args<'_>, name: &str) -> NativeResult {
    let inner = vm.heap.value(args.args[0].idx(), 2);
    let name = vm.intern(name);
    let Some(f) = vm.special(inner, name) else {
        return Err(vm.no_attribute(inner, name));
    };
    vm.call_special(inner, f, &args.args[1..])
}

/// Copies the items of one dict into another, both borrowed. `false`: it takes Python code; nothing wrong was done.
pub(crate) fn merge(vm: &mut Vm, d: Value, other: Value) -> Res<bool> {
    if d == other {
        return Ok(true);
    }
    vm.charge(vm.dict_len(other) as u64 * 10);
    let mut at = 0;
    while let Some((e, k, v)) = vm.dict_next(other, at) {
        let hash = vm.dict_entry_hash(other, e);
        match vm.dict_find(d, k, hash) {
            Find::Found(entry) => {
                let v = vm.own(v);
                vm.dict_set_entry(d, entry, v);
            }
            Find::Missing => {
                let (k, v) = (vm.own(k), vm.own(v));
                vm.dict_insert_new(d, k, hash, v)?;
            }
            Find::AskPython => return Ok(false),
        }
        at = e + 1;
    }
    Ok(true)
}

/// The same from anything that `dict.update` takes. `false`: it takes Python code.
pub(crate) fn merge_any(vm: &mut Vm, d: Value, other: Value) -> Res<bool> {
    let source = if vm.is_kind(other, Kind::MappingProxy) {
        vm.heap.value(other.idx(), 2)
    } else {
        other
    };
    if vm.is_dict(source) {
        let c = vm.type_of(source);
        let own_iter = vm.class_flags(c) & crate::objects::class_flags::HAS_ITER != 0;
        return if own_iter && !vm.is_builtin_class(c) {
            Ok(false)
        } else {
            merge(vm, d, source)
        };
    }
    if !(vm.is_list(other) || vm.is_tuple(other)) {
        return Ok(false);
    }
    let Some(pairs) = vm.plain_items(other) else {
        return Ok(false);
    };
    for pair in pairs {
        let (k, v) = match if vm.is_tuple(pair) { vm.tuple(pair) } else { &[] } {
            &[k, v] => (k, v),
            _ => return Ok(false),
        };
        let Some(hash) = vm.key_hash(k)? else { return Ok(false) };
        match vm.dict_find(d, k, hash) {
            Find::Found(entry) => {
                let v = vm.own(v);
                vm.dict_set_entry(d, entry, v);
            }
            Find::Missing => {
                let (k, v) = (vm.own(k), vm.own(v));
                vm.dict_insert_new(d, k, hash, v)?;
            }
            Find::AskPython => return Ok(false),
        }
    }
    Ok(true)
}

fn set_names(vm: &mut Vm, d: Value, kw: &[(Value, Value)]) -> Res<()> {
    for &(name, v) in kw {
        let (name, v) = (vm.own(name), vm.own(v));
        vm.dict_set(d, name, v)?;
    }
    Ok(())
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let rest = Args {
        args: &args.args[1..],
        kw: &[],
    }
    .positional(vm, "dict", 0, 1)?;
    let d = vm.new_dict_of(class)?;
    let filled = match rest.first() {
        None => Ok(true),
        Some(&other) => merge_any(vm, d, other),
    };
    match filled {
        Ok(true) => {
            set_names(vm, d, args.kw)?;
            done(d)
        }
        Ok(false) => {
            let names = vm.new_dict()?;
            set_names(vm, names, args.kw)?;
            let result = vm.slow_path("dict_new_slow", &[d, rest[0], names]);
            vm.drop(names);
            vm.drop(d);
            result
        }
        Err(raised) => {
            vm.drop(d);
            Err(raised)
        }
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    update(vm, args)
}

fn update(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let d = args.args[0];
    let rest = Args {
        args: &args.args[1..],
        kw: &[],
    }
    .positional(vm, "update", 0, 1)?;
    if let Some(&other) = rest.first()
        && !merge_any(vm, d, other)?
    {
        let names = vm.new_dict()?;
        set_names(vm, names, args.kw)?;
        let result = vm.slow_path("dict_update_names", &[d, other, names]);
        vm.drop(names);
        return result;
    }
    set_names(vm, d, args.kw)?;
    done(Value::NONE)
}

fn get(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, rest) = args.method(vm, "get", 1, 2)?;
    let default = rest.get(1).copied().unwrap_or(Value::NONE);
    if let Some(hash) = vm.key_hash(rest[0])? {
        match vm.dict_find(d, rest[0], hash) {
            Find::Found(e) => {
                let v = vm.dict_entry(d, e).1;
                return done(vm.own(v));
            }
            Find::Missing => return done(vm.own(default)),
            Find::AskPython => {}
        }
    }
    vm.slow_path("dict_get_slow", &[d, rest[0], default])
}

fn setdefault(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, rest) = args.method(vm, "setdefault", 1, 2)?;
    let default = rest.get(1).copied().unwrap_or(Value::NONE);
    if let Some(hash) = vm.key_hash(rest[0])? {
        match vm.dict_find(d, rest[0], hash) {
            Find::Found(e) => {
                let v = vm.dict_entry(d, e).1;
                return done(vm.own(v));
            }
            Find::Missing => {
                let (k, v) = (vm.own(rest[0]), vm.own(default));
                vm.dict_insert_new(d, k, hash, v)?;
                return done(vm.own(default));
            }
            Find::AskPython => {}
        }
    }
    vm.slow_path("dict_setdefault_slow", &[d, rest[0], default])
}

fn pop(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, rest) = args.method(vm, "pop", 1, 2)?;
    if let Some(hash) = vm.key_hash(rest[0])? {
        match vm.dict_find(d, rest[0], hash) {
            Find::Found(e) => {
                let (k, v) = vm.dict_remove_entry(d, e);
                vm.drop(k);
                return done(v);
            }
            Find::Missing => {
                return match rest.get(1) {
                    Some(&default) => done(vm.own(default)),
                    None => Err(vm.key_error(rest[0])),
                };
            }
            Find::AskPython => {}
        }
    }
    let default = rest.get(1).copied().unwrap_or(Value::MISSING);
    vm.slow_path("dict_pop_slow", &[d, rest[0], default])
}

fn popitem(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, _) = args.method(vm, "popitem", 0, 0)?;
    let Some((e, _, _)) = vm.dict_prev(d, u32::MAX) else {
        return Err(vm.raise(Exc::KeyError, "popitem(): dictionary is empty"));
    };
    let (k, v) = vm.dict_remove_entry(d, e);
    done(vm.new_tuple(&[k, v])?)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, _) = args.method(vm, "clear", 0, 0)?;
    vm.dict_clear(d);
    done(Value::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, _) = args.method(vm, "copy", 0, 0)?;
    vm.charge(vm.dict_len(d) as u64 * 5);
    done(vm.dict_copy(d)?)
}

fn fromkeys(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "fromkeys", 1, 2)?;
    let value = rest.get(1).copied().unwrap_or(Value::NONE);
    if class == vm.types.dict
        && let Some(keys) = vm.plain_items(rest[0])
    {
        let d = vm.new_dict()?;
        let mut plain = true;
        for key in keys {
            let hash = match vm.key_hash(key) {
                Ok(hash) => hash,
                Err(raised) => {
                    vm.drop(d);
                    return Err(raised);
                }
            };
            match hash.map(|h| (h, vm.dict_find(d, key, h))) {
                Some((hash, Find::Missing)) => {
                    let (k, v) = (vm.own(key), vm.own(value));
                    vm.dict_insert_new(d, k, hash, v)?;
                }
                Some((_, Find::Found(_))) => {}
                _ => {
                    plain = false;
                    break;
                }
            }
        }
        if plain {
            return done(d);
        }
        vm.drop(d);
    }
    vm.slow_path("dict_fromkeys_slow", &[class, rest[0], value])
}
