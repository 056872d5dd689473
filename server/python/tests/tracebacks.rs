//! What a program writes to stderr when it fails, and its exit status, against what CPython 3.11 and 3.13 wrote: the
//! programs of `tracebacks/`.
//!
//! `NAME.expected-VERSION.txt` is stderr and a last line with the status. `tracebacks/unsupported.txt` lists what is not
//! right yet, as `VERSION NAME: WHAT IS MISSING`; one that is listed and right fails: off the list with it.
#![allow(clippy::expect_used, reason = "tests")]

#[path = "litmus/normalise.rs"]
mod normalise;
mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use normalise::normalise;
use support::{first_difference, programs, read, setup};

fn main() {
    let mut trials = Vec::new();
    for name in programs("tracebacks") {
        for minor in [11, 13] {
            let name = name.clone();
            trials.push(Trial::test(format!("3.{minor}::{name}"), move || judge(&name, minor)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn judge(name: &str, minor: u8) -> Result<(), Failed> {
    let listed = read("tracebacks/unsupported.txt");
    let is_listed = listed
        .lines()
        .any(|line| line.starts_with(&format!("3.{minor} {name}: ")));
    match (check(name, minor), is_listed) {
        (Ok(()), true) => Err("now right: take it off the list in unsupported.txt".into()),
        (Err(why), false) => Err(why.into()),
        _ => Ok(()),
    }
}

fn check(name: &str, minor: u8) -> Result<(), String> {
    let source = read(&format!("tracebacks/{name}.py"));
    let expected = normalise(&read(&format!("tracebacks/{name}.expected-3.{minor}.txt")));
    let run = setup().version(minor).try_run(&source, &format!("{name}.py"))?;
    let found = normalise(&format!("{}status {}\n", run.stderr(), run.status));
    if found == expected {
        return Ok(());
    }
    Err(format!("{}\n--- found\n{found}", first_difference(&expected, &found)))
}
