//! What holds of every run under each policy, on random workloads and 1 to 16 cores: seeds 0 to 99 for each
//! policy, or as many as `TIMESLICE_WORKLOADS` says.

mod common;

use common::{Observed, Run, observe, run_policy};
use libtest_mimic::{Arguments, Trial};
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::policy::{
    Cfs, CfsRules, Eevdf, EevdfRules, Fcfs, Feedback, Hrrn, Lottery, Mlfq, MlfqLevel, MlfqRules, Prediction, Priority,
    PriorityOrder, PriorityRules, RealTime, RoundRobin, Shortest, Stride, Tie, Urgency,
};
use timeslice_kernel::{
    Budget, Choice, Chooser, Conventions, Ending, MachineConfig, PolicyKind, SameInstant, SchedParams, SchedPolicy,
    SeededChooser,
};
use timeslice_trace::{Event, Step, TimeNs};

type Below<'a> = &'a mut dyn FnMut(u64) -> u64;
type Build = fn(Below<'_>) -> Box<dyn SchedPolicy>;

/// Every policy, with random settings.
const POLICIES: &[(&str, Build)] = &[
    ("fcfs", |_| Box::new(Fcfs::default())),
    ("round_robin", |below| Box::new(RoundRobin::new(1 + below(6)))),
    ("sjf", |below| {
        Box::new(Shortest::job_first(tie(below), prediction(below)))
    }),
    ("srtf", |below| {
        Box::new(Shortest::remaining_time_first(tie(below), prediction(below)))
    }),
    ("priority", |below| {
        Box::new(Priority::new(PriorityRules {
            order: order(below),
            preemptive: below(2) == 0,
            quantum_ns: (below(2) == 0).then(|| 1 + below(6)),
            ageing_ns: (below(2) == 0).then(|| 1 + below(9)),
            tie: tie(below),
        }))
    }),
    ("hrrn", |_| Box::new(Hrrn::default())),
    ("feedback", |below| {
        Box::new(Feedback::new(1 + below(4), 1 + below(2) as u32, below(2) == 0))
    }),
    ("mlfq", |below| {
        let level = |below: Below<'_>| MlfqLevel {
            slice_ns: 1 + below(8),
            allotment: 1 + below(3) as u32,
        };
        Box::new(Mlfq::new(MlfqRules {
            levels: (0..=below(3)).map(|_| level(below)).collect(),
            boost_ns: (below(2) == 0).then(|| 1 + below(50)),
            wait_resets: below(2) == 0,
            woken_to_head: below(2) == 0,
        }))
    }),
    ("lottery", |below| Box::new(Lottery::new(1 + below(6)))),
    ("stride", |below| Box::new(Stride::new(1 + below(6)))),
    ("edf", |_| Box::new(RealTime::new(Urgency::EarliestDeadline))),
    ("rate_monotonic", |_| Box::new(RealTime::new(Urgency::RateMonotonic))),
    ("fixed_priority", |below| {
        Box::new(RealTime::new(Urgency::FixedPriority(order(below))))
    }),
    ("cfs", |below| {
        Box::new(Cfs::new(CfsRules {
            latency_ns: 1 + below(24),
            min_granularity_ns: 1 + below(4),
            wakeup_granularity_ns: below(4),
            tick_ns: below(5),
            start_debit: below(2) == 0,
            gentle_sleepers: below(2) == 0,
            wakeup_preemption: below(2) == 0,
            tie: tie(below),
        }))
    }),
    ("eevdf", |below| Box::new(Eevdf::new(eevdf_rules(below)))),
];

fn tie(below: Below<'_>) -> Tie {
    [Tie::Queue, Tie::Arrival][below(2) as usize]
}

fn order(below: Below<'_>) -> PriorityOrder {
    [PriorityOrder::LowIsHigh, PriorityOrder::HighIsHigh][below(2) as usize]
}

