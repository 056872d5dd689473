//! Signals as the system keeps them for each process: pending, ignored, handled, blocked (signal(7)). A pending signal is
//! a bit: a second one of its kind is not kept. Who runs handlers, and when, is the driver's (`driver/signals.rs`).

use super::{ProcessId, Reply, System, ThreadId, Tried};
use timeslice_trace::WaitCause;

/// Ctrl-C; Python always has a handler for it.
pub const SIGINT: i32 = 2;
/// The alarm of a process.
pub const SIGALRM: i32 = 14;
const SIGKILL: i32 = 9;

/// What a signal came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// Nothing, or it stays pending.
    Nothing,
    /// It has a handler: this thread, the main one, is to run it.
    Handled(ThreadId),
    /// It ends the process.
    Kills,
}

/// The signals of a process: sets of bits, bit `n` for signal `n`.
#[derive(Debug, Clone)]
pub struct Signals {
    /// Sent and not yet handled.
    pub pending: u64,
    /// Whether the main thread is about to take them.
    pub is_handling: bool,
    /// They do nothing.
    pub ignored: u64,
    /// They have handlers.
    pub handled: u64,
    /// They stay pending (`pthread_sigmask`, here for all threads of a process).
    pub blocked: u64,
    /// Threads in `sigwait`.
    pub waiters: Vec<ThreadId>,
    /// When the alarm rings, and how often from then on; 0 is once.
    pub alarm: Option<(u64, u64)>,
}

impl Default for Signals {
    fn default() -> Self {
        Self {
            pending: 0,
            is_handling: false,
            ignored: 0,
            handled: bit(SIGINT),
            blocked: 0,
            waiters: Vec::new(),
            alarm: None,
        }
    }
}

impl Signals {
    /// What a child begins with (`fork`): nothing pending, no alarm.
    pub(super) fn inherited(&self) -> Self {
        Self {
            ignored: self.ignored,
            handled: self.handled,
            blocked: self.blocked,
            ..Self::default()
        }
    }

    /// Pending and not blocked.
    #[must_use]
    pub fn deliverable(&self) -> u64 {
        self.pending & !self.blocked
    }

    /// Takes the lowest pending signal of a set.
    pub fn take(&mut self, set: u64) -> Option<i32> {
        let found = self.pending & set;
        let signal = (found != 0).then(|| found.trailing_zeros())?;
        self.pending &= !(1 << signal);
        Some(signal as i32)
    }
}

fn bit(signal: i32) -> u64 {
    1 << (signal & 63)
}

impl System {
    /// Sends a signal to a process that is alive.
    pub fn send_signal(&mut self, process: ProcessId, signal: i32) -> Sent {
        let entry = &mut self.processes[process.idx()];
        if entry.status.is_some() || signal == 0 {
            return Sent::Nothing;
        }
        if signal == SIGKILL {
            return Sent::Kills;
        }
        let (signals, bit) = (&mut entry.signals, bit(signal));
        // SIGCHLD, SIGCONT and friends do nothing by default.
        let is_harmless = matches!(signal, 17 | 18 | 23 | 28);
        if signals.blocked & bit != 0 {
            signals.pending |= bit;
            self.wakes.append(&mut signals.waiters);
            Sent::Nothing
        } else if signals.ignored & bit != 0 {
            Sent::Nothing
        } else if signals.handled & bit != 0 {
            signals.pending |= bit;
            Sent::Handled(entry.main)
        } else if is_harmless {
            Sent::Nothing
        } else {
            Sent::Kills
        }
    }

    /// A signal of `set` that is pending.
    pub(super) fn take_signal(&mut self, process: ProcessId, set: u64) -> Tried {
        match self.processes[process.idx()].signals.take(set) {
            Some(signal) => Tried::Done(Reply::Int(i64::from(signal))),
            None => Tried::Wait(WaitCause::Sleep, None, None),
        }
    }
}
