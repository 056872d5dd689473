//! Programs that nobody would write: generated, changed and spliced. Whatever they do, the machine does not panic,
//! keeps its budgets, runs the same way twice and loses count of no reference.
//!
//! A program is named by its seed. `TIMESLICE_SEED` sets the first one. The long mode, which also watches how long the
//! machine takes and writes what it finds to files, is
//! `TIMESLICE_FUZZ_SECONDS=3600 cargo test --release -p timeslice-python --test fuzz_programs -- --ignored for_a_long_time --nocapture`.
#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a hunt reports as it goes")]

mod support;

#[path = "fuzz/expressions.rs"]
mod expressions;
#[path = "fuzz/generate.rs"]
mod generate;
#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/random.rs"]
mod random;
#[path = "support/scenarios.rs"]
mod scenarios;
#[path = "fuzz/system.rs"]
mod system;

use random::Random;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use support::{Run, Setup, programs, read, setup};
use timeslice_python::PythonProgram;
use timeslice_python::compile_program;
use timeslice_trace::Event;

/// The parser goes down with the nesting of a program: the stack that the product gives it.
const STACK_BYTES: usize = 16 << 20;
/// Programs of the normal test.
const CASES: u64 = 300;
/// Instructions that a turn may pass their budget by.
const INSTRUCTIONS_SLACK: u64 = 5_000_000;
/// Bytes that a run may hold beyond its budget: the reserve in which exceptions are made.
const HEAP_SLACK: usize = 4 << 20;
/// Longest that the long mode lets a program take.
const WALL_MAX: Duration = Duration::from_secs(30);

fn tight() -> Setup {
    setup().budget(|budget| {
        budget.time_ns = 20_000_000_000;
        budget.instructions = 1_000_000;
        budget.events = 20_000;
        budget.line_events = 5_000;
        budget.heap_bytes = 24 << 20;
        budget.output_bytes = 64 << 10;
        budget.threads = 60;
        budget.depth = 300;
    })
}

/// The programs that are changed and spliced.
fn corpus() -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for dir in ["conformance", "litmus", "library/cases", "programs", "fuzz/seeds"] {
        found.extend(programs(dir).iter().map(|name| read(&format!("{dir}/{name}.py"))));
    }
    found.extend(
        scenarios::catalogue()
            .all()
            .iter()
            .map(|scenario| scenario.source.clone()),
    );
    found
}

/// The program that a seed stands for.
fn program(seed: u64, corpus: &[String]) -> String {
    let mut random = Random(seed.wrapping_mul(0x0100_0000_01B3));
    let random = &mut random;
    let any = |random: &mut Random| corpus[random.below(corpus.len())].clone();
    match seed % 4 {
        0 => generate::program(random),
        1 => mutate::mutate(&any(random), random),
        2 => mutate::splice(&any(random), &any(random), random),
        _ => {
            let whole = if random.below(2) == 0 {
                generate::program(random)
            } else {
                mutate::splice(&any(random), &any(random), random)
            };
            mutate::mutate(&whole, random)
        }
    }
}

/// The machine that a seed's program runs on.
fn machine(seed: u64) -> Setup {
    let mut setup = tight().version(11 + (seed / 4 % 4) as u8);
    setup.python.gil = !seed.is_multiple_of(7);
    setup.python.seed = seed;
    setup.machine = timeslice_kernel::MachineConfig::realistic(1 + (seed % 3) as u32);
    if is_starved(seed) {
        // Somewhere on the way to the program's end there is no more memory.
        let library = compile_program("pass", "program.py", setup.python.version).expect("it compiles");
        let fresh = PythonProgram::new(&library, setup.python, setup.budget).expect("the library fits");
        setup.budget.heap_bytes = fresh.vm().heap.used_bytes() as u64 + (1 + seed % 97) * 20_000;
    }
    setup
}

/// Whether a seed's machine has hardly more memory than the library needs.
fn is_starved(seed: u64) -> bool {
    seed % 5 == 4
}

