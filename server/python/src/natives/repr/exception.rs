//! Exceptions as text: `repr` is class and arguments; `str` has rules of its own for some classes.

use super::Writer;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{NativeResult, Res, Vm};

/// What `str()` of an exception is made from.
enum Text {
    /// Text as it stands.
    Ready(String),
    /// `str()` of this (borrowed).
    Str(Value),
    /// `repr()` of this (borrowed).
    Repr(Value),
    /// A part is made by Python code.
    AskPython,
}

fn text(vm: &mut Vm, exc: Value) -> Res<Text> {
    let args = vm.exc_args(exc).to_vec();
    if vm.is_exc(exc, Exc::BaseExceptionGroup) && args.len() == 2 {
        let n = vm.plain_items(args[1]).map_or(0, |items| items.len());
        let s = if n == 1 { "" } else { "s" };
        return Ok(match super::plain_str(vm, args[0])? {
            Some(message) => Text::Ready(format!("{message} ({n} sub-exception{s})")),
            None => Text::AskPython,
        });
    }
    if vm.is_exc(exc, Exc::OSError) && (2..=5).contains(&args.len()) {
        return os_error(vm, exc, &args);
    }
    if vm.is_exc(exc, Exc::UnicodeEncodeError) || vm.is_exc(exc, Exc::UnicodeDecodeError) {
        return Ok(unicode_error(vm, exc).map_or(Text::Ready(String::new()), Text::Ready));
    }
    if vm.is_exc(exc, Exc::SyntaxError) && args.len() == 2 && vm.is_tuple(args[1]) {
        return syntax_error(vm, &args);
    }
    Ok(match args.as_slice() {
        [] => Text::Ready(String::new()),
        &[arg] if vm.is_exc(exc, Exc::KeyError) => Text::Repr(arg),
        &[arg] => Text::Str(arg),
        _ => Text::Repr(vm.heap.value(exc.idx(), crate::objects::exception::ARGS)),
    })
}

/// `[Errno 2] No such file or directory: 'x'`
fn os_error(vm: &mut Vm, exc: Value, args: &[Value]) -> Res<Text> {
    let filename = match vm.own_attr(exc, vm.names.filename) {
        Some(name) => Some(name),
        None => args.get(2).copied(),
    };
    let (Some(errno), Some(strerror)) = (super::plain_str(vm, args[0])?, super::plain_str(vm, args[1])?) else {
        return Ok(Text::AskPython);
    };
    let mut text = format!("[Errno {errno}] {strerror}");
    if let Some(name) = filename.filter(|n| !n.is_none()) {
        match super::plain_repr(vm, name)? {
            Some(name) => text.push_str(&format!(": {name}")),
            None => return Ok(Text::AskPython),
        }
        let other = vm.intern("filename2");
        if let Some(other) = vm.own_attr(exc, other).filter(|n| !n.is_none()) {
            match super::plain_repr(vm, other)? {
                Some(name) => text.push_str(&format!(" -> {name}")),
                None => return Ok(Text::AskPython),
            }
        }
    }
    Ok(Text::Ready(text))
}

/// `'ascii' codec can't encode character '\xe9' in position 1: ordinal not in range(128)`
fn unicode_error(vm: &mut Vm, exc: Value) -> Option<String> {
    let mut fields = [Value::NONE; 5];
    for (field, name) in fields.iter_mut().zip(crate::natives::exception::UNICODE_FIELDS) {
        let name = vm.intern(name);
        *field = vm.own_attr(exc, name)?;
    }
    let [encoding, object, start, end, reason] = fields;
    let (start, end) = (vm.as_i64(start)?, vm.as_i64(end)?);
    let (encoding, reason) = (vm.as_str(encoding)?.to_owned(), vm.as_str(reason)?.to_owned());
    let at = usize::try_from(start).ok();
    let range = format!("in position {start}-{}", end - 1);
    let (verb, what) = if let Some(text) = vm.as_str(object) {
        let what = match at.filter(|_| end == start + 1).and_then(|at| text.chars().nth(at)) {
            Some(c) => {
                let mut shown = String::new();
                crate::text::string::push_escape(&mut shown, c);
                format!("character '{shown}' in position {start}")
            }
            None => format!("characters {range}"),
        };
        ("encode", what)
    } else {
        let data = vm.as_bytes(object)?;
        let what = match at.filter(|_| end == start + 1).and_then(|at| data.get(at)) {
            Some(byte) => format!("byte 0x{byte:02x} in position {start}"),
            None => format!("bytes {range}"),
        };
        ("decode", what)
    };
    Some(format!("'{encoding}' codec can't {verb} {what}: {reason}"))
}

/// `invalid syntax (file.py, line 3)`
fn syntax_error(vm: &mut Vm, args: &[Value]) -> Res<Text> {
    let details = vm.tuple(args[1]).to_vec();
    let Some(message) = super::plain_str(vm, args[0])? else {
        return Ok(Text::AskPython);
    };
    let file = details
        .first()
        .and_then(|&f| vm.as_str(f))
        .map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
    let line = details.get(1).and_then(|&l| vm.as_i64(l));
    Ok(Text::Ready(match (file, line) {
        (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
        (Some(file), None) => format!("{message} ({file})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    }))
}

/// `BaseException.__str__` and what its subclasses make of it.
pub(super) fn to_str(vm: &mut Vm, exc: Value) -> NativeResult {
    match text(vm, exc)? {
        Text::Ready(s) => vm.new_str(&s).map(Into::into),
        Text::Str(v) if v != exc => {
            // An exception as the only argument of an exception: as deep as the program likes.
            match plain_str(vm, exc)? {
                Some(s) => vm.new_str(&s).map(Into::into),
                None => vm.slow_path("str_of", &[v]),
            }
        }
        Text::Repr(v) => super::to_repr(vm, v),
        Text::Str(_) | Text::AskPython => vm.slow_path("str_exception", &[exc]),
    }
}

/// The same if it takes no Python code.
pub(super) fn plain_str(vm: &mut Vm, exc: Value) -> Res<Option<String>> {
    let mut at = exc;
    // Follows exceptions whose only argument is an exception.
    for _ in 0..super::DEPTH {
        match text(vm, at)? {
            Text::Ready(s) => return Ok(Some(s)),
            Text::Repr(v) => return super::plain_repr(vm, v),
            Text::AskPython => return Ok(None),
            Text::Str(v) if super::asks_python(vm, v, "__str__") => return Ok(None),
            Text::Str(v) if vm.is_exception(v) => at = v,
            Text::Str(v) => {
                return match vm.as_str(v) {
                    Some(s) => Ok(Some(s.to_owned())),
                    None => super::plain_repr(vm, v),
                };
            }
        }
    }
    Ok(None)
}

impl Writer {
    /// `ValueError('x')`
    pub(super) fn push_exception(&mut self, vm: &mut Vm, exc: Value) -> Res<bool> {
        if self.path.len() >= super::DEPTH {
            return Ok(false);
        }
        let (name, args) = (vm.type_name(exc), vm.exc_args(exc).to_vec());
        self.path.push(exc.idx());
        let complete = self.push_call(vm, &name, &args)?;
        self.path.pop();
        Ok(complete)
    }
}
