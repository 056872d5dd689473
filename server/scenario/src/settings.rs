//! The machine settings: one table, from which the command line, links, the metadata of programs, the page's
//! strip and `docs/settings.md` all derive. Adding a setting is a field of [`Machine`] and a row of [`SETTINGS`].

use crate::units::{format_decimal, format_duration, parse_decimal, parse_duration};
use serde::Serialize;
use std::fmt::Write as _;

/// The machine that a program runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// Cores.
    pub cores: u32,
    /// Who runs next.
    pub policy: Policy,
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
    /// Median latency of a simulated device or service, in nanoseconds.
    pub io_latency_ns: u64,
    /// Seed of everything that the program does not determine.
    pub seed: u64,
}

/// How the kernel picks the next thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Round robin: in turn, one quantum each.
    #[serde(rename = "rr")]
    RoundRobin,
    /// First come, first served: until it waits or ends.
    Fcfs,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn serialize_python<S: serde::Serializer>(minor: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("3.{minor}"))
}

/// What the values of a setting are. Each is a `u64`; the kind says how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Count {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
    },
    /// Nanoseconds, written with a unit.
    Duration {
        /// Shortest, in nanoseconds.
        min: u64,
        /// Longest, in nanoseconds.
        max: u64,
    },
    /// A factor in thousandths, written as a decimal.
    Factor {
        /// Smallest, in thousandths.
        min: u64,
        /// Largest, in thousandths.
        max: u64,
    },
    /// `off` (0) or `on` (1).
    Switch,
    /// One of a few words; the value is the index.
    Choice(&'static [&'static str]),
}

/// One row of the table.
#[derive(Debug)]
pub struct Setting {
    /// The key: in links, in metadata, after `--set`.
    pub name: &'static str,
    /// The word on the page.
    pub label: &'static str,
    /// What it does, in one or two sentences.
    pub doc: &'static str,
    /// What its values are.
    pub kind: Kind,
    get: fn(&Machine) -> u64,
    put: fn(&mut Machine, u64),
}

const MS: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MS;
const POLICIES: [Policy; 2] = [Policy::RoundRobin, Policy::Fcfs];
const PYTHON_MINOR_MIN: u8 = 11;

/// Every setting, in the order in which the page and the documents show them.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "cores",
        label: "cores",
        doc: "Cores of the machine: how many threads can run at the same instant.",
        kind: Kind::Count { min: 1, max: 16 },
        get: |m| u64::from(m.cores),
        put: |m, v| m.cores = narrow(v),
    },
    Setting {
        name: "policy",
        label: "policy",
        doc: "How the kernel picks the next thread: rr (round robin: in turn, one quantum each) or fcfs (first come, \
              first served: until it waits or ends).",
        kind: Kind::Choice(&["rr", "fcfs"]),
        get: |m| u64::from(m.policy == Policy::Fcfs),
        put: |m, v| m.policy = POLICIES[usize::from(v == 1)],
    },
    Setting {
        name: "quantum",
        label: "quantum",
        doc: "Longest turn on a core while another thread is ready (round robin).",
        kind: Kind::Duration {
            min: 10_000,
            max: SECOND,
        },
        get: |m| m.quantum_ns,
        put: |m, v| m.quantum_ns = v,
    },
    Setting {
        name: "switch_cost",
        label: "switch cost",
        doc: "What the kernel spends on putting another thread on a core.",
        kind: Kind::Duration { min: 0, max: 10 * MS },
        get: |m| m.switch_cost_ns,
        put: |m, v| m.switch_cost_ns = v,
    },
    Setting {
        name: "gil",
        label: "GIL",
        doc: "Whether the interpreter has its global lock. Off is the free-threaded build.",
        kind: Kind::Switch,
        get: |m| u64::from(m.gil),
        put: |m, v| m.gil = v == 1,
    },
    Setting {
        name: "switch_interval",
        label: "switch interval",
        doc: "How long a thread waits for the GIL before it asks the holder to drop it (sys.setswitchinterval).",
        kind: Kind::Duration {
            min: 1_000,
            max: SECOND,
        },
        get: |m| m.switch_interval_ns,
        put: |m, v| m.switch_interval_ns = v,
    },
    Setting {
        name: "python",
        label: "Python",
        doc: "The version of CPython that is simulated.",
        kind: Kind::Choice(&["3.11", "3.12", "3.13", "3.14"]),
        get: |m| u64::from(m.python_minor - PYTHON_MINOR_MIN),
        put: |m, v| m.python_minor = PYTHON_MINOR_MIN + narrow::<u8>(v),
    },
    Setting {
        name: "speed",
        label: "speed",
        doc: "How fast a core executes, as a factor of the calibrated machine: 2 halves the cost of every instruction.",
        kind: Kind::Factor { min: 10, max: 100_000 },
        get: |m| u64::from(m.speed_permille),
        put: |m, v| m.speed_permille = narrow(v),
    },
    Setting {
        name: "io_latency",
        label: "I/O latency",
        doc: "How long a simulated device or service takes to answer.",
        kind: Kind::Duration {
            min: 0,
            max: 10 * SECOND,
        },
        get: |m| m.io_latency_ns,
        put: |m, v| m.io_latency_ns = v,
    },
    Setting {
        name: "seed",
        label: "seed",
        doc: "Seed of everything that the program leaves open: who wins a tie, random numbers, small delays.",
        kind: Kind::Count {
            min: 0,
            max: u32::MAX as u64,
        },
        get: |m| m.seed,
        put: |m, v| m.seed = v,
    },
];

