//! Calls: binding arguments to parameters, frames, and what it means to call each kind of value.

use super::layout::{class, frame, *};
use super::native::{NativeResult, Out};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{CodeRt, Raised, Res, Vm};
use crate::objects::class_flags as cf;

/// How the main loop goes on.
#[derive(Debug)]
pub enum Flow {
    /// With the thread's present frame, whichever it is now.
    Go,
    /// Not: the thread waits, or has ended.
    Leave(super::interp::Exit),
}

/// Frames of the prelude's C-like code beyond the recursion limit.
const NATIVE_DEPTH: u32 = 50;

impl Vm {
    /// The running thread's frame.
    #[inline]
    pub(crate) fn frame(&self) -> u32 {
        self.threads[self.current].frame
    }

    /// The code that a frame runs.
    #[inline]
    pub(crate) fn frame_code(&self, f: u32) -> &CodeRt {
        &self.codes[self.heap.lo(f, frame::CODE_IP) as usize]
    }

    /// Pushes a value (owned) on the present frame's saved stack.
    #[inline]
    pub(crate) fn push(&mut self, v: Value) {
        let f = self.frame();
        let sp = self.heap.hi(f, frame::PREV_SP);
        self.heap.set_value(f, frame::LOCALSPLUS + sp, v);
        self.heap.set_hi(f, frame::PREV_SP, sp + 1);
    }

    /// Pops a value (owned) from the present frame's saved stack.
    #[inline]
    pub(crate) fn pop(&mut self) -> Value {
        let f = self.frame();
        let sp = self.heap.hi(f, frame::PREV_SP) - 1;
        self.heap.set_hi(f, frame::PREV_SP, sp);
        self.heap.value(f, frame::LOCALSPLUS + sp)
    }

    /// A frame for a code, not yet entered. Locals are unset. Takes `func` and `locals` over; borrows `globals`.
    pub(crate) fn new_frame(&mut self, code: u32, func: Value, globals: Value, locals: Value, ret: Ret) -> Res<u32> {
        let rt = &self.codes[code as usize];
        let (words, n_locals) = (rt.frame_words, rt.localsplus.len() as u32);
        let thread = &self.threads[self.current];
        // What stands for C may go a little deeper: CPython does not count frames of C functions.
        let spare = if rt.code.flags.native { NATIVE_DEPTH } else { 0 };
        if thread.depth >= self.config.depth_max.saturating_add(spare) {
            self.drop(func);
            self.drop(locals);
            return Err(self.raise(Exc::RecursionError, "maximum recursion depth exceeded"));
        }
        let f = self.alloc(Kind::Frame, self.types.frame, 0, words)?;
        let h = &mut self.heap;
        h.set_word(f, frame::CODE_IP, u64::from(code));
        h.set_word(f, frame::PREV_SP, u64::from(n_locals) << 32);
        h.set_word(f, frame::RET, u64::from(ret as u32));
        h.set_value(f, frame::GLOBALS, globals);
        h.set_value(f, frame::FUNC, func);
        h.set_value(f, frame::LOCALS, locals);
        h.set_word(f, frame::GENERATOR, 0);
        h.set_word(f, frame::LINE, 0);
        for i in 0..n_locals {
            h.set_value(f, frame::LOCALSPLUS + i, Value::NULL);
        }
        Ok(f)
    }

    /// Makes a frame the thread's present one.
    #[inline]
    pub(crate) fn enter(&mut self, f: u32) {
        let thread = &mut self.threads[self.current];
        self.heap.set_lo(f, frame::PREV_SP, thread.frame);
        thread.frame = f;
        thread.depth += 1;
    }

    /// Releases a frame that has returned and everything in it.
    pub(crate) fn free_frame(&mut self, f: u32) {
        let n = self.heap.hi(f, frame::PREV_SP);
        for i in 0..n {
            let v = self.heap.value(f, frame::LOCALSPLUS + i);
            self.drop(v);
        }
        let (func, locals) = (self.heap.value(f, frame::FUNC), self.heap.value(f, frame::LOCALS));
        self.heap.set_value(f, frame::FUNC, Value::NULL);
        self.heap.set_value(f, frame::LOCALS, Value::NULL);
        self.heap.set_hi(f, frame::PREV_SP, 0);
        self.drop(func);
        self.drop(locals);
        self.drop(Value::block(f));
    }

