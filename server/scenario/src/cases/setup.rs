//! From the words of a case to a machine, a policy, the rows it schedules and the oracle.

use super::Failure;
use super::field::Field;
use timeslice_kernel::bursts::{Burst, Row, Workload};
use timeslice_kernel::config::MAX_CORES;
use timeslice_kernel::config::{FeedbackOptions, PriorityOptions};
use timeslice_kernel::conventions::{ChargeSwitch, CoreChoice, PriorityOrder, QuantumAlignment, Tie};
use timeslice_kernel::placement::{CacheRules, Packing, Stealing, Victim};
use timeslice_kernel::policy::{CfsRules, EevdfRules, MlfqLevel, MlfqRules};
use timeslice_kernel::{
    Budget, Choice, Chooser, Conventions, Machine, MachineConfig, Outcome, Placement, PolicyKind, SameInstant,
    SchedParams, SeededChooser,
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
            rows: Vec::new(),
            chooser: chooser(params)?,
        })
    }
}

/// Runs to the end or to a bound of `budget`.
pub(super) fn run(setup: Setup, budget: Budget) -> (Outcome, Watcher) {
    let Setup {
        config,
        rows,
        mut chooser,
    } = setup;
    let mut workload = Workload::new(rows).with_cache(config.cache);
    let mut machine = Machine::with_arrivals(config, budget, workload.arrivals());
    let mut watcher = Watcher::default();
    let outcome = machine.run(&mut workload, &mut chooser, &mut watcher);
    watcher.gantt.finish();
    (outcome, watcher)
}

/// A job of a periodic process.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) thread: ThreadId,
    pub(super) number: u32,
    pub(super) done_ns: Option<TimeNs>,
}

