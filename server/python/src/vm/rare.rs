//! The instructions that are not worth a place in the main loop, and the parts of others that may call Python.
//! Registers are saved when these run: they work on the present frame's block.

use super::attr::{Got, Put};
use super::call::Flow;
use super::interp::Exit;
use super::layout::{frame, *};
use super::native::{NativeResult, Out};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Finalizer, Raised, Res, Vm};
use crate::bytecode::{Intrinsic, Opcode, Special};
use crate::objects::exception::{CAUSE, CONTEXT};

impl Vm {
    /// Frame return for every way but the plain one.
    pub(crate) fn return_value(&mut self, v: Value, ret: Ret) -> Res<Flow> {
        if ret.is_generator() {
            return self.generator_return(v, ret);
        }
        let f = self.frame();
        let thread = &mut self.threads[self.current];
        thread.frame = self.heap.lo(f, frame::PREV_SP);
        thread.depth -= 1;
        self.free_frame(f);
        if ret == Ret::Thread {
            return Ok(Flow::Leave(Exit::Finished(v)));
        }
        self.deliver(v, ret).map(|()| Flow::Go)
    }

    /// `SEND`: the receiver is on top of the stack, `v` (owned) goes to it.
    pub(crate) fn op_send(&mut self, v: Value) -> Res<Flow> {
        let receiver = self.peek(1);
        if receiver.is_ref() {
            match self.heap.kind(receiver.idx()) {
                Kind::Generator => return self.resume(receiver, v, Ret::GenSend),
                Kind::CoroutineWrapper => {
                    let inner = self.heap.value(receiver.idx(), 2);
                    return self.resume(inner, v, Ret::GenSend);
                }
                Kind::AsyncGenStep => return self.agen_step(receiver, v, Ret::AgenSend),
                _ => {}
            }
        }
        if v.is_none() {
            if let Some(item) = self.try_next_native(receiver) {
                return match item? {
                    Some(item) => {
                        self.push(item);
                        Ok(Flow::Go)
                    }
                    None => {
                        self.send_returned(Value::NONE);
                        Ok(Flow::Go)
                    }
                };
            }
            let Some(next) = self.special(receiver, self.names.__next__) else {
                let t = self.type_name(receiver);
                return Err(self.type_error(format!("'{t}' object is not an iterator")));
            };
            let (next, receiver) = (self.own(next), self.own(receiver));
            return self.call_owned(next, vec![receiver], &[], Ret::Send);
        }
        match self.get_attr(receiver, self.names.send, false)? {
            Got::Value(send) => self.call_owned(send, vec![v], &[], Ret::Send),
            _ => Err(self.no_attribute(receiver, self.names.send)),
        }
    }

    /// Resumes the async generator behind an `asend()`, `athrow()` or `__anext__()` object.
    pub(crate) fn agen_step(&mut self, step: Value, sent: Value, ret: Ret) -> Res<Flow> {
        let idx = step.idx();
        let g = self.heap.value(idx, 2);
        let first = self.heap.hi(idx, 1) == 0;
        if self.heap.hi(idx, 1) == 2 {
            self.drop(sent);
            return Err(self.raise(Exc::RuntimeError, "cannot reuse already awaited __anext__()/asend()"));
        }
        self.heap.set_hi(idx, 1, 1);
        if !first {
            return self.resume(g, sent, ret);
        }
        self.drop(sent);
        let value = self.heap.value(idx, 3);
        let mode = self.heap.word(idx, 4);
        match mode {
            // asend, __anext__
            0 => {
                if self.heap.hi(g.idx(), 1) == GEN_CLOSED {
                    return Err(self.raise_with(Exc::StopAsyncIteration, &[]));
                }
                if self.heap.hi(g.idx(), 1) == GEN_RUNNING {
                    return Err(self.raise(Exc::RuntimeError, "anext(): asynchronous generator is already running"));
                }
                let value = self.own(value);
                self.resume(g, value, ret)
            }
            // athrow
            1 => {
                let exc = self.own(value);
                self.throw_into(g, Raised(exc), ret)
            }
            // aclose
            _ => self.agen_close(g, ret),
        }
    }

    fn agen_close(&mut self, g: Value, ret: Ret) -> Res<Flow> {
        let done = self.heap.hi(g.idx(), 1) == GEN_CLOSED || self.heap.hi(g.idx(), 1) == GEN_CREATED;
        if done {
            let flow = self.close_generator(g, Ret::GenCloseQuiet)?;
            if ret == Ret::AgenSend {
                self.send_returned(Value::NONE);
                return Ok(flow);
            }
            return Err(self.stop_iteration(Value::NONE));
        }
        let exit = self.raise_with(Exc::GeneratorExit, &[]);
        self.throw_into(g, exit, ret)
    }

    /// `UNPACK_SEQUENCE` of anything but a list or tuple of the right length.
    pub(crate) fn op_unpack(&mut self, v: Value, n: u32) -> Res<Flow> {
        match self.plain_items(v) {
            Some(items) => {
                let result = self.unpack_items(&items, n);
                self.drop(v);
                result.map(|()| Flow::Go)
            }
            None => {
                let result = self.slow_path("unpack", &[v, Value::int(i64::from(n))]);
                self.drop(v);
                self.rerun_with(result)
            }
        }
    }

