//! The multi-level feedback queue of OSTEP, chapter 8, rule by rule as its homework simulator applies them.
//!
//! 1, 2. The highest non-empty level goes first, its threads in turn. 3. Everybody begins at the top (level 0).
//! 4. Whose allotment (a number of slices) at a level is used up moves one level down, even if it waited meanwhile;
//! under the older rules 4a and 4b every wait renews slice and allotment. 5. Every boost period all are back at the
//! top.
//!
//! A thread that runs stays at the head of its queue, so one that a higher level preempts goes on there with what is
//! left of its slice.

use super::fair::Ticker;
use super::ranked::PerThread;
use super::{Carried, EnqueueReason, LeaveReason, Pick, Rule, SchedPolicy, signed};
use crate::chooser::Chooser;
use crate::program::SchedParams;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};
use timeslice_trace::event::{PreemptReason, SchedValue};
use timeslice_trace::{CoreId, ThreadId, TimeNs};

/// One level of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MlfqLevel {
    /// The slice; at least 1.
    pub slice_ns: TimeNs,
    /// How many slices a thread may use here.
    pub allotment: u32,
}

/// The rules of an [`Mlfq`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MlfqRules {
    /// The levels, highest first; at least one.
    pub levels: Vec<MlfqLevel>,
    /// How often all go back to the top; `None`: never.
    pub boost_ns: Option<TimeNs>,
    /// A wait renews slice and allotment (rules 4a and 4b, OSTEP's `-S`).
    pub wait_resets: bool,
    /// Who comes back from a wait goes to the head of its queue (OSTEP's `-I`).
    pub woken_to_head: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    level: usize,
    slice_left_ns: TimeNs,
    /// Slices left at this level, the present one included.
    allotment: u32,
    is_running: bool,
    is_queued: bool,
    /// The boosts that it has had: after one more it is back at the top.
    n_boosts: u64,
}

/// OSTEP's multi-level feedback queue.
#[derive(Debug, Clone)]
pub struct Mlfq {
    rules: MlfqRules,
    queues: Vec<VecDeque<ThreadId>>,
    standings: PerThread<Standing>,
    alive: BTreeSet<ThreadId>,
    boosts: Ticker,
    n_boosts: u64,
}

impl Mlfq {
    /// Under `rules`.
    #[must_use]
    pub fn new(rules: MlfqRules) -> Self {
        Self {
            queues: vec![VecDeque::new(); rules.levels.len()],
            boosts: Ticker::new(rules.boost_ns.unwrap_or(0)),
            rules,
            standings: PerThread::default(),
            alive: BTreeSet::new(),
            n_boosts: 0,
        }
    }

    /// The level `thread` is at; 0 is the highest.
    #[must_use]
    pub fn level(&self, thread: ThreadId) -> usize {
        self.standing(thread).level
    }

    /// What is kept of `thread`, with the boosts since then.
    fn standing(&self, thread: ThreadId) -> Standing {
        let standing = self.standings.get(thread);
        if standing.n_boosts == self.n_boosts {
            standing
        } else {
            self.at_level(0, standing)
        }
    }

    fn change(&mut self, thread: ThreadId, change: impl FnOnce(&mut Standing)) {
        let mut standing = self.standing(thread);
        change(&mut standing);
        self.standings.set(thread, standing);
    }

    /// `standing` with a fresh slice and allotment at `level`.
    fn at_level(&self, level: usize, standing: Standing) -> Standing {
        let MlfqLevel { slice_ns, allotment } = self.rules.levels[level];
        Standing {
            level,
            slice_left_ns: slice_ns,
            allotment,
            n_boosts: self.n_boosts,
            ..standing
        }
    }

    fn begin_level(&mut self, thread: ThreadId, level: usize) {
        let standing = self.at_level(level, self.standings.get(thread));
        self.standings.set(thread, standing);
    }

    /// Rule 4: the slice of `thread` is used up.
    fn end_slice(&mut self, thread: ThreadId) {
        let Standing { level, allotment, .. } = self.standing(thread);
        if allotment > 1 {
            let slice_ns = self.rules.levels[level].slice_ns;
            self.change(thread, |standing| {
                standing.allotment -= 1;
                standing.slice_left_ns = slice_ns;
            });
        } else {
            self.begin_level(thread, (level + 1).min(self.rules.levels.len() - 1));
        }
    }

    /// The queue of the level that `thread` is at.
    fn queue(&mut self, thread: ThreadId) -> &mut VecDeque<ThreadId> {
        let level = self.level(thread);
        &mut self.queues[level]
    }

    fn join(&mut self, thread: ThreadId) {
        self.change(thread, |standing| standing.is_queued = true);
        self.queue(thread).push_back(thread);
    }

    /// Takes `thread` out of its queue, if it is in one: mostly at the head, where it has just run.
    fn dequeue(&mut self, thread: ThreadId) {
        if self.standing(thread).is_queued {
            self.change(thread, |standing| standing.is_queued = false);
            let queue = self.queue(thread);
            let place = queue.iter().position(|queued| *queued == thread);
            place.and_then(|place| queue.remove(place));
        }
    }

