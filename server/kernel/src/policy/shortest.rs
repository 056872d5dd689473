//! Shortest job first and shortest remaining time first (Silberschatz, Operating System Concepts 10e, 5.3.2;
//! Stallings calls them SPN and SRT, OSTEP chapter 7 SJF and STCF): whose present CPU burst is shortest goes next.
//! Every burst counts as a job of its own. Bursts that nobody knows are predicted from those before, exponentially.

use super::ranked::{PerThread, RankedQueue, Tie, worse_than};
use super::{EnqueueReason, LeaveReason, SchedPolicy};
use crate::chooser::Chooser;
use crate::program::SchedParams;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// How the length of a burst is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prediction {
    /// Predict even where the program knows.
    pub always: bool,
    /// The weight of the last burst against all before, as a fraction: numerator and denominator.
    pub alpha: (u32, u32),
    /// The prediction for a first burst.
    pub initial_ns: TimeNs,
}

impl Prediction {
    /// What is predicted after a burst of `used_ns` that had been predicted as `predicted_ns`:
    /// `alpha * used + (1 - alpha) * predicted`, rounded down.
    #[must_use]
    pub fn next_ns(&self, predicted_ns: TimeNs, used_ns: TimeNs) -> TimeNs {
        let (weight, whole) = (u128::from(self.alpha.0), u128::from(self.alpha.1));
        let sum = weight * u128::from(used_ns) + (whole - weight) * u128::from(predicted_ns);
        TimeNs::try_from(sum / whole).expect("a mean is not above its parts")
    }
}

impl Default for Prediction {
    /// Silberschatz's example: one half, first 10 ms; for unknown bursts only.
    fn default() -> Self {
        Self {
            always: false,
            alpha: (1, 2),
            initial_ns: 10_000_000,
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Burst {
    expected_ns: TimeNs,
    predicted_ns: TimeNs,
    used_ns: TimeNs,
}

impl Burst {
    fn remaining_ns(&self) -> TimeNs {
        self.expected_ns.saturating_sub(self.used_ns)
    }
}

/// Shortest job first, preemptive or not.
#[derive(Debug, Clone)]
pub struct Shortest {
    is_preemptive: bool,
    prediction: Prediction,
    ready: RankedQueue<TimeNs>,
    bursts: PerThread<Burst>,
}

impl Shortest {
    /// Shortest job first: a thread keeps its core until it waits.
    #[must_use]
    pub fn job_first(tie: Tie, prediction: Prediction) -> Self {
        Self {
            is_preemptive: false,
            prediction,
            ready: RankedQueue::new(tie),
            bursts: PerThread::default(),
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
        self.bursts.get(thread).remaining_ns()
    }
}

impl SchedPolicy for Shortest {
    fn admit(&mut self, thread: ThreadId, _params: &SchedParams, _now_ns: TimeNs) {
        self.bursts.at(thread).predicted_ns = self.prediction.initial_ns;
    }

    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        let burst = self.bursts.at(thread);
        burst.used_ns = 0;
        burst.expected_ns = match burst_ns {
            Some(burst_ns) if !self.prediction.always => burst_ns,
            _ => burst.predicted_ns,
        };
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.bursts.at(thread).used_ns += ran_ns;
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        let prediction = self.prediction;
        let burst = self.bursts.at(thread);
        burst.predicted_ns = prediction.next_ns(burst.predicted_ns, burst.used_ns);
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread, self.remaining_ns(thread));
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

    fn is_preemptive(&self) -> bool {
        self.is_preemptive
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        worse_than(self.remaining_ns(newcomer), running, |thread| self.remaining_ns(thread))
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
