//! The bound on lags that the theorem promises.

use super::*;
use crate::chooser::{Choice, Chooser, SeededChooser};

/// While nobody leaves (a steady system, as the theorem asks for), no lag exceeds two slices or a tick in the
/// virtual time of its owner. Leaving breaks the bound, on a real kernel as well: who leaves with the lag `l` and
/// the weight `w` takes `l` along, so the mean of the others, who weigh `W`, moves by `l * w / W`; a heavy leaver
/// among light ones moves it far beyond their slices. What is bounded then is the lag that is kept for the return.
/// A tick longer than the slices also gives more than was asked for.
#[test]
fn lags_are_bounded() {
    for seed in 0..200 {
        let mut random = SeededChooser::new(seed);
        let tick_ns = [0, 1_000_000][random.choose(Choice::Order, 2) as usize];
        let mut policy = Eevdf::new(EevdfRules {
            tick_ns,
            ..EevdfRules::linux(2)
        });
        let (core, mut now_ns, mut running) = (CoreId(0), 0, None);
        for turn in 0..400 {
            if turn < 8 {
                let nice = random.choose(Choice::Order, 40) as i8 - 20;
                let params = SchedParams {
                    nice,
                    ..SchedParams::default()
                };
                policy.admit(ThreadId(turn), &params, now_ns);
                policy.enqueue(ThreadId(turn), EnqueueReason::Created, now_ns);
            }
            let Some(thread) = running.or_else(|| policy.pick_next(&mut Pick::anybody(core, now_ns, &mut random)))
            else {
                continue;
            };
            let ran_ns = policy.slice_ns(thread).unwrap_or(tick_ns);
            now_ns += ran_ns;
            policy.charge(thread, ran_ns);
            check_lags(&policy, tick_ns, seed);
            running = None;
            if tick_ns == 0 || !policy.timer(now_ns, &[(core, thread)], &mut random).is_empty() {
                policy.enqueue(thread, EnqueueReason::Expired, now_ns);
            } else {
                running = Some(thread);
            }
        }
    }
}

fn check_lags(policy: &Eevdf, tick_ns: TimeNs, seed: u64) {
    let account = policy.virtual_time();
    for thread in (0..8).map(ThreadId).filter(|thread| account.contains(*thread)) {
        let Entity { weight, slice_ns, .. } = account[thread];
        let (lag_ns, limit_ns) = (account.lag_ns(thread), lag_limit_ns(slice_ns, tick_ns, weight));
        assert!(
            lag_ns.abs() <= limit_ns,
            "seed {seed}: {thread:?}: {lag_ns} beyond {limit_ns}"
        );
    }
}
