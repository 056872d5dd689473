//! Iterators over built-in containers, and the builtins that make or drive iterators.

use super::protocol;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    for c in [
        t.list_iterator,
        t.tuple_iterator,
        t.str_iterator,
        t.bytes_iterator,
        t.range_iterator,
        t.dict_keyiterator,
        t.dict_valueiterator,
        t.dict_itemiterator,
        t.set_iterator,
        t.reversed,
    ] {
        vm.method(c, "__iter__", |vm, args| done(vm.own(args.args[0])))?;
        vm.method(c, "__next__", next_method)?;
        vm.method(c, "__length_hint__", length_hint)?;
    }
    for c in [t.map, t.filter, t.zip, t.enumerate, t.callable_iterator, t.iterator] {
        vm.method(c, "__iter__", |vm, args| done(vm.own(args.args[0])))?;
        vm.method(c, "__next__", next_method)?;
    }
    vm.constructor(t.map, map)?;
    vm.constructor(t.filter, filter)?;
    vm.constructor(t.zip, zip)?;
    vm.constructor(t.enumerate, enumerate)?;
    vm.constructor(t.reversed, reversed)?;
    for c in [t.enumerate, t.list, t.dict] {
        if c == t.enumerate {
            vm.class_method(c, "__class_getitem__", super::alias::class_getitem)?;
        }
    }
    Ok(())
}

/// `iter(v)` past a subclass's own `__iter__`.
pub(crate) fn iter_plain(vm: &mut Vm, v: Value) -> NativeResult {
    let inner = vm.unbox(v);
    if vm.is_builtin_class(vm.type_of(inner)) {
        return vm.get_iter(inner);
    }
    let t = vm.types;
    match vm.heap.kind(inner.idx()) {
        kind @ (Kind::List | Kind::Tuple | Kind::ByteArray) => {
            let class = match kind {
                Kind::List => t.list_iterator,
                Kind::Tuple => t.tuple_iterator,
                _ => t.bytes_iterator,
            };
            let v = vm.own(inner);
            done(vm.new_simple(Kind::SeqIter, class, 0, &[v, Value::int(0)])?)
        }
        Kind::Dict => vm.dict_iter(inner, VIEW_KEYS, false),
        Kind::Set | Kind::FrozenSet => {
            let it = vm.alloc(Kind::SetIter, t.set_iterator, 0, 5)?;
            let set = vm.own(inner);
            vm.heap.set_value(it, 2, set);
            vm.heap.set_word(it, 3, 0);
            let n = vm.set_len(set) as u64;
            vm.heap.set_word(it, 4, n);
            done(Value::block(it))
        }
        _ => vm.get_iter(inner),
    }
}

/// `__next__` of a native iterator or of a generator in another class's clothes.
pub(crate) fn next_method(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let it = args.args[0];
    if vm.is_kind(it, Kind::Generator) {
        return Ok(Out::Resume(vm.own(it), Value::NONE));
    }
    match vm.next_native(it)? {
        Some(v) => done(v),
        None => Err(vm.raise_with(Exc::StopIteration, &[])),
    }
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let it = args.args[0];
    let idx = it.idx();
    let left = match vm.heap.kind(idx) {
        Kind::SeqIter => {
            let (seq, i) = (vm.heap.value(idx, 2), vm.heap.value(idx, 3).as_int());
            match seq.is_ref().then(|| protocol::plain_len(vm, seq)).flatten() {
                _ if seq.is_null() => 0,
                Some(_) if vm.heap.hi(idx, 1) == 1 => i + 1,
                Some(n) => (n as i64 - i).max(0),
                None => return done(Value::NOT_IMPLEMENTED),
            }
        }
        Kind::RangeIter => {
            let [next, stop, step] = [2, 3, 4].map(|i| vm.heap.word(idx, i) as i64);
            crate::text::slice::range_len(next, stop, step) as i64
        }
        Kind::SetIter | Kind::DictIter if vm.heap.value(idx, 2).is_null() => 0,
        Kind::SetIter | Kind::DictIter => {
            // Counted by walking a copy of the place: hints are rare.
            let of = vm.heap.value(idx, 2);
            let mut at = vm.heap.word(idx, 3) as u32;
            let mut n = 0;
            if vm.is_set(of) {
                while let Some((i, _)) = vm.set_next(of, at) {
                    (at, n) = (i + 1, n + 1);
                }
            } else {
                let back = vm.heap.word(idx, 5) == 1;
                while let Some((e, _, _)) = if back {
                    vm.dict_prev(of, at)
                } else {
                    vm.dict_next(of, at)
                } {
                    (at, n) = (if back { e } else { e + 1 }, n + 1);
                }
            }
            n
        }
        _ => return done(Value::NOT_IMPLEMENTED),
    };
    done(vm.new_int(left)?)
}

/// `iter(obj)`, `iter(callable, sentinel)`
pub(crate) fn iter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match *args.positional(vm, "iter", 1, 2)? {
        [v] => vm.get_iter(v),
        [f, sentinel] => {
            if !super::builtins::is_callable(vm, f) {
                return Err(vm.type_error("iter(v, w): v must be callable"));
            }
            let class = vm.types.callable_iterator;
            generator(vm, "iter_sentinel", &[f, sentinel], class)
        }
        _ => unreachable!("counted above"),
    }
}

