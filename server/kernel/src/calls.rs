//! Kernel calls: waiting, waking, sleeping, devices, and the lives of threads and processes.

use crate::chooser::Choice;
use crate::machine::{Context, Ending, Machine};
use crate::policy::LeaveReason;
use crate::program::{KernelCall, Resume, SpawnRequest, WaitQueueId};
use crate::threads::{Blocked, ThreadState};
use crate::timers::Due;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{Event, ProcessId, ReadyReason, ThreadId, TimeNs};

/// The pid of the first process. As on Linux, a process has the number of its first thread.
pub const FIRST_PID: u32 = 1_000;

impl Machine {
    /// Does what `caller`, on core `idx`, asked for.
    pub(crate) fn carry_out(
        &mut self,
        cx: &mut Context<'_>,
        idx: usize,
        caller: ThreadId,
        call: KernelCall,
    ) -> Result<(), Ending> {
        match call {
            KernelCall::Wait {
                queue,
                timeout_ns,
                cause,
                object,
                on,
                what,
            } => {
                let seq = self.queues.join(queue, caller);
                self.threads[caller].state = ThreadState::Blocked(Blocked {
                    queue,
                    seq,
                    cause,
                    object,
                    on,
                });
                if let Some(timeout_ns) = timeout_ns {
                    let late_ns = self.timer_lateness_ns(cx);
                    self.arm(caller, timeout_ns.saturating_add(late_ns), Resume::TimedOut);
                }
                let until_ns = timeout_ns.map(|timeout_ns| self.now_ns.saturating_add(timeout_ns));
                let event = Event::Blocked {
                    cause,
                    object,
                    on,
                    until_ns,
                    what,
                };
                self.emit(cx, Some(idx), Some(caller), event);
                self.vacate(cx, idx);
            }
            KernelCall::Sleep {
                duration_ns,
                cause,
                what,
            } => {
                let late_ns = self.timer_lateness_ns(cx);
                self.sleep(cx, idx, caller, (duration_ns, late_ns), Resume::TimedOut, (cause, what));
            }
            KernelCall::Io {
                latency_ns,
                cause,
                what,
            } => self.sleep(cx, idx, caller, (latency_ns, 0), Resume::IoDone, (cause, what)),
            KernelCall::Wake { queue, n } => {
                let mut n_woken = 0;
                while n_woken < n
                    && let Some(thread) = self.queues.first(queue)
                {
                    self.wake(cx, thread, Resume::Woken, Some(caller));
                    n_woken += 1;
                }
                self.threads[caller].resume = Resume::Count(n_woken);
            }
            KernelCall::WakeThread { queue, thread } => {
                let is_there = self.waits_in(thread, queue);
                if is_there {
                    self.wake(cx, thread, Resume::Woken, Some(caller));
                }
                self.threads[caller].resume = Resume::Count(usize::from(is_there));
            }
            KernelCall::Yield => {
                if self.n_ready > 0 {
                    self.give_up(idx, PreemptReason::Yielded);
                }
            }
            KernelCall::Spawn(request) => {
                let (thread, process) = self.spawn(cx, Some(idx), Some(caller), *request)?;
                self.threads[caller].resume = Resume::Spawned(thread, process);
            }
            KernelCall::Signal { thread } => {
                let was_waiting = self.signal(cx, thread, Some(caller));
                self.threads[caller].resume = Resume::Count(usize::from(was_waiting));
            }
            KernelCall::Alarm { after_ns } => self.set_alarm(self.threads[caller].process, after_ns),
            KernelCall::NextJob => self.next_job(cx, idx, caller),
            KernelCall::SetScheduling {
                thread,
                params,
                only_cores,
            } => self.set_scheduling(cx, caller, thread, &params, only_cores),
            KernelCall::Exit => {
                self.finish_job(cx, Some(idx), caller);
                self.exit_thread(cx, caller);
            }
            KernelCall::ExitProcess { process, status } => {
                if self
                    .threads
                    .process(process)
                    .is_some_and(|owner| owner.status.is_none())
                {
                    self.exit_process(cx, process, status);
                }
            }
        }
        Ok(())
    }

    fn waits_in(&self, thread: ThreadId, queue: WaitQueueId) -> bool {
        let state = self.threads.get(thread).map(|entry| entry.state);
        matches!(state, Some(ThreadState::Blocked(blocked)) if blocked.queue == queue)
    }

    /// How much later than asked a timer fires.
    fn timer_lateness_ns(&self, cx: &mut Context<'_>) -> TimeNs {
        let slack_ns = self.config.timer_slack_ns;
        if slack_ns == 0 {
            return 0;
        }
        slack_ns + cx.chooser.choose(Choice::Jitter, slack_ns / 2 + 1)
    }

