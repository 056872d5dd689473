//! From the words of a case to a policy and the rows it schedules.

use super::common::row;
use serde_json::Value;
use timeslice_kernel::bursts::{Burst, Row};
use timeslice_kernel::policy::{
    Cfs, CfsRules, Eevdf, EevdfRules, Fcfs, Feedback, Hrrn, Lottery, Mlfq, MlfqLevel, MlfqRules, Prediction, Priority,
    PriorityOrder, PriorityRules, RealTime, RoundRobin, Shortest, Stride, Tie, Urgency, first_fit_decreasing,
};
use timeslice_kernel::{Chooser, SchedPolicy, SeededChooser};

/// Nanoseconds per tick, so that fractions of a tick are whole numbers.
pub(crate) const TICK_NS: u64 = 1_000_000;

pub(crate) fn ticks(value: &Value) -> u64 {
    (value.as_f64().expect("a number of ticks") * TICK_NS as f64).round() as u64
}

/// The policy of `case`; `Err` names what is not built.
pub(crate) fn policy(case: &Value) -> Result<Box<dyn SchedPolicy>, String> {
    let params = case.get("params").or(case.get("given")).unwrap_or(&Value::Null);
    let tie = match params["tie"].as_str() {
        Some("arrival" | "list_order") => Tie::Arrival,
        _ => Tie::Queue,
    };
    let order = match params["priority_order"].as_str() {
        Some("high_is_high") => PriorityOrder::HighIsHigh,
        _ => PriorityOrder::LowIsHigh,
    };
    let quantum_ns = params.get("quantum").map(ticks);
    let priority = |preemptive| {
        Box::new(Priority::new(PriorityRules {
            order,
            preemptive,
            quantum_ns,
            ageing_ns: None,
            tie,
        }))
    };
    if params.get("overhead_model").is_some() {
        return Err("SimSo's overhead model".to_owned());
    }
    let quantum_ns = quantum_ns.unwrap_or(1);
    Ok(match case["policy"].as_str().expect("a policy") {
        "fcfs" => Box::new(Fcfs::default()),
        "rr" => Box::new(RoundRobin::new(quantum_ns)),
        "sjf" => Box::new(Shortest::job_first(tie, Prediction::default())),
        "srtf" => Box::new(Shortest::remaining_time_first(tie, Prediction::default())),
        "priority_np" => priority(false),
        "priority_p" | "priority_rr" => priority(true),
        "hrrn" => Box::new(Hrrn::default()),
        "feedback" => Box::new(Feedback::new(
            ticks(&params["base_quantum"]),
            u32::try_from(params["growth"].as_u64().expect("a factor")).expect("small"),
            params["no_demote_when_alone"] != true,
        )),
        "mlfq" => Box::new(Mlfq::new(mlfq_rules(params))),
        "lottery" => Box::new(Lottery::new(quantum_ns)),
        "stride" => Box::new(Stride::new(quantum_ns)),
        "edf" | "global_edf" | "partitioned_edf" => Box::new(RealTime::new(Urgency::EarliestDeadline)),
        "rm" | "global_rm" => Box::new(RealTime::new(Urgency::RateMonotonic)),
        "fp" => Box::new(RealTime::new(Urgency::FixedPriority(order))),
        "cfs_simple" => Box::new(Cfs::new(CfsRules {
            latency_ns: ticks(&params["sched_latency"]),
            min_granularity_ns: ticks(&params["min_granularity"]),
            ..CfsRules::ostep()
        })),
        "eevdf" => Box::new(Eevdf::new(EevdfRules {
            base_slice_ns: params["base_slice_ns"].as_u64().expect("nanoseconds"),
            tick_ns: params["tick_ns"].as_u64().expect("nanoseconds"),
            // The cases describe a steady state: nobody is new.
            place_deadline_initial: false,
            ..EevdfRules::linux(1)
        })),
        other => return Err(format!("the policy {other}")),
    })
}

