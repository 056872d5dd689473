//! Signals and waiting: a signal with a handler cuts the main thread's wait short, the handler runs, and then the wait is
//! taken up again for the rest of its time, unless the handler raises (PEP 475).

use super::Todo;
use crate::process::Process;
use timeslice_kernel::{KernelCall, Pause};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{ThreadId, TimeNs, WaitCause};

impl Process {
    /// A wait was cut short. The handler runs, then what is left of the wait: `again`, last first.
    pub(super) fn interrupted(&mut self, me: ThreadId, again: Vec<Todo>) {
        let thread = self.thread(me);
        let mut rest = std::mem::take(&mut thread.todo);
        rest.extend(again);
        thread.interrupted.push(rest);
        thread.todo = vec![Todo::HandleSignals, Todo::TakeGil];
    }

    /// The same; the wait begins without the GIL.
    pub(super) fn interrupted_blocking(&mut self, me: ThreadId, again: Todo) {
        self.interrupted(me, vec![again, Todo::DropGil(GilDropReason::Blocking)]);
    }

    /// Whether a signal keeps the main thread from beginning the wait that it asks for: it came on the way there.
    pub(super) fn is_too_late_for(&mut self, me: ThreadId, pause: &Pause) -> bool {
        let waits = match pause {
            Pause::Call(KernelCall::Wait { cause, .. }) => *cause != WaitCause::Gil,
            Pause::Call(KernelCall::Sleep { .. } | KernelCall::Io { .. }) => true,
            _ => false,
        };
        waits && self.vm.has_signal() && self.thread(me).index == self.vm.main_thread
    }
}

/// A call that lasts until a known time, for the rest of that time.
pub(super) fn rest_of(call: KernelCall, until_ns: TimeNs, now_ns: TimeNs) -> KernelCall {
    let left_ns = until_ns.saturating_sub(now_ns);
    match call {
        KernelCall::Sleep { cause, what, .. } => KernelCall::Sleep {
            duration_ns: left_ns,
            cause,
            what,
        },
        KernelCall::Io { cause, what, .. } => KernelCall::Io {
            latency_ns: left_ns,
            cause,
            what,
        },
        call => call,
    }
}

/// How long a call lasts that only time, or a signal, ends.
pub(super) fn duration_ns(call: &KernelCall) -> Option<TimeNs> {
    match call {
        KernelCall::Sleep { duration_ns: ns, .. } | KernelCall::Io { latency_ns: ns, .. } => Some(*ns),
        _ => None,
    }
}
