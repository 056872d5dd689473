//! What holds of every run, on random workloads: seeds 0 to 199.

mod common;

use common::{Observed, check_overlaps, check_work_conservation, cpu_ns, observe, run_rows};
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::policy::{EnqueueReason, Pick, Rule, SchedPolicy};
use timeslice_kernel::{
    Budget, Choice, Chooser, Conventions, Ending, Machine, MachineConfig, Pause, PolicyKind, Program, SameInstant,
    SchedParams, SeededChooser, Slice,
};
use timeslice_trace::{CoreId, Event, Level, ObjectId, ProcessId, Recorder, ThreadId, TimeNs};

fn random_rows(random: &mut SeededChooser) -> Vec<Row> {
    let mut below = |n| random.choose(Choice::Order, n);
    let n_rows = 1 + below(12);
    let row = |at: u64, below: &mut dyn FnMut(u64) -> u64| {
        let mut bursts = vec![Burst::Cpu(1 + below(20))];
        for _ in 0..below(4) {
            bursts.extend([Burst::Io(1 + below(15)), Burst::Cpu(1 + below(20))]);
        }
        Row {
            name: format!("P{at}"),
            arrival_ns: below(40),
            bursts,
            sched: SchedParams::default(),
        }
    };
    (0..n_rows).map(|at| row(at, &mut below)).collect()
}

fn random_config(random: &mut SeededChooser) -> MachineConfig {
    let mut below = |n| random.choose(Choice::Order, n);
    let policy = [PolicyKind::Fcfs, PolicyKind::RoundRobin][below(2) as usize];
    let cores = 1 + below(4) as u32;
    MachineConfig {
        switch_cost_ns: below(3),
        wake_latency_ns: below(3),
        conventions: Conventions {
            same_instant: [SameInstant::ArrivalFirst, SameInstant::ExpiredFirst][below(2) as usize],
            ..Conventions::default()
        },
        ..MachineConfig::ideal(cores, policy, 1 + below(6))
    }
}

#[test]
fn every_run_is_sound() {
    for seed in 0..200 {
        let mut random = SeededChooser::new(seed);
        let (config, rows) = (random_config(&mut random), random_rows(&mut random));
        let (outcome, steps) = run_rows(config.clone(), rows.clone(), Budget::SERVER, seed);
        assert_eq!(outcome.ending, Ending::Finished, "seed {seed}");
        let seen = observe(&steps);
        check_times(seed, &seen, &rows);
        let case = format!("seed {seed}");
        check_overlaps(&case, &seen);
        check_work_conservation(&case, config.cores, &steps);
    }
}

/// CPU time is conserved and nothing runs before it arrives.
fn check_times(seed: u64, seen: &Observed, rows: &[Row]) {
    for (thread, name) in seen.names.iter().enumerate() {
        let row = rows.iter().find(|row| row.name == *name).expect("only rows run");
        assert_eq!(seen.created_ns[thread], row.arrival_ns, "seed {seed}");
        let runs = seen.runs.iter().filter(|run| run.thread == thread);
        assert!(
            runs.clone().all(|run| run.start_ns >= row.arrival_ns),
            "seed {seed}: {name} ran too early"
        );
        assert_eq!(
            runs.map(|run| run.end_ns - run.start_ns).sum::<u64>(),
            cpu_ns(row),
            "seed {seed}: {name}"
        );
    }
    assert_eq!(seen.names.len(), rows.len(), "seed {seed}: everybody arrived");
}

/// A workload that does not say how long its threads are quiet.
struct Taciturn(Workload);

impl Program for Taciturn {
    fn run(&mut self, slice: &mut Slice<'_>) -> Pause {
        self.0.run(slice)
    }

    fn spawned(&mut self, thread: ThreadId, process: ProcessId, token: u64) {
        self.0.spawned(thread, process, token);
    }

    fn holder(&self, object: ObjectId) -> Option<ThreadId> {
        self.0.holder(object)
    }
}

#[test]
fn running_ahead_changes_nothing() {
    for seed in 0..200 {
        let mut random = SeededChooser::new(seed);
        let (config, rows) = (random_config(&mut random), random_rows(&mut random));
        let (outcome, steps) = run_rows(config.clone(), rows.clone(), Budget::SERVER, seed);
        let mut program = Taciturn(Workload::new(rows));
        let mut machine = Machine::with_arrivals(config, Budget::SERVER, program.0.arrivals());
        let mut recorder = Recorder::new(Level::Kernel);
        let expected = machine.run(&mut program, &mut SeededChooser::new(seed), &mut recorder);
        assert_eq!((outcome, steps), (expected, recorder.steps()), "seed {seed}");
    }
}

