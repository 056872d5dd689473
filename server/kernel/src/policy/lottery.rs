//! Lottery scheduling (Waldspurger and Weihl, 1994; OSTEP chapter 9): every slice is drawn for. A ticket below the
//! number of tickets of all ready threads is drawn; counting in the order of creation, its owner runs.

use super::ranked::PerThread;
use super::{EnqueueReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Choice;
use crate::program::SchedParams;
use std::collections::BTreeSet;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Lottery scheduling.
#[derive(Debug, Clone)]
pub struct Lottery {
    quantum_ns: TimeNs,
    tickets: PerThread<u64>,
    ready: BTreeSet<ThreadId>,
    /// The last ticket drawn and of how many.
    draw: (u64, u64),
}

impl Lottery {
    /// One draw per `quantum_ns`, which is at least 1.
    #[must_use]
    pub fn new(quantum_ns: TimeNs) -> Self {
        Self {
            quantum_ns,
            tickets: PerThread::default(),
            ready: BTreeSet::new(),
            draw: (0, 0),
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

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let allowed = self.ready.iter().filter(|thread| pick.allows(**thread));
        let n_tickets = allowed.fold(0, |sum: u64, thread| sum.saturating_add(self.tickets.get(*thread)));
        if n_tickets == 0 {
            return None;
        }
        let ticket = pick.chooser.choose(Choice::NextThread, n_tickets);
        self.draw = (ticket, n_tickets);
        let mut counted = 0_u64;
        let winner = self
            .ready
            .iter()
            .copied()
            .filter(|thread| pick.allows(*thread))
            .find(|thread| {
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

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().copied().take(most).collect()
    }

    fn rule(&self) -> Rule {
        let (ticket, n_tickets) = self.draw;
        Rule {
            text: format!("ticket {ticket} of {n_tickets} drawn"),
            unit: "tickets",
        }
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        signed(self.tickets.get(thread))
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        vec![SchedValue::new("tickets", self.value(thread, now_ns))]
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
