//! Keeps a trace in memory, packed: what happens millions of times in a run takes 24 bytes, a fifth of a [`Step`].
//! Memory that has never been touched is what recording costs, far more than the packing.

use crate::event::{GilDropReason, PreemptReason};
use crate::{CoreId, Event, Level, ObjectId, ProcessId, ReadyReason, Sink, Step, TaskId, ThreadId, TimeNs, WaitCause};

/// Keeps every step in memory.
#[derive(Debug)]
pub struct Recorder {
    packed: Vec<Packed>,
    /// The steps that do not fit in a [`Packed`].
    large: Vec<Step>,
    level: Level,
}

/// A step in few bytes; its id is its place.
#[derive(Debug, Clone, Copy)]
struct Packed {
    time_ns: TimeNs,
    /// Thread and core, each plus one, so that 0 is none.
    place: u32,
    event: Small,
}

/// An event with small numbers and no text. Times are relative to the step's.
#[derive(Debug, Clone, Copy)]
enum Small {
    ThreadReady {
        reason: ReadyReason,
        by: MaybeId,
    },
    Dispatched {
        switch_ns: u32,
        prev: MaybeId,
    },
    Preempted {
        reason: PreemptReason,
    },
    Blocked {
        cause: WaitCause,
        object: MaybeId,
        for_ns: u32,
    },
    BlockedForever {
        cause: WaitCause,
        object: MaybeId,
        on: MaybeId,
    },
    ThreadExited,
    ProcessExited {
        process: ProcessId,
        status: i32,
    },
    CoreIdle,
    JobReleased {
        job: u32,
        for_ns: u32,
    },
    JobDone {
        job: u32,
    },
    GilWanted {
        holder: ThreadId,
        interval_ns: u32,
    },
    GilRequested {
        holder: ThreadId,
    },
    GilTaken {
        prev: MaybeId,
    },
    GilDropped {
        reason: GilDropReason,
    },
    Acquired {
        object: ObjectId,
    },
    Contended {
        object: ObjectId,
        holder: MaybeId,
    },
    Released {
        object: ObjectId,
    },
    /// The place among the large steps.
    Large(u32),
}

/// A number that may be missing.
#[derive(Debug, Clone, Copy)]
struct MaybeId(u32);

const CORE_BITS: u32 = 6;

impl MaybeId {
    /// `None`: the number does not fit beside "none".
    fn new(id: Option<u32>) -> Option<Self> {
        match id {
            Some(u32::MAX) => None,
            id => Some(Self(id.unwrap_or(u32::MAX))),
        }
    }

    fn get<I>(self, id: fn(u32) -> I) -> Option<I> {
        (self.0 != u32::MAX).then(|| id(self.0))
    }
}

impl Recorder {
    /// An empty recorder that keeps events up to `level`.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            packed: Vec::new(),
            large: Vec::new(),
            level,
        }
    }

    #[cold]
    fn keep_whole(&mut self, step: Step) {
        let at = u32::try_from(self.large.len()).expect("the event budget is below 2^32");
        self.packed.push(Packed {
            time_ns: step.time_ns,
            place: 0,
            event: Small::Large(at),
        });
        self.large.push(step);
    }

    /// How many steps there are so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The steps so far, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        self.iter().collect()
    }

    /// One step after the other.
    pub fn iter(&self) -> impl Iterator<Item = Step> {
        let step = |(id, packed): (usize, &Packed)| match packed.event {
            Small::Large(at) => self.large[at as usize].clone(),
            event => Step {
                id: id as u64,
                time_ns: packed.time_ns,
                core: (packed.place & ((1 << CORE_BITS) - 1)).checked_sub(1).map(CoreId),
                thread: (packed.place >> CORE_BITS).checked_sub(1).map(ThreadId),
                task: None,
                event: event.unpack(packed.time_ns),
            },
        };
        self.packed.iter().enumerate().map(step)
    }
}

impl Sink for Recorder {
    fn level(&self) -> Level {
        self.level
    }

