//! Cases of one formula: given these numbers, those come out.

use libtest_mimic::Failed;
use serde_json::Value;
use timeslice_kernel::policy::fair::{virtual_ns, weight};
use timeslice_kernel::policy::{
    CfsRules, Entity, Prediction, VirtualTime, base_slice_ns, lag_limit_ns, rate_monotonic_bound,
};
use timeslice_trace::ThreadId;

fn numbers(list: &Value) -> Vec<f64> {
    let list = list.as_array().expect("a list of numbers").iter();
    list.map(|number| number.as_f64().expect("a number")).collect()
}

fn whole(value: &Value) -> i64 {
    value.as_f64().expect("a number").round() as i64
}

/// Whether two lists agree within `tolerance`.
fn same(expected: &[f64], found: &[f64], tolerance: f64) -> Result<(), Failed> {
    let is_same = expected.len() == found.len() && expected.iter().zip(found).all(|(a, b)| (a - b).abs() <= tolerance);
    if is_same {
        Ok(())
    } else {
        Err(format!("{found:?}, should be {expected:?}").into())
    }
}

pub(crate) fn check(kind: &str, case: &Value) -> Result<(), Failed> {
    let (given, expect) = (&case["given"], &case["expect"]);
    match kind {
        "exponential_average" => {
            let alpha = (given["alpha"].as_f64().expect("a fraction") * 1000.0).round() as u32;
            let prediction = Prediction {
                alpha: (alpha, 1000),
                ..Prediction::default()
            };
            let mut predicted = vec![whole(&given["tau0"]) as u64];
            for used in numbers(&given["bursts"]) {
                predicted.push(prediction.next_ns(predicted[predicted.len() - 1], used as u64));
            }
            let found: Vec<f64> = predicted.iter().map(|&ns| ns as f64).collect();
            same(&numbers(&expect["tau"]), &found, 0.0)
        }
        "utilisation_bound" => {
            let found: Vec<f64> = numbers(&given["n"])
                .iter()
                .map(|&n| rate_monotonic_bound(n as u32))
                .collect();
            same(&numbers(&expect["bound"]), &found, 5e-5)?;
            let limit = rate_monotonic_bound(1_000_000);
            same(&[expect["limit"].as_f64().expect("a number")], &[limit], 5e-5)
        }
        "weight_table" => {
            let table = expect.as_object().expect("nice: weight");
            let found = table
                .keys()
                .map(|nice| weight(nice.parse().expect("a nice value")) as f64);
            let expected = table.values().map(|weight| weight.as_f64().expect("a weight"));
            same(&expected.collect::<Vec<_>>(), &found.collect::<Vec<_>>(), 0.0)
        }
        "vruntime_delta" => {
            let found = virtual_ns(whole(&given["delta_ns"]) as u64, weight_of(&given["nice"]));
            same(&[whole(&expect["vruntime_ns"]) as f64], &[found as f64], 0.0)
        }
        "slices" => {
            let rules = CfsRules {
                latency_ns: whole(&given["sched_latency_ns"]) as u64,
                min_granularity_ns: whole(&given["min_granularity_ns"]) as u64,
                ..CfsRules::linux(1)
            };
            let weights: Vec<u64> = given["nice"]
                .as_array()
                .expect("nice values")
                .iter()
                .map(weight_of)
                .collect();
            let (n, total) = (weights.len() as u64, weights.iter().sum());
            let found: Vec<f64> = weights
                .iter()
                .map(|&weight| rules.slice_ns(weight, n, total) as f64)
                .collect();
            let expected = numbers(&expect["slice_ns"]);
            same(&expected, &found, expected[0] * 1e-6)
        }
        "wakeup_placement" => {
            let rules = CfsRules {
                latency_ns: whole(&given["sched_latency_ns"]) as u64,
                gentle_sleepers: given["gentle_fair_sleepers"] == true,
                ..CfsRules::linux(1)
            };
            let (slept, least) = (whole(&given["sleeper_vruntime_ns"]), whole(&given["min_vruntime_ns"]));
            let found = rules.wakeup_vruntime_ns(slept, least);
            same(&[whole(&expect["vruntime_ns"]) as f64], &[found as f64], 0.0)
        }
        "wakeup_preempt" => {
            let rules = CfsRules {
                wakeup_granularity_ns: whole(&given["wakeup_granularity_ns"]) as u64,
                ..CfsRules::linux(1)
            };
            let weight = weight_of(&given["wakee_nice"]);
            let (current, woken) = (whole(&given["curr_vruntime_ns"]), whole(&given["wakee_vruntime_ns"]));
            let found = rules.wakeup_preempts(current, woken, weight);
            if expect["preempt"] != found {
                return Err(format!("preempts: {found}").into());
            }
            let granularity = virtual_ns(rules.wakeup_granularity_ns, weight) as f64;
            same(&[whole(&expect["granularity_virtual_ns"]) as f64], &[granularity], 0.0)
        }
        "pick" => check_pick(given, expect),
        "place_entity" => {
            let mut account = VirtualTime::default();
            for (at, entity) in given["queued"].as_array().expect("entities").iter().enumerate() {
                account.insert(ThreadId(at as u32), entity_of(entity));
            }
            let (new, slice_ns) = (ThreadId(99), whole(&given["slice_ns"]) as u64);
            let (weight, lag_ns) = (weight_of(&given["new_nice"]), whole(&given["saved_vlag_ns"]));
            account.place(new, weight, slice_ns, lag_ns, given["initial"] == true);
            let found = [account[new].vruntime_ns, account[new].deadline_ns, account.lag_ns(new)];
            let expected = ["vruntime_ns", "deadline_ns", "vlag_after_ns"].map(|key| whole(&expect[key]) as f64);
            same(&expected, &found.map(|ns| ns as f64), 2.0)
        }
        "lag_clamp" => {
            let (slice_ns, tick_ns) = (whole(&given["slice_ns"]) as u64, whole(&given["tick_ns"]) as u64);
            let limit_ns = lag_limit_ns(slice_ns, tick_ns, weight_of(&given["nice"]));
            let found = [limit_ns, whole(&given["vlag_ns"]).clamp(-limit_ns, limit_ns)];
            let expected = ["limit_ns", "vlag_ns"].map(|key| whole(&expect[key]) as f64);
            same(&expected, &found.map(|ns| ns as f64), 0.0)
        }
        "base_slice" => {
            let table = expect["cpus"].as_object().expect("cpus: slice");
            let slice_ns =
                |cpus: &String| base_slice_ns(whole(&given["normalized_ns"]) as u64, cpus.parse().expect("n"));
            let found: Vec<f64> = table.keys().map(|cpus| slice_ns(cpus) as f64).collect();
            let expected: Vec<f64> = table.values().map(|slice| slice.as_f64().expect("ns")).collect();
            same(&expected, &found, 0.0)
        }
        _ => Err(format!("the formula {kind}").into()),
    }
}

