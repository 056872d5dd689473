//! The cases of `scheduling.json`: every number a case gives must come out, derived from the trace. One test each.

mod common;

use common::{Observed, observe, row, run_rows};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::{Budget, Ending, MachineConfig, PolicyKind, SameInstant};

/// Nanoseconds per tick, so that fractions of a tick are whole numbers.
const TICK_NS: u64 = 1_000;

fn main() {
    let file: Value = serde_json::from_str(include_str!("scheduling.json")).expect("the case file is JSON");
    let trials = file["cases"]
        .as_array()
        .expect("a list of cases")
        .iter()
        .cloned()
        .map(|case| {
            let name = case["id"].as_str().expect("a case has an id").to_owned();
            Trial::test(name, move || {
                if case.get("kind").is_some() {
                    check_efficiency(&case)
                } else {
                    check(&case)
                }
            })
        });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn ticks(value: &Value) -> u64 {
    (value.as_f64().expect("a number of ticks") * TICK_NS as f64).round() as u64
}

fn config(case: &Value, params: &Value) -> MachineConfig {
    let policy = match case["policy"].as_str() {
        Some("fcfs") => PolicyKind::Fcfs,
        Some("rr") => PolicyKind::RoundRobin,
        other => panic!("policy {other:?} is not built yet"),
    };
    let cores = case.get("cores").and_then(Value::as_u64).unwrap_or(1);
    let quantum_ns = params.get("quantum").map_or(1, ticks);
    MachineConfig {
        switch_cost_ns: params.get("context_switch").map_or(0, ticks),
        same_instant: match params.get("same_instant").and_then(Value::as_str) {
            Some("expired_first") => SameInstant::ExpiredFirst,
            _ => SameInstant::ArrivalFirst,
        },
        ..MachineConfig::ideal(u32::try_from(cores).expect("few cores"), policy, quantum_ns)
    }
}

fn rows(case: &Value) -> Vec<Row> {
    let burst = |burst: &Value| match burst[0].as_str() {
        Some("cpu") => Burst::Cpu(ticks(&burst[1])),
        _ => Burst::Io(ticks(&burst[1])),
    };
    let list = case["processes"].as_array().expect("a list of processes").iter();
    list.map(|process| Row {
        name: process["name"].as_str().expect("a name").to_owned(),
        arrival_ns: ticks(&process["arrival"]),
        bursts: process["bursts"]
            .as_array()
            .expect("a list of bursts")
            .iter()
            .map(burst)
            .collect(),
    })
    .collect()
}

/// Compares one number; `problems` collects what differs.
fn compare(problems: &mut Vec<String>, what: &str, expected: &Value, found: f64) {
    if let Some(expected) = expected.as_f64()
        && (expected - found).abs() > 1e-6 * expected.abs().max(1.0)
    {
        problems.push(format!("{what}: {found}, should be {expected}"));
    }
}

fn check(case: &Value) -> Result<(), Failed> {
    let rows = rows(case);
    let (outcome, steps) = run_rows(config(case, &case["params"]), rows.clone(), Budget::LOCAL, 0);
    let seen = observe(&steps);
    let mut problems = Vec::new();
    if outcome.ending != Ending::Finished {
        problems.push(format!("ended with {:?}", outcome.ending));
    }
    let expect = &case["expect"];
    compare(
        &mut problems,
        "makespan",
        &expect["makespan"],
        outcome.time_ns as f64 / TICK_NS as f64,
    );
    compare(
        &mut problems,
        "switch time",
        &expect["switch_time_total"],
        seen.switch_ns as f64 / TICK_NS as f64,
    );
    compare(
        &mut problems,
        "switches",
        &expect["switches_charged"],
        seen.n_switches as f64,
    );
    let mut sums = [0.0; 3];
    for row in &rows {
        let numbers = numbers(&seen, row);
        for (metric, value) in &numbers {
            compare(
                &mut problems,
                &format!("{} of {}", metric, row.name),
                &expect["processes"][&row.name][metric],
                *value,
            );
        }
        for (sum, at) in sums.iter_mut().zip(2..) {
            *sum += numbers[at].1;
        }
    }
    for (metric, sum) in ["turnaround", "waiting", "response"].iter().zip(sums) {
        compare(
            &mut problems,
            &format!("mean {metric}"),
            &expect["averages"][metric],
            sum / rows.len() as f64,
        );
    }
    if let Some(expected) = expect["gantt"].as_array() {
        let expected: Vec<String> = expected
            .iter()
            .map(|part| {
                format!(
                    "{} {} {}-{}",
                    part["p"].as_str().unwrap_or("?"),
                    part["core"],
                    part["s"],
                    part["e"]
                )
            })
            .collect();
        let found = gantt(&seen);
        if expected != found {
            problems.push(format!("gantt: {found:?}\n  should be {expected:?}"));
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}

fn numbers(seen: &Observed, row: &Row) -> [(&'static str, f64); 5] {
    let thread = seen
        .names
        .iter()
        .position(|name| *name == row.name)
        .expect("the row arrived");
    let start_ns = seen
        .runs
        .iter()
        .find(|run| run.thread == thread)
        .expect("it ran")
        .start_ns;
    let finish_ns = seen.exited_ns[&thread];
    let used_ns: u64 = row
        .bursts
        .iter()
        .map(|burst| match *burst {
            Burst::Cpu(ns) | Burst::Io(ns) => ns,
        })
        .sum();
    let ticks = |ns: u64| ns as f64 / TICK_NS as f64;
    [
        ("start", ticks(start_ns)),
        ("finish", ticks(finish_ns)),
        ("turnaround", ticks(finish_ns - row.arrival_ns)),
        ("waiting", ticks(finish_ns - row.arrival_ns - used_ns)),
        ("response", ticks(start_ns - row.arrival_ns)),
    ]
}

fn gantt(seen: &Observed) -> Vec<String> {
    let mut runs = seen.runs.clone();
    runs.retain(|run| run.end_ns > run.start_ns);
    runs.sort_by_key(|run| (run.core, run.start_ns));
    let merged = runs.chunk_by(|a, b| a.thread == b.thread && a.core == b.core && a.end_ns == b.start_ns);
    merged
        .map(|runs| {
            let (first, last) = (runs[0], runs[runs.len() - 1]);
            let (start, end) = (first.start_ns / TICK_NS, last.end_ns / TICK_NS);
            format!("{} {} {start}-{end}", seen.names[first.thread], first.core)
        })
        .collect()
}

/// The share of time spent on work and not on switches, over a long steady stretch.
fn check_efficiency(case: &Value) -> Result<(), Failed> {
    let given = &case["given"];
    let endless = [Burst::Cpu(1_000_000 * TICK_NS)];
    let rows: Vec<Row> = match given["processes"].as_str() {
        Some("two or more endless CPU bursts") => vec![row("A", 0, &endless), row("B", 0, &endless)],
        Some("10 I/O-bound (1 ms CPU then 10 ms I/O) and 1 CPU-bound") => {
            let mixed = [Burst::Cpu(TICK_NS), Burst::Io(10 * TICK_NS)].repeat(10_000);
            (0..10)
                .map(|_| row("io", 0, &mixed))
                .chain([row("cpu", 0, &endless)])
                .collect()
        }
        other => return Err(format!("unknown workload {other:?}").into()),
    };
    let budget = Budget {
        time_ns: 100_000 * TICK_NS,
        ..Budget::LOCAL
    };
    let (outcome, steps) = run_rows(config(case, given), rows, budget, 0);
    let useful_ns: u64 = observe(&steps).runs.iter().map(|run| run.end_ns - run.start_ns).sum();
    let found = useful_ns as f64 / outcome.time_ns as f64;
    let expected = case["expect"]["useful_fraction"].as_f64().expect("a fraction");
    if (found - expected).abs() < 2e-4 {
        Ok(())
    } else {
        Err(format!("{found}, should be {expected}").into())
    }
}
