//! The source text with its line table: byte ranges to lines and columns. Knows no syntax.

use super::diagnostics::{Diagnostic, DiagnosticKind};
use crate::bytecode::Position;
use ruff_text_size::{TextRange, TextSize};

/// A source text and where its lines begin.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    lines: Vec<u32>,
    ascii: bool,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends =
            (0..bytes.len()).filter(|&i| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
        let lines = std::iter::once(0).chain(ends.map(|i| i as u32 + 1)).collect();
        Self {
            text,
            lines,
            ascii: text.is_ascii(),
        }
    }

    /// Line from 1, column from 0 in characters.
    pub(super) fn line_col(&self, at: TextSize) -> (u32, u32) {
        let at = at.to_u32().min(self.text.len() as u32);
        let line = self.lines.partition_point(|&start| start <= at);
        let start = self.lines[line - 1];
        let col = if self.ascii {
            at - start
        } else {
            self.text[start as usize..at as usize].chars().count() as u32
        };
        (line as u32, col)
    }

    pub(super) fn line(&self, at: TextSize) -> u32 {
        self.line_col(at).0
    }

    /// Where the line begins that a place is on.
    pub(super) fn line_start(&self, at: TextSize) -> TextSize {
        TextSize::new(self.lines[self.line(at) as usize - 1])
    }

    pub(super) fn position(&self, range: TextRange) -> Position {
        let (line, col) = self.line_col(range.start());
        let (end_line, end_col) = self.line_col(range.end());
        Position {
            line,
            end_line,
            col,
            end_col,
        }
    }

    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        &self.text[range.start().to_usize()..range.end().to_usize()]
    }

    pub(super) fn diagnostic(&self, kind: DiagnosticKind, range: TextRange, message: impl Into<String>) -> Diagnostic {
        let p = self.position(range);
        Diagnostic {
            kind,
            message: message.into(),
            line: p.line,
            col: p.col + 1,
            end_line: p.end_line,
            end_col: p.end_col + 1,
            hint: None,
        }
    }

    /// A boxed `SyntaxError`, the way the passes after the parser return it.
    pub(super) fn syntax_error(&self, range: TextRange, message: impl Into<String>) -> Box<Diagnostic> {
        Box::new(self.diagnostic(DiagnosticKind::SyntaxError, range, message))
    }
}