    /// Rule 5: the lower levels, lowest first, go behind the top one.
    fn boost(&mut self) {
        for level in (1..self.queues.len()).rev() {
            let lower = std::mem::take(&mut self.queues[level]);
            self.queues[0].extend(lower);
        }
        self.n_boosts += 1;
    }
}

impl SchedPolicy for Mlfq {
    fn admit(&mut self, thread: ThreadId, _params: &SchedParams, now_ns: TimeNs) {
        self.begin_level(thread, 0);
        self.boosts.catch_up(now_ns);
        self.alive.insert(thread);
    }

    fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason, _now_ns: TimeNs) {
        self.change(thread, |standing| standing.is_running = false);
        match reason {
            EnqueueReason::Woken if self.rules.woken_to_head => {
                self.change(thread, |standing| standing.is_queued = true);
                self.queue(thread).push_front(thread);
            }
            EnqueueReason::Created | EnqueueReason::Woken => self.join(thread),
            EnqueueReason::Preempted if self.standing(thread).slice_left_ns > 0 => {}
            EnqueueReason::Preempted | EnqueueReason::Expired => {
                self.dequeue(thread);
                self.end_slice(thread);
                self.join(thread);
            }
            EnqueueReason::Yielded | EnqueueReason::Migrated => {
                self.dequeue(thread);
                self.join(thread);
            }
        }
    }

    fn pick_next(&mut self, pick: &mut Pick<'_>) -> Option<ThreadId> {
        let is_free = |thread: &&ThreadId| !self.standings.get(**thread).is_running && pick.allows(**thread);
        let next = *self.queues.iter().flatten().find(is_free)?;
        self.change(next, |standing| standing.is_running = true);
        Some(next)
    }

    fn slice_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        Some(self.standing(thread).slice_left_ns.max(1))
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        self.change(thread, |standing| {
            standing.slice_left_ns = standing.slice_left_ns.saturating_sub(ran_ns);
        });
    }

    fn leave(&mut self, thread: ThreadId, reason: LeaveReason, _now_ns: TimeNs) {
        self.dequeue(thread);
        if reason == LeaveReason::Exits {
            self.alive.remove(&thread);
        } else if self.standing(thread).slice_left_ns == 0 {
            // Waiting at the very end of a slice does not save it, not even under rule 4b.
            self.end_slice(thread);
        } else if self.rules.wait_resets {
            let level = self.level(thread);
            self.begin_level(thread, level);
        }
    }

    fn remove(&mut self, thread: ThreadId) {
        self.dequeue(thread);
        self.alive.remove(&thread);
    }

    fn next_timer_ns(&self) -> Option<TimeNs> {
        self.boosts.next_ns().filter(|_| !self.alive.is_empty())
    }

    fn timer(
        &mut self,
        now_ns: TimeNs,
        running: &[(CoreId, ThreadId)],
        _chooser: &mut dyn Chooser,
    ) -> Vec<(CoreId, PreemptReason)> {
        self.boosts.done(now_ns);
        self.boost();
        running.iter().map(|(core, _)| (*core, PreemptReason::Better)).collect()
    }

    fn is_preemptive(&self) -> bool {
        true
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        super::ranked::worse_than(self.level(newcomer), running, |thread| self.level(thread))
    }

    fn lone_slices_matter(&self) -> bool {
        true
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        let is_free = |thread: &ThreadId| !self.standings.get(*thread).is_running;
        self.queues
            .iter()
            .flatten()
            .copied()
            .filter(is_free)
            .take(most)
            .collect()
    }

    fn rule(&self) -> Rule {
        Rule::new("highest level first", "level")
    }

    fn value(&self, thread: ThreadId, _now_ns: TimeNs) -> i64 {
        signed(self.level(thread) as u64)
    }

    fn values(&self, thread: ThreadId, _now_ns: TimeNs) -> Vec<SchedValue> {
        let Standing {
            level,
            slice_left_ns,
            allotment,
            ..
        } = self.standing(thread);
        vec![
            SchedValue::new("level", signed(level as u64)),
            SchedValue::new("quantum_left", signed(slice_left_ns)),
            SchedValue::new("allotment", i64::from(allotment)),
        ]
    }

    fn detach(&mut self, thread: ThreadId, _now_ns: TimeNs) -> Carried {
        self.dequeue(thread);
        self.alive.remove(&thread);
        let Standing {
            level,
            slice_left_ns,
            allotment,
            ..
        } = self.standing(thread);
        Carried {
            level: level as u32,
            slice_left_ns,
            allotment,
            ..Carried::default()
        }
    }

    fn attach(&mut self, thread: ThreadId, _params: &SchedParams, carried: Carried, now_ns: TimeNs) {
        let standing = Standing {
            level: carried.level as usize,
            slice_left_ns: carried.slice_left_ns,
            allotment: carried.allotment,
            n_boosts: self.n_boosts,
            ..Standing::default()
        };
        self.standings.set(thread, standing);
        self.boosts.catch_up(now_ns);
        self.alive.insert(thread);
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}
