//! Bodies: arithmetic and comparison of ints and floats, truth, jumps on it.
#![allow(unsafe_code, reason = "raw registers, see `regs.rs`")]

use super::Step;
use super::regs::Regs;
use crate::bytecode::Opcode;
use crate::vm::Vm;
use crate::vm::value::Value;

impl Vm {
    /// Whether the next instruction is `op` and may be executed together with this one: the clock has not reached the
    /// limit, and nobody follows line by line. Then it counts as executed; its argument is given.
    #[inline(always)]
    pub(super) unsafe fn fuse<const TRACE: bool>(&self, r: &mut Regs, op: Opcode) -> Option<u32> {
        unsafe {
            let next = *r.ip;
            if TRACE || next.0 as u8 != op as u8 || r.clock >= self.limit_ps {
                return None;
            }
            r.ip = r.ip.add(1);
            r.clock += u64::from(self.costs[op as usize]);
            r.count += 1;
            Some(next.arg())
        }
    }

    /// Pushes `v` (owned), or stores it at once if that is what comes next. May leave something to bury.
    #[inline(always)]
    pub(super) unsafe fn push_or_store<const TRACE: bool>(&mut self, r: &mut Regs, v: Value) {
        unsafe {
            if let Some(slot) = self.fuse::<TRACE>(r, Opcode::StoreFast) {
                let old = r.local(slot);
                r.set_local(slot, v);
                self.decref(old);
            } else {
                r.push(v);
            }
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_binary<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let (b, a) = (r.top(1), r.top(2));
            let result = if a.is_int() && b.is_int() {
                let (x, y) = (a.as_int(), b.as_int());
                match arg {
                    0 | 13 => Value::try_int(x + y),
                    10 | 23 => Value::try_int(x - y),
                    5 | 18 => x.checked_mul(y).and_then(Value::try_int),
                    2 | 15 if y > 0 => Some(Value::int(x.div_euclid(y))),
                    6 | 19 if y > 0 => Some(Value::int(x.rem_euclid(y))),
                    1 | 14 => Some(Value::int(x & y)),
                    7 | 20 => Some(Value::int(x | y)),
                    12 | 25 => Some(Value::int(x ^ y)),
                    _ => None,
                }
            } else if a.is_float() && b.is_float() {
                let (x, y) = (a.as_float(), b.as_float());
                match arg {
                    0 | 13 => Some(Value::float(x + y)),
                    10 | 23 => Some(Value::float(x - y)),
                    5 | 18 => Some(Value::float(x * y)),
                    11 | 24 if y != 0.0 => Some(Value::float(x / y)),
                    _ => None,
                }
            } else {
                None
            };
            let Some(v) = result else { return Step::Slow };
            r.shrink(2);
            self.push_or_store::<TRACE>(r, v);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_compare<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let (b, a) = (r.top(1), r.top(2));
            let truth = if a.is_int() && b.is_int() {
                compare(arg, &a.as_int(), &b.as_int())
            } else if a.is_float() && b.is_float() {
                compare(arg, &a.as_float(), &b.as_float())
            } else {
                return Step::Slow;
            };
            r.shrink(2);
            if let Some(target) = self.fuse::<TRACE>(r, Opcode::PopJumpIfFalse) {
                if truth {
                    return Step::Next;
                }
                return self.jump_and_check(r, target);
            }
            r.push(Value::bool(truth));
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_is<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let (b, a) = (r.pop(), r.pop());
            r.push(Value::bool((a == b) != (arg == 1)));
            self.decref(a);
            self.decref(b);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_unary_not<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let v = r.top(1);
            if !v.is_bool() {
                return Step::Slow;
            }
            r.set_top(1, Value::bool(v != Value::TRUE));
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_to_bool<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        if unsafe { r.top(1) }.is_bool() {
            Step::Next
        } else {
            Step::Slow
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_jump_if_false<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe { self.pop_jump(r, arg, false) }
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_jump_if_true<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe { self.pop_jump(r, arg, true) }
    }

    #[inline(always)]
    unsafe fn pop_jump(&mut self, r: &mut Regs, target: u32, when: bool) -> Step {
        unsafe {
            let v = r.top(1);
            let truth = if v.is_bool() {
                v == Value::TRUE
            } else if v.is_int() {
                v.as_int() != 0
            } else if v.is_none() {
                false
            } else {
                return Step::Slow;
            };
            r.shrink(1);
            if truth == when {
                return self.jump_and_check(r, target);
            }
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_jump_if_none<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.pop();
            if v.is_none() {
                self.jump(r, arg);
            } else {
                self.decref(v);
            }
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_pop_jump_if_not_none<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let v = r.pop();
            if !v.is_none() {
                self.jump(r, arg);
                self.decref(v);
            }
        }
        self.bury_or_next()
    }
}

#[inline(always)]
fn compare<T: PartialOrd>(op: u32, a: &T, b: &T) -> bool {
    match op {
        0 => a < b,
        1 => a <= b,
        2 => a == b,
        3 => a != b,
        4 => a > b,
        _ => a >= b,
    }
}
