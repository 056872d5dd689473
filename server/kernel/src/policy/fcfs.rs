//! First come, first served (Silberschatz, Operating System Concepts 10e, 5.3.1): the order of becoming ready, and
//! a thread keeps its core until it waits or ends.

use super::{EnqueueReason, ReadyQueue, SchedPolicy};
use crate::chooser::Chooser;
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

    fn pick_next(&mut self, _core: CoreId, _now_ns: TimeNs, _chooser: &mut dyn Chooser) -> Option<ThreadId> {
        self.ready.pop()
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
