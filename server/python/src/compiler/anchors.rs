//! Where the operator, the subscript or the argument list of a piece of source begins and ends: what tracebacks mark
//! with `^` inside a line of `~`.
//!
//! It reads the piece as an expression of its own, as CPython's `traceback` does, and knows nothing of the program.

use ruff_python_ast::{Expr, Stmt};
use ruff_python_parser::{parse_expression, parse_module};
use ruff_text_size::Ranged;

/// A line of a piece of source and a character in it, both from 0.
pub(crate) type Place = (usize, usize);

/// The part of an expression that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) from: Place,
    pub(crate) to: Place,
}

/// The anchor of a piece of source, if it is an operation or a subscript, or, with `calls`, a call.
pub(crate) fn anchor(piece: &str, calls: bool) -> Option<Anchor> {
    // Brackets make an expression of several lines one.
    let text = format!("(\n{piece}\n)");
    let parsed = parse_expression(&text).ok()?;
    let (from, to) = match parsed.expr() {
        Expr::BinOp(op) => {
            let from = next_sign(&text, usize::from(op.left.end()), |c| c == ')')?;
            let rest = &text[from..];
            let first = rest.chars().next()?.len_utf8();
            let is_two = from + first < usize::from(op.right.start())
                && rest[first..]
                    .chars()
                    .next()
                    .is_some_and(|c| !c.is_whitespace() && !matches!(c, '\\' | '#'));
            (from, from + first + usize::from(is_two))
        }
        Expr::Subscript(e) => (
            next_sign(&text, usize::from(e.value.end()), |c| c != '[')?,
            usize::from(e.end()),
        ),
        Expr::Call(e) if calls => (
            next_sign(&text, usize::from(e.func.end()), |c| c != '(')?,
            usize::from(e.end()),
        ),
        _ => return None,
    };
    let place = |at: usize| {
        let before = &text[..at];
        let line = before.matches('\n').count();
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        Some((line.checked_sub(1)?, before[start..].chars().count()))
    };
    Some(Anchor {
        from: place(from)?,
        to: place(to)?,
    })
}

/// The first byte from `at` that is no blank, comment or line joining and that `skip` does not pass over.
fn next_sign(text: &str, at: usize, skip: impl Fn(char) -> bool) -> Option<usize> {
    let mut in_comment = false;
    for (i, c) in text[at..].char_indices() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '#' => in_comment = true,
            '\\' => {}
            c if c.is_whitespace() || skip(c) => {}
            _ => return Some(at + i),
        }
    }
    None
}

/// Whether a statement is `return f(...)` or `x = ...(...)`, where everything from `from` to `to` is the call: marks
/// under it would say nothing.
pub(crate) fn is_all_call(statement: &str, from: Place, to: Place) -> bool {
    let Ok(parsed) = parse_module(statement) else {
        return false;
    };
    let call = match parsed.suite().first() {
        Some(Stmt::Return(s)) => match s.value.as_deref() {
            Some(Expr::Call(call)) if call.func.is_name_expr() => call,
            _ => return false,
        },
        Some(Stmt::Assign(s)) => match s.value.as_ref() {
            Expr::Call(call) => call,
            _ => return false,
        },
        _ => return false,
    };
    let place = |at: usize| {
        let before = &statement[..at];
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count(), before[start..].chars().count())
    };
    place(usize::from(call.start())) == from && place(usize::from(call.end())) == to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(piece: &str, expected: Option<(Place, Place)>) {
        let found = anchor(piece, true).map(|a| (a.from, a.to));
        assert_eq!(found, expected, "{piece}");
    }

    #[test]
    fn anchors() {
        check("a + b", Some(((0, 2), (0, 3))));
        check("a // b", Some(((0, 2), (0, 4))));
        check("(a) + b", Some(((0, 4), (0, 5))));
        check("a * b + c", Some(((0, 6), (0, 7))));
        check("x[1][2]", Some(((0, 4), (0, 7))));
        check("f(1)(2)", Some(((0, 4), (0, 7))));
        check("1 +\n2 +  # two\nx", Some(((1, 2), (1, 3))));
        check("x.y", None);
        check("-x", None);
        check("x += 1", None);
        check("a < b", None);
    }

    #[test]
    fn calls_that_are_the_whole_statement() {
        assert!(is_all_call("return f(1)", (0, 7), (0, 11)));
        assert!(is_all_call("x = a.f(\n  1)", (0, 4), (1, 4)));
        assert!(!is_all_call("return a.f(1)", (0, 7), (0, 13)));
        assert!(!is_all_call("f(1)", (0, 0), (0, 4)));
        assert!(!is_all_call("return f(1) + 1", (0, 7), (0, 11)));
    }
}
