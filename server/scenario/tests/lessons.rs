//! The workload tables of the course: every number that their text tells comes out.

#![allow(clippy::print_stdout, reason = "SHOW=1 prints what there is to claim")]

use std::fs;
use std::path::Path;
use timeslice_kernel::{Budget, Ending, SeededChooser};
use timeslice_scenario::table::{TABLE_BUDGET, TableExpect, TableRun, parse};
use timeslice_scenario::{Outcome, Table, units::format_duration};
use timeslice_trace::{Level, Recorder, trace_hash};

fn lessons() -> Vec<(String, Table)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/scheduling");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .collect();
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(&path).expect("UTF-8");
        let table = parse(&text).unwrap_or_else(|errors| panic!("{}: {errors:?}", path.display()));
        (path.display().to_string(), table)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn what_lessons_claim_comes_out() {
    let mut broken = Vec::new();
    for (path, table) in lessons() {
        let TableExpect { outcome, claims } = table.expect.clone().expect("a lesson says what it expects");
        assert_eq!(outcome, Outcome::Finishes, "{path}");
        assert!(!claims.is_empty(), "{path} claims nothing");
        for claim in claims {
            let mut machine = table.machine.clone();
            let (presets, others): (Vec<_>, Vec<_>) = claim.set.iter().partition(|(name, _)| *name == "preset");
            for (name, value) in presets.into_iter().chain(others) {
                machine
                    .set(name, value)
                    .unwrap_or_else(|error| panic!("{path}: {error}"));
            }
            let table = table.clone().on(machine).expect("the lesson's processes have cores");
            let (ending, report, bars) = table.result(TABLE_BUDGET, &mut || false);
            if ending != Some(Ending::Finished) {
                broken.push(format!("{path} {:?}: {ending:?}", claim.set));
            }
            let problems = claim.broken(&report, &bars);
            if !problems.is_empty() {
                broken.push(format!("{path} {:?}: {}", claim.set, problems.join("; ")));
            }
            if std::env::var_os("SHOW").is_some() {
                let time = |ns: Option<u64>| ns.map_or_else(|| "-".to_owned(), format_duration);
                println!(
                    "{path} {:?}: turnaround {} waiting {} response {} misses {} makespan {} switches {} switching {}",
                    claim.set,
                    time(report.averages.turnaround_ns),
                    time(report.averages.waiting_ns),
                    time(report.averages.response_ns),
                    report.misses,
                    format_duration(report.makespan_ns),
                    report.n_switches,
                    format_duration(report.switch_ns),
                );
                for process in &report.processes {
                    println!(
                        "    {} start {} finish {} waiting {} response {} misses {}",
                        process.name,
                        time(process.start_ns),
                        time(process.finish_ns),
                        time(process.waiting_ns),
                        time(process.response_ns),
                        process.misses
                    );
                }
                let mut first: Vec<_> = bars.iter().take(24).collect();
                first.sort_by_key(|bar| (bar.1, bar.2));
                let bar = |bar: &&(usize, u32, u64, u64)| {
                    let name = &report.processes[bar.0].name;
                    format!("{name}@{} {}-{}", bar.1, format_duration(bar.2), format_duration(bar.3))
                };
                println!("    {}", first.iter().map(bar).collect::<Vec<_>>().join(" "));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

/// The hash of a run's trace at `level`.
fn hash(table: &Table, level: Level) -> String {
    let mut recorder = Recorder::new(level);
    let mut chooser = SeededChooser::new(table.machine.seed);
    let ending = TableRun::new(table, Budget::SERVER).run(&mut chooser, &mut recorder, &mut || false);
    assert_eq!(ending, Some(Ending::Finished));
    format!("{:016x}", trace_hash(&recorder.steps()))
}

/// `tests/release/hashes.test.mjs` compares these with those of the release binary.
#[test]
fn the_same_table_gives_the_same_trace() {
    let mut found = String::new();
    for (path, table) in lessons() {
        let name = Path::new(&path)
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default()
            .to_owned();
        let [kernel, line] = [Level::Kernel, Level::Line].map(|level| hash(&table, level));
        assert_eq!(hash(&table, Level::Line), line, "{name}");
        found += &format!("{name} {kernel} {line}\n");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hashes.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(&path, &found).expect("it can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        golden, found,
        "if the traces should differ: UPDATE=1 cargo test -p timeslice-scenario --test lessons"
    );
}
