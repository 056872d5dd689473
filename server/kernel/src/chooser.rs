//! The oracle: everything that a program does not determine is asked here, and nowhere else.
//!
//! Plain runs use a seeded chooser, replays a recorded one; an explorer brings a searching one. The answers,
//! written down, are the schedule: a plain value with a short text form that fits in a link.

/// What is being decided. Only for display and for strategies; the answer is always an index or a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Which of the ready threads runs next, where the policy leaves it open.
    NextThread,
    /// Which of the threads waiting for the GIL takes it (G10).
    GilSuccessor,
    /// A seeded jitter on a timer or an interval, in nanoseconds below the bound (trap 7.2).
    Jitter,
    /// A seed for the program's random numbers.
    RandomSeed,
    /// A latency, below the bound.
    Latency,
    /// An order that CPython leaves open (`all_tasks`, sets of tasks).
    Order,
}

/// The oracle.
pub trait Chooser {
    /// A number below `n` (`n > 0`).
    fn choose(&mut self, what: Choice, n: u64) -> u64;
}
