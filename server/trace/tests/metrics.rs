//! The numbers of the traces in `narration/*.ndjson`, counted by hand from the steps.

use std::collections::BTreeMap;
use timeslice_trace::metrics::{CoreMetrics, GilMetrics, LoopMetrics, Metrics};
use timeslice_trace::{Step, WaitCause};

fn steps(name: &str) -> Vec<Step> {
    let path = format!("{}/tests/narration/{name}.ndjson", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the case exists");
    let step = |(id, line): (usize, &str)| {
        let line = format!("{{\"id\": {id}, {}", &line[1..]);
        serde_json::from_str(&line).expect("a line is a step")
    };
    text.lines().enumerate().map(step).collect()
}

#[test]
fn threads_and_cores_are_accounted_for() {
    let metrics = Metrics::of(&steps("gil"));
    assert_eq!(metrics.end_ns, 17_200_000);
    let first = &metrics.threads[0];
    // On core 0 to 5101 µs, on core 1 from 7005 to 7100 and from 17160 to 17200.
    assert_eq!(first.cpu_ns, 5_101_000 + 95_000 + 40_000);
    let waiting = BTreeMap::from([(WaitCause::Gil, 1_894_000), (WaitCause::Sleep, 10_050_000)]);
    assert_eq!(first.waiting_ns, waiting);
    assert_eq!((first.started_ns, first.exited_ns), (Some(0), Some(17_200_000)));
    assert_eq!((first.n_dispatched, first.n_preempted), (4, 0));
    let second = &metrics.threads[1];
    assert_eq!(second.ready_ns, 10_000 + 100_000);
    assert_eq!((second.n_dispatched, second.n_preempted), (4, 1));
    let busy_ns: u64 = metrics.cores.iter().map(|core| core.busy_ns).sum();
    assert_eq!(busy_ns, first.cpu_ns + second.cpu_ns, "what threads use, cores give");
    let core = CoreMetrics {
        busy_ns: 5_101_000 + 1_384_000,
        switching_ns: 5_000,
        n_switches: 1,
    };
    assert_eq!(metrics.cores[0], core);
}

#[test]
fn the_gil_is_accounted_for() {
    let gil = GilMetrics {
        n_handoffs: 3,
        n_requests: 1,
        held_ns: 5_101_000 + 884_000 + 1_000_000 + 95_000 + 10_000,
    };
    assert_eq!(Metrics::of(&steps("gil")).gil, gil);
}

#[test]
fn an_event_loop_is_accounted_for() {
    let found = Metrics::of(&steps("asyncio")).loops;
    let expected = LoopMetrics {
        thread: 0,
        total_ns: 60_016_000,
        select_ns: 1_000,
        blocked_ns: 60_000_000,
        n_turns: 3,
        n_task_steps: 4,
    };
    assert_eq!(found, [expected]);
}

#[test]
fn a_run_that_goes_on_counts_up_to_its_last_step() {
    let all = steps("gil");
    let so_far = Metrics::of(&all[..9]);
    assert_eq!(so_far.threads[0].cpu_ns, 20_000);
    assert_eq!(so_far.gil.held_ns, 20_000);
}
