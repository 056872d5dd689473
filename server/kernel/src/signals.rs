//! Signals as far as the kernel has a part in them: cutting a wait short, and the alarm of a process. Which signals there
//! are, who ignores them and what a handler does is the program's.

use crate::machine::{Context, Machine};
use crate::program::{Alarmed, Resume};
use crate::threads::{Blocked, ThreadState};
use crate::timers::Due;
use timeslice_trace::{ProcessId, ThreadId, TimeNs, WaitCause};

impl Machine {
    /// Ends the wait of `thread`, if it is in one that a signal ends: the interpreter takes a wait for its own lock up
    /// again at once.
    pub(crate) fn signal(&mut self, cx: &mut Context<'_>, thread: ThreadId, by: Option<ThreadId>) -> bool {
        let waits = match self.threads.get(thread).map(|entry| entry.state) {
            Some(ThreadState::Blocked(Blocked { cause, .. })) => cause != WaitCause::Gil,
            Some(ThreadState::Sleeping) => true,
            _ => false,
        };
        if waits {
            self.wake(cx, thread, Resume::Interrupted, by);
        }
        waits
    }

    /// Sets the alarm of a process, or none, in place of the one that it has.
    pub(crate) fn set_alarm(&mut self, process: ProcessId, after_ns: Option<TimeNs>) {
        if let Some(timer) = self.threads.process_mut(process).alarm.take() {
            self.timers.cancel(timer);
        }
        if let Some(after_ns) = after_ns {
            let timer = self
                .timers
                .arm(self.now_ns.saturating_add(after_ns), Due::Alarm(process));
            self.threads.process_mut(process).alarm = Some(timer);
        }
    }

    /// The alarm of `process` rings.
    pub(crate) fn ring(&mut self, cx: &mut Context<'_>, process: ProcessId) {
        self.threads.process_mut(process).alarm = None;
        let (rung, again_ns) = cx.program.alarmed(process);
        match rung {
            Alarmed::Nothing => {}
            Alarmed::Signal(thread) => {
                self.signal(cx, thread, None);
            }
            Alarmed::Exit(status) => return self.exit_process(cx, process, status),
        }
        self.set_alarm(process, again_ns);
    }
}
