//! The module `_thread_base`: locks and identities, what `_thread` has of its own. Threads are started through
//! `_timeslice.start_thread`.

use crate::vm::layout::{Kind, class as layout};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Res, Vm};

/// Methods of locks.
pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let (lock, rlock) = (vm.types.lock, vm.types.rlock);
    for class in [lock, rlock] {
        vm.method(class, "acquire", acquire)?;
        vm.method(class, "release", release)?;
        vm.method(class, "__enter__", enter)?;
        vm.method(class, "__exit__", exit)?;
        vm.method(class, "locked", locked)?;
    }
    for class in [lock, rlock] {
        let (namespace, module) = (vm.heap.value(class.idx(), layout::DICT), vm.intern("_thread"));
        vm.dict_set_str(namespace, "__module__", module)?;
    }
    vm.method(lock, "acquire_lock", acquire)?;
    vm.method(lock, "release_lock", release)?;
    vm.method(lock, "locked_lock", locked)?;
    vm.constructor(lock, new_lock)?;
    vm.constructor(rlock, new_rlock)?;
    vm.method(rlock, "_is_owned", is_owned)?;
    vm.method(rlock, "_release_save", release_save)?;
    vm.method(rlock, "_acquire_restore", acquire_restore)?;
    vm.method(rlock, "_set_count", set_count)?;
    vm.method(rlock, "_recursion_count", recursion_count)
}

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    vm.function(d, "allocate_lock", allocate_lock)?;
    vm.function(d, "get_ident", |vm, args| {
        args.positional(vm, "_thread.get_ident", 0, 0)?;
        let ident = vm.threads[vm.current].ident;
        done(vm.new_int(ident as i64)?)
    })?;
    vm.function(d, "get_native_id", |vm, _| {
        let n = vm.threads[vm.current].kernel.map_or(0, |t| t.0);
        done(Value::int(i64::from(timeslice_kernel::FIRST_PID) + i64::from(n)))
    })?;
    vm.function(d, "stack_size", |_, _| done(Value::int(0)))?;
    let (lock, rlock) = (vm.types.lock, vm.types.rlock);
    let names = [("LockType", lock), ("lock", lock), ("RLock", rlock)];
    for (name, class) in names {
        let class = vm.own(class);
        vm.constant(d, name, class)?;
    }
    let error = vm.exc(crate::vm::types::Exc::RuntimeError);
    let error = vm.own(error);
    vm.constant(d, "error", error)?;
    vm.constant(d, "TIMEOUT_MAX", Value::float(9_223_372_036.0))?;
    let m = vm.new_module("_thread_base", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

fn new_lock(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let given = args.args.len().saturating_sub(1);
    if !args.kw.is_empty() {
        return Err(vm.type_error("lock() takes no keyword arguments"));
    }
    if given > 0 {
        return Err(vm.type_error(format!("lock expected 0 arguments, got {given}")));
    }
    done(vm.new_lock(false, None)?)
}

/// `threading.Lock()` before 3.13, when it became the class itself.
fn allocate_lock(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    args.positional(vm, "_thread.allocate_lock", 0, 0)?;
    done(vm.new_lock(false, None)?)
}

fn new_rlock(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    done(vm.new_lock(true, None)?)
}

fn lock_of(vm: &mut Vm, v: Value) -> Res<u32> {
    if vm.is_kind(v, Kind::Lock) {
        return Ok(vm.lock_index(v));
    }
    let t = vm.type_name(v);
    Err(vm.type_error(format!(
        "descriptor requires a '_thread.lock' object but received a '{t}'"
    )))
}

/// T9, T14: cost, arguments and their errors.
fn acquire(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    vm.charge(12);
    let lock = lock_of(vm, args.args[0])?;
    let rest = Args {
        args: &args.args[1..],
        kw: args.kw,
    };
    let [blocking, timeout] = rest.bind(vm, "acquire", ["blocking", "timeout"], 2, 0)?;
    let blocking = blocking.is_none_or(|b| vm.truth_fast(b).unwrap_or(true));
    let timeout_ns = match timeout {
        None => None,
        Some(t) => {
            let Some(seconds) = vm.as_number(t) else {
                let t = vm.type_name(t);
                return Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer or float")));
            };
            if !blocking && seconds != -1.0 {
                return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
            }
            if seconds < 0.0 && seconds != -1.0 {
                let message = if vm.config.version.minor() >= 13 {
                    "timeout value must be a non-negative number"
                } else {
                    "timeout value must be positive"
                };
                return Err(vm.value_error(message));
            }
            if seconds > 9_223_372_036.0 {
                return Err(vm.raise(crate::vm::types::Exc::OverflowError, "timeout value is too large"));
            }
            if seconds == -1.0 {
                None
            } else {
                Some((seconds * 1e9) as u64)
            }
        }
    };
    vm.acquire(lock, blocking, timeout_ns)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    vm.charge(12);
    let lock = lock_of(vm, args.args[0])?;
    vm.acquire(lock, true, None)
}

fn release(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    vm.charge(10);
    let lock = lock_of(vm, args.args[0])?;
    vm.release(lock)
}

fn exit(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    release(
        vm,
        Args {
            args: &args.args[..1],
            kw: &[],
        },
    )
}

fn locked(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let lock = lock_of(vm, args.args[0])?;
    done(Value::bool(vm.locks[lock as usize].locked))
}

fn is_owned(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let lock = lock_of(vm, args.args[0])?;
    let me = vm.current;
    let state = &vm.locks[lock as usize];
    done(Value::bool(state.locked && state.owner == Some(me)))
}

/// Gives an `RLock` up whatever its depth; the depth comes back for `_acquire_restore`.
fn release_save(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    vm.slow_path("rlock_release_save", &args.args[..1])
}

fn acquire_restore(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (lock, rest) = args.method(vm, "_acquire_restore", 1, 1)?;
    vm.slow_path("rlock_acquire_restore", &[lock, rest[0]])
}

fn set_count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (lock, rest) = args.method(vm, "_set_count", 1, 1)?;
    let lock = lock_of(vm, lock)?;
    vm.locks[lock as usize].count = vm.as_i64(rest[0]).unwrap_or(1) as u32;
    done(Value::NONE)
}

fn recursion_count(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let lock = lock_of(vm, args.args[0])?;
    let me = vm.current;
    let state = &vm.locks[lock as usize];
    let n = if state.locked && state.owner == Some(me) {
        state.count
    } else {
        0
    };
    done(Value::int(i64::from(n)))
}
