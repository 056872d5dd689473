//! Errors of the tokens themselves: strings, numbers, characters, indentation. CPython points at single characters here.

use super::{Lexical, Rewriter, StringError};
use crate::compiler::PyVersion;
use crate::compiler::diagnostics::{Diagnostic, DiagnosticKind};
use ruff_python_ast::token::TokenKind;
use ruff_text_size::{Ranged, TextRange, TextSize};

impl Rewriter<'_, '_> {
    pub(super) fn lexical(&self, error: &Lexical, at: TextRange) -> Diagnostic {
        let text = self.source.slice(at);
        let line = self.source.line(at.end());
        let start = TextRange::empty(at.start());
        let mut range = at;
        let message = match error {
            Lexical::IndentationError => {
                let message = "unindent does not match any outer indentation level";
                let end = self.line_end(at.end());
                return self
                    .source
                    .diagnostic(DiagnosticKind::IndentationError, TextRange::empty(end), message);
            }
            Lexical::UnclosedStringError => {
                range = start;
                let triple = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
                if triple.starts_with("\"\"\"") || triple.starts_with("'''") {
                    let last = self.source.text.lines().count();
                    format!("unterminated triple-quoted string literal (detected at line {last})")
                } else {
                    format!("unterminated string literal (detected at line {line})")
                }
            }
            Lexical::FStringError(e) => return self.f_string(e, at),
            Lexical::UnrecognizedToken { tok } if tok.is_ascii() => "invalid syntax".to_owned(),
            Lexical::UnrecognizedToken { tok } => format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok)),
            Lexical::LineContinuationError => {
                range = TextRange::empty(at.start() + TextSize::new(1));
                "unexpected character after line continuation character".to_owned()
            }
            Lexical::InvalidByteLiteral => {
                range = self.token_around(at);
                "bytes can only contain ASCII literal characters".to_owned()
            }
            Lexical::UnicodeError => {
                range = self.token_around(at);
                bad_escape(self.source.slice(range))
            }
            Lexical::Eof => match self.brackets.unclosed {
                Some((range, bracket)) => {
                    let message = format!("'{bracket}' was never closed");
                    return self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
                }
                None => "unexpected EOF while parsing".to_owned(),
            },
            Lexical::OtherError(_) if text.starts_with(|c: char| c.is_ascii_digit()) => {
                let (at, message) = self.wrong_number(at);
                return self.source.diagnostic(DiagnosticKind::SyntaxError, at, message);
            }
            other => other.to_string(),
        };
        self.source.diagnostic(DiagnosticKind::SyntaxError, range, message)
    }

    /// The string token that an error inside it belongs to.
    fn token_around(&self, at: TextRange) -> TextRange {
        let around = self
            .tokens
            .iter()
            .find(|t| t.start() <= at.start() && at.end() <= t.end() && !t.range().is_empty());
        around.map_or(at, Ranged::range)
    }

    /// A number that ends wrongly: where CPython points, and what it says.
    fn wrong_number(&self, at: TextRange) -> (TextRange, String) {
        let message = self.number(at);
        let point = |n: u32| TextRange::empty(at.start() + TextSize::new(n));
        if message.starts_with("leading zeros") {
            return (point(0), message);
        }
        let rest = &self.source.text[at.start().to_usize()..];
        let digit = rest.chars().nth(2).filter(char::is_ascii_digit);
        match (rest.get(..2).map(str::to_ascii_lowercase).as_deref(), digit) {
            (Some("0b"), Some(d)) => (point(2), format!("invalid digit '{d}' in binary literal")),
            (Some("0o"), Some(d)) => (point(2), format!("invalid digit '{d}' in octal literal")),
            (Some("0x" | "0o" | "0b"), _) if rest.chars().nth(2) == Some('_') => (point(2), message),
            (Some("0x" | "0o" | "0b"), _) => (point(1), message),
            _ => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count() as u32;
                (point(digits), message)
            }
        }
    }

    pub(super) fn number(&self, at: TextRange) -> String {
        let text = self.source.slice(at).to_ascii_lowercase();
        let base = match text.get(..2) {
            Some("0x") => "hexadecimal",
            Some("0o") => "octal",
            Some("0b") => "binary",
            _ if text.len() > 1 && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()) => {
                return "leading zeros in decimal integer literals are not permitted; \
                        use an 0o prefix for octal integers"
                    .into();
            }
            _ => "decimal",
        };
        format!("invalid {base} literal")
    }

    pub(super) fn f_string(&self, error: &StringError, at: TextRange) -> Diagnostic {
        let message = match error {
            StringError::UnclosedLbrace => return self.unclosed_brace(at),
            StringError::SingleRbrace => "f-string: single '}' is not allowed".to_owned(),
            StringError::UnterminatedString
            | StringError::UnterminatedTripleQuotedString
            | StringError::NewlineInFormatSpec => return self.unterminated(at),
            StringError::InvalidConversionFlag if self.version >= PyVersion::V312 => {
                let flag = self.source.slice(at).trim_start_matches('!');
                format!("f-string: invalid conversion character '{flag}': expected 's', 'r', or 'a'")
            }
            StringError::InvalidConversionFlag => {
                "f-string: invalid conversion character: expected 's', 'r', or 'a'".to_owned()
            }
            other => format!("f-string: {other}"),
        };
        self.source.diagnostic(DiagnosticKind::SyntaxError, at, message)
    }

    /// `f"{a b}"`, `f"{a)}"`, `f"{a"`
    fn unclosed_brace(&self, at: TextRange) -> Diagnostic {
        let index = self.tokens.partition_point(|t| t.start() < at.start());
        let syntax = |range, message: &str| self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
        let Some(found) = self.tokens.get(index) else {
            return syntax(at, "f-string: expecting '}'");
        };
        match found.kind() {
            TokenKind::Rpar | TokenKind::Rsqb => {
                let text = self.source.slice(found.range());
                syntax(found.range(), &format!("f-string: unmatched '{text}'"))
            }
            TokenKind::Name | TokenKind::Int | TokenKind::Float | TokenKind::String => syntax(
                self.around_missing_comma(index),
                "invalid syntax. Perhaps you forgot a comma?",
            ),
            _ => syntax(at, "f-string: expecting '}'"),
        }
    }

    /// An f-string without its end: the brace that is open in it, or else where it begins.
    fn unterminated(&self, at: TextRange) -> Diagnostic {
        let mut starts = self
            .tokens
            .iter()
            .filter(|t| matches!(t.kind(), TokenKind::FStringStart | TokenKind::TStringStart));
        let start = starts.rfind(|t| t.end() <= at.start()).map_or(at, Ranged::range);
        let old = self.version < PyVersion::V312;
        if let Some((range, bracket)) = self.brackets.unclosed.filter(|(r, _)| !old && r.start() >= start.end()) {
            let message = format!("'{bracket}' was never closed");
            return self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
        }
        let kind = match self.source.slice(start).chars().next() {
            _ if old => "",
            Some('t' | 'T') => "t-",
            _ => "f-",
        };
        let triple = start.len() > TextSize::new(3);
        let (what, line) = if triple {
            ("triple-quoted ", self.source.text.lines().count() as u32)
        } else {
            ("", self.source.line(start.start()))
        };
        let message = format!("unterminated {what}{kind}string literal (detected at line {line})");
        let begin = TextRange::empty(start.start());
        self.source.diagnostic(DiagnosticKind::SyntaxError, begin, message)
    }

    /// Where tabs and spaces mix in a way that leaves it to the width of a tab which block a line belongs to: CPython
    /// measures each indentation with tabs of 8 columns and of 1, and both must agree.
    pub(super) fn inconsistent_tabs(&self) -> Option<Diagnostic> {
        let mut stack = vec![(0_usize, 0_usize)];
        let mut is_start = true;
        for token in self.tokens {
            match token.kind() {
                TokenKind::Newline => is_start = true,
                TokenKind::Indent | TokenKind::Dedent | TokenKind::Unknown => {}
                kind if kind.is_trivia() || kind.is_any_newline() => {}
                _ if !is_start => {}
                _ => {
                    is_start = false;
                    let line = self.source.line_start(token.start());
                    let blanks = &self.source.text[line.to_usize()..token.start().to_usize()];
                    let wide = blanks
                        .chars()
                        .fold(0, |n, c| if c == '\t' { (n / 8 + 1) * 8 } else { n + 1 });
                    let narrow = blanks.chars().count();
                    while stack.len() > 1 && stack.last().is_some_and(|top| wide < top.0) {
                        stack.pop();
                    }
                    let top = *stack.last()?;
                    let agree = if wide == top.0 { narrow == top.1 } else { narrow > top.1 };
                    if !agree && wide >= top.0 {
                        let message = "inconsistent use of tabs and spaces in indentation";
                        return Some(
                            self.source
                                .diagnostic(DiagnosticKind::TabError, TextRange::empty(line), message),
                        );
                    }
                    if wide > top.0 {
                        stack.push((wide, narrow));
                    }
                }
            }
        }
        None
    }
}

