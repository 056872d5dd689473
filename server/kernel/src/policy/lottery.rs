//! Lottery scheduling (Waldspurger and Weihl, 1994; OSTEP chapter 9): every slice is drawn for. A ticket below the
//! number of tickets of all ready threads is drawn; counting in the order of creation, its owner runs.

use super::ranked::PerThread;
use super::{EnqueueReason, SchedPolicy};
use crate::chooser::{Choice, Chooser};
use crate::program::SchedParams;
use std::collections::BTreeSet;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Lottery scheduling.
#[derive(Debug, Clone)]
pub struct Lottery {
    quantum_ns: TimeNs,
    tickets: PerThread<u64>,
    ready: BTreeSet<ThreadId>,
}

impl Lottery {
    /// One draw per `quantum_ns`, which is at least 1.
    #[must_use]
    pub fn new(quantum_ns: TimeNs) -> Self {
        Self {
            quantum_ns,
            tickets: PerThread::default(),
            ready: BTreeSet::new(),
        }
    }
}

impl SchedPolicy for Lottery {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        self.tickets.set(thread, params.tickets.max(1));
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.insert(thread);
    }

    fn pick_next(&mut self, _core: CoreId, _now_ns: TimeNs, chooser: &mut dyn Chooser) -> Option<ThreadId> {
        let n_tickets = self
            .ready
            .iter()
            .fold(0, |sum: u64, thread| sum.saturating_add(self.tickets.get(*thread)));
        if n_tickets == 0 {
            return None;
        }
        let ticket = chooser.choose(Choice::NextThread, n_tickets);
        let mut counted = 0_u64;
        let winner = self.ready.iter().copied().find(|thread| {
            counted = counted.saturating_add(self.tickets.get(*thread));
            counted > ticket
        })?;
        self.ready.remove(&winner);
        Some(winner)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        Some(self.quantum_ns)
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(&thread);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
