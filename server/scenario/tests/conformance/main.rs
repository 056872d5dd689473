//! The cases of `scheduling.json`: every number a case gives must come out, derived from the trace. One test each.

use libtest_mimic::{Arguments, Trial};
use timeslice_scenario::cases::{self, Case};

fn main() {
    let cases = cases::read(include_str!("scheduling.json")).expect("the file can be read");
    let trial = |case: Case| {
        Trial::test(case.id.clone(), move || {
            case.check().map_err(|failure| failure.to_string().into())
        })
    };
    let trials = cases.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}
