//! Workload tables: which processes arrive when, what they need, and on which machine. As text a table is TOML
//! ([`parse`]), or what one copies out of a spreadsheet ([`paste`]); [`Table::text`] writes it back.
//!
//! Nothing in a text is trusted: every cell that is wrong is named with its row, its column and the reason, all at
//! once, and sizes are bounded before anything is built. It knows no policy: what a column means is the kernel's.

mod cell;
mod expect;
mod generate;
mod paste;
mod read;
pub mod report;
mod run;
mod write;

pub use expect::{Claim, TableExpect};
pub use generate::Generate;
pub use paste::paste;
pub use read::parse;
pub use report::{Report, Reporter};
pub use run::{TABLE_BUDGET, TableRun};

use crate::settings::Machine;
use serde::Serialize;
use std::fmt;
use timeslice_kernel::SchedParams;
use timeslice_kernel::bursts::{Burst, Row};

/// The longest text of a table, in bytes.
pub const TABLE_BYTES_MAX: usize = 8 << 20;
/// The most processes of a table, generated ones included.
pub const ROWS_MAX: usize = 100_000;
/// The most bursts of a table, and jobs of periodic processes.
pub const BURSTS_MAX: u64 = 1_000_000;
/// The longest time in a table: an hour.
pub const TIME_NS_MAX: u64 = 3_600_000_000_000;
/// The most errors that are told at once.
pub const ERRORS_MAX: usize = 100;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 12] = [
    "name",
    "arrival",
    "bursts",
    "repeat",
    "priority",
    "nice",
    "tickets",
    "slice",
    "period",
    "deadline",
    "affinity",
    "working_set",
];

/// A cell that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellError {
    /// Row of the table, from 1; 0 for what belongs to no process.
    pub row: usize,
    /// Its column; for row 0 the key, such as `machine.policy`.
    pub column: String,
    /// What is wrong and what is allowed.
    pub message: String,
    /// Line of the text, from 1, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if self.row > 0 {
            write!(f, "row {}, ", self.row)?;
        }
        write!(f, "{}: {}", self.column, self.message)
    }
}

/// What the catalogue says of a table; all of it may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lesson {
    /// A few words.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What the reader should want to know.
    pub question: String,
    /// The story, and what to watch for.
    pub notes: String,
    /// The part of the course.
    pub part: String,
    /// Its line.
    pub chapter: u32,
    /// Place in it.
    pub order: u32,
    /// How much it assumes, in a word.
    pub level: String,
    /// The words of the field.
    pub concepts: Vec<String>,
}

/// A workload and its machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it teaches.
    pub lesson: Lesson,
    /// The machine it is meant for.
    pub machine: Machine,
    /// The processes that are written down, in order.
    pub processes: Vec<Process>,
    /// The processes that come from a seed.
    pub generate: Option<Generate>,
    /// How long periodic processes release jobs; none: see [`Table::horizon_ns`].
    pub horizon_ns: Option<u64>,
    /// What a run must come to.
    pub expect: Option<TableExpect>,
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its name, unique in the table.
    pub name: String,
    /// When it arrives; the phase of a periodic one.
    pub arrival_ns: u64,
    /// What it does, once; the CPU time of a job of a periodic one.
    pub bursts: Vec<Burst>,
    /// How often it does that.
    pub repeat: u64,
    /// For priority policies.
    pub priority: i64,
    /// For the fair policies, -20 to 19.
    pub nice: i8,
    /// For lottery and stride.
    pub tickets: u64,
    /// The slice it asks for (EEVDF).
    pub slice_ns: Option<u64>,
    /// Time between two jobs.
    pub period_ns: Option<u64>,
    /// From a job's release until it should be done.
    pub deadline_ns: Option<u64>,
    /// The cores it may run on, ascending; none: all.
    pub affinity: Option<Vec<u32>>,
    /// How much memory it works on, for machines with a cache.
    pub working_set: u64,
}

impl Default for Process {
    fn default() -> Self {
        Self {
            name: String::new(),
            arrival_ns: 0,
            bursts: Vec::new(),
            repeat: 1,
            priority: 0,
            nice: 0,
            tickets: 1,
            slice_ns: None,
            period_ns: None,
            deadline_ns: None,
            affinity: None,
            working_set: 0,
        }
    }
}

impl Process {
    /// CPU time of one repetition.
    fn cpu_ns(&self) -> u64 {
        let cpu = |burst: &Burst| match *burst {
            Burst::Cpu(ns) => ns,
            Burst::Io(_) => 0,
        };
        self.bursts.iter().map(cpu).sum()
    }

    /// Time at devices in one job.
    fn io_ns(&self) -> u64 {
        let io = |burst: &Burst| match *burst {
            Burst::Cpu(_) => 0,
            Burst::Io(ns) => ns,
        };
        self.bursts.iter().map(io).sum::<u64>().saturating_mul(self.repeat)
    }

    fn sched(&self) -> SchedParams {
        let bits = |cores: &Vec<u32>| cores.iter().fold(0, |bits, core| bits | 1 << core);
        SchedParams {
            priority: self.priority,
            tickets: self.tickets,
            nice: self.nice,
            period_ns: self.period_ns,
            // Without one of its own, a periodic process has until the next release.
            deadline_ns: self.deadline_ns.or(self.period_ns),
            slice_ns: self.slice_ns,
            affinity: self.affinity.as_ref().map_or(u32::MAX, bits),
            wcet_ns: self.period_ns.map(|_| self.cpu_ns().saturating_mul(self.repeat)),
            working_set: self.working_set,
            ..SchedParams::default()
        }
    }
}

