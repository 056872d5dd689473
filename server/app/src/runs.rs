//! The pool of runs. Each run has a thread of its own, at most so many at once; its steps go through a bounded
//! channel, so a slow reader slows it and a vanished one ends it.

use crate::api::wire::{Format, Hello, Outbox};
use crate::detail::Detailed;
use crate::engine::{Diagnostic, SharedEngine, on_a_run_thread};
use crate::problem::Problem;
use crate::summary::Summary;
use axum::body::Bytes;
use axum::http::StatusCode;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use timeslice_kernel::{Budget, PolicyKind};
use timeslice_scenario::settings::POLICIES;
use timeslice_scenario::{Language, RunSpec};
use timeslice_trace::Narrator;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

/// What the pool grants.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Runs at once. They compute nearly all the time, and some wait for their readers: two per core.
    pub n_runs: usize,
    /// Requests that may wait for a place.
    pub n_waiting: usize,
    /// How long they wait before they are told to come back.
    pub wait: Duration,
    /// What one run may take in real time, waiting for its reader included.
    pub wall: Duration,
    /// What one run may cost on the simulated machine.
    pub budget: Budget,
    /// Kernel-level events of a run of a table: a step of it costs the server little, and a page can draw a million
    /// time slices, each of which is two events.
    pub table_events: u64,
    /// Batches that may be ready before the reader has taken them.
    pub n_batches: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let n_cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            n_runs: 2 * n_cores,
            n_waiting: 16 * n_cores,
            wait: Duration::from_secs(10),
            wall: Duration::from_secs(60),
            budget: Budget::SERVER,
            table_events: 2_500_000,
            n_batches: 16,
        }
    }
}

/// Starts runs.
#[derive(Clone)]
pub struct Pool {
    engine: SharedEngine,
    limits: Limits,
    places: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    is_closing: Arc<AtomicBool>,
}

/// What a reader wants of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader {
    /// How the steps are written.
    pub format: Format,
    /// The last step the reader already has.
    pub last_id: Option<u64>,
}

impl Pool {
    /// A pool with every place free.
    #[must_use]
    pub fn new(engine: SharedEngine, limits: Limits) -> Self {
        Self {
            engine,
            limits,
            places: Arc::new(Semaphore::new(limits.n_runs)),
            waiting: Arc::new(Semaphore::new(limits.n_waiting)),
            is_closing: Arc::new(AtomicBool::new(false)),
        }
    }

    /// The engine, for runs outside of the pool.
    #[must_use]
    pub fn engine(&self) -> SharedEngine {
        Arc::clone(&self.engine)
    }

    /// Places that are free now.
    #[must_use]
    pub fn n_free(&self) -> usize {
        self.places.available_permits()
    }

