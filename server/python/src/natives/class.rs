//! Classes: `type` and its attributes, `isinstance`, `issubclass`, and the step of class creation that is not Python.

use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.type_;
    vm.constructor(c, new)?;
    vm.method(c, "__init__", |_, _| done(Value::NONE))?;
    vm.method(c, "__call__", call)?;
    vm.getset(c, "__name__", |vm, args| text(vm, args, class::NAME), Some(set_name))?;
    vm.getset(
        c,
        "__qualname__",
        |vm, args| text(vm, args, class::QUALNAME),
        Some(set_qualname),
    )?;
    vm.getset(
        c,
        "__module__",
        module,
        Some(|vm, args| set_entry(vm, args, "__module__")),
    )?;
    vm.getset(c, "__mro__", |vm, args| text(vm, args, class::MRO), None)?;
    vm.getset(c, "__bases__", |vm, args| text(vm, args, class::BASES), None)?;
    vm.getset(c, "__base__", base, None)?;
    vm.getset(c, "__dict__", dict, None)?;
    vm.getset(c, "__doc__", doc, Some(|vm, args| set_entry(vm, args, "__doc__")))?;
    vm.getset(c, "__annotate__", annotate, Some(set_annotate))?;
    vm.getset(
        c,
        "__annotations__",
        annotations,
        Some(|vm, args| set_entry(vm, args, "__annotations__")),
    )?;
    vm.getset(
        c,
        "__abstractmethods__",
        abstract_methods,
        Some(|vm, args| set_entry(vm, args, "__abstractmethods__")),
    )?;
    vm.getset(
        c,
        "__type_params__",
        |vm, _| done(vm.own(vm.empty_tuple)),
        Some(|_, _| done(Value::NONE)),
    )?;
    vm.method(c, "__subclasses__", |vm, args| {
        let list = vm.subclasses(args.args[0]);
        vm.items_again(&list, false)
    })?;
    vm.method(c, "mro", |vm, args| {
        let mro = vm.tuple(vm.heap.value(args.args[0].idx(), class::MRO)).to_vec();
        vm.items_again(&mro, false)
    })?;
    vm.method(c, "__instancecheck__", |vm, args| {
        let (c, rest) = args.method(vm, "__instancecheck__", 1, 1)?;
        done(Value::bool(vm.is_class(c) && vm.is_instance(rest[0], c)))
    })?;
    vm.method(c, "__subclasscheck__", |vm, args| {
        let (c, rest) = args.method(vm, "__subclasscheck__", 1, 1)?;
        done(Value::bool(vm.is_class(rest[0]) && vm.is_subclass(rest[0], c)))
    })?;
    vm.method(c, "__or__", |vm, args| {
        let (c, rest) = args.method(vm, "__or__", 1, 1)?;
        vm.union_of(c, rest[0])
    })?;
    vm.method(c, "__ror__", |vm, args| {
        let (c, rest) = args.method(vm, "__ror__", 1, 1)?;
        vm.union_of(rest[0], c)
    })?;
    vm.class_method(c, "__prepare__", |vm, _| done(vm.new_dict()?))
}

/// `type(v)`, `type(name, bases, namespace, **keywords)`; the latter calls hooks, so it is the prelude's.
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if args.args.len() == 2 && args.kw.is_empty() && args.args[0] == vm.types.type_ {
        let t = vm.type_of(args.args[1]);
        return done(vm.own(t));
    }
    if args.args.len() != 4 {
        return Err(vm.type_error("type() takes 1 or 3 arguments"));
    }
    let (name, bases, namespace) = (args.args[1], args.args[2], args.args[3]);
    for (i, ok, want, v) in [
        (1, vm.is_str(name), "str", name),
        (2, vm.is_tuple(bases), "tuple", bases),
        (3, vm.is_dict(namespace), "dict", namespace),
    ] {
        if !ok {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("type.__new__() argument {i} must be {want}, not {t}")));
        }
    }
    call_slow(vm, "type_new", args)
}

/// `Class(...)` without the metaclass's own `__call__`.
fn call(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if args.args[0] == vm.types.type_ && args.args.len() == 2 && args.kw.is_empty() {
        let t = vm.type_of(args.args[1]);
        return done(vm.own(t));
    }
    call_slow(vm, "call_class", args)
}

