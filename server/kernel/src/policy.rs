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
mod min_tree;
mod mlfq;
mod per_core;
mod priority;
mod ranked;
mod real_time;
mod round_robin;
mod shortest;
mod stride;
mod thread_tree;
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
pub use per_core::{PerCore, Spreading};
pub use priority::{Priority, PriorityRules};
pub use real_time::{RealTime, Urgency, first_fit_decreasing, rate_monotonic_bound};
pub use round_robin::RoundRobin;
pub use shortest::Shortest;
pub use stride::Stride;
pub use virtual_time::{Entity, VirtualTime, lag_limit_ns};

use crate::chooser::Chooser;
use crate::config::MachineConfig;
use crate::placement::Placement;
use crate::program::SchedParams;
pub(crate) use real_time::partition;
use std::collections::VecDeque;
use timeslice_trace::event::{PreemptReason, SchedValue};
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
    /// It came from another core's queue: [`SchedPolicy::attach`] was before.
    Migrated,
}

/// Why a thread leaves its core without becoming ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveReason {
    /// It waits.
    Waits,
    /// It is gone.
    Exits,
}

/// A core that looks for a thread.
pub struct Pick<'a> {
    /// Which.
    pub core: CoreId,
    /// When.
    pub now_ns: TimeNs,
    /// Whom the core may run; `None`: anybody.
    pub only: Option<&'a dyn Fn(ThreadId) -> bool>,
    /// Decides what the policy leaves open.
    pub chooser: &'a mut dyn Chooser,
}

impl<'a> Pick<'a> {
    /// A core that may run anybody.
    pub fn anybody(core: CoreId, now_ns: TimeNs, chooser: &'a mut dyn Chooser) -> Self {
        let only = None;
        Self {
            core,
            now_ns,
            only,
            chooser,
        }
    }

    /// Whether the core may run `thread`.
    #[must_use]
    pub fn allows(&self, thread: ThreadId) -> bool {
        self.only.is_none_or(|only| only(thread))
    }
}

impl std::fmt::Debug for Pick<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pick")
            .field("core", &self.core)
            .field("now_ns", &self.now_ns)
            .finish_non_exhaustive()
    }
}

/// What a policy goes by, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name, such as "shortest remaining time".
    pub text: String,
    /// What [`SchedPolicy::value`] counts. "place": nothing but the order in the queue.
    pub unit: &'static str,
}

impl Rule {
    pub(crate) fn new(text: &str, unit: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            unit,
        }
    }
}

/// What a thread takes along from one core's queue to another's; each policy reads its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Carried {
    pub(crate) level: u32,
    pub(crate) slice_left_ns: TimeNs,
    pub(crate) allotment: u32,
    pub(crate) burst: forecast::Burst,
    /// Since when it has waited.
    pub(crate) since_ns: Option<TimeNs>,
    /// How far it is ahead of the smallest pass.
    pub(crate) pass: u128,
    /// How far it is ahead of the least virtual runtime.
    pub(crate) vruntime_ns: i64,
    pub(crate) lag_ns: i64,
    /// How far its deadline is from its virtual runtime.
    pub(crate) deadline_ns: Option<i64>,
    pub(crate) rank: i128,
}

