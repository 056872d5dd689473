//! `RAISE_VARARGS` and the matching of `except`.

use crate::objects::exception::CAUSE;
use crate::vm::call::Flow;
use crate::vm::layout::*;
use crate::vm::thread::Ret;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Raised, Res, Vm};

impl Vm {
    pub(super) fn op_raise(&mut self, n: u32) -> Res<Flow> {
        if n == 0 {
            let Some(exc) = self.handled() else {
                return Err(self.raise(Exc::RuntimeError, "No active exception to reraise"));
            };
            let exc = self.own(exc);
            // Its traceback names this frame already, if it was caught here.
            return Ok(self.unwind(Raised(exc), false));
        }
        let cause = if n == 2 { self.pop() } else { Value::NULL };
        let exc = self.pop();
        let is_class = self.is_class(exc) && self.is_subclass(exc, self.exc(Exc::BaseException));
        let cause_class = self.is_class(cause) && self.is_subclass(cause, self.exc(Exc::BaseException));
        if is_class || cause_class {
            // Made by a call, which may be Python code: the prelude's function raises it in this frame's name.
            if is_class && self.lookup(exc, self.names.__init__).is_none_or(|i| self.is_slot(i)) && !cause_class {
                let made = self.new_exception(exc, &[])?;
                self.drop(exc);
                return self.raise_instance(made, cause);
            }
            let given = if cause.is_null() { Value::FALSE } else { cause };
            let result = self.slow_path("raise_slow", &[exc, given]);
            self.drop(exc);
            self.drop(cause);
            return self.settle(result, Ret::Discard);
        }
        self.raise_instance(exc, cause)
    }

    /// Raises an exception with its cause, both owned; NULL: no `from`.
    pub(crate) fn raise_instance(&mut self, exc: Value, cause: Value) -> Res<Flow> {
        if !self.is_exception(exc) {
            self.drop(exc);
            self.drop(cause);
            return Err(self.type_error("exceptions must derive from BaseException"));
        }
        if !cause.is_null() {
            if !cause.is_none() && !self.is_exception(cause) {
                self.drop(exc);
                self.drop(cause);
                return Err(self.type_error("exception causes must derive from BaseException"));
            }
            self.heap.add_flags(exc.idx(), EXC_SUPPRESS);
            self.replace(exc.idx(), CAUSE, if cause.is_none() { Value::NULL } else { cause });
        }
        Err(Raised(exc))
    }

    /// `except t`: whether an exception is an instance.
    pub(crate) fn exc_matches(&mut self, exc: Value, t: Value) -> Res<bool> {
        if self.is_tuple(t) {
            for i in 0..self.tuple(t).len() {
                let item = self.tuple(t)[i];
                if self.exc_matches(exc, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if !self.is_class(t) || !self.is_subclass(t, self.exc(Exc::BaseException)) {
            return Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"));
        }
        Ok(self.is_instance(exc, t))
    }
}
