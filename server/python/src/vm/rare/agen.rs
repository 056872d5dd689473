//! Async generators' steps: what `asend()`, `athrow()`, `aclose()` and `__anext__()` give, and what awaiting it does
//! (PEP 525). See `generator` for the frames behind them.

use crate::vm::call::Flow;
use crate::vm::layout::*;
use crate::vm::native::done;
use crate::vm::thread::Ret;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{NativeResult, Raised, Res, Vm};

/// Word of an async generator: who resumed it.
const STEP: u32 = 6;
/// Word of an async generator: its finaliser.
const FINALIZER: u32 = 7;

impl Vm {
    /// A step of an async generator (both borrowed). Its first one tells the thread's hooks about it, in Python.
    pub(crate) fn make_agen_step(&mut self, g: Value, value: Value, mode: u64) -> NativeResult {
        if self.heap.value(g.idx(), FINALIZER).is_null() {
            let hooks = self.threads[self.current].locals;
            let hook = |vm: &mut Self, name| {
                if hooks.is_null() {
                    None
                } else {
                    vm.dict_get_str(hooks, name)
                }
            };
            let finalizer = hook(self, "asyncgen_finalizer").unwrap_or(Value::NONE);
            let finalizer = self.own(finalizer);
            self.heap.set_value(g.idx(), FINALIZER, finalizer);
            if let Some(first) = hook(self, "asyncgen_firstiter")
                && !first.is_none()
            {
                let method = ["asend", "athrow", "aclose"][mode as usize];
                let method = self.intern(method);
                return self.slow_path("asyncgen_began", &[first, g, method, value]);
            }
        }
        let (g, value) = (self.own(g), self.own(value));
        let idx = self.alloc(Kind::AsyncGenStep, self.step_class(mode), STEP_NEW, 5)?;
        self.heap.set_value(idx, 2, g);
        self.heap.set_value(idx, 3, value);
        self.heap.set_word(idx, 4, mode);
        done(Value::block(idx))
    }

    fn step_class(&self, mode: u64) -> Value {
        if mode == STEP_SEND {
            self.types.async_gen_step
        } else {
            self.types.async_gen_throw
        }
    }

    /// The finaliser hook that a dying async generator is handed to, borrowed.
    pub(crate) fn agen_finalizer(&self, g: u32) -> Option<Value> {
        let finalizer = self.heap.value(g, FINALIZER);
        finalizer.is_ref().then_some(finalizer)
    }

    /// Whether a step of it has begun and not ended: `ag_running`.
    pub(crate) fn agen_running(&self, g: Value) -> bool {
        !self.heap.value(g.idx(), STEP).is_null()
    }

    fn agen_closed(&mut self, g: Value) {
        self.replace(g.idx(), FINALIZER, Value::bool(false));
    }

    fn reused(&mut self, mode: u64) -> Raised {
        let what = if mode == STEP_SEND {
            "__anext__()/asend()"
        } else {
            "aclose()/athrow()"
        };
        self.raise(Exc::RuntimeError, format!("cannot reuse already awaited {what}"))
    }

    fn already_running(&mut self, step: u32, mode: u64) -> Raised {
        let what = ["anext", "athrow", "aclose"][mode as usize];
        // An `asend()` could be awaited again before 3.13.
        if mode != STEP_SEND || self.config.version.minor() >= 13 {
            self.heap.set_hi(step, 1, STEP_USED);
        }
        let message = format!("{what}(): asynchronous generator is already running");
        self.raise(Exc::RuntimeError, message)
    }

    /// `send()` of a step (borrowed): resumes its async generator with `sent` (owned).
    pub(crate) fn agen_step(&mut self, step: Value, sent: Value, ret: Ret) -> Res<Flow> {
        let idx = step.idx();
        let g = self.heap.value(idx, 2);
        let mode = self.heap.word(idx, 4);
        let state = self.heap.hi(idx, 1);
        let ended = self.heap.hi(g.idx(), 1) == GEN_CLOSED;
        if state == STEP_USED || (mode != STEP_SEND && ended) {
            self.drop(sent);
            if state == STEP_USED {
                return Err(self.reused(mode));
            }
            self.heap.set_hi(idx, 1, STEP_USED);
            return self.step_returned(Value::NONE, ret);
        }
        if state == STEP_AWAITED {
            self.agen_resumed_by(g, step);
            let flow = self.resume(g, sent, ret);
            return self.step_flow(g, flow, ret);
        }
        if self.agen_running(g) {
            self.drop(sent);
            return Err(self.already_running(idx, mode));
        }
        if mode == STEP_SEND {
            let value = if sent.is_none() {
                self.own(self.heap.value(idx, 3))
            } else {
                sent
            };
            self.heap.set_hi(idx, 1, STEP_AWAITED);
            self.agen_resumed_by(g, step);
            let flow = self.resume(g, value, ret);
            return self.step_flow(g, flow, ret);
        }
        if self.heap.value(g.idx(), FINALIZER) == Value::bool(false) {
            self.drop(sent);
            self.heap.set_hi(idx, 1, STEP_USED);
            return Err(self.raise_with(Exc::StopAsyncIteration, &[]));
        }
        if !sent.is_none() {
            self.drop(sent);
            return Err(self.raise(
                Exc::RuntimeError,
                "can't send non-None value to a just-started coroutine",
            ));
        }
        let exc = if mode == STEP_CLOSE {
            self.agen_closed(g);
            self.raise_with(Exc::GeneratorExit, &[])
        } else {
            Raised(self.own(self.heap.value(idx, 3)))
        };
        self.agen_throw(step, exc, ret)
    }

