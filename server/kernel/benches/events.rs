//! Simulated kernel events per second: `cargo bench -p timeslice-kernel`.

#![allow(clippy::print_stdout, reason = "a benchmark reports on the console")]

use std::time::Instant;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::{Budget, Machine, MachineConfig, PolicyKind, SeededChooser};
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

fn rows(n: usize, bursts: &[Burst]) -> Vec<Row> {
    let row = |at: usize| Row {
        name: format!("P{at}"),
        arrival_ns: at as u64,
        bursts: bursts.to_vec(),
        sched: timeslice_kernel::SchedParams::default(),
    };
    (0..n).map(row).collect()
}

/// Measures one case, unless the command line names others: `cargo bench -p timeslice-kernel -- FCFS`.
fn measure(name: &str, policy: PolicyKind, cores: u32, rows: &[Row]) {
    let mut wanted = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .peekable();
    if wanted.peek().is_some() && !wanted.any(|word| name.contains(&word)) {
        return;
    }
    let config = MachineConfig {
        policy,
        ..MachineConfig::realistic(cores)
    };
    let budget = Budget {
        threads: 200_000,
        ..Budget::LOCAL
    };
    let run = |sink: &mut dyn Sink| {
        let mut workload = Workload::new(rows.to_vec());
        let mut machine = Machine::with_arrivals(config.clone(), budget, workload.arrivals());
        let begin = Instant::now();
        let outcome = machine.run(&mut workload, &mut SeededChooser::new(1), sink);
        (outcome.n_events, begin.elapsed().as_secs_f64())
    };
    let best = |sink: fn() -> Box<dyn Sink>| {
        let runs = (0..5).map(|_| run(sink().as_mut()));
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
    use PolicyKind::{Eevdf, Fcfs, RoundRobin};
    let slices = [Burst::Cpu(400_000_000)];
    let mixed = [Burst::Cpu(3_000_000), Burst::Io(7_000_000)].repeat(100);
    measure(
        "round robin, 1 core, 10 threads",
        RoundRobin,
        1,
        &rows(10, &slices.repeat(100)),
    );
    measure(
        "round robin, 1 core, 1,000 threads",
        RoundRobin,
        1,
        &rows(1_000, &slices),
    );
    measure(
        "round robin, 1 core, 100,000 threads",
        RoundRobin,
        1,
        &rows(100_000, &[Burst::Cpu(12_000_000)]),
    );
    measure(
        "round robin, 8 cores, 1,000 threads",
        RoundRobin,
        8,
        &rows(1_000, &slices),
    );
    measure(
        "FCFS with I/O, 1 core, 10 threads",
        Fcfs,
        1,
        &rows(10, &mixed.repeat(10)),
    );
    measure("FCFS with I/O, 1 core, 1,000 threads", Fcfs, 1, &rows(1_000, &mixed));
    measure(
        "FCFS with I/O, 1 core, 100,000 threads",
        Fcfs,
        1,
        &rows(100_000, &mixed[..4]),
    );
    measure("FCFS with I/O, 8 cores, 1,000 threads", Fcfs, 8, &rows(1_000, &mixed));
    measure("EEVDF with I/O, 1 core, 100 threads", Eevdf, 1, &rows(100, &mixed));
}