/// What is wrong with the first escape of a string literal that is wrong.
fn bad_escape(literal: &str) -> String {
    let quote = literal.find(['"', '\'']).unwrap_or(0);
    let body = literal[quote..].trim_start_matches(['"', '\'']);
    let mut at = 0;
    while let Some(found) = body[at..].find('\\') {
        let start = at + found;
        let after = &body[start + 1..];
        let wanted = match after.chars().next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            Some('N') => {
                let end = start + 1 + after.find('}').unwrap_or(0);
                let what = if after.starts_with("N{") {
                    "unknown Unicode character name"
                } else {
                    "malformed \\N character escape"
                };
                return decode_error(start, end.max(start + 1), what);
            }
            other => {
                at = start + 1 + other.map_or(0, char::len_utf8);
                continue;
            }
        };
        let digits = after[1..]
            .bytes()
            .take(wanted)
            .take_while(u8::is_ascii_hexdigit)
            .count();
        if digits < wanted {
            let letter = &after[..1];
            return decode_error(
                start,
                start + 1 + digits,
                &format!("truncated \\{letter}{} escape", "X".repeat(wanted)),
            );
        }
        if wanted == 8 && u32::from_str_radix(&after[1..9], 16).is_ok_and(|n| n > 0x10_FFFF) {
            return decode_error(start, start + 9, "illegal Unicode character");
        }
        at = start + 2 + digits;
    }
    "(unicode error) 'unicodeescape' codec can't decode bytes".to_owned()
}

fn decode_error(start: usize, end: usize, what: &str) -> String {
    format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}-{end}: {what}")
}
