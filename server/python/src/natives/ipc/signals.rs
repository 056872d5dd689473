//! Signals, for the prelude's `_signal`: sending, masks, the alarm, and what a wait that was cut short goes on with.

use super::{in_process, number, timeout};
use crate::sync::Wait;
use crate::system::signals::Sent;
use crate::system::{Op, errno};
use crate::vm::call::Flow;
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

/// name, shape of the arguments, function.
pub(super) const FUNCTIONS: &[(&str, &str, crate::vm::NativeFn)] = &[
    ("kill_process", "vv", kill_process),
    ("set_disposition", "vv", set_disposition),
    ("take_signal", "", take_signal),
    ("wait_again", "", |_, _| Ok(Out::Wait(Wait::Again))),
    ("forget_wait", "", |_, _| Ok(Out::Wait(Wait::Forget))),
    ("pause", "", |_, _| Ok(Out::Wait(Wait::Pause))),
    ("wait_signal", "vv", wait_signal),
    ("signal_mask", "v", signal_mask),
    ("pending_signals", "", |vm, _| {
        let process = in_process(vm)?;
        let pending = vm.system.processes[process.idx()].signals.pending;
        done(vm.new_int(pending as i64)?)
    }),
    ("set_alarm", "vv", set_alarm),
    ("get_alarm", "", |vm, _| alarm(vm)),
    ("in_main_thread", "", |vm, _| {
        done(Value::bool(vm.current == vm.main_thread))
    }),
];

impl Vm {
    /// Whether a signal waits for the main thread to run its handler.
    pub(crate) fn has_signal(&self) -> bool {
        let entry = self.system.processes.get(self.process.idx());
        entry.is_some_and(|entry| entry.signals.deliverable() & entry.signals.handled != 0)
    }

    /// A signal that has come and has a handler: the main thread calls it before it goes on.
    pub(crate) fn handle_signal(&mut self) -> Option<Res<Flow>> {
        if !self.has_signal() || self.system.processes[self.process.idx()].signals.is_handling {
            return None;
        }
        self.system.processes[self.process.idx()].signals.is_handling = true;
        Some(self.call_prelude("run_handlers", crate::vm::thread::Ret::Discard))
    }

    /// A wait of the main thread was cut short: handlers run, then it is taken up again, for the frame that waits.
    pub(crate) fn handle_interruption(&mut self) -> Res<Flow> {
        let ret = self.threads[self.current].wait_ret;
        self.call_prelude("finish_wait", ret)
    }

    fn call_prelude(&mut self, function: &str, ret: crate::vm::thread::Ret) -> Res<Flow> {
        let f = self.dict_get_str(self.slow, function).expect("the prelude has it");
        let f = self.own(f);
        self.call_owned(f, Vec::new(), &[], ret)
    }
}

/// `take_signal()`: the next one to handle, or None.
fn take_signal(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let signals = &mut vm.system.processes[process.idx()].signals;
    let set = !signals.blocked & signals.handled;
    let signal = signals.take(set);
    signals.is_handling = signals.pending & set != 0;
    done(signal.map_or(Value::NONE, |s| Value::int(i64::from(s))))
}

/// `kill_process(pid, signal)`
fn kill_process(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    in_process(vm)?;
    let pid = u32::try_from(number(vm, args.args[0])).unwrap_or(u32::MAX);
    let signal = number(vm, args.args[1]) as i32;
    vm.charge(500);
    let Some(process) = vm.system.find_pid(pid) else {
        return Err(vm.os_error(errno::ESRCH));
    };
    match vm.system.send_signal(process, signal) {
        Sent::Nothing => super::then_wake(vm),
        Sent::Handled(_) if process == vm.process && vm.current == vm.main_thread => done(Value::NONE),
        Sent::Handled(thread) => Ok(Out::Wait(Wait::Signal { thread })),
        Sent::Kills => Ok(Out::Wait(Wait::Kill { process, signal })),
    }
}

/// `set_disposition(signal, 0 default, 1 ignored, 2 handled)`
fn set_disposition(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let bit = 1_u64 << (number(vm, args.args[0]) & 63);
    let how = number(vm, args.args[1]);
    let signals = &mut vm.system.processes[process.idx()].signals;
    signals.ignored &= !bit;
    signals.handled &= !bit;
    match how {
        1 => signals.ignored |= bit,
        2 => signals.handled |= bit,
        _ => {}
    }
    done(Value::NONE)
}

/// `wait_signal(set, timeout)`: the number of the one that came, or None.
fn wait_signal(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    in_process(vm)?;
    let set = number(vm, args.args[0]) as u64;
    let timeout_ns = timeout(vm, args.args[1]);
    let op = Op::Signal { set };
    Ok(Out::Wait(Wait::Do { op, timeout_ns }))
}

/// `signal_mask(set or None)`: the old set.
fn signal_mask(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let set = vm.as_i64(args.args[0]);
    let signals = &mut vm.system.processes[process.idx()].signals;
    let old = signals.blocked;
    if let Some(set) = set {
        signals.blocked = set as u64;
    }
    done(vm.new_int(old as i64)?)
}

/// Seconds until the alarm rings, and between two rings.
fn alarm(vm: &mut Vm) -> NativeResult {
    let process = in_process(vm)?;
    let alarm = vm.system.processes[process.idx()].signals.alarm;
    let (left_ns, interval_ns) = alarm.map_or((0, 0), |(at_ns, interval_ns)| {
        (at_ns.saturating_sub(vm.clock_ps / 1000).max(1_000), interval_ns)
    });
    let left = Value::float(left_ns as f64 / 1e9);
    let interval = Value::float(interval_ns as f64 / 1e9);
    done(vm.new_tuple(&[left, interval])?)
}

/// `set_alarm(after, interval)`, in seconds; 0 is none.
fn set_alarm(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let process = in_process(vm)?;
    let after_ns = timeout(vm, args.args[0]).filter(|&ns| ns > 0);
    let interval_ns = timeout(vm, args.args[1]).unwrap_or(0);
    let now_ns = vm.clock_ps / 1000;
    vm.charge(400);
    vm.system.processes[process.idx()].signals.alarm = after_ns.map(|ns| (now_ns.saturating_add(ns), interval_ns));
    Ok(Out::Wait(Wait::Alarm { after_ns }))
}
