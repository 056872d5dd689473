//! What the parser knows to be of a later Python than the one that is wanted, in the words of the one that is wanted.

use super::Rewriter;
use crate::compiler::diagnostics::{Diagnostic, DiagnosticKind};
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::UnsupportedSyntaxError;
use ruff_text_size::{Ranged, TextRange, TextSize};

/// Most digits of a number in the source (`sys.get_int_max_str_digits`).
const DIGITS_MAX: usize = 4300;

/// How a message of the parser begins, and what CPython says.
const SAME: [(&str, &str); 5] = [
    (
        "Cannot use dictionary unpacking in",
        "dict unpacking cannot be used in dict comprehension",
    ),
    (
        "Cannot use iterable unpacking in",
        "iterable unpacking cannot be used in comprehension",
    ),
    (
        "Multiple exception types must be parenthesized",
        "multiple exception types must be parenthesized",
    ),
    ("Cannot use t-strings", "invalid syntax"),
    ("Cannot use `type` alias statement", "invalid syntax"),
];

impl Rewriter<'_, '_> {
    pub(super) fn newer(&self, error: &UnsupportedSyntaxError) -> Diagnostic {
        let text = error.to_string();
        let mut range = error.range;
        let mut message = text.clone();
        let mut hint = Some(format!("{text}: choose a newer Python version for this program"));
        if let Some((start, said)) = SAME.iter().find(|(start, _)| text.starts_with(start)) {
            message = (*said).to_owned();
            if start.contains("dictionary") {
                range = TextRange::new(range.start(), range.start() + TextSize::new(2));
            } else if start.contains("t-strings") {
                // The letter is a name there, and what follows it a string that nobody expects.
                range = TextRange::new(range.start() + TextSize::new(1), range.end());
            } else if start.contains("alias") {
                range = self
                    .token_after(range.start() + TextSize::new(1))
                    .map_or(range, Ranged::range);
            }
            // No Python has these; the others are of a later one.
            if !text.starts_with("Cannot use t-") && !text.starts_with("Cannot use `") {
                hint = None;
            }
        } else if text.starts_with("Cannot use type parameter lists") {
            message = "expected '('".into();
        } else if text.contains("(backslash) in f-strings") {
            message = "f-string expression part cannot include a backslash".into();
            range = self.after_string(range);
        } else if text.starts_with("Cannot use comments in f-strings") {
            message = "f-string expression part cannot include '#'".into();
            range = self.after_string(range);
        } else if text.starts_with("Cannot reuse outer quote character") {
            // The string ends there, and what was open in it stays open.
            message = match self.open_in_field(range.start()) {
                Some(bracket) => format!("f-string: unmatched '{bracket}'"),
                None => "f-string: expecting '}'".to_owned(),
            };
            let rest = &self.source.text[range.start().to_usize() + 1..];
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            range = TextRange::empty(range.start() + TextSize::new(1 + blanks as u32));
        } else {
            hint = Some("choose a newer Python version for this program".into());
        }
        let mut d = self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
        d.hint = hint;
        d
    }

    fn token_after(&self, at: TextSize) -> Option<&Token> {
        self.tokens.iter().find(|t| t.start() >= at && !t.kind().is_trivia())
    }

    /// What follows the outermost f-string around a place: up to 3.11, where CPython points.
    fn after_string(&self, at: TextRange) -> TextRange {
        let mut depth = 0;
        for token in self.tokens {
            match token.kind() {
                TokenKind::FStringStart => depth += 1,
                TokenKind::FStringEnd => {
                    depth -= 1;
                    if depth == 0 && token.end() > at.start() {
                        return TextRange::empty(self.token_after(token.end()).map_or(token.end(), Ranged::start));
                    }
                }
                _ => {}
            }
        }
        at
    }

    /// The innermost bracket that is open in the field of an f-string before a place.
    fn open_in_field(&self, at: TextSize) -> Option<&str> {
        let mut open: Vec<&Token> = Vec::new();
        for token in self.tokens.iter().take_while(|t| t.start() < at) {
            match token.kind() {
                TokenKind::FStringStart => open.clear(),
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(token),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        // The first one is the field's own.
        (open.len() > 1).then(|| self.source.slice(open[open.len() - 1].range()))
    }

    /// A decimal number with more digits than CPython converts.
    pub(super) fn long_number(&self) -> Option<Diagnostic> {
        let is_long = |t: &&Token| t.kind() == TokenKind::Int && t.range().len().to_usize() > DIGITS_MAX;
        let decimal = |t: &&Token| !self.source.slice(t.range()).starts_with("0");
        let digits = |t: &Token| self.source.slice(t.range()).bytes().filter(u8::is_ascii_digit).count();
        let long = self.tokens.iter().filter(is_long).filter(decimal);
        let (token, n) = long.map(|t| (t, digits(t))).find(|(_, n)| *n > DIGITS_MAX)?;
        let message = format!(
            "Exceeds the limit ({DIGITS_MAX} digits) for integer string conversion: value has {n} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
             decimal conversion limits."
        );
        let mut d = self
            .source
            .diagnostic(DiagnosticKind::SyntaxError, token.range(), message);
        // CPython knows the line and no column.
        d.col = 0;
        d.end_col = 0;
        Some(d)
    }
}
