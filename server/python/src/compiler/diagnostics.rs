//! What the compiler says about a source it refuses. Knows nothing of the parser.

use std::fmt;

/// The kind of a [`Diagnostic`]: the first three are CPython's exceptions, the others are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiagnosticKind {
    /// CPython raises `SyntaxError` too.
    SyntaxError,
    /// CPython raises `IndentationError` too.
    IndentationError,
    /// CPython raises `TabError` too.
    TabError,
    /// Valid Python that is not supported here; `hint` says what to use instead.
    Unsupported,
    /// Valid Python beyond one of our limits.
    LimitReached,
}

/// One thing that is wrong, and where. Lines and columns count from 1, columns in characters; the end is exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing.
    pub kind: DiagnosticKind,
    /// One sentence, CPython's words where CPython has any.
    pub message: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub col: u32,
    /// Last line.
    pub end_line: u32,
    /// Column after the last character.
    pub end_col: u32,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            DiagnosticKind::SyntaxError => "SyntaxError",
            DiagnosticKind::IndentationError => "IndentationError",
            DiagnosticKind::TabError => "TabError",
            DiagnosticKind::Unsupported => "Unsupported",
            DiagnosticKind::LimitReached => "LimitReached",
        };
        write!(f, "{}:{}: {kind}: {}", self.line, self.col, self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({hint})"))
    }
}
