//! Scheduling policies: who is ready, who goes next, for how long, and who may push whom off a core.
//!
//! A policy keeps its own queues (one, one per level, one per core) and its own numbers per thread. It sees thread
//! ids and times only; the machine owns states, cores and the clock and calls it at the moments named here.

mod build;
mod cfs;
mod eevdf;
pub mod fair;
mod fcfs;
mod feedback;
mod forecast;
mod hrrn;
mod lottery;
mod mlfq;
mod priority;
mod ranked;
mod real_time;
mod round_robin;
mod shortest;
mod stride;
mod virtual_time;

pub use crate::conventions::{PriorityOrder, Tie};
pub use cfs::{Cfs, CfsRules};
pub use eevdf::{Eevdf, EevdfRules, base_slice_ns};
pub use fcfs::Fcfs;
pub use feedback::Feedback;
pub use forecast::Prediction;
pub use hrrn::Hrrn;
pub use lottery::Lottery;
pub use mlfq::{Mlfq, MlfqLevel, MlfqRules};
pub use priority::{Priority, PriorityRules};
pub use real_time::{RealTime, Urgency, first_fit_decreasing, rate_monotonic_bound};
pub use round_robin::RoundRobin;
pub use shortest::Shortest;
pub use stride::Stride;
pub use virtual_time::{Entity, VirtualTime, lag_limit_ns};

use crate::chooser::Chooser;
use crate::config::MachineConfig;
use crate::program::SchedParams;
use std::collections::VecDeque;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// Why a thread joins a ready queue. Policies that reward or punish behaviour look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnqueueReason {
    /// It is new.
    Created,
    /// Its wait is over: somebody woke it, its time ran out, or its device answered.
    Woken,
    /// Its slice ended.
    Expired,
    /// A better thread took its core.
    Preempted,
    /// It gave its core away.
    Yielded,
}

/// Why a thread leaves its core without becoming ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveReason {
    /// It waits.
    Waits,
    /// It is gone.
    Exits,
}

/// A scheduling policy.
pub trait SchedPolicy: std::fmt::Debug + Send {
    /// `thread` is ready from `now_ns` on and joins a queue.
    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs);

    /// Takes the thread that `core` shall run next out of its queue. `None`: nothing for this core. Where the
    /// policy leaves it open (a lottery), it asks the `chooser` for [`Choice::NextThread`](crate::Choice).
    fn pick_next(&mut self, core: CoreId, now_ns: TimeNs, chooser: &mut dyn Chooser) -> Option<ThreadId>;

    /// How long `thread`, just picked, may run while others are ready; `None`: until it waits. At least 1.
    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs>;

    /// `thread` is gone while it was queued. Called at most once per thread, which never comes back.
    fn remove(&mut self, thread: ThreadId);

    /// `thread` ran for `ran_ns` since it was picked or last charged. Comes before every enqueue and preemption
    /// check that it could influence.
    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        let _ = (thread, ran_ns);
    }

    /// `thread` was created with these parameters; its first enqueue follows.
    fn admit(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let _ = (thread, params, now_ns);
    }

    /// `thread`, about to be enqueued as created or woken, will need `burst_ns` of CPU time until it waits again.
    /// `None`: nobody knows.
    fn expect_burst(&mut self, thread: ThreadId, burst_ns: Option<TimeNs>) {
        let _ = (thread, burst_ns);
    }

    /// `thread`, on a core and charged until now, waits or is gone; or it was waiting and is gone.
    fn leave(&mut self, thread: ThreadId, reason: LeaveReason, now_ns: TimeNs) {
        let _ = (thread, reason, now_ns);
    }

    /// When the policy wants to be called by itself (a boost, a tick, a look around for work to steal). Only kept
    /// while a core is busy or a timer pending, so that a machine that stands still is seen to.
    fn next_timer_ns(&self) -> Option<TimeNs> {
        None
    }

    /// That moment has come: the next one is later than `now_ns`. `running`: the busy cores, charged until now.
    /// Answers which of them shall queue their threads again, and why.
    fn timer(&mut self, now_ns: TimeNs, running: &[(CoreId, ThreadId)]) -> Vec<(CoreId, PreemptReason)> {
        let _ = (now_ns, running);
        Vec::new()
    }

    /// Which core the queued `newcomer` takes from the thread on it; only from one that is strictly worse.
    /// Asked after a thread became ready and found no free core. `running`: the busy cores, in order.
    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        let _ = (newcomer, running);
        None
    }

    /// Whether [`preempts`](Self::preempts) can ever answer with a core.
    fn is_preemptive(&self) -> bool {
        false
    }

    /// Whether the end of a slice matters when nobody else is ready (feedback queues move such a thread down).
    /// If not, the machine renews slices of a lone thread by itself.
    fn lone_slices_matter(&self) -> bool {
        false
    }

    /// Whether any free core may run any picked thread. The machine then prefers the core a thread ran on last.
    fn shares_queue(&self) -> bool {
        true
    }

    /// A copy with the same state, for snapshots.
    fn boxed_clone(&self) -> Box<dyn SchedPolicy>;
}

impl Clone for Box<dyn SchedPolicy> {
    fn clone(&self) -> Self {
        self.boxed_clone()
    }
}

/// The policy that `config` names.
#[must_use]
pub fn build(config: &MachineConfig) -> Box<dyn SchedPolicy> {
    build::build_queue(config)
}

/// A first-in, first-out queue. Threads that are removed are marked and skipped when their turn comes, so that
/// ending a process with many ready threads stays linear.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadyQueue {
    queue: VecDeque<ThreadId>,
    removed: Vec<bool>,
}

impl ReadyQueue {
    pub(crate) fn push(&mut self, thread: ThreadId) {
        self.queue.push_back(thread);
    }

    pub(crate) fn pop(&mut self) -> Option<ThreadId> {
        loop {
            let thread = self.queue.pop_front()?;
            if !self.removed.get(thread.idx()).copied().unwrap_or(false) {
                return Some(thread);
            }
        }
    }

    pub(crate) fn remove(&mut self, thread: ThreadId) {
        if self.removed.len() <= thread.idx() {
            self.removed.resize(thread.idx() + 1, false);
        }
        self.removed[thread.idx()] = true;
    }
}
