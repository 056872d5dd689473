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

fn measure(name: &str, cores: u32, rows: &[Row]) {
    let config = MachineConfig {
        policy: PolicyKind::RoundRobin,
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
    let slices = [Burst::Cpu(400_000_000)];
    let mixed = [Burst::Cpu(3_000_000), Burst::Io(7_000_000)].repeat(100);
    measure("round robin, 1 core, 1,000 threads", 1, &rows(1_000, &slices));
    measure("round robin, 8 cores, 1,000 threads", 8, &rows(1_000, &slices));
    measure("CPU and I/O, 1 core, 10 threads", 1, &rows(1_000, &mixed)[..10]);
    measure("CPU and I/O, 8 cores, 1,000 threads", 8, &rows(1_000, &mixed));
    measure("CPU and I/O, 8 cores, 100,000 threads", 8, &rows(100_000, &mixed[..4]));
}
