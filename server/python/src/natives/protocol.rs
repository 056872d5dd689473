//! Special methods that several built-in containers share: each is the operator of its name, past a subclass's own.

use crate::bytecode::{BinaryOp, CompareOp};
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

fn len(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, _) = args.method(vm, "__len__", 0, 0)?;
    match plain_len(vm, owner) {
        Some(n) => done(Value::int(n as i64)),
        None => {
            let t = vm.type_name(owner);
            Err(vm.type_error(format!("object of type '{t}' has no len()")))
        }
    }
}

/// Number of items of a built-in container, past a subclass's `__len__`.
pub(crate) fn plain_len(vm: &Vm, v: Value) -> Option<usize> {
    let v = vm.unbox(v);
    if !v.is_ref() {
        return None;
    }
    match vm.heap.kind(v.idx()) {
        Kind::Str => Some(vm.str_len(v)),
        Kind::Bytes | Kind::ByteArray | Kind::List | Kind::Tuple | Kind::Dict | Kind::Set | Kind::FrozenSet => {
            Some(vm.heap.hi(v.idx(), 1) as usize)
        }
        Kind::DictView => Some(vm.dict_len(vm.heap.value(v.idx(), 2))),
        Kind::MappingProxy => plain_len(vm, vm.heap.value(v.idx(), 2)),
        _ => None,
    }
}

fn get_item(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "__getitem__", 1, 1)?;
    vm.get_item_plain(owner, rest[0])
}

fn set_item(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "__setitem__", 2, 2)?;
    let value = vm.own(rest[1]);
    vm.set_item_plain(owner, rest[0], value)
}

fn del_item(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "__delitem__", 1, 1)?;
    vm.del_item_plain(owner, rest[0])
}

fn contains(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "__contains__", 1, 1)?;
    vm.contains_plain(owner, rest[0])
}

fn iter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, _) = args.method(vm, "__iter__", 0, 0)?;
    super::iter::iter_plain(vm, owner)
}

/// Whether two values are of built-in types that compare with each other.
fn comparable(vm: &Vm, a: Value, b: Value) -> bool {
    if super::set::is_set_like(vm, a) {
        return super::set::is_set_like(vm, b);
    }
    let (a, b) = (vm.unbox(a), vm.unbox(b));
    if !a.is_ref() || !b.is_ref() {
        return false;
    }
    let bytes = |k| matches!(k, Kind::Bytes | Kind::ByteArray);
    let (ka, kb) = (vm.heap.kind(a.idx()), vm.heap.kind(b.idx()));
    ka == kb || bytes(ka) && bytes(kb) || ka == Kind::MappingProxy || kb == Kind::MappingProxy
}

fn comparison(vm: &mut Vm, op: CompareOp, args: Args<'_>) -> NativeResult {
    let (a, rest) = args.method(vm, op.method(), 1, 1)?;
    if !comparable(vm, a, rest[0]) {
        return done(Value::NOT_IMPLEMENTED);
    }
    vm.compare_plain(op, a, rest[0])
}

/// `a op b` as a method: NotImplemented where the operand does not fit.
fn operator(vm: &mut Vm, kind: BinaryOp, in_place: bool, swap: bool, args: Args<'_>) -> NativeResult {
    let (a, rest) = args.method(vm, "operator", 1, 1)?;
    let (a, b) = if swap { (rest[0], a) } else { (a, rest[0]) };
    let algebra = matches!(kind, BinaryOp::Or | BinaryOp::And | BinaryOp::Subtract | BinaryOp::Xor);
    if algebra {
        let sets = super::set::is_set_like(vm, a) && super::set::is_set_like(vm, b);
        let dicts = vm.is_dict(a) && (vm.is_dict(b) || in_place);
        if !sets && !dicts {
            return done(Value::NOT_IMPLEMENTED);
        }
    }
    vm.binary_plain(kind, in_place, a, b)
}

/// `__len__`, `__contains__`, `__iter__` and equality.
pub(crate) fn container(vm: &mut Vm, c: Value) -> Res<()> {
    vm.method(c, "__len__", len)?;
    vm.method(c, "__contains__", contains)?;
    vm.method(c, "__iter__", iter)?;
    equality(vm, c)
}

/// `__eq__` and `__ne__`.
pub(crate) fn equality(vm: &mut Vm, c: Value) -> Res<()> {
    vm.method(c, "__eq__", |vm, args| comparison(vm, CompareOp::Eq, args))?;
    vm.method(c, "__ne__", |vm, args| comparison(vm, CompareOp::Ne, args))
}

