//! The machine settings: one table, from which the command line, links, the metadata of programs, the page's
//! strip and `docs/settings.md` all derive. Adding a setting is a field of [`Machine`] and a row of [`SETTINGS`].

mod describe;
mod hosts;
mod kind;
mod programs;
mod scheduling;

pub use describe::{SettingInfo, describe, markdown};
pub use hosts::Hosts;
pub use kind::Kind;
pub use scheduling::{POLICIES, Scheduling};

use serde::Serialize;
use timeslice_kernel::PolicyKind;

/// The machine that a program runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// Cores.
    pub cores: u32,
    /// Who runs next.
    pub policy: PolicyKind,
    /// Its options, and the conventions of the machine.
    pub scheduling: Scheduling,
    /// Round robin's turn, in nanoseconds.
    pub quantum_ns: u64,
    /// What a context switch costs, in nanoseconds.
    pub switch_cost_ns: u64,
    /// Whether there is a global interpreter lock.
    pub gil: bool,
    /// `sys.getswitchinterval()`, in nanoseconds.
    pub switch_interval_ns: u64,
    /// Minor version of Python 3; in JSON `"python": "3.14"`.
    #[serde(rename = "python", serialize_with = "serialize_python")]
    pub python_minor: u8,
    /// How fast the cores are, in thousandths of the calibrated speed.
    pub speed_permille: u32,
    /// Median latency of a simulated device, in nanoseconds.
    pub io_latency_ns: u64,
    /// How long a host on the network takes to answer, in nanoseconds.
    pub net_latency_ns: u64,
    /// How far a single latency may be from that, in thousandths of it.
    pub net_jitter_permille: u32,
    /// What comes in over a connection, in bytes per second.
    pub net_bandwidth: u64,
    /// Of a thousand exchanges, how many break off.
    pub net_failures_permille: u32,
    /// What is different for single hosts.
    #[serde(skip_serializing_if = "Hosts::is_empty")]
    pub hosts: Hosts,
    /// Seed of everything that the program does not determine.
    pub seed: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn serialize_python<S: serde::Serializer>(minor: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("3.{minor}"))
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The key: in links, in metadata, after `--set`.
    pub name: &'static str,
    /// The word on the page.
    pub label: &'static str,
    /// What it does, in one or two sentences.
    pub doc: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// What it belongs to: `machine`, `policy`, `cores`, `conventions`, `interpreter` or `network`.
    pub group: &'static str,
    /// The policies for which it matters; empty: all.
    pub policies: &'static [&'static str],
    /// The placements for which it matters; empty: all.
    pub placements: &'static [&'static str],
    /// What a value of 0 stands for, where it is no quantity.
    pub zero: Option<&'static str>,
    /// What it matters for.
    pub of: Of,
    get: fn(&Machine) -> u64,
    put: fn(&mut Machine, u64),
}

/// What a setting matters for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// Programs and tables.
    Both,
    /// Programs only.
    Programs,
    /// Workload tables only.
    Tables,
}

impl Setting {
    const fn new(
        name: &'static str,
        label: &'static str,
        doc: &'static str,
        kind: Kind,
        get: fn(&Machine) -> u64,
        put: fn(&mut Machine, u64),
    ) -> Self {
        Self {
            name,
            label,
            doc,
            kind,
            group: "machine",
            policies: &[],
            placements: &[],
            zero: None,
            of: Of::Both,
            get,
            put,
        }
    }

    const fn group(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    const fn when(self, policies: &'static [&'static str]) -> Self {
        Self { policies, ..self }
    }

    const fn zero(self, word: &'static str) -> Self {
        Self {
            zero: Some(word),
            ..self
        }
    }

    const fn placed(self, placements: &'static [&'static str]) -> Self {
        Self { placements, ..self }
    }

    const fn of_programs(self) -> Self {
        Self {
            of: Of::Programs,
            ..self
        }
    }

    const fn of_tables(self) -> Self {
        Self { of: Of::Tables, ..self }
    }
}

const MS: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MS;
const PYTHON_MINOR_MIN: u8 = 11;

const PARTS: [&[Setting]; 3] = [&[programs::CORES], scheduling::SCHEDULING, programs::PROGRAMS];
const N_SETTINGS: usize = PARTS[0].len() + PARTS[1].len() + PARTS[2].len();

