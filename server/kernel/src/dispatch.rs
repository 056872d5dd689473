//! The dispatcher: who becomes ready, whose slice is over, who gets which core and what the switch costs.

use crate::conventions::{ChargeSwitch, CoreChoice, QuantumAlignment, QuantumOnSwitch};
use crate::cores::Core;
use crate::machine::{Context, Machine, core_id};
use crate::policy::{EnqueueReason, LeaveReason, Pick};
use crate::program::{Resume, SchedParams};
use crate::threads::ThreadState;
use timeslice_trace::event::PreemptReason;
use timeslice_trace::{Event, Level, ReadyReason, ThreadId, TimeNs};

impl Machine {
    /// Ends the wait of `thread`, which goes on with `resume` when it gets a core.
    pub(crate) fn wake(&mut self, cx: &mut Context<'_>, thread: ThreadId, resume: Resume, by: Option<ThreadId>) {
        let entry = &mut self.threads[thread];
        if let ThreadState::Blocked(blocked) = entry.state {
            self.queues.leave(blocked.queue, blocked.seq);
        }
        if let Some(timer) = entry.timer.take() {
            self.timers.cancel(timer);
        }
        entry.resume = resume;
        let reason = match resume {
            Resume::TimedOut => ReadyReason::TimedOut,
            Resume::IoDone => ReadyReason::IoDone,
            _ => ReadyReason::Woken,
        };
        self.make_ready(cx, thread, reason, by);
    }

    /// Puts `thread`, new or just woken, into a ready queue.
    pub(crate) fn make_ready(
        &mut self,
        cx: &mut Context<'_>,
        thread: ThreadId,
        reason: ReadyReason,
        by: Option<ThreadId>,
    ) {
        self.threads[thread].state = ThreadState::Runnable;
        self.emit(cx, None, Some(thread), Event::ThreadReady { reason, by });
        let enqueue_reason = if reason == ReadyReason::Created {
            EnqueueReason::Created
        } else {
            EnqueueReason::Woken
        };
        self.policy.expect_burst(thread, cx.program.next_burst_ns(thread));
        self.enqueue(thread, enqueue_reason);
        if self.policy.is_preemptive() {
            self.newcomers.push(thread);
        }
        self.tell_values(cx, thread);
        self.interrupt(thread);
    }

    pub(crate) fn enqueue(&mut self, thread: ThreadId, reason: EnqueueReason) {
        self.policy.enqueue(thread, reason, self.now_ns);
        self.n_ready += 1;
        self.must_dispatch = true;
    }

    /// Tells the policy how long the thread on core `idx` has run until now.
    pub(crate) fn charge(&mut self, idx: usize) {
        let core = &mut self.cores[idx];
        let until_ns = core.clock_ns.min(self.now_ns);
        if let Some(thread) = core.thread
            && until_ns > core.charged_ns
        {
            self.policy.charge(thread, until_ns - core.charged_ns);
            core.charged_ns = until_ns;
        }
    }

    /// Calls the policy if its own moment has come, and queues again the threads that it takes off their cores.
    #[inline]
    pub(crate) fn fire_policy_timer(&mut self, cx: &mut Context<'_>) {
        if self
            .policy
            .next_timer_ns()
            .is_some_and(|timer_ns| timer_ns <= self.now_ns)
        {
            self.call_policy(cx);
        }
    }

    fn call_policy(&mut self, cx: &mut Context<'_>) {
        let mut running = Vec::with_capacity(self.cores.len());
        for idx in 0..self.cores.len() {
            self.charge(idx);
            // Who has not begun to run has nothing to be called to account for.
            let core = &self.cores[idx];
            if let Some(thread) = core.thread
                && core.expired.is_none()
                && core.must_resched.is_none()
                && core.began_ns < self.now_ns
            {
                running.push((core_id(idx), thread));
            }
        }
        for (core, reason) in self.policy.timer(self.now_ns, &running, cx.chooser) {
            self.resched(core.idx(), reason);
        }
        self.must_dispatch = true;
    }

