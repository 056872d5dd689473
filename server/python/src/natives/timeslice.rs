//! The module `_timeslice`: what the prelude needs of the machine and CPython keeps in C. The contract, with the
//! meaning of each function, is `tests/library/shim/_timeslice.py`.

mod events;

use crate::exchange::Answer;
use crate::sync::{Face, Pending, SelectorState, Wait};
use crate::system::Interest;
use crate::vm::layout::{frame, *};
use crate::vm::native::done;
use crate::vm::thread::ThreadState;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeResult, Out, Res, Vm};
use events::{emit, object_created, set_current_task, task_created, uncaught};
use timeslice_trace::{Event, ObjectId, ThreadId, WaitCause};

/// The module.
pub(crate) fn load(vm: &mut Vm) -> Res<()> {
    let d = vm.new_dict()?;
    let functions: &[(&'static str, crate::vm::NativeFn)] = &[
        ("start_thread", start_thread),
        ("private_lock", private_lock),
        ("thread_state", thread_state),
        ("emit", emit),
        ("caller", caller),
        ("frame", frame_at),
        ("seed", seed),
        ("collect", collect),
        ("collect_automatically", collect_automatically),
        ("flush", |vm, _| vm.flush(timeslice_trace::Stream::Stdout)),
        ("new_selector", new_selector),
        ("n_cores", |vm, _| done(Value::int(i64::from(vm.config.n_cores)))),
        ("pid", |vm, _| done(Value::int(i64::from(vm.pid())))),
    ];
    for &(name, f) in functions {
        vm.function(d, name, f)?;
    }
    let shaped: &[(&'static str, &'static str, crate::vm::NativeFn)] = &[
        ("rename_thread", "v", rename_thread),
        ("object_created", "vb", object_created),
        ("task_created", "vv", task_created),
        ("set_current_task", "v", set_current_task),
        ("place", "v", place),
        ("await_line", "v", await_line),
        ("seeded_order", "v", seeded_order),
        ("type_lookup", "vn", type_lookup),
        ("repr_enter", "b", repr_enter),
        ("repr_leave", "b", repr_leave),
        ("dict_candidates", "dv", dict_candidates),
        ("set_candidates", "sv", set_candidates),
        ("finish", "vv", finish),
        ("forget_main", "", forget_main),
        ("print_exception", "e", print_exception),
        ("print_exception_with", "ev", print_exception),
        ("uncaught", "e", uncaught),
        ("uncaught_with", "ev", uncaught),
        ("write_error", "v", write_error),
        ("format_exception", "e", format_exception),
        ("format_exception_with", "ev", format_exception),
        ("format_unraisable", "e", format_unraisable),
        ("format_unraisable_with", "ev", format_unraisable),
        ("retype", "gc", retype),
        ("handle", "e", handle),
        ("select", "vv", select),
        ("wake", "v", wake),
        ("watch", "vvv", watch),
        ("request", "vvvv", request),
        ("source_line", "v", source_line),
        ("condition_lock", "v", condition_lock),
    ];
    for &(name, shape, f) in shaped {
        vm.private_function(d, name, shape, f)?;
    }
    vm.constant(d, "MISSING", Value::MISSING)?;
    crate::natives::slow::register(vm, d)?;
    crate::natives::exec::register(vm, d)?;
    crate::natives::suggest::register(vm, d)?;
    let m = vm.new_module("_timeslice", d)?;
    vm.drop(m);
    vm.drop(d);
    Ok(())
}

fn text(vm: &Vm, v: Value) -> String {
    vm.as_str(v).unwrap_or_default().to_owned()
}

// === Threads and locks ===

fn start_thread(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [run, name, daemon, label] = args.bind(vm, "start_thread", ["run", "name", "daemon", "label"], 4, 4)?;
    let (Some(run), Some(name), Some(daemon), Some(label)) = (run, name, daemon, label) else {
        unreachable!("all are required")
    };
    let alive = vm.threads.iter().filter(|t| !t.ended).count();
    if alive >= vm.threads_max as usize {
        return Err(vm.raise(Exc::RuntimeError, "can't start new thread"));
    }
    let index = vm.threads.len();
    let ident = 0x7f3b_0000_0000 + index as u64 * 0x80_1000;
    let run = vm.own(run);
    let daemon = vm.truth_fast(daemon).unwrap_or(false);
    vm.threads.push(ThreadState::new(run, ident, daemon));
    Ok(Out::Wait(Wait::Spawn {
        thread: index,
        name: text(vm, name),
        label: text(vm, label),
    }))
}

fn rename_thread(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let name = text(vm, args.args[0]);
    vm.note(Event::ThreadRenamed { name });
    done(Value::NONE)
}

fn cause_of(name: &str) -> WaitCause {
    match name {
        "condition" => WaitCause::Condition,
        "semaphore" => WaitCause::Semaphore,
        "event" => WaitCause::Event,
        "barrier" => WaitCause::Barrier,
        "queue" => WaitCause::Queue,
        "join" => WaitCause::Join,
        "thread_start" => WaitCause::ThreadStart,
        "future" => WaitCause::Future,
        "child" => WaitCause::Child,
        _ => WaitCause::Lock,
    }
}

fn kernel_of_ident(vm: &Vm, v: Value) -> Option<ThreadId> {
    let ident = vm.as_i64(v)?;
    vm.threads
        .iter()
        .find(|t| t.ident as i64 == ident)
        .and_then(|t| t.kernel)
}

fn object_id(vm: &Vm, v: Value) -> Option<ObjectId> {
    vm.as_i64(v).map(|i| ObjectId(i as u32))
}

fn private_lock(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [cause, object, thread] = args.bind(vm, "private_lock", ["cause", "object_id", "thread"], 3, 1)?;
    let cause = cause_of(&text(vm, cause.unwrap_or(Value::NONE)));
    let object = object.and_then(|v| object_id(vm, v));
    let thread = thread.and_then(|v| kernel_of_ident(vm, v));
    done(vm.new_lock(false, Some(Face::Private(cause, object, thread)))?)
}

fn condition_lock(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let face = object_id(vm, args.args[0])
        .map(Face::Public)
        .unwrap_or(Face::Private(WaitCause::Lock, None, None));
    done(vm.new_lock(true, Some(face))?)
}

fn thread_state(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let current = vm.current;
    if vm.threads[current].locals.is_null() {
        let d = vm.new_dict()?;
        vm.threads[current].locals = d;
    }
    let d = vm.threads[current].locals;
    done(vm.own(d))
}

// === Coroutines and frames ===

/// Line that a frame's next instruction (or, when running, its present one) stands on.
pub(crate) fn frame_line(vm: &Vm, f: u32) -> u32 {
    let ip = vm.heap.hi(f, frame::CODE_IP).saturating_sub(1) as usize;
    vm.frame_code(f).code.positions.get(ip).map_or(0, |p| p.line)
}

fn place(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let v = args.args[0];
    let (code, line) = if vm.is_kind(v, Kind::Generator) {
        let f = vm.heap.lo(v.idx(), 2);
        let line = match (f, vm.heap.hi(v.idx(), 1)) {
            (0, _) => 0,
            (_, GEN_CREATED) => vm.frame_code(f).code.first_line,
            _ => frame_line(vm, f),
        };
        (vm.heap.hi(v.idx(), 2), line)
    } else if vm.is_kind(v, Kind::Function) {
        (vm.heap.hi(v.idx(), 1), 0)
    } else {
        return done(Value::NONE);
    };
    let c = vm.codes[code as usize].code.clone();
    let file = vm.new_str(&c.filename)?;
    done(vm.new_tuple(&[file, Value::int(i64::from(c.first_line)), Value::int(i64::from(line))])?)
}

fn await_line(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let mut v = args.args[0];
    let mut line = 0;
    for _ in 0..1000 {
        if !vm.is_kind(v, Kind::Generator) {
            break;
        }
        let f = vm.heap.lo(v.idx(), 2);
        if f == 0 {
            break;
        }
        if vm.frame_code(f).is_user {
            line = if vm.heap.hi(v.idx(), 1) == GEN_CREATED {
                vm.frame_code(f).code.first_line
            } else {
                frame_line(vm, f)
            };
        }
        match vm.delegate(v) {
            Some(inner) => v = inner,
            None => break,
        }
    }
    done(Value::int(i64::from(line)))
}

fn caller_frame(vm: &Vm, mut depth: i64) -> u32 {
    let mut f = vm.frame();
    while f != 0 && depth > 0 {
        f = vm.heap.lo(f, frame::PREV_SP);
        if f != 0 && vm.frame_code(f).code.flags.native {
            continue;
        }
        depth -= 1;
    }
    f
}

/// `caller(depth)`: the globals' `__name__` of a frame, for `namedtuple` and `enum`.
fn caller(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let depth = args.args.first().and_then(|&v| vm.as_i64(v)).unwrap_or(0);
    let f = caller_frame(vm, depth + 1);
    if f == 0 {
        return done(vm.own(vm.names.__main__));
    }
    let globals = vm.heap.value(f, frame::GLOBALS);
    let name = vm.dict_get(globals, vm.names.__name__).unwrap_or(vm.names.__main__);
    done(vm.own(name))
}

fn frame_at(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let depth = args.args.first().and_then(|&v| vm.as_i64(v)).unwrap_or(0);
    let f = caller_frame(vm, depth);
    if f == 0 {
        done(Value::NONE)
    } else {
        done(vm.own(Value::block(f)))
    }
}

// === Choices ===

/// SplitMix64 on the run's seed: orders that CPython leaves open.
pub(crate) fn next_random(vm: &mut Vm) -> u64 {
    vm.rng = vm.rng.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = vm.rng;
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

fn seeded_order(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let Some(mut items) = vm.collect_plain(args.args[0])? else {
        return vm.slow_path("collect", args.args);
    };
    for i in (1..items.len()).rev() {
        let j = (next_random(vm) % (i as u64 + 1)) as usize;
        items.swap(i, j);
    }
    done(vm.new_list(&items)?)
}

/// A seed for a generator that the program has not seeded.
fn seed(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    let n = next_random(vm) >> 17;
    done(vm.new_int(n as i64)?)
}

// === Types and containers ===

fn type_lookup(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (c, name) = (args.args[0], args.args[1]);
    let name = vm.intern_value(name);
    match if vm.is_class(c) { vm.lookup(c, name) } else { None } {
        Some(v) => done(vm.own(v)),
        None => done(Value::MISSING),
    }
}

fn repr_enter(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let idx = args.args[0].idx();
    if vm.repr_stack.contains(&idx) {
        return done(Value::FALSE);
    }
    vm.repr_stack.push(idx);
    done(Value::TRUE)
}

fn repr_leave(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let idx = args.args[0].idx();
    if let Some(at) = vm.repr_stack.iter().rposition(|&i| i == idx) {
        vm.repr_stack.remove(at);
    }
    done(Value::NONE)
}

/// `dict_candidates(d, hash)`: entry number and key, in turn, of each key with that hash.
fn dict_candidates(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (d, hash) = (args.args[0], vm.as_i64(args.args[1]).unwrap_or(0));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((e, k, _)) = vm.dict_next(d, at) {
        if vm.dict_entry_hash(d, e) == hash {
            found.push(Value::int(i64::from(e)));
            found.push(vm.own(k));
        }
        at = e + 1;
    }
    done(vm.new_tuple(&found)?)
}

/// The same for a set: table position and key.
fn set_candidates(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (s, hash) = (args.args[0], vm.as_i64(args.args[1]).unwrap_or(0));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((i, k)) = vm.set_next(s, at) {
        if vm.set_hash_at(s, i) == hash {
            found.push(Value::int(i64::from(i)));
            found.push(vm.own(k));
        }
        at = i + 1;
    }
    done(vm.new_tuple(&found)?)
}

/// `retype(generator, cls)`: a generator that shows as a `map`, `filter`, `zip`, ...
fn retype(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (g, c) = (args.args[0], args.args[1]);
    vm.heap.set_lo(g.idx(), 1, c.idx());
    done(vm.own(g))
}

// === The end, and errors ===

/// `finish(status, last_words)`: how the process ends. Where something lives that has last words, `last_words` is called
/// first, which lets the objects go that the main module holds; elsewhere nobody could tell.
fn finish(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let status = vm.as_i64(args.args[0]).unwrap_or(1) as i32;
    vm.status = Some(status);
    let anybody = vm.heap.blocks().any(|idx| vm.finalizer_of(idx).is_some());
    if anybody {
        let last_words = vm.own(args.args[1]);
        return Ok(Out::Call(last_words, Vec::new()));
    }
    done(Value::NONE)
}

/// `forget_main()`: the main module's namespace goes, unless somebody else holds it.
fn forget_main(vm: &mut Vm, _args: Args<'_>) -> NativeResult {
    let empty = vm.new_dict()?;
    let main = std::mem::replace(&mut vm.main, empty);
    vm.drop(main);
    done(Value::NONE)
}

/// `collect(again)`: collects cycles; the number of unreachable objects. `again`: only what the finalisers of the last
/// collection held back.
fn collect(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let again = args.args.first() == Some(&Value::TRUE);
    let n = vm.collect(again);
    done(Value::int(n as i64))
}

/// `collect_automatically(enabled)`: as it was before. None: asks only.
fn collect_automatically(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let before = vm.collector.enabled;
    match args.args.first() {
        Some(&Value::TRUE) => vm.collector.enabled = true,
        Some(&Value::FALSE) => vm.collector.enabled = false,
        _ => {}
    }
    done(Value::bool(before))
}

/// The texts of exceptions whose `str()` is Python code: they come as a second argument, pairs of exception and text.
/// Without one, `reporter` is called again with them if there are such exceptions: the answer is then that call.
pub(super) fn texts_first(vm: &mut Vm, args: &Args<'_>, reporter: &'static str) -> Option<NativeResult> {
    let exc = args.args[0];
    match args.args.get(1) {
        Some(&pairs) => {
            vm.exception_texts = vm
                .plain_items(pairs)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|pair| {
                    let pair = vm.plain_items(pair)?;
                    Some((*pair.first()?, vm.as_str(*pair.get(1)?)?.to_owned()))
                })
                .collect();
            None
        }
        None if vm.report_asks_python(exc) => Some(vm.new_str(reporter).and_then(|name| {
            let call = vm.slow_path("report_with_texts", &[name, exc]);
            vm.drop(name);
            call
        })),
        None => None,
    }
}

/// `print_exception(exc)`
fn print_exception(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if let Some(call) = texts_first(vm, &args, "print_exception") {
        return call;
    }
    let text = vm.format_traceback(args.args[0]);
    vm.exception_texts.clear();
    vm.write(timeslice_trace::Stream::Stderr, &text)
}

fn write_error(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let text = text(vm, args.args[0]);
    vm.write(timeslice_trace::Stream::Stderr, &text)
}

/// `format_exception(exc)`: the lines of a traceback, each with its newline.
fn format_exception(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if let Some(call) = texts_first(vm, &args, "format_exception") {
        return call;
    }
    let text = vm.format_traceback(args.args[0]);
    vm.exception_texts.clear();
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push(vm.new_str(line)?);
    }
    done(vm.new_list(&lines)?)
}

