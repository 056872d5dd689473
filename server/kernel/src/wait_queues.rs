//! Wait queues: threads that wait to be woken, first in, first out. A queue exists while somebody waits in it.

use crate::program::WaitQueueId;
use std::collections::BTreeMap;
use timeslice_trace::ThreadId;

#[derive(Debug, Clone, Default)]
pub(crate) struct WaitQueues {
    /// By queue, then by order of joining: any waiter can leave in logarithmic time when its timeout ends.
    waiters: BTreeMap<(WaitQueueId, u64), ThreadId>,
    next_seq: u64,
}

impl WaitQueues {
    /// Puts `thread` at the end of `queue`; returns its place.
    pub(crate) fn join(&mut self, queue: WaitQueueId, thread: ThreadId) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        self.waiters.insert((queue, seq), thread);
        seq
    }

    pub(crate) fn leave(&mut self, queue: WaitQueueId, seq: u64) {
        let left = self.waiters.remove(&(queue, seq));
        debug_assert!(left.is_some(), "a blocked thread is in its queue");
    }

    /// Who has waited longest in `queue`.
    pub(crate) fn first(&self, queue: WaitQueueId) -> Option<ThreadId> {
        self.waiters
            .range((queue, 0)..=(queue, u64::MAX))
            .next()
            .map(|(_, &thread)| thread)
    }
}
