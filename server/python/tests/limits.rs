//! Hostile programs: each ends on its limit or with a Python exception, says so in a sentence, and costs no more than
//! the budget. Costs are counted in instructions, bytes and events, never in host time.

mod support;

use support::{Run, Setup, setup};
use timeslice_kernel::Ending;
use timeslice_trace::Event;

/// A public server's grant, made small enough for a test.
fn tight() -> Setup {
    setup().budget(|budget| {
        budget.time_ns = 60_000_000_000;
        budget.instructions = 5_000_000;
        budget.events = 100_000;
        budget.heap_bytes = 32 << 20;
        budget.output_bytes = 1 << 20;
        budget.threads = 500;
    })
}

/// Bytes that a run may hold beyond its budget: the reserve in which exceptions are made.
const HEAP_SLACK: usize = 4 << 20;
/// Events of one turn that may pass their budget.
const EVENTS_SLACK: u64 = 4_096;
/// Bytes of one `write` that may pass the budget of output.
const OUTPUT_SLACK: usize = 128 << 20;

fn assert_within_budget(setup: &Setup, run: &Run) {
    let budget = setup.budget;
    let heap = run.program.vm().heap.used_bytes();
    assert!(heap <= budget.heap_bytes as usize + HEAP_SLACK, "heap of {heap} bytes");
    // One look at the budgets per turn of at most 10 ms.
    let instructions = run.program.instructions();
    assert!(
        instructions <= budget.instructions + 5_000_000,
        "{instructions} instructions"
    );
    assert!(
        run.steps.len() as u64 <= budget.events + EVENTS_SLACK,
        "{} steps",
        run.steps.len()
    );
    assert!(run.time_ns <= budget.time_ns, "{} ns", run.time_ns);
    let output = run.stdout().len() + run.stderr().len();
    assert!(
        output <= budget.output_bytes as usize + OUTPUT_SLACK,
        "{output} bytes of output"
    );
    assert!(
        matches!(run.steps.last().map(|step| &step.event), Some(Event::RunEnded { .. })),
        "the trace has an end"
    );
}

/// Runs and compares the last line of stderr, or the budget's sentence when the run was cut.
fn check(source: &str, expected: &str) {
    check_on(&tight(), source, expected);
}

fn check_on(setup: &Setup, source: &str, expected: &str) {
    let run = match setup.try_run(source, "program.py") {
        Ok(run) => run,
        Err(diagnostics) => {
            let first = diagnostics.lines().next().unwrap_or_default();
            assert!(
                first == expected,
                "{}\n   said: {first}\n should: {expected}",
                head(source)
            );
            return;
        }
    };
    let said = match &run.ending {
        Ending::Limit(limit) => limit.message.clone(),
        Ending::Deadlocked => "deadlock".to_owned(),
        Ending::Finished => run.stderr().lines().last().unwrap_or_default().to_owned(),
    };
    assert!(
        said == expected,
        "{}\n   said: {said}\n should: {expected}\n{}",
        head(source),
        run.account()
    );
    assert_within_budget(setup, &run);
}

fn head(source: &str) -> String {
    source.chars().take(200).collect()
}

const TOO_LONG: &str =
    "The program has executed 5000000 instructions, the most that one run may. A loop that never ends?";
const TOO_DEEP: &str = "RecursionError: maximum recursion depth exceeded";
const NO_MEMORY: &str = "MemoryError";

