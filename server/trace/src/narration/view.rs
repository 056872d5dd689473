//! What the narrator remembers: who runs where, who waits since when and for what, who holds what.

use super::asyncio::{SHUTDOWN_ASYNCGENS, SHUTDOWN_EXECUTOR};
use crate::event::{Event, LockKind, TaskState, WaitCause};
use crate::{CoreId, ObjectId, ProcessId, Step, TaskId, ThreadId, TimeNs};
use std::collections::{BTreeMap, BTreeSet};

/// What a thread is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Doing {
    #[default]
    New,
    /// Ready since; `seq` is its place in the order of becoming ready.
    Ready {
        since_ns: TimeNs,
        seq: u64,
    },
    Running,
    Waiting(Wait),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) cause: WaitCause,
    pub(super) object: Option<ObjectId>,
    pub(super) on: Option<ThreadId>,
    pub(super) since_ns: TimeNs,
}

#[derive(Debug, Clone, Default)]
pub(super) struct ThreadView {
    pub(super) process: Option<ProcessId>,
    pub(super) doing: Doing,
    /// Since when it wants the GIL.
    pub(super) wants_gil_ns: Option<TimeNs>,
}

/// The GIL of one process.
#[derive(Debug, Clone, Default)]
pub(super) struct GilView {
    pub(super) holder: Option<ThreadId>,
    pub(super) since_ns: TimeNs,
    pub(super) requested_by: Option<ThreadId>,
    pub(super) waiters: BTreeSet<ThreadId>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct CoreView {
    pub(super) last: Option<ThreadId>,
    pub(super) is_busy: bool,
}

#[derive(Debug, Clone)]
pub(super) struct ObjectView {
    pub(super) kind: LockKind,
    /// Who found it taken, since when.
    pub(super) waiters: BTreeMap<Actor, TimeNs>,
    pub(super) size: u32,
}

/// A task, or a thread outside of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Actor {
    Task(TaskId),
    Thread(ThreadId),
}

