//! The parser's errors in CPython's words, with CPython's places, for the commonest mistakes. The first error of a
//! line is kept: what follows it is mostly a consequence.

use super::diagnostics::{Diagnostic, DiagnosticKind};
use super::source::Source;
use ruff_python_ast::Mod;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{
    InterpolatedStringErrorType as StringError, LexicalErrorType as Lexical, ParseError, ParseErrorType as Error,
    Parsed,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// Nobody reads more of them.
const MAX_ERRORS: usize = 20;

/// All errors of a parse, at most one per line, in order.
pub(super) fn diagnostics(source: &Source<'_>, parsed: &Parsed<Mod>) -> Vec<Diagnostic> {
    let tokens: &[Token] = parsed.tokens();
    let rewriter = Rewriter {
        source,
        tokens,
        brackets: Brackets::scan(source, tokens),
    };
    let mut errors: Vec<&ParseError> = parsed.errors().iter().collect();
    errors.sort_by_key(|e| (e.location.start(), e.location.end()));
    errors.dedup_by_key(|e| source.line(e.location.start()));
    errors.truncate(MAX_ERRORS);
    let mut out: Vec<Diagnostic> = errors.into_iter().map(|e| rewriter.rewrite(e)).collect();
    // What comes after an unclosed bracket or string, or a wrong indentation, cannot be judged.
    let blinds = |d: &Diagnostic| {
        let unclosed = d.message.ends_with("was never closed") || d.message.starts_with("unterminated");
        unclosed || d.kind == DiagnosticKind::IndentationError
    };
    if let Some(first) = out.iter().position(blinds) {
        let indentation = out[first].message == "unexpected indent" && first > 0;
        out.truncate(first + usize::from(!indentation));
    }
    let version = |e: &ruff_python_parser::UnsupportedSyntaxError| {
        let text = e.to_string();
        let mut d = source.diagnostic(DiagnosticKind::SyntaxError, e.range, text);
        d.hint = Some("choose a newer Python version for this program".into());
        d
    };
    if out.is_empty() {
        out.extend(parsed.unsupported_syntax_errors().iter().take(MAX_ERRORS).map(version));
    }
    out.sort_by_key(|d| (d.line, d.col));
    out.dedup_by_key(|d| d.line);
    out
}

/// Bracket problems, found on the tokens.
#[derive(Default)]
struct Brackets {
    /// The innermost bracket that stays open, and its text.
    unclosed: Option<(TextRange, char)>,
    /// The first closing bracket without an opening one or with a wrong one.
    stray: Option<(TextRange, String)>,
}

impl Brackets {
    fn scan(source: &Source<'_>, tokens: &[Token]) -> Self {
        let mut open: Vec<(TextRange, char)> = Vec::new();
        for token in tokens {
            let text = source.slice(token.range()).chars().next().unwrap_or(' ');
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push((token.range(), text)),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    let wanted = match text {
                        ')' => '(',
                        ']' => '[',
                        _ => '{',
                    };
                    let problem = match open.pop() {
                        Some((_, found)) if found == wanted => continue,
                        Some((at, found)) => {
                            let (line, here) = (source.line(at.start()), source.line(token.start()));
                            let on = if line == here {
                                String::new()
                            } else {
                                format!(" on line {line}")
                            };
                            format!("closing parenthesis '{text}' does not match opening parenthesis '{found}'{on}")
                        }
                        None => format!("unmatched '{text}'"),
                    };
                    return Self {
                        unclosed: None,
                        stray: Some((token.range(), problem)),
                    };
                }
                _ => {}
            }
        }
        Self {
            unclosed: open.last().copied(),
            stray: None,
        }
    }
}

struct Rewriter<'s, 'a> {
    source: &'s Source<'a>,
    tokens: &'s [Token],
    brackets: Brackets,
}

impl Rewriter<'_, '_> {
    fn rewrite(&self, error: &ParseError) -> Diagnostic {
        let syntax = |range, message: &str| self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
        let indentation =
            |range, message: &str| self.source.diagnostic(DiagnosticKind::IndentationError, range, message);
        let at = error.location;
        match &error.error {
            Error::Lexical(lexical) => return self.lexical(lexical, at),
            Error::FStringError(e) => return self.f_string(e, at),
            Error::OtherError(text) => {
                if let Some(parent) = text.strip_prefix("Expected an indented block after ") {
                    return self.missing_block(parent, at);
                }
            }
            Error::UnexpectedIndentation => return indentation(at, "unexpected indent"),
            _ => {}
        }
        if let Some((range, message)) = &self.brackets.stray
            && at.start() <= range.end()
            && at.end() >= range.start()
        {
            return syntax(*range, message);
        }
        if let Some((range, bracket)) = self.brackets.unclosed {
            let later = self.source.line(at.start()) > self.source.line(range.start());
            if at.start() >= range.start() && (later || at.end().to_usize() >= self.source.text.trim_end().len()) {
                return syntax(range, &format!("'{bracket}' was never closed"));
            }
        }
        let (range, message) = self.grammar(error);
        syntax(range, &message)
    }

