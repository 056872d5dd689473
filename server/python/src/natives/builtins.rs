//! The functions of the module `builtins`. Where an operand's behaviour is Python code they hand over to the prelude.

mod attributes;

use super::{class, list, number, protocol, repr};
use crate::bytecode::BinaryOp;
use crate::vm::attr::{Got, Put};
use crate::vm::layout::{frame, *};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeFn, NativeResult, Out, Res, Vm};
pub(crate) use attributes::locals;
use attributes::{delattr, dir, getattr, hasattr, setattr, vars};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let functions: &[(&'static str, NativeFn)] = &[
        ("print", print),
        ("len", |vm, args| {
            let v = args.positional(vm, "len", 1, 1)?[0];
            len(vm, v)
        }),
        ("any", |vm, args| any_all(vm, args, true)),
        ("all", |vm, args| any_all(vm, args, false)),
        ("sum", sum),
        ("min", |vm, args| min_max(vm, args, false)),
        ("max", |vm, args| min_max(vm, args, true)),
        ("sorted", list::sorted),
        ("iter", super::iter::iter),
        ("next", super::iter::next),
        ("isinstance", class::isinstance),
        ("issubclass", class::issubclass),
        ("callable", |vm, args| {
            let v = args.positional(vm, "callable", 1, 1)?[0];
            done(Value::bool(is_callable(vm, v)))
        }),
        ("getattr", getattr),
        ("hasattr", hasattr),
        ("setattr", setattr),
        ("delattr", delattr),
        ("id", |vm, args| {
            let v = args.positional(vm, "id", 1, 1)?[0];
            let id = if v.is_ref() {
                crate::vm::boot::address(v) as i64
            } else {
                0x5600_0000_0000 | (v.0 as i64 & 0xFFF_FFFF)
            };
            done(vm.new_int(id)?)
        }),
        ("hash", hash),
        ("repr", |vm, args| {
            let v = args.positional(vm, "repr", 1, 1)?[0];
            repr::to_repr(vm, v)
        }),
        ("ascii", |vm, args| {
            let v = args.positional(vm, "ascii", 1, 1)?[0];
            repr::to_ascii(vm, v)
        }),
        ("format", |vm, args| {
            let rest = args.positional(vm, "format", 1, 2)?;
            super::format::format_value(vm, rest[0], rest.get(1).copied().unwrap_or(Value::NULL))
        }),
        ("ord", ord),
        ("chr", chr),
        ("bin", |vm, args| in_base(vm, args, "bin")),
        ("oct", |vm, args| in_base(vm, args, "oct")),
        ("hex", |vm, args| in_base(vm, args, "hex")),
        ("abs", |vm, args| {
            let v = args.positional(vm, "abs", 1, 1)?[0];
            number::abs(vm, v)
        }),
        ("divmod", |vm, args| {
            let rest = args.positional(vm, "divmod", 2, 2)?;
            number::divmod(vm, rest[0], rest[1])
        }),
        ("pow", pow),
        ("round", |vm, args| {
            let [v, digits] = args.bind(vm, "round", ["number", "ndigits"], 2, 1)?;
            number::round(vm, v.unwrap_or(Value::NONE), digits)
        }),
        ("globals", |vm, args| {
            args.positional(vm, "globals", 0, 0)?;
            let globals = vm.heap.value(vm.frame(), frame::GLOBALS);
            done(vm.own(globals))
        }),
        ("locals", |vm, _| locals(vm)),
        ("vars", vars),
        ("dir", dir),
        ("input", |vm, args| {
            let rest = args.positional(vm, "input", 0, 1)?;
            vm.slow_path("input_slow", &[rest.first().copied().unwrap_or(Value::MISSING)])
        }),
        ("open", |vm, args| {
            let open = vm.dict_get_str(vm.slow, "open_slow").unwrap_or(Value::NONE);
            let open = vm.own(open);
            let positional = args.args.iter().map(|&v| vm.own(v)).collect();
            let named = args.kw.iter().map(|&(name, v)| (name, vm.own(v))).collect();
            Ok(Out::CallKw(open, positional, named))
        }),
        ("exec", |vm, args| super::exec::run(vm, args, "exec", "exec_slow")),
        ("eval", |vm, args| super::exec::run(vm, args, "eval", "eval_slow")),
        ("compile", super::exec::compile_source),
        ("__import__", import),
        ("exit", exit),
        ("quit", exit),
        ("aiter", |vm, args| {
            let v = args.positional(vm, "aiter", 1, 1)?[0];
            let Some(f) = vm.special(v, vm.names.__aiter__) else {
                let t = vm.type_name(v);
                return Err(vm.type_error(format!("'{t}' object is not an async iterable")));
            };
            vm.slow_path("aiter", &[f, v])
        }),
        ("anext", |vm, args| {
            let rest = args.positional(vm, "anext", 1, 2)?;
            let Some(f) = vm.special(rest[0], vm.names.__anext__) else {
                let t = vm.type_name(rest[0]);
                return Err(vm.type_error(format!("'{t}' object is not an async iterator")));
            };
            match rest.get(1) {
                None => vm.call_special(rest[0], f, &[]),
                Some(&default) => vm.slow_path("anext_default", &[rest[0], default]),
            }
        }),
    ];
    for &(name, f) in functions {
        vm.function(vm.builtins, name, f)?;
    }
    let mut types = vm.types;
    let mut named = Vec::new();
    types.each(|name, c| named.push((name, *c)));
    const PUBLIC: &[&str] = &[
        "object",
        "type",
        "int",
        "bool",
        "float",
        "complex",
        "str",
        "bytes",
        "bytearray",
        "list",
        "tuple",
        "dict",
        "set",
        "frozenset",
        "range",
        "slice",
        "property",
        "staticmethod",
        "classmethod",
        "super",
        "map",
        "filter",
        "zip",
        "enumerate",
        "reversed",
        "memoryview",
    ];
    for (name, c) in named {
        if PUBLIC.contains(&name) {
            let c = vm.own(c);
            vm.constant(vm.builtins, name, c)?;
        }
    }
    for (name, v) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", Value::TRUE),
    ] {
        vm.constant(vm.builtins, name, v)?;
    }
    Ok(())
}

