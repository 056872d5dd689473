//! Sentences about decisions: which rule, which numbers, who won. And about jobs with deadlines.

use super::Sentence;
use super::words::duration;
use crate::event::{Candidate, Event};
use crate::{Step, TimeNs};

pub(super) fn sentence(step: &Step) -> Option<Sentence> {
    let thread = step.thread?;
    let (kind, text) = match &step.event {
        Event::Decided { rule, unit, among } => ("decision", decision(rule, unit, among)?),
        Event::JobReleased { deadline_ns, .. } => {
            let text = format!("[t{thread}] has a new job, to be done by {}.", duration(*deadline_ns));
            ("job released", text)
        }
        Event::JobDone { job } => ("job done", format!("[t{thread}] has done its job number {job}.")),
        Event::DeadlineMissed { job, .. } => {
            let text = format!("The deadline has come and [t{thread}] has not done its job number {job}: *a miss*.");
            ("deadline missed", text)
        }
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}

/// The rule, what it compared, and who won.
fn decision(rule: &str, unit: &str, among: &[Candidate]) -> Option<String> {
    let (&winner, &other) = (among.first()?, among.get(1)?);
    let (first, second) = (format!("[t{}]", winner.thread), format!("[t{}]", other.thread));
    let rule = rule[..1].to_uppercase() + &rule[1..];
    if unit == "place" {
        return Some(format!(
            "{rule}: {first} has been ready longest, {second} comes after it."
        ));
    }
    if unit == "tickets" {
        return Some(format!("{rule}: it belongs to {first}, so {first} takes the core."));
    }
    let (mine, theirs) = (amount(unit, winner.value), amount(unit, other.value));
    let verb = verb(&rule, unit);
    // The earliest deadline wins among those who have had at most their share.
    if unit == "virtual_deadline" && winner.value > other.value {
        return Some(format!(
            "{rule}: {second} is due sooner but over its share, so {first} takes the core."
        ));
    }
    Some(if mine == theirs {
        format!("{rule}: {first} and {second} are equal at {mine}, and {first} comes first.")
    } else {
        format!("{rule}: {first} {verb} {mine}, {second} {theirs}, so {first} takes the core.")
    })
}

fn verb(rule: &str, unit: &str) -> &'static str {
    match unit {
        "ns" if rule.contains("deadline") => "must be done by",
        "ns" if rule.contains("period") => "has a period of",
        "ns" => "needs",
        "level" => "is on level",
        "vruntime" => "has had",
        "virtual_deadline" => "is due at",
        _ => "has",
    }
}

fn amount(unit: &str, value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let size: TimeNs = value.unsigned_abs();
    match unit {
        // Who has no deadline or period.
        "ns" if value < 0 => "none".to_owned(),
        "ns" | "vruntime" | "virtual_deadline" => format!("{sign}{}", duration(size)),
        "ratio_permille" => format!("{}.{:02}", size / 1000, size % 1000 / 10),
        _ => value.to_string(),
    }
}
