//! Generators, coroutines, async generators and what awaits them: methods and attributes.

use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Args, NativeFn, NativeResult, Out, Res, Vm};

pub(crate) fn register(vm: &mut Vm) -> Res<()> {
    let t = vm.types;
    for c in [t.generator, t.coroutine] {
        vm.method(c, "send", send)?;
        vm.method(c, "throw", throw)?;
        vm.method(c, "close", close)?;
        vm.method(c, "__del__", |_, _| done(Value::NONE))?;
    }
    vm.method(t.generator, "__iter__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(t.generator, "__next__", super::iter::next_method)?;
    vm.class_method(t.generator, "__class_getitem__", super::alias::class_getitem)?;
    vm.method(t.coroutine, "__await__", |vm, args| {
        let g = vm.own(args.args[0]);
        done(vm.new_simple(Kind::CoroutineWrapper, vm.types.coroutine_wrapper, 0, &[g])?)
    })?;

    let c = t.coroutine_wrapper;
    vm.method(c, "__iter__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(c, "__next__", |vm, args| {
        let g = vm.heap.value(args.args[0].idx(), 2);
        Ok(Out::Resume(vm.own(g), Value::NONE))
    })?;
    vm.method(c, "send", |vm, args| inner(vm, args, send))?;
    vm.method(c, "throw", |vm, args| inner(vm, args, throw))?;
    vm.method(c, "close", |vm, args| inner(vm, args, close))?;

    let c = t.async_generator;
    vm.method(c, "__aiter__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(c, "__anext__", |vm, args| {
        vm.make_agen_step(args.args[0], Value::NONE, STEP_SEND)
    })?;
    vm.class_method(c, "__class_getitem__", super::alias::class_getitem)?;
    vm.method(c, "asend", |vm, args| {
        let (g, rest) = args.method(vm, "asend", 1, 1)?;
        vm.make_agen_step(g, rest[0], STEP_SEND)
    })?;
    vm.method(c, "athrow", |vm, args| {
        let (g, rest) = args.method(vm, "athrow", 1, 3)?;
        match exception_arg(vm, rest)? {
            Some(exc) => {
                let result = vm.make_agen_step(g, exc, STEP_THROW);
                vm.drop(exc);
                result
            }
            None => vm.slow_path("athrow_slow", &[g, rest[0]]),
        }
    })?;
    vm.method(c, "aclose", |vm, args| {
        let (g, _) = args.method(vm, "aclose", 0, 0)?;
        vm.make_agen_step(g, Value::NONE, STEP_CLOSE)
    })?;

    step_methods(vm, t.async_gen_step)?;
    step_methods(vm, t.async_gen_throw)?;
    for (c, prefix) in [(t.generator, "gi"), (t.coroutine, "cr"), (t.async_generator, "ag")] {
        let names: [&'static str; 4] = match prefix {
            "gi" => ["gi_frame", "gi_running", "gi_code", "gi_suspended"],
            "cr" => ["cr_frame", "cr_running", "cr_code", "cr_suspended"],
            _ => ["ag_frame", "ag_running", "ag_code", "ag_suspended"],
        };
        let getters: [NativeFn; 4] = [frame, running, code, suspended];
        for (name, getter) in names.into_iter().zip(getters) {
            vm.getset(c, name, getter, None)?;
        }
        vm.getset(
            c,
            "__name__",
            |vm, args| word(vm, args, 3),
            Some(|vm, args| set_word(vm, args, 3)),
        )?;
        vm.getset(
            c,
            "__qualname__",
            |vm, args| word(vm, args, 4),
            Some(|vm, args| set_word(vm, args, 4)),
        )?;
    }
    vm.getset(t.generator, "gi_yieldfrom", delegate, None)?;
    vm.getset(t.coroutine, "cr_await", delegate, None)?;
    vm.getset(t.async_generator, "ag_await", delegate, None)?;
    vm.getset(t.coroutine, "cr_origin", |vm, args| word(vm, args, ORIGIN), None)
}

