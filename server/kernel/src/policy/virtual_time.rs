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

/// All threads that compete.
#[derive(Debug, Clone, Default)]
pub struct VirtualTime {
    /// With the order of joining, which decides between equal deadlines.
    entities: BTreeMap<ThreadId, (Entity, u64)>,
    n_joined: u64,
    total_weight: u64,
    /// Where a first thread is placed: where the last one left.
    origin_ns: i64,
}

impl VirtualTime {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Whether `thread` is among them.
    #[must_use]
    pub fn contains(&self, thread: ThreadId) -> bool {
        self.entities.contains_key(&thread)
    }

    /// Adds an entity as it is.
    pub fn insert(&mut self, thread: ThreadId, entity: Entity) {
        self.n_joined += 1;
        self.total_weight += entity.weight;
        self.entities.insert(thread, (entity, self.n_joined));
    }

    /// Takes `thread` out, if it is there.
    pub fn remove(&mut self, thread: ThreadId) {
        if let Some((entity, _)) = self.entities.remove(&thread) {
            self.total_weight -= entity.weight;
            self.origin_ns = entity.vruntime_ns;
        }
    }

    /// The sum of `weight * (vruntime - from)`.
    fn weighted_sum(&self, from_ns: i64) -> i128 {
        let term = |entity: &Entity| i128::from(entity.weight) * (i128::from(entity.vruntime_ns) - i128::from(from_ns));
        self.entities.values().map(|(entity, _)| term(entity)).sum()
    }

    /// `V`, the weighted mean of the virtual runtimes, rounded down.
    #[must_use]
    pub fn mean_ns(&self) -> i64 {
        if self.entities.is_empty() {
            return self.origin_ns;
        }
        let mean = self.weighted_sum(0).div_euclid(i128::from(self.total_weight));
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
        self.weighted_sum(self[thread].vruntime_ns) >= 0
    }

    /// Of those `among` who are eligible the one with the earliest deadline.
    #[must_use]
    pub fn earliest_eligible(&self, among: impl Iterator<Item = ThreadId>) -> Option<ThreadId> {
        let (sum, total) = (self.weighted_sum(0), i128::from(self.total_weight));
        let is_eligible = |thread: &ThreadId| i128::from(self[*thread].vruntime_ns) * total <= sum;
        let order = |thread: &ThreadId| {
            let (entity, seq) = self.entities[thread];
            (entity.deadline_ns, seq)
        };
        among.filter(is_eligible).min_by_key(order)
    }

    /// The shortest slice anybody asks for.
    #[must_use]
    pub fn shortest_slice_ns(&self) -> TimeNs {
        let slices = self.entities.values().map(|(entity, _)| entity.slice_ns);
        slices.min().unwrap_or(0)
    }

    /// `place_entity`: adds `thread` so that its lag, once it is counted in the mean, is `lag_ns` again. A new
    /// thread gets half a slice first.
    pub fn place(&mut self, thread: ThreadId, weight: u64, slice_ns: TimeNs, lag_ns: i64, is_new: bool) {
        let inflated_ns = if self.entities.is_empty() {
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
        let (entity, _) = self.entities.get_mut(&thread).expect("who runs is in the account");
        entity.vruntime_ns = entity
            .vruntime_ns
            .saturating_add_unsigned(virtual_ns(ran_ns, entity.weight));
        let is_due = entity.vruntime_ns >= entity.deadline_ns;
        if is_due {
            entity.deadline_ns = deadline_ns(entity);
        }
        is_due
    }

    /// The slice of `thread` should have been given `distance_ns` after its virtual runtime.
    pub fn set_deadline(&mut self, thread: ThreadId, distance_ns: i64) {
        let (entity, _) = self.entities.get_mut(&thread).expect("who migrates is in the account");
        entity.deadline_ns = entity.vruntime_ns.saturating_add(distance_ns);
    }

    /// `sched_yield`: `thread` gives the rest of its slice away.
    pub fn forfeit(&mut self, thread: ThreadId) {
        let (entity, _) = self.entities.get_mut(&thread).expect("who yields is in the account");
        entity.vruntime_ns = entity.deadline_ns;
        entity.deadline_ns = deadline_ns(entity);
    }
}

impl std::ops::Index<ThreadId> for VirtualTime {
    type Output = Entity;

    fn index(&self, thread: ThreadId) -> &Entity {
        &self.entities[&thread].0
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
