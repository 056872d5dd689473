//! Errors of whole statements: targets that cannot be assigned to, blocks that are missing.

use super::Rewriter;
use crate::compiler::diagnostics::{Diagnostic, DiagnosticKind};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_text_size::{Ranged, TextRange};

impl Rewriter<'_, '_> {
    pub(super) fn cannot_assign(&self, at: TextRange, verb: &str) -> String {
        let what = describe(self.source.slice(at));
        let next = self
            .tokens
            .iter()
            .find(|t| t.start() >= at.end() && !t.kind().is_trivia());
        match next.map(Token::kind) {
            Some(TokenKind::Equal)
                if verb == "assign to"
                    && !matches!(
                        what,
                        "True" | "False" | "None" | "lambda" | "comparison" | "conditional expression"
                    ) =>
            {
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?")
            }
            _ => format!("cannot {verb} {what}"),
        }
    }

    pub(super) fn missing_block(&self, parent: &str, at: TextRange) -> Diagnostic {
        // The header is the last line before the error that ends with a colon.
        let index = self.tokens.partition_point(|t| t.start() < at.start());
        let colon = self.tokens[..index].iter().rev().find(|t| t.kind() == TokenKind::Colon);
        let mut line = colon.map_or(1, |t| self.source.line(t.start()));
        if let Some(colon) = colon {
            // A header that goes over several lines is named by its first.
            let before = self.tokens.iter().take_while(|t| t.start() < colon.start());
            let first = before.fold(None, |first, t| match t.kind() {
                TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent => None,
                _ if t.kind().is_trivia() => first,
                _ => first.or(Some(t)),
            });
            line = first.map_or(line, |t| self.source.line(t.start()));
        }
        let what = match parent.replace('`', "'").as_str() {
            "function definition" => "function definition".to_owned(),
            "class definition" | "'class' definition" => "class definition".to_owned(),
            other => other.replace(" clause", " statement").replace(" block", " statement"),
        };
        let found = self.tokens[index.min(self.tokens.len().saturating_sub(1))..]
            .iter()
            .find(|t| !t.kind().is_any_newline() && !t.kind().is_trivia() && !t.range().is_empty());
        let range = found.map_or(at, Ranged::range);
        let message = format!("expected an indented block after {what} on line {line}");
        self.source.diagnostic(DiagnosticKind::IndentationError, range, message)
    }
}

/// What CPython calls an expression that cannot be assigned to.
pub(super) fn describe(text: &str) -> &'static str {
    let first = text.chars().next().unwrap_or(' ');
    let last = text.chars().next_back().unwrap_or(' ');
    match text {
        "True" => "True",
        "False" => "False",
        "None" => "None",
        "..." => "ellipsis",
        _ if first.is_ascii_digit() || matches!(first, '"' | '\'') && !text.contains(' ') => "literal",
        _ if text.starts_with("f\"") || text.starts_with("f'") => "f-string expression",
        _ if text.starts_with("lambda") => "lambda",
        _ if text.starts_with("await ") => "await expression",
        _ if last == ')' && first != '(' => "function call",
        _ if text.contains(" if ") => "conditional expression",
        _ if ["==", "<", ">", "!=", " in ", " is "]
            .iter()
            .any(|op| text.contains(op)) =>
        {
            "comparison"
        }
        _ if last == ']' && first != '[' => "subscript",
        _ if first == '[' => "list comprehension",
        _ if first == '{' && text.contains(" for ") => "dict comprehension",
        _ if first == '{' => "dict literal",
        "()" => "tuple",
        _ if first == '(' && last == ')' && text.contains(',') => "tuple",
        _ if first == '(' && text.contains(" for ") => "generator expression",
        _ if text.contains('.') && text.chars().all(|c| c == '.' || c == '_' || c.is_alphanumeric()) => "attribute",
        _ => "expression",
    }
}
