//! Highest response ratio next (Brinch Hansen; Stallings, Operating Systems, 9.2): whose (wait + burst) / burst is
//! largest goes next and keeps its core until it waits. Short jobs go first and long ones gain by waiting. Ratios
//! are compared as exact fractions; ties: earlier arrival, then list order.

use super::forecast::{Forecast, Prediction};
use super::ranked::PerThread;
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::program::SchedParams;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Highest response ratio next.
#[derive(Debug, Clone, Default)]
pub struct Hrrn {
    ready: BTreeSet<ThreadId>,
    since_ns: PerThread<TimeNs>,
    forecast: Forecast,
}

impl Hrrn {
    /// With bursts known as `prediction` says.
    #[must_use]
    pub fn new(prediction: Prediction) -> Self {
        Self {
            forecast: Forecast::new(prediction),
            ..Self::default()
        }
    }

    fn compare_ratios(&self, a: ThreadId, b: ThreadId, now_ns: TimeNs) -> Ordering {
        let burst_ns = |thread| u128::from(self.forecast.expected_ns(thread).max(1));
        let response_ns = |thread| u128::from(now_ns - self.since_ns.get(thread)) + burst_ns(thread);
        (response_ns(a) * burst_ns(b)).cmp(&(response_ns(b) * burst_ns(a)))
    }
}

impl SchedPolicy for Hrrn {
    fn admit(&mut self, thread: ThreadId, _params: &SchedParams, _now_ns: TimeNs) {
        self.forecast.admit(thread);
    }

    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        self.forecast.begin(thread, burst_ns);
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.forecast.charge(thread, ran_ns);
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        self.forecast.end(thread);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        if reason != EnqueueReason::Migrated {
            self.since_ns.set(thread, now_ns);
        }
        self.ready.insert(thread);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let by_ratio = |a: &ThreadId, b: &ThreadId| self.compare_ratios(*a, *b, pick.now_ns).then(b.cmp(a));
        let best = self
            .ready
            .iter()
            .copied()
            .filter(|thread| pick.allows(*thread))
            .max_by(by_ratio)?;
        self.ready.remove(&best);
        Some(best)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(&thread);
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().copied().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("highest response ratio", "ratio_permille")
    }

    fn value(&self, thread: ThreadId, now_ns: TimeNs) -> i64 {
        let burst_ns = u128::from(self.forecast.expected_ns(thread).max(1));
        let response_ns = u128::from(now_ns.saturating_sub(self.since_ns.get(thread))) + burst_ns;
        i64::try_from(response_ns * 1000 / burst_ns).unwrap_or(i64::MAX)
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        vec![
            SchedValue::new("response_ratio", self.value(thread, now_ns)),
            SchedValue::new("burst", signed(self.forecast.expected_ns(thread))),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            burst: self.forecast.get(thread),
            since_ns: Some(self.since_ns.get(thread)),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, _now_ns: TimeNs) {
        self.forecast.set(thread, carried.burst);
        self.since_ns.set(thread, carried.since_ns.unwrap_or(0));
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