/// The default horizon holds at most so many jobs.
const DEFAULT_JOBS_MAX: u64 = 1_000;

impl Table {
    /// All processes: those that are written down, then the generated ones.
    #[must_use]
    pub fn all(&self) -> Vec<Process> {
        let mut all = self.processes.clone();
        if let Some(generate) = &self.generate {
            generate.append(&mut all, self.machine.seed);
        }
        all
    }

    /// Until when periodic processes release jobs: as the table says, or until every phase has been seen once (the
    /// last arrival and one hyperperiod), but no further than a thousand jobs.
    #[must_use]
    pub fn horizon_ns(&self) -> u64 {
        self.horizon_of(&self.all())
    }

    fn horizon_of(&self, all: &[Process]) -> u64 {
        if let Some(horizon_ns) = self.horizon_ns {
            return horizon_ns;
        }
        let periods: Vec<u64> = all.iter().filter_map(|process| process.period_ns).collect();
        let last_ns = all.iter().map(|process| process.arrival_ns).max().unwrap_or(0);
        let hyperperiod_ns = periods
            .iter()
            .try_fold(1, |all, &one| lcm(all, one))
            .unwrap_or(u64::MAX);
        let longest_ns = periods.iter().copied().max().unwrap_or(0);
        let jobs = |ns: u64| periods.iter().map(|&period_ns| ns.div_ceil(period_ns)).sum::<u64>();
        let mut horizon_ns = hyperperiod_ns.saturating_add(last_ns);
        while horizon_ns > last_ns + longest_ns && jobs(horizon_ns) > DEFAULT_JOBS_MAX {
            horizon_ns = (horizon_ns / 2).max(last_ns + longest_ns);
        }
        horizon_ns.min(TIME_NS_MAX)
    }

    /// The table as the kernel runs it. A periodic process does a job for every release before the horizon.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let all = self.all();
        let horizon_ns = self.horizon_of(&all);
        let row = |process: &Process| {
            let repeat = usize::try_from(process.repeat).unwrap_or(usize::MAX);
            let releases = |period_ns| horizon_ns.saturating_sub(process.arrival_ns).div_ceil(period_ns);
            let jobs = process.period_ns.map_or(1, releases).max(1);
            Row {
                name: process.name.clone(),
                arrival_ns: process.arrival_ns,
                bursts: process.bursts.repeat(repeat),
                sched: SchedParams {
                    jobs: u32::try_from(jobs).unwrap_or(u32::MAX),
                    ..process.sched()
                },
            }
        };
        all.iter().map(row).collect()
    }

    /// The same processes on another machine. Cores that it does not have are dropped from affinities.
    ///
    /// # Errors
    /// Processes that could run nowhere, and whatever a new seed makes too large.
    pub fn on(mut self, machine: Machine) -> Result<Self, Vec<CellError>> {
        let mut errors = Vec::new();
        for (at, process) in self.processes.iter_mut().enumerate() {
            if let Some(affinity) = &mut process.affinity {
                let asked = affinity.clone();
                affinity.retain(|core| *core < machine.cores);
                if affinity.is_empty() {
                    let cores = if machine.cores == 1 {
                        "core 0 only".to_owned()
                    } else {
                        format!("cores 0 to {}", machine.cores - 1)
                    };
                    errors.push(CellError {
                        row: at + 1,
                        column: "affinity".to_owned(),
                        message: format!("there is no core {}; the machine has {cores}", asked[0]),
                        line: None,
                    });
                }
            }
        }
        self.machine = machine;
        if !errors.is_empty() {
            errors.truncate(ERRORS_MAX);
            return Err(errors);
        }
        read::bound(&self)?;
        Ok(self)
    }

    /// What is allowed but may surprise: tasks that need more than there is.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let all = self.all();
        let load = |process: &Process| {
            let period_ns = process.period_ns? as f64;
            Some(process.cpu_ns() as f64 * process.repeat as f64 / period_ns)
        };
        let utilisation: f64 = all.iter().filter_map(load).sum();
        let n_cores = self.machine.cores;
        let mut remarks = Vec::new();
        if utilisation > f64::from(n_cores) + 1e-9 {
            let cores = if n_cores == 1 {
                "one core".to_owned()
            } else {
                format!("{n_cores} cores")
            };
            remarks.push(format!(
                "The periodic processes need {:.1} % of {cores}: whatever the policy, deadlines will be missed.",
                utilisation * 100.0 / f64::from(n_cores)
            ));
        }
        for process in &all {
            if let (Some(deadline_ns), cpu_ns) = (process.deadline_ns.or(process.period_ns), process.cpu_ns())
                && cpu_ns * process.repeat.max(1) > deadline_ns
                && remarks.len() < 10
            {
                remarks.push(format!(
                    "{} needs more CPU time than it has until its deadline.",
                    process.name
                ));
            }
        }
        remarks
    }
}

fn lcm(a: u64, b: u64) -> Option<u64> {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}
