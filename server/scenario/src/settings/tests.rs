//! Every setting parses, formats, is refused and restored.

use super::*;

#[test]
fn every_default_parses_to_itself_and_every_bound_is_accepted() {
    for s in SETTINGS {
        let mut machine = Machine::DEFAULT;
        machine.set(s.name, &Machine::DEFAULT.text(s)).expect(s.name);
        assert_eq!(machine, Machine::DEFAULT, "{}", s.name);
        if let Kind::Count { min, max }
        | Kind::Duration { min, max }
        | Kind::Factor { min, max }
        | Kind::Rate { min, max } = s.kind
        {
            for bound in [min, max] {
                machine.set(s.name, &s.kind.format(bound)).expect(s.name);
                assert_eq!((s.get)(&machine), bound, "{}", s.name);
            }
            assert!(s.kind.parse(&s.kind.format(max + 1)).is_err(), "{}", s.name);
        }
    }
}

#[test]
fn diff_names_what_differs_and_restores_it() {
    let mut machine = Machine::DEFAULT;
    for (name, text) in [
        ("cores", "1"),
        ("gil", "off"),
        ("quantum", "500us"),
        ("speed", "0.25"),
        ("python", "3.11"),
        ("net_bandwidth", "500kB"),
        ("net_latency.api.example.com", "80ms"),
        ("net_failures.api.example.com", "0.5"),
        ("net_latency.db", "1ms"),
    ] {
        machine.set(name, text).expect(name);
    }
    let diff = machine.diff(&Machine::DEFAULT);
    assert_eq!(
        diff.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
        [
            "cores=1",
            "quantum=500us",
            "gil=off",
            "python=3.11",
            "speed=0.25",
            "net_bandwidth=500kB",
            "net_latency.api.example.com=80ms",
            "net_failures.api.example.com=0.5",
            "net_latency.db=1ms",
        ]
    );
    let mut restored = Machine::DEFAULT;
    for (name, text) in &diff {
        restored.set(name, text).expect(name);
    }
    assert_eq!(restored, machine);
}

fn check_refusal(name: &str, text: &str, message: &str) {
    let mut machine = Machine::DEFAULT;
    assert_eq!(machine.set(name, text).unwrap_err(), message);
}

#[test]
fn refusals_name_the_setting_and_what_is_allowed() {
    check_refusal("cores", "17", "cores: `17` is out of range; allowed: 1 to 16");
    check_refusal("cores", "two", "cores: `two` is not a whole number; allowed: 1 to 16");
    check_refusal(
        "policy",
        "best",
        "policy: `best` is not one of fcfs, sjf, srtf, rr, priority, hrrn, feedback, mlfq, lottery, stride, cfs, eevdf, edf, \
         rm, fp",
    );
    check_refusal("gil", "maybe", "gil: `maybe` is neither on nor off");
    check_refusal("quantum", "4", "quantum: `4` has no unit; write 4ms, 4us or 4s");
    check_refusal("quantum", "1us", "quantum: `1us` is out of range; allowed: 10us to 1s");
    check_refusal(
        "speed",
        "fast",
        "speed: `fast` is not a factor such as 2 or 0.5; allowed: 0.01 to 100",
    );
    check_refusal("python", "3.10", "python: `3.10` is not one of 3.11, 3.12, 3.13, 3.14");
    check_refusal(
        "seed",
        "4294967296",
        "seed: `4294967296` is out of range; allowed: 0 to 4294967295",
    );
    check_refusal(
        "core",
        "1",
        &format!(
            "there is no setting `core`; the settings are {}",
            SETTINGS.iter().map(|s| s.name).collect::<Vec<_>>().join(", ")
        ),
    );
    check_refusal(
        "net_bandwidth",
        "10",
        "net_bandwidth: `10` has no unit; write 10kB, 10MB or 10GB",
    );
    check_refusal(
        "net_bandwidth",
        "1B",
        "net_bandwidth: `1B` is out of range; allowed: 1kB to 100GB",
    );
    check_refusal(
        "net_latency.a.b",
        "80",
        "net_latency.a.b: `80` has no unit; write 80ms, 80us or 80s",
    );
    check_refusal(
        "net_latency.a b",
        "80ms",
        "net_latency.a b: `a b` is not the name of a host",
    );
}

