//! Stride scheduling (Waldspurger and Weihl, 1995; OSTEP chapter 9): the lottery without chance. Running moves a
//! thread's pass on by its stride, `STRIDE1 / tickets`, per quantum (in proportion, if it uses less); the smallest
//! pass goes next, ties in the order of creation. Who joins starts at the smallest pass of those present, so that
//! it neither monopolises the core nor pays for the past.

use super::ranked::{PerThread, RankedQueue};
use super::{EnqueueReason, LeaveReason, SchedPolicy};
use crate::chooser::Chooser;
use crate::conventions::Tie;
use crate::program::SchedParams;
use std::collections::BTreeSet;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// The stride of one ticket, per nanosecond: divisible by most numbers of tickets.
const STRIDE1: u128 = 5_354_228_880 * 10_000;

/// Stride scheduling.
#[derive(Debug, Clone)]
pub struct Stride {
    quantum_ns: TimeNs,
    tickets: PerThread<u64>,
    passes: PerThread<u128>,
    ready: RankedQueue<u128>,
    /// The threads that are ready or run.
    present: BTreeSet<ThreadId>,
}

impl Stride {
    /// With slices of `quantum_ns`, which is at least 1.
    #[must_use]
    pub fn new(quantum_ns: TimeNs) -> Self {
        Self {
            quantum_ns,
            tickets: PerThread::default(),
            passes: PerThread::default(),
            ready: RankedQueue::new(Tie::Arrival),
            present: BTreeSet::new(),
        }
    }
}

impl SchedPolicy for Stride {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        self.tickets.set(thread, params.tickets.max(1));
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        let stride = STRIDE1 / u128::from(self.tickets.get(thread).max(1));
        *self.passes.at(thread) += stride * u128::from(ran_ns);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, _now_ns: TimeNs) {
        if matches!(reason, EnqueueReason::Created | EnqueueReason::Woken) {
            let smallest = self.present.iter().map(|other| self.passes.get(*other)).min();
            let pass = self.passes.get(thread).max(smallest.unwrap_or(0));
            self.passes.set(thread, pass);
            self.present.insert(thread);
        }
        self.ready.push(thread, self.passes.get(thread));
    }

    fn pick_next(&mut self, _core: CoreId, _now_ns: TimeNs, _chooser: &mut dyn Chooser) -> Option<ThreadId> {
        self.ready.pop()
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        Some(self.quantum_ns)
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        self.present.remove(&thread);
    }

    fn remove(&mut self, thread: ThreadId) {
        self.present.remove(&thread);
        self.ready.remove(thread);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
