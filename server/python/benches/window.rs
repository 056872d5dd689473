//! What checkpoints and windows cost: `cargo bench -p timeslice-python --bench window`.

#![allow(clippy::print_stdout, reason = "a benchmark reports on the console")]

use std::time::Instant;
use timeslice_kernel::{Budget, MachineConfig, SeededChooser};
use timeslice_python::{PyVersion, PythonConfig, Replay, compile_program};
use timeslice_trace::{Level, Recorder};

const PROGRAM: &str = "
import threading
def work(n):
    kept = []
    for i in range(n):
        ring = [i, str(i)]
        ring.append(ring)
        if i % 50 == 0:
            kept.append({'i': i, 'text': str(i)})
    return len(kept)
threads = [threading.Thread(target=work, args=(400_000,)) for _ in range(2)]
for t in threads:
    t.start()
for t in threads:
    t.join()
";

fn replay(interval: u64) -> Replay<SeededChooser> {
    let compiled = compile_program(PROGRAM, "bench.py", PyVersion::V314).expect("the program compiles");
    let (config, machine) = (PythonConfig::default(), MachineConfig::realistic(2));
    let chooser = SeededChooser::new(1);
    Replay::new(&compiled, config, machine, Budget::LOCAL, chooser)
        .expect("it starts")
        .with_interval(interval)
}

fn main() {
    let start = Instant::now();
    let mut plain = replay(u64::MAX);
    println!("start of a process: {:?}", start.elapsed());
    let start = Instant::now();
    let outcome = plain
        .run(&mut Recorder::new(Level::Kernel), &mut || false)
        .expect("it ends");
    let without = start.elapsed();
    println!(
        "{} instructions without checkpoints: {without:?}",
        plain.program().instructions()
    );

    let mut replay = replay(1_000_000);
    let start = Instant::now();
    replay
        .run(&mut Recorder::new(Level::Kernel), &mut || false)
        .expect("it ends");
    let with = start.elapsed();
    let n = replay.checkpoints().len();
    let own: usize = replay.checkpoints().iter().map(|c| c.program.own_bytes()).sum();
    println!(
        "with {n} checkpoints: {with:?}, heap {} KiB, {} KiB in checkpoints alone",
        replay.program().vm().heap.used_bytes() >> 10,
        own >> 10
    );

    for tenth in [1, 5, 9] {
        let from_ns = outcome.time_ns * tenth / 10;
        let mut recorder = Recorder::new(Level::Line);
        let start = Instant::now();
        replay.window(from_ns, from_ns + 5_000_000, &mut recorder, &mut || false);
        println!(
            "a window of 5 ms at {tenth}0 %: {:?}, {} steps",
            start.elapsed(),
            recorder.len()
        );
    }
}
