//! The module `_re`: compiled patterns by number, and searches with them. Everything that a program sees of regular
//! expressions is `prelude/re.py`.

use super::arguments::clamped;
use crate::text::regex::{Mode, Pattern, Refusal, Spans};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, LookupMap, NativeResult, Raised, Res, Vm};
use std::sync::Arc;

/// Most patterns that one process compiles: each takes host memory that the simulated heap does not count.
const PATTERNS_MAX: usize = 1000;
/// What making a pattern costs for each of its characters, in nanoseconds: CPython compiles patterns in Python.
const COMPILE_NS: u64 = 4_000;

/// The compiled patterns of a process. Only grows, and the same pattern always has the same number, so that it stays
/// outside snapshots.
#[derive(Debug, Default, Clone)]
pub(crate) struct Patterns {
    all: Vec<Arc<Pattern>>,
    numbers: LookupMap<(String, u32, bool), usize>,
}

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    vm.function(d, "compile", compile)?;
    vm.function(d, "find", find)?;
    vm.function(d, "find_all", find_all)?;
    let m = vm.new_module("_re", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// Text to search: itself, or bytes as Latin-1.
fn subject(vm: &Vm, v: Value) -> Option<(String, bool)> {
    if let Some(text) = vm.as_str(v) {
        return Some((text.to_owned(), false));
    }
    let data = vm.as_bytes(v)?;
    Some((data.iter().copied().map(char::from).collect(), true))
}

/// `compile(pattern, flags)`: (number, flags, groups, ((name, group), ...)), or (message, position) of what is wrong.
fn compile(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "compile", 2, 2)?;
    let (Some((text, bytes)), Some(flags)) = (subject(vm, a[0]), clamped(vm, a[1])) else {
        return Err(vm.type_error("first argument must be string or compiled pattern"));
    };
    let flags = flags as u32;
    let key = (text, flags, bytes);
    let number = match vm.patterns.numbers.get(&key) {
        Some(&number) => number,
        None => {
            vm.charge((key.0.len() as u64 + 10) * COMPILE_NS);
            if vm.patterns.all.len() >= PATTERNS_MAX {
                return Err(vm.raise(
                    Exc::MemoryError,
                    format!("more than {PATTERNS_MAX} regular expressions"),
                ));
            }
            match Pattern::new(&key.0, flags, bytes, vm.config.version.minor()) {
                Ok(pattern) => {
                    let number = vm.patterns.all.len();
                    vm.patterns.all.push(Arc::new(pattern));
                    vm.patterns.numbers.insert(key, number);
                    number
                }
                Err(Refusal::Pattern(message, pos)) => {
                    let message = vm.new_str(&message)?;
                    let pos = pos.map_or(Value::NONE, |p| Value::int(p as i64));
                    return done(vm.new_tuple(&[message, pos])?);
                }
                Err(other) => return Err(refused(vm, &other)),
            }
        }
    };
    let pattern = vm.patterns.all[number].clone();
    let mut names = Vec::with_capacity(pattern.names.len());
    for (name, group) in &pattern.names {
        let name = vm.new_str(name)?;
        names.push(vm.new_tuple(&[name, Value::int(*group as i64)])?);
    }
    let names = vm.new_tuple(&names)?;
    done(vm.new_tuple(&[
        Value::int(number as i64),
        Value::int(i64::from(pattern.flags)),
        Value::int(pattern.n_groups as i64),
        names,
    ])?)
}

#[cold]
fn refused(vm: &mut Vm, refusal: &Refusal) -> Raised {
    match refusal {
        Refusal::Pattern(message, _) | Refusal::Value(message) => vm.value_error(message.clone()),
        Refusal::Overflow(message) => vm.raise(Exc::OverflowError, message.clone()),
        Refusal::Unsupported(what) => vm.raise(
            Exc::NotImplementedError,
            format!("regular expressions: {what} is not simulated"),
        ),
        Refusal::TooSlow => vm.raise(
            Exc::RuntimeError,
            "this regular expression takes more than 1000000 steps back on this text; CPython would be busy for very long",
        ),
    }
}