/// Leaves a call with all its arguments to the prelude.
pub(crate) fn call_slow(vm: &mut Vm, function: &str, args: Args<'_>) -> NativeResult {
    let Out::Call(f, given) = vm.slow_path(function, args.args)? else {
        unreachable!("slow_path calls")
    };
    if args.kw.is_empty() {
        return Ok(Out::Call(f, given));
    }
    let kw = args.kw.iter().map(|&(n, v)| (n, vm.own(v))).collect();
    Ok(Out::CallKw(f, given, kw))
}

/// `make_type(meta, name, bases, namespace)` of `_timeslice`: the class, before any hook has run.
pub(crate) fn make_type(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "make_type", 4, 4)?;
    let (meta, name, namespace) = (rest[0], vm.intern_value(rest[1]), rest[3]);
    let bases = vm.tuple(rest[2]).to_vec();
    for &base in &bases {
        if !vm.is_class(base) {
            return Err(vm.type_error("bases must be types"));
        }
    }
    for (i, base) in bases.iter().enumerate() {
        if bases[..i].contains(base) {
            let n = vm.class_name(*base);
            return Err(vm.type_error(format!("duplicate base class {n}")));
        }
    }
    let c = vm.build_class(meta, name, &bases, namespace)?;
    let dict = vm.heap.value(c.idx(), class::DICT);
    // These are what they are without a decorator.
    for (name, kind, class) in [
        ("__new__", Kind::StaticMethod, vm.types.staticmethod),
        ("__init_subclass__", Kind::ClassMethod, vm.types.classmethod),
        ("__class_getitem__", Kind::ClassMethod, vm.types.classmethod),
    ] {
        if let Some(f) = vm.dict_get_str(dict, name)
            && vm.is_kind(f, Kind::Function)
        {
            let f = vm.own(f);
            let wrapped = vm.new_simple(kind, class, 0, &[f])?;
            vm.dict_set_str(dict, name, wrapped)?;
        }
    }
    let key = vm.names.__classcell__;
    if let Some(e) = vm.find_name(dict, key) {
        let (k, cell) = vm.dict_remove_entry(dict, e);
        vm.drop(k);
        if vm.is_kind(cell, Kind::Cell) {
            // Counted: a class whose methods use `super()` is part of a cycle, as in CPython.
            let own = vm.own(c);
            vm.replace(cell.idx(), 2, own);
        }
        vm.drop(cell);
    }
    if vm.config.version.minor() < 13 {
        let key = vm.names.__static_attributes__;
        if let Some(e) = vm.find_name(dict, key) {
            let (k, v) = vm.dict_remove_entry(dict, e);
            vm.drop(k);
            vm.drop(v);
        }
    }
    let key = vm.names.__module__;
    if vm.find_name(dict, key).is_none()
        && let Some(f) = super::frame::visible_frame(vm)
    {
        let globals = vm.heap.value(f, frame::GLOBALS);
        if let Some(m) = vm.dict_get(globals, vm.names.__name__) {
            let m = vm.own(m);
            vm.dict_set(dict, key, m)?;
        }
    }
    add_descriptors(vm, c, &bases)?;
    let key = vm.names.__doc__;
    if vm.find_name(dict, key).is_none() {
        vm.dict_set(dict, key, Value::NONE)?;
    }
    vm.touch_class(c);
    done(c)
}