/// Releases what a call that will not be made holds.
pub(crate) fn discard(vm: &mut Vm, out: Out) {
    match out {
        Out::Value(v) | Out::Close(v) => vm.drop(v),
        Out::Call(f, args) => {
            vm.drop(f);
            vm.drop_all(&args);
        }
        Out::CallKw(f, args, kw) => {
            vm.drop(f);
            vm.drop_all(&args);
            for (_, v) in kw {
                vm.drop(v);
            }
        }
        Out::Resume(a, b) | Out::Throw(a, b) | Out::StepSend(a, b) | Out::StepThrow(a, b) | Out::Body(a, b) => {
            vm.drop(a);
            vm.drop(b);
        }
        Out::Run { namespace, locals, .. } => {
            vm.drop(namespace);
            vm.drop(locals);
        }
        Out::Wait(_) => {}
    }
}

/// Whether `print` goes to the machine's own standard output.
fn own_stdout(vm: &mut Vm) -> bool {
    let Some(sys) = vm.dict_get_str(vm.modules, "sys") else {
        return true;
    };
    let d = vm.heap.value(sys.idx(), 2);
    let (now, first) = (vm.dict_get_str(d, "stdout"), vm.dict_get_str(d, "__stdout__"));
    now == first
}

fn print(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let none = Args { args: &[], kw: args.kw };
    let [sep, end, file, flush] = none.bind(vm, "print", ["sep", "end", "file", "flush"], 0, 0)?;
    let [sep, end, file] = [sep, end, file].map(|v| v.unwrap_or(Value::NONE));
    let flush = flush.unwrap_or(Value::FALSE);
    let word = |vm: &Vm, v: Value, default: &str| {
        if v.is_none() {
            Some(default.to_owned())
        } else {
            vm.as_str(v).map(str::to_owned)
        }
    };
    if file.is_none()
        && vm.truth_fast(flush) == Some(false)
        && let (Some(sep), Some(end)) = (word(vm, sep, " "), word(vm, end, "\n"))
        && own_stdout(vm)
    {
        let mut line = String::new();
        let mut plain = true;
        for (i, &v) in args.args.iter().enumerate() {
            if i > 0 {
                line.push_str(&sep);
            }
            if vm.is_str(v) {
                line.push_str(vm.str(v));
                continue;
            }
            match repr::to_str(vm, v)? {
                Out::Value(text) => {
                    line.push_str(vm.as_str(text).unwrap_or_default());
                    vm.drop(text);
                }
                out => {
                    discard(vm, out);
                    plain = false;
                    break;
                }
            }
        }
        if plain {
            line.push_str(&end);
            return crate::sync::print(vm, &line);
        }
    }
    let items: Vec<Value> = args.args.iter().map(|&v| vm.own(v)).collect();
    let items = vm.new_tuple(&items)?;
    let result = vm.slow_path("print_slow", &[items, sep, end, file, flush]);
    vm.drop(items);
    result
}

/// `len(v)`
pub(crate) fn len(vm: &mut Vm, v: Value) -> NativeResult {
    let c = vm.type_of(v);
    if !vm.is_builtin_class(c) && vm.overrides(c, vm.names.__len__) {
        return vm.slow_path("len_slow", &[v]);
    }
    if let Some(n) = protocol::plain_len(vm, v) {
        return done(Value::int(n as i64));
    }
    if vm.is_kind(v, Kind::Range) {
        let n = vm.heap.value(v.idx(), 5);
        if vm.as_i64(n).is_none() {
            return Err(vm.raise(Exc::OverflowError, "Python int too large to convert to C ssize_t"));
        }
        return done(vm.own(n));
    }
    if let Some(f) = vm.special(v, vm.names.__len__) {
        return vm.call_special(v, f, &[]);
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!("object of type '{t}' has no len()")))
}

