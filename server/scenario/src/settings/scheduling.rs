//! The settings of the scheduler: policies and their options, several cores, and the conventions on which textbooks
//! differ. The words are the kernel's own (`reference/schedulers.md`, section 2).

use super::{Kind, MS, Machine, SECOND, Setting, index, narrow};
use serde::Serialize;
use timeslice_kernel::config::{FeedbackOptions, PriorityOptions};
use timeslice_kernel::conventions::{
    ChargeSwitch, Conventions, CoreChoice, Preset, PriorityOrder, QuantumAlignment, QuantumOnSwitch, SameInstant, Tie,
};
use timeslice_kernel::placement::{CacheRules, Packing, Placement, Stealing, Victim};
use timeslice_kernel::policy::{CfsRules, EevdfRules, MlfqLevel, MlfqRules, Prediction};
use timeslice_kernel::{MachineConfig, PolicyKind, PolicyOptions};

/// What a scheduler needs to know besides its name. Times are nanoseconds; each policy reads what concerns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scheduling {
    /// The preset that all this is; none: somebody's own.
    pub preset: Option<Preset>,
    /// Where ready threads queue.
    pub placement: Placement,
    /// What textbooks differ about.
    pub conventions: Conventions,
    /// What saving a thread costs, under `load_and_save`.
    pub save_cost_ns: u64,
    /// SJF, SRTF, HRRN: predict bursts even where they are known.
    pub predict: bool,
    /// The weight of the last burst in a prediction, in thousandths.
    pub alpha_permille: u32,
    /// The prediction for a first burst.
    pub guess_ns: u64,
    /// Priority: whether a better newcomer takes the core.
    pub preemptive: bool,
    /// Priority: whether equals take turns.
    pub rotate: bool,
    /// Priority: how long a thread waits until it counts as one better; 0: no ageing.
    pub ageing_ns: u64,
    /// Feedback: how many times as long the slices of each next queue are.
    pub growth: u32,
    /// Feedback: whether a thread moves down when it is alone.
    pub demote_alone: bool,
    /// MLFQ: how many queues.
    pub levels: u32,
    /// MLFQ: how many times as long the slices of each next queue are.
    pub level_growth: u32,
    /// MLFQ: how many slices a thread has in a queue.
    pub allotment: u32,
    /// MLFQ: how often everybody is put into the first queue; 0: never.
    pub boost_ns: u64,
    /// MLFQ: a wait renews slice and allotment (OSTEP's old rules 4a and 4b).
    pub io_resets: bool,
    /// MLFQ: who comes back from a wait goes to the head of its queue.
    pub io_to_head: bool,
    /// CFS; 0: as Linux 6.1 sets it on this number of cores.
    pub sched_latency_ns: u64,
    /// CFS; 0: as Linux.
    pub min_granularity_ns: u64,
    /// CFS; 0: as Linux.
    pub wakeup_granularity_ns: u64,
    /// EEVDF; 0: as Linux 6.18 sets it on this number of cores.
    pub base_slice_ns: u64,
    /// CFS and EEVDF: the timer interrupt; 0: slices end exactly.
    pub tick_ns: u64,
    /// EEVDF.
    pub run_to_parity: bool,
    /// Placement per core: how often an idle queue looks for work elsewhere; 0: never.
    pub steal_period_ns: u64,
    /// Placement per core: a core that would go idle looks at once.
    pub steal_idle: bool,
    /// Placement per core: where it looks.
    pub steal_from: Victim,
    /// Placement partitioned: how tasks are packed.
    pub packing: Packing,
    /// How much fits into a core's cache; 0: memory costs nothing.
    pub cache: u64,
    /// How many times as fast a thread with a warm cache works.
    pub warm_rate: u64,
    /// How long it takes to warm one.
    pub warmup_ns: u64,
}