    /// `throw()` of a step (borrowed): raises `exc` inside its async generator.
    pub(crate) fn step_throw(&mut self, step: Value, exc: Raised, ret: Ret) -> Res<Flow> {
        let idx = step.idx();
        let (g, mode) = (self.heap.value(idx, 2), self.heap.word(idx, 4));
        match self.heap.hi(idx, 1) {
            STEP_USED => {
                self.drop(exc.0);
                return Err(self.reused(mode));
            }
            STEP_NEW if self.config.version.minor() >= 13 && self.agen_running(g) => {
                self.drop(exc.0);
                return Err(self.already_running(idx, mode));
            }
            _ => {}
        }
        self.agen_throw(step, exc, ret)
    }

    fn agen_throw(&mut self, step: Value, exc: Raised, ret: Ret) -> Res<Flow> {
        let g = self.heap.value(step.idx(), 2);
        self.heap.set_hi(step.idx(), 1, STEP_AWAITED);
        self.agen_resumed_by(g, step);
        let flow = self.throw_into(g, exc, ret);
        self.step_flow(g, flow, ret)
    }

    fn agen_resumed_by(&mut self, g: Value, step: Value) {
        let step = self.own(step);
        self.replace(g.idx(), STEP, step);
    }

    /// An error of a resumption that did not reach the generator's frame.
    fn step_flow(&mut self, g: Value, flow: Res<Flow>, ret: Ret) -> Res<Flow> {
        match flow {
            Ok(flow) => Ok(flow),
            Err(raised) => self.step_raised(g, raised, ret),
        }
    }

    /// The async generator's frame was left by a `yield` of its own (`own`) or of what it awaits, with `value` (owned).
    /// Takes the generator over.
    pub(crate) fn step_yielded(&mut self, g: Value, value: Value, own: bool, ret: Ret) -> Res<Flow> {
        let step = self.heap.value(g.idx(), STEP);
        self.heap
            .set_value(g.idx(), STEP, if own { Value::NULL } else { Value::bool(true) });
        self.drop(g);
        if !own {
            self.drop(step);
            self.push(value);
            return Ok(Flow::Go);
        }
        let closing = self.use_up(step);
        if closing {
            self.drop(value);
            return Err(self.raise(Exc::RuntimeError, "async generator ignored GeneratorExit"));
        }
        self.step_returned(value, ret)
    }

    /// An exception has left the async generator (borrowed), or its end is told by one.
    pub(crate) fn step_raised(&mut self, g: Value, exc: Raised, ret: Ret) -> Res<Flow> {
        let step = self.heap.value(g.idx(), STEP);
        self.heap.set_value(g.idx(), STEP, Value::NULL);
        let closing = self.use_up(step);
        if !self.is_exc(exc.0, Exc::StopAsyncIteration) && !self.is_exc(exc.0, Exc::GeneratorExit) {
            return Err(exc);
        }
        self.agen_closed(g);
        if closing {
            self.drop(exc.0);
            return self.step_returned(Value::NONE, ret);
        }
        Err(exc)
    }

    /// The step (owned; none if another one meddled) is at its end. Whether it was `aclose()`.
    fn use_up(&mut self, step: Value) -> bool {
        if !step.is_ref() {
            return false;
        }
        self.heap.set_hi(step.idx(), 1, STEP_USED);
        let closing = self.heap.word(step.idx(), 4) == STEP_CLOSE;
        self.drop(step);
        closing
    }

    /// The `await` of a step has come to `value` (owned).
    fn step_returned(&mut self, value: Value, ret: Ret) -> Res<Flow> {
        if ret == Ret::AgenSend {
            self.send_returned(value);
            return Ok(Flow::Go);
        }
        Err(self.stop_iteration(value))
    }
}