    /// What a native came to: delivers it, starts the call that it leaves the rest to, or leaves the loop.
    pub(crate) fn settle(&mut self, result: NativeResult, ret: Ret) -> Res<Flow> {
        match result? {
            Out::Value(v) if ret == Ret::Thread => Ok(Flow::Leave(super::interp::Exit::Finished(v))),
            Out::Value(v) => self.deliver(v, ret).map(|()| Flow::Go),
            Out::Call(f, args) => self.call_owned(f, args, &[], ret),
            Out::CallKw(f, args, kw) => self.call_owned(f, args, &kw, ret),
            Out::Wait(wait) => {
                self.threads[self.current].wait_ret = ret;
                Ok(Flow::Leave(super::interp::Exit::Wait(wait)))
            }
            Out::Run {
                code,
                namespace,
                locals,
            } => {
                let f = self.new_frame(code, namespace, namespace, locals, ret)?;
                self.enter(f);
                Ok(Flow::Go)
            }
            Out::Resume(generator, value) if ret == Ret::ForIter => {
                let flow = self.resume(generator, value, Ret::GenForIter);
                self.drop(generator);
                flow
            }
            Out::Resume(generator, value) => {
                let flow = match self.push_or_adapt("resume_generator", generator, value, ret) {
                    Some(flow) => return flow,
                    None => self.resume(generator, value, Ret::GenCall),
                };
                self.drop(generator);
                flow
            }
            Out::Throw(generator, exc) => {
                let flow = match self.push_or_adapt("throw_into_generator", generator, exc, ret) {
                    Some(flow) => return flow,
                    None => self.throw_into(generator, Raised(exc), Ret::GenCall),
                };
                self.drop(generator);
                flow
            }
            Out::Close(generator) => {
                let flow = match self.push_or_adapt("close_generator", generator, Value::NONE, ret) {
                    Some(flow) => return flow,
                    None => self.close_generator(generator, Ret::GenClose),
                };
                self.drop(generator);
                flow
            }
            Out::StepSend(step, value) => {
                let flow = match self.push_or_adapt("resume_generator", step, value, ret) {
                    Some(flow) => return flow,
                    None => self.agen_step(step, value, Ret::AgenCall),
                };
                self.drop(step);
                flow
            }
            Out::StepThrow(step, exc) => {
                if let Some(flow) = self.push_or_adapt("throw_into_generator", step, exc, ret) {
                    return flow;
                }
                let flow = self.step_throw(step, Raised(exc), Ret::AgenCall);
                self.drop(step);
                flow
            }
            Out::Body(func, namespace) => {
                let (code, globals) = (self.heap.hi(func.idx(), 1), self.heap.value(func.idx(), 2));
                let f = self.new_frame(code, func, globals, namespace, ret)?;
                self.enter(f);
                Ok(Flow::Go)
            }
        }
    }

    /// A generator's frame knows how to push what it yields. Where something else is to become of it, a frame of the
    /// prelude does the resuming (`what`), and what that frame returns goes where `ret` says. Takes both values over,
    /// or neither.
    fn push_or_adapt(&mut self, what: &str, generator: Value, value: Value, ret: Ret) -> Option<Res<Flow>> {
        if ret == Ret::Push {
            return None;
        }
        let result = self.slow_path(what, &[generator, value]);
        self.drop_all(&[generator, value]);
        Some(self.settle(result, ret))
    }

    /// Hands a result (owned) to the present frame in the way its caller asked for.
    pub(crate) fn deliver(&mut self, v: Value, ret: Ret) -> Res<()> {
        match ret {
            Ret::Push | Ret::ForIter | Ret::Send => self.push(v),
            Ret::Method => {
                self.push(v);
                self.push(Value::NULL);
            }
            Ret::Pair => {
                for i in 0..2 {
                    let item = self.tuple(v)[i];
                    let item = self.own(item);
                    self.push(item);
                }
                self.drop(v);
            }
            Ret::Again => {
                self.push(v);
                let f = self.frame();
                let ip = self.heap.hi(f, frame::CODE_IP);
                self.heap.set_hi(f, frame::CODE_IP, ip - 1);
            }
            Ret::Discard | Ret::Rerun => self.drop(v),
            Ret::Quiet => {
                self.drop(v);
                self.finalizer_returned();
            }
            Ret::Init => {
                if !v.is_none() {
                    let t = self.type_name(v);
                    self.drop(v);
                    return Err(self.type_error(format!("__init__() should return None, not '{t}'")));
                }
            }
            Ret::Truth => {
                if !v.is_bool() {
                    let t = self.type_name(v);
                    self.drop(v);
                    return Err(self.type_error(format!("__bool__ should return bool, returned {t}")));
                }
                self.push(v);
            }
            Ret::TruthLen => match self.as_i64(v) {
                Some(n) if n < 0 => return Err(self.value_error("__len__() should return >= 0")),
                Some(n) => self.push(Value::bool(n != 0)),
                None => {
                    let t = self.type_name(v);
                    self.drop(v);
                    return Err(self.type_error(format!("'{t}' object cannot be interpreted as an integer")));
                }
            },
            Ret::Contains | Ret::ContainsNot => {
                let truth = self.truth_fast(v).unwrap_or(true);
                self.drop(v);
                self.push(Value::bool(truth == (ret == Ret::Contains)));
            }
            Ret::Thread
            | Ret::GenForIter
            | Ret::GenSend
            | Ret::GenCall
            | Ret::GenClose
            | Ret::GenCloseQuiet
            | Ret::AgenSend
            | Ret::AgenCall => unreachable!("handled where frames return"),
        }
        Ok(())
    }

