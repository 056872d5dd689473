//! Runs programs on the machine as a user would: what came out, how it ended, what the trace says.
//!
//! Shared by the tests and the benchmark; knows no expectations.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::PathBuf;
use timeslice_kernel::{Budget, Ending, Machine, MachineConfig, Network, SeededChooser};
use timeslice_python::program::Compiled;
use timeslice_python::{PyVersion, PythonConfig, PythonProgram, compile_program};
use timeslice_trace::{Event, Level, Recorder, Step, Stream, trace_hash};

/// What a test run may cost: generous, and still over in seconds.
pub(crate) const BUDGET: Budget = Budget {
    time_ns: 600_000_000_000,
    instructions: 300_000_000,
    events: 1_000_000,
    line_events: 20_000,
    heap_bytes: 128 << 20,
    output_bytes: 1 << 20,
    threads: 4_000,
    depth: 1_000,
};

/// A machine and what it grants.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) machine: MachineConfig,
    pub(crate) python: PythonConfig,
    pub(crate) budget: Budget,
    /// The routes to the hosts.
    pub(crate) network: Network,
    /// What the trace keeps.
    pub(crate) level: Level,
}

/// Two cores, Python 3.14, seed 42, the whole trace at kernel level.
pub(crate) fn setup() -> Setup {
    Setup {
        machine: MachineConfig::realistic(2),
        python: PythonConfig {
            lines: false,
            ..PythonConfig::default()
        },
        budget: BUDGET,
        network: Network::default(),
        level: Level::Kernel,
    }
}

impl Setup {
    /// The same under 3.`minor`.
    pub(crate) fn version(mut self, minor: u8) -> Self {
        self.python.version = PyVersion::from_minor(minor).expect("a version that is simulated");
        self
    }

    /// The same with line events.
    pub(crate) fn lines(mut self) -> Self {
        self.python.lines = true;
        self.level = Level::Line;
        self
    }

    /// The same with other budgets.
    pub(crate) fn budget(mut self, change: impl FnOnce(&mut Budget)) -> Self {
        change(&mut self.budget);
        self
    }

    /// Compiles `source` and runs it to its end.
    ///
    /// # Errors
    /// What the compiler has against it, one finding per line.
    pub(crate) fn try_run(&self, source: &str, file_name: &str) -> Result<Run, String> {
        let compiled = compile_program(source, file_name, self.python.version)
            .map_err(|found| found.iter().map(|d| format!("{d}\n")).collect::<String>())?;
        Ok(self.run_compiled(&compiled))
    }

    /// Compiles `source`, which has no errors, and runs it to its end.
    pub(crate) fn run(&self, source: &str) -> Run {
        self.try_run(source, "program.py")
            .unwrap_or_else(|errors| panic!("{errors}"))
    }

    /// Runs `source` as far as it goes; whether the machine lived through it.
    ///
    /// # Errors
    /// What the program had written to stdout when the machine panicked.
    pub(crate) fn survives(&self, source: &str) -> Result<(), String> {
        let Ok(compiled) = compile_program(source, "program.py", self.python.version) else {
            return Ok(());
        };
        let mut recorder = Recorder::new(self.level);
        let run = std::panic::AssertUnwindSafe(|| {
            let Ok(mut program) = PythonProgram::new(&compiled, self.python, self.budget) else {
                return;
            };
            let mut chooser = SeededChooser::new(self.python.seed);
            Machine::new(self.machine.clone(), self.budget).run(&mut program, &mut chooser, &mut recorder);
        });
        std::panic::catch_unwind(run).map_err(|_| text(&recorder.steps(), Stream::Stdout))
    }

    fn run_compiled(&self, compiled: &Compiled) -> Run {
        let program = PythonProgram::new(compiled, self.python, self.budget).unwrap_or_else(|why| panic!("{why}"));
        let mut program = program.with_network(self.network.clone());
        let mut recorder = Recorder::new(self.level);
        let mut chooser = SeededChooser::new(self.python.seed);
        let outcome = Machine::new(self.machine.clone(), self.budget).run(&mut program, &mut chooser, &mut recorder);
        Run {
            ending: outcome.ending,
            status: outcome.status,
            time_ns: outcome.time_ns,
            steps: recorder.steps(),
            program,
        }
    }
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) ending: Ending,
    /// Exit status as a shell would see it.
    pub(crate) status: i32,
    /// Virtual time at the end.
    pub(crate) time_ns: u64,
    pub(crate) steps: Vec<Step>,
    /// The program as the run left it.
    pub(crate) program: PythonProgram,
}

