//! Earliest eligible virtual deadline first (Stoica and Abdel-Wahab, 1995), as Linux 6.17 and later do it
//! (`kernel/sched/fair.c`): of those who have not had more than their share the one whose slice must end first, in
//! virtual time, goes next. With a tick, decisions are made at ticks and wake-ups only, as on a real kernel; without
//! one slices end exactly.
//!
//! Left out: groups, buddies, a queue per core.

mod rules;
#[cfg(test)]
mod tests;

pub use rules::{EevdfRules, base_slice_ns};

use super::fair::{Ticker, virtual_ns, weight};
use super::min_tree::MinTree;
use super::ranked::PerThread;
use super::virtual_time::{Entity, VirtualTime, lag_limit_ns};
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Chooser;
use crate::program::SchedParams;
use std::collections::BTreeSet;
use timeslice_trace::event::{PreemptReason, SchedValue};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// What the eligible are picked by, the least first: deadline, order of joining; and whose it is.
type Urgency = (i64, u64, ThreadId);

/// The slices a thread may ask for.
const SLICE_RANGE_NS: std::ops::RangeInclusive<TimeNs> = 100_000..=100_000_000;

#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    weight: u64,
    slice_ns: TimeNs,
    /// The virtual lag it went to sleep with.
    saved_lag_ns: i64,
    /// Until which virtual runtime it keeps its core.
    protected_until_ns: i64,
    /// It reached its deadline since it was last looked at.
    is_due: bool,
    /// How far its deadline was from its virtual runtime when it left for another core (`PLACE_REL_DEADLINE`).
    deadline_distance_ns: Option<i64>,
}

/// Earliest eligible virtual deadline first.
#[derive(Debug, Clone)]
pub struct Eevdf {
    rules: EevdfRules,
    standings: PerThread<Standing>,
    /// Who is ready, runs, or sleeps in debt.
    account: VirtualTime,
    /// Who can be picked, the ready and those in debt: by virtual runtime, with deadlines.
    queue: MinTree<i64, Urgency>,
    in_debt: BTreeSet<ThreadId>,
    /// Whom each core ran last.
    current: Vec<Option<ThreadId>>,
    ticker: Ticker,
}

impl Eevdf {
    /// Under `rules`.
    #[must_use]
    pub fn new(rules: EevdfRules) -> Self {
        Self {
            standings: PerThread::default(),
            account: VirtualTime::default(),
            queue: MinTree::default(),
            in_debt: BTreeSet::new(),
            current: Vec::new(),
            ticker: Ticker::new(rules.tick_ns),
            rules,
        }
    }

    /// The account of virtual time: who has what deadline and is how far from the mean.
    #[must_use]
    pub fn virtual_time(&self) -> &VirtualTime {
        &self.account
    }

    fn join(&mut self, thread: ThreadId, is_new: bool) {
        let Standing {
            weight,
            slice_ns,
            saved_lag_ns,
            ..
        } = self.standings.get(thread);
        if self.in_debt.remove(&thread) {
            self.queue.remove(thread);
            // It only seemed to sleep. A debt that became a credit meanwhile is forgotten.
            if self.account.lag_ns(thread) <= 0 {
                return;
            }
            self.account.remove(thread);
            self.account.place(thread, weight, slice_ns, 0, false);
        } else {
            let is_halved = is_new && self.rules.place_deadline_initial;
            self.account.place(thread, weight, slice_ns, saved_lag_ns, is_halved);
            if let Some(distance_ns) = self.standings.at(thread).deadline_distance_ns.take() {
                self.account.set_deadline(thread, distance_ns);
            }
        }
    }

    /// Takes `thread` out of the account; its lag is kept for its return.
    fn settle(&mut self, thread: ThreadId, most_ns: i64) {
        let Standing { weight, slice_ns, .. } = self.standings.get(thread);
        let limit_ns = lag_limit_ns(slice_ns, self.rules.tick_ns, weight);
        let lag_ns = self.account.lag_ns(thread).clamp(-limit_ns, limit_ns);
        self.standings.at(thread).saved_lag_ns = lag_ns.min(most_ns);
        self.account.remove(thread);
        self.forget_debt(thread);
    }

    fn forget_debt(&mut self, thread: ThreadId) {
        if self.in_debt.remove(&thread) {
            self.queue.remove(thread);
        }
    }

    /// From now on `thread` can be picked.
    fn enter(&mut self, thread: ThreadId) {
        let (deadline_ns, seq) = self.account.urgency(thread);
        let vruntime_ns = self.account[thread].vruntime_ns;
        self.queue.insert(thread, vruntime_ns, (deadline_ns, seq, thread));
    }

    fn is_ready(&self, thread: ThreadId) -> bool {
        self.queue.contains(thread) && !self.in_debt.contains(&thread)
    }

    fn n_ready(&self) -> usize {
        self.queue.len() - self.in_debt.len()
    }

