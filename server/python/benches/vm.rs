//! Speed of the virtual machine against the machine's own `python3`: `cargo bench -p timeslice-python`.
//!
//! The programs of `reference/vm.md` 2.2, each in seconds of CPU time, the least of several repeats, with line
//! events off and on; then simulated events per second. Without a `python3` its columns stay empty.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark reports on the console"
)]

use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;
use timeslice_kernel::{Budget, Machine, MachineConfig, SeededChooser};
use timeslice_python::{PyVersion, PythonConfig, PythonProgram, compile_program};
use timeslice_trace::{CoreId, Event, Level, Sink, TaskId, ThreadId, TimeNs};

/// Name, and a program whose `bench()` is what is measured.
const PROGRAMS: &[(&str, &str)] = &[
    (
        "while in a function",
        "def bench():\n    i = 0\n    while i < 10**7:\n        i += 1\n",
    ),
    (
        "while on globals",
        "i = 0\ndef bench():\n    global i\n    i = 0\n    while i < 10**7:\n        i += 1\n",
    ),
    (
        "fib(27)",
        "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\ndef bench():\n    fib(27)\n",
    ),
    (
        "append, sum by loop",
        "def bench():\n    a = []\n    for i in range(10**6):\n        a.append(i)\n    s = 0\n    for x in a:\n        s += x\n",
    ),
    (
        "dict increments",
        "def bench():\n    d = {}\n    for i in range(1000):\n        d[i] = 0\n    for i in range(10**6):\n        d[i % 1000] += 1\n",
    ),
    (
        "f-strings, join, +=",
        "def bench():\n    a = []\n    for i in range(300_000):\n        a.append(f'{i}:{i + 1}')\n    s = ','.join(a)\n    t = ''\n    for i in range(300_000):\n        t += 'x'\n",
    ),
    (
        "method calls",
        "class C:\n    def __init__(self):\n        self.n = 0\n    def add(self, k):\n        self.n = self.n + k\ndef bench():\n    c = C()\n    for i in range(10**6):\n        c.add(i)\n",
    ),
    (
        "generator",
        "def g(n):\n    i = 0\n    while i < n:\n        yield i\n        i += 1\ndef bench():\n    s = 0\n    for x in g(10**6):\n        s += x\n",
    ),
    (
        "generator expression",
        "def bench():\n    s = sum(x * 2 for x in range(10**6))\n",
    ),
];

/// Times `bench()` in real Python, without start and compilation.
const TIMER: &str = "\nimport time\nbest = 1e9\nfor _ in range(5):\n    t = time.process_time(); bench(); best = min(best, time.process_time() - t)\nprint(best)\n";

/// Counts and forgets.
struct Counter {
    level: Level,
    n: u64,
}

impl Sink for Counter {
    fn level(&self) -> Level {
        self.level
    }

    fn emit(&mut self, _: TimeNs, _: Option<CoreId>, _: Option<ThreadId>, _: Option<TaskId>, _: Event) {
        self.n += 1;
    }
}

/// What a run cost and did.
struct Measured {
    seconds: f64,
    instructions: u64,
    n_events: u64,
}

/// Seconds of this thread on a processor where the host tells (Linux), so that other work there disturbs little;
/// else of the wall clock.
fn now() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match text.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()) {
        Some(ns) => ns / 1e9,
        None => START.elapsed().as_secs_f64(),
    }
}

fn run(source: &str, lines: bool) -> Measured {
    let compiled = compile_program(source, "bench.py", PyVersion::default()).expect("the program compiles");
    let budget = Budget {
        line_events: u64::MAX,
        ..Budget::LOCAL
    };
    let python = PythonConfig {
        lines,
        ..PythonConfig::default()
    };
    let mut program = PythonProgram::new(&compiled, python, budget).expect("the library fits");
    let mut machine = Machine::new(MachineConfig::realistic(2), budget);
    let level = if lines { Level::Line } else { Level::Kernel };
    let mut sink = Counter { level, n: 0 };
    let begin = now();
    machine.run(&mut program, &mut SeededChooser::new(1), &mut sink);
    let seconds = now() - begin;
    assert_eq!(program.exit_status(), 0, "{source}");
    Measured {
        seconds,
        instructions: program.instructions(),
        n_events: sink.n,
    }
}

/// The fastest of a few runs: the machine has other things to do as well.
fn best(source: &str, lines: bool, repeats: u32) -> Measured {
    let runs = (0..repeats).map(|_| run(source, lines));
    runs.min_by(|a, b| a.seconds.total_cmp(&b.seconds))
        .expect("at least one run")
}

fn cpython(source: &str) -> Option<f64> {
    let output = Command::new("python3")
        .arg("-c")
        .arg(format!("{source}{TIMER}"))
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn main() {
    if std::env::args().any(|arg| arg == "--test") {
        return;
    }
    let only: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|part| name.contains(part));
    // For a profiler: the machine alone, without lines.
    if std::env::args().any(|arg| arg == "--plain") {
        for (name, source) in PROGRAMS.iter().filter(|(name, _)| wanted(name)) {
            let measured = best(&format!("{source}bench()\n"), false, 5);
            println!(
                "{name:<22} {:>10.4} {:>8.0}",
                measured.seconds,
                measured.instructions as f64 / measured.seconds / 1e6
            );
        }
        return;
    }
    let version = Command::new("python3").arg("--version").output().ok();
    let version = version
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .unwrap_or_default();
    println!(
        "{:<22} {:>10} {:>8} {:>12} {:>8} {:>12}",
        "",
        "seconds",
        "Minstr/s",
        "with lines",
        version.trim(),
        "speed ratio"
    );
    let (mut sum_of_logs, mut n) = (0.0, 0);
    for (name, source) in PROGRAMS.iter().filter(|(name, _)| wanted(name)) {
        let source_with_call = format!("{source}bench()\n");
        let plain = best(&source_with_call, false, 5);
        let lines = best(&source_with_call, true, 1);
        let rate = plain.instructions as f64 / plain.seconds / 1e6;
        let real = cpython(source);
        let ratio = real.map(|seconds| seconds / plain.seconds);
        if let Some(ratio) = ratio {
            sum_of_logs += ratio.ln();
            n += 1;
        }
        let show = |value: Option<f64>| value.map_or(String::new(), |value| format!("{value:.4}"));
        println!(
            "{name:<22} {:>10.4} {rate:>8.0} {:>12.4} {:>13} {:>12}",
            plain.seconds,
            lines.seconds,
            show(real),
            ratio.map_or(String::new(), |ratio| format!("{ratio:.2}x"))
        );
    }
    if n > 0 {
        println!(
            "geometric mean of the speed ratios: {:.2}x",
            (sum_of_logs / f64::from(n)).exp()
        );
    }
    let events = "import threading\nlock = threading.Lock()\nn = 0\ndef work():\n    global n\n    for i in range(50_000):\n        with lock:\n            n += 1\n\
                  threads = [threading.Thread(target=work) for _ in range(4)]\nfor t in threads: t.start()\nfor t in threads: t.join()\n";
    for (lines, level) in [(false, "kernel"), (true, "line")] {
        let measured = best(events, lines, 3);
        let rate = measured.n_events as f64 / measured.seconds / 1e6;
        println!(
            "{:<22} {:>10.4} {:>9} events, {rate:.2} M/s",
            format!("locks, {level} level"),
            measured.seconds,
            measured.n_events
        );
    }
}
