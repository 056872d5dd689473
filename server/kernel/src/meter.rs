//! The way of every event into the sink: counts it against the budget, drops detail that the budget no longer
//! covers, and keeps times from running backwards when a core is ahead of the others.

use timeslice_trace::{CoreId, Event, Level, Sink, TaskId, ThreadId, TimeNs};

/// Counters of a run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter {
    /// Events of level `kernel` so far.
    pub(crate) n_events: u64,
    /// Finer events so far.
    n_fine: u64,
    max_fine: u64,
    is_reduced: bool,
}

/// An event from beyond the horizon: other cores may still have earlier ones.
#[derive(Debug, Clone)]
pub(crate) struct Late {
    pub(crate) time_ns: TimeNs,
    pub(crate) core: Option<CoreId>,
    pub(crate) thread: Option<ThreadId>,
    pub(crate) task: Option<TaskId>,
    pub(crate) event: Event,
}

impl Meter {
    pub(crate) fn new(max_fine: u64) -> Self {
        Self {
            max_fine,
            ..Self::default()
        }
    }

    /// Writes one event of the kernel, or a late one whose time has come.
    pub(crate) fn emit(&mut self, sink: &mut dyn Sink, late: Late) {
        let Late {
            time_ns,
            core,
            thread,
            task,
            event,
        } = late;
        let level = event.level();
        if level > sink.level() {
            return;
        }
        if level == Level::Kernel {
            self.n_events += 1;
        } else if self.is_reduced {
            return;
        } else if self.n_fine >= self.max_fine {
            self.is_reduced = true;
            self.n_events += 1;
            sink.emit(time_ns, None, None, None, Event::DetailReduced { level: Level::Kernel });
            return;
        } else {
            self.n_fine += 1;
        }
        sink.emit(time_ns, core, thread, task, event);
    }
}

/// The sink that a program writes to during one turn.
pub(crate) struct SliceSink<'a> {
    pub(crate) sink: &'a mut dyn Sink,
    pub(crate) meter: &'a mut Meter,
    pub(crate) horizon_ns: TimeNs,
    pub(crate) late: &'a mut std::collections::VecDeque<Late>,
}

impl Sink for SliceSink<'_> {
    fn level(&self) -> Level {
        if self.meter.is_reduced {
            Level::Kernel
        } else {
            self.sink.level()
        }
    }

    fn emit(
        &mut self,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    ) {
        let late = Late {
            time_ns,
            core,
            thread,
            task,
            event,
        };
        if time_ns <= self.horizon_ns && self.late.is_empty() {
            self.meter.emit(self.sink, late);
        } else {
            self.late.push_back(late);
        }
    }
}
