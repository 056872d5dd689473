//! The network as a device: how long an exchange with a host takes, and whether the host answers at all.
//!
//! It knows hosts by name and exchanges by size; what is asked and answered is no business of the kernel. A connection
//! has the bandwidth of its host to itself.

use crate::chooser::{Choice, Chooser};
use std::collections::BTreeMap;
use timeslice_trace::TimeNs;

/// The line to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// From the request to the first byte of the answer, on average.
    pub latency_ns: TimeNs,
    /// How far a single latency may be from the average, in thousandths of it, either way.
    pub jitter_permille: u32,
    /// Bytes per second.
    pub bandwidth: u64,
    /// Of a thousand exchanges, how many break off without an answer.
    pub failures_permille: u32,
}

impl Default for Route {
    fn default() -> Self {
        Self {
            latency_ns: 50_000_000,
            jitter_permille: 100,
            bandwidth: 10_000_000,
            failures_permille: 0,
        }
    }
}

/// All lines of a machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// To hosts that have none of their own.
    pub default: Route,
    /// By the name of the host.
    pub hosts: BTreeMap<String, Route>,
}

impl Network {
    /// The line to `host`.
    #[must_use]
    pub fn route(&self, host: &str) -> Route {
        self.hosts.get(host).copied().unwrap_or(self.default)
    }
}

impl Route {
    /// The latency of one exchange. Asks the oracle if there is jitter.
    pub fn latency_ns(&self, chooser: &mut dyn Chooser) -> TimeNs {
        let spread_ns = u64::try_from(u128::from(self.latency_ns) * u128::from(self.jitter_permille) / 1000)
            .expect("a part of the latency, since jitter is at most the whole");
        if spread_ns == 0 {
            return self.latency_ns;
        }
        self.latency_ns - spread_ns + chooser.choose(Choice::Latency, 2 * spread_ns + 1)
    }

    /// Whether one exchange breaks off. Asks the oracle if that is in question.
    pub fn fails(&self, chooser: &mut dyn Chooser) -> bool {
        match self.failures_permille {
            0 => false,
            1000.. => true,
            n => chooser.choose(Choice::Failure, 1000) < u64::from(n),
        }
    }

    /// How long `bytes` take to come in.
    #[must_use]
    pub fn transfer_ns(&self, bytes: usize) -> TimeNs {
        let ns = bytes as u128 * 1_000_000_000 / u128::from(self.bandwidth.max(1));
        u64::try_from(ns).unwrap_or(TimeNs::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chooser::SeededChooser;

    const MS: u64 = 1_000_000;

    #[test]
    fn a_host_has_its_own_route_or_the_common_one() {
        let slow = Route {
            latency_ns: 80 * MS,
            ..Route::default()
        };
        let network = Network {
            default: Route::default(),
            hosts: [("api.example.com".to_owned(), slow)].into(),
        };
        assert_eq!(network.route("api.example.com"), slow);
        assert_eq!(network.route("example.com"), Route::default());
    }

    #[test]
    fn latencies_stay_within_the_jitter_and_follow_from_the_seed() {
        let route = Route::default();
        let latencies = |seed| {
            let mut chooser = SeededChooser::new(seed);
            (0..200).map(|_| route.latency_ns(&mut chooser)).collect::<Vec<_>>()
        };
        let found = latencies(1);
        assert!(found.iter().all(|ns| (45 * MS..=55 * MS).contains(ns)), "{found:?}");
        assert!(found.iter().any(|ns| *ns < 47 * MS) && found.iter().any(|ns| *ns > 53 * MS));
        assert_eq!(found, latencies(1));
        assert_ne!(found, latencies(2));
    }

    #[test]
    fn what_is_certain_asks_nobody() {
        struct Nobody;
        impl Chooser for Nobody {
            fn choose(&mut self, what: Choice, _: u64) -> u64 {
                panic!("asked for {what:?}")
            }
        }
        let steady = Route {
            jitter_permille: 0,
            ..Route::default()
        };
        assert_eq!(steady.latency_ns(&mut Nobody), 50 * MS);
        assert!(!steady.fails(&mut Nobody));
        let dead = Route {
            failures_permille: 1000,
            ..steady
        };
        assert!(dead.fails(&mut Nobody));
    }

    #[test]
    fn a_share_of_the_exchanges_fails() {
        let route = Route {
            failures_permille: 250,
            ..Route::default()
        };
        let mut chooser = SeededChooser::new(3);
        let n = (0..4000).filter(|_| route.fails(&mut chooser)).count();
        assert!((900..1100).contains(&n), "{n}");
    }

    #[test]
    fn bytes_take_their_time() {
        let route = Route {
            bandwidth: 1_000_000,
            ..Route::default()
        };
        assert_eq!(route.transfer_ns(0), 0);
        assert_eq!(route.transfer_ns(2_000), 2 * MS);
    }
}
