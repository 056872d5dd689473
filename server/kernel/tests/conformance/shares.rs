//! Cases of endless threads under EEVDF: who gets what share of the core, in runs of which lengths.

use super::common::{Observed, observe, run_policy};
use super::config;
use super::policies::{chooser, policy, rows};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::BTreeMap;
use timeslice_kernel::Budget;
use timeslice_kernel::bursts::Burst;

pub(crate) fn check(case: &Value) -> Result<(), Failed> {
    let duration_ns = case["params"]["duration_ns"].as_u64().expect("nanoseconds");
    let budget = Budget {
        time_ns: duration_ns,
        ..Budget::LOCAL
    };
    let mut rows = rows(case);
    for row in &mut rows {
        row.bursts = vec![Burst::Cpu(2 * duration_ns)];
    }
    let config = config(case, &case["params"]);
    let (_, steps) = run_policy(config, policy(case)?, rows, budget, &mut *chooser(case));
    let stretches = stretches(&observe(&steps));
    let expect = &case["expect"];
    let mut problems = Vec::new();
    let share_tolerance = expect["share_tolerance_abs"].as_f64().expect("a tolerance");
    let run_tolerance = expect["run_length_fraction_tolerance"].as_f64().expect("a tolerance");
    for (thread, share) in expect["cpu_share"].as_array().expect("shares").iter().enumerate() {
        let own: Vec<f64> = stretches
            .iter()
            .filter(|run| run.0 == thread)
            .map(|run| run.1)
            .collect();
        let found = own.iter().sum::<f64>() / (duration_ns as f64 / 1e6);
        if (found - share.as_f64().expect("a share")).abs() > share_tolerance {
            problems.push(format!("share of H{thread}: {found}, should be {share}"));
        }
        let mut fractions: BTreeMap<String, f64> = BTreeMap::new();
        for ms in &own {
            *fractions.entry(ms.to_string()).or_default() += 1.0 / own.len() as f64;
        }
        let expected = expect["run_length_ms_fraction"][thread]
            .as_object()
            .expect("ms: fraction");
        for ms in fractions.keys().chain(expected.keys()) {
            let (found, wanted) = (
                fractions.get(ms).copied().unwrap_or(0.0),
                expected.get(ms).and_then(Value::as_f64),
            );
            if (found - wanted.unwrap_or(0.0)).abs() > run_tolerance {
                problems.push(format!("runs of H{thread} of {ms} ms: {found}, should be {wanted:?}"));
            }
        }
    }
    let first = expect["first_runs_ms"].as_array().expect("runs");
    let found: Vec<Value> = stretches
        .iter()
        .take(first.len())
        .map(|(thread, ms)| Value::from(vec![Value::from(format!("H{thread}")), Value::from(*ms)]))
        .collect();
    if *first != found {
        problems.push(format!("first runs: {found:?}\n  should be {first:?}"));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}

/// Who ran for how many milliseconds without a break, in order.
pub(crate) fn stretches(seen: &Observed) -> Vec<(usize, f64)> {
    let mut runs = seen.runs.clone();
    runs.sort_by_key(|run| run.start_ns);
    let merged = runs.chunk_by(|a, b| a.thread == b.thread && a.end_ns == b.start_ns);
    merged
        .map(|runs| {
            (
                runs[0].thread,
                (runs[runs.len() - 1].end_ns - runs[0].start_ns) as f64 / 1e6,
            )
        })
        .collect()
}