    /// Settles a call whose result takes the operand's place before the instruction runs again.
    fn rerun_with(&mut self, result: NativeResult) -> Res<Flow> {
        let f = self.frame();
        let ip = self.heap.hi(f, frame::CODE_IP);
        let out = result?;
        self.heap.set_hi(f, frame::CODE_IP, ip - 1);
        match self.settle(Ok(out), Ret::Push) {
            Ok(flow) => Ok(flow),
            Err(raised) => {
                self.heap.set_hi(f, frame::CODE_IP, ip);
                Err(raised)
            }
        }
    }

    fn unpack_items(&mut self, items: &[Value], n: u32) -> Res<()> {
        let (got, want) = (items.len(), n as usize);
        if got < want {
            return Err(self.value_error(format!("not enough values to unpack (expected {want}, got {got})")));
        }
        if got > want {
            let message = if self.config.version.minor() >= 14 {
                format!("too many values to unpack (expected {want}, got {got})")
            } else {
                format!("too many values to unpack (expected {want})")
            };
            return Err(self.value_error(message));
        }
        for &item in items.iter().rev() {
            let item = self.own(item);
            self.push(item);
        }
        Ok(())
    }

    /// `FOR_ITER` over an iterator that is not built in: calls `__next__`.
    pub(crate) fn call_next(&mut self, it: Value) -> Res<Flow> {
        if let Some(item) = self.try_next_native(it) {
            match item? {
                Some(item) => self.push(item),
                None => self.end_for(),
            }
            return Ok(Flow::Go);
        }
        let Some(next) = self.special(it, self.names.__next__) else {
            let t = self.type_name(it);
            return Err(self.type_error(format!("'{t}' object is not an iterator")));
        };
        let (next, it) = (self.own(next), self.own(it));
        if self.is_kind(next, Kind::Native) {
            // A native that raises StopIteration ends the loop as well.
            let def = self.natives[self.heap.hi(next.idx(), 1) as usize].f;
            let result = def(self, super::Args { args: &[it], kw: &[] });
            self.drop(next);
            self.drop(it);
            return match result {
                Err(raised) if self.is_exc(raised.0, Exc::StopIteration) => {
                    self.drop(raised.0);
                    self.end_for();
                    Ok(Flow::Go)
                }
                other => self.settle(other, Ret::ForIter),
            };
        }
        self.call_owned(next, vec![it], &[], Ret::ForIter)
    }

    /// Asks `__bool__` or `__len__`.
    pub(crate) fn call_truth(&mut self, v: Value) -> Res<Flow> {
        if let Some(hook) = self.special(v, self.names.__bool__) {
            let (hook, v) = (self.own(hook), self.own(v));
            return self.call_owned(hook, vec![v], &[], Ret::Truth);
        }
        if let Some(hook) = self.special(v, self.names.__len__) {
            let (hook, v) = (self.own(hook), self.own(v));
            return self.call_owned(hook, vec![v], &[], Ret::TruthLen);
        }
        self.push(Value::TRUE);
        Ok(Flow::Go)
    }

    /// Runs what a dying object asked for.
    pub(crate) fn run_finalizer(&mut self, finalizer: Finalizer) -> Res<Flow> {
        let below = self.threads[self.current].depth;
        let flow = self.begin_finalizer(finalizer);
        let thread = &mut self.threads[self.current];
        if thread.depth > below {
            thread.finalizer_depth = below + 1;
        }
        flow
    }

    /// The next last word that the running thread is free to say. Leaves the loop's fast path open once there is none.
    pub(crate) fn next_finalizer(&mut self) -> Option<Finalizer> {
        let thread = &mut self.threads[self.current];
        let busy = thread.finalizer_depth != 0 && thread.depth >= thread.finalizer_depth;
        if busy {
            return None;
        }
        thread.finalizer_depth = 0;
        self.finalizers.pop_front()
    }

    /// A finaliser has returned: the next one's turn.
    pub(crate) fn finalizer_returned(&mut self) {
        self.threads[self.current].finalizer_depth = 0;
        if !self.finalizers.is_empty() {
            self.interrupt();
        }
    }

    fn begin_finalizer(&mut self, finalizer: Finalizer) -> Res<Flow> {
        match finalizer {
            Finalizer::Del(v) => match self.special(v, self.names.__del__) {
                Some(hook) => {
                    let hook = self.own(hook);
                    self.call_owned(hook, vec![v], &[], Ret::Quiet)
                }
                None => {
                    self.drop(v);
                    Ok(Flow::Go)
                }
            },
            Finalizer::CloseGenerator(g) => {
                let flow = self.close_generator(g, Ret::GenCloseQuiet);
                self.drop(g);
                flow
            }
            Finalizer::NeverAwaited(g) => {
                let q = self.heap.value(g.idx(), 4);
                let q = if self.is_str(q) {
                    self.str(q).to_owned()
                } else {
                    String::new()
                };
                let result = {
                    let name = self.new_str(&q)?;
                    let result = self.slow_path("warn_never_awaited", &[name]);
                    self.drop(name);
                    result
                };
                self.drop(g);
                self.settle(result, Ret::Quiet)
            }
            Finalizer::WeakCallback(weak, callback) => self.call_owned(callback, vec![weak], &[], Ret::Quiet),
        }
    }

