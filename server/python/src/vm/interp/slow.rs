//! The slow path: what bodies leave, on the saved frame. `rare.rs` has the instructions that have no body at all and
//! are seldom.
#![allow(unsafe_code, reason = "the running code is known by address, see `regs.rs`")]

use super::{Exit, GLOBAL_HIT};
use crate::bytecode::{BinaryOp, CompareOp, Instr, Opcode};
use crate::objects::class_flags as cf;
use crate::vm::attr::{Got, Put};
use crate::vm::call::Flow;
use crate::vm::layout::{frame, *};
use crate::vm::native::{NativeResult, Out};
use crate::vm::thread::Ret;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Cache, Raised, Res, Vm};

/// Arguments of a call, off the stack.
type Args = smallvec::SmallVec<[Value; 8]>;

impl Vm {
    /// Executes the instruction before the saved `ip`. Whether to go on; else `self.exit` says why not.
    #[inline(never)]
    pub(super) fn slow_step(&mut self, instr: Instr) -> bool {
        let flow = match self.slow_op(instr) {
            Ok(flow) => flow,
            Err(raised) => self.unwind(raised, true),
        };
        match flow {
            Flow::Go => true,
            Flow::Leave(exit) => {
                self.exit = Some(exit);
                false
            }
        }
    }

