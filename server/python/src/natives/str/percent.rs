//! `template % args`. Arguments of built-in types are formatted here; with others the template is taken apart for the
//! prelude, which brings each argument to a plain value and comes back with one specifier at a time.

use super::text_of;
use crate::natives::number::{Number, number};
use crate::natives::repr;
use crate::text::float_arith;
use crate::text::percent::{self, Amount, Piece, Specifier, Value as Plain};
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{NativeResult, Res, Vm};
use std::fmt::Write;

/// `template % args`
pub(crate) fn percent(vm: &mut Vm, template: Value, args: Value) -> NativeResult {
    let text = text_of(vm, template).to_owned();
    vm.charge(80 + text.len() as u64 * 2);
    let mut out = String::new();
    let mut source = Source::new(vm, args);
    if push_plain(vm, &mut out, &text, &mut source)? {
        return vm.new_str(&out).map(Into::into);
    }
    let list = vm.new_list(&[])?;
    let mut source = Source::new(vm, args);
    let result = match fill_parts(vm, list, &text, &mut source) {
        Ok(()) => vm.slow_path("percent_slow", &[list]),
        Err(raised) => Err(raised),
    };
    vm.drop(list);
    result
}

/// Where arguments come from.
struct Source {
    /// The positional ones, borrowed.
    items: Vec<Value>,
    next: usize,
    /// The right operand, where keys are looked up.
    mapping: Option<Value>,
    /// Some key was used: the operand is no positional argument then.
    keyed: bool,
    /// The right operand was a tuple.
    is_tuple: bool,
}

impl Source {
    fn new(vm: &mut Vm, args: Value) -> Self {
        let is_tuple = vm.is_tuple(args);
        let items = if is_tuple { vm.tuple(args).to_vec() } else { vec![args] };
        let is_mapping = !is_tuple && vm.as_str(args).is_none() && vm.special(args, vm.names.__getitem__).is_some();
        Self {
            items,
            next: 0,
            mapping: is_mapping.then_some(args),
            keyed: false,
            is_tuple,
        }
    }

    fn next(&mut self, vm: &mut Vm) -> Res {
        match self.items.get(self.next) {
            Some(&v) if !self.keyed => {
                self.next += 1;
                Ok(v)
            }
            _ => Err(vm.type_error(percent::NOT_ENOUGH)),
        }
    }

    fn star(&mut self, vm: &mut Vm) -> Res<i64> {
        let v = self.next(vm)?;
        match crate::natives::arguments::clamped(vm, v) {
            Some(i) => Ok(i),
            None => Err(vm.type_error(percent::STAR)),
        }
    }

    /// Sets the stars of a specifier and fetches its argument. `None`: a key that Python code has to look up.
    fn argument(&mut self, vm: &mut Vm, spec: &mut Specifier<'_>) -> Res<Option<Value>> {
        if spec.key.is_some() {
            self.keyed = true;
        }
        if spec.width == Some(Amount::Star) {
            let width = self.star(vm)?;
            spec.set_width(width);
        }
        if spec.precision == Some(Amount::Star) {
            let precision = self.star(vm)?;
            spec.set_precision(precision);
        }
        let Some(key) = spec.key else {
            return self.next(vm).map(Some);
        };
        let Some(mapping) = self.mapping else {
            return Err(vm.type_error(percent::NO_MAPPING));
        };
        if !(vm.is_dict(mapping) && vm.is_builtin_class(vm.type_of(mapping))) {
            return Ok(None);
        }
        match vm.dict_get_str(mapping, key) {
            Some(v) => Ok(Some(v)),
            None => {
                let key = vm.new_str(key)?;
                Err(vm.raise_with(Exc::KeyError, &[key]))
            }
        }
    }

    /// TypeError if arguments are left over.
    fn finish(&self, vm: &mut Vm) -> Res<()> {
        if self.next < self.items.len() && (self.is_tuple || self.mapping.is_none()) {
            return Err(vm.type_error(percent::NOT_ALL));
        }
        Ok(())
    }
}

/// Formats with arguments of built-in types; `false`: some are not.
fn push_plain(vm: &mut Vm, out: &mut String, template: &str, source: &mut Source) -> Res<bool> {
    for piece in percent::pieces(template, source.mapping.is_some()) {
        let mut spec = match vm.text(piece)? {
            Piece::Literal(text) => {
                out.push_str(text);
                continue;
            }
            Piece::Value(spec) => spec,
        };
        let Some(v) = source.argument(vm, &mut spec)? else {
            return Ok(false);
        };
        let checked = spec.check();
        vm.text(checked)?;
        if !push_value(vm, out, &spec, v)? {
            return Ok(false);
        }
        if out.len() > crate::text::MAX_TEXT {
            return Err(vm.memory_error());
        }
    }
    source.finish(vm)?;
    Ok(true)
}

