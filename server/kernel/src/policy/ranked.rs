//! What the policies that order by a number share: a ready queue sorted by rank, and a table with one entry per
//! thread.

use crate::conventions::Tie;
use std::collections::BTreeSet;
use timeslice_trace::{CoreId, ThreadId};

/// The threads that are ready, best (lowest rank) first.
#[derive(Debug, Clone)]
pub(crate) struct RankedQueue<R> {
    tie: Tie,
    ready: BTreeSet<(R, u64, ThreadId)>,
    places: PerThread<Option<(R, u64)>>,
    n_joined: u64,
}

impl<R: Ord + Copy> RankedQueue<R> {
    pub(crate) fn new(tie: Tie) -> Self {
        Self {
            tie,
            ready: BTreeSet::new(),
            places: PerThread::default(),
            n_joined: 0,
        }
    }

    pub(crate) fn push(&mut self, thread: ThreadId, rank: R) {
        self.n_joined += 1;
        let seq = match self.tie {
            Tie::Queue => self.n_joined,
            Tie::Arrival => 0,
        };
        self.ready.insert((rank, seq, thread));
        self.places.set(thread, Some((rank, seq)));
    }

    /// Takes the best thread of those that `may_run`.
    pub(crate) fn pop_if(&mut self, may_run: impl Fn(ThreadId) -> bool) -> Option<ThreadId> {
        if may_run(self.ready.first()?.2) {
            let (_, _, thread) = self.ready.pop_first()?;
            self.places.set(thread, None);
            return Some(thread);
        }
        let (_, thread) = self.first_if(may_run)?;
        self.remove(thread);
        Some(thread)
    }

    /// The best thread of those that `may_run`, and its rank.
    pub(crate) fn first_if(&self, may_run: impl Fn(ThreadId) -> bool) -> Option<(R, ThreadId)> {
        let &(rank, _, thread) = self.ready.iter().find(|entry| may_run(entry.2))?;
        Some((rank, thread))
    }

    /// All threads, best first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ThreadId> {
        self.ready.iter().map(|entry| entry.2)
    }

    /// The best thread and its rank.
    pub(crate) fn first(&self) -> Option<(R, ThreadId)> {
        self.ready.first().map(|&(rank, _, thread)| (rank, thread))
    }

    pub(crate) fn contains(&self, thread: ThreadId) -> bool {
        self.places.get(thread).is_some()
    }

    pub(crate) fn remove(&mut self, thread: ThreadId) {
        if let Some((rank, seq)) = self.places.get(thread) {
            self.ready.remove(&(rank, seq, thread));
            self.places.set(thread, None);
        }
    }
}

/// The worst (highest rank) of the `running` threads, if `newcomer` is strictly better: equals do not preempt.
pub(crate) fn worse_than<R: Ord>(
    newcomer: R,
    running: &[(CoreId, ThreadId)],
    rank: impl Fn(ThreadId) -> R,
) -> Option<CoreId> {
    let worst = running.iter().max_by_key(|(_, thread)| rank(*thread))?;
    (newcomer < rank(worst.1)).then_some(worst.0)
}

/// One value per thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct PerThread<T>(Vec<T>);

impl<T: Copy + Default> PerThread<T> {
    pub(crate) fn get(&self, thread: ThreadId) -> T {
        self.0.get(thread.idx()).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, thread: ThreadId, value: T) {
        *self.at(thread) = value;
    }

    pub(crate) fn at(&mut self, thread: ThreadId) -> &mut T {
        if self.0.len() <= thread.idx() {
            self.0.resize(thread.idx() + 1, T::default());
        }
        &mut self.0[thread.idx()]
    }
}
