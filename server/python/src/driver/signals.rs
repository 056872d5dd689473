//! Signals and waiting: a signal with a handler cuts the main thread's wait short, the handler runs, and then the wait is
//! taken up again for the rest of its time, unless the handler raises (PEP 475).

use super::{Todo, op_queue};
use crate::process::Process;
use crate::sync::Wait;
use crate::vm::value::Value;
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

    /// The waits that have to do with signals alone.
    pub(super) fn begin_signal_wait(&mut self, me: ThreadId, wait: Wait) -> Vec<Todo> {
        let done = Todo::Deliver(Value::NONE);
        match wait {
            Wait::Signal { thread } => vec![done, Todo::Call(KernelCall::Signal { thread })],
            Wait::Alarm { after_ns } => vec![done, Todo::Call(KernelCall::Alarm { after_ns })],
            Wait::Pause => {
                let call = KernelCall::Wait {
                    queue: op_queue(me),
                    timeout_ns: None,
                    cause: WaitCause::Sleep,
                    object: None,
                    on: None,
                    what: "signal.pause()".to_owned(),
                };
                vec![Todo::Paused, Todo::Call(call), Todo::DropGil(GilDropReason::Blocking)]
            }
            Wait::Again => self.thread(me).interrupted.pop().unwrap_or_else(|| vec![done]),
            _ => {
                self.thread(me).interrupted.pop();
                vec![done]
            }
        }
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

/// What comes after a call that only time, or a signal, ends.
pub(super) fn called(call: &KernelCall, now_ns: TimeNs) -> Option<Todo> {
    let (KernelCall::Sleep { duration_ns: ns, .. } | KernelCall::Io { latency_ns: ns, .. }) = call else {
        return None;
    };
    let (call, until_ns) = (call.clone(), now_ns.saturating_add(*ns));
    Some(Todo::Called { call, until_ns })
}
