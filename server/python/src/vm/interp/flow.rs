//! Bodies: jumps, iteration, calls and returns of plain functions, generators.
#![allow(unsafe_code, reason = "raw registers, see `regs.rs`")]

use super::regs::{Regs, Running};
use super::{Dying, Step};
use crate::vm::layout::{frame, *};
use crate::vm::thread::Ret;
use crate::vm::value::Value;
use crate::vm::{CodeRt, Vm};

impl Vm {
    /// Goes on at instruction `target` of the running code.
    #[inline(always)]
    pub(super) unsafe fn jump(&self, r: &mut Regs, target: u32) {
        r.ip = unsafe { self.running.first.add(target as usize) };
    }

    /// The same; a jump back is a check point (G16).
    #[inline(always)]
    pub(super) unsafe fn jump_and_check(&self, r: &mut Regs, target: u32) -> Step {
        unsafe {
            let from = r.ip;
            self.jump(r, target);
            if r.ip < from { self.check_point() } else { Step::Next }
        }
    }

    /// A point where the holder looks whether somebody wants the GIL. What stands for C has none.
    #[inline(always)]
    pub(super) unsafe fn check_point(&self) -> Step {
        if self.breaker && !unsafe { self.rt() }.is_native {
            Step::Breaker
        } else {
            Step::Next
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_jump_forward<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe { self.jump(r, arg) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_jump_backward_no_interrupt<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe { self.jump(r, arg) };
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_jump_backward<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            self.jump(r, arg);
            self.check_point()
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_resume<const TRACE: bool>(&mut self, _r: &mut Regs, arg: u32) -> Step {
        if arg < 2 {
            unsafe { self.check_point() }
        } else {
            Step::Next
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_for_iter<const TRACE: bool>(&mut self, r: &mut Regs, arg: u32) -> Step {
        unsafe {
            let it = r.top(1);
            if !it.is_ref() {
                return Step::Slow;
            }
            let idx = it.idx();
            match self.heap.kind(idx) {
                Kind::RangeIter => {
                    let word = |i| self.heap.word(idx, i) as i64;
                    let (next, stop, step) = (word(2), word(3), word(4));
                    if (step > 0 && next < stop) || (step < 0 && next > stop) {
                        self.heap.set_word(idx, 2, (next + step) as u64);
                        self.push_or_store::<TRACE>(r, Value::int(next));
                    } else {
                        r.shrink(1);
                        self.decref(it);
                        self.jump(r, arg);
                    }
                    self.bury_or_next()
                }
                Kind::SeqIter => {
                    let seq = self.heap.value(idx, 2);
                    let i = self.heap.value(idx, 3).as_int();
                    if !seq.is_ref()
                        || self.heap.kind(seq.idx()) != Kind::List
                        || self.heap.hi(idx, 1) != 0
                        || i >= i64::from(self.heap.hi(seq.idx(), 1))
                    {
                        return Step::Slow;
                    }
                    let v = self.heap.value(self.heap.lo(seq.idx(), 2), 2 + i as u32);
                    self.heap.incref(v);
                    self.heap.set_value(idx, 3, Value::int(i + 1));
                    self.push_or_store::<TRACE>(r, v);
                    self.bury_or_next()
                }
                Kind::Generator => {
                    if self.heap.hi(idx, 1) > GEN_SUSPENDED || self.threads[self.current].depth >= self.config.depth_max
                    {
                        return Step::Slow;
                    }
                    self.save(r);
                    self.activate(it, Ret::GenForIter);
                    self.load_frame(r, self.heap.lo(idx, 2));
                    r.push(Value::NONE);
                    Step::Next
                }
                _ => Step::Slow,
            }
        }
    }

    #[inline(always)]
    pub(super) unsafe fn op_call<const TRACE: bool>(&mut self, r: &mut Regs, n: u32) -> Step {
        unsafe {
            let (callee, owner) = (r.top(n + 2), r.top(n + 1));
            let argc = n + u32::from(!owner.is_null());
            if !callee.is_ref() {
                return Step::Slow;
            }
            match self.heap.kind(callee.idx()) {
                Kind::Function => self.call_plain(r, callee, n, argc),
                Kind::Native if self.heap.hi(callee.idx(), 1) == self.list_append && argc == 2 && !owner.is_null() => {
                    // What this call holds is not the last reference, so that there is nothing to bury before the check
                    // point.
                    if !self.is_list(owner)
                        || self.heap.rc(owner.idx()) == 1
                        || self.heap.rc(callee.idx()) == 1
                        || !self.list_push_in_room(owner, r.top(1))
                    {
                        return Step::Slow;
                    }
                    r.shrink(3);
                    r.push(Value::NONE);
                    self.decref(owner);
                    self.decref(callee);
                    self.check_point()
                }
                _ => Step::Slow,
            }
        }
    }

    /// Enters a function whose parameters are positional and all given, in a block that a frame of the same size has
    /// left. The arguments move from this stack to the new frame's locals.
    #[inline(always)]
    unsafe fn call_plain(&mut self, r: &mut Regs, callee: Value, n: u32, argc: u32) -> Step {
        unsafe {
            let code = self.heap.hi(callee.idx(), 1);
            let target: *mut CodeRt = &raw mut **self.codes.get_unchecked_mut(code as usize);
            if !(*target).is_simple
                || (*target).n_args != argc
                || self.threads[self.current].depth >= self.config.depth_max
            {
                return Step::Slow;
            }
            let Some(f) = self.heap.realloc_class(Kind::Frame, (*target).frame_class) else {
                return Step::Slow;
            };
            let base = r.sp.sub(argc as usize);
            r.shrink(n + 2);
            self.save(r);
            let thread = &mut self.threads[self.current];
            thread.frame = f;
            thread.depth += 1;
            let globals = self.heap.word(callee.idx(), 2);
            let caller = self.frame_of(r);
            let n_locals = (*target).localsplus.len();
            r.fp = self.heap.ptr(f, 0);
            r.set_frame(1, u64::from(self.types.frame.idx()));
            r.set_frame(frame::CODE_IP, u64::from(code));
            r.set_frame(frame::PREV_SP, u64::from(caller) | (n_locals as u64) << 32);
            r.set_frame(frame::RET, Ret::Push as u64);
            r.set_frame(frame::GLOBALS, globals);
            r.set_frame(frame::FUNC, callee.0);
            r.set_frame(frame::LOCALS, Value::NULL.0);
            r.set_frame(frame::GENERATOR, 0);
            r.set_frame(frame::LINE, 0);
            let locals = r.fp.add(frame::LOCALSPLUS as usize);
            for i in 0..argc as usize {
                *locals.add(i) = *base.add(i);
            }
            for i in argc as usize..n_locals {
                *locals.add(i) = Value::NULL.0;
            }
            let first = (*target).instrs.as_ptr();
            self.running = Running { rt: target, first };
            r.ip = first;
            r.sp = locals.add(n_locals);
        }
        Step::Next
    }

    #[inline(always)]
    pub(super) unsafe fn op_return_value<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let f = self.frame_of(r);
            // Nobody else has the frame, and its caller wants the value: what `free_frame` does, in line.
            let in_use = r.sp.offset_from(r.fp) as usize - frame::LOCALSPLUS as usize;
            if r.frame(frame::RET) != Ret::Push as u64
                || self.heap.rc(f) != 1
                || self.heap.flags(f) & HAS_WEAKREF != 0
                || in_use > Dying::MAX - 2
            {
                return Step::Slow;
            }
            let v = r.pop();
            let caller = r.frame(frame::PREV_SP) as u32;
            let thread = &mut self.threads[self.current];
            thread.frame = caller;
            thread.depth -= 1;
            let mut at = r.fp.add(frame::LOCALSPLUS as usize);
            while at < r.sp {
                self.decref(Value(*at));
                at = at.add(1);
            }
            self.decref(Value(r.frame(frame::FUNC)));
            self.decref(Value(r.frame(frame::LOCALS)));
            self.heap.free(f);
            self.load_frame(r, caller);
            r.push(v);
        }
        self.bury_or_next()
    }

    #[inline(always)]
    pub(super) unsafe fn op_yield_value<const TRACE: bool>(&mut self, r: &mut Regs, _arg: u32) -> Step {
        unsafe {
            let ret = r.frame(frame::RET);
            if ret != Ret::GenForIter as u64 && ret != Ret::GenSend as u64 {
                return Step::Slow;
            }
            let v = r.pop();
            self.save(r);
            let caller = r.frame(frame::PREV_SP) as u32;
            let g = self.deactivate(GEN_SUSPENDED);
            self.decref(g);
            self.load_frame(r, caller);
            r.push(v);
        }
        self.bury_or_next()
    }
}
