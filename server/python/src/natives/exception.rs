//! Exceptions: constructors and attributes. Splitting groups is Python, in the prelude.

use crate::objects::exception::{ARGS, CAUSE, CONTEXT, TRACEBACK};
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Attributes of a `UnicodeError` that tells where.
pub(crate) const UNICODE_FIELDS: [&str; 5] = ["encoding", "object", "start", "end", "reason"];

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let c = vm.exc(Exc::BaseException);
    vm.constructor(c, new)?;
    vm.method(c, "__init__", init)?;
    vm.getset(c, "args", |vm, args| part(vm, args, ARGS), Some(set_args))?;
    vm.getset(
        c,
        "__traceback__",
        |vm, args| part(vm, args, TRACEBACK),
        Some(|vm, args| set_part(vm, args, TRACEBACK)),
    )?;
    vm.getset(
        c,
        "__context__",
        |vm, args| part(vm, args, CONTEXT),
        Some(|vm, args| set_part(vm, args, CONTEXT)),
    )?;
    vm.getset(
        c,
        "__cause__",
        |vm, args| part(vm, args, CAUSE),
        Some(|vm, args| {
            vm.heap.add_flags(args.args[0].idx(), EXC_SUPPRESS);
            set_part(vm, args, CAUSE)
        }),
    )?;
    vm.getset(
        c,
        "__suppress_context__",
        |vm, args| done(Value::bool(vm.heap.flags(args.args[0].idx()) & EXC_SUPPRESS != 0)),
        Some(|vm, args| {
            let idx = args.args[0].idx();
            if vm.truth_fast(args.args[1]) == Some(true) {
                vm.heap.add_flags(idx, EXC_SUPPRESS);
            } else {
                vm.heap.clear_flags(idx, EXC_SUPPRESS);
            }
            done(Value::NONE)
        }),
    )?;
    vm.method(c, "with_traceback", |vm, args| {
        let (e, rest) = args.method(vm, "with_traceback", 1, 1)?;
        if !rest[0].is_none() && !vm.is_kind(rest[0], Kind::Traceback) {
            return Err(vm.type_error("__traceback__ must be a traceback or None"));
        }
        set_part(
            vm,
            Args {
                args: &[e, rest[0]],
                kw: &[],
            },
            TRACEBACK,
        )?;
        done(vm.own(e))
    })?;
    vm.method(c, "add_note", add_note)?;
    vm.method(c, "__setstate__", |_, _| done(Value::NONE))?;

    let c = vm.exc(Exc::StopIteration);
    vm.getset(
        c,
        "value",
        |vm, args| {
            let v = vm.exc_args(args.args[0]).first().copied().unwrap_or(Value::NONE);
            done(vm.own(v))
        },
        None,
    )?;
    let c = vm.exc(Exc::SystemExit);
    vm.getset(
        c,
        "code",
        |vm, args| {
            let v = match *vm.exc_args(args.args[0]) {
                [] => Value::NONE,
                [one] => one,
                _ => vm.heap.value(args.args[0].idx(), ARGS),
            };
            done(vm.own(v))
        },
        None,
    )?;

    // Attributes that are None until given.
    let absent: &[(Exc, &[&str])] = &[
        (Exc::OSError, &["errno", "strerror", "filename", "filename2"]),
        (Exc::ImportError, &["msg", "name", "path", "name_from"]),
        (Exc::AttributeError, &["name", "obj"]),
        (Exc::NameError, &["name"]),
        (
            Exc::SyntaxError,
            &[
                "msg",
                "filename",
                "lineno",
                "offset",
                "text",
                "end_lineno",
                "end_offset",
            ],
        ),
        (Exc::UnicodeDecodeError, &UNICODE_FIELDS),
        (Exc::UnicodeEncodeError, &UNICODE_FIELDS),
    ];
    for &(exc, names) in absent {
        let dict = vm.heap.value(vm.exc(exc).idx(), class::DICT);
        for name in names {
            vm.constant(dict, name, Value::NONE)?;
        }
    }
    vm.constructor(vm.exc(Exc::OSError), new_os_error)?;
    vm.method(vm.exc(Exc::OSError), "__init__", |_, _| done(Value::NONE))?;
    vm.method(vm.exc(Exc::ImportError), "__init__", |vm, args| {
        let rest = init_named(vm, args, "ImportError", &["name", "path", "name_from"])?;
        let msg = if let [one] = rest[..] { one } else { Value::NONE };
        set_attr(vm, args.args[0], "msg", msg)
    })?;
    vm.method(vm.exc(Exc::AttributeError), "__init__", |vm, args| {
        init_named(vm, args, "AttributeError", &["name", "obj"])?;
        done(Value::NONE)
    })?;
    vm.method(vm.exc(Exc::NameError), "__init__", |vm, args| {
        init_named(vm, args, "NameError", &["name"])?;
        done(Value::NONE)
    })?;
    vm.method(vm.exc(Exc::SyntaxError), "__init__", |vm, args| {
        let rest = init_named(vm, args, "SyntaxError", &[])?;
        syntax_fields(vm, args.args[0], &rest)?;
        done(Value::NONE)
    })?;
    vm.method(vm.exc(Exc::UnicodeDecodeError), "__init__", |vm, args| {
        init_unicode(vm, args, false)
    })?;
    vm.method(vm.exc(Exc::UnicodeEncodeError), "__init__", |vm, args| {
        init_unicode(vm, args, true)
    })?;

    let c = vm.exc(Exc::BaseExceptionGroup);
    vm.constructor(c, new_group)?;
    vm.method(c, "__init__", |_, _| done(Value::NONE))?;
    vm.getset(
        c,
        "message",
        |vm, args| {
            let v = vm.exc_args(args.args[0]).first().copied().unwrap_or(Value::NONE);
            done(vm.own(v))
        },
        None,
    )?;
    vm.getset(
        c,
        "exceptions",
        |vm, args| {
            let v = vm.exc_args(args.args[0]).get(1).copied().unwrap_or(Value::NONE);
            let items = vm.plain_items(v).unwrap_or_default();
            vm.items_again(&items, true)
        },
        None,
    )?;
    vm.class_method(c, "__class_getitem__", super::alias::class_getitem)
}

