//! `list`: its methods, and sorting. Elements whose comparison is Python code go through the prelude.

use super::{alias, iter, protocol};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};
use std::cmp::Ordering;

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.types.list;
    vm.constructor(c, new)?;
    vm.method(c, "__init__", init)?;
    vm.method(c, "append", append)?;
    vm.list_append = vm.natives.len() as u32 - 1;
    vm.method(c, "extend", extend)?;
    vm.method(c, "insert", insert)?;
    vm.method(c, "remove", remove)?;
    vm.method(c, "pop", pop)?;
    vm.method(c, "clear", clear)?;
    vm.method(c, "index", index)?;
    vm.method(c, "count", count)?;
    vm.method(c, "sort", sort)?;
    vm.method(c, "reverse", reverse)?;
    vm.method(c, "copy", copy)?;
    vm.method(c, "__reversed__", iter::reversed_method)?;
    vm.class_method(c, "__class_getitem__", alias::class_getitem)?;
    protocol::container(vm, c)?;
    protocol::ordering(vm, c)?;
    protocol::items(vm, c, true)?;
    protocol::sequence(vm, c, true)?;
    protocol::hash(vm, c, false)
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = args.method(vm, "list", 0, 1)?;
    let Some(&iterable) = rest.first() else {
        return done(vm.new_list_of(class)?);
    };
    let Some(items) = vm.collect_plain(iterable)? else {
        return vm.slow_path("list_new_slow", &[class, iterable]);
    };
    vm.charge(items.len() as u64 * 2);
    let list = vm.new_list_of(class)?;
    vm.list_splice(list, 0, 0, &items)?;
    done(list)
}

fn init(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "list", 0, 1)?;
    let items = match rest.first() {
        None => Vec::new(),
        Some(&iterable) => match vm.collect_plain(iterable)? {
            Some(items) => items,
            None => return vm.slow_path("list_init_slow", &[list, iterable]),
        },
    };
    let len = vm.list_len(list);
    let old = vm.list_splice(list, 0, len, &items)?;
    vm.drop_all(&old);
    done(Value::NONE)
}

fn append(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "list.append", 1, 1)?;
    let item = vm.own(rest[0]);
    vm.list_push(list, item)?;
    done(Value::NONE)
}

fn extend(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "list.extend", 1, 1)?;
    match vm.collect_plain(rest[0])? {
        Some(items) => {
            let len = vm.list_len(list);
            vm.list_splice(list, len, len, &items)?;
            done(Value::NONE)
        }
        None => vm.slow_path("list_extend_slow", &[list, rest[0]]),
    }
}

fn insert(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "insert", 2, 2)?;
    let Some(i) = protocol::index_arg(vm, rest[0])? else {
        return vm.slow_path("list_insert_slow", &[list, rest[0], rest[1]]);
    };
    let len = vm.list_len(list) as i64;
    let at = (if i < 0 {
        i.saturating_add(len).max(0)
    } else {
        i.min(len)
    }) as usize;
    vm.charge((len as u64 - at as u64) / 4);
    let item = vm.own(rest[1]);
    vm.list_splice(list, at, at, &[item])?;
    done(Value::NONE)
}

/// Position of the first item equal to `x` from `start` to `stop`. `Err(())`: it takes Python code to tell.
fn position(vm: &Vm, items: &[Value], x: Value, start: usize, stop: usize) -> Result<Option<usize>, ()> {
    for (i, &item) in items.iter().enumerate().take(stop).skip(start) {
        match if item == x { Some(true) } else { vm.eq(item, x) } {
            Some(true) => return Ok(Some(i)),
            Some(false) => {}
            None => return Err(()),
        }
    }
    Ok(None)
}

