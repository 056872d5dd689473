//! Cases of periodic tasks: each job's start, finish and whether it missed its deadline.

use super::field::Field;
use super::schedule::{compare_gantt, setup_budget, ticks};
use super::setup::{Setup, run};
use super::{Differences, Failure};
use timeslice_kernel::Budget;
use timeslice_trace::ThreadId;

pub(super) fn check(case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let horizon_ns = case.get("params").get("horizon").positive_ticks()?;
    let budget = Budget {
        time_ns: horizon_ns,
        ..setup_budget()
    };
    let (_, seen) = run(Setup::read(case)?, budget);
    let expect = case.get("expect");
    let (mut n_missed, mut n_migrations) = (0, 0);
    for job in expect.get("jobs").items()? {
        let name = job.get("job").text()?;
        let thread = seen.threads.iter().position(|lifetime| lifetime.name == name);
        let mut runs: Vec<_> = seen
            .segments
            .iter()
            .filter(|run| thread.is_some_and(|thread| run.thread == ThreadId(thread as u32)))
            .collect();
        runs.sort_by_key(|run| run.start_ns);
        n_migrations += runs.windows(2).filter(|pair| pair[0].core != pair[1].core).count();
        let start_ns = runs.first().map(|run| run.start_ns);
        let finish_ns = thread.and_then(|thread| seen.threads[thread].exited_ns);
        let deadline_ns = job.get("deadline").ticks()?;
        let is_missed = finish_ns.map_or(deadline_ns <= horizon_ns, |finish_ns| finish_ns > deadline_ns);
        n_missed += u64::from(is_missed);
        let missed = job.get("missed");
        if missed.is_given() && missed.is_true() != is_missed {
            differences.add(format!("{name} missed its deadline"), missed.json(), is_missed);
        }
        for (what, found) in [("start", start_ns), ("finish", finish_ns)] {
            let (what, expected) = (format!("{what} of {name}"), job.get(what));
            match found {
                Some(found_ns) if expected.is_given() => differences.number(&what, &expected, ticks(found_ns))?,
                Some(found_ns) => differences.add(what, "none before the horizon", ticks(found_ns)),
                None if expected.is_given() => differences.add(what, expected.json(), "none before the horizon"),
                None => {}
            }
        }
    }
    differences.number("misses", &expect.get("deadline_misses"), n_missed as f64)?;
    // Files give it by task; the sum over tasks is compared.
    if let Some(migrations) = expect.get("migrations").given() {
        let mut sum = 0.0;
        for (_, count) in migrations.entries()? {
            sum += count.number()?;
        }
        if (sum - n_migrations as f64).abs() > 0.5 {
            differences.add("migrations", sum, n_migrations);
        }
    }
    compare_gantt(differences, &expect, &seen)
}
