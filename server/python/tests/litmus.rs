//! The programs of `litmus/`: order and wording of threading and asyncio, against what CPython 3.11 and 3.14 wrote.
//!
//! The expectation is what a file held of stderr and stdout, with what differs between machines taken out. `litmus/unsupported.txt`
//! lists blocks of lines that are not right yet, as `VERSION PROGRAM LINE: WHAT IS MISSING`, where LINE is that of the
//! expectation so reduced; a line that is listed and right fails: off the list with it.
#![allow(clippy::expect_used, reason = "tests")]

#[path = "litmus/normalise.rs"]
mod normalise;
mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use normalise::normalise;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::{programs, read, setup};

fn main() {
    let mut trials = Vec::new();
    for name in programs("litmus") {
        for minor in [11, 14] {
            let name = name.clone();
            trials.push(Trial::test(format!("3.{minor}::{name}"), move || check(&name, minor)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Lines of an expectation, from 1, that are known not to be right.
fn unsupported(name: &str, minor: u8) -> BTreeSet<usize> {
    let text = read("litmus/unsupported.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut listed = BTreeSet::new();
    for line in lines {
        let (place, _missing) = line
            .split_once(": ")
            .unwrap_or_else(|| panic!("no missing feature: {line}"));
        let [version, program, number] = place.split(' ').collect::<Vec<_>>()[..] else {
            panic!("not `VERSION PROGRAM LINE`: {line}");
        };
        if version == format!("3.{minor}") && program == name {
            listed.insert(number.parse().expect("a line number"));
        }
    }
    listed
}

fn check(name: &str, minor: u8) -> Result<(), Failed> {
    let source = read(&format!("litmus/{name}.py"));
    let expected = normalise(&read(&format!("litmus/{name}.expected-3.{minor}.txt")));
    let run = setup().version(minor).try_run(&source, &format!("{name}.py"))?;
    let found = normalise(&run.both_in_one_file());
    let listed = unsupported(name, minor);
    let mut problems = String::new();
    for (number, change) in compare(&expected, &found) {
        match change {
            Change::Same if listed.contains(&number) => {
                let _ = writeln!(
                    problems,
                    "line {number} is right: take it off the list in unsupported.txt"
                );
            }
            Change::Differs(text) if !listed.contains(&number) => {
                let _ = writeln!(problems, "line {number}: {text}");
            }
            _ => {}
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(format!("{problems}{}", run.end()).into())
    }
}

/// What became of a line of the expectation.
#[derive(Debug, PartialEq)]
enum Change {
    Same,
    Differs(String),
}

/// One entry per line of the expectation, by the longest common subsequence; lines that are too many count against
/// the line before which they stand.
fn compare(expected: &str, found: &str) -> Vec<(usize, Change)> {
    let (left, right): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let mut common = vec![vec![0_u32; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            common[i][j] = if left[i] == right[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    let mut extra = Vec::new();
    while i < left.len() {
        if j < right.len() && left[i] == right[j] && extra.is_empty() {
            changes.push((i + 1, Change::Same));
            (i, j) = (i + 1, j + 1);
        } else if j < right.len() && left[i] != right[j] && common[i][j + 1] >= common[i + 1][j] {
            extra.push(right[j]);
            j += 1;
        } else {
            changes.push((
                i + 1,
                Change::Differs(format!("expected {:?}, found {extra:?}", left[i])),
            ));
            j += usize::from(j < right.len() && left[i] == right[j]);
            i += 1;
            extra.clear();
        }
    }
    extra.extend(&right[j..]);
    if !extra.is_empty() {
        changes.push((
            left.len() + 1,
            Change::Differs(format!("expected the end, found {extra:?}")),
        ));
    }
    changes
}
