//! A point of a run to go on from: the machine, the processes on it, the oracle.

use crate::files::FileSystem;
use crate::process::ProcessSnapshot;
use crate::program::PythonProgram;
use crate::system::System;
use timeslice_kernel::Machine;
use timeslice_trace::{ProcessId, TimeNs};

/// A copy of a program's whole state.
#[derive(Debug, Clone)]
pub struct ProgramSnapshot {
    processes: Vec<Option<ProcessSnapshot>>,
    owners: Vec<ProcessId>,
    system: System,
    instructions: u64,
    files: FileSystem,
    output_bytes: u64,
}

impl PythonProgram {
    /// Copies the program's state; `previous` is an older copy to share memory with. Nothing changes for the program.
    #[must_use]
    pub fn snapshot(&self, previous: Option<&ProgramSnapshot>) -> ProgramSnapshot {
        let older = |at: usize| previous?.processes.get(at)?.as_ref();
        let processes = self.processes.iter().enumerate();
        ProgramSnapshot {
            processes: processes
                .map(|(at, process)| Some(process.as_ref()?.snapshot(older(at))))
                .collect(),
            owners: self.owners.clone(),
            system: (*self.system).clone(),
            instructions: self.instructions,
            files: self.first().vm.files.get().clone(),
            output_bytes: self.output_bytes,
        }
    }

    /// Goes to a snapshot of this program. Whether lines are told is not part of it.
    pub fn restore(&mut self, snapshot: &ProgramSnapshot) {
        let lines = self.vm().trace_lines;
        let mut present = std::mem::take(&mut self.processes);
        present.resize_with(snapshot.processes.len(), || None);
        for (at, saved) in snapshot.processes.iter().enumerate() {
            let process = match (saved, present[at].take()) {
                (Some(saved), Some(mut process)) => {
                    process.restore(saved);
                    Some(process)
                }
                (Some(saved), None) => Some(self.first().revive(saved)),
                (None, _) => None,
            };
            self.processes.push(process);
        }
        self.set_lines(lines);
        self.owners.clone_from(&snapshot.owners);
        *self.system = snapshot.system.clone();
        self.instructions = snapshot.instructions;
        self.first().vm.files.get().clone_from(&snapshot.files);
        self.output_bytes = snapshot.output_bytes;
    }
}

impl ProgramSnapshot {
    /// Instructions executed until then.
    #[must_use]
    pub fn instructions(&self) -> u64 {
        self.instructions
    }

    /// Bytes of heap that no other snapshot shares.
    #[must_use]
    pub fn own_bytes(&self) -> usize {
        self.processes.iter().flatten().map(|p| p.vm.own_bytes()).sum()
    }
}

/// A point of a run to go on from.
#[derive(Debug, Clone)]
pub struct Checkpoint<C> {
    /// The machine.
    pub machine: Machine,
    /// What ran on it.
    pub program: ProgramSnapshot,
    /// The oracle.
    pub chooser: C,
    /// The latest time that any thread had reached: whatever is yet to be told happened after it, or at it.
    pub reached_ns: TimeNs,
}
