//! What can happen in a run. Every variant is a fact in the past tense and documents who emits it, when, and
//! what changed. Times are virtual nanoseconds, sizes bytes.

#![allow(missing_docs, reason = "the fields of a variant are described by the variant")]

use crate::ids::{CoreId, ObjectId, ProcessId, TaskId, ThreadId, TimeNs};
use serde::{Deserialize, Serialize};

/// How much of a run a trace shows. Each level contains the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Scheduling, waiting, locks, tasks, I/O, output.
    Kernel,
    /// Also each source line begun and each shared value read or written.
    Line,
    /// Also each bytecode.
    Op,
}

/// What a thread waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum WaitCause {
    /// The global interpreter lock of its process.
    Gil,
    /// A `Lock` or `RLock`.
    Lock,
    /// `Condition.wait`.
    Condition,
    /// A `Semaphore`.
    Semaphore,
    /// `Event.wait`.
    Event,
    /// `Barrier.wait`.
    Barrier,
    /// A `queue.Queue`: empty for a consumer, full for a producer.
    Queue,
    /// `Thread.join`.
    Join,
    /// A child process, in `Process.join`.
    Child,
    /// `time.sleep`.
    Sleep,
    /// A new thread, in `Thread.start`, until it has begun.
    ThreadStart,
    /// `concurrent.futures.Future.result`.
    Future,
    /// The event loop's `select`.
    Select,
    /// A file or terminal.
    Disk,
    /// A socket.
    Network,
    /// A pipe between processes.
    Pipe,
    /// A CPU burst's I/O in a workload table.
    Device,
}

/// Why a thread became ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ReadyReason {
    /// It was just created.
    Created,
    /// Another thread woke it.
    Woken,
    /// Its sleep or its wait's timeout ran out.
    TimedOut,
    /// A device finished its request.
    IoDone,
}

/// Why a thread left its core while it could have gone on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PreemptReason {
    /// Its quantum was used up and another thread was ready.
    QuantumEnd,
    /// A better thread became ready.
    Better,
    /// It may no longer run on this core (`sched_setaffinity`).
    Affinity,
    /// It gave the core away (`sched_yield`).
    Yielded,
}

/// Why a thread let the GIL go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum GilDropReason {
    /// Another thread had asked for it and the holder reached a check point.
    Requested,
    /// The holder was about to wait or to make a slow system call.
    Blocking,
    /// The holder's thread ended.
    Exit,
}

/// A stream of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// `sys.stdout`.
    Stdout,
    /// `sys.stderr`.
    Stderr,
}

/// What kind of thing an [`ObjectId`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LockKind {
    /// `threading.Lock`.
    Lock,
    /// `threading.RLock`.
    #[serde(rename = "rlock")]
    RLock,
    /// `threading.Condition`.
    Condition,
    /// `threading.Semaphore` or `BoundedSemaphore`.
    Semaphore,
    /// `threading.Event`.
    Event,
    /// `threading.Barrier`.
    Barrier,
    /// `queue.Queue` and its kinds.
    Queue,
    /// `asyncio.Lock`.
    AsyncLock,
    /// Another asyncio primitive: semaphore, event, condition, barrier.
    AsyncPrimitive,
    /// `asyncio.Queue`.
    AsyncQueue,
}

/// Where a variable lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum VarScope {
    /// A global of the program: shared by all threads of the process.
    Global,
    /// An attribute or item of an object reachable from a global: shared.
    Shared,
    /// A local of a function: of one thread (or task) only.
    Local,
    /// An attribute of a `threading.local`.
    ThreadLocal,
}

/// What an asyncio task does when it gives the thread back to the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// In the loop's ready queue.
    Ready,
    /// Waits for a timer (`asyncio.sleep`, a timeout).
    Timer,
    /// Waits for a socket or another simulated service.
    Socket,
    /// Waits for another task, or for several (`gather`, `wait`, `TaskGroup`).
    Task,
    /// Waits for a worker thread (`to_thread`, `run_in_executor`).
    Worker,
    /// Waits for an asyncio lock, queue, event or other primitive.
    Primitive,
    /// Waits for a bare future.
    Future,
}