    /// Takes the core from its thread, now or at the end of the instruction it is in. Whether it is free now.
    pub(crate) fn resched(&mut self, idx: usize, reason: PreemptReason) -> bool {
        let is_ready = self.cores[idx].is_ready_at(self.now_ns);
        if is_ready {
            self.give_up(idx, reason);
        } else {
            self.cores[idx].must_resched = Some(reason);
        }
        is_ready
    }

    /// Queues the thread on core `idx` again; the dispatcher decides whether it stays.
    pub(crate) fn give_up(&mut self, idx: usize, reason: PreemptReason) {
        self.charge(idx);
        let core = &mut self.cores[idx];
        core.expired = Some(reason);
        core.must_resched = None;
        let thread = core.thread.expect("only a thread on a core gives it up");
        let enqueue_reason = match reason {
            PreemptReason::QuantumEnd => EnqueueReason::Expired,
            PreemptReason::Better | PreemptReason::Affinity => EnqueueReason::Preempted,
            PreemptReason::Yielded => EnqueueReason::Yielded,
        };
        let enqueue_reason = match self.apply_scheduling(thread) {
            true => EnqueueReason::Migrated,
            false => enqueue_reason,
        };
        self.enqueue(thread, enqueue_reason);
    }

    /// Fills the free cores, then lets better newcomers take cores from worse threads.
    pub(crate) fn dispatch(&mut self, cx: &mut Context<'_>) {
        self.fill_free_cores(cx);
        for newcomer in std::mem::take(&mut self.newcomers) {
            // The core it frees may go to an even better thread: then it is asked again.
            for _ in 0..self.cores.len() {
                if self.threads[newcomer].state != ThreadState::Runnable || !self.preempt_for(newcomer) {
                    break;
                }
                self.fill_free_cores(cx);
            }
        }
        self.must_dispatch = false;
        if self.handlers != 0 {
            for idx in 0..self.cores.len() {
                if self.handlers & 1 << idx != 0 {
                    self.arm_core(idx);
                }
            }
            self.handlers = 0;
        }
    }

    /// Whether the end of a slice matters when nobody else is ready.
    pub(crate) fn lone_slices_matter(&self) -> bool {
        self.policy.lone_slices_matter()
            || self.config.conventions.quantum_alignment == QuantumAlignment::GlobalMultiples
    }

    /// `thread` is created: the policy and the dispatcher hear what it asks for.
    pub(crate) fn admit(&mut self, thread: ThreadId, params: &SchedParams) {
        let params = self.with_cores(thread, params);
        self.policy.admit(thread, &params, self.now_ns);
    }

    /// The parameters with the cores that the machine has; the dispatcher keeps them.
    pub(crate) fn with_cores(&mut self, thread: ThreadId, params: &SchedParams) -> SchedParams {
        let all = u32::MAX >> (32 - self.config.cores);
        let affinity = match params.affinity & all {
            0 => all,
            some => some,
        };
        if affinity != all || !self.affinities.is_empty() {
            let n_known = self.affinities.len().max(thread.idx() + 1);
            self.affinities.resize(n_known, all);
            self.affinities[thread.idx()] = affinity;
        }
        SchedParams { affinity, ..*params }
    }

    pub(crate) fn may_run(&self, thread: ThreadId, idx: usize) -> bool {
        is_allowed(&self.affinities, thread, idx)
    }

    /// `SimSo`: the core that a ready thread belongs to handles its interrupt, and pays for it.
    fn interrupt(&mut self, thread: ThreadId) {
        let conventions = &self.config.conventions;
        let idx = self.threads[thread].last_core.map_or(0, |core| core.idx());
        if conventions.core_choice == CoreChoice::ArmedFirst {
            self.handlers |= 1 << idx;
        }
        if conventions.charge_switch == ChargeSwitch::LoadAndSave
            && let Core {
                thread: Some(_),
                expired: None,
                must_resched: None,
                ..
            } = self.cores[idx]
        {
            self.resched(idx, PreemptReason::Better);
        }
    }

    fn arm_core(&mut self, idx: usize) {
        self.n_armed += 1;
        self.cores[idx].armed = self.n_armed;
    }