    fn slow_op(&mut self, instr: Instr) -> Res<Flow> {
        let arg = instr.arg();
        let f = self.frame();
        match instr.op() {
            Opcode::LoadFast => return Err(self.unbound_local(arg)),
            Opcode::DeleteFast => {
                let old = self.heap.value(f, frame::LOCALSPLUS + arg);
                if old.is_null() {
                    return Err(self.unbound_local(arg));
                }
                self.replace(f, frame::LOCALSPLUS + arg, Value::NULL);
            }
            Opcode::StoreFast => {
                let v = self.pop();
                let old = self.heap.value(f, frame::LOCALSPLUS + arg);
                self.heap.set_value(f, frame::LOCALSPLUS + arg, v);
                if self.is_told() {
                    self.trace_local(self.running.rt, arg, v);
                }
                self.drop(old);
            }
            Opcode::LoadGlobal => return self.slow_load_global(f, arg),
            Opcode::StoreGlobal => {
                let (v, n) = (self.pop(), self.name(arg));
                let globals = self.heap.value(f, frame::GLOBALS);
                if self.is_told() {
                    self.trace_global(n, v, true);
                }
                self.dict_set(globals, n, v)?;
                if let Some(slot) = self.find_name(globals, n) {
                    *self.cache_mut() = Cache {
                        key: self.dict_version(globals),
                        slot,
                        what: GLOBAL_HIT,
                        value: Value::NULL,
                    };
                }
            }
            Opcode::LoadName => return self.slow_load_name(f, arg),
            Opcode::StoreName => {
                let (v, n) = (self.pop(), self.name(arg));
                let locals = self.heap.value(f, frame::LOCALS);
                if self.is_told() && locals == self.heap.value(f, frame::GLOBALS) {
                    self.trace_global(n, v, true);
                }
                if !self.is_dict(locals) || self.type_of(locals) != self.types.dict {
                    // A namespace from a metaclass's `__prepare__`.
                    let result = self.set_item(locals, n, v);
                    return self.settle(result, Ret::Discard);
                }
                self.dict_set(locals, n, v)?;
            }
            Opcode::MakeCell => {
                let v = self.heap.value(f, frame::LOCALSPLUS + arg);
                self.heap.set_value(f, frame::LOCALSPLUS + arg, Value::NULL);
                let cell = self.new_cell(v)?;
                self.heap.set_value(f, frame::LOCALSPLUS + arg, cell);
            }
            Opcode::CopyFreeVars => {
                let func = self.heap.value(f, frame::FUNC);
                let closure = self.heap.value(func.idx(), 5);
                let at = frame::LOCALSPLUS + self.frame_code(f).localsplus.len() as u32 - arg;
                for i in 0..arg {
                    let cell = self.heap.value(closure.idx(), 2 + i);
                    let cell = self.own(cell);
                    self.heap.set_value(f, at + i, cell);
                }
            }
            Opcode::LoadDeref => {
                let cell = self.heap.value(f, frame::LOCALSPLUS + arg);
                debug_assert!(self.heap.value(cell.idx(), 2).is_null(), "the body loads what is set");
                return Err(self.unbound_deref(self.running.rt, arg));
            }
            Opcode::StoreDeref => {
                let v = self.pop();
                if self.is_told() {
                    self.trace_local(self.running.rt, arg, v);
                }
                let cell = self.heap.value(f, frame::LOCALSPLUS + arg);
                self.replace(cell.idx(), 2, v);
            }
            Opcode::LoadAttr => return self.slow_load_attr(arg),
            Opcode::LoadMethod => return self.slow_load_method(arg),
            Opcode::StoreAttr => return self.slow_store_attr(arg),
            Opcode::BinarySubscr => {
                let (key, container) = (self.pop(), self.pop());
                let result = self.get_item(container, key);
                return self.settle_and_drop(result, Ret::Push, container, key);
            }
            Opcode::StoreSubscr => {
                let (key, container, v) = (self.pop(), self.pop(), self.pop());
                if self.is_told() {
                    self.trace_item(container, key, v);
                }
                let result = self.set_item(container, key, v);
                return self.settle_and_drop(result, Ret::Discard, container, key);
            }
            Opcode::DeleteSubscr => {
                let (key, container) = (self.pop(), self.pop());
                let result = self.del_item(container, key);
                return self.settle_and_drop(result, Ret::Discard, container, key);
            }
            Opcode::BinaryOp => return self.slow_binary(arg),
            Opcode::CompareOp => {
                let (b, a) = (self.pop(), self.pop());
                let result = self.compare(CompareOp::ALL[arg as usize], a, b);
                return self.settle_and_drop(result, Ret::Push, a, b);
            }
            Opcode::ContainsOp => {
                let (container, x) = (self.pop(), self.pop());
                let result = self.contains(container, x);
                let ret = if arg == 1 { Ret::ContainsNot } else { Ret::Contains };
                return self.settle_and_drop(result, ret, container, x);
            }
            op @ (Opcode::UnaryNot | Opcode::ToBool | Opcode::PopJumpIfFalse | Opcode::PopJumpIfTrue) => {
                return self.slow_truth(f, op, arg);
            }
            Opcode::GetIter => {
                let v = self.pop();
                let result = self.get_iter(v);
                let flow = self.settle(result, Ret::Push);
                self.drop(v);
                return flow;
            }
            Opcode::ForIter => return self.slow_for_iter(),
            Opcode::Call => return self.slow_call(arg),
            Opcode::CallKw => {
                let names = self.pop();
                let (callee, all) = self.take_call(arg);
                let n_kw = self.tuple(names).len();
                let (args, named) = all.split_at(all.len() - n_kw);
                let kw: smallvec::SmallVec<[(Value, Value); 4]> =
                    self.tuple(names).iter().copied().zip(named.iter().copied()).collect();
                let flow = self.call(callee, args, &kw, Ret::Push);
                self.drop_all(&all);
                self.drop(callee);
                self.drop(names);
                return flow.map(|flow| self.at_check_point(flow));
            }
            Opcode::ReturnValue => {
                let v = self.pop();
                let ret = Ret::from_u32(self.heap.lo(f, frame::RET));
                if ret != Ret::Push {
                    return self.return_value(v, ret);
                }
                let caller = self.heap.lo(f, frame::PREV_SP);
                let thread = &mut self.threads[self.current];
                thread.frame = caller;
                thread.depth -= 1;
                if self.is_told() {
                    self.trace_return(f);
                }
                self.free_frame(f);
                self.push(v);
            }
            Opcode::YieldValue => {
                let v = self.pop();
                return self.yield_value(v, arg == 1);
            }
            Opcode::Send => {
                let v = self.pop();
                return self.op_send(v);
            }
            Opcode::Reraise => {
                // The handler is looked for from here; the raise itself is in the traceback already.
                let exc = self.pop();
                return Ok(self.unwind(Raised(exc), false));
            }
            Opcode::ListAppend => {
                let v = self.pop();
                self.list_push(self.peek(arg), v)?;
            }
            Opcode::BuildTuple => {
                let items = self.top_values(arg);
                self.shrink(arg);
                let v = self.new_tuple(&items)?;
                self.push(v);
            }
            Opcode::BuildList => {
                let items = self.top_values(arg);
                self.shrink(arg);
                let v = self.new_list(&items)?;
                self.push(v);
            }
            Opcode::BuildString => {
                let pieces = self.top_values(arg);
                let v = self.join_pieces(&pieces)?;
                self.shrink(arg);
                self.push(v);
                self.drop_all(&pieces);
            }
            Opcode::FormatSimple if self.peek(1).is_int() => {
                let text = self.int_to_str(self.peek(1).as_int())?;
                self.shrink(1);
                self.push(text);
            }
            Opcode::UnpackSequence => {
                let v = self.pop();
                if self.is_list(v)
                    && self.list_len(v) == arg as usize
                    && self.class_flags(self.type_of(v)) & cf::HAS_ITER == 0
                {
                    let items = Args::from_slice(self.list(v));
                    for &item in items.iter().rev() {
                        let item = self.own(item);
                        self.push(item);
                    }
                    self.drop(v);
                } else {
                    return self.op_unpack(v, arg);
                }
            }
            op => return self.rare_op(op, arg),
        }
        Ok(Flow::Go)
    }

