//! The cases of `scheduling.json`: every number a case gives must come out, derived from the trace. One test each.
//!
//! `pending.txt` lists the cases that do not pass yet and what is missing; a test fails when a listed one passes.

use libtest_mimic::{Arguments, Trial};
use timeslice_scenario::cases::{self, Case};

fn main() {
    let cases = cases::read(include_str!("scheduling.json")).expect("the file can be read");
    let pending: Vec<&str> = include_str!("pending.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for listed in &pending {
        assert!(cases.iter().any(|case| case.id == *listed), "{listed} is no case");
    }
    let trial = |case: Case| {
        let is_pending = pending.contains(&case.id.as_str());
        Trial::test(case.id.clone(), move || match (case.check(), is_pending) {
            (Ok(()), true) => Err("passes: take it off pending.txt".into()),
            (Err(_), true) | (Ok(()), false) => Ok(()),
            (Err(failure), false) => Err(failure.to_string().into()),
        })
    };
    let trials = cases.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