/// Lower thread numbers are better; records what it is told. Shows that the machine serves policies that preempt.
#[derive(Debug, Clone, Default)]
struct LowestFirst {
    ready: std::collections::BTreeSet<ThreadId>,
    charged_ns: std::collections::BTreeMap<ThreadId, TimeNs>,
    total: std::sync::Arc<std::sync::Mutex<std::collections::BTreeMap<ThreadId, TimeNs>>>,
}

impl SchedPolicy for LowestFirst {
    fn enqueue(&mut self, thread: ThreadId, _reason: EnqueueReason, _now_ns: TimeNs) {
        assert!(self.ready.insert(thread), "a thread is queued once");
    }

    fn pick_next(&mut self, _pick: &mut Pick<'_>) -> Option<ThreadId> {
        self.ready.pop_first()
    }

    fn slice_ns(&self, _thread: ThreadId) -> Option<TimeNs> {
        None
    }

    fn remove(&mut self, thread: ThreadId) {
        self.ready.remove(&thread);
    }

    fn charge(&mut self, thread: ThreadId, ran_ns: TimeNs) {
        *self.charged_ns.entry(thread).or_default() += ran_ns;
        *self.total.lock().expect("one thread").entry(thread).or_default() += ran_ns;
    }

    fn preempts(&mut self, newcomer: ThreadId, running: &[(CoreId, ThreadId)]) -> Option<CoreId> {
        let worst = running.iter().max_by_key(|(_, thread)| *thread)?;
        (worst.1 > newcomer).then_some(worst.0)
    }

    fn is_preemptive(&self) -> bool {
        true
    }

    fn queued(&self, _core: CoreId, most: usize) -> Vec<ThreadId> {
        self.ready.iter().copied().take(most).collect()
    }

    fn rule(&self) -> Rule {
        Rule {
            text: "lowest number".to_owned(),
            unit: "place",
        }
    }

    fn boxed_clone(&self) -> Box<dyn SchedPolicy> {
        Box::new(self.clone())
    }
}

#[test]
fn a_better_thread_takes_a_core_at_once() {
    for seed in 0..200 {
        let mut random = SeededChooser::new(seed);
        let (config, rows) = (random_config(&mut random), random_rows(&mut random));
        // A switch in progress is finished before the next one begins.
        let config = MachineConfig {
            switch_cost_ns: 0,
            wake_latency_ns: 0,
            ..config
        };
        let policy = LowestFirst::default();
        let total = policy.total.clone();
        let mut workload = Workload::new(rows.clone());
        let mut machine = Machine::with_policy(config.clone(), Budget::SERVER, Box::new(policy), workload.arrivals());
        let mut recorder = Recorder::new(Level::Kernel);
        machine.run(&mut workload, &mut SeededChooser::new(seed), &mut recorder);
        let seen = observe(&recorder.steps());
        check_times(seed, &seen, &rows);
        let case = format!("seed {seed}");
        check_overlaps(&case, &seen);
        check_work_conservation(&case, config.cores, &recorder.steps());
        let charged = total.lock().expect("one thread").clone();
        for (thread, name) in seen.names.iter().enumerate() {
            let row = rows.iter().find(|row| row.name == *name).expect("only rows run");
            let id = ThreadId(u32::try_from(thread).expect("few"));
            assert_eq!(
                charged.get(&id),
                Some(&cpu_ns(row)),
                "seed {seed}: {name} is charged for what it ran"
            );
        }
        check_nobody_better_waits(seed, &recorder.steps());
    }
}

/// At the end of each instant no ready thread is better than a running one.
fn check_nobody_better_waits(seed: u64, steps: &[timeslice_trace::Step]) {
    let mut ready = std::collections::BTreeSet::new();
    let mut running = std::collections::BTreeSet::new();
    for (at, step) in steps.iter().enumerate() {
        let Some(thread) = step.thread else { continue };
        match step.event {
            Event::ThreadReady { .. } => {
                ready.insert(thread);
            }
            Event::Dispatched { .. } => {
                ready.remove(&thread);
                running.insert(thread);
            }
            Event::Preempted { .. } => {
                running.remove(&thread);
                ready.insert(thread);
            }
            Event::Blocked { .. } | Event::ThreadExited {} => {
                running.remove(&thread);
            }
            _ => {}
        }
        let next_ns = steps.get(at + 1).map_or(TimeNs::MAX, |next| next.time_ns);
        if next_ns > step.time_ns
            && let Some(best) = ready.first()
        {
            let has_worse = running.last().is_some_and(|worst: &ThreadId| worst > best);
            assert!(
                !has_worse,
                "seed {seed}: {best:?} waits behind a worse thread at {step:?}"
            );
        }
    }
}
