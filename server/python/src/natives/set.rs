//! `set` and `frozenset`: constructors, methods, algebra, the subset order. Views of dicts take part as sets do.
//! Elements whose hash or equality is Python code go through the prelude.

use super::{alias, protocol};
use crate::bytecode::{BinaryOp, CompareOp};
use crate::objects::dict::Find;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    for c in [vm.types.set, vm.types.frozenset] {
        let mutable = c == vm.types.set;
        vm.constructor(c, new)?;
        vm.method(c, "copy", copy)?;
        vm.method(c, "union", |vm, args| many(vm, args, BinaryOp::Or, false))?;
        vm.method(c, "intersection", |vm, args| many(vm, args, BinaryOp::And, false))?;
        vm.method(c, "difference", |vm, args| many(vm, args, BinaryOp::Subtract, false))?;
        vm.method(c, "symmetric_difference", |vm, args| {
            many(vm, args, BinaryOp::Xor, false)
        })?;
        vm.method(c, "issubset", |vm, args| relation(vm, args, CompareOp::Le))?;
        vm.method(c, "issuperset", |vm, args| relation(vm, args, CompareOp::Ge))?;
        vm.method(c, "isdisjoint", isdisjoint)?;
        vm.class_method(c, "__class_getitem__", alias::class_getitem)?;
        protocol::container(vm, c)?;
        protocol::ordering(vm, c)?;
        protocol::or(vm, c, mutable)?;
        protocol::algebra(vm, c, mutable)?;
        protocol::hash(vm, c, !mutable)?;
    }
    let c = vm.types.set;
    vm.method(c, "__init__", init)?;
    vm.method(c, "add", add)?;
    vm.method(c, "remove", |vm, args| remove(vm, args, true))?;
    vm.method(c, "discard", |vm, args| remove(vm, args, false))?;
    vm.method(c, "pop", pop)?;
    vm.method(c, "clear", |vm, args| {
        let (set, _) = args.method(vm, "clear", 0, 0)?;
        vm.set_clear(set)?;
        done(Value::NONE)
    })?;
    vm.method(c, "update", |vm, args| many(vm, args, BinaryOp::Or, true))?;
    vm.method(c, "intersection_update", |vm, args| many(vm, args, BinaryOp::And, true))?;
    vm.method(c, "difference_update", |vm, args| {
        many(vm, args, BinaryOp::Subtract, true)
    })?;
    vm.method(c, "symmetric_difference_update", |vm, args| {
        many(vm, args, BinaryOp::Xor, true)
    })
}

/// Whether a value takes part in set algebra: a set, a view of keys or of items.
pub(crate) fn is_set_like(vm: &Vm, v: Value) -> bool {
    vm.is_set(v) || vm.is_kind(v, Kind::DictView) && vm.heap.hi(v.idx(), 1) != VIEW_VALUES
}

/// Adds items with known hashes (borrowed). `false`: it takes Python code.
fn add_all(vm: &mut Vm, set: Value, items: &[(Value, i64)]) -> Res<bool> {
    vm.charge(items.len() as u64 * 15);
    for &(v, hash) in items {
        match vm.set_find(set, v, hash) {
            Find::Found(_) => {}
            Find::Missing => {
                let v = vm.own(v);
                vm.set_insert_new(set, v, hash)?;
            }
            Find::AskPython => return Ok(false),
        }
    }
    Ok(true)
}

fn entries(vm: &Vm, set: Value) -> Vec<(Value, i64)> {
    vm.set_entries(set).collect()
}

/// A copy as a set of a class; table and so order as CPython's `set_merge` leaves them.
fn copy_of(vm: &mut Vm, set: Value, kind: Kind, class: Value) -> Res {
    let copy = vm.new_set_of(kind, class)?;
    let items = entries(vm, set);
    let mask = u64::from(vm.heap.lo(vm.heap.lo(copy.idx(), 2), 1));
    if items.len() as u64 * 5 >= mask * 3 {
        vm.set_resize(copy, items.len() as u32 * 2)?;
    }
    vm.charge(items.len() as u64 * 5);
    for (v, hash) in items {
        let v = vm.own(v);
        vm.set_insert_new(copy, v, hash)?;
    }
    Ok(copy)
}