    /// The i-th value from the top of the present frame's stack, borrowed.
    pub(crate) fn peek(&self, i: u32) -> Value {
        let f = self.frame();
        let sp = self.heap.hi(f, frame::PREV_SP);
        self.heap.value(f, frame::LOCALSPLUS + sp - i)
    }

    /// Everything the main loop leaves out.
    #[allow(clippy::too_many_lines, reason = "one arm per opcode")]
    pub(crate) fn rare_op(&mut self, op: Opcode, arg: u32) -> Res<Flow> {
        let f = self.frame();
        let name = |vm: &Self| vm.frame_code(f).names[arg as usize];
        match op {
            Opcode::DeleteGlobal | Opcode::DeleteName => {
                let n = name(self);
                let at = if op == Opcode::DeleteGlobal {
                    frame::GLOBALS
                } else {
                    frame::LOCALS
                };
                let d = self.heap.value(f, at);
                match self.find_name(d, n) {
                    Some(e) => {
                        let (k, v) = self.dict_remove_entry(d, e);
                        self.drop(k);
                        self.drop(v);
                    }
                    None => {
                        let n = self.str(n).to_owned();
                        return Err(self.raise(Exc::NameError, format!("name '{n}' is not defined")));
                    }
                }
            }
            Opcode::DeleteDeref => {
                let cell = self.heap.value(f, frame::LOCALSPLUS + arg);
                if self.heap.value(cell.idx(), 2).is_null() {
                    let rt: *const super::CodeRt = self.frame_code(f);
                    return Err(self.unbound_deref(rt, arg));
                }
                self.replace(cell.idx(), 2, Value::NULL);
            }
            Opcode::LoadFromDictOrDeref => {
                let mapping = self.pop();
                let n = self.frame_code(f).localsplus[arg as usize];
                let found = if self.is_dict(mapping) {
                    self.dict_get(mapping, n)
                } else {
                    None
                };
                let v = found.unwrap_or_else(|| {
                    let cell = self.heap.value(f, frame::LOCALSPLUS + arg);
                    self.heap.value(cell.idx(), 2)
                });
                let v = self.own(v);
                self.drop(mapping);
                if v.is_null() {
                    let rt: *const super::CodeRt = self.frame_code(f);
                    return Err(self.unbound_deref(rt, arg));
                }
                self.push(v);
            }
            Opcode::LoadLocals => {
                let d = self.heap.value(f, frame::LOCALS);
                let d = self.own(d);
                self.push(d);
            }
            Opcode::LoadBuildClass => {
                let v = self
                    .dict_get_str(self.builtins, "__build_class__")
                    .unwrap_or(Value::NONE);
                let v = self.own(v);
                self.push(v);
            }
            Opcode::LoadCommonConstant => {
                let kind = if arg == 0 {
                    Exc::AssertionError
                } else {
                    Exc::NotImplementedError
                };
                let v = self.exc(kind);
                let v = self.own(v);
                self.push(v);
            }
            Opcode::DeleteAttr => {
                let owner = self.pop();
                let n = name(self);
                let put = self.put_attr(owner, n, Value::NULL);
                let flow = match put {
                    Ok(Put::Done) => Ok(Flow::Go),
                    Ok(Put::Call(callee, args)) => self.call_owned(callee, args, &[], Ret::Discard),
                    Err(raised) => Err(raised),
                };
                self.drop(owner);
                return flow;
            }
            Opcode::LoadSuperAttr | Opcode::LoadSuperMethod => {
                return self.op_super(name(self), op == Opcode::LoadSuperMethod);
            }
            Opcode::LoadSpecial => return self.op_special(Special::ALL[arg as usize]),
            Opcode::BinarySlice => {
                let (stop, start, container) = (self.pop(), self.pop(), self.pop());
                let slice = self.new_slice(start, stop, Value::NONE)?;
                let result = self.get_item(container, slice);
                let flow = self.settle(result, Ret::Push);
                self.drop(container);
                self.drop(slice);
                return flow;
            }
            Opcode::StoreSlice => {
                let (stop, start, container, v) = (self.pop(), self.pop(), self.pop(), self.pop());
                let slice = self.new_slice(start, stop, Value::NONE)?;
                let result = self.set_item(container, slice, v);
                let flow = self.settle(result, Ret::Discard);
                self.drop(container);
                self.drop(slice);
                return flow;
            }
            Opcode::UnaryNegative | Opcode::UnaryInvert => {
                let v = self.pop();
                let result = self.unary(op, v);
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                return flow;
            }
            Opcode::CallIntrinsic1 => return self.op_intrinsic(Intrinsic::ALL[arg as usize]),
            Opcode::BuildSet => {
                let items: Vec<Value> = (1..=arg).rev().map(|i| self.peek(i)).collect();
                let set = self.new_set(false)?;
                let mut slow = false;
                for &v in &items {
                    let v = self.own(v);
                    match self.set_add(set, v) {
                        Ok(true) => {}
                        Ok(false) => {
                            self.drop(v);
                            slow = true;
                        }
                        Err(raised) => {
                            self.drop(v);
                            self.drop(set);
                            return Err(raised);
                        }
                    }
                }
                for _ in 0..arg {
                    self.pop();
                }
                if slow {
                    self.drop(set);
                    let list = self.new_list(&items)?;
                    let result = self.slow_path("set_slow", &[list]);
                    self.drop(list);
                    return self.settle(result, Ret::Push);
                }
                self.drop_all(&items);
                self.push(set);
            }
            Opcode::BuildMap => return self.op_build_map(arg),
            Opcode::BuildString => {
                let mut text = String::new();
                for i in (1..=arg).rev() {
                    let v = self.peek(i);
                    text.push_str(self.as_str(v).unwrap_or_default());
                }
                let v = self.new_str(&text)?;
                for _ in 0..arg {
                    let piece = self.pop();
                    self.drop(piece);
                }
                self.push(v);
            }
            Opcode::BuildSlice => {
                let step = if arg == 3 { self.pop() } else { Value::NONE };
                let (stop, start) = (self.pop(), self.pop());
                let v = self.new_slice(start, stop, step)?;
                self.push(v);
            }
            Opcode::SetAdd => {
                let v = self.pop();
                let set = self.peek(arg);
                if !self.set_add(set, v)? {
                    let result = self.slow_path("set_add_slow", &[set, v]);
                    self.drop(v);
                    return self.settle(result, Ret::Discard);
                }
            }
            Opcode::MapAdd => {
                let (v, k) = (self.pop(), self.pop());
                let d = self.peek(arg);
                let result = self.set_item(d, k, v);
                let flow = self.settle(result, Ret::Discard);
                self.drop(k);
                return flow;
            }
            Opcode::ListExtend => {
                let v = self.pop();
                let list = self.peek(arg);
                let result = match self.plain_items(v) {
                    Some(items) => {
                        for item in items {
                            let item = self.own(item);
                            self.list_push(list, item)?;
                        }
                        Ok(Out::Value(Value::NONE))
                    }
                    None if !self.is_iterable(v) => {
                        let t = self.type_name(v);
                        Err(self.type_error(format!("Value after * must be an iterable, not {t}")))
                    }
                    None => self.slow_path("list_extend_slow", &[list, v]),
                };
                let flow = self.settle(result, Ret::Discard);
                self.drop(v);
                return flow;
            }
            Opcode::SetUpdate => {
                let v = self.pop();
                let set = self.peek(arg);
                let result = self.slow_path("set_update_slow", &[set, v]);
                let flow = self.settle(result, Ret::Discard);
                self.drop(v);
                return flow;
            }
            Opcode::DictUpdate | Opcode::DictMerge => return self.op_dict_merge(arg, op == Opcode::DictMerge),
            Opcode::UnpackEx => return self.op_unpack_ex(arg),
            Opcode::FormatSimple | Opcode::FormatWithSpec => {
                let spec = if op == Opcode::FormatWithSpec {
                    self.pop()
                } else {
                    Value::NULL
                };
                let v = self.pop();
                if spec.is_null() && self.is_str(v) {
                    self.push(v);
                    return Ok(Flow::Go);
                }
                let result = crate::natives::format::format_value(self, v, spec);
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                self.drop(spec);
                return flow;
            }
            Opcode::ConvertValue => {
                let v = self.pop();
                let result = match arg {
                    1 => crate::natives::repr::to_str(self, v),
                    2 => crate::natives::repr::to_repr(self, v),
                    _ => crate::natives::repr::to_ascii(self, v),
                };
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                return flow;
            }
            Opcode::GetYieldFromIter => {
                let v = self.pop();
                if self.is_kind(v, Kind::Generator) {
                    self.push(v);
                    return Ok(Flow::Go);
                }
                let result = self.get_iter(v);
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                return flow;
            }
            Opcode::CallFunctionEx => {
                let kwargs = if arg & 1 == 1 { self.pop() } else { Value::NULL };
                let (args, owner, callee) = (self.pop(), self.pop(), self.pop());
                let mut all: Vec<Value> = Vec::new();
                if !owner.is_null() {
                    all.push(owner);
                }
                match self.plain_items(args) {
                    Some(items) => all.extend(items),
                    None => return Err(self.type_error("argument after * must be an iterable")),
                }
                let mut kw = Vec::new();
                if !kwargs.is_null() && self.is_dict(kwargs) {
                    for (k, v) in self.dict_items(kwargs) {
                        if !self.is_str(k) {
                            return Err(self.type_error("keywords must be strings"));
                        }
                        let k = self.intern_value(k);
                        kw.push((k, v));
                    }
                }
                let flow = self.call(callee, &all, &kw, Ret::Push);
                self.drop(kwargs);
                self.drop(args);
                self.drop(owner);
                self.drop(callee);
                return flow;
            }
            Opcode::MakeFunction => {
                let code = self.pop();
                let v = self.new_function(self.heap.hi(code.idx(), 1), self.heap.value(f, frame::GLOBALS))?;
                self.push(v);
            }
            Opcode::SetFunctionAttribute => {
                let (func, v) = (self.pop(), self.pop());
                let at = match arg {
                    1 => 3,
                    2 => 4,
                    4 => 9,
                    _ => 5,
                };
                self.replace(func.idx(), at, v);
                self.push(func);
            }
            Opcode::ReturnGenerator => return self.make_generator(),
            Opcode::GetAwaitable => return self.op_get_awaitable(arg),
            Opcode::GetAiter => {
                let v = self.pop();
                let Some(hook) = self.special(v, self.names.__aiter__) else {
                    let t = self.type_name(v);
                    return Err(
                        self.type_error(format!("'async for' requires an object with __aiter__ method, got {t}"))
                    );
                };
                let hook = self.own(hook);
                return self.call_owned(hook, vec![v], &[], Ret::Push);
            }
            Opcode::GetAnext => {
                let v = self.peek(1);
                if self.is_kind(v, Kind::Generator) && self.type_of(v) == self.types.async_generator {
                    let g = self.own(v);
                    let step = self.new_agen_step(g, Value::NONE, 0)?;
                    self.push(step);
                    return Ok(Flow::Go);
                }
                let Some(hook) = self.special(v, self.names.__anext__) else {
                    let t = self.type_name(v);
                    return Err(self.type_error(format!(
                        "'async for' requires an iterator with __anext__ method, got {t}"
                    )));
                };
                let result = self.slow_path("awaitable_of_call", &[hook, v]);
                return self.settle(result, Ret::Push);
            }
            Opcode::EndAsyncFor => {
                let exc = self.pop();
                if self.is_exc(exc, Exc::StopAsyncIteration) {
                    self.drop(exc);
                    let it = self.pop();
                    self.drop(it);
                } else {
                    return Ok(self.unwind(Raised(exc), false));
                }
            }
            Opcode::CleanupThrow => {
                let exc = self.pop();
                if self.is_exc(exc, Exc::StopIteration) {
                    let (v, receiver) = (self.pop(), self.pop());
                    self.drop(v);
                    self.drop(receiver);
                    let value = self.stop_value(exc);
                    self.push(Value::NONE);
                    self.push(value);
                } else {
                    return Ok(self.unwind(Raised(exc), false));
                }
            }
            Opcode::RaiseVarargs => return self.op_raise(arg),
            Opcode::CheckExcMatch => {
                let t = self.pop();
                let exc = self.peek(1);
                let matched = self.exc_matches(exc, t);
                self.drop(t);
                let matched = matched?;
                self.push(Value::bool(matched));
            }
            Opcode::CheckEgMatch => {
                let t = self.pop();
                let exc = self.pop();
                let result = self.slow_path("exception_group_match", &[exc, t]);
                self.drop(t);
                self.drop(exc);
                // The prelude gives a pair; UNPACK puts the rest below the match.
                return self.settle_pair(result);
            }
            Opcode::WithExceptStart => {
                let exc = self.peek(1);
                let (exit, owner) = (self.peek(5), self.peek(4));
                let class = self.type_of(exc);
                let tb = self.heap.value(exc.idx(), crate::objects::exception::TRACEBACK);
                let tb = if tb.is_null() { Value::NONE } else { tb };
                let mut args = Vec::new();
                if !owner.is_null() {
                    args.push(owner);
                }
                args.extend([class, exc, tb]);
                return self.call(exit, &args, &[], Ret::Push);
            }
            Opcode::GetLen => {
                let v = self.peek(1);
                let result = crate::natives::builtins::len(self, v);
                return self.settle(result, Ret::Push);
            }
            Opcode::MatchMapping | Opcode::MatchSequence => {
                let v = self.peek(1);
                let yes = if op == Opcode::MatchMapping {
                    self.is_mapping(v)
                } else {
                    self.is_sequence(v)
                };
                self.push(Value::bool(yes));
            }
            Opcode::MatchKeys => {
                let (keys, subject) = (self.peek(1), self.peek(2));
                let result = self.slow_path("match_keys", &[subject, keys]);
                return self.settle(result, Ret::Push);
            }
            Opcode::MatchClass => {
                let (names, class, subject) = (self.pop(), self.pop(), self.pop());
                let result = self.slow_path("match_class", &[subject, class, Value::int(i64::from(arg)), names]);
                self.drop(names);
                self.drop(class);
                self.drop(subject);
                return self.settle(result, Ret::Push);
            }
            Opcode::ImportName => return self.op_import_name(name(self)),
            Opcode::ImportFrom => return self.op_import_from(name(self)),
            Opcode::SetupAnnotations => {
                let d = self.heap.value(f, frame::LOCALS);
                if self.is_dict(d) && self.find_name(d, self.names.__annotations__).is_none() {
                    let empty = self.new_dict()?;
                    let key = self.names.__annotations__;
                    self.dict_set(d, key, empty)?;
                }
            }
            _ => unreachable!("{} is handled in the main loop", op.name()),
        }
        Ok(Flow::Go)
    }