impl Machine {
    /// The machine when nothing is set: two cores, Linux's tick as the quantum, CPython 3.14 as released.
    pub const DEFAULT: Self = Self {
        cores: 2,
        policy: Policy::RoundRobin,
        quantum_ns: 4 * MS,
        switch_cost_ns: 5_000,
        gil: true,
        switch_interval_ns: 5 * MS,
        python_minor: 14,
        speed_permille: 1_000,
        io_latency_ns: 10 * MS,
        seed: 1,
    };

    /// Sets the setting called `name` from its text.
    ///
    /// # Errors
    /// A sentence that names the setting and the allowed values.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), String> {
        let setting = find(name).ok_or_else(|| unknown(name))?;
        let value = setting.kind.parse(text).map_err(|why| format!("{name}: {why}"))?;
        (setting.put)(self, value);
        Ok(())
    }

    /// The text of a setting's value.
    #[must_use]
    pub fn text(&self, setting: &Setting) -> String {
        setting.kind.format((setting.get)(self))
    }

    /// The settings in which `self` differs from `base`, as name and text.
    #[must_use]
    pub fn diff(&self, base: &Self) -> Vec<(&'static str, String)> {
        let differs = |s: &&Setting| (s.get)(self) != (s.get)(base);
        SETTINGS
            .iter()
            .filter(differs)
            .map(|s| (s.name, self.text(s)))
            .collect()
    }

    /// Every setting and its text, in the table's order.
    #[must_use]
    pub fn texts(&self) -> Vec<(&'static str, String)> {
        SETTINGS.iter().map(|s| (s.name, self.text(s))).collect()
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

impl Kind {
    /// The value that `text` stands for.
    ///
    /// # Errors
    /// What is wrong with it and what is allowed.
    pub fn parse(self, text: &str) -> Result<u64, String> {
        let text = text.trim();
        let in_range = |value: u64, min: u64, max: u64| {
            if (min..=max).contains(&value) {
                Ok(value)
            } else {
                Err(format!("`{text}` is out of range; allowed: {}", self.allowed()))
            }
        };
        match self {
            Self::Count { min, max } => match parse_decimal(text, 1) {
                Some(value) => in_range(value, min, max),
                None => Err(format!("`{text}` is not a whole number; allowed: {}", self.allowed())),
            },
            Self::Duration { min, max } => in_range(parse_duration(text)?, min, max),
            Self::Factor { min, max } => match parse_decimal(text, 1_000) {
                Some(value) => in_range(value, min, max),
                None => Err(format!(
                    "`{text}` is not a factor such as 2 or 0.5; allowed: {}",
                    self.allowed()
                )),
            },
            Self::Switch => match text {
                "on" | "true" => Ok(1),
                "off" | "false" => Ok(0),
                _ => Err(format!("`{text}` is neither on nor off")),
            },
            Self::Choice(words) => match words.iter().position(|word| *word == text) {
                Some(idx) => Ok(idx as u64),
                None => Err(format!("`{text}` is not one of {}", words.join(", "))),
            },
        }
    }

    /// The text of `value`; [`Kind::parse`] reads it back.
    #[must_use]
    pub fn format(self, value: u64) -> String {
        match self {
            Self::Count { .. } => value.to_string(),
            Self::Duration { .. } => format_duration(value),
            Self::Factor { .. } => format_decimal(value, 1_000),
            Self::Switch => if value == 1 { "on" } else { "off" }.to_owned(),
            Self::Choice(words) => words[usize::try_from(value).expect("an index of the list")].to_owned(),
        }
    }

    /// The allowed values in words.
    #[must_use]
    pub fn allowed(self) -> String {
        match self {
            Self::Count { min, max } | Self::Duration { min, max } | Self::Factor { min, max } => {
                format!("{} to {}", self.format(min), self.format(max))
            }
            Self::Switch => "on, off".to_owned(),
            Self::Choice(words) => words.join(", "),
        }
    }
}

/// A setting as the page's strip needs it.
#[derive(Debug, Serialize)]
pub struct SettingInfo {
    /// The key.
    pub name: &'static str,
    /// The word on the page.
    pub label: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// `count`, `duration`, `factor`, `switch` or `choice`.
    pub kind: &'static str,
    /// The default as text.
    pub default: String,
    /// The allowed values in words.
    pub allowed: String,
    /// Smallest value: a number, nanoseconds or thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// Largest value, in the same unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// `ns` for durations, `permille` for factors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'static str>,
    /// The words of a choice or a switch.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub choices: &'static [&'static str],
}

/// The whole table for the page, in order.
#[must_use]
pub fn describe() -> Vec<SettingInfo> {
    let info = |s: &Setting| {
        let (kind, min, max, unit, choices): (_, _, _, _, &'static [&'static str]) = match s.kind {
            Kind::Count { min, max } => ("count", Some(min), Some(max), None, &[]),
            Kind::Duration { min, max } => ("duration", Some(min), Some(max), Some("ns"), &[]),
            Kind::Factor { min, max } => ("factor", Some(min), Some(max), Some("permille"), &[]),
            Kind::Switch => ("switch", None, None, None, &["on", "off"]),
            Kind::Choice(words) => ("choice", None, None, None, words),
        };
        SettingInfo {
            name: s.name,
            label: s.label,
            doc: s.doc,
            kind,
            default: Machine::DEFAULT.text(s),
            allowed: s.kind.allowed(),
            min,
            max,
            unit,
            choices,
        }
    };
    SETTINGS.iter().map(info).collect()
}

