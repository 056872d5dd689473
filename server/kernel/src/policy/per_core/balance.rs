//! How work moves between the queues of the cores: an idle core steals, Linux's balancer evens out.

use super::{PerCore, Spreading};
use crate::chooser::{Choice, Chooser};
use crate::placement::Victim;
use crate::policy::{EnqueueReason, Fcfs, Pick};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// A thread that ran within this time is warm and stays (`sysctl_sched_migration_cost`).
const CACHE_HOT_NS: TimeNs = 500_000;
/// The most threads that one look around moves (`sysctl_sched_nr_migrate`).
const MAX_MOVED: usize = 32;
/// By how much the busiest core must be heavier, in percent.
const IMBALANCE_PERCENT: u64 = 117;
/// How much more rarely a busy core looks around.
const BUSY_FACTOR: TimeNs = 16;

impl PerCore {
    /// Moves the next thread of the queue of `victim` that `may_move` to the queue of `thief`.
    fn take(
        &mut self,
        thief: usize,
        victim: usize,
        now_ns: TimeNs,
        chooser: &mut dyn Chooser,
        may_move: &dyn Fn(&Self, ThreadId) -> bool,
    ) -> Option<ThreadId> {
        // The queue is taken out so that its threads can be asked about while it chooses.
        let mut policy = std::mem::replace(&mut self.queues[victim].policy, Box::new(Fcfs::default()));
        let only = |thread| self.may_run(thread, thief) && may_move(self, thread);
        let taken = policy.pick_next(&mut Pick {
            core: CoreId(u32::try_from(victim).expect("a machine has few cores")),
            now_ns,
            only: Some(&only),
            chooser,
        });
        self.queues[victim].policy = policy;
        let thread = taken?;
        self.queues[victim].n_queued -= 1;
        self.rehome(thread, thief, now_ns);
        self.queues[thief]
            .policy
            .enqueue(thread, EnqueueReason::Migrated, now_ns);
        self.queues[thief].n_queued += 1;
        Some(thread)
    }

    /// Whom `thief` may take from, the best first.
    fn victims(&self, thief: usize, chooser: &mut dyn Chooser) -> Vec<usize> {
        let mut others: Vec<usize> = (0..self.queues.len()).filter(|core| *core != thief).collect();
        let is_random = matches!(self.spreading, Spreading::Steal(stealing) if stealing.victim == Victim::Random);
        if is_random && others.len() > 1 {
            let drawn = chooser.choose(Choice::NextThread, others.len() as u64);
            return vec![others[usize::try_from(drawn).unwrap_or(0)]];
        }
        others.sort_by_key(|&core| std::cmp::Reverse(self.queues[core].n_queued));
        others
    }

    /// `thief` has nothing in its queue and takes a thread from another. `spares`: only if that core keeps one.
    pub(super) fn steal(&mut self, thief: usize, now_ns: TimeNs, chooser: &mut dyn Chooser, spares: bool) -> bool {
        let takes_restricted = match self.spreading {
            Spreading::Steal(stealing) => stealing.restricted,
            Spreading::Linux => true,
            Spreading::Never => return false,
        };
        let may_move = |cores: &Self, thread| takes_restricted || !cores.is_restricted(thread);
        for victim in self.victims(thief, chooser) {
            let n_takeable = if spares {
                self.queues[victim].n_spare()
            } else {
                self.queues[victim].n_queued
            };
            if n_takeable > 0 && self.take(thief, victim, now_ns, chooser, &may_move).is_some() {
                return true;
            }
        }
        false
    }

    /// Linux' `load_balance`: `core` looks for a heavier one and evens out.
    pub(super) fn balance(&mut self, core: usize, now_ns: TimeNs, chooser: &mut dyn Chooser) {
        let others = (0..self.queues.len()).filter(|other| *other != core);
        let Some(busiest) = others.max_by_key(|&other| (self.queues[other].weight, std::cmp::Reverse(other))) else {
            return;
        };
        let (heavy, own) = (self.queues[busiest].weight, self.queues[core].weight);
        let is_cold = move |cores: &Self, thread, limit: u64| {
            let home = cores.homes.get(thread);
            home.ran_ns.saturating_add(CACHE_HOT_NS) <= now_ns && home.weight <= limit
        };
        let mut n_moved = 0;
        if heavy * 100 > own * IMBALANCE_PERCENT {
            let mut imbalance = (heavy - own) / 2;
            while n_moved < MAX_MOVED && self.queues[busiest].n_spare() > 0 {
                let may_move = |cores: &Self, thread| is_cold(cores, thread, imbalance);
                let Some(thread) = self.take(core, busiest, now_ns, chooser, &may_move) else {
                    break;
                };
                imbalance -= self.homes.get(thread).weight.min(imbalance);
                n_moved += 1;
            }
        }
        let n_cores = self.queues.len() as TimeNs;
        let queue = &mut self.queues[core];
        queue.patience = if n_moved > 0 { 1 } else { 2 };
        let busy = if queue.running.is_some() { BUSY_FACTOR } else { 1 };
        queue.next_balance_ns = now_ns + n_cores * 1_000_000 * queue.patience * busy;
    }

    pub(super) fn balances(&self) -> bool {
        self.spreading == Spreading::Linux && self.n_queued > 0 && self.queues.len() > 1
    }
}
