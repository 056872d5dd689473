//! Functions, methods, natives, and the descriptors: property, staticmethod, classmethod, super, cells, modules.

use crate::vm::layout::{frame, *};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    let c = t.function;
    vm.getset(
        c,
        "__name__",
        |vm, args| word(vm, args, 6),
        Some(|vm, args| set_word(vm, args, 6)),
    )?;
    vm.getset(
        c,
        "__qualname__",
        |vm, args| word(vm, args, 7),
        Some(|vm, args| set_word(vm, args, 7)),
    )?;
    vm.getset(
        c,
        "__defaults__",
        |vm, args| word(vm, args, 3),
        Some(|vm, args| set_word(vm, args, 3)),
    )?;
    vm.getset(
        c,
        "__kwdefaults__",
        |vm, args| word(vm, args, 4),
        Some(|vm, args| set_word(vm, args, 4)),
    )?;
    vm.getset(c, "__closure__", |vm, args| word(vm, args, 5), None)?;
    vm.getset(
        c,
        "__doc__",
        |vm, args| word(vm, args, 10),
        Some(|vm, args| set_word(vm, args, 10)),
    )?;
    vm.getset(
        c,
        "__module__",
        |vm, args| word(vm, args, 11),
        Some(|vm, args| set_word(vm, args, 11)),
    )?;
    vm.getset(c, "__globals__", |vm, args| word(vm, args, 2), None)?;
    vm.getset(c, "__annotate__", annotate, Some(|vm, args| set_word(vm, args, 9)))?;
    vm.getset(
        c,
        "__annotations__",
        annotations,
        Some(|vm, args| set_word(vm, args, 9)),
    )?;
    vm.getset(
        c,
        "__type_params__",
        |vm, _| done(vm.own(vm.empty_tuple)),
        Some(|_, _| done(Value::NONE)),
    )?;
    vm.getset(
        c,
        "__code__",
        |vm, args| {
            let code = vm.heap.hi(args.args[0].idx(), 1);
            done(super::frame::new_code(vm, code)?)
        },
        None,
    )?;
    vm.method(c, "__get__", function_get)?;
    vm.method(c, "__call__", call)?;

    let c = t.method;
    vm.constructor(c, |vm, args| {
        let (_, rest) = args.method(vm, "method", 2, 2)?;
        let (f, owner) = (vm.own(rest[0]), vm.own(rest[1]));
        done(vm.new_simple(Kind::Method, vm.types.method, 0, &[f, owner])?)
    })?;
    vm.getset(c, "__func__", |vm, args| word(vm, args, 2), None)?;
    vm.getset(c, "__self__", |vm, args| word(vm, args, 3), None)?;
    for name in [
        "__name__",
        "__qualname__",
        "__doc__",
        "__module__",
        "__code__",
        "__defaults__",
        "__kwdefaults__",
        "__annotations__",
        "__wrapped__",
        "__dict__",
        "__isabstractmethod__",
    ] {
        let f: crate::vm::NativeFn = match name {
            "__name__" => |vm, args| of_function(vm, args, "__name__"),
            "__qualname__" => |vm, args| of_function(vm, args, "__qualname__"),
            "__doc__" => |vm, args| of_function(vm, args, "__doc__"),
            "__module__" => |vm, args| of_function(vm, args, "__module__"),
            "__code__" => |vm, args| of_function(vm, args, "__code__"),
            "__defaults__" => |vm, args| of_function(vm, args, "__defaults__"),
            "__kwdefaults__" => |vm, args| of_function(vm, args, "__kwdefaults__"),
            "__wrapped__" => |vm, args| of_function(vm, args, "__wrapped__"),
            "__dict__" => |vm, args| of_function(vm, args, "__dict__"),
            "__isabstractmethod__" => |vm, args| of_function(vm, args, "__isabstractmethod__"),
            _ => |vm, args| of_function(vm, args, "__annotations__"),
        };
        vm.getset(c, name, f, None)?;
    }
    // Other attributes of the function show through the method.
    vm.method(c, "__getattr__", |vm, args| {
        let (m, rest) = args.method(vm, "__getattr__", 1, 1)?;
        if !vm.is_str(rest[0]) {
            return Err(vm.type_error("attribute name must be string"));
        }
        let name = vm.intern_value(rest[0]);
        let f = vm.heap.value(m.idx(), 2);
        match vm.get_attr(f, name, false)? {
            crate::vm::attr::Got::Value(v) | crate::vm::attr::Got::Method(v) => done(v),
            crate::vm::attr::Got::Call(f, args) => Ok(Out::Call(f, args)),
            crate::vm::attr::Got::Missing => Err(vm.no_attribute(m, name)),
        }
    })?;
    let flags = vm.class_flags(c);
    vm.heap
        .set_lo(c.idx(), class::FLAGS, flags | crate::objects::class_flags::HAS_GETATTR);
    vm.method(c, "__get__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(c, "__call__", call)?;
    vm.method(c, "__hash__", super::builtins::hash)?;
    super::protocol::equality(vm, c)?;

    super::native::register(vm)?;

    let c = t.property;
    vm.constructor(c, new_property)?;
    for (name, at) in [("fget", 2), ("fset", 3), ("fdel", 4)] {
        let f: crate::vm::NativeFn = match at {
            2 => |vm, args| word(vm, args, 2),
            3 => |vm, args| word(vm, args, 3),
            _ => |vm, args| word(vm, args, 4),
        };
        vm.getset(c, name, f, None)?;
    }
    vm.getset(c, "__doc__", property_doc, Some(|vm, args| set_word(vm, args, 5)))?;
    vm.getset(
        c,
        "__name__",
        |vm, args| word(vm, args, 6),
        Some(|vm, args| set_word(vm, args, 6)),
    )?;
    vm.getset(
        c,
        "__isabstractmethod__",
        |vm, args| abstract_part(vm, args, &[2, 3, 4]),
        None,
    )?;
    vm.method(c, "getter", |vm, args| with_part(vm, args, 2))?;
    vm.method(c, "setter", |vm, args| with_part(vm, args, 3))?;
    vm.method(c, "deleter", |vm, args| with_part(vm, args, 4))?;
    vm.method(c, "__set_name__", |vm, args| {
        let (p, rest) = args.method(vm, "__set_name__", 2, 2)?;
        let name = vm.own(rest[1]);
        vm.replace(p.idx(), 6, name);
        done(Value::NONE)
    })?;
    vm.method(c, "__get__", descriptor_get)?;
    vm.method(c, "__set__", |vm, args| vm.slow_path("property_set", args.args))?;
    vm.method(c, "__delete__", |vm, args| vm.slow_path("property_delete", args.args))?;

    for (c, kind) in [(t.staticmethod, Kind::StaticMethod), (t.classmethod, Kind::ClassMethod)] {
        let new: crate::vm::NativeFn = if kind == Kind::StaticMethod {
            |vm, args| wrapper(vm, args, Kind::StaticMethod)
        } else {
            |vm, args| wrapper(vm, args, Kind::ClassMethod)
        };
        vm.constructor(c, new)?;
        vm.getset(c, "__func__", |vm, args| word(vm, args, 2), None)?;
        vm.getset(c, "__wrapped__", |vm, args| word(vm, args, 2), None)?;
        vm.getset(c, "__name__", |vm, args| of_function(vm, args, "__name__"), None)?;
        vm.getset(
            c,
            "__qualname__",
            |vm, args| of_function(vm, args, "__qualname__"),
            None,
        )?;
        vm.getset(c, "__doc__", |vm, args| of_function(vm, args, "__doc__"), None)?;
        vm.getset(c, "__module__", |vm, args| of_function(vm, args, "__module__"), None)?;
        vm.getset(
            c,
            "__isabstractmethod__",
            |vm, args| abstract_part(vm, args, &[2]),
            None,
        )?;
        vm.method(c, "__get__", descriptor_get)?;
    }

    let c = t.member;
    vm.getset(c, "__doc__", |vm, args| word(vm, args, 4), None)?;
    vm.method(c, "__set__", |vm, args| {
        let (member, rest) = args.method(vm, "__set__", 2, 2)?;
        member_put(vm, member, rest[0], rest[1])
    })?;
    vm.method(c, "__delete__", |vm, args| {
        let (member, rest) = args.method(vm, "__delete__", 1, 1)?;
        member_put(vm, member, rest[0], Value::NULL)
    })?;
    for c in [t.getset, t.member] {
        vm.getset(c, "__qualname__", descriptor_qualname, None)?;
        vm.getset(c, "__name__", |vm, args| word(vm, args, 2), None)?;
        vm.getset(c, "__objclass__", |vm, args| word(vm, args, 3), None)?;
        vm.method(c, "__get__", descriptor_get)?;
    }

    let c = t.super_;
    vm.constructor(c, new_super)?;
    vm.getset(c, "__thisclass__", |vm, args| word(vm, args, 2), None)?;
    vm.getset(c, "__self__", |vm, args| word(vm, args, 3), None)?;
    vm.getset(c, "__self_class__", |vm, args| word(vm, args, 4), None)?;

    let c = t.cell;
    vm.constructor(c, |vm, args| {
        let (_, rest) = args.method(vm, "cell", 0, 1)?;
        let content = rest.first().map_or(Value::NULL, |&v| vm.own(v));
        done(vm.new_cell(content)?)
    })?;
    vm.getset(
        c,
        "cell_contents",
        |vm, args| {
            let v = vm.heap.value(args.args[0].idx(), 2);
            if v.is_null() {
                Err(vm.value_error("cell is empty"))
            } else {
                done(vm.own(v))
            }
        },
        Some(|vm, args| {
            let v = vm.own(args.args[1]);
            vm.replace(args.args[0].idx(), 2, v);
            done(Value::NONE)
        }),
    )?;

    let c = t.module;
    vm.constructor(c, |vm, args| {
        let (class, rest) = args.method(vm, "module", 0, 2)?;
        let d = vm.new_dict()?;
        let name = match rest.first() {
            Some(&name) => vm.own(name),
            None => vm.names.__name__,
        };
        let held = vm.own(name);
        vm.dict_set_str(d, "__name__", held)?;
        let doc = rest.get(1).copied().unwrap_or(Value::NONE);
        let doc = vm.own(doc);
        vm.dict_set_str(d, "__doc__", doc)?;
        done(vm.new_simple(Kind::Module, class, 0, &[d, name])?)
    })?;
    vm.method(c, "__init__", |_, _| done(Value::NONE))?;
    vm.getset(c, "__dict__", |vm, args| word(vm, args, 2), None)
}

