//! The settings of the machine that are not about scheduling: cores, the interpreter, devices, the network.

use super::{Kind, PYTHON_MINOR_MIN, SECOND, Setting, narrow};

/// The cores.
pub(super) const CORES: Setting = Setting::new(
    "cores",
    "cores",
    "Cores of the machine: how many threads can run at the same instant.",
    Kind::Count { min: 1, max: 16 },
    |m| u64::from(m.cores),
    |m, v| m.cores = narrow(v),
);

/// The rows that matter for programs, and the seed.
pub(super) const PROGRAMS: &[Setting] = &[
    Setting::new(
        "gil",
        "GIL",
        "Whether the interpreter has its global lock. Off is the free-threaded build.",
        Kind::Switch,
        |m| u64::from(m.gil),
        |m, v| m.gil = v == 1,
    )
    .of_programs()
    .group("interpreter"),
    Setting::new(
        "switch_interval",
        "switch interval",
        "How long a thread waits for the GIL before it asks the holder to drop it (sys.setswitchinterval).",
        Kind::Duration {
            min: 1_000,
            max: SECOND,
        },
        |m| m.switch_interval_ns,
        |m, v| m.switch_interval_ns = v,
    )
    .of_programs()
    .group("interpreter"),
    Setting::new(
        "python",
        "Python",
        "The version of CPython that is simulated.",
        Kind::Choice(&["3.11", "3.12", "3.13", "3.14"]),
        |m| u64::from(m.python_minor - PYTHON_MINOR_MIN),
        |m, v| m.python_minor = PYTHON_MINOR_MIN + narrow::<u8>(v),
    )
    .of_programs()
    .group("interpreter"),
    Setting::new(
        "speed",
        "speed",
        "How fast a core executes, as a factor of the calibrated machine: 2 halves the cost of every instruction.",
        Kind::Factor { min: 10, max: 100_000 },
        |m| u64::from(m.speed_permille),
        |m, v| m.speed_permille = narrow(v),
    )
    .of_programs()
    .group("interpreter"),
    Setting::new(
        "io_latency",
        "I/O latency",
        "How long a simulated device takes to answer.",
        Kind::Duration {
            min: 0,
            max: 10 * SECOND,
        },
        |m| m.io_latency_ns,
        |m, v| m.io_latency_ns = v,
    )
    .of_programs()
    .group("interpreter"),
    Setting::new(
        "net_latency",
        "network latency",
        "How long a host on the network takes to answer: a web server a request, a database a query.",
        Kind::Duration {
            min: 0,
            max: 60 * SECOND,
        },
        |m| m.net_latency_ns,
        |m, v| m.net_latency_ns = v,
    )
    .of_programs()
    .group("network"),
    Setting::new(
        "net_jitter",
        "jitter",
        "How far a single latency may be from that, as a share of it, either way; 0.1 is ten percent.",
        Kind::Factor { min: 0, max: 1_000 },
        |m| u64::from(m.net_jitter_permille),
        |m, v| m.net_jitter_permille = narrow(v),
    )
    .of_programs()
    .group("network"),
    Setting::new(
        "net_bandwidth",
        "bandwidth",
        "Bytes per second that a connection carries: 500kB, 10MB.",
        Kind::Rate {
            min: 1_000,
            max: 100_000_000_000,
        },
        |m| m.net_bandwidth,
        |m, v| m.net_bandwidth = v,
    )
    .of_programs()
    .group("network"),
    Setting::new(
        "net_failures",
        "failures",
        "Which share of the exchanges breaks off without an answer; 0.05 is one in twenty.",
        Kind::Factor { min: 0, max: 1_000 },
        |m| u64::from(m.net_failures_permille),
        |m, v| m.net_failures_permille = narrow(v),
    )
    .of_programs()
    .group("network"),
    Setting::new(
        "seed",
        "seed",
        "Seed of everything that the program leaves open: who wins a tie, random numbers, small delays.",
        Kind::Count {
            min: 0,
            max: u32::MAX as u64,
        },
        |m| m.seed,
        |m, v| m.seed = v,
    ),
];
