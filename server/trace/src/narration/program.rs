//! Sentences about objects that threads meet at, I/O, output and the language.

use super::Sentence;
use super::view::{Actor, View};
use super::words::{self, actor, amount, code, duration};
use crate::event::{Event, LockKind, Stream, VarScope};
use crate::{ObjectId, Step};

pub(super) fn sentence(view: &View, step: &Step) -> Option<Sentence> {
    let who = actor(step);
    let (kind, text) = match &step.event {
        Event::ObjectCreated { object, kind, .. } => {
            let what = words::kind(*kind);
            ("object created", format!("{who} creates the {what} [o{object}]."))
        }
        Event::ObjectNamed { object, name } => {
            let what = lock_kind(view, *object).map_or("object", words::kind);
            let text = format!("The {what} that {who} is about to use is {}.", code(name));
            ("object named", text)
        }
        Event::Acquired { object } => ("lock taken", acquired(view, step, &who, *object)),
        Event::Contended { object, holder } => {
            let text = match (holder, lock_kind(view, *object)) {
                (Some(holder), _) if Some(*holder) != step.thread || step.task.is_none() => {
                    format!("{who} wants [o{object}], but [t{holder}] has it, so it must wait.")
                }
                (_, Some(LockKind::Semaphore)) => format!("{who} wants a permit of [o{object}], but none is left."),
                (_, Some(LockKind::Queue | LockKind::AsyncQueue)) => {
                    let state = if view.objects.get(object).is_some_and(|queue| queue.size > 0) {
                        "full"
                    } else {
                        "empty"
                    };
                    format!("{who} cannot go on, because [o{object}] is {state}.")
                }
                _ => format!("{who} wants [o{object}], but it is not available, so it must wait."),
            };
            ("lock contended", text)
        }
        Event::Released { object } => {
            let text = match view.first_waiter(*object, step) {
                Some(waiter) => format!("{who} releases [o{object}], for which {waiter} waits."),
                None => format!("{who} releases [o{object}]; nobody waits for it."),
            };
            ("lock released", text)
        }
        Event::Signalled { object, woken } => {
            let does = match lock_kind(view, *object) {
                Some(LockKind::Event) => "sets",
                Some(LockKind::Barrier) => "opens",
                Some(LockKind::Condition) => "notifies",
                _ => "signals",
            };
            let text = match woken {
                0 => format!("{who} {does} [o{object}]; nobody waits for it."),
                1 => format!("{who} {does} [o{object}], so one waiter may go on."),
                n => format!("{who} {does} [o{object}], so {n} waiters may go on."),
            };
            ("signal", text)
        }
        Event::ItemPut { object, size, item } => (
            "item put",
            format!("{who} puts {} into [o{object}], which now holds {size}.", code(item)),
        ),
        Event::ItemTaken { object, size, item } => {
            let rest = if *size == 0 {
                "is now empty".to_owned()
            } else {
                format!("still holds {size}")
            };
            (
                "item taken",
                format!("{who} takes {} from [o{object}], which {rest}.", code(item)),
            )
        }
        Event::BytesSent { bytes, to, .. } => {
            let name = to.and_then(|to| view.processes.get(&to));
            let to = name.map_or("another process".to_owned(), |name| {
                format!("the process {}", code(name))
            });
            let amount = amount(*bytes);
            ("bytes sent", format!("{who} pushes {amount} through a pipe to {to}."))
        }
        Event::BytesReceived { bytes, .. } => (
            "bytes received",
            format!("{who} takes {} out of a pipe.", amount(*bytes)),
        ),
        Event::IoStarted { what, latency_ns } => {
            let span = duration(*latency_ns);
            (
                "I/O started",
                format!("{who} sends {}; the answer takes {span}.", code(what)),
            )
        }
        Event::IoFinished { what } => ("I/O finished", format!("{who} gets the answer to {}.", code(what))),
        Event::Output { stream, text } => {
            let text = match stream {
                Stream::Stdout if text.trim().is_empty() => format!("{who} prints an empty line."),
                Stream::Stdout => format!("{who} prints {}.", code(text)),
                Stream::Stderr => format!("{who} writes {} to `stderr`.", code(text)),
            };
            ("output", text)
        }
        _ => return language(step, &who),
    };
    Some(Sentence::new(kind, text))
}

fn lock_kind(view: &View, object: ObjectId) -> Option<LockKind> {
    view.objects.get(&object).map(|object| object.kind)
}

fn acquired(view: &View, step: &Step, who: &str, object: ObjectId) -> String {
    let Some(known) = view.objects.get(&object) else {
        return format!("{who} takes [o{object}].");
    };
    let what = match known.kind {
        LockKind::Semaphore => format!("a permit of [o{object}]"),
        _ => format!("[o{object}]"),
    };
    let waited = Actor::of(step).and_then(|actor| known.waiters.get(&actor));
    match waited {
        Some(since_ns) => format!(
            "{who} takes {what} after waiting {}.",
            duration(step.time_ns - since_ns)
        ),
        None if known.kind == LockKind::Semaphore => format!("{who} takes {what}."),
        None => format!("{who} takes {what}, which was free."),
    }
}

fn language(step: &Step, who: &str) -> Option<Sentence> {
    let (kind, text) = match &step.event {
        Event::Line { line, function, .. } if function.is_empty() || function == "<module>" => {
            ("line", format!("{who} begins line {line} of the program."))
        }
        Event::Line { line, function, .. } => ("line", format!("{who} begins line {line}, in {}.", code(function))),
        Event::VarWritten { scope, name, value } => {
            let (name, value) = (code(name), code(value));
            let text = match scope {
                VarScope::Global => format!("{who} stores {value} in the global {name}, which all threads share."),
                VarScope::Shared => format!("{who} stores {value} in {name}, which other threads can see."),
                VarScope::Local => format!("{who} sets its own {name} to {value}."),
                VarScope::ThreadLocal => format!("{who} sets {name} to {value} in its thread-local data."),
            };
            ("write", text)
        }
        Event::VarRead { scope, name, value } => {
            let (name, value) = (code(name), code(value));
            let text = match scope {
                VarScope::Global => format!("{who} reads {value} from the global {name}, which all threads share."),
                VarScope::Shared => format!("{who} reads {value} from {name}, which other threads can change."),
                VarScope::Local => format!("{who} reads {value} from its own {name}."),
                VarScope::ThreadLocal => format!("{who} reads {value} from {name} in its thread-local data."),
            };
            ("read", text)
        }
        Event::VarDeleted { name, .. } => ("delete", format!("{who} no longer has the name {}.", code(name))),
        Event::Op { name, .. } => ("bytecode", format!("{who} begins the bytecode {}.", code(name))),
        Event::Raised { exception, message, .. } => {
            let what = if message.is_empty() {
                exception.clone()
            } else {
                format!("{exception}: {message}")
            };
            ("exception", format!("{who} raises {}.", code(&what)))
        }
        Event::Uncaught { exception, .. } => (
            "uncaught exception",
            format!("Nobody caught {}, so it ends {who}.", code(exception)),
        ),
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}