    /// Calls a value (owned) with arguments (owned).
    pub(crate) fn call_owned(&mut self, f: Value, args: Vec<Value>, kw: &[(Value, Value)], ret: Ret) -> Res<Flow> {
        let flow = self.call(f, &args, kw, ret);
        self.drop_all(&args);
        for &(_, v) in kw {
            self.drop(v);
        }
        self.drop(f);
        flow
    }

    /// Calls a value. Everything is borrowed; the result goes where `ret` says.
    pub(crate) fn call(&mut self, f: Value, args: &[Value], kw: &[(Value, Value)], ret: Ret) -> Res<Flow> {
        if f.is_ref() {
            match self.heap.kind(f.idx()) {
                Kind::Function => return self.call_function(f, args, kw, ret),
                Kind::Method => {
                    let (inner, owner) = (self.heap.value(f.idx(), 2), self.heap.value(f.idx(), 3));
                    let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
                    all.push(owner);
                    all.extend_from_slice(args);
                    return self.call(inner, &all, kw, ret);
                }
                Kind::Native => {
                    let native = self.heap.hi(f.idx(), 1);
                    let owner = self.heap.value(f.idx(), 2);
                    let result = if owner.is_null() {
                        self.call_native(native, args, kw)
                    } else {
                        let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
                        all.push(owner);
                        all.extend_from_slice(args);
                        self.call_native(native, &all, kw)
                    };
                    return self.settle(result, ret);
                }
                Kind::Class => return self.call_class(f, args, kw, ret),
                Kind::StaticMethod => {
                    let inner = self.heap.value(f.idx(), 2);
                    return self.call(inner, args, kw, ret);
                }
                Kind::Alias => {
                    let origin = self.heap.value(f.idx(), 2);
                    return self.call(origin, args, kw, ret);
                }
                _ => {}
            }
        }
        let c = self.type_of(f);
        match self.lookup(c, self.names.__call__) {
            Some(hook) if f.is_ref() => {
                let hook = self.own(hook);
                let got = self.bind(hook, f, c, true)?;
                let flow = match got {
                    super::attr::Got::Method(m) => {
                        let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
                        all.push(f);
                        all.extend_from_slice(args);
                        let flow = self.call(m, &all, kw, ret);
                        self.drop(m);
                        flow
                    }
                    super::attr::Got::Value(v) => {
                        let flow = self.call(v, args, kw, ret);
                        self.drop(v);
                        flow
                    }
                    _ => {
                        let t = self.type_name(f);
                        Err(self.type_error(format!("'{t}' object is not callable")))
                    }
                };
                self.drop(hook);
                flow
            }
            _ => {
                let t = self.type_name(f);
                Err(self.type_error(format!("'{t}' object is not callable")))
            }
        }
    }

    /// Enters a Python function.
    pub(crate) fn call_function(&mut self, f: Value, args: &[Value], kw: &[(Value, Value)], ret: Ret) -> Res<Flow> {
        let code = self.heap.hi(f.idx(), 1);
        let globals = self.heap.value(f.idx(), 2);
        let func = self.own(f);
        let fr = self.new_frame(code, func, globals, Value::NULL, ret)?;
        let rt = &self.codes[code as usize];
        if rt.is_simple && kw.is_empty() && args.len() == rt.code.n_args as usize {
            for (i, &v) in args.iter().enumerate() {
                self.heap.incref(v);
                self.heap.set_value(fr, frame::LOCALSPLUS + i as u32, v);
            }
        } else if let Err(raised) = self.bind_args(f, code, fr, args, kw) {
            self.free_frame(fr);
            return Err(raised);
        }
        self.enter(fr);
        Ok(Flow::Go)
    }

