//! What the machine does with kernel calls, timers, several cores, limits and deadlocks: each case is a file in
//! `timelines/`, written again with `UPDATE=1 cargo test -p timeslice-kernel --test machine`.

mod common;

use common::script::{Do, Do::*, Script};
use timeslice_kernel::{Budget, Ending, Machine, MachineConfig, Outcome, PolicyKind, Resume, SeededChooser};
use timeslice_trace::{Event, Level, Recorder, Step, timeline};

/// A round-robin machine with a quantum of 4 µs on which nothing costs time.
fn ideal(cores: u32) -> MachineConfig {
    MachineConfig::ideal(cores, PolicyKind::RoundRobin, 4_000)
}

fn run(config: MachineConfig, lists: &[&[Do]]) -> (Outcome, Vec<Step>, Script) {
    run_within(config, Budget::SERVER, lists)
}

fn run_within(config: MachineConfig, budget: Budget, lists: &[&[Do]]) -> (Outcome, Vec<Step>, Script) {
    let mut script = Script::new(lists);
    let mut recorder = Recorder::new(Level::Kernel);
    let outcome = Machine::new(config, budget).run(&mut script, &mut SeededChooser::new(1), &mut recorder);
    common::observe(&recorder.steps());
    (outcome, recorder.steps(), script)
}

/// Runs and compares the timeline with the file `name`.
fn check(name: &str, config: MachineConfig, lists: &[&[Do]]) {
    let (_, steps, _) = run(config, lists);
    let found = timeline(&steps);
    let path = format!("{}/tests/timelines/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &found).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} differs from its file:\n{found}");
}

#[test]
fn two_threads_share_a_core() {
    check("two_threads", ideal(1), &[&[Spawn(1), Cpu(10_000)], &[Cpu(6_000)]]);
}

#[test]
fn first_come_first_served_never_cuts() {
    let config = MachineConfig::ideal(1, PolicyKind::Fcfs, 4_000);
    check("fcfs", config, &[&[Spawn(1), Cpu(10_000)], &[Cpu(6_000)]]);
}

#[test]
fn switching_and_waking_cost_time() {
    check(
        "costs",
        MachineConfig::realistic(2),
        &[
            &[Spawn(1), Spawn(2), Cpu(20_000), Sleep(100_000)],
            &[Cpu(20_000)],
            &[Cpu(20_000)],
        ],
    );
}

#[test]
fn waiters_are_woken_in_order() {
    check(
        "wake_order",
        ideal(4),
        &[
            &[
                Spawn(1),
                Spawn(2),
                Spawn(3),
                Cpu(1_000),
                Wake(7, 2),
                Cpu(1_000),
                Wake(7, 5),
            ],
            &[Wait(7)],
            &[Cpu(100), Wait(7)],
            &[Cpu(50), Wait(7)],
        ],
    );
}

#[test]
fn a_wait_can_time_out_or_be_cut_short() {
    check(
        "timeouts",
        ideal(2),
        &[
            &[Spawn(1), Cpu(500), WakeThread(7, 1), Cpu(2_000)],
            &[WaitFor(7, 1_000), WaitFor(7, 1_000)],
        ],
    );
}

#[test]
fn the_kernel_answers_calls() {
    let lists: &[&[Do]] = &[
        &[
            Spawn(1),
            Cpu(10),
            Wake(7, 9),
            WakeThread(7, 1),
            Io(5),
            Sleep(5),
            WaitFor(8, 5),
        ],
        &[Wait(7)],
    ];
    let (_, _, script) = run(ideal(2), lists);
    let answers: Vec<Resume> = script
        .answers
        .iter()
        .filter(|answer| answer.0 == 0)
        .map(|answer| answer.2)
        .collect();
    let spawned = Resume::Spawned(timeslice_trace::ThreadId(1), timeslice_trace::ProcessId(0));
    let expected = [
        spawned,
        Resume::Count(1),
        Resume::Count(0),
        Resume::IoDone,
        Resume::TimedOut,
        Resume::TimedOut,
    ];
    assert_eq!(answers, expected);
    assert!(script.answers.contains(&(1, 10, Resume::Woken)));
}

#[test]
fn yielding_gives_the_core_to_the_next() {
    check(
        "yield",
        ideal(1),
        &[&[Spawn(1), Cpu(100), Yield, Cpu(100), Yield], &[Cpu(100)]],
    );
}

#[test]
fn a_long_instruction_is_not_cut_and_time_stays_in_order() {
    // The first thread writes at 20 µs and is past everything the second does until then.
    check(
        "long_instruction",
        ideal(2),
        &[
            &[Spawn(1), Spawn(2), Long(20_000)],
            &[Cpu(3_000), Io(1_000), Cpu(500)],
            &[Cpu(9_000)],
        ],
    );
}

#[test]
fn a_ring_of_waiters_is_named() {
    let (outcome, ..) = run(
        ideal(2),
        &[&[Spawn(1), Lock(0), Cpu(10), Lock(1)], &[Lock(1), Cpu(10), Lock(0)]],
    );
    assert_eq!((outcome.ending, outcome.status), (Ending::Deadlocked, 1));
    check(
        "deadlock",
        ideal(2),
        &[
            &[Spawn(1), Spawn(2), Wait(5)],
            &[Lock(0), Cpu(10), Lock(1)],
            &[Lock(1), Cpu(10), Lock(0)],
        ],
    );
}