/// Of a coroutine: NULL, or where it was called.
const ORIGIN: u32 = 6;

impl Vm {
    /// Gives a new coroutine its `cr_origin`: a tuple of (file, line, function), the caller's frame first. The
    /// interpreter's own frames do not count.
    pub(crate) fn remember_origin(&mut self, coroutine: u32) -> Res<()> {
        let most = self.threads[self.current].origin_depth as usize;
        let mut frames = Vec::new();
        let mut f = self.frame();
        while f != 0 && frames.len() < most {
            if !self.frame_code(f).code.flags.native {
                frames.push(f);
            }
            f = self.heap.lo(f, frame::PREV_SP);
        }
        let mut entries = Vec::with_capacity(frames.len());
        for f in frames {
            match self.origin_entry(f) {
                Ok(entry) => entries.push(entry),
                Err(raised) => {
                    self.drop_all(&entries);
                    return Err(raised);
                }
            }
        }
        let origin = self.new_tuple(&entries)?;
        self.heap.set_value(coroutine, ORIGIN, origin);
        Ok(())
    }

    fn origin_entry(&mut self, f: u32) -> Res {
        let rt = self.frame_code(f);
        let (file, name) = (rt.code.filename.clone(), rt.name);
        let line = Value::int(i64::from(super::frame::line_of(self, f)));
        let file = self.new_str(&file)?;
        let name = self.own(name);
        self.new_tuple(&[file, line, name])
    }
}

/// `sys.get_coroutine_origin_tracking_depth()`
pub(crate) fn origin_depth(vm: &mut Vm, _: Args<'_>) -> NativeResult {
    done(Value::int(i64::from(vm.threads[vm.current].origin_depth)))
}

/// `sys.set_coroutine_origin_tracking_depth(depth)`: for coroutines that the calling thread makes from now on.
pub(crate) fn set_origin_depth(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let [depth] = args.bind(vm, "set_coroutine_origin_tracking_depth", ["depth"], 1, 1)?;
    let depth = depth.unwrap_or(Value::NONE);
    let Some(depth) = vm.as_i64(depth) else {
        let text = format!("'{}' object cannot be interpreted as an integer", vm.type_name(depth));
        return Err(vm.type_error(text));
    };
    if depth < 0 {
        return Err(vm.value_error("depth must be >= 0"));
    }
    vm.threads[vm.current].origin_depth = u32::try_from(depth).unwrap_or(u32::MAX);
    done(Value::NONE)
}

