//! Limits on the token stream, checked before anything recursive sees the source. They bound the depth of the syntax
//! tree, and so the Rust stack that parsing, walking and dropping it take.

use super::diagnostics::{Diagnostic, DiagnosticKind};
use super::source::Source;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};
use ruff_text_size::{TextRange, TextSize};

/// Brackets open at once (CPython's own limit, and its words).
const MAX_BRACKETS: usize = 200;
/// Blocks inside blocks (the same).
const MAX_INDENTS: usize = 100;
/// Operators, attributes, calls and subscripts in one expression.
const MAX_CHAIN: u32 = 2_000;
/// What a token costs that nests on its right (`not`, `lambda`, `**`, ...): 200 of them are a full chain.
const NESTING: u32 = 10;

/// Refuses a source longer than `max` bytes.
pub(super) fn check_size(source: &str, max: usize) -> Result<(), Diagnostic> {
    if source.len() > max {
        let text = Source::new("");
        return Err(Diagnostic {
            hint: Some("split the program or shorten its data".into()),
            ..text.diagnostic(
                DiagnosticKind::LimitReached,
                TextRange::default(),
                format!(
                    "the source has {} bytes, more than the {max} that are accepted",
                    source.len()
                ),
            )
        });
    }
    match source.bytes().position(|b| b == 0) {
        Some(at) => Err(Source::new(source).diagnostic(
            DiagnosticKind::SyntaxError,
            TextRange::at(TextSize::new(at as u32), TextSize::new(1)),
            "source code cannot contain null bytes",
        )),
        None => Ok(()),
    }
}

/// What is open at one bracket level: the depth of the present element, and of the deepest element so far.
#[derive(Default, Clone, Copy)]
struct Level {
    present: u32,
    deepest: u32,
}

/// Why a source is refused.
struct Refusal {
    kind: DiagnosticKind,
    message: &'static str,
    hint: Option<&'static str>,
}

/// Refuses sources whose tree would be too deep.
pub(super) fn check_tokens(source: &Source<'_>) -> Result<(), Diagnostic> {
    let Err(refusal) = scan(source.text) else { return Ok(()) };
    // The lexer does not tell where its tokens are: the shortest prefix that is refused ends with the culprit.
    let ends: Vec<usize> = source.text.char_indices().map(|(i, c)| i + c.len_utf8()).collect();
    let shortest = ends
        .partition_point(|&end| scan(&source.text[..end]).is_ok())
        .min(ends.len() - 1);
    let start = if shortest == 0 { 0 } else { ends[shortest - 1] };
    let range = TextRange::new(TextSize::new(start as u32), TextSize::new(ends[shortest] as u32));
    let mut d = source.diagnostic(refusal.kind, range, refusal.message);
    d.hint = refusal.hint.map(str::to_owned);
    Err(d)
}

fn scan(text: &str) -> Result<(), Refusal> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut levels = vec![Level::default()];
    let mut indents = 0;
    let mut after_operand = false;
    loop {
        let kind = lexer.next_token();
        let refuse = |kind, message| {
            Err(Refusal {
                kind,
                message,
                hint: None,
            })
        };
        let weight = match kind {
            TokenKind::EndOfFile => return Ok(()),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                if levels.len() > MAX_BRACKETS {
                    return refuse(DiagnosticKind::SyntaxError, "too many nested parentheses");
                }
                levels.push(Level::default());
                0
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace if levels.len() > 1 => {
                let inner = levels.pop().expect("checked");
                let outer = levels.last_mut().expect("checked");
                outer.present += inner.deepest.max(inner.present) + 1;
                if outer.present > MAX_CHAIN { MAX_CHAIN } else { 0 }
            }
            TokenKind::Comma => {
                let level = levels.last_mut().expect("the outermost level stays");
                level.deepest = level.deepest.max(level.present);
                level.present = 0;
                0
            }
            TokenKind::Newline | TokenKind::Semi => {
                levels.truncate(1);
                levels[0] = Level::default();
                0
            }
            TokenKind::Indent => {
                indents += 1;
                if indents >= MAX_INDENTS {
                    return refuse(DiagnosticKind::IndentationError, "too many levels of indentation");
                }
                0
            }
            TokenKind::Dedent => {
                indents -= 1;
                0
            }
            TokenKind::Minus | TokenKind::Plus if !after_operand => NESTING,
            TokenKind::Not | TokenKind::Tilde | TokenKind::DoubleStar | TokenKind::Lambda | TokenKind::If => NESTING,
            TokenKind::For | TokenKind::Await | TokenKind::Yield | TokenKind::ColonEqual => NESTING,
            TokenKind::FStringStart | TokenKind::TStringStart => NESTING,
            kind if kind.is_operator() => 1,
            _ => 0,
        };
        let level = levels.last_mut().expect("the outermost level stays");
        level.present += weight;
        if !kind.is_trivia() {
            after_operand = !kind.is_operator() && !kind.is_non_soft_keyword() || is_closing(kind);
        }
        if level.present >= MAX_CHAIN {
            return Err(Refusal {
                kind: DiagnosticKind::LimitReached,
                message: "this expression is too long: more than 2000 operators, attributes and calls in a row",
                hint: Some("split it, or use a loop, join() or a list"),
            });
        }
    }
}

fn is_closing(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace) || kind.is_singleton()
}