/// What is wrong with how the machine runs a program.
fn problem(setup: &Setup, source: &str) -> Result<(), String> {
    let whole = || {
        let compiled = compile_program(source, "program.py", setup.python.version);
        if compiled.is_ok_and(|it| PythonProgram::new(&it, setup.python, setup.budget).is_err()) {
            // Not even room to begin, which is an answer.
            return Ok(());
        }
        let Ok(first) = setup.try_run(source, "program.py") else {
            return Ok(());
        };
        within_budget(setup, &first)?;
        counts(setup, source, &first)?;
        let again = setup.run(source);
        if first.steps != again.steps {
            return Err("a second run differs".to_owned());
        }
        let with_lines = setup.clone().lines().run(source);
        let (plain, watched) = (first.kernel_steps(), with_lines.kernel_steps());
        if plain != watched {
            let at = plain.iter().zip(&watched).take_while(|(a, b)| a == b).count();
            let (a, b) = (plain.get(at), watched.get(at));
            return Err(format!(
                "watching lines changes the run: step {at}: {a:?}, watched {b:?}"
            ));
        }
        Ok(())
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("the machine panics: {}", text.unwrap_or("?")))
    })
}

fn within_budget(setup: &Setup, run: &Run) -> Result<(), String> {
    let budget = setup.budget;
    let heap = run.program.vm().heap.used_bytes();
    if heap > budget.heap_bytes as usize + HEAP_SLACK {
        return Err(format!("a heap of {heap} bytes"));
    }
    let instructions = run.program.instructions();
    if instructions > budget.instructions + INSTRUCTIONS_SLACK {
        return Err(format!("{instructions} instructions"));
    }
    if run.steps.len() as u64 > budget.events + 4_096 {
        return Err(format!("{} steps", run.steps.len()));
    }
    if run.time_ns > budget.time_ns {
        return Err(format!("{} ns", run.time_ns));
    }
    if !matches!(run.steps.last().map(|step| &step.event), Some(Event::RunEnded { .. })) {
        return Err("the trace has no end".to_owned());
    }
    Ok(())
}

