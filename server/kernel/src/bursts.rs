//! A workload table as a [`Program`]: each row arrives at its time and goes through its CPU and I/O bursts, a periodic
//! one once per job.

use crate::cache::Caches;
use crate::placement::CacheRules;
use crate::program::{KernelCall, Pause, Program, SchedParams, Slice, SpawnRequest};
use crate::timers::Arrival;
use timeslice_trace::{ObjectId, ProcessId, ThreadId, TimeNs, WaitCause};

/// One burst of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Burst {
    /// Needs a core for so many nanoseconds.
    Cpu(TimeNs),
    /// Waits for a device for so many nanoseconds.
    Io(TimeNs),
}

/// One row of the table: a process with one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// When it arrives.
    pub arrival_ns: TimeNs,
    /// What it does.
    pub bursts: Vec<Burst>,
    /// What scheduling policies may know of it.
    pub sched: SchedParams,
}

/// The table.
#[derive(Debug, Clone)]
pub struct Workload {
    rows: Vec<Row>,
    /// Which row a thread runs and how far it is there.
    places: Vec<Option<Place>>,
    caches: Option<Caches>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    row: usize,
    burst: usize,
    /// Work done of the present burst: CPU time, where caches do not speed it up.
    used_ns: TimeNs,
    /// Jobs done.
    n_done: u32,
}

impl Workload {
    /// A table of `rows`; those that arrive together arrive in their order here.
    #[must_use]
    pub fn new(rows: Vec<Row>) -> Self {
        Self {
            rows,
            places: Vec::new(),
            caches: None,
        }
    }

    /// On a machine with these caches.
    #[must_use]
    pub fn with_cache(mut self, rules: Option<CacheRules>) -> Self {
        self.caches = rules.map(Caches::new);
        self
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// When each row arrives, for [`Machine::with_arrivals`](crate::Machine::with_arrivals).
    #[must_use]
    pub fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |(row_idx, row): (usize, &Row)| Arrival {
            time_ns: row.arrival_ns,
            request: SpawnRequest {
                process: None,
                process_name: None,
                name: row.name.clone(),
                function: String::new(),
                daemon: false,
                token: row_idx as u64 + 1,
                sched: row.sched,
            },
        };
        self.rows.iter().enumerate().map(arrival).collect()
    }

    /// The row that `thread` runs.
    #[must_use]
    pub fn row_of(&self, thread: ThreadId) -> Option<&Row> {
        let place = (*self.places.get(thread.idx())?)?;
        self.rows.get(place.row)
    }
}

impl Program for Workload {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        let place = self.places[slice.thread.idx()]
            .as_mut()
            .expect("the thread was announced");
        loop {
            match self.rows[place.row].bursts.get(place.burst) {
                None => {
                    let sched = &self.rows[place.row].sched;
                    place.n_done += 1;
                    if sched.period_ns.is_none() || place.n_done >= sched.jobs {
                        return Pause::Call(KernelCall::Exit);
                    }
                    (place.burst, place.used_ns) = (0, 0);
                    return Pause::Call(KernelCall::NextJob);
                }
                Some(&Burst::Io(latency_ns)) => {
                    place.burst += 1;
                    return Pause::Call(KernelCall::Io {
                        latency_ns,
                        cause: WaitCause::Device,
                        what: String::new(),
                    });
                }
                Some(&Burst::Cpu(needed_ns)) => {
                    // A burst that ends at the horizon is finished: the next one is begun before coming back (2.0).
                    let left_ns = needed_ns - place.used_ns;
                    let most_ns = slice.horizon_ns.saturating_sub(slice.now_ns);
                    let (step_ns, work) = match &mut self.caches {
                        None => (left_ns.min(most_ns), left_ns.min(most_ns)),
                        Some(caches) => {
                            let size = self.rows[place.row].sched.working_set;
                            caches.advance(slice.core.idx(), place.row, size, left_ns, most_ns)
                        }
                    };
                    slice.now_ns += step_ns;
                    place.used_ns += work;
                    if place.used_ns < needed_ns {
                        return Pause::Horizon;
                    }
                    place.burst += 1;
                    place.used_ns = 0;
                }
            }
        }
    }

    fn spawned(&mut self, thread: ThreadId, _process: ProcessId, token: u64) {
        self.places.resize(self.places.len().max(thread.idx() + 1), None);
        let row = usize::try_from(token).expect("a token is a row's number") - 1;
        self.places[thread.idx()] = Some(Place {
            row,
            burst: 0,
            used_ns: 0,
            n_done: 0,
        });
    }

    fn holder(&self, _object: ObjectId) -> Option<ThreadId> {
        None
    }

    fn quiet_ns(&self, thread: ThreadId) -> TimeNs {
        let Some(&Some(place)) = self.places.get(thread.idx()) else {
            return 0;
        };
        match self.rows[place.row].bursts.get(place.burst) {
            Some(&Burst::Cpu(needed_ns)) => {
                let left_ns = needed_ns - place.used_ns;
                self.caches.as_ref().map_or(left_ns, |caches| caches.least_ns(left_ns))
            }
            _ => 0,
        }
    }

    fn next_burst_ns(&self, thread: ThreadId) -> Option<TimeNs> {
        let place = (*self.places.get(thread.idx())?)?;
        let ahead = self.rows[place.row].bursts.get(place.burst..)?.iter();
        let needed_ns = ahead.map_while(|burst| match *burst {
            Burst::Cpu(needed_ns) => Some(needed_ns),
            Burst::Io(_) => None,
        });
        Some(needed_ns.sum::<TimeNs>() - place.used_ns)
    }

    fn many_events_hint(&self) -> &'static str {
        "a shorter table or a longer quantum makes fewer."
    }
}
