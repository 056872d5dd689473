//! From the description of a run to its steps: the one place that knows both the machine and Python.
//!
//! Synchronous, and for one thread: [`on_a_run_thread`] gives it a stack deep enough for the parser. The server and
//! the command line use the same code, so they see the same steps.

use crate::replays::{Choices, Kept, Replays, RunKey, WindowRun};
use serde::Serialize;
use std::sync::Arc;
use std::thread::JoinHandle;
use timeslice_kernel::{
    Alarmed, Budget, Machine, MachineConfig, Network, Pause, Program, RecordedChooser, Route, SeededChooser, Slice,
    WaitQueueId,
};
use timeslice_python::compiler::{DiagnosticKind, PyVersion};
use timeslice_python::program::Compiled;
use timeslice_python::{PythonConfig, PythonProgram, Replay, compile_program};
use timeslice_scenario::link::Window;
use timeslice_scenario::table::{CellError, TableRun};
use timeslice_scenario::{Language, RunSpec};
use timeslice_trace::{Level, ObjectId, ProcessId, Sink, ThreadId, TimeNs};

/// What is wrong with a program, and where. Lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// `SyntaxError`, `IndentationError`, `Unsupported`, `Limit`, `Metadata` or `Table`.
    pub kind: &'static str,
    /// What is wrong, in a sentence fragment.
    pub message: String,
    /// Line of the first character concerned.
    pub line: u32,
    /// Its column, in characters.
    pub col: u32,
    /// Line of the last one.
    pub end_line: u32,
    /// Column after it.
    pub end_col: u32,
    /// What to use instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// Turns a description of a run into something that can be run.
pub trait Engine: Send + Sync {
    /// A run of `spec` whose sink will want nothing finer than `level`. Everything that can be refused before
    /// anything runs is refused here.
    ///
    /// # Errors
    /// What is wrong with the program or the schedule.
    fn prepare(&self, spec: &RunSpec, level: Level, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>>;
}

/// A run that can begin.
pub trait Simulation {
    /// Runs to the end, or until `should_stop`, asked now and then, says so. Whether the end was reached.
    fn run(self: Box<Self>, sink: &mut dyn Sink, should_stop: &mut dyn FnMut() -> bool) -> bool;
}

/// A program on its machine, with the oracle that its schedule and seed ask for.
pub struct MachineRun<P> {
    machine: Machine,
    program: P,
    chooser: Choices,
}

impl<P: Program> MachineRun<P> {
    /// `program` on `machine` with the choices of `spec`.
    pub fn new(spec: &RunSpec, machine: Machine, program: P) -> Self {
        let chooser = choices(spec);
        Self {
            machine,
            program,
            chooser,
        }
    }
}

impl<P: Program> Simulation for MachineRun<P> {
    fn run(mut self: Box<Self>, sink: &mut dyn Sink, should_stop: &mut dyn FnMut() -> bool) -> bool {
        self.machine
            .advance(&mut self.program, &mut self.chooser, sink, should_stop)
            .is_some()
    }
}

impl<P> std::fmt::Debug for MachineRun<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineRun")
            .field("machine", &self.machine)
            .finish_non_exhaustive()
    }
}

/// The kernel's settings for the machine of `spec`; what links cannot set is as measured on Linux.
#[must_use]
pub fn machine_config(spec: &RunSpec) -> MachineConfig {
    spec.machine.kernel_config()
}

/// The engine of the product.
pub type SharedEngine = Arc<dyn Engine>;

/// Python and workload tables on the simulated machine.
#[must_use]
pub fn product() -> SharedEngine {
    Arc::new(Product::default())
}

/// Whatever the source is written in.
#[derive(Debug, Default)]
struct Product {
    python: Python,
}