    fn emit(
        &mut self,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    ) {
        // What is small is of level `kernel`, which everybody wants.
        if task.is_none()
            && let Some(place) = place(core, thread)
            && let Some(event) = Small::pack(&event, time_ns)
        {
            self.packed.push(Packed { time_ns, place, event });
        } else if event.level() <= self.level {
            self.keep_whole(Step {
                id: self.packed.len() as u64,
                time_ns,
                core,
                thread,
                task,
                event,
            });
        }
    }
}

fn place(core: Option<CoreId>, thread: Option<ThreadId>) -> Option<u32> {
    let core = core.map_or(0, |core| core.0.saturating_add(1));
    let thread = thread.map_or(0, |thread| thread.0.saturating_add(1));
    (core < 1 << CORE_BITS && thread < 1 << (32 - CORE_BITS)).then_some(thread << CORE_BITS | core)
}

fn small(number: u64) -> Option<u32> {
    u32::try_from(number).ok()
}

impl Small {
    /// `None`: it does not fit.
    fn pack(event: &Event, time_ns: TimeNs) -> Option<Self> {
        let id = |thread: Option<ThreadId>| MaybeId::new(thread.map(|thread| thread.0));
        let from_now = |at_ns: TimeNs| at_ns.checked_sub(time_ns).and_then(small);
        Some(match *event {
            Event::ThreadReady { reason, by } => Self::ThreadReady { reason, by: id(by)? },
            Event::Dispatched { switch_ns, prev } => Self::Dispatched {
                switch_ns: small(switch_ns)?,
                prev: id(prev)?,
            },
            Event::Preempted { reason } => Self::Preempted { reason },
            Event::Blocked {
                cause,
                object,
                on,
                until_ns,
                ref what,
            } if what.is_empty() => {
                let object = MaybeId::new(object.map(|object| object.0))?;
                match (on, until_ns) {
                    (on, None) => Self::BlockedForever {
                        cause,
                        object,
                        on: id(on)?,
                    },
                    (None, Some(until_ns)) => Self::Blocked {
                        cause,
                        object,
                        for_ns: from_now(until_ns)?,
                    },
                    _ => return None,
                }
            }
            Event::ThreadExited {} => Self::ThreadExited,
            Event::ProcessExited { process, status } => Self::ProcessExited { process, status },
            Event::CoreIdle {} => Self::CoreIdle,
            Event::JobReleased { job, deadline_ns } => Self::JobReleased {
                job,
                for_ns: from_now(deadline_ns)?,
            },
            Event::JobDone { job } => Self::JobDone { job },
            Event::GilWanted { holder, interval_ns } => Self::GilWanted {
                holder,
                interval_ns: small(interval_ns)?,
            },
            Event::GilRequested { holder } => Self::GilRequested { holder },
            Event::GilTaken { prev } => Self::GilTaken { prev: id(prev)? },
            Event::GilDropped { reason } => Self::GilDropped { reason },
            Event::Acquired { object } => Self::Acquired { object },
            Event::Contended { object, holder } => Self::Contended {
                object,
                holder: id(holder)?,
            },
            Event::Released { object } => Self::Released { object },
            _ => return None,
        })
    }

