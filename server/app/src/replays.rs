//! Windows on a run, from its checkpoints: the run happens once at kernel level, and each window is told line by line
//! from the checkpoint before it. The runs looked into last are kept, since who looks at one window will look at the
//! next; a run is a pure function of its description, so what is kept cannot be stale.

use crate::engine::Simulation;
use std::sync::{Arc, Mutex, PoisonError};
use timeslice_kernel::{Budget, RecordedChooser, SeededChooser};
use timeslice_python::Replay;
use timeslice_scenario::RunSpec;
use timeslice_scenario::link::Window;
use timeslice_trace::{Level, Recorder, Sink, Step, TimeNs};

/// Memory that all kept runs together may take.
const BYTES_MAX: usize = 256 << 20;
/// Kernel-level steps of a run that is worth keeping; a longer one is run again for each window.
const STEPS_MAX: usize = 200_000;

/// The oracle of every run.
pub(crate) type Choices = RecordedChooser<SeededChooser>;

/// The runs looked into last.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    /// The one used last is the last.
    kept: Mutex<Vec<Kept>>,
}

/// What a run is, apart from what is shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunKey {
    spec: RunSpec,
    budget: Budget,
}

impl RunKey {
    pub(crate) fn new(spec: &RunSpec, budget: Budget) -> Self {
        let spec = RunSpec {
            level: None,
            window: Window::ALL,
            ..spec.clone()
        };
        Self { spec, budget }
    }
}

/// A run with its checkpoints.
#[derive(Debug)]
pub(crate) struct Kept {
    key: RunKey,
    replay: Replay<Choices>,
    /// All its steps at kernel level, once it has happened.
    steps: Option<Vec<Step>>,
}

impl Kept {
    pub(crate) fn new(key: RunKey, replay: Replay<Choices>) -> Self {
        Self {
            key,
            replay,
            steps: None,
        }
    }

    fn bytes(&self) -> usize {
        let checkpoints = self.replay.checkpoints().iter();
        let heap: usize = checkpoints.map(|checkpoint| checkpoint.program.own_bytes()).sum();
        let with_text = 2 * size_of::<Step>();
        // The process itself is about as large as all the copies of what changed in it.
        2 * heap + self.steps.as_ref().map_or(0, Vec::len) * with_text
    }
}

impl Replays {
    /// Takes a kept run out, for one reader at a time.
    pub(crate) fn take(&self, key: &RunKey) -> Option<Kept> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|run| run.key == *key)?;
        Some(kept.remove(at))
    }

    fn put(&self, run: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|other| other.key != run.key);
        kept.push(run);
        let mut bytes: usize = kept.iter().map(Kept::bytes).sum();
        while bytes > BYTES_MAX {
            bytes -= kept.remove(0).bytes();
        }
    }
}

/// A run of which a window is shown in detail.
pub(crate) struct WindowRun<F> {
    pub(crate) replays: Arc<Replays>,
    pub(crate) run: Kept,
    pub(crate) window: Window,
    /// The same, run from the beginning.
    pub(crate) plain: F,
}

impl<F: FnOnce() -> Box<dyn Simulation>> Simulation for WindowRun<F> {
    fn run(mut self: Box<Self>, sink: &mut dyn Sink, should_stop: &mut dyn FnMut() -> bool) -> bool {
        let steps = match self.run.steps.take() {
            Some(steps) => steps,
            None => {
                let mut record = Recorder::new(Level::Kernel);
                let ending = loop {
                    // In short pieces, to see when it gets too long.
                    let mut n_checks = 0;
                    let ran = self.run.replay.run(&mut record, &mut || {
                        n_checks += 1;
                        n_checks % CHECKS_PER_PIECE == 0
                    });
                    if ran.is_some() || record.len() > STEPS_MAX || should_stop() {
                        break ran;
                    }
                };
                if record.len() > STEPS_MAX {
                    drop(record);
                    return (self.plain)().run(sink, should_stop);
                }
                if ending.is_none() {
                    return false;
                }
                record.steps()
            }
        };
        let to_ns = self.window.to_ns.unwrap_or(TimeNs::MAX);
        emit_all(sink, steps.iter().take_while(|step| step.time_ns < self.window.from_ns));
        let is_told = self.window.from_ns >= to_ns
            || self
                .run
                .replay
                .window(self.window.from_ns, to_ns - 1, sink, should_stop);
        if is_told {
            let is_after = |step: &&Step| step.time_ns >= to_ns.max(self.window.from_ns);
            emit_all(sink, steps.iter().filter(is_after));
        }
        self.run.steps = Some(steps);
        self.replays.put(self.run);
        is_told
    }
}

/// Looks at `should_stop` between two pieces of a run that is recorded.
const CHECKS_PER_PIECE: u32 = 16;

fn emit_all<'a>(sink: &mut dyn Sink, steps: impl Iterator<Item = &'a Step>) {
    for step in steps {
        sink.emit(step.time_ns, step.core, step.thread, step.task, step.event.clone());
    }
}
