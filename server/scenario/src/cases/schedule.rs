//! Cases of a workload that runs to its end: each process's times, the averages, who ran where and when.

use super::field::{Field, TICK_NS};
use super::setup::{Setup, run};
use super::{Differences, Failure, rounded};
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::{Budget, Ending, SchedParams};
use timeslice_trace::Gantt;
use timeslice_trace::gantt::Segment;

pub(super) fn check(case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let setup = Setup::read(case)?;
    let rows = setup.rows.clone();
    let (outcome, seen) = run(setup, setup_budget());
    let seen = seen.gantt;
    let expect = case.get("expect");
    if outcome.ending != Ending::Finished {
        differences.add(
            "the run",
            "an end",
            format!("{:?} at {}", outcome.ending, ticks(outcome.time_ns)),
        );
    }
    differences.number("makespan", &expect.get("makespan"), ticks(outcome.time_ns))?;
    differences.number("switch time", &expect.get("switch_time_total"), ticks(seen.switch_ns))?;
    differences.number("switches", &expect.get("switches_charged"), seen.n_switches as f64)?;
    let mut sums = [0.0; 3];
    for row in &rows {
        let Some(numbers) = numbers(&seen, row) else {
            differences.add(&row.name, "to run and end", "did not");
            continue;
        };
        let expected = expect.get("processes").get(&row.name);
        for (metric, value) in &numbers {
            differences.number(&format!("{metric} of {}", row.name), &expected.get(metric), *value)?;
        }
        for (sum, at) in sums.iter_mut().zip(2..) {
            *sum += numbers[at].1;
        }
    }
    for (metric, sum) in ["turnaround", "waiting", "response"].iter().zip(sums) {
        let mean = sum / rows.len().max(1) as f64;
        differences.number(&format!("mean {metric}"), &expect.get("averages").get(metric), mean)?;
    }
    compare_gantt(differences, &expect, &seen)
}

/// A file is somebody's own: enough for any honest case, and an end for the others.
pub(super) fn setup_budget() -> Budget {
    Budget {
        events: 5_000_000,
        ..Budget::LOCAL
    }
}

pub(super) fn ticks(ns: u64) -> f64 {
    ns as f64 / TICK_NS as f64
}

