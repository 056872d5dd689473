//! Generators, coroutines and async generators: a frame that is taken out of the call chain and put back in.

use super::call::Flow;
use super::layout::{frame, *};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};

impl Vm {
    /// `RETURN_GENERATOR`: the present frame becomes a generator, which its caller gets.
    pub(crate) fn make_generator(&mut self) -> Res<Flow> {
        let f = self.frame();
        let rt = self.frame_code(f);
        let flags = rt.code.flags;
        let (name, qualname) = (rt.name, rt.qualname);
        let func = self.heap.value(f, frame::FUNC);
        let (name, qualname) = if func.is_ref() {
            (self.heap.value(func.idx(), 6), self.heap.value(func.idx(), 7))
        } else {
            (name, qualname)
        };
        let class = if flags.coroutine {
            self.types.coroutine
        } else if flags.async_generator {
            self.types.async_generator
        } else {
            self.types.generator
        };
        let idx = self.alloc(Kind::Generator, class, GEN_CREATED, 8)?;
        let (name, qualname) = (self.own(name), self.own(qualname));
        // The code stays known when the frame is gone.
        let code = self.heap.lo(f, frame::CODE_IP);
        self.heap.set_word(idx, 2, u64::from(code) << 32 | u64::from(f));
        self.heap.set_value(idx, 3, name);
        self.heap.set_value(idx, 4, qualname);
        for i in 5..8 {
            self.heap.set_value(idx, i, Value::NULL);
        }
        self.heap.set_word(f, frame::GENERATOR, u64::from(idx));
        let ret = Ret::from_u32(self.heap.lo(f, frame::RET));
        let thread = &mut self.threads[self.current];
        thread.frame = self.heap.lo(f, frame::PREV_SP);
        thread.depth -= 1;
        self.heap.set_lo(f, frame::PREV_SP, 0);
        if flags.coroutine && self.threads[self.current].origin_depth != 0 {
            self.remember_origin(idx)?;
        }
        if ret == Ret::Thread {
            return Ok(Flow::Leave(super::interp::Exit::Finished(Value::block(idx))));
        }
        self.deliver(Value::block(idx), ret).map(|()| Flow::Go)
    }

