//! What will happen by itself at a known time: arrivals, ends of sleeps, timeouts, answers of devices.

use crate::program::{Resume, SpawnRequest};
use std::collections::BTreeMap;
use timeslice_trace::{ProcessId, ThreadId, TimeNs};

/// A thread that comes from outside the machine, at a known time.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrival {
    /// When.
    pub time_ns: TimeNs,
    /// What to create.
    pub request: SpawnRequest,
}

/// A timer's place: by time, then arrivals before the rest, then in the order of arming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TimerKey {
    pub(crate) time_ns: TimeNs,
    is_wake: bool,
    seq: u64,
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

/// All pending timers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers {
    pending: BTreeMap<TimerKey, Due>,
    /// When the first of them is due: every turn of the machine asks.
    next_ns: Option<TimeNs>,
    next_seq: u64,
}

impl Timers {
    pub(crate) fn arm(&mut self, time_ns: TimeNs, due: Due) -> TimerKey {
        let key = TimerKey {
            time_ns,
            is_wake: matches!(due, Due::Wake { .. }),
            seq: self.next_seq,
        };
        self.next_seq += 1;
        self.pending.insert(key, due);
        self.next_ns = Some(self.next_ns.map_or(time_ns, |next_ns| next_ns.min(time_ns)));
        key
    }

    pub(crate) fn cancel(&mut self, key: TimerKey) {
        self.pending.remove(&key);
        self.look_ahead();
    }

    pub(crate) fn next_ns(&self) -> Option<TimeNs> {
        self.next_ns
    }

    /// Takes the first timer that is due at `now_ns`.
    pub(crate) fn pop_due(&mut self, now_ns: TimeNs) -> Option<Due> {
        if self.next_ns? > now_ns {
            return None;
        }
        let due = self.pending.pop_first().map(|(_, due)| due);
        self.look_ahead();
        due
    }

    fn look_ahead(&mut self) {
        self.next_ns = self.pending.first_key_value().map(|(key, _)| key.time_ns);
    }
}