/// `hash(v)`
pub(crate) fn hash(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.positional(vm, "hash", 1, 1)?[0];
    match vm.hash(v)? {
        Some(h) => done(vm.new_int(h)?),
        None if vm.is_tuple(v) && !vm.overrides(vm.type_of(v), vm.names.__hash__) => vm.slow_path("hash_tuple", &[v]),
        None => vm.slow_path("hash_any", &[v]),
    }
}

/// Whether a value can be called.
pub(crate) fn is_callable(vm: &mut Vm, v: Value) -> bool {
    if !v.is_ref() {
        return false;
    }
    matches!(
        vm.heap.kind(v.idx()),
        Kind::Function | Kind::Native | Kind::Method | Kind::Class | Kind::StaticMethod | Kind::Alias
    ) || vm.special(v, vm.names.__call__).is_some()
}

fn any_all(vm: &mut Vm, args: Args<'_>, any: bool) -> NativeResult {
    let (name, slow) = if any { ("any", "any_slow") } else { ("all", "all_slow") };
    let v = args.positional(vm, name, 1, 1)?[0];
    if let Some(items) = vm.plain_items(v) {
        for (i, &item) in items.iter().enumerate() {
            match vm.truth_fast(item) {
                Some(truth) if truth == any => {
                    vm.charge(i as u64 * 3);
                    return done(Value::bool(any));
                }
                Some(_) => {}
                None => return vm.slow_path(slow, &[v]),
            }
        }
        vm.charge(items.len() as u64 * 3);
        return done(Value::bool(!any));
    }
    vm.slow_path(slow, &[v])
}

fn sum(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [iterable, start] = args.bind(vm, "sum", ["", "start"], 2, 1)?;
    let (iterable, start) = (iterable.unwrap_or(Value::NONE), start.unwrap_or(Value::int(0)));
    if !(vm.is_real(start) && vm.is_builtin_class(vm.type_of(start))) {
        return vm.slow_path("sum_slow", &[iterable, start]);
    }
    let Some(items) = vm.collect_plain(iterable)? else {
        return vm.slow_path("sum_slow", &[iterable, start]);
    };
    vm.charge(items.len() as u64 * 5);
    let (total, used) = sum_numbers(vm, &items, start)?;
    if used == items.len() {
        vm.drop_all(&items);
        return done(total);
    }
    vm.drop_all(&items[..used]);
    let rest = vm.new_list(&items[used..])?;
    let result = vm.slow_path("sum_slow", &[rest, total]);
    vm.drop(rest);
    vm.drop(total);
    result
}

/// Adds up numbers as long as they are ints and floats: the total (owned) and how many went into it. Floats are summed
/// with compensation since 3.12.
fn sum_numbers(vm: &mut Vm, items: &[Value], start: Value) -> Res<(Value, usize)> {
    let mut total = vm.own(start);
    let mut i = 0;
    while i < items.len() && !total.is_float() {
        let v = items[i];
        if !(v.is_int() || v.is_bool() || v.is_float() || vm.is_kind(v, Kind::BigInt)) {
            return Ok((total, i));
        }
        let Some(next) = number::arithmetic(vm, BinaryOp::Add, total, v)? else {
            return Ok((total, i));
        };
        vm.drop(total);
        total = next;
        i += 1;
    }
    if !total.is_float() {
        return Ok((total, i));
    }
    let compensated = vm.config.version.minor() >= 12;
    // Neumaier's, as CPython's cs_add.
    let (mut hi, mut lo) = (total.as_float(), 0.0f64);
    while i < items.len() {
        let v = items[i];
        let x = if v.is_float() {
            v.as_float()
        } else if let Some(n) = vm.as_i64(v).filter(|_| v.is_int() || v.is_bool()) {
            n as f64
        } else {
            break;
        };
        let t = hi + x;
        if compensated {
            lo += if hi.abs() >= x.abs() {
                (hi - t) + x
            } else {
                (x - t) + hi
            };
        }
        hi = t;
        i += 1;
    }
    if lo != 0.0 && lo.is_finite() {
        hi += lo;
    }
    Ok((Value::float(hi), i))
}

