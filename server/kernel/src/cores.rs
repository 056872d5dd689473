//! A core: which thread is on it, how far that thread's clock has come, and what it asked for last.

use crate::meter::Late;
use crate::program::Pause;
use std::collections::VecDeque;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{ThreadId, TimeNs};

/// What a core will do when its clock is reached.
#[derive(Debug, Clone)]
pub(crate) struct Core {
    /// The thread on it, switching in or running.
    pub(crate) thread: Option<ThreadId>,
    /// How far `thread` has run. Never behind the machine's time while there is a thread.
    pub(crate) clock_ns: TimeNs,
    /// What `thread` asked for at `clock_ns` and what is not yet done; [`Pause::Horizon`]: nothing.
    pub(crate) asked: Pause,
    /// When the slice of `thread` ends, if the policy sets an end.
    pub(crate) slice_end_ns: Option<TimeNs>,
    /// Since when `thread` has not been charged.
    pub(crate) charged_ns: TimeNs,
    /// When `thread` begins to run, or began; later than the present while the core switches to it.
    pub(crate) began_ns: TimeNs,
    /// When the thread before is saved.
    pub(crate) saved_ns: TimeNs,
    /// Its place in the order of arming timers.
    pub(crate) armed: u64,
    /// `thread` is back in a ready queue and stays on the core only if it is picked again.
    pub(crate) expired: Option<PreemptReason>,
    /// `thread` shall leave at the end of its present instruction.
    pub(crate) must_resched: Option<PreemptReason>,
    /// The thread before, for the cost of a switch.
    pub(crate) last: Option<ThreadId>,
    /// Whether it had nothing to run until now.
    pub(crate) is_idle: bool,
    /// Events that `thread` wrote from beyond its horizon, in order.
    pub(crate) late: VecDeque<Late>,
}

impl Core {
    /// A core that has never run anything.
    pub(crate) fn new() -> Self {
        Self {
            thread: None,
            clock_ns: 0,
            asked: Pause::Horizon,
            slice_end_ns: None,
            charged_ns: 0,
            began_ns: 0,
            saved_ns: 0,
            armed: 0,
            expired: None,
            must_resched: None,
            last: None,
            is_idle: true,
            late: VecDeque::new(),
        }
    }

    /// When something happens here next.
    pub(crate) fn next_ns(&self) -> Option<TimeNs> {
        self.thread?;
        match self.late.is_empty() {
            true => Some(self.clock_ns),
            false => self.late.front().map(|late| late.time_ns),
        }
    }

    /// Whether its thread can be made to run on at `now_ns`.
    pub(crate) fn is_ready_at(&self, now_ns: TimeNs) -> bool {
        self.thread.is_some() && self.clock_ns == now_ns && !self.is_asking()
    }

    /// Whether its thread has asked for something that is not yet done.
    pub(crate) fn is_asking(&self) -> bool {
        !matches!(self.asked, Pause::Horizon)
    }

    /// Whether the dispatcher may put a thread on it.
    pub(crate) fn is_free(&self) -> bool {
        self.thread.is_none() || self.expired.is_some()
    }

    /// Takes the thread off, which is saved at `saved_ns`.
    pub(crate) fn vacate(&mut self, saved_ns: TimeNs) {
        self.saved_ns = saved_ns;
        self.last = self.thread.take().or(self.last);
        self.asked = Pause::Horizon;
        self.slice_end_ns = None;
        self.expired = None;
        self.must_resched = None;
        if !self.late.is_empty() {
            self.late.clear();
        }
    }
}