/// `format_unraisable(exc)`: the text for an exception that nobody can catch.
fn format_unraisable(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    if let Some(call) = texts_first(vm, &args, "format_unraisable") {
        return call;
    }
    let text = vm.format_unraisable(args.args[0]);
    vm.exception_texts.clear();
    done(vm.new_str(&text)?)
}

/// `handle(exception)`: from here on it is the one that the thread is handling (CPython's `PyErr_SetHandledException`).
fn handle(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let exception = vm.own(args.args[0]);
    let current = vm.current;
    let before = std::mem::replace(&mut vm.threads[current].handled, exception);
    vm.drop(before);
    done(Value::NONE)
}

/// `source_line(n)`: line `n` of the program, for reports that quote it.
fn source_line(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let n = vm.as_i64(args.args[0]).unwrap_or(0);
    let line = usize::try_from(n.saturating_sub(1))
        .ok()
        .and_then(|i| vm.program_source.lines().nth(i).map(str::to_owned));
    match line {
        Some(line) => done(vm.new_str(&line)?),
        None => done(Value::NONE),
    }
}

// === Selectors ===

fn new_selector(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    vm.selectors.push(SelectorState::default());
    done(Value::int(vm.selectors.len() as i64 - 1))
}

/// The number of a selector; a TypeError if there is none of that number.
pub(super) fn selector(vm: &mut Vm, v: Value) -> Res<u32> {
    match vm.as_i64(v).and_then(|i| usize::try_from(i).ok()) {
        Some(i) if i < vm.selectors.len() => Ok(i as u32),
        _ => Err(vm.type_error("a selector's number")),
    }
}