impl Scheduling {
    /// A textbook's.
    pub const DEFAULT: Self = Self {
        preset: Some(Preset::Textbook),
        placement: Placement::Shared,
        conventions: Conventions {
            same_instant: SameInstant::ArrivalFirst,
            tie: Tie::Queue,
            priority_order: PriorityOrder::LowIsHigh,
            charge_switch: ChargeSwitch::BetweenThreads,
            quantum_on_switch: QuantumOnSwitch::AfterSwitch,
            quantum_alignment: QuantumAlignment::Own,
            core_choice: CoreChoice::Warm,
            charge_full_quantum: false,
        },
        save_cost_ns: 0,
        predict: false,
        alpha_permille: 500,
        guess_ns: 10 * MS,
        preemptive: true,
        rotate: false,
        ageing_ns: 0,
        growth: 1,
        demote_alone: false,
        levels: 3,
        level_growth: 2,
        allotment: 1,
        boost_ns: 0,
        io_resets: false,
        io_to_head: false,
        sched_latency_ns: 0,
        min_granularity_ns: 0,
        wakeup_granularity_ns: 0,
        base_slice_ns: 0,
        tick_ns: 4 * MS,
        run_to_parity: true,
        steal_period_ns: 0,
        steal_idle: true,
        steal_from: Victim::Longest,
        packing: Packing::FirstFit,
        cache: 0,
        warm_rate: 2,
        warmup_ns: 10 * MS,
    };

    fn options(&self, quantum_ns: u64, cores: u32) -> PolicyOptions {
        let or_linux = |ns: u64, linux_ns: u64| if ns == 0 { linux_ns } else { ns };
        let (cfs, eevdf) = (CfsRules::linux(cores), EevdfRules::linux(cores));
        let slice_ns = |level| quantum_ns.saturating_mul(u64::from(self.level_growth).saturating_pow(level));
        PolicyOptions {
            prediction: Prediction {
                always: self.predict,
                alpha: (self.alpha_permille, 1_000),
                initial_ns: self.guess_ns,
            },
            priority: PriorityOptions {
                preemptive: self.preemptive,
                round_robin: self.rotate,
                ageing_ns: (self.ageing_ns > 0).then_some(self.ageing_ns),
            },
            feedback: FeedbackOptions {
                growth: self.growth,
                demote_when_alone: self.demote_alone,
            },
            mlfq: Some(MlfqRules {
                levels: (0..self.levels)
                    .map(|level| MlfqLevel {
                        slice_ns: slice_ns(level),
                        allotment: self.allotment,
                    })
                    .collect(),
                boost_ns: (self.boost_ns > 0).then_some(self.boost_ns),
                wait_resets: self.io_resets,
                woken_to_head: self.io_to_head,
            }),
            cfs: Some(CfsRules {
                latency_ns: or_linux(self.sched_latency_ns, cfs.latency_ns),
                min_granularity_ns: or_linux(self.min_granularity_ns, cfs.min_granularity_ns),
                wakeup_granularity_ns: or_linux(self.wakeup_granularity_ns, cfs.wakeup_granularity_ns),
                tick_ns: self.tick_ns,
                ..cfs
            }),
            eevdf: Some(EevdfRules {
                base_slice_ns: or_linux(self.base_slice_ns, eevdf.base_slice_ns),
                tick_ns: self.tick_ns,
                run_to_parity: self.run_to_parity,
                ..eevdf
            }),
            stealing: Stealing {
                period_ns: self.steal_period_ns,
                when_idle: self.steal_idle,
                victim: self.steal_from,
                ..Stealing::default()
            },
            packing: self.packing,
        }
    }
}

impl Machine {
    /// The kernel's settings for a program: what settings do not say is as measured on Linux.
    #[must_use]
    pub fn kernel_config(&self) -> MachineConfig {
        let scheduling = &self.scheduling;
        let cache = CacheRules {
            size: scheduling.cache,
            warm_rate: scheduling.warm_rate,
            warmup_ns: scheduling.warmup_ns,
        };
        MachineConfig {
            policy: self.policy,
            options: scheduling.options(self.quantum_ns, self.cores),
            placement: scheduling.placement,
            conventions: scheduling.conventions,
            quantum_ns: self.quantum_ns,
            switch_cost_ns: self.switch_cost_ns,
            save_cost_ns: scheduling.save_cost_ns,
            cache: (scheduling.cache > 0).then_some(cache),
            ..MachineConfig::realistic(self.cores)
        }
    }

