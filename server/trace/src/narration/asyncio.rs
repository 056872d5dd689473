//! Sentences about the event loop and its tasks.

use super::Sentence;
use super::view::View;
use super::words::{actor, code, duration};
use crate::event::{Event, TaskState};
use crate::{Step, TaskId, ThreadId, TimeNs};

/// A wake-up later than this is worth a word.
const LATE_NS: TimeNs = 1_000_000;

/// The two coroutines that `asyncio.run()` has the loop run when the program's own is done (`asyncio/runners.py`).
pub(super) const SHUTDOWN_ASYNCGENS: &str = "BaseEventLoop.shutdown_asyncgens";
pub(super) const SHUTDOWN_EXECUTOR: &str = "BaseEventLoop.shutdown_default_executor";

pub(super) fn sentence(view: &View, step: &Step) -> Option<Sentence> {
    let who = actor(step);
    let thread = step
        .thread
        .map_or_else(|| "its thread".to_owned(), |thread| format!("[t{thread}]"));
    let (kind, text) = match &step.event {
        Event::LoopStarted { .. } if view.is_cleaning_up => (
            "loop started",
            format!("The loop on {thread} runs once more, only to clean up."),
        ),
        Event::LoopStarted { .. } => (
            "loop started",
            format!("{thread} starts an event loop: all its tasks take turns on this thread."),
        ),
        Event::LoopTurn { ready, .. } => {
            let text = match ready {
                0 => "The loop begins a turn with nothing to run.".to_owned(),
                1 => "The loop begins a turn with one handle to run.".to_owned(),
                n => format!("The loop begins a turn with {n} handles to run."),
            };
            ("loop turn", text)
        }
        Event::SelectStarted { timeout_ns } => {
            let text = match timeout_ns {
                Some(0) => "The loop asks `select()` what is due, and does not wait.".to_owned(),
                _ => match awaited_by_loop(view, step.thread, *timeout_ns).as_str() {
                    "" => "Nothing is ready and no timer is set, so the loop waits in `select()`.".to_owned(),
                    what => format!("Nothing is ready: the loop waits in `select()` for {what}."),
                },
            };
            ("select", text)
        }
        Event::SelectReturned { timers, events } => {
            let on_worker = suspended_on(view, step.thread, TaskState::Worker) > 0
                && suspended_on(view, step.thread, TaskState::Socket) == 0;
            let (one, many) = match on_worker {
                true => ("answer has arrived", "answers have arrived"),
                false => ("socket is ready", "sockets are ready"),
            };
            let text = match (timers, events) {
                (0, 0) => "`select()` returns: nothing is due yet.".to_owned(),
                (1, 0) => "`select()` returns: one timer is due.".to_owned(),
                (n, 0) => format!("`select()` returns: {n} timers are due."),
                (0, 1) => format!("`select()` returns: one {one}."),
                (0, n) => format!("`select()` returns: {n} {many}."),
                _ => format!("`select()` returns: timers are due and {many}."),
            };
            ("select", text)
        }
        Event::LoopStopped {} => ("loop stopped", format!("The loop on {thread} stops.")),
        Event::TaskCreated {
            created,
            coroutine,
            parent,
            ..
        } => {
            let text = match parent.or(step.task) {
                None if coroutine == SHUTDOWN_ASYNCGENS => format!(
                    "`asyncio.run()` cleans up: its own task [k{created}] closes async generators that are still open."
                ),
                None if coroutine == SHUTDOWN_EXECUTOR => {
                    format!("`asyncio.run()` cleans up: its own task [k{created}] ends the loop's worker threads.")
                }
                Some(parent) => format!("[k{parent}] creates [k{created}]: scheduled, not yet running."),
                None if step.thread.is_some_and(|thread| view.loops.contains(&thread)) => {
                    format!(
                        "The loop itself makes the task [k{created}], which will run {}.",
                        code(coroutine)
                    )
                }
                None => format!(
                    "The loop gets its first task, [k{created}], which will run {}.",
                    code(coroutine)
                ),
            };
            ("task created", text)
        }
        Event::TaskStepped { .. } => {
            let is_first = step.task.is_none_or(|task| !view.stepped.contains(&task));
            let text = if is_first {
                format!("The loop runs {who} for the first time.")
            } else {
                format!("The loop resumes {who} where it awaited.")
            };
            ("task runs", text)
        }
        Event::TaskSuspended { state, what, on, .. } => ("task waits", suspended(&who, *state, what, on)),
        Event::TaskWoken { woken, reason, late_ns } => ("task ready", woken_text(*woken, *reason, *late_ns)),
        Event::TaskCancelRequested { target } => (
            "cancel",
            format!("{who} cancels [k{target}], which will notice when it runs next."),
        ),
        Event::TaskDone { outcome, detail } => {
            let text = match outcome.as_str() {
                "cancelled" => format!("{who} ends, because somebody cancelled it."),
                "exception" => format!("{who} ends with the exception {}.", code(detail)),
                _ if detail.is_empty() || detail == "None" => format!("{who} returns, so it is done."),
                _ => format!("{who} returns {}, so it is done.", code(detail)),
            };
            ("task done", text)
        }
        Event::BlockingCallStarted { what, .. } => (
            "blocking call",
            format!(
                "{who} calls {}, which does not await: *the whole loop stops* until it returns.",
                code(what)
            ),
        ),
        Event::BlockingCallEnded { what, ns } => (
            "blocking call",
            format!(
                "{} returns after {}, and the loop can go on.",
                code(what),
                duration(*ns)
            ),
        ),
        _ => return None,
    };
    Some(Sentence::new(kind, text))
}

