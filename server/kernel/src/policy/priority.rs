//! Priority scheduling (Silberschatz, Operating System Concepts 10e, 5.3.4 and 5.3.5; Tanenbaum & Bos 4e, 2.4.3):
//! the best priority goes next; preemptive or not, with round robin among equals or not, with ageing or not.
//!
//! Ageing has no agreed numbers. Here a waiting thread gets better by one for every `interval` it has waited,
//! looked at whenever a core is given away, and is back at its own priority when it runs.

use super::min_tree::MinTree;
use super::ranked::{PerThread, worse_than};
use super::{Carried, EnqueueReason, Pick, Rule, SchedPolicy};
use crate::conventions::{PriorityOrder, Tie};
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// The rules of a [`Priority`] policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PriorityRules {
    /// Which number is better.
    pub order: PriorityOrder,
    /// Whether a better newcomer takes the core.
    pub preemptive: bool,
    /// The quantum that equals take turns with; `None`: until they wait.
    pub quantum_ns: Option<TimeNs>,
    /// How long a thread waits until it counts as one better; `None`: no ageing.
    pub ageing_ns: Option<TimeNs>,
    /// Who goes first among equals.
    pub tie: Tie,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Waiting {
    since_ns: TimeNs,
    seq: u64,
}

/// Priority scheduling.
#[derive(Debug, Clone)]
pub struct Priority {
    rules: PriorityRules,
    base: PerThread<i64>,
    waiting: PerThread<Waiting>,
    /// Without ageing ordered by rank; with it by the rank at which each began to wait.
    ready: std::collections::BTreeSet<(i64, u64, ThreadId)>,
    /// With ageing, the same by when within an interval each gets better, with the rank that it would have if it had
    /// waited since 0 instead.
    ageing: MinTree<TimeNs, (i128, u64, ThreadId)>,
    n_joined: u64,
}

impl Priority {
    /// Under `rules`.
    #[must_use]
    pub fn new(rules: PriorityRules) -> Self {
        Self {
            rules,
            base: PerThread::default(),
            waiting: PerThread::default(),
            ready: std::collections::BTreeSet::new(),
            ageing: MinTree::default(),
            n_joined: 0,
        }
    }

    fn key(&self, thread: ThreadId) -> (i64, u64, ThreadId) {
        (self.base.get(thread), self.waiting.get(thread).seq, thread)
    }

    /// Who is best `phase_ns` after the begin of an interval: those whose own intervals end later than that have waited
    /// one less.
    fn best_aged(&self, phase_ns: TimeNs) -> Option<ThreadId> {
        let later = self.ageing.least_above(phase_ns);
        let later = later.map(|(rank, seq, thread)| (rank + 1, seq, thread));
        let best = self.ageing.least_up_to(phase_ns).into_iter().chain(later).min()?;
        Some(best.2)
    }

    /// The rank of a thread that has waited until `now_ns`.
    fn aged(&self, key: &(i64, u64, ThreadId), now_ns: TimeNs) -> (i64, u64, ThreadId) {
        let waited_ns = now_ns - self.waiting.get(key.2).since_ns;
        let steps = self
            .rules
            .ageing_ns
            .map_or(0, |interval_ns| waited_ns / interval_ns.max(1));
        let steps = i64::try_from(steps).unwrap_or(i64::MAX);
        (key.0.saturating_sub(steps), key.1, key.2)
    }
}

impl SchedPolicy for Priority {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        self.base.set(thread, self.rules.order.rank(params.priority));
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        let since_ns = match reason {
            EnqueueReason::Migrated => self.waiting.get(thread).since_ns,
            _ => now_ns,
        };
        self.n_joined += 1;
        let seq = match self.rules.tie {
            Tie::Queue => self.n_joined,
            Tie::Arrival => 0,
        };
        self.waiting.set(thread, Waiting { since_ns, seq });
        self.ready.insert(self.key(thread));
        if let Some(interval_ns) = self.rules.ageing_ns {
            let (n_missed, phase_ns) = (since_ns / interval_ns.max(1), since_ns % interval_ns.max(1));
            let rank = i128::from(self.base.get(thread)) + i128::from(n_missed);
            self.ageing.insert(thread, phase_ns, (rank, seq, thread));
        }
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let best = match (self.rules.ageing_ns, pick.only) {
            (None, _) => self.ready.iter().find(|key| pick.allows(key.2))?.2,
            (Some(interval_ns), None) => self.best_aged(pick.now_ns % interval_ns.max(1))?,
            (Some(_), Some(only)) => {
                let allowed = self.ready.iter().filter(|key| only(key.2));
                allowed.min_by_key(|key| self.aged(key, pick.now_ns))?.2
            }
        };
        self.remove(best);
        Some(best)
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        self.rules.quantum_ns
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(&self.key(thread));
        self.ageing.remove(thread);
    }

    fn is_preemptive(&self) -> bool {
        self.rules.preemptive
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        worse_than(self.base.get(newcomer), running, |thread| self.base.get(thread))
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().map(|key| key.2).take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("best priority", "priority")
    }

    fn value(&self, thread: ThreadId, now_ns: TimeNs) -> i64 {
        let rank = if self.ready.contains(&self.key(thread)) {
            self.aged(&self.key(thread), now_ns).0
        } else {
            self.base.get(thread)
        };
        self.rules.order.rank(rank)
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        vec![SchedValue::new("priority", self.value(thread, now_ns))]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            since_ns: Some(self.waiting.get(thread).since_ns),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        self.admit(thread, params, now_ns);
        self.waiting.at(thread).since_ns = carried.since_ns.unwrap_or(now_ns);
    }

    fn minds_priorities(&self) -> bool {
        true
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