    /// Ends all runs soon; the server is going down.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::Relaxed);
    }

    /// Starts a run and waits until its program is known to be good.
    ///
    /// # Errors
    /// 503 when every place is taken, 422 when the program cannot run.
    pub async fn start(&self, spec: RunSpec, reader: Reader) -> Result<mpsc::Receiver<Bytes>, Problem> {
        let place = self.place().await?;
        let (sender, receiver) = mpsc::channel(self.limits.n_batches);
        let (ready_sender, ready) = oneshot::channel();
        let job = Job {
            engine: self.engine(),
            limits: self.limits,
            is_closing: Arc::clone(&self.is_closing),
            outbox: Outbox::new(
                sender,
                reader,
                Instant::now() + self.limits.wall,
                Summary::of(&spec),
                narrator_of(&spec),
            ),
            spec,
            _place: place,
        };
        on_a_run_thread(move || job.run(ready_sender)).map_err(|error| {
            tracing::error!(%error, "no thread for a run");
            Problem::busy()
        })?;
        match ready.await {
            Ok(Ok(())) => Ok(receiver),
            Ok(Err(errors)) => Err(Problem::program(errors)),
            Err(_) => Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL)),
        }
    }

    /// Does something short on a place of the pool. `work` is told when to stop.
    ///
    /// # Errors
    /// 503 when every place is taken, 500 when the engine fails.
    pub async fn compute<T: Send + 'static>(
        &self,
        wall: Duration,
        work: impl FnOnce(&dyn Fn() -> bool) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = self.place().await?;
        let (sender, receiver) = oneshot::channel();
        let is_closing = Arc::clone(&self.is_closing);
        on_a_run_thread(move || {
            let _place = place;
            let begun = Instant::now();
            let should_stop = || begun.elapsed() > wall || is_closing.load(Ordering::Relaxed) || sender.is_closed();
            let done = catch_unwind(AssertUnwindSafe(|| work(&should_stop)));
            if let Ok(done) = done {
                // A reader that has gone needs no answer.
                let _ = sender.send(done);
            }
        })
        .map_err(|error| {
            tracing::error!(%error, "no thread for a computation");
            Problem::busy()
        })?;
        receiver
            .await
            .map_err(|_| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL))
    }

    async fn place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(place);
        }
        let _in_queue = self.waiting.try_acquire().map_err(|_| Problem::busy())?;
        match tokio::time::timeout(self.limits.wait, Arc::clone(&self.places).acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(Problem::busy()),
        }
    }
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

const INTERNAL: &str = "the engine failed on this program; this is our mistake, please report it with the link";

/// One run on its thread.
struct Job {
    engine: SharedEngine,
    limits: Limits,
    is_closing: Arc<AtomicBool>,
    outbox: Outbox,
    spec: RunSpec,
    _place: OwnedSemaphorePermit,
}

impl Job {
    fn run(mut self, ready: oneshot::Sender<Result<(), Vec<Diagnostic>>>) {
        let begun = Instant::now();
        let work = catch_unwind(AssertUnwindSafe(|| self.work(ready)));
        let wall_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if work.is_err() {
            tracing::error!(wall_ms, n_steps = self.outbox.summary.n_steps, "the engine panicked");
            self.outbox
                .fail(&Problem::new(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL));
            return;
        }
        let summary = &self.outbox.summary;
        tracing::info!(wall_ms, n_steps = summary.n_steps, outcome = ?summary.outcome, has_reader = !self.outbox.is_closed(), "run");
    }

    fn work(&mut self, ready: oneshot::Sender<Result<(), Vec<Diagnostic>>>) {
        let spec = &self.spec;
        let budget = match spec.language {
            Language::Table => Budget {
                events: self.limits.table_events,
                ..self.limits.budget
            },
            Language::Python => self.limits.budget,
        };
        let run = match Detailed::prepare(&*self.engine, spec, budget) {
            Ok(run) => run,
            Err(errors) => {
                // A reader that has gone needs no answer.
                let _ = ready.send(Err(errors));
                return;
            }
        };
        if ready.send(Ok(())).is_err() {
            return;
        }
        let is_closing = || self.is_closing.load(Ordering::Relaxed);
        let run = run.settle(&mut || self.outbox.is_closed() || self.outbox.is_late() || is_closing());
        self.outbox.hello(&Hello::new(spec, run.level()));

        let outbox = RefCell::new(&mut self.outbox);
        run.run(|step| outbox.borrow_mut().step(&step), &mut || {
            let mut outbox = outbox.borrow_mut();
            outbox.flush_if_old();
            outbox.is_closed() || outbox.is_late() || is_closing()
        });
        self.outbox.finish();
    }
}

/// Who tells a run: most policies do not go by who has been ready longest.
fn narrator_of(spec: &RunSpec) -> Narrator {
    let policy = spec.machine.policy;
    match POLICIES.iter().find(|(kind, _, _)| *kind == policy) {
        Some((_, name, _)) if !matches!(policy, PolicyKind::Fcfs | PolicyKind::RoundRobin) => Narrator::under(name),
        _ => Narrator::new(),
    }
}