/// The text between two positions, which are counted in characters, as bytes of UTF-8.
struct Search {
    pattern: Arc<Pattern>,
    text: String,
    start: usize,
    /// Byte offset of each character, when they differ.
    offsets: Option<Vec<usize>>,
}

/// Arguments `(number, string, pos, endpos)`; `None`: the range is empty in a way that nothing matches.
fn search(vm: &mut Vm, a: &[Value]) -> Res<Option<Search>> {
    let pattern = vm
        .as_i64(a[0])
        .and_then(|i| vm.patterns.all.get(usize::try_from(i).ok()?))
        .cloned();
    let (Some(pattern), Some((mut text, _)), Some(pos), Some(endpos)) =
        (pattern, subject(vm, a[1]), clamped(vm, a[2]), clamped(vm, a[3]))
    else {
        return Err(vm.type_error("find() got arguments that it does not take"));
    };
    vm.charge(200 + text.len() as u64 * 2);
    let offsets: Option<Vec<usize>> = if text.is_ascii() {
        None
    } else {
        Some(text.char_indices().map(|(i, _)| i).chain([text.len()]).collect())
    };
    let len = offsets.as_ref().map_or(text.len(), |o| o.len() - 1);
    let end = usize::try_from(endpos.max(0)).unwrap_or(len).min(len);
    let start = usize::try_from(pos.max(0)).unwrap_or(len).min(len);
    if start > end {
        return Ok(None);
    }
    let at = |i: usize| offsets.as_ref().map_or(i, |o| o[i]);
    let (from, to) = (at(start), at(end));
    text.truncate(to);
    Ok(Some(Search {
        pattern,
        text,
        start: from,
        offsets,
    }))
}

impl Search {
    /// (last group or None, start, end, start of group 1, end of group 1, ...), -1 for a group that took no part.
    fn spans(&self, vm: &mut Vm, spans: &Spans) -> Res {
        let position = |byte: usize| match &self.offsets {
            None => byte,
            Some(o) => o.binary_search(&byte).unwrap_or_else(|i| i),
        };
        let mut out = vec![
            self.pattern
                .last_index(spans)
                .map_or(Value::NONE, |i| Value::int(i as i64)),
        ];
        for span in spans {
            let (start, end) = span.map_or((-1, -1), |(s, e)| (position(s) as i64, position(e) as i64));
            out.push(Value::int(start));
            out.push(Value::int(end));
        }
        vm.new_tuple(&out)
    }
}

/// `find(number, string, pos, endpos, mode)`: the spans of a match, or None. mode: 0 search, 1 match, 2 fullmatch.
fn find(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "find", 5, 5)?;
    let Some(search) = search(vm, a)? else {
        return done(Value::NONE);
    };
    let mode = match vm.as_i64(a[4]) {
        Some(0) => Mode::Search,
        Some(1) => Mode::Match,
        _ => Mode::FullMatch,
    };
    match search.pattern.find(&search.text, search.start, mode) {
        Ok(Some(spans)) => search.spans(vm, &spans).map(Into::into),
        Ok(None) => done(Value::NONE),
        Err(refusal) => Err(refused(vm, &refusal)),
    }
}

/// `find_all(number, string, pos, endpos, limit)`: a list of spans, as many as `limit` unless that is 0.
fn find_all(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "find_all", 5, 5)?;
    let list = vm.new_list(&[])?;
    let Some(search) = search(vm, a)? else {
        return done(list);
    };
    let limit = match clamped(vm, a[4]).and_then(|n| usize::try_from(n).ok()) {
        None | Some(0) => usize::MAX,
        Some(n) => n,
    };
    let all = match search.pattern.find_all(&search.text, search.start, limit) {
        Ok(all) => all,
        Err(refusal) => {
            vm.drop(list);
            return Err(refused(vm, &refusal));
        }
    };
    vm.charge(all.len() as u64 * 150);
    for spans in &all {
        let spans = search.spans(vm, spans)?;
        vm.list_push(list, spans)?;
    }
    done(list)
}
