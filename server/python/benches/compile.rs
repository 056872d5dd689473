//! How long a program of 300 lines takes from text to code, or to what is wrong with it:
//! `cargo bench -p timeslice-python --bench compile`. The least and the median of many, in milliseconds.
#![allow(clippy::print_stdout, reason = "a benchmark reports on the console")]

use std::fmt::Write as _;
use std::time::Instant;
use timeslice_python::{PyVersion, compile_program};

const TURNS: usize = 201;

/// A class, a worker and a coroutine, over and over.
fn program() -> String {
    let mut text = "import asyncio\nimport queue\nimport threading\n\njobs = queue.Queue(maxsize=8)\n".to_owned();
    for i in 0.. {
        if text.lines().count() >= 300 {
            break;
        }
        let _ = write!(
            text,
            "
class Account{i}:
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.lock = threading.Lock()

    def move(self, other, amount, *, note=None):
        with self.lock, other.lock:
            if self.balance < amount:
                raise ValueError(f\"{{self.owner!r}} has only {{self.balance:,.2f}}\")
            self.balance -= amount
            other.balance += amount

def work{i}(n):
    try:
        while (item := jobs.get(timeout=0.1)) is not None:
            print(*[x ** 2 for x in range(n) if x % 3], sep=', ', end='\\n')
    except queue.Empty:
        return {{name: len(name) for name in ('a', 'bb')}}

async def fetch{i}(url, retries=3):
    async with asyncio.timeout(1.5):
        for attempt in range(retries):
            await asyncio.sleep(0.01 * attempt)
    return await asyncio.gather(*(asyncio.sleep(0, k) for k in range(4)))
"
        );
    }
    text
}

fn measure(name: &str, text: &str) {
    let mut wrong = 0;
    let mut times: Vec<f64> = (0..TURNS)
        .map(|_| {
            let begin = Instant::now();
            wrong = compile_program(text, "program.py", PyVersion::default()).map_or_else(|all| all.len(), |_| 0);
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let lines = text.lines().count();
    println!(
        "{name:<28} {lines:>4} lines  {wrong:>2} wrong  least {:>6.3} ms  median {:>6.3} ms",
        times[0],
        times[TURNS / 2]
    );
}

fn main() {
    let good = program();
    measure("compiles", &good);
    measure("a syntax error at the end", &format!("{good}def broken(:\n    pass\n"));
    measure(
        "an error in every function",
        &good.replace("while (item :=", "while (item ="),
    );
    measure(
        "modules that there are not",
        &format!("import numpy, tkinter\n{good}import ssl.nothing\n"),
    );
}