impl Actor {
    pub(super) fn of(step: &Step) -> Option<Self> {
        step.task.map(Self::Task).or(step.thread.map(Self::Thread))
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Task(task) => write!(f, "[k{task}]"),
            Self::Thread(thread) => write!(f, "[t{thread}]"),
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct View {
    /// The policy, if it does not go by who has been ready longest; not in the trace.
    pub(super) policy: Option<String>,
    threads: BTreeMap<ThreadId, ThreadView>,
    cores: BTreeMap<CoreId, CoreView>,
    gils: BTreeMap<ProcessId, GilView>,
    pub(super) processes: BTreeMap<ProcessId, String>,
    pub(super) objects: BTreeMap<ObjectId, ObjectView>,
    pub(super) stepped: BTreeSet<TaskId>,
    /// Threads that run an event loop.
    pub(super) loops: BTreeSet<ThreadId>,
    /// Tasks that wait, on whose loop and for what.
    suspended: BTreeMap<TaskId, (ThreadId, TaskState)>,
    /// The loop is done with the program's own tasks.
    pub(super) is_cleaning_up: bool,
    ready: BTreeMap<u64, ThreadId>,
    next_seq: u64,
}

impl View {
    pub(super) fn thread(&self, thread: ThreadId) -> ThreadView {
        self.threads.get(&thread).cloned().unwrap_or_default()
    }

    pub(super) fn core(&self, core: CoreId) -> CoreView {
        self.cores.get(&core).cloned().unwrap_or_default()
    }

    /// The GIL of the process of `thread`.
    pub(super) fn gil(&self, thread: ThreadId) -> Option<&GilView> {
        self.gils.get(&self.threads.get(&thread)?.process?)
    }

    pub(super) fn holds_gil(&self, thread: ThreadId) -> bool {
        self.gil(thread).is_some_and(|gil| gil.holder == Some(thread))
    }

    /// Who has been ready longest, other than `than`.
    pub(super) fn first_ready(&self, than: ThreadId) -> Option<ThreadId> {
        self.ready.values().copied().find(|&thread| thread != than)
    }

    /// Who waits for `object` longest, other than the step's own actor.
    pub(super) fn first_waiter(&self, object: ObjectId, step: &Step) -> Option<Actor> {
        let waiters = &self.objects.get(&object)?.waiters;
        let others = waiters.iter().filter(|(actor, _)| Some(**actor) != Actor::of(step));
        others.min_by_key(|&(_, since_ns)| since_ns).map(|(actor, _)| *actor)
    }

    /// How many tasks of the loop on `thread` wait for `state`.
    pub(super) fn n_suspended(&self, thread: ThreadId, state: TaskState) -> usize {
        self.suspended.values().filter(|at| **at == (thread, state)).count()
    }

    fn set(&mut self, thread: ThreadId, doing: Doing) {
        let entry = self.threads.entry(thread).or_default();
        if let Doing::Ready { seq, .. } = entry.doing {
            self.ready.remove(&seq);
        }
        if let Doing::Ready { seq, .. } = doing {
            self.ready.insert(seq, thread);
        }
        entry.doing = doing;
    }

    fn set_ready(&mut self, thread: ThreadId, since_ns: TimeNs) {
        let seq = self.next_seq;
        self.next_seq += 1;
        self.set(thread, Doing::Ready { since_ns, seq });
    }

    /// Takes in what `step` says.
    pub(super) fn update(&mut self, step: &Step) {
        let since_ns = step.time_ns;
        if let Event::ProcessStarted { process, name, .. } = &step.event {
            self.processes.insert(*process, name.clone());
        }
        let Some(thread) = step.thread else {
            if let (Event::CoreIdle {}, Some(core)) = (&step.event, step.core) {
                self.cores.entry(core).or_default().is_busy = false;
            }
            return;
        };
        match &step.event {
            Event::ThreadCreated { process, .. } => self.threads.entry(thread).or_default().process = Some(*process),
            Event::ThreadReady { .. } | Event::Preempted { .. } => self.set_ready(thread, since_ns),
            Event::Dispatched { .. } => {
                self.set(thread, Doing::Running);
                if let Some(core) = step.core {
                    let last = Some(thread);
                    self.cores.insert(core, CoreView { last, is_busy: true });
                }
            }
            &Event::Blocked { cause, object, on, .. } => {
                let wait = Wait {
                    cause,
                    object,
                    on,
                    since_ns,
                };
                self.set(thread, Doing::Waiting(wait));
            }
            Event::ThreadExited {} => {
                self.set(thread, Doing::New);
                self.threads.remove(&thread);
            }
            Event::LoopStarted { .. } => {
                self.loops.insert(thread);
            }
            Event::LoopStopped {} => {
                self.loops.remove(&thread);
            }
            Event::TaskStepped { .. } => {
                self.stepped.extend(step.task);
            }
            Event::TaskSuspended { state, .. } => {
                self.suspended.extend(step.task.map(|task| (task, (thread, *state))));
            }
            Event::TaskWoken { woken, .. } => {
                self.suspended.remove(woken);
            }
            Event::TaskCreated { coroutine, .. } => {
                self.is_cleaning_up = [SHUTDOWN_ASYNCGENS, SHUTDOWN_EXECUTOR].contains(&coroutine.as_str());
            }
            _ => {
                self.update_gil(step, thread);
                self.update_objects(step);
            }
        }
    }

    fn update_gil(&mut self, step: &Step, thread: ThreadId) {
        let Some(process) = self.threads.get(&thread).and_then(|entry| entry.process) else {
            return;
        };
        let gil = self.gils.entry(process).or_default();
        let entry = self.threads.entry(thread).or_default();
        match &step.event {
            Event::GilWanted { .. } => {
                gil.waiters.insert(thread);
                entry.wants_gil_ns.get_or_insert(step.time_ns);
            }
            Event::GilRequested { .. } => gil.requested_by = Some(thread),
            Event::GilTaken { .. } => {
                gil.waiters.remove(&thread);
                gil.holder = Some(thread);
                gil.since_ns = step.time_ns;
                gil.requested_by = None;
                entry.wants_gil_ns = None;
            }
            Event::GilDropped { .. } => gil.holder = None,
            _ => {}
        }
    }

    fn update_objects(&mut self, step: &Step) {
        if let Event::ObjectCreated { object, kind, .. } = step.event {
            let waiters = BTreeMap::new();
            self.objects.insert(object, ObjectView { kind, waiters, size: 0 });
            return;
        }
        let (Event::Acquired { object }
        | Event::Contended { object, .. }
        | Event::ItemPut { object, .. }
        | Event::ItemTaken { object, .. }) = step.event
        else {
            return;
        };
        let (Some(view), Some(actor)) = (self.objects.get_mut(&object), Actor::of(step)) else {
            return;
        };
        match step.event {
            Event::Contended { .. } => {
                view.waiters.entry(actor).or_insert(step.time_ns);
            }
            Event::ItemPut { size, .. } | Event::ItemTaken { size, .. } => {
                view.size = size;
                view.waiters.remove(&actor);
            }
            _ => {
                view.waiters.remove(&actor);
            }
        }
    }
}
