//! From the errors of the pure text algorithms to Python exceptions. Knows no algorithm.

use crate::text::{self, ErrorKind, TextError};
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Raised, Res, Vm};

/// What the C library says of a float result that is too large; CPython hands it on as two arguments.
const RANGE: &str = "Numerical result out of range";

impl Vm {
    /// The exception that a text algorithm asks for.
    #[cold]
    pub(crate) fn text_error(&mut self, error: TextError) -> Raised {
        let kind = match error.kind {
            ErrorKind::MemoryError => return self.memory_error(),
            ErrorKind::OverflowError if error.message.contains(RANGE) => return self.range_error(),
            ErrorKind::ValueError => Exc::ValueError,
            ErrorKind::TypeError => Exc::TypeError,
            ErrorKind::OverflowError => Exc::OverflowError,
            ErrorKind::ZeroDivisionError => Exc::ZeroDivisionError,
            ErrorKind::KeyError => Exc::KeyError,
            ErrorKind::IndexError => Exc::IndexError,
            ErrorKind::LookupError => Exc::LookupError,
            ErrorKind::UnicodeEncodeError => Exc::UnicodeEncodeError,
            ErrorKind::UnicodeDecodeError => Exc::UnicodeDecodeError,
        };
        self.raise(kind, error.message)
    }

    /// `OverflowError: (34, 'Numerical result out of range')`
    pub(crate) fn range_error(&mut self) -> Raised {
        match self.new_str(RANGE) {
            Ok(text) => self.raise_with(Exc::OverflowError, &[Value::int(34), text]),
            Err(raised) => raised,
        }
    }

    /// A text algorithm's result, or the exception it asks for.
    #[inline]
    pub(crate) fn text<T>(&mut self, result: text::Result<T>) -> Res<T> {
        match result {
            Ok(v) => Ok(v),
            Err(error) => Err(self.text_error(error)),
        }
    }
}
