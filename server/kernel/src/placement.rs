//! Settings of several cores: who queues where, who may take work from whom, and how warm caches speed work up.

use serde::{Deserialize, Serialize};
use timeslice_trace::TimeNs;

/// Where ready threads queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// In one queue that all cores share (global scheduling).
    #[default]
    Shared,
    /// In one queue per core; new threads go to the cores in turn, and [`Stealing`] evens out.
    PerCore,
    /// In one queue per core, balanced as Linux does it: new threads go to the idlest core, woken ones to where they
    /// were or to an idle core, an idle core pulls at once, and the cores even out periodically.
    Linux,
    /// In one queue per core that nobody ever leaves (partitioned scheduling).
    Partitioned,
}

/// How periodic tasks are packed onto cores under [`Placement::Partitioned`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Packing {
    /// By decreasing utilisation, each on the first core where the sum stays at most 1 (`SimSo`'s `P_EDF`).
    #[default]
    FirstFit,
    /// In list order, each on the core with the least utilisation so far (`SimSo`'s `P_RM`).
    LeastLoaded,
}

/// From whom a core takes work under [`Placement::PerCore`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Victim {
    /// From the core with the longest queue; of several the lowest.
    #[default]
    Longest,
    /// From any other core, drawn by lot (OSTEP's `multi.py`).
    Random,
}

/// How cores take work from each other under [`Placement::PerCore`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stealing {
    /// How often a core with an empty queue looks for work elsewhere; 0: never.
    pub period_ns: TimeNs,
    /// A core that would go idle looks at once.
    pub when_idle: bool,
    /// Where it looks.
    pub victim: Victim,
    /// Whether a thread that may not run everywhere is ever taken (to where it may run; not by OSTEP's `multi.py`).
    pub restricted: bool,
}

impl Default for Stealing {
    fn default() -> Self {
        Self {
            period_ns: 0,
            when_idle: true,
            victim: Victim::default(),
            restricted: true,
        }
    }
}

/// A cache per core (OSTEP chapter 10, `multi.py`): after `warmup_ns` on a core a thread's working set is in its cache
/// and the thread works `warm_rate` times as fast there, until newer sets push its own out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CacheRules {
    /// How much fits in one core's cache, in the unit of the working sets.
    pub size: u64,
    /// How many times as fast a thread with a warm cache works; at least 1.
    pub warm_rate: u64,
    /// How long a thread runs on a core until its working set is there.
    pub warmup_ns: TimeNs,
}

impl Default for CacheRules {
    /// The defaults of `multi.py`, with its ticks as milliseconds.
    fn default() -> Self {
        Self {
            size: 100,
            warm_rate: 2,
            warmup_ns: 10_000_000,
        }
    }
}