fn remove(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "list.remove", 1, 1)?;
    let items = vm.list(list).to_vec();
    match position(vm, &items, rest[0], 0, items.len()) {
        Ok(Some(i)) => {
            vm.charge(items.len() as u64);
            let old = vm.list_splice(list, i, i + 1, &[])?;
            vm.drop_all(&old);
            done(Value::NONE)
        }
        Ok(None) => Err(vm.value_error("list.remove(x): x not in list")),
        Err(()) => vm.slow_path("remove_slow", &[list, rest[0]]),
    }
}

fn pop(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, rest) = args.method(vm, "pop", 0, 1)?;
    let i = match rest.first() {
        None => -1,
        Some(&v) => match protocol::index_arg(vm, v)? {
            Some(i) => i,
            None => return vm.slow_path("list_pop_slow", &[list, v]),
        },
    };
    let len = vm.list_len(list);
    if len == 0 {
        return Err(vm.raise(Exc::IndexError, "pop from empty list"));
    }
    let Some(at) = crate::text::slice::item_index(i, len) else {
        return Err(vm.raise(Exc::IndexError, "pop index out of range"));
    };
    vm.charge((len - at) as u64 / 4);
    let old = vm.list_splice(list, at, at + 1, &[])?;
    done(old[0])
}

fn clear(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, _) = args.method(vm, "list.clear", 0, 0)?;
    let len = vm.list_len(list);
    let old = vm.list_splice(list, 0, len, &[])?;
    vm.drop_all(&old);
    done(Value::NONE)
}

/// `list.index` and `tuple.index`.
pub(crate) fn index(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "index", 1, 3)?;
    let tuple = vm.is_tuple(owner);
    let items = if tuple { vm.tuple(owner) } else { vm.list(owner) }.to_vec();
    let mut bounds = [None, None];
    for (bound, &v) in bounds.iter_mut().zip(&rest[1..]) {
        match protocol::index_arg(vm, v)? {
            Some(i) => *bound = Some(i),
            None => return Err(vm.type_error("slice indices must be integers or have an __index__ method")),
        }
    }
    let (start, stop) = crate::text::slice::clamp_range(bounds[0], bounds[1], items.len());
    match position(vm, &items, rest[0], start, stop) {
        Ok(Some(i)) => {
            vm.charge(i as u64 * 8);
            done(Value::int(i as i64))
        }
        Ok(None) if tuple => Err(vm.value_error("tuple.index(x): x not in tuple")),
        Ok(None) if vm.config.version.minor() >= 14 => Err(vm.value_error("list.index(x): x not in list")),
        _ => {
            let (start, stop) = (Value::int(start.min(items.len()) as i64), Value::int(stop as i64));
            vm.slow_path("index_slow", &[owner, rest[0], start, stop])
        }
    }
}

/// `list.count` and `tuple.count`.
pub(crate) fn count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.method(vm, "count", 1, 1)?;
    let items = if vm.is_tuple(owner) {
        vm.tuple(owner)
    } else {
        vm.list(owner)
    }
    .to_vec();
    let mut n = 0;
    for &item in &items {
        match if item == rest[0] {
            Some(true)
        } else {
            vm.eq(item, rest[0])
        } {
            Some(equal) => n += i64::from(equal),
            None => return vm.slow_path("count_slow", &[owner, rest[0]]),
        }
    }
    vm.charge(items.len() as u64 * 8);
    done(Value::int(n))
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, _) = args.method(vm, "list.reverse", 0, 0)?;
    vm.list_mut(list).reverse();
    done(Value::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (list, _) = args.method(vm, "list.copy", 0, 0)?;
    let items = vm.list(list).to_vec();
    vm.items_again(&items, false)
}

fn sort(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (&list, rest) = args.args.split_first().expect("its owner is checked");
    let rest = Args {
        args: rest,
        kw: args.kw,
    };
    let [key, reverse] = rest.bind(vm, "sort", ["key", "reverse"], 0, 0)?;
    let (key, reverse) = (key.unwrap_or(Value::NONE), reverse.unwrap_or(Value::FALSE));
    if key.is_none()
        && let Some(backwards) = vm.truth_fast(reverse)
    {
        let items = vm.list(list).to_vec();
        if let Some(sorted) = sorted_items(vm, &items, backwards) {
            vm.list_mut(list).copy_from_slice(&sorted);
            return done(Value::NONE);
        }
    }
    vm.slow_path("list_sort_slow", &[list, key, reverse])
}

