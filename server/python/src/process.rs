//! A process of the program: its memory, its GIL, its threads; and how one comes into being (P1 to P3).
//!
//! What it does when it has its turn is `driver.rs`. What processes share is `system.rs`.

use crate::driver::Todo;
use crate::gil::Gil;
use crate::program::{Compiled, PythonConfig};
use crate::sync::{Birth, Face};
use crate::system::System;
use crate::vm::audit::Unaccounted;
use crate::vm::entry::Entry;
use crate::vm::snapshot::VmSnapshot;
use crate::vm::value::Value;
use crate::vm::{Config, Vm};
use std::collections::BTreeMap;
use timeslice_kernel::{Budget, Network};
use timeslice_trace::{ObjectId, ProcessId, ThreadId};

/// From `fork` to the child's first instruction (P2: 1.0 ms, of which the parent pays the first 0.4).
const CHILD_STARTS_NS: u64 = 550_000;
/// A new interpreter, until it imports (P2: bare `python -c pass` is 7 ms).
const INTERPRETER_STARTS_NS: u64 = 7_000_000;

/// A thread as the driver keeps it.
#[derive(Debug, Clone)]
pub(crate) struct DrivenThread {
    /// Index in the machine.
    pub(crate) index: usize,
    /// What it does next, last first.
    pub(crate) todo: Vec<Todo>,
    /// What is left of the waits that signals have cut short while their handlers run, innermost last.
    pub(crate) interrupted: Vec<Vec<Todo>>,
}

/// A process.
#[derive(Debug)]
pub struct Process {
    pub(crate) vm: Box<Vm>,
    pub(crate) gil: Gil,
    /// By the kernel's number.
    pub(crate) threads: Vec<Option<DrivenThread>>,
    /// Printed in this turn.
    pub(crate) output_bytes: u64,
    /// End of a turn that was interrupted to pass notes on; none between two turns.
    pub(crate) turn_end_ns: Option<u64>,
    /// The routes to the hosts of the network.
    pub(crate) network: Network,
}

/// A copy of a process.
#[derive(Debug, Clone)]
pub(crate) struct ProcessSnapshot {
    pub(crate) vm: VmSnapshot,
    gil: Gil,
    threads: Vec<Option<DrivenThread>>,
}

impl Process {
    /// The first process, about to run `program`.
    ///
    /// # Errors
    /// A sentence, when the heap budget does not even hold the library.
    pub(crate) fn new(program: &Compiled, config: PythonConfig, budget: Budget) -> Result<Self, String> {
        Self::boot(program, config, budget, Entry::Program)
    }

