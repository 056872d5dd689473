//! From the words of a case to a machine, a policy, the rows it schedules and the oracle.

use super::Failure;
use super::field::Field;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::config::MAX_CORES;
use timeslice_kernel::policy::{
    Cfs, CfsRules, Eevdf, EevdfRules, Fcfs, Feedback, Hrrn, Lottery, Mlfq, MlfqLevel, MlfqRules, Prediction, Priority,
    PriorityOrder, PriorityRules, RealTime, RoundRobin, Shortest, Stride, Tie, Urgency, first_fit_decreasing,
};
use timeslice_kernel::{
    Budget, Choice, Chooser, Conventions, Machine, MachineConfig, Outcome, PolicyKind, SameInstant, SchedParams,
    SchedPolicy, SeededChooser,
};
use timeslice_trace::{CoreId, Event, Gantt, Level, Sink, Step, TaskId, ThreadId, TimeNs};

/// The most processes, bursts or jobs of one case.
const ROWS_MAX: usize = 100_000;
/// A burst that does not end.
const ENDLESS_NS: u64 = u64::MAX / 4;

/// Everything that a run of a case needs.
#[derive(Debug)]
pub(super) struct Setup {
    pub(super) config: MachineConfig,
    pub(super) policy: Box<dyn SchedPolicy>,
    pub(super) rows: Vec<Row>,
    pub(super) chooser: CaseChooser,
}

impl Setup {
    pub(super) fn read(case: &Field<'_>) -> Result<Self, Failure> {
        let params = case.get("params");
        let rows = rows(case, &params)?;
        Ok(Self {
            rows,
            ..Self::without_rows(case, &params)?
        })
    }

    /// With `params` in their other place, as cases of a property have them.
    pub(super) fn without_rows(case: &Field<'_>, params: &Field<'_>) -> Result<Self, Failure> {
        Ok(Self {
            config: config(case, params)?,
            policy: policy(case, params)?,
            rows: Vec::new(),
            chooser: chooser(params)?,
        })
    }
}

/// Runs to the end or to a bound of `budget`.
pub(super) fn run(setup: Setup, budget: Budget) -> (Outcome, Gantt) {
    let Setup {
        config,
        policy,
        rows,
        mut chooser,
    } = setup;
    let mut workload = Workload::new(rows);
    let mut machine = Machine::with_policy(config, budget, policy, workload.arrivals());
    let mut watcher = Watcher(Gantt::default());
    let outcome = machine.run(&mut workload, &mut chooser, &mut watcher);
    watcher.0.finish();
    (outcome, watcher.0)
}

/// Keeps of a trace who ran where and when.
struct Watcher(Gantt);

impl Sink for Watcher {
    fn level(&self) -> Level {
        Level::Kernel
    }

    fn emit(
        &mut self,
        time_ns: TimeNs,
        core: Option<CoreId>,
        thread: Option<ThreadId>,
        task: Option<TaskId>,
        event: Event,
    ) {
        let id = 0;
        self.0.add(&Step {
            id,
            time_ns,
            core,
            thread,
            task,
            event,
        });
    }
}

fn config(case: &Field<'_>, params: &Field<'_>) -> Result<MachineConfig, Failure> {
    let switch_cost_ns = match params.get("context_switch").given() {
        Some(cost) => cost.ticks()?,
        None => 0,
    };
    let same_instant = match params.get("same_instant").word() {
        Some("expired_first") => SameInstant::ExpiredFirst,
        // OSTEP's MLFQ lists the order instead.
        None if params.get("same_instant_order").is_given() => SameInstant::ExpiredFirst,
        _ => SameInstant::ArrivalFirst,
    };
    Ok(MachineConfig {
        switch_cost_ns,
        conventions: Conventions {
            same_instant,
            ..Conventions::default()
        },
        ..MachineConfig::ideal(cores(case)?, PolicyKind::Fcfs, 1)
    })
}

fn cores(case: &Field<'_>) -> Result<u32, Failure> {
    match case.get("cores").given() {
        None => Ok(1),
        Some(cores) => cores.between(1, i64::from(MAX_CORES)),
    }
}

