//! The machine and its state. What it does with it is one loop over all that happens, in exact order of virtual time
//! (`turn.rs`).
//!
//! Every core has a clock. The busy core that is furthest behind goes next, up to its horizon: the next timer, the
//! clock of another busy core, the end of its slice when somebody waits for it. So no core ever runs past something
//! that could concern it, except to the end of one instruction; ties go to the lower core.
//!
//! What happens at one instant has a fixed order: calls of threads that got this far (whoever finishes leaves first),
//! then arrivals and ended waits, then ended slices (or these two the other way round, see [`SameInstant`](crate::SameInstant)), then
//! the dispatcher, then one thread runs.

use crate::budget::{Budget, Limit};
use crate::chooser::Chooser;
use crate::config::MachineConfig;
use crate::cores::Core;
use crate::jobs::Jobs;
use crate::meter::Meter;
use crate::placement::Placement;
use crate::policy::{self, SchedPolicy};
use crate::program::{Program, SchedParams, SpawnRequest};
use crate::threads::{ThreadState, ThreadTable};
use crate::timers::{Arrival, Timers};
use crate::wait_queues::WaitQueues;
use std::collections::BTreeMap;
use timeslice_trace::{CoreId, Event, Level, ProcessId, Sink, ThreadId, TimeNs};

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
    /// The cores that the present instant concerns, one bit each.
    pub(crate) due: u32,
    /// Threads in the policy's queues.
    pub(crate) n_ready: usize,
    /// Somebody became ready or a core became free in this instant.
    pub(crate) must_dispatch: bool,
    /// Who became ready in this instant, for policies that preempt.
    pub(crate) newcomers: Vec<ThreadId>,
    pub(crate) jobs: BTreeMap<ThreadId, Jobs>,
    /// By thread: the cores it may run on. Empty while everybody may run everywhere.
    pub(crate) affinities: Vec<u32>,
    /// What threads on a core are scheduled by as soon as they can leave it.
    pub(crate) to_set: Vec<(ThreadId, SchedParams)>,
    /// Cores that handled an interrupt in this instant, one bit each, and the number of timers armed ever.
    pub(crate) handlers: u32,
    pub(crate) n_armed: u64,
    /// Turns since the clock last moved.
    pub(crate) n_stalled: u32,
    pub(crate) outcome: Option<Outcome>,
}

/// What the machine works with while it runs; not part of its state.
pub(crate) struct Context<'a> {
    pub(crate) program: &'a mut dyn Program,
    pub(crate) chooser: &'a mut dyn Chooser,
    pub(crate) sink: &'a mut dyn Sink,
    /// The present level of `sink`.
    pub(crate) level: Level,
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
        Self {
            cores: vec![Core::new(); config.cores as usize],
            config,
            budget,
            policy,
            now_ns: 0,
            threads: ThreadTable::default(),
            queues: WaitQueues::default(),
            timers: Timers::new(arrivals),
            meter: Meter::new(budget.line_events),
            due: 0,
            n_ready: 0,
            must_dispatch: false,
            newcomers: Vec::new(),
            jobs: BTreeMap::new(),
            affinities: Vec::new(),
            to_set: Vec::new(),
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

    /// The run is over.
    pub(crate) fn finish(&mut self, cx: &mut Context<'_>, ending: Ending) {
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
    #[inline(always)]
    pub(crate) fn emit(&mut self, cx: &mut Context<'_>, core: Option<usize>, thread: Option<ThreadId>, event: Event) {
        self.meter
            .emit(cx.sink, self.now_ns, core.map(core_id), thread, None, event);
    }
}

#[inline]
pub(crate) fn core_id(idx: usize) -> CoreId {
    CoreId(u32::try_from(idx).expect("a machine has few cores"))
}