/// A scheduling policy.
pub trait SchedPolicy: std::fmt::Debug + Send {
    /// `thread` is ready from `now_ns` on and joins a queue.
    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, now_ns: TimeNs);

    /// Takes the thread that `pick.core` shall run next out of its queue, of those that it may run. `None`: nothing
    /// for this core. Where the policy leaves it open (a lottery), it asks the chooser for
    /// [`Choice::NextThread`](crate::Choice).
    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId>;

    /// How long `thread`, just picked, may run while others are ready; `None`: until it waits. At least 1.
    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs>;

    /// `thread` is gone while it was queued, and never comes back.
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
    fn timer(
        &mut self,
        now_ns: TimeNs,
        running: &[(CoreId, ThreadId)],
        chooser: &mut dyn Chooser,
    ) -> Vec<(CoreId, PreemptReason)> {
        let _ = (now_ns, running, chooser);
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

    /// A new job of `thread` begins, to be done by `deadline_ns`; its enqueue follows.
    fn release(&mut self, thread: ThreadId, deadline_ns: TimeNs) {
        let _ = (thread, deadline_ns);
    }

    /// Up to `most` threads queued for `core`, in the order of the rule.
    fn queued(&self, core: CoreId, most: usize) -> Vec<ThreadId>;

    /// What the last pick went by.
    fn rule(&self) -> Rule;

    /// The number by which `thread` is compared with others, in the unit of the rule.
    fn value(&self, thread: ThreadId, now_ns: TimeNs) -> i64 {
        let _ = (thread, now_ns);
        0
    }

    /// What the policy keeps of `thread`, for display. Times in nanoseconds.
    fn values(&self, thread: ThreadId, now_ns: TimeNs) -> Vec<SchedValue> {
        let _ = (thread, now_ns);
        Vec::new()
    }

    /// `thread`, just picked or waiting, goes to the queue of another core.
    fn detach(&mut self, thread: ThreadId, now_ns: TimeNs) -> Carried {
        let _ = (thread, now_ns);
        Carried::default()
    }

    /// `thread` comes from the queue of another core, with what it carries; its enqueue follows, as migrated or as
    /// woken.
    fn attach(&mut self, thread: ThreadId, params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        let _ = carried;
        self.admit(thread, params, now_ns);
    }

    /// The queued `thread` leaves its queue: something about it changes, and its enqueue follows.
    fn dequeue(&mut self, thread: ThreadId, now_ns: TimeNs, chooser: &mut dyn Chooser) {
        let only = |other| other == thread;
        self.pick_next(&mut Pick {
            core: CoreId(0),
            now_ns,
            only: Some(&only),
            chooser,
        });
    }

    /// `thread`, just picked, just taken out or waiting, has these parameters from now on. If it does not wait, its
    /// enqueue follows, as migrated.
    fn set_params(&mut self, thread: ThreadId, params: &SchedParams, now_ns: TimeNs) {
        let carried = self.detach(thread, now_ns);
        self.attach(thread, params, carried, now_ns);
    }

    /// Whether the nice value or the priority of a thread makes a difference.
    fn minds_priorities(&self) -> bool {
        false
    }

    /// `thread` has these parameters from now on, of which only the cores are new, and its own is among them.
    fn set_cores(&mut self, thread: ThreadId, params: &SchedParams) {
        let _ = (thread, params);
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
    let queue = build::build_queue(config);
    let spreading = match config.placement {
        Placement::Shared => return queue,
        Placement::PerCore => Spreading::Steal(config.options.stealing),
        Placement::Linux => Spreading::Linux,
        Placement::Partitioned => Spreading::Never,
    };
    Box::new(PerCore::new(&*queue, config.cores, spreading))
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

    /// Takes the first thread of those that `may_run`.
    pub(crate) fn pop_if(&mut self, may_run: impl Fn(ThreadId) -> bool) -> Option<ThreadId> {
        loop {
            let thread = *self.queue.front()?;
            if self.is_removed(thread) {
                self.queue.pop_front();
            } else if may_run(thread) {
                return self.queue.pop_front();
            } else {
                break;
            }
        }
        let is_next = |thread: &ThreadId| may_run(*thread) && !self.is_removed(*thread);
        let at = self.queue.iter().position(is_next)?;
        self.queue.remove(at)
    }

    /// All threads, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ThreadId> {
        self.queue.iter().copied().filter(|thread| !self.is_removed(*thread))
    }

    fn is_removed(&self, thread: ThreadId) -> bool {
        self.removed.get(thread.idx()).copied().unwrap_or(false)
    }

    pub(crate) fn remove(&mut self, thread: ThreadId) {
        if self.removed.len() <= thread.idx() {
            self.removed.resize(thread.idx() + 1, false);
        }
        self.removed[thread.idx()] = true;
    }
}

/// A size or time as a value for display.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