fn policy(case: &Field<'_>, params: &Field<'_>) -> Result<Box<dyn SchedPolicy>, Failure> {
    let tie = match params.get("tie").word() {
        Some("arrival" | "list_order") => Tie::Arrival,
        _ => Tie::Queue,
    };
    let order = match params.get("priority_order").word() {
        Some("high_is_high") => PriorityOrder::HighIsHigh,
        _ => PriorityOrder::LowIsHigh,
    };
    let quantum = params.get("quantum");
    let quantum_ns = || quantum.positive_ticks();
    let priority = |preemptive, quantum_ns| {
        Box::new(Priority::new(PriorityRules {
            order,
            preemptive,
            quantum_ns,
            ageing_ns: None,
            tie,
        }))
    };
    if params.get("overhead_model").is_given() {
        return Err(Failure::Unusable("SimSo's overhead model is not built".to_owned()));
    }
    Ok(match case.get("policy").text()? {
        "fcfs" => Box::new(Fcfs::default()),
        // A property of any policy may be run under the simplest.
        "rr" => Box::new(RoundRobin::new(quantum_ns()?)),
        "sjf" => Box::new(Shortest::job_first(tie, Prediction::default())),
        "srtf" => Box::new(Shortest::remaining_time_first(tie, Prediction::default())),
        "priority_np" => priority(false, None),
        "priority_p" => priority(true, None),
        "priority_rr" => priority(true, Some(quantum_ns()?)),
        "hrrn" => Box::new(Hrrn::default()),
        "feedback" => Box::new(Feedback::new(
            params.get("base_quantum").positive_ticks()?,
            params.get("growth").between(1, 1_000)?,
            !params.get("no_demote_when_alone").is_true(),
        )),
        "mlfq" => Box::new(Mlfq::new(mlfq_rules(params)?)),
        "lottery" => Box::new(Lottery::new(quantum_ns()?)),
        "stride" => Box::new(Stride::new(quantum_ns()?)),
        "edf" | "global_edf" | "partitioned_edf" => Box::new(RealTime::new(Urgency::EarliestDeadline)),
        "rm" | "global_rm" => Box::new(RealTime::new(Urgency::RateMonotonic)),
        "fp" => Box::new(RealTime::new(Urgency::FixedPriority(order))),
        "cfs_simple" => Box::new(Cfs::new(CfsRules {
            latency_ns: params.get("sched_latency").positive_ticks()?,
            min_granularity_ns: params.get("min_granularity").positive_ticks()?,
            ..CfsRules::ostep()
        })),
        "eevdf" => Box::new(Eevdf::new(EevdfRules {
            base_slice_ns: nanoseconds(&params.get("base_slice_ns"))?,
            tick_ns: nanoseconds(&params.get("tick_ns"))?,
            // The cases describe a steady state: nobody is new.
            place_deadline_initial: false,
            ..EevdfRules::linux(1)
        })),
        other => return Err(Failure::Unusable(format!("the policy {other} is not built"))),
    })
}

fn nanoseconds(field: &Field<'_>) -> Result<u64, Failure> {
    field.between(1, 1_000_000_000_000)
}

fn mlfq_rules(params: &Field<'_>) -> Result<MlfqRules, Failure> {
    let (quanta, allotments) = (params.get("quanta").items()?, params.get("allotments").items()?);
    if quanta.is_empty() || quanta.len() != allotments.len() {
        return params
            .get("quanta")
            .wrong("a list with as many entries as `allotments`");
    }
    let mut levels = Vec::new();
    for (slice, allotment) in quanta.iter().zip(&allotments) {
        levels.push(MlfqLevel {
            slice_ns: slice.positive_ticks()?,
            allotment: allotment.between(1, 1_000_000)?,
        });
    }
    let boost_ns = match params.get("boost_period").given() {
        None => 0,
        Some(period) => period.ticks()?,
    };
    Ok(MlfqRules {
        levels,
        boost_ns: (boost_ns > 0).then_some(boost_ns),
        wait_resets: params.get("io_resets_allotment").is_true(),
        woken_to_head: params.get("io_return").word() == Some("head"),
    })
}

/// Answers with the draws of a case, then by a seed.
#[derive(Debug)]
pub(super) struct CaseChooser {
    draws: std::vec::IntoIter<u64>,
    seeded: SeededChooser,
}

impl Chooser for CaseChooser {
    fn choose(&mut self, what: Choice, n: u64) -> u64 {
        match self.draws.next() {
            Some(draw) => draw % n,
            None => self.seeded.choose(what, n),
        }
    }
}

fn chooser(params: &Field<'_>) -> Result<CaseChooser, Failure> {
    let mut draws = Vec::new();
    if let Some(given) = params.get("draws").given() {
        for draw in given.items()? {
            draws.push(draw.count()?);
        }
    }
    Ok(CaseChooser {
        draws: draws.into_iter(),
        seeded: SeededChooser::new(0),
    })
}

