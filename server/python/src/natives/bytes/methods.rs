//! Methods that `bytes` and `bytearray` share.

use super::{byte, bytes_arg, bytes_like, data_of, made_like, this};
use crate::natives::arguments::{bound_arg, int_arg, size_arg};
use crate::natives::str::option;
use crate::text::search::Ends;
use crate::text::string::{self, Class};
use crate::text::{bytes_ops as ops, codec};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

pub(super) fn register(vm: &mut Vm, class: Value) -> Res<()> {
    vm.method(class, "find", |vm, args| find(vm, args, "find", ops::find, false))?;
    vm.method(class, "rfind", |vm, args| find(vm, args, "rfind", ops::rfind, false))?;
    vm.method(class, "index", |vm, args| find(vm, args, "index", ops::find, true))?;
    vm.method(class, "rindex", |vm, args| find(vm, args, "rindex", ops::rfind, true))?;
    vm.method(class, "count", |vm, args| {
        let (owner, needle, start, end) = needle(vm, args, "count")?;
        done(Value::int(ops::count(data_of(vm, owner), &needle, start, end) as i64))
    })?;
    vm.method(class, "startswith", |vm, args| {
        affix(vm, args, "startswith", ops::startswith)
    })?;
    vm.method(class, "endswith", |vm, args| affix(vm, args, "endswith", ops::endswith))?;
    vm.method(class, "replace", replace)?;
    vm.method(class, "split", |vm, args| split(vm, args, "split", ops::split))?;
    vm.method(class, "rsplit", |vm, args| split(vm, args, "rsplit", ops::rsplit))?;
    vm.method(class, "splitlines", splitlines)?;
    vm.method(class, "partition", |vm, args| {
        partition(vm, args, "partition", ops::partition)
    })?;
    vm.method(class, "rpartition", |vm, args| {
        partition(vm, args, "rpartition", ops::rpartition)
    })?;
    vm.method(class, "join", join)?;
    vm.method(class, "strip", |vm, args| strip(vm, args, "strip", Ends::Both))?;
    vm.method(class, "lstrip", |vm, args| strip(vm, args, "lstrip", Ends::Left))?;
    vm.method(class, "rstrip", |vm, args| strip(vm, args, "rstrip", Ends::Right))?;
    vm.method(class, "removeprefix", |vm, args| {
        remove(vm, args, "removeprefix", |data, affix| {
            data.strip_prefix(affix).unwrap_or(data)
        })
    })?;
    vm.method(class, "removesuffix", |vm, args| {
        remove(vm, args, "removesuffix", |data, affix| {
            data.strip_suffix(affix).unwrap_or(data)
        })
    })?;
    vm.method(class, "upper", |vm, args| {
        change(vm, args, "upper", <[u8]>::to_ascii_uppercase)
    })?;
    vm.method(class, "lower", |vm, args| {
        change(vm, args, "lower", <[u8]>::to_ascii_lowercase)
    })?;
    vm.method(class, "title", |vm, args| change(vm, args, "title", ops::title))?;
    vm.method(class, "swapcase", |vm, args| {
        change(vm, args, "swapcase", ops::swapcase)
    })?;
    vm.method(class, "capitalize", |vm, args| {
        change(vm, args, "capitalize", capitalize)
    })?;
    vm.method(class, "isalpha", |vm, args| is(vm, args, Class::Alpha))?;
    vm.method(class, "isalnum", |vm, args| is(vm, args, Class::Alnum))?;
    vm.method(class, "isdigit", |vm, args| is(vm, args, Class::Digit))?;
    vm.method(class, "isspace", |vm, args| is(vm, args, Class::Space))?;
    vm.method(class, "isascii", |vm, args| is(vm, args, Class::Ascii))?;
    vm.method(class, "isupper", |vm, args| is(vm, args, Class::Upper))?;
    vm.method(class, "islower", |vm, args| is(vm, args, Class::Lower))?;
    vm.method(class, "istitle", |vm, args| is(vm, args, Class::Title))?;
    vm.method(class, "center", |vm, args| {
        pad(vm, args, "center", |missing, width| missing / 2 + (missing & width & 1))
    })?;
    vm.method(class, "ljust", |vm, args| pad(vm, args, "ljust", |_, _| 0))?;
    vm.method(class, "rjust", |vm, args| pad(vm, args, "rjust", |missing, _| missing))?;
    vm.method(class, "zfill", zfill)?;
    vm.method(class, "expandtabs", expandtabs)?;
    vm.method(class, "decode", decode)?;
    vm.method(class, "hex", hex)?;
    vm.method(class, "translate", translate)?;
    vm.class_method(class, "fromhex", fromhex)?;
    vm.static_method(class, "maketrans", maketrans)
}

