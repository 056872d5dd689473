//! EEVDF as measured on Linux 6.18 (`linux-measured.json`): CPU shares within 0.2 points, and how often runs of which
//! length occur within 0.05.

mod common;

use common::{Observed, observe, row, run_rows};
use serde_json::Value;
use std::collections::BTreeMap;
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::policy::EevdfRules;
use timeslice_kernel::{Budget, MachineConfig, PolicyKind};

const TICK_MS: u64 = 4;
const DURATION_NS: u64 = 40_000_000_000;

fn measured() -> Value {
    serde_json::from_str(include_str!("linux-measured.json")).expect("the file is JSON")
}

/// The machine that was measured, with threads of these nice values pinned to one core.
fn run(nice: &[i64]) -> Observed {
    let mut config = MachineConfig::ideal(1, PolicyKind::Eevdf, 1);
    config.options.eevdf = Some(EevdfRules {
        base_slice_ns: measured()["machine"]["base_slice_ns"].as_u64().expect("nanoseconds"),
        ..EevdfRules::linux(2)
    });
    let hog = |(at, nice): (usize, &i64)| -> Row {
        let mut hog = row(&format!("H{at}"), 0, &[Burst::Cpu(2 * DURATION_NS)]);
        hog.sched.nice = i8::try_from(*nice).expect("a nice value");
        hog
    };
    let rows = nice.iter().enumerate().map(hog).collect();
    let budget = Budget {
        time_ns: DURATION_NS,
        ..Budget::LOCAL
    };
    observe(&run_rows(config, rows, budget, 0).1)
}

fn nice_of(list: &Value) -> Vec<i64> {
    let list = list.as_array().expect("nice values").iter();
    list.map(|nice| nice.as_i64().expect("a nice value")).collect()
}

#[test]
fn shares_are_as_measured() {
    let measured = measured();
    for pair in measured["cpu_share_pairs"].as_array().expect("pairs") {
        let nice = nice_of(&pair["nice"]);
        let seen = run(&nice);
        for (thread, share) in pair["share_mean"].as_array().expect("shares").iter().enumerate() {
            let own = seen.runs.iter().filter(|run| run.thread == thread);
            let ran_ns: u64 = own.map(|run| run.end_ns - run.start_ns).sum();
            let (found, share) = (ran_ns as f64 / DURATION_NS as f64, share.as_f64().expect("a share"));
            assert!(
                (found - share).abs() < 0.002,
                "{nice:?}: H{thread} has {found}, measured {share}"
            );
        }
    }
}

/// The lengths of the unbroken runs of `thread` in ticks, and how often each occurs.
fn run_lengths(seen: &Observed, thread: usize) -> BTreeMap<u64, f64> {
    let mut runs = seen.runs.clone();
    runs.sort_by_key(|run| run.start_ns);
    let merged = runs.chunk_by(|a, b| a.thread == b.thread && a.end_ns == b.start_ns);
    let own = merged.filter(|runs| runs[0].thread == thread);
    let lengths: Vec<u64> = own
        .map(|runs| (runs[runs.len() - 1].end_ns - runs[0].start_ns) / 1_000_000)
        .collect();
    let mut fractions = BTreeMap::new();
    for length in &lengths {
        *fractions.entry(*length).or_default() += 1.0 / lengths.len() as f64;
    }
    fractions
}

/// The sets of the file by name. `mix` (0 0 0 5 5) is left out: other load broke its runs up, as its lengths below a
/// tick show.
const SETS: [(&str, &[i64]); 10] = [
    ("eq0", &[0, 0]),
    ("eq1", &[0, 0]),
    ("n1", &[0, 1]),
    ("n5_0", &[0, 5]),
    ("n5_1", &[0, 5]),
    ("n10_0", &[0, 10]),
    ("n19_0", &[0, 19]),
    ("m5", &[-5, 0]),
    ("n0_5_10", &[0, 5, 10]),
    ("eq4", &[0, 0, 0, 0]),
];

#[test]
fn runs_are_as_long_as_measured() {
    let measured = measured();
    for (name, nice) in SETS {
        let seen = run(nice);
        let hogs = measured["run_lengths"][name]["per_hog"].as_object().expect("hogs");
        for (hog, numbers) in hogs {
            let found = run_lengths(&seen, hog.parse().expect("a number"));
            let counts = numbers["hist_4ms_ticks"].as_object().expect("counts");
            let n = numbers["n"].as_f64().expect("a count");
            let wanted: BTreeMap<u64, f64> = counts
                .iter()
                .map(|(ms, count)| (ms.parse().expect("ms"), count.as_f64().expect("a count") / n))
                .collect();
            for ms in found.keys().chain(wanted.keys()) {
                assert_eq!(ms % TICK_MS, 0, "{name}: runs end at ticks");
                let (found, wanted) = (found.get(ms).unwrap_or(&0.0), wanted.get(ms).unwrap_or(&0.0));
                assert!(
                    (found - wanted).abs() < 0.05,
                    "{name}: H{hog} runs {ms} ms in {found}, measured {wanted}"
                );
            }
        }
    }
}
