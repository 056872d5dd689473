//! The numbers of a run, from its steps alone: who used which core for how long, who waited for what, how often the
//! GIL changed hands, what the event loops did with their time.

use crate::event::{Event, WaitCause};
use crate::{CoreId, ProcessId, Step, ThreadId, TimeNs};
use serde::Serialize;
use std::collections::BTreeMap;

/// The numbers of a run up to some step. Times are virtual nanoseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Metrics {
    /// The time of the last step.
    pub end_ns: TimeNs,
    /// One entry per core that was ever used, by number. Utilisation is `busy_ns / end_ns`.
    pub cores: Vec<CoreMetrics>,
    /// One entry per thread, by number.
    pub threads: Vec<ThreadMetrics>,
    /// The GILs of all processes together.
    pub gil: GilMetrics,
    /// One entry per thread that ran an event loop, by thread.
    pub loops: Vec<LoopMetrics>,
}

/// What a core did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CoreMetrics {
    /// Running threads.
    pub busy_ns: TimeNs,
    /// Switching and waking up.
    pub switching_ns: TimeNs,
    /// Switches from one thread to another.
    pub n_switches: u64,
}

/// What a thread did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ThreadMetrics {
    /// The process it belongs to.
    pub process: u32,
    /// When it was created.
    pub created_ns: TimeNs,
    /// When it first ran.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub started_ns: Option<TimeNs>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub exited_ns: Option<TimeNs>,
    /// On a core, switches aside.
    pub cpu_ns: TimeNs,
    /// Ready, on no core.
    pub ready_ns: TimeNs,
    /// Off the core for a reason, by cause.
    pub waiting_ns: BTreeMap<WaitCause, TimeNs>,
    /// How often it got a core.
    pub n_dispatched: u64,
    /// How often it lost one though it could have gone on.
    pub n_preempted: u64,
}

/// What happened to the GILs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GilMetrics {
    /// How often one went from a thread to another.
    pub n_handoffs: u64,
    /// How often a thread asked for one to be dropped.
    pub n_requests: u64,
    /// Time one was held, over all processes.
    pub held_ns: TimeNs,
}

/// What an event loop did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LoopMetrics {
    /// The thread it ran on.
    pub thread: u32,
    /// From start to stop.
    pub total_ns: TimeNs,
    /// In `select`, that is, with nothing to do.
    pub select_ns: TimeNs,
    /// Stopped by calls that do not await.
    pub blocked_ns: TimeNs,
    /// Turns.
    pub n_turns: u64,
    /// Steps of tasks.
    pub n_task_steps: u64,
}

/// Jain's index of fairness of some shares: `(sum x)² / (n sum x²)`, from `1/n` (one has all) to 1 (all the same, or
/// nobody has anything).
#[must_use]
pub fn jain_index(shares: &[f64]) -> f64 {
    let (sum, squares) = shares
        .iter()
        .fold((0.0, 0.0), |(sum, squares), x| (sum + x, squares + x * x));
    if squares == 0.0 {
        return 1.0;
    }
    sum * sum / (shares.len() as f64 * squares)
}

/// What a thread is doing and since when.
#[derive(Debug, Clone, Copy)]
enum Doing {
    New,
    Ready(TimeNs),
    /// On a core; it begins to run at this time.
    Running(CoreId, TimeNs),
    Waiting(WaitCause, TimeNs),
    Gone,
}

/// Counts as steps come.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    metrics: Metrics,
    doing: Vec<Doing>,
    gil_since: BTreeMap<ProcessId, (ThreadId, TimeNs)>,
    loops: BTreeMap<ThreadId, OpenLoop>,
}

#[derive(Debug, Clone, Default)]
struct OpenLoop {
    metrics: LoopMetrics,
    running_since: Option<TimeNs>,
    select_since: Option<TimeNs>,
}

impl Metrics {
    /// The numbers of a whole trace.
    #[must_use]
    pub fn of(steps: &[Step]) -> Self {
        let mut meter = Meter::default();
        for step in steps {
            meter.add(step);
        }
        meter.metrics()
    }
}

impl Meter {
    /// Takes the next step.
    pub fn add(&mut self, step: &Step) {
        self.metrics.end_ns = step.time_ns;
        if let Some(thread) = step.thread {
            self.add_thread_step(step, thread);
            self.add_gil_step(step, thread);
            self.add_loop_step(step, thread);
        }
    }

