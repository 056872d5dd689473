//! Shortest job first and shortest remaining time first (Silberschatz, Operating System Concepts 10e, 5.3.2;
//! Stallings calls them SPN and SRT, OSTEP chapter 7 SJF and STCF): whose present CPU burst is shortest goes next.
//! Every burst counts as a job of its own. Bursts that nobody knows are predicted from those before, exponentially.

use super::forecast::{Forecast, Prediction};
use super::ranked::{RankedQueue, worse_than};
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::conventions::Tie;
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Shortest job first, preemptive or not.
#[derive(Debug, Clone)]
pub struct Shortest {
    is_preemptive: bool,
    ready: RankedQueue<TimeNs>,
    forecast: Forecast,
}

impl Shortest {
    /// Shortest job first: a thread keeps its core until it waits.
    #[must_use]
    pub fn job_first(tie: Tie, prediction: Prediction) -> Self {
        Self {
            is_preemptive: false,
            ready: RankedQueue::new(tie),
            forecast: Forecast::new(prediction),
        }
    }

    /// Shortest remaining time first: a newcomer with less left to do takes the core.
    #[must_use]
    pub fn remaining_time_first(tie: Tie, prediction: Prediction) -> Self {
        Self {
            is_preemptive: true,
            ..Self::job_first(tie, prediction)
        }
    }

    fn remaining_ns(&self, thread: ThreadId) -> TimeNs {
        self.forecast.remaining_ns(thread)
    }
}

impl SchedPolicy for Shortest {
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

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread, self.remaining_ns(thread));
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

    fn is_preemptive(&self) -> bool {
        self.is_preemptive
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        worse_than(self.remaining_ns(newcomer), running, |thread| self.remaining_ns(thread))
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        if self.is_preemptive {
            Rule::new("shortest remaining time", "ns")
        } else {
            Rule::new("shortest job", "ns")
        }
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        signed(self.remaining_ns(thread))
    }

    fn values(&self, thread: ThreadId, _now_ns: TimeNs) -> Vec<SchedValue> {
        vec![
            SchedValue::new("remaining", signed(self.remaining_ns(thread))),
            SchedValue::new("predicted", signed(self.forecast.get(thread).predicted_ns)),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            burst: self.forecast.get(thread),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, _now_ns: TimeNs) {
        self.forecast.set(thread, carried.burst);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
