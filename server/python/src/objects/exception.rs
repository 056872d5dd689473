//! Exceptions: instances with four fields of their own before the slots.

use crate::vm::layout::{class, *};
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

/// Field: `args`.
pub const ARGS: u32 = 4;
/// Field: `__traceback__`.
pub const TRACEBACK: u32 = 5;
/// Field: `__cause__`.
pub const CAUSE: u32 = 6;
/// Field: `__context__`.
pub const CONTEXT: u32 = 7;

impl Vm {
    /// An exception of a class with these arguments, which it takes over.
    pub fn new_exception(&mut self, c: Value, args: &[Value]) -> Res {
        let room = self.heap.hi(c.idx(), class::VERSION);
        let args = self.new_tuple(args)?;
        let idx = self.alloc_for(Kind::Exception, c, room, EXCEPTION_SLOTS + room, &[args])?;
        self.init_exception(idx, c, args);
        self.heap.set_hi(idx, 1, room);
        for i in 0..room {
            self.heap.set_value(idx, EXCEPTION_SLOTS + i, Value::NULL);
        }
        Ok(Value::block(idx))
    }

    pub(crate) fn init_exception(&mut self, idx: u32, c: Value, args: Value) {
        self.heap.incref(c);
        self.heap.set_word(idx, 1, u64::from(c.idx()));
        self.heap.set_word(idx, 2, 0);
        self.heap.set_value(idx, 3, Value::NULL);
        self.heap.set_value(idx, ARGS, args);
        for field in [TRACEBACK, CAUSE, CONTEXT] {
            self.heap.set_value(idx, field, Value::NULL);
        }
    }

    /// Whether this is an exception instance.
    #[must_use]
    pub fn is_exception(&self, v: Value) -> bool {
        self.is_kind(v, Kind::Exception)
    }

    /// `args` of an exception, borrowed.
    #[must_use]
    pub fn exc_args(&self, exc: Value) -> &[Value] {
        self.tuple(self.heap.value(exc.idx(), ARGS))
    }

    /// StopIteration carrying a generator's result, which it takes over.
    pub(crate) fn stop_iteration(&mut self, value: Value) -> crate::vm::Raised {
        let args: &[Value] = if value.is_none() {
            &[]
        } else {
            std::slice::from_ref(&value)
        };
        self.raise_with(Exc::StopIteration, args)
    }
}
