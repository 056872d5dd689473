//! The registers of the main loop, and how they are kept in the frame when anyone else may look.
//!
//! Everything here is unchecked: `fp` points to a live frame block, `sp` stays within its operand stack (the compiler
//! computes the exact depth), `ip` within its code (every code ends in a jump, return or raise).
#![allow(
    unsafe_code,
    reason = "stack and locals are read through raw pointers into the heap; see `heap.rs`"
)]

use crate::bytecode::Instr;
use crate::vm::layout::frame;
use crate::vm::value::Value;
use crate::vm::{Cache, CodeRt, Vm};

/// What the loop keeps in machine registers.
#[derive(Clone, Copy)]
pub(super) struct Regs {
    /// The instruction to execute next.
    pub(super) ip: *const Instr,
    /// One past the top of the operand stack.
    pub(super) sp: *mut u64,
    /// The frame's block.
    pub(super) fp: *mut u64,
    /// The thread's clock, in picoseconds.
    pub(super) clock: u64,
    /// Instructions executed since `Vm::instructions` was brought up to date.
    pub(super) count: u64,
}

/// The running frame's code, found once per change of frame.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) rt: *mut CodeRt,
    pub(super) first: *const Instr,
}

// SAFETY: both point into a `CodeRt` that is boxed, never freed and owned by the same `Vm`.
unsafe impl Send for Running {}

impl Running {
    /// Nothing runs.
    pub(crate) const NOTHING: Self = Self {
        rt: std::ptr::null_mut(),
        first: std::ptr::null(),
    };
}

impl Regs {
    #[inline(always)]
    pub(super) unsafe fn push(&mut self, v: Value) {
        unsafe {
            *self.sp = v.0;
            self.sp = self.sp.add(1);
        }
    }

    #[inline(always)]
    pub(super) unsafe fn pop(&mut self) -> Value {
        unsafe {
            self.sp = self.sp.sub(1);
            Value(*self.sp)
        }
    }

    /// The i-th value from the top, the top being 1.
    #[inline(always)]
    pub(super) unsafe fn top(&self, i: u32) -> Value {
        unsafe { Value(*self.sp.sub(i as usize)) }
    }

    #[inline(always)]
    pub(super) unsafe fn set_top(&mut self, i: u32, v: Value) {
        unsafe { *self.sp.sub(i as usize) = v.0 }
    }

    /// Forgets the `n` topmost values.
    #[inline(always)]
    pub(super) unsafe fn shrink(&mut self, n: u32) {
        self.sp = unsafe { self.sp.sub(n as usize) };
    }

    #[inline(always)]
    pub(super) unsafe fn local(&self, i: u32) -> Value {
        unsafe { Value(*self.fp.add(frame::LOCALSPLUS as usize + i as usize)) }
    }

    #[inline(always)]
    pub(super) unsafe fn set_local(&mut self, i: u32, v: Value) {
        unsafe { *self.fp.add(frame::LOCALSPLUS as usize + i as usize) = v.0 }
    }

    /// A word of the frame.
    #[inline(always)]
    pub(super) unsafe fn frame(&self, word: u32) -> u64 {
        unsafe { *self.fp.add(word as usize) }
    }

    #[inline(always)]
    pub(super) unsafe fn set_frame(&mut self, word: u32, w: u64) {
        unsafe { *self.fp.add(word as usize) = w }
    }
}

impl Vm {
    /// Completes the frame's block from the registers. The saved `ip` is that of the next instruction.
    #[inline(always)]
    pub(super) unsafe fn save(&mut self, r: &Regs) {
        unsafe {
            let at = r.ip.offset_from(self.running.first) as u64;
            let code = r.frame(frame::CODE_IP) & 0xFFFF_FFFF;
            let height = r.sp.offset_from(r.fp) as u64 - u64::from(frame::LOCALSPLUS);
            let prev = r.frame(frame::PREV_SP) & 0xFFFF_FFFF;
            *r.fp.add(frame::CODE_IP as usize) = code | at << 32;
            *r.fp.add(frame::PREV_SP as usize) = prev | height << 32;
        }
        self.clock_ps = r.clock;
    }

    /// Registers for the present thread's frame.
    #[inline(always)]
    pub(super) unsafe fn load_regs(&mut self) -> Regs {
        let f = self.threads[self.current].frame;
        let mut r = Regs {
            ip: std::ptr::null(),
            sp: std::ptr::null_mut(),
            fp: std::ptr::null_mut(),
            clock: self.clock_ps,
            count: 0,
        };
        unsafe { self.load_frame(&mut r, f) };
        r
    }

    /// Makes `f` the frame that the registers work on; its block must be complete.
    #[inline(always)]
    pub(super) unsafe fn load_frame(&mut self, r: &mut Regs, f: u32) {
        unsafe {
            r.fp = self.heap.ptr(f, 0);
            let code_ip = r.frame(frame::CODE_IP);
            self.run_code(code_ip as u32);
            r.ip = self.running.first.add((code_ip >> 32) as usize);
            r.sp =
                r.fp.add(frame::LOCALSPLUS as usize + (r.frame(frame::PREV_SP) >> 32) as usize);
        }
    }

    /// Makes a code the running one.
    #[inline(always)]
    pub(super) unsafe fn run_code(&mut self, code: u32) {
        let rt: *mut CodeRt = &raw mut *self.codes[code as usize];
        self.running = Running {
            rt,
            first: unsafe { (*rt).instrs.as_ptr() },
        };
    }

    /// The frame's index from its address.
    #[inline(always)]
    pub(super) unsafe fn frame_of(&self, r: &Regs) -> u32 {
        unsafe { r.fp.offset_from(self.heap.ptr(0, 0)) as u32 }
    }

    /// The running code.
    #[inline(always)]
    pub(super) unsafe fn rt(&self) -> &CodeRt {
        unsafe { &*self.running.rt }
    }

    /// The inline cache of the instruction before `r.ip`.
    #[inline(always)]
    pub(super) unsafe fn cache(&self, r: &Regs) -> Cache {
        unsafe {
            let at = r.ip.offset_from(self.running.first) as usize - 1;
            *self.rt().caches.get_unchecked(at)
        }
    }
}
