//! The machine's loop, turn by turn: all that is due at the next instant, in its fixed order, then one thread's run.

use crate::budget::Budget;
use crate::chooser::Chooser;
use crate::conventions::SameInstant;
use crate::cores::Core;
use crate::machine::{Context, Ending, Machine, Outcome, core_id};
use crate::meter::SliceSink;
use crate::program::{KernelCall, Pause, Program, Resume, Slice};
use crate::timers::Due;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{Sink, TimeNs};

/// The longest a thread runs without coming back, so that limits and `should_stop` are looked at. Has no influence
/// on what happens.
const STRETCH_NS: TimeNs = 4_000_000;
/// Turns of the loop between two looks at `should_stop`.
const TURNS_PER_CHECK: u32 = 8;
/// Turns of the loop without progress in virtual time after which a run is cut.
const MAX_STALLED: u32 = 1_000_000;

impl Machine {
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
        let level = sink.level();
        let mut cx = Context {
            program,
            chooser,
            sink,
            level,
        };
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
        if let Some(idx) = self.lone_runner() {
            self.run_core(cx, idx);
            return self.check_events(cx);
        }
        cx.level = cx.sink.level();
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
        if let Some(idx) = bits(self.due).find(|&idx| self.cores[idx].is_ready_at(self.now_ns)) {
            self.run_core(cx, idx);
        }
        self.check_events(cx)
    }

    fn check_events(&self, cx: &Context<'_>) -> Result<(), Ending> {
        if self.meter.n_events > self.budget.events {
            let hint = cx.program.many_events_hint();
            return Err(Ending::Limit(self.budget.events_limit(hint)));
        }
        Ok(())
    }

    /// The core whose thread has nothing to do but to run on, if nothing else is due: half of all turns are the end of
    /// a switch.
    fn lone_runner(&self) -> Option<usize> {
        let idx = self.due.trailing_zeros() as usize;
        let core = self.cores.get(idx).filter(|_| self.due.is_power_of_two())?;
        let is_due = |time_ns: Option<TimeNs>| time_ns.is_some_and(|time_ns| time_ns <= self.now_ns);
        let runs_on = core.is_ready_at(self.now_ns) && core.must_resched.is_none() && !is_due(core.slice_end_ns);
        let is_alone = !is_due(self.timers.next_ns()) && !is_due(self.policy.next_timer_ns());
        (runs_on && is_alone && core.late.is_empty()).then_some(idx)
    }

    /// Moves the clock to the next instant and notes the cores that it concerns.
    fn go_to_next_instant(&mut self) -> Result<(), Ending> {
        let (mut busy_ns, mut due) = (TimeNs::MAX, 0);
        for (idx, core) in self.cores.iter().enumerate() {
            match core.next_ns() {
                Some(next_ns) if next_ns < busy_ns => (busy_ns, due) = (next_ns, 1 << idx),
                Some(next_ns) if next_ns == busy_ns => due |= 1 << idx,
                _ => {}
            }
        }
        let work_ns = match self.timers.next_ns() {
            Some(timer_ns) => timer_ns.min(busy_ns),
            None if due != 0 => busy_ns,
            None if self.threads.n_alive() == 0 => return Err(Ending::Finished),
            None => return Err(Ending::Deadlocked),
        };
        // A policy's own moments count only while something else goes on.
        let next_ns = self
            .policy
            .next_timer_ns()
            .map_or(work_ns, |timer_ns| timer_ns.max(self.now_ns).min(work_ns));
        self.due = if next_ns == busy_ns { due } else { 0 };
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
        for idx in bits(self.due) {
            if !self.cores[idx].late.is_empty() {
                self.flush_late_of(cx, idx);
            }
        }
    }

    fn flush_late_of(&mut self, cx: &mut Context<'_>, idx: usize) {
        let late = &mut self.cores[idx].late;
        while let Some(first) = late.pop_front_if(|late| late.time_ns <= self.now_ns) {
            self.meter.emit_late(cx.sink, first);
        }
    }

    /// A thread that nobody waits behind gets a fresh slice at the end of each, without a switch (2.2).
    fn renew_lone_slices(&mut self) {
        if self.n_ready == 0 && !self.lone_slices_matter() {
            self.renew_slices();
        }
    }

    fn renew_slices(&mut self) {
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
        for idx in bits(self.due) {
            let core = &self.cores[idx];
            if core.is_asking() && core.clock_ns == self.now_ns {
                self.carry_out_call(cx, idx)?;
            }
        }
        Ok(())
    }

    fn carry_out_call(&mut self, cx: &mut Context<'_>, idx: usize) -> Result<(), Ending> {
        let core = &mut self.cores[idx];
        let thread = core.thread.expect("only a thread asks");
        match std::mem::replace(&mut core.asked, Pause::Horizon) {
            Pause::Horizon => Ok(()),
            Pause::Call(call) => self.carry_out(cx, idx, thread, call),
            Pause::Limit(limit) => Err(Ending::Limit(limit)),
        }
    }

    #[inline]
    fn fire_timers(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        if self.timers.next_ns().is_none_or(|timer_ns| timer_ns > self.now_ns) {
            return Ok(());
        }
        self.fire_due_timers(cx)
    }

    fn fire_due_timers(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
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

    /// Queues again every thread whose slice is over and who has somebody behind it.
    fn end_slices(&mut self) {
        for idx in bits(self.due) {
            let core = &self.cores[idx];
            if !core.is_ready_at(self.now_ns) || core.expired.is_some() {
                continue;
            }
            let is_over = core.slice_end_ns.is_some_and(|end_ns| end_ns <= self.now_ns);
            if let Some(reason) = core.must_resched {
                self.give_up(idx, reason);
            } else if is_over && (self.n_ready > 0 || self.lone_slices_matter()) {
                self.give_up(idx, PreemptReason::QuantumEnd);
            }
        }
    }

    fn run_core(&mut self, cx: &mut Context<'_>, idx: usize) {
        let policy_ns = self.policy.next_timer_ns();
        let exact_ns = self.horizon_ns(cx.program, idx, policy_ns);
        let horizon_ns = match policy_ns {
            None if !self.policy.is_preemptive() && !cx.program.sets_scheduling() => {
                exact_ns.max(self.undisturbed_ns(cx.program, idx))
            }
            _ => exact_ns,
        };
        let n_idle_cores = self.cores.iter().filter(|core| core.thread.is_none()).count();
        let core = &mut self.cores[idx];
        let thread = core.thread.expect("a core that runs has a thread");
        let mut slice = Slice {
            thread,
            core: core_id(idx),
            now_ns: self.now_ns,
            horizon_ns,
            resume: std::mem::replace(&mut self.threads[thread].resume, Resume::Nothing),
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
        core.asked = cx.program.run(&mut slice);
        core.clock_ns = slice.now_ns;
        assert!(core.clock_ns >= self.now_ns, "a program's clock does not run backwards");
        if self.config.conventions.charge_full_quantum && leaves_core(&core.asked) {
            core.clock_ns = whole_quanta_ns(core, self.policy.slice_ns(thread));
        }
    }

    /// How far core `idx` may run before somebody else's turn. `policy_ns`: the policy's own next moment.
    fn horizon_ns(&self, program: &dyn Program, idx: usize, policy_ns: Option<TimeNs>) -> TimeNs {
        let mut horizon_ns = (self.now_ns.saturating_add(STRETCH_NS)).min(self.budget.time_ns.saturating_add(1));
        for timer_ns in self.timers.next_ns().into_iter().chain(policy_ns) {
            horizon_ns = horizon_ns.min(timer_ns);
        }
        if self.n_ready > 0 || self.lone_slices_matter() {
            horizon_ns = horizon_ns.min(self.cores[idx].slice_end_ns.unwrap_or(TimeNs::MAX));
        }
        for (other_idx, other) in self.cores.iter().enumerate() {
            let (Some(next_ns), Some(thread)) = (other.next_ns(), other.thread) else {
                continue;
            };
            if other_idx != idx && next_ns < horizon_ns {
                let is_computing = !other.is_asking() && other.late.is_empty();
                let quiet_ns = if is_computing { program.quiet_ns(thread) } else { 0 };
                horizon_ns = horizon_ns.min(
                    next_ns
                        .saturating_add(quiet_ns)
                        .saturating_add(u64::from(idx < other_idx)),
                );
            }
        }
        horizon_ns.min(self.next_preemption_ns(idx)).max(self.now_ns + 1)
    }

    /// When a thread on a core other than `idx` may have to leave it, although it computes on: who comes instead may
    /// concern everybody at once.
    fn next_preemption_ns(&self, idx: usize) -> TimeNs {
        let slices_end = self.n_ready > 0 || self.lone_slices_matter();
        let others = self.cores.iter().enumerate().filter(|(other_idx, _)| *other_idx != idx);
        let ends_ns = others.filter_map(|(_, other)| match other.must_resched {
            Some(_) => Some(other.clock_ns),
            None => other.slice_end_ns.filter(|_| slices_end && other.thread.is_some()),
        });
        ends_ns.min().unwrap_or(TimeNs::MAX)
    }

    /// How far core `idx` may run although others come before: its thread concerns nobody, and nobody can take its
    /// core until its slice ends, as nobody ever preempts.
    fn undisturbed_ns(&self, program: &dyn Program, idx: usize) -> TimeNs {
        let core = &self.cores[idx];
        let Some(thread) = core.thread else {
            return 0;
        };
        let quiet_ns = self.now_ns.saturating_add(program.quiet_ns(thread));
        quiet_ns
            .min(core.slice_end_ns.unwrap_or(TimeNs::MAX))
            .min(self.budget.time_ns.saturating_add(1))
    }
}

/// The cores of a mask, in order.
fn bits(mut mask: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let idx = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (idx < 32).then_some(idx)
    })
}

/// Whether a thread waits or ends by itself, whatever others do.
fn leaves_core(pause: &Pause) -> bool {
    use KernelCall::{Exit, Io, NextJob, Sleep};
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
