//! The boundary between the machine and what runs on it.
//!
//! The machine calls [`Program::run`] with a [`Slice`]: which thread, from when, until when at most. The program
//! advances the slice's clock by what its instructions cost and comes back when the time is up or when it needs
//! the kernel. Every kernel call is a return value, never a call back, so a thread can be stopped, copied and
//! resumed between any two of them.

#![allow(missing_docs, reason = "the fields of a variant are described by the variant")]

use crate::chooser::Chooser;
use timeslice_trace::{CoreId, ObjectId, ProcessId, Sink, ThreadId, TimeNs, WaitCause};

/// A queue of waiting threads, named by the program. Exists from its first use; the program picks unique numbers
/// (a futex address, so to speak).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaitQueueId(pub u64);

/// A thread's turn on a core, as the program sees it.
pub struct Slice<'a> {
    /// Whose turn it is.
    pub thread: ThreadId,
    /// On which core.
    pub core: CoreId,
    /// The thread's clock. Starts at the present; the program adds the cost of what it does, in nanoseconds.
    pub now_ns: TimeNs,
    /// The program comes back with [`Pause::Horizon`] as soon as `now_ns >= horizon_ns`. It may overshoot by one
    /// instruction (a long C call is one instruction and cannot be preempted within it, G12; the kernel still
    /// charges it to the quantum).
    pub horizon_ns: TimeNs,
    /// The answer to the kernel call that this thread's last turn ended with.
    pub resume: Resume,
    /// Number of threads that are ready but on no core at `now_ns` (GIL succession depends on it, G10).
    pub n_ready: usize,
    /// Number of cores with nothing to run.
    pub n_idle_cores: usize,
    /// The oracle.
    pub chooser: &'a mut dyn Chooser,
    /// Where the program writes its own events.
    pub sink: &'a mut dyn Sink,
}

/// Why the program came back from [`Program::run`].
#[derive(Debug, Clone, PartialEq)]
pub enum Pause {
    /// The clock reached the horizon.
    Horizon,
    /// The thread asks the kernel for something. It goes on (with the answer in [`Slice::resume`]) when the
    /// kernel has done it: at once for calls that do not wait, as long as its core is not taken away.
    Call(KernelCall),
    /// A budget that the program itself counts is used up: the run ends.
    Limit(crate::budget::Limit),
}

/// What a thread can ask of the kernel.
#[derive(Debug, Clone, PartialEq)]
pub enum KernelCall {
    /// Wait on `queue` until woken or until `timeout_ns` after now. Answer: `Woken` or `TimedOut`.
    Wait {
        queue: WaitQueueId,
        timeout_ns: Option<TimeNs>,
        cause: WaitCause,
        object: Option<ObjectId>,
        on: Option<ThreadId>,
        what: String,
    },
    /// Wake up to `n` threads of `queue`, longest waiting first. Answer: `Count`. Does not give the core away.
    /// A thread woken on another core runs `wake_latency_ns` later.
    Wake { queue: WaitQueueId, n: usize },
    /// Wake exactly `thread` if it waits on `queue`. Answer: `Count` 0 or 1.
    WakeThread { queue: WaitQueueId, thread: ThreadId },
    /// Sleep for `duration_ns`; the kernel adds its timer slack. Answer: `TimedOut`.
    Sleep {
        duration_ns: TimeNs,
        cause: WaitCause,
        what: String,
    },
    /// A request to a simulated device; ready again after `latency_ns`. Answer: `IoDone`.
    Io {
        latency_ns: TimeNs,
        cause: WaitCause,
        what: String,
    },
    /// Give the core to the next ready thread, if there is one (`sched_yield`). Answer: `Nothing`.
    Yield,
    /// Create a thread. Answer: `Spawned`.
    Spawn(Box<SpawnRequest>),
    /// The present job of this periodic thread is done: wait for the release of the next one, or go on with it at once
    /// if it has been released (a late job is not given up, it delays the next). Answer: `Nothing`.
    NextJob,
    /// A signal for `thread` has come: if it waits, it goes on with `Interrupted`. Answer: `Count` 0 or 1.
    Signal { thread: ThreadId },
    /// Set the alarm of the caller's process, or cancel it; there is one ([`Program::alarmed`]). Answer: `Nothing`.
    Alarm { after_ns: Option<TimeNs> },
    /// `thread` is scheduled by these parameters from now on, wherever it is; `only_cores`: nothing but its cores
    /// changes. Answer: `Nothing`.
    SetScheduling {
        thread: ThreadId,
        params: Box<SchedParams>,
        only_cores: bool,
    },
    /// End this thread. No answer.
    Exit,
    /// End a whole process: all its threads are gone at once. No answer if it is the caller's own.
    ExitProcess { process: ProcessId, status: i32 },
}

