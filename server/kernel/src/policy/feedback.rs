//! Multilevel feedback (Stallings, Operating Systems, 9.2, table 9.5): everybody begins in queue 0; whose slice ends
//! moves one queue down, where slices are `growth` times as long; the highest queue goes first; nobody is preempted
//! within a slice.

use super::ranked::{PerThread, RankedQueue};
use super::{Carried, EnqueueReason, Pick, Rule, SchedPolicy, signed};
use crate::conventions::Tie;
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Stallings' feedback.
#[derive(Debug, Clone)]
pub struct Feedback {
    base_ns: TimeNs,
    growth: u32,
    demotes_alone: bool,
    levels: PerThread<u32>,
    ready: RankedQueue<u32>,
}

impl Feedback {
    /// Slices of `base_ns * growth ^ level`. `demotes_alone`: a thread moves down even when nobody else is ready
    /// (Stallings' rows come out without).
    #[must_use]
    pub fn new(base_ns: TimeNs, growth: u32, demotes_alone: bool) -> Self {
        Self {
            base_ns,
            growth,
            demotes_alone,
            levels: PerThread::default(),
            ready: RankedQueue::new(Tie::Queue),
        }
    }
}

impl SchedPolicy for Feedback {
    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, _now_ns: TimeNs) {
        if reason == EnqueueReason::Expired {
            *self.levels.at(thread) += 1;
        }
        self.ready.push(thread, self.levels.get(thread));
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.ready.pop_if(|thread| pick.allows(thread))
    }

    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        let factor = TimeNs::from(self.growth).saturating_pow(self.levels.get(thread));
        Some(self.base_ns.saturating_mul(factor).max(1))
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn lone_slices_matter(&self) -> bool {
        self.demotes_alone
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("highest queue first", "level")
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        i64::from(self.levels.get(thread))
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        vec![
            SchedValue::new("level", self.value(thread, now_ns)),
            SchedValue::new("quantum", signed(self.slice_ns(thread).unwrap_or(0))),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            level: self.levels.get(thread),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, _now_ns: TimeNs) {
        self.levels.set(thread, carried.level);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