    /// The same for a workload table: nothing costs time that the settings do not name.
    #[must_use]
    pub fn table_config(&self) -> MachineConfig {
        MachineConfig {
            wake_latency_ns: 0,
            timer_slack_ns: 0,
            ..self.kernel_config()
        }
    }

    /// Gives it the conventions of `preset`, and what else belongs to that.
    pub(super) fn apply_preset(&mut self, preset: Preset) {
        let mut config = self.kernel_config();
        preset.apply(&mut config);
        self.policy = config.policy;
        self.switch_cost_ns = config.switch_cost_ns;
        let scheduling = &mut self.scheduling;
        scheduling.preset = Some(preset);
        scheduling.placement = config.placement;
        scheduling.conventions = config.conventions;
        scheduling.demote_alone = config.options.feedback.demote_when_alone;
        if config.options.cfs.is_none() {
            let default = Scheduling::DEFAULT;
            scheduling.sched_latency_ns = default.sched_latency_ns;
            scheduling.min_granularity_ns = default.min_granularity_ns;
            scheduling.wakeup_granularity_ns = default.wakeup_granularity_ns;
            scheduling.base_slice_ns = default.base_slice_ns;
            scheduling.tick_ns = default.tick_ns;
            scheduling.run_to_parity = default.run_to_parity;
        }
    }

    /// Names the preset that the settings are by now: the present one if it still is, else the first that fits.
    pub(super) fn name_preset(&mut self) {
        let is = |preset: &Preset| {
            let mut other = self.clone();
            other.apply_preset(*preset);
            other.scheduling.preset = self.scheduling.preset;
            other == *self
        };
        let present = self.scheduling.preset.filter(is);
        self.scheduling.preset = present.or_else(|| Preset::ALL.into_iter().find(is));
    }
}

/// The name, the words and the sentence of every policy, in the order in which they are offered.
pub const POLICIES: [(PolicyKind, &str, &str); 15] = [
    (
        PolicyKind::Fcfs,
        "first come, first served",
        "who was ready first runs until it waits or ends",
    ),
    (
        PolicyKind::Sjf,
        "shortest job first",
        "the shortest next CPU burst, not preemptive",
    ),
    (
        PolicyKind::Srtf,
        "shortest remaining time first",
        "the least left of the CPU burst, preemptive",
    ),
    (PolicyKind::RoundRobin, "round robin", "in turn, one quantum each"),
    (PolicyKind::Priority, "priority", "the best priority first"),
    (
        PolicyKind::Hrrn,
        "highest response ratio next",
        "the largest (waited + burst) / burst, not preemptive",
    ),
    (
        PolicyKind::Feedback,
        "feedback",
        "Stallings: one queue down for each slice used up",
    ),
    (
        PolicyKind::Mlfq,
        "multi-level feedback queue",
        "OSTEP: queues with allotments, and a boost",
    ),
    (PolicyKind::Lottery, "lottery", "every quantum is drawn for"),
    (
        PolicyKind::Stride,
        "stride",
        "the lottery without chance: the smallest pass",
    ),
    (PolicyKind::Cfs, "CFS", "Linux to 6.5: the smallest virtual runtime"),
    (
        PolicyKind::Eevdf,
        "EEVDF",
        "Linux from 6.6: the earliest virtual deadline among the eligible",
    ),
    (
        PolicyKind::Edf,
        "earliest deadline first",
        "the nearest deadline, preemptive",
    ),
    (PolicyKind::Rm, "rate monotonic", "the shortest period, preemptive"),
    (
        PolicyKind::Fp,
        "fixed priority",
        "the best priority, preemptive, as in real-time systems",
    ),
];

