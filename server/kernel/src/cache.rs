//! A cache per core, as OSTEP's `multi.py` models it: which working sets are warm where, and how fast that makes work.

use crate::placement::CacheRules;
use std::collections::{BTreeMap, VecDeque};
use timeslice_trace::TimeNs;

/// The caches of all cores. Working sets are known by the number of their row.
#[derive(Debug, Clone)]
pub(crate) struct Caches {
    rules: CacheRules,
    cores: BTreeMap<usize, CoreCache>,
}

#[derive(Debug, Clone, Default)]
struct CoreCache {
    /// Rows and their sizes, the newest first.
    warm: VecDeque<(usize, u64)>,
    /// How long each row still has to run here until it is warm.
    warming: BTreeMap<usize, TimeNs>,
}

impl Caches {
    pub(crate) fn new(rules: CacheRules) -> Self {
        Self {
            rules,
            cores: BTreeMap::new(),
        }
    }

    /// The shortest time in which `work` can be done.
    pub(crate) fn least_ns(&self, work: TimeNs) -> TimeNs {
        work.div_ceil(self.rules.warm_rate)
    }

    /// `row` with a working set of `size` does up to `work` on `core` within `most_ns`: the time and the work it takes.
    pub(crate) fn advance(
        &mut self,
        core: usize,
        row: usize,
        size: u64,
        work: TimeNs,
        most_ns: TimeNs,
    ) -> (TimeNs, TimeNs) {
        let CacheRules {
            size: space,
            warm_rate,
            warmup_ns,
        } = self.rules;
        let cache = self.cores.entry(core).or_default();
        let (mut ran_ns, mut done) = (0, 0);
        while ran_ns < most_ns && done < work {
            if cache.is_warm(row) {
                let step_ns = (work - done).div_ceil(warm_rate).min(most_ns - ran_ns);
                ran_ns += step_ns;
                done = done.saturating_add(step_ns.saturating_mul(warm_rate)).min(work);
                continue;
            }
            if size > space {
                // It never becomes warm.
                let step_ns = (work - done).min(most_ns - ran_ns);
                ran_ns += step_ns;
                done += step_ns;
                continue;
            }
            let left_ns = cache.warming.entry(row).or_insert(warmup_ns);
            let step_ns = (work - done).min(most_ns - ran_ns).min(*left_ns);
            *left_ns -= step_ns;
            ran_ns += step_ns;
            done += step_ns;
            if *left_ns == 0 {
                cache.warming.remove(&row);
                cache.warm.push_front((row, size));
                while cache.warm.iter().map(|(_, size)| size).sum::<u64>() > space {
                    cache.warm.pop_back();
                }
            }
        }
        (ran_ns, done)
    }
}

impl CoreCache {
    fn is_warm(&self, row: usize) -> bool {
        self.warm.iter().any(|(warm, _)| *warm == row)
    }
}
