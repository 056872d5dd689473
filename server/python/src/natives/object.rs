//! `object`: what every class inherits.

use crate::objects::class_flags as cf;
use crate::vm::attr::{Got, Put};
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.object;
    vm.constructor(c, new)?;
    vm.method(c, "__init__", init)?;
    let dict = vm.heap.value(c.idx(), class::DICT);
    vm.object_new = vm.dict_get_str(dict, "__new__").unwrap_or(Value::NULL);
    vm.object_init = vm.dict_get_str(dict, "__init__").unwrap_or(Value::NULL);
    vm.method(c, "__eq__", |vm, args| {
        let (v, rest) = args.method(vm, "__eq__", 1, 1)?;
        done(if v == rest[0] {
            Value::TRUE
        } else {
            Value::NOT_IMPLEMENTED
        })
    })?;
    vm.method(c, "__ne__", |vm, args| {
        args.method(vm, "__ne__", 1, 1)?;
        vm.slow_path("object_ne", args.args)
    })?;
    for name in ["__lt__", "__le__", "__gt__", "__ge__"] {
        vm.method(c, name, |_, _| done(Value::NOT_IMPLEMENTED))?;
    }
    vm.method(c, "__hash__", |vm, args| {
        let v = args.args[0];
        if v.is_ref() {
            done(Value::int(i64::from(v.idx())))
        } else {
            super::builtins::hash(vm, args)
        }
    })?;
    vm.method(c, "__getattribute__", getattribute)?;
    vm.method(c, "__setattr__", |vm, args| {
        let rest = args.positional(vm, "__setattr__", 3, 3)?;
        let value = vm.own(rest[2]);
        put(vm, rest[0], rest[1], value)
    })?;
    vm.method(c, "__delattr__", |vm, args| {
        let rest = args.positional(vm, "__delattr__", 2, 2)?;
        put(vm, rest[0], rest[1], Value::NULL)
    })?;
    vm.class_method(c, "__init_subclass__", |vm, args| {
        let (c, _) = Args {
            args: args.args,
            kw: &[],
        }
        .method(vm, "__init_subclass__", 0, 0)?;
        if args.kw.is_empty() {
            return done(Value::NONE);
        }
        let n = vm.class_name(c);
        Err(vm.type_error(format!("{n}.__init_subclass__() takes no keyword arguments")))
    })?;
    vm.class_method(c, "__subclasshook__", |_, _| done(Value::NOT_IMPLEMENTED))?;
    vm.method(c, "__dir__", |vm, args| dir_of(vm, args.args[0]))?;
    vm.method(c, "__format__", |vm, args| {
        let (v, rest) = args.method(vm, "__format__", 1, 1)?;
        if vm.as_str(rest[0]).is_some_and(str::is_empty) {
            return super::repr::to_str(vm, v);
        }
        let t = vm.type_name(v);
        Err(vm.type_error(format!("unsupported format string passed to {t}.__format__")))
    })?;
    vm.method(c, "__sizeof__", |vm, args| {
        let v = args.args[0];
        done(Value::int(if v.is_ref() {
            i64::from(vm.heap.size_of(v.idx())) * 8
        } else {
            28
        }))
    })?;
    vm.method(c, "__reduce_ex__", |vm, args| {
        vm.slow_path("object_reduce_ex", args.args)
    })?;
    vm.method(c, "__getstate__", |vm, args| {
        let (obj, _) = args.method(vm, "__getstate__", 0, 0)?;
        vm.slow_path("object_getstate", &[obj])
    })?;
    vm.method(c, "__reduce__", |vm, args| {
        vm.slow_path("object_reduce", &[args.args[0]])
    })?;
    vm.getset(
        c,
        "__class__",
        |vm, args| {
            let t = vm.type_of(args.args[0]);
            done(vm.own(t))
        },
        Some(set_class),
    )?;
    vm.getset(c, "__dict__", dict_of, Some(set_dict))?;
    let of_dict = vm.dict_get_str(dict, "__dict__").unwrap_or(Value::NULL);
    let of_weakref = vm.new_getset(c, "__weakref__", super::weakref::first, None)?;
    vm.heap.immortalize(of_weakref);
    vm.instance_descriptors = [of_dict, of_weakref];
    vm.getset(
        c,
        "__doc__",
        |vm, args| {
            let c = vm.type_of(args.args[0]);
            let d = vm.heap.value(c.idx(), class::DICT);
            let key = vm.names.__doc__;
            let v = vm
                .dict_get(d, key)
                .filter(|v| !vm.is_kind(*v, Kind::GetSet))
                .unwrap_or(Value::NONE);
            done(vm.own(v))
        },
        None,
    )?;
    let none = vm.types.none;
    vm.method(none, "__bool__", |_, _| done(Value::FALSE))?;
    vm.constructor(none, |_, _| done(Value::NONE))
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(&c) = args.args.first() else {
        return Err(vm.type_error("object.__new__(): not enough arguments"));
    };
    if !vm.is_class(c) {
        let t = vm.type_name(c);
        return Err(vm.type_error(format!("object.__new__(X): X is not a type object ({t})")));
    }
    if args.args.len() > 1 || !args.kw.is_empty() {
        let (own_new, own_init) = (vm.lookup(c, vm.names.__new__), vm.lookup(c, vm.names.__init__));
        if own_new.is_some_and(|f| f != vm.object_new) {
            return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if own_init.is_none_or(|f| f == vm.object_init) {
            let n = vm.class_name(c);
            return Err(vm.type_error(format!("{n}() takes no arguments")));
        }
    }
    match vm.instance_kind(c) {
        Kind::Instance if vm.class_flags(c) & crate::objects::class_flags::BOXED == 0 => done(vm.new_instance(c)?),
        Kind::Exception => {
            let owned: Vec<Value> = args.args[1..].iter().map(|&v| vm.own(v)).collect();
            done(vm.new_exception(c, &owned)?)
        }
        _ => {
            let n = vm.class_name(c);
            Err(vm.type_error(format!("object.__new__({n}) is not safe, use {n}.__new__()")))
        }
    }
}