/// Every setting, in the order in which the page and the documents show them.
pub static SETTINGS: &[Setting] = &{
    let mut all = [programs::CORES; N_SETTINGS];
    let (mut part, mut at) = (0, 0);
    while part < PARTS.len() {
        let mut row = 0;
        while row < PARTS[part].len() {
            all[at] = PARTS[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
};

impl Machine {
    /// The machine when nothing is set: two cores, Linux's tick as the quantum, CPython 3.14 as released.
    pub const DEFAULT: Self = Self {
        cores: 2,
        policy: PolicyKind::RoundRobin,
        scheduling: Scheduling::DEFAULT,
        quantum_ns: 4 * MS,
        switch_cost_ns: 5_000,
        gil: true,
        switch_interval_ns: 5 * MS,
        python_minor: 14,
        speed_permille: 1_000,
        io_latency_ns: 10 * MS,
        net_latency_ns: 50 * MS,
        net_jitter_permille: 100,
        net_bandwidth: 10_000_000,
        net_failures_permille: 0,
        hosts: Hosts::NONE,
        seed: 1,
    };

    /// The machine of a workload table when nothing is set: a textbook's, with one core, on which only the processes'
    /// own work takes time.
    pub const TABLE: Self = {
        let mut machine = Self::DEFAULT;
        machine.cores = 1;
        machine.policy = PolicyKind::Fcfs;
        machine.switch_cost_ns = 0;
        machine
    };

    /// Sets the setting called `name` from its text. `net_latency.example.com` is that of one host.
    ///
    /// # Errors
    /// A sentence that names the setting and the allowed values.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), String> {
        let (setting, host) = split(name).ok_or_else(|| unknown(name))?;
        let value = setting.kind.parse(text).map_err(|why| format!("{name}: {why}"))?;
        match host {
            Some(host) => self.hosts.put(setting, host, value),
            None => {
                (setting.put)(self, value);
                if setting.name != "preset" {
                    self.name_preset();
                }
                Ok(())
            }
        }
    }

    /// The text of a setting's value.
    #[must_use]
    pub fn text(&self, setting: &Setting) -> String {
        setting.kind.format((setting.get)(self))
    }

    /// What to set in `base` to get `self`, as name and text: what a preset brings along is not repeated.
    #[must_use]
    pub fn diff(&self, base: &Self) -> Vec<(String, String)> {
        let mut reached = base.clone();
        let mut pairs = Vec::new();
        for s in SETTINGS {
            let value = (s.get)(self);
            if value != (s.get)(&reached) {
                (s.put)(&mut reached, value);
                // "custom" says nothing that the others do not.
                if s.name != "preset" || self.scheduling.preset.is_some() {
                    pairs.push((s.name.to_owned(), s.kind.format(value)));
                }
            }
        }
        let before: Vec<(String, String)> = base.hosts.texts().collect();
        pairs.extend(self.hosts.texts().filter(|text| !before.contains(text)));
        pairs
    }

    /// Every setting and its text, in the table's order, then those of single hosts.
    #[must_use]
    pub fn texts(&self) -> Vec<(String, String)> {
        let common = SETTINGS.iter().map(|s| (s.name.to_owned(), self.text(s)));
        common.chain(self.hosts.texts()).collect()
    }

    /// The machine as `host` sees it: with what is different for it.
    #[must_use]
    pub fn at_host(&self, host: &str) -> Self {
        let mut machine = Self {
            hosts: Hosts::NONE,
            ..self.clone()
        };
        for (setting, value) in self.hosts.of(host) {
            (setting.put)(&mut machine, value);
        }
        machine
    }
}

/// Whether there is a setting of that name, for the machine or for one host.
#[must_use]
pub fn is_setting(name: &str) -> bool {
    split(name).is_some()
}

/// The row of a name, and the host if it is one's own.
fn split(name: &str) -> Option<(&'static Setting, Option<&str>)> {
    match name.split_once('.') {
        None => Some((find(name)?, None)),
        Some((name, host)) => Some((find(name).filter(|s| s.is_of_hosts())?, Some(host))),
    }
}

impl Setting {
    /// Whether single hosts can have their own value.
    #[must_use]
    pub fn is_of_hosts(&self) -> bool {
        self.name.starts_with("net_")
    }
}

/// The row called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|s| s.name == name)
}

fn unknown(name: &str) -> String {
    let names: Vec<_> = SETTINGS.iter().map(|s| s.name).collect();
    format!("there is no setting `{name}`; the settings are {}", names.join(", "))
}

/// Only for values that a [`Kind`] has checked, so that they fit.
fn narrow<T: TryFrom<u64>>(value: u64) -> T {
    T::try_from(value).unwrap_or_else(|_| panic!("the range of a setting fits its field, got {value}"))
}

/// The place of `value` in `all`.
fn index<T: PartialEq>(all: &[T], value: &T) -> u64 {
    all.iter().position(|one| one == value).expect("the list is whole") as u64
}

#[cfg(test)]
mod tests;