/// What happened. The `thread` of the [`Step`](crate::Step) is who did it, unless the variant says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    // === Processes and threads: emitted by the kernel ===
    /// A process began to exist. Followed by the creation of its first thread.
    ProcessStarted {
        process: ProcessId,
        pid: u32,
        name: String,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        parent: Option<ProcessId>,
    },
    /// The last thread of a process is gone.
    ProcessExited { process: ProcessId, status: i32 },
    /// `thread` exists and is not yet ready. `by` created it. `function` is what it will run.
    ThreadCreated {
        process: ProcessId,
        name: String,
        function: String,
        daemon: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<ThreadId>,
    },
    /// `thread` has a new name.
    ThreadRenamed { name: String },
    /// `thread` has this nice value from now on (`setpriority`). `by` asked for it, if that is another thread.
    NiceSet {
        nice: i8,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<ThreadId>,
    },
    /// `thread` may run on these cores alone from now on (`sched_setaffinity`). `by` as before.
    AffinitySet {
        cores: Vec<CoreId>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<ThreadId>,
    },
    /// `thread` joined the ready queue, after being created or waiting.
    ThreadReady {
        reason: ReadyReason,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        by: Option<ThreadId>,
    },
    /// The kernel chose `thread` for `core`. Until `time_ns + switch_ns` the core only switches, then it runs.
    Dispatched {
        switch_ns: TimeNs,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        prev: Option<ThreadId>,
    },
    /// `thread` lost `core` though it could have gone on; it is ready again.
    Preempted { reason: PreemptReason },
    /// `thread` left `core` to wait. `until_ns`: when its timeout or latency ends, if it has one.
    Blocked {
        cause: WaitCause,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        object: Option<ObjectId>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        on: Option<ThreadId>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        until_ns: Option<TimeNs>,
        #[serde(skip_serializing_if = "String::is_empty", default)]
        what: String,
    },
    /// `thread` ended.
    ThreadExited {},
    /// The kernel compared the ready threads for `core` and `thread` won; explains the dispatch or preemption that
    /// follows (level `line`). `rule` names what the policy goes by, `among` the threads with the numbers compared, the
    /// winner first, in `unit`: "ns", "place" (in the queue), "level", "priority", "tickets", "pass", "vruntime",
    /// "virtual_deadline", "ratio_permille".
    Decided {
        rule: String,
        unit: String,
        among: Vec<Candidate>,
    },
    /// What the policy keeps of `thread`, told whenever it gets ready, gets a core or leaves one (level `line`). Times in
    /// nanoseconds.
    SchedValues { values: Vec<SchedValue> },
    /// A periodic or deadline-bound `thread` has a new job, to be done by the time `deadline_ns`. Jobs count from 1.
    JobReleased { job: u32, deadline_ns: TimeNs },
    /// `thread` did its job number `job`.
    JobDone { job: u32 },
    /// The time `deadline_ns` has come and job number `job` of `thread` is not done.
    DeadlineMissed { job: u32, deadline_ns: TimeNs },
    /// `core` has nothing to run.
    CoreIdle {},

    // === The GIL: emitted by Python's eval loop (G1 to G7) ===
    /// `thread` found the GIL taken by `holder`; it will wait, and ask for it after the switch interval.
    GilWanted { holder: ThreadId, interval_ns: TimeNs },
    /// `thread` has waited a whole interval and set the holder's drop request.
    GilRequested { holder: ThreadId },
    /// `thread` took the GIL. `prev`: the last thread that held it, if another one.
    GilTaken {
        #[serde(skip_serializing_if = "Option::is_none", default)]
        prev: Option<ThreadId>,
    },
    /// `thread` let the GIL go.
    GilDropped { reason: GilDropReason },

    // === Things threads meet at: emitted by `threading`, `queue` ===
    /// An object came into being. `name` is the variable it is first bound to, or a default such as "Lock-1".
    ObjectCreated {
        object: ObjectId,
        kind: LockKind,
        name: String,
    },
    /// An object turned out to be known under a variable's name.
    ObjectNamed { object: ObjectId, name: String },
    /// `thread` (or its task) now holds `object`.
    Acquired { object: ObjectId },
    /// `thread` (or its task) found `object` not available and will wait.
    Contended {
        object: ObjectId,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        holder: Option<ThreadId>,
    },
    /// `thread` (or its task) let `object` go.
    Released { object: ObjectId },
    /// `set()`, `notify()`, or a barrier that opened: `woken` waiters may go on.
    Signalled { object: ObjectId, woken: u32 },
    /// An item entered a queue that now holds `size`.
    ItemPut { object: ObjectId, size: u32, item: String },
    /// An item left a queue that now holds `size`.
    ItemTaken { object: ObjectId, size: u32, item: String },

    /// `thread` wrote `bytes` into a pipe from which another process can read; they belong to a message of `message`
    /// bytes. `to` is the process that will read them, when that can only be one.
    BytesSent {
        pipe: u32,
        bytes: u64,
        message: u64,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        to: Option<ProcessId>,
    },
    /// `thread` read `bytes` that another process had written into a pipe.
    BytesReceived { pipe: u32, bytes: u64 },

    // === I/O and output ===
    /// `thread` (or its task) sent a request to a simulated device or service.
    IoStarted { what: String, latency_ns: TimeNs },
    /// The answer is there.
    IoFinished { what: String },
    /// Text reached the console.
    Output { stream: Stream, text: String },

    // === Language: level `line` unless said otherwise ===
    /// Execution of `thread` began line `line` (from 1) of the program, in `function`.
    Line { line: u32, function: String, depth: u32 },
    /// A value was stored. `value` is a short repr.
    VarWritten {
        scope: VarScope,
        name: String,
        value: String,
    },
    /// A shared value was loaded.
    VarRead {
        scope: VarScope,
        name: String,
        value: String,
    },
    /// A name was unbound: `del`, or the end of its function.
    VarDeleted { scope: VarScope, name: String },
    /// A bytecode began (level `op`).
    Op { offset: u32, name: String },
    /// An exception reached the program's own code on `line`: raised there, or in what that line called. Told once on
    /// its way, and again when a handler raises it anew.
    Raised {
        line: u32,
        exception: String,
        message: String,
    },
    /// An exception ended the thread (level `kernel`).
    Uncaught {
        line: u32,
        exception: String,
        message: String,
    },

    // === asyncio: emitted by the event loop ===
    /// An event loop began to run on `thread`.
    LoopStarted { name: String },
    /// The loop began its turn number `turn` with `ready` handles to run.
    LoopTurn { turn: u64, ready: u32 },
    /// The loop asked the selector what is due. `timeout_ns`: how long it may wait; none: until something comes.
    SelectStarted {
        #[serde(skip_serializing_if = "Option::is_none", default)]
        timeout_ns: Option<TimeNs>,
    },
    /// The selector answered; `timers` timers and `events` readiness events are due.
    SelectReturned { timers: u32, events: u32 },
    /// The loop stopped.
    LoopStopped {},
    /// A task was created and queued. `coroutine` is the function's name. The step's `task` is the creator. `internal`:
    /// it is asyncio's own, as those with which `asyncio.run()` cleans up, and no list of the program's tasks has it.
    TaskCreated {
        created: TaskId,
        name: String,
        coroutine: String,
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        internal: bool,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        parent: Option<TaskId>,
    },
    /// The loop gave the thread to the step's `task`.
    TaskStepped { line: u32 },
    /// The step's `task` gave the thread back at `line`. `until_ns`: when its timer is due.
    TaskSuspended {
        state: TaskState,
        line: u32,
        what: String,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        until_ns: Option<TimeNs>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        on: Vec<TaskId>,
    },
    /// What `woken` waited for is there; it is in the ready queue.
    TaskWoken {
        woken: TaskId,
        reason: TaskState,
        late_ns: TimeNs,
    },
    /// Somebody called `cancel()` on `target`.
    TaskCancelRequested { target: TaskId },
    /// The step's `task` ended. `outcome`: "result", "exception" or "cancelled"; `detail`: a short repr.
    TaskDone { outcome: String, detail: String },
    /// A call that does not await began inside a task: until it ends the whole loop stands still.
    BlockingCallStarted { what: String, line: u32 },
    /// It ended, after `ns`.
    BlockingCallEnded { what: String, ns: TimeNs },

    // === The end ===
    /// From here on the trace is at level `level`: the budget of line steps is used up. Ask for a window.
    DetailReduced { level: Level },
    /// A budget was used up and the run was cut. `limit` names it, `message` is a sentence.
    LimitReached { limit: String, message: String },
    /// Nobody can ever run again. `cycle`: who waits, for what, held by whom, in ring order when there is a ring.
    Deadlocked { cycle: Vec<WaitLink> },
    /// The run is over. `status`: exit status of the program as the shell would see it.
    RunEnded { status: i32 },
}

