//! What holds of every run under each policy and placement, on random workloads, conventions and 1 to 16 cores: seeds
//! 0 to 99 for each pair, or as many as `TIMESLICE_WORKLOADS` says.

mod common;

use common::{check_overlaps, check_work_conservation, cpu_ns, observe};
use libtest_mimic::{Arguments, Trial};
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::config::{FeedbackOptions, PolicyOptions, PriorityOptions};
use timeslice_kernel::conventions::{ChargeSwitch, CoreChoice, PriorityOrder, QuantumAlignment, QuantumOnSwitch, Tie};
use timeslice_kernel::placement::{Packing, Stealing, Victim};
use timeslice_kernel::policy::{CfsRules, EevdfRules, MlfqLevel, MlfqRules, Prediction};
use timeslice_kernel::{
    Budget, Choice, Chooser, Conventions, Ending, Machine, MachineConfig, Placement, PolicyKind, SameInstant,
    SchedParams, SeededChooser,
};
use timeslice_trace::{Event, Level, Recorder, Step, TimeNs};

type Below<'a> = &'a mut dyn FnMut(u64) -> u64;

const PLACEMENTS: [Placement; 4] = [
    Placement::Shared,
    Placement::PerCore,
    Placement::Linux,
    Placement::Partitioned,
];

fn one<T: Copy, const N: usize>(below: Below<'_>, of: [T; N]) -> T {
    of[below(N as u64) as usize]
}

fn coin(below: Below<'_>) -> bool {
    below(2) == 0
}

fn options(below: Below<'_>) -> PolicyOptions {
    PolicyOptions {
        prediction: Prediction {
            always: below(3) == 0,
            alpha: (below(5) as u32, 4),
            initial_ns: below(20),
        },
        priority: PriorityOptions {
            preemptive: coin(below),
            round_robin: coin(below),
            ageing_ns: coin(below).then(|| 1 + below(9)),
        },
        feedback: FeedbackOptions {
            growth: 1 + below(2) as u32,
            demote_when_alone: coin(below),
        },
        mlfq: Some(MlfqRules {
            levels: (0..=below(3))
                .map(|_| MlfqLevel {
                    slice_ns: 1 + below(8),
                    allotment: 1 + below(3) as u32,
                })
                .collect(),
            boost_ns: coin(below).then(|| 1 + below(50)),
            wait_resets: coin(below),
            woken_to_head: coin(below),
        }),
        cfs: Some(CfsRules {
            latency_ns: 1 + below(24),
            min_granularity_ns: 1 + below(4),
            wakeup_granularity_ns: below(4),
            tick_ns: below(5),
            start_debit: coin(below),
            gentle_sleepers: coin(below),
            wakeup_preemption: coin(below),
            tie: one(below, [Tie::Queue, Tie::Arrival]),
        }),
        eevdf: Some(EevdfRules {
            base_slice_ns: 1 + below(8),
            tick_ns: below(5),
            place_deadline_initial: coin(below),
            run_to_parity: coin(below),
            preempt_short: coin(below),
            delay_dequeue: coin(below),
        }),
        stealing: Stealing {
            period_ns: below(3) * 7,
            when_idle: coin(below),
            victim: one(below, [Victim::Longest, Victim::Random]),
            restricted: coin(below),
        },
        packing: one(below, [Packing::FirstFit, Packing::LeastLoaded]),
    }
}

fn conventions(below: Below<'_>) -> Conventions {
    use ChargeSwitch::{BetweenThreads, EveryDispatch, LoadAndSave};
    Conventions {
        same_instant: one(below, [SameInstant::ArrivalFirst, SameInstant::ExpiredFirst]),
        tie: one(below, [Tie::Queue, Tie::Arrival]),
        priority_order: one(below, [PriorityOrder::LowIsHigh, PriorityOrder::HighIsHigh]),
        charge_switch: one(below, [BetweenThreads, BetweenThreads, EveryDispatch, LoadAndSave]),
        quantum_on_switch: one(below, [QuantumOnSwitch::AfterSwitch, QuantumOnSwitch::IncludesSwitch]),
        quantum_alignment: one(below, [QuantumAlignment::Own, QuantumAlignment::GlobalMultiples]),
        core_choice: one(below, [CoreChoice::Warm, CoreChoice::InOrder, CoreChoice::ArmedFirst]),
        charge_full_quantum: below(4) == 0,
    }
}

