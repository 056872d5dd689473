//! A run that can be looked at again: fast at kernel level with checkpoints on the way, then line by line through any
//! window of virtual time.
//!
//! Going back to the checkpoint before a window and running on gives the steps of the first run, since a checkpoint is
//! the whole state (`checkpoint.rs`) and line events change nothing.

use crate::checkpoint::Checkpoint;
use crate::program::{Compiled, PythonConfig, PythonProgram};
use std::cell::Cell;
use timeslice_kernel::{
    Alarmed, Budget, Chooser, Machine, MachineConfig, Network, Outcome, Pause, Program, Slice, WaitQueueId,
};
use timeslice_trace::{CoreId, Event, Level, ObjectId, ProcessId, Sink, TaskId, ThreadId, TimeNs};

/// Instructions between two checkpoints, at first.
const INTERVAL: u64 = 1_000_000;
/// With more checkpoints than this every second one goes, and the interval at least doubles.
const CHECKPOINTS_MAX: usize = 64;

/// A run with checkpoints.
#[derive(Debug)]
pub struct Replay<C> {
    machine: Machine,
    program: PythonProgram,
    chooser: C,
    checkpoints: Vec<Checkpoint<C>>,
    interval: u64,
    reached_ns: TimeNs,
    outcome: Option<Outcome>,
}

impl<C: Chooser + Clone> Replay<C> {
    /// A run about to begin. `budget.line_events` is not looked at: whoever asks for a window bounds its detail.
    ///
    /// # Errors
    /// A sentence, when the heap budget does not even hold the library.
    pub fn new(
        compiled: &Compiled,
        python: PythonConfig,
        machine: MachineConfig,
        budget: Budget,
        chooser: C,
    ) -> Result<Self, String> {
        let budget = Budget {
            line_events: u64::MAX,
            ..budget
        };
        let program = PythonProgram::new(compiled, PythonConfig { lines: false, ..python }, budget)?;
        let machine = Machine::new(machine, budget);
        let mut replay = Self {
            machine,
            program,
            chooser,
            checkpoints: Vec::new(),
            interval: INTERVAL,
            reached_ns: 0,
            outcome: None,
        };
        replay.add_checkpoint();
        Ok(replay)
    }

    /// The same with these routes to the hosts of the network.
    #[must_use]
    pub fn with_network(mut self, network: Network) -> Self {
        self.program.set_network(network);
        self
    }

    /// The same with other instructions between checkpoints than a million.
    #[must_use]
    pub fn with_interval(mut self, instructions: u64) -> Self {
        self.interval = instructions.max(1);
        self
    }

    /// Runs to the end at kernel level, or until `should_stop`, asked now and then, says so (`None`: call again to go
    /// on).
    pub fn run(&mut self, sink: &mut dyn Sink, should_stop: &mut dyn FnMut() -> bool) -> Option<Outcome> {
        let mut sink = Lines {
            inner: sink,
            from_ns: 0,
            to_ns: TimeNs::MAX,
            level: Level::Kernel,
        };
        while self.outcome.is_none() {
            let last = self.checkpoints.last().map_or(0, |c| c.program.instructions());
            let next = last.saturating_add(self.interval);
            let ran = self.advance(None, &mut sink, &mut |at| at.instructions >= next || should_stop());
            self.outcome = ran;
            if self.outcome.is_none() {
                if self.program.instructions() < next {
                    return None;
                }
                self.add_checkpoint();
            }
        }
        self.outcome.clone()
    }

