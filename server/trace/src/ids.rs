//! Identities in a trace. All are small numbers given out in order of creation, so that they are stable
//! between runs of the same program and fit in a link.

use serde::{Deserialize, Serialize};

/// Virtual nanoseconds since the start of the run.
pub type TimeNs = u64;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub struct $name(pub u32);

        impl $name {
            /// The number as an index.
            #[must_use]
            pub fn idx(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    };
}

id!(
    /// A core of the simulated machine, from 0.
    CoreId
);
id!(
    /// A simulated process, from 0. Its pid as the program sees it is in `ProcessStarted`.
    ProcessId
);
id!(
    /// A kernel thread, over all processes, from 0. The first one is the main thread of the first process.
    ThreadId
);
id!(
    /// An asyncio task, over all loops, from 0 in order of creation.
    TaskId
);
id!(
    /// A lock, queue, condition, event loop or other thing that threads and tasks meet at, from 0.
    ObjectId
);