    /// The numbers so far; what is still going on counts up to the last step.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let mut open = self.clone();
        let now_ns = open.metrics.end_ns;
        for at in 0..open.doing.len() {
            open.close(at, now_ns);
        }
        for (_, since_ns) in open.gil_since.values() {
            open.metrics.gil.held_ns += now_ns - since_ns;
        }
        for open_loop in open.loops.values_mut() {
            open_loop.end_select(now_ns);
            open_loop.stop(now_ns);
        }
        open.metrics.loops = open.loops.into_values().map(|open_loop| open_loop.metrics).collect();
        open.metrics
    }

    /// Books the time since the thread began what it is doing.
    fn close(&mut self, thread: usize, now_ns: TimeNs) {
        let metrics = &mut self.metrics.threads[thread];
        match self.doing[thread] {
            Doing::New | Doing::Gone => {}
            Doing::Ready(since_ns) => metrics.ready_ns += now_ns - since_ns,
            Doing::Running(core, since_ns) => {
                let ran_ns = now_ns.saturating_sub(since_ns);
                metrics.cpu_ns += ran_ns;
                if let Some(core) = self.metrics.cores.get_mut(core.idx()) {
                    core.busy_ns += ran_ns;
                }
            }
            Doing::Waiting(cause, since_ns) => *metrics.waiting_ns.entry(cause).or_default() += now_ns - since_ns,
        }
    }

    fn set(&mut self, thread: ThreadId, now_ns: TimeNs, doing: Doing) {
        if let Some(known) = self.doing.get(thread.idx()).copied() {
            self.close(thread.idx(), now_ns);
            self.doing[thread.idx()] = if matches!(known, Doing::Gone) { known } else { doing };
        }
    }

    fn add_thread_step(&mut self, step: &Step, thread: ThreadId) {
        let now_ns = step.time_ns;
        if let Event::ThreadCreated { process, .. } = step.event {
            let n = self.doing.len().max(thread.idx() + 1);
            self.doing.resize(n, Doing::New);
            self.metrics.threads.resize(n, ThreadMetrics::default());
            let metrics = &mut self.metrics.threads[thread.idx()];
            (metrics.process, metrics.created_ns) = (process.0, now_ns);
        }
        let Some(metrics) = self.metrics.threads.get_mut(thread.idx()) else {
            return;
        };
        match &step.event {
            Event::ThreadReady { .. } => self.set(thread, now_ns, Doing::Ready(now_ns)),
            Event::Preempted { .. } => {
                metrics.n_preempted += 1;
                self.set(thread, now_ns, Doing::Ready(now_ns));
            }
            Event::Dispatched { switch_ns, prev } => {
                metrics.n_dispatched += 1;
                metrics.started_ns.get_or_insert(now_ns + switch_ns);
                let core = step.core.unwrap_or(CoreId(0));
                let n_cores = self.metrics.cores.len().max(core.idx() + 1);
                self.metrics.cores.resize(n_cores, CoreMetrics::default());
                let core_metrics = &mut self.metrics.cores[core.idx()];
                core_metrics.switching_ns += switch_ns;
                core_metrics.n_switches += u64::from(prev.is_some());
                self.set(thread, now_ns, Doing::Running(core, now_ns + switch_ns));
            }
            Event::Blocked { cause, .. } => self.set(thread, now_ns, Doing::Waiting(*cause, now_ns)),
            Event::ThreadExited {} => {
                metrics.exited_ns = Some(now_ns);
                self.set(thread, now_ns, Doing::Gone);
            }
            _ => {}
        }
    }

    fn add_gil_step(&mut self, step: &Step, thread: ThreadId) {
        let Some(metrics) = self.metrics.threads.get(thread.idx()) else {
            return;
        };
        let process = ProcessId(metrics.process);
        match &step.event {
            Event::GilRequested { .. } => self.metrics.gil.n_requests += 1,
            Event::GilTaken { prev } => {
                self.metrics.gil.n_handoffs += u64::from(prev.is_some());
                self.gil_since.insert(process, (thread, step.time_ns));
            }
            Event::GilDropped { .. } | Event::ThreadExited {}
                if self
                    .gil_since
                    .get(&process)
                    .is_some_and(|(holder, _)| *holder == thread) =>
            {
                if let Some((_, since_ns)) = self.gil_since.remove(&process) {
                    self.metrics.gil.held_ns += step.time_ns - since_ns;
                }
            }
            _ => {}
        }
    }

    fn add_loop_step(&mut self, step: &Step, thread: ThreadId) {
        let now_ns = step.time_ns;
        if let Event::LoopStarted { .. } = step.event {
            let open = self.loops.entry(thread).or_default();
            open.metrics.thread = thread.0;
            open.running_since = Some(now_ns);
        }
        let Some(open) = self.loops.get_mut(&thread) else {
            return;
        };
        match &step.event {
            Event::LoopTurn { .. } => open.metrics.n_turns += 1,
            Event::SelectStarted { .. } => open.select_since = Some(now_ns),
            Event::SelectReturned { .. } => open.end_select(now_ns),
            Event::TaskStepped { .. } => open.metrics.n_task_steps += 1,
            Event::BlockingCallEnded { ns, .. } => open.metrics.blocked_ns += ns,
            Event::LoopStopped {} => open.stop(now_ns),
            _ => {}
        }
    }
}

impl OpenLoop {
    fn end_select(&mut self, now_ns: TimeNs) {
        if let Some(since_ns) = self.select_since.take() {
            self.metrics.select_ns += now_ns - since_ns;
        }
    }

    fn stop(&mut self, now_ns: TimeNs) {
        if let Some(since_ns) = self.running_since.take() {
            self.metrics.total_ns += now_ns - since_ns;
        }
    }
}