/// How many tasks of the loop on `thread` wait for `state`.
fn suspended_on(view: &View, thread: Option<ThreadId>, state: TaskState) -> usize {
    thread.map_or(0, |thread| view.n_suspended(thread, state))
}

/// What the loop on `thread` waits for, in words and at most one number.
fn awaited_by_loop(view: &View, thread: Option<ThreadId>, timeout_ns: Option<TimeNs>) -> String {
    let counts = [(TaskState::Socket, "socket"), (TaskState::Worker, "worker")]
        .map(|(state, word)| (suspended_on(view, thread, state), word));
    let is_alone = timeout_ns.is_none() && counts.iter().filter(|(n, _)| *n > 0).count() == 1;
    let awaited = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| match n {
        1 => format!("a {word}"),
        n if is_alone => format!("one of {n} {word}s"),
        _ => format!("its {word}s"),
    });
    let timer = timeout_ns.map(|ns| format!("the timer due in {}", duration(ns)));
    let mut all: Vec<String> = awaited.chain(timer).collect();
    match (all.pop(), all.is_empty()) {
        (Some(last), false) => format!("{} or {last}", all.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

fn suspended(who: &str, state: TaskState, what: &str, on: &[TaskId]) -> String {
    let awaited = |fallback: &str| {
        if what.is_empty() {
            fallback.to_owned()
        } else {
            code(what)
        }
    };
    match (state, on) {
        (TaskState::Ready, _) => format!("{who} gives the thread back and goes to the end of the ready queue."),
        (TaskState::Timer, _) => {
            format!(
                "{who} awaits {}: the loop sets a timer and moves on.",
                awaited("a timer")
            )
        }
        (TaskState::Socket, _) => {
            format!(
                "{who} awaits {} and leaves the thread to the others.",
                awaited("the network")
            )
        }
        (TaskState::Task, [one]) => format!("{who} awaits [k{one}] and steps aside until it is done."),
        (TaskState::Task, []) => format!("{who} awaits {} and steps aside until it is done.", awaited("a task")),
        (TaskState::Task, several) => {
            format!(
                "{who} awaits {} tasks and steps aside until they are done.",
                several.len()
            )
        }
        (TaskState::Worker, _) => {
            format!(
                "{who} hands {} to a worker thread and awaits it: the loop stays free.",
                awaited("a call")
            )
        }
        (TaskState::Primitive, _) => {
            format!(
                "{who} awaits {} and leaves the thread to the others.",
                awaited("an asyncio primitive")
            )
        }
        (TaskState::Future, _) => format!("{who} awaits {} until somebody sets its result.", awaited("a future")),
    }
}

fn woken_text(woken: TaskId, reason: TaskState, late_ns: TimeNs) -> String {
    if late_ns >= LATE_NS {
        return format!(
            "[k{woken}] was due earlier, but the loop notices it only now, {} late.",
            duration(late_ns)
        );
    }
    let cause = match reason {
        TaskState::Ready => return format!("[k{woken}] goes to the back of the ready queue."),
        TaskState::Timer => format!("The timer of [k{woken}] fires"),
        TaskState::Socket => format!("The socket that [k{woken}] awaits is ready"),
        TaskState::Task => format!("What [k{woken}] awaited is done"),
        TaskState::Worker => format!("The worker thread is done with the call of [k{woken}]"),
        TaskState::Primitive => format!("It is the turn of [k{woken}]"),
        TaskState::Future => format!("The future of [k{woken}] has its result"),
    };
    format!("{cause}, so it goes to the back of the ready queue.")
}
