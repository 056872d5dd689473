//! A queue per core under any policy: each core has a policy of its own, new threads are put somewhere, and cores take
//! work from each other (OSTEP, chapter 10; `Documentation/scheduler/sched-domains.rst` and `fair.c` of Linux).
//!
//! With stealing, a core whose queue is empty takes the next thread of another queue: at once when it would go idle,
//! periodically, or both. Linux balances: an idle core pulls at once; besides each core looks around, after as many
//! milliseconds as there are cores when idle and 16 times as rarely when busy, twice as rarely while there is nothing
//! to do, and evens out when the busiest core has 17 % more weight, by at most 32 threads that have not just run.
//! Partitioned, nobody ever moves.

mod balance;

use super::fair::{Ticker, weight};
use super::ranked::PerThread;
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Chooser;
use crate::placement::Stealing;
use crate::program::SchedParams;
use timeslice_trace::event::{PreemptReason, SchedValue};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// How work is spread over the cores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spreading {
    /// New threads in turn; idle cores steal.
    Steal(Stealing),
    /// As Linux balances.
    Linux,
    /// Nobody ever moves; a new thread goes to the core with the fewest.
    Never,
}

#[derive(Debug, Clone, Copy, Default)]
struct Home {
    core: usize,
    weight: u64,
    params: SchedParams,
    /// When it last left a core.
    ran_ns: TimeNs,
    /// Queued or on a core.
    is_present: bool,
}

#[derive(Debug, Clone)]
struct Queue {
    policy: Box<dyn SchedPolicy>,
    n_queued: usize,
    running: Option<ThreadId>,
    /// The weight of all that are queued or run here.
    weight: u64,
    /// How many threads belong here, waiting ones as well.
    n_threads: usize,
    next_balance_ns: TimeNs,
    /// The present interval of balancing, in units of the shortest.
    patience: TimeNs,
}

impl Queue {
    /// How many could be taken away without leaving this core idle.
    fn n_spare(&self) -> usize {
        self.n_queued.saturating_sub(usize::from(self.running.is_none()))
    }

    fn is_idle(&self) -> bool {
        self.running.is_none() && self.n_queued == 0
    }
}

/// A queue per core.
#[derive(Debug, Clone)]
pub struct PerCore {
    spreading: Spreading,
    queues: Vec<Queue>,
    homes: PerThread<Home>,
    n_admitted: usize,
    n_queued: usize,
    steals: Ticker,
    /// The queue that the last pick was made from.
    last_pick: usize,
}

impl PerCore {
    /// `n_cores` queues like `policy`, which has no threads yet.
    #[must_use]
    pub fn new(policy: &dyn SchedPolicy, n_cores: u32, spreading: Spreading) -> Self {
        let queue = || Queue {
            policy: policy.boxed_clone(),
            n_queued: 0,
            running: None,
            weight: 0,
            n_threads: 0,
            next_balance_ns: 0,
            patience: 1,
        };
        let period_ns = match spreading {
            Spreading::Steal(stealing) => stealing.period_ns,
            Spreading::Linux | Spreading::Never => 0,
        };
        Self {
            spreading,
            queues: (0..n_cores).map(|_| queue()).collect(),
            homes: PerThread::default(),
            n_admitted: 0,
            n_queued: 0,
            steals: Ticker::new(period_ns),
            last_pick: 0,
        }
    }

    fn home(&self, thread: ThreadId) -> usize {
        self.homes.get(thread).core
    }

    fn policy(&self, thread: ThreadId) -> &dyn SchedPolicy {
        &*self.queues[self.home(thread)].policy
    }

    fn policy_mut(&mut self, thread: ThreadId) -> &mut dyn SchedPolicy {
        let home = self.home(thread);
        &mut *self.queues[home].policy
    }

    fn may_run(&self, thread: ThreadId, core: usize) -> bool {
        self.homes.get(thread).params.affinity >> core & 1 != 0
    }

    fn is_restricted(&self, thread: ThreadId) -> bool {
        (0..self.queues.len()).any(|core| !self.may_run(thread, core))
    }

