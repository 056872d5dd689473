//! The conventions on which textbooks and tools differ, as settings with names, and the presets that combine them.
//! None is right or wrong; a schedule is right under one of them.

use crate::config::{MachineConfig, PolicyKind};
use crate::placement::Placement;
use serde::{Deserialize, Serialize};

/// Who joins the ready queue first when several do at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SameInstant {
    /// New arrivals, then finished waits, then the thread whose slice ended (Silberschatz, Stallings, Tanenbaum).
    #[default]
    ArrivalFirst,
    /// The thread whose slice ended, then arrivals, then finished waits (OSTEP's MLFQ).
    ExpiredFirst,
}

/// Who goes first among threads of equal rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// Who joined the ready queue first: a preempted thread goes behind its equals (Silberschatz).
    #[default]
    Queue,
    /// Who was created first: a preempted thread comes back first.
    Arrival,
}

/// Which end of the scale of priorities is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorityOrder {
    /// 1 is better than 2 (Silberschatz's examples, Unix nice values).
    #[default]
    LowIsHigh,
    /// 2 is better than 1 (Tanenbaum, `SimSo`).
    HighIsHigh,
}

impl PriorityOrder {
    /// The priority as a rank: lower is better.
    pub(crate) fn rank(self, priority: i64) -> i64 {
        match self {
            Self::LowIsHigh => priority,
            Self::HighIsHigh => priority.saturating_neg(),
        }
    }
}

/// When the switch cost is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeSwitch {
    /// When a core goes from one thread to another: not for its first one, not straight after idling.
    #[default]
    BetweenThreads,
    /// Before every stretch on a core, also the first one and one after idling.
    EveryDispatch,
    /// `SimSo`: `switch_cost_ns` is paid before every stretch and `save_cost_ns` after it, and whoever becomes ready
    /// interrupts a running thread, which pays both even if it goes on.
    LoadAndSave,
}

/// When a slice begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantumOnSwitch {
    /// After the switch: a thread gets all of it.
    #[default]
    AfterSwitch,
    /// With the switch, which uses part of it up.
    IncludesSwitch,
}

/// When a slice ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantumAlignment {
    /// One quantum after it began.
    #[default]
    Own,
    /// When a clock that all cores share has come to a multiple of the quantum: who begins in between gets less, and
    /// a thread that is alone is queued again as well (OSTEP's `multi.py`).
    GlobalMultiples,
}

/// Which free core a thread gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoreChoice {
    /// The one it ran on last, else the lowest.
    #[default]
    Warm,
    /// The lowest (OSTEP's `multi.py`).
    InOrder,
    /// The one it ran on last, else the one whose timer was armed first: a core that has just handled interrupts
    /// comes after the others (`SimSo`).
    ArmedFirst,
}

/// All conventions of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conventions {
    /// Order of joining the ready queue at one instant.
    pub same_instant: SameInstant,
    /// Order among equals.
    pub tie: Tie,
    /// Which priorities are better.
    pub priority_order: PriorityOrder,
    /// When the switch cost is paid.
    pub charge_switch: ChargeSwitch,
    /// Whether the switch uses up the slice.
    pub quantum_on_switch: QuantumOnSwitch,
    /// When slices end.
    pub quantum_alignment: QuantumAlignment,
    /// Which free core a thread gets.
    pub core_choice: CoreChoice,
    /// Who exits or does I/O within its quantum keeps the core to its end all the same (OSTEP's `lottery.py`).
    pub charge_full_quantum: bool,
}

impl Conventions {
    /// The conventions of a preset by its name, such as "ostep".
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        Preset::named(name).map(Preset::conventions)
    }
}

/// A set of conventions that somebody uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// Silberschatz, Tanenbaum and most exercises.
    #[serde(rename = "textbook")]
    Textbook,
    /// The homework simulators of OSTEP.
    #[serde(rename = "ostep")]
    Ostep,
    /// Stallings, table 9.5.
    #[serde(rename = "stallings")]
    Stallings,
    /// Linux 6.18: EEVDF.
    #[serde(rename = "linux-6.18")]
    Linux618,
    /// Linux 6.1: CFS.
    #[serde(rename = "linux-6.1")]
    Linux61,
    /// `SimSo` 0.8.5.
    #[serde(rename = "simso")]
    SimSo,
}

impl Preset {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Textbook,
        Self::Ostep,
        Self::Stallings,
        Self::Linux618,
        Self::Linux61,
        Self::SimSo,
    ];

    /// Its name in links and tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Textbook => "textbook",
            Self::Ostep => "ostep",
            Self::Stallings => "stallings",
            Self::Linux618 => "linux-6.18",
            Self::Linux61 => "linux-6.1",
            Self::SimSo => "simso",
        }
    }

    /// The preset of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Its conventions.
    #[must_use]
    pub fn conventions(self) -> Conventions {
        let textbook = Conventions::default();
        match self {
            Self::Textbook | Self::Stallings | Self::Linux618 | Self::Linux61 => textbook,
            Self::Ostep => Conventions {
                same_instant: SameInstant::ExpiredFirst,
                tie: Tie::Arrival,
                quantum_alignment: QuantumAlignment::GlobalMultiples,
                core_choice: CoreChoice::InOrder,
                charge_full_quantum: true,
                ..textbook
            },
            Self::SimSo => Conventions {
                tie: Tie::Arrival,
                priority_order: PriorityOrder::HighIsHigh,
                charge_switch: ChargeSwitch::LoadAndSave,
                core_choice: CoreChoice::ArmedFirst,
                ..textbook
            },
        }
    }

    /// Turns `config` into a machine of this preset: its conventions, and what else belongs to it (Linux brings its
    /// policy, its placement and what its switches cost).
    pub fn apply(self, config: &mut MachineConfig) {
        config.conventions = self.conventions();
        match self {
            Self::Linux618 | Self::Linux61 => {
                config.policy = if self == Self::Linux618 {
                    PolicyKind::Eevdf
                } else {
                    PolicyKind::Cfs
                };
                (config.options.eevdf, config.options.cfs) = (None, None);
                config.placement = Placement::Linux;
                config.switch_cost_ns = 2_000;
            }
            Self::Stallings => config.options.feedback.demote_when_alone = false,
            Self::Textbook | Self::Ostep | Self::SimSo => {}
        }
    }
}
