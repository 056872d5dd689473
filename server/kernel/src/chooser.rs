//! The oracle: everything that a program does not determine is asked here, and nowhere else.
//!
//! Plain runs use a seeded chooser, replays a recorded one; an explorer brings a searching one. The answers,
//! written down, are the schedule: a plain value with a short text form that fits in a link.

pub use crate::schedule::{Schedule, ScheduleError};

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
    /// Whether an exchange on the network breaks off: it does if the answer is below the rate of failures.
    Failure,
    /// An order that CPython leaves open (`all_tasks`, sets of tasks).
    Order,
}

/// The oracle.
pub trait Chooser {
    /// A number below `n` (`n > 0`).
    fn choose(&mut self, what: Choice, n: u64) -> u64;
}

impl<C: Chooser + ?Sized> Chooser for &mut C {
    fn choose(&mut self, what: Choice, n: u64) -> u64 {
        (**self).choose(what, n)
    }
}

/// Answers from a seed: the same seed gives the same answers to the same questions.
///
/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014): one 64-bit state,
/// so a copy is cheap. The numbers are for simulating, not for secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeededChooser {
    state: u64,
}

impl SeededChooser {
    /// The chooser of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

impl Chooser for SeededChooser {
    fn choose(&mut self, _what: Choice, n: u64) -> u64 {
        debug_assert!(n > 0, "there is something to choose from");
        // The high half of the product: a number below n, with a bias below n / 2^64.
        let product = u128::from(self.next()) * u128::from(n);
        u64::try_from(product >> 64).expect("the high half has 64 bits")
    }
}

/// Replays a [`Schedule`]; asks `rest` when it has come to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedChooser<C> {
    schedule: Schedule,
    n_answered: usize,
    rest: C,
    has_diverged: bool,
}

impl<C: Chooser> RecordedChooser<C> {
    /// Answers from `schedule`, then from `rest`.
    #[must_use]
    pub fn new(schedule: Schedule, rest: C) -> Self {
        Self {
            schedule,
            n_answered: 0,
            rest,
            has_diverged: false,
        }
    }

    /// Whether an answer did not fit its question: the schedule belongs to another program or machine. Such an
    /// answer counts modulo the number of alternatives.
    #[must_use]
    pub fn has_diverged(&self) -> bool {
        self.has_diverged
    }
}

impl<C: Chooser> Chooser for RecordedChooser<C> {
    fn choose(&mut self, what: Choice, n: u64) -> u64 {
        let Some(&answer) = self.schedule.0.get(self.n_answered) else {
            return self.rest.choose(what, n);
        };
        self.n_answered += 1;
        self.has_diverged |= answer >= n;
        answer % n
    }
}

/// Writes down what another chooser answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingChooser<C> {
    /// The answers so far.
    pub schedule: Schedule,
    inner: C,
}

impl<C: Chooser> RecordingChooser<C> {
    /// Asks `inner` and remembers.
    #[must_use]
    pub fn new(inner: C) -> Self {
        Self {
            schedule: Schedule::default(),
            inner,
        }
    }
}

impl<C: Chooser> Chooser for RecordingChooser<C> {
    fn choose(&mut self, what: Choice, n: u64) -> u64 {
        let answer = self.inner.choose(what, n);
        self.schedule.0.push(answer);
        answer
    }
}