    /// Which of the `free` cores, one bit each, looks for a thread first.
    fn first_core(&self, free: u32) -> usize {
        let lowest = free.trailing_zeros() as usize;
        if self.config.conventions.core_choice != CoreChoice::ArmedFirst {
            return lowest;
        }
        let just_freed = (0..self.cores.len()).filter(|&idx| free & 1 << idx != 0 && !self.cores[idx].is_idle);
        just_freed.min_by_key(|&idx| self.cores[idx].armed).unwrap_or(lowest)
    }

    /// Frees a core for `newcomer`, now or at the end of the instruction it is in. Whether one is free now.
    fn preempt_for(&mut self, newcomer: ThreadId) -> bool {
        let mut running = Vec::with_capacity(self.cores.len());
        for idx in 0..self.cores.len() {
            self.charge(idx);
            if let Some(thread) = self.cores[idx].thread
                && self.cores[idx].must_resched.is_none()
                && self.may_run(newcomer, idx)
            {
                running.push((core_id(idx), thread));
            }
        }
        let Some(core) = self.policy.preempts(newcomer, &running) else {
            return false;
        };
        self.resched(core.idx(), PreemptReason::Better)
    }

    fn fill_free_cores(&mut self, cx: &mut Context<'_>) {
        // One bit per core: a machine has few.
        let cores = self.cores.iter().enumerate();
        let free = cores.fold(0, |free, (idx, core)| free | u32::from(core.is_free()) << idx);
        if free != 0 {
            self.fill(cx, free);
        }
    }

    /// Looks for a thread for each of the `free` cores, one bit each.
    fn fill(&mut self, cx: &mut Context<'_>, mut free: u32) {
        let is_told = self.meter.wants(cx.level, Level::Line);
        while free != 0 {
            let first = self.first_core(free);
            let queued = if is_told { self.queued(first) } else { Vec::new() };
            let affinities = &self.affinities;
            let only = |thread| is_allowed(affinities, thread, first);
            let mut pick = Pick {
                core: core_id(first),
                now_ns: self.now_ns,
                only: if affinities.is_empty() { None } else { Some(&only) },
                chooser: cx.chooser,
            };
            let Some(thread) = self.policy.pick_next(&mut pick) else {
                free &= !(1 << first);
                if self.cores[first].thread.is_some() {
                    // Its thread was taken to another core's queue.
                    self.preempt(cx, first);
                }
                self.go_idle(cx, first);
                continue;
            };
            self.n_ready -= 1;
            let prefers_warm = self.config.conventions.core_choice != CoreChoice::InOrder && self.policy.shares_queue();
            let warm = self.threads[thread].last_core.map(timeslice_trace::CoreId::idx);
            // A restricted newcomer that has just freed a core must not find its thread back on it.
            let keeps = |warm: &usize| {
                affinities.is_empty() || self.cores[*warm].thread.is_none() && is_allowed(affinities, thread, *warm)
            };
            let idx = warm
                .filter(|warm| prefers_warm && free & 1 << warm != 0 && keeps(warm))
                .unwrap_or(first);
            free &= !(1 << idx);
            self.place(cx, idx, thread, &queued);
        }
    }

    /// Puts the picked `thread` on the free core `idx`, or leaves it there. `queued`: who was compared.
    fn place(&mut self, cx: &mut Context<'_>, idx: usize, thread: ThreadId, queued: &[ThreadId]) {
        let saves = self.config.conventions.charge_switch == ChargeSwitch::LoadAndSave;
        if let ThreadState::Running(from) = self.threads[thread].state {
            if from.idx() == idx && !saves {
                self.cores[idx].expired = None;
                self.begin_slice(idx, thread);
                return;
            }
            self.tell_decision(cx, idx, thread, queued);
            self.preempt(cx, from.idx());
        } else {
            self.tell_decision(cx, idx, thread, queued);
        }
        if self.cores[idx].thread.is_some() {
            self.preempt(cx, idx);
        }
        self.switch_to(cx, idx, thread);
    }

    /// Takes the expired thread off core `idx`.
    fn preempt(&mut self, cx: &mut Context<'_>, idx: usize) {
        let core = &mut self.cores[idx];
        let reason = core.expired.expect("only an expired thread is taken off");
        let thread = core.thread.expect("an expired core has a thread");
        core.vacate(self.now_ns.saturating_add(self.config.save_cost_ns));
        self.threads[thread].state = ThreadState::Runnable;
        self.emit(cx, Some(idx), Some(thread), Event::Preempted { reason });
        self.tell_values(cx, thread);
    }

