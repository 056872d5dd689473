//! What a run of a table must come to; a test checks it. It knows no way to run one.

use super::write::quoted;
use crate::metadata::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What the runs of a table must come to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TableExpect {
    /// How the run ends.
    pub outcome: Outcome,
    /// What else holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim>,
}

/// Numbers of one run. Times are text, such as `17ms`; means are rounded to the nanosecond.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Claim {
    /// The settings that differ from the table's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Mean time ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_waiting: Option<String>,
    /// Mean time from arrival to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_turnaround: Option<String>,
    /// Mean time from arrival to the first instruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_response: Option<String>,
    /// Missed deadlines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misses: Option<u64>,
    /// When processes end, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub finish: BTreeMap<String, String>,
    /// CPU time of processes, by name, while all of them were there: in thousandths, give or take 5.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub shares: BTreeMap<String, u64>,
    /// Who ran on core 0, in order, neighbours merged: `A B A`; the beginning is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

impl TableExpect {
    pub(super) fn write(&self, out: &mut String) -> std::fmt::Result {
        let outcome = match self.outcome {
            Outcome::Finishes => "finishes",
            Outcome::Deadlock => "deadlock",
            Outcome::Exception => "exception",
            Outcome::Limit => "limit",
        };
        writeln!(out, "\n[expect]\noutcome = \"{outcome}\"")?;
        for claim in &self.claims {
            writeln!(out, "\n[[expect.claims]]")?;
            for (key, map) in [("set", &claim.set), ("finish", &claim.finish)] {
                if !map.is_empty() {
                    let pairs: Vec<String> = map
                        .iter()
                        .map(|(k, v)| format!("{} = {}", quoted(k), quoted(v)))
                        .collect();
                    writeln!(out, "{key} = {{ {} }}", pairs.join(", "))?;
                }
            }
            if !claim.shares.is_empty() {
                let pairs: Vec<String> = claim
                    .shares
                    .iter()
                    .map(|(k, v)| format!("{} = {v}", quoted(k)))
                    .collect();
                writeln!(out, "shares = {{ {} }}", pairs.join(", "))?;
            }
            for (key, value) in [
                ("mean_waiting", &claim.mean_waiting),
                ("mean_turnaround", &claim.mean_turnaround),
                ("mean_response", &claim.mean_response),
                ("order", &claim.order),
            ] {
                if let Some(value) = value {
                    writeln!(out, "{key} = {}", quoted(value))?;
                }
            }
            if let Some(misses) = claim.misses {
                writeln!(out, "misses = {misses}")?;
            }
        }
        Ok(())
    }
}
