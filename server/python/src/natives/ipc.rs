//! The module `_ipc`: what processes share and how they come into being, as `multiprocessing` and `os` need it. What
//! cannot wait is done here, on `Vm::system`; the rest is left to the driver (`driver/ipc.rs`).

mod memory;
mod queues;
mod scheduling;
mod signals;
mod sockets;

use crate::program::INTERPRETER;
use crate::sync::{Birth, Wait};
use crate::system::{Interest, Op, System, Tried, errno};
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Raised, Res, Vm};
use timeslice_trace::{Event, LockKind, ObjectId, ProcessId, WaitCause};

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let functions: &[(&'static str, &'static str, crate::vm::NativeFn)] = &[
        ("pipe", "", |vm, _| pair(vm, System::pipe)),
        ("socket_pair", "", |vm, _| pair(vm, System::socket_pair)),
        ("reserve", "", |vm, _| {
            let process = in_process(vm)?;
            let fd = vm.system.reserve(process);
            done(Value::int(checked(vm, fd)?))
        }),
        ("close", "v", close),
        ("duplicate", "v", duplicate),
        ("is_open", "v", |vm, args| {
            let is_open = find_file(vm, args.args[0]).is_ok();
            done(Value::bool(is_open))
        }),
        ("read", "vv", read),
        ("write", "vv", write),
        ("poll", "vv", poll),
        ("send_file", "v", send_file),
        ("receive_file", "v", receive_file),
        ("new_semaphore", "vvnv", new_semaphore),
        ("acquire", "vvv", acquire),
        ("release", "v", release),
        ("semaphore_value", "v", semaphore_value),
        ("shared_object", "nv", shared_object),
        ("new_memory", "vv", memory::new_memory),
        ("find_memory", "n", |vm, args| {
            let found = vm.system.find_memory(&text(vm, args.args[0]));
            done(found.map_or(Value::NONE, |block| Value::int(i64::from(block))))
        }),
        ("unlink_memory", "v", memory::unlink_memory),
        ("memory_size", "v", |vm, args| {
            let size = memory::bytes_of(vm, args.args[0])?.len();
            done(Value::int(size as i64))
        }),
        ("read_memory", "vvv", memory::read_memory),
        ("write_memory", "vvv", memory::write_memory),
        ("get_item", "vnv", memory::get_item),
        ("set_item", "vnvv", memory::set_item),
        ("fork", "n", fork),
        ("spawn", "nvl", |vm, args| spawn(vm, args, "run_child")),
        ("new_interpreter", "nvl", |vm, args| spawn(vm, args, INTERPRETER)),
        ("next_interpreter", "", |vm, _| {
            vm.system.n_interpreters += 1;
            done(Value::int(i64::from(vm.system.n_interpreters)))
        }),
        ("new_queue", "v", queues::new_queue),
        ("queue_put", "vv", queues::put),
        ("queue_get", "v", queues::get),
        ("queue_size", "v", queues::size),
        ("destroy_queue", "v", queues::destroy),
        ("wait_child", "vv", wait_child),
        ("exit_process", "v", exit_process),
        ("copy_ticket", "v", |vm, args| {
            let ticket = usize::try_from(number(vm, args.args[0])).unwrap_or(usize::MAX);
            let copied = vm.system.copy_ticket(ticket);
            done(Value::int(checked(vm, copied)?))
        }),
        ("spend", "v", |vm, args| {
            let ns = timeout(vm, args.args[0]).unwrap_or(0);
            vm.charge(ns.min(1_000_000_000));
            done(Value::NONE)
        }),
        ("parent_pid", "", |vm, _| {
            let known = vm.process.idx() < vm.system.processes.len();
            let pid = if known { vm.system.parent_pid(vm.process) } else { 1 };
            done(Value::int(i64::from(pid)))
        }),
    ];
    let shared = sockets::FUNCTIONS
        .iter()
        .chain(signals::FUNCTIONS)
        .chain(scheduling::FUNCTIONS);
    for &(name, shape, f) in functions.iter().chain(shared) {
        vm.private_function(d, name, shape, f)?;
    }
    let m = vm.new_module("_ipc", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

impl Vm {
    /// `OSError` of a number of `errno`.
    pub(crate) fn os_error(&mut self, code: i32) -> Raised {
        let (exc, text) = match code {
            errno::ESRCH => (Exc::ProcessLookupError, "No such process"),
            errno::EBADF => (Exc::OSError, "Bad file descriptor"),
            errno::ECHILD => (Exc::ChildProcessError, "No child processes"),
            errno::EAGAIN => (Exc::BlockingIOError, "Resource temporarily unavailable"),
            errno::ENOMEM => (Exc::OSError, "Cannot allocate memory"),
            errno::EEXIST => (Exc::FileExistsError, "File exists"),
            errno::EMFILE => (Exc::OSError, "Too many open files"),
            errno::ENOSPC => (Exc::OSError, "No space left on device"),
            errno::EPIPE => (Exc::BrokenPipeError, "Broken pipe"),
            errno::EADDRINUSE => (Exc::OSError, "Address already in use"),
            errno::EINVAL => (Exc::OSError, "Invalid argument"),
            errno::ENOTSOCK => (Exc::OSError, "Socket operation on non-socket"),
            errno::EDESTADDRREQ => (Exc::OSError, "Destination address required"),
            errno::EOPNOTSUPP => (Exc::OSError, "Operation not supported"),
            errno::EMSGSIZE => (Exc::OSError, "Message too long"),
            errno::EADDRNOTAVAIL => (Exc::OSError, "Cannot assign requested address"),
            errno::ECONNRESET => (Exc::ConnectionResetError, "Connection reset by peer"),
            errno::EISCONN => (Exc::OSError, "Transport endpoint is already connected"),
            errno::ENOTCONN => (Exc::OSError, "Transport endpoint is not connected"),
            errno::ENOENT => (Exc::FileNotFoundError, "No such file or directory"),
            errno::ECONNREFUSED => (Exc::ConnectionRefusedError, "Connection refused"),
            _ => (Exc::OSError, "Input/output error"),
        };
        let made = self.new_str(text).map(|text| {
            let number = Value::int(i64::from(code));
            let raised = self.raise_with(exc, &[number, text]);
            for (name, v) in [("errno", number), ("strerror", text)] {
                let name = self.intern(name);
                let v = self.own(v);
                let _ = self.set_own_attr(raised.0, name, v);
            }
            raised
        });
        made.unwrap_or_else(|raised| raised)
    }
}

fn checked<T>(vm: &mut Vm, result: Result<T, i32>) -> Res<T> {
    result.map_err(|code| vm.os_error(code))
}

fn text(vm: &Vm, v: Value) -> String {
    vm.as_str(v).unwrap_or_default().to_owned()
}

fn number(vm: &Vm, v: Value) -> i64 {
    vm.as_i64(v).unwrap_or(-1)
}

/// `done`, or first those that must wake.
fn then_wake(vm: &mut Vm) -> NativeResult {
    if vm.system.wakes.is_empty() {
        done(Value::NONE)
    } else {
        Ok(Out::Wait(Wait::WakeOthers))
    }
}

/// Seconds, or None for ever.
fn timeout(vm: &Vm, v: Value) -> Option<u64> {
    vm.as_number(v).map(|s| (s.clamp(0.0, 1e9) * 1e9) as u64)
}

// === Files ===

pub(super) fn file(vm: &mut Vm, fd: Value) -> Res<u32> {
    let found = find_file(vm, fd);
    checked(vm, found)
}

fn find_file(vm: &mut Vm, fd: Value) -> Result<u32, i32> {
    let fd = number(vm, fd);
    if vm.process.idx() < vm.system.processes.len() {
        vm.system.file(vm.process, fd)
    } else {
        Err(errno::EBADF)
    }
}

/// Outside a kernel there is no process to have files.
fn in_process(vm: &mut Vm) -> Res<ProcessId> {
    if vm.process.idx() < vm.system.processes.len() {
        Ok(vm.process)
    } else {
        Err(vm.os_error(errno::EAGAIN))
    }
}

fn pair(vm: &mut Vm, make: fn(&mut System, ProcessId) -> Result<[i64; 2], i32>) -> NativeResult {
    let process = in_process(vm)?;
    vm.charge(3_000);
    let made = make(&mut vm.system, process);
    let [a, b] = checked(vm, made)?;
    done(vm.new_tuple(&[Value::int(a), Value::int(b)])?)
}

fn close(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    file(vm, args.args[0])?;
    vm.charge(500);
    let fd = number(vm, args.args[0]);
    let closed = vm.system.close(vm.process, fd);
    checked(vm, closed)?;
    then_wake(vm)
}

fn duplicate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let opened = vm.system.open(vm.process, file);
    done(Value::int(checked(vm, opened)?))
}

