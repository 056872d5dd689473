//! The module `_weakref`: references that keep nothing alive.
//!
//! A reference names its target by index without counting it; `Vm::weakrefs` knows, for each target, the references to
//! it, oldest first, and clears them when the target dies (`vm/memory.rs`, `vm/collect.rs`).

use crate::objects::class_flags as cf;
use crate::vm::layout::{class, *};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Words of a reference.
const TARGET: u32 = 2;
const CALLBACK: u32 = 3;
/// The hash of the target, once asked for, as an int; else NULL. It outlives the target.
const HASH: u32 = 4;
const WORDS: u32 = 5;

/// Methods of `weakref.ref`.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.weakref;
    vm.constructor(c, new)?;
    vm.method(c, "__call__", call)?;
    vm.method(c, "__hash__", hash)?;
    vm.getset(
        c,
        "__callback__",
        |vm, args| {
            let callback = vm.heap.value(args.args[0].idx(), CALLBACK);
            let alive = vm.weakref_target(args.args[0]).is_some();
            done(if alive { vm.own(callback) } else { Value::NONE })
        },
        None,
    )
}

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    for name in ["ref", "ReferenceType"] {
        let c = vm.types.weakref;
        let c = vm.own(c);
        vm.constant(d, name, c)?;
    }
    vm.function(d, "getweakrefcount", |vm, args| {
        let v = args.positional(vm, "getweakrefcount", 1, 1)?[0];
        let n = vm.weakrefs_of(v).len();
        done(Value::int(n as i64))
    })?;
    vm.function(d, "getweakrefs", |vm, args| {
        let v = args.positional(vm, "getweakrefs", 1, 1)?[0];
        let refs: Vec<Value> = vm.weakrefs_of(v).iter().map(|&r| Value::block(r)).collect();
        let refs: Vec<Value> = refs.into_iter().map(|r| vm.own(r)).collect();
        done(vm.new_list(&refs)?)
    })?;
    vm.function(d, "_keep_hash", |vm, args| {
        let given = args.positional(vm, "_keep_hash", 2, 2)?;
        let (r, h) = (given[0], given[1]);
        if !vm.is_kind(r, Kind::WeakRef) {
            return Err(vm.type_error("_keep_hash() needs a weak reference"));
        }
        if let Some(h) = vm.as_i64(h) {
            let h = vm.new_int(h)?;
            vm.replace(r.idx(), HASH, h);
        }
        done(Value::NONE)
    })?;
    let m = vm.new_module("_weakref", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// `ref(object[, callback])`. A plain reference without a callback is shared by all who ask for one.
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (c, rest) = args.method(vm, "ReferenceType", 1, 2)?;
    let target = rest[0];
    let callback = rest.get(1).copied().unwrap_or(Value::NONE);
    if !is_weakrefable(vm, target) {
        let t = vm.type_name(target);
        return Err(vm.type_error(format!("cannot create weak reference to '{t}' object")));
    }
    if callback.is_none() && c == vm.types.weakref {
        let shared = vm
            .weakrefs_of(target)
            .iter()
            .map(|&r| Value::block(r))
            .find(|&r| vm.type_of(r) == c && vm.heap.value(r.idx(), CALLBACK).is_none());
        if let Some(shared) = shared {
            return done(vm.own(shared));
        }
    }
    let idx = vm.alloc(Kind::WeakRef, c, 0, WORDS)?;
    let callback = vm.own(callback);
    vm.heap.set_value(idx, TARGET, Value::int(i64::from(target.idx())));
    vm.heap.set_value(idx, CALLBACK, callback);
    vm.heap.set_value(idx, HASH, Value::NULL);
    vm.heap.add_flags(target.idx(), HAS_WEAKREF);
    vm.weakrefs.entry(target.idx()).or_default().push(idx);
    done(Value::block(idx))
}

