//! Several processes on one machine: the same run twice, windows into it, its budgets, its deadlocks. What programs print
//! is in `programs/mp_*.py`.
#![allow(clippy::expect_used, reason = "tests")]

mod support;

use support::setup;
use timeslice_kernel::{Ending, MachineConfig, SeededChooser};
use timeslice_python::{PyVersion, PythonConfig, Replay, compile_program};
use timeslice_trace::{Event, Level, Recorder, Step, trace_hash};

const POOL: &str = "
import multiprocessing as mp
def work(n):
    return sum(range(n * 2000))
if __name__ == '__main__':
    with mp.get_context('fork').Pool(2) as pool:
        print(pool.map(work, range(12), chunksize=1))
";

const PING: &str = "
import multiprocessing as mp
def pong(conn):
    for _ in range(40):
        conn.send(conn.recv() + 1)
if __name__ == '__main__':
    ctx = mp.get_context('spawn')
    here, there = ctx.Pipe()
    p = ctx.Process(target=pong, args=(there,))
    p.start()
    n = 0
    for _ in range(40):
        here.send(n)
        n = here.recv()
    p.join()
    print(n)
";

fn check_same_twice(source: &str) {
    let (first, second) = (setup().run(source), setup().run(source));
    assert_eq!(first.ending, Ending::Finished, "{}", first.account());
    assert_eq!(first.hash(), second.hash(), "the same run twice");
    let seen = setup().lines().run(source);
    assert_eq!(
        trace_hash(&first.kernel_steps()),
        trace_hash(&seen.kernel_steps()),
        "with lines"
    );
}

#[test]
fn the_same_run_twice_gives_the_same_trace() {
    check_same_twice(POOL);
    check_same_twice(PING);
}

/// Every window into a run shows what a straight run shows there, in any order of asking.
fn check_windows(source: &str) {
    let compiled = compile_program(source, "program.py", PyVersion::V314).expect("the program compiles");
    let machine = MachineConfig::realistic(2);
    let new = || {
        let replay = Replay::new(
            &compiled,
            PythonConfig::default(),
            machine.clone(),
            support::BUDGET,
            SeededChooser::new(42),
        );
        replay.expect("the process starts").with_interval(5_000)
    };
    let mut straight = Recorder::new(Level::Kernel);
    let mut replay = new();
    let outcome = replay.run(&mut straight, &mut || false).expect("it ends");
    assert!(replay.checkpoints().len() > 2, "there are checkpoints to go back to");
    let end = outcome.time_ns;
    for (from, to) in [
        (end / 2, end / 2 + end / 8),
        (0, end / 8),
        (end * 3 / 4, end),
        (end / 4, end / 3),
        (0, end),
    ] {
        let mut seen = Recorder::new(Level::Kernel);
        assert!(replay.window(from, to, &mut seen, &mut || false));
        let straight = straight.steps();
        let expected: Vec<&Event> = within(&straight, from, to);
        assert_eq!(
            within(&seen.steps(), from, to),
            expected,
            "from {from} to {to} of {end}"
        );
    }
}

fn within(steps: &[Step], from: u64, to: u64) -> Vec<&Event> {
    let inside = steps.iter().filter(|s| (from..=to).contains(&s.time_ns));
    inside.map(|s| &s.event).collect()
}

#[test]
fn windows_show_what_a_straight_run_shows() {
    check_windows(POOL);
    check_windows(PING);
}

#[test]
fn processes_compute_at_the_same_time() {
    let source = "
import multiprocessing as mp, time
def work():
    for i in range(1_000_000):
        pass
if __name__ == '__main__':
    ctx = mp.get_context('fork')
    ps = [ctx.Process(target=work) for _ in range(2)]
    start = time.perf_counter()
    for p in ps: p.start()
    for p in ps: p.join()
    both = time.perf_counter() - start
    start = time.perf_counter()
    work(); work()
    print(round((time.perf_counter() - start) / both, 1) >= 1.5)
";
    let run = setup().run(source);
    assert_eq!(run.stdout(), "True\n", "{}", run.account());
    let pids: Vec<u32> = run
        .steps
        .iter()
        .filter_map(|s| match s.event {
            Event::ProcessStarted { pid, .. } => Some(pid),
            _ => None,
        })
        .collect();
    assert_eq!(pids, [1000, 1001, 1002]);
}

