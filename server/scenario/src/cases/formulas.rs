//! Cases of one formula: given these numbers, those come out.

use super::field::Field;
use super::{Differences, Failure, rounded};
use timeslice_kernel::policy::fair::{virtual_ns, weight};
use timeslice_kernel::policy::{
    CfsRules, Entity, Prediction, VirtualTime, base_slice_ns, lag_limit_ns, rate_monotonic_bound,
};
use timeslice_trace::ThreadId;
use timeslice_trace::metrics::jain_index;

/// Adds what of two lists differs by more than `tolerance`.
fn same(differences: &mut Differences, what: &str, expected: &[f64], found: &[f64], tolerance: f64) {
    let is_same = expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| (a - b).abs() <= tolerance);
    if !is_same {
        let found: Vec<f64> = found.iter().copied().map(rounded).collect();
        differences.add(what, format_args!("{expected:?}"), format_args!("{found:?}"));
    }
}

/// Compares the members `keys` of `expect` with whole numbers.
fn same_whole<const N: usize>(
    differences: &mut Differences,
    expect: &Field<'_>,
    keys: [&str; N],
    found: [i64; N],
    tolerance: i64,
) -> Result<(), Failure> {
    for (key, found) in keys.into_iter().zip(found) {
        let expected = expect.get(key).whole()?;
        if expected.abs_diff(found) > tolerance.unsigned_abs() {
            differences.add(key, expected, found);
        }
    }
    Ok(())
}

pub(super) fn check(kind: &str, case: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let (given, expect) = (&case.get("given"), &case.get("expect"));
    match kind {
        "exponential_average" => {
            let alpha = given.get("alpha").number()?;
            if !(0.0..=1.0).contains(&alpha) {
                return given.get("alpha").wrong("a number between 0 and 1");
            }
            let prediction = Prediction {
                alpha: ((alpha * 1000.0).round() as u32, 1000),
                ..Prediction::default()
            };
            let mut predicted = vec![given.get("tau0").ticks()?];
            for used in given.get("bursts").items()? {
                predicted.push(prediction.next_ns(predicted[predicted.len() - 1], used.ticks()?));
            }
            let found: Vec<f64> = predicted.into_iter().map(super::schedule::ticks).collect();
            same(differences, "tau", &expect.get("tau").numbers()?, &found, 0.0);
        }
        "utilisation_bound" => {
            let mut found = Vec::new();
            for n in given.get("n").items()? {
                found.push(rate_monotonic_bound(n.between(1, 1_000_000_000)?));
            }
            same(differences, "bound", &expect.get("bound").numbers()?, &found, 5e-5);
            let limit = rate_monotonic_bound(1_000_000);
            same(differences, "limit", &[expect.get("limit").number()?], &[limit], 5e-5);
        }
        "jain_index" => {
            let mut found = Vec::new();
            for shares in given.get("x").items()? {
                found.push(jain_index(&shares.numbers()?));
            }
            same(differences, "index", &expect.get("index").numbers()?, &found, 1e-6);
        }
        "weight_table" => {
            for (nice, expected) in expect.entries()? {
                let Some(value) = nice.parse().ok().filter(|nice| (-20..=19).contains(nice)) else {
                    return expect.wrong("an object whose keys are nice values");
                };
                differences.number(&format!("weight of nice {nice}"), &expected, weight(value) as f64)?;
            }
        }
        "vruntime_delta" => {
            let found = virtual_ns(length(&given.get("delta_ns"))?, weight_of(&given.get("nice"))?);
            let found = i64::try_from(found).unwrap_or(i64::MAX);
            same_whole(differences, expect, ["vruntime_ns"], [found], 0)?;
        }
        "slices" => {
            let rules = CfsRules {
                latency_ns: length(&given.get("sched_latency_ns"))?,
                min_granularity_ns: length(&given.get("min_granularity_ns"))?,
                ..CfsRules::linux(1)
            };
            let mut weights = Vec::new();
            for nice in given.get("nice").items()? {
                weights.push(weight_of(&nice)?);
            }
            let (n, total) = (weights.len() as u64, weights.iter().sum());
            let slices = weights.iter().map(|&weight| rules.slice_ns(weight, n, total) as f64);
            let expected = expect.get("slice_ns").numbers()?;
            let tolerance = expected.first().copied().unwrap_or(0.0) * 1e-6;
            same(
                differences,
                "slice_ns",
                &expected,
                &slices.collect::<Vec<f64>>(),
                tolerance,
            );
        }
        "wakeup_placement" => {
            let rules = CfsRules {
                latency_ns: length(&given.get("sched_latency_ns"))?,
                gentle_sleepers: given.get("gentle_fair_sleepers").is_true(),
                ..CfsRules::linux(1)
            };
            let [slept, least] = [
                instant(given, "sleeper_vruntime_ns")?,
                instant(given, "min_vruntime_ns")?,
            ];
            let found = rules.wakeup_vruntime_ns(slept, least);
            same_whole(differences, expect, ["vruntime_ns"], [found], 0)?;
        }
        "wakeup_preempt" => {
            let rules = CfsRules {
                wakeup_granularity_ns: length(&given.get("wakeup_granularity_ns"))?,
                ..CfsRules::linux(1)
            };
            let weight = weight_of(&given.get("wakee_nice"))?;
            let [current, woken] = [
                instant(given, "curr_vruntime_ns")?,
                instant(given, "wakee_vruntime_ns")?,
            ];
            let found = rules.wakeup_preempts(current, woken, weight);
            if expect.get("preempt").is_true() != found {
                differences.add("preempt", expect.get("preempt").json(), found);
            }
            let granularity = i64::try_from(virtual_ns(rules.wakeup_granularity_ns, weight)).unwrap_or(i64::MAX);
            same_whole(differences, expect, ["granularity_virtual_ns"], [granularity], 0)?;
        }
        "pick" => check_pick(given, expect, differences)?,
        "place_entity" => {
            let mut account = VirtualTime::default();
            for (at, entity) in given.get("queued").items()?.iter().enumerate() {
                account.insert(ThreadId(at as u32), entity_of(entity)?);
            }
            let (new, slice_ns) = (ThreadId(u32::MAX >> 12), length(&given.get("slice_ns"))?);
            let (weight, lag_ns) = (weight_of(&given.get("new_nice"))?, instant(given, "saved_vlag_ns")?);
            account.place(new, weight, slice_ns, lag_ns, given.get("initial").is_true());
            let found = [account[new].vruntime_ns, account[new].deadline_ns, account.lag_ns(new)];
            same_whole(
                differences,
                expect,
                ["vruntime_ns", "deadline_ns", "vlag_after_ns"],
                found,
                2,
            )?;
        }
        "lag_clamp" => {
            let (slice_ns, tick_ns) = (length(&given.get("slice_ns"))?, length(&given.get("tick_ns"))?);
            let limit_ns = lag_limit_ns(slice_ns, tick_ns, weight_of(&given.get("nice"))?);
            let found = [limit_ns, instant(given, "vlag_ns")?.clamp(-limit_ns, limit_ns)];
            same_whole(differences, expect, ["limit_ns", "vlag_ns"], found, 0)?;
        }
        "base_slice" => {
            let normalized_ns = length(&given.get("normalized_ns"))?;
            for (cpus, expected) in expect.get("cpus").entries()? {
                let Some(n_cpus) = cpus.parse().ok().filter(|n| (1..=1024).contains(n)) else {
                    return expect
                        .get("cpus")
                        .wrong("an object whose keys are numbers of processors");
                };
                let found = base_slice_ns(normalized_ns, n_cpus) as f64;
                differences.number(&format!("slice on {cpus} processors"), &expected, found)?;
            }
        }
        _ => return Err(Failure::Unusable(format!("the formula {kind} is not known"))),
    }
    Ok(())
}