/// The four orderings.
pub(crate) fn ordering(vm: &mut Vm, c: Value) -> Res<()> {
    vm.method(c, "__lt__", |vm, args| comparison(vm, CompareOp::Lt, args))?;
    vm.method(c, "__le__", |vm, args| comparison(vm, CompareOp::Le, args))?;
    vm.method(c, "__gt__", |vm, args| comparison(vm, CompareOp::Gt, args))?;
    vm.method(c, "__ge__", |vm, args| comparison(vm, CompareOp::Ge, args))
}

/// `__getitem__`, and the methods that change items.
pub(crate) fn items(vm: &mut Vm, c: Value, mutable: bool) -> Res<()> {
    vm.method(c, "__getitem__", get_item)?;
    if mutable {
        vm.method(c, "__setitem__", set_item)?;
        vm.method(c, "__delitem__", del_item)?;
    }
    Ok(())
}

/// `+` and `*` of sequences.
pub(crate) fn sequence(vm: &mut Vm, c: Value, mutable: bool) -> Res<()> {
    vm.method(c, "__add__", |vm, args| operator(vm, BinaryOp::Add, false, false, args))?;
    vm.method(c, "__mul__", |vm, args| {
        operator(vm, BinaryOp::Multiply, false, false, args)
    })?;
    vm.method(c, "__rmul__", |vm, args| {
        operator(vm, BinaryOp::Multiply, false, false, args)
    })?;
    if mutable {
        vm.method(c, "__iadd__", |vm, args| operator(vm, BinaryOp::Add, true, false, args))?;
        vm.method(c, "__imul__", |vm, args| {
            operator(vm, BinaryOp::Multiply, true, false, args)
        })?;
    }
    Ok(())
}

/// `|`, of dicts as well as of sets.
pub(crate) fn or(vm: &mut Vm, c: Value, mutable: bool) -> Res<()> {
    vm.method(c, "__or__", |vm, args| operator(vm, BinaryOp::Or, false, false, args))?;
    vm.method(c, "__ror__", |vm, args| operator(vm, BinaryOp::Or, false, true, args))?;
    if mutable {
        vm.method(c, "__ior__", |vm, args| operator(vm, BinaryOp::Or, true, false, args))?;
    }
    Ok(())
}

/// The other three operators of sets.
pub(crate) fn algebra(vm: &mut Vm, c: Value, mutable: bool) -> Res<()> {
    vm.method(c, "__and__", |vm, args| operator(vm, BinaryOp::And, false, false, args))?;
    vm.method(c, "__rand__", |vm, args| operator(vm, BinaryOp::And, false, true, args))?;
    vm.method(c, "__sub__", |vm, args| {
        operator(vm, BinaryOp::Subtract, false, false, args)
    })?;
    vm.method(c, "__rsub__", |vm, args| {
        operator(vm, BinaryOp::Subtract, false, true, args)
    })?;
    vm.method(c, "__xor__", |vm, args| operator(vm, BinaryOp::Xor, false, false, args))?;
    vm.method(c, "__rxor__", |vm, args| operator(vm, BinaryOp::Xor, false, true, args))?;
    if mutable {
        vm.method(c, "__iand__", |vm, args| operator(vm, BinaryOp::And, true, false, args))?;
        vm.method(c, "__isub__", |vm, args| {
            operator(vm, BinaryOp::Subtract, true, false, args)
        })?;
        vm.method(c, "__ixor__", |vm, args| operator(vm, BinaryOp::Xor, true, false, args))?;
    }
    Ok(())
}

/// `__hash__` of an immutable container; `None` makes the class unhashable.
pub(crate) fn hash(vm: &mut Vm, c: Value, hashable: bool) -> Res<()> {
    if !hashable {
        let dict = vm.heap.value(c.idx(), class::DICT);
        return vm.constant(dict, "__hash__", Value::NONE);
    }
    vm.method(c, "__hash__", super::builtins::hash)
}

/// An index argument: an int, or TypeError. `None`: `__index__` is Python code.
pub(crate) fn index_arg(vm: &mut Vm, v: Value) -> Res<Option<i64>> {
    if let Some(i) = vm.as_i64(v) {
        return Ok(Some(i));
    }
    if let Some(b) = vm.as_bigint(v) {
        return Ok(Some(if num_traits::Signed::is_negative(&b) {
            i64::MIN
        } else {
            i64::MAX
        }));
    }
    if vm.special(v, vm.names.__index__).is_some() {
        return Ok(None);
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")))
}
