//! The machine's settings. Knows no scenario file and no link: whoever reads those fills this in.

use crate::conventions::{Conventions, Preset};
use crate::placement::{CacheRules, Packing, Placement, Stealing};
use crate::policy::{CfsRules, EevdfRules, MlfqLevel, MlfqRules, Prediction};
use serde::{Deserialize, Serialize};
use timeslice_trace::TimeNs;

/// The most cores a machine can have.
pub const MAX_CORES: u32 = 16;
/// The most levels a multi-level feedback queue can have.
pub const MAX_LEVELS: usize = 64;

/// A scheduling policy by name. Variants of one are options, not kinds: see [`PolicyOptions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// First come, first served: a thread runs until it waits.
    Fcfs,
    /// Shortest job first: the shortest next CPU burst, not preemptive.
    Sjf,
    /// Shortest remaining time first: the same, preemptive (STCF, SRT).
    Srtf,
    /// Round robin: a thread runs for at most one quantum while others are ready.
    #[serde(rename = "rr")]
    RoundRobin,
    /// The best priority first.
    Priority,
    /// Highest response ratio next.
    Hrrn,
    /// Stallings' multilevel feedback.
    Feedback,
    /// OSTEP's multi-level feedback queue.
    Mlfq,
    /// Lottery scheduling: every quantum is drawn for.
    Lottery,
    /// Stride scheduling: the lottery without chance.
    Stride,
    /// The Completely Fair Scheduler of Linux up to 6.5.
    Cfs,
    /// Earliest eligible virtual deadline first: Linux from 6.6 on.
    Eevdf,
    /// Earliest deadline first.
    Edf,
    /// Rate monotonic: the shortest period first.
    Rm,
    /// Fixed priorities, preemptive, as in real-time systems.
    Fp,
}

impl PolicyKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Fcfs,
        Self::Sjf,
        Self::Srtf,
        Self::RoundRobin,
        Self::Priority,
        Self::Hrrn,
        Self::Feedback,
        Self::Mlfq,
        Self::Lottery,
        Self::Stride,
        Self::Cfs,
        Self::Eevdf,
        Self::Edf,
        Self::Rm,
        Self::Fp,
    ];

    /// Its name in links and tables, as serde writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fcfs => "fcfs",
            Self::Sjf => "sjf",
            Self::Srtf => "srtf",
            Self::RoundRobin => "rr",
            Self::Priority => "priority",
            Self::Hrrn => "hrrn",
            Self::Feedback => "feedback",
            Self::Mlfq => "mlfq",
            Self::Lottery => "lottery",
            Self::Stride => "stride",
            Self::Cfs => "cfs",
            Self::Eevdf => "eevdf",
            Self::Edf => "edf",
            Self::Rm => "rm",
            Self::Fp => "fp",
        }
    }

    /// The policy of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether [`MachineConfig::quantum_ns`] means anything to it.
    #[must_use]
    pub fn uses_quantum(self) -> bool {
        matches!(
            self,
            Self::RoundRobin | Self::Feedback | Self::Mlfq | Self::Lottery | Self::Stride
        )
    }
}

/// The options of the `priority` policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PriorityOptions {
    /// Whether a better newcomer takes the core.
    pub preemptive: bool,
    /// Whether equals take turns, one quantum each.
    pub round_robin: bool,
    /// How long a thread waits until it counts as one better; none: no ageing.
    pub ageing_ns: Option<TimeNs>,
}

impl Default for PriorityOptions {
    fn default() -> Self {
        Self {
            preemptive: true,
            round_robin: false,
            ageing_ns: None,
        }
    }
}

/// The options of the `feedback` policy; the slice of its first queue is the quantum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FeedbackOptions {
    /// How many times as long the slices of each next queue are: 1 to 16.
    pub growth: u32,
    /// Whether a thread moves down even when nobody else is ready (Stallings' rows come out without).
    pub demote_when_alone: bool,
}

impl Default for FeedbackOptions {
    fn default() -> Self {
        Self {
            growth: 1,
            demote_when_alone: false,
        }
    }
}