fn part(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), at);
    done(if v.is_null() { Value::NONE } else { vm.own(v) })
}

fn set_part(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = args.args[1];
    let fits = if at == TRACEBACK {
        vm.is_kind(v, Kind::Traceback)
    } else {
        vm.is_exception(v)
    };
    let v = if v.is_none() {
        Value::NULL
    } else if fits {
        vm.own(v)
    } else {
        return Err(vm.type_error(match at {
            TRACEBACK => "__traceback__ must be a traceback or None",
            CAUSE => "exception cause must be None or derive from BaseException",
            _ => "exception context must be None or derive from BaseException",
        }));
    };
    vm.replace(args.args[0].idx(), at, v);
    done(Value::NONE)
}

fn set_args(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(items) = vm.plain_items(args.args[1]) else {
        return Err(vm.type_error("args must be a sequence"));
    };
    let owned: Vec<Value> = items.into_iter().map(|v| vm.own(v)).collect();
    let tuple = vm.new_tuple(&owned)?;
    vm.replace(args.args[0].idx(), ARGS, tuple);
    done(Value::NONE)
}

fn new(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let owned: Vec<Value> = args.args[1..].iter().map(|&v| vm.own(v)).collect();
    done(vm.new_exception(args.args[0], &owned)?)
}

fn init(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let e = args.args[0];
    if !args.kw.is_empty() {
        let n = vm.type_name(e);
        return Err(vm.type_error(format!("{n}() takes no keyword arguments")));
    }
    if vm.exc_args(e) != &args.args[1..] {
        let owned: Vec<Value> = args.args[1..].iter().map(|&v| vm.own(v)).collect();
        let tuple = vm.new_tuple(&owned)?;
        vm.replace(e.idx(), ARGS, tuple);
    }
    done(Value::NONE)
}

fn set_attr(vm: &mut Vm, e: Value, name: &str, v: Value) -> NativeResult {
    let name = vm.intern(name);
    let v = vm.own(v);
    vm.set_own_attr(e, name, v)?;
    done(Value::NONE)
}

/// `__init__` with keywords that become attributes; gives the positional arguments, borrowed.
fn init_named(vm: &mut Vm, args: Args<'_>, function: &str, names: &[&str]) -> Res<Vec<Value>> {
    init(
        vm,
        Args {
            args: args.args,
            kw: &[],
        },
    )?;
    for &(name, v) in args.kw {
        let text = vm.str(name).to_owned();
        if !names.contains(&text.as_str()) {
            return Err(vm.type_error(if vm.config.version.minor() >= 13 {
                format!("{function}() got an unexpected keyword argument '{text}'")
            } else {
                format!("'{text}' is an invalid keyword argument for {function}()")
            }));
        }
        set_attr(vm, args.args[0], &text, v)?;
    }
    Ok(args.args[1..].to_vec())
}

/// What `SyntaxError(msg, (filename, lineno, offset, text, end_lineno, end_offset))` keeps.
pub(crate) fn syntax_fields(vm: &mut Vm, exc: Value, args: &[Value]) -> Res<()> {
    let Some(&msg) = args.first() else { return Ok(()) };
    set_attr(vm, exc, "msg", msg)?;
    let details = match args {
        [_, details] if vm.is_tuple(*details) => vm.tuple(*details).to_vec(),
        _ => return Ok(()),
    };
    let names = ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"];
    for (name, value) in names.iter().zip(details) {
        set_attr(vm, exc, name, value)?;
    }
    Ok(())
}