    fn settle_pair(&mut self, result: NativeResult) -> Res<Flow> {
        // `exception_group_match` is made of natives only, so it ends as a call whose result is a 2-tuple; the
        // compiler's CHECK_EG_MATCH expects two values, which Ret::Pair unpacks.
        self.settle(result, Ret::Pair)
    }

    fn op_super(&mut self, name: Value, method: bool) -> Res<Flow> {
        let (obj, class, sup) = (self.pop(), self.pop(), self.pop());
        if sup != self.types.super_ {
            return Err(self.type_error("super() is not the built-in one here"));
        }
        let s = self.new_super(class, obj)?;
        let got = self.get_attr_plain(s, self.types.super_, name, false);
        let flow = match got {
            Ok(Got::Value(v) | Got::Method(v)) => {
                if method && self.is_kind(v, Kind::Method) {
                    let (func, owner) = (self.heap.value(v.idx(), 2), self.heap.value(v.idx(), 3));
                    let (func, owner) = (self.own(func), self.own(owner));
                    self.push(func);
                    self.push(owner);
                    self.drop(v);
                } else {
                    self.push(v);
                    if method {
                        self.push(Value::NULL);
                    }
                }
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => {
                self.call_owned(callee, args, &[], if method { Ret::Method } else { Ret::Push })
            }
            Ok(Got::Missing) => Err(self.no_attribute(s, name)),
            Err(raised) => Err(raised),
        };
        self.drop(s);
        self.drop(sup);
        flow
    }

    /// `super(class, obj)`; takes both over.
    pub(crate) fn new_super(&mut self, class: Value, obj: Value) -> Res {
        let of = if self.is_class(obj) && self.is_subclass(obj, class) {
            obj
        } else {
            self.type_of(obj)
        };
        if !self.is_class(class) || !self.is_subclass(of, class) {
            self.drop(class);
            self.drop(obj);
            return Err(
                self.type_error("super(type, obj): obj (instance of X) is not an instance or subtype of type (Y).")
            );
        }
        let of = self.own(of);
        self.new_simple(Kind::Super, self.types.super_, 0, &[class, obj, of])
    }

    fn op_special(&mut self, special: Special) -> Res<Flow> {
        let owner = self.pop();
        let n = match special {
            Special::Enter => self.names.__enter__,
            Special::Exit => self.names.__exit__,
            Special::Aenter => self.names.__aenter__,
            Special::Aexit => self.names.__aexit__,
        };
        let c = self.type_of(owner);
        let Some(found) = self.lookup(c, n) else {
            let t = self.type_name(owner);
            let message = match special {
                Special::Enter | Special::Exit => {
                    let mut m = format!("'{t}' object does not support the context manager protocol");
                    if special == Special::Exit {
                        m.push_str(" (missed __exit__ method)");
                    }
                    m
                }
                Special::Aenter | Special::Aexit => {
                    let mut m = format!("'{t}' object does not support the asynchronous context manager protocol");
                    if special == Special::Aexit {
                        m.push_str(" (missed __aexit__ method)");
                    }
                    m
                }
            };
            self.drop(owner);
            return Err(self.type_error(message));
        };
        let got = self.bind(found, owner, c, true);
        match got {
            Ok(Got::Method(m)) => {
                self.push(m);
                self.push(owner);
                Ok(Flow::Go)
            }
            Ok(Got::Value(v)) => {
                self.push(v);
                self.push(Value::NULL);
                self.drop(owner);
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => {
                self.drop(owner);
                self.call_owned(callee, args, &[], Ret::Method)
            }
            Ok(Got::Missing) => unreachable!("bind gives what was found"),
            Err(raised) => {
                self.drop(owner);
                Err(raised)
            }
        }
    }

    /// The RuntimeError that a StopIteration (taken over) becomes when it would leave a generator's body.
    pub(crate) fn raised_inside(&mut self, word: &str, what: &str, stop: Value) -> Raised {
        let raised = self.raise(Exc::RuntimeError, format!("{word} raised {what}"));
        let (cause, context) = (self.own(stop), stop);
        self.replace(raised.0.idx(), CAUSE, cause);
        self.replace(raised.0.idx(), CONTEXT, context);
        self.heap.add_flags(raised.0.idx(), EXC_SUPPRESS);
        raised
    }

    fn op_intrinsic(&mut self, intrinsic: Intrinsic) -> Res<Flow> {
        let v = self.pop();
        match intrinsic {
            Intrinsic::UnaryPositive => {
                let result = self.positive(v);
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                return flow;
            }
            Intrinsic::ListToTuple => {
                let items: Vec<Value> = self.list(v).to_vec();
                for &item in &items {
                    self.heap.incref(item);
                }
                let t = self.new_tuple(&items)?;
                self.drop(v);
                self.push(t);
            }
            Intrinsic::ImportStar => {
                let result = self.import_star(v);
                self.drop(v);
                result?;
                self.push(Value::NONE);
            }
            Intrinsic::StopIterationError => {
                let is_agen = {
                    let f = self.frame();
                    self.frame_code(f).code.flags.async_generator
                };
                let stop_async = is_agen && self.is_exc(v, Exc::StopAsyncIteration);
                if self.is_exc(v, Exc::StopIteration) || stop_async {
                    let f = self.frame();
                    let flags = self.frame_code(f).code.flags;
                    let word = if flags.async_generator {
                        "async generator"
                    } else if flags.coroutine {
                        "coroutine"
                    } else {
                        "generator"
                    };
                    let what = if stop_async {
                        "StopAsyncIteration"
                    } else {
                        "StopIteration"
                    };
                    let raised = self.raised_inside(word, what, v);
                    self.push(raised.0);
                } else {
                    self.push(v);
                }
            }
            Intrinsic::PrepReraiseStar => {
                let result = self.slow_path("prep_reraise_star", &[v]);
                self.drop(v);
                return self.settle(result, Ret::Push);
            }
            Intrinsic::AsyncGenWrap => self.push(v),
            Intrinsic::TypeVar => {
                let result = self.slow_path("make_type_var", &[v]);
                self.drop(v);
                return self.settle(result, Ret::Push);
            }
            Intrinsic::TypeAlias => {
                let result = self.slow_path("make_type_alias", &[v]);
                self.drop(v);
                return self.settle(result, Ret::Push);
            }
        }
        Ok(Flow::Go)
    }

    fn op_build_map(&mut self, n: u32) -> Res<Flow> {
        let d = self.new_dict()?;
        let pairs: Vec<(Value, Value)> = (1..=n)
            .rev()
            .map(|i| (self.peek(2 * i), self.peek(2 * i - 1)))
            .collect();
        for (at, &(k, v)) in pairs.iter().enumerate() {
            let (k, v) = (self.own(k), self.own(v));
            match self.dict_set(d, k, v) {
                Ok(true) => {}
                Ok(false) => {
                    self.drop(k);
                    self.drop(v);
                    // A key with `__hash__` or `__eq__` in Python: the prelude fills in the rest.
                    let mut rest = Vec::new();
                    for &(k, v) in &pairs[at..] {
                        rest.push(self.own(k));
                        rest.push(self.own(v));
                    }
                    let rest = self.new_list(&rest)?;
                    for _ in 0..2 * n {
                        let x = self.pop();
                        self.drop(x);
                    }
                    let result = self.slow_path("dict_fill_slow", &[d, rest]);
                    self.drop(rest);
                    self.drop(d);
                    return self.settle(result, Ret::Push);
                }
                Err(raised) => {
                    self.drop(k);
                    self.drop(v);
                    self.drop(d);
                    return Err(raised);
                }
            }
        }
        for _ in 0..2 * n {
            let x = self.pop();
            self.drop(x);
        }
        self.push(d);
        Ok(Flow::Go)
    }

    fn op_dict_merge(&mut self, arg: u32, merge: bool) -> Res<Flow> {
        let other = self.pop();
        let d = self.peek(arg);
        if self.is_dict(other) {
            for (k, v) in self.dict_items(other) {
                if merge && self.dict_get(d, k).is_some() {
                    let key = self.as_str(k).unwrap_or("?").to_owned();
                    let callee = self.peek(arg + 3);
                    let name = self.callee_name(callee);
                    self.drop(other);
                    return Err(self.type_error(format!("{name} got multiple values for keyword argument '{key}'")));
                }
                let (own_k, own_v) = (self.own(k), self.own(v));
                if !self.dict_set(d, own_k, own_v)? {
                    self.drop(own_k);
                    self.drop(own_v);
                    let result = self.slow_path("dict_update_slow", &[d, other]);
                    self.drop(other);
                    return self.settle(result, Ret::Discard);
                }
            }
            self.drop(other);
            return Ok(Flow::Go);
        }
        if self.special(other, self.names.keys).is_none() && !self.is_kind(other, Kind::MappingProxy) {
            let t = self.type_name(other);
            self.drop(other);
            let message = if merge {
                format!("argument after ** must be a mapping, not {t}")
            } else {
                format!("'{t}' object is not a mapping")
            };
            return Err(self.type_error(message));
        }
        let result = self.slow_path("dict_update_slow", &[d, other]);
        self.drop(other);
        self.settle(result, Ret::Discard)
    }

    /// A callable's name with parentheses, for messages.
    pub(crate) fn callee_name(&self, callee: Value) -> String {
        if self.is_kind(callee, Kind::Function) {
            let (module, q) = (self.heap.value(callee.idx(), 11), self.heap.value(callee.idx(), 7));
            let q = if self.is_str(q) { self.str(q) } else { "?" };
            if self.is_str(module) {
                format!("{}.{q}()", self.str(module))
            } else {
                format!("{q}()")
            }
        } else if self.is_class(callee) {
            format!("{}()", self.class_name(callee))
        } else {
            "function".to_owned()
        }
    }

    fn op_unpack_ex(&mut self, arg: u32) -> Res<Flow> {
        let v = self.pop();
        let (before, after) = ((arg & 0xFF) as usize, (arg >> 8 & 0xFF) as usize);
        let Some(items) = self.plain_items(v) else {
            if !self.is_iterable(v) {
                let t = self.type_name(v);
                self.drop(v);
                return Err(self.type_error(format!("cannot unpack non-iterable {t} object")));
            }
            let result = self.slow_path("collect", &[v]);
            self.drop(v);
            return self.rerun_with(result);
        };
        if items.len() < before + after {
            let n = items.len();
            self.drop(v);
            return Err(self.value_error(format!(
                "not enough values to unpack (expected at least {}, got {n})",
                before + after
            )));
        }
        let items: Vec<Value> = items.into_iter().map(|i| self.own(i)).collect();
        let (head, rest) = items.split_at(before);
        let (middle, tail) = rest.split_at(rest.len() - after);
        let list = self.new_list(middle)?;
        for &item in tail.iter().rev() {
            self.push(item);
        }
        self.push(list);
        for &item in head.iter().rev() {
            self.push(item);
        }
        self.drop(v);
        Ok(Flow::Go)
    }

    fn op_get_awaitable(&mut self, what: u32) -> Res<Flow> {
        let v = self.peek(1);
        if v.is_ref() {
            match self.heap.kind(v.idx()) {
                Kind::Generator if self.type_of(v) == self.types.coroutine => {
                    if self.delegate(v).is_some() || self.heap.hi(v.idx(), 1) == GEN_RUNNING {
                        return Err(self.raise(Exc::RuntimeError, "coroutine is being awaited already"));
                    }
                    return Ok(Flow::Go);
                }
                Kind::AsyncGenStep | Kind::CoroutineWrapper => return Ok(Flow::Go),
                _ => {}
            }
        }
        let Some(hook) = self.special(v, self.names.__await__) else {
            let t = self.type_name(v);
            let message = match what {
                1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {t}"),
                2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {t}"),
                _ if self.config.version.minor() >= 14 => format!("'{t}' object can't be awaited"),
                _ => format!("object {t} can't be used in 'await' expression"),
            };
            return Err(self.type_error(message));
        };
        let hook = self.own(hook);
        let v = self.pop();
        self.call_owned(hook, vec![v], &[], Ret::Push)
    }

    fn op_raise(&mut self, n: u32) -> Res<Flow> {
        if n == 0 {
            let Some(exc) = self.handled() else {
                return Err(self.raise(Exc::RuntimeError, "No active exception to reraise"));
            };
            let exc = self.own(exc);
            return Ok(self.unwind(Raised(exc), true));
        }
        let cause = if n == 2 { self.pop() } else { Value::NULL };
        let exc = self.pop();
        let is_class = self.is_class(exc) && self.is_subclass(exc, self.exc(Exc::BaseException));
        let cause_class = self.is_class(cause) && self.is_subclass(cause, self.exc(Exc::BaseException));
        if is_class || cause_class {
            // Made by a call, which may be Python code: the prelude's function raises it in this frame's name.
            if is_class
                && self
                    .lookup(exc, self.names.__init__)
                    .is_none_or(|i| self.is_kind(i, Kind::Native))
                && !cause_class
            {
                let made = self.call_exception_class(exc)?;
                self.drop(exc);
                return self.raise_instance(made, cause);
            }
            let given = if cause.is_null() { Value::FALSE } else { cause };
            let result = self.slow_path("raise_slow", &[exc, given]);
            self.drop(exc);
            self.drop(cause);
            return self.settle(result, Ret::Discard);
        }
        self.raise_instance(exc, cause)
    }

    fn call_exception_class(&mut self, class: Value) -> Res {
        self.new_exception(class, &[])
    }

    /// Raises an exception with its cause, both owned; NULL: no `from`.
    pub(crate) fn raise_instance(&mut self, exc: Value, cause: Value) -> Res<Flow> {
        if !self.is_exception(exc) {
            self.drop(exc);
            self.drop(cause);
            return Err(self.type_error("exceptions must derive from BaseException"));
        }
        if !cause.is_null() {
            if !cause.is_none() && !self.is_exception(cause) {
                self.drop(exc);
                self.drop(cause);
                return Err(self.type_error("exception causes must derive from BaseException"));
            }
            self.heap.add_flags(exc.idx(), EXC_SUPPRESS);
            self.replace(exc.idx(), CAUSE, if cause.is_none() { Value::NULL } else { cause });
        }
        Err(Raised(exc))
    }

    /// `except t`: whether an exception is an instance.
    pub(crate) fn exc_matches(&mut self, exc: Value, t: Value) -> Res<bool> {
        if self.is_tuple(t) {
            for i in 0..self.tuple(t).len() {
                let item = self.tuple(t)[i];
                if self.exc_matches(exc, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if !self.is_class(t) || !self.is_subclass(t, self.exc(Exc::BaseException)) {
            return Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"));
        }
        Ok(self.is_instance(exc, t))
    }

    /// An `asend()`-like object; takes its parts over.
    pub(crate) fn new_agen_step(&mut self, g: Value, value: Value, mode: u64) -> Res {
        let idx = self.alloc(Kind::AsyncGenStep, self.types.async_gen_step, 0, 5)?;
        self.heap.set_value(idx, 2, g);
        self.heap.set_value(idx, 3, value);
        self.heap.set_word(idx, 4, mode);
        Ok(Value::block(idx))
    }

    /// A function of a code with these globals (borrowed; modules outlive their functions).
    pub(crate) fn new_function(&mut self, code: u32, globals: Value) -> Res {
        let rt = &self.codes[code as usize];
        let (name, qualname) = (rt.name, rt.qualname);
        let doc = if rt.code.flags.docstring {
            rt.consts.first().copied().unwrap_or(Value::NONE)
        } else {
            Value::NONE
        };
        let module = self.dict_get(globals, self.names.__name__).unwrap_or(Value::NONE);
        let idx = self.alloc(Kind::Function, self.types.function, code, 12)?;
        for i in 3..10 {
            self.heap.set_value(idx, i, Value::NULL);
        }
        let globals = self.own(globals);
        self.heap.set_value(idx, 2, globals);
        for (i, v) in [(6, name), (7, qualname), (10, doc), (11, module)] {
            let v = self.own(v);
            self.heap.set_value(idx, i, v);
        }
        Ok(Value::block(idx))
    }
}
