//! The Completely Fair Scheduler of Linux up to 6.5 (`kernel/sched/fair.c` of 6.1): whoever has the least virtual
//! runtime goes next, for a part of the latency in proportion to its weight. Without a tick it is OSTEP's simplified
//! CFS (chapter 9), where the slice is fixed when a thread gets the core.
//!
//! Left out: the "last" buddy, groups, and a queue per core.

use super::fair::{Ticker, scaling_factor, virtual_ns, weight};
use super::ranked::{PerThread, RankedQueue};
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Chooser;
use crate::conventions::Tie;
use crate::program::SchedParams;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use timeslice_trace::event::{PreemptReason, SchedValue};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Above so many threads the period is stretched instead of cutting slices ever shorter.
const NR_LATENCY: u64 = 8;

/// The constants of a [`Cfs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CfsRules {
    /// The period in which everybody ready runs once.
    pub latency_ns: TimeNs,
    /// The shortest slice.
    pub min_granularity_ns: TimeNs,
    /// How far behind a woken thread must be to take the core.
    pub wakeup_granularity_ns: TimeNs,
    /// The timer interrupt at which slices end; 0: they end exactly.
    pub tick_ns: TimeNs,
    /// A new thread begins one slice behind.
    pub start_debit: bool,
    /// A woken thread is credited with half the latency only, not the whole (`GENTLE_FAIR_SLEEPERS`).
    pub gentle_sleepers: bool,
    /// Whether woken threads take the core from those far ahead.
    pub wakeup_preemption: bool,
    /// Who goes first at equal virtual runtime.
    pub tie: Tie,
}

impl CfsRules {
    /// Linux 6.1 with HZ=250.
    #[must_use]
    pub fn linux(n_cores: u32) -> Self {
        let factor = scaling_factor(n_cores);
        Self {
            latency_ns: 6_000_000 * factor,
            min_granularity_ns: 750_000 * factor,
            wakeup_granularity_ns: 1_000_000 * factor,
            tick_ns: 4_000_000,
            start_debit: true,
            gentle_sleepers: true,
            wakeup_preemption: true,
            tie: Tie::Queue,
        }
    }

    /// OSTEP's simplification: latency 48 ms, at least 6 ms each, nothing but slices.
    #[must_use]
    pub fn ostep() -> Self {
        Self {
            latency_ns: 48_000_000,
            min_granularity_ns: 6_000_000,
            wakeup_granularity_ns: 0,
            tick_ns: 0,
            start_debit: false,
            gentle_sleepers: false,
            wakeup_preemption: false,
            tie: Tie::Arrival,
        }
    }

    /// The slice of a thread of `weight` among `n` threads of `total_weight` together.
    #[must_use]
    pub fn slice_ns(&self, weight: u64, n: u64, total_weight: u64) -> TimeNs {
        let period_ns = if n <= NR_LATENCY {
            self.latency_ns
        } else {
            n * self.min_granularity_ns
        };
        let share_ns = u128::from(period_ns) * u128::from(weight) / u128::from(total_weight.max(1));
        TimeNs::try_from(share_ns)
            .unwrap_or(TimeNs::MAX)
            .max(self.min_granularity_ns)
    }

    /// Where a thread that slept with `vruntime_ns` wakes: it never gains more than its credit.
    #[must_use]
    pub fn wakeup_vruntime_ns(&self, vruntime_ns: i64, min_vruntime_ns: i64) -> i64 {
        let credit_ns = if self.gentle_sleepers {
            self.latency_ns / 2
        } else {
            self.latency_ns
        };
        vruntime_ns.max(min_vruntime_ns.saturating_sub_unsigned(credit_ns))
    }

