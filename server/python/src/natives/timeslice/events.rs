//! What the prelude tells the trace: objects, tasks, and the events of locks, queues and loops.

use super::{kernel_of_ident, object_id, text};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Vm};
use timeslice_trace::event::TaskState;
use timeslice_trace::{Event, LockKind, ObjectId, TaskId};

pub(super) fn object_created(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let kind = match text(vm, args.args[0]).as_str() {
        "lock" => LockKind::Lock,
        "r_lock" | "rlock" => LockKind::RLock,
        "condition" => LockKind::Condition,
        "semaphore" => LockKind::Semaphore,
        "event" => LockKind::Event,
        "barrier" => LockKind::Barrier,
        "queue" => LockKind::Queue,
        "async_lock" => LockKind::AsyncLock,
        "async_queue" => LockKind::AsyncQueue,
        _ => LockKind::AsyncPrimitive,
    };
    let id = vm.new_object(args.args[1], kind);
    done(Value::int(i64::from(id.0)))
}

pub(super) fn task_created(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (name, coroutine) = (text(vm, args.args[0]), text(vm, args.args[1]));
    let id = vm.system.n_tasks;
    vm.system.n_tasks += 1;
    let parent = vm.threads[vm.current].task.map(TaskId);
    vm.note(Event::TaskCreated {
        created: TaskId(id),
        name,
        internal: coroutine.starts_with("BaseEventLoop."),
        coroutine,
        parent,
    });
    done(Value::int(i64::from(id)))
}

pub(super) fn set_current_task(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let task = vm.as_i64(args.args[0]).unwrap_or(-1);
    let current = vm.current;
    vm.threads[current].task = u32::try_from(task).ok();
    done(Value::NONE)
}

/// `uncaught(exc)`: this exception ends the program of the running thread.
pub(super) fn uncaught(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if let Some(call) = super::texts_first(vm, &args, "uncaught") {
        return call;
    }
    vm.trace_uncaught(args.args[0]);
    vm.exception_texts.clear();
    done(Value::NONE)
}

pub(super) fn emit(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(&name) = args.args.first() else {
        return done(Value::NONE);
    };
    let name = text(vm, name);
    let rest = args.args.get(1..).unwrap_or_default();
    if let Some(event) = event_of(vm, &name, rest) {
        if let Some(ObjectId(id)) = object_in(&event) {
            vm.name_object(id);
        }
        vm.note(event);
    }
    done(Value::NONE)
}

fn object_in(event: &Event) -> Option<ObjectId> {
    match event {
        Event::Acquired { object }
        | Event::Contended { object, .. }
        | Event::Released { object }
        | Event::Signalled { object, .. }
        | Event::ItemPut { object, .. }
        | Event::ItemTaken { object, .. } => Some(*object),
        _ => None,
    }
}

/// The event that a call of `emit` names; `None` when its first argument is an object id of None.
fn event_of(vm: &Vm, name: &str, a: &[Value]) -> Option<Event> {
    let at = |i: usize| a.get(i).copied().unwrap_or(Value::NONE);
    let number = |i: usize| vm.as_i64(at(i)).unwrap_or(0);
    let object = || object_id(vm, at(0));
    let task = |i: usize| TaskId(number(i) as u32);
    let seconds_ns = |v: Value| vm.as_number(v).map(|s| (s.max(0.0) * 1e9) as u64);
    // Times of the library are on the monotonic clock, which starts at one second.
    let when_ns = |v: Value| vm.as_number(v).map(|s| ((s - 1.0).max(0.0) * 1e9).round() as u64);
    Some(match name {
        "acquired" => Event::Acquired { object: object()? },
        "contended" => Event::Contended {
            object: object()?,
            holder: kernel_of_ident(vm, at(1)),
        },
        "released" => Event::Released { object: object()? },
        "signalled" => Event::Signalled {
            object: object()?,
            woken: number(1) as u32,
        },
        "item_put" => Event::ItemPut {
            object: object()?,
            size: number(1) as u32,
            item: vm.short_repr(at(2)),
        },
        "item_taken" => Event::ItemTaken {
            object: object()?,
            size: number(1) as u32,
            item: vm.short_repr(at(2)),
        },
        "loop_started" => Event::LoopStarted { name: text(vm, at(0)) },
        "loop_turn" => Event::LoopTurn {
            turn: number(0) as u64,
            ready: number(1) as u32,
        },
        "select_started" => Event::SelectStarted {
            timeout_ns: seconds_ns(at(0)),
        },
        "select_returned" => Event::SelectReturned {
            timers: number(0) as u32,
            events: number(1) as u32,
        },
        "loop_stopped" => Event::LoopStopped {},
        "task_stepped" => Event::TaskStepped { line: number(0) as u32 },
        "task_suspended" => Event::TaskSuspended {
            state: task_state(&text(vm, at(0))),
            line: number(1) as u32,
            what: text(vm, at(2)),
            until_ns: when_ns(at(3)),
            on: vm
                .plain_items(at(4))
                .unwrap_or_default()
                .into_iter()
                .filter_map(|v| Some(TaskId(vm.as_i64(v)? as u32)))
                .collect(),
        },
        "task_woken" => Event::TaskWoken {
            woken: task(0),
            reason: task_state(&text(vm, at(1))),
            late_ns: when_ns(at(2)).map_or(0, |when| (vm.clock_ps / 1000).saturating_sub(when)),
        },
        "task_cancel_requested" => Event::TaskCancelRequested { target: task(0) },
        "task_done" => Event::TaskDone {
            outcome: text(vm, at(0)),
            detail: vm.short_repr(at(1)),
        },
        "io_started" => Event::IoStarted {
            what: text(vm, at(0)),
            latency_ns: number(1) as u64,
        },
        "io_finished" => Event::IoFinished { what: text(vm, at(0)) },
        _ => return None,
    })
}

fn task_state(name: &str) -> TaskState {
    match name {
        "ready" => TaskState::Ready,
        "timer" => TaskState::Timer,
        "socket" => TaskState::Socket,
        "task" => TaskState::Task,
        "worker" => TaskState::Worker,
        "primitive" => TaskState::Primitive,
        _ => TaskState::Future,
    }
}
