//! The account that EEVDF keeps: how much virtual time each thread has had, the weighted mean `V`, who is eligible
//! (not ahead of the mean) and whose deadline comes first. Exact: fractions are compared without dividing.

use super::fair::virtual_ns;
use std::collections::BTreeMap;
use timeslice_trace::{ThreadId, TimeNs};

/// A thread in the account. Virtual times are in nanoseconds at the pace of nice 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entity {
    /// Its weight.
    pub weight: u64,
    /// The virtual time it has had.
    pub vruntime_ns: i64,
    /// When, in virtual time, its present slice should have been given.
    pub deadline_ns: i64,
    /// The slice it asks for, in real time.
    pub slice_ns: TimeNs,
}

const PRESENT: &str = "who is asked about is in the account";

impl Entity {
    fn weighted(&self) -> i128 {
        i128::from(self.weight) * i128::from(self.vruntime_ns)
    }
}

/// All threads that compete.
#[derive(Debug, Clone, Default)]
pub struct VirtualTime {
    /// By thread, with the order of joining, which decides between equal deadlines.
    entities: Vec<Option<(Entity, u64)>>,
    n: usize,
    n_joined: u64,
    total_weight: u64,
    /// The sum of `weight * vruntime`.
    weighted_sum: i128,
    /// How many ask for each length of slice.
    slices: BTreeMap<TimeNs, usize>,
    /// Where a first thread is placed: where the last one left.
    origin_ns: i64,
}

impl VirtualTime {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Whether `thread` is among them.
    #[must_use]
    pub fn contains(&self, thread: ThreadId) -> bool {
        matches!(self.entities.get(thread.idx()), Some(Some(_)))
    }

    /// Adds an entity as it is.
    pub fn insert(&mut self, thread: ThreadId, entity: Entity) {
        self.n_joined += 1;
        self.total_weight += entity.weight;
        self.weighted_sum += entity.weighted();
        *self.slices.entry(entity.slice_ns).or_default() += 1;
        self.n += 1;
        if self.entities.len() <= thread.idx() {
            self.entities.resize(thread.idx() + 1, None);
        }
        self.entities[thread.idx()] = Some((entity, self.n_joined));
    }

    /// Takes `thread` out, if it is there.
    pub fn remove(&mut self, thread: ThreadId) {
        if let Some((entity, _)) = self.entities.get_mut(thread.idx()).and_then(Option::take) {
            self.n -= 1;
            self.total_weight -= entity.weight;
            self.weighted_sum -= entity.weighted();
            if let Some(n_alike) = self.slices.get_mut(&entity.slice_ns) {
                *n_alike -= 1;
                if *n_alike == 0 {
                    self.slices.remove(&entity.slice_ns);
                }
            }
            self.origin_ns = entity.vruntime_ns;
        }
    }

    /// `V`, the weighted mean of the virtual runtimes, rounded down.
    #[must_use]
    pub fn mean_ns(&self) -> i64 {
        if self.is_empty() {
            return self.origin_ns;
        }
        let mean = self.weighted_sum.div_euclid(i128::from(self.total_weight));
        i64::try_from(mean).expect("a mean lies between its terms")
    }

    /// How far behind the mean `thread` is: what it is owed, in virtual time.
    #[must_use]
    pub fn lag_ns(&self, thread: ThreadId) -> i64 {
        self.mean_ns() - self[thread].vruntime_ns
    }

    /// Whether `thread` is not ahead of the mean.
    #[must_use]
    pub fn is_eligible(&self, thread: ThreadId) -> bool {
        i128::from(self[thread].vruntime_ns) * i128::from(self.total_weight) <= self.weighted_sum
    }

    /// Of those `among` who are eligible the one with the earliest deadline.
    #[must_use]
    pub fn earliest_eligible(&self, among: impl Iterator<Item = ThreadId>) -> Option<ThreadId> {
        among
            .filter(|thread| self.is_eligible(*thread))
            .min_by_key(|thread| self.urgency(*thread))
    }