/// Any iterable as a set (owned). `None`: it takes Python code.
fn to_set(vm: &mut Vm, v: Value, kind: Kind) -> Res<Option<Value>> {
    let class = if kind == Kind::Set {
        vm.types.set
    } else {
        vm.types.frozenset
    };
    if vm.is_set(v) && vm.plain_items(v).is_some() {
        return copy_of(vm, v, kind, class).map(Some);
    }
    let Some(items) = vm.collect_plain(v)? else {
        return Ok(None);
    };
    let set = vm.new_set_of(kind, class)?;
    let filled = fill(vm, set, &items);
    vm.drop_all(&items);
    match filled {
        Ok(true) => Ok(Some(set)),
        Ok(false) => {
            vm.drop(set);
            Ok(None)
        }
        Err(raised) => {
            vm.drop(set);
            Err(raised)
        }
    }
}

/// Adds items (borrowed). `false`: it takes Python code.
fn fill(vm: &mut Vm, set: Value, items: &[Value]) -> Res<bool> {
    let mut hashed = Vec::with_capacity(items.len());
    for &v in items {
        match vm.element_hash(v)? {
            Some(hash) => hashed.push((v, hash)),
            None => return Ok(false),
        }
    }
    add_all(vm, set, &hashed)
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let frozen = vm.is_subclass(class, vm.types.frozenset);
    let word = if frozen { "frozenset" } else { "set" };
    let (_, rest) = args.method(vm, word, 0, 1)?;
    let kind = if frozen { Kind::FrozenSet } else { Kind::Set };
    let Some(&source) = rest.first() else {
        return done(vm.new_set_of(kind, class)?);
    };
    if frozen && class == vm.types.frozenset && vm.type_of(source) == class {
        return done(vm.own(source));
    }
    if vm.is_set(source) && vm.plain_items(source).is_some() {
        return done(copy_of(vm, source, kind, class)?);
    }
    // An iterator can be read once only: what it gave is what the prelude gets.
    let Some(items) = vm.collect_plain(source)? else {
        return vm.slow_path("set_new_slow", &[class, source]);
    };
    let set = vm.new_set_of(kind, class)?;
    let result = match fill(vm, set, &items) {
        Ok(true) => {
            vm.drop_all(&items);
            return done(set);
        }
        Ok(false) => {
            let list = vm.new_list(&items)?;
            let result = vm.slow_path("set_new_slow", &[class, list]);
            vm.drop(list);
            result
        }
        Err(raised) => {
            vm.drop_all(&items);
            Err(raised)
        }
    };
    vm.drop(set);
    result
}

fn init(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (set, rest) = args.method(vm, "set", 0, 1)?;
    vm.set_clear(set)?;
    match rest.first() {
        None => done(Value::NONE),
        Some(_) => many(vm, args, BinaryOp::Or, true),
    }
}

fn copy(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (set, _) = args.method(vm, "copy", 0, 0)?;
    let c = vm.type_of(set);
    if c == vm.types.frozenset {
        return done(vm.own(set));
    }
    let kind = vm.heap.kind(set.idx());
    done(copy_of(vm, set, kind, c)?)
}

fn add(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (set, rest) = args.method(vm, "set.add", 1, 1)?;
    if let Some(hash) = vm.element_hash(rest[0])?
        && add_all(vm, set, &[(rest[0], hash)])?
    {
        return done(Value::NONE);
    }
    vm.slow_path("set_add_slow", &[set, rest[0]])
}

fn remove(vm: &mut Vm, args: Args<'_>, must: bool) -> NativeResult {
    let (set, rest) = args.method(vm, if must { "set.remove" } else { "set.discard" }, 1, 1)?;
    if let Some(hash) = probe_hash(vm, rest[0])? {
        match vm.set_find(set, rest[0], hash) {
            Find::Found(at) => {
                let v = vm.set_remove_at(set, at);
                vm.drop(v);
                return done(Value::NONE);
            }
            Find::Missing if must => return Err(vm.key_error(rest[0])),
            Find::Missing => return done(Value::NONE),
            Find::AskPython => {}
        }
    }
    vm.slow_path("set_remove_slow", &[set, rest[0], Value::bool(must)])
}