    /// Fills the parameters of a new frame, as CPython's `initialize_locals`.
    fn bind_args(&mut self, f: Value, code: u32, fr: u32, args: &[Value], kw: &[(Value, Value)]) -> Res<()> {
        let c = self.codes[code as usize].code.clone();
        let (n_args, n_kwonly) = (c.n_args as usize, c.n_kwonly as usize);
        let at = |i: usize| frame::LOCALSPLUS + i as u32;
        let n_given = args.len().min(n_args);
        for (i, &v) in args[..n_given].iter().enumerate() {
            let v = self.own(v);
            self.heap.set_value(fr, at(i), v);
        }
        let varargs_at = n_args + n_kwonly;
        let varkw_at = varargs_at + usize::from(c.flags.varargs);
        if c.flags.varargs {
            let rest: Vec<Value> = args[n_given..].iter().map(|&v| self.own(v)).collect();
            let rest = self.new_tuple(&rest)?;
            self.heap.set_value(fr, at(varargs_at), rest);
        }
        let extra = if c.flags.varkeywords {
            let d = self.new_dict()?;
            self.heap.set_value(fr, at(varkw_at), d);
            Some(d)
        } else {
            None
        };
        for &(name, value) in kw {
            let text = self.str(name).to_owned();
            let slot = (c.n_posonly as usize..varargs_at).find(|&i| c.localsplus[i] == text);
            match slot {
                Some(i) if self.heap.value(fr, at(i)).is_null() => {
                    let v = self.own(value);
                    self.heap.set_value(fr, at(i), v);
                }
                Some(_) => {
                    let q = self.function_name(f);
                    return Err(self.type_error(format!("{q}() got multiple values for argument '{text}'")));
                }
                None => match extra {
                    Some(d) => {
                        let (k, v) = (self.own(name), self.own(value));
                        self.dict_set(d, k, v)?;
                    }
                    None => {
                        let q = self.function_name(f);
                        let message = if c.localsplus[..c.n_posonly as usize].contains(&text) {
                            format!("{q}() got some positional-only arguments passed as keyword arguments: '{text}'")
                        } else {
                            let meant = self.keyword_meant(&text, &c.localsplus[c.n_posonly as usize..varargs_at]);
                            format!("{q}() got an unexpected keyword argument '{text}'{meant}")
                        };
                        return Err(self.type_error(message));
                    }
                },
            }
        }
        if args.len() > n_args && !c.flags.varargs {
            return Err(self.too_many_positional(f, &c, fr, args.len()));
        }
        let defaults = self.heap.value(f.idx(), 3);
        let n_defaults = if self.is_tuple(defaults) {
            self.tuple(defaults).len()
        } else {
            0
        };
        let first_default = n_args - n_defaults;
        let mut missing = Vec::new();
        for i in n_given..n_args {
            if !self.heap.value(fr, at(i)).is_null() {
                continue;
            }
            if i >= first_default {
                let v = self.tuple(defaults)[i - first_default];
                let v = self.own(v);
                self.heap.set_value(fr, at(i), v);
            } else {
                missing.push(i);
            }
        }
        if !missing.is_empty() {
            return Err(self.missing_args(f, &c, &missing, "positional"));
        }
        let kwdefaults = self.heap.value(f.idx(), 4);
        for i in n_args..varargs_at {
            if !self.heap.value(fr, at(i)).is_null() {
                continue;
            }
            let name = self.codes[code as usize].localsplus[i];
            let default = if self.is_dict(kwdefaults) {
                self.dict_get(kwdefaults, name)
            } else {
                None
            };
            match default {
                Some(v) => {
                    let v = self.own(v);
                    self.heap.set_value(fr, at(i), v);
                }
                None => missing.push(i),
            }
        }
        if !missing.is_empty() {
            return Err(self.missing_args(f, &c, &missing, "keyword-only"));
        }
        Ok(())
    }

