//! The GIL protocol around a process's turns (G1 to G10).

use super::{Todo, emit};
use crate::process::Process;
use timeslice_kernel::{Choice, KernelCall, Pause, Slice};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{Event, ThreadId, WaitCause};

impl Process {
    pub(super) fn holds_gil(&self, me: ThreadId) -> bool {
        self.gil.enabled && self.gil.locked && self.gil.last_holder == Some(me)
    }

    pub(super) fn wait_for_gil(&mut self, slice: &mut Slice<'_>, holder: ThreadId) -> Option<Pause> {
        let me = slice.thread;
        self.gil.waiters.push(me);
        let switch_number = self.gil.switch_number;
        self.thread(me).todo.push(Todo::GilWaited(switch_number));
        // Timer slack: a wait is never exactly its length (trap 7.2).
        let jitter = slice.chooser.choose(Choice::Jitter, 50_000);
        Some(Pause::Call(KernelCall::Wait {
            queue: self.gil_cond(),
            timeout_ns: Some(self.vm.switch_interval_us * 1000 + jitter),
            cause: WaitCause::Gil,
            object: None,
            on: Some(holder),
            what: String::new(),
        }))
    }

    pub(super) fn got_gil(&mut self, slice: &mut Slice<'_>) -> Option<Pause> {
        let me = slice.thread;
        let prev = self.gil.take(me);
        emit(self, slice, Event::GilTaken { prev });
        // The one that dropped it on request may go on.
        if let Some(switching) = self.gil.switching.take()
            && switching != me
        {
            return Some(Pause::Call(KernelCall::WakeThread {
                queue: self.gil_switch(),
                thread: switching,
            }));
        }
        None
    }

    /// `drop_gil` (G4): frees it and signals one waiter.
    pub(super) fn drop_gil(&mut self, slice: &mut Slice<'_>, reason: GilDropReason) -> Option<Pause> {
        let me = slice.thread;
        if !self.holds_gil(me) {
            return None;
        }
        self.gil.locked = false;
        emit(self, slice, Event::GilDropped { reason });
        // With a request pending, also a voluntary release waits until somebody else has it (G4).
        if self.gil.drop_request && reason != GilDropReason::Exit {
            self.thread(me).todo.push(Todo::ForceSwitch);
        }
        let roll = if self.gil.waiters.len() > 1 {
            slice.chooser.choose(Choice::GilSuccessor, 100)
        } else {
            0
        };
        let free = slice.n_idle_cores > 0;
        let next = self.gil.successor(roll, free)?;
        // It is on its way; another release meanwhile signals somebody else.
        self.gil.waiters.retain(|&t| t != next);
        Some(Pause::Call(KernelCall::WakeThread {
            queue: self.gil_cond(),
            thread: next,
        }))
    }
}
