//! `compile`, and `exec` and `eval` of source text and code objects: they run as the prelude's `exec_slow` and `eval_slow`;
//! here is the namespace they see, and the step from text to code.

use crate::compiler::{DiagnosticKind, Mode, Options, PyVersion, SyntaxWarning, compile_for};
use crate::vm::layout::{Kind, frame};
use crate::vm::native::done;
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
    let names = if vm.config.version.minor() >= 13 {
        ["", "globals", "locals"]
    } else {
        if name == "eval" {
            args.positional(vm, name, 1, 3)?;
        }
        ["", "", ""]
    };
    let [source, globals, locals] = args.bind(vm, name, names, 3, 1)?;
    let source = source.unwrap_or(Value::NONE);
    let is_given = |v: Option<Value>| v.filter(|v| !v.is_none());
    if vm.as_str(source).is_none() && vm.as_bytes(source).is_none() && !vm.is_kind(source, Kind::Code) {
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

/// `compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1)`
pub(crate) fn compile_source(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let names = ["source", "filename", "mode", "flags", "dont_inherit", "optimize"];
    let [source, filename, mode, flags, _, _] = args.bind(vm, "compile", names, 6, 3)?;
    let (source, filename) = (source.unwrap_or(Value::NONE), filename.unwrap_or(Value::NONE));
    let mode = mode.unwrap_or(Value::NONE);
    let text = match (vm.as_str(source), vm.as_bytes(source)) {
        (Some(text), _) => text.to_owned(),
        (_, Some(bytes)) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => text,
            Err(_) => return Err(vm.raise(Exc::SyntaxError, "source code is not valid UTF-8")),
        },
        _ => return Err(vm.type_error("compile() arg 1 must be a string, bytes or AST object")),
    };
    let Some(filename) = vm.as_str(filename).map(str::to_owned) else {
        let t = vm.type_name(filename);
        return Err(vm.type_error(format!("expected str, bytes or os.PathLike object, not {t}")));
    };
    let Some(mode) = vm.as_str(mode).map(str::to_owned) else {
        let t = vm.type_name(mode);
        return Err(vm.type_error(format!("compile() argument 'mode' must be str, not {t}")));
    };
    let mode = match mode.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => return Err(vm.value_error("compile() mode must be 'exec', 'eval' or 'single'")),
    };
    if flags.and_then(|f| vm.as_i64(f)).is_some_and(|f| f != 0) {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let id = code_of(vm, &text, &filename, mode)?;
    if !vm.syntax_warnings.is_empty() {
        return warned(vm, id, Value::NONE, Value::NONE);
    }
    Ok(Out::Value(super::frame::new_code(vm, id)?))
}

/// `run_source(source, globals, locals, is_expression)`: runs a text or a code object in these namespaces, and gives
/// its value.
pub(crate) fn run_source(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let &[source, namespace, locals, is_expression] = args.args else {
        unreachable!("its shape is checked")
    };
    let id = if vm.is_kind(source, Kind::Code) {
        vm.heap.hi(source.idx(), 1)
    } else {
        let text = vm.as_str(source).unwrap_or_default().to_owned();
        let mode = if is_expression == Value::TRUE {
            Mode::Eval
        } else {
            Mode::Exec
        };
        code_of(vm, &text, "<string>", mode)?
    };
    let n_free = vm.codes[id as usize].code.n_free;
    if n_free > 0 {
        return Err(vm.type_error("code object passed to exec() may not contain free variables"));
    }
    let key = vm.names.__builtins__;
    if vm.find_name(namespace, key).is_none() {
        let builtins = vm.own(vm.builtins);
        vm.dict_set(namespace, key, builtins)?;
    }
    run_code(vm, id, namespace, locals)
}

/// Runs a module's code in namespaces that are borrowed; what the compiler warns of is told first.
pub(crate) fn run_code(vm: &mut Vm, code: u32, namespace: Value, locals: Value) -> NativeResult {
    if vm.syntax_warnings.is_empty() {
        let (namespace, locals) = (vm.own(namespace), vm.own(locals));
        return Ok(Out::Run {
            code,
            namespace,
            locals,
        });
    }
    warned(vm, code, namespace, locals)
}