fn push_value(vm: &mut Vm, out: &mut String, spec: &Specifier<'_>, v: Value) -> Res<bool> {
    let conversion = spec.conversion;
    if matches!(conversion, 's' | 'r' | 'a') {
        let text = if conversion == 's' {
            repr::plain_str(vm, v)?
        } else {
            repr::plain_repr(vm, v)?
        };
        let Some(mut text) = text else { return Ok(false) };
        if conversion == 'a' {
            text = repr::ascii(&text);
        }
        let pushed = spec.push(out, Plain::Str(&text));
        return vm.text(pushed).map(|()| true);
    }
    if conversion == 'c'
        && let Some(s) = vm.as_str(v)
    {
        let (mut chars, n) = (s.chars(), crate::text::string::len(s));
        let pushed = match (chars.next(), n) {
            (Some(c), 1) => spec.push(out, Plain::Char(c)),
            _ if vm.config.version.minor() >= 14 => Err(Specifier::wrong_length(n)),
            _ => Err(crate::text::TextError::type_error("%c requires int or char")),
        };
        return vm.text(pushed).map(|()| true);
    }
    let n = match number(vm, v) {
        Some(n) if !matches!(n, Number::Complex(..)) => n,
        _ if vm.is_kind(v, crate::vm::layout::Kind::Instance) => return Ok(false),
        _ => {
            return Err(wrong_type(vm, spec, v));
        }
    };
    let floating = matches!(conversion, 'e' | 'E' | 'f' | 'F' | 'g' | 'G');
    let pushed = if floating {
        let f = crate::natives::number::float_arg(vm, v)?;
        spec.push(out, Plain::Float(f))
    } else {
        let b = match n {
            Number::Int(i) => num_bigint::BigInt::from(i),
            Number::Big(b) => b,
            Number::Float(f) if matches!(conversion, 'd' | 'i' | 'u') => {
                let whole = float_arith::to_int(f);
                vm.text(whole)?
            }
            _ => {
                return Err(wrong_type(vm, spec, v));
            }
        };
        if conversion == 'c' {
            percent::char_from_int(&b).and_then(|c| spec.push(out, Plain::Char(c)))
        } else {
            repr::charge_decimal(vm, &b);
            spec.push(out, Plain::Int(&b, vm.max_str_digits))
        }
    };
    vm.text(pushed).map(|()| true)
}

/// A value that a conversion cannot show. Until 3.13 `%c` tells no class.
fn wrong_type(vm: &mut Vm, spec: &Specifier<'_>, v: Value) -> crate::vm::Raised {
    if spec.conversion == 'c' && vm.config.version.minor() < 14 {
        return vm.type_error("%c requires int or char");
    }
    let t = vm.type_name(v);
    vm.text_error(spec.wrong_type(&t))
}

/// The template taken apart for the prelude's `percent_slow`.
fn fill_parts(vm: &mut Vm, list: Value, template: &str, source: &mut Source) -> Res<()> {
    for piece in percent::pieces(template, source.mapping.is_some()) {
        let mut spec = match vm.text(piece)? {
            Piece::Literal(text) => {
                let text = vm.new_str(text)?;
                vm.list_push(list, text)?;
                continue;
            }
            Piece::Value(spec) => spec,
        };
        let v = source.argument(vm, &mut spec)?;
        let checked = spec.check();
        vm.text(checked)?;
        let written = vm.new_str(&written(&spec))?;
        let conversion = vm.new_char(spec.conversion)?;
        let part = match (v, source.mapping, spec.key) {
            (None, Some(mapping), Some(key)) => {
                let (mapping, key) = (vm.own(mapping), vm.new_str(key)?);
                vm.new_tuple(&[written, conversion, mapping, key])?
            }
            (v, ..) => {
                let v = vm.own(v.unwrap_or(Value::NONE));
                vm.new_tuple(&[written, conversion, v])?
            }
        };
        vm.list_push(list, part)?;
    }
    source.finish(vm)
}

/// A specifier for the value that the prelude makes of its argument: text stays text.
fn written(spec: &Specifier<'_>) -> String {
    let mut out = String::from("%");
    for (set, c) in [(spec.alternate, '#'), (spec.zero, '0'), (spec.left, '-')] {
        if set {
            out.push(c);
        }
    }
    out.extend(spec.sign);
    if let Some(Amount::Given(width)) = spec.width {
        let _ = write!(out, "{width}");
    }
    if let Some(Amount::Given(precision)) = spec.precision {
        let _ = write!(out, ".{precision}");
    }
    out.push(if matches!(spec.conversion, 'r' | 'a') {
        's'
    } else {
        spec.conversion
    });
    out
}