/// Word `at` of the owner, None where there is nothing.
fn word(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), at);
    done(if v.is_null() { Value::NONE } else { vm.own(v) })
}

fn descriptor_qualname(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let d = args.args[0].idx();
    let (name, class) = (vm.heap.value(d, 2), vm.heap.value(d, 3));
    let class = if vm.is_class(class) {
        vm.heap.value(class.idx(), class::QUALNAME)
    } else {
        Value::NULL
    };
    let prefix = if vm.is_str(class) {
        format!("{}.", vm.str(class))
    } else {
        String::new()
    };
    let text = format!("{prefix}{}", vm.str(name));
    done(vm.new_str(&text)?)
}

/// Sets (or with NULL deletes) the slot of a member.
fn member_put(vm: &mut Vm, member: Value, obj: Value, value: Value) -> NativeResult {
    let name = vm.heap.value(member.idx(), 2);
    if !vm.member_of(member, obj) {
        return Err(wrong_member(vm, member, obj));
    }
    if value.is_null() {
        if vm.del_own_attr(obj, name)? {
            return done(Value::NONE);
        }
        let name = vm.str(name).to_owned();
        return Err(vm.raise(Exc::AttributeError, name));
    }
    let value = vm.own(value);
    vm.set_own_attr(obj, name, value)?;
    done(Value::NONE)
}

