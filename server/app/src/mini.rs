//! The small timeline on a scenario's card: who ran, waited and for what, over the whole of its real run. Made once,
//! from the steps.

use crate::engine::{SharedEngine, on_a_run_thread};
use serde::Serialize;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};
use timeslice_kernel::Budget;
use timeslice_scenario::{Catalogue, RunSpec};
use timeslice_trace::{Event, Level, Recorder, Step, TaskState, ThreadId, TimeNs, WaitCause};
use tokio::sync::watch;

/// What a card draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Mini {
    /// Length of the run, in virtual nanoseconds.
    pub end_ns: TimeNs,
    /// One per thread, or per asyncio task if there are any, in order of creation.
    pub lanes: Vec<Lane>,
    /// Handovers of the GIL: when, from which lane, to which.
    pub handoffs: Vec<(TimeNs, usize, usize)>,
    /// How the run ended.
    pub outcome: String,
}

/// One row of a small timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lane {
    /// Name of the thread or task.
    pub name: String,
    /// State, from, to; in order, without overlap. Where there is none, nobody was there.
    pub segments: Vec<(&'static str, TimeNs, TimeNs)>,
}

/// A card has room for this many rows.
const LANES_MAX: usize = 6;
/// Segments shorter than this fraction of the run are smaller than a pixel.
const RESOLUTION: u64 = 400;
/// A card must not hold up the home page.
const WALL_MAX: Duration = Duration::from_secs(2);

/// How long a reader of the list waits for those that are still being made.
const LIST_WAIT: Duration = Duration::from_secs(10);

/// The small timelines of all scenarios; they appear in the background after the start.
#[derive(Debug)]
pub struct Minis {
    made: watch::Receiver<Made>,
}

#[derive(Debug, Clone, Default)]
struct Made {
    by_slug: Arc<BTreeMap<String, Mini>>,
    are_all: bool,
}

impl Minis {
    /// Begins to make them.
    #[must_use]
    pub fn begin(catalogue: Arc<Catalogue>, engine: SharedEngine) -> Self {
        let (sender, made) = watch::channel(Made::default());
        let making = on_a_run_thread(move || {
            let begun = Instant::now();
            for scenario in catalogue.all() {
                let spec = RunSpec::scenario(&scenario.slug, &catalogue).expect("it is in the catalogue");
                match catch_unwind(AssertUnwindSafe(|| make(&spec, &engine))) {
                    Ok(Ok(mini)) => sender.send_modify(|made| {
                        Arc::make_mut(&mut made.by_slug).insert(scenario.slug.clone(), mini);
                    }),
                    Ok(Err(message)) => tracing::warn!(slug = scenario.slug, message, "this scenario does not run"),
                    Err(_) => tracing::error!(slug = scenario.slug, "the engine panicked"),
                }
                if sender.is_closed() {
                    return;
                }
            }
            sender.send_modify(|made| made.are_all = true);
            let wall_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(wall_ms, "small timelines");
        });
        if let Err(error) = making {
            tracing::error!(%error, "no thread for the small timelines");
        }
        Self { made }
    }

    /// Those that are there by now, by slug, and whether these are all.
    #[must_use]
    pub fn so_far(&self) -> (Arc<BTreeMap<String, Mini>>, bool) {
        let made = self.made.borrow();
        (Arc::clone(&made.by_slug), made.are_all)
    }

    /// All of them, by slug, once they are made.
    pub async fn all(&self) -> Arc<BTreeMap<String, Mini>> {
        let mut made = self.made.clone();
        // Too late, or the thread is gone: what there is will do.
        let _ = tokio::time::timeout(LIST_WAIT, made.wait_for(|made| made.are_all)).await;
        Arc::clone(&self.made.borrow().by_slug)
    }
}

fn make(spec: &RunSpec, engine: &SharedEngine) -> Result<Mini, String> {
    let simulation = engine.prepare(spec, Level::Kernel, Budget::SERVER).map_err(|errors| {
        errors.first().map_or_else(
            || "it cannot run".to_owned(),
            |e| format!("line {}: {}", e.line, e.message),
        )
    })?;
    let begun = Instant::now();
    let mut recorder = Recorder::new(Level::Kernel);
    simulation.run(&mut recorder, &mut || begun.elapsed() > WALL_MAX);
    Ok(draw(&recorder.steps()))
}

