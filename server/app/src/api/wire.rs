//! How a run is written: server-sent events for the page, one JSON object per line for everything else.
//!
//! Both begin with `hello` and end with `summary`. As server-sent events the steps come in batches with the id of
//! their last step, so that a reader whose connection broke says where it was (`Last-Event-ID`) and gets the rest.

use crate::problem::Problem;
use crate::runs::Reader;
use crate::summary::Summary;
use axum::body::Bytes;
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use timeslice_scenario::link::{Link, Target, level_name};
use timeslice_scenario::{Language, Machine, RunSpec};
use timeslice_trace::{Level, Narrator, Step, TRACE_VERSION};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// How steps are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Server-sent events.
    #[default]
    Sse,
    /// One JSON object per line.
    Ndjson,
}

impl Format {
    /// The content type.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Sse => "text/event-stream",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// The first message of a run.
#[derive(Debug, Serialize)]
pub struct Hello {
    /// Version of the trace format.
    pub trace_version: u32,
    /// Version of the engine: runs of one version are the same everywhere.
    pub engine_version: &'static str,
    /// The link of this run.
    pub link: String,
    /// The scenario's name, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// What the source is written in: `python` or `table`.
    pub language: Language,
    /// The workload, if it is a table: as `POST /api/table` answers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<serde_json::Value>,
    /// The machine in numbers.
    pub machine: Machine,
    /// The machine as it is written in links.
    pub settings: BTreeMap<String, String>,
    /// The finest level of detail in this stream.
    pub level: &'static str,
    /// What there is before anything has happened; processes, threads and tasks announce themselves.
    pub entities: Entities,
}

/// What a machine consists of before anything has happened.
#[derive(Debug, Serialize)]
pub struct Entities {
    /// The ids of its cores.
    pub cores: Vec<u32>,
}

impl Hello {
    /// The greeting of a run of `spec` with steps up to `level`.
    #[must_use]
    pub fn new(spec: &RunSpec, level: Level) -> Self {
        let link = Link {
            spec: spec.clone(),
            at: None,
            view: None,
        };
        Self {
            trace_version: TRACE_VERSION,
            engine_version: env!("CARGO_PKG_VERSION"),
            link: link.path(),
            scenario: match &spec.target {
                Target::Scenario(slug) => Some(slug.clone()),
                Target::Program(_) | Target::Table(_) => None,
            },
            language: spec.language,
            table: (spec.language == Language::Table)
                .then(|| spec.read_table().ok())
                .flatten()
                .map(|table| super::tables::describe(&table)),
            machine: spec.machine.clone(),
            settings: spec.machine.texts().into_iter().collect(),
            level: level_name(level),
            entities: Entities {
                cores: (0..spec.machine.cores).collect(),
            },
        }
    }
}

/// Bounds of a batch: many small messages cost the page more than the steps in them, and a reader should not have
/// to wait for what has happened.
const BATCH_STEPS_MAX: usize = 2_048;
const BATCH_BYTES_MAX: usize = 256 << 10;
const BATCH_AGE_MAX: Duration = Duration::from_millis(30);

/// The sending end of a stream.
pub struct Outbox {
    sender: mpsc::Sender<Bytes>,
    runtime: Handle,
    reader: Reader,
    deadline: Instant,
    narrator: Narrator,
    batch: Vec<u8>,
    n_in_batch: usize,
    batch_begun: Instant,
    last_id: u64,
    is_closed: bool,
    /// What the run has come to so far.
    pub summary: Summary,
}

impl Outbox {
    /// To be made on the runtime and used on a thread outside of it.
    #[must_use]
    pub fn new(
        sender: mpsc::Sender<Bytes>,
        reader: Reader,
        deadline: Instant,
        summary: Summary,
        narrator: Narrator,
    ) -> Self {
        Self {
            sender,
            runtime: Handle::current(),
            reader,
            deadline,
            narrator,
            batch: Vec::new(),
            n_in_batch: 0,
            batch_begun: deadline,
            last_id: 0,
            is_closed: false,
            summary,
        }
    }

    /// Whether the reader has gone.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.is_closed || self.sender.is_closed()
    }

