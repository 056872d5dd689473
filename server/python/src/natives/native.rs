//! Native functions as a program sees them: functions of modules, methods of built-in types (bound or not) and the slots
//! behind operators, each with the class that it has in CPython.

use super::function::call;
use crate::vm::layout::*;
use crate::vm::native::{Owner, done};
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    for c in [t.native, t.method_descriptor, t.wrapper_descriptor, t.method_wrapper] {
        vm.getset(c, "__name__", |vm, args| done(name(vm, args)), None)?;
        vm.getset(c, "__qualname__", qualname, None)?;
        vm.getset(c, "__doc__", |_, _| done(Value::NONE), None)?;
        vm.getset(c, "__text_signature__", |_, _| done(Value::NONE), None)?;
        vm.method(c, "__call__", call)?;
    }
    for c in [t.method_descriptor, t.wrapper_descriptor, t.method_wrapper] {
        vm.getset(c, "__objclass__", |vm, args| done(objclass(vm, args)), None)?;
    }
    for c in [t.native, t.method_descriptor, t.wrapper_descriptor] {
        vm.method(c, "__get__", |vm, args| {
            let (f, rest) = args.method(vm, "__get__", 1, 2)?;
            if rest[0].is_none() || !vm.heap.value(f.idx(), 2).is_null() {
                return done(vm.own(f));
            }
            done(vm.bind_native(f, rest[0])?)
        })?;
    }
    for c in [t.native, t.method_wrapper] {
        vm.getset(
            c,
            "__self__",
            |vm, args| {
                let v = vm.heap.value(args.args[0].idx(), 2);
                done(if v.is_null() { Value::NONE } else { vm.own(v) })
            },
            None,
        )?;
    }
    vm.getset(
        t.native,
        "__module__",
        |vm, args| {
            let owner = vm.heap.value(args.args[0].idx(), 2);
            done(if owner.is_null() {
                vm.names.builtins
            } else {
                Value::NONE
            })
        },
        None,
    )
}

fn name(vm: &mut Vm, args: Args<'_>) -> Value {
    let v = vm.heap.value(args.args[0].idx(), 3);
    vm.own(v)
}

fn objclass(vm: &mut Vm, args: Args<'_>) -> Value {
    let c = vm.native_class(args.args[0]);
    vm.own(c)
}

fn qualname(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = args.args[0];
    let (owner, name) = (vm.heap.value(f.idx(), 2), vm.heap.value(f.idx(), 3));
    let c = match vm.native_class(f) {
        _ if vm.is_class(owner) => owner,
        c if c.is_null() && owner.is_null() => return done(vm.own(name)),
        c if c.is_null() => vm.type_of(owner),
        c => c,
    };
    let text = format!("{}.{}", vm.class_name(c), vm.str(name));
    done(vm.new_str(&text)?)
}

impl Vm {
    /// The class that a native method belongs to, borrowed; NULL if it is a function.
    pub(crate) fn native_class(&self, f: Value) -> Value {
        match self.natives[self.heap.hi(f.idx(), 1) as usize].owner {
            Owner::Instance(c) => c,
            _ => Value::NULL,
        }
    }
}

/// Methods with underscores that fill no slot of CPython's types.
const PLAIN: &[&str] = &[
    "__bytes__",
    "__ceil__",
    "__class_getitem__",
    "__complex__",
    "__copy__",
    "__deepcopy__",
    "__dir__",
    "__enter__",
    "__exit__",
    "__floor__",
    "__format__",
    "__fspath__",
    "__getnewargs__",
    "__getstate__",
    "__init_subclass__",
    "__instancecheck__",
    "__length_hint__",
    "__missing__",
    "__prepare__",
    "__reduce__",
    "__reduce_ex__",
    "__reversed__",
    "__round__",
    "__setstate__",
    "__sizeof__",
    "__subclasscheck__",
    "__subclasses__",
    "__subclasshook__",
    "__trunc__",
];

impl Vm {
    /// The class of a native function: a method's tells whether it fills a slot of its type.
    pub(crate) fn class_of_native(&self, name: &str, owner: Owner) -> Value {
        let t = self.types;
        let Owner::Instance(c) = owner else { return t.native };
        let own_method = match name {
            "__contains__" => [t.dict, t.set, t.frozenset].contains(&c),
            "__getitem__" => [t.dict, t.list].contains(&c),
            _ => PLAIN.contains(&name),
        };
        if name.starts_with("__") && !own_method {
            t.wrapper_descriptor
        } else {
            t.method_descriptor
        }
    }
}

/// `<built-in function len>`, `<method 'append' of 'list' objects>` and the like.
pub(crate) fn repr(vm: &mut Vm, v: Value) -> String {
    use crate::vm::boot::address;
    let t = vm.types;
    let (owner, name) = (vm.heap.value(v.idx(), 2), vm.heap.value(v.idx(), 3));
    let name = if vm.is_str(name) {
        vm.str(name).to_owned()
    } else {
        "?".to_owned()
    };
    let class = vm.type_of(v);
    let of = vm.native_class(v);
    if class == t.method_descriptor || class == t.wrapper_descriptor {
        let what = if class == t.method_descriptor {
            "method"
        } else {
            "slot wrapper"
        };
        return format!("<{what} '{name}' of '{}' objects>", vm.class_name(of));
    }
    if let (true, Owner::Class(c)) = (owner.is_null(), vm.natives[vm.heap.hi(v.idx(), 1) as usize].owner) {
        return format!("<built-in method {name} of type object at {:#x}>", address(c));
    }
    if owner.is_null() || vm.is_kind(owner, Kind::Module) {
        return format!("<built-in function {name}>");
    }
    let what = if vm.is_class(owner) {
        "type".to_owned()
    } else {
        vm.type_name(owner)
    };
    let word = if class == t.method_wrapper {
        format!("method-wrapper '{name}'")
    } else {
        format!("built-in method {name}")
    };
    format!("<{word} of {what} object at {:#x}>", address(owner))
}
