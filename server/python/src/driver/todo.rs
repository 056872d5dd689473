//! What a thread does next: the items of its stack of things to do.

use crate::exchange::{Answer, Exchange};
use crate::sync::Birth;
use crate::system::{Op, Reply};
use crate::vm::value::Value;
use timeslice_kernel::KernelCall;
use timeslice_trace::event::GilDropReason;

/// What a thread does next. The last one is done first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Todo {
    /// Run Python.
    Run,
    /// Begin: call the thread's target.
    Begin,
    /// Give a native's result to the frame that waits for it.
    Deliver(Value),
    /// Take the GIL; wait for it if need be (G2).
    TakeGil,
    /// Was waiting for the GIL since this switch number.
    GilWaited(u64),
    /// Let it go.
    DropGil(GilDropReason),
    /// Dropped on request: wait until somebody else has it (G4).
    ForceSwitch,
    /// Ask the kernel; the answer is of no interest.
    Call(KernelCall),
    /// Was in a call that lasts until this time.
    Called { call: KernelCall, until_ns: u64 },
    /// A signal has cut it short: the rest of it.
    CallAgain { call: KernelCall, until_ns: u64 },
    /// A signal has cut a wait short: run its handler.
    HandleSignals,
    /// Was waiting for a signal.
    Paused,
    /// Wait for a lock until this time.
    AcquireLock { lock: u32, until_ns: Option<u64> },
    /// Was waiting for a lock.
    LockWaited { lock: u32, until_ns: Option<u64> },
    /// Has the GIL again after an ordinary wake-up: compete for the lock (T13).
    LockCompete { lock: u32, until_ns: Option<u64> },
    /// Wait in a selector, until this time.
    SelectWait { selector: u32, until_ns: Option<u64> },
    /// Was waiting in a selector.
    SelectWaited { selector: u32, until_ns: Option<u64> },
    /// Gather the answers that are there.
    SelectAnswers { selector: u32 },
    /// Send this again: a row that it waited for may be free.
    Exchange(Box<Exchange>),
    /// The network has answered.
    Answered { what: String, answer: Box<Answer> },
    /// The kernel has made a thread of this index.
    Spawned { thread: usize },
    /// Write to the console.
    Output(timeslice_trace::Stream, String),
    /// Spend time in a system call, on the core.
    Spend(u64),
    /// A call that does not await has ended inside an asyncio task.
    BlockingEnded { what: String, since_ns: u64 },
    /// Do something with what processes share, or wait until this time to do it.
    Try { op: Op, until_ns: Option<u64> },
    /// Was waiting for that.
    Tried { op: Op, until_ns: Option<u64> },
    /// Give what came of it to the frame that waits for it.
    Reply(Reply),
    /// Wake who waits for what has changed.
    WakeOthers,
    /// The kernel makes a process of this; `None`: it is made.
    Born(Option<Birth>),
    /// End this thread.
    Exit,
}

impl Todo {
    /// Whether it looks at what the kernel answered.
    pub(super) fn takes_answer(&self) -> bool {
        matches!(
            self,
            Self::GilWaited(_)
                | Self::LockWaited { .. }
                | Self::Called { .. }
                | Self::Paused
                | Self::SelectWaited { .. }
                | Self::Spawned { .. }
                | Self::Tried { .. }
                | Self::Born(_)
        )
    }
}