    fn is_protected(&self, thread: ThreadId) -> bool {
        let vruntime_ns = self.account[thread].vruntime_ns;
        self.rules.run_to_parity && vruntime_ns < self.standings.get(thread).protected_until_ns
    }

    /// Whom the rule names among those who can be picked, of whom `only` some may be, and `current`, who was on the
    /// core until now and is not among them.
    fn choose(&self, current: Option<ThreadId>, only: Option<&dyn Fn(ThreadId) -> bool>) -> Option<ThreadId> {
        let eligible = current.filter(|thread| self.account.len() == 1 || self.account.is_eligible(*thread));
        if let Some(current) = eligible
            && self.is_protected(current)
        {
            return Some(current);
        }
        let mean_ns = self.account.mean_ns();
        let best = match only {
            None => self.queue.least_up_to(mean_ns),
            // Nothing is known in advance about who may run where: all are looked at.
            Some(only) => self
                .queue
                .iter()
                .filter(|(thread, vruntime_ns, _)| *vruntime_ns <= mean_ns && only(*thread))
                .map(|(.., urgency)| urgency)
                .min(),
        };
        match (eligible, best) {
            (Some(current), Some((best_ns, _, best))) => {
                let own_ns = self.account[current].deadline_ns;
                Some(if own_ns < best_ns { current } else { best })
            }
            // Those who are eligible run on other cores.
            (None, None) => {
                let first = match only {
                    None => self.queue.first(),
                    Some(only) => {
                        let allowed = self.queue.iter().filter(|(thread, ..)| only(*thread));
                        allowed
                            .map(|(thread, vruntime_ns, _)| (vruntime_ns, thread))
                            .min()
                            .map(|first| first.1)
                    }
                };
                let anybody = first.into_iter().chain(current);
                anybody.min_by_key(|thread| self.account[*thread].vruntime_ns)
            }
            (current, best) => current.or(best.map(|(.., best)| best)),
        }
    }

    /// The same, among the ready.
    fn choose_ready(&mut self, current: Option<ThreadId>, only: Option<&dyn Fn(ThreadId) -> bool>) -> Option<ThreadId> {
        while self.n_ready() > 0 || current.is_some() {
            let next = self.choose(current, only)?;
            if !self.in_debt.contains(&next) {
                return Some(next);
            }
            // It sleeps, and its debt is paid by now.
            self.settle(next, 0);
        }
        None
    }

    /// A picked thread may have gone to another core than the one that asked: sees who really is where.
    fn note_current(&mut self, running: &[(CoreId, ThreadId)]) {
        for &(core, thread) in running {
            self.current.resize(self.current.len().max(core.idx() + 1), None);
            self.current[core.idx()] = Some(thread);
        }
    }

    /// `RUN_TO_PARITY`: protects `thread`, which gets a core.
    fn protect(&mut self, thread: ThreadId) {
        let Entity {
            weight,
            vruntime_ns,
            deadline_ns,
            ..
        } = self.account[thread];
        let shortest_ns = virtual_ns(self.account.shortest_slice_ns(), weight);
        self.standings.at(thread).protected_until_ns =
            deadline_ns.min(vruntime_ns.saturating_add_unsigned(shortest_ns));
    }
}