/// The processes of `case` as rows; the periodic ones as one row per job released before the horizon.
fn rows(case: &Field<'_>, params: &Field<'_>) -> Result<Vec<Row>, Failure> {
    let processes = case.get("processes").items()?;
    if processes.is_empty() || processes.len() > ROWS_MAX {
        return Err(Failure::Unusable(format!(
            "`processes` must be a list of 1 to {ROWS_MAX}"
        )));
    }
    let n_cores = cores(case)?;
    let mut rows = Vec::new();
    let mut names = std::collections::BTreeSet::new();
    for process in &processes {
        let row = read_process(process, n_cores)?;
        if !names.insert(row.name.clone()) {
            return process.get("name").wrong("a name that no other process has");
        }
        rows.push(row);
    }
    if case.get("policy").word() == Some("partitioned_edf") {
        let mut tasks = Vec::new();
        for process in &processes {
            tasks.push((
                process.get("wcet").positive_ticks()?,
                process.get("period").positive_ticks()?,
            ));
        }
        let Some(cores) = first_fit_decreasing(&tasks, n_cores) else {
            return Err(Failure::Unusable(format!("the tasks do not fit on {n_cores} cores")));
        };
        for (row, core) in rows.iter_mut().zip(cores) {
            row.sched.affinity = 1 << core.idx();
        }
    }
    if params.get("charge_full_quantum").is_true() {
        // OSTEP's lottery: who needs less than a quantum keeps the core to its end all the same.
        let quantum_ns = params.get("quantum").positive_ticks()?;
        for burst in rows.iter_mut().flat_map(|row| &mut row.bursts) {
            if let Burst::Cpu(ns) = burst {
                *ns = ns.next_multiple_of(quantum_ns);
            }
        }
    }
    match params.get("horizon").given() {
        None => Ok(rows),
        Some(horizon) => {
            let horizon_ns = horizon.positive_ticks()?;
            let mut jobs = Vec::new();
            for row in &rows {
                let Some(period_ns) = row.sched.period_ns else {
                    return Err(Failure::Unusable(format!(
                        "`{}` has no `period`, and the case has a horizon",
                        row.name
                    )));
                };
                let releases = (row.arrival_ns..horizon_ns).step_by(period_ns as usize);
                jobs.extend(releases.enumerate().take(ROWS_MAX + 1).map(|(at, arrival_ns)| Row {
                    name: format!("{}_{}", row.name, at + 1),
                    arrival_ns,
                    ..row.clone()
                }));
                if jobs.len() > ROWS_MAX {
                    return horizon.wrong(&format!("so near that there are at most {ROWS_MAX} jobs"));
                }
            }
            Ok(jobs)
        }
    }
}

fn read_process(process: &Field<'_>, n_cores: u32) -> Result<Row, Failure> {
    let mut bursts = Vec::new();
    for burst in process.get("bursts").items()? {
        let parts = burst.items()?;
        let [kind, length] = &parts[..] else {
            return burst.wrong("a pair such as [\"cpu\", 3]");
        };
        bursts.push(match kind.word() {
            Some("cpu") if length.word() == Some("inf") => Burst::Cpu(ENDLESS_NS),
            Some("cpu") => Burst::Cpu(length.ticks()?),
            Some("io") => Burst::Io(length.ticks()?),
            _ => return kind.wrong("\"cpu\" or \"io\""),
        });
    }
    if bursts.is_empty() || bursts.len() > ROWS_MAX {
        return process
            .get("bursts")
            .wrong(&format!("a list of 1 to {ROWS_MAX} bursts"));
    }
    let mut sched = SchedParams::default();
    if let Some(priority) = process.get("priority").given() {
        sched.priority = priority.whole()?;
    }
    if let Some(tickets) = process.get("tickets").given() {
        sched.tickets = tickets.between(1, 1_000_000)?;
    }
    if let Some(nice) = process.get("nice").given() {
        sched.nice = nice.between(-20, 19)?;
    }
    if let Some(period) = process.get("period").given() {
        sched.period_ns = Some(period.positive_ticks()?);
    }
    if let Some(deadline) = process.get("deadline").given() {
        sched.deadline_ns = Some(deadline.positive_ticks()?);
    }
    if let Some(affinity) = process.get("affinity").given() {
        sched.affinity = 0;
        for core in affinity.items()? {
            sched.affinity |= 1 << core.between::<u32>(0, i64::from(n_cores) - 1)?;
        }
        if sched.affinity == 0 {
            return affinity.wrong("a list of at least one core");
        }
    }
    Ok(Row {
        name: process.get("name").text()?.to_owned(),
        arrival_ns: process.get("arrival").ticks()?,
        bursts,
        sched,
    })
}