fn wrong_member(vm: &mut Vm, member: Value, obj: Value) -> crate::vm::Raised {
    let (name, class) = (vm.heap.value(member.idx(), 2), vm.heap.value(member.idx(), 3));
    let (name, class, given) = (vm.str(name).to_owned(), vm.class_name(class), vm.type_name(obj));
    vm.type_error(format!(
        "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
    ))
}

fn set_word(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = args.args[1];
    let v = if v.is_null() || v.is_none() && (at == 3 || at == 4) {
        Value::NULL
    } else {
        vm.own(v)
    };
    vm.replace(args.args[0].idx(), at, v);
    done(Value::NONE)
}

fn annotations(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = args.args[0].idx();
    let now = vm.heap.value(f, 9);
    if vm.is_dict(now) {
        return done(vm.own(now));
    }
    // Since 3.14 the compiler leaves a tuple of names and what evaluates them; a program may set a function that does.
    if now.is_ref() {
        return vm.slow_path("function_annotations", &[args.args[0], now]);
    }
    let d = vm.new_dict()?;
    let own = vm.own(d);
    vm.replace(f, 9, own);
    done(d)
}

/// What evaluates the annotations, since 3.14.
fn annotate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let now = vm.heap.value(args.args[0].idx(), 9);
    if vm.config.version.minor() < 14 {
        return done(Value::NULL);
    }
    if vm.is_tuple(now) {
        return vm.slow_path("annotate_function", &[now]);
    }
    done(if now.is_ref() && !vm.is_dict(now) {
        vm.own(now)
    } else {
        Value::NONE
    })
}

