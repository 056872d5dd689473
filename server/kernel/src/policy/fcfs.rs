//! First come, first served (Silberschatz, Operating System Concepts 10e, 5.3.1): the order of becoming ready, and
//! a thread keeps its core until it waits or ends.

use super::{EnqueueReason, Pick, ReadyQueue, Rule, SchedPolicy};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// First come, first served.
#[derive(Debug, Clone, Default)]
pub struct Fcfs {
    ready: ReadyQueue,
}

impl SchedPolicy for Fcfs {
    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.ready.pop_if(|thread| pick.allows(thread))
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("first come, first served", "place")
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