/// `UnicodeDecodeError(encoding, object, start, end, reason)`; the object of an encoding error is text.
fn init_unicode(vm: &mut Vm, args: Args<'_>, encoding: bool) -> NativeResult {
    let rest = init_named(vm, args, "UnicodeError", &[])?;
    if rest.len() != 5 {
        return Err(vm.type_error(format!("function takes exactly 5 arguments ({} given)", rest.len())));
    }
    for (i, &v) in rest.iter().enumerate() {
        let (fits, wanted) = match i {
            1 if encoding => (vm.as_str(v).is_some(), "str"),
            1 if vm.as_bytes(v).is_some() => (true, ""),
            1 => {
                let t = vm.type_name(v);
                return Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")));
            }
            2 | 3 => {
                if vm.as_i64(v).is_none() {
                    return Err(super::arguments::not_an_integer(vm, v));
                }
                (true, "")
            }
            _ => (vm.as_str(v).is_some(), "str"),
        };
        if !fits {
            let t = vm.type_name(v);
            return Err(vm.type_error(format!("argument {} must be {wanted}, not {t}", i + 1)));
        }
    }
    for (name, v) in UNICODE_FIELDS.into_iter().zip(rest) {
        set_attr(vm, args.args[0], name, v)?;
    }
    done(Value::NONE)
}

fn add_note(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (e, rest) = args.method(vm, "add_note", 1, 1)?;
    if vm.as_str(rest[0]).is_none() {
        let t = vm.type_name(rest[0]);
        return Err(vm.type_error(format!("note must be a str, not '{t}'")));
    }
    let key = vm.names.__notes__;
    let notes = match vm.own_attr(e, key) {
        Some(notes) if vm.is_list(notes) => notes,
        Some(_) => return Err(vm.type_error("Cannot add note: __notes__ is not a list")),
        None => {
            let notes = vm.new_list(&[])?;
            vm.set_own_attr(e, key, notes)?;
            notes
        }
    };
    let note = vm.own(rest[0]);
    vm.list_push(notes, note)?;
    done(Value::NONE)
}

/// The subclass of OSError that stands for an error number of Linux.
fn os_error_of(errno: i64) -> Option<Exc> {
    Some(match errno {
        1 | 13 => Exc::PermissionError,
        2 => Exc::FileNotFoundError,
        3 => Exc::ProcessLookupError,
        4 => Exc::InterruptedError,
        10 => Exc::ChildProcessError,
        11 | 114 | 115 => Exc::BlockingIOError,
        17 => Exc::FileExistsError,
        20 => Exc::NotADirectoryError,
        21 => Exc::IsADirectoryError,
        32 | 108 => Exc::BrokenPipeError,
        103 => Exc::ConnectionAbortedError,
        104 => Exc::ConnectionResetError,
        110 => Exc::TimeoutError,
        111 => Exc::ConnectionRefusedError,
        _ => return None,
    })
}

/// `OSError(errno, strerror[, filename[, winerror, filename2]])`
pub(crate) fn new_os_error(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (mut c, rest) = (args.args[0], &args.args[1..]);
    let numbered = (2..=5).contains(&rest.len());
    if numbered
        && c == vm.exc(Exc::OSError)
        && let Some(exc) = vm.as_i64(rest[0]).and_then(os_error_of)
    {
        c = vm.exc(exc);
    }
    let kept = if numbered { &rest[..2] } else { rest };
    let owned: Vec<Value> = kept.iter().map(|&v| vm.own(v)).collect();
    let e = vm.new_exception(c, &owned)?;
    if numbered {
        for (name, at) in [("errno", 0), ("strerror", 1), ("filename", 2), ("filename2", 4)] {
            if let Some(&v) = rest.get(at) {
                set_attr(vm, e, name, v)?;
            }
        }
    }
    done(e)
}

fn new_group(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let mut c = args.args[0];
    let n = vm.class_name(c);
    let rest = &args.args[1..];
    if rest.len() != 2 {
        let given = rest.len();
        return Err(vm.type_error(format!(
            "BaseExceptionGroup.__new__() takes exactly 2 arguments ({given} given)"
        )));
    }
    if vm.as_str(rest[0]).is_none() {
        let t = vm.type_name(rest[0]);
        return Err(vm.type_error(format!("BaseExceptionGroup.__new__() argument 1 must be str, not {t}")));
    }
    if !vm.is_list(rest[1]) && !vm.is_tuple(rest[1]) {
        return Err(vm.type_error("second argument (exceptions) must be a sequence"));
    }
    let items = vm.plain_items(rest[1]).unwrap_or_default();
    if items.is_empty() {
        return Err(vm.value_error("second argument (exceptions) must be a non-empty sequence"));
    }
    let exception = vm.exc(Exc::Exception);
    let mut all_plain = true;
    for (i, &item) in items.iter().enumerate() {
        if !vm.is_exception(item) {
            return Err(vm.value_error(format!("Item {i} of second argument (exceptions) is not an exception")));
        }
        all_plain &= vm.is_instance(item, exception);
    }
    let (base_group, group) = (vm.exc(Exc::BaseExceptionGroup), vm.exc(Exc::ExceptionGroup));
    if c == base_group {
        if all_plain {
            c = group;
        }
    } else if !all_plain && vm.is_subclass(c, exception) {
        return Err(vm.type_error(if c == group {
            "Cannot nest BaseExceptions in an ExceptionGroup".to_owned()
        } else {
            format!("Cannot nest BaseExceptions in '{n}'")
        }));
    }
    let owned: Vec<Value> = rest.iter().map(|&v| vm.own(v)).collect();
    done(vm.new_exception(c, &owned)?)
}
