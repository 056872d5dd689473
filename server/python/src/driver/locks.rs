//! Waiting for the locks of a process (T9 to T13).

use super::{Todo, emit};
use crate::process::Process;
use crate::sync::{Face, Waiter};
use crate::vm::value::Value;
use timeslice_kernel::{KernelCall, Pause, Resume, Slice};
use timeslice_trace::{Event, WaitCause};

impl Process {
    pub(super) fn wait_for_lock(
        &mut self,
        slice: &mut Slice<'_>,
        index: usize,
        lock: u32,
        until_ns: Option<u64>,
    ) -> Option<Pause> {
        let now = slice.now_ns;
        let me = slice.thread;
        let state = &mut self.vm.locks[lock as usize];
        if !state.locked {
            // It came free while the GIL was being dropped.
            return self.lock_taken_without_gil(slice, index, lock, until_ns);
        }
        if until_ns.is_some_and(|u| u <= now) {
            let todo = &mut self.thread(me).todo;
            todo.push(Todo::Deliver(Value::FALSE));
            todo.push(Todo::TakeGil);
            return None;
        }
        state.waiters.push_back(Waiter {
            thread: index,
            since_ns: now,
        });
        let owner = state.owner;
        let (cause, object, on) = match state.face {
            Face::Public(object) => (
                WaitCause::Lock,
                Some(object),
                owner.and_then(|t| self.vm.threads[t].kernel),
            ),
            Face::Private(cause, object, on) => (cause, object, on),
        };
        let object = object.map(|object| self.vm.object_here(object));
        self.flush_notes(slice);
        self.thread(me).todo.push(Todo::LockWaited { lock, until_ns });
        Some(Pause::Call(KernelCall::Wait {
            queue: self.lock_queue(lock),
            timeout_ns: until_ns.map(|u| u - now),
            cause,
            object,
            on,
            what: String::new(),
        }))
    }

    pub(super) fn lock_waited(
        &mut self,
        slice: &mut Slice<'_>,
        index: usize,
        lock: u32,
        until_ns: Option<u64>,
        answer: Resume,
    ) -> Option<Pause> {
        let me = slice.thread;
        let state = &mut self.vm.locks[lock as usize];
        if state.handed_to == Some(index) {
            state.handed_to = None;
            let face = state.face;
            if let Face::Public(object) = face {
                emit(self, slice, Event::Acquired { object });
            }
            let todo = &mut self.thread(me).todo;
            todo.push(Todo::Deliver(Value::TRUE));
            todo.push(Todo::TakeGil);
            return None;
        }
        state.waiters.retain(|w| w.thread != index);
        if answer == Resume::Interrupted {
            self.interrupted_blocking(me, Todo::AcquireLock { lock, until_ns });
            return None;
        }
        if answer == Resume::TimedOut {
            let todo = &mut self.thread(me).todo;
            todo.push(Todo::Deliver(Value::FALSE));
            todo.push(Todo::TakeGil);
            return None;
        }
        self.lock_taken_without_gil(slice, index, lock, until_ns)
    }

    /// A waiter was woken. Old locks are taken before the GIL, new ones after it (T13).
    pub(super) fn lock_taken_without_gil(
        &mut self,
        slice: &mut Slice<'_>,
        index: usize,
        lock: u32,
        until_ns: Option<u64>,
    ) -> Option<Pause> {
        let me = slice.thread;
        if self.vm.config.version.minor() >= 13 {
            let todo = &mut self.thread(me).todo;
            todo.push(Todo::LockCompete { lock, until_ns });
            todo.push(Todo::TakeGil);
            return None;
        }
        if self.vm.locks[lock as usize].locked {
            self.thread(me).todo.push(Todo::AcquireLock { lock, until_ns });
            return None;
        }
        self.enter_vm(slice, index);
        self.vm.take_lock(lock, index);
        self.flush_notes(slice);
        let todo = &mut self.thread(me).todo;
        todo.push(Todo::Deliver(Value::TRUE));
        todo.push(Todo::TakeGil);
        None
    }
}
