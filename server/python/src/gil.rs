//! The global interpreter lock, as CPython has it: a flag, a condition with a timed wait, a drop request (G1 to G7).
//!
//! Plain state and transitions; the driver asks the kernel to wait and wake.

use timeslice_trace::ThreadId;

/// The GIL of one process.
#[derive(Debug, Clone)]
pub struct Gil {
    /// Whether this build has one at all (PEP 703 builds do not, G32).
    pub enabled: bool,
    /// Whether a thread holds it (G1).
    pub locked: bool,
    /// The thread that took it last.
    pub last_holder: Option<ThreadId>,
    /// Grows each time the holder changes.
    pub switch_number: u64,
    /// Somebody has waited a whole interval and wants it (G5).
    pub drop_request: bool,
    /// Who waits on the condition, longest first.
    pub waiters: Vec<ThreadId>,
    /// Who has dropped it on request and waits until somebody else has taken it (G4).
    pub switching: Option<ThreadId>,
}

impl Gil {
    /// A free GIL.
    #[must_use]
    pub fn new(enabled: bool) -> Self {
        Self {
            enabled,
            locked: false,
            last_holder: None,
            switch_number: 0,
            drop_request: false,
            waiters: Vec::new(),
            switching: None,
        }
    }

    /// `take_gil` when it is free: `thread` has it now. Gives the previous holder if the holder changed (G2).
    pub fn take(&mut self, thread: ThreadId) -> Option<ThreadId> {
        debug_assert!(!self.locked, "the GIL is free when it is taken");
        self.locked = true;
        self.drop_request = false;
        let previous = self.last_holder;
        if previous != Some(thread) {
            self.last_holder = Some(thread);
            self.switch_number += 1;
            return previous;
        }
        None
    }

    /// Which waiter the signal reaches (G10): with a free core for each, mostly the newest, which has just timed out
    /// and is still awake; with fewer cores, mostly the oldest. `roll` is a number below 100.
    #[must_use]
    pub fn successor(&self, roll: u64, free_cores: bool) -> Option<ThreadId> {
        let n = self.waiters.len();
        match n {
            0 => None,
            1 => Some(self.waiters[0]),
            _ => {
                // Shares measured on idle and busy machines (G10): newest 62 % or 20 %, oldest 30 % or 60 %.
                let (newest, oldest) = if free_cores { (62, 92) } else { (20, 80) };
                let i = if roll < newest {
                    n - 1
                } else if roll < oldest || n == 2 {
                    0
                } else {
                    1 + (roll as usize % (n - 2))
                };
                Some(self.waiters[i])
            }
        }
    }
}
