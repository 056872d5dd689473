//! `str` methods about characters: case, classes, padding, encoding, translation.

use super::{must_be_str, option, text_of, this};
use crate::natives::arguments::size_arg;
use crate::text::string::{self, Class, Translation};
use crate::text::{case, codec};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

pub(super) fn register(vm: &mut Vm, class: Value) -> Res<()> {
    vm.method(class, "upper", |vm, args| change(vm, args, "upper", case::upper))?;
    vm.method(class, "lower", |vm, args| change(vm, args, "lower", case::lower))?;
    vm.method(class, "title", |vm, args| change(vm, args, "title", case::title))?;
    vm.method(class, "capitalize", |vm, args| {
        change(vm, args, "capitalize", case::capitalize)
    })?;
    vm.method(class, "swapcase", |vm, args| {
        change(vm, args, "swapcase", case::swapcase)
    })?;
    vm.method(class, "casefold", |vm, args| {
        change(vm, args, "casefold", case::casefold)
    })?;
    vm.method(class, "isalpha", |vm, args| is(vm, args, Class::Alpha))?;
    vm.method(class, "isalnum", |vm, args| is(vm, args, Class::Alnum))?;
    vm.method(class, "isdecimal", |vm, args| is(vm, args, Class::Decimal))?;
    vm.method(class, "isdigit", |vm, args| is(vm, args, Class::Digit))?;
    vm.method(class, "isnumeric", |vm, args| is(vm, args, Class::Numeric))?;
    vm.method(class, "isspace", |vm, args| is(vm, args, Class::Space))?;
    vm.method(class, "isprintable", |vm, args| is(vm, args, Class::Printable))?;
    vm.method(class, "isascii", |vm, args| is(vm, args, Class::Ascii))?;
    vm.method(class, "isidentifier", |vm, args| is(vm, args, Class::Identifier))?;
    vm.method(class, "isupper", |vm, args| is(vm, args, Class::Upper))?;
    vm.method(class, "islower", |vm, args| is(vm, args, Class::Lower))?;
    vm.method(class, "istitle", |vm, args| is(vm, args, Class::Title))?;
    vm.method(class, "center", |vm, args| pad(vm, args, "center", string::center))?;
    vm.method(class, "ljust", |vm, args| pad(vm, args, "ljust", string::ljust))?;
    vm.method(class, "rjust", |vm, args| pad(vm, args, "rjust", string::rjust))?;
    vm.method(class, "zfill", zfill)?;
    vm.method(class, "expandtabs", expandtabs)?;
    vm.method(class, "encode", encode)?;
    vm.method(class, "translate", translate)?;
    vm.static_method(class, "maketrans", maketrans)
}

fn change(vm: &mut Vm, args: Args<'_>, name: &str, f: fn(&str) -> String) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    rest.positional(vm, &format!("str.{name}"), 0, 0)?;
    let made = f(text_of(vm, owner));
    vm.charge(made.len() as u64 / 2);
    vm.new_str(&made).map(Into::into)
}

fn is(vm: &mut Vm, args: Args<'_>, class: Class) -> NativeResult {
    let (owner, rest) = this(vm, args, "isalpha")?;
    rest.positional(vm, "is", 0, 0)?;
    done(Value::bool(string::is(text_of(vm, owner), class)))
}

type Pad = fn(&str, i64, char) -> crate::text::Result<String>;

/// `s.center(width, fillchar=' ')`
fn pad(vm: &mut Vm, args: Args<'_>, name: &str, f: Pad) -> NativeResult {
    let (owner, rest) = this(vm, args, name)?;
    let rest = rest.positional(vm, name, 1, 2)?;
    let width = size_arg(vm, rest[0])?;
    let fill = match rest.get(1) {
        None => ' ',
        Some(&v) => {
            let Some(s) = vm.as_str(v) else {
                let t = vm.type_name(v);
                return Err(vm.type_error(format!("The fill character must be a unicode character, not {t}")));
            };
            let mut chars = s.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => c,
                _ => return Err(vm.type_error("The fill character must be exactly one character long")),
            }
        }
    };
    let made = f(text_of(vm, owner), width, fill);
    let made = vm.text(made)?;
    vm.new_str(&made).map(Into::into)
}

fn zfill(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "zfill")?;
    let width = rest.positional(vm, "str.zfill", 1, 1)?[0];
    let width = size_arg(vm, width)?;
    let made = string::zfill(text_of(vm, owner), width);
    let made = vm.text(made)?;
    vm.new_str(&made).map(Into::into)
}

