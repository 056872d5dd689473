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

    /// As `text` for encoding or decoding `object` (borrowed), which the error keeps.
    pub(crate) fn coded<T>(&mut self, result: text::Result<T>, object: Value) -> Res<T> {
        let error = match result {
            Ok(v) => return Ok(v),
            Err(error) => error,
        };
        let Some(span) = error.span else {
            return Err(self.text_error(error));
        };
        let exc = if error.kind == ErrorKind::UnicodeEncodeError {
            Exc::UnicodeEncodeError
        } else {
            Exc::UnicodeDecodeError
        };
        let mut object = self.unbox(object);
        object = if self.is_kind(object, crate::vm::layout::Kind::ByteArray) {
            let data = self.as_bytes(object).unwrap_or_default().to_vec();
            self.new_bytes(&data)?
        } else {
            self.own(object)
        };
        let encoding = self.new_str(span.encoding)?;
        let reason = self.new_str(span.reason)?;
        let (start, end) = (Value::int(span.start as i64), Value::int(span.end as i64));
        let values = [encoding, object, start, end, reason];
        let raised = self.raise_with(exc, &values);
        for (name, v) in super::exception::UNICODE_FIELDS.into_iter().zip(values) {
            let name = self.intern(name);
            let v = self.own(v);
            self.set_own_attr(raised.0, name, v)?;
        }
        Err(raised)
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
