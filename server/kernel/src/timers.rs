//! What will happen by itself at a known time: arrivals, ends of sleeps, timeouts, answers of devices.

use crate::program::{Resume, SpawnRequest};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use timeslice_trace::{ProcessId, ThreadId, TimeNs};

/// A thread that comes from outside the machine, at a known time.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// When.
    pub time_ns: TimeNs,
    /// What to create.
    pub request: SpawnRequest,
}

/// A pending timer, for cancelling it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimerKey {
    slot: u32,
    rank: u64,
}

/// What a timer does.
#[derive(Debug, Clone)]
pub(crate) enum Due {
    Arrival(Box<SpawnRequest>),
    /// A periodic thread gets its next job.
    Release(ThreadId),
    /// Job number `job` of `thread` should be done.
    Deadline {
        thread: ThreadId,
        job: u32,
    },
    /// The alarm of a process.
    Alarm(ProcessId),
    /// Ends the wait of `thread`, which then continues with `resume`.
    Wake {
        thread: ThreadId,
        resume: Resume,
    },
}

/// The bit of a rank that a wake has: at one instant wakes come after the rest, then the order of arming counts.
const WAKE: u64 = 1 << 63;

/// All pending timers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    /// In order. They were there before any other timer, so of those of one instant they come first.
    arrivals: VecDeque<(TimeNs, Box<SpawnRequest>)>,
    /// By time, rank and slot. Those whose slot has another rank by now are cancelled; never the first one.
    heap: BinaryHeap<Reverse<(TimeNs, u64, u32)>>,
    slots: Vec<(u64, Option<Due>)>,
    free: Vec<u32>,
    n_armed: u64,
    /// When the first is due: every turn of the machine asks more than once.
    next_ns: Option<TimeNs>,
}

impl Timers {
    /// Nothing but these arrivals; of those of one instant the first given is the first.
    pub(crate) fn new(arrivals: impl IntoIterator<Item = Arrival>) -> Self {
        let entry = |arrival: Arrival| (arrival.time_ns, Box::new(arrival.request));
        let mut arrivals: VecDeque<_> = arrivals.into_iter().map(entry).collect();
        arrivals.make_contiguous().sort_by_key(|(time_ns, _)| *time_ns);
        Self {
            next_ns: arrivals.front().map(|(time_ns, _)| *time_ns),
            arrivals,
            ..Self::default()
        }
    }

    pub(crate) fn arm(&mut self, time_ns: TimeNs, due: Due) -> TimerKey {
        let rank = self.n_armed | if matches!(due, Due::Wake { .. }) { WAKE } else { 0 };
        self.n_armed += 1;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push((0, None));
            u32::try_from(self.slots.len() - 1).expect("timers are as many as threads, which a budget limits")
        });
        self.slots[slot as usize] = (rank, Some(due));
        self.heap.push(Reverse((time_ns, rank, slot)));
        self.next_ns = Some(self.next_ns.map_or(time_ns, |next_ns| next_ns.min(time_ns)));
        TimerKey { slot, rank }
    }

    /// Takes the timer out, if it is still pending.
    pub(crate) fn cancel(&mut self, key: TimerKey) {
        if self.take(key.slot, key.rank).is_none() {
            return;
        }
        self.look_ahead();
        // The cancelled ones must not pile up.
        let n_pending = self.slots.len() - self.free.len();
        if self.heap.len() > 2 * n_pending + 64 {
            let mut heap = std::mem::take(&mut self.heap);
            heap.retain(|Reverse((_, rank, slot))| self.is_pending(*slot, *rank));
            self.heap = heap;
        }
    }

    /// When the first timer is due.
    pub(crate) fn next_ns(&self) -> Option<TimeNs> {
        self.next_ns
    }

    /// Takes the first timer that is due at `now_ns`.
    pub(crate) fn pop_due(&mut self, now_ns: TimeNs) -> Option<Due> {
        let next_ns = self.next_ns.filter(|next_ns| *next_ns <= now_ns)?;
        let arrival = self.arrivals.pop_front_if(|arrival| arrival.0 == next_ns);
        let due = match arrival {
            Some((_, request)) => Some(Due::Arrival(request)),
            None => {
                let Reverse((_, rank, slot)) = self.heap.pop()?;
                self.take(slot, rank)
            }
        };
        self.look_ahead();
        due
    }

    fn is_pending(&self, slot: u32, rank: u64) -> bool {
        let (present, due) = &self.slots[slot as usize];
        *present == rank && due.is_some()
    }

    fn take(&mut self, slot: u32, rank: u64) -> Option<Due> {
        let due = self
            .slots
            .get_mut(slot as usize)
            .filter(|entry| entry.0 == rank)?
            .1
            .take();
        self.free.extend(due.is_some().then_some(slot));
        due
    }

    /// Keeps a pending timer first in the heap and notes when the next one is due.
    fn look_ahead(&mut self) {
        while let Some(Reverse((_, rank, slot))) = self.heap.peek()
            && !self.is_pending(*slot, *rank)
        {
            self.heap.pop();
        }
        let armed = self.heap.peek().map(|Reverse((time_ns, ..))| *time_ns);
        let arrival = self.arrivals.front().map(|(time_ns, _)| *time_ns);
        self.next_ns = armed.into_iter().chain(arrival).min();
    }
}