type Affix = fn(&[u8], &[u8], Option<i64>, Option<i64>) -> bool;
type Find = fn(&[u8], &[u8], Option<i64>, Option<i64>) -> Option<usize>;

/// Owner, needle and bounds of a search.
type Search = (Value, Vec<u8>, Option<i64>, Option<i64>);

/// Needle (bytes, or one byte as an int) and bounds.
fn needle(vm: &mut Vm, args: Args<'_>, name: &str) -> Res<Search> {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 1, 3)?;
    let (start, end) = (bound_arg(vm, rest.get(1))?, bound_arg(vm, rest.get(2))?);
    let needle = match bytes_like(vm, rest[0]) {
        Some(data) => data,
        None if vm.is_int(rest[0]) => vec![byte(vm, rest[0], "byte")?],
        None => {
            let t = vm.type_name(rest[0]);
            return Err(vm.type_error(format!("argument should be integer or bytes-like object, not '{t}'")));
        }
    };
    vm.charge(data_of(vm, owner).len() as u64 / 16);
    Ok((owner, needle, start, end))
}

fn find(vm: &mut Vm, args: Args<'_>, name: &str, f: Find, strict: bool) -> NativeResult {
    let (owner, needle, start, end) = needle(vm, args, name)?;
    let found = f(data_of(vm, owner), &needle, start, end);
    if strict {
        let at = vm.text(ops::index(found))?;
        return done(Value::int(at as i64));
    }
    done(Value::int(found.map_or(-1, |at| at as i64)))
}

fn affix(vm: &mut Vm, args: Args<'_>, name: &str, f: Affix) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 1, 3)?;
    let (start, end) = (bound_arg(vm, rest.get(1))?, bound_arg(vm, rest.get(2))?);
    let choices = if vm.is_tuple(rest[0]) {
        vm.tuple(rest[0]).to_vec()
    } else {
        vec![rest[0]]
    };
    for v in choices {
        let Some(affix) = bytes_like(vm, v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {t}")));
        };
        if f(data_of(vm, owner), &affix, start, end) {
            return done(Value::TRUE);
        }
    }
    done(Value::FALSE)
}

fn replace(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "replace")?;
    let rest = rest.positional(vm, "replace", 2, 3)?;
    let (old, new) = (bytes_arg(vm, rest[0])?, bytes_arg(vm, rest[1])?);
    let count = match rest.get(2) {
        Some(&v) => int_arg(vm, v)?,
        None => -1,
    };
    let made = ops::replace(data_of(vm, owner), &old, &new, count);
    let made = vm.text(made)?;
    made_like(vm, owner, &made).map(Into::into)
}

fn list_like(vm: &mut Vm, owner: Value, parts: &[Vec<u8>]) -> NativeResult {
    vm.charge(parts.len() as u64 * 25);
    let list = vm.new_list(&[])?;
    for part in parts {
        let item = made_like(vm, owner, part)?;
        vm.list_push(list, item)?;
    }
    done(list)
}

fn owned(parts: Vec<&[u8]>) -> Vec<Vec<u8>> {
    parts.into_iter().map(<[u8]>::to_vec).collect()
}

type Split = for<'a> fn(&'a [u8], Option<&[u8]>, i64) -> crate::text::Result<Vec<&'a [u8]>>;

fn split(vm: &mut Vm, args: Args<'_>, name: &str, f: Split) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let [sep, most] = rest.bind(vm, name, ["sep", "maxsplit"], 2, 0)?;
    let sep = match sep.filter(|v| !v.is_none()) {
        Some(v) => Some(bytes_arg(vm, v)?),
        None => None,
    };
    let most = match most {
        Some(v) => int_arg(vm, v)?,
        None => -1,
    };
    let parts = f(data_of(vm, owner), sep.as_deref(), most).map(owned);
    let parts = vm.text(parts)?;
    list_like(vm, owner, &parts)
}

fn splitlines(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "splitlines")?;
    let [keep] = rest.bind(vm, "splitlines", ["keepends"], 1, 0)?;
    let keep = keep.is_some_and(|v| vm.truth_fast(v).unwrap_or(true));
    let parts = owned(ops::splitlines(data_of(vm, owner), keep));
    list_like(vm, owner, &parts)
}

