//! `str`: constructor, operators, indexing. Its methods are in the files below, by what they are about.

mod methods;
mod percent;
mod search;
mod split;

use super::arguments::{clamped, has_index, instance_of, int_arg, slice_parts};
use crate::text::{codec, string};
use crate::vm::layout::Kind;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(crate) use percent::percent;

/// Fills the class.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let class = vm.types.str_;
    vm.constructor(class, new)?;
    vm.method(class, "__add__", add)?;
    vm.method(class, "__mul__", multiply)?;
    vm.method(class, "__rmul__", multiply)?;
    vm.method(class, "__mod__", |vm, args| {
        let (owner, rest) = this(vm, args, "__mod__")?;
        let rest = rest.positional(vm, "__mod__", 1, 1)?;
        let owner = vm.unbox(owner);
        percent(vm, owner, rest[0])
    })?;
    vm.method(class, "__len__", |vm, args| {
        let (owner, _) = this(vm, args, "__len__")?;
        let owner = vm.unbox(owner);
        done(Value::int(vm.str_len(owner) as i64))
    })?;
    vm.method(class, "__getitem__", |vm, args| {
        let (owner, rest) = this(vm, args, "__getitem__")?;
        let rest = rest.positional(vm, "__getitem__", 1, 1)?;
        get_item(vm, owner, rest[0])
    })?;
    vm.method(class, "__contains__", contains)?;
    vm.method(class, "__hash__", |vm, args| {
        let (owner, _) = this(vm, args, "__hash__")?;
        let owner = vm.unbox(owner);
        let h = vm.hash(owner)?.unwrap_or(0);
        vm.new_int(h).map(Into::into)
    })?;
    vm.method(class, "__iter__", |vm, args| {
        let (owner, _) = this(vm, args, "__iter__")?;
        let owner = vm.unbox(owner);
        vm.get_iter(owner)
    })?;
    vm.method(class, "__getnewargs__", |vm, args| {
        let (owner, _) = this(vm, args, "__getnewargs__")?;
        let owner = vm.unbox(owner);
        let owner = vm.own(owner);
        vm.new_tuple(&[owner]).map(Into::into)
    })?;
    vm.method(class, "__eq__", |vm, args| compare(vm, args, |o| o.is_eq()))?;
    vm.method(class, "__ne__", |vm, args| compare(vm, args, |o| o.is_ne()))?;
    vm.method(class, "__lt__", |vm, args| compare(vm, args, |o| o.is_lt()))?;
    vm.method(class, "__le__", |vm, args| compare(vm, args, |o| o.is_le()))?;
    vm.method(class, "__gt__", |vm, args| compare(vm, args, |o| o.is_gt()))?;
    vm.method(class, "__ge__", |vm, args| compare(vm, args, |o| o.is_ge()))?;
    methods::register(vm, class)?;
    search::register(vm, class)?;
    split::register(vm, class)
}

fn is_text(vm: &Vm, v: Value) -> bool {
    vm.as_str(v).is_some()
}

/// Owner of a method, and the other arguments.
fn this<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> Res<(Value, Args<'a>)> {
    args.owner(vm, "str", name, is_text)
}

/// The text of a value that was checked to have one.
fn text_of(vm: &Vm, v: Value) -> &str {
    vm.as_str(v).unwrap_or_default()
}

/// TypeError "must be str, not X"
fn must_be_str(vm: &mut Vm, prefix: &str, v: Value) -> crate::vm::Raised {
    let t = vm.type_name(v);
    vm.type_error(format!("{prefix}must be str, not {t}"))
}

/// `str(object='')`, `str(object, encoding, errors)`
fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let class = args.args[0];
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    let [object, encoding, errors] = rest.bind(vm, "str", ["object", "encoding", "errors"], 3, 0)?;
    let plain = class == vm.types.str_;
    let Some(object) = object else {
        let empty = vm.intern("");
        return instance_of(vm, class, vm.types.str_, empty).map(Into::into);
    };
    if encoding.is_some() || errors.is_some() {
        let encoding = option(vm, "str", "encoding", encoding, "utf-8")?;
        let errors = option(vm, "str", "errors", errors, "strict")?;
        let Some(data) = super::bytes::bytes_like(vm, object) else {
            if vm.as_str(object).is_some() {
                return Err(vm.type_error("decoding str is not supported"));
            }
            let t = vm.type_name(object);
            return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {t} found")));
        };
        let text = vm.coded(
            codec::decode(&data, &encoding, &errors).map(std::borrow::Cow::into_owned),
            object,
        )?;
        let v = vm.new_str(&text)?;
        return instance_of(vm, class, vm.types.str_, v).map(Into::into);
    }
    if plain {
        return super::repr::to_str(vm, object);
    }
    match super::repr::plain_str(vm, object)? {
        Some(text) => {
            let v = vm.new_str(&text)?;
            instance_of(vm, class, vm.types.str_, v).map(Into::into)
        }
        None => vm.slow_path("str_of_slow", &[class, object]),
    }
}

