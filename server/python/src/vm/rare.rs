//! The instructions that are not worth a place in the main loop, and the parts of others that may call Python.
//! Registers are saved when these run: they work on the present frame's block.

mod agen;
mod build;
mod finalize;
mod raise;
mod send;
mod special;

use super::attr::Put;
use super::call::Flow;
use super::layout::{frame, *};
use super::native::Out;
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};
use crate::bytecode::{Intrinsic, Opcode, Special};
use crate::objects::exception::{CAUSE, CONTEXT};

impl Vm {
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
                let slice = self.new_slice(start, stop, Value::NONE);
                let slice = slice.inspect_err(|_| self.drop(container))?;
                let result = self.get_item(container, slice);
                let flow = self.settle(result, Ret::Push);
                self.drop(container);
                self.drop(slice);
                return flow;
            }
            Opcode::StoreSlice => {
                let (stop, start, container, v) = (self.pop(), self.pop(), self.pop(), self.pop());
                let slice = self.new_slice(start, stop, Value::NONE);
                let slice = slice.inspect_err(|_| self.drop_all(&[container, v]))?;
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
                        let pushed = items.into_iter().try_for_each(|item| {
                            let item = self.own(item);
                            self.list_push(list, item)
                        });
                        pushed.map(|()| Out::Value(Value::NONE))
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
                let args = self.pop();
                if self.plain_items(args).is_none() {
                    let result = self.all_arguments(args);
                    self.drop(args);
                    return self.settle(result, Ret::Again);
                }
                let (owner, callee) = (self.pop(), self.pop());
                let flow = self.call_with_containers(callee, owner, args, kwargs);
                self.drop_all(&[kwargs, args, owner, callee]);
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
                if self.is_kind(v, Kind::Generator) {
                    self.push(v);
                    return Ok(Flow::Go);
                }
                let result = self.slow_path("async_iterator", &[hook, v]);
                self.drop(v);
                return self.settle(result, Ret::Push);
            }
            Opcode::GetAnext => {
                let v = self.peek(1);
                if self.is_kind(v, Kind::Generator) && self.type_of(v) == self.types.async_generator {
                    let step = self.make_agen_step(v, Value::NONE, STEP_SEND);
                    return self.settle(step, Ret::Push);
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
                // The prelude gives a pair: the rest, which lies below the match.
                return self.settle(result, Ret::Pair);
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
                let key = if arg == 0 {
                    self.names.__annotations__
                } else {
                    self.names.__annotate_func__
                };
                if self.is_dict(d) && self.find_name(d, key).is_none() {
                    let empty = self.new_dict()?;
                    self.dict_set(d, key, empty)?;
                }
            }
            _ => unreachable!("{} is handled in the main loop", op.name()),
        }
        Ok(Flow::Go)
    }

    /// The list of what `*args` gives that is no plain container; below it on the stack lie owner and callee.
    fn all_arguments(&mut self, args: Value) -> crate::vm::NativeResult {
        if self.is_iterable(args) {
            return self.slow_path("collect", &[args]);
        }
        let (name, t) = (self.callee_name(self.peek(2)), self.type_name(args));
        Err(self.type_error(format!("{name} argument after * must be an iterable, not {t}")))
    }

    /// `callee(*args, **kwargs)`, a method with its `owner`. Everything is borrowed; `owner`, `kwargs`: maybe NULL.
    fn call_with_containers(&mut self, callee: Value, owner: Value, args: Value, kwargs: Value) -> Res<Flow> {
        let Some(items) = self.plain_items(args) else {
            return Err(self.type_error("argument after * must be an iterable"));
        };
        let mut all: Vec<Value> = Vec::with_capacity(items.len() + 1);
        all.extend((!owner.is_null()).then_some(owner));
        all.extend(items);
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
        self.call(callee, &all, &kw, Ret::Push)
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
                return self.settle(result, Ret::Push);
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
            Intrinsic::Template => {
                let result = self.slow_path("make_template", &[v]);
                self.drop(v);
                return self.settle(result, Ret::Push);
            }
            Intrinsic::Print => {
                let result = self.slow_path("display", &[v]);
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
}