fn min_max(vm: &mut Vm, args: Args<'_>, is_max: bool) -> NativeResult {
    let name = if is_max { "max" } else { "min" };
    let named = Args { args: &[], kw: args.kw };
    let [key, default] = named.bind(vm, name, ["key", "default"], 0, 0)?;
    let key = key.unwrap_or(Value::NONE);
    let items = match args.args {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [one] => match vm.collect_plain(*one)? {
            Some(items) => items,
            None => {
                let (n, default) = (vm.intern(name), default.unwrap_or(Value::MISSING));
                return vm.slow_path("min_max", &[*one, key, default, Value::bool(is_max), n]);
            }
        },
        _ if default.is_some() => {
            return Err(vm.type_error(format!(
                "Cannot specify a default for {name}() with multiple positional arguments"
            )));
        }
        many => many.iter().map(|&v| vm.own(v)).collect(),
    };
    vm.charge(items.len() as u64 * 10);
    if key.is_none() && !items.is_empty() {
        let wanted = if is_max {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Less
        };
        let mut best = Some(items[0]);
        for &v in &items[1..] {
            match best.and_then(|b| vm.order(v, b)) {
                Some(o) if o == wanted => best = Some(v),
                Some(_) => {}
                None => {
                    best = None;
                    break;
                }
            }
        }
        if let Some(best) = best {
            let best = vm.own(best);
            vm.drop_all(&items);
            return done(best);
        }
    }
    let list = vm.new_list(&items)?;
    let (n, default) = (vm.intern(name), default.unwrap_or(Value::MISSING));
    let result = vm.slow_path("min_max", &[list, key, default, Value::bool(is_max), n]);
    vm.drop(list);
    result
}

// === Text and numbers ===

fn ord(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.positional(vm, "ord", 1, 1)?[0];
    let n = if let Some(text) = vm.as_str(v) {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => return done(Value::int(i64::from(c as u32))),
            _ => text.chars().count(),
        }
    } else if let Some(data) = vm.as_bytes(v) {
        match data {
            &[b] => return done(Value::int(i64::from(b))),
            _ => data.len(),
        }
    } else {
        let t = vm.type_name(v);
        return Err(vm.type_error(format!("ord() expected string of length 1, but {t} found")));
    };
    Err(vm.type_error(format!("ord() expected a character, but string of length {n} found")))
}

fn chr(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.positional(vm, "chr", 1, 1)?[0];
    let Some(i) = protocol::index_arg(vm, v)? else {
        return vm.slow_path("chr_slow", &[v]);
    };
    match u32::try_from(i).ok().filter(|&n| n < 0x11_0000) {
        Some(n) => match char::from_u32(n) {
            Some(c) => done(vm.new_char(c)?),
            None => Err(vm.value_error("chr(): lone surrogates are not simulated")),
        },
        None => Err(vm.value_error("chr() arg not in range(0x110000)")),
    }
}

fn in_base(vm: &mut Vm, args: Args<'_>, name: &'static str) -> NativeResult {
    let v = args.positional(vm, name, 1, 1)?[0];
    let Some(b) = vm.as_bigint(v) else {
        if protocol::index_arg(vm, v)?.is_none() {
            let (n, v) = (vm.intern(name), v);
            return vm.slow_path("in_base_slow", &[n, v]);
        }
        return done(Value::NONE);
    };
    let (prefix, radix) = match name {
        "bin" => ("0b", 2),
        "oct" => ("0o", 8),
        _ => ("0x", 16),
    };
    let sign = if b.sign() == num_bigint::Sign::Minus { "-" } else { "" };
    let text = format!("{sign}{prefix}{}", b.magnitude().to_str_radix(radix));
    done(vm.new_str(&text)?)
}

fn pow(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [base, exp, modulus] = args.bind(vm, "pow", ["base", "exp", "mod"], 3, 2)?;
    let (base, exp) = (base.unwrap_or(Value::NONE), exp.unwrap_or(Value::NONE));
    match modulus.filter(|m| !m.is_none()) {
        None => vm.binary(BinaryOp::Power as u32, base, exp),
        Some(m) if vm.is_int(base) && vm.is_int(exp) && vm.is_int(m) => number::pow3(vm, base, exp, m),
        Some(m) => vm.slow_path("pow_slow", &[base, exp, m]),
    }
}

/// `__import__(name, globals, locals, fromlist, level)`: the package's top, or with `fromlist` the module itself.
fn import(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let names = ["name", "globals", "locals", "fromlist", "level"];
    let [name, _, _, fromlist, _] = args.bind(vm, "__import__", names, 5, 1)?;
    let name = name.unwrap_or(Value::NONE);
    if vm.as_str(name).is_none() {
        return Err(vm.type_error("__import__() argument 1 must be str"));
    }
    vm.slow_path("import_slow", &[name, fromlist.unwrap_or(Value::NONE)])
}

fn exit(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let rest = args.positional(vm, "exit", 0, 1)?;
    let given: Vec<Value> = rest.iter().map(|&v| vm.own(v)).collect();
    Err(vm.raise_with(Exc::SystemExit, &given))
}