/// An attribute of the function behind a method or wrapper.
fn of_function(vm: &mut Vm, args: Args<'_>, name: &str) -> NativeResult {
    let f = vm.heap.value(args.args[0].idx(), 2);
    let name = vm.intern(name);
    match vm.get_attr(f, name, false)? {
        crate::vm::attr::Got::Value(v) | crate::vm::attr::Got::Method(v) => done(v),
        crate::vm::attr::Got::Call(f, args) => Ok(Out::Call(f, args)),
        crate::vm::attr::Got::Missing => done(Value::NULL),
    }
}

fn function_get(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (f, rest) = args.method(vm, "__get__", 1, 2)?;
    let f = vm.own(f);
    if rest[0].is_none() {
        return done(f);
    }
    let owner = vm.own(rest[0]);
    done(vm.new_simple(Kind::Method, vm.types.method, 0, &[f, owner])?)
}

/// `f.__call__(...)`
pub(super) fn call(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = vm.own(args.args[0]);
    let given = args.args[1..].iter().map(|&v| vm.own(v)).collect();
    let kw = args.kw.iter().map(|&(n, v)| (n, vm.own(v))).collect();
    Ok(Out::CallKw(f, given, kw))
}

fn new_property(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let inner = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    let given = inner.bind(vm, "property", ["fget", "fset", "fdel", "doc"], 4, 0)?;
    let [get, set, del, doc] = given.map(|v| {
        let v = v.unwrap_or(Value::NONE);
        vm.own(v)
    });
    done(vm.new_simple(Kind::Property, args.args[0], 0, &[get, set, del, doc, Value::NONE])?)
}

fn property_doc(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let p = args.args[0].idx();
    let (own, get) = (vm.heap.value(p, 5), vm.heap.value(p, 2));
    if !own.is_none() || !vm.is_kind(get, Kind::Function) {
        return done(vm.own(own));
    }
    let doc = vm.heap.value(get.idx(), 10);
    done(if doc.is_null() { Value::NONE } else { vm.own(doc) })
}

/// `property.setter` and its kin: a copy with one part replaced.
fn with_part(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let (p, rest) = args.method(vm, "property", 1, 1)?;
    let mut parts = [2, 3, 4, 5, 6].map(|i| vm.heap.value(p.idx(), i));
    parts[at as usize - 2] = rest[0];
    for &v in &parts {
        vm.heap.incref(v);
    }
    let c = vm.type_of(p);
    done(vm.new_simple(Kind::Property, c, 0, &parts)?)
}

