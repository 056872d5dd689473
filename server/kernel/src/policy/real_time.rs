//! Real-time scheduling (Liu and Layland, 1973; Buttazzo, Hard Real-Time Computing Systems): earliest deadline
//! first, rate monotonic (the shortest period first) and fixed priorities. Preemptive; on several cores the best
//! jobs run (global scheduling), each only on the cores of its affinity (one core each: partitioned scheduling).
//!
//! A job is a thread; of two jobs of equal rank the one released first goes first.

use super::ranked::{PerThread, RankedQueue, worse_than};
use super::{Carried, EnqueueReason, Pick, Rule, SchedPolicy};
use crate::conventions::{PriorityOrder, Tie};
use crate::program::SchedParams;
use timeslice_trace::event::SchedValue;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// What makes a job urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Its absolute deadline; jobs without one come last.
    EarliestDeadline,
    /// The period of its task; jobs without one come last.
    RateMonotonic,
    /// Its priority.
    FixedPriority(PriorityOrder),
}

/// A real-time policy.
#[derive(Debug, Clone)]
pub struct RealTime {
    urgency: Urgency,
    ranks: PerThread<i128>,
    ready: RankedQueue<i128>,
}

impl RealTime {
    /// The most urgent job first.
    #[must_use]
    pub fn new(urgency: Urgency) -> Self {
        Self {
            urgency,
            ranks: PerThread::default(),
            ready: RankedQueue::new(Tie::Arrival),
        }
    }
}

impl SchedPolicy for RealTime {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let or_last = |time_ns: Option<u64>| time_ns.map_or(i128::MAX, i128::from);
        let rank = match self.urgency {
            Urgency::EarliestDeadline => or_last(params.deadline_ns.map(|left_ns| now_ns.saturating_add(left_ns))),
            Urgency::RateMonotonic => or_last(params.period_ns),
            Urgency::FixedPriority(order) => i128::from(order.rank(params.priority)),
        };
        self.ranks.set(thread, rank);
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread, self.ranks.get(thread));
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.ready.pop_if(|thread| pick.allows(thread))
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(thread);
    }

    fn is_preemptive(&self) -> bool {
        true
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        worse_than(self.ranks.get(newcomer), running, |thread| self.ranks.get(thread))
    }

    fn release(&mut self, thread: ThreadId, deadline_ns: TimeNs) {
        if self.urgency == Urgency::EarliestDeadline {
            self.ranks.set(thread, i128::from(deadline_ns));
        }
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        match self.urgency {
            Urgency::EarliestDeadline => Rule::new("earliest deadline", "ns"),
            Urgency::RateMonotonic => Rule::new("shortest period", "ns"),
            Urgency::FixedPriority(_) => Rule::new("best priority", "priority"),
        }
    }

    /// -1: it has no deadline or period.
    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        let rank = i64::try_from(self.ranks.get(thread)).unwrap_or(-1);
        match self.urgency {
            Urgency::FixedPriority(order) => order.rank(rank),
            _ => rank,
        }
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        let name = match self.urgency {
            Urgency::EarliestDeadline => "deadline",
            Urgency::RateMonotonic => "period",
            Urgency::FixedPriority(_) => "priority",
        };
        vec![SchedValue::new(name, self.value(thread, now_ns))]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        Carried {
            rank: self.ranks.get(thread),
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, _now_ns: TimeNs) {
        self.ranks.set(thread, carried.rank);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}

/// Packs tasks onto `n_cores` for partitioned scheduling, as `SimSo`'s `P_EDF` does: by decreasing utilisation
/// (`wcet_ns`, `period_ns`), each on the first core where the sum stays at most 1. Answers the core of each task in
/// the order given, or `None` if one fits nowhere.
#[must_use]
pub fn first_fit_decreasing(tasks: &[(TimeNs, TimeNs)], n_cores: u32) -> Option<Vec<CoreId>> {
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (tasks[a], tasks[b]);
        (u128::from(b.0) * u128::from(a.1)).cmp(&(u128::from(a.0) * u128::from(b.1)))
    });
    let mut loads: Vec<Vec<(TimeNs, TimeNs)>> = vec![Vec::new(); n_cores as usize];
    let mut placed = vec![CoreId(0); tasks.len()];
    for task in order {
        let core = (0..loads.len()).find(|&core| {
            let all = loads[core].iter().chain([&tasks[task]]);
            all.map(|&(wcet_ns, period_ns)| wcet_ns as f64 / period_ns as f64)
                .sum::<f64>()
                <= 1.0 + 1e-12
        })?;
        loads[core].push(tasks[task]);
        placed[task] = CoreId(u32::try_from(core).expect("a machine has few cores"));
    }
    Some(placed)
}

/// The utilisation up to which `n` tasks are always schedulable under rate monotonic: `n (2^(1/n) - 1)`.
#[must_use]
pub fn rate_monotonic_bound(n: u32) -> f64 {
    f64::from(n) * (2_f64.powf(1.0 / f64::from(n)) - 1.0)
}
