//! From settings to a policy.

use super::{
    Cfs, CfsRules, Eevdf, EevdfRules, Fcfs, Feedback, Hrrn, Lottery, Mlfq, Priority, PriorityRules, RealTime,
    RoundRobin, SchedPolicy, Shortest, Stride, Urgency,
};
use crate::config::{MachineConfig, PolicyKind};

/// The policy that `config` names, for one queue. Threads that say nothing of themselves are equal to it: priority 0,
/// one ticket, nice 0, no deadline; bursts that nobody knows are predicted.
pub(super) fn build_queue(config: &MachineConfig) -> Box<dyn SchedPolicy> {
    let (options, conventions) = (&config.options, &config.conventions);
    let (quantum_ns, tie, order) = (config.quantum_ns, conventions.tie, conventions.priority_order);
    match config.policy {
        PolicyKind::Fcfs => Box::new(Fcfs::default()),
        PolicyKind::Sjf => Box::new(Shortest::job_first(tie, options.prediction)),
        PolicyKind::Srtf => Box::new(Shortest::remaining_time_first(tie, options.prediction)),
        PolicyKind::RoundRobin => Box::new(RoundRobin::new(quantum_ns)),
        PolicyKind::Priority => Box::new(Priority::new(PriorityRules {
            order,
            preemptive: options.priority.preemptive,
            quantum_ns: options.priority.round_robin.then_some(quantum_ns),
            ageing_ns: options.priority.ageing_ns,
            tie,
        })),
        PolicyKind::Hrrn => Box::new(Hrrn::new(options.prediction)),
        PolicyKind::Feedback => Box::new(Feedback::new(
            quantum_ns,
            options.feedback.growth,
            options.feedback.demote_when_alone,
        )),
        PolicyKind::Mlfq => Box::new(Mlfq::new(options.mlfq_rules(quantum_ns))),
        PolicyKind::Lottery => Box::new(Lottery::new(quantum_ns)),
        PolicyKind::Stride => Box::new(Stride::new(quantum_ns)),
        PolicyKind::Cfs => Box::new(Cfs::new(options.cfs.unwrap_or_else(|| CfsRules::linux(config.cores)))),
        PolicyKind::Eevdf => Box::new(Eevdf::new(
            options.eevdf.unwrap_or_else(|| EevdfRules::linux(config.cores)),
        )),
        PolicyKind::Edf => Box::new(RealTime::new(Urgency::EarliestDeadline)),
        PolicyKind::Rm => Box::new(RealTime::new(Urgency::RateMonotonic)),
        PolicyKind::Fp => Box::new(RealTime::new(Urgency::FixedPriority(order))),
    }
}