fn mlfq_rules(params: &Value) -> MlfqRules {
    let list = |key: &str| params[key].as_array().expect("a list").clone();
    let levels = list("quanta").into_iter().zip(list("allotments"));
    let boost_ns = ticks(&params["boost_period"]);
    MlfqRules {
        levels: levels
            .map(|(slice, allotment)| MlfqLevel {
                slice_ns: ticks(&slice),
                allotment: allotment.as_u64().expect("a number of slices") as u32,
            })
            .collect(),
        boost_ns: (boost_ns > 0).then_some(boost_ns),
        wait_resets: params["io_resets_allotment"] == true,
        woken_to_head: params["io_return"] == "head",
    }
}

/// Answers with the draws of a case.
pub(crate) struct Draws(Vec<u64>);

impl Chooser for Draws {
    fn choose(&mut self, _what: timeslice_kernel::Choice, n: u64) -> u64 {
        self.0.remove(0) % n
    }
}

pub(crate) fn chooser(case: &Value) -> Box<dyn Chooser> {
    match case["params"]["draws"].as_array() {
        None => Box::new(SeededChooser::new(0)),
        Some(draws) => {
            let mut draws: Vec<u64> = draws.iter().map(|draw| draw.as_u64().expect("a number")).collect();
            // A lone thread needs no draw, so the list never runs out before it is alone.
            draws.push(0);
            Box::new(Draws(draws))
        }
    }
}

/// The processes of `case` as rows; the periodic ones as one row per job released before the horizon.
pub(crate) fn rows(case: &Value) -> Vec<Row> {
    let processes = case["processes"].as_array().expect("a list of processes");
    let mut rows: Vec<Row> = processes.iter().map(process).collect();
    if case["policy"] == "partitioned_edf" {
        let tasks: Vec<(u64, u64)> = processes
            .iter()
            .map(|task| (ticks(&task["wcet"]), ticks(&task["period"])))
            .collect();
        let cores = first_fit_decreasing(&tasks, cores(case)).expect("the tasks of a case fit");
        for (row, core) in rows.iter_mut().zip(cores) {
            row.sched.affinity = 1 << core.idx();
        }
    }
    if case["params"]["charge_full_quantum"] == true {
        // OSTEP's lottery: who needs less than a quantum keeps the core to its end all the same.
        let quantum_ns = ticks(&case["params"]["quantum"]);
        for burst in rows.iter_mut().flat_map(|row| &mut row.bursts) {
            if let Burst::Cpu(ns) = burst {
                *ns = ns.next_multiple_of(quantum_ns);
            }
        }
    }
    match case["params"].get("horizon").map(ticks) {
        Some(horizon_ns) => rows.iter().flat_map(|row| jobs(row, horizon_ns)).collect(),
        None => rows,
    }
}

pub(crate) fn cores(case: &Value) -> u32 {
    case.get("cores").and_then(Value::as_u64).unwrap_or(1) as u32
}

fn process(process: &Value) -> Row {
    let burst = |burst: &Value| match burst[0].as_str() {
        Some("cpu") if burst[1] == "inf" => Burst::Cpu(u64::MAX / 2),
        Some("cpu") => Burst::Cpu(ticks(&burst[1])),
        _ => Burst::Io(ticks(&burst[1])),
    };
    let bursts: Vec<Burst> = process["bursts"]
        .as_array()
        .expect("bursts")
        .iter()
        .map(burst)
        .collect();
    let mut row = row(
        process["name"].as_str().expect("a name"),
        ticks(&process["arrival"]),
        &bursts,
    );
    row.sched.priority = process["priority"].as_i64().unwrap_or(0);
    row.sched.tickets = process["tickets"].as_u64().unwrap_or(1);
    row.sched.nice = process["nice"].as_i64().unwrap_or(0) as i8;
    row.sched.period_ns = process.get("period").map(ticks);
    row.sched.deadline_ns = process.get("deadline").map(ticks);
    row
}

fn jobs(task: &Row, horizon_ns: u64) -> Vec<Row> {
    let period_ns = task.sched.period_ns.expect("a periodic task");
    let releases = (task.arrival_ns..horizon_ns).step_by(period_ns as usize);
    let job = |(at, arrival_ns)| Row {
        name: format!("{}_{}", task.name, at + 1),
        arrival_ns,
        ..task.clone()
    };
    releases.enumerate().map(job).collect()
}
