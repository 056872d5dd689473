//! Real-time scheduling (Liu and Layland, 1973; Buttazzo, Hard Real-Time Computing Systems): earliest deadline
//! first, rate monotonic (the shortest period first) and fixed priorities. Preemptive; on several cores the best
//! jobs run (global scheduling), each only on the cores of its affinity (one core each: partitioned scheduling).
//!
//! A job is a thread; of two jobs of equal rank the one released first goes first.

use super::ranked::{PerThread, RankedQueue, worse_than};
use super::{EnqueueReason, SchedPolicy};
use crate::chooser::Chooser;
use crate::conventions::{PriorityOrder, Tie};
use crate::program::SchedParams;
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

#[derive(Debug, Clone, Copy, Default)]
struct Job {
    rank: i128,
    affinity: u32,
}

/// A real-time policy.
#[derive(Debug, Clone)]
pub struct RealTime {
    urgency: Urgency,
    jobs: PerThread<Job>,
    ready: RankedQueue<i128>,
    /// Whether some job may not run everywhere.
    is_restricted: bool,
}

impl RealTime {
    /// The most urgent job first.
    #[must_use]
    pub fn new(urgency: Urgency) -> Self {
        Self {
            urgency,
            jobs: PerThread::default(),
            ready: RankedQueue::new(Tie::Arrival),
            is_restricted: false,
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
        let affinity = params.affinity;
        self.is_restricted |= affinity != u32::MAX;
        self.jobs.set(thread, Job { rank, affinity });
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        self.ready.push(thread, self.jobs.get(thread).rank);
    }

    fn pick_next(&mut self, core: CoreId, _now_ns: TimeNs, _chooser: &mut dyn Chooser) -> Option<ThreadId> {
        self.ready
            .pop_if(|thread| self.jobs.get(thread).affinity >> core.idx() & 1 != 0)
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
        let job = self.jobs.get(newcomer);
        let mut eligible = running.to_vec();
        eligible.retain(|(core, _)| job.affinity >> core.idx() & 1 != 0);
        worse_than(job.rank, &eligible, |thread| self.jobs.get(thread).rank)
    }

    fn shares_queue(&self) -> bool {
        !self.is_restricted
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