/// `warned_slow(code, globals, locals)`: the warnings, and then the code is run, or given back if there are no globals.
fn warned(vm: &mut Vm, id: u32, namespace: Value, locals: Value) -> NativeResult {
    let code = super::frame::new_code(vm, id)?;
    let out = vm.slow_path("warned_slow", &[code, namespace, locals]);
    vm.drop(code);
    out
}

/// `syntax_warnings()`: (filename, line, text) of each, once.
fn syntax_warnings(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let list = vm.new_list(&[])?;
    for (filename, warning) in std::mem::take(&mut vm.syntax_warnings) {
        let parts = [
            vm.new_str(&filename)?,
            Value::int(i64::from(warning.line)),
            vm.new_str(&warning.message)?,
        ];
        let item = vm.new_tuple(&parts)?;
        vm.list_push(list, item)?;
    }
    done(list)
}

impl Vm {
    /// Keeps warnings for the program to be told when the code runs.
    pub(crate) fn warn_of_syntax(&mut self, filename: &str, warnings: &[SyntaxWarning]) {
        let filename: std::sync::Arc<str> = filename.into();
        let warnings = warnings.iter().map(|warning| (filename.clone(), warning.clone()));
        self.syntax_warnings.extend(warnings);
    }
}

fn code_of(vm: &mut Vm, text: &str, filename: &str, mode: Mode) -> Res<u32> {
    vm.charge((text.len() as u64 + 20) * COMPILE_NS);
    vm.n_texts += 1;
    if vm.n_texts > TEXTS_MAX || text.len() > TEXT_MAX {
        return Err(vm.raise(
            Exc::MemoryError,
            format!("compile(), exec() and eval() take texts of at most {TEXT_MAX} bytes, {TEXTS_MAX} times"),
        ));
    }
    if text.contains('\0') {
        let message = "source code string cannot contain null bytes".to_owned();
        let old = vm.config.version < PyVersion::V312;
        return Err(if old {
            vm.value_error(message)
        } else {
            vm.raise(Exc::SyntaxError, message)
        });
    }
    let options = Options {
        mode,
        version: vm.config.version,
        library: true,
        ..Options::default()
    };
    match compile_for(text, filename, &options, None) {
        Ok(module) => {
            vm.warn_of_syntax(filename, &module.warnings);
            vm.add_code(&module.code)
        }
        Err(errors) => Err(syntax_error(vm, text, filename, mode, errors.first())?),
    }
}

fn syntax_error(
    vm: &mut Vm,
    text: &str,
    filename: &str,
    mode: Mode,
    error: Option<&crate::compiler::Diagnostic>,
) -> Res<crate::vm::Raised> {
    let kind = match error.map(|d| d.kind) {
        Some(DiagnosticKind::IndentationError) => Exc::IndentationError,
        Some(DiagnosticKind::TabError) => Exc::TabError,
        _ => Exc::SyntaxError,
    };
    let mut place = error.map_or((1, 1, 1, 1), |d| (d.line, d.col, d.end_line, d.end_col));
    let message = error.map_or("invalid syntax", |d| d.message.as_str());
    let mut at = text.lines().nth(place.0 as usize - 1).unwrap_or_default().to_owned();
    if mode == Mode::Eval && !text.ends_with('\n') {
        // An expression gets no newline of its own, and CPython points at its end by nothing.
        if message == "invalid syntax" && place.1 as usize > at.chars().count() {
            (place.1, place.3) = (0, 0);
        }
    } else {
        at.push('\n');
    }
    let parts = [
        vm.new_str(filename)?,
        Value::int(i64::from(place.0)),
        Value::int(i64::from(place.1)),
        vm.new_str(&at)?,
        Value::int(i64::from(place.2)),
        Value::int(i64::from(place.3)),
    ];
    let details = vm.new_tuple(&parts)?;
    let message = vm.new_str(message)?;
    let raised = vm.raise_with(kind, &[message, details]);
    super::exception::syntax_fields(vm, raised.0, &[message, details])?;
    Ok(raised)
}

pub(crate) fn register(vm: &mut Vm, d: Value) -> Res<()> {
    vm.private_function(d, "run_source", "vdvv", run_source)?;
    vm.private_function(d, "syntax_warnings", "", syntax_warnings)
}
