//! Nice values and cores that change while threads run.

mod common;

use common::script::{Do, Script};
use common::{check_overlaps, observe};
use std::collections::BTreeMap;
use timeslice_kernel::{Budget, Choice, Chooser, Ending, Machine, MachineConfig, Placement, PolicyKind, SeededChooser};
use timeslice_trace::{Event, Level, Recorder, Step, TimeNs};

const LONG_NS: TimeNs = 40_000;

fn run(config: MachineConfig, lists: &[&[Do]], seed: u64) -> (Ending, Vec<Step>) {
    let mut recorder = Recorder::new(Level::Kernel);
    let mut machine = Machine::new(config, Budget::SERVER);
    let outcome = machine.run(&mut Script::new(lists), &mut SeededChooser::new(seed), &mut recorder);
    (outcome.ending, recorder.steps())
}

/// Six threads that compute, wait, yield, and set their own and each other's nice values and cores.
fn random_lists(random: &mut SeededChooser) -> Vec<Vec<Do>> {
    let mut below = |n| random.choose(Choice::Order, n);
    let mut lists = vec![(1..6).map(Do::Spawn).collect::<Vec<_>>()];
    lists.resize(6, Vec::new());
    for list in &mut lists {
        for _ in 0..6 {
            list.push(match below(7) {
                0 => Do::Yield,
                1 => Do::Sleep(1 + below(20_000)),
                2 => Do::Long(1 + below(LONG_NS)),
                3 => Do::Set(None, below(20) as i8, below(16) as u32),
                4 => Do::Set(Some(below(6) as u32), below(20) as i8, below(16) as u32),
                _ => Do::Cpu(1 + below(3_000_000)),
            });
        }
    }
    lists
}

/// Nobody begins on a core that it may not use, and who must leave one leaves it by the end of its instruction.
fn check_cores(case: &str, n_cores: u32, steps: &[Step]) {
    let mut allowed: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut places: BTreeMap<usize, u32> = BTreeMap::new();
    let mut must_leave: BTreeMap<usize, TimeNs> = BTreeMap::new();
    for step in steps {
        let Some(thread) = step.thread.map(|thread| thread.idx()) else {
            continue;
        };
        match &step.event {
            Event::AffinitySet { cores, .. } => {
                let cores: Vec<u32> = cores.iter().map(|core| core.0).collect();
                assert!(
                    !cores.is_empty() && cores.iter().all(|&core| core < n_cores),
                    "{case}: {step:?}"
                );
                match places.get(&thread) {
                    Some(core) if !cores.contains(core) => {
                        must_leave.entry(thread).or_insert(step.time_ns);
                    }
                    _ => {
                        must_leave.remove(&thread);
                    }
                }
                allowed.insert(thread, cores);
            }
            Event::Dispatched { .. } => {
                let core = step.core.expect("on a core").0;
                let may = allowed.get(&thread).is_none_or(|cores| cores.contains(&core));
                assert!(may, "{case}: {step:?} of {allowed:?}");
                places.insert(thread, core);
            }
            Event::Preempted { .. } | Event::Blocked { .. } | Event::ThreadExited {} => {
                places.remove(&thread);
                if let Some(since_ns) = must_leave.remove(&thread) {
                    assert!(step.time_ns.saturating_sub(since_ns) <= LONG_NS, "{case}: {step:?}");
                }
            }
            _ => {}
        }
    }
}

#[test]
fn threads_stay_on_their_cores_under_every_policy() {
    let placements = [
        Placement::Shared,
        Placement::PerCore,
        Placement::Linux,
        Placement::Partitioned,
    ];
    for seed in 0..100 {
        let mut random = SeededChooser::new(seed);
        let lists = random_lists(&mut random);
        let lists: Vec<&[Do]> = lists.iter().map(Vec::as_slice).collect();
        for kind in PolicyKind::ALL {
            for placement in placements {
                let n_cores = 1 + seed as u32 % 4;
                let config = MachineConfig {
                    placement,
                    ..MachineConfig::ideal(n_cores, kind, 1_000_000)
                };
                if config.check().is_err() {
                    continue;
                }
                let case = format!("seed {seed}, {kind:?}, {placement:?}");
                let (ending, steps) = run(config, &lists, seed);
                assert_eq!(ending, Ending::Finished, "{case}");
                let seen = observe(&steps);
                check_overlaps(&case, &seen);
                check_cores(&case, n_cores, &steps);
                let ops = lists.iter().flat_map(|list| list.iter());
                let needed: TimeNs = ops
                    .map(|op| match op {
                        Do::Cpu(ns) | Do::Long(ns) => *ns,
                        _ => 0,
                    })
                    .sum();
                let ran_ns: TimeNs = seen.runs.iter().map(|run| run.end_ns - run.start_ns).sum();
                assert_eq!(ran_ns, needed, "{case}");
            }
        }
    }
}

/// From nice 0 against nice 0 to nice 0 against nice 5: halves, then 1024 to 335 of 1359.
#[test]
fn the_fair_policies_share_by_the_new_weights() {
    const HALF_NS: TimeNs = 1_000_000_000;
    let hog: &[Do] = &[Do::Cpu(8 * HALF_NS)];
    let lists: &[&[Do]] = &[
        &[
            Do::Spawn(1),
            Do::Cpu(HALF_NS / 2),
            Do::Set(None, 5, 1),
            Do::Cpu(HALF_NS),
        ],
        hog,
    ];
    for kind in [PolicyKind::Eevdf, PolicyKind::Cfs] {
        let (_, steps) = run(MachineConfig::ideal(1, kind, 3_000_000), lists, 1);
        let set_ns = steps.iter().find(|step| matches!(step.event, Event::NiceSet { .. }));
        let set_ns = set_ns.expect("it is set").time_ns;
        assert!(
            set_ns.abs_diff(HALF_NS) < 10_000_000,
            "{kind:?}: half of the core until {set_ns} ns"
        );
        let seen = observe(&steps);
        let ran_ns = seen.exited_ns[&0] - set_ns;
        let expected_ns = HALF_NS * 1359 / 335;
        assert!(
            ran_ns.abs_diff(expected_ns) < 40_000_000,
            "{kind:?}: {ran_ns} ns, not {expected_ns}"
        );
    }
}

/// A better nice value takes the core at once where priorities preempt, and a worse one gives it away.
#[test]
fn a_new_priority_decides_at_once() {
    let config = MachineConfig::ideal(1, PolicyKind::Priority, 1_000_000);
    let lists: &[&[Do]] = &[
        &[Do::Spawn(1), Do::Cpu(100), Do::Set(None, 1, 1), Do::Cpu(100)],
        &[Do::Cpu(500), Do::Set(Some(0), -1, 1), Do::Cpu(500)],
    ];
    let (_, steps) = run(config, lists, 1);
    let runs: Vec<(usize, TimeNs, TimeNs)> = observe(&steps)
        .runs
        .iter()
        .map(|run| (run.thread, run.start_ns, run.end_ns))
        .collect();
    assert_eq!(runs, [(0, 0, 100), (1, 100, 600), (0, 600, 700), (1, 700, 1_200)]);
}
