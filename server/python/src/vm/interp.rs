//! The evaluation loop.
//!
//! An instruction has a *body*, which does what is frequent with the registers in hand (`moves`, `attrs`, `operators`,
//! `flow`), or none; what a body leaves, the *slow path* does with the registers saved in the frame (`slow`, `rare`).
//! `dispatch` goes from one to the next. So a frame block is always complete when anyone else looks, and everything
//! that can call, raise or wait is in the slow path. A saved `ip` is the index of the instruction *after* the one
//! being executed.
//!
//! Clock and horizon are tested before every instruction (`reference/vm.md` 3.1, reading 1).

mod attrs;
mod cache;
mod dispatch;
mod flow;
mod moves;
mod operators;
mod regs;
mod slow;

use super::heap::Heap;
use super::layout::class;
use super::value::Value;
use super::{Vm, Wait};

pub(crate) use regs::Running;

/// Why the loop ended.
#[derive(Debug)]
pub enum Exit {
    /// The clock has reached the horizon.
    Horizon,
    /// The holder has reached a check point with the breaker set.
    Breaker,
    /// The thread waits.
    Wait(Wait),
    /// The thread's first frame returned this (owned).
    Finished(Value),
    /// An exception (owned) left the thread's first frame.
    Died(Value),
}

/// What a body came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The instruction is done.
    Next,
    /// Nothing is done: the slow path is to do it.
    Slow,
    /// It is done, but for blocks whose last reference it has released (`Vm::dying`).
    Bury,
    /// It is done, and the thread should leave the loop at this check point.
    Breaker,
}

/// Blocks whose last reference an instruction has released. Their deallocation is left to the end of the instruction,
/// so that bodies call nothing and need no stack of their own.
#[derive(Debug, Default)]
pub(crate) struct Dying {
    len: usize,
    idx: [u32; Self::MAX],
}

impl Dying {
    /// Power of two.
    const MAX: usize = 16;
}

// What a cache entry of `LOAD_GLOBAL` says.
const GLOBAL_HIT: u32 = 1;
const BUILTIN_HIT: u32 = 2;

// What a cache entry of `LOAD_ATTR`, its method form and `STORE_ATTR` says.
const ATTR_SLOT: u32 = 1;
const ATTR_METHOD: u32 = 2;
const ATTR_CLASS_VALUE: u32 = 3;
const ATTR_MODULE: u32 = 4;

/// An instance's class at its present version, and the instance's shape.
#[inline(always)]
fn attr_key(heap: &Heap, class: u32, idx: u32) -> u64 {
    u64::from(heap.lo(class, class::VERSION)) << 32 | u64::from(heap.lo(idx, 2))
}

/// A class at its present version, for instances without attributes of their own.
#[inline(always)]
fn method_key(heap: &Heap, class: u32) -> u64 {
    u64::from(heap.lo(class, class::VERSION)) << 32 | 0xFFFF_FFFF
}

impl Vm {
    /// Releases a reference; at most [`Dying::MAX`] of them per instruction, which ends with `bury_or_next`.
    #[inline(always)]
    fn decref(&mut self, v: Value) {
        if self.heap.decref_is_last(v) {
            self.dying.idx[self.dying.len % Dying::MAX] = v.idx();
            self.dying.len += 1;
        }
    }

    /// Replaces the value in word `i` of a block. Takes `new`, releases the old one.
    #[inline(always)]
    fn replace_and_decref(&mut self, idx: u32, i: u32, new: Value) {
        let old = self.heap.value(idx, i);
        self.heap.set_value(idx, i, new);
        self.decref(old);
    }

    #[inline(always)]
    fn bury_or_next(&self) -> Step {
        if self.dying.len == 0 { Step::Next } else { Step::Bury }
    }

    /// Deallocates what the instruction has released.
    #[inline(never)]
    fn bury(&mut self) {
        let Dying { len, idx } = std::mem::take(&mut self.dying);
        for &idx in &idx[..len] {
            self.dealloc(idx);
        }
    }

    /// Runs the current thread until its clock reaches the horizon or something else ends its turn.
    pub(crate) fn run(&mut self, horizon_ps: u64) -> Exit {
        self.horizon_ps = horizon_ps;
        self.limit_ps = if self.finalizers.is_empty() && !self.collector.due {
            horizon_ps
        } else {
            0
        };
        if self.trace_lines {
            self.execute::<true>();
        } else {
            self.execute::<false>();
        }
        self.exit.take().unwrap_or(Exit::Horizon)
    }
}
