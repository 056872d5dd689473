//! The programs of `conformance/`: stdout is that of CPython, byte for byte, under 3.14 and under 3.11. One test each.
//!
//! `conformance/unsupported.txt` lists the ones that do not pass yet, with the missing feature: `NAME: WHAT IS MISSING`,
//! or `3.11::NAME: ...` when only that version is concerned. One that is listed and passes fails: off the list with it.
#![allow(clippy::expect_used, reason = "tests")]

mod support;

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use support::{first_difference, programs, read, setup};

fn main() {
    let unsupported = unsupported();
    let names = programs("conformance");
    let mut trials = Vec::new();
    for (minor, prefix) in [(14, ""), (11, "3.11::")] {
        for name in &names {
            let id = format!("{prefix}{name}");
            let missing = unsupported.get(&id).or_else(|| unsupported.get(name)).cloned();
            let name = name.clone();
            trials.push(Trial::test(id, move || judge(check(&name, minor), missing.as_deref())));
        }
    }
    for listed in unsupported.keys() {
        let name = listed.strip_prefix("3.11::").unwrap_or(listed);
        assert!(
            names.iter().any(|known| known == name),
            "unsupported.txt lists `{listed}`, which does not exist"
        );
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn unsupported() -> BTreeMap<String, String> {
    let text = read("conformance/unsupported.txt");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, missing) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("no missing feature: {line}"));
            (name.to_owned(), missing.to_owned())
        })
        .collect()
}

fn judge(result: Result<(), String>, missing: Option<&str>) -> Result<(), Failed> {
    match (result, missing) {
        (Ok(()), Some(_)) => Err("now passes: take it off the list in unsupported.txt".into()),
        (Ok(()), None) | (Err(_), Some(_)) => Ok(()),
        (Err(why), None) => Err(why.into()),
    }
}

fn check(name: &str, minor: u8) -> Result<(), String> {
    let source = read(&format!("conformance/{name}.py"));
    let expected = read(&format!("conformance/{name}.out"));
    let run = std::panic::catch_unwind(|| setup().version(minor).try_run(&source, &format!("{name}.py")))
        .map_err(|_| "the machine panicked".to_owned())??;
    if run.stdout() == expected {
        return Ok(());
    }
    Err(format!(
        "{}\n{}",
        first_difference(&expected, &run.stdout()),
        run.account()
    ))
}
