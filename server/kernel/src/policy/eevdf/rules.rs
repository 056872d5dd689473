//! What can be set about EEVDF.

use super::super::fair::scaling_factor;
use serde::{Deserialize, Serialize};
use timeslice_trace::TimeNs;

/// The constants and features of an [`Eevdf`](super::Eevdf).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EevdfRules {
    /// The slice of who asks for none.
    pub base_slice_ns: TimeNs,
    /// The timer interrupt at which slices end; 0: they end exactly.
    pub tick_ns: TimeNs,
    /// `PLACE_DEADLINE_INITIAL`: a new thread begins with half a slice.
    pub place_deadline_initial: bool,
    /// `RUN_TO_PARITY`: who got a core keeps it for the shortest slice asked for by anybody.
    pub run_to_parity: bool,
    /// `PREEMPT_SHORT`: a woken thread with a shorter slice ends that protection.
    pub preempt_short: bool,
    /// `DELAY_DEQUEUE`: who goes to sleep owing time stays in the account until the debt is paid.
    pub delay_dequeue: bool,
}

impl EevdfRules {
    /// Linux 6.18 with HZ=250.
    #[must_use]
    pub fn linux(n_cores: u32) -> Self {
        Self {
            base_slice_ns: base_slice_ns(700_000, n_cores),
            tick_ns: 4_000_000,
            place_deadline_initial: true,
            run_to_parity: true,
            preempt_short: true,
            delay_dequeue: true,
        }
    }
}

/// The base slice on `n_cores` when it is `normalized_ns` on one.
#[must_use]
pub fn base_slice_ns(normalized_ns: TimeNs, n_cores: u32) -> TimeNs {
    normalized_ns * scaling_factor(n_cores)
}
