//! Real-time scheduling (Liu and Layland, 1973; Buttazzo, Hard Real-Time Computing Systems): earliest deadline
//! first, rate monotonic (the shortest period first) and fixed priorities. Preemptive; on several cores the best
//! jobs run (global scheduling), each only on the cores of its affinity (one core each: partitioned scheduling).
//!
//! A job is a thread, or one of several that a thread does one after the other; of two jobs of equal rank the one
//! released first goes first.

use super::ranked::{PerThread, RankedQueue, worse_than};
use super::{Carried, EnqueueReason, Pick, Rule, SchedPolicy};
use crate::conventions::{PriorityOrder, Tie};
use crate::placement::Packing;
use crate::program::SchedParams;
use crate::timers::Arrival;
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

/// When the present job of a thread was released, and how much later it should be done.
#[derive(Debug, Clone, Copy, Default)]
struct Release {
    at_ns: TimeNs,
    deadline_ns: TimeNs,
}

/// A real-time policy.
#[derive(Debug, Clone)]
pub struct RealTime {
    urgency: Urgency,
    ranks: PerThread<i128>,
    releases: PerThread<Release>,
    ready: RankedQueue<(i128, TimeNs)>,
}

impl RealTime {
    /// The most urgent job first.
    #[must_use]
    pub fn new(urgency: Urgency) -> Self {
        Self {
            urgency,
            ranks: PerThread::default(),
            releases: PerThread::default(),
            ready: RankedQueue::new(Tie::Arrival),
        }
    }
}

impl SchedPolicy for RealTime {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let or_last = |time_ns: Option<u64>| time_ns.map_or(i128::MAX, i128::from);
        let rank = match self.urgency {
            Urgency::EarliestDeadline => or_last({
                let left_ns = params.deadline_ns.or(params.period_ns);
                left_ns.map(|left_ns| now_ns.saturating_add(left_ns))
            }),
            Urgency::RateMonotonic => or_last(params.period_ns),
            Urgency::FixedPriority(order) => i128::from(order.rank(params.priority)),
        };
        self.ranks.set(thread, rank);
        let release = Release {
            at_ns: now_ns,
            deadline_ns: params.deadline_ns.or(params.period_ns).unwrap_or(0),
        };
        self.releases.set(thread, release);
    }

    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        let rank = (self.ranks.get(thread), self.releases.get(thread).at_ns);
        self.ready.push(thread, rank);
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
        let release = self.releases.at(thread);
        release.at_ns = deadline_ns.saturating_sub(release.deadline_ns);
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

    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        self.admit(thread, params, now_ns);
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

/// Gives every periodic thread with a known cost, and no affinity of its own, its core. Who does not fit goes to the
/// core with the least utilisation.
pub(crate) fn partition(arrivals: &mut [Arrival], n_cores: u32, packing: Packing) {
    let is_task = |arrival: &&mut Arrival| {
        let sched = &arrival.request.sched;
        sched.period_ns.is_some() && sched.wcet_ns.is_some() && sched.affinity == u32::MAX
    };
    let mut tasks: Vec<&mut Arrival> = arrivals.iter_mut().filter(is_task).collect();
    let load = |arrival: &Arrival| {
        let sched = &arrival.request.sched;
        (sched.wcet_ns.unwrap_or(0), sched.period_ns.unwrap_or(1).max(1))
    };
    let needs: Vec<(TimeNs, TimeNs)> = tasks.iter().map(|arrival| load(arrival)).collect();
    let packed = match packing {
        Packing::FirstFit => first_fit_decreasing(&needs, n_cores),
        Packing::LeastLoaded => None,
    };
    let cores = packed.unwrap_or_else(|| least_loaded(&needs, n_cores));
    for (task, core) in tasks.iter_mut().zip(cores) {
        task.request.sched.affinity = 1 << core.idx();
    }
}

/// Puts each task, in the order given, on the core with the least utilisation so far (`SimSo`'s `P_RM`).
fn least_loaded(tasks: &[(TimeNs, TimeNs)], n_cores: u32) -> Vec<CoreId> {
    let mut loads = vec![0.0; n_cores as usize];
    let place = |&(wcet_ns, period_ns): &(TimeNs, TimeNs)| {
        let lightest = |a: &usize, b: &usize| f64::total_cmp(&loads[*a], &loads[*b]);
        let core = (0..loads.len()).min_by(lightest).unwrap_or(0);
        loads[core] += wcet_ns as f64 / period_ns as f64;
        CoreId(u32::try_from(core).expect("a machine has few cores"))
    };
    tasks.iter().map(place).collect()
}

/// The utilisation up to which `n` tasks are always schedulable under rate monotonic: `n (2^(1/n) - 1)`.
#[must_use]
pub fn rate_monotonic_bound(n: u32) -> f64 {
    f64::from(n) * (2_f64.powf(1.0 / f64::from(n)) - 1.0)
}
