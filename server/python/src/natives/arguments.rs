//! Reading arguments: owners of methods, integers, bounds of slices. Where an `__index__` in Python would have to run,
//! the functions here say so or refuse; they never call it.

use crate::vm::layout::Kind;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, Res, Vm};

impl<'a> Args<'a> {
    /// The owner of a method, which `is` has to accept, and the other arguments.
    pub(crate) fn owner(
        &self,
        vm: &mut Vm,
        class: &str,
        name: &str,
        is: fn(&Vm, Value) -> bool,
    ) -> Res<(Value, Args<'a>)> {
        let Some((&owner, rest)) = self.args.split_first() else {
            return Err(vm.type_error(format!("unbound method {class}.{name}() needs an argument")));
        };
        if !is(vm, owner) {
            let t = vm.type_name(owner);
            return Err(vm.type_error(format!(
                "descriptor '{name}' for '{class}' objects doesn't apply to a '{t}' object"
            )));
        }
        Ok((
            owner,
            Args {
                args: rest,
                kw: self.kw,
            },
        ))
    }
}

/// An int cut to 64 bits.
pub(crate) fn clamped(vm: &Vm, v: Value) -> Option<i64> {
    if let Some(i) = vm.as_i64(v) {
        return Some(i);
    }
    let negative = vm.as_bigint(v)?.sign() == num_bigint::Sign::Minus;
    Some(if negative { i64::MIN } else { i64::MAX })
}

/// TypeError "'X' object cannot be interpreted as an integer"
pub(crate) fn not_an_integer(vm: &mut Vm, v: Value) -> crate::vm::Raised {
    vm.wants_index |= has_index(vm, v);
    let t = vm.type_name(v);
    vm.type_error(format!("'{t}' object cannot be interpreted as an integer"))
}

/// An integer argument, cut to 64 bits: for positions and limits, where more means "the end".
pub(crate) fn int_arg(vm: &mut Vm, v: Value) -> Res<i64> {
    match clamped(vm, v) {
        Some(i) => Ok(i),
        None => Err(not_an_integer(vm, v)),
    }
}

/// An integer argument that has to fit a C `Py_ssize_t`: a width or a count.
pub(crate) fn size_arg(vm: &mut Vm, v: Value) -> Res<i64> {
    if let Some(i) = vm.as_i64(v) {
        return Ok(i);
    }
    if vm.is_int(v) {
        return Err(vm.raise(Exc::OverflowError, "Python int too large to convert to C ssize_t"));
    }
    Err(not_an_integer(vm, v))
}

/// A bound as `str.find` takes it: missing, None or an integer.
pub(crate) fn bound_arg(vm: &mut Vm, v: Option<&Value>) -> Res<Option<i64>> {
    match v {
        None => Ok(None),
        Some(v) if v.is_none() => Ok(None),
        Some(&v) => match clamped(vm, v) {
            Some(i) => Ok(Some(i)),
            None => Err(vm.type_error("slice indices must be integers or None or have an __index__ method")),
        },
    }
}

/// Start, stop and step of a slice object, cut to 64 bits; `None` outside: some part takes Python code to read.
pub(crate) fn slice_parts(vm: &mut Vm, slice: Value) -> Res<Option<[Option<i64>; 3]>> {
    let mut parts = [None; 3];
    for (part, at) in parts.iter_mut().zip(2..) {
        let v = vm.heap.value(slice.idx(), at);
        if v.is_none() {
            continue;
        }
        *part = clamped(vm, v);
        if part.is_none() {
            if has_index(vm, v) {
                return Ok(None);
            }
            return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
        }
    }
    Ok(Some(parts))
}

/// Whether a value that is no int has `__index__`.
pub(crate) fn has_index(vm: &mut Vm, v: Value) -> bool {
    vm.is_kind(v, Kind::Instance) && vm.special(v, vm.names.__index__).is_some_and(|f| !f.is_none())
}

/// Whether the class of a value has this special method in Python code, or has taken it away.
pub(crate) fn is_overridden(vm: &mut Vm, v: Value, name: &str) -> bool {
    let class = vm.type_of(v);
    if vm.is_builtin_class(class) {
        return false;
    }
    let name = vm.intern(name);
    vm.lookup(class, name).is_some_and(|f| !vm.is_slot(f))
}

/// An instance of `class` for a value (owned) of its built-in base: the value itself, or a box around it.
pub(crate) fn instance_of(vm: &mut Vm, class: Value, base: Value, v: Value) -> Res {
    if class == base { Ok(v) } else { vm.new_boxed(class, v) }
}
