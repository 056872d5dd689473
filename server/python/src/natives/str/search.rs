//! `str` methods that look for text: `find`, `count`, `startswith`, `replace`, `strip` and their kin.

use super::{must_be_str, text_of, this};
use crate::natives::arguments::{bound_arg, int_arg};
use crate::text::search::{self, Ends};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(super) fn register(vm: &mut Vm, class: Value) -> Res<()> {
    vm.method(class, "find", |vm, args| find(vm, args, "find", search::find, false))?;
    vm.method(class, "rfind", |vm, args| find(vm, args, "rfind", search::rfind, false))?;
    vm.method(class, "index", |vm, args| find(vm, args, "index", search::find, true))?;
    vm.method(class, "rindex", |vm, args| {
        find(vm, args, "rindex", search::rfind, true)
    })?;
    vm.method(class, "count", count)?;
    vm.method(class, "startswith", |vm, args| {
        affix(vm, args, "startswith", search::startswith)
    })?;
    vm.method(class, "endswith", |vm, args| {
        affix(vm, args, "endswith", search::endswith)
    })?;
    vm.method(class, "replace", replace)?;
    vm.method(class, "strip", |vm, args| strip(vm, args, "strip", Ends::Both))?;
    vm.method(class, "lstrip", |vm, args| strip(vm, args, "lstrip", Ends::Left))?;
    vm.method(class, "rstrip", |vm, args| strip(vm, args, "rstrip", Ends::Right))?;
    vm.method(class, "removeprefix", |vm, args| {
        remove(vm, args, "removeprefix", search::removeprefix)
    })?;
    vm.method(class, "removesuffix", |vm, args| {
        remove(vm, args, "removesuffix", search::removesuffix)
    })
}

type Find = fn(&str, &str, Option<i64>, Option<i64>) -> Option<usize>;

/// What is sought, and from where to where; 3.13 has other words for too few.
fn one_to_three<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> Res<&'a [Value]> {
    if vm.config.version.minor() < 13 && args.args.is_empty() && args.kw.is_empty() {
        return Err(vm.type_error(format!("{name}() takes at least 1 argument (0 given)")));
    }
    args.positional(vm, name, 1, 3)
}

/// Needle and bounds.
fn needle(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<(Value, Value, Option<i64>, Option<i64>)> {
    let (owner, rest) = this(vm, args, name)?;
    let rest = one_to_three(vm, rest, name)?;
    let (start, end) = (bound_arg(vm, rest.get(1))?, bound_arg(vm, rest.get(2))?);
    if vm.as_str(rest[0]).is_none() {
        let prefix = if vm.config.version.minor() >= 13 {
            format!("{name}() argument 1 ")
        } else {
            String::new()
        };
        return Err(must_be_str(vm, &prefix, rest[0]));
    }
    charge(vm, owner);
    Ok((owner, rest[0], start, end))
}

/// A search looks at some sixteen bytes a nanosecond.
fn charge(vm: &mut Vm, owner: Value) {
    let size = text_of(vm, owner).len();
    vm.charge(size as u64 / 16);
}

fn find(vm: &mut Vm, args: Args<'_>, name: &str, f: Find, strict: bool) -> NativeResult {
    let (owner, needle, start, end) = needle(vm, args, name)?;
    let found = f(text_of(vm, owner), text_of(vm, needle), start, end);
    if strict {
        let at = vm.text(search::index(found))?;
        return done(Value::int(at as i64));
    }
    done(Value::int(found.map_or(-1, |at| at as i64)))
}

fn count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, needle, start, end) = needle(vm, args, "count")?;
    let n = search::count(text_of(vm, owner), text_of(vm, needle), start, end);
    done(Value::int(n as i64))
}

fn affix(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(&str, &str, Option<i64>, Option<i64>) -> bool) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = one_to_three(vm, rest, name)?;
    let (start, end) = (bound_arg(vm, rest.get(1))?, bound_arg(vm, rest.get(2))?);
    if vm.is_tuple(rest[0]) {
        for &item in vm.tuple(rest[0]).to_vec().iter() {
            match vm.as_str(item) {
                Some(s) if f(text_of(vm, owner), s, start, end) => return done(Value::TRUE),
                Some(_) => {}
                None => {
                    let t = vm.type_name(item);
                    return Err(vm.type_error(format!("tuple for {name} must only contain str, not {t}")));
                }
            }
        }
        return done(Value::FALSE);
    }
    match vm.as_str(rest[0]) {
        Some(s) => done(Value::bool(f(text_of(vm, owner), s, start, end))),
        None => {
            let t = vm.type_name(rest[0]);
            Err(vm.type_error(format!("{name} first arg must be str or a tuple of str, not {t}")))
        }
    }
}

/// `s.replace(old, new, count=-1)`
fn replace(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "replace")?;
    // The count can be named since 3.13.
    let named = vm.config.version.minor() >= 13;
    if !named {
        rest.positional(vm, "replace", 2, 3)?;
    }
    let [old, new, count] = rest.bind(vm, "replace", ["", "", if named { "count" } else { "" }], 3, 2)?;
    let mut pair = [Value::NONE; 2];
    for (i, v) in [old, new].into_iter().enumerate() {
        let v = v.unwrap_or(Value::NONE);
        if vm.as_str(v).is_none() {
            return Err(must_be_str(vm, &format!("replace() argument {} ", i + 1), v));
        }
        pair[i] = v;
    }
    let count = match count {
        Some(v) => int_arg(vm, v)?,
        None => -1,
    };
    charge(vm, owner);
    let made = search::replace(text_of(vm, owner), text_of(vm, pair[0]), text_of(vm, pair[1]), count)
        .map(std::borrow::Cow::into_owned);
    let made = vm.text(made)?;
    vm.new_str(&made).map(Into::into)
}

fn strip(vm: &mut Vm, args: Args<'_>, name: &str, ends: Ends) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 0, 1)?;
    let chars = rest.first().copied().filter(|v| !v.is_none());
    if let Some(v) = chars
        && vm.as_str(v).is_none()
    {
        return Err(vm.type_error(format!("{name} arg must be None or str")));
    }
    let whole = text_of(vm, owner);
    let part = search::strip(whole, chars.map(|v| text_of(vm, v)), ends);
    if part.len() == whole.len() {
        let v = vm.unbox(owner);
        return done(vm.own(v));
    }
    let part = part.to_owned();
    vm.new_str(&part).map(Into::into)
}

fn remove(vm: &mut Vm, args: Args<'_>, name: &str, f: for<'a> fn(&'a str, &str) -> &'a str) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let affix = rest.positional(vm, &format!("str.{name}"), 1, 1)?[0];
    if vm.as_str(affix).is_none() {
        return Err(must_be_str(vm, &format!("{name}() argument "), affix));
    }
    let part = f(text_of(vm, owner), text_of(vm, affix)).to_owned();
    vm.new_str(&part).map(Into::into)
}
