//! The parser's errors in CPython's words, with CPython's places, for the commonest mistakes. The first error of a
//! line is kept: what follows it is mostly a consequence.

use super::PyVersion;
use super::diagnostics::{Diagnostic, DiagnosticKind};
use super::source::Source;
use ruff_python_ast::Mod;
use ruff_python_ast::token::{Token, TokenKind};
use ruff_python_parser::{
    InterpolatedStringErrorType as StringError, LexicalErrorType as Lexical, ParseError, ParseErrorType as Error,
    Parsed,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

mod lexical;
mod statements;
mod versions;

use statements::describe;

/// Nobody reads more of them.
const MAX_ERRORS: usize = 20;

/// All errors of a parse, at most one per line, in order.
pub(super) fn diagnostics(source: &Source<'_>, parsed: &Parsed<Mod>, version: PyVersion) -> Vec<Diagnostic> {
    let tokens: &[Token] = parsed.tokens();
    let rewriter = Rewriter {
        source,
        tokens,
        brackets: Brackets::scan(source, tokens),
        version,
    };
    let mut errors: Vec<&ParseError> = parsed.errors().iter().collect();
    errors.sort_by_key(|e| (e.location.start(), e.location.end()));
    errors.dedup_by_key(|e| source.line(e.location.start()));
    errors.truncate(MAX_ERRORS);
    let mut out: Vec<Diagnostic> = errors.into_iter().map(|e| rewriter.rewrite(e)).collect();
    // What comes after an unclosed bracket or string, or a wrong indentation, cannot be judged.
    let blinds = |d: &Diagnostic| {
        let wrong = ["unterminated", "closing parenthesis", "unmatched"];
        let unclosed =
            d.message.ends_with("was never closed") || wrong.iter().any(|start| d.message.starts_with(start));
        unclosed || d.kind == DiagnosticKind::IndentationError
    };
    if let Some(first) = out.iter().position(blinds) {
        let indentation = out[first].message == "unexpected indent" && first > 0;
        out.truncate(first + usize::from(!indentation));
    }
    // The end of the file is no news after another error.
    let lines = source.text.lines().count() as u32;
    if out.len() > 1 {
        let first = out[0].clone();
        out.retain(|d| *d == first || d.line <= lines);
    }
    if !out.is_empty()
        && let Some(tabs) = rewriter.inconsistent_tabs().filter(|d| d.line <= out[0].line)
    {
        return vec![tabs];
    }
    out.extend(rewriter.long_number());
    if out.is_empty() {
        out.extend(
            parsed
                .unsupported_syntax_errors()
                .iter()
                .take(MAX_ERRORS)
                .map(|e| rewriter.newer(e)),
        );
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
    version: PyVersion,
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
        let next = self.tokens.get(index);
        let found = next.map(Token::kind);
        let old = self.version < PyVersion::V314;
        let in_braces = self.bracket_around(index) == Some(TokenKind::Lbrace);
        if let Some(special) = self.special(error, index, previous) {
            return special;
        }
        let text = match &error.error {
            Error::ExpectedToken {
                expected: TokenKind::Colon,
                ..
            } if in_braces && matches!(found, Some(TokenKind::Rbrace | TokenKind::Comma)) => {
                return (
                    previous.map_or(at, Ranged::range),
                    "':' expected after dictionary key".into(),
                );
            }
            Error::ExpectedExpression if in_braces && previous.is_some_and(|p| p.kind() == TokenKind::Colon) => {
                return (
                    previous.map_or(at, Ranged::range),
                    "expression expected after dictionary key and ':'".into(),
                );
            }
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
            Error::PositionalAfterKeywordArgument => {
                return (
                    self.closing(index, at),
                    "positional argument follows keyword argument".into(),
                );
            }
            Error::PositionalAfterKeywordUnpacking => {
                return (
                    self.closing(index, at),
                    "positional argument follows keyword argument unpacking".into(),
                );
            }
            Error::InvalidArgumentUnpackingOrder => {
                let text = "iterable argument unpacking follows keyword argument unpacking".to_owned();
                let comma = previous.map_or(at, Ranged::range);
                if self.version < PyVersion::V313 {
                    return (TextRange::empty(at.start()), text);
                }
                let end = self
                    .tokens
                    .iter()
                    .rev()
                    .find(|t| t.end() <= self.closing(index, at).start() && !t.kind().is_trivia());
                return (TextRange::new(comma.start(), end.map_or(at.end(), Ranged::end)), text);
            }
            Error::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized",
            Error::NonDefaultParamAfterDefaultParam if self.version < PyVersion::V312 => {
                "non-default argument follows default argument"
            }
            Error::ExpectedKeywordParam if old => "named arguments must follow bare *",
            Error::ParamAfterVarKeywordParam if old => "arguments cannot follow var-keyword argument",
            Error::VarParameterWithDefault if old => "var-positional argument cannot have default value",
            Error::NonDefaultParamAfterDefaultParam => "parameter without a default follows parameter with a default",
            Error::ExpectedKeywordParam => "named parameters must follow bare *",
            Error::ParamAfterVarKeywordParam => "parameters cannot follow var-keyword parameter",
            Error::VarParameterWithDefault => "var-positional parameter cannot have default value",
            Error::InvalidAssignmentTarget if self.source.slice(at).ends_with("==") => {
                let equal = self
                    .tokens
                    .iter()
                    .find(|t| t.start() >= at.end() && !t.kind().is_trivia());
                return (equal.map_or(at, Ranged::range), "invalid syntax".into());
            }
            Error::InvalidAssignmentTarget => return (at, self.cannot_assign(at, "assign to")),
            Error::InvalidDeleteTarget => return (at, self.cannot_assign(at, "delete")),
            Error::InvalidAugmentedAssignmentTarget => {
                let what = describe(self.source.slice(at));
                return (
                    at,
                    format!("'{what}' is an illegal expression for augmented assignment"),
                );
            }
            Error::InvalidNamedAssignmentTarget => {
                let what = describe(self.source.slice(at));
                return (at, format!("cannot use assignment expressions with {what}"));
            }
            Error::InvalidAnnotatedAssignmentTarget => "illegal target for annotation",
            Error::InvalidStarredExpressionUsage => "can't use starred expression here",
            Error::EmptySlice | Error::EmptyGlobalNames | Error::EmptyNonlocalNames | Error::EmptyDeleteTargets => {
                "invalid syntax"
            }
            Error::EmptyImportNames
                if self.version < PyVersion::V313 || previous.is_some_and(|p| !self.in_from_import(p)) =>
            {
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
                "Trailing comma not allowed" => {
                    return (
                        TextRange::empty(at.end()),
                        "trailing comma not allowed without surrounding parentheses".into(),
                    );
                }
                "Expected symbol after `as`" => "invalid syntax",
                text if text.starts_with("Expected class, function definition") => "invalid syntax",
                "Only single target (not list) can be annotated" => "only single target (not list) can be annotated",
                "Only single target (not tuple) can be annotated" => {
                    let first = next.map_or(at, Ranged::range);
                    return (first, "only single target (not tuple) can be annotated".into());
                }
                text if text.starts_with("Cannot have both 'except' and 'except*'") => {
                    return (
                        next.map_or(at, Ranged::range),
                        "cannot have both 'except' and 'except*' on the same 'try'".into(),
                    );
                }
                "Bytes literal cannot be mixed with non-bytes literals" => {
                    return (
                        TextRange::empty(at.end()),
                        "cannot mix bytes and nonbytes literals".into(),
                    );
                }
                "Position-only parameter separator not allowed as first parameter" if old => {
                    "at least one argument must precede /"
                }
                "Position-only parameter separator not allowed as first parameter" => {
                    "at least one parameter must precede /"
                }
                "Only one '/' separator allowed" => "/ may appear only once",
                "Only one '*' parameter allowed" => {
                    return (TextRange::empty(at.start()), "* argument may appear only once".into());
                }
                "Assignment expression target must be an identifier" => {
                    let what = describe(self.source.slice(at));
                    return (at, format!("cannot use assignment expressions with {what}"));
                }
                text => text,
            },
            other => return (at, other.to_string()),
        };
        (at, text.to_owned())
    }

    /// Mistakes that show only in what stands around the error.
    fn special(&self, error: &ParseError, index: usize, previous: Option<&Token>) -> Option<(TextRange, String)> {
        let next = self.tokens.get(index)?;
        let expected = match &error.error {
            Error::ExpectedToken { expected, .. } => Some(*expected),
            _ => None,
        };
        // `a, b += 1`
        if next.kind().as_augmented_assign_operator().is_some() && expected == Some(TokenKind::Comma) {
            let start = self.tokens[..index]
                .iter()
                .rposition(|t| matches!(t.kind(), TokenKind::Newline | TokenKind::Indent | TokenKind::Semi))
                .map_or(0, |i| i + 1);
            let first = self.tokens[start..index].iter().find(|t| !t.kind().is_trivia())?;
            let range = TextRange::new(first.start(), previous?.end());
            return Some((
                range,
                "'tuple' is an illegal expression for augmented assignment".into(),
            ));
        }
        // `x = 1 if y`
        if expected == Some(TokenKind::Else) {
            let range = TextRange::new(self.around_missing_comma(index).start(), previous?.end());
            return Some((range, "expected 'else' after 'if' expression".into()));
        }
        // `[x, y for x in z]`
        if next.kind() == TokenKind::For
            && matches!(self.bracket_around(index), Some(TokenKind::Lsqb | TokenKind::Lbrace))
        {
            let mut depth = 0;
            let mut comma = false;
            for (i, token) in self.tokens[..index].iter().enumerate().rev() {
                match token.kind() {
                    TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                    TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                    TokenKind::Lsqb | TokenKind::Lbrace => {
                        let first = self.tokens[i + 1..].iter().find(|t| !t.kind().is_trivia())?;
                        let (start, end) = (first.start(), previous?.end());
                        let text = "did you forget parentheses around the comprehension target?";
                        return (comma && start < end).then(|| (TextRange::new(start, end), text.into()));
                    }
                    TokenKind::Comma if depth == 0 => comma = true,
                    _ => {}
                }
            }
        }
        // `x <> y`
        let is_after = |kind| previous.is_some_and(|p| p.kind() == kind && p.end() == next.start());
        if next.kind() == TokenKind::Greater && is_after(TokenKind::Less) {
            return Some((TextRange::new(previous?.start(), next.end()), "invalid syntax".into()));
        }
        // `x not y`
        if next.kind() == TokenKind::Not
            && matches!(
                error.error,
                Error::ExpectedToken { .. } | Error::SimpleStatementsOnSameLine
            )
        {
            let after = self.tokens[index + 1..].iter().find(|t| !t.kind().is_trivia())?;
            return Some((after.range(), "invalid syntax".into()));
        }
        // `f"{}"`
        let in_f_string = |p: &Token| p.kind() == TokenKind::Lbrace && self.after_f_string(p);
        let ends_field = matches!(
            next.kind(),
            TokenKind::Rbrace | TokenKind::Exclamation | TokenKind::Colon | TokenKind::Equal
        );
        if ends_field && previous.is_some_and(in_f_string) {
            let end = self.source.slice(next.range());
            let text = match (self.version < PyVersion::V312, end) {
                (true, "}") => "f-string: empty expression not allowed".to_owned(),
                (true, _) => format!("f-string: expression required before '{end}'"),
                _ => format!("f-string: valid expression required before '{end}'"),
            };
            return Some((next.range(), text));
        }
        // `f"{a +}"`
        let operator = previous.filter(|p| p.kind().is_operator() && p.kind() != TokenKind::Lbrace);
        if next.kind() == TokenKind::Rbrace
            && matches!(error.error, Error::ExpectedExpression)
            && let Some(operator) = operator
            && self.in_field(index)
        {
            let text = "f-string: expecting '=', or '!', or ':', or '}'";
            return Some((operator.range(), text.into()));
        }
        // `f(*)`
        if matches!(next.kind(), TokenKind::Rpar | TokenKind::Comma)
            && self.version >= PyVersion::V313
            && matches!(error.error, Error::ExpectedExpression)
            && previous.is_some_and(|p| p.kind() == TokenKind::Star)
            && self.bracket_around(index) == Some(TokenKind::Lpar)
        {
            return Some((next.range(), "Invalid star expression".into()));
        }
        None
    }

    /// Whether the innermost open brace before a token begins a field of an f-string.
    fn in_field(&self, index: usize) -> bool {
        let mut depth = 0;
        for token in self.tokens[..index].iter().rev() {
            match token.kind() {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                TokenKind::Lbrace => return self.after_f_string(token),
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Newline => return false,
                _ => {}
            }
        }
        false
    }

    fn after_f_string(&self, brace: &Token) -> bool {
        let i = self.tokens.partition_point(|t| t.start() < brace.start());
        self.tokens[..i]
            .last()
            .is_some_and(|t| matches!(t.kind(), TokenKind::FStringStart | TokenKind::FStringMiddle))
    }

    /// The innermost bracket that is open before a token.
    fn bracket_around(&self, index: usize) -> Option<TokenKind> {
        let mut depth = 0;
        for token in self.tokens[..index].iter().rev() {
            match token.kind() {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth > 0 => depth -= 1,
                kind @ (TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace) => return Some(kind),
                TokenKind::Newline => return None,
                _ => {}
            }
        }
        None
    }

    /// The parenthesis that closes the call around a token.
    fn closing(&self, index: usize, at: TextRange) -> TextRange {
        let mut depth = 0;
        for token in &self.tokens[index..] {
            match token.kind() {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if depth > 0 => depth -= 1,
                TokenKind::Rpar => return token.range(),
                _ => {}
            }
        }
        at
    }

    /// Whether a token belongs to a `from ... import`.
    fn in_from_import(&self, token: &Token) -> bool {
        let i = self.tokens.partition_point(|t| t.start() < token.start());
        self.tokens[..=i]
            .iter()
            .rev()
            .take_while(|t| t.kind() != TokenKind::Newline)
            .any(|t| t.kind() == TokenKind::From)
            && token.kind() == TokenKind::Import
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
                // The last digit; of `1_` what comes after it.
                let underscore = self.source.slice(next.range()).starts_with('_');
                let start = if underscore {
                    p.end()
                } else {
                    p.end() - TextSize::new(1)
                };
                return (TextRange::new(start, next.start()), self.number(p.range()));
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
}
