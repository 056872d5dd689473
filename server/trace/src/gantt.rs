//! Who ran where and when, from the steps alone: the bars of a Gantt chart, and when each thread came and went.

use crate::event::Event;
use crate::{CoreId, Step, ThreadId, TimeNs};
use serde::Serialize;
use std::collections::BTreeMap;

/// A stretch in which a thread ran on a core, half-open; the switch before it is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// Who.
    pub thread: ThreadId,
    /// Where.
    pub core: CoreId,
    /// First nanosecond.
    pub start_ns: TimeNs,
    /// First nanosecond after it.
    pub end_ns: TimeNs,
}

/// When a thread came and went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifetime {
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created_ns: TimeNs,
    /// When it first ran, after the switch.
    pub started_ns: Option<TimeNs>,
    /// When it ended.
    pub exited_ns: Option<TimeNs>,
}

/// The chart so far.
#[derive(Debug, Clone, Default)]
pub struct Gantt {
    /// One per thread, by number.
    pub threads: Vec<Lifetime>,
    /// Closed stretches, in the order of their ends; neighbours of one thread on one core are one stretch.
    pub segments: Vec<Segment>,
    /// Switches that cost time.
    pub n_switches: u64,
    /// What they cost.
    pub switch_ns: TimeNs,
    /// The time of the last step.
    pub end_ns: TimeNs,
    on_core: BTreeMap<ThreadId, (CoreId, TimeNs)>,
    last_on_core: BTreeMap<CoreId, usize>,
}

impl Gantt {
    /// The chart of a whole trace.
    #[must_use]
    pub fn of(steps: &[Step]) -> Self {
        let mut gantt = Self::default();
        for step in steps {
            gantt.add(step);
        }
        gantt.finish();
        gantt
    }

    /// Takes the next step.
    pub fn add(&mut self, step: &Step) {
        self.end_ns = step.time_ns;
        let Some(thread) = step.thread else {
            return;
        };
        match &step.event {
            Event::ThreadCreated { name, .. } => self.threads.push(Lifetime {
                name: name.clone(),
                created_ns: step.time_ns,
                started_ns: None,
                exited_ns: None,
            }),
            Event::Dispatched { switch_ns, .. } => {
                let start_ns = step.time_ns + switch_ns;
                if let Some(core) = step.core {
                    self.on_core.insert(thread, (core, start_ns));
                }
                if let Some(lifetime) = self.threads.get_mut(thread.idx()) {
                    lifetime.started_ns.get_or_insert(start_ns);
                }
                self.n_switches += u64::from(*switch_ns > 0);
                self.switch_ns += switch_ns;
            }
            Event::Preempted { .. } | Event::Blocked { .. } => self.close(thread),
            Event::ThreadExited {} => {
                self.close(thread);
                if let Some(lifetime) = self.threads.get_mut(thread.idx()) {
                    lifetime.exited_ns = Some(step.time_ns);
                }
            }
            _ => {}
        }
    }

    /// Who is still on a core ran until the last step.
    pub fn finish(&mut self) {
        let running: Vec<ThreadId> = self.on_core.keys().copied().collect();
        for thread in running {
            self.close(thread);
        }
    }

    fn close(&mut self, thread: ThreadId) {
        let Some((core, start_ns)) = self.on_core.remove(&thread) else {
            return;
        };
        let end_ns = self.end_ns;
        if end_ns <= start_ns {
            return;
        }
        if let Some(&last) = self.last_on_core.get(&core)
            && self.segments[last].thread == thread
            && self.segments[last].end_ns == start_ns
        {
            self.segments[last].end_ns = end_ns;
            return;
        }
        self.last_on_core.insert(core, self.segments.len());
        self.segments.push(Segment {
            thread,
            core,
            start_ns,
            end_ns,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::PreemptReason;
    use crate::{Level, ProcessId, Recorder, Sink};

    #[test]
    fn neighbours_are_one_stretch_and_switches_are_none() {
        let mut recorder = Recorder::new(Level::Kernel);
        let mut emit = |time_ns, thread, event| {
            recorder.emit(time_ns, Some(CoreId(0)), Some(ThreadId(thread)), None, event);
        };
        let dispatched = |switch_ns| Event::Dispatched { switch_ns, prev: None };
        for (at, name) in ["A", "B"].into_iter().enumerate() {
            let created = Event::ThreadCreated {
                process: ProcessId(0),
                name: name.to_owned(),
                function: String::new(),
                daemon: false,
                by: None,
            };
            emit(0, at as u32, created);
        }
        let preempted = || Event::Preempted {
            reason: PreemptReason::QuantumEnd,
        };
        emit(0, 0, dispatched(0));
        emit(4, 0, preempted());
        emit(4, 0, dispatched(0));
        emit(8, 0, preempted());
        emit(8, 1, dispatched(2));
        emit(13, 1, Event::ThreadExited {});
        emit(13, 0, dispatched(1));
        emit(20, 0, preempted());
        let gantt = Gantt::of(&recorder.steps());
        let segments: Vec<_> = gantt
            .segments
            .iter()
            .map(|s| (gantt.threads[s.thread.idx()].name.as_str(), s.start_ns, s.end_ns))
            .collect();
        assert_eq!(segments, [("A", 0, 8), ("B", 10, 13), ("A", 14, 20)]);
        assert_eq!((gantt.n_switches, gantt.switch_ns), (2, 3));
        assert_eq!(gantt.threads[1].started_ns, Some(10));
        assert_eq!(gantt.threads[0].exited_ns, None);
    }
}
