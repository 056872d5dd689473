//! The module `_time`, under `time`: virtual time. The wall clock starts at a fixed instant and moves with the run.

use crate::sync::Wait;
use crate::text::strftime::{CivilTime, asctime, strftime};
use crate::vm::native::done;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};

/// What reading a clock costs (C2).
const CLOCK_NS: u64 = 35;

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    vm.function(d, "sleep", sleep)?;
    vm.function(d, "time", |vm, _| clock(vm, |vm| vm.epoch_ns + vm.clock_ps / 1000))?;
    vm.function(d, "time_ns", |vm, _| {
        clock_ns(vm, |vm| vm.epoch_ns + vm.clock_ps / 1000)
    })?;
    for name in ["monotonic", "perf_counter"] {
        vm.function(d, name, |vm, _| clock(vm, monotonic_ns))?;
    }
    for name in ["monotonic_ns", "perf_counter_ns"] {
        vm.function(d, name, |vm, _| clock_ns(vm, monotonic_ns))?;
    }
    vm.function(d, "process_time", |vm, _| clock(vm, process_ns))?;
    vm.function(d, "process_time_ns", |vm, _| clock_ns(vm, process_ns))?;
    vm.function(d, "thread_time", |vm, _| clock(vm, thread_ns))?;
    vm.function(d, "thread_time_ns", |vm, _| clock_ns(vm, thread_ns))?;
    vm.function(d, "_civil", civil)?;
    vm.function(d, "_strftime", format_time)?;
    vm.function(d, "_asctime", as_c_time)?;
    vm.constant(d, "timezone", Value::int(0))?;
    vm.constant(d, "altzone", Value::int(0))?;
    vm.constant(d, "daylight", Value::int(0))?;
    let utc = vm.intern("UTC");
    let names = vm.new_tuple(&[utc, utc])?;
    vm.constant(d, "tzname", names)?;
    let m = vm.new_module("_time", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

/// The monotonic clock starts at one second, so that a clock is never zero.
pub(crate) fn monotonic_ns(vm: &Vm) -> u64 {
    1_000_000_000 + vm.clock_ps / 1000
}

/// What the running thread has used since it got the machine.
fn uncounted_ns(vm: &Vm) -> u64 {
    (vm.clock_ps / 1000).saturating_sub(vm.entered_ns)
}

fn thread_ns(vm: &Vm) -> u64 {
    vm.threads[vm.current].cpu_ns + uncounted_ns(vm)
}

fn process_ns(vm: &Vm) -> u64 {
    vm.threads.iter().map(|t| t.cpu_ns).sum::<u64>() + uncounted_ns(vm)
}

fn clock(vm: &mut Vm, read: fn(&Vm) -> u64) -> NativeResult {
    vm.charge(CLOCK_NS);
    let ns = read(vm);
    done(Value::float(ns as f64 / 1e9))
}

fn clock_ns(vm: &mut Vm, read: fn(&Vm) -> u64) -> NativeResult {
    vm.charge(CLOCK_NS);
    let ns = read(vm);
    done(vm.new_int(ns as i64)?)
}

/// G20: `sleep(0)` is a real system call from 3.11 on.
fn sleep(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let a = args.positional(vm, "time.sleep", 1, 1)?;
    let Some(seconds) = vm.as_number(a[0]) else {
        let t = vm.type_name(a[0]);
        return Err(vm.type_error(format!("'{t}' object cannot be interpreted as an integer")));
    };
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.value_error("sleep length must be non-negative"));
    }
    if seconds > 9.2e9 {
        return Err(vm.raise(
            crate::vm::types::Exc::OverflowError,
            "timestamp too large to convert to C PyTime_t",
        ));
    }
    vm.charge(300);
    let what = format!("time.sleep({})", vm.short_repr(a[0]));
    vm.note_blocking_call(&what);
    Ok(Out::Wait(Wait::Sleep {
        ns: (seconds * 1e9).round() as u64,
        what,
    }))
}

/// `_civil(seconds)`: the nine fields of a `struct_time`, UTC.
fn civil(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let seconds = match args.args.first() {
        Some(&v) if !v.is_none() => vm.as_number(v).unwrap_or(0.0).floor() as i64,
        _ => ((vm.epoch_ns + vm.clock_ps / 1000) / 1_000_000_000) as i64,
    };
    let t = CivilTime::from_epoch(seconds);
    let fields = [
        t.year,
        t.month.into(),
        t.day.into(),
        t.hour.into(),
        t.minute.into(),
        t.second.into(),
        t.weekday.into(),
        t.yearday.into(),
        0,
    ];
    let fields: Vec<Value> = fields.into_iter().map(Value::int).collect();
    done(vm.new_tuple(&fields)?)
}

fn civil_of(vm: &mut Vm, v: Value) -> Res<CivilTime> {
    let items: Vec<i64> = vm
        .plain_items(v)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|i| vm.as_i64(i))
        .collect();
    if items.len() < 6 {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    }
    let part = |i: usize| items[i].clamp(0, 99) as u32;
    Ok(CivilTime::new(items[0], part(1), part(2), part(3), part(4), part(5)))
}

fn format_time(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "_format_time", 2, 2)?;
    let t = civil_of(vm, args[1])?;
    let format = vm.as_str(args[0]).unwrap_or_default().to_owned();
    let text = strftime(&format, &t, None, "UTC");
    done(vm.new_str(&text)?)
}

fn as_c_time(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let args = args.positional(vm, "_as_c_time", 1, 1)?;
    let t = civil_of(vm, args[0])?;
    let text = asctime(&t);
    done(vm.new_str(&text)?)
}