/// Nanoseconds of real or virtual time; beyond a day nothing is meant seriously.
fn length(field: &Field<'_>) -> Result<u64, Failure> {
    field.between(0, 86_400_000_000_000)
}

/// A virtual time or a lag.
fn instant(given: &Field<'_>, key: &str) -> Result<i64, Failure> {
    let field = given.get(key);
    match field.whole()? {
        ns if ns.abs() <= 86_400_000_000_000_000 => Ok(ns),
        _ => field.wrong("a virtual time within a thousand days"),
    }
}

fn weight_of(nice: &Field<'_>) -> Result<u64, Failure> {
    Ok(weight(nice.between(-20, 19)?))
}

fn entity_of(entity: &Field<'_>) -> Result<Entity, Failure> {
    let (weight, vruntime_ns) = (weight_of(&entity.get("nice"))?, instant(entity, "vruntime_ns")?);
    let slice_ns = match entity.get("slice_ns").given() {
        Some(slice) => length(&slice)?,
        None => 0,
    };
    Ok(Entity {
        weight,
        vruntime_ns,
        deadline_ns: vruntime_ns + i64::try_from(virtual_ns(slice_ns, weight)).unwrap_or(i64::MAX / 4),
        slice_ns,
    })
}

fn check_pick(given: &Field<'_>, expect: &Field<'_>, differences: &mut Differences) -> Result<(), Failure> {
    let mut account = VirtualTime::default();
    let entities = given.get("entities").items()?;
    if entities.is_empty() {
        return given.get("entities").wrong("a list of at least one");
    }
    let threads: Vec<ThreadId> = (0..entities.len() as u32).map(ThreadId).collect();
    for (thread, entity) in threads.iter().zip(&entities) {
        account.insert(*thread, entity_of(entity)?);
    }
    same(
        differences,
        "V_ns",
        &[expect.get("V_ns").number()?],
        &[account.mean_ns() as f64],
        1.0,
    );
    let each = |value: &dyn Fn(ThreadId) -> f64| threads.iter().map(|&thread| value(thread)).collect::<Vec<f64>>();
    let lags = each(&|thread| account.lag_ns(thread) as f64);
    same(differences, "lag_ns", &expect.get("lag_ns").numbers()?, &lags, 1.0);
    let deadlines = each(&|thread| account[thread].deadline_ns as f64);
    same(
        differences,
        "deadline_ns",
        &expect.get("deadline_ns").numbers()?,
        &deadlines,
        0.0,
    );
    let eligible: Vec<bool> = threads.iter().map(|&thread| account.is_eligible(thread)).collect();
    let expected = expect.get("eligible");
    if *expected.json() != serde_json::Value::from(eligible.clone()) {
        differences.add("eligible", expected.json(), format_args!("{eligible:?}"));
    }
    let picked = account
        .earliest_eligible(threads.iter().copied())
        .map(|thread| thread.idx() as i64);
    same_whole(differences, expect, ["pick_index"], [picked.unwrap_or(-1)], 0)
}
