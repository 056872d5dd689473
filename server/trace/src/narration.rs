//! A sentence for every step: what happened and why, from the trace alone.
//!
//! One sentence, present tense, subject first, cause before effect; at most 20 words and one number (decisions compare two). Names that the
//! page colours are marked `[t3]` (thread 3), `[k2]` (task 2), `[o1]` (object 1), `` `code` `` and `*emphasis*`.
//! This module knows what the trace said so far and, if it is told, the policy's name; nothing else.

mod asyncio;
mod kernel;
mod program;
mod scheduling;
mod view;
mod words;

use crate::{Event, Step};
use serde::Serialize;
use view::View;

/// What can be said of one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Sentence {
    /// The sentence, with marks.
    pub text: String,
    /// A short label in lower case, such as "context switch".
    pub kind: String,
}

impl Sentence {
    fn new(kind: &str, text: String) -> Self {
        Self {
            text,
            kind: kind.to_owned(),
        }
    }
}

/// Tells a trace. Takes its steps in order from the first one; a clone goes on from where it was.
#[derive(Debug, Clone, Default)]
pub struct Narrator {
    view: View,
}

impl Narrator {
    /// Before the first step.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Before the first step of a run under a policy, by its name, that does not go by who has been ready longest.
    #[must_use]
    pub fn under(policy: &str) -> Self {
        let mut letters = policy.chars();
        let mut narrator = Self::default();
        narrator.view.policy = letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect());
        narrator
    }

    /// The sentence for the next step. `None` if the step before has said it all.
    pub fn narrate(&mut self, step: &Step) -> Option<Sentence> {
        let sentence = self.sentence(step);
        self.view.update(step);
        sentence
    }

    fn sentence(&self, step: &Step) -> Option<Sentence> {
        let view = &self.view;
        kernel::sentence(view, step)
            .or_else(|| kernel::gil_sentence(view, step))
            .or_else(|| program::sentence(view, step))
            .or_else(|| asyncio::sentence(view, step))
            .or_else(|| scheduling::sentence(step))
            .or_else(|| end_sentence(&step.event))
    }
}

fn end_sentence(event: &Event) -> Option<Sentence> {
    Some(match event {
        Event::DetailReduced { .. } => Sentence::new(
            "detail reduced",
            "The budget of line steps is used up, so the trace goes on without lines.".to_owned(),
        ),
        Event::LimitReached { limit, .. } => {
            let what = match limit.as_str() {
                "time_ns" => "its virtual time".to_owned(),
                "instructions" => "its instructions".to_owned(),
                "events" => "its events".to_owned(),
                "heap_bytes" => "the memory of a process".to_owned(),
                "output_bytes" => "the space for its output".to_owned(),
                "threads" => "all the threads it may have at once".to_owned(),
                "depth" => "the depth of its call stack".to_owned(),
                other => words::code(other),
            };
            Sentence::new("limit reached", format!("The run has used up {what}, so it ends here."))
        }
        Event::Deadlocked { cycle } => {
            let is_ring = !cycle.is_empty() && cycle.iter().all(|link| link.holder.is_some());
            let text = match cycle.as_slice() {
                [first, second] if is_ring => format!(
                    "[t{}] waits for [t{}] and [t{}] for [t{}], so neither can ever go on.",
                    first.thread, second.thread, second.thread, first.thread
                ),
                links if is_ring && links.len() > 2 => {
                    format!(
                        "{} threads wait for each other in a ring, so none can ever go on.",
                        links.len()
                    )
                }
                [only] => format!("[t{}] waits, and nobody is left who could ever wake it.", only.thread),
                _ => "Every thread waits, and nobody is left who could ever wake one.".to_owned(),
            };
            Sentence::new("deadlock", text)
        }
        Event::RunEnded { status } => Sentence::new("run ended", format!("The run ends with status {status}.")),
        _ => return None,
    })
}