    // === The saved frame ===

    /// Whether the running instruction is one that the line-level view tells of.
    #[inline]
    fn is_told(&self) -> bool {
        // SAFETY: the running code lives as long as the machine.
        self.trace_lines && unsafe { self.rt() }.is_user
    }

    fn name(&self, i: u32) -> Value {
        // SAFETY: as above.
        unsafe { self.rt() }.names[i as usize]
    }

    /// The inline cache of the running instruction.
    fn cache_mut(&mut self) -> &mut Cache {
        let at = self.heap.hi(self.frame(), frame::CODE_IP) as usize - 1;
        // SAFETY: as above; nothing else refers to the cache.
        unsafe { &mut (&mut (*self.running.rt).caches)[at] }
    }

    fn shrink(&mut self, n: u32) {
        let f = self.frame();
        let height = self.heap.hi(f, frame::PREV_SP);
        self.heap.set_hi(f, frame::PREV_SP, height - n);
    }

    /// The `n` topmost values, the top last, borrowed. Copied: a slice would alias the heap.
    fn top_values(&self, n: u32) -> Args {
        let f = self.frame();
        let height = self.heap.hi(f, frame::PREV_SP);
        Args::from_slice(self.heap.values(f, frame::LOCALSPLUS + height - n, n as usize))
    }

    fn settle_and_drop(&mut self, result: NativeResult, ret: Ret, a: Value, b: Value) -> Res<Flow> {
        let flow = self.settle(result, ret);
        self.drop(a);
        self.drop(b);
        flow
    }

    /// After a call of anything but a Python function: a check point (G15), if the machine goes on at all.
    fn at_check_point(&self, flow: Flow) -> Flow {
        match flow {
            Flow::Go if self.breaker && !self.frame_code(self.frame()).is_native => Flow::Leave(Exit::Breaker),
            flow => flow,
        }
    }

    // === Names ===

    fn slow_load_global(&mut self, f: u32, arg: u32) -> Res<Flow> {
        let n = self.name(arg);
        let globals = self.heap.value(f, frame::GLOBALS);
        let Some((v, entry)) = self.load_global(globals, n) else {
            return Err(self.name_error(n));
        };
        *self.cache_mut() = entry;
        let v = self.own(v);
        self.push(v);
        if entry.what == GLOBAL_HIT && self.is_told() {
            self.trace_global(n, v, false);
        }
        Ok(Flow::Go)
    }

    fn slow_load_name(&mut self, f: u32, arg: u32) -> Res<Flow> {
        let n = self.name(arg);
        let (locals, globals) = (self.heap.value(f, frame::LOCALS), self.heap.value(f, frame::GLOBALS));
        if self.type_of(locals) != self.types.dict && self.has_own_items(locals) {
            let result = self.slow_path("load_name_slow", &[locals, globals, n]);
            return self.settle(result, Ret::Push);
        }
        let found = match self.dict_get(locals, n) {
            Some(v) => Some(v),
            None => self.load_global(globals, n).map(|(v, _)| v),
        };
        let Some(v) = found else {
            return Err(self.name_error(n));
        };
        let v = self.own(v);
        self.push(v);
        if locals == globals && self.is_told() {
            self.trace_global(n, v, false);
        }
        Ok(Flow::Go)
    }

    /// Whether a namespace looks names up in a way of its own.
    fn has_own_items(&mut self, namespace: Value) -> bool {
        let c = self.type_of(namespace);
        let missing = self.intern("__missing__");
        !self.is_dict(namespace) || self.overrides(c, self.names.__getitem__) || self.lookup(c, missing).is_some()
    }

