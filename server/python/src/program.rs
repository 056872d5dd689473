//! A whole Python program: from source to something the kernel can run.

use crate::bytecode::Code;
use crate::compiler::{Diagnostic, Options, PyVersion, SyntaxWarning};
use crate::driver::op_queue;
use crate::process::Process;
use crate::sync::Birth;
use crate::system::System;
use crate::system::signals::{SIGALRM, Sent};
use crate::vm::Vm;
use crate::vm::audit::Unaccounted;
use std::collections::BTreeMap;
use std::sync::Arc;
use timeslice_kernel::{Alarmed, Budget, Limit, Network, Pause, Program, Slice, WaitQueueId};
use timeslice_trace::{ObjectId, ProcessId, ThreadId};

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
    /// What it is told before it runs.
    pub warnings: Arc<[SyntaxWarning]>,
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
    let module = crate::compiler::compile_for(source, filename, &options, Some(&crate::library::Simulated))?;
    Ok(Compiled {
        code: module.code,
        warnings: module.warnings.into(),
        source: source.into(),
        filename: filename.into(),
    })
}

/// Frames below the main module that stand for C code, which CPython does not count against the recursion limit.
pub(crate) const OUTER_FRAMES: u32 = 2;

/// A running Python program: its processes, and the system that they share.
#[derive(Debug)]
pub struct PythonProgram {
    /// By `ProcessId`; those that have ended are gone, but for the first.
    pub(crate) processes: Vec<Option<Process>>,
    /// Which process a kernel thread belongs to.
    pub(crate) owners: Vec<ProcessId>,
    pub(crate) system: Box<System>,
    /// Over all processes.
    pub(crate) instructions: u64,
    pub(crate) output_bytes: u64,
    pub(crate) budget: Budget,
    program: Compiled,
    config: PythonConfig,
}

/// Token of a spawn request: bits of the forking thread's number, with this one, for a process; the index of the
/// thread in its process otherwise.
pub(crate) const NEW_PROCESS: u64 = 1 << 32;
/// Where the token of a new thread has the thread that starts it; below is its index.
pub(crate) const PARENT_SHIFT: u32 = 33;
/// The function of `_main` that begins one more interpreter of a process, with memory and a GIL of its own (G36).
pub(crate) const INTERPRETER: &str = "run_interpreter";
/// Heaps of all processes together, in heaps of one.
const HEAPS_MAX: u64 = 2;

impl PythonProgram {
    /// A process about to run `program`.
    ///
    /// # Errors
    /// A sentence, when the heap budget does not even hold the library.
    pub fn new(program: &Compiled, config: PythonConfig, budget: Budget) -> Result<Self, String> {
        let mut first = Process::new(program, config, budget)?;
        let mut system = std::mem::take(&mut first.vm.system);
        system.add_process(timeslice_kernel::FIRST_PID, None, ThreadId(0));
        Ok(Self {
            processes: vec![Some(first)],
            owners: Vec::new(),
            system,
            instructions: 0,
            output_bytes: 0,
            budget,
            program: program.clone(),
            config,
        })
    }

    /// The first process's machine, to look at.
    #[must_use]
    pub fn vm(&self) -> &Vm {
        &self.first().vm
    }

    /// The routes to the hosts of the network, before the program runs.
    #[must_use]
    pub fn with_network(mut self, network: Network) -> Self {
        self.set_network(network);
        self
    }

    pub(crate) fn set_network(&mut self, network: Network) {
        for process in self.processes.iter_mut().flatten() {
            process.network.clone_from(&network);
        }
    }

    /// The blocks of the first process whose reference count is wrong, with what the driver holds taken into account.
    #[must_use]
    pub fn unaccounted(&self) -> BTreeMap<u32, Unaccounted> {
        self.first().unaccounted()
    }

    pub(crate) fn first(&self) -> &Process {
        self.processes[0].as_ref().expect("the first process is kept")
    }

    /// Exit status as the shell sees it.
    #[must_use]
    pub fn exit_status(&self) -> i32 {
        self.vm().status.unwrap_or(0)
    }

    /// Instructions executed so far, by all processes.
    #[must_use]
    pub fn instructions(&self) -> u64 {
        self.instructions
    }

    /// Line events on or off from here on. They never change what the program does.
    pub fn set_lines(&mut self, lines: bool) {
        self.config.lines = lines;
        for process in self.processes.iter_mut().flatten() {
            process.vm.trace_lines = lines;
        }
    }

    /// A budget that is used up.
    fn over_budget(&self) -> Option<Limit> {
        let most = &self.budget;
        if self.instructions > most.instructions {
            return Some(Limit {
                name: "instructions",
                message: format!(
                    "The program has executed {} instructions, the most that one run may. A loop that never ends?",
                    most.instructions
                ),
            });
        }
        if self.output_bytes > most.output_bytes {
            return Some(Limit {
                name: "output_bytes",
                message: format!(
                    "The program has printed {} bytes, the most that one run may.",
                    most.output_bytes
                ),
            });
        }
        if self.system.processes.len() > 1 && self.heap_bytes() > HEAPS_MAX * most.heap_bytes {
            return Some(Limit {
                name: "heap_bytes",
                message: format!(
                    "The {} processes together use more than {} MiB of memory, the most that one run may.",
                    self.system.n_alive(),
                    (HEAPS_MAX * most.heap_bytes) >> 20
                ),
            });
        }
        None
    }

