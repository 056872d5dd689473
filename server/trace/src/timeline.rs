//! A trace as text for people: one line per step, in aligned columns.
//!
//! ```text
//!     5.060000 ms  core 0  MainThread  dispatched  prev=t1 switch_ns=5000
//! ```

use crate::event::Event;
use crate::{Step, ThreadId};
use serde_json::Value;
use std::fmt::Write;

/// Fields of a step that have columns of their own.
const COLUMNS: [&str; 6] = ["id", "time_ns", "core", "thread", "task", "type"];

/// The whole trace; every line ends with a line feed.
#[must_use]
pub fn timeline(steps: &[Step]) -> String {
    let names = ThreadNames::of(steps);
    let width = names.width();
    let mut text = String::new();
    for step in steps {
        push_line(&mut text, step, &names, width);
    }
    text
}

/// Writes a trace line by line while it comes into being; threads have the names known so far.
#[derive(Debug, Default)]
pub struct Timeline {
    names: ThreadNames,
}

impl Timeline {
    /// The line of the next step, with its line feed.
    pub fn line(&mut self, step: &Step) -> String {
        let usual_width = 12;
        self.names.learn(step);
        let mut text = String::new();
        push_line(&mut text, step, &self.names, usual_width);
        text
    }
}

/// The names that threads have by the end of a trace.
#[derive(Debug, Default)]
struct ThreadNames(Vec<String>);

impl ThreadNames {
    fn of(steps: &[Step]) -> Self {
        let mut names = Self::default();
        for step in steps {
            names.learn(step);
        }
        names
    }

    fn learn(&mut self, step: &Step) {
        if let (Some(thread), Event::ThreadCreated { name, .. } | Event::ThreadRenamed { name }) =
            (step.thread, &step.event)
        {
            let names = &mut self.0;
            names.resize(names.len().max(thread.idx() + 1), String::new());
            names[thread.idx()].clone_from(name);
        }
    }

    fn get(&self, thread: ThreadId) -> &str {
        self.0.get(thread.idx()).map_or("?", String::as_str)
    }

    fn width(&self) -> usize {
        self.0
            .iter()
            .map(|name| name.chars().count())
            .max()
            .unwrap_or(0)
            .min(24)
    }
}

fn push_line(text: &mut String, step: &Step, names: &ThreadNames, width: usize) {
    let (ms, ns) = (step.time_ns / 1_000_000, step.time_ns % 1_000_000);
    let core = step.core.map_or_else(|| "-".to_owned(), |core| format!("core {core}"));
    let mut who = step
        .thread
        .map_or_else(|| "-".to_owned(), |thread| names.get(thread).to_owned());
    if let Some(task) = step.task {
        let _ = write!(who, "/k{task}");
    }
    let _ = write!(text, "{ms:>6}.{ns:06} ms  {core:<7}  {who:<width$}  ");
    let Ok(Value::Object(fields)) = serde_json::to_value(step) else {
        unreachable!("a step is an object in JSON");
    };
    text.push_str(fields.get("type").and_then(Value::as_str).unwrap_or("?"));
    let mut sorted: Vec<_> = fields
        .iter()
        .filter(|(name, _)| !COLUMNS.contains(&name.as_str()))
        .collect();
    sorted.sort_by_key(|&(name, _)| name);
    for (name, value) in sorted {
        let mark = match name.as_str() {
            "by" | "prev" | "on" | "holder" if value.is_number() => "t",
            "object" => "o",
            "created" | "parent" | "woken" | "target"
                if fields["type"].as_str().is_some_and(|kind| kind.starts_with("task")) =>
            {
                "k"
            }
            "process" | "parent" => "p",
            _ => "",
        };
        let _ = match value {
            Value::String(word) if !word.is_empty() && !word.contains(char::is_whitespace) => {
                write!(text, " {name}={word}")
            }
            other => write!(text, " {name}={mark}{other}"),
        };
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CoreId, ObjectId, WaitCause};

    #[test]
    fn one_aligned_line_per_step() {
        let step = |id, time_ns, core, thread, event| Step {
            id,
            time_ns,
            core,
            thread: Some(ThreadId(thread)),
            task: None,
            event,
        };
        let created = |name: &str| Event::ThreadCreated {
            process: crate::ProcessId(0),
            name: name.to_owned(),
            function: "work".to_owned(),
            daemon: false,
            by: None,
        };
        let blocked = Event::Blocked {
            cause: WaitCause::Lock,
            object: Some(ObjectId(3)),
            on: Some(ThreadId(0)),
            until_ns: None,
            what: "for the lock".to_owned(),
        };
        let steps = [
            step(0, 0, None, 0, created("MainThread")),
            step(1, 0, None, 1, created("T2")),
            step(2, 12_345_678, Some(CoreId(1)), 1, blocked),
        ];
        assert_eq!(
            timeline(&steps),
            "     0.000000 ms  -        MainThread  thread_created daemon=false function=work name=MainThread process=p0\n     \
             0.000000 ms  -        T2          thread_created daemon=false function=work name=T2 process=p0\n    \
             12.345678 ms  core 1   T2          blocked cause=lock object=o3 on=t0 what=\"for the lock\"\n"
        );
    }
}