fn prediction(below: Below<'_>) -> Prediction {
    Prediction {
        always: below(3) == 0,
        alpha: (below(5) as u32, 4),
        initial_ns: below(20),
    }
}

fn eevdf_rules(below: Below<'_>) -> EevdfRules {
    EevdfRules {
        base_slice_ns: 1 + below(8),
        tick_ns: below(5),
        place_deadline_initial: below(2) == 0,
        run_to_parity: below(2) == 0,
        preempt_short: below(2) == 0,
        delay_dequeue: below(2) == 0,
    }
}

fn main() {
    let n_workloads = std::env::var("TIMESLICE_WORKLOADS").map_or(100, |n| n.parse().expect("a number of workloads"));
    let sound = POLICIES.iter().map(|&(name, build)| {
        Trial::test(format!("{name} is sound"), move || {
            (0..n_workloads).for_each(|seed| check_sound(seed, build));
            Ok(())
        })
    });
    let theorem = |name: &str, check: fn(u64)| {
        Trial::test(name, move || {
            (0..n_workloads).for_each(check);
            Ok(())
        })
    };
    let theorems = [
        theorem("srtf has the least mean turnaround", check_srtf_is_optimal),
        theorem("edf misses nothing at utilisation 1 or less", check_edf_meets_deadlines),
    ];
    libtest_mimic::run(&Arguments::from_args(), sound.chain(theorems).collect()).exit();
}

fn rows(below: Below<'_>, with_io: bool) -> Vec<Row> {
    let row = |at: u64, below: Below<'_>| {
        let mut bursts = vec![Burst::Cpu(1 + below(20))];
        for _ in 0..if with_io { below(4) } else { 0 } {
            bursts.extend([Burst::Io(1 + below(15)), Burst::Cpu(1 + below(20))]);
        }
        Row {
            name: format!("P{at}"),
            arrival_ns: below(40),
            bursts,
            sched: SchedParams {
                priority: below(4) as i64,
                tickets: 1 + below(9),
                nice: below(40) as i8 - 20,
                period_ns: (below(4) > 0).then(|| 1 + below(30)),
                deadline_ns: (below(4) > 0).then(|| 1 + below(60)),
                ..SchedParams::default()
            },
        }
    };
    (0..=below(12)).map(|at| row(at, below)).collect()
}

fn cpu_ns(row: &Row) -> TimeNs {
    let needs = row.bursts.iter().map(|burst| match burst {
        Burst::Cpu(ns) => *ns,
        Burst::Io(_) => 0,
    });
    needs.sum()
}

fn run(config: &MachineConfig, policy: Box<dyn SchedPolicy>, rows: &[Row], seed: u64) -> Vec<Step> {
    let chooser = &mut SeededChooser::new(seed);
    let (outcome, steps) = run_policy(config.clone(), policy, rows.to_vec(), Budget::SERVER, chooser);
    assert_eq!(outcome.ending, Ending::Finished, "seed {seed}");
    steps
}

fn ideal(cores: u32) -> MachineConfig {
    MachineConfig::ideal(cores, PolicyKind::Fcfs, 1)
}

/// CPU time is conserved, nothing runs before it arrives, a core runs one thread at a time and a thread is on one
/// core at a time, and no core idles while a thread is ready.
fn check_sound(seed: u64, build: Build) {
    let mut random = SeededChooser::new(seed);
    let mut below = |n| random.choose(Choice::Order, n);
    let config = MachineConfig {
        switch_cost_ns: below(3),
        wake_latency_ns: below(3),
        conventions: Conventions {
            same_instant: [SameInstant::ArrivalFirst, SameInstant::ExpiredFirst][below(2) as usize],
            ..Conventions::default()
        },
        ..ideal(1 + below(16) as u32)
    };
    let (policy, rows) = (build(&mut below), rows(&mut below, true));
    let steps = run(&config, policy, &rows, seed);
    let seen = observe(&steps);
    for row in &rows {
        let runs = runs_of(&seen, &row.name);
        let used_ns: TimeNs = runs.iter().map(|run| run.end_ns - run.start_ns).sum();
        assert_eq!(used_ns, cpu_ns(row), "seed {seed}: {}", row.name);
        assert!(
            runs.iter().all(|run| run.start_ns >= row.arrival_ns),
            "seed {seed}: {} ran too early",
            row.name
        );
    }
    check_overlaps(seed, &seen, |run| run.core);
    check_overlaps(seed, &seen, |run| run.thread);
    check_work_conservation(seed, &config, &steps);
}