fn call(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (r, _) = args.method(vm, "__call__", 0, 0)?;
    let target = vm.weakref_target(r).unwrap_or(Value::NONE);
    done(vm.own(target))
}

fn hash(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (r, _) = args.method(vm, "__hash__", 0, 0)?;
    match vm.hash(r)? {
        Some(h) => done(vm.new_int(h)?),
        None => {
            let target = vm.weakref_target(r).unwrap_or(Value::NONE);
            vm.slow_path("hash_weakref", &[r, target])
        }
    }
}

/// `__weakref__`: the oldest weak reference to an object, or None.
pub(crate) fn first(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let target = args.args[0];
    let first = vm.weakrefs.get(&target.idx()).and_then(|all| all.first());
    let first = first.map_or(Value::NONE, |&idx| Value::block(idx));
    done(vm.own(first))
}

/// Whether CPython's type of this value has a list of weak references.
fn is_weakrefable(vm: &Vm, v: Value) -> bool {
    if !v.is_ref() {
        return false;
    }
    let c = vm.type_of(v);
    let flags = vm.class_flags(c);
    let is_user = flags & cf::BUILTIN == 0;
    // A class with `__slots__` has the list only if it says so.
    let in_slots = || {
        let slots = vm.heap.value(c.idx(), class::SLOTS);
        flags & cf::NO_DICT == 0
            || vm.is_tuple(slots) && vm.tuple(slots).iter().any(|&s| vm.as_str(s) == Some("__weakref__"))
    };
    match vm.heap.kind(v.idx()) {
        Kind::Instance => {
            // Sizes of ints and bytes vary, which leaves no room for the list.
            let varies =
                flags & cf::BOXED != 0 && (vm.is_instance(v, vm.types.int) || vm.is_instance(v, vm.types.bytes));
            is_user && !varies && in_slots()
        }
        Kind::List | Kind::Dict | Kind::ByteArray | Kind::Exception => is_user && in_slots(),
        Kind::Generator => [vm.types.generator, vm.types.coroutine, vm.types.async_generator].contains(&c),
        Kind::Set
        | Kind::FrozenSet
        | Kind::Function
        | Kind::Native
        | Kind::Method
        | Kind::Class
        | Kind::Module
        | Kind::Code
        | Kind::Lock
        | Kind::Alias => true,
        _ => false,
    }
}

impl Vm {
    /// What a weak reference refers to, borrowed; `None` when it is gone.
    pub(crate) fn weakref_target(&self, r: Value) -> Option<Value> {
        let target = self.heap.value(r.idx(), TARGET);
        target.is_int().then(|| Value::block(target.as_int() as u32))
    }

    /// The blocks of the references to a value, oldest first.
    pub(crate) fn weakrefs_of(&self, v: Value) -> &[u32] {
        if v.is_ref() && self.heap.flags(v.idx()) & HAS_WEAKREF != 0 {
            self.weakrefs.get(&v.idx()).map_or(&[], Vec::as_slice)
        } else {
            &[]
        }
    }

    /// The hash of a reference: its target's. `None`: takes Python code.
    pub(crate) fn hash_weakref(&mut self, r: Value) -> Res<Option<i64>> {
        let known = self.heap.value(r.idx(), HASH);
        if !known.is_null() {
            return Ok(self.as_i64(known));
        }
        let Some(target) = self.weakref_target(r) else {
            return Err(self.type_error("weak object has gone away"));
        };
        let hash = self.hash(target)?;
        if let Some(h) = hash {
            let h = self.new_int(h)?;
            self.replace(r.idx(), HASH, h);
        }
        Ok(hash)
    }

    /// Whether two references are equal: while both targets live, if those are.
    pub(crate) fn eq_weakrefs(&self, a: Value, b: Value, depth: u32) -> Option<bool> {
        match (self.weakref_target(a), self.weakref_target(b)) {
            (Some(x), Some(y)) => self.eq_at(x, y, depth + 1),
            _ => Some(false),
        }
    }
}
