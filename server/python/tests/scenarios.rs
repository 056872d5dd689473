//! The programs of the course: each comes to what its metadata expects, and its timeline is the reviewed one in
//! `timelines/`.

#[path = "support/scenarios.rs"]
mod scenarios;
mod support;

use std::fmt::Write as _;
use support::{Run, check_snapshot};
use timeslice_kernel::Ending;
use timeslice_scenario::{Outcome, Scenario};
use timeslice_trace::{Event, timeline};

/// Longest timeline that is kept as a file, in steps: what a person can review.
const STEPS_MAX: usize = 400;

fn outcome(run: &Run) -> Outcome {
    let has_uncaught = run
        .steps
        .iter()
        .any(|step| matches!(step.event, Event::Uncaught { .. }) && step.thread == Some(timeslice_trace::ThreadId(0)));
    match &run.ending {
        Ending::Finished if has_uncaught => Outcome::Exception,
        Ending::Finished => Outcome::Finishes,
        Ending::Deadlocked => Outcome::Deadlock,
        Ending::Limit(_) => Outcome::Limit,
    }
}

fn problems(scenario: &Scenario, run: &Run) -> String {
    let (slug, expect) = (&scenario.slug, &scenario.expect);
    let mut problems = String::new();
    let outcome = outcome(run);
    if outcome != expect.outcome {
        let _ = writeln!(
            problems,
            "{slug}: {outcome:?}, should be {:?}\n{}",
            expect.outcome,
            run.account()
        );
    }
    if let Some(output) = &expect.output
        && *output != run.stdout()
    {
        let _ = writeln!(
            problems,
            "{slug}: {}\n{}",
            support::first_difference(output, &run.stdout()),
            run.account()
        );
    }
    if let Some(status) = expect.status
        && status != run.status
    {
        let _ = writeln!(problems, "{slug}: status {}, should be {status}", run.status);
    }
    problems
}

#[test]
fn every_scenario_comes_to_what_it_expects() {
    let mut found = String::new();
    for scenario in scenarios::catalogue().all() {
        let run = scenarios::setup_of(scenario).run(&scenario.source);
        found += &problems(scenario, &run);
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn every_timeline_is_the_reviewed_one() {
    let mut found = String::new();
    for scenario in scenarios::catalogue().all() {
        let run = scenarios::setup_of(scenario).run(&scenario.source);
        let shown = &run.steps[..run.steps.len().min(STEPS_MAX)];
        let mut text = timeline(shown);
        if shown.len() < run.steps.len() {
            let _ = writeln!(text, "... {} steps more", run.steps.len() - shown.len());
        }
        if let Err(why) = check_snapshot(&format!("timelines/{}.txt", scenario.slug), &text) {
            found = found + &why + "\n";
        }
    }
    assert!(found.is_empty(), "{found}");
}