fn read(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let max = usize::try_from(number(vm, args.args[1])).unwrap_or(0);
    let op = Op::Read { file, max, peek: false };
    Ok(Out::Wait(Wait::Do { op, timeout_ns: None }))
}

fn write(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let Some(data) = vm.as_bytes(args.args[1]).map(<[u8]>::to_vec) else {
        let t = vm.type_name(args.args[1]);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{t}'")));
    };
    let op = Op::Write { file, data, at: 0 };
    Ok(Out::Wait(Wait::Do { op, timeout_ns: None }))
}

/// `poll([(descriptor, events), ...], timeout)`: descriptors and the events that are so, in turns.
fn poll(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let pairs = vm.plain_items(args.args[0]).unwrap_or_default();
    let mut files = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let pair = vm.plain_items(pair).unwrap_or_default();
        let [fd, events] = pair[..] else {
            return Err(vm.type_error("pairs of descriptor and events"));
        };
        files.push(Interest {
            fd: number(vm, fd) as u32,
            file: file(vm, fd)?,
            events: number(vm, events) as u8,
        });
    }
    let timeout_ns = timeout(vm, args.args[1]);
    let op = Op::Poll { files };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

fn send_file(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    file(vm, args.args[0])?;
    let fd = number(vm, args.args[0]);
    let ticket = vm.system.send_file(vm.process, fd);
    done(Value::int(checked(vm, ticket)?))
}

