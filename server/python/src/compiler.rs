//! Source text to code objects: limits on the token stream, the parser, the scope pass, code generation.
//!
//! The only module that names the parser's crates. It knows the syntax and the instruction set, and nothing of values,
//! frames or the machine. Everything a program can do wrong before it runs is a [`Diagnostic`].
//!
//! Recursion is bounded by [`limits`]: a thread of 2 MiB suffices for the worst accepted source.

pub(crate) mod anchors;
mod assign;
mod async_;
mod call;
mod codegen;
mod comprehension;
mod constant;
pub mod diagnostics;
pub mod dis;
mod emit;
mod except;
mod expr;
mod flow;
mod format;
mod function;
mod limits;
mod pattern;
mod rewrite;
mod source;
mod stmt;
mod symtable;
mod unsupported;
mod warnings;
mod with;

use crate::bytecode::Code;
pub use diagnostics::{Diagnostic, DiagnosticKind};
pub use flow::stack_effect;
use ruff_python_ast as ast;
use ruff_python_parser::{Mode as ParseMode, ParseOptions, parse_unchecked};
use source::Source;
use std::sync::Arc;
pub use unsupported::Library;
pub use warnings::SyntaxWarning;

/// The Python whose syntax and bytecode shape is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PyVersion {
    /// 3.11
    V311,
    /// 3.12: comprehensions are inlined.
    V312,
    /// 3.13: docstrings lose their indentation.
    V313,
    /// 3.14
    #[default]
    V314,
}

impl PyVersion {
    /// 3.`minor`, if it is one of them.
    #[must_use]
    pub const fn from_minor(minor: u8) -> Option<Self> {
        match minor {
            11 => Some(Self::V311),
            12 => Some(Self::V312),
            13 => Some(Self::V313),
            14 => Some(Self::V314),
            _ => None,
        }
    }

    /// The 14 in 3.14.
    #[must_use]
    pub const fn minor(self) -> u8 {
        11 + self as u8
    }
}

/// What the source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A module: statements.
    #[default]
    Exec,
    /// One expression, whose value the code returns.
    Eval,
    /// Statements whose values are shown, as the interactive prompt does.
    Single,
}

/// How to compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// What the source is.
    pub mode: Mode,
    /// Which Python.
    pub version: PyVersion,
    /// Sets [`CodeFlags::native`](crate::bytecode::CodeFlags::native) on all code.
    pub native: bool,
    /// Sets [`CodeFlags::library`](crate::bytecode::CodeFlags::library) on all code.
    pub library: bool,
    /// Longest accepted source in bytes.
    pub max_source: usize,
}

impl Options {
    /// 64 KiB, for programs of users.
    pub const MAX_USER_SOURCE: usize = 64 << 10;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::Exec,
            version: PyVersion::default(),
            native: false,
            library: false,
            max_source: Self::MAX_USER_SOURCE,
        }
    }
}

/// Compiles a module.
///
/// # Errors
/// What is wrong with the source, in the order of its lines, at most one per line; never empty.
pub fn compile(source: &str, filename: &str, options: &Options) -> Result<Arc<Code>, Vec<Diagnostic>> {
    Ok(compile_for(source, filename, options, None)?.code)
}

/// A module that compiles.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its code.
    pub code: Arc<Code>,
    /// What CPython warns about nevertheless.
    pub warnings: Vec<SyntaxWarning>,
}

/// The same, and refuses whatever a library has not, all of it at once.
///
/// # Errors
/// As [`compile`].
pub fn compile_for(
    source: &str,
    filename: &str,
    options: &Options,
    library: Option<&dyn Library>,
) -> Result<Module, Vec<Diagnostic>> {
    limits::check_size(source, options.max_source).map_err(|d| vec![d])?;
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let source = Source::new(text);
    limits::check_tokens(&source).map_err(|d| vec![d])?;
    let version = match options.version {
        PyVersion::V311 => ast::PythonVersion::PY311,
        PyVersion::V312 => ast::PythonVersion::PY312,
        PyVersion::V313 => ast::PythonVersion::PY313,
        PyVersion::V314 => ast::PythonVersion::PY314,
    };
    let parsed = parse_unchecked(text, ParseOptions::from(ParseMode::Module).with_target_version(version));
    let errors = rewrite::diagnostics(&source, &parsed, options.version);
    if !errors.is_empty() {
        return Err(errors);
    }
    let ast::Mod::Module(module) = parsed.syntax() else {
        unreachable!("parsed as a module")
    };
    if options.mode == Mode::Eval
        && let Some(wrong) = not_an_expression(&source, module)
    {
        return Err(vec![wrong]);
    }
    if let Some(library) = library {
        let missing = unsupported::find(&source, module, library);
        if !missing.is_empty() {
            return Err(missing);
        }
    }
    let table = symtable::build(&source, module, options.version).map_err(|d| vec![*d])?;
    let code = codegen::generate(&source, module, &table, filename, options).map_err(|d| vec![*d])?;
    let warnings = warnings::find(&source, module, parsed.tokens(), options.version);
    Ok(Module { code, warnings })
}

/// What `eval` says of anything but one expression.
fn not_an_expression(source: &Source<'_>, module: &ast::ModModule) -> Option<Diagnostic> {
    use ruff_text_size::{Ranged, TextRange, TextSize};
    let at = match module.body.as_slice() {
        [ast::Stmt::Expr(_)] => return None,
        [] => TextRange::empty(TextSize::new(0)),
        [ast::Stmt::Expr(_), next, ..] => next.range(),
        // The sign after the target is what an expression does not go on with.
        [ast::Stmt::Assign(a), ..] => TextRange::empty(after(source, a.targets[0].range().end())),
        [ast::Stmt::AugAssign(a), ..] => TextRange::empty(after(source, a.target.range().end())),
        [ast::Stmt::AnnAssign(a), ..] => TextRange::empty(after(source, a.target.range().end())),
        [other, ..] => TextRange::empty(other.start()),
    };
    Some(source.diagnostic(DiagnosticKind::SyntaxError, at, "invalid syntax"))
}

/// The first character behind blanks.
fn after(source: &Source<'_>, at: ruff_text_size::TextSize) -> ruff_text_size::TextSize {
    let rest = &source.text[at.to_usize()..];
    at + ruff_text_size::TextSize::new((rest.len() - rest.trim_start().len()) as u32)
}
