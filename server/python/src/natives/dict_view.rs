//! `dict.keys()`, `dict.values()`, `dict.items()`: views that follow their dict.

use super::{iter, protocol};
use crate::objects::dict::Find;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    for c in [t.dict_keys, t.dict_values, t.dict_items] {
        protocol::container(vm, c)?;
        vm.method(c, "__reversed__", iter::reversed_method)?;
        vm.getset(c, "mapping", mapping, None)?;
    }
    for c in [t.dict_keys, t.dict_items] {
        protocol::ordering(vm, c)?;
        protocol::or(vm, c, false)?;
        protocol::algebra(vm, c, false)?;
        vm.method(c, "isdisjoint", super::set::isdisjoint)?;
    }
    Ok(())
}

/// A view of a dict (borrowed).
pub(crate) fn new(vm: &mut Vm, d: Value, what: u32) -> NativeResult {
    let t = vm.types;
    let class = [t.dict_keys, t.dict_values, t.dict_items][what as usize];
    let d = vm.own(d);
    done(vm.new_simple(Kind::DictView, class, what, &[d])?)
}

fn mapping(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let d = vm.heap.value(args.args[0].idx(), 2);
    let d = vm.own(d);
    done(vm.new_simple(Kind::MappingProxy, vm.types.mappingproxy, 0, &[d])?)
}

/// `x in view`
pub(crate) fn contains(vm: &mut Vm, view: Value, x: Value) -> NativeResult {
    let d = vm.heap.value(view.idx(), 2);
    match vm.heap.hi(view.idx(), 1) {
        VIEW_KEYS => vm.dict_contains(d, x),
        VIEW_VALUES => {
            for (_, v) in vm.dict_items(d) {
                match if v == x { Some(true) } else { vm.eq(v, x) } {
                    Some(true) => return done(Value::TRUE),
                    Some(false) => {}
                    None => return vm.slow_path("contains_slow", &[view, x]),
                }
            }
            done(Value::FALSE)
        }
        _ => {
            let (k, v) = match if vm.is_tuple(x) { vm.tuple(x) } else { &[] } {
                &[k, v] => (k, v),
                _ => return done(Value::FALSE),
            };
            if let Some(hash) = vm.key_hash(k)? {
                match vm.dict_find(d, k, hash) {
                    Find::Missing => return done(Value::FALSE),
                    Find::Found(e) => {
                        let found = vm.dict_entry(d, e).1;
                        if let Some(equal) = if found == v { Some(true) } else { vm.eq(found, v) } {
                            return done(Value::bool(equal));
                        }
                    }
                    Find::AskPython => {}
                }
            }
            vm.slow_path("dict_items_contains", &[d, k, v])
        }
    }
}