/// A thread or process to create.
#[derive(Debug, Clone, PartialEq)]
pub struct SpawnRequest {
    /// The process the thread belongs to; `None` creates a new process with this as its first thread.
    pub process: Option<ProcessId>,
    /// The name of the new process; the thread's own if there is none.
    pub process_name: Option<String>,
    /// The thread's name.
    pub name: String,
    /// The function it will run, for display.
    pub function: String,
    /// Whether the process may end while it lives.
    pub daemon: bool,
    /// The program's own word for what the new thread is to do; handed to [`Program::spawned`].
    pub token: u64,
    /// What scheduling policies may know of it.
    pub sched: SchedParams,
}

/// What a thread tells scheduling policies about itself when it is created; each policy reads what concerns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SchedParams {
    /// For priority policies, which know what is better: low or high.
    pub priority: i64,
    /// Share under lottery and stride scheduling; at least 1.
    pub tickets: u64,
    /// Niceness, -20 to 19, for the fair policies.
    pub nice: i8,
    /// Time between two activations, for rate-monotonic scheduling.
    pub period_ns: Option<TimeNs>,
    /// Time from creation until it should be done, for earliest deadline first.
    pub deadline_ns: Option<TimeNs>,
    /// The slice it asks for (EEVDF); `None`: the policy's.
    pub slice_ns: Option<TimeNs>,
    /// How often it does its work: with a period and more than one job, [`KernelCall::NextJob`] waits for the next.
    pub jobs: u32,
    /// The most CPU time of one job, for partitioning periodic threads.
    pub wcet_ns: Option<TimeNs>,
    /// The size of the memory it works on, where the machine has caches.
    pub working_set: u64,
    /// The cores it may run on: bit `i` for core `i`. If the machine has none of them, it may run on all.
    pub affinity: u32,
}

impl Default for SchedParams {
    fn default() -> Self {
        Self {
            priority: 0,
            tickets: 1,
            nice: 0,
            period_ns: None,
            deadline_ns: None,
            slice_ns: None,
            jobs: 1,
            wcet_ns: None,
            working_set: 0,
            affinity: u32::MAX,
        }
    }
}

/// The answer to a kernel call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resume {
    /// First turn, or the call had no answer, or the last turn ended at its horizon.
    Nothing,
    /// Somebody woke the thread.
    Woken,
    /// Its timeout ran out.
    TimedOut,
    /// The device answered.
    IoDone,
    /// A signal has cut the wait short.
    Interrupted,
    /// The new thread and its process.
    Spawned(ThreadId, ProcessId),
    /// How many threads were woken.
    Count(usize),
}

/// What a process's alarm does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alarmed {
    /// Nobody cares.
    Nothing,
    /// This thread's wait, if it is in one, is cut short.
    Signal(ThreadId),
    /// The process ends with this status.
    Exit(i32),
}

/// What runs on the machine.
pub trait Program {
    /// Runs `slice.thread` until its horizon or until it needs the kernel.
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause;

    /// The kernel created `thread` for the spawn request with this `token` (0 for the very first thread).
    fn spawned(&mut self, thread: ThreadId, process: ProcessId, token: u64);

    /// The kernel ended `process` and all its threads. The queues of those who wait for its end, or for what the end
    /// sets free: their waiters wake.
    fn exited(&mut self, process: ProcessId, status: i32) -> Vec<WaitQueueId> {
        let _ = (process, status);
        Vec::new()
    }

    /// The alarm that `process` has set rings: what it does, and after how long it rings again.
    fn alarmed(&mut self, process: ProcessId) -> (Alarmed, Option<TimeNs>) {
        let _ = process;
        (Alarmed::Nothing, None)
    }

    /// Who holds `object`, for deadlock reports.
    fn holder(&self, object: ObjectId) -> Option<ThreadId>;

    /// How long `thread`, on a core, will from its present clock on certainly neither call the kernel, nor write
    /// an event, nor touch what other threads can see: so long nobody needs to stop for it. 0: not known.
    fn quiet_ns(&self, thread: ThreadId) -> TimeNs {
        let _ = thread;
        0
    }

    /// Whether a thread may change how another is scheduled: then nobody may run ahead of the others.
    fn sets_scheduling(&self) -> bool {
        false
    }

    /// How much CPU time `thread`, just created or woken, will use before it waits again, if that is known in
    /// advance (in a workload table it is; of a real program nobody knows).
    fn next_burst_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        let _ = thread;
        None
    }

    /// What a user may think of who reads that more has happened than a trace may hold.
    fn many_events_hint(&self) -> &'static str {
        "does a loop in the program never end?"
    }
}

impl std::fmt::Debug for Slice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slice")
            .field("thread", &self.thread)
            .field("now_ns", &self.now_ns)
            .field("horizon_ns", &self.horizon_ns)
            .finish_non_exhaustive()
    }
}