#[test]
fn loops_that_never_end() {
    check("while True: pass", TOO_LONG);
    check("x = 0\nwhile True: x += 1", TOO_LONG);
    check("for i in iter(int, 1): pass", TOO_LONG);
    check("def g():\n    while True: yield 1\nfor x in g(): pass", TOO_LONG);
    check("def g():\n    while True: yield 1\nsum(g())", TOO_LONG);
    check("import itertools\nfor x in itertools.count(): pass", TOO_LONG);
    check(
        "while True:\n    try: 1 / 0\n    except ZeroDivisionError: pass",
        TOO_LONG,
    );
    check(
        "while True:\n    try: raise SystemExit\n    except BaseException: continue",
        TOO_LONG,
    );
    check(
        "class L(list):\n    def __iter__(self):\n        while True: yield 1\nmax(L())",
        TOO_LONG,
    );
    check("any(False for _ in iter(int, 1))", TOO_LONG);
    check(
        "import asyncio\nasync def main():\n    while True: pass\nasyncio.run(main())",
        TOO_LONG,
    );
    check(
        "import asyncio\nasync def main():\n    while True: await asyncio.sleep(0)\nasyncio.run(main())",
        TOO_LONG,
    );
    check(
        "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()",
        TOO_LONG,
    );
}

#[test]
fn waits_that_never_end() {
    let too_late = "The run has used up its 60 s of virtual time: does a loop or a wait in the program never end?";
    check("import time\ntime.sleep(10**6)", too_late);
    check("import time\nwhile True: time.sleep(1)", too_late);
    check("import asyncio\nasyncio.run(asyncio.sleep(10**6))", too_late);
    check(
        "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
        "deadlock",
    );
    check("import threading\nthreading.Event().wait()", "deadlock");
    check("import queue\nqueue.Queue().get()", "deadlock");
    check("import threading\nthreading.Barrier(2).wait()", "deadlock");
    check(
        "import threading, time\na, b = threading.Lock(), threading.Lock()\n\
         def take(x, y):\n    with x:\n        time.sleep(0.01)\n        with y: pass\n\
         threading.Thread(target=take, args=(a, b)).start()\nthreading.Thread(target=take, args=(b, a)).start()",
        "deadlock",
    );
    check(
        "import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())",
        "deadlock",
    );
}

#[test]
fn things_that_are_too_big() {
    check("x = [0] * 10**12", NO_MEMORY);
    check(
        "x = [0] * 10**30",
        "OverflowError: cannot fit 'int' into an index-sized integer",
    );
    check("x = (1, 2) * 10**11", NO_MEMORY);
    check("x = 'x' * 10**11", NO_MEMORY);
    check("x = b'x' * 10**11", NO_MEMORY);
    check("x = bytearray(10**11)", NO_MEMORY);
    check("x = bytes(10**11)", NO_MEMORY);
    check("x = 10**10**10", NO_MEMORY);
    check("x = 1 << 10**11", NO_MEMORY);
    check("x = list(range(10**18))", NO_MEMORY);
    check("x = tuple(range(10**18))", NO_MEMORY);
    check("x = set(range(10**9))", NO_MEMORY);
    check("x = '%*d' % (10**9, 1)", NO_MEMORY);
    check("x = format(1, '1000000000')", NO_MEMORY);
    check("x = 'a'.ljust(10**11)", NO_MEMORY);
    check("x = f'{1:{10**9}}'", NO_MEMORY);
    check("x = 'a' * 10**6\nx = x.replace('a', x)", NO_MEMORY);
    check("x = ('a' * 10**6).join(['b'] * 10**4)", NO_MEMORY);
    check("import math\nmath.factorial(10**9)", NO_MEMORY);
    check("x = 1 << 10**6\nwhile True: x = x << 10**6", NO_MEMORY);
    check(
        "str(10**5000)",
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
    );
    check(
        "import sys\nsys.set_int_max_str_digits(0)\nstr(10**201_000)",
        "ValueError: Exceeds the limit (200000 digits) for integer string conversion: the simulated machine has this one whatever sys.set_int_max_str_digits() says",
    );
    check(
        "int('9' * 5000)",
        "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit",
    );
}

