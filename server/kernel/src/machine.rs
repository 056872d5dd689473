//! The machine: one loop over all that happens, in exact order of virtual time.
//!
//! Every core has a clock. The busy core that is furthest behind goes next, up to its horizon: the next timer, the
//! clock of another busy core, the end of its slice when somebody waits for it. So no core ever runs past something
//! that could concern it, except to the end of one instruction; ties go to the lower core.
//!
//! What happens at one instant has a fixed order: calls of threads that got this far (whoever finishes leaves first),
//! then arrivals and ended waits, then ended slices (or these two the other way round, see [`SameInstant`]), then
//! the dispatcher, then one thread runs.

use crate::budget::{Budget, Limit};
use crate::chooser::Chooser;
use crate::config::MachineConfig;
use crate::conventions::SameInstant;
use crate::cores::{Asked, Core};
use crate::jobs::Jobs;
use crate::meter::{Late, Meter, SliceSink};
use crate::placement::Placement;
use crate::policy::{self, SchedPolicy};
use crate::program::{Pause, Program, SchedParams, Slice, SpawnRequest};
use crate::threads::{ThreadState, ThreadTable};
use crate::timers::{Arrival, Due, Timers};
use crate::wait_queues::WaitQueues;
use std::collections::BTreeMap;
use timeslice_trace::{CoreId, Event, ProcessId, Sink, ThreadId, TimeNs};

/// The longest a thread runs without coming back, so that limits and `should_stop` are looked at. Has no influence
/// on what happens.
const STRETCH_NS: TimeNs = 4_000_000;
/// Turns of the loop between two looks at `should_stop`.
const TURNS_PER_CHECK: u32 = 8;
/// Turns of the loop without progress in virtual time after which a run is cut.
const MAX_STALLED: u32 = 1_000_000;

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// All threads are gone.
    Finished,
    /// Nobody can ever run again.
    Deadlocked,
    /// A budget was used up.
    Limit(Limit),
}

/// The end of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// The exit status as a shell would see it.
    pub status: i32,
    /// Virtual time at the end.
    pub time_ns: TimeNs,
    /// Kernel-level events written.
    pub n_events: u64,
}

/// The simulated machine. A clone, together with a copy of the program and the chooser, is a point to resume from.
#[derive(Debug, Clone)]
pub struct Machine {
    pub(crate) config: MachineConfig,
    pub(crate) budget: Budget,
    pub(crate) policy: Box<dyn SchedPolicy>,
    pub(crate) now_ns: TimeNs,
    pub(crate) cores: Vec<Core>,
    pub(crate) threads: ThreadTable,
    pub(crate) queues: WaitQueues,
    pub(crate) timers: Timers,
    pub(crate) meter: Meter,
    /// Threads in the policy's queues.
    pub(crate) n_ready: usize,
    /// Somebody became ready or a core became free in this instant.
    pub(crate) must_dispatch: bool,
    /// Who became ready in this instant, for policies that preempt.
    pub(crate) newcomers: Vec<ThreadId>,
    pub(crate) jobs: BTreeMap<ThreadId, Jobs>,
    /// By thread: the cores it may run on. Empty while everybody may run everywhere.
    pub(crate) affinities: Vec<u32>,
    /// Cores that handled an interrupt in this instant, one bit each, and the number of timers armed ever.
    pub(crate) handlers: u32,
    pub(crate) n_armed: u64,
    n_stalled: u32,
    outcome: Option<Outcome>,
}

/// What the machine works with while it runs; not part of its state.
pub(crate) struct Context<'a> {
    pub(crate) program: &'a mut dyn Program,
    pub(crate) chooser: &'a mut dyn Chooser,
    pub(crate) sink: &'a mut dyn Sink,
}

impl Machine {
    /// A machine whose first process begins at 0 with one thread (token 0).
    ///
    /// # Panics
    /// If `config` does not pass [`MachineConfig::check`].
    #[must_use]
    pub fn new(config: MachineConfig, budget: Budget) -> Self {
        let main = Arrival {
            time_ns: 0,
            request: SpawnRequest {
                process: None,
                process_name: None,
                name: config.thread_name.clone(),
                function: config.function.clone(),
                daemon: false,
                token: 0,
                sched: SchedParams::default(),
            },
        };
        Self::with_arrivals(config, budget, [main])
    }