impl Engine for Product {
    fn prepare(&self, spec: &RunSpec, level: Level, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>> {
        match spec.language {
            Language::Python => self.python.prepare(spec, level, budget),
            Language::Table => table_run(spec, budget),
        }
    }
}

fn table_run(spec: &RunSpec, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>> {
    let table = spec
        .read_table()
        .map_err(|errors| errors.iter().map(Diagnostic::from).collect::<Vec<_>>())?;
    let TableRun { machine, workload } = TableRun::new(&table, budget);
    Ok(Box::new(MachineRun::new(spec, machine, workload)))
}

impl From<&CellError> for Diagnostic {
    fn from(error: &CellError) -> Self {
        let line = error.line.unwrap_or(1);
        Self {
            kind: "Table",
            message: CellError {
                line: None,
                ..error.clone()
            }
            .to_string(),
            line,
            col: 1,
            end_line: line,
            end_col: 1,
            hint: None,
        }
    }
}

/// Simulated CPython.
#[derive(Debug, Default)]
struct Python {
    replays: Arc<Replays>,
}

impl Engine for Python {
    fn prepare(&self, spec: &RunSpec, level: Level, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>> {
        if spec.window == Window::ALL || level == Level::Kernel {
            return whole_run(spec, level, budget);
        }
        let key = RunKey::new(spec, budget);
        let run = match self.replays.take(&key) {
            Some(run) => run,
            None => {
                let config = python_config(spec, Level::Kernel);
                let machine = machine_config(spec);
                let replay = Replay::new(&compile(spec)?, config, machine, budget, choices(spec))
                    .map_err(too_little)?
                    .with_network(network(&spec.machine));
                Kept::new(key, replay)
            }
        };
        let again = spec.clone();
        Ok(Box::new(WindowRun {
            replays: Arc::clone(&self.replays),
            run,
            window: spec.window,
            plain: move || whole_run(&again, level, budget).expect("it could run a moment ago"),
        }))
    }
}

fn whole_run(spec: &RunSpec, level: Level, budget: Budget) -> Result<Box<dyn Simulation>, Vec<Diagnostic>> {
    let program = PythonProgram::new(&compile(spec)?, python_config(spec, level), budget)
        .map_err(too_little)?
        .with_network(network(&spec.machine));
    let machine = Machine::new(machine_config(spec), budget);
    let window = spec.window;
    Ok(Box::new(MachineRun::new(spec, machine, Windowed { program, window })))
}

/// The routes that the settings of a machine describe.
#[must_use]
pub fn network(machine: &timeslice_scenario::Machine) -> Network {
    let route = |machine: &timeslice_scenario::Machine| Route {
        latency_ns: machine.net_latency_ns,
        jitter_permille: machine.net_jitter_permille,
        bandwidth: machine.net_bandwidth,
        failures_permille: machine.net_failures_permille,
    };
    let hosts = machine.hosts.names();
    Network {
        default: route(machine),
        hosts: hosts
            .map(|host| (host.to_owned(), route(&machine.at_host(host))))
            .collect(),
    }
}

fn compile(spec: &RunSpec) -> Result<Compiled, Vec<Diagnostic>> {
    compile_program(&spec.source, &spec.file_name, py_version(spec))
        .map_err(|errors| errors.into_iter().map(Diagnostic::from).collect())
}

fn python_config(spec: &RunSpec, level: Level) -> PythonConfig {
    PythonConfig {
        version: py_version(spec),
        gil: spec.machine.gil,
        switch_interval_ns: spec.machine.switch_interval_ns,
        speed: f64::from(spec.machine.speed_permille) / 1_000.0,
        io_latency_ns: spec.machine.io_latency_ns,
        n_cores: spec.machine.cores,
        seed: spec.machine.seed,
        lines: level > Level::Kernel,
    }
}

/// The budget does not even hold the library.
fn too_little(message: String) -> Vec<Diagnostic> {
    let (line, col) = (1, 1);
    vec![Diagnostic {
        kind: "Limit",
        message,
        line,
        col,
        end_line: line,
        end_col: col,
        hint: None,
    }]
}

/// The oracle that the schedule and the seed of `spec` ask for.
fn choices(spec: &RunSpec) -> Choices {
    let schedule = spec.schedule.clone().unwrap_or_default();
    RecordedChooser::new(schedule, SeededChooser::new(spec.machine.seed))
}

/// Makes the program tell lines only where the sink wants them: building an event nobody takes costs as much as running.
struct Windowed {
    program: PythonProgram,
    window: Window,
}

impl Program for Windowed {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        let is_in_window = slice.horizon_ns >= self.window.from_ns && self.window.is_open_at(slice.now_ns);
        self.program
            .set_lines(is_in_window && slice.sink.level() > Level::Kernel);
        self.program.run(slice)
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

fn py_version(spec: &RunSpec) -> PyVersion {
    match spec.machine.python_minor {
        11 => PyVersion::V311,
        12 => PyVersion::V312,
        13 => PyVersion::V313,
        _ => PyVersion::V314,
    }
}

impl From<timeslice_python::compiler::Diagnostic> for Diagnostic {
    fn from(error: timeslice_python::compiler::Diagnostic) -> Self {
        let kind = match error.kind {
            DiagnosticKind::SyntaxError => "SyntaxError",
            DiagnosticKind::IndentationError => "IndentationError",
            DiagnosticKind::TabError => "TabError",
            DiagnosticKind::Unsupported => "Unsupported",
            DiagnosticKind::LimitReached => "Limit",
        };
        Self {
            kind,
            message: error.message,
            line: error.line,
            col: error.col,
            end_line: error.end_line,
            end_col: error.end_col,
            hint: error.hint,
        }
    }
}

/// The parser goes down with the nesting of the program, up to its own limit; this is enough for that limit in a
/// debug build.
const STACK_BYTES: usize = 16 << 20;

/// Starts `work` on a thread of its own with a deep stack.
///
/// # Errors
/// When the system has no thread to give.
pub fn on_a_run_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> std::io::Result<JoinHandle<T>> {
    std::thread::Builder::new()
        .name("run".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(work)
}