    fn allowed<'a>(&'a self, params: &SchedParams) -> impl Iterator<Item = usize> + use<'a> {
        let affinity = params.affinity;
        (0..self.queues.len()).filter(move |core| affinity >> core & 1 != 0)
    }

    /// Where a new thread goes.
    fn place_new(&self, params: &SchedParams) -> usize {
        let place = match self.spreading {
            Spreading::Steal(_) => {
                let turn = self.n_admitted % self.queues.len();
                let (later, earlier): (Vec<usize>, Vec<usize>) = self.allowed(params).partition(|core| *core >= turn);
                later.first().or(earlier.first()).copied()
            }
            Spreading::Linux => self
                .allowed(params)
                .min_by_key(|&core| (!self.queues[core].is_idle(), self.queues[core].weight)),
            Spreading::Never => self.allowed(params).min_by_key(|&core| self.queues[core].n_threads),
        };
        place.unwrap_or(0)
    }

    /// Where a woken thread goes: where it was, unless only another core is idle.
    fn place_woken(&self, thread: ThreadId) -> usize {
        let Home { core, params, .. } = self.homes.get(thread);
        if self.spreading != Spreading::Linux || self.queues[core].is_idle() {
            return core;
        }
        let idle = self.allowed(&params).find(|&core| self.queues[core].is_idle());
        idle.unwrap_or(core)
    }

    /// `thread`, in no queue, belongs to `core` from now on.
    fn rehome(&mut self, thread: ThreadId, core: usize, now_ns: TimeNs) {
        let Home {
            core: from,
            params,
            weight,
            is_present,
            ..
        } = self.homes.get(thread);
        let carried = self.queues[from].policy.detach(thread, now_ns);
        self.queues[from].n_threads -= 1;
        self.queues[core].n_threads += 1;
        if is_present {
            self.queues[from].weight -= weight;
            self.queues[core].weight += weight;
        }
        self.homes.at(thread).core = core;
        self.queues[core].policy.attach(thread, &params, carried, now_ns);
    }

    fn set_present(&mut self, thread: ThreadId, is_present: bool) {
        let home = self.homes.at(thread);
        if home.is_present != is_present {
            home.is_present = is_present;
            let weight = &mut self.queues[home.core].weight;
            *weight = if is_present {
                *weight + home.weight
            } else {
                *weight - home.weight
            };
        }
    }
}

