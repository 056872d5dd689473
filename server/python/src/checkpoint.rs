//! A point of a run to go on from: the machine, the process on it, the oracle.

use crate::files::FileSystem;
use crate::gil::Gil;
use crate::program::{DrivenThread, PythonProgram};
use crate::vm::snapshot::VmSnapshot;
use timeslice_kernel::Machine;
use timeslice_trace::TimeNs;

/// A copy of a program's whole state.
#[derive(Debug, Clone)]
pub struct ProgramSnapshot {
    vm: VmSnapshot,
    files: FileSystem,
    gil: Gil,
    threads: Vec<Option<DrivenThread>>,
    output_bytes: u64,
    server: crate::database::Server,
}

impl PythonProgram {
    /// Copies the program's state; `previous` is an older copy to share memory with. Nothing changes for the program.
    #[must_use]
    pub fn snapshot(&self, previous: Option<&ProgramSnapshot>) -> ProgramSnapshot {
        ProgramSnapshot {
            vm: self.vm.snapshot(previous.map(|p| &p.vm)),
            files: self.vm.files.get().clone(),
            gil: self.gil.clone(),
            threads: self.threads.clone(),
            output_bytes: self.output_bytes,
            server: self.server.clone(),
        }
    }

    /// Goes back to a snapshot of this program. Whether lines are told is not part of it.
    pub fn restore(&mut self, snapshot: &ProgramSnapshot) {
        self.vm.restore(&snapshot.vm);
        self.vm.files.get().clone_from(&snapshot.files);
        self.gil.clone_from(&snapshot.gil);
        self.threads.clone_from(&snapshot.threads);
        self.output_bytes = snapshot.output_bytes;
        self.server.clone_from(&snapshot.server);
    }
}

impl ProgramSnapshot {
    /// Instructions executed until then.
    #[must_use]
    pub fn instructions(&self) -> u64 {
        self.vm.instructions()
    }

    /// Bytes of heap that no other snapshot shares.
    #[must_use]
    pub fn own_bytes(&self) -> usize {
        self.vm.own_bytes()
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
