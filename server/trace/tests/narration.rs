//! What the narrator says of the traces in `narration/*.ndjson`; the expected texts stand beside them and are
//! written again with `UPDATE=1 cargo test -p timeslice-trace --test narration`. Every sentence obeys the rules.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use timeslice_trace::{Narrator, Sentence, Step};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/narration")
}

fn steps(name: &str) -> Vec<Step> {
    let text = std::fs::read_to_string(folder().join(format!("{name}.ndjson"))).expect("the case exists");
    let step = |(id, line): (usize, &str)| {
        let mut value: Value = serde_json::from_str(line).expect("a line is JSON");
        value["id"] = json!(id);
        serde_json::from_value(value).unwrap_or_else(|error| panic!("{name} line {}: {error}", id + 1))
    };
    text.lines().enumerate().map(step).collect()
}

fn kind_of(step: &Step) -> String {
    serde_json::to_value(step).expect("a step is JSON")["type"]
        .as_str()
        .expect("it has a type")
        .to_owned()
}

/// Words and numbers outside of code; a mark such as `[t3]` and a code span count as one word.
fn measure(text: &str) -> (usize, usize) {
    let mut plain = String::new();
    for (at, part) in text.split('`').enumerate() {
        plain.push_str(if at % 2 == 0 { part } else { "code" });
    }
    let without_marks = plain.replace("[t", "[").replace("[k", "[").replace("[o", "[");
    let words = without_marks.split_whitespace().count();
    let is_number = |word: &&str| !word.starts_with('[') && word.starts_with(|letter: char| letter.is_ascii_digit());
    (words, without_marks.split([' ', '*']).filter(is_number).count())
}

/// The rules that every sentence obeys.
fn problems(sentence: &Sentence) -> Vec<String> {
    let Sentence { text, kind } = sentence;
    let (words, numbers) = measure(text);
    let mut found = Vec::new();
    let mut rule = |holds: bool, what: &str| {
        if !holds {
            found.push(format!("{what}: {text}"));
        }
    };
    rule(words <= 20, "at most 20 words");
    let max_numbers = if kind == "decision" { 2 } else { 1 };
    rule(numbers <= max_numbers, "at most one number, two to compare");
    rule(text.ends_with('.'), "ends with a full stop");
    rule(!text.contains(['!', '\n']), "no exclamation marks, one line");
    rule(text.matches('`').count() % 2 == 0, "code spans are closed");
    rule(
        text.matches('*').count() % 2 == 0 || text.contains('`'),
        "emphasis is closed",
    );
    rule(
        text.starts_with(|first: char| first.is_uppercase() || first.is_ascii_digit() || "[`".contains(first)),
        "begins like a sentence",
    );
    let is_label = kind.chars().all(|letter| letter.is_lowercase() || letter == ' ');
    rule(
        is_label || kind.starts_with("GIL ") || kind.starts_with("I/O "),
        "the kind is a label in lower case",
    );
    found
}

fn check(name: &str) {
    check_as(Narrator::new(), name, name);
}

/// `name` is told as `told_as`.
fn check_as(mut narrator: Narrator, name: &str, told_as: &str) {
    let mut told = String::new();
    let mut broken = Vec::new();
    for step in steps(name) {
        match narrator.narrate(&step) {
            Some(sentence) => {
                broken.extend(problems(&sentence));
                told.push_str(&format!("{:<18} {}\n", sentence.kind, sentence.text));
            }
            None => told.push_str(&format!("-                  ({})\n", kind_of(&step))),
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let path = folder().join(format!("{told_as}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &told).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(told == expected, "{name} is told differently now:\n{told}");
}

#[test]
fn the_gil_changes_hands() {
    check("gil");
}

#[test]
fn threads_meet_at_locks_and_queues() {
    check("locks");
}

#[test]
fn a_program_runs_and_meets_its_limits() {
    check("program");
}

#[test]
fn an_event_loop_waits_for_sockets_workers_and_timers() {
    check("select");
}

#[test]
fn an_event_loop_turns() {
    check("asyncio");
}

#[test]
fn decisions_name_the_rule_and_the_numbers() {
    check("scheduling");
}

#[test]
fn nice_values_and_cores() {
    check("nice-and-cores");
}

#[test]
fn a_policy_that_does_not_go_by_waiting_picks() {
    check_as(Narrator::under("lottery"), "locks", "locks-lottery");
}

#[test]
fn every_event_is_told() {
    let names = ["gil", "locks", "program", "asyncio", "scheduling", "nice-and-cores"];
    let told: BTreeSet<String> = names
        .iter()
        .flat_map(|name| steps(name))
        .map(|step| kind_of(&step))
        .collect();
    let declarations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/js/trace/trace.d.ts");
    let declared = std::fs::read_to_string(declarations).expect("the declarations exist");
    let all = declared
        .split("| { \"type\": \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let missing: Vec<&str> = all.filter(|name| !told.contains(*name)).collect();
    assert!(missing.is_empty(), "no case in tests/narration tells {missing:?}");
}
