//! The cases of `scheduling.json`: every number a case gives must come out, derived from the trace. One test each.
//!
//! `pending.txt` lists the cases that do not pass yet and what is missing; a test fails when a listed one passes.

#[path = "../common/mod.rs"]
mod common;
mod policies;
mod real_time;
mod shares;
mod units;

use common::{Observed, observe, row, run_policy};
use libtest_mimic::{Arguments, Failed, Trial};
use policies::{TICK_NS, chooser, cores, policy, rows, ticks};
use serde_json::Value;
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::{Budget, Ending, MachineConfig, PolicyKind, SameInstant};

fn main() {
    let file: Value = serde_json::from_str(include_str!("scheduling.json")).expect("the case file is JSON");
    let pending: Vec<&str> = include_str!("pending.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let cases = file["cases"].as_array().expect("a list of cases");
    let id = |case: &Value| case["id"].as_str().expect("a case has an id").to_owned();
    for listed in &pending {
        assert!(cases.iter().any(|case| id(case) == *listed), "{listed} is no case");
    }
    let trial = |case: Value| {
        let is_pending = pending.contains(&id(&case).as_str());
        Trial::test(id(&case), move || match (check(&case), is_pending) {
            (Ok(()), true) => Err("passes: take it off pending.txt".into()),
            (Err(_), true) => Ok(()),
            (result, false) => result,
        })
    };
    let trials = cases.iter().cloned().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn check(case: &Value) -> Result<(), Failed> {
    match case.get("kind").and_then(Value::as_str) {
        Some("cpu_efficiency") => check_efficiency(case),
        Some(kind) => units::check(kind, case),
        None if case["expect"].get("cpu_share").is_some() => shares::check(case),
        None if case["expect"].get("jobs").is_some() => real_time::check(case),
        None => check_schedule(case),
    }
}

fn config(case: &Value, params: &Value) -> MachineConfig {
    MachineConfig {
        switch_cost_ns: params.get("context_switch").map_or(0, ticks),
        same_instant: match params.get("same_instant").and_then(Value::as_str) {
            Some("expired_first") => SameInstant::ExpiredFirst,
            // OSTEP's MLFQ lists the order instead.
            None if params.get("same_instant_order").is_some() => SameInstant::ExpiredFirst,
            _ => SameInstant::ArrivalFirst,
        },
        ..MachineConfig::ideal(cores(case), PolicyKind::Fcfs, 1)
    }
}

/// Compares one number; `problems` collects what differs.
fn compare(problems: &mut Vec<String>, what: &str, expected: &Value, found: f64) {
    if let Some(expected) = expected.as_f64()
        && (expected - found).abs() > 1e-6 * expected.abs().max(1.0)
    {
        problems.push(format!("{what}: {found}, should be {expected}"));
    }
}

fn check_schedule(case: &Value) -> Result<(), Failed> {
    let rows = rows(case);
    let (outcome, steps) = run_policy(
        config(case, &case["params"]),
        policy(case)?,
        rows.clone(),
        Budget::LOCAL,
        &mut *chooser(case),
    );
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
    compare_gantt(&mut problems, expect, &seen);
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

/// Compares who ran where and when. The levels of a feedback queue are not part of a trace: what differs by level
/// alone counts as one stretch.
fn compare_gantt(problems: &mut Vec<String>, expect: &Value, seen: &Observed) {
    let Some(parts) = expect["gantt"].as_array() else {
        return;
    };
    let tick = |value: &Value| value.as_f64().expect("a time");
    let mut expected: Vec<(String, u64, f64, f64)> = Vec::new();
    for part in parts {
        let (name, core) = (
            part["p"].as_str().expect("a name"),
            part["core"].as_u64().expect("a core"),
        );
        match expected.last_mut() {
            Some(last) if last.0 == name && last.1 == core && last.3 == tick(&part["s"]) => last.3 = tick(&part["e"]),
            _ => expected.push((name.to_owned(), core, tick(&part["s"]), tick(&part["e"]))),
        }
    }
    let found = gantt(seen);
    let is_close = |a: f64, b: f64| (a - b).abs() <= 2e-6 * a.abs().max(1.0);
    let is_same = expected.len() == found.len()
        && expected
            .iter()
            .zip(&found)
            .all(|(a, b)| a.0 == b.0 && a.1 == b.1 && is_close(a.2, b.2) && is_close(a.3, b.3));
    if !is_same {
        problems.push(format!("gantt: {found:?}\n  should be {expected:?}"));
    }
}

/// Name, core, start and end in ticks, by core and time; neighbours of one thread merged.
fn gantt(seen: &Observed) -> Vec<(String, u64, f64, f64)> {
    let mut runs = seen.runs.clone();
    runs.retain(|run| run.end_ns > run.start_ns);
    runs.sort_by_key(|run| (run.core, run.start_ns));
    let merged = runs.chunk_by(|a, b| a.thread == b.thread && a.core == b.core && a.end_ns == b.start_ns);
    let ticks = |ns: u64| ns as f64 / TICK_NS as f64;
    merged
        .map(|runs| {
            let (first, last) = (runs[0], runs[runs.len() - 1]);
            let (start, end) = (ticks(first.start_ns), ticks(last.end_ns));
            (seen.names[first.thread].clone(), first.core as u64, start, end)
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
    let config = config(case, given);
    let (outcome, steps) = run_policy(config, policy(case)?, rows, budget, &mut *chooser(case));
    let useful_ns: u64 = observe(&steps).runs.iter().map(|run| run.end_ns - run.start_ns).sum();
    let found = useful_ns as f64 / outcome.time_ns as f64;
    let expected = case["expect"]["useful_fraction"].as_f64().expect("a fraction");
    if (found - expected).abs() < 2e-4 {
        Ok(())
    } else {
        Err(format!("{found}, should be {expected}").into())
    }
}
