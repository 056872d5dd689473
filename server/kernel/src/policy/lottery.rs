//! Lottery scheduling (Waldspurger and Weihl, 1994; OSTEP chapter 9): every slice is drawn for. A ticket below the
//! number of tickets of all ready threads is drawn; counting in the order of creation, its owner runs.

use super::ranked::PerThread;
use super::thread_tree::{ROOT, ThreadTree};
use super::{EnqueueReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Choice;
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Lottery scheduling.
#[derive(Debug, Clone)]
pub struct Lottery {
    quantum_ns: TimeNs,
    tickets: PerThread<u64>,
    /// How many tickets each ready thread has; all the others have none. A sum stays at the greatest number.
    in_draw: ThreadTree<u64>,
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
            in_draw: ThreadTree::default(),
            draw: (0, 0),
        }
    }

    /// Whose `ticket` is, counting those of the ready threads in the order of creation.
    fn owner(&self, mut ticket: u64) -> Option<ThreadId> {
        let mut at = ROOT;
        loop {
            if let Some(owner) = self.in_draw.leaf(at) {
                return Some(owner);
            }
            at *= 2;
            let below = self.in_draw.node(at);
            if ticket >= below {
                ticket -= below;
                at += 1;
            }
        }
    }

    /// The ready threads in the order of creation.
    fn ready(&self) -> impl Iterator<Item = ThreadId> {
        self.in_draw.threads(|n_tickets| n_tickets > 0)
    }
}

impl SchedPolicy for Lottery {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        self.tickets.set(thread, params.tickets.max(1));
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.in_draw.set(thread, self.tickets.get(thread), u64::saturating_add);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let n_tickets = match pick.only {
            None => self.in_draw.root(),
            Some(only) => {
                let allowed = self.ready().filter(|thread| only(*thread));
                allowed.fold(0, |sum: u64, thread| sum.saturating_add(self.tickets.get(thread)))
            }
        };
        if n_tickets == 0 {
            return None;
        }
        let ticket = pick.chooser.choose(Choice::NextThread, n_tickets);
        self.draw = (ticket, n_tickets);
        let winner = match pick.only {
            None => self.owner(ticket)?,
            Some(only) => {
                let mut counted = 0_u64;
                let mut allowed = self.ready().filter(|thread| only(*thread));
                allowed.find(|thread| {
                    counted = counted.saturating_add(self.tickets.get(*thread));
                    counted > ticket
                })?
            }
        };
        self.remove(winner);
        Some(winner)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        Some(self.quantum_ns)
    }

    fn remove(&mut self, thread: ThreadId) {
        self.in_draw.set(thread, 0, u64::saturating_add);
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready().take(most).collect()
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