impl SchedPolicy for PerCore {
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let core = self.place_new(params);
        self.n_admitted = if matches!(self.spreading, Spreading::Steal(_)) {
            core + 1
        } else {
            0
        };
        self.queues[core].n_threads += 1;
        let home = Home {
            core,
            weight: weight(params.nice),
            params: *params,
            ..Home::default()
        };
        self.homes.set(thread, home);
        self.queues[core].policy.admit(thread, params, now_ns);
    }

    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        self.policy_mut(thread).expect_burst(thread, burst_ns);
    }

    fn release(&mut self, thread: ThreadId, deadline_ns: TimeNs) {
        self.policy_mut(thread).release(thread, deadline_ns);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs) {
        if reason == EnqueueReason::Woken {
            let core = self.place_woken(thread);
            if core != self.home(thread) {
                self.rehome(thread, core, now_ns);
            }
        }
        self.set_present(thread, true);
        let queue = &mut self.queues[self.homes.get(thread).core];
        if queue.running == Some(thread) {
            queue.running = None;
            self.homes.at(thread).ran_ns = now_ns;
        }
        let home = self.home(thread);
        let queue = &mut self.queues[home];
        queue.policy.enqueue(thread, reason, now_ns);
        queue.n_queued += 1;
        self.n_queued += 1;
        self.steals.catch_up_to(now_ns);
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let core = pick.core.idx();
        self.last_pick = core;
        let steals_now = match self.spreading {
            Spreading::Steal(stealing) => stealing.when_idle,
            Spreading::Linux => true,
            Spreading::Never => false,
        };
        if self.queues[core].n_queued == 0 && !(steals_now && self.steal(core, pick.now_ns, pick.chooser, true)) {
            return None;
        }
        let queue = &mut self.queues[core];
        let thread = queue.policy.pick_next(pick)?;
        queue.n_queued -= 1;
        queue.running = Some(thread);
        self.n_queued -= 1;
        Some(thread)
    }

    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        self.policy(thread).slice_ns(thread)
    }

    fn remove(&mut self, thread: ThreadId) {
        let home = self.home(thread);
        self.set_present(thread, false);
        let queue = &mut self.queues[home];
        queue.policy.remove(thread);
        queue.n_queued -= 1;
        queue.n_threads -= 1;
        self.n_queued -= 1;
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.policy_mut(thread).charge(thread, ran_ns);
    }

    fn leave(&mut self, thread: ThreadId, reason: LeaveReason, now_ns: TimeNs) {
        self.set_present(thread, false);
        self.homes.at(thread).ran_ns = now_ns;
        let home = self.home(thread);
        let queue = &mut self.queues[home];
        queue.running = queue.running.filter(|running| *running != thread);
        if reason == LeaveReason::Exits {
            queue.n_threads -= 1;
        }
        queue.policy.leave(thread, reason, now_ns);
    }

    fn next_timer_ns(&self) -> Option<TimeNs> {
        let own = self.queues.iter().filter_map(|queue| queue.policy.next_timer_ns());
        let steals = self.steals.next_ns().filter(|_| self.n_queued > 0);
        let balances = self.queues.iter().map(|queue| queue.next_balance_ns);
        let balances = balances.filter(|_| self.balances());
        own.chain(steals).chain(balances).min()
    }

    fn timer(
        &mut self,
        now_ns: TimeNs,
        running: &[(CoreId, ThreadId)],
        chooser: &mut dyn Chooser,
    ) -> Vec<(CoreId, PreemptReason)> {
        let mut over = Vec::new();
        for core in 0..self.queues.len() {
            let queue = &mut self.queues[core];
            if queue.policy.next_timer_ns().is_some_and(|timer_ns| timer_ns <= now_ns) {
                let here: Vec<_> = running.iter().filter(|entry| entry.0.idx() == core).copied().collect();
                over.extend(queue.policy.timer(now_ns, &here, chooser));
            }
        }
        if self.steals.next_ns().is_some_and(|next_ns| next_ns <= now_ns) {
            self.steals.done(now_ns);
            for core in 0..self.queues.len() {
                if self.queues[core].n_queued == 0 {
                    self.steal(core, now_ns, chooser, false);
                }
            }
        }
        if self.balances() {
            for core in 0..self.queues.len() {
                if self.queues[core].next_balance_ns <= now_ns {
                    self.balance(core, now_ns, chooser);
                }
            }
        }
        over
    }

    fn is_preemptive(&self) -> bool {
        self.queues[0].policy.is_preemptive()
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        let home = self.home(newcomer);
        let here: Vec<_> = running.iter().filter(|entry| entry.0.idx() == home).copied().collect();
        self.queues[home].policy.preempts(newcomer, &here)
    }

    fn lone_slices_matter(&self) -> bool {
        self.queues[0].policy.lone_slices_matter()
    }

    fn shares_queue(&self) -> bool {
        false
    }

    fn queued(&self, core: CoreId, most: usize) -> Vec<ThreadId> {
        self.queues[core.idx()].policy.queued(core, most)
    }

    fn rule(&self) -> Rule {
        self.queues[self.last_pick].policy.rule()
    }

    fn value(&self, thread: ThreadId, now_ns: TimeNs) -> i64 {
        self.policy(thread).value(thread, now_ns)
    }

    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        let mut values = self.policy(thread).values(thread, now_ns);
        values.push(SchedValue::new("core", signed(self.home(thread) as u64)));
        values
    }

    fn detach(&mut self, thread: ThreadId, now_ns: TimeNs) -> Carried {
        self.policy_mut(thread).detach(thread, now_ns)
    }

    fn dequeue(&mut self, thread: ThreadId, now_ns: TimeNs, chooser: &mut dyn Chooser) {
        self.policy_mut(thread).dequeue(thread, now_ns, chooser);
        let home = self.home(thread);
        self.queues[home].n_queued -= 1;
        self.n_queued -= 1;
    }

    fn set_params(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let is_present = self.homes.get(thread).is_present;
        self.set_present(thread, false);
        let home = self.homes.at(thread);
        (home.weight, home.params) = (weight(params.nice), *params);
        let core = home.core;
        self.set_present(thread, is_present);
        if self.may_run(thread, core) {
            self.queues[core].policy.set_params(thread, params, now_ns);
        } else {
            let running = &mut self.queues[core].running;
            *running = running.filter(|other| *other != thread);
            self.rehome(thread, self.place_new(params), now_ns);
        }
    }

    fn minds_priorities(&self) -> bool {
        self.queues[0].policy.minds_priorities()
    }

    fn set_cores(&mut self, thread: ThreadId, params: &SchedParams) {
        self.homes.at(thread).params.affinity = params.affinity;
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