    /// A machine on which threads arrive from outside; of those of one instant the first given is the first.
    ///
    /// # Panics
    /// If `config` does not pass [`MachineConfig::check`].
    #[must_use]
    pub fn with_arrivals(config: MachineConfig, budget: Budget, arrivals: impl IntoIterator<Item = Arrival>) -> Self {
        let policy = policy::build(&config);
        let mut arrivals: Vec<Arrival> = arrivals.into_iter().collect();
        if config.placement == Placement::Partitioned {
            policy::partition(&mut arrivals, config.cores, config.options.packing);
        }
        Self::with_policy(config, budget, policy, arrivals)
    }

    /// The same under any policy; `config.policy` is not looked at.
    ///
    /// # Panics
    /// If `config` does not pass [`MachineConfig::check`].
    #[must_use]
    pub fn with_policy(
        config: MachineConfig,
        budget: Budget,
        policy: Box<dyn SchedPolicy>,
        arrivals: impl IntoIterator<Item = Arrival>,
    ) -> Self {
        config.check().expect("settings are checked where they are read");
        let mut timers = Timers::default();
        for arrival in arrivals {
            timers.arm(arrival.time_ns, Due::Arrival(Box::new(arrival.request)));
        }
        Self {
            cores: vec![Core::new(); config.cores as usize],
            config,
            budget,
            policy,
            now_ns: 0,
            threads: ThreadTable::default(),
            queues: WaitQueues::default(),
            timers,
            meter: Meter::new(budget.line_events),
            n_ready: 0,
            must_dispatch: false,
            newcomers: Vec::new(),
            jobs: BTreeMap::new(),
            affinities: Vec::new(),
            handlers: 0,
            n_armed: 0,
            n_stalled: 0,
            outcome: None,
        }
    }

    /// The present, in virtual nanoseconds.
    #[must_use]
    pub fn time_ns(&self) -> TimeNs {
        self.now_ns
    }

    /// Kernel-level events written so far.
    #[must_use]
    pub fn n_events(&self) -> u64 {
        self.meter.n_events
    }

    /// What `thread` is doing; `None` if there is no such thread.
    #[must_use]
    pub fn thread_state(&self, thread: ThreadId) -> Option<ThreadState> {
        self.threads.get(thread).map(|entry| entry.state)
    }

    /// Runs to the end. The budget sees to it that there is one.
    pub fn run(&mut self, program: &mut dyn Program, chooser: &mut dyn Chooser, sink: &mut dyn Sink) -> Outcome {
        self.advance(program, chooser, sink, &mut || false)
            .expect("a run that nobody stops goes on to its end")
    }

