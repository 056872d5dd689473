//! What a run may cost. Every loop that a user can lengthen counts against one of these.

use timeslice_trace::TimeNs;

/// The bounds of one run. All are checked; reaching one ends the run with an event that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Virtual time.
    pub time_ns: TimeNs,
    /// Instructions (bytecodes) over all threads.
    pub instructions: u64,
    /// Kernel-level events.
    pub events: u64,
    /// Line-level events, after which the trace goes on at kernel level.
    pub line_events: u64,
    /// Heap of each process.
    pub heap_bytes: u64,
    /// Text printed, all streams together.
    pub output_bytes: u64,
    /// Threads alive at once.
    pub threads: u32,
    /// Frames on one thread's stack (`sys.getrecursionlimit`).
    pub depth: u32,
}

impl Budget {
    /// What a public server grants one run.
    pub const SERVER: Self = Self {
        time_ns: 600_000_000_000,
        instructions: 1_000_000_000,
        events: 1_000_000,
        line_events: 100_000,
        heap_bytes: 128 << 20,
        output_bytes: 1 << 20,
        threads: 4_000,
        depth: 1_000,
    };

    /// What the command line grants: the user's own machine.
    pub const LOCAL: Self = Self {
        time_ns: 86_400_000_000_000,
        instructions: 100_000_000_000,
        events: 100_000_000,
        line_events: 1_000_000,
        heap_bytes: 512 << 20,
        output_bytes: 1 << 30,
        threads: 20_000,
        depth: 1_000,
    };
}

/// The budget that ended a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its name in [`Budget`].
    pub name: &'static str,
    /// A sentence for the user: what was used up and what that usually means.
    pub message: String,
}

impl Budget {
    /// Virtual time is used up.
    pub(crate) fn time_limit(&self) -> Limit {
        let seconds = self.time_ns / 1_000_000_000;
        Limit {
            name: "time_ns",
            message: if seconds > 0 {
                format!(
                    "The run has used up its {seconds} s of virtual time: does a loop or a wait in the program never end?"
                )
            } else {
                format!("The run has used up its {} ns of virtual time.", self.time_ns)
            },
        }
    }

    /// The trace is full. `hint` is the program's.
    pub(crate) fn events_limit(&self, hint: &str) -> Limit {
        Limit {
            name: "events",
            message: format!(
                "More than {} things have happened, the most a trace may hold: {hint}",
                self.events
            ),
        }
    }

    /// One thread too many.
    pub(crate) fn threads_limit(&self) -> Limit {
        Limit {
            name: "threads",
            message: format!(
                "{} threads are alive, the most a run may have at once: does the program start threads without joining them?",
                self.threads
            ),
        }
    }

    /// Much has happened and no time has passed.
    pub(crate) fn stalled_limit() -> Limit {
        Limit {
            name: "events",
            message:
                "The threads call the kernel again and again and no virtual time passes: nobody gets any work done."
                    .to_owned(),
        }
    }
}
