//! What threads are scheduled by, as `setpriority` and `sched_setaffinity` set it: each thread has its own, and a new
//! thread or process begins with that of the thread that starts it (`man 7 sched`).

use super::System;
use timeslice_kernel::SchedParams;
use timeslice_trace::ThreadId;

/// What a thread is scheduled by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// -20 to 19; less is better.
    pub nice: i8,
    /// The cores it may run on, one bit each.
    pub cores: u32,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            nice: 0,
            cores: u32::MAX,
        }
    }
}

impl Standing {
    /// As the kernel wants it. The nice value is the priority of the priority policies too.
    #[must_use]
    pub fn params(self) -> SchedParams {
        SchedParams {
            nice: self.nice,
            priority: i64::from(self.nice),
            affinity: self.cores,
            ..SchedParams::default()
        }
    }
}

impl System {
    /// What `thread` is scheduled by.
    #[must_use]
    pub fn standing(&self, thread: ThreadId) -> Standing {
        self.standings.get(thread.idx()).copied().unwrap_or_default()
    }

    /// Sets it; the kernel is still to hear of it.
    pub fn set_standing(&mut self, thread: ThreadId, standing: Standing) {
        if self.standings.len() <= thread.idx() {
            self.standings.resize(thread.idx() + 1, Standing::default());
        }
        self.standings[thread.idx()] = standing;
    }

    /// `child` begins with what `parent` has.
    pub fn inherit_standing(&mut self, parent: ThreadId, child: ThreadId) {
        let standing = self.standing(parent);
        if standing != Standing::default() {
            self.set_standing(child, standing);
        }
    }
}