fn init(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if args.args.len() > 1 || !args.kw.is_empty() {
        let c = vm.type_of(args.args[0]);
        let (own_new, own_init) = (vm.lookup(c, vm.names.__new__), vm.lookup(c, vm.names.__init__));
        if own_init.is_some_and(|f| f != vm.object_init) {
            return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
        }
        if own_new.is_none_or(|f| f == vm.object_new) {
            let n = vm.class_name(c);
            return Err(vm.type_error(format!(
                "{n}.__init__() takes exactly one argument (the instance to initialize)"
            )));
        }
    }
    done(Value::NONE)
}

fn name_arg(vm: &mut Vm, v: Value) -> Res {
    let inner = vm.unbox(v);
    if vm.is_str(inner) {
        return Ok(vm.intern_value(inner));
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("attribute name must be string, not '{t}'")))
}

fn getattribute(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, rest) = args.method(vm, "__getattribute__", 1, 1)?;
    let name = name_arg(vm, rest[0])?;
    let c = vm.type_of(v);
    match vm.get_attr_plain(v, c, name, false)? {
        Got::Value(v) | Got::Method(v) => done(v),
        Got::Call(f, args) => Ok(Out::Call(f, args)),
        // The hook that CPython asks when a class's own `__getattribute__` has raised AttributeError.
        Got::Missing if vm.class_flags(c) & cf::HAS_GETATTRIBUTE != 0 => match vm.get_attr_hook(v, name)? {
            Got::Call(f, args) => Ok(Out::Call(f, args)),
            _ => Err(vm.no_attribute(v, name)),
        },
        Got::Missing => Err(vm.no_attribute(v, name)),
    }
}

fn put(vm: &mut Vm, v: Value, name: Value, value: Value) -> NativeResult {
    let name = match name_arg(vm, name) {
        Ok(name) => name,
        Err(raised) => {
            vm.drop(value);
            return Err(raised);
        }
    };
    let c = vm.type_of(v);
    match vm.put_attr_plain(v, c, name, value)? {
        Put::Done => done(Value::NONE),
        Put::Call(f, args) => Ok(Out::Call(f, args)),
    }
}

fn set_class(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, c) = (args.args[0], args.args[1]);
    if c.is_null() || !vm.is_class(c) {
        return Err(vm.type_error("__class__ must be set to a class"));
    }
    use crate::objects::class_flags::BOXED;
    let old = vm.type_of(v);
    let fits = vm.is_kind(v, Kind::Instance)
        && vm.instance_kind(c) == Kind::Instance
        && !vm.is_builtin_class(c)
        && (vm.class_flags(c) ^ vm.class_flags(old)) & BOXED == 0;
    if !fits {
        return Err(vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    let c = vm.own(c);
    vm.heap.set_lo(v.idx(), 1, c.idx());
    vm.drop(old);
    done(Value::NONE)
}

fn dict_of(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.args[0];
    if !vm.has_attrs(v) {
        return done(Value::NULL);
    }
    let d = vm.ensure_attr_dict(v)?;
    done(vm.own(d))
}

fn set_dict(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, d) = (args.args[0], args.args[1]);
    if d.is_null() || !vm.is_dict(d) {
        return Err(vm.type_error("__dict__ must be set to a dictionary"));
    }
    if !vm.has_attrs(v) || !vm.is_kind(v, Kind::Instance) && !vm.is_kind(v, Kind::Exception) {
        return Err(vm.raise(Exc::AttributeError, "this object's __dict__ cannot be set"));
    }
    vm.ensure_attr_dict(v)?;
    let d = vm.own(d);
    vm.replace(v.idx(), 3, d);
    done(Value::NONE)
}

/// Sorted names as a list; the names are borrowed.
pub(crate) fn sorted_names(vm: &mut Vm, mut names: Vec<Value>) -> NativeResult {
    names.retain(|&n| vm.is_str(n));
    names.sort_by(|&a, &b| vm.str(a).cmp(vm.str(b)));
    names.dedup_by(|a, b| vm.str(*a) == vm.str(*b));
    vm.items_again(&names, false)
}

/// `dir(v)` without hooks.
pub(crate) fn dir_of(vm: &mut Vm, v: Value) -> NativeResult {
    let mut names: Vec<Value> = Vec::new();
    if v.is_ref() {
        names.extend(vm.own_attrs(v).into_iter().map(|(k, _)| k));
    }
    if !vm.is_kind(v, Kind::Module) {
        let start = if vm.is_class(v) { v } else { vm.type_of(v) };
        let mro = vm.tuple(vm.heap.value(start.idx(), class::MRO)).to_vec();
        for c in mro {
            let d = vm.heap.value(c.idx(), class::DICT);
            // `object` has the `__dict__` of all here; in CPython every class has its own.
            let hidden = if c == vm.types.object {
                vm.names.__dict__
            } else {
                Value::NULL
            };
            names.extend(vm.dict_items(d).into_iter().map(|(k, _)| k).filter(|k| *k != hidden));
        }
    }
    sorted_names(vm, names)
}
