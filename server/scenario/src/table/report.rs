//! What a run of a table came to, from its trace: the times of each process, their means, deadlines, fairness, and
//! who ran where and when.

use super::{Claim, Process, Table};
use crate::units::{format_duration, parse_duration};
use serde::Serialize;
use std::collections::BTreeMap;
use timeslice_trace::gantt::Segment;
use timeslice_trace::metrics::{Meter, jain_index};
use timeslice_trace::{CoreId, Event, Gantt, Level, Sink, Step, TaskId, ThreadId, TimeNs};

/// The numbers of a run. Times are virtual nanoseconds; the formulas are those of every textbook:
/// `turnaround = finish - arrival`, `response = start - arrival`, `waiting = turnaround - cpu - io`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the table's order.
    pub processes: Vec<ProcessReport>,
    /// Over all processes (jobs, of periodic ones) that ended.
    pub averages: Averages,
    /// Jobs and processes that missed their deadline.
    pub misses: u64,
    /// When the last one ended, or the run was cut off.
    pub makespan_ns: TimeNs,
    /// Time on cores, of all there was, in thousandths.
    pub utilisation_permille: u64,
    /// How often a core went from one process to another.
    pub n_switches: u64,
    /// What that cost.
    pub switch_ns: TimeNs,
    /// Ended processes per second of virtual time, in thousandths.
    pub throughput_permille: u64,
    /// Jain's index of the share of its life that each process was served, by a core or a device, in thousandths.
    pub fairness_permille: u64,
}

/// The numbers of one process. Of a periodic one, times are means over its jobs that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcessReport {
    /// Its name.
    pub name: String,
    /// When it arrives.
    pub arrival_ns: TimeNs,
    /// When it first ran.
    pub start_ns: Option<TimeNs>,
    /// When it ended.
    pub finish_ns: Option<TimeNs>,
    /// From arrival to end.
    pub turnaround_ns: Option<TimeNs>,
    /// Ready, on no core.
    pub waiting_ns: Option<TimeNs>,
    /// From arrival to its first instruction.
    pub response_ns: Option<TimeNs>,
    /// On a core.
    pub cpu_ns: TimeNs,
    /// Waiting for devices.
    pub io_ns: TimeNs,
    /// How often it got a core.
    pub n_dispatched: u64,
    /// How often it lost one though it could have gone on.
    pub n_preempted: u64,
    /// Missed deadlines.
    pub misses: u64,
    /// The jobs of a periodic one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub jobs: Vec<JobReport>,
}

/// One job of a periodic process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JobReport {
    /// When it was released.
    pub release_ns: TimeNs,
    /// When it should be done.
    pub deadline_ns: TimeNs,
    /// When it first ran.
    pub start_ns: Option<TimeNs>,
    /// When it ended.
    pub finish_ns: Option<TimeNs>,
    /// Whether it was late.
    pub missed: bool,
}

/// Means; none where nobody ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Averages {
    /// From arrival to end.
    pub turnaround_ns: Option<TimeNs>,
    /// Ready, on no core.
    pub waiting_ns: Option<TimeNs>,
    /// From arrival to the first instruction.
    pub response_ns: Option<TimeNs>,
}

/// Takes the steps of a run of one table.
#[derive(Debug, Clone)]
pub struct Reporter {
    processes: Vec<Process>,
    /// The process of a row, by the row's name.
    owners: BTreeMap<String, usize>,
    n_cores: u32,
    meter: Meter,
    gantt: Gantt,
    jobs: BTreeMap<ThreadId, Vec<JobReport>>,
}

/// A bar of the chart: process by its place in the table, core, start and end.
pub type Bar = (usize, u32, TimeNs, TimeNs);

impl Reporter {
    /// For a run of `table`.
    #[must_use]
    pub fn new(table: &Table) -> Self {
        let processes = table.all();
        let mut owners = BTreeMap::new();
        for (at, process) in processes.iter().enumerate() {
            owners.insert(process.name.clone(), at);
        }
        Self {
            processes,
            owners,
            n_cores: table.machine.cores,
            meter: Meter::default(),
            gantt: Gantt::default(),
            jobs: BTreeMap::new(),
        }
    }