/// A text argument with a default.
pub(crate) fn option(vm: &mut Vm, function: &str, name: &str, v: Option<Value>, default: &str) -> Res<String> {
    match v {
        None => Ok(default.to_owned()),
        Some(v) => match vm.as_str(v) {
            Some(s) => Ok(s.to_owned()),
            None => Err(must_be_str(vm, &format!("{function}() argument '{name}' "), v)),
        },
    }
}

fn add(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (a, rest) = this(vm, args, "__add__")?;
    let b = rest.positional(vm, "__add__", 1, 1)?[0];
    concat(vm, a, b)
}

/// `a + b` of a str and anything.
pub(crate) fn concat(vm: &mut Vm, a: Value, b: Value) -> NativeResult {
    let (x, y) = (vm.unbox(a), vm.unbox(b));
    if !vm.is_str(y) {
        let t = vm.type_name(b);
        return Err(vm.type_error(format!("can only concatenate str (not \"{t}\") to str")));
    }
    vm.charge((vm.str_len(x) + vm.str_len(y)) as u64 / 16);
    vm.concat(x, y).map(Into::into)
}

fn multiply(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "__mul__")?;
    let n = rest.positional(vm, "__mul__", 1, 1)?[0];
    repeat(vm, owner, n)
}

/// `s * n`
pub(crate) fn repeat(vm: &mut Vm, s: Value, n: Value) -> NativeResult {
    if !vm.is_int(n) {
        if has_index(vm, n) {
            let f = vm.intern("__mul__");
            if let Some(f) = vm.lookup(vm.types.str_, f) {
                return with_index(vm, f, &[s, n]);
            }
        }
        let t = vm.type_name(n);
        return Err(vm.type_error(format!("can't multiply sequence by non-int of type '{t}'")));
    }
    let n = int_arg(vm, n)?;
    let text = string::repeat(text_of(vm, s), n);
    let text = vm.text(text)?;
    vm.charge(text.len() as u64 / 16);
    vm.new_str(&text).map(Into::into)
}

/// Calls a native again with the numbers of those arguments that have `__index__`.
pub(super) fn with_index(vm: &mut Vm, f: Value, args: &[Value]) -> NativeResult {
    let owned: Vec<Value> = args.iter().map(|&v| vm.own(v)).collect();
    let list = vm.new_list(&owned)?;
    let result = vm.slow_path("call_with_index", &[f, list]);
    vm.drop(list);
    result
}

fn contains(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "__contains__")?;
    let needle = rest.positional(vm, "__contains__", 1, 1)?[0];
    has(vm, owner, needle).map(|found| Value::bool(found).into())
}

/// `needle in s`
pub(crate) fn has(vm: &mut Vm, s: Value, needle: Value) -> Res<bool> {
    let Some(n) = vm.as_str(needle) else {
        let t = vm.type_name(needle);
        return Err(vm.type_error(format!("'in <string>' requires string as left operand, not {t}")));
    };
    let (found, size) = {
        let s = text_of(vm, s);
        (crate::text::search::contains(s, n), s.len())
    };
    vm.charge(size as u64 / 16);
    Ok(found)
}

fn compare(vm: &mut Vm, args: Args<'_>, is: fn(std::cmp::Ordering) -> bool) -> NativeResult {
    let (a, rest) = this(vm, args, "__eq__")?;
    let b = rest.positional(vm, "__eq__", 1, 1)?[0];
    done(match (vm.as_str(a), vm.as_str(b)) {
        // UTF-8 sorts as its code points do.
        (Some(a), Some(b)) => Value::bool(is(a.cmp(b))),
        _ => Value::NOT_IMPLEMENTED,
    })
}

/// `s[key]`
pub(crate) fn get_item(vm: &mut Vm, s: Value, key: Value) -> NativeResult {
    if vm.is_kind(key, Kind::Slice) {
        let Some([start, stop, step]) = slice_parts(vm, key)? else {
            return vm.slow_path("getitem_index", &[s, key]);
        };
        let part = string::get_slice(text_of(vm, s), start, stop, step).map(std::borrow::Cow::into_owned);
        let part = vm.text(part)?;
        vm.charge(part.len() as u64 / 16);
        return vm.new_str(&part).map(Into::into);
    }
    let Some(i) = clamped(vm, key) else {
        if has_index(vm, key) {
            return vm.slow_path("getitem_index", &[s, key]);
        }
        let t = vm.type_name(key);
        return Err(vm.type_error(format!("string indices must be integers, not '{t}'")));
    };
    let c = string::char_at(text_of(vm, s), i);
    let c = vm.text(c)?;
    vm.new_char(c).map(Into::into)
}