fn abstract_part(vm: &mut Vm, args: Args<'_>, at: &[u32]) -> NativeResult {
    for &i in at {
        let f = vm.heap.value(args.args[0].idx(), i);
        let name = vm.names.__isabstractmethod__;
        if f.is_ref()
            && let crate::vm::attr::Got::Value(v) = vm.get_attr(f, name, false)?
        {
            let truth = vm.truth_fast(v).unwrap_or(false);
            vm.drop(v);
            if truth {
                return done(Value::TRUE);
            }
        }
    }
    done(Value::FALSE)
}

/// `d.__get__(obj, cls)` of a built-in descriptor.
fn descriptor_get(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, rest) = args.method(vm, "__get__", 1, 2)?;
    let obj = if rest[0].is_none() { Value::NULL } else { rest[0] };
    let c = rest
        .get(1)
        .copied()
        .filter(|c| vm.is_class(*c))
        .unwrap_or_else(|| vm.type_of(rest[0]));
    let is_member = vm.is_kind(d, Kind::Member);
    let has_owner = is_member || vm.is_kind(d, Kind::GetSet);
    if has_owner && !obj.is_null() && !vm.member_of(d, obj) {
        return Err(wrong_member(vm, d, obj));
    }
    match vm.bind(d, obj, c, false)? {
        crate::vm::attr::Got::Value(v) | crate::vm::attr::Got::Method(v) => done(v),
        crate::vm::attr::Got::Call(f, args) => Ok(Out::Call(f, args)),
        crate::vm::attr::Got::Missing if is_member => {
            let name = vm.heap.value(d.idx(), 2);
            Err(vm.no_attribute(obj, name))
        }
        crate::vm::attr::Got::Missing => done(vm.own(d)),
    }
}

fn wrapper(vm: &mut Vm, args: Args<'_>, kind: Kind) -> NativeResult {
    let word = if kind == Kind::StaticMethod {
        "staticmethod"
    } else {
        "classmethod"
    };
    let (class, rest) = args.made_of_one(vm, word)?;
    let f = vm.own(rest[0]);
    done(vm.new_simple(kind, class, 0, &[f])?)
}

/// `super()`, `super(class, obj)`; the former finds both in the calling frame.
fn new_super(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (_, rest) = args.method(vm, "super", 0, 2)?;
    let (class, obj) = match *rest {
        [class, ..] if !vm.is_class(class) => {
            let t = vm.type_name(class);
            return Err(vm.type_error(format!("super() argument 1 must be a type, not {t}")));
        }
        [class, obj] => (class, obj),
        [_] => {
            return Err(vm.raise(
                Exc::NotImplementedError,
                "super(type) without an object is not simulated",
            ));
        }
        _ => {
            let f = vm.frame();
            let rt = vm.frame_code(f);
            let at = rt.localsplus.iter().position(|&n| n == vm.names.__class__);
            let n_args = rt.code.n_args;
            if n_args == 0 {
                return Err(vm.raise(Exc::RuntimeError, "super(): no arguments"));
            }
            let Some(at) = at else {
                return Err(vm.raise(Exc::RuntimeError, "super(): __class__ cell not found"));
            };
            let cell = vm.heap.value(f, frame::LOCALSPLUS + at as u32);
            let mut obj = vm.heap.value(f, frame::LOCALSPLUS);
            if vm.is_kind(obj, Kind::Cell) {
                obj = vm.heap.value(obj.idx(), 2);
            }
            (vm.heap.value(cell.idx(), 2), obj)
        }
    };
    if class.is_null() || !vm.is_class(class) {
        return Err(vm.raise(Exc::RuntimeError, "super(): empty __class__ cell"));
    }
    let (class, obj) = (vm.own(class), vm.own(obj));
    done(vm.new_super(class, obj)?)
}

/// Calls an exception class so that `throw(cls)` and `raise cls` agree.
pub(crate) fn instance_of_exception(vm: &mut Vm, c: Value, args: &[Value]) -> Res<Option<Value>> {
    if vm.overrides(c, vm.names.__init__) || vm.overrides(c, vm.names.__new__) {
        return Ok(None);
    }
    let owned: Vec<Value> = args.iter().map(|&v| vm.own(v)).collect();
    vm.new_exception(c, &owned).map(Some)
}