    /// Whether the run has taken too long in real time.
    #[must_use]
    pub fn is_late(&self) -> bool {
        Instant::now() >= self.deadline
    }

    /// The first message.
    pub fn hello(&mut self, hello: &Hello) {
        self.message("hello", &serde_json::to_value(hello).expect("a greeting is plain data"));
    }

    /// The next step of the run; written if the reader does not have it.
    pub fn step(&mut self, step: &Step) {
        let mut json = serde_json::to_vec(step).expect("a step is plain data");
        self.summary.observe(step, &json);
        let told = self.narrator.narrate(step);
        if self.reader.last_id.is_some_and(|last_id| step.id <= last_id) || self.is_closed {
            return;
        }
        if let Some(sentence) = told {
            json.pop();
            append_pair(&mut json, "say", &sentence.text);
            // Not `kind`: some events have a field of that name.
            append_pair(&mut json, "label", &sentence.kind);
            json.push(b'}');
        }
        if self.n_in_batch == 0 {
            self.batch_begun = Instant::now();
        }
        match self.reader.format {
            Format::Sse => {
                self.batch.push(if self.n_in_batch == 0 { b'[' } else { b',' });
                self.batch.append(&mut json);
            }
            Format::Ndjson => {
                self.batch.append(&mut json);
                self.batch.push(b'\n');
            }
        }
        self.n_in_batch += 1;
        self.last_id = step.id;
        if self.n_in_batch >= BATCH_STEPS_MAX || self.batch.len() >= BATCH_BYTES_MAX {
            self.flush();
        } else {
            self.flush_if_old();
        }
    }

    /// Sends the batch if it has waited long enough.
    pub fn flush_if_old(&mut self) {
        if self.n_in_batch > 0 && self.batch_begun.elapsed() >= BATCH_AGE_MAX {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.n_in_batch == 0 {
            return;
        }
        let batch = std::mem::take(&mut self.batch);
        self.n_in_batch = 0;
        let bytes = match self.reader.format {
            Format::Ndjson => batch,
            Format::Sse => {
                let mut message = format!("event: steps\nid: {}\ndata: ", self.last_id).into_bytes();
                message.extend_from_slice(&batch);
                message.extend_from_slice(b"]\n\n");
                message
            }
        };
        self.send(bytes);
    }

    /// The last message.
    pub fn finish(&mut self) {
        self.flush();
        let mut summary = self.summary.json();
        if !self.summary.is_complete() && self.is_late() {
            summary["outcome"] = "limit".into();
            summary["limit"] = "wall_clock".into();
            summary["message"] =
                "This run took more real time than one run may; what is here is complete up to its end.".into();
        }
        self.message("summary", &summary);
    }

    /// Instead of the last message: something broke on our side.
    pub fn fail(&mut self, problem: &Problem) {
        self.flush();
        self.message(
            "failed",
            &serde_json::to_value(problem).expect("a problem is plain data"),
        );
    }

    fn message(&mut self, name: &str, value: &serde_json::Value) {
        let text = match self.reader.format {
            Format::Sse => format!("event: {name}\ndata: {value}\n\n"),
            Format::Ndjson => {
                let mut tagged = serde_json::Map::from_iter([("type".to_owned(), name.into())]);
                tagged.extend(value.as_object().expect("messages are objects").clone());
                format!("{}\n", serde_json::Value::Object(tagged))
            }
        };
        self.send(text.into_bytes());
    }

    /// Waits for a slow reader, but not for ever.
    fn send(&mut self, bytes: Vec<u8>) {
        if self.is_closed {
            return;
        }
        let patience = self.deadline.saturating_duration_since(Instant::now());
        let sent = match self.sender.try_send(bytes.into()) {
            Ok(()) => Ok(()),
            Err(mpsc::error::TrySendError::Full(bytes)) => self
                .runtime
                .block_on(self.sender.send_timeout(bytes, patience))
                .map_err(drop),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(()),
        };
        self.is_closed = sent.is_err();
    }
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbox")
            .field("reader", &self.reader)
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}

fn append_pair(json: &mut Vec<u8>, name: &str, text: &str) {
    json.extend_from_slice(format!(",\"{name}\":").as_bytes());
    serde_json::to_writer(json, text).expect("writing to memory cannot fail");
}