/// `s.expandtabs(tabsize=8)`
fn expandtabs(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "expandtabs")?;
    let [size] = rest.bind(vm, "expandtabs", ["tabsize"], 1, 0)?;
    let size = match size {
        Some(v) => size_arg(vm, v)?,
        None => 8,
    };
    let made = string::expandtabs(text_of(vm, owner), size);
    let made = vm.text(made)?;
    vm.new_str(&made).map(Into::into)
}

/// `s.encode(encoding='utf-8', errors='strict')`
fn encode(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "encode")?;
    let [encoding, errors] = rest.bind(vm, "encode", ["encoding", "errors"], 2, 0)?;
    let encoding = option(vm, "encode", "encoding", encoding, "utf-8")?;
    let errors = option(vm, "encode", "errors", errors, "strict")?;
    let data = codec::encode(text_of(vm, owner), &encoding, &errors);
    let data = vm.coded(data, owner)?;
    vm.charge(data.len() as u64 / 8);
    vm.new_bytes(&data).map(Into::into)
}

/// `s.translate(table)`
fn translate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = this(vm, args, "translate")?;
    let table = rest.positional(vm, "str.translate", 1, 1)?[0];
    let owner = vm.unbox(owner);
    if !(vm.is_dict(table) && vm.is_builtin_class(vm.type_of(table))) {
        return vm.slow_path("translate_slow", &[owner, table]);
    }
    let s = text_of(vm, owner).to_owned();
    vm.charge(s.len() as u64 * 20);
    let made = string::translate(&s, |c| translation(vm, table, c))?;
    vm.new_str(&made).map(Into::into)
}

/// What a plain dict says of a character.
fn translation(vm: &mut Vm, table: Value, c: char) -> Res<Translation> {
    let Some(v) = vm.dict_get(table, Value::int(i64::from(u32::from(c)))) else {
        return Ok(Translation::Keep);
    };
    if v.is_none() {
        return Ok(Translation::Delete);
    }
    if let Some(s) = vm.as_str(v) {
        return Ok(Translation::Text(s.to_owned()));
    }
    let Some(code) = vm.as_i64(v) else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    match u32::try_from(code).ok().and_then(char::from_u32) {
        Some(c) => Ok(Translation::Char(c)),
        None => Err(vm.value_error("character mapping must be in range(0x110000)")),
    }
}

/// `str.maketrans(x)`, `str.maketrans(x, y)`, `str.maketrans(x, y, z)`
fn maketrans(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "maketrans", 1, 3)?;
    if args.len() == 1 {
        return table_of(vm, args[0]);
    }
    for (i, &v) in args.iter().enumerate() {
        if vm.as_str(v).is_none() {
            if i == 0 {
                return Err(vm.type_error("first maketrans argument must be a string if there is a second argument"));
            }
            return Err(must_be_str(vm, &format!("maketrans() argument {} ", i + 1), v));
        }
    }
    let entries = string::maketrans(
        text_of(vm, args[0]),
        text_of(vm, args[1]),
        args.get(2).map_or("", |&v| text_of(vm, v)),
    );
    let entries = vm.text(entries)?;
    let table = vm.new_dict()?;
    let code = |c: char| Value::int(i64::from(u32::from(c)));
    for (from, to) in entries {
        vm.dict_set(table, code(from), to.map_or(Value::NONE, code))?;
    }
    done(table)
}

/// A table from a dict whose keys are code points or characters.
fn table_of(vm: &mut Vm, dict: Value) -> NativeResult {
    if !vm.is_dict(dict) {
        return Err(vm.type_error("if you give only one argument to maketrans it must be a dict"));
    }
    let table = vm.new_dict()?;
    for (key, value) in vm.dict_items(dict) {
        let code = match vm.as_str(key) {
            Some(s) => {
                let mut chars = s.chars();
                match (chars.next(), chars.next()) {
                    (Some(c), None) => Value::int(i64::from(u32::from(c))),
                    _ => {
                        vm.drop(table);
                        return Err(vm.value_error("string keys in translate table must be of length 1"));
                    }
                }
            }
            None if vm.is_int(key) => vm.own(key),
            None => {
                vm.drop(table);
                return Err(vm.type_error("keys in translate table must be strings or integers"));
            }
        };
        let value = vm.own(value);
        vm.dict_set(table, code, value)?;
    }
    done(table)
}
