//! The program as a shell calls it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// `timeslice run -` with `args` and this on its standard input.
pub(crate) fn run(input: &str, args: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_timeslice"))
        .args(["run", "-"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}
