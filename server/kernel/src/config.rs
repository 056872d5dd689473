//! The machine's settings. Knows no scenario file and no link: whoever reads those fills this in.

use serde::{Deserialize, Serialize};
use timeslice_trace::TimeNs;

/// The most cores a machine can have.
pub const MAX_CORES: u32 = 16;

/// A scheduling policy by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyKind {
    /// First come, first served: a thread runs until it waits.
    Fcfs,
    /// Round robin: a thread runs for at most one quantum while others are ready.
    RoundRobin,
}

/// Who joins the ready queue first when several do at one instant. Textbooks differ, so it is a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameInstant {
    /// New arrivals, then finished waits, then the thread whose slice ended (Silberschatz, Stallings, Tanenbaum).
    ArrivalFirst,
    /// The thread whose slice ended, then arrivals, then finished waits (OSTEP's MLFQ).
    ExpiredFirst,
}

/// The machine to simulate. All times are virtual nanoseconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineConfig {
    /// 1 to [`MAX_CORES`].
    pub cores: u32,
    /// How threads are chosen.
    pub policy: PolicyKind,
    /// The slice of round robin; at least 1.
    pub quantum_ns: TimeNs,
    /// Charged when a core goes from one thread to another without having been idle.
    pub switch_cost_ns: TimeNs,
    /// From the moment a thread is ready until it runs on a core that was idle (C6).
    pub wake_latency_ns: TimeNs,
    /// Added to every sleep and timeout, and up to half of it again as a jitter (G8, G20, trap 7.2).
    pub timer_slack_ns: TimeNs,
    /// Order at one instant.
    pub same_instant: SameInstant,
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
            quantum_ns: 4_000_000,
            switch_cost_ns: 5_000,
            wake_latency_ns: 10_000,
            timer_slack_ns: 50_000,
            same_instant: SameInstant::ArrivalFirst,
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
}

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cores(cores) => write!(f, "a machine has 1 to {MAX_CORES} cores, not {cores}"),
            Self::Quantum => write!(f, "the quantum must be longer than 0"),
        }
    }
}

impl std::error::Error for ConfigError {}
