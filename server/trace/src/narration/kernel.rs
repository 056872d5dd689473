//! Sentences about processes, threads, cores and the GIL.

use super::Sentence;
use super::view::{Doing, View, Wait};
use super::words::{awaited, code, duration};
use crate::event::{Event, GilDropReason, PreemptReason, ReadyReason, WaitCause};
use crate::{CoreId, Step, ThreadId, TimeNs};

pub(super) fn sentence(view: &View, step: &Step) -> Option<Sentence> {
    let core = step.core.unwrap_or(CoreId(0));
    let (kind, text) = match (&step.event, step.thread) {
        (Event::ProcessStarted { name, parent: None, .. }, _) => {
            ("process started", format!("The process {} begins.", code(name)))
        }
        (Event::ProcessStarted { name, .. }, thread) => {
            let who = thread.map_or("A process".to_owned(), |thread| format!("[t{thread}]"));
            let text = format!(
                "{who} starts the process {} with its own interpreter, memory and GIL.",
                code(name)
            );
            ("process started", text)
        }
        (Event::ProcessExited { process, status }, _) => {
            let name = view.processes.get(process).map_or("?", String::as_str);
            (
                "process ended",
                format!("The process {} ends with status {status}.", code(name)),
            )
        }
        (Event::CoreIdle {}, _) => ("core idle", format!("Nobody is ready, so core {core} is idle.")),
        (event, Some(thread)) => return thread_sentence(view, step, event, thread, core),
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}

fn thread_sentence(view: &View, step: &Step, event: &Event, thread: ThreadId, core: CoreId) -> Option<Sentence> {
    let (kind, text) = match event {
        Event::ThreadCreated {
            process,
            function,
            daemon,
            by,
            ..
        } => {
            let creator = by.filter(|by| view.thread(*by).process == Some(*process));
            let what = if *daemon { "the daemon thread " } else { "" };
            let text = match creator {
                Some(by) if function.is_empty() => format!("[t{by}] creates {what}[t{thread}]."),
                Some(by) => format!("[t{by}] creates {what}[t{thread}], which will run {}.", code(function)),
                None => format!("The process begins with one thread, [t{thread}]."),
            };
            ("thread created", text)
        }
        Event::ThreadRenamed { name } => ("thread renamed", format!("[t{thread}] is now called {}.", code(name))),
        Event::NiceSet { nice, by: None } => (
            "nice value set",
            format!("[t{thread}] has the nice value {nice} from now on."),
        ),
        Event::NiceSet { nice, by: Some(by) } => (
            "nice value set",
            format!("[t{by}] gives [t{thread}] the nice value {nice}."),
        ),
        Event::AffinitySet { cores, by } => ("affinity set", affinity(thread, cores, *by)),
        Event::ThreadReady { reason, by } => ("ready", ready(view, step.time_ns, thread, *reason, *by)),
        Event::Dispatched { prev, .. } => return Some(dispatched(view, step.time_ns, thread, core, *prev)),
        Event::Preempted { reason } => {
            let next = view
                .first_ready(thread)
                .map_or("another thread".to_owned(), |next| format!("[t{next}]"));
            let keeps_gil = view.holds_gil(thread);
            let text = match reason {
                PreemptReason::QuantumEnd if keeps_gil => {
                    format!("The quantum of [t{thread}] is over, so it leaves core {core}, *but it keeps the GIL*.")
                }
                PreemptReason::QuantumEnd => {
                    format!(
                        "The quantum of [t{thread}] is over and {next} is ready, so [t{thread}] leaves core {core}."
                    )
                }
                PreemptReason::Better => format!("A better thread is ready, so [t{thread}] loses core {core} to it."),
                PreemptReason::Affinity => {
                    format!("[t{thread}] may no longer run on core {core}, so it leaves it.")
                }
                PreemptReason::Yielded => format!("{next} is ready, so [t{thread}] can give core {core} away."),
            };
            ("preempted", text)
        }
        Event::Blocked {
            cause,
            object,
            on,
            until_ns,
            what,
        } => {
            let wait = Wait {
                cause: *cause,
                object: *object,
                on: *on,
                since_ns: step.time_ns,
            };
            ("waiting", blocked(view, thread, wait, *until_ns, what))
        }
        Event::ThreadExited {} => {
            let text = if view.thread(thread).doing == Doing::Running {
                format!("[t{thread}] has nothing left to do and ends.")
            } else {
                format!("The process ends, and [t{thread}] with it.")
            };
            ("thread ended", text)
        }
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}

fn ready(view: &View, now_ns: TimeNs, thread: ThreadId, reason: ReadyReason, by: Option<ThreadId>) -> String {
    let Doing::Waiting(wait) = view.thread(thread).doing else {
        return format!("[t{thread}] is ready: it will run as soon as it gets a core.");
    };
    let waited = duration(now_ns - wait.since_ns);
    let at = wait
        .object
        .map_or_else(|| awaited(wait.cause).to_owned(), |object| format!("[o{object}]"));
    match (reason, wait.cause, by) {
        (ReadyReason::TimedOut, WaitCause::Sleep, _) => {
            format!("The timer of [t{thread}] fires after {waited}, so it is ready again.")
        }
        (ReadyReason::TimedOut, WaitCause::Gil, _) => {
            format!("[t{thread}] has waited {waited} for the GIL, so it wakes to ask for it.")
        }
        (ReadyReason::TimedOut, WaitCause::Select, _) => {
            format!("The timeout of `select()` ends after {waited}, so [t{thread}] is ready again.")
        }
        (ReadyReason::TimedOut, ..) => {
            format!("The timeout of [t{thread}] ends after {waited}, so it no longer waits for {at}.")
        }
        (ReadyReason::IoDone, ..) => {
            let device = awaited(wait.cause);
            let device = device[..1].to_uppercase() + &device[1..];
            format!("{device} answers after {waited}, so [t{thread}] is ready again.")
        }
        // Who dropped the GIL on request waits for nobody in particular (G4).
        (_, WaitCause::Gil, Some(by)) if wait.on.is_none() => {
            format!("[t{by}] has taken the GIL, so [t{thread}] may go on and ask for it again.")
        }
        (_, WaitCause::Gil, Some(by)) => {
            format!("[t{by}] lets the GIL go and signals [t{thread}], which wakes to take it.")
        }
        (_, WaitCause::Join, Some(by)) => {
            format!("[t{by}] ends, so [t{thread}] is ready again after {waited}.")
        }
        (_, WaitCause::ThreadStart, Some(by)) => format!("[t{by}] has begun, so [t{thread}] is ready again."),
        (_, _, Some(by)) => format!("[t{by}] wakes [t{thread}], which has waited {waited} for {at}."),
        (_, _, None) => format!("[t{thread}] is ready again after waiting {waited} for {at}."),
    }
}

fn dispatched(view: &View, now_ns: TimeNs, thread: ThreadId, core: CoreId, prev: Option<ThreadId>) -> Sentence {
    let core_view = view.core(core);
    let Some(prev) = prev.filter(|_| core_view.is_busy) else {
        let text = if core_view.last == Some(thread) {
            format!("Core {core} is free and still warm: the kernel puts [t{thread}] back on it.")
        } else if core_view.last.is_none() {
            format!("Core {core} is free, so the kernel puts [t{thread}] on it.")
        } else {
            format!("Core {core} was idle, so the kernel puts [t{thread}] on it.")
        };
        return Sentence::new("dispatched", text);
    };
    let waited = match view.thread(thread).doing {
        Doing::Ready { since_ns, .. } => now_ns - since_ns,
        _ => 0,
    };
    let text = match (view.first_ready(thread), &view.policy) {
        _ if waited == 0 => format!("[t{thread}] takes over core {core} from [t{prev}]."),
        (None, _) => format!(
            "Only [t{thread}] is ready, so it gets the core of [t{prev}] after {}.",
            duration(waited)
        ),
        (Some(_), None) => format!(
            "[t{thread}] has been ready for {}, so it gets the core of [t{prev}].",
            duration(waited)
        ),
        (Some(_), Some(policy)) => format!(
            "{policy} picks [t{thread}], ready for {}, for the core of [t{prev}].",
            duration(waited)
        ),
    };
    Sentence::new("context switch", text)
}

fn blocked(view: &View, thread: ThreadId, wait: Wait, until_ns: Option<TimeNs>, what: &str) -> String {
    let me = format!("[t{thread}]");
    let calls = if what.is_empty() {
        me.clone()
    } else {
        format!("{me} calls {} and", code(what))
    };
    let span = until_ns.map(|until_ns| duration(until_ns.saturating_sub(wait.since_ns)));
    let at = |fallback: &str| {
        wait.object
            .map_or_else(|| fallback.to_owned(), |object| format!("[o{object}]"))
    };
    match wait.cause {
        WaitCause::Gil if view.gil(thread).is_some_and(|gil| gil.requested_by == Some(thread)) => {
            format!("{me} has asked for the GIL and leaves its core until it is dropped.")
        }
        WaitCause::Gil => match view.gil(thread).and_then(|gil| gil.holder).or(wait.on) {
            Some(holder) if holder != thread => {
                format!("[t{holder}] holds the GIL, so {me} cannot run Python and leaves its core.")
            }
            _ => format!("{me} waits until another thread has taken the GIL."),
        },
        WaitCause::Lock => match wait.on {
            Some(holder) => format!(
                "[t{holder}] holds {}, so {me} leaves its core and waits.",
                at("the lock")
            ),
            None => format!("{me} waits for {} and leaves its core.", at("a lock")),
        },
        WaitCause::Condition => format!("{me} waits at {} until another thread notifies it.", at("a condition")),
        WaitCause::Semaphore => format!("{me} waits, because {} has no permit left.", at("the semaphore")),
        WaitCause::Event => format!("{me} waits until another thread sets {}.", at("an event flag")),
        WaitCause::Barrier => format!("{me} waits at {} until enough threads are there.", at("a barrier")),
        WaitCause::Queue => {
            let is_empty = wait
                .object
                .and_then(|object| view.objects.get(&object))
                .is_none_or(|queue| queue.size == 0);
            let state = if is_empty { "empty" } else { "full" };
            format!(
                "{me} waits, because {} is {state}; meanwhile it needs no core.",
                at("the queue")
            )
        }
        WaitCause::Join => match wait.on {
            Some(on) => format!("{me} joins [t{on}], so it waits until [t{on}] ends."),
            None => format!("{me} calls `join()` and waits until the other thread ends."),
        },
        WaitCause::Child => format!("{me} waits until its child process ends."),
        WaitCause::Sleep => match span {
            Some(span) => format!("{calls} sleeps for {span}; the core is free for others."),
            None => format!("{calls} sleeps; the core is free for others."),
        },
        WaitCause::ThreadStart => format!("{me} waits in `start()` until the new thread has begun."),
        WaitCause::Future => format!("{me} waits for the result of a future."),
        WaitCause::Select => {
            let who = match view.loops.contains(&thread) {
                true => format!("Nothing is ready, so the loop on {me}"),
                false => me,
            };
            let span = span.map_or_else(
                || "until something comes".to_owned(),
                |span| format!("for at most {span}"),
            );
            format!("{who} waits in `select()` {span}, off the core.")
        }
        WaitCause::Network if !what.is_empty() => match span {
            Some(span) => format!(
                "{calls} waits {span} for the answer to {}; others can use the core.",
                code(what)
            ),
            None => format!("{me} waits for {}; others can use the core.", code(what)),
        },
        WaitCause::Pipe => format!("{me} waits at a pipe; meanwhile it needs no core."),
        WaitCause::Disk | WaitCause::Network | WaitCause::Device => {
            format!(
                "{calls} waits for {} off the core, so others can use it.",
                awaited(wait.cause)
            )
        }
    }
}

pub(super) fn gil_sentence(view: &View, step: &Step) -> Option<Sentence> {
    let thread = step.thread?;
    let gil = view.gil(thread).cloned().unwrap_or_default();
    let waited = view
        .thread(thread)
        .wants_gil_ns
        .map(|since_ns| duration(step.time_ns - since_ns));
    let (kind, text) = match &step.event {
        Event::GilWanted { holder, .. } => {
            let text = match step.core {
                Some(core) => {
                    format!("[t{thread}] got core {core} but cannot run Python there: [t{holder}] holds the GIL.")
                }
                None => format!("[t{thread}] cannot run Python: [t{holder}] holds the GIL."),
            };
            ("GIL wanted", text)
        }
        Event::GilRequested { holder } => {
            let waited = waited.unwrap_or_else(|| "a whole interval".to_owned());
            (
                "GIL requested",
                format!("[t{thread}] has waited {waited} for the GIL, so it asks [t{holder}] to drop it."),
            )
        }
        Event::GilTaken { prev } => {
            let other = gil.waiters.iter().find(|&&waiter| waiter != thread);
            let text = match (waited, prev, other) {
                (Some(waited), ..) => format!("[t{thread}] takes the GIL after {waited} of waiting and runs Python."),
                (None, None, Some(other)) => {
                    format!("[t{thread}] takes the GIL back before [t{other}], which waits for it, can.")
                }
                (None, Some(prev), _) => format!("[t{prev}] has let the GIL go, so [t{thread}] can take it at once."),
                (None, None, None) => format!("The GIL is free, so [t{thread}] takes it and runs Python."),
            };
            ("GIL taken", text)
        }
        Event::GilDropped { reason } => {
            let held = duration(step.time_ns - gil.since_ns);
            let text = match (reason, gil.requested_by) {
                (GilDropReason::Requested, Some(by)) => format!(
                    "[t{thread}] sees the request of [t{by}] between two bytecodes and drops the GIL after {held}."
                ),
                (GilDropReason::Requested, None) => {
                    format!("[t{thread}] sees a request between two bytecodes and drops the GIL after {held}.")
                }
                (GilDropReason::Blocking, _) => {
                    format!("[t{thread}] drops the GIL *before* it waits, so others can run Python.")
                }
                (GilDropReason::Exit, _) => format!("[t{thread}] is about to end, so it drops the GIL."),
            };
            ("GIL dropped", text)
        }
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}

/// Where a thread may run from now on.
fn affinity(thread: ThreadId, cores: &[CoreId], by: Option<ThreadId>) -> String {
    let place = match cores {
        [one] => format!("core {one} alone"),
        _ => format!("{} cores", cores.len()),
    };
    match by {
        Some(by) => format!("[t{by}] lets [t{thread}] run on {place} from now on."),
        None => format!("[t{thread}] may run on {place} from now on."),
    }
}