/// `docs/settings.md`.
#[must_use]
pub fn markdown() -> String {
    let mut page = "# Machine settings\n\n\
        The machine that a program runs on, in the address (`/run/two-counters?cores=1&gil=off`), on the command line\n\
        (`timeslice run program.py --set cores=1`) and in a program's metadata (`[tool.timeslice.machine]`).\n\
        Durations are written with a unit: `250ns`, `5us`, `4ms`, `1.5s`.\n\n\
        <!-- Made from server/scenario/src/settings.rs: \
        UPDATE=1 cargo test -p timeslice-scenario settings -->\n\n\
        | setting | default | allowed | what it does |\n|---|---|---|---|\n"
        .to_owned();
    for s in describe() {
        writeln!(page, "| `{}` | `{}` | {} | {} |", s.name, s.default, s.allowed, s.doc)
            .expect("writing to a string cannot fail");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_parses_to_itself_and_every_bound_is_accepted() {
        for s in SETTINGS {
            let mut machine = Machine::DEFAULT;
            machine.set(s.name, &Machine::DEFAULT.text(s)).expect(s.name);
            assert_eq!(machine, Machine::DEFAULT, "{}", s.name);
            if let Kind::Count { min, max } | Kind::Duration { min, max } | Kind::Factor { min, max } = s.kind {
                for bound in [min, max] {
                    machine.set(s.name, &s.kind.format(bound)).expect(s.name);
                    assert_eq!((s.get)(&machine), bound, "{}", s.name);
                }
                assert!(s.kind.parse(&s.kind.format(max + 1)).is_err(), "{}", s.name);
            }
        }
    }

    #[test]
    fn diff_names_what_differs_and_restores_it() {
        let mut machine = Machine::DEFAULT;
        for (name, text) in [
            ("cores", "1"),
            ("gil", "off"),
            ("quantum", "500us"),
            ("speed", "0.25"),
            ("python", "3.11"),
        ] {
            machine.set(name, text).expect(name);
        }
        let diff = machine.diff(&Machine::DEFAULT);
        assert_eq!(
            diff.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
            ["cores=1", "quantum=500us", "gil=off", "python=3.11", "speed=0.25"]
        );
        let mut restored = Machine::DEFAULT;
        for (name, text) in &diff {
            restored.set(name, text).expect(name);
        }
        assert_eq!(restored, machine);
    }

    fn check_refusal(name: &str, text: &str, message: &str) {
        assert_eq!(Machine::DEFAULT.clone().set(name, text).unwrap_err(), message);
    }

    #[test]
    fn refusals_name_the_setting_and_what_is_allowed() {
        check_refusal("cores", "17", "cores: `17` is out of range; allowed: 1 to 16");
        check_refusal("cores", "two", "cores: `two` is not a whole number; allowed: 1 to 16");
        check_refusal("policy", "cfs", "policy: `cfs` is not one of rr, fcfs");
        check_refusal("gil", "maybe", "gil: `maybe` is neither on nor off");
        check_refusal("quantum", "4", "quantum: `4` has no unit; write 4ms, 4us or 4s");
        check_refusal("quantum", "1us", "quantum: `1us` is out of range; allowed: 10us to 1s");
        check_refusal(
            "speed",
            "fast",
            "speed: `fast` is not a factor such as 2 or 0.5; allowed: 0.01 to 100",
        );
        check_refusal("python", "3.10", "python: `3.10` is not one of 3.11, 3.12, 3.13, 3.14");
        check_refusal(
            "seed",
            "4294967296",
            "seed: `4294967296` is out of range; allowed: 0 to 4294967295",
        );
        check_refusal(
            "core",
            "1",
            "there is no setting `core`; the settings are cores, policy, quantum, switch_cost, gil, switch_interval, \
             python, speed, io_latency, seed",
        );
    }

    #[test]
    fn the_settings_page_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, markdown()).expect("docs/settings.md can be written");
        }
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            page == markdown(),
            "run: UPDATE=1 cargo test -p timeslice-scenario settings"
        );
    }
}
