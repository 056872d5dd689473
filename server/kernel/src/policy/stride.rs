//! Stride scheduling (Waldspurger and Weihl, 1995; OSTEP chapter 9): the lottery without chance. Running moves a
//! thread's pass on by its stride, `STRIDE1 / tickets`, per quantum (in proportion, if it uses less); the smallest
//! pass goes next, ties in the order of creation. Who joins starts at the smallest pass of those present, so that
//! it neither monopolises the core nor pays for the past.

use super::ranked::{PerThread, RankedQueue};
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::conventions::Tie;
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
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
    /// The threads on cores.
    running: Vec<ThreadId>,
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
            running: Vec::new(),
        }
    }

    fn smallest_pass(&self) -> u128 {
        let running = self.running.iter().map(|thread| self.passes.get(*thread));
        let ready = self.ready.first().map(|(pass, _)| pass);
        running.chain(ready).min().unwrap_or(0)
    }

    fn stop(&mut self, thread: ThreadId) {
        self.running.retain(|running| *running != thread);
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
            let pass = self.passes.get(thread).max(self.smallest_pass());
            self.passes.set(thread, pass);
        }
        self.stop(thread);
        self.ready.push(thread, self.passes.get(thread));
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let next = self.ready.pop_if(|thread| pick.allows(thread))?;
        self.running.push(next);
        Some(next)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        Some(self.quantum_ns)
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        self.stop(thread);
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("smallest pass", "pass")
    }

    /// The pass as OSTEP counts it: 10,000 per quantum of one ticket.
    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        let per_unit = STRIDE1 / 10_000 * u128::from(self.quantum_ns);
        i64::try_from(self.passes.get(thread) / per_unit).unwrap_or(i64::MAX)
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        let tickets = self.tickets.get(thread).max(1);
        vec![
            SchedValue::new("pass", self.value(thread, now_ns)),
            SchedValue::new("stride", signed(10_000 / tickets)),
            SchedValue::new("tickets", signed(tickets)),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        self.stop(thread);
        let ahead = self.passes.get(thread).saturating_sub(self.smallest_pass());
        Carried {
            pass: ahead,
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        self.admit(thread, params, now_ns);
        self.passes.set(thread, self.smallest_pass() + carried.pass);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