/// `__dict__` and `__weakref__` of the first class of a line whose instances have them.
fn add_descriptors(vm: &mut Vm, c: Value, bases: &[Value]) -> Res<()> {
    let (t, kind) = (vm.types, vm.instance_kind(c));
    if kind == Kind::Class {
        return Ok(());
    }
    let dict = vm.heap.value(c.idx(), class::DICT);
    let in_slots = |vm: &mut Vm, word: &str| {
        let slots = vm.dict_get(dict, vm.names.__slots__)?;
        Some(match vm.as_str(slots) {
            Some(slot) => slot == word,
            None => vm.plain_items(slots)?.iter().any(|&slot| vm.as_str(slot) == Some(word)),
        })
    };
    let varies = [t.int, t.bytes, t.tuple].iter().any(|&fixed| vm.is_subclass(c, fixed));
    let is_listed = varies || [Kind::Set, Kind::FrozenSet].contains(&kind);
    let [of_dict, of_weakref] = vm.instance_descriptors;
    for (key, word, is_built_in, of_all) in [
        (vm.names.__dict__, "__dict__", kind == Kind::Exception, of_dict),
        (vm.names.__weakref__, "__weakref__", is_listed, of_weakref),
    ] {
        let is_inherited = bases
            .iter()
            .any(|&base| vm.lookup(base, key).is_some_and(|found| found != of_all));
        if is_built_in || is_inherited || vm.find_name(dict, key).is_some() || in_slots(vm, word) == Some(false) {
            continue;
        }
        let (get, set) = (vm.heap.hi(of_all.idx(), 1), vm.heap.value(of_all.idx(), 4));
        let (key_owned, class) = (vm.own(key), vm.own(c));
        let descriptor = vm.new_simple(Kind::GetSet, t.getset, get, &[key_owned, class, set])?;
        vm.dict_set(dict, key, descriptor)?;
    }
    Ok(())
}

fn text(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), at);
    done(vm.own(v))
}

fn set_text(vm: &mut Vm, args: Args<'_>, word: &str, at: u32) -> NativeResult {
    let (c, v) = (args.args[0], args.args[1]);
    if vm.is_builtin_class(c) {
        let n = vm.class_name(c);
        return Err(vm.type_error(format!("cannot set '{word}' attribute of immutable type '{n}'")));
    }
    if v.is_null() || !vm.is_str(v) {
        let (n, t) = (
            vm.class_name(c),
            if v.is_null() {
                "nothing".to_owned()
            } else {
                vm.type_name(v)
            },
        );
        return Err(vm.type_error(format!("can only assign string to {n}.{word}, not '{t}'")));
    }
    let v = vm.own(v);
    vm.replace(c.idx(), at, v);
    done(Value::NONE)
}

fn set_name(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    set_text(vm, args, "__name__", class::NAME)
}

fn set_qualname(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    set_text(vm, args, "__qualname__", class::QUALNAME)
}

/// Sets an attribute that lives in the class's own namespace.
fn set_entry(vm: &mut Vm, args: Args<'_>, name: &str) -> NativeResult {
    let name = vm.intern(name);
    let value = vm.own(args.args[1]);
    vm.set_class_attr(args.args[0], name, value)?;
    done(Value::NONE)
}

fn own_entry(vm: &mut Vm, c: Value, name: Value) -> Option<Value> {
    let dict = vm.heap.value(c.idx(), class::DICT);
    vm.dict_get(dict, name)
}

fn module(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match own_entry(vm, args.args[0], vm.names.__module__) {
        Some(v) => done(vm.own(v)),
        None => done(vm.names.builtins),
    }
}

fn doc(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = own_entry(vm, args.args[0], vm.names.__doc__).unwrap_or(Value::NONE);
    done(vm.own(v))
}

fn annotations(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let c = args.args[0];
    let key = vm.names.__annotations__;
    for key in [key, vm.names.__annotations_cache__] {
        if let Some(v) = own_entry(vm, c, key) {
            return done(vm.own(v));
        }
    }
    if let Some(lazy) = own_entry(vm, c, vm.names.__annotate_func__) {
        return vm.slow_path("class_annotations", &[c, lazy]);
    }
    if vm.is_builtin_class(c) {
        return done(Value::NULL);
    }
    let d = vm.new_dict()?;
    let own = vm.own(d);
    vm.set_class_attr(c, key, own)?;
    done(d)
}

/// What evaluates the annotations, since 3.14.
fn annotate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match own_entry(vm, args.args[0], vm.names.__annotate_func__) {
        _ if vm.config.version.minor() < 14 => done(Value::NULL),
        Some(lazy) => vm.slow_path("annotate_function", &[lazy]),
        None => done(Value::NONE),
    }
}

fn set_annotate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (name, value) = (vm.names.__annotate_func__, vm.own(args.args[1]));
    vm.set_class_attr(args.args[0], name, value)?;
    done(Value::NONE)
}