    /// Takes the next step.
    pub fn add(&mut self, step: &Step) {
        self.meter.add(step);
        self.gantt.add(step);
        if let Some(thread) = step.thread {
            self.add_job_step(step, thread);
        }
    }

    fn add_job_step(&mut self, step: &Step, thread: ThreadId) {
        if let Event::JobReleased { deadline_ns, .. } = step.event {
            self.jobs.entry(thread).or_default().push(JobReport {
                release_ns: step.time_ns,
                deadline_ns,
                start_ns: None,
                finish_ns: None,
                missed: false,
            });
            return;
        }
        let Some(jobs) = self.jobs.get_mut(&thread) else {
            return;
        };
        // Jobs are done in order, so the present one is the first that is not done.
        let present = jobs.partition_point(|job| job.finish_ns.is_some());
        match step.event {
            Event::JobDone { .. } => {
                if let Some(job) = jobs.get_mut(present) {
                    job.finish_ns = Some(step.time_ns);
                }
            }
            Event::DeadlineMissed { job: number, .. } => {
                if let Some(job) = jobs.get_mut((number as usize).saturating_sub(1)) {
                    job.missed = true;
                }
            }
            _ => {}
        }
    }

    /// The process that a thread is.
    fn owner(&self, name: &str) -> Option<usize> {
        self.owners.get(name).copied()
    }

    /// The bars so far, in the order of their ends.
    #[must_use]
    pub fn bars(&self) -> Vec<Bar> {
        let mut gantt = self.gantt.clone();
        gantt.finish();
        let bar = |segment: &Segment| {
            let thread = gantt.threads.get(segment.thread.idx())?;
            let core = u32::try_from(segment.core.idx()).ok()?;
            Some((self.owner(&thread.name)?, core, segment.start_ns, segment.end_ns))
        };
        gantt.segments.iter().filter_map(bar).collect()
    }

    /// The numbers so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let metrics = self.meter.metrics();
        let mut gantt = self.gantt.clone();
        gantt.finish();
        let mut threads: Vec<Vec<ThreadId>> = vec![Vec::new(); self.processes.len()];
        for (at, thread) in gantt.threads.iter().enumerate() {
            if let Some(owner) = self.owner(&thread.name) {
                threads[owner].push(ThreadId(at as u32));
            }
        }
        let mut sums = Means::default();
        let mut shares = Vec::new();
        let (mut misses, mut n_ended) = (0, 0);
        let mut processes = Vec::new();
        for (process, threads) in self.processes.iter().zip(threads) {
            let mut own = Means::default();
            let mut report = ProcessReport {
                name: process.name.clone(),
                arrival_ns: process.arrival_ns,
                start_ns: None,
                finish_ns: None,
                turnaround_ns: None,
                waiting_ns: None,
                response_ns: None,
                cpu_ns: 0,
                io_ns: 0,
                n_dispatched: 0,
                n_preempted: 0,
                misses: 0,
                jobs: Vec::new(),
            };
            for thread in threads {
                let (lifetime, numbers) = (&gantt.threads[thread.idx()], &metrics.threads[thread.idx()]);
                let io_ns: TimeNs = numbers.waiting_ns.values().sum();
                report.cpu_ns += numbers.cpu_ns;
                report.io_ns += io_ns;
                report.n_dispatched += numbers.n_dispatched;
                report.n_preempted += numbers.n_preempted;
                report.start_ns = report.start_ns.or(lifetime.started_ns);
                report.finish_ns = lifetime.exited_ns.or(report.finish_ns);
                let jobs = self.jobs.get(&thread).map_or(&[][..], Vec::as_slice);
                report.misses += jobs.iter().filter(|job| job.missed).count() as u64;
                if process.period_ns.is_some() {
                    // What it ran between the end of the job before and its own is a job's.
                    let runs = gantt.segments.iter().filter(|run| run.thread == thread);
                    let mut runs = runs.copied().peekable();
                    for job in jobs {
                        let end_ns = job.finish_ns.unwrap_or(TimeNs::MAX);
                        let (mut start_ns, mut ran_ns) = (None, 0);
                        while let Some(run) = runs.peek_mut().filter(|run| run.start_ns < end_ns) {
                            start_ns.get_or_insert(run.start_ns);
                            ran_ns += run.end_ns.min(end_ns) - run.start_ns;
                            if run.end_ns > end_ns {
                                run.start_ns = end_ns;
                                break;
                            }
                            runs.next();
                        }
                        report.jobs.push(JobReport { start_ns, ..*job });
                        if let Some(finish_ns) = job.finish_ns {
                            n_ended += 1;
                            own.add(
                                job.release_ns,
                                start_ns,
                                finish_ns,
                                ran_ns + process.io_ns(),
                                &mut shares,
                            );
                        }
                    }
                    continue;
                }
                if let Some(finish_ns) = lifetime.exited_ns {
                    n_ended += 1;
                    own.add(
                        lifetime.created_ns,
                        lifetime.started_ns,
                        finish_ns,
                        numbers.cpu_ns + io_ns,
                        &mut shares,
                    );
                }
            }
            misses += report.misses;
            report.turnaround_ns = own.turnaround.mean();
            report.waiting_ns = own.waiting.mean();
            report.response_ns = own.response.mean();
            sums.merge(&own);
            processes.push(report);
        }
        let busy_ns: u128 = processes.iter().map(|process| u128::from(process.cpu_ns)).sum();
        let there_ns = u128::from(gantt.end_ns) * u128::from(self.n_cores);
        let permille = |part: u128, whole: u128| u64::try_from(part * 1_000 / whole.max(1)).unwrap_or(u64::MAX);
        Report {
            processes,
            averages: Averages {
                turnaround_ns: sums.turnaround.mean(),
                waiting_ns: sums.waiting.mean(),
                response_ns: sums.response.mean(),
            },
            misses,
            makespan_ns: gantt.end_ns,
            utilisation_permille: permille(busy_ns, there_ns),
            n_switches: metrics.cores.iter().map(|core| core.n_switches).sum(),
            switch_ns: gantt.switch_ns,
            throughput_permille: permille(n_ended * 1_000_000_000, u128::from(gantt.end_ns)),
            fairness_permille: (jain_index(&shares) * 1_000.0).round() as u64,
        }
    }
}

