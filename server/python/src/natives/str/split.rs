//! `str` methods that take text apart and put it together: `split`, `splitlines`, `partition`, `join`.

use super::{must_be_str, text_of, this};
use crate::natives::arguments::int_arg;
use crate::text::{split, string};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(super) fn register(vm: &mut Vm, class: Value) -> Res<()> {
    vm.method(class, "split", |vm, args| apart(vm, args, "split", split::split))?;
    vm.method(class, "rsplit", |vm, args| apart(vm, args, "rsplit", split::rsplit))?;
    vm.method(class, "splitlines", splitlines)?;
    vm.method(class, "partition", |vm, args| {
        partition(vm, args, "partition", split::partition)
    })?;
    vm.method(class, "rpartition", |vm, args| {
        partition(vm, args, "rpartition", split::rpartition)
    })?;
    vm.method(class, "join", join)
}

/// A list of strs.
fn list_of(vm: &mut Vm, parts: &[String]) -> NativeResult {
    vm.charge(parts.len() as u64 * 25);
    let list = vm.new_list(&[])?;
    for part in parts {
        let item = match one_char(part) {
            Some(c) => vm.new_char(c)?,
            None => vm.new_str(part)?,
        };
        vm.list_push(list, item)?;
    }
    done(list)
}

fn one_char(s: &str) -> Option<char> {
    let mut chars = s.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn owned(parts: Vec<&str>) -> Vec<String> {
    parts.into_iter().map(str::to_owned).collect()
}

type Split = for<'a> fn(&'a str, Option<&str>, i64) -> crate::text::Result<Vec<&'a str>>;

/// `s.split(sep=None, maxsplit=-1)`
fn apart(vm: &mut Vm, args: Args<'_>, name: &str, f: Split) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let [sep, most] = rest.bind(vm, name, ["sep", "maxsplit"], 2, 0)?;
    let sep = sep.filter(|v| !v.is_none());
    if let Some(v) = sep
        && vm.as_str(v).is_none()
    {
        let t = vm.type_name(v);
        return Err(vm.type_error(format!("must be str or None, not {t}")));
    }
    let most = match most {
        Some(v) => int_arg(vm, v)?,
        None => -1,
    };
    let parts = f(text_of(vm, owner), sep.map(|v| text_of(vm, v)), most).map(owned);
    let parts = vm.text(parts)?;
    list_of(vm, &parts)
}

/// `s.splitlines(keepends=False)`
fn splitlines(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "splitlines")?;
    let [keep] = rest.bind(vm, "splitlines", ["keepends"], 1, 0)?;
    let keep = keep.is_some_and(|v| vm.truth_fast(v).unwrap_or(true));
    let parts = owned(split::splitlines(text_of(vm, owner), keep));
    list_of(vm, &parts)
}

type Partition = for<'a> fn(&'a str, &str) -> crate::text::Result<(&'a str, &'a str, &'a str)>;

fn partition(vm: &mut Vm, args: Args<'_>, name: &str, f: Partition) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let sep = rest.positional(vm, &format!("str.{name}"), 1, 1)?[0];
    if vm.as_str(sep).is_none() {
        return Err(must_be_str(vm, "", sep));
    }
    let parts = f(text_of(vm, owner), text_of(vm, sep)).map(|(a, b, c)| [a.to_owned(), b.to_owned(), c.to_owned()]);
    let parts = vm.text(parts)?;
    let mut items = [Value::NULL; 3];
    for (item, part) in items.iter_mut().zip(&parts) {
        *item = vm.new_str(part)?;
    }
    vm.new_tuple(&items).map(Into::into)
}

/// `sep.join(iterable)`
fn join(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "join")?;
    let iterable = rest.positional(vm, "str.join", 1, 1)?[0];
    let sep = vm.unbox(owner);
    if let Some(items) = vm.plain_items(iterable) {
        return join_items(vm, sep, &items);
    }
    if !vm.is_iterable(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    if let Some(items) = vm.collect_plain(iterable)? {
        let result = join_items(vm, sep, &items);
        vm.drop_all(&items);
        return result;
    }
    vm.slow_path("str_join_slow", &[sep, iterable])
}

fn join_items(vm: &mut Vm, sep: Value, items: &[Value]) -> NativeResult {
    if let Some(i) = items.iter().position(|&v| vm.as_str(v).is_none()) {
        let t = vm.type_name(items[i]);
        return Err(vm.type_error(format!("sequence item {i}: expected str instance, {t} found")));
    }
    if let &[only] = items
        && vm.is_str(only)
    {
        return done(vm.own(only));
    }
    let total = items.iter().map(|&v| text_of(vm, v).len()).fold(
        text_of(vm, sep).len().saturating_mul(items.len()),
        usize::saturating_add,
    );
    if total > crate::text::MAX_TEXT {
        return Err(vm.memory_error());
    }
    vm.charge(items.len() as u64 * 10 + total as u64 / 16);
    let made = string::join(text_of(vm, sep), items.iter().map(|&v| text_of(vm, v)));
    vm.new_str(&made).map(Into::into)
}
