//! What threads are scheduled by: the system calls under `os.nice`, `os.setpriority` and `os.sched_setaffinity`.

use super::number;
use crate::sync::Wait;
use crate::system::{Standing, errno};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeFn, NativeResult, Out, Vm};
use timeslice_kernel::FIRST_PID;
use timeslice_trace::ThreadId;

pub(super) const FUNCTIONS: &[(&str, &str, NativeFn)] =
    &[("standing", "v", standing), ("set_standing", "vvv", set_standing)];

/// The thread of that number, as `gettid` tells it; 0 is the caller. Of other processes only the first is known.
fn find(vm: &mut Vm, id: Value) -> Option<ThreadId> {
    let id = number(vm, id);
    if id == 0 {
        return vm.threads[vm.current].kernel;
    }
    let id = u32::try_from(id).ok()?;
    let own = vm
        .threads
        .iter()
        .filter(|thread| !thread.ended)
        .filter_map(|thread| thread.kernel);
    if let Some(thread) = own.into_iter().find(|thread| FIRST_PID + thread.0 == id) {
        return Some(thread);
    }
    let process = vm.system.find_pid(id)?;
    let entry = &vm.system.processes[process.idx()];
    entry.status.is_none().then_some(entry.main)
}

/// `standing(id)`: (nice value, cores as bits).
fn standing(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(thread) = find(vm, args.args[0]) else {
        return Err(vm.os_error(errno::ESRCH));
    };
    let Standing { nice, cores } = vm.system.standing(thread);
    let pair = [Value::int(i64::from(nice)), Value::int(i64::from(cores))];
    done(vm.new_tuple(&pair)?)
}

/// `set_standing(id, nice value, cores as bits)`
fn set_standing(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(thread) = find(vm, args.args[0]) else {
        return Err(vm.os_error(errno::ESRCH));
    };
    let nice = number(vm, args.args[1]).clamp(-20, 19) as i8;
    let cores = number(vm, args.args[2]) as u32;
    let only_cores = vm.system.standing(thread).nice == nice;
    vm.system.set_standing(thread, Standing { nice, cores });
    vm.charge(500);
    Ok(Out::Wait(Wait::SetScheduling { thread, only_cores }))
}
