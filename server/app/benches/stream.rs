//! What a stream costs: simulated events per second, from the request to the last byte of a run of ten thousand steps,
//! bytes per step as sent. `cargo bench -p timeslice`; prints a table, judges nothing.

#![allow(unreachable_pub, dead_code, reason = "the client is the tests'")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and fails by panicking"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::Server;
use std::time::Instant;
use timeslice::runs::Limits;

/// Two threads that count, print and hand the GIL to each other.
const PROGRAM: &str = "\
import threading

def work():
    n = 0
    for i in range(2350):
        n += i

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
";
const N_REQUESTS: u32 = 9;

fn main() {
    let server = Server::start_with(timeslice::engine::product(), Limits::default());
    println!(
        "{:<10} {:>8} {:>12} {:>12} {:>12}",
        "encoding", "steps", "ms, median", "steps/s", "bytes/step"
    );
    for encoding in ["identity", "gzip", "br"] {
        let mut times = Vec::new();
        let mut n_bytes = 0;
        let mut n_steps = 0;
        for _ in 0..N_REQUESTS {
            let begun = Instant::now();
            let answer = server
                .open("/api/run?level=line&code=", PROGRAM, &[("Accept-Encoding", encoding)])
                .read_to_end();
            times.push(begun.elapsed());
            assert_eq!(answer.status, 200, "{}", answer.text());
            n_bytes = answer.body.len();
            if encoding == "identity" {
                n_steps = answer.steps().len();
            }
        }
        if n_steps == 0 {
            n_steps = server
                .open("/api/run?level=line&code=", PROGRAM, &[])
                .read_to_end()
                .steps()
                .len();
        }
        times.sort();
        let median_s = times[times.len() / 2].as_secs_f64();
        let (per_second, per_step) = (n_steps as f64 / median_s, n_bytes as f64 / n_steps as f64);
        println!(
            "{encoding:<10} {n_steps:>8} {:>12.1} {per_second:>12.0} {per_step:>12.1}",
            median_s * 1e3
        );
    }
}