    /// What it costs to put a thread on core `idx`, which ran `prev` before if that is another one. By default a switch
    /// costs time only between two threads on a busy core; waking an idle core has a latency (2.0, C6).
    fn switch_cost_ns(&self, idx: usize, prev: Option<ThreadId>) -> TimeNs {
        let (core, cost_ns) = (&self.cores[idx], self.config.switch_cost_ns);
        let latency_ns = match core.is_idle && self.now_ns > 0 {
            true => self.config.wake_latency_ns,
            false => 0,
        };
        match self.config.conventions.charge_switch {
            ChargeSwitch::BetweenThreads if core.is_idle => latency_ns,
            ChargeSwitch::BetweenThreads => prev.map_or(0, |_| cost_ns),
            ChargeSwitch::EveryDispatch => latency_ns.saturating_add(cost_ns),
            ChargeSwitch::LoadAndSave => core.saved_ns.saturating_sub(self.now_ns).saturating_add(cost_ns),
        }
    }

    fn switch_to(&mut self, cx: &mut Context<'_>, idx: usize, thread: ThreadId) {
        let prev = self.cores[idx].last.filter(|&last| last != thread);
        let switch_ns = self.switch_cost_ns(idx, prev);
        let core = &mut self.cores[idx];
        self.due |= 1 << idx;
        core.is_idle = false;
        core.thread = Some(thread);
        core.clock_ns = self.now_ns + switch_ns;
        let entry = &mut self.threads[thread];
        entry.state = ThreadState::Running(core_id(idx));
        entry.last_core = Some(core_id(idx));
        self.begin_slice(idx, thread);
        self.arm_core(idx);
        self.emit(cx, Some(idx), Some(thread), Event::Dispatched { switch_ns, prev });
        self.tell_values(cx, thread);
    }

    fn begin_slice(&mut self, idx: usize, thread: ThreadId) {
        let slice_ns = self.policy.slice_ns(thread);
        let conventions = &self.config.conventions;
        let core = &mut self.cores[idx];
        let begin_ns = match conventions.quantum_on_switch {
            QuantumOnSwitch::AfterSwitch => core.clock_ns,
            QuantumOnSwitch::IncludesSwitch => self.now_ns,
        };
        core.slice_end_ns = slice_ns.map(|slice_ns| {
            let end_ns = match conventions.quantum_alignment {
                QuantumAlignment::Own => begin_ns.saturating_add(slice_ns),
                QuantumAlignment::GlobalMultiples => (begin_ns / slice_ns).saturating_add(1).saturating_mul(slice_ns),
            };
            end_ns.max(core.clock_ns.saturating_add(1))
        });
        core.charged_ns = core.clock_ns;
        core.began_ns = core.clock_ns;
    }

    fn go_idle(&mut self, cx: &mut Context<'_>, idx: usize) {
        let core = &mut self.cores[idx];
        if core.thread.is_none() && !core.is_idle {
            core.is_idle = true;
            self.emit(cx, Some(idx), None, Event::CoreIdle {});
        }
    }

    /// Takes the thread off core `idx` because it waits or is gone.
    pub(crate) fn vacate(&mut self, cx: &mut Context<'_>, idx: usize) {
        self.charge(idx);
        let left = self.cores[idx].thread;
        if let Some(thread) = self.cores[idx].thread
            && self.cores[idx].expired.is_none()
        {
            let reason = match self.threads[thread].state {
                ThreadState::Exited => LeaveReason::Exits,
                _ => LeaveReason::Waits,
            };
            self.policy.leave(thread, reason, self.now_ns);
            if reason == LeaveReason::Waits {
                self.apply_scheduling(thread);
            }
        }
        self.cores[idx].vacate(self.now_ns.saturating_add(self.config.save_cost_ns));
        self.must_dispatch = true;
        if let Some(thread) = left {
            self.tell_values(cx, thread);
        }
    }
}

fn is_allowed(affinities: &[u32], thread: ThreadId, idx: usize) -> bool {
    affinities.get(thread.idx()).is_none_or(|cores| cores >> idx & 1 != 0)
}