#[test]
fn a_host_has_its_own_values_and_the_common_ones() {
    let mut machine = Machine::DEFAULT;
    machine.set("net_latency.db", "1ms").expect("it is valid");
    machine.set("net_jitter", "0").expect("it is valid");
    assert_eq!(machine.at_host("db").net_latency_ns, MS);
    assert_eq!(machine.at_host("db").net_jitter_permille, 0);
    assert_eq!(machine.at_host("other").net_latency_ns, 50 * MS);
}

#[test]
fn there_is_a_limit_to_hosts() {
    let mut machine = Machine::DEFAULT;
    for i in 0..32 {
        machine.set(&format!("net_latency.h{i}"), "1ms").expect("there is room");
    }
    assert_eq!(
        machine.set("net_latency.h32", "1ms").unwrap_err(),
        "net_latency.h32: 32 hosts can have settings of their own"
    );
    machine.set("net_failures.h0", "1").expect("a host that is there");
}

#[test]
fn the_settings_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, markdown()).expect("docs/settings.md can be written");
    }
    let page = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == markdown(),
        "run: UPDATE=1 cargo test -p timeslice-scenario settings"
    );
}

#[test]
fn policies_have_the_kernels_names() {
    for (at, (kind, ..)) in POLICIES.iter().enumerate() {
        assert_eq!(PolicyKind::ALL[at], *kind);
        let mut machine = Machine::DEFAULT;
        machine.set("policy", kind.name()).expect("it is one");
        assert_eq!(machine.policy, *kind);
        assert_eq!(machine.kernel_config().check(), Ok(()));
    }
}

fn after(sets: &[(&str, &str)]) -> Machine {
    let mut machine = Machine::TABLE;
    for (name, text) in sets {
        machine.set(name, text).expect(name);
    }
    machine
}

fn check_diff(sets: &[(&str, &str)], expect: &str) {
    let machine = after(sets);
    let pairs = machine.diff(&Machine::TABLE);
    let words: Vec<String> = pairs.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(words.join(" "), expect);
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    assert_eq!(after(&pairs), machine);
}

#[test]
fn a_preset_brings_its_conventions_and_a_change_makes_it_ones_own() {
    check_diff(&[], "");
    check_diff(&[("preset", "ostep")], "preset=ostep");
    check_diff(&[("preset", "stallings")], "preset=stallings");
    check_diff(&[("preset", "linux-6.18")], "preset=linux-6.18");
    check_diff(
        &[("preset", "linux-6.18"), ("policy", "rr")],
        "policy=rr switch_cost=2us placement=linux",
    );
    check_diff(
        &[("preset", "linux-6.1"), ("preset", "simso"), ("preset", "textbook")],
        "policy=cfs switch_cost=2us placement=linux",
    );
    check_diff(&[("preset", "simso"), ("policy", "edf")], "preset=simso policy=edf");
    check_diff(&[("tie", "arrival")], "tie=arrival");
    check_diff(&[("tie", "arrival"), ("tie", "queue")], "");
    let changed = after(&[("preset", "ostep"), ("tie", "queue")]);
    assert_eq!(changed.scheduling.preset, None);
    check_diff(
        &[("preset", "ostep"), ("tie", "queue")],
        "same_instant=expired_first quantum_alignment=global_multiples core_choice=in_order charge_full_quantum=on",
    );
}

#[test]
fn settings_say_for_which_policies_they_matter() {
    for setting in SETTINGS {
        for policy in setting.policies {
            assert!(PolicyKind::named(policy).is_some(), "{}: {policy}", setting.name);
        }
    }
    let quantum = describe()
        .into_iter()
        .find(|s| s.name == "quantum")
        .expect("it is there");
    assert!(quantum.policies.contains(&"rr") && !quantum.policies.contains(&"fcfs"));
}
