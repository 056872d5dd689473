//! Bodies: the stack, locals, cells and globals. What is not done here ends in [`Step::Slow`], with nothing changed.
#![allow(unsafe_code, reason = "raw registers, see `regs.rs`")]

use super::regs::Regs;
use super::{GLOBAL_HIT, Step};
use crate::vm::Vm;
use crate::vm::layout::frame;
use crate::vm::value::Value;

impl Vm {
    #[inline(always)]
    pub(super) unsafe fn op_nop<const TRACE: bool>(&mut self, _r: &mut Regs, _arg: u32) -> Step {
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_top<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        let v = unsafe { r.pop() };
        self.decref(v);
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_push_null<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe { r.push(Value::NULL) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_copy<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        let v = unsafe { r.top(arg) };
        self.heap.incref(v);
        unsafe { r.push(v) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_swap<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let (a, b) = (r.top(1), r.top(arg));
            r.set_top(1, b);
            r.set_top(arg, a);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_const<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        let v = unsafe { *self.rt().consts.get_unchecked(arg as usize) };
        self.heap.incref(v);
        unsafe { r.push(v) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_fast<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        let v = unsafe { r.local(arg) };
        if v.is_null() {
            return Step::Slow;
        }
        self.heap.incref(v);
        unsafe { r.push(v) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_fast_and_clear<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            r.push(r.local(arg));
            r.set_local(arg, Value::NULL);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_store_fast<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.pop();
            let old = r.local(arg);
            r.set_local(arg, v);
            self.decref(old);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_global<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let globals = Value(r.frame(frame::GLOBALS));
            let c = self.cache(r);
            if c.key != self.dict_version(globals) {
                return Step::Slow;
            }
            let v = if c.what == GLOBAL_HIT {
                self.dict_entry(globals, c.slot).1
            } else if self.dict_version(self.builtins) == c.value.0 {
                self.dict_entry(self.builtins, c.slot).1
            } else {
                return Step::Slow;
            };
            self.heap.incref(v);
            r.push(v);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_store_global<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let globals = Value(r.frame(frame::GLOBALS));
            let c = self.cache(r);
            if c.key != self.dict_version(globals) {
                return Step::Slow;
            }
            let v = r.pop();
            let (table, at) = self.dict_value_at(globals, c.slot);
            self.replace_and_decref(table, at, v);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_deref<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = self.heap.value(r.local(arg).idx(), 2);
            if v.is_null() {
                return Step::Slow;
            }
            self.heap.incref(v);
            r.push(v);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_store_deref<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.pop();
            self.replace_and_decref(r.local(arg).idx(), 2, v);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_load_closure<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.local(arg);
            self.heap.incref(v);
            r.push(v);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_end_send<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let v = r.pop();
            let receiver = r.pop();
            r.push(v);
            self.decref(receiver);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_push_exc_info<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let exc = r.pop();
            let own = self.own(exc);
            let thread = &mut self.threads[self.current];
            let previous = std::mem::replace(&mut thread.handled, own);
            r.push(previous);
            r.push(exc);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_except<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let previous = r.pop();
            let thread = &mut self.threads[self.current];
            let handled = std::mem::replace(&mut thread.handled, previous);
            self.decref(handled);
        }
        self.bury_or_next()
    }
}