    /// Calls a class: `type.__call__`.
    pub(crate) fn call_class(&mut self, c: Value, args: &[Value], kw: &[(Value, Value)], ret: Ret) -> Res<Flow> {
        let flags = self.class_flags(c);
        if flags & cf::HAS_METACLASS != 0 {
            let meta = self.type_of(c);
            if let Some(hook) = self.lookup(meta, self.names.__call__)
                && self.is_kind(hook, Kind::Function)
            {
                let mut all = vec![c];
                all.extend_from_slice(args);
                let hook = self.own(hook);
                let flow = self.call(hook, &all, kw, ret);
                self.drop(hook);
                return flow;
            }
        }
        if c == self.types.type_ && args.len() == 1 && kw.is_empty() {
            let t = self.type_of(args[0]);
            let t = self.own(t);
            return self.deliver(t, ret).map(|()| Flow::Go);
        }
        if flags & cf::ABSTRACT != 0 {
            return Err(self.abstract_error(c));
        }
        let new = self.lookup(c, self.names.__new__);
        let new_native = new.filter(|&n| self.is_kind(n, Kind::Native));
        if let Some(n) = new
            && new_native.is_none()
        {
            // `__new__` in Python: the prelude makes both calls.
            let _ = n;
            return self.call_class_slow(c, args, kw, ret);
        }
        let init = self.lookup(c, self.names.__init__);
        let native_init = init.is_none_or(|i| self.is_slot(i));
        let kind = self.instance_kind(c);
        // The constructor of a built-in layout.
        let object_new = new_native.is_none_or(|n| n == self.object_new);
        let instance = if kind == Kind::Instance && object_new && flags & cf::BOXED == 0 {
            if native_init && (!args.is_empty() || !kw.is_empty()) && init.is_none_or(|i| i == self.object_init) {
                let n = self.class_name(c);
                return Err(self.type_error(format!("{n}() takes no arguments")));
            }
            self.new_instance(c)?
        } else if kind == Kind::Exception && object_new {
            let owned: Vec<Value> = args.iter().map(|&v| self.own(v)).collect();
            self.new_exception(c, &owned)?
        } else if let Some(n) = new_native {
            let native = self.heap.hi(n.idx(), 1);
            let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
            all.push(c);
            all.extend_from_slice(args);
            // A Python `__init__` takes the arguments; the layout's constructor takes none but the value's.
            let own_init = !native_init;
            let no_args = own_init && matches!(kind, Kind::List | Kind::Dict | Kind::Set | Kind::ByteArray);
            let result = if no_args {
                self.call_native(native, &[c], &[])
            } else {
                self.call_native(native, &all, if own_init { &[] } else { kw })
            };
            match result? {
                Out::Value(v) if (!native_init || kind == Kind::Exception) && self.is_instance(v, c) => v,
                Out::Value(v) => return self.deliver(v, ret).map(|()| Flow::Go),
                Out::Call(..) if !native_init => return self.call_class_slow(c, args, kw, ret),
                other => return self.settle(Ok(other), ret),
            }
        } else {
            let n = self.class_name(c);
            return Err(self.type_error(format!("cannot create '{n}' instances")));
        };
        match init {
            Some(i) if !native_init => {
                let own = self.own(instance);
                // Where the result belongs, before `__init__` runs.
                self.deliver(own, ret)?;
                let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
                all.push(instance);
                all.extend_from_slice(args);
                let i = self.own(i);
                let flow = self.call(i, &all, kw, Ret::Init);
                self.drop(i);
                self.drop(instance);
                if flow.is_err() && matches!(ret, Ret::Push) {
                    let lost = self.pop();
                    self.drop(lost);
                }
                flow
            }
            Some(i) if kind == Kind::Exception && i != self.object_init => {
                let native = self.heap.hi(i.idx(), 1);
                let mut all = smallvec::SmallVec::<[Value; 8]>::with_capacity(args.len() + 1);
                all.push(instance);
                all.extend_from_slice(args);
                if let Err(raised) = self.call_native(native, &all, kw) {
                    self.drop(instance);
                    return Err(raised);
                }
                self.deliver(instance, ret).map(|()| Flow::Go)
            }
            _ => self.deliver(instance, ret).map(|()| Flow::Go),
        }
    }

    fn call_class_slow(&mut self, c: Value, args: &[Value], kw: &[(Value, Value)], ret: Ret) -> Res<Flow> {
        let Some(f) = self.dict_get_str(self.slow, "call_class") else {
            return Err(self.raise(Exc::SystemError, "the prelude has no call_class"));
        };
        let mut all = vec![c];
        all.extend_from_slice(args);
        let f = self.own(f);
        let flow = self.call(f, &all, kw, ret);
        self.drop(f);
        flow
    }

    fn abstract_error(&mut self, c: Value) -> Raised {
        let n = self.class_name(c);
        let dict = self.heap.value(c.idx(), class::DICT);
        let mut names: Vec<String> = match self.dict_get(dict, self.names.__abstractmethods__) {
            Some(set) => self
                .plain_items(set)
                .unwrap_or_default()
                .iter()
                .filter_map(|&v| self.as_str(v).map(|s| format!("'{s}'")))
                .collect(),
            None => Vec::new(),
        };
        names.sort();
        let s = if names.len() == 1 { "" } else { "s" };
        let list = names.join(", ");
        self.type_error(if self.config.version.minor() < 12 {
            let list = list.replace('\'', "");
            format!("Can't instantiate abstract class {n} with abstract method{s} {list}")
        } else {
            format!("Can't instantiate abstract class {n} without an implementation for abstract method{s} {list}")
        })
    }
}
