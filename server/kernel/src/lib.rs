//! The simulated machine: a clock, cores, a scheduling policy, threads, wait queues, timers and devices.
//!
//! It runs any [`Program`]: bursts of a workload table or Python threads, it cannot tell them apart. It knows no
//! Python, no page, no wall clock and no randomness of its own: whatever the program does not determine is asked
//! of a [`Chooser`].

#![forbid(unsafe_code)]

pub mod budget;
pub mod chooser;
pub mod program;

pub use budget::{Budget, Limit};
pub use chooser::{Choice, Chooser};
pub use program::{KernelCall, Pause, Program, Resume, Slice, SpawnRequest, WaitQueueId};
