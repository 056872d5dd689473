//! Python on the machine, from the description of a run to what it comes to: scenarios, determinism, hostile programs.

use std::sync::Arc;
use timeslice::detail::{Detailed, WINDOW_FINE_STEPS_MAX};
use timeslice::engine::{SharedEngine, on_a_run_thread, product};
use timeslice::files::scenarios;
use timeslice::summary::Summary;
use timeslice_kernel::Budget;
use timeslice_scenario::{Outcome, RunSpec};
use timeslice_trace::{Event, Level, Step, Stream};

/// What a run came to, and all it printed on stdout and on stderr.
fn run(spec: RunSpec, budget: Budget) -> Result<(Summary, String, String), String> {
    on_a_run_thread(move || {
        let engine = product();
        let run = Detailed::prepare(&*engine, &spec, budget).map_err(|errors| format!("{errors:?}"))?;
        let run = run.settle(&mut || false);
        let (mut summary, mut stdout, mut stderr) = (Summary::default(), String::new(), String::new());
        let take = |step: Step| {
            summary.observe(&step, &serde_json::to_vec(&step).expect("a step is plain data"));
            match step.event {
                Event::Output {
                    stream: Stream::Stdout,
                    text,
                } => stdout += &text,
                Event::Output {
                    stream: Stream::Stderr,
                    text,
                } => stderr += &text,
                _ => {}
            }
        };
        run.run(take, &mut || false);
        Ok((summary, stdout, stderr))
    })
    .expect("there is a thread")
    .join()
    .map_err(|_| "the engine panicked".to_owned())?
}

