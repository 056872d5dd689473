//! Round robin (Silberschatz, Operating System Concepts 10e, 5.3.3; Tanenbaum & Bos 4e, 2.4.3): a circular queue
//! and one quantum for everybody. A thread that waits before its quantum ends leaves early and the next one gets a
//! whole quantum; a thread whose quantum ends goes to the tail; alone it goes on without a switch.

use super::{EnqueueReason, Pick, ReadyQueue, Rule, SchedPolicy};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Round robin.
#[derive(Debug, Clone)]
pub struct RoundRobin {
    quantum_ns: TimeNs,
    ready: ReadyQueue,
}

impl RoundRobin {
    /// With slices of `quantum_ns`, which is at least 1.
    #[must_use]
    pub fn new(quantum_ns: TimeNs) -> Self {
        Self {
            quantum_ns,
            ready: ReadyQueue::default(),
        }
    }
}

impl SchedPolicy for RoundRobin {
    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.ready.pop_if(|thread| pick.allows(thread))
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        Some(self.quantum_ns)
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("round robin", "place")
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
