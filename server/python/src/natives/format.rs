//! `format()`, f-strings and `str.format`: specifiers of the built-in types. What a class formats in Python code, and
//! fields that need it, are left to the prelude.

use super::arguments::is_overridden;
use super::number::{Number, number};
use super::repr;
use crate::objects::class_flags as cf;
use crate::text::format_spec::{self, FormatSpec};
use crate::text::str_format::{self, Access, AutoNumber, FieldName, MAX_DEPTH, Piece};
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Fills the classes.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    vm.method(t.object, "__format__", object_format)?;
    for class in [t.int, t.float, t.complex, t.str_] {
        vm.method(class, "__format__", native_format)?;
    }
    vm.method(t.str_, "format", str_dot_format)?;
    vm.method(t.str_, "format_map", format_map)
}

/// `format(v, spec)`; `spec` is a str, or NULL for an empty one.
pub(crate) fn format_value(vm: &mut Vm, v: Value, spec: Value) -> NativeResult {
    if !spec.is_null() && vm.as_str(spec).is_none() {
        let t = vm.type_name(spec);
        return Err(vm.type_error(format!("format() argument 2 must be str, not {t}")));
    }
    if asks_python(vm, v) {
        if !spec.is_null() {
            return vm.slow_path("format_slow", &[v, spec]);
        }
        let empty = vm.intern("");
        return vm.slow_path("format_slow", &[v, empty]);
    }
    builtin_format(vm, v, spec)
}

fn asks_python(vm: &mut Vm, v: Value) -> bool {
    v.is_ref() && {
        let class = vm.type_of(v);
        vm.class_flags(class) & cf::HAS_REPR != 0 && is_overridden(vm, v, "__format__")
    }
}

/// What `__format__` of the built-in class of `v` gives.
fn builtin_format(vm: &mut Vm, v: Value, spec: Value) -> NativeResult {
    let empty = spec.is_null() || vm.as_str(spec).is_some_and(str::is_empty);
    if empty {
        return repr::to_str(vm, v);
    }
    let spec = vm.as_str(spec).unwrap_or_default().to_owned();
    match format_plain(vm, v, &spec)? {
        Some(text) => {
            vm.charge(60 + text.len() as u64);
            vm.new_str(&text).map(Into::into)
        }
        None => Err(unsupported(vm, v)),
    }
}

fn unsupported(vm: &mut Vm, v: Value) -> crate::vm::Raised {
    let t = vm.type_name(v);
    vm.type_error(format!("unsupported format string passed to {t}.__format__"))
}

/// A number or text by a specifier that is not empty; `None`: the value is neither.
fn format_plain(vm: &mut Vm, v: Value, spec: &str) -> Res<Option<String>> {
    if vm.as_str(v).is_some() {
        let made = vm
            .as_str(v)
            .map_or(Ok(String::new()), |s| format_spec::format_str(s, spec));
        return vm.text(made).map(Some);
    }
    let Some(n) = number(vm, v) else { return Ok(None) };
    let t = vm.type_name(v);
    let made = match n {
        Number::Int(i) => format_spec::format_i64(i, spec, &t),
        Number::Big(b) => {
            repr::charge_decimal(vm, &b);
            format_spec::format_int(&b, spec, &t, vm.max_str_digits)
        }
        Number::Float(f) => format_spec::parse(spec, &t).and_then(|spec| {
            let mut out = String::new();
            format_spec::push_float(&mut out, f, &spec, &t).map(|()| out)
        }),
        Number::Complex(re, im) => format_complex(re, im, spec),
    };
    vm.text(made).map(Some)
}

