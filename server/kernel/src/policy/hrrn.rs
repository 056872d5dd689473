//! Highest response ratio next (Brinch Hansen; Stallings, Operating Systems, 9.2): whose (wait + burst) / burst is
//! largest goes next and keeps its core until it waits. Short jobs go first and long ones gain by waiting. Ratios
//! are compared as exact fractions; ties: earlier arrival, then list order.

use super::forecast::{Forecast, Prediction};
use super::ranked::PerThread;
use super::thread_tree::{ROOT, ThreadTree};
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::program::SchedParams;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Highest response ratio next.
#[derive(Debug, Clone, Default)]
pub struct Hrrn {
    ready: BTreeSet<ThreadId>,
    since_ns: PerThread<TimeNs>,
    forecast: Forecast,
    /// Among the ready threads, who has the best ratio now and how long that stays so: a kinetic tournament (Basch,
    /// Guibas and Hershberger, 1997). Only matches whose time is over are played again.
    tournament: ThreadTree<Match>,
    now_ns: TimeNs,
}

/// A match of the tournament: who won it, if anybody took part, and when it has to be played again.
#[derive(Debug, Clone, Copy)]
struct Match {
    winner: Option<ThreadId>,
    until_ns: TimeNs,
}

impl Default for Match {
    fn default() -> Self {
        Self {
            winner: None,
            until_ns: TimeNs::MAX,
        }
    }
}

impl Hrrn {
    /// With bursts known as `prediction` says.
    #[must_use]
    pub fn new(prediction: Prediction) -> Self {
        Self {
            forecast: Forecast::new(prediction),
            ..Self::default()
        }
    }

    /// Until when `a`, who wins against `b` at `now_ns` or not, goes on to do so or not. `a` has the lower number, so it
    /// wins a draw. The ratio is `1 + (now - since) / burst`: whoever has the shorter burst gains on the other.
    fn match_of(&self, a: ThreadId, b: ThreadId) -> Match {
        let number = |thread| i128::from(self.forecast.expected_ns(thread).max(1));
        let (burst_a, burst_b) = (number(a), number(b));
        let since = |thread| i128::from(self.since_ns.get(thread));
        let offset = since(a).saturating_mul(burst_b) - since(b).saturating_mul(burst_a);
        // How far `a` is ahead, up to a positive factor, is a line in time.
        let slope = burst_b - burst_a;
        let wins = i128::from(self.now_ns).saturating_mul(slope) >= offset;
        let until_ns = match wins {
            true if slope < 0 => Some((-offset).div_euclid(-slope) + 1),
            false if slope > 0 => Some(-(-offset).div_euclid(slope)),
            _ => None,
        };
        Match {
            winner: Some(if wins { a } else { b }),
            until_ns: until_ns.and_then(|ns| TimeNs::try_from(ns).ok()).unwrap_or(TimeNs::MAX),
        }
    }

    fn play(&self, a: Match, b: Match) -> Match {
        let both = match (a.winner, b.winner) {
            (Some(a), Some(b)) => self.match_of(a, b),
            (winner, other) => Match {
                winner: winner.or(other),
                until_ns: TimeNs::MAX,
            },
        };
        Match {
            until_ns: both.until_ns.min(a.until_ns).min(b.until_ns),
            ..both
        }
    }

    /// `thread` takes part from now on, or no more.
    fn enter(&mut self, thread: ThreadId, takes_part: bool) {
        let leaf = Match {
            winner: takes_part.then_some(thread),
            ..Match::default()
        };
        let mut tournament = std::mem::take(&mut self.tournament);
        tournament.set(thread, leaf, |a, b| self.play(a, b));
        self.tournament = tournament;
    }

    fn best(&mut self) -> Option<ThreadId> {
        let mut tournament = std::mem::take(&mut self.tournament);
        if tournament.root().until_ns <= self.now_ns {
            self.replay(&mut tournament, ROOT);
        }
        self.tournament = tournament;
        self.tournament.root().winner
    }

    /// Plays the matches again whose time is over, up to node `at`.
    fn replay(&self, tournament: &mut ThreadTree<Match>, at: usize) {
        for below in [2 * at, 2 * at + 1] {
            if tournament.node(below).until_ns <= self.now_ns {
                self.replay(tournament, below);
            }
        }
        tournament.sum_up(at, |a, b| self.play(a, b));
    }

    fn compare_ratios(&self, a: ThreadId, b: ThreadId) -> Ordering {
        let burst_ns = |thread| u128::from(self.forecast.expected_ns(thread).max(1));
        let response_ns = |thread| u128::from(self.now_ns - self.since_ns.get(thread)) + burst_ns(thread);
        (response_ns(a) * burst_ns(b)).cmp(&(response_ns(b) * burst_ns(a)))
    }
}

impl SchedPolicy for Hrrn {
    fn admit(&mut self, thread: ThreadId, _params: &SchedParams, _now_ns: TimeNs) {
        self.forecast.admit(thread);
    }

    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        self.forecast.begin(thread, burst_ns);
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.forecast.charge(thread, ran_ns);
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        self.forecast.end(thread);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        if reason != EnqueueReason::Migrated {
            self.since_ns.set(thread, now_ns);
        }
        self.ready.insert(thread);
        self.now_ns = now_ns;
        self.enter(thread, true);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.now_ns = pick.now_ns;
        let best = match pick.only {
            None => self.best()?,
            Some(only) => {
                let by_ratio = |a: &ThreadId, b: &ThreadId| self.compare_ratios(*a, *b).then(b.cmp(a));
                let allowed = self.ready.iter().copied().filter(|thread| only(*thread));
                allowed.max_by(by_ratio)?
            }
        };
        self.remove(best);
        Some(best)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        if self.ready.remove(&thread) {
            self.enter(thread, false);
        }
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().copied().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("highest response ratio", "ratio_permille")
    }

    fn value(&self, thread: ThreadId, now_ns: TimeNs) -> i64 {
        let burst_ns = u128::from(self.forecast.expected_ns(thread).max(1));
        let response_ns = u128::from(now_ns.saturating_sub(self.since_ns.get(thread))) + burst_ns;
        i64::try_from(response_ns * 1000 / burst_ns).unwrap_or(i64::MAX)
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        vec![
            SchedValue::new("response_ratio", self.value(thread, now_ns)),
            SchedValue::new("burst", signed(self.forecast.expected_ns(thread))),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            burst: self.forecast.get(thread),
            since_ns: Some(self.since_ns.get(thread)),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, _now_ns: TimeNs) {
        self.forecast.set(thread, carried.burst);
        self.since_ns.set(thread, carried.since_ns.unwrap_or(0));
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
