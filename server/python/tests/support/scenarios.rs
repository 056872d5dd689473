//! The programs of the course, each on the machine it asks for.
#![allow(dead_code, reason = "each test file uses its part")]

use super::support::{Setup, setup};
use std::path::Path;
use timeslice_kernel::{Network, Route};
use timeslice_python::PyVersion;
use timeslice_scenario::{Catalogue, Scenario};

/// All of them, in the order of the course.
pub(crate) fn catalogue() -> Catalogue {
    let mut files = Vec::new();
    find(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        &mut files,
    );
    files.sort();
    let (catalogue, errors) = Catalogue::load(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    assert!(errors.is_empty(), "{errors:?}");
    assert!(!catalogue.all().is_empty(), "there are scenarios");
    catalogue
}

fn find(dir: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display())) {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push((
                path.display().to_string(),
                std::fs::read_to_string(&path).expect("UTF-8"),
            ));
        }
    }
}

fn network(machine: &timeslice_scenario::Machine) -> Network {
    let route = |machine: &timeslice_scenario::Machine| Route {
        latency_ns: machine.net_latency_ns,
        jitter_permille: machine.net_jitter_permille,
        bandwidth: machine.net_bandwidth,
        failures_permille: machine.net_failures_permille,
    };
    let hosts = machine.hosts.names();
    Network {
        default: route(machine),
        hosts: hosts
            .map(|host| (host.to_owned(), route(&machine.at_host(host))))
            .collect(),
    }
}

/// The machine that a scenario asks for; the trace at kernel level.
pub(crate) fn setup_of(scenario: &Scenario) -> Setup {
    let (wanted, mut setup) = (&scenario.machine, setup());
    setup.machine = wanted.kernel_config();
    setup.python.version = PyVersion::from_minor(wanted.python_minor).expect("a version that is simulated");
    setup.python.gil = wanted.gil;
    setup.python.switch_interval_ns = wanted.switch_interval_ns;
    setup.python.speed = f64::from(wanted.speed_permille) / 1000.0;
    setup.python.io_latency_ns = wanted.io_latency_ns;
    setup.python.n_cores = wanted.cores;
    setup.python.seed = wanted.seed;
    setup.network = network(wanted);
    setup
}
