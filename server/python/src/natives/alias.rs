//! `list[int]` and `int | None`: generic aliases and unions. They say something about types and do nothing with it.

use super::protocol;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let (alias, union) = (vm.types.generic_alias, vm.types.union);
    vm.constructor(alias, new)?;
    for c in [alias, union] {
        vm.getset(c, "__args__", args_of, None)?;
        vm.getset(c, "__parameters__", |vm, _| done(vm.own(vm.empty_tuple)), None)?;
        protocol::equality(vm, c)?;
        vm.method(c, "__or__", |vm, args| {
            let (a, rest) = args.method(vm, "__or__", 1, 1)?;
            vm.union_of(a, rest[0])
        })?;
        vm.method(c, "__ror__", |vm, args| {
            let (a, rest) = args.method(vm, "__ror__", 1, 1)?;
            vm.union_of(rest[0], a)
        })?;
        vm.method(c, "__hash__", super::builtins::hash)?;
    }
    vm.getset(alias, "__origin__", origin_of, None)?;
    vm.method(alias, "__mro_entries__", |vm, args| {
        let origin = vm.heap.value(args.args[0].idx(), 2);
        let origin = vm.own(origin);
        done(vm.new_tuple(&[origin])?)
    })?;
    vm.method(alias, "__getitem__", |vm, args| {
        let (a, rest) = args.method(vm, "__getitem__", 1, 1)?;
        get_item(vm, a, rest[0])
    })?;
    vm.method(alias, "__iter__", |vm, args| {
        let (a, _) = args.method(vm, "__iter__", 0, 0)?;
        vm.slow_path("iterate_alias", &[a])
    })?;
    vm.class_method(vm.types.type_, "__class_getitem__", class_getitem)
}

/// `origin[key]`, both borrowed.
pub(crate) fn new_alias(vm: &mut Vm, origin: Value, key: Value) -> Res {
    let args = if vm.is_tuple(key) {
        vm.own(key)
    } else {
        let key = vm.own(key);
        vm.new_tuple(&[key])?
    };
    let origin = vm.own(origin);
    vm.new_simple(Kind::Alias, vm.types.generic_alias, 0, &[origin, args])
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (_, rest) = args.method(vm, "GenericAlias", 2, 2)?;
    done(new_alias(vm, rest[0], rest[1])?)
}

/// `list.__class_getitem__` and its kin.
pub(crate) fn class_getitem(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "__class_getitem__", 1, 1)?;
    done(new_alias(vm, class, rest[0])?)
}

/// `list[T][int]`: the arguments replace the type variables, of which the machine knows nothing: it replaces them all.
pub(crate) fn get_item(vm: &mut Vm, alias: Value, key: Value) -> NativeResult {
    if vm.heap.flags(alias.idx()) & ALIAS_UNION != 0 {
        return done(vm.own(alias));
    }
    let origin = vm.heap.value(alias.idx(), 2);
    done(new_alias(vm, origin, key)?)
}

fn args_of(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), 3);
    done(vm.own(v))
}

fn origin_of(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), 2);
    done(vm.own(v))
}