    fn unpack(self, time_ns: TimeNs) -> Event {
        let until = |for_ns: u32| time_ns + TimeNs::from(for_ns);
        match self {
            Self::ThreadReady { reason, by } => Event::ThreadReady {
                reason,
                by: by.get(ThreadId),
            },
            Self::Dispatched { switch_ns, prev } => Event::Dispatched {
                switch_ns: switch_ns.into(),
                prev: prev.get(ThreadId),
            },
            Self::Preempted { reason } => Event::Preempted { reason },
            Self::Blocked { cause, object, for_ns } => Event::Blocked {
                cause,
                object: object.get(ObjectId),
                on: None,
                until_ns: Some(until(for_ns)),
                what: String::new(),
            },
            Self::BlockedForever { cause, object, on } => Event::Blocked {
                cause,
                object: object.get(ObjectId),
                on: on.get(ThreadId),
                until_ns: None,
                what: String::new(),
            },
            Self::ThreadExited => Event::ThreadExited {},
            Self::ProcessExited { process, status } => Event::ProcessExited { process, status },
            Self::CoreIdle => Event::CoreIdle {},
            Self::JobReleased { job, for_ns } => Event::JobReleased {
                job,
                deadline_ns: until(for_ns),
            },
            Self::JobDone { job } => Event::JobDone { job },
            Self::GilWanted { holder, interval_ns } => Event::GilWanted {
                holder,
                interval_ns: interval_ns.into(),
            },
            Self::GilRequested { holder } => Event::GilRequested { holder },
            Self::GilTaken { prev } => Event::GilTaken {
                prev: prev.get(ThreadId),
            },
            Self::GilDropped { reason } => Event::GilDropped { reason },
            Self::Acquired { object } => Event::Acquired { object },
            Self::Contended { object, holder } => Event::Contended {
                object,
                holder: holder.get(ThreadId),
            },
            Self::Released { object } => Event::Released { object },
            Self::Large(_) => unreachable!("large steps are kept as they are"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `step` comes back as it went in, and whether it went in packed.
    fn check(core: Option<u32>, thread: Option<u32>, task: Option<u32>, event: Event, is_packed: bool) {
        let mut recorder = Recorder::new(Level::Kernel);
        let expected = |id| Step {
            id,
            time_ns: 1_000,
            core: core.map(CoreId),
            thread: thread.map(ThreadId),
            task: task.map(TaskId),
            event: event.clone(),
        };
        for _ in 0..2 {
            let Step {
                time_ns,
                core,
                thread,
                task,
                event,
                ..
            } = expected(0);
            recorder.emit(time_ns, core, thread, task, event);
        }
        assert_eq!(recorder.steps(), [expected(0), expected(1)]);
        assert_eq!(recorder.large.is_empty(), is_packed, "{event:?}");
    }

    fn blocked(on: Option<u32>, until_ns: Option<TimeNs>, what: &str) -> Event {
        Event::Blocked {
            cause: WaitCause::Device,
            object: Some(ObjectId(3)),
            on: on.map(ThreadId),
            until_ns,
            what: what.to_owned(),
        }
    }

    fn dispatched(switch_ns: TimeNs, prev: Option<u32>) -> Event {
        Event::Dispatched {
            switch_ns,
            prev: prev.map(ThreadId),
        }
    }

    #[test]
    fn a_step_is_small() {
        assert_eq!(size_of::<Packed>(), 24);
    }

    #[test]
    fn what_goes_in_comes_out() {
        let reason = ReadyReason::IoDone;
        let by = Some(ThreadId(0));
        check(None, Some(0), None, Event::ThreadReady { reason, by }, true);
        check(None, Some(0), None, Event::ThreadReady { reason, by: None }, true);
        check(Some(0), None, None, Event::CoreIdle {}, true);
        check(Some(15), Some(99_999), None, dispatched(5_000, Some(7)), true);
        check(Some(15), Some(99_999), None, dispatched(5_000, None), true);
        check(Some(1), Some(2), None, blocked(None, Some(1_000), ""), true);
        check(Some(1), Some(2), None, blocked(None, Some(u64::MAX), ""), false);
        check(Some(1), Some(2), None, blocked(None, Some(999), ""), false);
        check(Some(1), Some(2), None, blocked(Some(4), None, ""), true);
        check(Some(1), Some(2), None, blocked(Some(4), Some(2_000), ""), false);
        check(Some(1), Some(2), None, blocked(None, None, "a socket"), false);
    }

    #[test]
    fn what_does_not_fit_is_kept_whole() {
        check(Some(1), Some(2), Some(0), Event::ThreadExited {}, false);
        check(Some(62), Some(2), None, Event::ThreadExited {}, true);
        check(Some(63), Some(2), None, Event::ThreadExited {}, false);
        check(Some(u32::MAX), Some(u32::MAX), None, Event::ThreadExited {}, false);
        check(None, Some((1 << 26) - 2), None, Event::ThreadExited {}, true);
        check(None, Some((1 << 26) - 1), None, Event::ThreadExited {}, false);
        check(None, Some(1), None, dispatched(1 << 32, None), false);
        check(None, Some(1), None, dispatched(0, Some(u32::MAX)), false);
        check(None, Some(1), None, Event::RunEnded { status: 3 }, false);
    }
}