/// Both parts by the specifier, the whole in its width.
fn format_complex(re: f64, im: f64, spec: &str) -> crate::text::Result<String> {
    use crate::text::TextError;
    let whole = format_spec::parse(spec, "complex")?;
    if whole.align == Some('=') {
        return Err(TextError::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    if whole.fill == Some('0') {
        return Err(TextError::value(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    let part = FormatSpec {
        fill: None,
        align: None,
        width: None,
        ..whole
    };
    let mut text = String::new();
    if whole.kind.is_none() && whole.precision.is_none() && whole.sign.is_none() && whole.grouping.is_none() {
        text = super::number::complex_repr(re, im);
    } else {
        let bare = whole.kind.is_none();
        let part = FormatSpec {
            kind: part.kind.or(Some('g')),
            ..part
        };
        let skip_real = bare && re == 0.0 && re.is_sign_positive();
        if bare && !skip_real {
            text.push('(');
        }
        if !skip_real {
            format_spec::push_float(&mut text, re, &part, "complex")?;
        }
        let signed = FormatSpec {
            sign: if skip_real { part.sign } else { Some('+') },
            ..part
        };
        format_spec::push_float(&mut text, im, &signed, "complex")?;
        text.push('j');
        if bare && !skip_real {
            text.push(')');
        }
    }
    let around = FormatSpec {
        fill: whole.fill,
        align: whole.align.or(Some('>')),
        width: whole.width,
        ..FormatSpec::default()
    };
    let mut out = String::new();
    format_spec::push_str(&mut out, &text, &around)?;
    Ok(out)
}

fn spec_of(vm: &mut Vm, args: Args<'_>) -> Res<(Value, Value)> {
    let (v, rest) = args.method(vm, "__format__", 1, 1)?;
    if vm.as_str(rest[0]).is_none() {
        let t = vm.type_name(rest[0]);
        return Err(vm.type_error(format!("__format__() argument must be str, not {t}")));
    }
    Ok((v, rest[0]))
}

/// `object.__format__`: knows the empty specifier alone.
fn object_format(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, spec) = spec_of(vm, args)?;
    if vm.as_str(spec).is_some_and(str::is_empty) {
        repr::to_str(vm, v)
    } else {
        Err(unsupported(vm, v))
    }
}

fn native_format(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (v, spec) = spec_of(vm, args)?;
    builtin_format(vm, v, spec)
}

// === str.format ===

/// The arguments of one `format`.
struct Fields<'a> {
    args: Args<'a>,
    /// `format_map`'s mapping, instead of named arguments.
    mapping: Option<Value>,
    numbers: AutoNumber,
}

/// `template.format(*args, **kwargs)`
fn str_dot_format(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, args) = args.owner(vm, "str", "format", |vm, v| vm.as_str(v).is_some())?;
    let template = vm.as_str(owner).unwrap_or_default().to_owned();
    render(
        vm,
        &template,
        Fields {
            args,
            mapping: None,
            numbers: AutoNumber::default(),
        },
    )
}

/// `template.format_map(mapping)`
fn format_map(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (owner, rest) = args.owner(vm, "str", "format_map", |vm, v| vm.as_str(v).is_some())?;
    let rest = rest.positional(vm, "str.format_map", 1, 1)?;
    let template = vm.as_str(owner).unwrap_or_default().to_owned();
    let fields = Fields {
        args: Args { args: &[], kw: &[] },
        mapping: Some(rest[0]),
        numbers: AutoNumber::default(),
    };
    render(vm, &template, fields)
}

fn render(vm: &mut Vm, template: &str, fields: Fields<'_>) -> NativeResult {
    vm.charge(100 + template.len() as u64 * 2);
    let mut plain = Fields {
        args: fields.args,
        ..fields
    };
    let mut out = String::new();
    if push_plain(vm, &mut out, template, &mut plain, 0)? {
        return vm.new_str(&out).map(Into::into);
    }
    let mut fields = Fields {
        numbers: AutoNumber::default(),
        ..plain
    };
    let parts = parts_of(vm, template, &mut fields, 0)?;
    let result = vm.slow_path("format_fields", &[parts]);
    vm.drop(parts);
    result
}

/// The argument that a field starts with. `None`: Python code has to look.
fn first(vm: &mut Vm, name: &FieldName<'_>, fields: &mut Fields<'_>) -> Res<Option<Value>> {
    let resolved = fields.numbers.resolve(name.first);
    match vm.text(resolved)? {
        Ok(_) if fields.mapping.is_some() => Err(vm.text_error(str_format::positional_in_map())),
        Ok(index) => match fields.args.args.get(index) {
            Some(&v) => Ok(Some(v)),
            None => Err(vm.text_error(str_format::out_of_range(index))),
        },
        Err(key) => {
            let found = match fields.mapping {
                Some(mapping) => {
                    if !(vm.is_dict(mapping) && vm.is_builtin_class(vm.type_of(mapping))) {
                        return Ok(None);
                    }
                    vm.dict_get_str(mapping, key)
                }
                None => fields
                    .args
                    .kw
                    .iter()
                    .find(|&&(name, _)| vm.str(name) == key)
                    .map(|&(_, v)| v),
            };
            match found {
                Some(v) => Ok(Some(v)),
                None => {
                    let key = vm.new_str(key)?;
                    Err(vm.raise_with(Exc::KeyError, &[key]))
                }
            }
        }
    }
}

/// Formats a template whose fields are plain values; `false`: some are not.
fn push_plain(vm: &mut Vm, out: &mut String, template: &str, fields: &mut Fields<'_>, depth: usize) -> Res<bool> {
    if depth == MAX_DEPTH {
        return Err(vm.text_error(str_format::too_deep()));
    }
    for piece in str_format::pieces(template) {
        let field = match vm.text(piece)? {
            Piece::Literal(text) => {
                out.push_str(text);
                continue;
            }
            Piece::Field(field) => field,
        };
        let parsed = FieldName::parse(field.name);
        let mut name = vm.text(parsed)?;
        let Some(v) = first(vm, &name, fields)? else {
            return Ok(false);
        };
        if name.next().is_some() {
            return Ok(false);
        }
        let mut nested = String::new();
        let spec = if field.nested {
            if !push_plain(vm, &mut nested, field.spec, fields, depth + 1)? {
                return Ok(false);
            }
            &nested
        } else {
            field.spec
        };
        let checked = field.check_conversion();
        vm.text(checked)?;
        let text = match field.conversion {
            Some(conversion) => {
                let text = match conversion {
                    's' => repr::plain_str(vm, v)?,
                    _ => repr::plain_repr(vm, v)?,
                };
                let Some(mut text) = text else { return Ok(false) };
                if conversion == 'a' {
                    text = repr::ascii(&text);
                }
                if spec.is_empty() {
                    text
                } else {
                    let made = format_spec::format_str(&text, spec);
                    vm.text(made)?
                }
            }
            None if asks_python(vm, v) => return Ok(false),
            None if spec.is_empty() => match repr::plain_str(vm, v)? {
                Some(text) => text,
                None => return Ok(false),
            },
            None => match format_plain(vm, v, spec)? {
                Some(text) => text,
                None => return Err(unsupported(vm, v)),
            },
        };
        out.push_str(&text);
        if out.len() > crate::text::MAX_TEXT {
            return Err(vm.memory_error());
        }
    }
    Ok(true)
}

/// The template taken apart for the prelude's `format_fields`: a list of str and of (value, accesses, conversion, spec).
fn parts_of(vm: &mut Vm, template: &str, fields: &mut Fields<'_>, depth: usize) -> Res {
    if depth == MAX_DEPTH {
        return Err(vm.text_error(str_format::too_deep()));
    }
    let list = vm.new_list(&[])?;
    match fill_parts(vm, list, template, fields, depth) {
        Ok(()) => Ok(list),
        Err(raised) => {
            vm.drop(list);
            Err(raised)
        }
    }
}

fn fill_parts(vm: &mut Vm, list: Value, template: &str, fields: &mut Fields<'_>, depth: usize) -> Res<()> {
    for piece in str_format::pieces(template) {
        let field = match vm.text(piece)? {
            Piece::Literal(text) => {
                let text = vm.new_str(text)?;
                vm.list_push(list, text)?;
                continue;
            }
            Piece::Field(field) => field,
        };
        let checked = field.check_conversion();
        vm.text(checked)?;
        let parsed = FieldName::parse(field.name);
        let mut name = vm.text(parsed)?;
        let found = first(vm, &name, fields)?;
        let accesses = vm.new_list(&[])?;
        let value = match (found, fields.mapping, name.first) {
            (Some(v), ..) => vm.own(v),
            // The mapping is asked by the prelude.
            (None, Some(mapping), str_format::First::Name(key)) => {
                let key = vm.new_str(key)?;
                push_access(vm, accesses, false, key)?;
                vm.own(mapping)
            }
            _ => Value::NONE,
        };
        for access in &mut name {
            let (is_attribute, key) = match vm.text(access)? {
                Access::Attribute(key) => (true, vm.new_str(key)?),
                Access::Key(key) => (false, vm.new_str(key)?),
                Access::Index(i) => (false, vm.new_int(i64::try_from(i).unwrap_or(i64::MAX))?),
            };
            push_access(vm, accesses, is_attribute, key)?;
        }
        let spec = if field.nested {
            parts_of(vm, field.spec, fields, depth + 1)?
        } else {
            vm.new_str(field.spec)?
        };
        let conversion = match field.conversion {
            Some(c) => vm.new_char(c)?,
            None => Value::NONE,
        };
        let part = vm.new_tuple(&[value, accesses, conversion, spec])?;
        vm.list_push(list, part)?;
    }
    Ok(())
}

fn push_access(vm: &mut Vm, accesses: Value, is_attribute: bool, key: Value) -> Res<()> {
    let pair = vm.new_tuple(&[Value::bool(is_attribute), key])?;
    vm.list_push(accesses, pair)
}
