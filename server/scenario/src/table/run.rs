//! A table on its machine, ready to run: for the command line, the server and the tests alike.

use super::{Report, Reporter, Table, report::Bar};
use timeslice_kernel::bursts::Workload;
use timeslice_kernel::{Budget, Chooser, Ending, Machine, SeededChooser};
use timeslice_trace::Sink;

/// What a glance at a table may cost: a row of the comparison of all policies.
pub const TABLE_BUDGET: Budget = Budget {
    events: 200_000,
    line_events: 0,
    ..Budget::SERVER
};

/// A machine with its workload.
#[derive(Debug)]
pub struct TableRun {
    /// The machine.
    pub machine: Machine,
    /// What runs on it.
    pub workload: Workload,
}

impl TableRun {
    /// `table` on its own machine.
    #[must_use]
    pub fn new(table: &Table, budget: Budget) -> Self {
        let config = table.machine.table_config();
        let workload = Workload::new(table.rows()).with_cache(config.cache);
        let machine = Machine::with_arrivals(config, budget, workload.arrivals());
        Self { machine, workload }
    }

    /// Runs to the end, to a bound of the budget, or until `should_stop` says so (none).
    pub fn run(
        &mut self,
        chooser: &mut dyn Chooser,
        sink: &mut dyn Sink,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Option<Ending> {
        let outcome = self.machine.advance(&mut self.workload, chooser, sink, should_stop)?;
        Some(outcome.ending)
    }
}

impl Table {
    /// What a run comes to, with the bars of its chart and how it ended (none: it was stopped).
    #[must_use]
    pub fn result(&self, budget: Budget, should_stop: &mut dyn FnMut() -> bool) -> (Option<Ending>, Report, Vec<Bar>) {
        let mut reporter = Reporter::new(self);
        let mut chooser = SeededChooser::new(self.machine.seed);
        let ending = TableRun::new(self, budget).run(&mut chooser, &mut reporter, should_stop);
        (ending, reporter.report(), reporter.bars())
    }
}