/// A thread in a decision of the kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Candidate {
    /// Who.
    pub thread: ThreadId,
    /// The number compared.
    pub value: i64,
}

/// A number that a scheduling policy keeps of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SchedValue {
    /// What it is: "level", "quantum_left", "vruntime", "virtual_deadline", "eligible", "lag", "tickets", "pass",
    /// "priority", "remaining", "response_ratio", "deadline", ...
    pub name: String,
    /// How much.
    pub value: i64,
}

impl SchedValue {
    /// A number by its name.
    #[must_use]
    pub fn new(name: &str, value: i64) -> Self {
        Self {
            name: name.to_owned(),
            value,
        }
    }
}

/// One link of a ring of waiters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct WaitLink {
    /// Who waits.
    pub thread: ThreadId,
    /// What for.
    pub cause: WaitCause,
    /// At what.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub object: Option<ObjectId>,
    /// Who would have to act.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holder: Option<ThreadId>,
}

impl Event {
    /// The level of detail this event belongs to.
    #[must_use]
    #[inline]
    pub fn level(&self) -> Level {
        match self {
            Self::Line { .. }
            | Self::VarWritten { .. }
            | Self::VarRead { .. }
            | Self::VarDeleted { .. }
            | Self::Decided { .. }
            | Self::SchedValues { .. }
            | Self::Raised { .. } => Level::Line,
            Self::Op { .. } => Level::Op,
            _ => Level::Kernel,
        }
    }

    /// Whether this is the last event of a run.
    #[must_use]
    pub fn is_end(&self) -> bool {
        matches!(self, Self::RunEnded { .. })
    }
}