fn main() {
    let n_workloads = std::env::var("TIMESLICE_WORKLOADS").map_or(100, |n| n.parse().expect("a number of workloads"));
    let pairs = PolicyKind::ALL
        .into_iter()
        .flat_map(|kind| PLACEMENTS.map(|placement| (kind, placement)));
    let sound = pairs.map(|(kind, placement)| {
        Trial::test(format!("{} {placement:?} is sound", kind.name()), move || {
            (0..n_workloads).for_each(|seed| check_sound(seed, kind, placement));
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
    let is_restricted = with_io && below(3) == 0;
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
                wcet_ns: coin(below).then(|| 1 + below(30)),
                jobs: if with_io { 1 + below(3) as u32 } else { 1 },
                affinity: if is_restricted && coin(below) {
                    below(1 << 16) as u32
                } else {
                    u32::MAX
                },
                ..SchedParams::default()
            },
        }
    };
    (0..=below(12)).map(|at| row(at, below)).collect()
}

fn run(config: &MachineConfig, rows: &[Row], seed: u64) -> Vec<Step> {
    let mut workload = Workload::new(rows.to_vec());
    let mut machine = Machine::with_arrivals(config.clone(), Budget::SERVER, workload.arrivals());
    let mut recorder = Recorder::new(Level::Line);
    let outcome = machine.run(&mut workload, &mut SeededChooser::new(seed), &mut recorder);
    assert_eq!(outcome.ending, Ending::Finished, "seed {seed} on {config:?}");
    recorder.steps()
}

fn ideal(cores: u32, policy: PolicyKind) -> MachineConfig {
    MachineConfig::ideal(cores, policy, 1)
}

/// CPU time is conserved, nothing runs before it arrives or where it may not, a core runs one thread at a time and a
/// thread is on one core at a time, and no core idles while a thread is ready, where the placement promises it.
fn check_sound(seed: u64, kind: PolicyKind, placement: Placement) {
    let mut random = SeededChooser::new(seed);
    let mut below = |n| random.choose(Choice::Order, n);
    let config = MachineConfig {
        placement,
        quantum_ns: 1 + below(6),
        switch_cost_ns: below(3),
        save_cost_ns: below(2),
        wake_latency_ns: below(3),
        options: options(&mut below),
        conventions: conventions(&mut below),
        ..ideal(1 + below(16) as u32, kind)
    };
    let rows = rows(&mut below, true);
    let case = format!("{} {placement:?} seed {seed}", kind.name());
    let steps = run(&config, &rows, seed);
    let seen = observe(&steps);
    let all = u32::MAX >> (32 - config.cores);
    for row in &rows {
        let thread = seen
            .names
            .iter()
            .position(|name| *name == row.name)
            .expect("everybody arrives");
        let runs: Vec<_> = seen.runs.iter().filter(|run| run.thread == thread).collect();
        let used_ns: TimeNs = runs.iter().map(|run| run.end_ns - run.start_ns).sum();
        if config.conventions.charge_full_quantum {
            assert!(used_ns >= cpu_ns(row), "{case}: {}", row.name);
        } else {
            assert_eq!(used_ns, cpu_ns(row), "{case}: {}", row.name);
        }
        let is_early = runs.iter().any(|run| run.start_ns < row.arrival_ns);
        assert!(!is_early, "{case}: {} ran too early", row.name);
        let allowed = match row.sched.affinity & all {
            0 => all,
            some => some,
        };
        let strays = runs.iter().any(|run| allowed >> run.core & 1 == 0);
        assert!(!strays, "{case}: {} ran where it may not", row.name);
    }
    check_overlaps(&case, &seen);
    check_decisions(&case, &steps);
    let conserves = match placement {
        Placement::Shared | Placement::Linux => true,
        Placement::PerCore => config.options.stealing.when_idle && config.options.stealing.victim == Victim::Longest,
        Placement::Partitioned => config.cores == 1,
    };
    if conserves && rows.iter().all(|row| row.sched.affinity == u32::MAX) {
        check_work_conservation(&case, config.cores, &steps);
    }
}

/// Whoever a decision names as winner gets the core next, and it won against somebody.
fn check_decisions(case: &str, steps: &[Step]) {
    for (at, step) in steps.iter().enumerate() {
        let Event::Decided { among, .. } = &step.event else {
            continue;
        };
        let mut later = steps[at + 1..].iter();
        let next = later.find(|step| matches!(step.event, Event::Dispatched { .. }));
        assert!(among.len() > 1, "{case}: {step:?}");
        assert_eq!(Some(among[0].thread), step.thread, "{case}: the winner comes first");
        let is_won = next.is_some_and(|next| next.thread == step.thread && next.core == step.core);
        assert!(is_won, "{case}: {step:?} is followed by {next:?}");
    }
}

/// On one core, without I/O and switch cost, no policy has a smaller sum of turnarounds.
fn check_srtf_is_optimal(seed: u64) {
    let mut random = SeededChooser::new(seed);
    let mut below = |n| random.choose(Choice::Order, n);
    let rows = rows(&mut below, false);
    let sum = |config: &MachineConfig| {
        let seen = observe(&run(config, &rows, seed));
        seen.exited_ns.values().sum::<TimeNs>()
    };
    let srtf = sum(&ideal(1, PolicyKind::Srtf));
    for kind in PolicyKind::ALL {
        let mut config = ideal(1, kind);
        config.options = options(&mut below);
        let other = sum(&config);
        assert!(srtf <= other, "seed {seed}: {kind:?} needs {other}, SRTF {srtf}");
    }
}

/// Random periodic tasks that together need at most the whole core, over three hyperperiods.
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
        rows.push(Row {
            name: format!("T{task}"),
            arrival_ns: below(10),
            bursts: vec![Burst::Cpu(wcet_ns)],
            sched: SchedParams {
                period_ns: Some(period_ns),
                jobs: (3 * HYPERPERIOD / period_ns) as u32,
                ..SchedParams::default()
            },
        });
    }
    let steps = run(&ideal(1, PolicyKind::Edf), &rows, seed);
    let missed = steps
        .iter()
        .find(|step| matches!(step.event, Event::DeadlineMissed { .. }));
    assert_eq!(
        missed,
        None,
        "seed {seed}: {rows:?}\n{}",
        timeslice_trace::timeline(&steps)
    );
    let n_done = steps
        .iter()
        .filter(|step| matches!(step.event, Event::JobDone { .. }))
        .count();
    let n_jobs: u32 = rows.iter().map(|row| row.sched.jobs).sum();
    assert_eq!(n_done, n_jobs as usize, "seed {seed}: every job is done");
}
