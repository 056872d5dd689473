//! Files of scheduling cases (`sched-cases/1`): a workload, a policy, and the numbers that must come out. Each is run
//! on the simulated machine and compared with what its trace says.
//!
//! The schema stands in the header of `tests/conformance/scheduling.json`. A case that cannot be run says which of its
//! fields is wrong; nothing in a file is trusted.

mod field;
mod formulas;
mod real_time;
mod schedule;
mod setup;
mod shares;

use field::Field;
use serde_json::Value;
use std::fmt;

/// The name of the schema.
pub const FORMAT: &str = "sched-cases/1";

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name, unique in the file.
    pub id: String,
    json: Value,
}

/// A number that did not come out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which number.
    pub what: String,
    /// As the case has it.
    pub expected: String,
    /// As it came out.
    pub got: String,
}

/// Why a case does not pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It cannot be run: a field is wrong, or it asks for what is not built.
    Unusable(String),
    /// It ran, and these numbers differ.
    Differs(Vec<Difference>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unusable(message) => f.write_str(message),
            Self::Differs(differences) => {
                for (at, Difference { what, expected, got }) in differences.iter().enumerate() {
                    let semicolon = if at > 0 { "; " } else { "" };
                    write!(f, "{semicolon}{what}: expected {expected}, got {got}")?;
                }
                Ok(())
            }
        }
    }
}

/// Reads a file of cases.
///
/// # Errors
/// A sentence: no JSON, another format, a case without an id, two of one id.
pub fn read(text: &str) -> Result<Vec<Case>, String> {
    let file: Value = serde_json::from_str(text).map_err(|error| format!("this is not JSON: {error}"))?;
    match file.get("format").and_then(Value::as_str) {
        Some(FORMAT) => {}
        Some(other) => return Err(format!("`format` is \"{other}\"; \"{FORMAT}\" is the one that is read")),
        None => {
            return Err(format!(
                "this is no file of cases: it must have `\"format\": \"{FORMAT}\"`"
            ));
        }
    }
    let Value::Object(mut file) = file else {
        return Err("a file of cases is an object".to_owned());
    };
    let Some(Value::Array(list)) = file.remove("cases") else {
        return Err("`cases` must be a list".to_owned());
    };
    let mut cases: Vec<Case> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    for (at, json) in list.into_iter().enumerate() {
        let Some(id) = json.get("id").and_then(Value::as_str).map(str::to_owned) else {
            return Err(format!("cases[{at}] has no `id`"));
        };
        if !ids.insert(id.clone()) {
            return Err(format!("there are two cases with the id `{id}`"));
        }
        cases.push(Case { id, json });
    }
    Ok(cases)
}

impl Case {
    /// Runs it and compares.
    ///
    /// # Errors
    /// Why it does not pass.
    pub fn check(&self) -> Result<(), Failure> {
        let case = Field::root(&self.json);
        let expect = case.get("expect");
        let mut differences = Differences::default();
        if !expect.is_given() {
            return expect.wrong("an object with the numbers that must come out");
        } else if let Some(kind) = case.get("kind").given() {
            match kind.text()? {
                "cpu_efficiency" => schedule::check_efficiency(&case, &mut differences)?,
                kind => formulas::check(kind, &case, &mut differences)?,
            }
        } else if expect.get("cpu_share").is_given() {
            shares::check(&case, &mut differences)?;
        } else if expect.get("jobs").is_given() {
            real_time::check(&case, &mut differences)?;
        } else {
            schedule::check(&case, &mut differences)?;
        }
        if differences.0.is_empty() {
            Ok(())
        } else {
            Err(Failure::Differs(differences.0))
        }
    }
}

/// What differs so far.
#[derive(Debug, Default)]
struct Differences(Vec<Difference>);

impl Differences {
    fn add(&mut self, what: impl Into<String>, expected: impl fmt::Display, got: impl fmt::Display) {
        self.0.push(Difference {
            what: what.into(),
            expected: expected.to_string(),
            got: got.to_string(),
        });
    }

    /// Compares a number, if the case has it, with the tolerance that files state: a millionth.
    fn number(&mut self, what: &str, expected: &Field<'_>, got: f64) -> Result<(), Failure> {
        if let Some(expected) = expected.clone().given() {
            let expected = expected.number()?;
            if (expected - got).abs() > 1e-6 * expected.abs().max(1.0) {
                self.add(what, expected, rounded(got));
            }
        }
        Ok(())
    }
}

/// Without the noise of a division.
fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}
