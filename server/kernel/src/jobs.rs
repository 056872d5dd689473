//! Jobs: the pieces of work of periodic and deadline-bound threads, each released at its time and with a time by which
//! it should be done. A job that is late goes on and delays the next one of its thread.

use crate::machine::{Context, Machine};
use crate::program::{Resume, SchedParams};
use crate::threads::ThreadState;
use crate::timers::{Due, TimerKey};
use std::collections::VecDeque;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{Event, ReadyReason, ThreadId, TimeNs, WaitCause};

/// What a thread has to do, and when.
#[derive(Debug, Clone)]
pub(crate) struct Jobs {
    /// The job that it does or waits for.
    present: u32,
    n_released: u32,
    n_jobs: u32,
    period_ns: TimeNs,
    /// From a release until the job should be done.
    deadline_ns: TimeNs,
    first_release_ns: TimeNs,
    is_waiting: bool,
    /// The deadlines of the jobs that are released and not done; `None`: it has passed.
    deadlines: VecDeque<Option<TimerKey>>,
    next_release: Option<TimerKey>,
}

impl Jobs {
    /// When job number `job` should be done.
    fn due_ns(&self, job: u32) -> TimeNs {
        let released_ns = self.period_ns.saturating_mul(u64::from(job - 1));
        self.first_release_ns
            .saturating_add(released_ns)
            .saturating_add(self.deadline_ns)
    }
}

impl Machine {
    /// `thread` is new: its first job is released, if it has jobs at all.
    pub(crate) fn begin_jobs(&mut self, cx: &mut Context<'_>, thread: ThreadId, params: &SchedParams) {
        let Some(deadline_ns) = params.deadline_ns.or(params.period_ns) else {
            return;
        };
        let jobs = Jobs {
            present: 1,
            n_released: 0,
            n_jobs: params.period_ns.map_or(1, |_| params.jobs.max(1)),
            period_ns: params.period_ns.unwrap_or(0).max(1),
            deadline_ns,
            first_release_ns: self.now_ns,
            is_waiting: false,
            deadlines: VecDeque::new(),
            next_release: None,
        };
        self.jobs.insert(thread, jobs);
        self.release_job(cx, thread);
    }

    /// The next job of `thread` is released; a thread that waits for it is ready.
    pub(crate) fn release_job(&mut self, cx: &mut Context<'_>, thread: ThreadId) {
        let Some(jobs) = self.jobs.get_mut(&thread) else {
            return;
        };
        jobs.n_released += 1;
        let job = jobs.n_released;
        let deadline_ns = jobs.due_ns(job);
        let due = Due::Deadline { thread, job };
        jobs.deadlines.push_back(Some(self.timers.arm(deadline_ns, due)));
        jobs.next_release = (job < jobs.n_jobs).then(|| {
            let release_ns = self.now_ns.saturating_add(jobs.period_ns);
            self.timers.arm(release_ns, Due::Release(thread))
        });
        let is_waiting = std::mem::take(&mut jobs.is_waiting);
        self.emit(cx, None, Some(thread), Event::JobReleased { job, deadline_ns });
        if is_waiting {
            self.policy.release(thread, deadline_ns);
            self.threads[thread].resume = Resume::Nothing;
            self.make_ready(cx, thread, ReadyReason::TimedOut, None);
        }
    }

    /// The time of a job has come.
    pub(crate) fn miss_deadline(&mut self, cx: &mut Context<'_>, thread: ThreadId, job: u32) {
        let Some(jobs) = self.jobs.get_mut(&thread) else {
            return;
        };
        let place = (job - jobs.present) as usize;
        if let Some(deadline) = jobs.deadlines.get_mut(place) {
            *deadline = None;
        }
        let deadline_ns = jobs.due_ns(job);
        self.emit(cx, None, Some(thread), Event::DeadlineMissed { job, deadline_ns });
    }

    /// The present job of `thread` is done. Its number, if there is one.
    pub(crate) fn finish_job(&mut self, cx: &mut Context<'_>, idx: Option<usize>, thread: ThreadId) -> Option<u32> {
        let jobs = self.jobs.get_mut(&thread)?;
        let job = jobs.present;
        jobs.present += 1;
        if let Some(Some(deadline)) = jobs.deadlines.pop_front() {
            self.timers.cancel(deadline);
        }
        self.emit(cx, idx, Some(thread), Event::JobDone { job });
        Some(job)
    }

    /// `thread` on core `idx` goes on with its next job when that is released.
    pub(crate) fn next_job(&mut self, cx: &mut Context<'_>, idx: usize, thread: ThreadId) {
        let Some(job) = self.finish_job(cx, Some(idx), thread) else {
            return;
        };
        let Some(jobs) = self.jobs.get_mut(&thread).filter(|jobs| job < jobs.n_jobs) else {
            self.exit_thread(cx, thread);
            return;
        };
        let deadline_ns = jobs.due_ns(jobs.present);
        if jobs.n_released >= jobs.present {
            self.charge(idx);
            self.policy.release(thread, deadline_ns);
            self.policy.expect_burst(thread, cx.program.next_burst_ns(thread));
            self.give_up(idx, PreemptReason::Better);
            return;
        }
        jobs.is_waiting = true;
        let event = Event::Blocked {
            cause: WaitCause::Sleep,
            object: None,
            on: None,
            until_ns: Some(deadline_ns - jobs.deadline_ns),
            what: String::new(),
        };
        self.threads[thread].state = ThreadState::Sleeping;
        self.emit(cx, Some(idx), Some(thread), event);
        self.vacate(cx, idx);
    }

    /// `thread` is gone: nothing of it is due any more.
    pub(crate) fn end_jobs(&mut self, thread: ThreadId) {
        if let Some(jobs) = self.jobs.remove(&thread) {
            for timer in jobs.deadlines.into_iter().flatten().chain(jobs.next_release) {
                self.timers.cancel(timer);
            }
        }
    }
}