    /// What the eligible are picked by, the least first: the deadline, then the order of joining.
    pub(crate) fn urgency(&self, thread: ThreadId) -> (i64, u64) {
        let (entity, seq) = self.entry(thread);
        (entity.deadline_ns, *seq)
    }

    fn entry(&self, thread: ThreadId) -> &(Entity, u64) {
        self.entities[thread.idx()].as_ref().expect(PRESENT)
    }

    /// Changes `thread` as `change` does.
    fn change<T>(&mut self, thread: ThreadId, change: impl FnOnce(&mut Entity) -> T) -> T {
        let (entity, _) = self.entities[thread.idx()].as_mut().expect(PRESENT);
        self.weighted_sum -= entity.weighted();
        let changed = change(entity);
        self.weighted_sum += entity.weighted();
        changed
    }

    /// The shortest slice anybody asks for.
    #[must_use]
    pub fn shortest_slice_ns(&self) -> TimeNs {
        self.slices.first_key_value().map_or(0, |(slice_ns, _)| *slice_ns)
    }

    /// `place_entity`: adds `thread` so that its lag, once it is counted in the mean, is `lag_ns` again. A new
    /// thread gets half a slice first.
    pub fn place(&mut self, thread: ThreadId, weight: u64, slice_ns: TimeNs, lag_ns: i64, is_new: bool) {
        let inflated_ns = if self.is_empty() {
            0
        } else {
            let total = i128::from(self.total_weight);
            i128::from(lag_ns) * (total + i128::from(weight)) / total
        };
        let vruntime_ns = self.mean_ns() - i64::try_from(inflated_ns).expect("lags are limited");
        let own_slice_ns = virtual_ns(slice_ns, weight) / if is_new { 2 } else { 1 };
        let entity = Entity {
            weight,
            vruntime_ns,
            deadline_ns: vruntime_ns.saturating_add_unsigned(own_slice_ns),
            slice_ns,
        };
        self.insert(thread, entity);
    }

    /// `thread` ran for `ran_ns`. Whether it reached its deadline and has a new one.
    pub fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) -> bool {
        self.change(thread, |entity| {
            let delta_ns = virtual_ns(ran_ns, entity.weight);
            entity.vruntime_ns = entity.vruntime_ns.saturating_add_unsigned(delta_ns);
            let is_due = entity.vruntime_ns >= entity.deadline_ns;
            if is_due {
                entity.deadline_ns = deadline_ns(entity);
            }
            is_due
        })
    }

    /// The slice of `thread` should have been given `distance_ns` after its virtual runtime.
    pub fn set_deadline(&mut self, thread: ThreadId, distance_ns: i64) {
        self.change(thread, |entity| {
            entity.deadline_ns = entity.vruntime_ns.saturating_add(distance_ns);
        });
    }

    /// `sched_yield`: `thread` gives the rest of its slice away.
    pub fn forfeit(&mut self, thread: ThreadId) {
        self.change(thread, |entity| {
            entity.vruntime_ns = entity.deadline_ns;
            entity.deadline_ns = deadline_ns(entity);
        });
    }
}

impl std::ops::Index<ThreadId> for VirtualTime {
    type Output = Entity;

    fn index(&self, thread: ThreadId) -> &Entity {
        &self.entry(thread).0
    }
}

/// When a slice that begins now should have been given.
fn deadline_ns(entity: &Entity) -> i64 {
    entity
        .vruntime_ns
        .saturating_add_unsigned(virtual_ns(entity.slice_ns, entity.weight))
}

/// The most lag that a sleeper keeps, either way: two slices or a tick, in virtual time.
#[must_use]
pub fn lag_limit_ns(slice_ns: TimeNs, tick_ns: TimeNs, weight: u64) -> i64 {
    i64::try_from(virtual_ns(tick_ns.max(slice_ns.saturating_mul(2)), weight)).unwrap_or(i64::MAX)
}