#[test]
fn a_fork_bomb_meets_eagain() {
    let source = "
import os
n = 0
try:
    while True:
        if os.fork() == 0:
            import time
            time.sleep(1)
            os._exit(0)
        n += 1
except BlockingIOError as e:
    print(n, e)
";
    let run = setup().run(source);
    assert_eq!(
        run.stdout(),
        "255 [Errno 11] Resource temporarily unavailable\n",
        "{}",
        run.account()
    );
}

#[test]
fn memory_is_counted_over_all_processes() {
    let source = "
import os, time
x = [0] * 1_000_000
for _ in range(60):
    if os.fork() == 0:
        x.append(1)
        time.sleep(10)
        os._exit(0)
";
    let run = setup().run(source);
    let Ending::Limit(limit) = &run.ending else {
        panic!("{}", run.account())
    };
    assert_eq!(limit.name, "heap_bytes");
    assert!(
        limit.message.contains("processes together use more than 256 MiB"),
        "{}",
        limit.message
    );
}

#[test]
fn instructions_are_counted_over_all_processes() {
    let source = "
import os
for _ in range(3):
    os.fork()
while True:
    pass
";
    let run = setup().budget(|b| b.instructions = 2_000_000).run(source);
    let Ending::Limit(limit) = &run.ending else {
        panic!("{}", run.account())
    };
    assert_eq!(limit.name, "instructions");
}

#[test]
fn locks_between_processes_deadlock_with_their_ring() {
    let source = "
import multiprocessing as mp, time
def take(first, second):
    with first:
        time.sleep(0.05)
        with second:
            pass
if __name__ == '__main__':
    ctx = mp.get_context('fork')
    a, b = ctx.Lock(), ctx.Lock()
    p = ctx.Process(target=take, args=(b, a))
    p.start()
    take(a, b)
";
    let run = setup().run(source);
    assert_eq!(run.ending, Ending::Deadlocked, "{}", run.account());
    let ring = run.steps.iter().find_map(|s| match &s.event {
        Event::Deadlocked { cycle } => Some(cycle.clone()),
        _ => None,
    });
    let ring = ring.expect("the end is told");
    assert_eq!(ring.len(), 2, "{ring:?}");
    assert!(
        ring.iter().all(|link| link.object.is_some() && link.holder.is_some()),
        "{ring:?}"
    );
}

#[test]
fn a_lock_held_at_the_fork_stays_held_in_the_child() {
    let source = "
import os, threading, time
lock = threading.Lock()
def hold():
    with lock:
        time.sleep(0.1)
t = threading.Thread(target=hold)
t.start()
time.sleep(0.01)
pid = os.fork()
if pid == 0:
    print(lock.acquire(timeout=1), threading.active_count())
    os._exit(0)
os.waitpid(pid, 0)
t.join()
print(lock.acquire(timeout=1))
";
    let run = setup().version(11).run(source);
    assert_eq!(run.stdout(), "False 1\nTrue\n", "{}", run.account());
}

#[test]
fn a_child_reports_what_ends_it() {
    let source = "
import multiprocessing as mp
def fail():
    raise ValueError('in the child')
if __name__ == '__main__':
    p = mp.get_context('fork').Process(target=fail)
    p.start()
    p.join()
    print(p.exitcode)
";
    let run = setup().run(source);
    assert_eq!(run.stdout(), "1\n");
    let stderr = run.stderr();
    assert!(
        stderr.starts_with("Process ForkProcess-1:\nTraceback (most recent call last):\n"),
        "{stderr}"
    );
    assert!(stderr.ends_with("ValueError: in the child\n"), "{stderr}");
}

#[test]
fn a_missing_guard_is_explained() {
    let source = "
import multiprocessing as mp
p = mp.get_context('spawn').Process(target=print)
p.start()
p.join()
print(p.exitcode)
";
    let run = setup().run(source);
    assert_eq!(run.stdout(), "1\n");
    assert!(
        run.stderr()
            .contains("current process has finished its bootstrapping phase."),
        "{}",
        run.stderr()
    );
}

#[test]
fn a_signal_with_a_handler_calls_it() {
    let source = "
import multiprocessing as mp, signal, sys, time
def child(ready):
    def handler(number, frame):
        print('got', number, flush=True)
        sys.exit(5)
    signal.signal(signal.SIGTERM, handler)
    ready.set()
    while True:
        time.sleep(0.01)
if __name__ == '__main__':
    ctx = mp.get_context('fork')
    ready = ctx.Event()
    p = ctx.Process(target=child, args=(ready,))
    p.start()
    ready.wait()
    p.terminate()
    p.join()
    print(p.exitcode)
";
    let run = setup().run(source);
    assert_eq!(run.stdout(), "got 15\n5\n", "{}", run.account());
}