#[test]
fn waiting_for_nobody_is_a_deadlock_without_a_ring() {
    let (outcome, steps, _) = run(ideal(1), &[&[Spawn(1), Wait(1)], &[Wait(2)]]);
    assert_eq!(outcome.ending, Ending::Deadlocked);
    let cycle = steps.iter().find_map(|step| match &step.event {
        Event::Deadlocked { cycle } => Some(cycle.iter().map(|link| link.thread.0).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(cycle, Some(vec![0, 1]), "everybody who waits is listed");
}

#[test]
fn a_process_ends_with_its_last_regular_thread() {
    check("daemon", ideal(2), &[&[SpawnDaemon(1), Cpu(1_000)], &[Wait(1)]]);
}

#[test]
fn ending_a_process_takes_its_threads_from_wherever_they_are() {
    check(
        "exit_process",
        ideal(2),
        &[
            &[
                Spawn(1),
                Spawn(2),
                Spawn(3),
                SpawnProcess(4),
                Cpu(3_000),
                ExitProcess(0, 3),
            ],
            &[Cpu(90_000)],
            &[Cpu(90_000)],
            &[Sleep(90_000)],
            &[Cpu(2_000)],
        ],
    );
}

/// The run of `lists` ends on the limit `name` with `message`.
fn check_limit(budget: Budget, lists: &[&[Do]], name: &str, message: &str) {
    let (outcome, steps, _) = run_within(ideal(2), budget, lists);
    let Ending::Limit(limit) = &outcome.ending else {
        panic!("{:?}", outcome.ending)
    };
    assert_eq!((limit.name, limit.message.as_str(), outcome.status), (name, message, 1));
    let [.., reached, end] = steps.as_slice() else {
        panic!("a run has an end")
    };
    assert!(matches!(&reached.event, Event::LimitReached { limit, message: text } if limit == name && text == message));
    assert_eq!(end.event, Event::RunEnded { status: 1 });
    assert!(end.time_ns <= budget.time_ns);
}

#[test]
fn limits_end_a_run() {
    let small = Budget {
        time_ns: 2_000_000_000,
        events: 5_000,
        threads: 10,
        ..Budget::SERVER
    };
    let time = "The run has used up its 2 s of virtual time: does a loop or a wait in the program never end?";
    check_limit(small, &[&[Cpu(1_000), Again]], "time_ns", time);
    check_limit(small, &[&[Sleep(3_000_000_000)]], "time_ns", time);
    check_limit(
        small,
        &[&[Spawn(1), Cpu(10), Again], &[Wait(1)]],
        "threads",
        "10 threads are alive, the most a run may have at once: does the program start threads without joining them?",
    );
    check_limit(
        small,
        &[&[Sleep(10), Again]],
        "events",
        "More than 5000 things have happened, the most a trace may hold: does a loop in the program never end?",
    );
    check_limit(
        small,
        &[&[Wake(1, 1), Again]],
        "events",
        "The threads call the kernel again and again and no virtual time passes: nobody gets any work done.",
    );
}

#[test]
fn a_limit_of_the_program_ends_the_run_when_its_time_has_come() {
    // The first thread is at 20 µs when it finds out; the second still does what it does before.
    check(
        "program_limit",
        ideal(2),
        &[&[Spawn(1), Long(20_000), UseUp], &[Cpu(3_000), Io(1_000), Cpu(90_000)]],
    );
}

/// A run with a bit of everything.
const MIXED: &[&[Do]] = &[
    &[
        Spawn(1),
        Spawn(2),
        Spawn(3),
        Spawn(3),
        Cpu(9_000),
        Wake(7, 1),
        Sleep(30_000),
        Wake(7, 9),
        Long(90_000),
        Io(9_000),
    ],
    &[Cpu(12_000), Wait(7), Cpu(50_000), Yield, Io(5_000), Cpu(1_000)],
    &[WaitFor(7, 70_000), Cpu(30_000), Long(25_000), Sleep(1), Cpu(7_000)],
    &[Cpu(6_000_000), Yield, WaitFor(9, 100_000), Cpu(9_000)],
];

#[test]
fn the_same_seed_gives_the_same_trace() {
    let steps = |seed| {
        let mut recorder = Recorder::new(Level::Kernel);
        let config = MachineConfig::realistic(2);
        Machine::new(config, Budget::SERVER).run(&mut Script::new(MIXED), &mut SeededChooser::new(seed), &mut recorder);
        recorder.steps()
    };
    assert_eq!(steps(1), steps(1));
    assert_ne!(steps(1), steps(2), "timers are late by other amounts");
}

#[test]
fn a_machine_goes_on_from_any_copy() {
    for cores in 1..=3 {
        let config = MachineConfig::realistic(cores);
        let mut machine = Machine::new(config, Budget::SERVER);
        let (mut script, mut chooser) = (Script::new(MIXED), SeededChooser::new(5));
        let mut recorder = Recorder::new(Level::Kernel);
        let mut copies = Vec::new();
        let outcome = loop {
            copies.push((machine.clone(), script.clone(), chooser.clone(), recorder.len()));
            if let Some(outcome) = machine.advance(&mut script, &mut chooser, &mut recorder, &mut || true) {
                break outcome;
            }
        };
        assert!(copies.len() > 2, "the run was stopped on the way");
        for (mut machine, mut script, mut chooser, n_steps) in copies {
            let mut rest = Recorder::new(Level::Kernel);
            assert_eq!(machine.run(&mut script, &mut chooser, &mut rest), outcome);
            let times = |steps: &[Step]| {
                steps
                    .iter()
                    .map(|step| (step.time_ns, step.event.clone()))
                    .collect::<Vec<_>>()
            };
            assert_eq!(times(&rest.steps()), times(&recorder.steps()[n_steps..]));
        }
    }
}

#[test]
#[should_panic(expected = "a machine has 1 to 16 cores, not 17")]
fn settings_are_checked() {
    panic!("{}", MachineConfig::realistic(17).check().expect_err("too many cores"));
}
