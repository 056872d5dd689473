//! The algorithms of `text` against CPython: every line of `tests/text/*.jsonl` is `[function, arguments, answer]`, an error being
//! `{"class": "text"}`. The tables are written by `tests/text/cases.py`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::needless_pass_by_value,
    reason = "tests"
)]

#[path = "text/numbers.rs"]
mod numbers;
#[path = "text/strings.rs"]
mod strings;

use num_bigint::BigInt;
use serde_json::{Value, json};
use timeslice_python::text::TextError;

/// What a function under test gives for its arguments, as JSON.
pub(crate) type Answer = Result<Value, TextError>;

/// Checks one table; `answer` is `None` for an unknown function.
fn check(table: &str, answer: impl Fn(&str, &Args) -> Option<Answer>) {
    let path = format!("{}/tests/text/{table}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let lines = std::fs::read_to_string(&path).unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let args = Args(case[1].as_array().unwrap().clone());
        let name = case[0].as_str().unwrap();
        let found = match answer(name, &args).unwrap_or_else(|| panic!("no such function: {name}")) {
            Ok(value) => value,
            Err(error) => json!({error.kind.name(): error.message}),
        };
        count += 1;
        if found != case[2] {
            wrong.push(format!("{line}\n      found {found}"));
        }
    }
    assert!(count > 0, "{path} is empty");
    let shown = wrong.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {count} cases differ:\n{shown}", wrong.len());
}

/// The arguments of a case.
pub(crate) struct Args(pub(crate) Vec<Value>);

impl Args {
    pub(crate) fn str(&self, i: usize) -> &str {
        self.0[i].as_str().unwrap()
    }
    pub(crate) fn opt_str(&self, i: usize) -> Option<&str> {
        self.0[i].as_str()
    }
    pub(crate) fn int(&self, i: usize) -> i64 {
        self.0[i].as_i64().unwrap()
    }
    pub(crate) fn opt_int(&self, i: usize) -> Option<i64> {
        self.0[i]
            .as_i64()
            .or_else(|| self.opt_str(i).map(|s| s.parse().unwrap()))
    }
    pub(crate) fn big(&self, i: usize) -> BigInt {
        self.str(i).parse().unwrap()
    }
    pub(crate) fn float(&self, i: usize) -> f64 {
        self.str(i).parse().unwrap()
    }
    pub(crate) fn bytes(&self, i: usize) -> Vec<u8> {
        latin1(self.str(i))
    }
    pub(crate) fn opt_bytes(&self, i: usize) -> Option<Vec<u8>> {
        self.opt_str(i).map(latin1)
    }
}

fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// Bytes as the tables write them.
pub(crate) fn shown(data: &[u8]) -> Value {
    json!(data.iter().copied().map(char::from).collect::<String>())
}

#[test]
fn format() {
    check("format", strings::format);
}

#[test]
fn templates() {
    check("template", strings::template);
}

#[test]
fn str_methods() {
    check("string", strings::string);
}

#[test]
fn bytes_methods() {
    check("bytes", strings::bytes);
}

#[test]
fn floats() {
    check("float", numbers::float);
}

#[test]
fn ints() {
    check("int", numbers::int);
}

#[test]
fn random() {
    check("random", numbers::random);
}

#[test]
fn times() {
    check("time", numbers::time);
}