/// The hash to look for; a set stands for the frozenset of its elements.
fn probe_hash(vm: &mut Vm, v: Value) -> Res<Option<i64>> {
    if vm.is_kind(v, Kind::Set) {
        let hashes: Vec<i64> = vm.set_entries(v).map(|(_, hash)| hash).collect();
        return Ok(Some(crate::text::hash::hash_frozenset(hashes)));
    }
    vm.element_hash(v)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (set, _) = args.method(vm, "set.pop", 0, 0)?;
    match vm.set_next(set, 0) {
        Some((at, _)) => done(vm.set_remove_at(set, at)),
        None => Err(vm.raise(Exc::KeyError, "pop from an empty set")),
    }
}

/// `x in set`
pub(crate) fn contains(vm: &mut Vm, set: Value, x: Value) -> NativeResult {
    if let Some(hash) = probe_hash(vm, x)? {
        match vm.set_find(set, x, hash) {
            Find::Found(_) => return done(Value::TRUE),
            Find::Missing => return done(Value::FALSE),
            Find::AskPython => {}
        }
    }
    vm.slow_path("set_contains_slow", &[set, x])
}

/// Removes from `set` what is (or is not) in `other`. `false`: it takes Python code; nothing was done.
fn keep(vm: &mut Vm, set: Value, other: Value, inside: bool) -> Res<bool> {
    let mut gone = Vec::new();
    for (v, hash) in entries(vm, set) {
        match vm.set_find(other, v, hash) {
            Find::AskPython => return Ok(false),
            found => {
                if (found == Find::Missing) == inside {
                    gone.push((v, hash));
                }
            }
        }
    }
    vm.charge(vm.set_len(set) as u64 * 10);
    for (v, hash) in gone {
        if let Find::Found(at) = vm.set_find(set, v, hash) {
            let v = vm.set_remove_at(set, at);
            vm.drop(v);
        }
    }
    Ok(true)
}

/// `set op= other`, both sets. `false`: it takes Python code.
fn combine(vm: &mut Vm, kind: BinaryOp, set: Value, other: Value) -> Res<bool> {
    match kind {
        BinaryOp::Or => {
            let items = entries(vm, other);
            let table = vm.heap.lo(set.idx(), 2);
            let (fill, mask) = (vm.heap.word(set.idx(), 3), u64::from(vm.heap.lo(table, 1)));
            if (fill + items.len() as u64) * 5 >= mask * 3 {
                vm.set_resize(set, (vm.set_len(set) + items.len()) as u32 * 2)?;
            }
            add_all(vm, set, &items)
        }
        BinaryOp::And => keep(vm, set, other, true),
        BinaryOp::Subtract => keep(vm, set, other, false),
        _ => {
            let mut both = Vec::new();
            for (v, hash) in entries(vm, other) {
                match vm.set_find(set, v, hash) {
                    Find::AskPython => return Ok(false),
                    found => both.push((v, hash, found)),
                }
            }
            for (v, hash, found) in both {
                if let Find::Found(at) = found {
                    // A removal moves nothing, but an insertion may have: look again.
                    let at = if let Find::Found(now) = vm.set_find(set, v, hash) {
                        now
                    } else {
                        at
                    };
                    let v = vm.set_remove_at(set, at);
                    vm.drop(v);
                } else {
                    let v = vm.own(v);
                    vm.set_insert_new(set, v, hash)?;
                }
            }
            Ok(true)
        }
    }
}

/// A new set `a op b` of two sets. `None`: it takes Python code.
fn combined(vm: &mut Vm, kind: BinaryOp, a: Value, b: Value) -> Res<Option<Value>> {
    let layout = if vm.is_kind(a, Kind::FrozenSet) {
        Kind::FrozenSet
    } else {
        Kind::Set
    };
    let class = if layout == Kind::Set {
        vm.types.set
    } else {
        vm.types.frozenset
    };
    let (result, ok) = match kind {
        BinaryOp::And => {
            // CPython walks the smaller one.
            let (small, large) = if vm.set_len(b) > vm.set_len(a) { (a, b) } else { (b, a) };
            let result = vm.new_set_of(layout, class)?;
            let mut ok = true;
            for (v, hash) in entries(vm, small) {
                match vm.set_find(large, v, hash) {
                    Find::Found(_) => {
                        let v = vm.own(v);
                        vm.set_insert_new(result, v, hash)?;
                    }
                    Find::Missing => {}
                    Find::AskPython => ok = false,
                }
            }
            (result, ok)
        }
        BinaryOp::Subtract if vm.set_len(a) >> 2 <= vm.set_len(b) => {
            let result = vm.new_set_of(layout, class)?;
            let mut ok = true;
            for (v, hash) in entries(vm, a) {
                match vm.set_find(b, v, hash) {
                    Find::Missing => {
                        let v = vm.own(v);
                        vm.set_insert_new(result, v, hash)?;
                    }
                    Find::Found(_) => {}
                    Find::AskPython => ok = false,
                }
            }
            (result, ok)
        }
        BinaryOp::Xor => {
            let result = copy_of(vm, b, layout, class)?;
            let ok = combine(vm, kind, result, a)?;
            (result, ok)
        }
        _ => {
            let result = copy_of(vm, a, layout, class)?;
            let ok = combine(vm, kind, result, b)?;
            (result, ok)
        }
    };
    if ok {
        return Ok(Some(result));
    }
    vm.drop(result);
    Ok(None)
}