    /// Runs to the end or until `should_stop` (asked every few events) says so. `None`: stopped; call again with
    /// the same program, chooser and sink to go on as if nothing had been.
    pub fn advance(
        &mut self,
        program: &mut dyn Program,
        chooser: &mut dyn Chooser,
        sink: &mut dyn Sink,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Option<Outcome> {
        let mut cx = Context { program, chooser, sink };
        while self.outcome.is_none() {
            for _ in 0..TURNS_PER_CHECK {
                if let Err(ending) = self.turn(&mut cx) {
                    self.finish(&mut cx, ending);
                    break;
                }
            }
            if self.outcome.is_none() && should_stop() {
                return None;
            }
        }
        self.outcome.clone()
    }

    /// One turn of the loop: all that is due at the next instant, then one thread's run.
    fn turn(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        self.go_to_next_instant()?;
        self.flush_late(cx);
        self.renew_lone_slices();
        self.carry_out_calls(cx)?;
        match self.config.conventions.same_instant {
            SameInstant::ArrivalFirst => {
                self.fire_timers(cx)?;
                self.end_slices();
                self.fire_policy_timer(cx);
            }
            SameInstant::ExpiredFirst => {
                self.end_slices();
                self.fire_policy_timer(cx);
                self.fire_timers(cx)?;
            }
        }
        if self.must_dispatch {
            self.dispatch(cx);
        }
        if let Some(idx) = self.cores.iter().position(|core| core.is_ready_at(self.now_ns)) {
            self.run_core(cx, idx);
        }
        if self.meter.n_events > self.budget.events {
            let hint = cx.program.many_events_hint();
            return Err(Ending::Limit(self.budget.events_limit(hint)));
        }
        Ok(())
    }

    fn go_to_next_instant(&mut self) -> Result<(), Ending> {
        let busy_ns = self.cores.iter().filter_map(Core::next_ns).min();
        let Some(work_ns) = busy_ns.into_iter().chain(self.timers.next_ns()).min() else {
            return Err(if self.threads.n_alive() == 0 {
                Ending::Finished
            } else {
                Ending::Deadlocked
            });
        };
        // A policy's own moments count only while something else goes on.
        let next_ns = self
            .policy
            .next_timer_ns()
            .map_or(work_ns, |timer_ns| timer_ns.max(self.now_ns).min(work_ns));
        debug_assert!(next_ns >= self.now_ns, "time does not run backwards");
        if next_ns > self.budget.time_ns {
            self.now_ns = self.now_ns.max(self.budget.time_ns);
            return Err(Ending::Limit(self.budget.time_limit()));
        }
        if next_ns > self.now_ns {
            self.now_ns = next_ns;
            self.n_stalled = 0;
        } else {
            self.n_stalled += 1;
            if self.n_stalled > MAX_STALLED {
                return Err(Ending::Limit(Budget::stalled_limit()));
            }
        }
        Ok(())
    }

    /// Writes what cores wrote ahead of time and what is due by now.
    fn flush_late(&mut self, cx: &mut Context<'_>) {
        for core in &mut self.cores {
            while core.late.front().is_some_and(|late| late.time_ns <= self.now_ns) {
                if let Some(late) = core.late.pop_front() {
                    self.meter.emit(cx.sink, late);
                }
            }
        }
    }

    /// A thread that nobody waits behind gets a fresh slice at the end of each, without a switch (2.2).
    fn renew_lone_slices(&mut self) {
        if self.n_ready > 0 || self.lone_slices_matter() {
            return;
        }
        let is_over = |end_ns: TimeNs| match self.config.conventions.same_instant {
            SameInstant::ArrivalFirst => end_ns < self.now_ns,
            SameInstant::ExpiredFirst => end_ns <= self.now_ns,
        };
        for core in &mut self.cores {
            if let (Some(thread), Some(end_ns)) = (core.thread, core.slice_end_ns)
                && is_over(end_ns)
                && let Some(slice_ns) = self.policy.slice_ns(thread)
            {
                let n_over = (self.now_ns - end_ns) / slice_ns;
                let renewed_ns = end_ns.saturating_add(n_over.saturating_mul(slice_ns));
                core.slice_end_ns = Some(if is_over(renewed_ns) {
                    renewed_ns.saturating_add(slice_ns)
                } else {
                    renewed_ns
                });
            }
        }
    }

    fn carry_out_calls(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        for idx in 0..self.cores.len() {
            let core = &mut self.cores[idx];
            if core.clock_ns == self.now_ns
                && let (Some(thread), Some(asked)) = (core.thread, core.asked.take())
            {
                match asked {
                    Asked::Call(call) => self.carry_out(cx, idx, thread, call)?,
                    Asked::Limit(limit) => return Err(Ending::Limit(limit)),
                }
            }
        }
        Ok(())
    }

    fn fire_timers(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        while let Some(due) = self.timers.pop_due(self.now_ns) {
            match due {
                Due::Arrival(request) => {
                    self.spawn(cx, None, None, *request)?;
                }
                Due::Release(thread) => self.release_job(cx, thread),
                Due::Deadline { thread, job } => self.miss_deadline(cx, thread, job),
                Due::Alarm(process) => self.ring(cx, process),
                Due::Wake { thread, resume } => {
                    self.threads[thread].timer = None;
                    self.wake(cx, thread, resume, None);
                }
            }
        }
        Ok(())
    }

    fn run_core(&mut self, cx: &mut Context<'_>, idx: usize) {
        let exact_ns = self.horizon_ns(cx.program, idx);
        let horizon_ns = exact_ns.max(self.undisturbed_ns(cx.program, idx));
        let n_idle_cores = self.cores.iter().filter(|core| core.thread.is_none()).count();
        let core = &mut self.cores[idx];
        let thread = core.thread.expect("a core that runs has a thread");
        let mut slice = Slice {
            thread,
            core: core_id(idx),
            now_ns: self.now_ns,
            horizon_ns,
            resume: std::mem::replace(&mut self.threads[thread].resume, crate::program::Resume::Nothing),
            n_ready: self.n_ready,
            n_idle_cores,
            chooser: cx.chooser,
            sink: &mut SliceSink {
                sink: cx.sink,
                meter: &mut self.meter,
                horizon_ns: exact_ns,
                late: &mut core.late,
            },
        };
        let pause = cx.program.run(&mut slice);
        let reached_ns = slice.now_ns;
        assert!(reached_ns >= self.now_ns, "a program's clock does not run backwards");
        core.clock_ns = reached_ns;
        if self.config.conventions.charge_full_quantum && leaves_core(&pause) {
            core.clock_ns = whole_quanta_ns(core, self.policy.slice_ns(thread));
        }
        core.asked = match pause {
            Pause::Horizon => None,
            Pause::Call(call) => Some(Asked::Call(call)),
            Pause::Limit(limit) => Some(Asked::Limit(limit)),
        };
    }

    /// How far core `idx` may run before somebody else's turn.
    fn horizon_ns(&self, program: &dyn Program, idx: usize) -> TimeNs {
        let mut horizon_ns = (self.now_ns.saturating_add(STRETCH_NS)).min(self.budget.time_ns.saturating_add(1));
        if let Some(timer_ns) = self.timers.next_ns() {
            horizon_ns = horizon_ns.min(timer_ns);
        }
        if let Some(timer_ns) = self.policy.next_timer_ns() {
            horizon_ns = horizon_ns.min(timer_ns);
        }
        for (other_idx, other) in self.cores.iter().enumerate() {
            let (Some(next_ns), Some(thread)) = (other.next_ns(), other.thread) else {
                continue;
            };
            if other_idx != idx {
                let is_computing = other.asked.is_none() && other.late.is_empty();
                let quiet_ns = if is_computing { program.quiet_ns(thread) } else { 0 };
                horizon_ns = horizon_ns.min(
                    next_ns
                        .saturating_add(quiet_ns)
                        .saturating_add(u64::from(idx < other_idx)),
                );
            }
        }
        if self.n_ready > 0 || self.lone_slices_matter() {
            horizon_ns = horizon_ns.min(self.cores[idx].slice_end_ns.unwrap_or(TimeNs::MAX));
        }
        horizon_ns.max(self.now_ns + 1)
    }

    /// How far core `idx` may run although others come before: its thread concerns nobody, and nobody can take its
    /// core until its slice ends.
    fn undisturbed_ns(&self, program: &dyn Program, idx: usize) -> TimeNs {
        let core = &self.cores[idx];
        match core.thread {
            Some(thread) if !self.policy.is_preemptive() && self.policy.next_timer_ns().is_none() => {
                let quiet_ns = self.now_ns.saturating_add(program.quiet_ns(thread));
                quiet_ns
                    .min(core.slice_end_ns.unwrap_or(TimeNs::MAX))
                    .min(self.budget.time_ns.saturating_add(1))
            }
            _ => 0,
        }
    }

    fn finish(&mut self, cx: &mut Context<'_>, ending: Ending) {
        let own_status = self.threads.process(ProcessId(0)).and_then(|process| process.status);
        match &ending {
            Ending::Finished => {}
            Ending::Deadlocked => {
                let cycle = self.ring_of_waiters(cx.program);
                self.emit(cx, None, None, Event::Deadlocked { cycle });
            }
            Ending::Limit(limit) => {
                let (limit, message) = (limit.name.to_owned(), limit.message.clone());
                self.emit(cx, None, None, Event::LimitReached { limit, message });
            }
        }
        let status = own_status.unwrap_or(i32::from(ending != Ending::Finished));
        self.emit(cx, None, None, Event::RunEnded { status });
        self.outcome = Some(Outcome {
            ending,
            status,
            time_ns: self.now_ns,
            n_events: self.meter.n_events,
        });
    }

    /// Writes an event of the kernel at the present.
    pub(crate) fn emit(&mut self, cx: &mut Context<'_>, core: Option<usize>, thread: Option<ThreadId>, event: Event) {
        let late = Late {
            time_ns: self.now_ns,
            core: core.map(core_id),
            thread,
            task: None,
            event,
        };
        self.meter.emit(cx.sink, late);
    }
}

/// Whether a thread waits or ends by itself, whatever others do.
fn leaves_core(pause: &Pause) -> bool {
    use crate::program::KernelCall::{Exit, Io, NextJob, Sleep};
    matches!(pause, Pause::Call(Exit | NextJob | Io { .. } | Sleep { .. }))
}

/// When the slice ends in which the clock of `core` stands; a lone thread may have begun new ones by itself.
fn whole_quanta_ns(core: &Core, slice_ns: Option<TimeNs>) -> TimeNs {
    match (core.slice_end_ns, slice_ns) {
        (Some(end_ns), Some(slice_ns)) => {
            let n_more = core.clock_ns.saturating_sub(end_ns).div_ceil(slice_ns);
            end_ns.saturating_add(n_more.saturating_mul(slice_ns))
        }
        _ => core.clock_ns,
    }
}

pub(crate) fn core_id(idx: usize) -> CoreId {
    CoreId(u32::try_from(idx).expect("a machine has few cores"))
}
