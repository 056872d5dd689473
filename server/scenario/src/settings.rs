//! The machine settings: one table, from which the command line, links, the metadata of programs, the page's
//! strip and `docs/settings.md` all derive. Adding a setting is a field of [`Machine`] and a row of [`SETTINGS`].

mod hosts;
mod kind;

pub use hosts::Hosts;
pub use kind::Kind;

use serde::Serialize;
use std::fmt::Write as _;

/// The machine that a program runs on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
        doc: "How long a simulated device takes to answer.",
        kind: Kind::Duration {
            min: 0,
            max: 10 * SECOND,
        },
        get: |m| m.io_latency_ns,
        put: |m, v| m.io_latency_ns = v,
    },
    Setting {
        name: "net_latency",
        label: "network latency",
        doc: "How long a host on the network takes to answer: a web server a request, a database a query.",
        kind: Kind::Duration {
            min: 0,
            max: 60 * SECOND,
        },
        get: |m| m.net_latency_ns,
        put: |m, v| m.net_latency_ns = v,
    },
    Setting {
        name: "net_jitter",
        label: "jitter",
        doc: "How far a single latency may be from that, as a share of it, either way; 0.1 is ten percent.",
        kind: Kind::Factor { min: 0, max: 1_000 },
        get: |m| u64::from(m.net_jitter_permille),
        put: |m, v| m.net_jitter_permille = narrow(v),
    },
    Setting {
        name: "net_bandwidth",
        label: "bandwidth",
        doc: "Bytes per second that a connection carries: 500kB, 10MB.",
        kind: Kind::Rate {
            min: 1_000,
            max: 100_000_000_000,
        },
        get: |m| m.net_bandwidth,
        put: |m, v| m.net_bandwidth = v,
    },
    Setting {
        name: "net_failures",
        label: "failures",
        doc: "Which share of the exchanges breaks off without an answer; 0.05 is one in twenty.",
        kind: Kind::Factor { min: 0, max: 1_000 },
        get: |m| u64::from(m.net_failures_permille),
        put: |m, v| m.net_failures_permille = narrow(v),
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
        net_latency_ns: 50 * MS,
        net_jitter_permille: 100,
        net_bandwidth: 10_000_000,
        net_failures_permille: 0,
        hosts: Hosts::NONE,
        seed: 1,
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
                Ok(())
            }
        }
    }

    /// The text of a setting's value.
    #[must_use]
    pub fn text(&self, setting: &Setting) -> String {
        setting.kind.format((setting.get)(self))
    }

    /// The settings in which `self` differs from `base`, as name and text.
    #[must_use]
    pub fn diff(&self, base: &Self) -> Vec<(String, String)> {
        let before = base.texts();
        let texts = self.texts().into_iter();
        texts.filter(|text| !before.contains(text)).collect()
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

/// A setting as the page's strip needs it.
#[derive(Debug, Serialize)]
pub struct SettingInfo {
    /// The key.
    pub name: &'static str,
    /// The word on the page.
    pub label: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// `count`, `duration`, `factor`, `rate`, `switch` or `choice`.
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
    /// `ns` for durations, `permille` for factors, `bytes/s` for rates.
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
            Kind::Rate { min, max } => ("rate", Some(min), Some(max), Some("bytes/s"), &[]),
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
    page += "\nThe settings that begin with `net_` can be different for single hosts: `net_latency.api.example.com=200ms` in \
             the address\nor after `--set`, and in a program's metadata:\n\n\
             ```toml\n[tool.timeslice.hosts.\"api.example.com\"]\nlatency = \"200ms\"\njitter = 0\nbandwidth = \"500kB\"\n\
             failures = 0.1\n```\n";
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
            if let Kind::Count { min, max }
            | Kind::Duration { min, max }
            | Kind::Factor { min, max }
            | Kind::Rate { min, max } = s.kind
            {
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
            ("net_bandwidth", "500kB"),
            ("net_latency.api.example.com", "80ms"),
            ("net_failures.api.example.com", "0.5"),
            ("net_latency.db", "1ms"),
        ] {
            machine.set(name, text).expect(name);
        }
        let diff = machine.diff(&Machine::DEFAULT);
        assert_eq!(
            diff.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
            [
                "cores=1",
                "quantum=500us",
                "gil=off",
                "python=3.11",
                "speed=0.25",
                "net_bandwidth=500kB",
                "net_latency.api.example.com=80ms",
                "net_failures.api.example.com=0.5",
                "net_latency.db=1ms",
            ]
        );
        let mut restored = Machine::DEFAULT;
        for (name, text) in &diff {
            restored.set(name, text).expect(name);
        }
        assert_eq!(restored, machine);
    }

    fn check_refusal(name: &str, text: &str, message: &str) {
        let mut machine = Machine::DEFAULT;
        assert_eq!(machine.set(name, text).unwrap_err(), message);
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
             python, speed, io_latency, net_latency, net_jitter, net_bandwidth, net_failures, seed",
        );
        check_refusal(
            "net_bandwidth",
            "10",
            "net_bandwidth: `10` has no unit; write 10kB, 10MB or 10GB",
        );
        check_refusal(
            "net_bandwidth",
            "1B",
            "net_bandwidth: `1B` is out of range; allowed: 1kB to 100GB",
        );
        check_refusal(
            "net_latency.a.b",
            "80",
            "net_latency.a.b: `80` has no unit; write 80ms, 80us or 80s",
        );
        check_refusal(
            "net_latency.a b",
            "80ms",
            "net_latency.a b: `a b` is not the name of a host",
        );
    }

    #[test]
    fn a_host_has_its_own_values_and_the_common_ones() {
        let mut machine = Machine::DEFAULT;
        machine.set("net_latency.db", "1ms").expect("it is valid");
        machine.set("net_jitter", "0").expect("it is valid");
        assert_eq!(machine.at_host("db").net_latency_ns, MS);
        assert_eq!(machine.at_host("db").net_jitter_permille, 0);
        assert_eq!(machine.at_host("other").net_latency_ns, 50 * MS);
    }

    #[test]
    fn there_is_a_limit_to_hosts() {
        let mut machine = Machine::DEFAULT;
        for i in 0..32 {
            machine.set(&format!("net_latency.h{i}"), "1ms").expect("there is room");
        }
        assert_eq!(
            machine.set("net_latency.h32", "1ms").unwrap_err(),
            "net_latency.h32: 32 hosts can have settings of their own"
        );
        machine.set("net_failures.h0", "1").expect("a host that is there");
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
