//! A whole Python program: from source to something the kernel can run.

use crate::bytecode::Code;
use crate::compiler::{Diagnostic, Options, PyVersion};
use crate::driver::Todo;
use crate::gil::Gil;
use crate::vm::audit::Unaccounted;
use crate::vm::{Config, Vm};
use std::collections::BTreeMap;
use std::sync::Arc;
use timeslice_kernel::{Budget, Network};
use timeslice_trace::{ProcessId, ThreadId};

/// Settings of a run that Python can tell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PythonConfig {
    /// Which CPython.
    pub version: PyVersion,
    /// Whether the build has a GIL.
    pub gil: bool,
    /// `sys.getswitchinterval()`, in nanoseconds.
    pub switch_interval_ns: u64,
    /// How much faster than the reference machine; 1 is the machine of `reference/cpython.md` section 5.
    pub speed: f64,
    /// Latency of simulated services, in nanoseconds.
    pub io_latency_ns: u64,
    /// Cores of the machine.
    pub n_cores: u32,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether line-level events are wanted.
    pub lines: bool,
}

impl Default for PythonConfig {
    fn default() -> Self {
        Self {
            version: PyVersion::default(),
            gil: true,
            switch_interval_ns: 5_000_000,
            speed: 1.0,
            io_latency_ns: 10_000_000,
            n_cores: 2,
            seed: 42,
            lines: true,
        }
    }
}

/// A program that compiles and imports only what there is.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The main module.
    pub code: Arc<Code>,
    /// Its text.
    pub source: Arc<str>,
    /// Its file name, as tracebacks show it.
    pub filename: Arc<str>,
}

/// Compiles a program and refuses what is not simulated, before anything runs.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub fn compile_program(source: &str, filename: &str, version: PyVersion) -> Result<Compiled, Vec<Diagnostic>> {
    let options = Options {
        version,
        ..Options::default()
    };
    let code = crate::compiler::compile_for(source, filename, &options, Some(&crate::library::Simulated))?;
    Ok(Compiled {
        code,
        source: source.into(),
        filename: filename.into(),
    })
}

/// A thread as the driver keeps it.
#[derive(Debug, Clone)]
pub(crate) struct DrivenThread {
    /// Index in the machine.
    pub(crate) index: usize,
    /// What it does next, last first.
    pub(crate) todo: Vec<Todo>,
}

/// A running Python program: one process (for now), its GIL, its threads.
#[derive(Debug)]
pub struct PythonProgram {
    pub(crate) vm: Box<Vm>,
    pub(crate) gil: Gil,
    pub(crate) threads: Vec<Option<DrivenThread>>,
    pub(crate) budget: Budget,
    pub(crate) output_bytes: u64,
    /// End of a turn that was interrupted to pass notes on; none between two turns.
    pub(crate) turn_end_ns: Option<u64>,
    pub(crate) network: Network,
    pub(crate) server: crate::database::Server,
}

impl PythonProgram {
    /// A process about to run `program`.
    ///
    /// # Errors
    /// A sentence, when the heap budget does not even hold the library.
    pub fn new(program: &Compiled, config: PythonConfig, budget: Budget) -> Result<Self, String> {
        let mut vm = Vm::new(Config {
            version: config.version,
            depth_max: budget.depth,
            heap_bytes: budget.heap_bytes,
            n_cores: config.n_cores,
            gil: config.gil,
            seed: config.seed,
        })?;
        vm.switch_interval_us = (config.switch_interval_ns / 1000).max(1);
        vm.set_costs(config.version, config.gil, config.speed);
        vm.threads_max = budget.threads;
        vm.trace_lines = config.lines;
        vm.program_source = program.source.clone();
        vm.program_file = program.filename.clone();
        vm.files.add_program(&program.filename, &program.source, vm.epoch_ns);
        let target = vm.main_target(&program.code)?;
        vm.threads[0].target = target;
        vm.outbox.clear();
        vm.instructions = 0;
        vm.clock_ps = 0;
        let gil = Gil::new(config.gil);
        Ok(Self {
            vm,
            gil,
            threads: Vec::new(),
            budget,
            output_bytes: 0,
            turn_end_ns: None,
            network: Network::default(),
            server: crate::database::Server::default(),
        })
    }

    /// The routes to the hosts of the network, before the program runs.
    #[must_use]
    pub fn with_network(mut self, network: Network) -> Self {
        self.network = network;
        self
    }

    /// The machine, to look at.
    #[must_use]
    pub fn vm(&self) -> &Vm {
        &self.vm
    }

    /// The blocks whose reference count is wrong, with what the driver holds taken into account.
    #[must_use]
    pub fn unaccounted(&self) -> BTreeMap<u32, Unaccounted> {
        let todo = self.threads.iter().flatten().flat_map(|thread| &thread.todo);
        let held = todo.filter_map(|todo| match todo {
            Todo::Deliver(v) => Some(*v),
            _ => None,
        });
        self.vm.unaccounted(&held.collect::<Vec<_>>())
    }

    /// Exit status as the shell sees it.
    #[must_use]
    pub fn exit_status(&self) -> i32 {
        self.vm.status.unwrap_or(0)
    }

    /// Instructions executed so far.
    #[must_use]
    pub fn instructions(&self) -> u64 {
        self.vm.instructions
    }

    /// Line events on or off from here on. They never change what the program does.
    pub fn set_lines(&mut self, lines: bool) {
        self.vm.trace_lines = lines;
    }

    pub(crate) fn thread(&mut self, thread: ThreadId) -> &mut DrivenThread {
        self.threads[thread.idx()]
            .as_mut()
            .expect("the kernel runs threads that it has announced")
    }

    pub(crate) fn register_thread(&mut self, thread: ThreadId, _process: ProcessId, index: usize) {
        if self.threads.len() <= thread.idx() {
            self.threads.resize(thread.idx() + 1, None);
        }
        self.vm.threads[index].kernel = Some(thread);
        self.threads[thread.idx()] = Some(DrivenThread {
            index,
            todo: vec![Todo::Begin, Todo::TakeGil],
        });
    }
}
