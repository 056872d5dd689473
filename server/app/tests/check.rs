//! `timeslice check`: what a grader sees.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::process::Command;

/// Checks a file with `text` in it: exit status, standard output and standard error together.
fn check(name: &str, text: &str, status: i32, expect: &str) {
    let path = std::env::temp_dir().join(format!("timeslice-check-{}-{name}.json", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_timeslice"))
        .arg("check")
        .arg(&path)
        .output()
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert_eq!(said.replace(&path.display().to_string(), "FILE"), expect, "{text}");
    assert_eq!(output.status.code(), Some(status), "{text}");
}

fn file(cases: &[String]) -> String {
    format!("{{\"format\": \"sched-cases/1\", \"cases\": [{}]}}", cases.join(","))
}

/// A case of P1 (5 ticks) and P2 (3 ticks), both there at 0.
fn case(id: &str, policy: &str, params: &str, expect: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"policy\": \"{policy}\", \"params\": {{{params}}}, \"cores\": 1, \"processes\": [\
         {{\"name\": \"P1\", \"arrival\": 0, \"bursts\": [[\"cpu\", 5]]}},\
         {{\"name\": \"P2\", \"arrival\": 0, \"bursts\": [[\"cpu\", 3]]}}], \"expect\": {{{expect}}}}}"
    )
}

#[test]
fn the_whole_conformance_file() {
    let text = include_str!("../../scenario/tests/conformance/scheduling.json");
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../scenario/tests/conformance/scheduling.json"
    );
    assert!(text.len() > 100_000);
    let output = Command::new(env!("CARGO_BIN_EXE_timeslice"))
        .args(["check", path])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said, "187 of 187 cases pass, 0 fail\n");
    assert!(output.status.success());
}

#[test]
fn each_failing_case_has_its_line() {
    let good = case(
        "good",
        "fcfs",
        "",
        "\"processes\": {\"P2\": {\"finish\": 8, \"waiting\": 5}}",
    );
    check(
        "good",
        &file(std::slice::from_ref(&good)),
        0,
        "1 of 1 cases pass, 0 fail\n",
    );
    let wrong = case(
        "wrong",
        "sjf",
        "",
        "\"makespan\": 8, \"processes\": {\"P1\": {\"finish\": 5}}, \"gantt\": [{\"p\": \"P1\", \"core\": 0, \"s\": 0, \"e\": 5}]",
    );
    check(
        "wrong",
        &file(&[good, wrong]),
        1,
        "wrong: finish of P1: expected 5, got 8; gantt from bar 1: expected P1 0-5, got P2 0-3, P1 3-8\n\
         1 of 2 cases pass, 1 fail\n",
    );
}

/// A file with the one case refused with `message`.
fn check_refusal(name: &str, case: String, message: &str) {
    let expect = format!("x: {message}\n0 of 1 cases pass, 1 fail\n");
    check(name, &file(&[case]), 1, &expect);
}

#[test]
fn what_cannot_be_run_says_which_field() {
    check_refusal(
        "quantum",
        case("x", "rr", "", ""),
        "`params.quantum` is missing; it must be a time from 0 to 10^9 ticks",
    );
    check_refusal(
        "zero",
        case("x", "rr", "\"quantum\": 0", ""),
        "`params.quantum` is 0; it must be a time longer than 0",
    );
    check_refusal("policy", case("x", "best", "", ""), "the policy best is not built");
    let base = case("x", "fcfs", "", "");
    check_refusal(
        "cores",
        base.replace("\"cores\": 1", "\"cores\": 99"),
        "`cores` is 99; it must be a whole number between 1 and 16",
    );
    check_refusal(
        "negative",
        base.replace("\"cpu\", 5", "\"cpu\", -5"),
        "`processes[0].bursts[0][1]` is -5; it must be a time from 0 to 10^9 ticks",
    );
    check_refusal(
        "huge",
        base.replace("\"cpu\", 5", "\"cpu\", 1e300"),
        "`processes[0].bursts[0][1]` is 1e+300; it must be a time from 0 to 10^9 ticks",
    );
    check_refusal(
        "twice",
        base.replace("P2", "P1"),
        "`processes[1].name` is \"P1\"; it must be a name that no other process has",
    );
    check_refusal(
        "nothing",
        base.replace(", \"expect\": {}", ""),
        "`expect` is missing; it must be an object with the numbers that must come out",
    );
}

#[test]
fn bad_files_are_refused() {
    check(
        "text",
        "hello",
        2,
        "timeslice: FILE: this is not JSON: expected value at line 1 column 1\n",
    );
    check(
        "other",
        "{\"format\": \"x/2\"}",
        2,
        "timeslice: FILE: `format` is \"x/2\"; \"sched-cases/1\" is the one that is read\n",
    );
    check(
        "empty",
        "{}",
        2,
        "timeslice: FILE: this is no file of cases: it must have `\"format\": \"sched-cases/1\"`\n",
    );
    check(
        "list",
        &file(&[]).replace("[]", "3"),
        2,
        "timeslice: FILE: `cases` must be a list\n",
    );
    check(
        "no-id",
        &file(&["{}".to_owned()]),
        2,
        "timeslice: FILE: cases[0] has no `id`\n",
    );
    let one = case("x", "fcfs", "", "");
    check(
        "same-id",
        &file(&[one.clone(), one]),
        2,
        "timeslice: FILE: there are two cases with the id `x`\n",
    );
    let output = Command::new(env!("CARGO_BIN_EXE_timeslice"))
        .args(["check", "no.json"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("timeslice: can't open file 'no.json': No such file"),
        "{said}"
    );
}