    fn arm(&mut self, thread: ThreadId, after_ns: TimeNs, resume: Resume) {
        let timer = self
            .timers
            .arm(self.now_ns.saturating_add(after_ns), Due::Wake { thread, resume });
        self.threads[thread].timer = Some(timer);
    }

    /// Blocks `caller` until a time: `duration` is what it asked for and how much later it will be.
    fn sleep(
        &mut self,
        cx: &mut Context<'_>,
        idx: usize,
        caller: ThreadId,
        duration: (TimeNs, TimeNs),
        resume: Resume,
        why: (timeslice_trace::WaitCause, String),
    ) {
        let (asked_ns, late_ns) = duration;
        self.threads[caller].state = ThreadState::Sleeping;
        self.arm(caller, asked_ns.saturating_add(late_ns), resume);
        let event = Event::Blocked {
            cause: why.0,
            object: None,
            on: None,
            until_ns: Some(self.now_ns.saturating_add(asked_ns)),
            what: why.1,
        };
        self.emit(cx, Some(idx), Some(caller), event);
        self.vacate(cx, idx);
    }

    /// Creates a thread, and a process for it if it asks for one.
    pub(crate) fn spawn(
        &mut self,
        cx: &mut Context<'_>,
        idx: Option<usize>,
        by: Option<ThreadId>,
        request: SpawnRequest,
    ) -> Result<(ThreadId, ProcessId), Ending> {
        if self.threads.n_alive() >= self.budget.threads {
            return Err(Ending::Limit(self.budget.threads_limit()));
        }
        let process = match request.process {
            Some(process) => process,
            None => {
                let process = self.threads.add_process();
                let event = Event::ProcessStarted {
                    process,
                    pid: FIRST_PID + self.threads.n_ever(),
                    name: if process.0 == 0 && by.is_none() && request.token == 0 {
                        self.config.process_name.clone()
                    } else {
                        request.process_name.unwrap_or_else(|| request.name.clone())
                    },
                    parent: by.map(|by| self.threads[by].process),
                };
                self.emit(cx, idx, by, event);
                process
            }
        };
        let thread = self.threads.add_thread(process, request.daemon);
        let event = Event::ThreadCreated {
            process,
            name: request.name,
            function: request.function,
            daemon: request.daemon,
            by,
        };
        self.emit(cx, idx, Some(thread), event);
        cx.program.spawned(thread, process, request.token);
        self.admit(thread, &request.sched);
        self.begin_jobs(cx, thread, &request.sched);
        self.make_ready(cx, thread, ReadyReason::Created, by);
        Ok((thread, process))
    }

    /// Ends `thread`, and its process if only daemons are left in it.
    pub(crate) fn exit_thread(&mut self, cx: &mut Context<'_>, thread: ThreadId) {
        let process = self.threads[thread].process;
        self.end_thread(cx, thread);
        if self.threads.process_mut(process).n_regular == 0 {
            self.exit_process(cx, process, 0);
        }
    }

    pub(crate) fn exit_process(&mut self, cx: &mut Context<'_>, process: ProcessId, status: i32) {
        for thread in self.threads.process_mut(process).alive.clone() {
            self.end_thread(cx, thread);
        }
        self.set_alarm(process, None);
        self.threads.process_mut(process).status = Some(status);
        self.emit(cx, None, None, Event::ProcessExited { process, status });
        for queue in cx.program.exited(process, status) {
            while let Some(thread) = self.queues.first(queue) {
                self.wake(cx, thread, Resume::Woken, None);
            }
        }
    }

    /// Removes `thread` from wherever it is.
    fn end_thread(&mut self, cx: &mut Context<'_>, thread: ThreadId) {
        let mut core = None;
        match self.threads[thread].state {
            ThreadState::Running(on) => {
                core = Some(on.idx());
                if self.cores[on.idx()].expired.is_some() {
                    self.policy.remove(thread);
                    self.n_ready -= 1;
                }
            }
            ThreadState::Runnable => {
                self.policy.remove(thread);
                self.n_ready -= 1;
            }
            ThreadState::Blocked(blocked) => {
                self.queues.leave(blocked.queue, blocked.seq);
                self.policy.leave(thread, LeaveReason::Exits, self.now_ns);
            }
            ThreadState::New | ThreadState::Sleeping => self.policy.leave(thread, LeaveReason::Exits, self.now_ns),
            ThreadState::Exited => unreachable!("a thread ends once"),
        }
        if let Some(timer) = self.threads[thread].timer.take() {
            self.timers.cancel(timer);
        }
        self.end_jobs(thread);
        self.threads.exit(thread);
        self.emit(cx, core, Some(thread), Event::ThreadExited {});
        if let Some(idx) = core {
            self.vacate(cx, idx);
        }
    }
}