    /// Memory in use, of all processes together.
    fn heap_bytes(&self) -> u64 {
        let heaps = self.processes.iter().flatten().map(|p| p.vm.heap.used_bytes());
        (heaps.sum::<usize>() + self.system.used_bytes()) as u64
    }

    /// The process of `thread` and the thread that asks for it exist: the child of `parent`'s process begins.
    fn begin_process(&mut self, thread: ThreadId, process: ProcessId, parent: ThreadId) {
        let by = self.owners[parent.idx()];
        let system = &mut self.system;
        let forking = self.processes[by.idx()].as_mut().expect("who forks is alive");
        let birth = forking.take_birth(parent);
        match &birth {
            Birth::Spawn { function, .. } if *function == INTERPRETER => system.add_interpreter(by, thread),
            _ => system.add_process(timeslice_kernel::FIRST_PID + thread.0, Some(by), thread),
        }
        let child = match birth {
            Birth::Fork { .. } => {
                system.inherit_files(by, process);
                forking.fork(process, thread, parent, system)
            }
            Birth::Spawn {
                function,
                payload,
                files,
                ..
            } => {
                for (fd, file) in files {
                    system.open_at(process, fd, file);
                }
                let network = forking.network.clone();
                let mut child = Process::spawn(
                    &self.program,
                    self.config,
                    self.budget,
                    (process, thread),
                    function,
                    &payload,
                );
                child.network = network;
                child.vm.files = forking.vm.files.clone();
                child
            }
        };
        debug_assert_eq!(self.processes.len(), process.idx(), "processes are numbered in turn");
        self.processes.push(Some(child));
    }
}

impl Program for PythonProgram {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        if let Some(limit) = self.over_budget() {
            return Pause::Limit(limit);
        }
        let process = self.owners[slice.thread.idx()];
        let process = self.processes[process.idx()].as_mut().expect("who runs is alive");
        std::mem::swap(&mut process.vm.system, &mut self.system);
        let before = process.vm.instructions;
        let pause = process.turn(slice);
        std::mem::swap(&mut process.vm.system, &mut self.system);
        self.instructions += process.vm.instructions - before;
        self.output_bytes += std::mem::take(&mut process.output_bytes);
        pause
    }

    fn spawned(&mut self, thread: ThreadId, process: ProcessId, token: u64) {
        debug_assert_eq!(self.owners.len(), thread.idx(), "threads are numbered in turn");
        self.owners.push(process);
        if token & NEW_PROCESS != 0 {
            let parent = ThreadId(token as u32);
            self.system.inherit_standing(parent, thread);
            self.begin_process(thread, process, parent);
        } else if let Some(process) = &mut self.processes[process.idx()] {
            self.system
                .inherit_standing(ThreadId((token >> PARENT_SHIFT) as u32), thread);
            process.register_thread(thread, token as u32 as usize);
        }
    }

    fn exited(&mut self, process: ProcessId, status: i32) -> Vec<WaitQueueId> {
        let threads = (0..self.owners.len()).filter(|&t| self.owners[t] == process);
        let threads: Vec<ThreadId> = threads.map(|t| ThreadId(t as u32)).collect();
        self.system.exited(process, status, &threads);
        if process.0 > 0 {
            self.processes[process.idx()] = None;
        }
        self.system.wakes.drain(..).map(op_queue).collect()
    }

    fn alarmed(&mut self, process: ProcessId) -> (Alarmed, Option<u64>) {
        let signals = &mut self.system.processes[process.idx()].signals;
        let interval_ns = signals.alarm.map_or(0, |(_, interval_ns)| interval_ns);
        let rung_ns = signals.alarm.map_or(0, |(at_ns, _)| at_ns);
        signals.alarm = (interval_ns > 0).then(|| (rung_ns.saturating_add(interval_ns), interval_ns));
        let rung = match self.system.send_signal(process, SIGALRM) {
            Sent::Nothing => Alarmed::Nothing,
            Sent::Handled(thread) => Alarmed::Signal(thread),
            Sent::Kills => Alarmed::Exit(-SIGALRM),
        };
        (rung, (interval_ns > 0).then_some(interval_ns))
    }

    fn sets_scheduling(&self) -> bool {
        true
    }

    fn holder(&self, object: ObjectId) -> Option<ThreadId> {
        let shared = self.system.semaphores.iter().find(|s| s.object == Some(object));
        match shared {
            Some(semaphore) => semaphore.owner,
            None => self.processes.iter().flatten().find_map(|p| p.holder(object)),
        }
    }
}
