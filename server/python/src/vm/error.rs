//! Raising: how natives and the machine make Python exceptions.

use super::Vm;
use super::types::Exc;
use super::value::Value;

/// An exception on its way, owned.
#[derive(Debug)]
#[must_use]
pub struct Raised(pub Value);

/// What natives give back.
pub type Res<T = Value> = Result<T, Raised>;

impl Vm {
    /// The class of a built-in exception.
    #[must_use]
    pub fn exc(&self, kind: Exc) -> Value {
        self.exceptions[kind as usize]
    }

    /// An exception with one message.
    pub fn raise(&mut self, kind: Exc, message: impl AsRef<str>) -> Raised {
        match self.new_str(message.as_ref()) {
            Ok(text) => self.raise_with(kind, &[text]),
            Err(raised) => raised,
        }
    }

    /// An exception with these arguments, which it takes over.
    pub fn raise_with(&mut self, kind: Exc, args: &[Value]) -> Raised {
        let class = self.exc(kind);
        match self.new_exception(class, args) {
            Ok(exc) => Raised(exc),
            Err(raised) => raised,
        }
    }

    /// TypeError
    pub fn type_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(Exc::TypeError, message)
    }

    /// ValueError
    pub fn value_error(&mut self, message: impl AsRef<str>) -> Raised {
        self.raise(Exc::ValueError, message)
    }

    /// MemoryError. The heap keeps a reserve so that the exception itself finds room.
    #[cold]
    pub fn memory_error(&mut self) -> Raised {
        self.heap.open_reserve();
        let class = self.exc(Exc::MemoryError);
        let words = super::layout::EXCEPTION_SLOTS;
        let Ok(idx) = self.heap.alloc(super::layout::Kind::Exception, words) else {
            // Even the reserve is gone: the one made at boot serves for all the rest.
            let spare = self.spare_memory_error;
            return Raised(self.own(spare));
        };
        self.init_exception(idx, class, self.empty_tuple);
        Raised(Value::block(idx))
    }

    /// Whether an exception is an instance of a built-in exception class.
    #[must_use]
    pub fn is_exc(&self, exc: Value, kind: Exc) -> bool {
        let class = self.type_of(exc);
        self.is_subclass(class, self.exc(kind))
    }
}
