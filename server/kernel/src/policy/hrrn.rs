//! Highest response ratio next (Brinch Hansen; Stallings, Operating Systems, 9.2): whose (wait + burst) / burst is
//! largest goes next and keeps its core until it waits. Short jobs go first and long ones gain by waiting. Ratios
//! are compared as exact fractions; ties: earlier arrival, then list order.

use super::ranked::PerThread;
use super::{EnqueueReason, SchedPolicy};
use crate::chooser::Chooser;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Highest response ratio next.
#[derive(Debug, Clone, Default)]
pub struct Hrrn {
    ready: BTreeSet<ThreadId>,
    since_ns: PerThread<TimeNs>,
    burst_ns: PerThread<TimeNs>,
}

impl Hrrn {
    fn compare_ratios(&self, a: ThreadId, b: ThreadId, now_ns: TimeNs) -> Ordering {
        let burst_ns = |thread| u128::from(self.burst_ns.get(thread).max(1));
        let response_ns = |thread| u128::from(now_ns - self.since_ns.get(thread)) + burst_ns(thread);
        (response_ns(a) * burst_ns(b)).cmp(&(response_ns(b) * burst_ns(a)))
    }
}

impl SchedPolicy for Hrrn {
    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        // An unknown burst counts as the shortest: then the longest waiting thread is next.
        self.burst_ns.set(thread, burst_ns.unwrap_or(1));
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, now_ns: TimeNs) {
        self.since_ns.set(thread, now_ns);
        self.ready.insert(thread);
    }

    fn pick_next(&mut self, _core: CoreId, now_ns: TimeNs, _chooser: &mut dyn Chooser) -> Option<ThreadId> {
        let by_ratio = |a: &ThreadId, b: &ThreadId| self.compare_ratios(*a, *b, now_ns).then(b.cmp(a));
        let best = self.ready.iter().copied().max_by(by_ratio)?;
        self.ready.remove(&best);
        Some(best)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(&thread);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
