//! The pure algorithms behind Python's text and numbers: formatting, parsing, str and bytes methods, random numbers, hashes.
//!
//! CPython 3.14's results and error texts, on plain Rust types (`&str`, `&[u8]`, `i64`, `f64`, `BigInt`). Knows nothing of the
//! virtual machine's objects: a caller turns arguments into these types and a [`TextError`] into a Python exception. Strings are
//! Rust strings, so lone surrogates do not exist here. Positions and lengths are code points unless a name says bytes.

pub mod bytes_ops;
pub mod case;
pub mod codec;
pub mod distributions;
pub mod float;
pub mod float_arith;
mod float_format;
pub mod format_spec;
pub mod hash;
pub mod int;
pub mod int_arith;
pub mod mersenne;
pub mod percent;
pub mod regex;
pub mod search;
pub mod slice;
pub mod split;
pub mod str_format;
pub mod strftime;
pub mod string;
pub mod strptime;
mod unicode_tables;

/// The Python exception class a [`TextError`] becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// `ValueError`
    ValueError,
    /// `TypeError`
    TypeError,
    /// `OverflowError`
    OverflowError,
    /// `ZeroDivisionError`
    ZeroDivisionError,
    /// `KeyError`
    KeyError,
    /// `IndexError`
    IndexError,
    /// `LookupError`
    LookupError,
    /// `MemoryError`: a result longer than [`MAX_TEXT`]; its message is empty, as CPython's.
    MemoryError,
    /// `UnicodeEncodeError`; the message is the exception's `str()`.
    UnicodeEncodeError,
    /// `UnicodeDecodeError`; the message is the exception's `str()`.
    UnicodeDecodeError,
}

impl ErrorKind {
    /// The class's Python name, e.g. `"ValueError"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ValueError => "ValueError",
            Self::TypeError => "TypeError",
            Self::OverflowError => "OverflowError",
            Self::ZeroDivisionError => "ZeroDivisionError",
            Self::KeyError => "KeyError",
            Self::IndexError => "IndexError",
            Self::LookupError => "LookupError",
            Self::MemoryError => "MemoryError",
            Self::UnicodeEncodeError => "UnicodeEncodeError",
            Self::UnicodeDecodeError => "UnicodeDecodeError",
        }
    }
}

/// What CPython would raise: the exception's class and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    /// The exception's class.
    pub kind: ErrorKind,
    /// The exception's text, as CPython words it.
    pub message: String,
    /// What does not encode or decode, and where.
    pub span: Option<Box<UnicodeSpan>>,
}

/// The arguments of a `UnicodeError`, but for the object itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnicodeSpan {
    /// Name of the encoding.
    pub encoding: &'static str,
    /// First position.
    pub start: usize,
    /// Position after the last.
    pub end: usize,
    /// What is wrong.
    pub reason: &'static str,
}

/// A result whose error is a Python exception.
pub type Result<T> = std::result::Result<T, TextError>;

impl TextError {
    /// An error of any class.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            span: None,
        }
    }
    /// A `UnicodeEncodeError` or `UnicodeDecodeError`.
    #[must_use]
    pub fn unicode(kind: ErrorKind, message: String, span: UnicodeSpan) -> Self {
        Self {
            kind,
            message,
            span: Some(Box::new(span)),
        }
    }
    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::ValueError, message)
    }
    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::TypeError, message)
    }
    /// An `OverflowError`.
    pub fn overflow(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::OverflowError, message)
    }
    /// A `ZeroDivisionError`.
    pub fn zero_division(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::ZeroDivisionError, message)
    }
    /// An `IndexError`.
    pub fn index(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::IndexError, message)
    }
    /// A `LookupError`.
    pub fn lookup(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::LookupError, message)
    }
    /// A `MemoryError`.
    #[must_use]
    pub fn memory() -> Self {
        Self::new(ErrorKind::MemoryError, "")
    }
}

impl std::fmt::Display for TextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for TextError {}

/// The longest text, in bytes, that an operation here makes from a small argument (a width, a precision, a repeat count).
/// Beyond it the operation is a `MemoryError`.
pub const MAX_TEXT: usize = 1 << 28;

/// `n` as a text length, or `MemoryError` when it passes [`MAX_TEXT`].
pub(crate) fn checked_len(n: usize) -> Result<usize> {
    if n > MAX_TEXT { Err(TextError::memory()) } else { Ok(n) }
}
