//! Cases of endless threads under EEVDF: who gets what share of the core, in runs of which lengths.

use super::field::Field;
use super::schedule::setup_budget;
use super::setup::{Setup, run};
use super::{Differences, Failure, rounded};
use std::collections::BTreeMap;
use timeslice_kernel::Budget;
use timeslice_kernel::bursts::Burst;
use timeslice_trace::Gantt;

/// The longest run of such a case.
const DURATION_NS_MAX: u64 = 1_000_000_000_000;

pub(super) fn check(case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let duration = case.get("params").get("duration_ns");
    let duration_ns = duration.count()?;
    if !(1..=DURATION_NS_MAX).contains(&duration_ns) {
        return duration.wrong("a time from 1 ns to 1000 s");
    }
    let budget = Budget {
        time_ns: duration_ns,
        ..setup_budget()
    };
    let mut setup = Setup::read(case)?;
    for row in &mut setup.rows {
        row.bursts = vec![Burst::Cpu(2 * duration_ns)];
    }
    let names: Vec<String> = setup.rows.iter().map(|row| row.name.clone()).collect();
    let seen = run(setup, budget).1.gantt;
    let stretches = stretches(&seen);
    let expect = case.get("expect");
    let share_tolerance = expect.get("share_tolerance_abs").number()?;
    let run_tolerance = expect.get("run_length_fraction_tolerance").number()?;
    let fractions_expected = expect.get("run_length_ms_fraction").items()?;
    for (thread, share) in expect.get("cpu_share").items()?.iter().enumerate() {
        let (Some(name), Some(lengths)) = (names.get(thread), fractions_expected.get(thread)) else {
            return share.wrong("one of as many as there are processes and lists of run lengths");
        };
        let own = || stretches.iter().filter(|run| run.0 == name).map(|run| run.1);
        let found = own().sum::<f64>() / (duration_ns as f64 / 1e6);
        if (found - share.number()?).abs() > share_tolerance {
            differences.add(format!("share of {name}"), share.json(), rounded(found));
        }
        let n_own = own().count() as f64;
        let mut fractions: BTreeMap<String, f64> = BTreeMap::new();
        for ms in own() {
            *fractions.entry(ms.to_string()).or_default() += 1.0 / n_own;
        }
        let mut expected: BTreeMap<String, f64> = BTreeMap::new();
        for (ms, fraction) in lengths.entries()? {
            expected.insert(ms.to_owned(), fraction.number()?);
        }
        let mut all: Vec<&String> = fractions.keys().chain(expected.keys()).collect();
        all.sort();
        all.dedup();
        for ms in all {
            let [found, wanted] = [&fractions, &expected].map(|of| of.get(ms).copied().unwrap_or(0.0));
            if (found - wanted).abs() > run_tolerance {
                differences.add(format!("runs of {name} of {ms} ms"), wanted, rounded(found));
            }
        }
    }
    let first = expect.get("first_runs_ms").items()?;
    for (at, expected) in first.iter().enumerate() {
        let words = |name: &str, ms: f64| format!("{name} for {ms} ms");
        let pair = expected.items()?;
        let [name, ms] = &pair[..] else {
            return expected.wrong("a name and a length");
        };
        let expected = words(name.text()?, ms.number()?);
        let found = stretches.get(at).map(|(name, ms)| words(name, *ms));
        if found.as_deref() != Some(&expected) {
            differences.add(
                format!("run {}", at + 1),
                expected,
                found.unwrap_or_else(|| "nothing".to_owned()),
            );
            break;
        }
    }
    Ok(())
}

/// Who ran for how many milliseconds without a break, in order.
fn stretches(seen: &Gantt) -> Vec<(&str, f64)> {
    let mut runs = seen.segments.clone();
    runs.sort_by_key(|run| run.start_ns);
    runs.iter()
        .map(|run| {
            let name = seen.threads[run.thread.idx()].name.as_str();
            (name, (run.end_ns - run.start_ns) as f64 / 1e6)
        })
        .collect()
}
