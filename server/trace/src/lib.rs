//! The vocabulary of a run: what a step is, what can happen, and what can be said of it.
//!
//! Everything that looks at a run (page, narration, metrics, text timelines, exports) is a function of a list
//! of [`Step`]s and a position in it. This crate knows nothing of how steps come about: no kernel, no Python,
//! no clock, no I/O.

#![forbid(unsafe_code)]

pub mod event;
pub mod gantt;
pub mod hash;
pub mod ids;
pub mod metrics;
pub mod narration;
mod recorder;
pub mod timeline;

#[cfg(test)]
mod declarations;

pub use event::{Event, Level, LockKind, ReadyReason, Stream, TaskState, VarScope, WaitCause};
pub use gantt::Gantt;
pub use hash::{TraceHash, trace_hash};
pub use ids::{CoreId, ObjectId, ProcessId, TaskId, ThreadId, TimeNs};
pub use metrics::Metrics;
pub use narration::{Narrator, Sentence};
pub use recorder::Recorder;
pub use timeline::timeline;

use serde::{Deserialize, Serialize};

/// Version of the trace format; the page refuses any other. `docs/trace-format.md` lists what each one changed.
pub const TRACE_VERSION: u32 = 1;

/// One record of a trace: a fact, when and where it became true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    /// Ordinal in the trace, from 0. Steps of one instant stand in causal order.
    pub id: u64,
    /// Virtual time, in nanoseconds since the start of the run. Never decreases along a trace.
    pub time_ns: TimeNs,
    /// The core it happened on, when it happened on one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub core: Option<CoreId>,
    /// The thread that did it or that it happened to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub thread: Option<ThreadId>,
    /// The asyncio task that `thread` was running at that moment, if any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub task: Option<TaskId>,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// Where steps go. The kernel and the program write to one; they never read from it.
pub trait Sink {
    /// The finest level of detail this sink wants. Producers may skip building finer events.
    fn level(&self) -> Level;
    /// Takes one event. The sink numbers it.
    fn emit(
        &mut self,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    );
}
