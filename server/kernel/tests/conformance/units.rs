//! Cases of one formula: given these numbers, those come out.

use libtest_mimic::Failed;
use serde_json::Value;
use timeslice_kernel::policy::{Prediction, rate_monotonic_bound};

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

pub fn check(kind: &str, case: &Value) -> Result<(), Failed> {
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
        _ => Err(format!("the formula {kind}").into()),
    }
}