impl Sink for Reporter {
    fn level(&self) -> Level {
        Level::Kernel
    }

    fn emit(
        &mut self,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    ) {
        self.add(&Step {
            id: 0,
            time_ns,
            core,
            thread,
            task,
            event,
        });
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    sum: u128,
    n: u128,
}

impl Mean {
    fn add(&mut self, ns: TimeNs) {
        self.sum += u128::from(ns);
        self.n += 1;
    }

    /// To the nearest nanosecond.
    fn mean(self) -> Option<TimeNs> {
        (self.n > 0).then(|| TimeNs::try_from((self.sum + self.n / 2) / self.n).expect("a mean is not above its parts"))
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Means {
    turnaround: Mean,
    waiting: Mean,
    response: Mean,
}

impl Means {
    /// One that ended and was served for so long.
    fn add(
        &mut self,
        release_ns: TimeNs,
        start_ns: Option<TimeNs>,
        finish_ns: TimeNs,
        served_ns: TimeNs,
        shares: &mut Vec<f64>,
    ) {
        let turnaround_ns = finish_ns.saturating_sub(release_ns);
        self.turnaround.add(turnaround_ns);
        self.waiting.add(turnaround_ns.saturating_sub(served_ns));
        if let Some(start_ns) = start_ns {
            self.response.add(start_ns.saturating_sub(release_ns));
        }
        if turnaround_ns > 0 {
            shares.push(served_ns as f64 / turnaround_ns as f64);
        }
    }

    fn merge(&mut self, other: &Self) {
        for (one, other) in [
            (&mut self.turnaround, other.turnaround),
            (&mut self.waiting, other.waiting),
            (&mut self.response, other.response),
        ] {
            one.sum += other.sum;
            one.n += other.n;
        }
    }
}

/// At most about `n_max` bars of the same picture: where there are more, each core's time is cut into equal pieces, and
/// each piece belongs to whoever ran longest in it.
#[must_use]
pub fn decimate(bars: &[Bar], n_cores: u32, end_ns: TimeNs, n_max: usize) -> Vec<Bar> {
    if bars.len() <= n_max || end_ns == 0 {
        return bars.to_vec();
    }
    let n_pieces = (n_max as u64 / u64::from(n_cores.max(1))).max(1);
    let edge = |piece: u64| (u128::from(end_ns) * u128::from(piece) / u128::from(n_pieces)) as TimeNs;
    let mut won: BTreeMap<(u32, u64), BTreeMap<usize, TimeNs>> = BTreeMap::new();
    for &(process, core, start_ns, stop_ns) in bars {
        let mut piece = (u128::from(start_ns) * u128::from(n_pieces) / u128::from(end_ns)) as u64;
        while piece < n_pieces && edge(piece) < stop_ns {
            let part_ns = stop_ns.min(edge(piece + 1)).saturating_sub(start_ns.max(edge(piece)));
            *won.entry((core, piece)).or_default().entry(process).or_default() += part_ns;
            piece += 1;
        }
    }
    let mut pieces: Vec<Bar> = Vec::new();
    for ((core, piece), parts) in won {
        let longest = parts
            .iter()
            .max_by_key(|(process, ns)| (**ns, std::cmp::Reverse(**process)));
        let Some((&process, _)) = longest.filter(|(_, ns)| **ns > 0) else {
            continue;
        };
        match pieces.last_mut() {
            Some(last) if last.0 == process && last.1 == core && last.3 == edge(piece) => last.3 = edge(piece + 1),
            _ => pieces.push((process, core, edge(piece), edge(piece + 1))),
        }
    }
    pieces
}

impl Claim {
    /// What of it does not hold for a run.
    #[must_use]
    pub fn broken(&self, report: &Report, bars: &[Bar]) -> Vec<String> {
        let mut broken = Vec::new();
        let mut time = |what: &str, claimed: Option<&String>, found: Option<TimeNs>| {
            let Some(claimed) = claimed else { return };
            let is_same = parse_duration(claimed).is_ok_and(|ns| found.is_some_and(|found| found == ns));
            if !is_same {
                let found = found.map_or_else(|| "none".to_owned(), format_duration);
                broken.push(format!("{what}: claimed {claimed}, found {found}"));
            }
        };
        time("mean_waiting", self.mean_waiting.as_ref(), report.averages.waiting_ns);
        time(
            "mean_turnaround",
            self.mean_turnaround.as_ref(),
            report.averages.turnaround_ns,
        );
        time(
            "mean_response",
            self.mean_response.as_ref(),
            report.averages.response_ns,
        );
        let named = |name: &str| report.processes.iter().position(|process| process.name == name);
        for (name, claimed) in &self.finish {
            let found = named(name).and_then(|at| report.processes[at].finish_ns);
            time(&format!("finish of {name}"), Some(claimed), found);
        }
        if let Some(misses) = self.misses.filter(|misses| *misses != report.misses) {
            broken.push(format!("misses: claimed {misses}, found {}", report.misses));
        }
        // While everybody is there: until the first one ends.
        let ends = report.processes.iter().filter_map(|process| process.finish_ns);
        let until_ns = ends.min().unwrap_or(report.makespan_ns);
        for (name, claimed) in &self.shares {
            let own = bars.iter().filter(|bar| Some(bar.0) == named(name) && bar.2 < until_ns);
            let ran_ns: TimeNs = own.map(|bar| bar.3.min(until_ns) - bar.2).sum();
            let found = ran_ns * 1_000 / until_ns.max(1);
            if found.abs_diff(*claimed) > 5 {
                broken.push(format!("share of {name}: claimed {claimed}, found {found}"));
            }
        }
        if let Some(order) = &self.order {
            let mut first: Vec<&Bar> = bars.iter().filter(|bar| bar.1 == 0).collect();
            first.sort_by_key(|bar| bar.2);
            let names = first.iter().map(|bar| report.processes[bar.0].name.as_str());
            let mut found: Vec<&str> = names.collect();
            found.dedup();
            let claimed: Vec<&str> = order.split_whitespace().collect();
            found.truncate(claimed.len());
            if found != claimed {
                broken.push(format!("order: claimed {order}, found {}", found.join(" ")));
            }
        }
        broken
    }
}
