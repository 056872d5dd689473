//! `exec` and `eval` of source text: compiled when they run, which is the prelude's `exec_slow` and `eval_slow`; here is
//! the namespace they see, and the step from text to code.

use crate::compiler::{Options, compile};
use crate::vm::layout::frame;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

/// Most texts that one process compiles: code stays, and takes host memory that the heap does not count.
const TEXTS_MAX: usize = 5_000;
/// Longest text, in bytes.
const TEXT_MAX: usize = 16 << 10;
/// What compiling costs for each byte, in nanoseconds.
const COMPILE_NS: u64 = 400;

/// `exec(source, globals=None, locals=None)`, `eval(...)`
pub(crate) fn run(vm: &mut Vm, args: Args<'_>, name: &'static str, slow: &str) -> NativeResult {
    let [source, globals, locals] = args.bind(vm, name, ["source", "globals", "locals"], 3, 1)?;
    let source = source.unwrap_or(Value::NONE);
    let is_given = |v: Option<Value>| v.filter(|v| !v.is_none());
    if vm.as_str(source).is_none() && vm.as_bytes(source).is_none() {
        return Err(vm.type_error(format!("{name}() arg 1 must be a string, bytes or code object")));
    }
    let (globals, locals) = (is_given(globals), is_given(locals));
    if let Some(g) = globals
        && !vm.is_dict(g)
    {
        let t = vm.type_name(g);
        return Err(vm.type_error(if name == "eval" {
            "globals must be a dict".to_owned()
        } else {
            format!("exec() globals must be a dict, not {t}")
        }));
    }
    let f = vm.frame();
    let own_globals = vm.heap.value(f, frame::GLOBALS);
    let g = globals.unwrap_or(own_globals);
    // Inside a function: its variables as they are now.
    let l = match (locals, globals) {
        (Some(l), _) => vm.own(l),
        (None, Some(_)) => Value::NONE,
        (None, None) => match super::builtins::locals(vm)? {
            Out::Value(l) if l == own_globals => {
                vm.drop(l);
                Value::NONE
            }
            Out::Value(l) => l,
            other => return Ok(other),
        },
    };
    let result = vm.slow_path(slow, &[source, g, l]);
    vm.drop(l);
    result
}

/// `run_source(text, namespace)`: compiles and runs in that namespace.
pub(crate) fn run_source(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (text, namespace) = (args.args[0], args.args[1]);
    let text = vm.as_str(text).unwrap_or_default().to_owned();
    vm.charge((text.len() as u64 + 20) * COMPILE_NS);
    vm.n_texts += 1;
    if vm.n_texts > TEXTS_MAX || text.len() > TEXT_MAX {
        return Err(vm.raise(
            Exc::MemoryError,
            format!("exec() and eval() take texts of at most {TEXT_MAX} bytes, {TEXTS_MAX} times"),
        ));
    }
    let options = Options {
        version: vm.config.version,
        library: true,
        ..Options::default()
    };
    let code = match compile(&text, "<string>", &options) {
        Ok(code) => code,
        Err(errors) => return syntax_error(vm, &text, errors.first()),
    };
    let id = vm.add_code(&code)?;
    let key = vm.names.__builtins__;
    if vm.find_name(namespace, key).is_none() {
        let builtins = vm.own(vm.builtins);
        vm.dict_set(namespace, key, builtins)?;
    }
    let namespace = vm.own(namespace);
    Ok(Out::Run { code: id, namespace })
}

fn syntax_error(vm: &mut Vm, text: &str, error: Option<&crate::compiler::Diagnostic>) -> NativeResult {
    let (message, line, col) = error.map_or(("invalid syntax", 1, 1), |d| (d.message.as_str(), d.line, d.col));
    let at = text.lines().nth(line as usize - 1).unwrap_or_default().to_owned();
    let parts = [
        vm.new_str("<string>")?,
        Value::int(i64::from(line)),
        Value::int(i64::from(col)),
        vm.new_str(&at)?,
    ];
    let details = vm.new_tuple(&parts)?;
    let message = vm.new_str(message)?;
    Err(vm.raise_with(Exc::SyntaxError, &[message, details]))
}

pub(crate) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    vm.private_function(d, "run_source", "nd", run_source)
}