/// The options of all policies; each reads its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyOptions {
    /// For `sjf`, `srtf` and `hrrn`: how CPU bursts are known.
    pub prediction: Prediction,
    /// For `priority`.
    pub priority: PriorityOptions,
    /// For `feedback`.
    pub feedback: FeedbackOptions,
    /// For `mlfq`; none: three levels of 1, 2 and 4 quanta, a boost every 100 quanta.
    pub mlfq: Option<MlfqRules>,
    /// For `cfs`; none: as Linux 6.1 sets it on this number of cores.
    pub cfs: Option<CfsRules>,
    /// For `eevdf`; none: as Linux 6.18 sets it on this number of cores.
    pub eevdf: Option<EevdfRules>,
    /// For placement `per_core`.
    pub stealing: Stealing,
    /// For placement `partitioned`.
    pub packing: Packing,
}

impl PolicyOptions {
    /// The multi-level feedback queue on a machine with this quantum.
    #[must_use]
    pub fn mlfq_rules(&self, quantum_ns: TimeNs) -> MlfqRules {
        self.mlfq.clone().unwrap_or_else(|| MlfqRules {
            levels: [1, 2, 4]
                .map(|quanta| MlfqLevel {
                    slice_ns: quantum_ns.saturating_mul(quanta),
                    allotment: 1,
                })
                .to_vec(),
            boost_ns: Some(quantum_ns.saturating_mul(100)),
            wait_resets: false,
            woken_to_head: false,
        })
    }
}

/// The machine to simulate. All times are virtual nanoseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineConfig {
    /// 1 to [`MAX_CORES`].
    pub cores: u32,
    /// How threads are chosen.
    pub policy: PolicyKind,
    /// The options of the policies and placements.
    #[serde(default)]
    pub options: PolicyOptions,
    /// Where ready threads queue.
    #[serde(default)]
    pub placement: Placement,
    /// What textbooks differ about.
    #[serde(default)]
    pub conventions: Conventions,
    /// The slice of round robin and of what is made from it; at least 1.
    pub quantum_ns: TimeNs,
    /// Charged when a core goes from one thread to another without having been idle, or as
    /// [`ChargeSwitch`](crate::conventions::ChargeSwitch) says.
    pub switch_cost_ns: TimeNs,
    /// What saving a thread costs after each of its stretches, under `load_and_save`.
    #[serde(default)]
    pub save_cost_ns: TimeNs,
    /// From the moment a thread is ready until it runs on a core that was idle (C6).
    pub wake_latency_ns: TimeNs,
    /// Added to every sleep and timeout, and up to half of it again as a jitter (G8, G20, trap 7.2).
    pub timer_slack_ns: TimeNs,
    /// The caches of the cores, for workload tables; none: memory costs nothing.
    #[serde(default)]
    pub cache: Option<CacheRules>,
    /// Name of the first process.
    pub process_name: String,
    /// Name of its first thread.
    pub thread_name: String,
    /// What that thread runs, for display.
    pub function: String,
}

impl MachineConfig {
    /// A machine with `cores` cores under round robin, with the costs measured on Linux.
    #[must_use]
    pub fn realistic(cores: u32) -> Self {
        Self {
            cores,
            policy: PolicyKind::RoundRobin,
            options: PolicyOptions::default(),
            placement: Placement::Shared,
            conventions: Conventions::default(),
            quantum_ns: 4_000_000,
            switch_cost_ns: 5_000,
            save_cost_ns: 0,
            wake_latency_ns: 10_000,
            timer_slack_ns: 50_000,
            cache: None,
            process_name: "python".to_owned(),
            thread_name: "MainThread".to_owned(),
            function: "<module>".to_owned(),
        }
    }

    /// A machine of a textbook: nothing costs time but the threads' own work.
    #[must_use]
    pub fn ideal(cores: u32, policy: PolicyKind, quantum_ns: TimeNs) -> Self {
        Self {
            policy,
            quantum_ns,
            switch_cost_ns: 0,
            wake_latency_ns: 0,
            timer_slack_ns: 0,
            ..Self::realistic(cores)
        }
    }

    /// The same machine under the conventions of `preset`, with the policy and placement that belong to it.
    #[must_use]
    pub fn with_preset(mut self, preset: Preset) -> Self {
        preset.apply(&mut self);
        self
    }