/// `sorted(iterable, /, *, key=None, reverse=False)`
pub(crate) fn sorted(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let &[iterable] = args.args else {
        let n = args.args.len();
        return Err(vm.type_error(format!("sorted expected 1 argument, got {n}")));
    };
    // As in CPython it is the list's method that reads the rest.
    let rest = Args { args: &[], kw: args.kw };
    let [key, reverse] = rest.bind(vm, "sort", ["key", "reverse"], 0, 0)?;
    let (key, reverse) = (key.unwrap_or(Value::NONE), reverse.unwrap_or(Value::FALSE));
    let Some(items) = vm.collect_plain(iterable)? else {
        return vm.slow_path("sorted_any_slow", &[iterable, key, reverse]);
    };
    if key.is_none()
        && let Some(backwards) = vm.truth_fast(reverse)
        && let Some(sorted) = sorted_items(vm, &items, backwards)
    {
        return done(vm.new_list(&sorted)?);
    }
    let list = vm.new_list(&items)?;
    let result = vm.slow_path("sorted_slow", &[list, key, reverse]);
    vm.drop(list);
    result
}

/// The same items in order. `None`: it takes Python code to compare them.
fn sorted_items(vm: &mut Vm, items: &[Value], backwards: bool) -> Option<Vec<Value>> {
    let order = sorted_order(vm, items, backwards)?;
    Some(order.into_iter().map(|i| items[i]).collect())
}

/// `sort_by_keys(items, keys, reverse)` of `_timeslice`: a new list, or None if it takes Python code to compare keys.
pub(crate) fn sort_by_keys(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "sort_by_keys", 3, 3)?;
    let (items, keys) = (vm.list(rest[0]).to_vec(), vm.list(rest[1]).to_vec());
    let Some(backwards) = vm.truth_fast(rest[2]) else {
        return done(Value::NONE);
    };
    match sorted_order(vm, &keys, backwards) {
        Some(order) if items.len() == keys.len() => {
            let sorted: Vec<Value> = order.into_iter().map(|i| items[i]).collect();
            vm.items_again(&sorted, false)
        }
        _ => done(Value::NONE),
    }
}

/// A stable merge sort that gives up when `<` is Python code: the positions of the keys in order.
fn sorted_order(vm: &mut Vm, keys: &[Value], backwards: bool) -> Option<Vec<usize>> {
    let n = keys.len();
    let mut order: Vec<usize> = (0..n).collect();
    if backwards {
        order.reverse();
    }
    let mut n_compares: u64 = 0;
    let mut sorted = true;
    for pair in order.windows(2) {
        n_compares += 1;
        if vm.order(keys[pair[1]], keys[pair[0]])? == Ordering::Less {
            sorted = false;
            break;
        }
    }
    let mut width = if sorted { n.max(1) } else { 1 };
    let mut other = Vec::with_capacity(n);
    while width < n {
        other.clear();
        for low in (0..n).step_by(2 * width) {
            let (middle, high) = ((low + width).min(n), (low + 2 * width).min(n));
            let (mut i, mut j) = (low, middle);
            while i < middle && j < high {
                n_compares += 1;
                if vm.order(keys[order[j]], keys[order[i]])? == Ordering::Less {
                    other.push(order[j]);
                    j += 1;
                } else {
                    other.push(order[i]);
                    i += 1;
                }
            }
            other.extend_from_slice(&order[i..middle]);
            other.extend_from_slice(&order[j..high]);
        }
        std::mem::swap(&mut order, &mut other);
        width *= 2;
    }
    if backwards {
        order.reverse();
    }
    vm.charge(n_compares * 15);
    Some(order)
}
