//! The parser's errors in CPython's words.
use super::diagnostics::Diagnostic;
use super::diagnostics::DiagnosticKind;
use super::source::Source;
use ruff_python_ast::Mod;
use ruff_python_parser::Parsed;

pub(super) fn diagnostics(source: &Source<'_>, parsed: &Parsed<Mod>) -> Vec<Diagnostic> {
    parsed
        .errors()
        .iter()
        .map(|e| source.diagnostic(DiagnosticKind::SyntaxError, e.location, e.error.to_string()))
        .collect()
}
