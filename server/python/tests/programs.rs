//! The programs of `programs/`, one feature each: what they print is what CPython prints, under 3.14 and 3.11. Beside
//! `NAME.py` stands `NAME.out`, and where the versions differ `NAME.3.11.out` or, for 3.13, `NAME.3.13.out`.
//!
//! A program whose first line is `# version: 3.13` is of that version and later ones. `tests/differential` says whether
//! CPython agrees.
#![allow(clippy::expect_used, reason = "tests")]

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use support::{first_difference, programs, read, setup};

fn main() {
    let mut trials = Vec::new();
    for name in programs("programs") {
        let source = read(&format!("programs/{name}.py"));
        let since = source
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# version: 3."))
            .map_or(11, |minor| minor.trim().parse::<u8>().expect("a minor version"));
        for minor in [14, 13, 11].into_iter().filter(|&minor| minor >= since) {
            let (name, source) = (name.clone(), source.clone());
            let id = format!("3.{minor}::{name}");
            trials.push(Trial::test(id, move || check(&name, &source, minor)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// What a version prints: its own file, else the one of all.
fn expected(name: &str, minor: u8) -> String {
    let own = format!("programs/{name}.3.{minor}.out");
    if support::exists(&own) {
        read(&own)
    } else {
        read(&format!("programs/{name}.out"))
    }
}

fn check(name: &str, source: &str, minor: u8) -> Result<(), Failed> {
    let run = std::panic::catch_unwind(|| setup().version(minor).try_run(source, &format!("{name}.py")))
        .map_err(|_| "the machine panicked".to_owned())??;
    let expected = expected(name, minor);
    if run.stdout() == expected {
        return Ok(());
    }
    Err(format!("{}\n{}", first_difference(&expected, &run.stdout()), run.account()).into())
}
