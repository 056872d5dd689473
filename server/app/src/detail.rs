//! How much of a run its trace shows.
//!
//! Unless a level is asked for (`auto`), a short run is shown line by line and a longer one at kernel level. Which it
//! is shows when it runs: it is run line by line into a buffer, and when that gets too full, run again at kernel level.
//! A run is a pure function of its description, and detail changes nothing in it, so the second run is the first one
//! and the level follows from the description too: every reader gets the same trace.

use crate::engine::{Diagnostic, Engine, Simulation};
use std::cell::{Cell, RefCell};
use timeslice_kernel::Budget;
use timeslice_scenario::RunSpec;
use timeslice_scenario::link::Window;
use timeslice_trace::{CoreId, Event, Level, Sink, Step, TaskId, ThreadId, TimeNs};

/// Steps finer than `kernel` with which a run is still shown line by line when no level is asked for.
pub const AUTO_FINE_STEPS_MAX: u64 = 4_000;
/// Steps finer than `kernel` in a window of a longer run, when no level is asked for: what a page can hold and a
/// reader look at. A busy core makes them in less than a tenth of a millisecond; `detail_reduced` says where they end.
pub const WINDOW_FINE_STEPS_MAX: u64 = 20_000;
/// Steps of any level with which it is.
const AUTO_STEPS_MAX: usize = 5 * AUTO_FINE_STEPS_MAX as usize;

/// A run that can begin, with its level of detail.
pub struct Detailed<'a> {
    engine: &'a dyn Engine,
    spec: &'a RunSpec,
    budget: Budget,
    level: Level,
    simulation: Box<dyn Simulation>,
}

impl<'a> Detailed<'a> {
    /// Refuses what cannot run. What can be is to be settled next.
    ///
    /// # Errors
    /// What is wrong with the program or the schedule.
    pub fn prepare(engine: &'a dyn Engine, spec: &'a RunSpec, budget: Budget) -> Result<Self, Vec<Diagnostic>> {
        let level = spec.level.unwrap_or(Level::Line);
        let is_counted_by_the_kernel = spec.level.is_some() && spec.window == Window::ALL;
        let line_events = if is_counted_by_the_kernel {
            budget.line_events
        } else {
            u64::MAX
        };
        let simulation = engine.prepare(spec, level, Budget { line_events, ..budget })?;
        Ok(Self {
            engine,
            spec,
            budget,
            level,
            simulation,
        })
    }

    /// Finds the level if none is asked for. A short run happens in here, and the beginning of a long one.
    #[must_use]
    pub fn settle(self, should_stop: &mut dyn FnMut() -> bool) -> Self {
        if self.spec.level.is_some() || self.spec.window != Window::ALL {
            return self;
        }
        let buffer = RefCell::new(Vec::new());
        let n_fine = Cell::new(0);
        let is_full = || n_fine.get() > AUTO_FINE_STEPS_MAX || buffer.borrow().len() > AUTO_STEPS_MAX;
        // One more than there may be, so that the sink asks for no more lines once it is settled that there are too many.
        let mut sink = StepSink::new(Level::Line, Window::ALL, AUTO_FINE_STEPS_MAX + 1, |step| {
            n_fine.set(n_fine.get() + u64::from(step.event.level() > Level::Kernel));
            if !is_full() {
                buffer.borrow_mut().push(step);
            }
        });
        let has_ended = self.simulation.run(&mut sink, &mut || is_full() || should_stop());
        let (level, simulation): (_, Box<dyn Simulation>) = if is_full() {
            let simulation = self.engine.prepare(self.spec, Level::Kernel, self.budget);
            (Level::Kernel, simulation.expect("it could run a moment ago"))
        } else {
            let steps = buffer.into_inner();
            (Level::Line, Box::new(Recorded { steps, has_ended }))
        };
        Self {
            level,
            simulation,
            ..self
        }
    }

    /// The finest level that the trace has.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// Runs to the end, or until `should_stop`, asked now and then, says so. Whether the end was reached.
    pub fn run(self, take: impl FnMut(Step), should_stop: &mut dyn FnMut() -> bool) -> bool {
        let is_window = self.spec.level.is_none() && self.spec.window != Window::ALL;
        let n_fine_max = if is_window { WINDOW_FINE_STEPS_MAX } else { u64::MAX };
        let mut sink = StepSink::new(
            self.level,
            self.spec.window,
            self.budget.line_events.min(n_fine_max),
            take,
        );
        self.simulation.run(&mut sink, should_stop)
    }
}

impl std::fmt::Debug for Detailed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Detailed")
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}

/// A run that has happened already.
struct Recorded {
    steps: Vec<Step>,
    has_ended: bool,
}

impl Simulation for Recorded {
    fn run(self: Box<Self>, sink: &mut dyn Sink, _: &mut dyn FnMut() -> bool) -> bool {
        for step in self.steps {
            sink.emit(step.time_ns, step.core, step.thread, step.task, step.event);
        }
        self.has_ended
    }
}

/// Numbers the steps of a run and hands each to `take`, with fine detail where it was asked for.
struct StepSink<F> {
    take: F,
    n_steps: u64,
    level: Level,
    window: Window,
    /// Steps finer than `kernel` that may still come.
    n_fine_left: u64,
}

impl<F: FnMut(Step)> StepSink<F> {
    /// A sink for steps up to `level`, with at most `n_fine_max` finer than `kernel`, all of them in `window`.
    fn new(level: Level, window: Window, n_fine_max: u64, take: F) -> Self {
        Self {
            take,
            n_steps: 0,
            level,
            window,
            n_fine_left: n_fine_max,
        }
    }

    /// From here on the trace is one of kernel level, and says so.
    fn reduce(&mut self, time_ns: TimeNs) {
        self.level = Level::Kernel;
        self.push(
            time_ns,
            (None, None, None),
            Event::DetailReduced { level: Level::Kernel },
        );
    }

    fn push(
        &mut self,
        time_ns: TimeNs,
        (core, thread, task): (Option<CoreId>, Option<ThreadId>, Option<TaskId>),
        event: Event,
    ) {
        let id = self.n_steps;
        self.n_steps += 1;
        (self.take)(Step {
            id,
            time_ns,
            core,
            thread,
            task,
            event,
        });
    }
}

impl<F: FnMut(Step)> Sink for StepSink<F> {
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
        let level = event.level();
        if self.level > Level::Kernel && self.window.to_ns.is_some_and(|to_ns| time_ns >= to_ns) {
            self.reduce(time_ns);
        }
        if level > self.level {
            return;
        }
        if level > Level::Kernel {
            if !self.window.contains(time_ns) {
                return;
            }
            if self.n_fine_left == 0 {
                self.reduce(time_ns);
                return;
            }
            self.n_fine_left -= 1;
        }
        self.push(time_ns, (core, thread, task), event);
    }
}