#[test]
fn things_that_grow_until_there_is_no_more() {
    check("x = []\nwhile True: x.append('a' * 1000 + str(len(x)))", NO_MEMORY);
    check("x = []\nwhile True: x = [x, x.copy()] * 10", NO_MEMORY);
    check("x = {}\nwhile True: x[len(x)] = 'a' * 1000 + str(len(x))", NO_MEMORY);
    check("x = 'ab'\nwhile True: x += x", NO_MEMORY);
    check("x = set()\nwhile True: x.add(('a' * 1000, len(x)))", NO_MEMORY);
    check("x = []\nwhile True: x.extend(x or [1])", NO_MEMORY);
    check("x = bytearray(b'ab')\nwhile True: x += x", NO_MEMORY);
    check(
        "class C: pass\nx = None\nwhile True:\n    c = C()\n    c.next, c.load = x, [0] * 1000\n    x = c",
        NO_MEMORY,
    );
    check("x = [i * 'ab' for i in iter(int, 1) if False]", TOO_LONG);
    check(
        "x = ''\nfor i in range(10**7): x += 'abcdefghijklmnop' * 400",
        NO_MEMORY,
    );
}

#[test]
fn recursion_that_never_ends() {
    check("def f(): f()\nf()", TOO_DEEP);
    check("f = lambda: f()\nf()", TOO_DEEP);
    check("def f(): return [f() for _ in range(2)]\nf()", TOO_DEEP);
    check(
        "class C:\n    def __getattr__(self, name): return self.x\nC().x",
        TOO_DEEP,
    );
    check(
        "class C:\n    def __eq__(self, other): return self == other\nC() == 1",
        TOO_DEEP,
    );
    check(
        "class C:\n    def __repr__(self): return repr(self)\nrepr(C())",
        TOO_DEEP,
    );
    check("def g(): yield from g()\nlist(g())", TOO_DEEP);
    check("import asyncio\nasync def f(): await f()\nasyncio.run(f())", TOO_DEEP);
    check("import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", TOO_DEEP);
    check(
        "import sys\nsys.setrecursionlimit(0)",
        "ValueError: recursion limit must be greater or equal than 1",
    );
}

#[test]
fn nesting_bombs() {
    check("x = []\nfor _ in range(10**5): x = [x]\nrepr(x)", TOO_DEEP);
    check(
        "x = []\nfor _ in range(10**5): x = [x]\ny = []\nfor _ in range(10**5): y = [y]\nx == y",
        TOO_DEEP,
    );
    check("x = ()\nfor _ in range(10**5): x = (x,)\nhash(x)", TOO_DEEP);
    check_on(
        &tight().budget(|budget| budget.heap_bytes = 8 << 20),
        "x = ['x' * 1000] * 1000\nfor _ in range(5): x = [x] * 1000\nrepr(x)",
        NO_MEMORY,
    );
    check("x = []\nx.append(x)\nprint(x)", "");
    check("x = None\nfor _ in range(10**5): x = {'k': x}\ndel x", "");
}

#[test]
fn chains_of_exceptions() {
    let source = "def f(n):\n    try: 1 / 0\n    except Exception as e:\n        if n: f(n - 1)\n        raise ValueError(n)\nf(300)";
    check(source, "ValueError: 0");
    let source =
        "e = None\nfor i in range(20_000):\n    new = ValueError(i)\n    new.__context__ = e\n    e = new\nraise e";
    check(source, "ValueError: 19999");
    check("e = ValueError('a')\ne.__cause__ = e\nraise e", "ValueError: a");
}

#[test]
fn threads_without_end() {
    let too_many = "RuntimeError: can't start new thread";
    let source = "import threading, time\nfor _ in range(100_000): threading.Thread(target=time.sleep, args=(100,), daemon=True).start()";
    check(source, too_many);
    let bomb = "import threading\ndef f():\n    while True: threading.Thread(target=f).start()\nf()";
    check(
        bomb,
        "The program has printed 1048576 bytes, the most that one run may.",
    );
    let tasks = "import asyncio\nasync def f():\n    await asyncio.gather(f(), f())\nasyncio.run(f())";
    check(tasks, TOO_LONG);
}

