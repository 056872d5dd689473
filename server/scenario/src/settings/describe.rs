//! The table for the page, and as a document.

use super::{Kind, Machine, Of, POLICIES, SETTINGS, Setting};
use serde::Serialize;
use std::fmt::Write as _;

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
    /// What the words stand for, where they are short.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub choice_labels: Vec<&'static str>,
    /// What it belongs to: `machine`, `policy`, `cores`, `conventions`, `interpreter` or `network`.
    pub group: &'static str,
    /// The policies for which it matters; left out: all.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub policies: &'static [&'static str],
    /// The placements for which it matters; left out: all.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub placements: &'static [&'static str],
    /// What 0 stands for, where it is no quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zero: Option<&'static str>,
    /// `both`, `programs` or `tables`: what it matters for.
    pub of: Of,
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
            choice_labels: match s.name {
                "policy" => POLICIES.iter().map(|(_, label, _)| *label).collect(),
                _ => Vec::new(),
            },
            group: s.group,
            policies: s.policies,
            placements: s.placements,
            zero: s.zero,
            of: s.of,
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