fn abstract_methods(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = own_entry(vm, args.args[0], vm.names.__abstractmethods__).unwrap_or(Value::NULL);
    done(vm.own(v))
}

fn base(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let bases = vm.heap.value(args.args[0].idx(), class::BASES);
    let bases = vm.tuple(bases).to_vec();
    // The base whose layout the instances have.
    let kind = vm.instance_kind(args.args[0]);
    let best = bases
        .iter()
        .copied()
        .find(|&b| vm.instance_kind(b) == kind)
        .or(bases.first().copied());
    let v = best.unwrap_or(Value::NONE);
    done(vm.own(v))
}

fn dict(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let d = vm.heap.value(args.args[0].idx(), class::DICT);
    let d = vm.own(d);
    done(vm.new_simple(Kind::MappingProxy, vm.types.mappingproxy, 0, &[d])?)
}

// === isinstance, issubclass ===

/// Answers a class check; `of` is the class that is asked about. `None`: it takes Python code.
fn check(vm: &mut Vm, of: Value, target: Value, hook: Value, depth: u32, message: &str) -> Res<Option<bool>> {
    if depth > 40 {
        return Ok(None);
    }
    if vm.is_class(target) {
        if vm.type_of(target) != vm.types.type_ && of != target {
            let meta = vm.type_of(target);
            if vm.overrides(meta, hook) {
                return Ok(None);
            }
        }
        return Ok(Some(vm.is_subclass(of, target)));
    }
    let members = if vm.is_tuple(target) {
        vm.tuple(target).to_vec()
    } else if vm.is_kind(target, Kind::Alias) && vm.heap.flags(target.idx()) & ALIAS_UNION != 0 {
        vm.tuple(vm.heap.value(target.idx(), 3)).to_vec()
    } else if vm.is_kind(target, Kind::Alias) {
        return Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"));
    } else if vm.special(target, hook).is_some() {
        return Ok(None);
    } else {
        return Err(vm.type_error(message));
    };
    let mut answer = Some(false);
    for member in members {
        match check(vm, of, member, hook, depth + 1, message)? {
            Some(true) => return Ok(Some(true)),
            Some(false) => {}
            None => answer = None,
        }
        if answer.is_none() {
            break;
        }
    }
    Ok(answer)
}

impl Vm {
    /// Whether instances have a `__class__` of their own making.
    fn claims_class(&mut self, c: Value) -> bool {
        let name = self.names.__class__;
        self.class_flags(c) & crate::objects::class_flags::BUILTIN == 0
            && self.lookup(c, name) != self.lookup(self.types.object, name)
    }
}

pub(crate) fn isinstance(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "isinstance", 2, 2)?;
    let (of, hook) = (vm.type_of(rest[0]), vm.names.__instancecheck__);
    let message = "isinstance() arg 2 must be a type, a tuple of types, or a union";
    match check(vm, of, rest[1], hook, 0, message)? {
        // A proxy says by `__class__` what it stands for.
        Some(false) if vm.claims_class(of) => vm.slow_path("isinstance_by_class", rest),
        Some(yes) => done(Value::bool(yes)),
        None => vm.slow_path("isinstance_slow", rest),
    }
}

pub(crate) fn issubclass(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "issubclass", 2, 2)?;
    if !vm.is_class(rest[0]) {
        return Err(vm.raise(Exc::TypeError, "issubclass() arg 1 must be a class"));
    }
    let hook = vm.names.__subclasscheck__;
    let message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
    match check_subclass(vm, rest[0], rest[1], hook, message)? {
        Some(yes) => done(Value::bool(yes)),
        None => vm.slow_path("issubclass_slow", rest),
    }
}

/// As `check`, but a class is asked even about itself when its metaclass has an opinion.
fn check_subclass(vm: &mut Vm, of: Value, target: Value, hook: Value, message: &str) -> Res<Option<bool>> {
    if of == target && vm.type_of(target) != vm.types.type_ {
        let meta = vm.type_of(target);
        if vm.overrides(meta, hook) {
            return Ok(None);
        }
    }
    check(vm, of, target, hook, 0, message)
}