const POLICY_NAMES: [&str; 15] = [
    "fcfs", "sjf", "srtf", "rr", "priority", "hrrn", "feedback", "mlfq", "lottery", "stride", "cfs", "eevdf", "edf",
    "rm", "fp",
];
const PRESET_NAMES: [&str; 7] = [
    "textbook",
    "ostep",
    "stallings",
    "linux-6.18",
    "linux-6.1",
    "simso",
    "custom",
];
const PLACEMENTS: [Placement; 4] = [
    Placement::Shared,
    Placement::PerCore,
    Placement::Linux,
    Placement::Partitioned,
];
const BURST_POLICIES: &[&str] = &["sjf", "srtf", "hrrn"];
const FAIR: &[&str] = &["cfs", "eevdf"];

/// The rows, presets first: what comes after one overrides it.
pub(super) const SCHEDULING: &[Setting] = &[
    Setting::new(
        "preset",
        "preset",
        "Whose conventions hold: textbook (Silberschatz, Tanenbaum), ostep, stallings, linux-6.18 (EEVDF), linux-6.1 (CFS), \
         simso; custom once one of them is changed.",
        Kind::Choice(&PRESET_NAMES),
        |m| match m.scheduling.preset {
            Some(preset) => index(&Preset::ALL, &preset),
            None => Preset::ALL.len() as u64,
        },
        |m, v| match Preset::ALL.get(narrow::<usize>(v)) {
            Some(preset) => m.apply_preset(*preset),
            None => m.scheduling.preset = None,
        },
    )
    .group("policy"),
    Setting::new(
        "policy",
        "policy",
        "How the kernel picks the next thread: rr (round robin: in turn, one quantum each), fcfs (first come, first \
         served: until it waits or ends), sjf, srtf, priority, hrrn, feedback (Stallings), mlfq (OSTEP), lottery, stride, \
         cfs (Linux to 6.5), eevdf (Linux from 6.6), edf, rm (rate monotonic), fp (fixed priority).",
        Kind::Choice(&POLICY_NAMES),
        |m| index(&PolicyKind::ALL, &m.policy),
        |m, v| m.policy = PolicyKind::ALL[narrow::<usize>(v)],
    )
    .group("policy"),
    Setting::new(
        "quantum",
        "quantum",
        "Longest turn on a core while another thread is ready: of round robin, lottery and stride, of the first queue of \
         feedback and mlfq, and of equals under priority with rotate.",
        Kind::Duration { min: 10_000, max: SECOND },
        |m| m.quantum_ns,
        |m, v| m.quantum_ns = v,
    )
    .group("policy")
    .when(&["rr", "priority", "feedback", "mlfq", "lottery", "stride"]),
    Setting::new(
        "switch_cost",
        "switch cost",
        "What the kernel spends on putting another thread on a core.",
        Kind::Duration { min: 0, max: 10 * MS },
        |m| m.switch_cost_ns,
        |m, v| m.switch_cost_ns = v,
    ),
    Setting::new("predict", "predict", "Predict bursts from those before (exponentially), even where a table says how long they are.", Kind::Switch, |m| u64::from(m.scheduling.predict), |m, v| m.scheduling.predict = v == 1).group("policy")
        .when(BURST_POLICIES),
    Setting::new(
        "alpha",
        "alpha",
        "The weight of the last burst in a prediction, against all before it.",
        Kind::Factor { min: 0, max: 1_000 },
        |m| u64::from(m.scheduling.alpha_permille),
        |m, v| m.scheduling.alpha_permille = narrow(v),
    )
    .group("policy")
    .when(BURST_POLICIES),
    Setting::new("guess", "first guess", "What is predicted for a first burst.", Kind::Duration { min: 0, max: 10 * SECOND }, |m| m.scheduling.guess_ns, |m, v| m.scheduling.guess_ns = v).group("policy")
        .when(BURST_POLICIES),
    Setting::new("preemptive", "preemptive", "Whether a better newcomer takes the core.", Kind::Switch, |m| u64::from(m.scheduling.preemptive), |m, v| m.scheduling.preemptive = v == 1).group("policy")
        .when(&["priority"]),
    Setting::new("rotate", "rotate", "Whether threads of equal priority take turns, one quantum each.", Kind::Switch, |m| u64::from(m.scheduling.rotate), |m, v| m.scheduling.rotate = v == 1).group("policy")
        .when(&["priority"]),
    Setting::new("ageing", "ageing", "How long a thread waits until it counts as one priority better; 0: no ageing.", Kind::Duration { min: 0, max: 60 * SECOND }, |m| m.scheduling.ageing_ns, |m, v| m.scheduling.ageing_ns = v).zero("none").group("policy")
        .when(&["priority"]),
    Setting::new("growth", "growth", "How many times as long the slices of each next queue are (Stallings: 1 or 2).", Kind::Count { min: 1, max: 16 }, |m| u64::from(m.scheduling.growth), |m, v| m.scheduling.growth = narrow(v)).group("policy")
        .when(&["feedback"]),
    Setting::new("demote_alone", "demote when alone", "Whether a thread moves a queue down even when nobody else is ready.", Kind::Switch, |m| u64::from(m.scheduling.demote_alone), |m, v| m.scheduling.demote_alone = v == 1).group("policy")
        .when(&["feedback"]),
    Setting::new("levels", "levels", "How many queues there are.", Kind::Count { min: 1, max: 16 }, |m| u64::from(m.scheduling.levels), |m, v| m.scheduling.levels = narrow(v)).group("policy")
        .when(&["mlfq"]),
    Setting::new("level_growth", "growth", "How many times as long the slices of each next queue are.", Kind::Count { min: 1, max: 16 }, |m| u64::from(m.scheduling.level_growth), |m, v| m.scheduling.level_growth = narrow(v)).group("policy")
        .when(&["mlfq"]),
    Setting::new("allotment", "allotment", "How many slices a thread has in a queue before it moves down.", Kind::Count { min: 1, max: 1_000 }, |m| u64::from(m.scheduling.allotment), |m, v| m.scheduling.allotment = narrow(v)).group("policy")
        .when(&["mlfq"]),
    Setting::new("boost", "boost", "How often everybody is put into the first queue again; 0: never.", Kind::Duration { min: 0, max: 60 * SECOND }, |m| m.scheduling.boost_ns, |m, v| m.scheduling.boost_ns = v).zero("never").group("policy")
        .when(&["mlfq"]),
    Setting::new("io_resets", "I/O resets", "Whether a wait renews slice and allotment: OSTEP's old rules 4a and 4b, which can be gamed.", Kind::Switch, |m| u64::from(m.scheduling.io_resets), |m, v| m.scheduling.io_resets = v == 1).group("policy")
        .when(&["mlfq"]),
    Setting::new("io_to_head", "I/O to head", "Whether who comes back from a wait goes to the head of its queue.", Kind::Switch, |m| u64::from(m.scheduling.io_to_head), |m, v| m.scheduling.io_to_head = v == 1).group("policy")
        .when(&["mlfq"]),
    Setting::new("sched_latency", "latency", "The period in which everybody ready runs once; 0: as Linux 6.1 sets it on this number of cores.", Kind::Duration { min: 0, max: SECOND }, |m| m.scheduling.sched_latency_ns, |m, v| m.scheduling.sched_latency_ns = v).zero("as Linux").group("policy")
        .when(&["cfs"]),
    Setting::new("min_granularity", "min granularity", "The shortest slice; 0: as Linux 6.1 sets it.", Kind::Duration { min: 0, max: SECOND }, |m| m.scheduling.min_granularity_ns, |m, v| m.scheduling.min_granularity_ns = v).zero("as Linux").group("policy")
        .when(&["cfs"]),
    Setting::new("wakeup_granularity", "wakeup granularity", "How far behind a woken thread must be to take the core; 0: as Linux 6.1 sets it.", Kind::Duration { min: 0, max: SECOND }, |m| m.scheduling.wakeup_granularity_ns, |m, v| m.scheduling.wakeup_granularity_ns = v).zero("as Linux").group("policy")
        .when(&["cfs"]),
    Setting::new("base_slice", "base slice", "The slice of who asks for none; 0: as Linux 6.18 sets it on this number of cores.", Kind::Duration { min: 0, max: SECOND }, |m| m.scheduling.base_slice_ns, |m, v| m.scheduling.base_slice_ns = v).zero("as Linux").group("policy")
        .when(&["eevdf"]),
    Setting::new("tick", "tick", "The timer interrupt at which slices end; 0: they end exactly.", Kind::Duration { min: 0, max: SECOND }, |m| m.scheduling.tick_ns, |m, v| m.scheduling.tick_ns = v).zero("none").group("policy")
        .when(FAIR),
    Setting::new("run_to_parity", "run to parity", "Whether who got the core keeps it for the shortest slice asked for by anybody (RUN_TO_PARITY).", Kind::Switch, |m| u64::from(m.scheduling.run_to_parity), |m, v| m.scheduling.run_to_parity = v == 1).group("policy")
        .when(&["eevdf"]),
    Setting::new(
        "placement",
        "placement",
        "Where ready threads queue: shared (one queue for all cores), per_core (with stealing), linux (per core, balanced as \
         Linux does it), partitioned (per core, nobody ever moves).",
        Kind::Choice(&["shared", "per_core", "linux", "partitioned"]),
        |m| index(&PLACEMENTS, &m.scheduling.placement),
        |m, v| m.scheduling.placement = PLACEMENTS[narrow::<usize>(v)],
    )
    .group("cores"),
    Setting::new("steal_period", "steal every", "How often a core with an empty queue looks for work elsewhere; 0: never.", Kind::Duration { min: 0, max: 10 * SECOND }, |m| m.scheduling.steal_period_ns, |m, v| m.scheduling.steal_period_ns = v).zero("never")
        .group("cores")
        .placed(&["per_core"]),
    Setting::new("steal_idle", "steal when idle", "Whether a core that would go idle looks for work elsewhere at once.", Kind::Switch, |m| u64::from(m.scheduling.steal_idle), |m, v| m.scheduling.steal_idle = v == 1)
        .group("cores")
        .placed(&["per_core"]),
    Setting::new(
        "steal_from",
        "steal from",
        "Where it looks: longest (the longest queue) or random (OSTEP).",
        Kind::Choice(&["longest", "random"]),
        |m| u64::from(m.scheduling.steal_from as u8),
        |m, v| m.scheduling.steal_from = [Victim::Longest, Victim::Random][narrow::<usize>(v)],
    )
    .group("cores")
    .placed(&["per_core"]),
    Setting::new(
        "packing",
        "packing",
        "How tasks are put on cores: first_fit (by decreasing utilisation) or least_loaded.",
        Kind::Choice(&["first_fit", "least_loaded"]),
        |m| u64::from(m.scheduling.packing as u8),
        |m, v| m.scheduling.packing = [Packing::FirstFit, Packing::LeastLoaded][narrow::<usize>(v)],
    )
    .group("cores")
    .placed(&["partitioned"]),
    Setting::new("cache", "cache", "How much fits into the cache of a core, in the unit of working_set; 0: memory costs nothing (tables only).", Kind::Count { min: 0, max: 1_000_000_000 }, |m| m.scheduling.cache, |m, v| m.scheduling.cache = v).zero("none")
        .group("cores")
        .of_tables(),
    Setting::new("warm_rate", "warm rate", "How many times as fast a process with a warm cache works.", Kind::Count { min: 1, max: 100 }, |m| m.scheduling.warm_rate, |m, v| m.scheduling.warm_rate = v)
        .group("cores")
        .of_tables(),
    Setting::new("warmup", "warm-up", "How long a process runs on a core until its working set is in the cache there.", Kind::Duration { min: 0, max: 10 * SECOND }, |m| m.scheduling.warmup_ns, |m, v| m.scheduling.warmup_ns = v)
        .group("cores")
        .of_tables(),
    Setting::new(
        "same_instant",
        "at one instant",
        "Who joins the ready queue first: arrival_first (arrivals, finished waits, then whose slice ended) or expired_first.",
        Kind::Choice(&["arrival_first", "expired_first"]),
        |m| u64::from(m.scheduling.conventions.same_instant as u8),
        |m, v| m.scheduling.conventions.same_instant = [SameInstant::ArrivalFirst, SameInstant::ExpiredFirst][narrow::<usize>(v)],
    )
    .group("conventions"),
    Setting::new(
        "tie",
        "ties",
        "Who goes first among equals: queue (who joined the queue first) or arrival (who arrived first).",
        Kind::Choice(&["queue", "arrival"]),
        |m| u64::from(m.scheduling.conventions.tie as u8),
        |m, v| m.scheduling.conventions.tie = [Tie::Queue, Tie::Arrival][narrow::<usize>(v)],
    )
    .group("conventions"),
    Setting::new(
        "priority_order",
        "priority order",
        "Which priorities are better: low_is_high (1 before 2) or high_is_high (2 before 1).",
        Kind::Choice(&["low_is_high", "high_is_high"]),
        |m| u64::from(m.scheduling.conventions.priority_order as u8),
        |m, v| m.scheduling.conventions.priority_order = [PriorityOrder::LowIsHigh, PriorityOrder::HighIsHigh][narrow::<usize>(v)],
    )
    .group("conventions")
    .when(&["priority", "fp"]),
    Setting::new(
        "charge_switch",
        "switch is paid",
        "When the switch cost is paid: between_threads (not for the first, not after idling), every_dispatch, or load_and_save \
         (SimSo: before and after every stretch, and by who is interrupted).",
        Kind::Choice(&["between_threads", "every_dispatch", "load_and_save"]),
        |m| u64::from(m.scheduling.conventions.charge_switch as u8),
        |m, v| {
            m.scheduling.conventions.charge_switch =
                [ChargeSwitch::BetweenThreads, ChargeSwitch::EveryDispatch, ChargeSwitch::LoadAndSave][narrow::<usize>(v)];
        },
    )
    .group("conventions"),
    Setting::new("save_cost", "save cost", "What saving a thread costs after each of its stretches, under load_and_save.", Kind::Duration { min: 0, max: 10 * MS }, |m| m.scheduling.save_cost_ns, |m, v| m.scheduling.save_cost_ns = v)
        .group("conventions"),
    Setting::new(
        "quantum_on_switch",
        "quantum begins",
        "When a slice begins: after_switch (a thread gets all of it) or includes_switch (the switch uses part of it).",
        Kind::Choice(&["after_switch", "includes_switch"]),
        |m| u64::from(m.scheduling.conventions.quantum_on_switch as u8),
        |m, v| m.scheduling.conventions.quantum_on_switch = [QuantumOnSwitch::AfterSwitch, QuantumOnSwitch::IncludesSwitch][narrow::<usize>(v)],
    )
    .group("conventions"),
    Setting::new(
        "quantum_alignment",
        "quantum ends",
        "When a slice ends: own (one quantum after it began) or global_multiples (on a clock that all cores share: OSTEP's multi).",
        Kind::Choice(&["own", "global_multiples"]),
        |m| u64::from(m.scheduling.conventions.quantum_alignment as u8),
        |m, v| m.scheduling.conventions.quantum_alignment = [QuantumAlignment::Own, QuantumAlignment::GlobalMultiples][narrow::<usize>(v)],
    )
    .group("conventions"),
    Setting::new(
        "core_choice",
        "free core",
        "Which free core a thread gets: warm (the one it ran on last), in_order (the lowest) or armed_first (SimSo).",
        Kind::Choice(&["warm", "in_order", "armed_first"]),
        |m| u64::from(m.scheduling.conventions.core_choice as u8),
        |m, v| m.scheduling.conventions.core_choice = [CoreChoice::Warm, CoreChoice::InOrder, CoreChoice::ArmedFirst][narrow::<usize>(v)],
    )
    .group("conventions"),
    Setting::new("charge_full_quantum", "full quantum", "Whether who needs less than its quantum keeps the core to its end all the same (OSTEP's lottery).", Kind::Switch, |m| u64::from(m.scheduling.conventions.charge_full_quantum), |m, v| m.scheduling.conventions.charge_full_quantum = v == 1)
        .group("conventions")
        .when(&["rr", "feedback", "mlfq", "lottery", "stride"]),
];