type Partition = for<'a> fn(&'a [u8], &[u8]) -> crate::text::Result<(&'a [u8], &'a [u8], &'a [u8])>;

fn partition(vm: &mut Vm, args: Args<'_>, name: &str, f: Partition) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let sep = rest.positional(vm, name, 1, 1)?[0];
    let sep = bytes_arg(vm, sep)?;
    let parts = f(data_of(vm, owner), &sep).map(|(a, b, c)| [a.to_vec(), b.to_vec(), c.to_vec()]);
    let parts = vm.text(parts)?;
    let mut items = [Value::NULL; 3];
    for (item, part) in items.iter_mut().zip(&parts) {
        *item = made_like(vm, owner, part)?;
    }
    vm.new_tuple(&items).map(Into::into)
}

fn join(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "join")?;
    let iterable = rest.positional(vm, "join", 1, 1)?[0];
    let Some(items) = vm.collect_plain(iterable)? else {
        if !vm.is_iterable(iterable) {
            return Err(vm.type_error("can only join an iterable"));
        }
        return vm.slow_path("bytes_join_slow", &[owner, iterable]);
    };
    let result = join_items(vm, owner, &items);
    vm.drop_all(&items);
    result
}

fn join_items(vm: &mut Vm, owner: Value, items: &[Value]) -> NativeResult {
    let separator = data_of(vm, owner).to_vec();
    let mut out = Vec::new();
    for (i, &v) in items.iter().enumerate() {
        let Some(data) = bytes_like(vm, v) else {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("sequence item {i}: expected a bytes-like object, {t} found")));
        };
        if i > 0 {
            out.extend_from_slice(&separator);
        }
        out.extend_from_slice(&data);
        if out.len() > crate::text::MAX_TEXT {
            return Err(vm.memory_error());
        }
    }
    made_like(vm, owner, &out).map(Into::into)
}

fn strip(vm: &mut Vm, args: Args<'_>, name: &str, ends: Ends) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 0, 1)?;
    let chars = match rest.first().filter(|v| !v.is_none()) {
        Some(&v) => Some(bytes_arg(vm, v)?),
        None => None,
    };
    let part = ops::strip(data_of(vm, owner), chars.as_deref(), ends).to_vec();
    made_like(vm, owner, &part).map(Into::into)
}

fn remove(vm: &mut Vm, args: Args<'_>, name: &str, f: for<'a> fn(&'a [u8], &[u8]) -> &'a [u8]) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let affix = rest.positional(vm, name, 1, 1)?[0];
    let affix = bytes_arg(vm, affix)?;
    let part = f(data_of(vm, owner), &affix).to_vec();
    made_like(vm, owner, &part).map(Into::into)
}

fn change(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(&[u8]) -> Vec<u8>) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    rest.positional(vm, name, 0, 0)?;
    let made = f(data_of(vm, owner));
    made_like(vm, owner, &made).map(Into::into)
}

fn capitalize(data: &[u8]) -> Vec<u8> {
    let mut out = data.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

fn is(vm: &mut Vm, args: Args<'_>, class: Class) -> NativeResult {
    let (owner, rest) = this(vm, args, "isalpha")?;
    rest.positional(vm, "is", 0, 0)?;
    done(Value::bool(ops::is(data_of(vm, owner), class)))
}

/// Pads to a width; `left` says how much of what is missing goes to the left.
fn pad(vm: &mut Vm, args: Args<'_>, name: &str, left: fn(usize, usize) -> usize) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 1, 2)?;
    let width = usize::try_from(size_arg(vm, rest[0])?).unwrap_or(0);
    let fill = match rest.get(1) {
        None => b' ',
        Some(&v) => match bytes_arg(vm, v)?.as_slice() {
            &[b] => b,
            _ => {
                let t = vm.type_name(v);
                return Err(vm.type_error(format!(
                    "{name}() argument 2 must be a byte string of length 1, not {t}"
                )));
            }
        },
    };
    if width > crate::text::MAX_TEXT {
        return Err(vm.memory_error());
    }
    let data = data_of(vm, owner);
    let missing = width.saturating_sub(data.len());
    let left = left(missing, width);
    let mut out = vec![fill; left];
    out.extend_from_slice(data);
    out.resize(left + data.len() + missing - left, fill);
    made_like(vm, owner, &out).map(Into::into)
}

fn zfill(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "zfill")?;
    let width = rest.positional(vm, "zfill", 1, 1)?[0];
    let width = usize::try_from(size_arg(vm, width)?).unwrap_or(0);
    if width > crate::text::MAX_TEXT {
        return Err(vm.memory_error());
    }
    let data = data_of(vm, owner);
    let sign = usize::from(matches!(data.first(), Some(b'+' | b'-')));
    let mut out = data[..sign].to_vec();
    out.resize(sign + width.saturating_sub(data.len()), b'0');
    out.extend_from_slice(&data[sign..]);
    made_like(vm, owner, &out).map(Into::into)
}

