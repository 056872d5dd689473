//! The tables of threads and processes. Entries are never reused: an id names one thread for the whole run.

use crate::program::{Resume, WaitQueueId};
use crate::timers::TimerKey;
use std::collections::BTreeSet;
use timeslice_trace::{CoreId, ObjectId, ProcessId, ThreadId, WaitCause};

/// What a thread is doing, as the kernel sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadState {
    /// Created, not yet in a ready queue.
    New,
    /// Ready, on no core.
    Runnable,
    /// On a core: switching in or running.
    Running(CoreId),
    /// In a wait queue.
    Blocked(Blocked),
    /// Waits for time to pass or for a device; nobody can wake it.
    Sleeping,
    /// Gone.
    Exited,
}

/// A thread's place in a wait queue and what it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked {
    /// Where.
    pub queue: WaitQueueId,
    /// Its place there; lower is earlier.
    pub(crate) seq: u64,
    /// Why.
    pub cause: WaitCause,
    /// At what.
    pub object: Option<ObjectId>,
    /// For whom, if the program knows.
    pub on: Option<ThreadId>,
}

#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) process: ProcessId,
    pub(crate) is_daemon: bool,
    pub(crate) state: ThreadState,
    /// Ends the present wait, if it has an end of its own.
    pub(crate) timer: Option<TimerKey>,
    /// What the next turn begins with.
    pub(crate) resume: Resume,
    pub(crate) last_core: Option<CoreId>,
}

#[derive(Debug, Clone)]
pub(crate) struct Process {
    pub(crate) alive: BTreeSet<ThreadId>,
    /// How many of `alive` keep the process from ending.
    pub(crate) n_regular: u32,
    pub(crate) status: Option<i32>,
    /// Rings at a time that the process has set.
    pub(crate) alarm: Option<TimerKey>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct ThreadTable {
    threads: Vec<Thread>,
    processes: Vec<Process>,
    n_alive: u32,
}

impl ThreadTable {
    pub(crate) fn n_alive(&self) -> u32 {
        self.n_alive
    }

    /// Threads ever created: the number of the next one.
    pub(crate) fn n_ever(&self) -> u32 {
        u32::try_from(self.threads.len()).expect("the event budget is below 2^32")
    }

    pub(crate) fn get(&self, thread: ThreadId) -> Option<&Thread> {
        self.threads.get(thread.idx())
    }

    pub(crate) fn process(&self, process: ProcessId) -> Option<&Process> {
        self.processes.get(process.idx())
    }

    pub(crate) fn process_mut(&mut self, process: ProcessId) -> &mut Process {
        &mut self.processes[process.idx()]
    }

    pub(crate) fn add_process(&mut self) -> ProcessId {
        let process = ProcessId(u32::try_from(self.processes.len()).expect("the thread budget is below 2^32"));
        self.processes.push(Process {
            alive: BTreeSet::new(),
            n_regular: 0,
            status: None,
            alarm: None,
        });
        process
    }

    pub(crate) fn add_thread(&mut self, process: ProcessId, is_daemon: bool) -> ThreadId {
        let thread = ThreadId(self.n_ever());
        self.threads.push(Thread {
            process,
            is_daemon,
            state: ThreadState::New,
            timer: None,
            resume: Resume::Nothing,
            last_core: None,
        });
        let owner = self.process_mut(process);
        owner.alive.insert(thread);
        owner.n_regular += u32::from(!is_daemon);
        self.n_alive += 1;
        thread
    }

    /// Marks `thread` as gone.
    pub(crate) fn exit(&mut self, thread: ThreadId) {
        let entry = &mut self[thread];
        debug_assert!(entry.state != ThreadState::Exited, "a thread ends once");
        entry.state = ThreadState::Exited;
        let (process, is_daemon) = (entry.process, entry.is_daemon);
        let owner = self.process_mut(process);
        owner.alive.remove(&thread);
        owner.n_regular -= u32::from(!is_daemon);
        self.n_alive -= 1;
    }

    /// The threads that wait in a queue, by id.
    pub(crate) fn blocked(&self) -> impl Iterator<Item = (ThreadId, Blocked)> + '_ {
        self.processes
            .iter()
            .flat_map(|process| &process.alive)
            .filter_map(|&thread| match self[thread].state {
                ThreadState::Blocked(blocked) => Some((thread, blocked)),
                _ => None,
            })
    }
}

impl std::ops::Index<ThreadId> for ThreadTable {
    type Output = Thread;

    fn index(&self, thread: ThreadId) -> &Thread {
        &self.threads[thread.idx()]
    }
}

impl std::ops::IndexMut<ThreadId> for ThreadTable {
    fn index_mut(&mut self, thread: ThreadId) -> &mut Thread {
        &mut self.threads[thread.idx()]
    }
}