/// A row while it is being made.
struct Row {
    lane: Lane,
    /// The state it is in now, and since when; none before it begins and after it ends.
    open: Option<(&'static str, TimeNs)>,
    is_hidden: bool,
}

impl Row {
    fn new(name: &str) -> Self {
        Self {
            lane: Lane {
                name: name.to_owned(),
                segments: Vec::new(),
            },
            open: None,
            is_hidden: false,
        }
    }

    fn enter(&mut self, state: Option<&'static str>, time_ns: TimeNs) {
        if let Some((open, since_ns)) = self.open
            && time_ns > since_ns
        {
            self.lane.segments.push((open, since_ns, time_ns));
        }
        self.open = state.map(|state| (state, time_ns));
    }

    /// Joins what is too short to be seen to what came before it.
    fn simplify(&mut self, shortest_ns: TimeNs) {
        let mut kept: Vec<(&'static str, TimeNs, TimeNs)> = Vec::new();
        for &(state, from_ns, to_ns) in &self.lane.segments {
            match kept.last_mut() {
                Some(last) if last.2 == from_ns && (last.0 == state || to_ns - from_ns < shortest_ns) => last.2 = to_ns,
                Some(last) if last.2 == from_ns && last.2 - last.1 < shortest_ns => *last = (state, last.1, to_ns),
                _ => kept.push((state, from_ns, to_ns)),
            }
        }
        self.lane.segments = kept;
    }
}

/// The small timeline of a run.
#[must_use]
pub fn draw(steps: &[Step]) -> Mini {
    let end_ns = steps.last().map_or(0, |step| step.time_ns);
    let mut threads: Vec<Row> = Vec::new();
    let mut tasks: Vec<Row> = Vec::new();
    let mut outcome = "finishes";
    let mut handoffs = Vec::new();
    for step in steps {
        let now_ns = step.time_ns;
        if let (Event::ThreadCreated { name, .. }, Some(thread)) = (&step.event, step.thread) {
            debug_assert_eq!(thread.idx(), threads.len(), "threads are numbered in order of creation");
            threads.push(Row::new(name));
        }
        if let Event::TaskCreated { name, internal, .. } = &step.event {
            let mut row = Row::new(name);
            // What `asyncio.run` does to clean up is not the program's.
            row.is_hidden = *internal;
            row.enter(Some("ready"), now_ns);
            tasks.push(row);
        }
        let row_of = |rows: &mut Vec<Row>, idx: usize, state| {
            if let Some(row) = rows.get_mut(idx) {
                row.enter(state, now_ns);
            }
        };
        if let Some(state) = thread_state(&step.event)
            && let Some(ThreadId(idx)) = step.thread
        {
            row_of(&mut threads, idx as usize, state);
        }
        match &step.event {
            Event::TaskStepped { .. } => {
                if let Some(task) = step.task {
                    row_of(&mut tasks, task.idx(), Some("run"));
                }
            }
            Event::TaskSuspended { state, .. } => {
                if let Some(task) = step.task {
                    row_of(&mut tasks, task.idx(), Some(task_state(*state)));
                }
            }
            Event::TaskWoken { woken, .. } => row_of(&mut tasks, woken.idx(), Some("ready")),
            Event::TaskDone { .. } => {
                if let Some(task) = step.task {
                    row_of(&mut tasks, task.idx(), None);
                }
            }
            Event::BlockingCallStarted { .. } => {
                if let Some(task) = step.task {
                    row_of(&mut tasks, task.idx(), Some("block"));
                }
            }
            Event::BlockingCallEnded { .. } => {
                if let Some(task) = step.task {
                    row_of(&mut tasks, task.idx(), Some("run"));
                }
            }
            Event::GilTaken { prev: Some(prev) } => {
                if let Some(thread) = step.thread {
                    handoffs.push((now_ns, prev.idx(), thread.idx()));
                }
            }
            Event::Deadlocked { .. } => outcome = "deadlock",
            Event::LimitReached { .. } => outcome = "limit",
            Event::Uncaught { .. } if step.thread == Some(ThreadId(0)) => outcome = "exception",
            _ => {}
        }
    }
    let is_async = !tasks.is_empty();
    let mut rows = if is_async { tasks } else { threads };
    rows.retain(|row| !row.is_hidden);
    rows.truncate(LANES_MAX);
    for row in &mut rows {
        row.enter(None, end_ns);
        row.simplify(end_ns / RESOLUTION);
    }
    handoffs.retain(|(_, from, to)| !is_async && *from < rows.len() && *to < rows.len());
    // More than a card can show as lines would be a grey area.
    if handoffs.len() > 40 {
        handoffs.clear();
    }
    Mini {
        end_ns,
        lanes: rows.into_iter().map(|row| row.lane).collect(),
        handoffs,
        outcome: outcome.to_owned(),
    }
}

/// The state that a step puts its thread into: `Some(None)` is the end of its lane.
fn thread_state(event: &Event) -> Option<Option<&'static str>> {
    match event {
        Event::ThreadReady { .. } | Event::Preempted { .. } => Some(Some("ready")),
        Event::Dispatched { .. } => Some(Some("run")),
        Event::ThreadExited {} => Some(None),
        Event::Blocked { cause, .. } => Some(Some(match cause {
            WaitCause::Gil => "gil",
            WaitCause::Lock
            | WaitCause::Condition
            | WaitCause::Semaphore
            | WaitCause::Event
            | WaitCause::Barrier
            | WaitCause::Queue
            | WaitCause::Pipe
            | WaitCause::Future => "lock",
            WaitCause::Join | WaitCause::Child | WaitCause::ThreadStart => "join",
            WaitCause::Sleep => "sleep",
            WaitCause::Select | WaitCause::Disk | WaitCause::Network | WaitCause::Device => "io",
        })),
        _ => None,
    }
}

fn task_state(state: TaskState) -> &'static str {
    match state {
        TaskState::Ready => "ready",
        TaskState::Timer => "sleep",
        TaskState::Socket => "io",
        TaskState::Task => "join",
        TaskState::Worker | TaskState::Primitive | TaskState::Future => "lock",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeslice_trace::{CoreId, ProcessId, ReadyReason, Sink};

    #[test]
    fn two_threads_and_a_handover() {
        let mut recorder = Recorder::new(Level::Kernel);
        let mut emit =
            |time_ns, thread, event| recorder.emit(time_ns, Some(CoreId(0)), Some(ThreadId(thread)), None, event);
        let created = |name: &str| Event::ThreadCreated {
            process: ProcessId(0),
            name: name.to_owned(),
            function: "f".to_owned(),
            daemon: false,
            by: None,
        };
        let dispatched = || Event::Dispatched {
            switch_ns: 0,
            prev: None,
        };
        let blocked = |cause| Event::Blocked {
            cause,
            object: None,
            on: None,
            until_ns: None,
            what: String::new(),
        };
        emit(0, 0, created("MainThread"));
        emit(0, 0, dispatched());
        emit(1_000, 1, created("T1"));
        emit(
            1_000,
            1,
            Event::ThreadReady {
                reason: ReadyReason::Created,
                by: None,
            },
        );
        emit(2_000, 0, blocked(WaitCause::Join));
        emit(2_001, 1, dispatched());
        emit(
            2_001,
            1,
            Event::GilTaken {
                prev: Some(ThreadId(0)),
            },
        );
        emit(9_000, 1, Event::ThreadExited {});
        emit(9_000, 0, dispatched());
        emit(10_000, 0, Event::ThreadExited {});
        let mini = draw(&recorder.steps());
        let lanes: Vec<String> = mini
            .lanes
            .iter()
            .map(|lane| format!("{}: {:?}", lane.name, lane.segments))
            .collect();
        assert_eq!(
            lanes,
            [
                "MainThread: [(\"run\", 0, 2000), (\"join\", 2000, 9000), (\"run\", 9000, 10000)]",
                "T1: [(\"ready\", 1000, 2001), (\"run\", 2001, 9000)]",
            ]
        );
        assert_eq!(mini.handoffs, [(2_001, 0, 1)]);
    }
}
