//! Sockets between the threads and processes of one machine. An operation that its timeout ends gives `[]`.

use super::{checked, file, in_process, number, text, then_wake, timeout};
use crate::sync::Wait;
use crate::system::{Op, SocketKind};
use crate::vm::native::{NativeFn, done};
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Vm};

pub(super) const FUNCTIONS: &[(&str, &str, NativeFn)] = &[
    ("new_socket", "n", new_socket),
    ("bind", "vnv", bind),
    ("listen", "vv", listen),
    ("connect", "vnvv", connect),
    ("accept", "vv", accept),
    ("receive", "vvvv", receive),
    ("send", "vvv", send),
    ("send_all", "vv", super::write),
    ("receive_from", "vvv", receive_from),
    ("send_to", "vvnv", send_to),
    ("shutdown", "vv", shutdown),
    ("socket_name", "vv", socket_name),
    ("take_error", "v", take_error),
    ("leave_error", "vv", leave_error),
    ("set_buffer", "vvv", set_buffer),
    ("knows_port", "v", |vm, args| {
        let port = port(vm, args.args[0]);
        done(Value::bool(vm.system.knows_port(port)))
    }),
];

fn port(vm: &Vm, v: Value) -> u16 {
    u16::try_from(number(vm, v)).unwrap_or(0)
}

/// `new_socket(kind)`: "tcp", "udp" or "unix".
fn new_socket(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let kind = match text(vm, args.args[0]).as_str() {
        "udp" => SocketKind::Udp,
        "unix" => SocketKind::Unix,
        _ => SocketKind::Tcp,
    };
    vm.charge(5_000);
    let made = vm.system.new_socket(process, kind);
    done(Value::int(checked(vm, made)?))
}

/// `bind(descriptor, host, port)`
fn bind(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let to = (text(vm, args.args[1]), port(vm, args.args[2]));
    vm.charge(2_000);
    let bound = vm.system.bind(file, to);
    checked(vm, bound)?;
    done(Value::NONE)
}

/// `listen(descriptor, backlog)`
fn listen(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let backlog = usize::try_from(number(vm, args.args[1])).unwrap_or(0);
    vm.charge(2_000);
    let listening = vm.system.listen(file, backlog);
    checked(vm, listening)?;
    done(Value::NONE)
}

/// `connect(descriptor, host, port, timeout)`
fn connect(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let to = (text(vm, args.args[1]), port(vm, args.args[2]));
    let timeout_ns = timeout(vm, args.args[3]);
    let op = Op::Connect { file, to };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `accept(descriptor, timeout)`: the descriptor of the next connection.
fn accept(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let timeout_ns = timeout(vm, args.args[1]);
    let op = Op::Accept { file };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `receive(descriptor, n, peek, timeout)`
fn receive(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let max = usize::try_from(number(vm, args.args[1])).unwrap_or(0);
    let peek = vm.truth_fast(args.args[2]).unwrap_or(false);
    let timeout_ns = timeout(vm, args.args[3]);
    let op = Op::Read { file, max, peek };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `send(descriptor, bytes, timeout)`: how many there was room for.
fn send(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let data = vm.as_bytes(args.args[1]).unwrap_or_default().to_vec();
    let timeout_ns = timeout(vm, args.args[2]);
    let op = Op::Send { file, data };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `receive_from(descriptor, n, timeout)`: `(bytes, host, port)`.
fn receive_from(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let max = usize::try_from(number(vm, args.args[1])).unwrap_or(0);
    let timeout_ns = timeout(vm, args.args[2]);
    let op = Op::Receive { file, max };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `send_to(descriptor, bytes, host, port)`: to whom it is connected, if the host is empty. None comes back once those
/// have been woken that waited for it.
fn send_to(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let data = vm.as_bytes(args.args[1]).unwrap_or_default().to_vec();
    let host = text(vm, args.args[2]);
    let to = (!host.is_empty()).then(|| (host, port(vm, args.args[3])));
    vm.charge(6_000 + data.len() as u64 / 4);
    let sent = vm.system.send_to(file, &data, to);
    checked(vm, sent)?;
    then_wake(vm)
}

/// `shutdown(descriptor, how)`: 0 reads, 1 writes, 2 both.
fn shutdown(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let how = number(vm, args.args[1]);
    vm.charge(5_000);
    let shut = vm.system.shutdown(file, how != 1, how != 0);
    checked(vm, shut)?;
    then_wake(vm)
}

/// `socket_name(descriptor, of the other end)`: host and port.
fn socket_name(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let peer = vm.truth_fast(args.args[1]).unwrap_or(false);
    let name = vm.system.socket_name(file, peer);
    let (host, port) = checked(vm, name)?;
    let host = vm.new_str(&host)?;
    done(vm.new_tuple(&[host, Value::int(i64::from(port))])?)
}

fn take_error(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let code = vm.system.take_error(file);
    done(Value::int(i64::from(checked(vm, code)?)))
}

/// `leave_error(descriptor, number)`: the next operation comes to it.
fn leave_error(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let code = number(vm, args.args[1]) as i32;
    vm.system.leave_error(file, code);
    done(Value::NONE)
}

/// `set_buffer(descriptor, to send, bytes)`
fn set_buffer(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let file = file(vm, args.args[0])?;
    let sends = vm.truth_fast(args.args[1]).unwrap_or(false);
    let bytes = usize::try_from(number(vm, args.args[2])).unwrap_or(0);
    let set = vm.system.set_buffer(file, sends, bytes);
    checked(vm, set)?;
    done(Value::NONE)
}