/// `a op b` of sets and views. `None`: the operands do not fit.
pub(crate) fn operator(vm: &mut Vm, kind: BinaryOp, a: Value, b: Value) -> Option<NativeResult> {
    let view = |vm: &Vm, v| vm.is_kind(v, Kind::DictView) && is_set_like(vm, v);
    if vm.is_set(a) && vm.is_set(b) {
        return Some(match combined(vm, kind, a, b) {
            Ok(Some(v)) => done(v),
            Ok(None) => operator_slow(vm, kind, a, b),
            Err(raised) => Err(raised),
        });
    }
    // With a view the other operand may be any iterable, and the result is a set.
    if !view(vm, a) && !(view(vm, b) && (vm.is_set(a) || vm.is_iterable(a))) {
        return None;
    }
    if !vm.is_iterable(b) {
        return None;
    }
    let made = match (to_set(vm, a, Kind::Set), to_set(vm, b, Kind::Set)) {
        (Ok(Some(x)), Ok(Some(y))) => {
            let result = combined(vm, kind, x, y);
            vm.drop(x);
            vm.drop(y);
            result
        }
        (Err(raised), other) | (other, Err(raised)) => {
            if let Ok(Some(v)) = other {
                vm.drop(v);
            }
            Err(raised)
        }
        (x, y) => {
            for v in [x, y].into_iter().flatten().flatten() {
                vm.drop(v);
            }
            Ok(None)
        }
    };
    Some(match made {
        Ok(Some(v)) => done(v),
        Ok(None) => operator_slow(vm, kind, a, b),
        Err(raised) => Err(raised),
    })
}

fn operator_slow(vm: &mut Vm, kind: BinaryOp, a: Value, b: Value) -> NativeResult {
    let symbol = vm.intern(kind.symbol());
    vm.slow_path("set_operator_slow", &[a, b, symbol])
}

/// `a op= b`; the result is `a`.
pub(crate) fn in_place(vm: &mut Vm, kind: BinaryOp, a: Value, b: Value) -> NativeResult {
    if a == b && matches!(kind, BinaryOp::Xor | BinaryOp::Subtract) {
        vm.set_clear(a)?;
        return done(vm.own(a));
    }
    if let Some(other) = to_set(vm, b, Kind::Set)? {
        let ok = combine(vm, kind, a, other);
        vm.drop(other);
        if ok? {
            return done(vm.own(a));
        }
    }
    let symbol = vm.intern(kind.symbol());
    vm.slow_path("set_in_place_slow", &[a, b, symbol])
}

