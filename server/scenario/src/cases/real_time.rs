//! Cases of periodic tasks: each job's start, finish and whether it missed its deadline.

use super::field::Field;
use super::schedule::{compare_gantt, setup_budget, ticks};
use super::setup::{Job, Setup, Watcher, run};
use super::{Differences, Failure};
use std::collections::BTreeMap;
use timeslice_kernel::Budget;
use timeslice_trace::gantt::{Lifetime, Segment};
use timeslice_trace::{Gantt, ThreadId};

pub(super) fn check(case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let horizon_ns = case.get("params").get("horizon").positive_ticks()?;
    let budget = Budget {
        time_ns: horizon_ns,
        ..setup_budget()
    };
    let seen = by_job(run(Setup::read(case)?, budget).1);
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

/// The chart with a name for each job: what a thread ran from the end of one job to the end of the next is the next's.
fn by_job(seen: Watcher) -> Gantt {
    let Watcher { gantt, jobs } = seen;
    let mut split = Gantt::default();
    let mut begins: BTreeMap<ThreadId, u64> = BTreeMap::new();
    for Job {
        thread,
        number,
        done_ns,
    } in jobs
    {
        let begin_ns = begins.insert(thread, done_ns.unwrap_or(u64::MAX)).unwrap_or(0);
        let own = gantt.segments.iter().filter(|run| run.thread == thread);
        let id = ThreadId(split.threads.len() as u32);
        let cut: Vec<Segment> = own
            .map(|run| Segment {
                thread: id,
                start_ns: run.start_ns.max(begin_ns),
                end_ns: run.end_ns.min(done_ns.unwrap_or(u64::MAX)),
                ..*run
            })
            .filter(|run| run.start_ns < run.end_ns)
            .collect();
        split.threads.push(Lifetime {
            name: format!("{}_{number}", gantt.threads[thread.idx()].name),
            created_ns: begin_ns,
            started_ns: cut.first().map(|run| run.start_ns),
            exited_ns: done_ns,
        });
        split.segments.extend(cut);
    }
    split
}