/// Keeps of a trace who ran where and when, and which jobs were done.
#[derive(Debug, Default)]
pub(super) struct Watcher {
    pub(super) gantt: Gantt,
    pub(super) jobs: Vec<Job>,
}

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
        match (&event, thread) {
            (&Event::JobReleased { job: number, .. }, Some(thread)) => self.jobs.push(Job {
                thread,
                number,
                done_ns: None,
            }),
            (&Event::JobDone { job }, Some(thread)) => {
                let is_it = |other: &&mut Job| other.thread == thread && other.number == job;
                if let Some(done) = self.jobs.iter_mut().find(is_it) {
                    done.done_ns = Some(time_ns);
                }
            }
            _ => {}
        }
        let id = 0;
        self.gantt.add(&Step {
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
    let mut config = MachineConfig::ideal(cores(case)?, PolicyKind::Fcfs, 1);
    config.conventions = conventions(params);
    if let Some(cost) = params.get("context_switch").given() {
        config.switch_cost_ns = cost.ticks()?;
    }
    if params.get("overhead_model").word() == Some("simso") {
        config.conventions.charge_switch = ChargeSwitch::LoadAndSave;
        config.switch_cost_ns = params.get("context_load").ticks()?;
        config.save_cost_ns = params.get("context_save").ticks()?;
    }
    policy(case, params, &mut config)?;
    config.check().map_err(|error| Failure::Unusable(error.to_string()))?;
    Ok(config)
}

fn conventions(params: &Field<'_>) -> Conventions {
    Conventions {
        same_instant: match params.get("same_instant").word() {
            Some("expired_first") => SameInstant::ExpiredFirst,
            // OSTEP's MLFQ lists the order instead.
            None if params.get("same_instant_order").is_given() => SameInstant::ExpiredFirst,
            _ => SameInstant::ArrivalFirst,
        },
        tie: match params.get("tie").word() {
            Some("arrival" | "list_order") => Tie::Arrival,
            _ => Tie::Queue,
        },
        priority_order: match params.get("priority_order").word() {
            Some("high_is_high") => PriorityOrder::HighIsHigh,
            _ => PriorityOrder::LowIsHigh,
        },
        quantum_alignment: match params.get("quantum_alignment").word() {
            Some("global_multiples") => QuantumAlignment::GlobalMultiples,
            _ => QuantumAlignment::Own,
        },
        charge_full_quantum: params.get("charge_full_quantum").is_true(),
        ..Conventions::default()
    }
}

fn cores(case: &Field<'_>) -> Result<u32, Failure> {
    match case.get("cores").given() {
        None => Ok(1),
        Some(cores) => cores.between(1, i64::from(MAX_CORES)),
    }
}

/// Sets the policy of the case, its options and its placement.
fn policy(case: &Field<'_>, params: &Field<'_>, config: &mut MachineConfig) -> Result<(), Failure> {
    let name = case.get("policy").text()?;
    let quantum = params.get("quantum");
    config.policy = match name {
        "fcfs" => PolicyKind::Fcfs,
        "rr" | "multi_rr" => PolicyKind::RoundRobin,
        "sjf" => PolicyKind::Sjf,
        "srtf" => PolicyKind::Srtf,
        "priority_np" | "priority_p" | "priority_rr" => PolicyKind::Priority,
        "hrrn" => PolicyKind::Hrrn,
        "feedback" => PolicyKind::Feedback,
        "mlfq" => PolicyKind::Mlfq,
        "lottery" => PolicyKind::Lottery,
        "stride" => PolicyKind::Stride,
        "edf" | "global_edf" | "partitioned_edf" => PolicyKind::Edf,
        "rm" | "global_rm" | "partitioned_rm" => PolicyKind::Rm,
        "fp" => PolicyKind::Fp,
        "cfs_simple" => PolicyKind::Cfs,
        "eevdf" => PolicyKind::Eevdf,
        other => return Err(Failure::Unusable(format!("the policy {other} is not built"))),
    };
    config.options.priority = PriorityOptions {
        preemptive: name != "priority_np",
        round_robin: name == "priority_rr",
        ageing_ns: None,
    };
    match name {
        "rr" | "multi_rr" | "lottery" | "stride" | "priority_rr" => config.quantum_ns = quantum.positive_ticks()?,
        "feedback" => {
            config.quantum_ns = params.get("base_quantum").positive_ticks()?;
            config.options.feedback = FeedbackOptions {
                growth: params.get("growth").between(1, 16)?,
                demote_when_alone: !params.get("no_demote_when_alone").is_true(),
            };
        }
        "mlfq" => config.options.mlfq = Some(mlfq_rules(params)?),
        "cfs_simple" => {
            config.options.cfs = Some(CfsRules {
                latency_ns: params.get("sched_latency").positive_ticks()?,
                min_granularity_ns: params.get("min_granularity").positive_ticks()?,
                ..CfsRules::ostep()
            });
        }
        "eevdf" => {
            config.options.eevdf = Some(EevdfRules {
                base_slice_ns: nanoseconds(&params.get("base_slice_ns"))?,
                tick_ns: nanoseconds(&params.get("tick_ns"))?,
                // The cases describe a steady state: nobody is new.
                place_deadline_initial: false,
                ..EevdfRules::linux(1)
            });
        }
        "global_edf" | "global_rm" => config.conventions.core_choice = CoreChoice::ArmedFirst,
        "partitioned_edf" | "partitioned_rm" => {
            config.placement = Placement::Partitioned;
            config.options.packing = match name {
                "partitioned_edf" => Packing::FirstFit,
                _ => Packing::LeastLoaded,
            };
        }
        _ => {}
    }
    if name == "multi_rr" {
        several_cores(params, config)?;
    }
    Ok(())
}

/// OSTEP's `multi.py`: where threads queue, who steals, and the caches.
fn several_cores(params: &Field<'_>, config: &mut MachineConfig) -> Result<(), Failure> {
    config.conventions.core_choice = CoreChoice::InOrder;
    if params.get("queue").word() == Some("per_core") {
        config.placement = Placement::PerCore;
        config.options.stealing = Stealing {
            period_ns: params.get("steal_period").ticks()?,
            when_idle: false,
            victim: Victim::Random,
            restricted: false,
        };
    }
    config.cache = Some(CacheRules {
        size: params.get("cache_size").count()?,
        warm_rate: params.get("warm_rate").between(1, 1_000_000)?,
        warmup_ns: params.get("warmup_time").ticks()?,
    });
    Ok(())
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
    if let Some(horizon) = params.get("horizon").given() {
        let horizon_ns = horizon.positive_ticks()?;
        let mut n_jobs = 0;
        for row in &mut rows {
            let Some(period_ns) = row.sched.period_ns else {
                return Err(Failure::Unusable(format!(
                    "`{}` has no `period`, and the case has a horizon",
                    row.name
                )));
            };
            let n_own = horizon_ns.saturating_sub(row.arrival_ns).div_ceil(period_ns).max(1);
            n_jobs += n_own;
            row.sched.jobs = u32::try_from(n_own).unwrap_or(u32::MAX);
        }
        if n_jobs > ROWS_MAX as u64 {
            return horizon.wrong(&format!("so near that there are at most {ROWS_MAX} jobs"));
        }
    }
    Ok(rows)
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
    if let Some(wcet) = process.get("wcet").given() {
        sched.wcet_ns = Some(wcet.positive_ticks()?);
    }
    if let Some(working_set) = process.get("working_set").given() {
        sched.working_set = working_set.count()?;
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