impl SchedPolicy for Eevdf {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, _now_ns: TimeNs) {
        let slice_ns = params.slice_ns.map_or(self.rules.base_slice_ns, |slice_ns| {
            slice_ns.clamp(*SLICE_RANGE_NS.start(), *SLICE_RANGE_NS.end())
        });
        let standing = self.standings.at(thread);
        (standing.weight, standing.slice_ns) = (weight(params.nice), slice_ns);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        match reason {
            EnqueueReason::Created => self.join(thread, true),
            EnqueueReason::Woken => self.join(thread, false),
            EnqueueReason::Migrated => self.join(thread, false),
            EnqueueReason::Yielded if self.account.is_eligible(thread) => self.account.forfeit(thread),
            EnqueueReason::Expired | EnqueueReason::Preempted | EnqueueReason::Yielded => {}
        }
        self.enter(thread);
        self.ticker.catch_up(now_ns);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.current.resize(self.current.len().max(pick.core.idx() + 1), None);
        let current = self.current[pick.core.idx()].filter(|thread| self.is_ready(*thread) && pick.allows(*thread));
        if let Some(current) = current {
            self.queue.remove(current);
        }
        let next = self.choose_ready(current, pick.only);
        if let Some(current) = current.filter(|current| Some(*current) != next) {
            self.enter(current);
        }
        let next = next?;
        if current != Some(next) {
            self.protect(next);
            self.queue.remove(next);
        }
        self.standings.at(next).is_due = false;
        self.current[pick.core.idx()] = Some(next);
        Some(next)
    }

    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        if !self.ticker.is_off() {
            return None;
        }
        let entity = self.account[thread];
        let until_ns = match self.standings.get(thread).protected_until_ns {
            until_ns if until_ns > entity.vruntime_ns => until_ns,
            _ => entity.deadline_ns,
        };
        let left_ns = u64::try_from(until_ns - entity.vruntime_ns).unwrap_or(0);
        let real_ns = (u128::from(left_ns) * u128::from(entity.weight)).div_ceil(1024);
        Some(TimeNs::try_from(real_ns).unwrap_or(TimeNs::MAX).max(1))
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.standings.at(thread).is_due |= self.account.charge(thread, ran_ns);
    }

    fn leave(&mut self, thread: ThreadId, reason: LeaveReason, _now_ns: TimeNs) {
        for current in &mut self.current {
            *current = current.filter(|current| *current != thread);
        }
        if !self.account.contains(thread) {
            return;
        }
        let is_in_debt = !self.account.is_eligible(thread);
        if reason == LeaveReason::Waits && self.rules.delay_dequeue && is_in_debt {
            self.enter(thread);
            self.in_debt.insert(thread);
        } else {
            self.settle(thread, i64::MAX);
        }
    }

    fn remove(&mut self, thread: ThreadId) {
        self.queue.remove(thread);
        self.account.remove(thread);
        self.leave(thread, LeaveReason::Exits, 0);
    }

    fn next_timer_ns(&self) -> Option<TimeNs> {
        self.ticker.next_ns().filter(|_| self.n_ready() > 0)
    }

    fn timer(
        &mut self,
        now_ns: TimeNs,
        running: &[(CoreId, ThreadId)],
        _chooser: &mut dyn Chooser,
    ) -> Vec<(CoreId, PreemptReason)> {
        self.ticker.done(now_ns);
        self.note_current(running);
        let is_over = |thread| self.standings.get(thread).is_due || !self.is_protected(thread);
        let over = running.iter().filter(|(_, thread)| is_over(*thread));
        over.map(|(core, _)| (*core, PreemptReason::QuantumEnd)).collect()
    }

    fn is_preemptive(&self) -> bool {
        true
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        self.note_current(running);
        let woken = self.account[newcomer];
        for &(core, current) in running {
            let own = self.account[current];
            let is_urgent = woken.deadline_ns < own.deadline_ns || !self.account.is_eligible(current);
            if self.rules.preempt_short
                && woken.slice_ns < own.slice_ns
                && self.account.is_eligible(newcomer)
                && is_urgent
            {
                self.standings.at(current).protected_until_ns = own.vruntime_ns;
            }
            if self.choose(Some(current), None) == Some(newcomer) {
                return Some(core);
            }
        }
        None
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        let mut queued: Vec<ThreadId> = self.queue.iter().map(|(thread, ..)| thread).collect();
        queued.retain(|thread| !self.in_debt.contains(thread));
        queued.sort_by_key(|thread| (!self.account.is_eligible(*thread), self.account[*thread].deadline_ns));
        queued.truncate(most);
        queued
    }

    fn rule(&self) -> Rule {
        Rule::new("earliest virtual deadline among the eligible", "virtual_deadline")
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        if self.account.contains(thread) {
            self.account[thread].deadline_ns
        } else {
            0
        }
    }

    fn values(&self, thread: ThreadId, _now_ns: TimeNs) -> Vec<SchedValue> {
        if !self.account.contains(thread) {
            return vec![SchedValue::new("lag", self.standings.get(thread).saved_lag_ns)];
        }
        let Entity {
            weight,
            vruntime_ns,
            deadline_ns,
            slice_ns,
        } = self.account[thread];
        vec![
            SchedValue::new("vruntime", vruntime_ns),
            SchedValue::new("virtual_deadline", deadline_ns),
            SchedValue::new("eligible", i64::from(self.account.is_eligible(thread))),
            SchedValue::new("lag", self.account.lag_ns(thread)),
            SchedValue::new("virtual_time", self.account.mean_ns()),
            SchedValue::new("weight", signed(weight)),
            SchedValue::new("slice", signed(slice_ns)),
        ]
    }

    fn detach(&mut self, thread: ThreadId, now_ns: TimeNs) -> Carried {
        let deadline_ns = self.account.contains(thread).then(|| {
            let entity = self.account[thread];
            entity.deadline_ns - entity.vruntime_ns
        });
        self.forget_debt(thread);
        self.leave(thread, LeaveReason::Exits, now_ns);
        Carried {
            lag_ns: self.standings.get(thread).saved_lag_ns,
            deadline_ns,
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        self.admit(thread, params, now_ns);
        let standing = self.standings.at(thread);
        (standing.saved_lag_ns, standing.deadline_distance_ns) = (carried.lag_ns, carried.deadline_ns);
    }

    fn minds_priorities(&self) -> bool {
        true
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
