//! How long CPU bursts will be: as the program says, or predicted from those before by an exponential average
//! (Silberschatz, Operating System Concepts 10e, 5.3.2). Of a real program nobody knows; there it is always predicted.

use super::ranked::PerThread;
use serde::{Deserialize, Serialize};
use timeslice_trace::{ThreadId, TimeNs};

/// How the length of a burst is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Prediction {
    /// Predict even where the program knows.
    pub always: bool,
    /// The weight of the last burst against all before, as a fraction: numerator and denominator. 1/1: the last
    /// burst alone counts.
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

/// What is known of a thread's present burst.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Burst {
    expected_ns: TimeNs,
    pub(crate) predicted_ns: TimeNs,
    used_ns: TimeNs,
}

/// The present burst of every thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forecast {
    prediction: Prediction,
    bursts: PerThread<Burst>,
}

impl Forecast {
    pub(crate) fn new(prediction: Prediction) -> Self {
        Self {
            prediction,
            bursts: PerThread::default(),
        }
    }

    /// `thread` is new.
    pub(crate) fn admit(&mut self, thread: ThreadId) {
        self.bursts.at(thread).predicted_ns = self.prediction.initial_ns;
    }

    /// A burst of `thread` begins; the program says that it takes `burst_ns`, if it knows.
    pub(crate) fn begin(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        let burst = self.bursts.at(thread);
        burst.used_ns = 0;
        burst.expected_ns = match burst_ns {
            Some(burst_ns) if !self.prediction.always => burst_ns,
            _ => burst.predicted_ns,
        };
    }

    pub(crate) fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.bursts.at(thread).used_ns += ran_ns;
    }

    /// The burst of `thread` is over.
    pub(crate) fn end(&mut self, thread: ThreadId) {
        let prediction = self.prediction;
        let burst = self.bursts.at(thread);
        burst.predicted_ns = prediction.next_ns(burst.predicted_ns, burst.used_ns);
    }

    pub(crate) fn expected_ns(&self, thread: ThreadId) -> TimeNs {
        self.bursts.get(thread).expected_ns
    }

    pub(crate) fn remaining_ns(&self, thread: ThreadId) -> TimeNs {
        let burst = self.bursts.get(thread);
        burst.expected_ns.saturating_sub(burst.used_ns)
    }

    pub(crate) fn get(&self, thread: ThreadId) -> Burst {
        self.bursts.get(thread)
    }

    pub(crate) fn set(&mut self, thread: ThreadId, burst: Burst) {
        self.bursts.set(thread, burst);
    }
}