    /// "generator", "coroutine" or "async generator", for messages.
    pub(crate) fn generator_word(&self, g: Value) -> &'static str {
        let c = self.type_of(g);
        if c == self.types.coroutine {
            "coroutine"
        } else if c == self.types.async_generator {
            "async generator"
        } else {
            "generator"
        }
    }

    /// Puts a generator's frame on top of the present one. The value sent (owned) is not yet pushed.
    #[inline(always)]
    pub(crate) fn activate(&mut self, g: Value, ret: Ret) {
        let idx = g.idx();
        let f = self.heap.lo(idx, 2);
        self.heap.set_hi(idx, 1, GEN_RUNNING);
        // The running frame keeps its generator alive.
        self.heap.incref(g);
        self.heap.set_word(f, frame::RET, u64::from(ret as u32));
        let own = self.heap.value(idx, 5);
        self.heap.set_value(idx, 5, Value::NULL);
        let thread = &mut self.threads[self.current];
        let outer = std::mem::replace(&mut thread.handled, own);
        thread.handled_outer.push(outer);
        self.enter(f);
    }

    /// Takes the present (generator's) frame out of the chain. Gives the generator (owned).
    #[inline(always)]
    pub(crate) fn deactivate(&mut self, state: u32) -> Value {
        let f = self.frame();
        let idx = self.heap.lo(f, frame::GENERATOR);
        self.heap.set_hi(idx, 1, state);
        let thread = &mut self.threads[self.current];
        let outer = thread.handled_outer.pop().unwrap_or(Value::NULL);
        let own = std::mem::replace(&mut thread.handled, outer);
        thread.frame = self.heap.lo(f, frame::PREV_SP);
        thread.depth -= 1;
        self.heap.set_lo(f, frame::PREV_SP, 0);
        if state == GEN_CLOSED {
            self.heap.set_lo(idx, 2, 0);
            self.drop(own);
        } else {
            self.heap.set_value(idx, 5, own);
        }
        Value::block(idx)
    }

    /// Resumes a generator (borrowed) with a value (owned). What comes of it goes where `ret` says.
    pub(crate) fn resume(&mut self, g: Value, value: Value, ret: Ret) -> Res<Flow> {
        let state = self.heap.hi(g.idx(), 1);
        match state {
            GEN_RUNNING => {
                self.drop(value);
                let word = self.generator_word(g);
                return Err(self.value_error(format!("{word} already executing")));
            }
            GEN_CLOSED => {
                self.drop(value);
                if self.type_of(g) == self.types.coroutine {
                    return Err(self.raise(Exc::RuntimeError, "cannot reuse already awaited coroutine"));
                }
                if matches!(ret, Ret::AgenSend | Ret::AgenCall) {
                    return Err(self.raise_with(Exc::StopAsyncIteration, &[]));
                }
                return self.generator_end(Value::NONE, ret);
            }
            GEN_CREATED if !value.is_none() => {
                self.drop(value);
                let word = self.generator_word(g);
                return Err(self.type_error(format!("can't send non-None value to a just-started {word}")));
            }
            _ => {}
        }
        let depth = self.threads[self.current].depth;
        if depth >= self.config.depth_max {
            self.drop(value);
            return Err(self.raise(Exc::RecursionError, "maximum recursion depth exceeded"));
        }
        self.activate(g, ret);
        self.push(value);
        Ok(Flow::Go)
    }

    /// Raises an exception (owned) inside a generator (borrowed) where it is suspended.
    pub(crate) fn throw_into(&mut self, g: Value, exc: Raised, ret: Ret) -> Res<Flow> {
        match self.heap.hi(g.idx(), 1) {
            GEN_RUNNING => {
                self.drop(exc.0);
                let word = self.generator_word(g);
                Err(self.value_error(format!("{word} already executing")))
            }
            GEN_CLOSED => Err(exc),
            GEN_CREATED => {
                // Never started: it ends here, and the exception goes to the caller.
                let f = self.heap.lo(g.idx(), 2);
                self.heap.set_lo(g.idx(), 2, 0);
                self.heap.set_hi(g.idx(), 1, GEN_CLOSED);
                self.free_frame(f);
                // Up to 3.11 the handler that PEP 479 asks for covered the first instruction too.
                let is_covered = self.config.version.minor() <= 11;
                let word = self.generator_word(g);
                for (stop, name) in [
                    (Exc::StopIteration, "StopIteration"),
                    (Exc::StopAsyncIteration, "StopAsyncIteration"),
                ] {
                    let is_told = stop == Exc::StopIteration || word == "async generator";
                    if is_covered && is_told && self.is_exc(exc.0, stop) {
                        return Err(self.raised_inside(word, name, exc.0));
                    }
                }
                Err(exc)
            }
            _ => {
                // If it waits in `await` or `yield from`, the one it waits for gets the exception.
                if let Some(inner) = self.delegate(g) {
                    if self.is_kind(inner, Kind::Generator) {
                        let inner = self.own(inner);
                        self.activate(g, ret);
                        let inner_ret = Ret::GenSend;
                        // The SEND that follows finds what the inner one yields or returns.
                        self.back_to_send();
                        let flow = self.throw_into(inner, exc, inner_ret);
                        self.drop(inner);
                        return match flow {
                            Ok(flow) => Ok(flow),
                            Err(raised) => {
                                self.ahead_of_send();
                                self.push(Value::NONE);
                                Ok(self.unwind(raised, true))
                            }
                        };
                    }
                    return self.throw_into_other(g, inner, exc, ret);
                }
                self.activate(g, ret);
                // Handlers expect the operand that a resumption would have pushed.
                self.push(Value::NONE);
                Ok(self.unwind(exc, true))
            }
        }
    }

    /// A generator that delegates to something that is no generator: its `throw` method, if it has one.
    fn throw_into_other(&mut self, g: Value, inner: Value, exc: Raised, ret: Ret) -> Res<Flow> {
        let name = if self.is_exc(exc.0, Exc::GeneratorExit) {
            self.names.close
        } else {
            self.names.throw
        };
        let got = self.get_attr(inner, name, false)?;
        self.activate(g, ret);
        let super::attr::Got::Value(method) = got else {
            self.push(Value::NONE);
            return Ok(self.unwind(exc, true));
        };
        self.back_to_send();
        let flow = if name == self.names.close {
            // `close()` first, then the exception goes on in this frame; its result is of no interest.
            let result = self.slow_path("close_then_raise", &[method, exc.0]);
            self.settle(result, Ret::Send)
        } else {
            self.call(method, &[exc.0], &[], Ret::Send)
        };
        self.drop(method);
        self.drop(exc.0);
        match flow {
            Ok(flow) => Ok(flow),
            Err(raised) => {
                self.ahead_of_send();
                self.push(Value::NONE);
                Ok(self.unwind(raised, true))
            }
        }
    }

    /// What a suspended generator waits for in `await` or `yield from`. Borrowed.
    pub(crate) fn delegate(&self, g: Value) -> Option<Value> {
        let f = self.heap.lo(g.idx(), 2);
        if f == 0 || self.heap.hi(g.idx(), 1) != GEN_SUSPENDED {
            return None;
        }
        let ip = self.heap.hi(f, frame::CODE_IP) as usize;
        let rt = self.frame_code(f);
        // Suspended at YIELD_VALUE, which a SEND precedes and a RESUME 2 or 3 follows.
        let next = rt.code.instrs.get(ip)?;
        if next.op() != crate::bytecode::Opcode::Resume || next.arg() < 2 {
            return None;
        }
        let sp = self.heap.hi(f, frame::PREV_SP);
        // [receiver] lies below the slot of the value yielded.
        let receiver = self.heap.value(f, frame::LOCALSPLUS + sp - 1);
        Some(receiver)
    }

    /// The present frame is suspended behind the `YIELD_VALUE` of an await; lets what its inner one yields or returns
    /// be treated as by the `SEND` before it.
    fn back_to_send(&mut self) {
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP);
        // SEND, YIELD_VALUE, RESUME: "the instruction after SEND".
        self.heap.set_hi(f, frame::CODE_IP, ip - 1);
    }

    /// Undoes `back_to_send`, so that an exception is raised at the `YIELD_VALUE`.
    fn ahead_of_send(&mut self) {
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP);
        self.heap.set_hi(f, frame::CODE_IP, ip + 1);
    }

    /// `YIELD_VALUE`: the present generator's frame is suspended; `value` (owned) goes to whoever resumed it.
    /// `agen`: it is a value of an async generator's `yield`.
    pub(crate) fn yield_value(&mut self, value: Value, agen: bool) -> Res<Flow> {
        let f = self.frame();
        let ret = Ret::from_u32(self.heap.lo(f, frame::RET));
        let g = self.deactivate(GEN_SUSPENDED);
        if matches!(ret, Ret::AgenSend | Ret::AgenCall) {
            return self.step_yielded(g, value, agen, ret);
        }
        let word = self.generator_word(g);
        if ret != Ret::GenCloseQuiet {
            self.drop(g);
        }
        match ret {
            Ret::GenForIter | Ret::GenSend | Ret::GenCall => {
                self.push(value);
                Ok(Flow::Go)
            }
            Ret::GenCloseQuiet => {
                self.drop(value);
                let ignored = self.raise(Exc::RuntimeError, format!("{word} ignored GeneratorExit"));
                let f = self.frame();
                let ip = self.heap.hi(f, frame::CODE_IP).saturating_sub(1);
                self.add_traceback(ignored.0, f, ip);
                self.report_ignored(ignored.0, g);
                Ok(Flow::Go)
            }
            Ret::GenClose => {
                self.drop(value);
                Err(self.raise(Exc::RuntimeError, format!("{word} ignored GeneratorExit")))
            }
            _ => unreachable!("a generator's frame returns to one of its resumers"),
        }
    }

    /// A generator's frame has returned `value` (owned): ends the generator, tells whoever resumed it.
    pub(crate) fn generator_return(&mut self, value: Value, ret: Ret) -> Res<Flow> {
        let f = self.frame();
        let g = self.deactivate(GEN_CLOSED);
        self.free_frame(f);
        if matches!(ret, Ret::AgenSend | Ret::AgenCall) {
            self.drop(value);
            let end = self.raise_with(Exc::StopAsyncIteration, &[]);
            let flow = self.step_raised(g, end, ret);
            self.drop(g);
            return flow;
        }
        self.drop(g);
        self.generator_end(value, ret)
    }

    /// What the end of a generator means to whoever resumed it.
    fn generator_end(&mut self, value: Value, ret: Ret) -> Res<Flow> {
        match ret {
            Ret::GenForIter => {
                self.drop(value);
                self.end_for();
                Ok(Flow::Go)
            }
            Ret::GenSend => {
                self.send_returned(value);
                Ok(Flow::Go)
            }
            Ret::GenCall => Err(self.stop_iteration(value)),
            Ret::GenClose => {
                // Since 3.13 the value is what `close()` gives.
                if self.config.version.minor() >= 13 {
                    self.push(value);
                } else {
                    self.drop(value);
                    self.push(Value::NONE);
                }
                Ok(Flow::Go)
            }
            Ret::GenCloseQuiet => {
                self.drop(value);
                self.finalizer_returned();
                Ok(Flow::Go)
            }
            _ => unreachable!("a generator's frame returns to one of its resumers"),
        }
    }

    /// The iterator of the present frame's `FOR_ITER` (just executed) is at its end.
    pub(crate) fn end_for(&mut self) {
        let iterator = self.pop();
        self.drop(iterator);
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP) - 1;
        let target = self.frame_code(f).code.instrs[ip as usize].arg();
        self.heap.set_hi(f, frame::CODE_IP, target);
    }

    /// The receiver of the present frame's `SEND` (just executed) has returned `value` (owned).
    pub(crate) fn send_returned(&mut self, value: Value) {
        self.push(value);
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP) - 1;
        let target = self.frame_code(f).code.instrs[ip as usize].arg();
        self.heap.set_hi(f, frame::CODE_IP, target);
    }

    /// Whether a suspended generator is inside a `try` or `with`, so that closing it runs code.
    pub(crate) fn suspended_in_try(&self, g: u32) -> bool {
        let f = self.heap.lo(g, 2);
        if f == 0 {
            return false;
        }
        let ip = self.heap.hi(f, frame::CODE_IP).saturating_sub(1);
        let code = &self.frame_code(f).code;
        // Every generator has one handler around its whole body (StopIteration becomes RuntimeError), its last code.
        let whole = code.handlers.iter().map(|h| h.target).max();
        code.handlers
            .iter()
            .any(|h| h.start <= ip && ip < h.end && Some(h.target) != whole)
    }

    /// `close()`: raises GeneratorExit inside, expects the end.
    pub(crate) fn close_generator(&mut self, g: Value, ret: Ret) -> Res<Flow> {
        match self.heap.hi(g.idx(), 1) {
            GEN_CREATED => {
                let f = self.heap.lo(g.idx(), 2);
                self.heap.set_lo(g.idx(), 2, 0);
                self.heap.set_hi(g.idx(), 1, GEN_CLOSED);
                self.free_frame(f);
                if ret == Ret::GenClose {
                    self.push(Value::NONE);
                }
                Ok(Flow::Go)
            }
            GEN_CLOSED => {
                if ret == Ret::GenClose {
                    self.push(Value::NONE);
                }
                Ok(Flow::Go)
            }
            _ => {
                let exit = self.raise_with(Exc::GeneratorExit, &[]);
                self.throw_into(g, exit, ret)
            }
        }
    }
}
