//! Checkpoints and windows: going back and running again gives the same steps.

use timeslice_kernel::{Budget, Machine, MachineConfig, SeededChooser};
use timeslice_python::program::Compiled;
use timeslice_python::{PyVersion, PythonConfig, PythonProgram, Replay, compile_program};
use timeslice_trace::{Event, Level, Recorder, Step, trace_hash};

const THREADS: &str = "
import threading, time
lock = threading.Lock()
total = 0
class Box:
    def __init__(self, n):
        self.n = n
def add(n):
    global total
    for i in range(n):
        box = Box(i)
        box.me = box
        with lock:
            total += box.n
        if i % 500 == 0:
            time.sleep(0.003)
threads = [threading.Thread(target=add, args=(2_000,)) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
import json, random
print(json.dumps({'total': total}), random.random())
";

const TASKS: &str = "
import asyncio
async def tick(name, n):
    for i in range(n):
        await asyncio.sleep(0.01)
        label = f'{name}-{i}'
        sum(range(2_000))
    return label
async def main():
    print(await asyncio.gather(*(tick(c, 20) for c in 'abc')))
asyncio.run(main())
";

fn compiled(source: &str) -> Compiled {
    compile_program(source, "program.py", PyVersion::V314).expect("the program compiles")
}

/// The steps of a run without checkpoints.
fn straight(source: &str, level: Level) -> Vec<Step> {
    let budget = Budget {
        line_events: u64::MAX,
        ..Budget::LOCAL
    };
    let config = PythonConfig {
        lines: level == Level::Line,
        ..PythonConfig::default()
    };
    let mut program = PythonProgram::new(&compiled(source), config, budget).expect("the process starts");
    let mut recorder = Recorder::new(level);
    Machine::new(MachineConfig::realistic(2), budget).run(&mut program, &mut SeededChooser::new(5), &mut recorder);
    recorder.steps()
}

fn replay(source: &str, interval: u64) -> Replay<SeededChooser> {
    let chooser = SeededChooser::new(5);
    Replay::new(
        &compiled(source),
        PythonConfig::default(),
        MachineConfig::realistic(2),
        Budget::LOCAL,
        chooser,
    )
    .expect("the process starts")
    .with_interval(interval)
}

fn at_level(steps: &[Step], level: Level) -> Vec<Step> {
    let wanted = steps.iter().filter(|step| step.event.level() <= level).cloned();
    wanted
        .enumerate()
        .map(|(id, step)| Step { id: id as u64, ..step })
        .collect()
}

/// The first difference says more than both traces.
fn assert_same(got: &[Step], expected: &[Step], what: &str) {
    let differs = got.iter().zip(expected).find(|(a, b)| a != b);
    assert_eq!(differs.map(|d| d.0), differs.map(|d| d.1), "{what}");
    assert_eq!(got.len(), expected.len(), "{what}");
}

fn check(source: &str) {
    let kernel = straight(source, Level::Kernel);
    let end_ns = kernel.last().expect("a run has steps").time_ns;
    assert!(
        kernel.iter().any(|s| matches!(s.event, Event::Output { .. })),
        "the program gets to its end"
    );

    // Taking checkpoints changes nothing.
    let mut replay = replay(source, 20_000);
    let mut recorder = Recorder::new(Level::Kernel);
    replay.run(&mut recorder, &mut || false).expect("nobody stops it");
    assert_eq!(trace_hash(&recorder.steps()), trace_hash(&kernel));
    assert!(
        replay.checkpoints().len() > 3,
        "{} checkpoints",
        replay.checkpoints().len()
    );

    // Running again from the start gives the same.
    let mut again = Recorder::new(Level::Kernel);
    assert!(replay.window(0, u64::MAX, &mut again, &mut || false));
    assert_eq!(trace_hash(&again.steps()), trace_hash(&kernel));

    let line = straight(source, Level::Line);
    assert_eq!(
        trace_hash(&at_level(&line, Level::Kernel)),
        trace_hash(&kernel),
        "lines change nothing"
    );
    for i in [0, 3, 9, 6, 1] {
        let (from_ns, to_ns) = (end_ns * i / 10, end_ns * (i + 1) / 10);
        let inside = |s: &&Step| (from_ns..=to_ns).contains(&s.time_ns);
        let mut recorder = Recorder::new(Level::Line);
        assert!(replay.window(from_ns, to_ns, &mut recorder, &mut || false));
        let expected: Vec<Step> = kernel.iter().filter(inside).cloned().collect();
        let (got, expected) = (
            at_level(&recorder.steps(), Level::Kernel),
            at_level(&expected, Level::Kernel),
        );
        assert_same(&got, &expected, &format!("tenth {i}"));
        // The first line of a window may be one that has begun before; all lines of the run are there.
        let mut rest = recorder.iter().filter(|s| s.event.level() > Level::Kernel);
        for step in line.iter().filter(inside).filter(|s| s.event.level() > Level::Kernel) {
            assert!(
                rest.any(|s| (s.time_ns, s.thread, &s.event) == (step.time_ns, step.thread, &step.event)),
                "{step:?}"
            );
        }
    }
}

#[test]
fn threads_run_again_as_they_ran() {
    check(THREADS);
}

#[test]
fn tasks_run_again_as_they_ran() {
    check(TASKS);
}

#[test]
fn a_window_in_the_middle_of_a_run_does_not_disturb_it() {
    let kernel = straight(THREADS, Level::Kernel);
    let mut replay = replay(THREADS, 60_000);
    let mut recorder = Recorder::new(Level::Kernel);
    let mut n = 0;
    let stopped = replay.run(&mut recorder, &mut || {
        n += 1;
        n > 2
    });
    assert_eq!(stopped, None);
    let mut lines = Recorder::new(Level::Line);
    assert!(replay.window(1_000_000, 5_000_000, &mut lines, &mut || false));
    assert!(lines.steps().iter().any(|s| s.event.level() > Level::Kernel));
    replay.run(&mut recorder, &mut || false).expect("nobody stops it");
    assert_eq!(trace_hash(&recorder.steps()), trace_hash(&kernel));
}

#[test]
fn old_checkpoints_are_thinned() {
    let mut replay = replay("import time\nfor i in range(2_000):\n    time.sleep(0.001)\n", 1);
    replay
        .run(&mut Recorder::new(Level::Kernel), &mut || false)
        .expect("nobody stops it");
    let times: Vec<u64> = replay.checkpoints().iter().map(|c| c.reached_ns).collect();
    assert!(
        (17..=64).contains(&times.len()),
        "{} checkpoints: {times:?}",
        times.len()
    );
    let widest = times.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert!(widest < Some(250_000_000), "{widest:?}");
}
