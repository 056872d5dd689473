//! The simulated machine: a clock, cores, a scheduling policy, threads, wait queues, timers and devices.
//!
//! It runs any [`Program`]: bursts of a workload table or Python threads, it cannot tell them apart. It knows no
//! Python, no page, no wall clock and no randomness of its own: whatever the program does not determine is asked
//! of a [`Chooser`].

#![forbid(unsafe_code)]

pub mod budget;
pub mod bursts;
mod cache;
mod calls;
pub mod chooser;
pub mod config;
pub mod conventions;
mod cores;
mod deadlock;
mod dispatch;
mod jobs;
mod machine;
mod meter;
pub mod network;
pub mod placement;
pub mod policy;
pub mod program;
mod schedule;
mod scheduling;
mod signals;
mod telling;
mod threads;
mod timers;
mod turn;
mod wait_queues;

pub use budget::{Budget, Limit};
pub use calls::FIRST_PID;
pub use chooser::{Choice, Chooser, RecordedChooser, RecordingChooser, Schedule, ScheduleError, SeededChooser};
pub use config::{ConfigError, MachineConfig, PolicyKind, PolicyOptions};
pub use conventions::{Conventions, Preset, SameInstant};
pub use machine::{Ending, Machine, Outcome};
pub use network::{Network, Route};
pub use placement::Placement;
pub use policy::SchedPolicy;
pub use program::{Alarmed, KernelCall, Pause, Program, Resume, SchedParams, Slice, SpawnRequest, WaitQueueId};
pub use threads::{Blocked, ThreadState};
pub use timers::Arrival;
