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

fn measure(name: &str, policy: PolicyKind, cores: u32, rows: &[Row]) {
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
    let mut best = f64::INFINITY;
    let mut n_events = 0;
    for _ in 0..5 {
        let (n, seconds) = run(&mut Counter(0));
        n_events = n;
        best = best.min(seconds);
    }
    let (_, recorded) = run(&mut Recorder::new(Level::Kernel));
    let rate = |seconds: f64| n_events as f64 / seconds / 1e6;
    println!(
        "{name:<38} {n_events:>9} events  {:>7.2} M/s counted  {:>7.2} M/s recorded",
        rate(best),
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