    /// Tells all steps from `from_ns` to `to_ns`, both included, as finely as `sink` wants them. Whether that was
    /// done: not, if `should_stop` said so. What has not been run yet is run now, without checkpoints.
    pub fn window(
        &mut self,
        from_ns: TimeNs,
        to_ns: TimeNs,
        sink: &mut dyn Sink,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> bool {
        let present = self.outcome.is_none().then(|| self.checkpoint());
        let i = self
            .checkpoints
            .partition_point(|c| c.reached_ns < from_ns)
            .saturating_sub(1);
        let start = self.checkpoints[i].clone();
        self.restore(&start);
        let level = sink.level();
        let mut sink = Lines {
            inner: sink,
            from_ns,
            to_ns,
            level,
        };
        let mut was_stopped = false;
        let _ = self.advance(Some((from_ns, to_ns)), &mut sink, &mut |at| {
            was_stopped = at.now_ns <= to_ns && should_stop();
            was_stopped || at.now_ns > to_ns
        });
        self.program.set_lines(false);
        if let Some(present) = present {
            self.restore(&present);
        }
        !was_stopped
    }

    /// The program, to look at.
    #[must_use]
    pub fn program(&self) -> &PythonProgram {
        &self.program
    }

    /// The checkpoints so far, oldest first.
    #[must_use]
    pub fn checkpoints(&self) -> &[Checkpoint<C>] {
        &self.checkpoints
    }

    fn advance(
        &mut self,
        window: Option<(TimeNs, TimeNs)>,
        sink: &mut dyn Sink,
        should_stop: &mut dyn FnMut(Position) -> bool,
    ) -> Option<Outcome> {
        let at = Cell::new(Position {
            instructions: self.program.instructions(),
            now_ns: self.machine.time_ns(),
            reached_ns: self.reached_ns,
        });
        let mut watched = Watched {
            program: &mut self.program,
            window,
            at: &at,
        };
        let outcome = self
            .machine
            .advance(&mut watched, &mut self.chooser, sink, &mut || should_stop(at.get()));
        // The kernel itself may be further than any thread: it wakes and dispatches those that run later.
        self.reached_ns = at.get().reached_ns.max(self.machine.time_ns());
        outcome
    }

    fn checkpoint(&self) -> Checkpoint<C> {
        Checkpoint {
            machine: self.machine.clone(),
            program: self.program.snapshot(self.checkpoints.last().map(|c| &c.program)),
            chooser: self.chooser.clone(),
            reached_ns: self.reached_ns,
        }
    }

    fn add_checkpoint(&mut self) {
        self.checkpoints.push(self.checkpoint());
        if self.checkpoints.len() > CHECKPOINTS_MAX {
            let mut i = 0;
            self.checkpoints.retain(|_| {
                i += 1;
                i % 2 == 1
            });
            // Evenly from here on, even if there were more instructions between two looks than asked for.
            let evenly = self.program.instructions() / (CHECKPOINTS_MAX as u64 / 2);
            self.interval = evenly.max(self.interval * 2);
        }
    }

    fn restore(&mut self, to: &Checkpoint<C>) {
        self.machine = to.machine.clone();
        self.program.restore(&to.program);
        self.chooser = to.chooser.clone();
        self.reached_ns = to.reached_ns;
    }
}

/// How far a run has come.
#[derive(Debug, Clone, Copy)]
struct Position {
    instructions: u64,
    /// Begin of the latest turn: everything before it has been told.
    now_ns: TimeNs,
    /// Furthest end of a turn.
    reached_ns: TimeNs,
}

/// A program that says how far it is and tells lines inside a window only.
struct Watched<'a> {
    program: &'a mut PythonProgram,
    window: Option<(TimeNs, TimeNs)>,
    at: &'a Cell<Position>,
}

impl Program for Watched<'_> {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        let now_ns = slice.now_ns;
        let lines = self
            .window
            .is_some_and(|(from, to)| slice.horizon_ns >= from && now_ns <= to);
        self.program.set_lines(lines && slice.sink.level() > Level::Kernel);
        let pause = self.program.run(slice);
        let reached_ns = self.at.get().reached_ns.max(slice.now_ns);
        self.at.set(Position {
            instructions: self.program.instructions(),
            now_ns,
            reached_ns,
        });
        pause
    }

    fn spawned(&mut self, thread: ThreadId, process: ProcessId, token: u64) {
        self.program.spawned(thread, process, token);
    }

    fn exited(&mut self, process: ProcessId, status: i32) -> Vec<WaitQueueId> {
        self.program.exited(process, status)
    }

    fn alarmed(&mut self, process: ProcessId) -> (Alarmed, Option<TimeNs>) {
        self.program.alarmed(process)
    }

    fn holder(&self, object: ObjectId) -> Option<ThreadId> {
        self.program.holder(object)
    }

    fn quiet_ns(&self, thread: ThreadId) -> TimeNs {
        self.program.quiet_ns(thread)
    }
}

/// Lets events of a window through.
struct Lines<'a> {
    inner: &'a mut dyn Sink,
    from_ns: TimeNs,
    to_ns: TimeNs,
    level: Level,
}

impl Sink for Lines<'_> {
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
        if (self.from_ns..=self.to_ns).contains(&time_ns) {
            self.inner.emit(time_ns, core, thread, task, event);
        }
    }
}
