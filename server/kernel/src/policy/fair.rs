//! The arithmetic that Linux's fair schedulers share: weights of nice values, virtual time, ticks, and constants that
//! grow with the number of cores (`kernel/sched/core.c` and `fair.c`).

use timeslice_trace::TimeNs;

/// The weight of nice 0.
pub const NICE_0_WEIGHT: u64 = 1024;

/// `sched_prio_to_weight`: nice -20 to 19; a step is worth about a tenth of the core.
const WEIGHTS: [u64; 40] = [
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904, 3906, 3121, 2501,
    1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
];

/// The weight of a nice value, clamped to -20..=19.
#[must_use]
pub fn weight(nice: i8) -> u64 {
    WEIGHTS[usize::from((nice.clamp(-20, 19) + 20).unsigned_abs())]
}

/// `delta_ns * 1024 / weight`, to the bit as the kernel computes it (`__calc_delta`): with a 32-bit inverse of the
/// weight.
#[must_use]
pub fn virtual_ns(delta_ns: TimeNs, weight: u64) -> TimeNs {
    if weight == NICE_0_WEIGHT {
        return delta_ns;
    }
    // `sched_prio_to_wmult`: 2^32 / weight, rounded to the nearest.
    let inverse = ((1 << 32) + weight / 2) / weight;
    let factor = NICE_0_WEIGHT * inverse;
    let n_excess = 64 - (factor >> 32).leading_zeros();
    let product = u128::from(delta_ns) * u128::from(factor >> n_excess);
    TimeNs::try_from(product >> (32 - n_excess)).unwrap_or(TimeNs::MAX)
}

/// What the constants for one core are multiplied by on `n_cores` (`get_update_sysctl_factor`, logarithmic).
#[must_use]
pub fn scaling_factor(n_cores: u32) -> u64 {
    u64::from(1 + n_cores.clamp(1, 8).ilog2())
}

/// The periodic timer interrupt at which the running thread is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticker {
    tick_ns: TimeNs,
    next_ns: TimeNs,
}

impl Ticker {
    /// Every `tick_ns`; 0 is never.
    pub(crate) fn new(tick_ns: TimeNs) -> Self {
        Self { tick_ns, next_ns: 0 }
    }

    pub(crate) fn is_off(&self) -> bool {
        self.tick_ns == 0
    }

    pub(crate) fn next_ns(&self) -> Option<TimeNs> {
        (self.tick_ns > 0).then_some(self.next_ns)
    }

    /// The tick at `now_ns` is done with.
    pub(crate) fn done(&mut self, now_ns: TimeNs) {
        self.next_ns = now_ns.checked_div(self.tick_ns).map_or(0, |n| (n + 1) * self.tick_ns);
    }

    /// The same for a clock that all share: a tick at `now_ns` itself counts.
    pub(crate) fn catch_up_to(&mut self, now_ns: TimeNs) {
        if self.next_ns < now_ns || self.next_ns == 0 {
            self.next_ns = match now_ns.checked_next_multiple_of(self.tick_ns) {
                Some(0) | None => self.tick_ns,
                Some(next_ns) => next_ns,
            };
        }
    }

    /// Nobody looked at ticks before `now_ns`: they do not count.
    pub(crate) fn catch_up(&mut self, now_ns: TimeNs) {
        if self.next_ns < now_ns || self.next_ns == 0 {
            self.done(now_ns);
        }
    }
}