    fn grammar(&self, error: &ParseError) -> (TextRange, String) {
        let at = error.location;
        let index = self.tokens.partition_point(|t| t.start() < at.start());
        let previous = self.tokens[..index].iter().rev().find(|t| !t.kind().is_trivia());
        let text = match &error.error {
            Error::ExpectedToken {
                expected: TokenKind::Comma,
                ..
            } if self.brackets.unclosed.is_none() => {
                return (
                    self.around_missing_comma(index),
                    "invalid syntax. Perhaps you forgot a comma?".into(),
                );
            }
            Error::ExpectedToken {
                found: TokenKind::Equal,
                expected,
            } if *expected != TokenKind::Rpar => {
                return self.single_equal(index, previous);
            }
            Error::ExpectedToken {
                expected: TokenKind::Colon,
                ..
            } => "expected ':'",
            Error::ExpectedToken {
                expected: TokenKind::In,
                ..
            } => "invalid syntax",
            Error::ExpectedToken {
                expected: TokenKind::Lpar,
                ..
            } => "expected '('",
            Error::ExpectedToken { .. } | Error::UnexpectedExpressionToken | Error::ExpectedExpression => {
                "invalid syntax"
            }
            Error::SimpleStatementsOnSameLine => return self.two_statements(at, index, previous),
            Error::SimpleAndCompoundStatementOnSameLine => "invalid syntax",
            Error::PositionalAfterKeywordArgument => "positional argument follows keyword argument",
            Error::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking",
            Error::InvalidArgumentUnpackingOrder => "iterable argument unpacking follows keyword argument unpacking",
            Error::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized",
            Error::NonDefaultParamAfterDefaultParam => "parameter without a default follows parameter with a default",
            Error::ExpectedKeywordParam => "named parameters must follow bare *",
            Error::ParamAfterVarKeywordParam => "parameters cannot follow var-keyword parameter",
            Error::VarParameterWithDefault => "var-positional parameter cannot have default value",
            Error::InvalidAssignmentTarget => return (at, self.cannot_assign(at, "assign to")),
            Error::InvalidDeleteTarget => return (at, self.cannot_assign(at, "delete")),
            Error::InvalidAugmentedAssignmentTarget => {
                let what = describe(self.source.slice(at));
                return (
                    at,
                    format!("'{what}' is an illegal expression for augmented assignment"),
                );
            }
            Error::InvalidAnnotatedAssignmentTarget => "illegal target for annotation",
            Error::InvalidStarredExpressionUsage => "can't use starred expression here",
            Error::EmptySlice | Error::EmptyGlobalNames | Error::EmptyNonlocalNames | Error::EmptyDeleteTargets => {
                "invalid syntax"
            }
            Error::EmptyImportNames => "Expected one or more names after 'import'",
            Error::EmptyTypeParams => "Type parameter list cannot be empty",
            Error::OtherError(text) => match text.as_str() {
                "Expected `except` or `finally` after `try` block" => "expected 'except' or 'finally' block",
                "Expected a statement" | "Expected an expression" | "Expected a simple statement" => "invalid syntax",
                "Expected a parameter or the end of the parameter list" => "invalid syntax",
                text if text.starts_with("Expected an identifier") => "invalid syntax",
                text if text.starts_with("Expected an expression or") => "invalid syntax",
                "Trailing comma not allowed" => "trailing comma not allowed without surrounding parentheses",
                text => text,
            },
            other => return (at, other.to_string()),
        };
        (at, text.to_owned())
    }

    /// `f(a b)`: from the start of the left expression to the end of what follows.
    fn around_missing_comma(&self, index: usize) -> TextRange {
        let mut depth = 0;
        let mut start = index;
        for (i, token) in self.tokens[..index].iter().enumerate().rev() {
            match token.kind() {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => break,
                TokenKind::Comma | TokenKind::Newline | TokenKind::Colon | TokenKind::Equal if depth == 0 => break,
                _ => {}
            }
            if !token.kind().is_trivia() {
                start = i;
            }
        }
        let end = self.tokens.get(index).map_or(self.tokens[start].end(), |t| t.end());
        TextRange::new(self.tokens[start].start(), end.max(self.tokens[start].end()))
    }