/// `next(it[, default])`
pub(crate) fn next(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "next", 1, 2)?;
    let it = rest[0];
    if let Some(item) = vm.try_next_native(it) {
        return match item? {
            Some(v) => done(v),
            None => match rest.get(1) {
                Some(&default) => done(vm.own(default)),
                None => Err(vm.raise_with(Exc::StopIteration, &[])),
            },
        };
    }
    if rest.len() == 1 {
        if vm.is_kind(it, Kind::Generator) && vm.special(it, vm.names.__next__).is_some() {
            return Ok(Out::Resume(vm.own(it), Value::NONE));
        }
        if let Some(f) = vm.special(it, vm.names.__next__) {
            return vm.call_special(it, f, &[]);
        }
        let t = vm.type_name(it);
        return Err(vm.type_error(format!("'{t}' object is not an iterator")));
    }
    vm.slow_path("next_slow", &[it, rest[1]])
}

/// A generator of the prelude in the clothes of a built-in iterator class.
fn generator(vm: &mut Vm, function: &str, args: &[Value], class: Value) -> NativeResult {
    let Out::Call(f, mut given) = vm.slow_path(function, args)? else {
        unreachable!("slow_path calls")
    };
    let Some(make) = vm.dict_get_str(vm.slow, "make_iterator") else {
        return Err(vm.raise(Exc::SystemError, "the prelude has no make_iterator"));
    };
    let class = vm.own(class);
    let mut all = vec![class, f];
    all.append(&mut given);
    Ok(Out::Call(vm.own(make), all))
}

fn map(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "map", 0, usize::MAX)?;
    if rest.len() < 2 {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iters: Vec<Value> = rest[1..].iter().map(|&v| vm.own(v)).collect();
    let iters = vm.new_tuple(&iters)?;
    let result = generator(vm, "map_gen", &[rest[0], iters], class);
    vm.drop(iters);
    result
}

fn filter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "filter", 2, 2)?;
    generator(vm, "filter_gen", rest, class)
}

fn zip(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = (args.args[0], &args.args[1..]);
    let strict = match *args.kw {
        [] => Value::FALSE,
        [(name, v)] if vm.str(name) == "strict" => v,
        [(name, _), ..] => {
            let n = vm.str(name).to_owned();
            return Err(vm.type_error(format!("zip() got an unexpected keyword argument '{n}'")));
        }
    };
    let iters: Vec<Value> = rest.iter().map(|&v| vm.own(v)).collect();
    let iters = vm.new_tuple(&iters)?;
    let result = generator(vm, "zip_gen", &[iters, strict], class);
    vm.drop(iters);
    result
}

fn enumerate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let inner = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    if inner.args.is_empty() && inner.kw.is_empty() {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let [iterable, start] = inner.bind(vm, "enumerate", ["iterable", "start"], 2, 1)?;
    let start = start.unwrap_or(Value::int(0));
    generator(
        vm,
        "enumerate_gen",
        &[iterable.unwrap_or(Value::NONE), start],
        args.args[0],
    )
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.made_of_one(vm, "reversed")?;
    if let Some(f) = vm.special(rest[0], vm.names.__reversed__) {
        if f.is_none() {
            let t = vm.type_name(rest[0]);
            return Err(vm.type_error(format!("'{t}' object is not reversible")));
        }
        return vm.call_special(rest[0], f, &[]);
    }
    if let Some(it) = reversed_plain(vm, rest[0])? {
        return done(it);
    }
    vm.slow_path("reversed_any", &[class, rest[0]])
}

/// `__reversed__` of a list, dict, range or dict view.
pub(crate) fn reversed_method(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, _) = args.method(vm, "__reversed__", 0, 0)?;
    match reversed_plain(vm, v)? {
        Some(it) => done(it),
        None => {
            let t = vm.type_name(v);
            Err(vm.type_error(format!("'{t}' object is not reversible")))
        }
    }
}

fn reversed_plain(vm: &mut Vm, v: Value) -> Res<Option<Value>> {
    let v = vm.unbox(v);
    if !v.is_ref() {
        return Ok(None);
    }
    let idx = v.idx();
    let n = protocol::plain_len(vm, v).unwrap_or(0) as i64;
    match vm.heap.kind(idx) {
        Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::ByteArray => {
            let last = if vm.is_str(v) { vm.str_len(v) as i64 - 1 } else { n - 1 };
            let v = vm.own(v);
            vm.new_simple(Kind::SeqIter, vm.types.reversed, 1, &[v, Value::int(last)])
                .map(Some)
        }
        Kind::Dict => as_value(vm.dict_iter(v, VIEW_KEYS, true)),
        Kind::DictView => {
            let (d, what) = (vm.heap.value(idx, 2), vm.heap.hi(idx, 1));
            as_value(vm.dict_iter(d, what, true))
        }
        Kind::Range => {
            let part = |i| vm.as_bigint(vm.heap.value(idx, i)).unwrap_or_default();
            let (start, step, n) = (part(2), part(4), part(5));
            let last = &start + (n - 1u8) * &step;
            let r = super::range::new_range(vm, &last, &(start - &step), &-step)?;
            let it = vm.get_iter(r);
            vm.drop(r);
            as_value(it)
        }
        _ => Ok(None),
    }
}

fn as_value(out: NativeResult) -> Res<Option<Value>> {
    match out? {
        Out::Value(v) => Ok(Some(v)),
        _ => Ok(None),
    }
}