fn numbers(seen: &Gantt, row: &Row) -> Option<[(&'static str, f64); 5]> {
    let lifetime = seen.threads.iter().find(|lifetime| lifetime.name == row.name)?;
    let (start_ns, finish_ns) = (lifetime.started_ns?, lifetime.exited_ns?);
    // What was computed with a warm cache, or beyond the last burst to the end of a quantum, counts as it ran.
    let thread = seen.threads.iter().position(|other| std::ptr::eq(other, lifetime))?;
    let runs = seen.segments.iter().filter(|run| run.thread.idx() == thread);
    let ran_ns: u64 = runs.map(|run| run.end_ns - run.start_ns).sum();
    let io_ns = row.bursts.iter().map(|burst| match *burst {
        Burst::Cpu(_) => 0,
        Burst::Io(ns) => ns,
    });
    let used_ns = ran_ns + io_ns.sum::<u64>();
    let turnaround_ns = finish_ns - row.arrival_ns;
    Some([
        ("start", ticks(start_ns)),
        ("finish", ticks(finish_ns)),
        ("turnaround", ticks(turnaround_ns)),
        ("waiting", ticks(turnaround_ns) - ticks(used_ns)),
        ("response", ticks(start_ns - row.arrival_ns)),
    ])
}

/// Name, core, start and end in ticks.
type Bar = (String, u64, f64, f64);

/// Compares who ran where and when. The levels of a feedback queue are not part of a chart: what differs by level alone
/// counts as one stretch.
pub(super) fn compare_gantt(differences: &mut Differences, expect: &Field<'_>, seen: &Gantt) -> Result<(), Failure> {
    let Some(parts) = expect.get("gantt").given() else {
        return Ok(());
    };
    let mut expected: Vec<Bar> = Vec::new();
    for part in parts.items()? {
        let (name, core) = (part.get("p").text()?, part.get("core").count()?);
        let (start, end) = (part.get("s").number()?, part.get("e").number()?);
        match expected.last_mut() {
            Some(last) if last.0 == name && last.1 == core && last.3 == start => last.3 = end,
            _ => expected.push((name.to_owned(), core, start, end)),
        }
    }
    let found = bars(seen);
    let is_close = |a: f64, b: f64| (a - b).abs() <= 2e-6 * a.abs().max(1.0);
    let is_same = |a: &Bar, b: &Bar| a.0 == b.0 && a.1 == b.1 && is_close(a.2, b.2) && is_close(a.3, b.3);
    let first = expected.iter().zip(&found).position(|(a, b)| !is_same(a, b));
    let first = first.or((expected.len() != found.len()).then(|| expected.len().min(found.len())));
    if let Some(first) = first {
        let what = format!("gantt from bar {}", first + 1);
        differences.add(what, words(&expected[first..]), words(&found[first..]));
    }
    Ok(())
}

/// By core and time.
fn bars(seen: &Gantt) -> Vec<Bar> {
    let mut segments: Vec<Segment> = seen.segments.clone();
    segments.sort_by_key(|segment| (segment.core, segment.start_ns));
    let bar = |segment: &Segment| {
        let name = seen.threads[segment.thread.idx()].name.clone();
        (
            name,
            segment.core.idx() as u64,
            ticks(segment.start_ns),
            ticks(segment.end_ns),
        )
    };
    segments.iter().map(bar).collect()
}

/// The first few bars, as `P1 0-5, P2 5-8 on core 1`.
fn words(bars: &[Bar]) -> String {
    let n_shown = 5;
    let mut words: Vec<String> = bars
        .iter()
        .take(n_shown)
        .map(|(name, core, start, end)| {
            let core = if *core == 0 {
                String::new()
            } else {
                format!(" on core {core}")
            };
            format!("{name} {}-{}{core}", rounded(*start), rounded(*end))
        })
        .collect();
    if bars.len() > n_shown {
        words.push(format!("{} more", bars.len() - n_shown));
    }
    if words.is_empty() {
        words.push("nothing".to_owned());
    }
    words.join(", ")
}

/// The share of time spent on work and not on switches, over a long steady stretch.
pub(super) fn check_efficiency(case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let given = case.get("given");
    let endless = [Burst::Cpu(1_000_000 * TICK_NS)];
    let row = |name: &str, bursts: &[Burst]| Row {
        name: name.to_owned(),
        arrival_ns: 0,
        bursts: bursts.to_vec(),
        sched: SchedParams::default(),
    };
    let rows: Vec<Row> = match given.get("processes").word() {
        Some("two or more endless CPU bursts") => vec![row("A", &endless), row("B", &endless)],
        Some("10 I/O-bound (1 ms CPU then 10 ms I/O) and 1 CPU-bound") => {
            let mixed = [Burst::Cpu(TICK_NS), Burst::Io(10 * TICK_NS)].repeat(10_000);
            (0..10)
                .map(|_| row("io", &mixed))
                .chain([row("cpu", &endless)])
                .collect()
        }
        _ => {
            return given
                .get("processes")
                .wrong("one of the two workloads that are known by their words");
        }
    };
    let budget = Budget {
        time_ns: 100_000 * TICK_NS,
        ..setup_budget()
    };
    let setup = Setup {
        rows,
        ..Setup::without_rows(case, &given)?
    };
    let (outcome, seen) = run(setup, budget);
    let seen = seen.gantt;
    let useful_ns: u64 = seen.segments.iter().map(|run| run.end_ns - run.start_ns).sum();
    let found = useful_ns as f64 / outcome.time_ns.max(1) as f64;
    let expected = case.get("expect").get("useful_fraction").number()?;
    if (found - expected).abs() >= 2e-4 {
        differences.add("useful fraction", expected, rounded(found));
    }
    Ok(())
}