#[test]
fn every_scenario_comes_to_what_it_declares() {
    let (catalogue, errors) = scenarios();
    assert_eq!(errors, [], "these cannot be read");
    assert!(catalogue.all().len() >= 12);
    let mut wrong = Vec::new();
    for scenario in catalogue.all() {
        let spec = RunSpec::scenario(&scenario.slug, &catalogue).expect("it is in the catalogue");
        let (summary, stdout, stderr) = match run(spec, Budget::SERVER) {
            Ok(result) => result,
            Err(message) => {
                wrong.push(format!("{}: {message}", scenario.slug));
                continue;
            }
        };
        let expect = &scenario.expect;
        if summary.outcome != expect.outcome {
            wrong.push(format!(
                "{}: {:?}, not {:?}\n{stderr}",
                scenario.slug, summary.outcome, expect.outcome
            ));
        }
        if let Some(output) = &expect.output
            && *output != stdout
        {
            wrong.push(format!("{}: printed\n{stdout}and not\n{output}", scenario.slug));
        }
        let implied = i32::from(expect.outcome != Outcome::Finishes);
        if summary.status != expect.status.unwrap_or(implied) {
            wrong.push(format!("{}: exit status {}", scenario.slug, summary.status));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The same run gives the same trace; at other levels of detail the same things happen.
#[test]
fn every_scenario_is_deterministic() {
    let (catalogue, _) = scenarios();
    for scenario in catalogue.all() {
        let at_level = |level| {
            let mut spec = RunSpec::scenario(&scenario.slug, &catalogue).expect("it is in the catalogue");
            spec.level = level;
            run(spec, Budget::SERVER).unwrap_or_else(|message| panic!("{}: {message}", scenario.slug))
        };
        let (auto, stdout, _) = at_level(None);
        let (again, _, _) = at_level(None);
        assert_eq!(auto.hash, again.hash, "{}", scenario.slug);
        let (lines, lines_stdout, _) = at_level(Some(Level::Line));
        let (coarse, coarse_stdout, _) = at_level(Some(Level::Kernel));
        assert!(auto.hash == lines.hash || auto.hash == coarse.hash, "{}", scenario.slug);
        assert_eq!(lines.kernel_hash, coarse.kernel_hash, "{}", scenario.slug);
        assert_eq!(
            (lines.time_ns, lines.status, lines_stdout),
            (coarse.time_ns, coarse.status, coarse_stdout),
            "{}",
            scenario.slug
        );
        assert_eq!(
            (auto.time_ns, auto.status),
            (coarse.time_ns, coarse.status),
            "{}: {stdout}",
            scenario.slug
        );
    }
}

/// All steps of a run of `source` with `settings`, and the level of its trace.
fn steps_of(engine: &SharedEngine, source: &str, settings: &[(&str, &str)]) -> (Level, Vec<Step>) {
    let engine = Arc::clone(engine);
    let mut spec = RunSpec::program(source.to_owned()).expect("it is short");
    for (name, value) in settings {
        spec.set(name, value).expect("it is a setting");
    }
    let work = move || {
        let run = Detailed::prepare(&*engine, &spec, Budget::SERVER).expect("it can run");
        let run = run.settle(&mut || false);
        let (level, mut steps) = (run.level(), Vec::new());
        run.run(|step| steps.push(step), &mut || false);
        (level, steps)
    };
    on_a_run_thread(work)
        .expect("there is a thread")
        .join()
        .expect("it ends")
}

const LOOP: &str = "import time\nn = 0\nfor i in range(10_000):\n    n += i\n    if i % 1000 == 0: time.sleep(0.001)\n";

#[test]
fn long_runs_are_shown_at_kernel_level_and_short_ones_line_by_line() {
    let engine = product();
    let short = LOOP.replace("10_000", "200");
    let at = |source: &str, settings: &[(&str, &str)]| steps_of(&engine, source, settings);
    assert_eq!(at(&short, &[]), at(&short, &[("level", "line")]));
    assert_eq!(at(LOOP, &[]), at(LOOP, &[("level", "kernel")]));
    assert!(at(LOOP, &[("level", "line")]).1.len() > 20_000);
}

/// A window adds its own lines to the run at kernel level, and changes nothing else: the first one, which runs the
/// program, and those after it, which go on from its checkpoints.
#[test]
fn a_window_has_the_lines_of_the_whole_run() {
    let engine = product();
    let (_, all) = steps_of(&engine, LOOP, &[("level", "line")]);
    let what = |step: &Step| (step.time_ns, step.thread, step.event.clone());
    for (from, to) in [(1, 2), (0, 1), (3, 4), (1, 2)] {
        let at = |quarter: usize| all.get(all.len() * quarter / 4).map_or(u64::MAX, |step| step.time_ns);
        let (from_ns, to_ns) = (at(from), at(to));
        let (from, to) = (from_ns.to_string(), to_ns.to_string());
        let (level, in_window) = steps_of(&engine, LOOP, &[("level", "line"), ("from_ns", &from), ("to_ns", &to)]);
        assert_eq!(level, Level::Line);
        let is_wanted = |step: &&Step| step.event.level() == Level::Kernel || (from_ns..to_ns).contains(&step.time_ns);
        let expect: Vec<_> = all.iter().filter(is_wanted).map(what).collect();
        assert!(expect.len() > 3_000 && expect.len() < all.len() / 2);
        // Where the lines end, the trace says so, once.
        let (ends, told): (Vec<&Step>, Vec<&Step>) = in_window
            .iter()
            .partition(|step| matches!(step.event, Event::DetailReduced { .. }));
        assert!(told.into_iter().map(what).eq(expect), "from {from} to {to}");
        let is_cut = to_ns < u64::MAX;
        assert_eq!(ends.len(), usize::from(is_cut), "from {from} to {to}");
        assert!(ends.iter().all(|step| step.time_ns >= to_ns));
    }
}

#[test]
fn a_window_without_a_level_has_no_more_lines_than_a_page_can_hold() {
    let (_, steps) = steps_of(&product(), LOOP, &[("from_ns", "1000000")]);
    let n_fine = steps.iter().filter(|step| step.event.level() > Level::Kernel).count();
    assert_eq!(n_fine as u64, WINDOW_FINE_STEPS_MAX);
    let n_ends = |step: &&Step| matches!(step.event, Event::DetailReduced { .. });
    assert_eq!(steps.iter().filter(n_ends).count(), 1);
}

/// A small grant: every limit is reached quickly, also in a debug build.
const SMALL: Budget = Budget {
    instructions: 3_000_000,
    events: 20_000,
    heap_bytes: 32 << 20,
    output_bytes: 64 << 10,
    threads: 200,
    ..Budget::SERVER
};

/// Runs a program that means harm: it must end as `outcome` and say `words` in its last message or on stderr.
fn check_hostile(source: &str, outcome: Outcome, words: &str) {
    let spec = RunSpec::program(source.to_owned()).expect("it is short");
    let (summary, _, stderr) = run(spec, SMALL).unwrap_or_else(|message| panic!("{source}: {message}"));
    let said = format!("{}\n{stderr}", summary.message.clone().unwrap_or_default());
    assert_eq!(summary.outcome, outcome, "{source}: {said}");
    assert!(said.contains(words), "{source}: {said}");
    assert!(summary.is_complete() && summary.status != 0, "{source}: {summary:?}");
}

#[test]
fn hostile_programs_end_on_a_limit() {
    check_hostile("while True: pass", Outcome::Limit, "instructions");
    check_hostile("x = [0] * 10**12", Outcome::Exception, "MemoryError");
    check_hostile(
        "x = []\nwhile True: x.append('x' * 1000)",
        Outcome::Exception,
        "MemoryError",
    );
    check_hostile(
        "def f(): f()\nf()",
        Outcome::Exception,
        "RecursionError: maximum recursion depth exceeded",
    );
    check_hostile("while True: print('x' * 1000)", Outcome::Limit, "printed 65536 bytes");
    check_hostile(
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(1000,)).start()",
        Outcome::Limit,
        "can't start new thread",
    );
    check_hostile(
        "import asyncio\nasync def spin():\n    while True: pass\nasync def main():\n    await asyncio.gather(spin(), spin())\n\
         asyncio.run(main())",
        Outcome::Limit,
        "instructions",
    );
    check_hostile("import time\nwhile True: time.sleep(1000)", Outcome::Limit, "time");
}

/// Big numbers: refused or bounded, but never the machine's memory.
#[test]
fn arithmetic_has_bounds() {
    for source in [
        "10**10**10",
        "1 << 10**12",
        "'x' * 10**12",
        "2**(2**40)",
        "int('9' * 10**5)",
    ] {
        let spec = RunSpec::program(source.to_owned()).expect("it is short");
        let (summary, _, stderr) = run(spec, SMALL).unwrap_or_else(|message| panic!("{source}: {message}"));
        assert_ne!(summary.outcome, Outcome::Finishes, "{source}");
        assert!(summary.is_complete(), "{source}: {stderr}");
    }
}

#[test]
fn hostile_sources_are_refused_before_anything_runs() {
    let refused = |source: String| {
        run(RunSpec::program(source).expect("it is short"), SMALL)
            .map(|_| ())
            .unwrap_err()
    };
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("-", "1"),
        ("not ", "1"),
        ("lambda: ", "1"),
    ] {
        let n = 60_000 / (open.len() + close.len());
        refused(format!("{}{}", open.repeat(n), close.repeat(n)));
    }
    let too_long = RunSpec::program("#".repeat(1 << 20))
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert_eq!(too_long, "source: the program has 1048576 bytes; 65536 is the most");
}
