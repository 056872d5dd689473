//! Queues of pickles between interpreters: `concurrent.interpreters.create_queue` (G37). A queue is known by its number;
//! one that has been destroyed gives -1 or None as its size.

use super::{in_process, number};
use crate::system::InterpreterQueue;
use crate::vm::Vm;
use crate::vm::native::{Args, NativeResult, done};
use crate::vm::value::Value;

/// Most bytes in all queues together.
const BYTES_MAX: usize = 64 << 20;
/// What putting or getting costs (G36).
const QUEUE_NS: u64 = 200;

fn queue(vm: &mut Vm, id: Value) -> Option<&mut InterpreterQueue> {
    let id = usize::try_from(number(vm, id)).ok()?;
    vm.system.queues.get_mut(id.checked_sub(1)?)?.as_mut()
}

/// `new_queue(maxsize)`: its number, from 1.
pub(super) fn new_queue(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    in_process(vm)?;
    let max = usize::try_from(number(vm, args.args[0])).unwrap_or(0);
    if vm.system.queues.len() >= 10_000 {
        return Err(vm.os_error(crate::system::errno::ENOMEM));
    }
    vm.system.queues.push(Some(InterpreterQueue {
        max,
        ..InterpreterQueue::default()
    }));
    done(Value::int(vm.system.queues.len() as i64))
}

/// `queue_put(id, pickle)`: whether there was room.
pub(super) fn put(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let data = vm.as_bytes(args.args[1]).unwrap_or_default().to_vec();
    vm.charge(QUEUE_NS);
    if vm.system.used_bytes() + data.len() > BYTES_MAX {
        return Err(vm.os_error(crate::system::errno::ENOMEM));
    }
    let Some(queue) = queue(vm, args.args[0]) else {
        return done(Value::NONE);
    };
    let has_room = queue.max == 0 || queue.items.len() < queue.max;
    if has_room {
        queue.items.push_back(data);
    }
    done(Value::bool(has_room))
}

/// `queue_get(id)`: the oldest pickle, or None.
pub(super) fn get(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    vm.charge(QUEUE_NS);
    match queue(vm, args.args[0]).and_then(|q| q.items.pop_front()) {
        Some(data) => done(vm.new_bytes(&data)?),
        None => done(Value::NONE),
    }
}

/// `queue_size(id)`: how many items; -1 if there is no such queue.
pub(super) fn size(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let size = queue(vm, args.args[0]).map_or(-1, |q| q.items.len() as i64);
    done(Value::int(size))
}

/// `destroy_queue(id)`.
pub(super) fn destroy(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let id = usize::try_from(number(vm, args.args[0])).unwrap_or(0);
    if let Some(slot) = id.checked_sub(1).and_then(|at| vm.system.queues.get_mut(at)) {
        *slot = None;
    }
    done(Value::NONE)
}