    fn boot(program: &Compiled, config: PythonConfig, budget: Budget, entry: Entry<'_>) -> Result<Self, String> {
        let mut vm = Vm::new(Config {
            version: config.version,
            depth_max: budget.depth + crate::program::OUTER_FRAMES,
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
        vm.warn_of_syntax(&program.filename, &program.warnings);
        vm.files.add_program(&program.filename, &program.source, vm.epoch_ns);
        let target = vm.main_target(&program.code, entry)?;
        vm.threads[0].target = target;
        vm.outbox.clear();
        vm.instructions = 0;
        vm.clock_ps = 0;
        Ok(Self {
            gil: Gil::new(vm.config.gil),
            vm,
            threads: Vec::new(),
            output_bytes: 0,
            turn_end_ns: None,
            network: Network::default(),
        })
    }

    /// A new interpreter that calls a function of `_main` with `payload`.
    ///
    /// # Panics
    /// If the heap does not hold the library, which it did when the program began.
    pub(crate) fn spawn(
        program: &Compiled,
        config: PythonConfig,
        budget: Budget,
        (process, thread): (ProcessId, ThreadId),
        function: &'static str,
        payload: &[u8],
    ) -> Self {
        let mut child =
            Self::boot(program, config, budget, Entry::Child(function, payload)).expect("it has started before");
        child.vm.process = process;
        child.vm.mix_seed(u64::from(process.0));
        child.register_thread(thread, 0);
        child.thread(thread).todo.push(Todo::Spend(INTERPRETER_STARTS_NS));
        child
    }

    /// A copy of this process in which only the thread that forks lives on (P3): `thread` there, `parent` here.
    pub(crate) fn fork(&mut self, process: ProcessId, thread: ThreadId, parent: ThreadId, system: &System) -> Self {
        let index = self.thread(parent).index;
        let mut vm = self.vm.another(&self.vm.snapshot(None));
        vm.process = process;
        vm.main_thread = index;
        vm.mix_seed(u64::from(process.0));
        for (i, t) in vm.threads.iter_mut().enumerate() {
            t.task = None;
            t.cpu_ns = 0;
            t.kernel = (i == index).then_some(thread);
            if i != index {
                t.ended = true;
                t.frame = 0;
            }
        }
        // Locks stay as they are, also those that nobody will ever release.
        for lock in &mut vm.locks {
            lock.waiters.clear();
        }
        for selector in &mut vm.selectors {
            selector.waiting = None;
        }
        vm.inherited_below = system.n_objects;
        vm.inherited.clear();
        vm.instructions = 0;
        let mut child = Self {
            gil: Gil::new(vm.config.gil),
            vm,
            threads: Vec::new(),
            output_bytes: 0,
            turn_end_ns: None,
            network: self.network.clone(),
        };
        child.register_thread(thread, index);
        child
            .thread(thread)
            .interrupted
            .clone_from(&self.thread(parent).interrupted);
        child.thread(thread).todo = vec![
            Todo::Deliver(Value::int(0)),
            Todo::TakeGil,
            Todo::Spend(CHILD_STARTS_NS),
        ];
        child
    }

    /// What the process is to be that `thread` has asked for.
    pub(crate) fn take_birth(&mut self, thread: ThreadId) -> Birth {
        let asked = self.thread(thread).todo.iter_mut().rev();
        let births = asked.filter_map(|todo| match todo {
            Todo::Born(birth) => birth.take(),
            _ => None,
        });
        births.last().expect("who asks for a process says what it shall be")
    }

    pub(crate) fn thread(&mut self, thread: ThreadId) -> &mut DrivenThread {
        self.threads[thread.idx()]
            .as_mut()
            .expect("the kernel runs threads that it has announced")
    }

    pub(crate) fn register_thread(&mut self, thread: ThreadId, index: usize) {
        if self.threads.len() <= thread.idx() {
            self.threads.resize(thread.idx() + 1, None);
        }
        self.vm.threads[index].kernel = Some(thread);
        self.threads[thread.idx()] = Some(DrivenThread {
            index,
            todo: vec![Todo::Begin, Todo::TakeGil],
            interrupted: Vec::new(),
        });
    }

    /// Who holds a lock of this process.
    pub(crate) fn holder(&self, object: ObjectId) -> Option<ThreadId> {
        let inherited = self.vm.inherited.iter().find(|&(_, &here)| here == object);
        let object = inherited.map_or(object, |(&there, _)| ObjectId(there));
        let lock = self
            .vm
            .locks
            .iter()
            .find(|l| l.face == Face::Public(object) && l.locked)?;
        self.vm.threads[lock.owner?].kernel
    }

    /// Copies the process; `previous` is an older copy to share memory with.
    pub(crate) fn snapshot(&self, previous: Option<&ProcessSnapshot>) -> ProcessSnapshot {
        ProcessSnapshot {
            vm: self.vm.snapshot(previous.map(|p| &p.vm)),
            gil: self.gil.clone(),
            threads: self.threads.clone(),
        }
    }

    /// The blocks whose reference count is wrong, with what the driver holds taken into account.
    pub(crate) fn unaccounted(&self) -> BTreeMap<u32, Unaccounted> {
        let todo = self.threads.iter().flatten().flat_map(|thread| &thread.todo);
        let held = todo.filter_map(|todo| match todo {
            Todo::Deliver(v) => Some(*v),
            _ => None,
        });
        self.vm.unaccounted(&held.collect::<Vec<_>>())
    }

    /// Goes back, or forward, to a snapshot of this process.
    pub(crate) fn restore(&mut self, snapshot: &ProcessSnapshot) {
        self.vm.restore(&snapshot.vm);
        self.gil.clone_from(&snapshot.gil);
        self.threads.clone_from(&snapshot.threads);
    }

    /// The process of a snapshot of another process of the same program.
    pub(crate) fn revive(&self, snapshot: &ProcessSnapshot) -> Self {
        Self {
            vm: self.vm.another(&snapshot.vm),
            gil: snapshot.gil.clone(),
            threads: snapshot.threads.clone(),
            output_bytes: 0,
            turn_end_ns: None,
            network: self.network.clone(),
        }
    }
}
