//! A run is a pure function of program and settings: the same trace each time, in every build, whatever is watched.

mod support;

use std::fmt::Write as _;
use support::{check_snapshot, setup};
use timeslice_kernel::{Machine, MachineConfig, SeededChooser};
use timeslice_python::{PythonProgram, compile_program};
use timeslice_scenario::Catalogue;
use timeslice_trace::{Level, Recorder};

#[path = "support/scenarios.rs"]
mod scenarios;

fn catalogue() -> Catalogue {
    scenarios::catalogue()
}

/// Whether a run is short enough to be watched line by line in an unoptimised build.
fn is_short(run: &support::Run) -> bool {
    run.program.instructions() < 2_000_000
}

#[test]
fn the_same_run_twice_gives_the_same_trace() {
    for scenario in catalogue().all() {
        let mut setup = scenarios::setup_of(scenario);
        if is_short(&setup.run(&scenario.source)) {
            setup = setup.lines();
        }
        let (first, second) = (setup.run(&scenario.source), setup.run(&scenario.source));
        assert!(first.steps == second.steps, "{}", scenario.slug);
        assert_eq!(first.hash(), second.hash(), "{}", scenario.slug);
    }
}

#[test]
fn another_seed_gives_another_trace() {
    let source = "import threading\ndef work():\n    for i in range(200_000): pass\n\
                  for _ in range(3): threading.Thread(target=work).start()\n";
    let mut other = setup();
    other.python.seed = 43;
    assert_ne!(setup().run(source).hash(), other.run(source).hash());
}

#[test]
fn watching_lines_changes_nothing() {
    for scenario in catalogue().all() {
        let setup = scenarios::setup_of(scenario);
        let without = setup.run(&scenario.source);
        if !is_short(&without) {
            continue;
        }
        let with = setup.clone().lines().run(&scenario.source);
        let slug = &scenario.slug;
        assert!(with.steps.len() > without.steps.len(), "{slug} has lines");
        for (a, b) in without.kernel_steps().iter().zip(&with.kernel_steps()) {
            assert_eq!(a, b, "{slug}");
        }
        assert_eq!(without.kernel_steps().len(), with.kernel_steps().len(), "{slug}");
        assert_eq!(without.stdout(), with.stdout(), "{slug}");
        assert_eq!((without.status, without.time_ns), (with.status, with.time_ns), "{slug}");
        assert_eq!(without.program.instructions(), with.program.instructions(), "{slug}");
    }
}

/// Both profiles check the same numbers, so debug and release agree.
#[test]
fn the_hashes_are_those_of_every_build() {
    let mut found = String::new();
    for scenario in catalogue().all() {
        let setup = scenarios::setup_of(scenario);
        let kernel = setup.run(&scenario.source);
        let lines = if is_short(&kernel) {
            setup.lines().run(&scenario.source).hash()
        } else {
            0
        };
        let _ = writeln!(found, "{:<24} {:016x} {lines:016x}", scenario.slug, kernel.hash());
    }
    if let Err(why) = check_snapshot("golden/hashes.txt", &found) {
        panic!("{why}");
    }
}

/// A run that is stopped every now and then is the run that is not.
#[test]
fn stopping_and_going_on_changes_nothing() {
    for scenario in catalogue().all() {
        let setup = scenarios::setup_of(scenario);
        let whole = setup.run(&scenario.source);
        let compiled = compile_program(&scenario.source, "program.py", setup.python.version).expect("it compiles");
        let program = PythonProgram::new(&compiled, setup.python, setup.budget).expect("the library fits");
        let mut program = program.with_network(setup.network.clone());
        let mut machine = Machine::new(
            MachineConfig {
                ..setup.machine.clone()
            },
            setup.budget,
        );
        let mut chooser = SeededChooser::new(setup.python.seed);
        let mut recorder = Recorder::new(Level::Kernel);
        let mut n_asked = 0_u32;
        let mut stop = || {
            n_asked += 1;
            n_asked.is_multiple_of(3)
        };
        while machine
            .advance(&mut program, &mut chooser, &mut recorder, &mut stop)
            .is_none()
        {}
        assert!(recorder.steps() == whole.steps, "{}", scenario.slug);
    }
}