/// Rounds up to whole milliseconds (A2).
fn select(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let s = selector(vm, args.args[0])?;
    let timeout_ns = match args.args[1] {
        v if v.is_none() => None,
        v => {
            let seconds = vm.as_number(v).unwrap_or(0.0).clamp(0.0, 1e9);
            // As CPython: `ceil(timeout * 1e3) * 1e-3`.
            Some((seconds * 1e3).ceil() as u64 * 1_000_000)
        }
    };
    Ok(Out::Wait(Wait::Select {
        selector: s,
        timeout_ns,
    }))
}

/// `watch(selector, descriptor, events)`: what `select` looks out for from now on; 0 events: nothing.
fn watch(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let s = selector(vm, args.args[0])? as usize;
    let fd = u32::try_from(vm.as_i64(args.args[1]).unwrap_or(-1)).unwrap_or(u32::MAX);
    let events = vm.as_i64(args.args[2]).unwrap_or(0) as u8 & 3;
    if events == 0 {
        vm.selectors[s].files.retain(|i| i.fd != fd);
        return done(Value::NONE);
    }
    let file = super::ipc::file(vm, args.args[1])?;
    let interest = Interest { fd, file, events };
    vm.charge(500);
    match vm.selectors[s].files.iter_mut().find(|i| i.fd == fd) {
        Some(known) => *known = interest,
        None => vm.selectors[s].files.push(interest),
    }
    done(Value::NONE)
}

fn wake(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let selector = selector(vm, args.args[0])?;
    Ok(Out::Wait(Wait::WakeSelector { selector }))
}

fn request(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let s = selector(vm, args.args[0])?;
    let what = text(vm, args.args[1]);
    let latency_ns = (vm.as_number(args.args[2]).unwrap_or(0.0).max(0.0) * 1e9) as u64;
    let token = vm.own(args.args[3]);
    let due = vm.clock_ps / 1000 + latency_ns;
    vm.note(Event::IoStarted {
        what: what.clone(),
        latency_ns,
    });
    vm.selectors[s as usize].requests.push(Pending {
        due_ns: due,
        what,
        token,
        answer: Answer::Ready,
    });
    done(Value::NONE)
}

impl Vm {
    /// A call that waits without awaiting, made inside an asyncio task: the whole loop stands still.
    pub(crate) fn note_blocking_call(&mut self, what: &str) {
        if self.threads[self.current].task.is_some() {
            let line = frame_line(self, caller_frame(self, 0));
            self.note(Event::BlockingCallStarted {
                what: what.to_owned(),
                line,
            });
        }
    }
}
