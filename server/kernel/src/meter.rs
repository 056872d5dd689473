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

    /// Whether events of `level` reach a sink of `sink_level`.
    pub(crate) fn wants(&self, sink_level: Level, level: Level) -> bool {
        level <= sink_level && (level == Level::Kernel || !self.is_reduced)
    }

    /// Writes one event.
    #[inline(always)]
    pub(crate) fn emit(
        &mut self,
        sink: &mut dyn Sink,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    ) {
        if event.level() == Level::Kernel {
            self.n_events += 1;
        } else if !self.covers_detail(sink, time_ns, event.level()) {
            return;
        }
        sink.emit(time_ns, core, thread, task, event);
    }

    /// Writes a late event whose time has come.
    pub(crate) fn emit_late(&mut self, sink: &mut dyn Sink, late: Late) {
        self.emit(sink, late.time_ns, late.core, late.thread, late.task, late.event);
    }

    /// Whether one more event of the finer `level` is wanted and within the budget.
    fn covers_detail(&mut self, sink: &mut dyn Sink, time_ns: TimeNs, level: Level) -> bool {
        if !self.wants(sink.level(), level) {
            return false;
        }
        if self.n_fine >= self.max_fine {
            // How much is shown is no event of the run: it must not bring the budget of events nearer.
            self.is_reduced = true;
            sink.emit(time_ns, None, None, None, Event::DetailReduced { level: Level::Kernel });
            return false;
        }
        self.n_fine += 1;
        true
    }
}

/// The sink that a program writes to during one turn.
pub(crate) struct SliceSink<'a> {
    pub(crate) sink: &'a mut dyn Sink,
    pub(crate) meter: &'a mut Meter,
    /// Until when nobody else can write anything.
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
        if time_ns <= self.horizon_ns && self.late.is_empty() {
            self.meter.emit(self.sink, time_ns, core, thread, task, event);
        } else {
            self.late.push_back(Late {
                time_ns,
                core,
                thread,
                task,
                event,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;
    use timeslice_trace::{Recorder, Step};

    fn line(line: u32) -> Event {
        Event::Line {
            line,
            function: "f".to_owned(),
            depth: 0,
        }
    }

    /// Writes lines 1 to 4 within a budget of two; what reaches a sink of `level`, and the level asked for then.
    fn run(level: Level) -> (Vec<Step>, Level) {
        let mut recorder = Recorder::new(level);
        let (mut meter, mut late) = (Meter::new(2), VecDeque::new());
        let mut sink = SliceSink {
            sink: &mut recorder,
            meter: &mut meter,
            horizon_ns: 100,
            late: &mut late,
        };
        for at in 1..=4 {
            sink.emit(u64::from(at), None, None, None, line(at));
        }
        let level = sink.level();
        (recorder.steps(), level)
    }

    #[test]
    fn detail_ends_with_its_budget() {
        let (steps, level) = run(Level::Line);
        let events: Vec<Event> = steps.into_iter().map(|step| step.event).collect();
        assert_eq!(
            events,
            [line(1), line(2), Event::DetailReduced { level: Level::Kernel }]
        );
        assert_eq!(level, Level::Kernel, "producers need not build more");
    }

    #[test]
    fn detail_that_nobody_wants_costs_no_budget() {
        assert_eq!(run(Level::Kernel), (Vec::new(), Level::Kernel));
    }

    #[test]
    fn what_lies_beyond_the_horizon_waits() {
        let mut recorder = Recorder::new(Level::Kernel);
        let (mut meter, mut late) = (Meter::new(0), VecDeque::new());
        let mut sink = SliceSink {
            sink: &mut recorder,
            meter: &mut meter,
            horizon_ns: 100,
            late: &mut late,
        };
        for time_ns in [100, 101, 250] {
            sink.emit(time_ns, None, None, None, Event::CoreIdle {});
        }
        assert_eq!(late.iter().map(|late| late.time_ns).collect::<Vec<_>>(), [101, 250]);
        assert_eq!(recorder.len(), 1);
    }
}