fn weight_of(nice: &Value) -> u64 {
    weight(nice.as_i64().expect("a nice value") as i8)
}

fn entity_of(entity: &Value) -> Entity {
    let (weight, vruntime_ns) = (weight_of(&entity["nice"]), whole(&entity["vruntime_ns"]));
    let slice_ns = entity.get("slice_ns").map_or(0, |slice| whole(slice) as u64);
    Entity {
        weight,
        vruntime_ns,
        deadline_ns: vruntime_ns + virtual_ns(slice_ns, weight) as i64,
        slice_ns,
    }
}

fn check_pick(given: &Value, expect: &Value) -> Result<(), Failed> {
    let mut account = VirtualTime::default();
    let entities = given["entities"].as_array().expect("entities");
    let threads: Vec<ThreadId> = (0..entities.len() as u32).map(ThreadId).collect();
    for (thread, entity) in threads.iter().zip(entities) {
        account.insert(*thread, entity_of(entity));
    }
    same(&[expect["V_ns"].as_f64().expect("V")], &[account.mean_ns() as f64], 1.0)?;
    let each = |value: &dyn Fn(ThreadId) -> f64| threads.iter().map(|&thread| value(thread)).collect::<Vec<f64>>();
    same(
        &numbers(&expect["lag_ns"]),
        &each(&|thread| account.lag_ns(thread) as f64),
        1.0,
    )?;
    same(
        &numbers(&expect["deadline_ns"]),
        &each(&|thread| account[thread].deadline_ns as f64),
        0.0,
    )?;
    let eligible: Vec<bool> = threads.iter().map(|&thread| account.is_eligible(thread)).collect();
    if expect["eligible"] != Value::from(eligible.clone()) {
        return Err(format!("eligible: {eligible:?}").into());
    }
    let picked = account
        .earliest_eligible(threads.iter().copied())
        .map(|thread| thread.idx() as f64);
    same(
        &[expect["pick_index"].as_f64().expect("an index")],
        &[picked.unwrap_or(-1.0)],
        0.0,
    )
}