/// Every block's count is the number of references to it. What a fresh process holds besides, it may still hold; without
/// memory an error may leave something behind, but nothing may go too early.
fn counts(setup: &Setup, source: &str, run: &Run) -> Result<(), String> {
    let compiled = compile_program(source, "program.py", setup.python.version).map_err(|_| "it compiled before")?;
    let fresh = PythonProgram::new(&compiled, setup.python, setup.budget)?.unaccounted();
    let mut wrong: BTreeMap<String, u32> = BTreeMap::new();
    for (idx, found) in run.program.unaccounted() {
        let is_excused = setup.budget.heap_bytes < tight().budget.heap_bytes && found.excess > 0;
        if fresh.get(&idx) != Some(&found) && !is_excused {
            let word = if found.excess > 0 {
                "never freed"
            } else {
                "freed too early"
            };
            *wrong
                .entry(format!("{:?} {word} ({:+})", found.kind, found.excess))
                .or_default() += 1;
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = wrong.iter().map(|(what, n)| format!("{n} x {what}")).collect();
    Err(format!("wrong counts: {}; {}", list.join(", "), run.end()))
}

fn on_a_deep_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    if let Err(panic) = thread.expect("a thread").join() {
        std::panic::resume_unwind(panic);
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn generated_and_mutated_programs() {
    on_a_deep_stack(|| {
        let corpus = corpus();
        let first = number("TIMESLICE_SEED").unwrap_or(1);
        let mut found = Vec::new();
        for seed in first..first + CASES {
            let source = program(seed, &corpus);
            if let Err(why) = problem(&machine(seed), &source) {
                found.push(format!("=== seed {seed}: {why}\n{source}"));
            }
        }
        assert!(found.is_empty(), "{} programs:\n{}", found.len(), found.join("\n"));
    });
}

/// Programs that once broke a rule: `fuzz/seeds/*.py`.
#[test]
fn known_programs() {
    on_a_deep_stack(|| {
        for name in programs("fuzz/seeds") {
            let source = read(&format!("fuzz/seeds/{name}.py"));
            // Where memory ends depends on the machine; that it ends within what is wrong takes many.
            let machines: Vec<u64> = if name.ends_with("without_memory") {
                (4..200).step_by(5).collect()
            } else {
                vec![4, 7, 13]
            };
            for seed in machines {
                if let Err(why) = problem(&machine(seed), &source) {
                    panic!("{name} (machine {seed}): {why}");
                }
            }
        }
    });
}

/// What the generator makes is Python, and most of it runs.
#[test]
fn generated_programs_compile() {
    on_a_deep_stack(|| {
        let mut refused = Vec::new();
        for seed in 0..200 {
            let source = generate::program(&mut Random(seed));
            if let Err(why) = compile_program(&source, "program.py", timeslice_python::PyVersion::V314) {
                refused.push(format!("seed {seed}: {}", why[0]));
            }
        }
        assert!(refused.len() < 60, "{} of 200: {}", refused.len(), refused.join("\n"));
    });
}

/// What a seed stands for (or the file TIMESLICE_PROGRAM), and what is wrong with how it runs.
#[test]
#[ignore = "for a look at one program: TIMESLICE_SEED=... cargo test --test fuzz_programs one_program -- --ignored --nocapture"]
fn one_program() {
    on_a_deep_stack(|| {
        let seed = number("TIMESLICE_SEED").expect("TIMESLICE_SEED names the program");
        let file = std::env::var("TIMESLICE_PROGRAM").ok();
        let source = match &file {
            Some(path) => std::fs::read_to_string(path).expect("TIMESLICE_PROGRAM is a file"),
            None => program(seed, &corpus()),
        };
        if file.is_none() {
            println!("{source}");
        }
        let verdict = problem(&machine(seed), &source);
        if let Ok(run) = machine(seed).try_run(&source, "program.py") {
            println!("=== {}", run.account());
        }
        println!("=== {:?}: {verdict:?}", machine(seed));
    });
}

/// Where the long mode writes what it found.
fn findings() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&dir).expect("the folder of findings can be made");
    dir
}

#[test]
#[ignore = "the long mode: TIMESLICE_FUZZ_SECONDS=3600"]
fn for_a_long_time() {
    static SEED: AtomicU64 = AtomicU64::new(0);
    let seconds = number("TIMESLICE_FUZZ_SECONDS").unwrap_or(60);
    let first = number("TIMESLICE_SEED").unwrap_or(1_000_000);
    // A program that takes for ever cannot be stopped: it is named.
    std::thread::spawn(|| {
        let mut before = 0;
        loop {
            std::thread::sleep(WALL_MAX * 2);
            let seed = SEED.load(Ordering::Relaxed);
            if seed == before {
                println!("seed {seed} takes for ever");
                std::fs::write(findings().join(format!("{seed}.slow")), program(seed, &corpus())).expect("a finding");
            }
            before = seed;
        }
    });
    on_a_deep_stack(move || {
        let corpus = corpus();
        let start = Instant::now();
        let mut n_found = 0;
        let mut seed = first;
        while start.elapsed() < Duration::from_secs(seconds) {
            SEED.store(seed, Ordering::Relaxed);
            let source = program(seed, &corpus);
            std::fs::write(findings().join("current.py"), &source).expect("a finding");
            let begun = Instant::now();
            let mut result = problem(&machine(seed), &source);
            if begun.elapsed() > WALL_MAX && result.is_ok() {
                result = Err(format!("takes {:?}", begun.elapsed()));
            }
            if let Err(why) = result {
                n_found += 1;
                println!("seed {seed}: {why}");
                std::fs::write(findings().join(format!("{seed}.py")), format!("# {why}\n{source}")).expect("a finding");
            }
            seed += 1;
        }
        println!("{} programs, {n_found} findings", seed - first);
        assert_eq!(n_found, 0, "see {}", findings().display());
    });
}