    /// Whether this machine can be built.
    ///
    /// # Errors
    /// Says which setting is out of its range.
    pub fn check(&self) -> Result<(), ConfigError> {
        if !(1..=MAX_CORES).contains(&self.cores) {
            return Err(ConfigError::Cores(self.cores));
        }
        if self.quantum_ns == 0 {
            return Err(ConfigError::Quantum);
        }
        let demand = |holds: bool, option, rule| {
            if holds {
                Ok(())
            } else {
                Err(ConfigError::Option { option, rule })
            }
        };
        let options = &self.options;
        let (alpha, whole) = options.prediction.alpha;
        demand(
            whole > 0 && alpha <= whole,
            "prediction.alpha",
            "is a fraction from 0 to 1",
        )?;
        demand(
            options.priority.ageing_ns != Some(0),
            "priority.ageing",
            "must be longer than 0",
        )?;
        demand(
            (1..=16).contains(&options.feedback.growth),
            "feedback.growth",
            "is from 1 to 16",
        )?;
        if let Some(mlfq) = &options.mlfq {
            demand(
                (1..=MAX_LEVELS).contains(&mlfq.levels.len()),
                "mlfq.levels",
                "needs 1 to 64 levels",
            )?;
            let has_slices = mlfq.levels.iter().all(|level| level.slice_ns > 0);
            demand(has_slices, "mlfq.levels.slice", "must be longer than 0")?;
            let has_allotments = mlfq.levels.iter().all(|level| level.allotment > 0);
            demand(has_allotments, "mlfq.levels.allotment", "is at least one slice")?;
            demand(mlfq.boost_ns != Some(0), "mlfq.boost", "must be longer than 0")?;
        }
        if let Some(cfs) = &options.cfs {
            demand(cfs.latency_ns > 0, "cfs.latency", "must be longer than 0")?;
            demand(
                cfs.min_granularity_ns > 0,
                "cfs.min_granularity",
                "must be longer than 0",
            )?;
        }
        if let Some(eevdf) = &options.eevdf {
            demand(eevdf.base_slice_ns > 0, "eevdf.base_slice", "must be longer than 0")?;
        }
        if let Some(cache) = &self.cache {
            demand(cache.warm_rate > 0, "cache.warm_rate", "is at least 1")?;
        }
        Ok(())
    }
}

/// A setting out of its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigError {
    /// The number of cores asked for.
    Cores(u32),
    /// A quantum of zero: nobody would ever run.
    Quantum,
    /// An option of a policy.
    Option {
        /// Its name, as in the settings.
        option: &'static str,
        /// What it has to be, after its name.
        rule: &'static str,
    },
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cores(cores) => write!(f, "a machine has 1 to {MAX_CORES} cores, not {cores}"),
            Self::Quantum => write!(f, "the quantum must be longer than 0"),
            Self::Option { option, rule } => write!(f, "{option} {rule}"),
        }
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_ones_of_serde() {
        for kind in PolicyKind::ALL {
            assert_eq!(PolicyKind::named(kind.name()), Some(kind));
            let json = serde_json::to_value(kind).expect("a kind is JSON");
            assert_eq!(json, kind.name());
        }
        for preset in Preset::ALL {
            let json = serde_json::to_value(preset).expect("a preset is JSON");
            assert_eq!(json, preset.name());
            assert_eq!(Conventions::preset(preset.name()), Some(preset.conventions()));
            let config = MachineConfig::realistic(4).with_preset(preset);
            assert_eq!(config.check(), Ok(()), "{preset:?}");
            let written = serde_json::to_string(&config).expect("settings are JSON");
            assert_eq!(
                serde_json::from_str::<MachineConfig>(&written).expect("and back"),
                config
            );
        }
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let refusal = |change: fn(&mut MachineConfig)| {
            let mut config = MachineConfig::realistic(2);
            change(&mut config);
            config.check().expect_err("out of range").to_string()
        };
        let check = |change, message: &str| assert_eq!(refusal(change), message);
        check(|config| config.cores = 17, "a machine has 1 to 16 cores, not 17");
        check(|config| config.quantum_ns = 0, "the quantum must be longer than 0");
        check(
            |config| config.options.prediction.alpha = (3, 2),
            "prediction.alpha is a fraction from 0 to 1",
        );
        check(
            |config| config.options.feedback.growth = 0,
            "feedback.growth is from 1 to 16",
        );
        check(
            |config| {
                let mut rules = config.options.mlfq_rules(1);
                rules.levels.clear();
                config.options.mlfq = Some(rules);
            },
            "mlfq.levels needs 1 to 64 levels",
        );
    }
}