/// `data.expandtabs(tabsize=8)`: bytes are columns.
fn expandtabs(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "expandtabs")?;
    let [size] = rest.bind(vm, "expandtabs", ["tabsize"], 1, 0)?;
    let size = match size {
        Some(v) => size_arg(vm, v)?,
        None => 8,
    };
    let text: String = data_of(vm, owner).iter().copied().map(char::from).collect();
    let made = string::expandtabs(&text, size);
    let made = vm.text(made)?;
    let data: Vec<u8> = made.chars().map(|c| u32::from(c) as u8).collect();
    made_like(vm, owner, &data).map(Into::into)
}

/// `data.decode(encoding='utf-8', errors='strict')`
fn decode(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "decode")?;
    let [encoding, errors] = rest.bind(vm, "decode", ["encoding", "errors"], 2, 0)?;
    let encoding = option(vm, "decode", "encoding", encoding, "utf-8")?;
    let errors = option(vm, "decode", "errors", errors, "strict")?;
    let text = codec::decode(data_of(vm, owner), &encoding, &errors).map(std::borrow::Cow::into_owned);
    let text = vm.coded(text, owner)?;
    vm.charge(text.len() as u64 / 8);
    vm.new_str(&text).map(Into::into)
}

/// `data.hex(sep, bytes_per_sep=1)`
fn hex(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "hex")?;
    let [sep, group] = rest.bind(vm, "hex", ["sep", "bytes_per_sep"], 2, 0)?;
    let sep = match sep {
        None => None,
        Some(v) => {
            let text = match vm.as_str(v) {
                Some(s) => s.to_owned(),
                None => bytes_arg(vm, v)?.into_iter().map(char::from).collect(),
            };
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if c.is_ascii() => Some(c),
                (Some(_), None) => return Err(vm.value_error("sep must be ASCII.")),
                _ => return Err(vm.value_error("sep must be length 1.")),
            }
        }
    };
    let group = match group {
        Some(v) => int_arg(vm, v)?,
        None => 1,
    };
    let made = ops::hex(data_of(vm, owner), sep, group);
    vm.new_str(&made).map(Into::into)
}

/// `bytes.fromhex(text)`
fn fromhex(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (class, rest) = (
        args.args[0],
        Args {
            args: &args.args[1..],
            kw: args.kw,
        },
    );
    let v = rest.positional(vm, "bytes.fromhex", 1, 1)?[0];
    let Some(s) = vm.as_str(v) else {
        let t = vm.type_name(v);
        return Err(vm.type_error(format!("fromhex() argument must be str, not {t}")));
    };
    let parsed = ops::fromhex(s);
    let data = vm.text(parsed)?;
    let made = vm.new_bytes(&data)?;
    if class == vm.types.bytes {
        return done(made);
    }
    let class = vm.own(class);
    Ok(Out::Call(class, vec![made]))
}

/// `data.translate(table, /, delete=b'')`
fn translate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "translate")?;
    let [table, delete] = rest.bind(vm, "translate", ["", "delete"], 2, 1)?;
    let table = match table.filter(|v| !v.is_none()) {
        Some(v) => Some(bytes_arg(vm, v)?),
        None => None,
    };
    if table.as_ref().is_some_and(|t| t.len() != 256) {
        return Err(vm.value_error("translation table must be 256 characters long"));
    }
    let delete = match delete {
        Some(v) => bytes_arg(vm, v)?,
        None => Vec::new(),
    };
    let made: Vec<u8> = data_of(vm, owner)
        .iter()
        .filter(|b| !delete.contains(b))
        .map(|&b| table.as_ref().map_or(b, |t| t[usize::from(b)]))
        .collect();
    made_like(vm, owner, &made).map(Into::into)
}

/// `bytes.maketrans(from, to)`
fn maketrans(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "maketrans", 2, 2)?;
    let (from, to) = (bytes_arg(vm, args[0])?, bytes_arg(vm, args[1])?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (from, to) in from.into_iter().zip(to) {
        table[usize::from(from)] = to;
    }
    vm.new_bytes(&table).map(Into::into)
}