    /// Whether a woken thread takes the core from the one that runs.
    #[must_use]
    pub fn wakeup_preempts(&self, current_ns: i64, woken_ns: i64, woken_weight: u64) -> bool {
        current_ns > woken_ns.saturating_add_unsigned(virtual_ns(self.wakeup_granularity_ns, woken_weight))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Entity {
    weight: u64,
    vruntime_ns: i64,
    /// Since it got its core.
    ran_ns: TimeNs,
}

/// The Completely Fair Scheduler.
#[derive(Debug, Clone)]
pub struct Cfs {
    rules: CfsRules,
    entities: PerThread<Entity>,
    ready: RankedQueue<i64>,
    /// The threads that are ready or run.
    present: BTreeSet<ThreadId>,
    total_weight: u64,
    min_vruntime_ns: i64,
    /// Who took a core by waking: preferred at the next pick, if that is not unfair.
    buddy: Option<ThreadId>,
    ticker: Ticker,
}

impl Cfs {
    /// Under `rules`.
    #[must_use]
    pub fn new(rules: CfsRules) -> Self {
        Self {
            entities: PerThread::default(),
            ready: RankedQueue::new(rules.tie),
            present: BTreeSet::new(),
            total_weight: 0,
            min_vruntime_ns: 0,
            buddy: None,
            ticker: Ticker::new(rules.tick_ns),
            rules,
        }
    }

    fn fair_slice_ns(&self, thread: ThreadId) -> TimeNs {
        let n = self.present.len() as u64;
        self.rules
            .slice_ns(self.entities.get(thread).weight, n, self.total_weight)
    }

    fn join(&mut self, thread: ThreadId, is_new: bool) {
        let Entity {
            weight, vruntime_ns, ..
        } = self.entities.get(thread);
        self.count(thread);
        self.entities.at(thread).vruntime_ns = if !is_new {
            self.rules.wakeup_vruntime_ns(vruntime_ns, self.min_vruntime_ns)
        } else if self.rules.start_debit {
            let debit_ns = virtual_ns(self.fair_slice_ns(thread), weight);
            self.min_vruntime_ns.saturating_add_unsigned(debit_ns)
        } else {
            self.min_vruntime_ns
        };
    }

    fn count(&mut self, thread: ThreadId) {
        self.present.insert(thread);
        self.total_weight += self.entities.get(thread).weight;
    }

    fn part(&mut self, thread: ThreadId) {
        if self.present.remove(&thread) {
            self.total_weight -= self.entities.get(thread).weight;
        }
        self.buddy = self.buddy.filter(|buddy| *buddy != thread);
    }
}

impl SchedPolicy for Cfs {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        self.entities.at(thread).weight = weight(params.nice);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        match reason {
            EnqueueReason::Created => self.join(thread, true),
            EnqueueReason::Woken => self.join(thread, false),
            EnqueueReason::Migrated => self.count(thread),
            EnqueueReason::Expired | EnqueueReason::Preempted | EnqueueReason::Yielded => {}
        }
        self.ready.push(thread, self.entities.get(thread).vruntime_ns);
        self.ticker.catch_up(now_ns);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let (left_ns, left) = self.ready.first_if(|thread| pick.allows(thread))?;
        let is_fair = |buddy: &ThreadId| {
            let buddy_ns = self.entities.get(*buddy).vruntime_ns;
            !self
                .rules
                .wakeup_preempts(buddy_ns, left_ns, self.entities.get(left).weight)
        };
        let next = self.buddy.take().filter(is_fair).unwrap_or(left);
        let is_there = self.ready.contains(next) && pick.allows(next);
        let next = if is_there { next } else { left };
        self.ready.remove(next);
        self.entities.at(next).ran_ns = 0;
        Some(next)
    }

    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        self.ticker.is_off().then(|| self.fair_slice_ns(thread).max(1))
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        let entity = self.entities.at(thread);
        entity.ran_ns += ran_ns;
        let delta_ns = virtual_ns(ran_ns, entity.weight.max(1));
        entity.vruntime_ns = entity.vruntime_ns.saturating_add_unsigned(delta_ns);
        let mut least_ns = entity.vruntime_ns;
        if let Some((left_ns, _)) = self.ready.first() {
            least_ns = least_ns.min(left_ns);
        }
        self.min_vruntime_ns = self.min_vruntime_ns.max(least_ns);
    }

    fn leave(&mut self, thread: ThreadId, _reason: LeaveReason, _now_ns: TimeNs) {
        self.part(thread);
    }

    fn remove(&mut self, thread: ThreadId) {
        self.part(thread);
        self.ready.remove(thread);
    }

    fn next_timer_ns(&self) -> Option<TimeNs> {
        self.ready.first().and(self.ticker.next_ns())
    }

    fn timer(
        &mut self,
        now_ns: TimeNs,
        running: &[(CoreId, ThreadId)],
        _chooser: &mut dyn Chooser,
    ) -> Vec<(CoreId, PreemptReason)> {
        self.ticker.done(now_ns);
        let Some((left_ns, _)) = self.ready.first() else {
            return Vec::new();
        };
        let is_over = |thread: ThreadId| {
            let Entity {
                vruntime_ns, ran_ns, ..
            } = self.entities.get(thread);
            let slice_ns = self.fair_slice_ns(thread);
            let is_ahead = vruntime_ns > left_ns.saturating_add_unsigned(slice_ns);
            ran_ns > slice_ns || (ran_ns >= self.rules.min_granularity_ns && is_ahead)
        };
        let over = running.iter().filter(|(_, thread)| is_over(*thread));
        over.map(|(core, _)| (*core, PreemptReason::QuantumEnd)).collect()
    }

    fn is_preemptive(&self) -> bool {
        self.rules.wakeup_preemption
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        let Entity {
            weight, vruntime_ns, ..
        } = self.entities.get(newcomer);
        let current_ns = |thread| self.entities.get(thread).vruntime_ns;
        let (core, worst) = *running.iter().max_by_key(|(_, thread)| current_ns(*thread))?;
        let preempts = self.rules.wakeup_preempts(current_ns(worst), vruntime_ns, weight);
        preempts.then(|| {
            self.buddy = Some(newcomer);
            core
        })
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("least virtual runtime", "vruntime")
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        self.entities.get(thread).vruntime_ns
    }

    fn values(&self, thread: ThreadId, _now_ns: TimeNs) -> Vec<SchedValue> {
        let entity = self.entities.get(thread);
        vec![
            SchedValue::new("vruntime", entity.vruntime_ns),
            SchedValue::new("weight", signed(entity.weight)),
            SchedValue::new("slice", signed(self.fair_slice_ns(thread))),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        self.part(thread);
        Carried {
            vruntime_ns: self.entities.get(thread).vruntime_ns - self.min_vruntime_ns,
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        self.admit(thread, params, now_ns);
        self.entities.at(thread).vruntime_ns = self.min_vruntime_ns.saturating_add(carried.vruntime_ns);
    }

    fn minds_priorities(&self) -> bool {
        true
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
