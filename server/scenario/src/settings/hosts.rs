//! What is different for single hosts of the network.

use super::{SETTINGS, Setting, find};
use serde::Serialize;
use std::collections::BTreeMap;

/// Values of settings by the name of a host, then by the setting's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Hosts(BTreeMap<String, BTreeMap<&'static str, u64>>);

/// Most hosts with settings of their own.
const HOSTS_MAX: usize = 32;

impl Hosts {
    /// No host.
    pub const NONE: Self = Self(BTreeMap::new());

    /// Whether no host is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What is different for `host`.
    pub(super) fn of(&self, host: &str) -> impl Iterator<Item = (&'static Setting, u64)> {
        let values = self.0.get(host).into_iter().flatten();
        values.filter_map(|(name, value)| Some((find(name)?, *value)))
    }

    /// Names and texts, by host, in the table's order.
    pub(super) fn texts(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().flat_map(|(host, values)| {
            let given = SETTINGS.iter().filter_map(|s| Some((s, *values.get(s.name)?)));
            given.map(move |(s, value)| (format!("{}.{host}", s.name), s.kind.format(value)))
        })
    }

    /// Sets the value of one host.
    pub(super) fn put(&mut self, setting: &'static Setting, host: &str, value: u64) -> Result<(), String> {
        let is_name_byte = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
        let name = setting.name;
        if host.is_empty() || host.len() > 253 || !host.bytes().all(is_name_byte) {
            return Err(format!("{name}.{host}: `{host}` is not the name of a host"));
        }
        let host = host.to_ascii_lowercase();
        if self.0.len() >= HOSTS_MAX && !self.0.contains_key(&host) {
            return Err(format!(
                "{name}.{host}: {HOSTS_MAX} hosts can have settings of their own"
            ));
        }
        self.0.entry(host).or_default().insert(name, value);
        Ok(())
    }
}
