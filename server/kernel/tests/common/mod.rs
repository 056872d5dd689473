//! What the tests see of a run: who was on which core when, read from the trace alone.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "a module of each test, which uses a part of it"
)]

pub mod script;

use std::collections::BTreeMap;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::{Budget, Chooser, Machine, MachineConfig, Outcome, SchedPolicy, SeededChooser};
use timeslice_trace::{Event, Level, Recorder, Step, TimeNs};

/// A stretch in which a thread ran on a core, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub thread: usize,
    pub core: usize,
    pub start_ns: TimeNs,
    pub end_ns: TimeNs,
}

/// The runs of a trace, in order of their ends, and what the switches cost.
#[derive(Debug, Default)]
pub struct Observed {
    pub names: Vec<String>,
    pub runs: Vec<Run>,
    pub created_ns: Vec<TimeNs>,
    pub exited_ns: BTreeMap<usize, TimeNs>,
    pub n_switches: u64,
    pub switch_ns: TimeNs,
}

pub fn observe(steps: &[Step]) -> Observed {
    let mut seen = Observed::default();
    let mut since: BTreeMap<usize, (usize, TimeNs)> = BTreeMap::new();
    let mut last_ns = 0;
    for step in steps {
        assert!(step.time_ns >= last_ns, "time does not run backwards: {step:?}");
        last_ns = step.time_ns;
        let thread = step.thread.map(|thread| thread.idx());
        match &step.event {
            Event::ThreadCreated { name, .. } => {
                seen.names.push(name.clone());
                seen.created_ns.push(step.time_ns);
            }
            Event::Dispatched { switch_ns, .. } => {
                let core = step.core.expect("a dispatch names its core").idx();
                let taken = since.insert(thread.expect("and its thread"), (core, step.time_ns + switch_ns));
                assert!(taken.is_none(), "a thread is on one core only: {step:?}");
                seen.n_switches += u64::from(*switch_ns > 0);
                seen.switch_ns += switch_ns;
            }
            Event::Preempted { .. } | Event::Blocked { .. } | Event::ThreadExited {} => {
                let thread = thread.expect("somebody leaves");
                if let Some((core, start_ns)) = since.remove(&thread) {
                    let end_ns = step.time_ns;
                    seen.runs.push(Run {
                        thread,
                        core,
                        start_ns,
                        end_ns,
                    });
                }
                if step.event == (Event::ThreadExited {}) {
                    seen.exited_ns.insert(thread, step.time_ns);
                }
            }
            _ => {}
        }
    }
    // Who is still on a core when the run is cut off.
    for (thread, (core, start_ns)) in since {
        if start_ns < last_ns {
            seen.runs.push(Run {
                thread,
                core,
                start_ns,
                end_ns: last_ns,
            });
        }
    }
    seen
}

pub fn row(name: &str, arrival_ns: TimeNs, bursts: &[Burst]) -> Row {
    Row {
        name: name.to_owned(),
        arrival_ns,
        bursts: bursts.to_vec(),
        sched: timeslice_kernel::SchedParams::default(),
    }
}

/// Runs `rows` on `config` with `seed` to the end.
pub fn run_rows(config: MachineConfig, rows: Vec<Row>, budget: Budget, seed: u64) -> (Outcome, Vec<Step>) {
    let mut workload = Workload::new(rows);
    let mut machine = Machine::with_arrivals(config, budget, workload.arrivals());
    let mut recorder = Recorder::new(Level::Kernel);
    let outcome = machine.run(&mut workload, &mut SeededChooser::new(seed), &mut recorder);
    (outcome, recorder.steps())
}

/// The same under any policy and chooser.
pub fn run_policy(
    config: MachineConfig,
    policy: Box<dyn SchedPolicy>,
    rows: Vec<Row>,
    budget: Budget,
    chooser: &mut dyn Chooser,
) -> (Outcome, Vec<Step>) {
    let mut workload = Workload::new(rows);
    let mut machine = Machine::with_policy(config, budget, policy, workload.arrivals());
    let mut recorder = Recorder::new(Level::Kernel);
    let outcome = machine.run(&mut workload, chooser, &mut recorder);
    (outcome, recorder.steps())
}

/// The CPU time that `row` needs in all its jobs.
pub fn cpu_ns(row: &Row) -> TimeNs {
    let needs = row.bursts.iter().map(|burst| match burst {
        Burst::Cpu(ns) => *ns,
        Burst::Io(_) => 0,
    });
    let jobs = if row.sched.period_ns.is_some() {
        row.sched.jobs
    } else {
        1
    };
    needs.sum::<TimeNs>() * TimeNs::from(jobs)
}

/// A core runs one thread at a time and a thread is on one core at a time.
pub fn check_overlaps(case: &str, seen: &Observed) {
    for key in [|run: &Run| run.core, |run: &Run| run.thread] {
        let mut runs = seen.runs.clone();
        runs.sort_by_key(|run| (key(run), run.start_ns));
        for pair in runs.windows(2) {
            let is_apart = key(&pair[0]) != key(&pair[1]) || pair[1].start_ns >= pair[0].end_ns;
            assert!(is_apart, "{case}: {pair:?} overlap");
        }
    }
}

/// No core idles at the end of an instant while a thread is ready.
pub fn check_work_conservation(case: &str, cores: u32, steps: &[Step]) {
    let (mut n_ready, mut n_busy) = (0, 0);
    for (at, step) in steps.iter().enumerate() {
        match step.event {
            Event::ThreadReady { .. } => n_ready += 1,
            Event::Dispatched { .. } => (n_ready, n_busy) = (n_ready - 1, n_busy + 1),
            Event::Preempted { .. } => (n_ready, n_busy) = (n_ready + 1, n_busy - 1),
            Event::Blocked { .. } | Event::ThreadExited {} => n_busy -= 1,
            _ => {}
        }
        let is_last_of_instant = steps.get(at + 1).is_none_or(|next| next.time_ns > step.time_ns);
        let idles = is_last_of_instant && n_busy < cores && n_ready > 0;
        assert!(!idles, "{case}: a core idles at {step:?}");
    }
}
