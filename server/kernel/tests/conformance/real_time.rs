//! Cases of periodic tasks: each job's start, finish and whether it missed its deadline.

use super::common::{observe, run_policy};
use super::policies::{TICK_NS, chooser, policy, rows, ticks};
use super::{compare, compare_gantt, config};
use libtest_mimic::Failed;
use serde_json::Value;
use std::collections::BTreeMap;
use timeslice_kernel::Budget;

pub(crate) fn check(case: &Value) -> Result<(), Failed> {
    let horizon_ns = ticks(&case["params"]["horizon"]);
    let budget = Budget {
        time_ns: horizon_ns,
        ..Budget::LOCAL
    };
    let config = config(case, &case["params"]);
    let (_, steps) = run_policy(config, policy(case)?, rows(case), budget, &mut *chooser(case));
    let seen = observe(&steps);
    let expect = &case["expect"];
    let mut problems = Vec::new();
    let (mut n_missed, mut n_migrations) = (0, 0);
    for job in expect["jobs"].as_array().expect("a list of jobs") {
        let name = job["job"].as_str().expect("a name");
        let thread = seen.names.iter().position(|seen| seen == name);
        let mut runs: Vec<_> = seen.runs.iter().filter(|run| Some(run.thread) == thread).collect();
        runs.sort_by_key(|run| run.start_ns);
        n_migrations += runs.windows(2).filter(|pair| pair[0].core != pair[1].core).count();
        let start_ns = runs.first().map(|run| run.start_ns);
        let finish_ns = thread.and_then(|thread| seen.exited_ns.get(&thread).copied());
        let deadline_ns = ticks(&job["deadline"]);
        let is_missed = finish_ns.map_or(deadline_ns <= horizon_ns, |finish_ns| finish_ns > deadline_ns);
        n_missed += u64::from(is_missed);
        if job["missed"] != is_missed {
            problems.push(format!("{name}: missed its deadline: {is_missed}"));
        }
        let found: BTreeMap<&str, Option<u64>> = [("start", start_ns), ("finish", finish_ns)].into();
        for (what, found) in found {
            if job[what].is_null() != found.is_none() {
                problems.push(format!("{what} of {name}: {found:?}, should be {}", job[what]));
            } else if let Some(found) = found {
                compare(
                    &mut problems,
                    &format!("{what} of {name}"),
                    &job[what],
                    found as f64 / TICK_NS as f64,
                );
            }
        }
    }
    compare(&mut problems, "misses", &expect["deadline_misses"], n_missed as f64);
    compare(&mut problems, "migrations", &expect["migrations"], n_migrations as f64);
    compare_gantt(&mut problems, expect, &seen);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n").into())
    }
}