fn receive_file(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let ticket = number(vm, args.args[0]);
    let fd = vm.system.receive_file(process, ticket);
    done(Value::int(checked(vm, fd)?))
}

// === Semaphores (P8) ===

fn cause_of(name: &str) -> WaitCause {
    match name {
        "semaphore" => WaitCause::Semaphore,
        "condition" => WaitCause::Condition,
        "event" => WaitCause::Event,
        "barrier" => WaitCause::Barrier,
        "queue" => WaitCause::Queue,
        "pipe" => WaitCause::Pipe,
        _ => WaitCause::Lock,
    }
}

/// `new_semaphore(value, max, cause, object id or None)`
fn new_semaphore(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let bounded = |v: i64| u32::try_from(v).unwrap_or(u32::MAX >> 1);
    let value = bounded(number(vm, args.args[0]));
    let max = bounded(number(vm, args.args[1]));
    let cause = cause_of(&text(vm, args.args[2]));
    let object = vm.as_i64(args.args[3]).map(|i| ObjectId(i as u32));
    vm.charge(8_000);
    let made = vm.system.new_semaphore(value, max, object, cause);
    done(Value::int(i64::from(checked(vm, made)?)))
}

fn semaphore(vm: &mut Vm, v: Value) -> Res<u32> {
    match vm.as_i64(v).and_then(|i| usize::try_from(i).ok()) {
        Some(i) if i < vm.system.semaphores.len() => Ok(i as u32),
        _ => Err(vm.type_error("a semaphore's number")),
    }
}

