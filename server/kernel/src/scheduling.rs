//! Changing what a thread is scheduled by while it lives: its nice value, its cores. As `set_user_nice` of the kernel does
//! it: who is queued is taken out and queued again, who is on a core gives it up and may get it back.

use crate::machine::{Context, Machine, core_id};
use crate::policy::EnqueueReason;
use crate::program::SchedParams;
use crate::threads::ThreadState;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{CoreId, Event, ThreadId};

impl Machine {
    /// `thread` is scheduled by `params` from now on; `caller` asks for it. Who keeps its core and what the policy goes
    /// by notices nothing.
    pub(crate) fn set_scheduling(
        &mut self,
        cx: &mut Context<'_>,
        caller: ThreadId,
        thread: ThreadId,
        params: &SchedParams,
        only_cores: bool,
    ) {
        let Some(state) = self.threads.get(thread).map(|entry| entry.state) else {
            return;
        };
        if state == ThreadState::Exited {
            return;
        }
        let by = (caller != thread).then_some(caller);
        let cores = |machine: &Self| {
            (0..machine.cores.len())
                .filter(|&idx| machine.may_run(thread, idx))
                .map(core_id)
                .collect()
        };
        let before: Vec<CoreId> = cores(self);
        let params = self.with_cores(thread, params);
        let after: Vec<CoreId> = cores(self);
        if after != before {
            self.emit(cx, None, Some(thread), Event::AffinitySet { cores: after, by });
        }
        if !only_cores {
            let nice = params.nice;
            self.emit(cx, None, Some(thread), Event::NiceSet { nice, by });
        }
        let is_new_to_policy = !only_cores && self.policy.minds_priorities();
        match state {
            ThreadState::Running(core) if self.cores[core.idx()].expired.is_none() => {
                let stays = self.may_run(thread, core.idx());
                let n_before = self.to_set.len();
                self.to_set.retain(|(other, _)| *other != thread);
                if stays && !is_new_to_policy && self.to_set.len() == n_before {
                    return self.policy.set_cores(thread, &params);
                }
                self.to_set.push((thread, params));
                let reason = match stays {
                    true => PreemptReason::Better,
                    false => PreemptReason::Affinity,
                };
                self.resched(core.idx(), reason);
            }
            ThreadState::Running(_) | ThreadState::Runnable => {
                if is_new_to_policy || !self.policy.shares_queue() {
                    self.policy.dequeue(thread, self.now_ns, cx.chooser);
                    self.n_ready -= 1;
                    self.policy.set_params(thread, &params, self.now_ns);
                    self.enqueue(thread, EnqueueReason::Migrated);
                }
                self.newcomers.push(thread);
            }
            _ => self.policy.set_params(thread, &params, self.now_ns),
        }
        self.must_dispatch = true;
    }

    /// Whether something was left to set for `thread`, which has just left its core or is about to.
    pub(crate) fn apply_scheduling(&mut self, thread: ThreadId) -> bool {
        let Some(at) = self.to_set.iter().position(|(other, _)| *other == thread) else {
            return false;
        };
        let (_, params) = self.to_set.swap_remove(at);
        self.policy.set_params(thread, &params, self.now_ns);
        true
    }
}
