//! Simulated kernel events per second: `cargo bench -p timeslice-kernel`. First round robin and FCFS, then every policy
//! with 10, 1,000 and 100,000 threads that are all ready most of the time, where nothing may grow faster than a logarithm.

#![allow(clippy::print_stdout, reason = "a benchmark reports on the console")]

use std::time::Instant;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::{Budget, Machine, MachineConfig, PolicyKind, SchedParams, SeededChooser};
use timeslice_trace::{CoreId, Event, Level, Recorder, Sink, TaskId, ThreadId, TimeNs};

/// Counts and forgets.
struct Counter(u64);

impl Sink for Counter {
    fn level(&self) -> Level {
        Level::Kernel
    }

    fn emit(&mut self, _: TimeNs, _: Option<CoreId>, _: Option<ThreadId>, _: Option<TaskId>, _: Event) {
        self.0 += 1;
    }
}

fn rows(n: usize, bursts: impl Fn(u64) -> Vec<Burst>) -> Vec<Row> {
    let row = |at: u64| Row {
        name: format!("P{at}"),
        arrival_ns: at,
        bursts: bursts(at),
        sched: SchedParams {
            priority: (at % 40) as i64,
            nice: (at % 40) as i8 - 20,
            tickets: 1 + at % 100,
            ..SchedParams::default()
        },
    };
    (0..n as u64).map(row).collect()
}

/// Bursts of lengths of their own for each thread, around 3 ms, between short waits.
fn scattered(at: u64, n: usize) -> Vec<Burst> {
    let cpu_ns = 2_000_000 + at * 7_919 % 2_000_003;
    [Burst::Cpu(cpu_ns), Burst::Io(500_000 + at % 1_000)].repeat(n)
}

/// Measures one case, unless the command line names others: `cargo bench -p timeslice-kernel -- FCFS`.
fn measure(name: &str, policy: PolicyKind, cores: u32, n_runs: u32, rows: impl Fn() -> Vec<Row>) {
    let mut wanted = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .peekable();
    if wanted.peek().is_some() && !wanted.any(|word| name.contains(&word)) {
        return;
    }
    let rows = rows();
    let config = MachineConfig {
        policy,
        ..MachineConfig::realistic(cores)
    };
    let budget = Budget {
        threads: 200_000,
        ..Budget::LOCAL
    };
    let run = |sink: &mut dyn Sink| {
        let mut workload = Workload::new(rows.clone());
        let mut machine = Machine::with_arrivals(config.clone(), budget, workload.arrivals());
        let begin = Instant::now();
        let outcome = machine.run(&mut workload, &mut SeededChooser::new(1), sink);
        (outcome.n_events, begin.elapsed().as_secs_f64())
    };
    let best = |sink: fn() -> Box<dyn Sink>| {
        let runs = (0..n_runs).map(|_| run(sink().as_mut()));
        runs.reduce(|a, b| if b.1 < a.1 { b } else { a }).expect("some runs")
    };
    let (n_events, counted) = best(|| Box::new(Counter(0)));
    let (_, recorded) = best(|| Box::new(Recorder::new(Level::Kernel)));
    let rate = |seconds: f64| n_events as f64 / seconds / 1e6;
    println!(
        "{name:<38} {n_events:>9} events  {:>7.2} M/s counted  {:>7.2} M/s recorded",
        rate(counted),
        rate(recorded)
    );
}

fn main() {
    use PolicyKind::{Fcfs, RoundRobin};
    let slices = |n| move |_| vec![Burst::Cpu(400_000_000); n];
    let mixed = |n| move |_| [Burst::Cpu(3_000_000), Burst::Io(7_000_000)].repeat(n);
    let short = |_| vec![Burst::Cpu(12_000_000)];
    let case = |name: &str, policy, cores, rows: &dyn Fn() -> Vec<Row>| measure(name, policy, cores, 5, rows);
    case("round robin, 1 core, 10 threads", RoundRobin, 1, &|| {
        rows(10, slices(100))
    });
    case("round robin, 1 core, 1,000 threads", RoundRobin, 1, &|| {
        rows(1_000, slices(1))
    });
    case("round robin, 1 core, 100,000 threads", RoundRobin, 1, &|| {
        rows(100_000, short)
    });
    case("round robin, 8 cores, 1,000 threads", RoundRobin, 8, &|| {
        rows(1_000, slices(1))
    });
    case("FCFS with I/O, 1 core, 10 threads", Fcfs, 1, &|| rows(10, mixed(1_000)));
    case("FCFS with I/O, 1 core, 1,000 threads", Fcfs, 1, &|| {
        rows(1_000, mixed(100))
    });
    case("FCFS with I/O, 1 core, 100,000 threads", Fcfs, 1, &|| {
        rows(100_000, mixed(2))
    });
    case("FCFS with I/O, 8 cores, 1,000 threads", Fcfs, 8, &|| {
        rows(1_000, mixed(100))
    });
    for policy in PolicyKind::ALL {
        for (n, n_bursts, shown) in [(10, 2_000, "10"), (1_000, 20, "1,000"), (100_000, 2, "100,000")] {
            let name = format!("{}, {shown} ready threads", policy.name());
            measure(&name, policy, 1, 2, || {
                let mut rows = rows(n, |at| scattered(at, n_bursts));
                if matches!(policy, PolicyKind::Edf | PolicyKind::Rm) {
                    (1_000_000_000..)
                        .zip(&mut rows)
                        .for_each(|(period_ns, row)| row.sched.period_ns = Some(period_ns));
                }
                rows
            });
        }
    }
}
