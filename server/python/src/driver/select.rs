//! Waiting in an event loop's selector: for its bell, for answers from the network and for the files that it watches.

use super::{SYSCALL_NS, Todo, op_queue};
use crate::process::Process;
use crate::sync::Pending;
use crate::system::Interest;
use timeslice_kernel::{KernelCall, Pause, Resume, Slice};
use timeslice_trace::event::GilDropReason;
use timeslice_trace::{Event, ThreadId, WaitCause};

impl Process {
    pub(super) fn begin_select(&mut self, selector: u32, timeout_ns: Option<u64>, now_ns: u64) -> Vec<Todo> {
        let until_ns = timeout_ns.map(|t| now_ns.saturating_add(t));
        let drop_gil = Todo::DropGil(GilDropReason::Blocking);
        if !self.has_come(selector, until_ns, now_ns) {
            return vec![Todo::SelectWait { selector, until_ns }, drop_gil];
        }
        if self.gil.waiters.is_empty() || !self.gil.enabled {
            // As for a write: with nobody waiting for it, letting the GIL go cannot be noticed.
            return vec![Todo::SelectAnswers { selector }, Todo::Spend(SYSCALL_NS)];
        }
        vec![
            Todo::SelectAnswers { selector },
            Todo::TakeGil,
            Todo::Spend(SYSCALL_NS),
            drop_gil,
        ]
    }

    /// Whether `select` returns now.
    fn has_come(&self, selector: u32, until_ns: Option<u64>, now_ns: u64) -> bool {
        let state = &self.vm.selectors[selector as usize];
        let is_due = |due_ns: u64| due_ns <= now_ns;
        state.rung
            || until_ns.is_some_and(is_due)
            || state.requests.iter().any(|r| is_due(r.due_ns))
            || self.watched(selector).any(|i| self.vm.system.events(i) != 0)
    }

    /// The files that a selector watches and that are still open.
    fn watched(&self, selector: u32) -> impl Iterator<Item = Interest> {
        let process = self.vm.process;
        let files = self.vm.selectors[selector as usize].files.iter().copied();
        files.filter(move |i| self.vm.system.file(process, i64::from(i.fd)) == Ok(i.file))
    }

    pub(super) fn select_wait(
        &mut self,
        slice: &mut Slice<'_>,
        index: usize,
        selector: u32,
        until_ns: Option<u64>,
    ) -> Option<Pause> {
        let (me, now_ns) = (slice.thread, slice.now_ns);
        if self.has_come(selector, until_ns, now_ns) {
            self.thread(me)
                .todo
                .extend([Todo::SelectAnswers { selector }, Todo::TakeGil]);
            return None;
        }
        for interest in self.watched(selector).collect::<Vec<_>>() {
            self.vm.system.watch(interest, me);
        }
        let state = &mut self.vm.selectors[selector as usize];
        state.waiting = Some(index);
        let due_ns = state.requests.iter().map(|r| r.due_ns).min();
        let first_ns = match (until_ns, due_ns) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.thread(me).todo.push(Todo::SelectWaited { selector, until_ns });
        Some(Pause::Call(KernelCall::Wait {
            queue: op_queue(me),
            timeout_ns: first_ns.map(|u| u - now_ns),
            cause: WaitCause::Select,
            object: None,
            on: None,
            what: String::new(),
        }))
    }

    pub(super) fn select_waited(&mut self, me: ThreadId, selector: u32, until_ns: Option<u64>, answer: Resume) {
        self.vm.selectors[selector as usize].waiting = None;
        for interest in self.vm.selectors[selector as usize].files.clone() {
            self.vm.system.delist_file(interest.file, me);
        }
        let again = Todo::SelectWait { selector, until_ns };
        if answer == Resume::Interrupted {
            self.interrupted_blocking(me, again);
        } else {
            // Somebody else may have taken what it woke for: then it waits on.
            self.thread(me).todo.push(again);
        }
    }

    pub(super) fn select_answers(&mut self, slice: &mut Slice<'_>, index: usize, selector: u32) -> Option<Pause> {
        self.enter_vm(slice, index);
        let state = &mut self.vm.selectors[selector as usize];
        state.rung = false;
        let now_ns = slice.now_ns;
        let (mut ready, later): (Vec<_>, Vec<_>) = std::mem::take(&mut state.requests)
            .into_iter()
            .partition(|r| r.due_ns <= now_ns);
        state.requests = later;
        ready.sort_by_key(|r| r.due_ns);
        for Pending { what, .. } in &ready {
            self.vm.note(Event::IoFinished { what: what.clone() });
        }
        self.flush_notes(slice);
        let events = self.watched(selector).map(|i| (i.fd, self.vm.system.events(i)));
        let events = events.filter(|&(_, events)| events != 0).collect();
        let list = self.vm.answers(ready, events);
        self.deliver(slice, list)
    }

    /// What wakes the thread that waits in a selector, if one does.
    pub(crate) fn wake_selector(&mut self, selector: u32) -> Option<Todo> {
        let waiting = self.vm.selectors[selector as usize].waiting.take()?;
        let thread = self.vm.threads[waiting].kernel?;
        Some(Todo::Call(KernelCall::WakeThread {
            queue: op_queue(thread),
            thread,
        }))
    }
}