/// `union`, `difference_update` and the like: any number of iterables.
fn many(vm: &mut Vm, args: Args<'_>, kind: BinaryOp, update: bool) -> NativeResult {
    let max = if kind == BinaryOp::Xor { 1 } else { usize::MAX };
    let (set, rest) = args.method(vm, "set method", usize::from(kind == BinaryOp::Xor), max)?;
    let mut others = Vec::new();
    let mut plain = true;
    for &v in rest {
        // An iterator can be read once only, so one that the prelude must read is left alone.
        match if vm.is_kind(v, Kind::SeqIter) || plain {
            to_set_once(vm, v)
        } else {
            Ok(None)
        } {
            Ok(Some(other)) => others.push(other),
            Ok(None) => plain = false,
            Err(raised) => {
                vm.drop_all(&others);
                return Err(raised);
            }
        }
    }
    let mut result = if update { Some(vm.own(set)) } else { None };
    if plain {
        if !update {
            let layout = vm.heap.kind(set.idx());
            let class = if layout == Kind::Set {
                vm.types.set
            } else {
                vm.types.frozenset
            };
            result = match (&others[..], kind) {
                ([one], _) => combined(vm, kind, set, *one)?,
                _ => Some(copy_of(vm, set, layout, class)?),
            };
            plain = result.is_some();
            if others.len() == 1 {
                vm.drop_all(&others);
                others.clear();
            }
        }
        for &other in &others {
            let Some(target) = result else { break };
            plain = plain && combine(vm, kind, target, other)?;
        }
    }
    vm.drop_all(&others);
    match result {
        Some(v) if plain => {
            if update {
                vm.drop(v);
                return done(Value::NONE);
            }
            done(v)
        }
        other => {
            if let Some(v) = other {
                vm.drop(v);
            }
            let symbol = vm.intern(kind.symbol());
            let iterables: Vec<Value> = rest.iter().map(|&v| vm.own(v)).collect();
            let iterables = vm.new_tuple(&iterables)?;
            let result = vm.slow_path("set_many_slow", &[set, iterables, symbol, Value::bool(update)]);
            vm.drop(iterables);
            result
        }
    }
}

/// As `to_set`, for things that can be read again.
fn to_set_once(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let again = !v.is_ref()
        || !matches!(
            vm.heap.kind(v.idx()),
            Kind::SeqIter | Kind::RangeIter | Kind::DictIter | Kind::SetIter
        );
    if again { to_set(vm, v, Kind::Set) } else { Ok(None) }
}

/// `a op b` in the subset order, of sets and views.
pub(crate) fn order(vm: &mut Vm, op: CompareOp, a: Value, b: Value) -> NativeResult {
    let (Some(x), Some(y)) = (to_set(vm, a, Kind::Set)?, to_set(vm, b, Kind::Set)?) else {
        let symbol = vm.intern(op.symbol());
        return vm.slow_path("set_order_slow", &[a, b, symbol]);
    };
    let (small, large) = if matches!(op, CompareOp::Lt | CompareOp::Le) {
        (x, y)
    } else {
        (y, x)
    };
    let strict = matches!(op, CompareOp::Lt | CompareOp::Gt);
    let fits = vm.set_len(small) + usize::from(strict) <= vm.set_len(large);
    let mut answer = Some(fits);
    if fits {
        for (v, hash) in entries(vm, small) {
            match vm.set_find(large, v, hash) {
                Find::Found(_) => {}
                Find::Missing => {
                    answer = Some(false);
                    break;
                }
                Find::AskPython => {
                    answer = None;
                    break;
                }
            }
        }
    }
    vm.drop(x);
    vm.drop(y);
    match answer {
        Some(yes) => done(Value::bool(yes)),
        None => {
            let symbol = vm.intern(op.symbol());
            vm.slow_path("set_order_slow", &[a, b, symbol])
        }
    }
}

/// `issubset`, `issuperset`: the other one may be any iterable.
fn relation(vm: &mut Vm, args: Args<'_>, op: CompareOp) -> NativeResult {
    let (set, rest) = args.method(vm, "set method", 1, 1)?;
    match to_set_once(vm, rest[0])? {
        Some(other) => {
            let result = order(vm, op, set, other);
            vm.drop(other);
            result
        }
        None => {
            let symbol = vm.intern(op.symbol());
            vm.slow_path("set_relation_slow", &[set, rest[0], symbol])
        }
    }
}

/// `isdisjoint` of sets and of views.
pub(crate) fn isdisjoint(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (a, rest) = args.method(vm, "isdisjoint", 1, 1)?;
    let a_set = to_set(vm, a, Kind::Set)?;
    let b_set = to_set_once(vm, rest[0])?;
    let mut answer = None;
    if let (Some(x), Some(y)) = (a_set, b_set)
        && let Some(common) = combined(vm, BinaryOp::And, x, y)?
    {
        answer = Some(vm.set_len(common) == 0);
        vm.drop(common);
    }
    for v in [a_set, b_set].into_iter().flatten() {
        vm.drop(v);
    }
    match answer {
        Some(yes) => done(Value::bool(yes)),
        None => vm.slow_path("set_isdisjoint_slow", &[a, rest[0]]),
    }
}
