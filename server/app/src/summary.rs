//! What a run came to, read from its steps alone.

use serde::Serialize;
use timeslice_scenario::table::Reporter;
use timeslice_scenario::table::report::Bar;
use timeslice_scenario::{Language, Outcome, RunSpec};
use timeslice_trace::metrics::Meter;
use timeslice_trace::{Event, Level, Step, ThreadId, TimeNs, TraceHash};

/// What a run came to. Complete once a `RunEnded` has been observed.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// How it ended.
    pub outcome: Outcome,
    /// Exit status of the program as the shell would see it.
    pub status: i32,
    /// Steps of the trace.
    pub n_steps: u64,
    /// Virtual time of the last step, in nanoseconds.
    pub time_ns: TimeNs,
    /// The budget that ended the run, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// A sentence about that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The [`TraceHash`] in hexadecimal; empty until the run has ended.
    pub hash: String,
    /// The same over the steps of level `kernel` alone, without their numbers: equal at all levels of detail.
    pub kernel_hash: String,
    #[serde(skip)]
    reporter: Option<Reporter>,
    #[serde(skip)]
    meter: Meter,
    #[serde(skip)]
    running_hash: TraceHash,
    #[serde(skip)]
    running_kernel_hash: TraceHash,
}

const MAIN_THREAD: ThreadId = ThreadId(0);

impl Default for Summary {
    fn default() -> Self {
        Self {
            outcome: Outcome::Finishes,
            status: 0,
            n_steps: 0,
            time_ns: 0,
            limit: None,
            message: None,
            hash: String::new(),
            kernel_hash: String::new(),
            reporter: None,
            meter: Meter::default(),
            running_hash: TraceHash::default(),
            running_kernel_hash: TraceHash::default(),
        }
    }
}

impl Summary {
    /// Of a run of `spec`; of a workload table it has the numbers of each process, too.
    #[must_use]
    pub fn of(spec: &RunSpec) -> Self {
        let table = (spec.language == Language::Table).then(|| spec.read_table().ok());
        Self {
            reporter: table.flatten().map(|table| Reporter::new(&table)),
            ..Self::default()
        }
    }

    /// Whether the run was seen to its end.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.hash.is_empty()
    }

    /// The bars of a table's chart: `{process, core, start_ns, end_ns}`, by core and time.
    #[must_use]
    pub fn gantt(&self) -> Option<serde_json::Value> {
        let reporter = self.reporter.as_ref()?;
        let report = reporter.report();
        let mut bars = reporter.bars();
        bars.sort_by_key(|bar| (bar.1, bar.2));
        let json = |(process, core, start_ns, end_ns): Bar| {
            let name = report.processes[process].name.as_str();
            serde_json::json!({ "process": name, "core": core, "start_ns": start_ns, "end_ns": end_ns })
        };
        Some(bars.into_iter().map(json).collect())
    }

    /// All of it, with the numbers of the run (`metrics`), and those of a table's processes beside it.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let mut json = serde_json::to_value(self).expect("a summary is plain data");
        json["is_complete"] = self.is_complete().into();
        json["metrics"] = serde_json::to_value(self.meter.metrics()).expect("metrics are plain data");
        if let (Some(reporter), Some(fields)) = (&self.reporter, json.as_object_mut()) {
            let report = serde_json::to_value(reporter.report()).expect("a report is plain data");
            fields.extend(report.as_object().cloned().unwrap_or_default());
        }
        json
    }

    /// Takes the next step; `json` is its JSON.
    pub fn observe(&mut self, step: &Step, json: &[u8]) {
        self.running_hash.add_json(json);
        // How much is shown is no part of what happened.
        if step.event.level() == Level::Kernel && !matches!(step.event, Event::DetailReduced { .. }) {
            self.running_kernel_hash.add_json(without_id(json));
        }
        self.meter.add(step);
        if let Some(reporter) = &mut self.reporter {
            reporter.add(step);
        }
        self.n_steps += 1;
        self.time_ns = step.time_ns;
        match &step.event {
            Event::Deadlocked { .. } => self.outcome = Outcome::Deadlock,
            Event::LimitReached { limit, message } => {
                self.outcome = Outcome::Limit;
                self.limit = Some(limit.clone());
                self.message = Some(message.clone());
            }
            Event::Uncaught { .. } if step.thread == Some(MAIN_THREAD) => self.outcome = Outcome::Exception,
            Event::RunEnded { status } => {
                self.status = *status;
                self.hash = format!("{:016x}", self.running_hash.value());
                self.kernel_hash = format!("{:016x}", self.running_kernel_hash.value());
            }
            _ => {}
        }
    }
}

/// The JSON of a step after its first field, which is its number.
fn without_id(json: &[u8]) -> &[u8] {
    let end = json.iter().position(|&byte| byte == b',').unwrap_or(0);
    &json[end..]
}