    /// `if x = 1:`
    fn single_equal(&self, index: usize, previous: Option<&Token>) -> (TextRange, String) {
        let equal = self.tokens[index].range();
        let next = self.tokens.get(index + 1).map_or(equal.end(), |t| t.end());
        match previous {
            Some(p) if p.kind() == TokenKind::Name => (
                TextRange::new(p.start(), next),
                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?".into(),
            ),
            Some(p) if matches!(p.kind(), TokenKind::Int | TokenKind::Float | TokenKind::String) => (
                p.range(),
                "cannot assign to literal here. Maybe you meant '==' instead of '='?".into(),
            ),
            _ => (equal, "invalid syntax".into()),
        }
    }

    fn two_statements(&self, at: TextRange, index: usize, previous: Option<&Token>) -> (TextRange, String) {
        if let (Some(p), Some(next)) = (previous, self.tokens.get(index)) {
            let number = matches!(p.kind(), TokenKind::Int | TokenKind::Float | TokenKind::Complex);
            if number && p.end() == next.start() {
                return (
                    TextRange::new(p.end() - TextSize::new(1), next.start()),
                    self.number(p.range()),
                );
            }
        }
        if let Some(p) = previous.filter(|p| p.kind() == TokenKind::Name) {
            let name = self.source.slice(p.range());
            let after_name = self.tokens.get(index).is_some_and(|t| !t.kind().is_any_newline());
            if matches!(name, "print" | "exec") && after_name {
                let end = self.line_end(p.start());
                let message = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                return (TextRange::new(p.start(), end), message);
            }
        }
        let token = self.tokens.get(index).map_or(at, Ranged::range);
        (token, "invalid syntax".into())
    }

    fn line_end(&self, at: TextSize) -> TextSize {
        let line = self.source.line(at);
        let on_line = |t: &&Token| !t.range().is_empty() && self.source.line(t.start()) == line;
        let visible = self
            .tokens
            .iter()
            .filter(|t| !t.kind().is_trivia() && t.kind() != TokenKind::Newline);
        visible.filter(on_line).fold(at, |_, t| t.end())
    }

    fn cannot_assign(&self, at: TextRange, verb: &str) -> String {
        let what = describe(self.source.slice(at));
        let next = self
            .tokens
            .iter()
            .find(|t| t.start() >= at.end() && !t.kind().is_trivia());
        match next.map(Token::kind) {
            Some(TokenKind::Equal) if verb == "assign to" && !matches!(what, "True" | "False" | "None") => {
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?")
            }
            _ => format!("cannot {verb} {what}"),
        }
    }

    fn missing_block(&self, parent: &str, at: TextRange) -> Diagnostic {
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

    fn lexical(&self, error: &Lexical, at: TextRange) -> Diagnostic {
        let text = self.source.slice(at);
        let line = self.source.line(at.end());
        let message = match error {
            Lexical::IndentationError => {
                let message = "unindent does not match any outer indentation level";
                return self.source.diagnostic(DiagnosticKind::IndentationError, at, message);
            }
            Lexical::UnclosedStringError => {
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
            Lexical::LineContinuationError => "unexpected character after line continuation character".to_owned(),
            Lexical::InvalidByteLiteral => "bytes can only contain ASCII literal characters".to_owned(),
            Lexical::Eof => match self.brackets.unclosed {
                Some((range, bracket)) => {
                    let message = format!("'{bracket}' was never closed");
                    return self.source.diagnostic(DiagnosticKind::SyntaxError, range, message);
                }
                None => "unexpected EOF while parsing".to_owned(),
            },
            Lexical::OtherError(_) if text.starts_with(|c: char| c.is_ascii_digit()) => self.number(at),
            other => other.to_string(),
        };
        self.source.diagnostic(DiagnosticKind::SyntaxError, at, message)
    }

    fn number(&self, at: TextRange) -> String {
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

    fn f_string(&self, error: &StringError, at: TextRange) -> Diagnostic {
        let line = self.source.line(at.end());
        let message = match error {
            StringError::UnclosedLbrace => "f-string: expecting '}'".to_owned(),
            StringError::SingleRbrace => "f-string: single '}' is not allowed".to_owned(),
            StringError::UnterminatedString => format!("unterminated f-string literal (detected at line {line})"),
            StringError::UnterminatedTripleQuotedString => {
                format!("unterminated triple-quoted f-string literal (detected at line {line})")
            }
            StringError::InvalidConversionFlag => {
                "f-string: invalid conversion character: expected 's', 'r', or 'a'".to_owned()
            }
            other => format!("f-string: {other}"),
        };
        self.source.diagnostic(DiagnosticKind::SyntaxError, at, message)
    }
}

/// What CPython calls an expression that cannot be assigned to.
fn describe(text: &str) -> &'static str {
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
        _ if first == '[' => "list comprehension",
        _ if first == '{' && text.contains(" for ") => "dict comprehension",
        _ if first == '{' => "dict literal",
        _ if first == '(' && text.contains(" for ") => "generator expression",
        _ => "expression",
    }
}