    // === Attributes ===

    fn slow_load_attr(&mut self, arg: u32) -> Res<Flow> {
        let (owner, n) = (self.pop(), self.name(arg));
        let got = self.get_attr(owner, n, false);
        if owner.is_ref() {
            *self.cache_mut() = self.attr_cache(owner, n, false);
        }
        let flow = match got {
            Ok(Got::Value(v) | Got::Method(v)) => {
                self.push(v);
                if self.is_told() {
                    self.trace_attr(owner, n, v, false);
                }
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => self.call_owned(callee, args, &[], Ret::Push),
            Ok(Got::Missing) => Err(self.no_attribute(owner, n)),
            Err(raised) => Err(raised),
        };
        self.drop(owner);
        flow
    }

    fn slow_load_method(&mut self, arg: u32) -> Res<Flow> {
        let (owner, n) = (self.pop(), self.name(arg));
        let got = self.get_attr(owner, n, true);
        if owner.is_ref() {
            *self.cache_mut() = self.attr_cache(owner, n, true);
        }
        let flow = match got {
            Ok(Got::Method(m)) => {
                self.push(m);
                self.push(owner);
                return Ok(Flow::Go);
            }
            Ok(Got::Value(v)) => {
                self.push(v);
                self.push(Value::NULL);
                Ok(Flow::Go)
            }
            Ok(Got::Call(callee, args)) => self.call_owned(callee, args, &[], Ret::Method),
            Ok(Got::Missing) => Err(self.no_attribute(owner, n)),
            Err(raised) => Err(raised),
        };
        self.drop(owner);
        flow
    }

    fn slow_store_attr(&mut self, arg: u32) -> Res<Flow> {
        let (owner, v) = (self.pop(), self.pop());
        let n = self.name(arg);
        if self.is_told() {
            self.trace_attr(owner, n, v, true);
        }
        let put = self.put_attr(owner, n, v);
        if self.is_kind(owner, Kind::Instance) {
            *self.cache_mut() = self.store_cache(owner, n);
        }
        let flow = match put {
            Ok(Put::Done) => Ok(Flow::Go),
            Ok(Put::Call(callee, args)) => self.call_owned(callee, args, &[], Ret::Discard),
            Err(raised) => Err(raised),
        };
        self.drop(owner);
        flow
    }

    // === Operators ===

    fn slow_binary(&mut self, arg: u32) -> Res<Flow> {
        let (b, a) = (self.peek(1), self.peek(2));
        if (arg == 0 || arg == BinaryOp::INPLACE) && self.is_str(a) && self.is_str(b) && self.is_overwritten(a) {
            if !self.append_in_place(a, b) {
                let v = self.concat_with_room(a, b)?;
                self.shrink(2);
                self.push(v);
                self.drop(a);
            } else {
                self.shrink(1);
            }
            self.drop(b);
            return Ok(Flow::Go);
        }
        self.shrink(2);
        let result = self.binary(arg, a, b);
        self.settle_and_drop(result, Ret::Push, a, b)
    }

    /// Whether the next instruction overwrites the local that holds `v`, and nobody else has it: then `s += x` may
    /// let `s` grow where it is.
    fn is_overwritten(&self, v: Value) -> bool {
        let f = self.frame();
        let code = self.frame_code(f);
        let next = code.instrs[self.heap.hi(f, frame::CODE_IP) as usize];
        next.op() == Opcode::StoreFast
            && self.heap.value(f, frame::LOCALSPLUS + next.arg()) == v
            && self.heap.rc(v.idx()) == 2
    }

    fn slow_truth(&mut self, f: u32, op: Opcode, arg: u32) -> Res<Flow> {
        let v = self.pop();
        let Some(truth) = self.truth_fast(v) else {
            // Ask `__bool__` or `__len__`, then run this instruction again on the answer.
            let ip = self.heap.hi(f, frame::CODE_IP);
            self.heap.set_hi(f, frame::CODE_IP, ip - 1);
            let flow = self.call_truth(v);
            self.drop(v);
            if flow.is_err() {
                self.heap.set_hi(f, frame::CODE_IP, ip);
            }
            return flow;
        };
        match op {
            Opcode::UnaryNot => self.push(Value::bool(!truth)),
            Opcode::ToBool => self.push(Value::bool(truth)),
            op if truth == (op == Opcode::PopJumpIfTrue) => {
                let back = arg < self.heap.hi(f, frame::CODE_IP);
                self.heap.set_hi(f, frame::CODE_IP, arg);
                self.drop(v);
                // A jump back is a check point (G16).
                return Ok(if back { self.at_check_point(Flow::Go) } else { Flow::Go });
            }
            _ => {}
        }
        self.drop(v);
        Ok(Flow::Go)
    }

    // === Iteration and calls ===

    fn slow_for_iter(&mut self) -> Res<Flow> {
        let it = self.peek(1);
        if !it.is_ref() {
            return Err(self.not_an_iterator(it));
        }
        match self.heap.kind(it.idx()) {
            Kind::SeqIter | Kind::DictIter | Kind::SetIter => {
                match self.next_native(it)? {
                    Some(v) => self.push(v),
                    None => self.end_for(),
                }
                Ok(Flow::Go)
            }
            Kind::Generator => self.resume(it, Value::NONE, Ret::GenForIter),
            _ => self.call_next(it),
        }
    }

    /// Callee and arguments of a call, the owner first if there is one, off the stack; owned.
    fn take_call(&mut self, n: u32) -> (Value, Args) {
        let (callee, owner) = (self.peek(n + 2), self.peek(n + 1));
        let args = self.top_values(n + u32::from(!owner.is_null()));
        self.shrink(n + 2);
        (callee, args)
    }

    fn slow_call(&mut self, n: u32) -> Res<Flow> {
        let (callee, args) = self.take_call(n);
        let is_python = self.is_kind(callee, Kind::Function) || self.is_kind(callee, Kind::Method);
        let flow = if self.is_kind(callee, Kind::Native) && self.heap.value(callee.idx(), 2).is_null() {
            match self.call_native(self.heap.hi(callee.idx(), 1), &args, &[]) {
                Ok(Out::Value(v)) => {
                    self.push(v);
                    Ok(Flow::Go)
                }
                result => self.settle(result, Ret::Push),
            }
        } else {
            self.call(callee, &args, &[], Ret::Push)
        };
        self.drop_all(&args);
        self.drop(callee);
        if is_python {
            flow
        } else {
            flow.map(|flow| self.at_check_point(flow))
        }
    }

    // === Errors ===

    /// NameError
    fn name_error(&mut self, name: Value) -> Raised {
        let n = self.str(name).to_owned();
        let raised = self.raise(Exc::NameError, format!("name '{n}' is not defined"));
        let key = self.names.name;
        let own = self.own(name);
        let _ = self.set_own_attr(raised.0, key, own);
        if self.is_attribute_of_self(name) {
            self.heap.add_flags(raised.0.idx(), EXC_OF_SELF);
        }
        raised
    }

    /// Whether the present frame has a `self` with an attribute of that name. Looked at now: a traceback keeps no locals.
    fn is_attribute_of_self(&mut self, name: Value) -> bool {
        let f = self.frame();
        let key = self.intern("self");
        let Some(at) = self.frame_code(f).localsplus.iter().position(|&n| n == key) else {
            return false;
        };
        let mut obj = self.heap.value(f, frame::LOCALSPLUS + at as u32);
        if self.is_kind(obj, Kind::Cell) {
            obj = self.heap.value(obj.idx(), 2);
        }
        if !obj.is_ref() {
            return false;
        }
        let c = self.type_of(obj);
        self.own_attr(obj, name).is_some() || self.lookup(c, name).is_some()
    }

    fn unbound_local(&mut self, i: u32) -> Raised {
        // SAFETY: `rt` is the running code's, boxed and never freed.
        let n = unsafe { self.rt() }.code.localsplus[i as usize].clone();
        self.raise(
            Exc::UnboundLocalError,
            format!("cannot access local variable '{n}' where it is not associated with a value"),
        )
    }

    pub(crate) fn unbound_deref(&mut self, rt: *const crate::vm::CodeRt, i: u32) -> Raised {
        // SAFETY: as above.
        let code = unsafe { &(*rt).code };
        let n = code.localsplus[i as usize].clone();
        if i as usize >= code.localsplus.len() - code.n_free as usize {
            return self.raise(
                Exc::NameError,
                format!("cannot access free variable '{n}' where it is not associated with a value in enclosing scope"),
            );
        }
        self.raise(
            Exc::UnboundLocalError,
            format!("cannot access local variable '{n}' where it is not associated with a value"),
        )
    }
}