/// The methods of what `asend()`, `athrow()` and their like give.
fn step_methods(vm: &mut Vm, c: Value) -> Res<()> {
    vm.method(c, "__await__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(c, "__iter__", |vm, args| done(vm.own(args.args[0])))?;
    vm.method(c, "__next__", |vm, args| {
        Ok(Out::StepSend(vm.own(args.args[0]), Value::NONE))
    })?;
    vm.method(c, "send", |vm, args| {
        let (s, rest) = args.method(vm, "send", 1, 1)?;
        Ok(Out::StepSend(vm.own(s), vm.own(rest[0])))
    })?;
    vm.method(c, "throw", |vm, args| {
        let (s, rest) = args.method(vm, "throw", 1, 3)?;
        match exception_arg(vm, rest)? {
            Some(exc) => Ok(Out::StepThrow(vm.own(s), exc)),
            None => vm.slow_path("throw_slow", &[s, rest[0]]),
        }
    })?;
    vm.method(c, "close", |vm, args| {
        let step = args.args[0];
        // Since 3.13 it closes what it awaits, as a coroutine's `close()` does.
        if vm.config.version.minor() >= 13 && vm.heap.hi(step.idx(), 1) != STEP_USED {
            return vm.slow_path("close_step", &[step]);
        }
        vm.heap.set_hi(step.idx(), 1, STEP_USED);
        done(Value::NONE)
    })
}

fn word(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    let v = vm.heap.value(args.args[0].idx(), at);
    done(if v.is_null() { Value::NONE } else { vm.own(v) })
}

fn set_word(vm: &mut Vm, args: Args<'_>, at: u32) -> NativeResult {
    if args.args[1].is_null() || !vm.is_str(args.args[1]) {
        return Err(vm.type_error("__name__ must be set to a string object"));
    }
    let v = vm.own(args.args[1]);
    vm.replace(args.args[0].idx(), at, v);
    done(Value::NONE)
}

fn send(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (g, rest) = args.method(vm, "send", 1, 1)?;
    Ok(Out::Resume(vm.own(g), vm.own(rest[0])))
}

/// The exception that `throw(...)` means, owned. `None`: Python code makes it.
fn exception_arg(vm: &mut Vm, rest: &[Value]) -> Res<Option<Value>> {
    let exc = rest[0];
    if vm.is_exception(exc) {
        if rest.len() > 1 && !rest[1].is_none() {
            return Err(vm.type_error("instance exception may not have a separate value"));
        }
        return Ok(Some(vm.own(exc)));
    }
    if vm.is_class(exc) && vm.is_subclass(exc, vm.exc(Exc::BaseException)) {
        if let Some(&value) = rest.get(1)
            && vm.is_exception(value)
        {
            return Ok(Some(vm.own(value)));
        }
        let args = rest.get(1).copied().filter(|v| !v.is_none());
        return super::function::instance_of_exception(vm, exc, args.as_slice());
    }
    let t = vm.type_name(exc);
    Err(vm.type_error(format!(
        "exceptions must be classes or instances deriving from BaseException, not {t}"
    )))
}

fn throw(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (g, rest) = args.method(vm, "throw", 1, 3)?;
    match exception_arg(vm, rest)? {
        Some(exc) => Ok(Out::Throw(vm.own(g), exc)),
        None => vm.slow_path("throw_slow", &[g, rest[0]]),
    }
}

fn close(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let (g, _) = args.method(vm, "close", 0, 0)?;
    Ok(Out::Close(vm.own(g)))
}

/// A method of the coroutine behind a wrapper.
fn inner(vm: &mut Vm, args: Args<'_>, f: NativeFn) -> NativeResult {
    let mut all = args.args.to_vec();
    all[0] = vm.heap.value(all[0].idx(), 2);
    f(
        vm,
        Args {
            args: &all,
            kw: args.kw,
        },
    )
}

fn frame(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = vm.heap.lo(args.args[0].idx(), 2);
    if f == 0 {
        done(Value::NONE)
    } else {
        done(vm.own(Value::block(f)))
    }
}

fn running(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let g = args.args[0];
    let running = vm.heap.hi(g.idx(), 1) == GEN_RUNNING;
    done(Value::bool(
        running || (vm.type_of(g) == vm.types.async_generator && vm.agen_running(g)),
    ))
}

fn suspended(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    done(Value::bool(vm.heap.hi(args.args[0].idx(), 1) == GEN_SUSPENDED))
}

/// The code outlives the frame only in the function; a finished generator shows the one it was made from by name.
fn code(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    let f = vm.heap.lo(args.args[0].idx(), 2);
    let found = if f != 0 {
        Some(vm.heap.lo(f, frame::CODE_IP))
    } else {
        let q = vm.heap.value(args.args[0].idx(), 4);
        vm.codes.iter().position(|rt| rt.qualname == q).map(|i| i as u32)
    };
    match found {
        Some(id) => done(super::frame::new_code(vm, id)?),
        None => done(Value::NONE),
    }
}

fn delegate(vm: &mut Vm, args: Args<'_>) -> NativeResult {
    match vm.delegate(args.args[0]) {
        Some(v) => done(vm.own(v)),
        None => done(Value::NONE),
    }
}