impl Run {
    /// All that was written to stdout.
    pub(crate) fn stdout(&self) -> String {
        text(&self.steps, Stream::Stdout)
    }

    /// All that was written to stderr.
    pub(crate) fn stderr(&self) -> String {
        text(&self.steps, Stream::Stderr)
    }

    /// What a shell's `2>&1` into a file holds: stderr as it is written, stdout when its buffer is flushed at the end, before
    /// the last words.
    pub(crate) fn both_in_one_file(&self) -> String {
        let is_stdout = |step: &Step| {
            matches!(
                &step.event,
                Event::Output {
                    stream: Stream::Stdout,
                    ..
                }
            )
        };
        let end = self.steps.iter().rposition(is_stdout).map_or(0, |at| at + 1);
        let (before, after) = self.steps.split_at(end);
        text(before, Stream::Stderr) + &self.stdout() + &text(after, Stream::Stderr)
    }

    /// Fingerprint of the trace.
    pub(crate) fn hash(&self) -> u64 {
        trace_hash(&self.steps)
    }

    /// The steps of kernel level, without the note that line detail ended.
    pub(crate) fn kernel_steps(&self) -> Vec<Step> {
        let is_kept = |event: &Event| event.level() == Level::Kernel && !matches!(event, Event::DetailReduced { .. });
        let kernel = self.steps.iter().filter(|step| is_kept(&step.event));
        kernel
            .enumerate()
            .map(|(id, step)| Step {
                id: id as u64,
                ..step.clone()
            })
            .collect()
    }

    /// How it ended, in words for test output.
    pub(crate) fn end(&self) -> String {
        match &self.ending {
            Ending::Finished => format!("finished, status {}", self.status),
            Ending::Deadlocked => "deadlocked".to_owned(),
            Ending::Limit(limit) => format!("limit {}: {}", limit.name, limit.message),
        }
    }

    /// Everything there is to say when an expectation is not met.
    pub(crate) fn account(&self) -> String {
        format!(
            "{}\n--- stdout\n{}--- stderr\n{}",
            self.end(),
            tail(&self.stdout()),
            tail(&self.stderr())
        )
    }
}

fn text(steps: &[Step], wanted: Stream) -> String {
    let written = steps.iter().filter_map(|step| match &step.event {
        Event::Output { stream, text } if *stream == wanted => Some(text.as_str()),
        _ => None,
    });
    written.collect()
}

/// The last lines of a long text.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(40);
    lines[from..].iter().map(|line| format!("{line}\n")).collect()
}

/// The first line in which two texts differ, for people.
pub(crate) fn first_difference(expected: &str, found: &str) -> String {
    let (mut left, mut right) = (expected.split_inclusive('\n'), found.split_inclusive('\n'));
    for number in 1.. {
        let (want, got) = (left.next(), right.next());
        if want != got || want.is_none() {
            let show = |line: Option<&str>| line.map_or("(the end)".to_owned(), |line| format!("{line:?}"));
            return format!("line {number}: expected {}, found {}", show(want), show(got));
        }
    }
    String::new()
}

/// Folder of this crate's tests.
pub(crate) fn tests_dir() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
}

/// The files of `dir` (below `tests/`) that end in `.py`, sorted, without the ending.
pub(crate) fn programs(dir: &str) -> Vec<String> {
    let dir = tests_dir().join(dir);
    let entries = std::fs::read_dir(&dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let names = entries.filter_map(|entry| {
        let name = entry
            .expect("a readable entry")
            .file_name()
            .into_string()
            .expect("UTF-8");
        name.strip_suffix(".py").map(str::to_owned)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert!(!names.is_empty(), "{} holds no programs", dir.display());
    names
}

/// Text of a file below `tests/`.
pub(crate) fn read(path: &str) -> String {
    let path = tests_dir().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether there is such a file below `tests/`.
pub(crate) fn exists(path: &str) -> bool {
    tests_dir().join(path).exists()
}

/// Compares `found` with the file `path` below `tests/`; `UPDATE_SNAPSHOTS=1` writes the file instead.
pub(crate) fn check_snapshot(path: &str, found: &str) -> Result<(), String> {
    let full = tests_dir().join(path);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&full, found).expect("the snapshot can be written");
        return Ok(());
    }
    let expected = std::fs::read_to_string(&full).unwrap_or_default();
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "{path} differs: {}\n(UPDATE_SNAPSHOTS=1 writes it again)",
        first_difference(&expected, found)
    ))
}