/// `acquire(semaphore, blocking, timeout or None)`
fn acquire(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let semaphore = semaphore(vm, args.args[0])?;
    vm.charge(60);
    let me = vm.threads[vm.current].kernel.unwrap_or(timeslice_trace::ThreadId(0));
    let object = vm.system.semaphores[semaphore as usize].object;
    match vm.system.acquire(semaphore, me) {
        Tried::Done(_) => {
            if let Some(object) = object {
                vm.name_object(object.0);
                vm.note(Event::Acquired { object });
            }
            done(Value::TRUE)
        }
        Tried::Wait(_, _, holder) => {
            let timeout_ns = timeout(vm, args.args[2]);
            if args.args[1] == Value::FALSE || timeout_ns == Some(0) {
                return done(Value::FALSE);
            }
            if let Some(object) = object {
                vm.name_object(object.0);
                vm.note(Event::Contended { object, holder });
            }
            let op = Op::Acquire { semaphore };
            Ok(Out::Wait(Wait::Do { op, timeout_ns }))
        }
    }
}

fn release(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let semaphore = semaphore(vm, args.args[0])?;
    vm.charge(60);
    let state = &vm.system.semaphores[semaphore as usize];
    if state.value >= state.max {
        return Err(vm.value_error("semaphore or lock released too many times"));
    }
    if let Some(object) = state.object {
        vm.note(Event::Released { object });
    }
    vm.system.release(semaphore);
    then_wake(vm)
}

fn semaphore_value(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let semaphore = semaphore(vm, args.args[0])?;
    done(Value::int(i64::from(vm.system.semaphores[semaphore as usize].value)))
}

/// `shared_object(kind, object)`: an `ObjectId` that is the same in all processes.
fn shared_object(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let kind = match text(vm, args.args[0]).as_str() {
        "rlock" => LockKind::RLock,
        "condition" => LockKind::Condition,
        "semaphore" => LockKind::Semaphore,
        "event" => LockKind::Event,
        "barrier" => LockKind::Barrier,
        "queue" => LockKind::Queue,
        _ => LockKind::Lock,
    };
    if !args.args[1].is_ref() {
        return Err(vm.type_error("an object to announce"));
    }
    let id = vm.new_object(args.args[1], kind);
    vm.system.shared_objects.push(id);
    done(Value::int(i64::from(id.0)))
}

// === Processes ===

fn fork(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    in_process(vm)?;
    let name = text(vm, args.args[0]);
    Ok(Out::Wait(Wait::Birth(Birth::Fork { name })))
}

/// `spawn(name, payload, descriptors)`, `new_interpreter(...)`: a new interpreter that inherits these files.
fn spawn(vm: &mut Vm, args: Args<'_>, function: &'static str) -> NativeResult {
    in_process(vm)?;
    let name = text(vm, args.args[0]);
    let payload = vm.as_bytes(args.args[1]).unwrap_or_default().to_vec();
    let mut files = Vec::new();
    for fd in vm.list(args.args[2]).to_vec() {
        let file = file(vm, fd)?;
        files.push((number(vm, fd) as usize, file));
    }
    Ok(Out::Wait(Wait::Birth(Birth::Spawn {
        name,
        function,
        payload,
        files,
    })))
}

/// `wait_child(pid or None, timeout or None)`: [pid, status], or [] if none has ended by then.
fn wait_child(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    in_process(vm)?;
    let pid = vm.as_i64(args.args[0]).map(|p| u32::try_from(p).unwrap_or(u32::MAX));
    let timeout_ns = timeout(vm, args.args[1]);
    let op = Op::Child { pid };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

fn exit_process(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let status = number(vm, args.args[0]) as i32 & 0xFF;
    Ok(Out::Wait(Wait::ExitProcess { status }))
}