#[test]
fn output_without_end() {
    let too_much = "The program has printed 1048576 bytes, the most that one run may.";
    check("while True: print('x' * 1000)", too_much);
    check("for _ in range(100): print('x' * 10**6)", too_much);
    check("import sys\nwhile True: sys.stdout.write('x' * 100)", too_much);
    check("import sys\nwhile True: print('x' * 1000, file=sys.stderr)", too_much);
    let too_many =
        "More than 100000 things have happened, the most a trace may hold: does a loop in the program never end?";
    check("while True: print()", too_many);
}

/// A text that does not fit into the heap is not written to its end, and what was written of it counts.
#[test]
fn texts_that_do_not_fit() {
    let source = "x = [1]\nfor _ in range(60): x = [x, x]\nwhile True:\n  try: repr(x)\n  except MemoryError: pass";
    let setup = tight();
    let run = setup.run(source);
    assert!(matches!(&run.ending, Ending::Limit(limit) if limit.message == TOO_LONG));
    let most = setup.budget.instructions + 4 * setup.budget.heap_bytes;
    assert!(run.program.instructions() < most, "{}", run.program.instructions());
}

#[test]
fn work_out_of_all_proportion() {
    check(
        "import random\nx = [random.random() for _ in range(50_000)]\nfor _ in range(3): x.sort()",
        "",
    );
    check("x = 'a' * 10**6\nfor _ in range(20): x.count('ab')", "");
    check(
        "x = [0] * 10**6\nwhile True: x.index(1) if 1 in x else x.insert(0, 0)",
        TOO_LONG,
    );
    check("import tkinter", "1:1: Unsupported: module 'tkinter' is not simulated");
}

#[test]
fn sources_that_are_too_big() {
    check(
        &"x = 1\n".repeat(180_000),
        "1:1: LimitReached: the source has 1080000 bytes, more than the 65536 that are accepted (split the program or shorten its data)",
    );
    check(
        &("x = ".to_owned() + &"[".repeat(10_000) + &"]".repeat(10_000)),
        "1:205: SyntaxError: too many nested parentheses",
    );
    check(
        &("x = ".to_owned() + &"-".repeat(10_000) + "1"),
        "1:204: LimitReached: this expression is too long: more than 2000 operators, attributes and calls in a row (split it, or use a loop, join() or a list)",
    );
    check(
        &("x = ".to_owned() + &"1 + ".repeat(10_000) + "1"),
        "1:7999: LimitReached: this expression is too long: more than 2000 operators, attributes and calls in a row (split it, or use a loop, join() or a list)",
    );
}

#[test]
fn hashes_of_too_much_work_are_refused() {
    let calls = [
        ("hashlib.shake_128(b'').digest(10**12)", "digest()"),
        ("hashlib.pbkdf2_hmac('sha256', b'a', b'b', 2**40)", "pbkdf2_hmac()"),
        ("hashlib.scrypt(b'a', salt=b'b', n=2**10, r=8, p=2000)", "scrypt()"),
    ];
    for (call, name) in calls {
        let refusal = format!("NotImplementedError: {name}: Timeslice computes at most 10,000,000 steps in one call");
        check(&format!("import hashlib\n{call}\n"), &refusal);
    }
    check(
        "import hashlib\nhashlib.scrypt(b'a', salt=b'b', n=2**18, r=8, p=1, maxmem=2**30)\n",
        "NotImplementedError: scrypt(): Timeslice has at most 128 MiB for one call",
    );
}

/// An object keeps its bytes and hashes them for every digest: a loop of digests must cost simulated time, or it would
/// cost the server's alone.
#[test]
fn digests_of_the_same_bytes_pay_for_each() {
    let tenth = tight().budget(|budget| budget.time_ns = 100_000_000);
    check_on(
        &tenth,
        "import hashlib\nh = hashlib.sha256(bytes(10**6))\nwhile True:\n    h.digest()\n",
        "The run has used up its 100000000 ns of virtual time.",
    );
}