fn runs_of(seen: &Observed, name: &str) -> Vec<Run> {
    let thread = seen
        .names
        .iter()
        .position(|seen| seen == name)
        .expect("everybody arrives");
    seen.runs.iter().copied().filter(|run| run.thread == thread).collect()
}

fn check_overlaps(seed: u64, seen: &Observed, key: fn(&Run) -> usize) {
    let mut runs = seen.runs.clone();
    runs.sort_by_key(|run| (key(run), run.start_ns));
    for pair in runs.windows(2) {
        let is_apart = key(&pair[0]) != key(&pair[1]) || pair[1].start_ns >= pair[0].end_ns;
        assert!(is_apart, "seed {seed}: {pair:?} overlap");
    }
}

fn check_work_conservation(seed: u64, config: &MachineConfig, steps: &[Step]) {
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
        let idles = is_last_of_instant && n_busy < config.cores && n_ready > 0;
        assert!(!idles, "seed {seed}: a core idles at {step:?}");
    }
}

/// On one core, without I/O and switch cost, no policy has a smaller sum of turnarounds.
fn check_srtf_is_optimal(seed: u64) {
    let mut random = SeededChooser::new(seed);
    let mut below = |n| random.choose(Choice::Order, n);
    let rows = rows(&mut below, false);
    let sum = |policy| {
        let seen = observe(&run(&ideal(1), policy, &rows, seed));
        seen.exited_ns.values().sum::<TimeNs>()
    };
    let srtf = sum(Box::new(Shortest::remaining_time_first(
        Tie::Queue,
        Prediction::default(),
    )));
    for (name, build) in POLICIES {
        let other = sum(build(&mut below));
        assert!(srtf <= other, "seed {seed}: {name} needs {other}, SRTF {srtf}");
    }
}

/// Random periodic tasks that together need at most the whole core, over their hyperperiod.
fn check_edf_meets_deadlines(seed: u64) {
    const PERIODS: [TimeNs; 7] = [4, 5, 6, 10, 12, 15, 20];
    const HYPERPERIOD: TimeNs = 60;
    let mut random = SeededChooser::new(seed);
    let mut below = |n| random.choose(Choice::Order, n);
    let (mut rows, mut used) = (Vec::new(), 0);
    for task in 0..8 {
        let period_ns = PERIODS[below(7) as usize];
        let wcet_ns = 1 + below(period_ns);
        let share = wcet_ns * (HYPERPERIOD / period_ns);
        if used + share > HYPERPERIOD {
            continue;
        }
        used += share;
        let phase_ns = below(10);
        rows.extend((0..3 * HYPERPERIOD / period_ns).map(|job| Row {
            name: format!("T{task}_{job}"),
            arrival_ns: phase_ns + job * period_ns,
            bursts: vec![Burst::Cpu(wcet_ns)],
            sched: SchedParams {
                deadline_ns: Some(period_ns),
                ..SchedParams::default()
            },
        }));
    }
    let policy = Box::new(RealTime::new(Urgency::EarliestDeadline));
    let seen = observe(&run(&ideal(1), policy, &rows, seed));
    for row in &rows {
        let thread = seen
            .names
            .iter()
            .position(|name| *name == row.name)
            .expect("every job arrives");
        let deadline_ns = row.arrival_ns + row.sched.deadline_ns.expect("a job has one");
        assert!(
            seen.exited_ns[&thread] <= deadline_ns,
            "seed {seed}: {} is late",
            row.name
        );
    }
}
