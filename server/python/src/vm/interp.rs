//! The evaluation loop.
//!
//! Registers (instruction pointer, stack pointer, frame) live in locals; everything that can call, raise or wait
//! saves them to the frame first (`save!`) and reads them back (`load!`), so a frame block is always complete when
//! anyone else looks. A saved `ip` is the index of the instruction *after* the one being executed.
//!
//! Clock and horizon are tested before every instruction (`reference/vm.md` 3.1, reading 1).
#![allow(
    unsafe_code,
    reason = "stack and locals are read through raw pointers into the heap; see `heap.rs`"
)]

use super::attr::{Got, Put};
use super::call::Flow;
use super::heap::Heap;
use super::layout::{class, frame, *};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Cache, Raised, Vm, Wait};
use crate::bytecode::{BinaryOp, CompareOp, Instr, Opcode};
use std::hint::cold_path;

/// Why the loop ended.
#[derive(Debug)]
pub enum Exit {
    /// The clock has reached the horizon.
    Horizon,
    /// The holder has reached a check point with the breaker set.
    Breaker,
    /// The thread waits.
    Wait(Wait),
    /// The thread's first frame returned this (owned).
    Finished(Value),
    /// An exception (owned) left the thread's first frame.
    Died(Value),
}

/// What a `LOAD_ATTR`-like cache entry says.
const ATTR_SLOT: u32 = 1;
const ATTR_METHOD: u32 = 2;
const ATTR_CLASS_VALUE: u32 = 3;
const ATTR_MODULE: u32 = 4;

#[inline(always)]
fn attr_key(heap: &Heap, class: u32, idx: u32) -> u64 {
    u64::from(heap.lo(class, class::VERSION)) << 32 | u64::from(heap.lo(idx, 2))
}

impl Vm {
    /// Runs the current thread until its clock reaches the horizon or something else ends its turn.
    pub(crate) fn run(&mut self, horizon_ps: u64) -> Exit {
        self.horizon_ps = horizon_ps;
        self.limit_ps = if self.finalizers.is_empty() && !self.collector.due {
            horizon_ps
        } else {
            0
        };
        if self.trace_lines {
            self.run_loop::<true>()
        } else {
            self.run_loop::<false>()
        }
    }

    #[allow(
        clippy::too_many_lines,
        clippy::cognitive_complexity,
        reason = "one arm per opcode: that is what it is"
    )]
    fn run_loop<const TRACE: bool>(&mut self) -> Exit {
        let mut f: u32;
        let mut fp: *mut u64;
        let mut sp: *mut u64;
        let mut ip: *const Instr;
        let mut first: *const Instr;
        let mut rt: *mut super::CodeRt;
        let mut clock: u64;
        let mut count: u64 = 0;

        // SAFETY of everything below: `fp` points to a live frame block, `sp` stays within its operand stack (the
        // compiler computes the exact depth), `ip` within its code (every code ends in a jump, return or raise), and
        // `rt` to a `CodeRt` that is boxed and never freed.
        macro_rules! load {
            () => {{
                f = self.threads[self.current].frame;
                fp = self.heap.ptr(f, 0);
                unsafe {
                    rt = &raw mut *self.codes[*fp.add(frame::CODE_IP as usize) as u32 as usize];
                    let code = &(*rt).code;
                    first = code.instrs.as_ptr();
                    ip = first.add((*fp.add(frame::CODE_IP as usize) >> 32) as usize);
                    sp = fp.add(frame::LOCALSPLUS as usize + (*fp.add(frame::PREV_SP as usize) >> 32) as usize);
                }
                clock = self.clock_ps;
            }};
        }
        // Before anything that may look at the frame. What follows is taken to be rare, so that the registers stay
        // in registers everywhere else; `save_hot` is for what is not.
        macro_rules! save {
            () => {{
                cold_path();
                save_hot!();
            }};
        }
        macro_rules! save_hot {
            () => {{
                unsafe {
                    let at = ip.offset_from(first) as u64;
                    let code = *fp.add(frame::CODE_IP as usize) & 0xFFFF_FFFF;
                    *fp.add(frame::CODE_IP as usize) = code | at << 32;
                    let height = sp.offset_from(fp) as u64 - frame::LOCALSPLUS as u64;
                    let prev = *fp.add(frame::PREV_SP as usize) & 0xFFFF_FFFF;
                    *fp.add(frame::PREV_SP as usize) = prev | height << 32;
                }
                self.clock_ps = clock;
            }};
        }
        macro_rules! push {
            ($v:expr) => {{
                let v: Value = $v;
                unsafe {
                    *sp = v.0;
                    sp = sp.add(1);
                }
            }};
        }
        macro_rules! pop {
            () => {
                unsafe {
                    sp = sp.sub(1);
                    Value(*sp)
                }
            };
        }
        macro_rules! top {
            ($i:expr) => {
                unsafe { Value(*sp.sub($i as usize)) }
            };
        }
        macro_rules! set_top {
            ($i:expr, $v:expr) => {{
                let v: Value = $v;
                unsafe { *sp.sub($i as usize) = v.0 }
            }};
        }
        macro_rules! local {
            ($i:expr) => {
                unsafe { Value(*fp.add(frame::LOCALSPLUS as usize + $i as usize)) }
            };
        }
        macro_rules! set_local {
            ($i:expr, $v:expr) => {{
                let v: Value = $v;
                unsafe { *fp.add(frame::LOCALSPLUS as usize + $i as usize) = v.0 }
            }};
        }
        macro_rules! leave {
            ($exit:expr) => {{
                self.instructions += count;
                return $exit;
            }};
        }
        // Registers are saved; the machine goes where `flow` says.
        macro_rules! follow {
            ($flow:expr) => {
                match $flow {
                    Flow::Go => load!(),
                    Flow::Leave(exit) => leave!(exit),
                }
            };
        }
        macro_rules! throw {
            ($raised:expr) => {{
                let raised: Raised = $raised;
                save!();
                let flow = self.unwind(raised, true);
                follow!(flow)
            }};
        }
        // A `Res<Flow>` made with saved registers.
        macro_rules! go {
            ($res:expr) => {
                match $res {
                    Ok(flow) => follow!(flow),
                    Err(raised) => {
                        let flow = self.unwind(raised, true);
                        follow!(flow)
                    }
                }
            };
        }
        // A `NativeResult` for the instruction, with the result pushed.
        macro_rules! settle {
            ($result:expr, $ret:expr) => {{
                save!();
                let result = $result;
                let flow = self.settle(result, $ret);
                go!(flow)
            }};
        }
        macro_rules! jump {
            ($target:expr) => {
                ip = unsafe { first.add($target as usize) }
            };
        }
        macro_rules! check_point {
            () => {
                if self.breaker && !unsafe { (*rt).is_native } {
                    save!();
                    leave!(Exit::Breaker)
                }
            };
        }
        macro_rules! name {
            ($i:expr) => {
                unsafe { (&(*rt).names)[$i as usize] }
            };
        }
        macro_rules! cache {
            () => {
                unsafe { &mut (&mut (*rt).caches)[ip.offset_from(first) as usize - 1] }
            };
        }

        load!();
        loop {
            if clock >= self.limit_ps {
                save!();
                if let Some(finalizer) = self.next_finalizer() {
                    match self.run_finalizer(finalizer) {
                        Ok(Flow::Leave(exit)) => leave!(exit),
                        Ok(Flow::Go) => {}
                        Err(raised) => self.report_ignored(raised.0),
                    }
                    load!();
                    continue;
                }
                if self.collector.due {
                    self.collect(false);
                    load!();
                    continue;
                }
                if clock >= self.horizon_ps {
                    leave!(Exit::Horizon)
                }
                self.limit_ps = self.horizon_ps;
            }
            let instr = unsafe { *ip };
            if TRACE {
                let at = unsafe { ip.offset_from(first) } as u32;
                if unsafe { (*rt).is_user } {
                    save!();
                    self.trace_line(f, at);
                }
            }
            ip = unsafe { ip.add(1) };
            let arg = instr.arg();
            clock += u64::from(self.costs[(instr.0 & 0xFF) as usize]);
            count += 1;
            // SAFETY: instructions are made from opcodes (`Instr::new`).
            match unsafe { std::mem::transmute::<u8, Opcode>((instr.0 & 0xFF) as u8) } {
                Opcode::Nop => {}
                Opcode::PopTop => {
                    let v = pop!();
                    self.drop(v);
                }
                Opcode::PushNull => push!(Value::NULL),
                Opcode::Copy => {
                    let v = top!(arg);
                    self.heap.incref(v);
                    push!(v);
                }
                Opcode::Swap => {
                    let (a, b) = (top!(1), top!(arg));
                    set_top!(1, b);
                    set_top!(arg, a);
                }
                Opcode::LoadConst => {
                    // Constants are immortal: no count.
                    let v = unsafe { (&(*rt).consts)[arg as usize] };
                    self.heap.incref(v);
                    push!(v);
                }
                Opcode::LoadFast => {
                    let v = local!(arg);
                    if v.is_null() {
                        throw!(self.unbound_local(rt, arg));
                        continue;
                    }
                    self.heap.incref(v);
                    push!(v);
                }
                Opcode::LoadFastAndClear => {
                    push!(local!(arg));
                    set_local!(arg, Value::NULL);
                }
                Opcode::StoreFast => {
                    let v = pop!();
                    let old = local!(arg);
                    set_local!(arg, v);
                    if TRACE && unsafe { (*rt).is_user } {
                        self.clock_ps = clock;
                        self.trace_local(rt, arg, v);
                    }
                    self.drop(old);
                }
                Opcode::DeleteFast => {
                    let old = local!(arg);
                    if old.is_null() {
                        throw!(self.unbound_local(rt, arg));
                        continue;
                    }
                    set_local!(arg, Value::NULL);
                    self.drop(old);
                }
                Opcode::LoadGlobal => {
                    let globals = unsafe { Value(*fp.add(frame::GLOBALS as usize)) };
                    let c = cache!();
                    let (version, cached) = (self.dict_version(globals), *c);
                    if cached.key == version && cached.what == 1 {
                        let v = self.dict_entry(globals, cached.slot).1;
                        self.heap.incref(v);
                        push!(v);
                        if TRACE && unsafe { (*rt).is_user } {
                            self.clock_ps = clock;
                            self.trace_global(name!(arg), v, false);
                        }
                        continue;
                    }
                    if cached.key == version && self.dict_version(self.builtins) == cached.value.0 {
                        let v = self.dict_entry(self.builtins, cached.slot).1;
                        self.heap.incref(v);
                        push!(v);
                        continue;
                    }
                    cold_path();
                    match self.load_global(globals, name!(arg)) {
                        Some((v, entry)) => {
                            *cache!() = entry;
                            self.heap.incref(v);
                            push!(v);
                            if TRACE && unsafe { (*rt).is_user } && entry.what == 1 {
                                self.clock_ps = clock;
                                self.trace_global(name!(arg), v, false);
                            }
                        }
                        None => throw!(self.name_error(name!(arg))),
                    }
                }
                Opcode::StoreGlobal => {
                    let v = pop!();
                    let globals = unsafe { Value(*fp.add(frame::GLOBALS as usize)) };
                    if TRACE && unsafe { (*rt).is_user } {
                        self.clock_ps = clock;
                        self.trace_global(name!(arg), v, true);
                    }
                    let c = *cache!();
                    if c.key == self.dict_version(globals) {
                        self.dict_set_entry(globals, c.slot, v);
                    } else {
                        let n = name!(arg);
                        if let Err(raised) = self.dict_set(globals, n, v) {
                            throw!(raised);
                            continue;
                        }
                        if let Some(slot) = self.find_name(globals, n) {
                            *cache!() = Cache {
                                key: self.dict_version(globals),
                                slot,
                                what: 1,
                                value: Value::NULL,
                            };
                        }
                    }
                }
                Opcode::LoadName => {
                    save!();
                    let (locals, globals) = unsafe {
                        (
                            Value(*fp.add(frame::LOCALS as usize)),
                            Value(*fp.add(frame::GLOBALS as usize)),
                        )
                    };
                    let n = name!(arg);
                    let found = match self.dict_get(locals, n) {
                        Some(v) => Some(v),
                        None => self.load_global(globals, n).map(|(v, _)| v),
                    };
                    match found {
                        Some(v) => {
                            self.heap.incref(v);
                            push!(v);
                            if TRACE && unsafe { (*rt).is_user } && locals == globals {
                                self.trace_global(n, v, false);
                            }
                        }
                        None => throw!(self.name_error(n)),
                    }
                }
                Opcode::StoreName => {
                    let v = pop!();
                    save!();
                    let locals = unsafe { Value(*fp.add(frame::LOCALS as usize)) };
                    let n = name!(arg);
                    if TRACE && unsafe { (*rt).is_user } && locals == unsafe { Value(*fp.add(frame::GLOBALS as usize)) }
                    {
                        self.trace_global(n, v, true);
                    }
                    if !self.is_dict(locals) || self.type_of(locals) != self.types.dict {
                        // A namespace from a metaclass's `__prepare__`.
                        let result = self.set_item(locals, n, v);
                        settle!(result, Ret::Discard);
                        continue;
                    }
                    if let Err(raised) = self.dict_set(locals, n, v) {
                        throw!(raised);
                    }
                }
                Opcode::MakeCell => {
                    let v = local!(arg);
                    cold_path();
                    set_local!(arg, Value::NULL);
                    match self.new_cell(v) {
                        Ok(cell) => set_local!(arg, cell),
                        Err(raised) => throw!(raised),
                    }
                }
                Opcode::CopyFreeVars => {
                    let func = unsafe { Value(*fp.add(frame::FUNC as usize)) };
                    let closure = self.heap.value(func.idx(), 5);
                    let at = unsafe { (*rt).localsplus.len() } as u32 - arg;
                    for i in 0..arg {
                        let cell = self.tuple(closure)[i as usize];
                        self.heap.incref(cell);
                        set_local!(at + i, cell);
                    }
                }
                Opcode::LoadDeref => {
                    let v = self.heap.value(local!(arg).idx(), 2);
                    if v.is_null() {
                        throw!(self.unbound_deref(rt, arg));
                        continue;
                    }
                    self.heap.incref(v);
                    push!(v);
                }
                Opcode::StoreDeref => {
                    let v = pop!();
                    if TRACE && unsafe { (*rt).is_user } {
                        self.clock_ps = clock;
                        self.trace_local(rt, arg, v);
                    }
                    self.replace(local!(arg).idx(), 2, v);
                }
                Opcode::LoadClosure => {
                    let v = local!(arg);
                    self.heap.incref(v);
                    push!(v);
                }
                Opcode::LoadAttr => {
                    let owner = top!(1);
                    if owner.is_ref() {
                        let idx = owner.idx();
                        let c = *cache!();
                        if self.heap.kind(idx) == Kind::Instance {
                            let class = self.heap.lo(idx, 1);
                            if c.key == attr_key(&self.heap, class, idx) {
                                let v = match c.what {
                                    ATTR_SLOT => self.heap.value(idx, c.slot),
                                    _ => c.value,
                                };
                                if !v.is_null() {
                                    self.heap.incref(v);
                                    set_top!(1, v);
                                    if TRACE && c.what == ATTR_SLOT && unsafe { (*rt).is_user } {
                                        self.clock_ps = clock;
                                        self.trace_attr(owner, name!(arg), v, false);
                                    }
                                    self.drop(owner);
                                    continue;
                                }
                            }
                        } else if c.what == ATTR_MODULE && self.heap.kind(idx) == Kind::Module {
                            let dict = self.heap.value(idx, 2);
                            if self.dict_version(dict) == c.key {
                                let v = self.dict_entry(dict, c.slot).1;
                                self.heap.incref(v);
                                set_top!(1, v);
                                self.drop(owner);
                                continue;
                            }
                        }
                    }
                    let n = name!(arg);
                    sp = unsafe { sp.sub(1) };
                    save!();
                    let got = self.get_attr(owner, n, false);
                    if owner.is_ref() {
                        *cache!() = self.attr_cache(owner, n, false);
                    }
                    match got {
                        Ok(Got::Value(v) | Got::Method(v)) => {
                            push!(v);
                            if TRACE && unsafe { (*rt).is_user } {
                                self.trace_attr(owner, n, v, false);
                            }
                            clock = self.clock_ps;
                            self.drop(owner);
                        }
                        Ok(Got::Call(callee, args)) => {
                            let flow = self.call_owned(callee, args, &[], Ret::Push);
                            self.drop(owner);
                            go!(flow);
                        }
                        Ok(Got::Missing) => {
                            let raised = self.no_attribute(owner, n);
                            self.drop(owner);
                            throw!(raised);
                        }
                        Err(raised) => {
                            self.drop(owner);
                            throw!(raised);
                        }
                    }
                }
                Opcode::LoadMethod => {
                    let owner = top!(1);
                    if owner.is_ref() {
                        let idx = owner.idx();
                        let c = *cache!();
                        if c.what == ATTR_METHOD {
                            let class = self.heap.lo(idx, 1);
                            let hit = if self.heap.kind(idx) == Kind::Instance {
                                c.key == attr_key(&self.heap, class, idx)
                            } else {
                                c.key == u64::from(self.heap.lo(class, class::VERSION)) << 32 | 0xFFFF_FFFF
                            };
                            if hit {
                                self.heap.incref(c.value);
                                set_top!(1, c.value);
                                push!(owner);
                                continue;
                            }
                        } else if c.what == ATTR_MODULE && self.heap.kind(idx) == Kind::Module {
                            let dict = self.heap.value(idx, 2);
                            if self.dict_version(dict) == c.key {
                                let v = self.dict_entry(dict, c.slot).1;
                                self.heap.incref(v);
                                set_top!(1, v);
                                push!(Value::NULL);
                                self.drop(owner);
                                continue;
                            }
                        }
                    }
                    let n = name!(arg);
                    sp = unsafe { sp.sub(1) };
                    save!();
                    let got = self.get_attr(owner, n, true);
                    if owner.is_ref() {
                        *cache!() = self.attr_cache(owner, n, true);
                    }
                    match got {
                        Ok(Got::Method(m)) => {
                            push!(m);
                            push!(owner);
                        }
                        Ok(Got::Value(v)) => {
                            push!(v);
                            push!(Value::NULL);
                            self.drop(owner);
                        }
                        Ok(Got::Call(callee, args)) => {
                            let flow = self.call_owned(callee, args, &[], Ret::Method);
                            self.drop(owner);
                            go!(flow);
                        }
                        Ok(Got::Missing) => {
                            let raised = self.no_attribute(owner, n);
                            self.drop(owner);
                            throw!(raised);
                        }
                        Err(raised) => {
                            self.drop(owner);
                            throw!(raised);
                        }
                    }
                }
                Opcode::StoreAttr => {
                    let owner = pop!();
                    let v = pop!();
                    let n = name!(arg);
                    if owner.is_ref() && self.heap.kind(owner.idx()) == Kind::Instance {
                        let idx = owner.idx();
                        let c = *cache!();
                        if c.what == ATTR_SLOT && c.key == attr_key(&self.heap, self.heap.lo(idx, 1), idx) {
                            if TRACE && unsafe { (*rt).is_user } {
                                self.clock_ps = clock;
                                self.trace_attr(owner, n, v, true);
                            }
                            let old = self.heap.value(idx, c.slot);
                            self.heap.set_value(idx, c.slot, v);
                            self.drop(old);
                            self.drop(owner);
                            continue;
                        }
                    }
                    save!();
                    if TRACE && unsafe { (*rt).is_user } {
                        self.trace_attr(owner, n, v, true);
                    }
                    let put = self.put_attr(owner, n, v);
                    if owner.is_ref() && self.heap.kind(owner.idx()) == Kind::Instance {
                        *cache!() = self.store_cache(owner, n);
                    }
                    match put {
                        Ok(Put::Done) => self.drop(owner),
                        Ok(Put::Call(callee, args)) => {
                            let flow = self.call_owned(callee, args, &[], Ret::Discard);
                            self.drop(owner);
                            go!(flow);
                        }
                        Err(raised) => {
                            self.drop(owner);
                            throw!(raised);
                        }
                    }
                }
                Opcode::BinarySubscr => {
                    let (key, container) = (pop!(), pop!());
                    if key.is_int() && container.is_ref() {
                        let i = key.as_int();
                        let idx = container.idx();
                        let len = i64::from(self.heap.hi(idx, 1));
                        let kind = self.heap.kind(idx);
                        if (kind == Kind::List || kind == Kind::Tuple)
                            && (0..len).contains(&i)
                            && self.class_flags(Value::block(self.heap.lo(idx, 1)))
                                & crate::objects::class_flags::BUILTIN
                                != 0
                        {
                            let v = if kind == Kind::List {
                                self.heap.value(self.heap.lo(idx, 2), 2 + i as u32)
                            } else {
                                self.heap.value(idx, 2 + i as u32)
                            };
                            self.heap.incref(v);
                            push!(v);
                            self.drop(container);
                            continue;
                        }
                    }
                    save!();
                    let result = self.get_item(container, key);
                    let flow = self.settle(result, Ret::Push);
                    self.drop(container);
                    self.drop(key);
                    go!(flow);
                }
                Opcode::StoreSubscr => {
                    let (key, container, v) = (pop!(), pop!(), pop!());
                    save!();
                    if TRACE && unsafe { (*rt).is_user } {
                        self.trace_item(container, key, v);
                    }
                    let result = self.set_item(container, key, v);
                    let flow = self.settle(result, Ret::Discard);
                    self.drop(container);
                    self.drop(key);
                    go!(flow);
                }
                Opcode::DeleteSubscr => {
                    let (key, container) = (pop!(), pop!());
                    save!();
                    let result = self.del_item(container, key);
                    let flow = self.settle(result, Ret::Discard);
                    self.drop(container);
                    self.drop(key);
                    go!(flow);
                }
                Opcode::BinaryOp => {
                    let (b, a) = (top!(1), top!(2));
                    if a.is_int() && b.is_int() {
                        let (x, y) = (a.as_int(), b.as_int());
                        let quick = match arg {
                            0 | 13 => Value::try_int(x + y),
                            10 | 23 => Value::try_int(x - y),
                            5 | 18 => x.checked_mul(y).and_then(Value::try_int),
                            2 | 15 if y > 0 => Some(Value::int(x.div_euclid(y))),
                            6 | 19 if y > 0 => Some(Value::int(x.rem_euclid(y))),
                            1 | 14 => Some(Value::int(x & y)),
                            7 | 20 => Some(Value::int(x | y)),
                            12 | 25 => Some(Value::int(x ^ y)),
                            _ => None,
                        };
                        if let Some(v) = quick {
                            // The store that often follows, without a dispatch of its own.
                            let next = unsafe { *ip };
                            if !TRACE && next.0 as u8 == Opcode::StoreFast as u8 && clock < self.limit_ps {
                                sp = unsafe { sp.sub(2) };
                                ip = unsafe { ip.add(1) };
                                clock += u64::from(self.costs[Opcode::StoreFast as usize]);
                                count += 1;
                                let old = local!(next.arg());
                                set_local!(next.arg(), v);
                                self.drop(old);
                                continue;
                            }
                            sp = unsafe { sp.sub(1) };
                            set_top!(1, v);
                            continue;
                        }
                    } else if a.is_float() && b.is_float() {
                        let (x, y) = (a.as_float(), b.as_float());
                        let quick = match arg {
                            0 | 13 => Some(x + y),
                            10 | 23 => Some(x - y),
                            5 | 18 => Some(x * y),
                            11 | 24 if y != 0.0 => Some(x / y),
                            _ => None,
                        };
                        if let Some(v) = quick {
                            sp = unsafe { sp.sub(1) };
                            set_top!(1, Value::float(v));
                            continue;
                        }
                    } else if (arg == 0 || arg == BinaryOp::INPLACE) && self.is_str(a) && self.is_str(b) {
                        // `s += x` with `s` about to be overwritten: grow it where it is.
                        let next = unsafe { *ip };
                        if next.op() == Opcode::StoreFast && local!(next.arg()) == a && self.heap.rc(a.idx()) == 2 {
                            if self.append_in_place(a, b) {
                                sp = unsafe { sp.sub(1) };
                                self.drop(b);
                                continue;
                            }
                            save!();
                            match self.concat_with_room(a, b) {
                                Ok(v) => {
                                    sp = unsafe { sp.sub(1) };
                                    set_top!(1, v);
                                    self.drop(a);
                                    self.drop(b);
                                }
                                Err(raised) => throw!(raised),
                            }
                            continue;
                        }
                    }
                    sp = unsafe { sp.sub(2) };
                    save!();
                    let result = self.binary(arg, a, b);
                    let flow = self.settle(result, Ret::Push);
                    self.drop(a);
                    self.drop(b);
                    go!(flow);
                }
                Opcode::CompareOp => {
                    let (b, a) = (top!(1), top!(2));
                    let quick = if a.is_int() && b.is_int() {
                        Some(compare_quick(arg, &a.as_int(), &b.as_int()))
                    } else if a.is_float() && b.is_float() {
                        Some(compare_quick(arg, &a.as_float(), &b.as_float()))
                    } else {
                        None
                    };
                    if let Some(v) = quick {
                        // The jump that nearly always follows, without a dispatch of its own.
                        let next = unsafe { *ip };
                        if !TRACE && next.0 as u8 == Opcode::PopJumpIfFalse as u8 && clock < self.limit_ps {
                            sp = unsafe { sp.sub(2) };
                            ip = unsafe { ip.add(1) };
                            clock += u64::from(self.costs[Opcode::PopJumpIfFalse as usize]);
                            count += 1;
                            if !v {
                                let back = unsafe { first.add(next.arg() as usize) } < ip;
                                jump!(next.arg());
                                if back {
                                    check_point!();
                                }
                            }
                            continue;
                        }
                        sp = unsafe { sp.sub(1) };
                        set_top!(1, Value::bool(v));
                        continue;
                    }
                    sp = unsafe { sp.sub(2) };
                    save!();
                    let result = self.compare(CompareOp::ALL[arg as usize], a, b);
                    let flow = self.settle(result, Ret::Push);
                    self.drop(a);
                    self.drop(b);
                    go!(flow);
                }
                Opcode::IsOp => {
                    let (b, a) = (pop!(), pop!());
                    push!(Value::bool((a == b) != (arg == 1)));
                    self.drop(a);
                    self.drop(b);
                }
                Opcode::ContainsOp => {
                    let (container, x) = (pop!(), pop!());
                    save!();
                    let result = self.contains(container, x);
                    let ret = if arg == 1 { Ret::ContainsNot } else { Ret::Contains };
                    let flow = self.settle(result, ret);
                    self.drop(container);
                    self.drop(x);
                    go!(flow);
                }
                Opcode::UnaryNot | Opcode::ToBool | Opcode::PopJumpIfFalse | Opcode::PopJumpIfTrue => {
                    let v = top!(1);
                    let truth = if v.is_bool() {
                        v == Value::TRUE
                    } else {
                        cold_path();
                        match self.truth_fast(v) {
                            Some(truth) => truth,
                            None => {
                                // Ask `__bool__` or `__len__`, then run this instruction again on the answer.
                                sp = unsafe { sp.sub(1) };
                                ip = unsafe { ip.sub(1) };
                                save!();
                                let flow = self.call_truth(v);
                                self.drop(v);
                                if flow.is_err() {
                                    ip = unsafe { ip.add(1) };
                                    save!();
                                }
                                go!(flow);
                                continue;
                            }
                        }
                    };
                    match instr.op() {
                        Opcode::UnaryNot => set_top!(1, Value::bool(!truth)),
                        Opcode::ToBool => set_top!(1, Value::bool(truth)),
                        op => {
                            sp = unsafe { sp.sub(1) };
                            if truth == (op == Opcode::PopJumpIfTrue) {
                                // A jump back is a check point (G16).
                                let back = unsafe { first.add(arg as usize) } < ip;
                                jump!(arg);
                                if back {
                                    self.drop(v);
                                    check_point!();
                                    continue;
                                }
                            }
                        }
                    }
                    self.drop(v);
                }
                Opcode::PopJumpIfNone => {
                    let v = pop!();
                    if v.is_none() {
                        jump!(arg);
                    } else {
                        self.drop(v);
                    }
                }
                Opcode::PopJumpIfNotNone => {
                    let v = pop!();
                    if !v.is_none() {
                        jump!(arg);
                        self.drop(v);
                    }
                }
                Opcode::JumpForward | Opcode::JumpBackwardNoInterrupt => jump!(arg),
                Opcode::JumpBackward => {
                    jump!(arg);
                    check_point!();
                }
                Opcode::GetIter => {
                    let v = pop!();
                    save!();
                    let result = self.get_iter(v);
                    let flow = self.settle(result, Ret::Push);
                    self.drop(v);
                    go!(flow);
                }
                Opcode::ForIter => {
                    let it = top!(1);
                    if !it.is_ref() {
                        throw!(self.not_an_iterator(it));
                        continue;
                    }
                    let idx = it.idx();
                    match self.heap.kind(idx) {
                        Kind::RangeIter => {
                            let (next, stop, step) = (
                                self.heap.word(idx, 2) as i64,
                                self.heap.word(idx, 3) as i64,
                                self.heap.word(idx, 4) as i64,
                            );
                            if (step > 0 && next < stop) || (step < 0 && next > stop) {
                                self.heap.set_word(idx, 2, (next + step) as u64);
                                let store = unsafe { *ip };
                                if !TRACE && store.0 as u8 == Opcode::StoreFast as u8 && clock < self.limit_ps {
                                    ip = unsafe { ip.add(1) };
                                    clock += u64::from(self.costs[Opcode::StoreFast as usize]);
                                    count += 1;
                                    let old = local!(store.arg());
                                    set_local!(store.arg(), Value::int(next));
                                    self.drop(old);
                                    continue;
                                }
                                push!(Value::int(next));
                            } else {
                                sp = unsafe { sp.sub(1) };
                                self.drop(it);
                                jump!(arg);
                            }
                        }
                        Kind::SeqIter => {
                            let seq = self.heap.value(idx, 2);
                            let i = self.heap.value(idx, 3).as_int();
                            if seq.is_ref()
                                && self.heap.kind(seq.idx()) == Kind::List
                                && self.heap.hi(idx, 1) == 0
                                && i < self.list_len(seq) as i64
                            {
                                let v = self.heap.value(self.heap.lo(seq.idx(), 2), 2 + i as u32);
                                self.heap.incref(v);
                                self.heap.set_value(idx, 3, Value::int(i + 1));
                                push!(v);
                                continue;
                            }
                            cold_path();
                            match self.next_native(it) {
                                Ok(Some(v)) => push!(v),
                                Ok(None) => {
                                    sp = unsafe { sp.sub(1) };
                                    self.drop(it);
                                    jump!(arg);
                                }
                                Err(raised) => throw!(raised),
                            }
                        }
                        Kind::Generator => {
                            save_hot!();
                            if self.heap.hi(idx, 1) <= GEN_SUSPENDED
                                && self.threads[self.current].depth < self.config.depth_max
                            {
                                self.activate(it, Ret::GenForIter);
                                load!();
                                push!(Value::NONE);
                                continue;
                            }
                            let flow = self.resume(it, Value::NONE, Ret::GenForIter);
                            go!(flow);
                        }
                        Kind::DictIter | Kind::SetIter => {
                            cold_path();
                            match self.next_native(it) {
                                Ok(Some(v)) => push!(v),
                                Ok(None) => {
                                    sp = unsafe { sp.sub(1) };
                                    self.drop(it);
                                    jump!(arg);
                                }
                                Err(raised) => throw!(raised),
                            }
                        }
                        _ => {
                            save!();
                            let flow = self.call_next(it);
                            go!(flow);
                        }
                    }
                }
                Opcode::Call => {
                    let n = arg as usize;
                    let (callee, owner) = (top!(n + 2), top!(n + 1));
                    let argc = n + usize::from(!owner.is_null());
                    if callee.is_ref() {
                        match self.heap.kind(callee.idx()) {
                            Kind::Function => {
                                let code = self.heap.hi(callee.idx(), 1);
                                let target: *mut super::CodeRt = &raw mut *self.codes[code as usize];
                                let (simple, n_args) = unsafe { ((*target).is_simple, (*target).n_args as usize) };
                                // A block that a frame of this size has left: else the long way below.
                                if simple
                                    && n_args == argc
                                    && self.threads[self.current].depth < self.config.depth_max
                                    && let Some(new) =
                                        self.heap.realloc_class(Kind::Frame, unsafe { (*target).frame_class })
                                {
                                    // The arguments move from this stack to the new frame's locals.
                                    let base = unsafe { sp.sub(argc) };
                                    sp = unsafe { sp.sub(n + 2) };
                                    save_hot!();
                                    let thread = &mut self.threads[self.current];
                                    thread.frame = new;
                                    thread.depth += 1;
                                    let globals = self.heap.value(callee.idx(), 2);
                                    let caller = f;
                                    f = new;
                                    fp = self.heap.ptr(f, 0);
                                    unsafe {
                                        let n_locals = (*target).localsplus.len();
                                        *fp.add(1) = u64::from(self.types.frame.idx());
                                        *fp.add(frame::CODE_IP as usize) = u64::from(code);
                                        *fp.add(frame::PREV_SP as usize) = u64::from(caller) | (n_locals as u64) << 32;
                                        *fp.add(frame::RET as usize) = Ret::Push as u64;
                                        *fp.add(frame::GLOBALS as usize) = globals.0;
                                        *fp.add(frame::FUNC as usize) = callee.0;
                                        *fp.add(frame::LOCALS as usize) = Value::NULL.0;
                                        *fp.add(frame::GENERATOR as usize) = 0;
                                        *fp.add(frame::LINE as usize) = 0;
                                        let locals = fp.add(frame::LOCALSPLUS as usize);
                                        for i in 0..argc {
                                            *locals.add(i) = *base.add(i);
                                        }
                                        for i in argc..n_locals {
                                            *locals.add(i) = Value::NULL.0;
                                        }
                                        rt = target;
                                        first = (&(*rt).code).instrs.as_ptr();
                                        ip = first;
                                        sp = locals.add(n_locals);
                                    }
                                    continue;
                                }
                            }
                            Kind::Native => {
                                let bound = self.heap.value(callee.idx(), 2);
                                if bound.is_null() {
                                    let native = self.heap.hi(callee.idx(), 1);
                                    if native == self.list_append && argc == 2 && self.is_list(top!(2)) {
                                        let (list, item) = (top!(2), top!(1));
                                        if self.list_push_in_room(list, item) {
                                            sp = unsafe { sp.sub(n + 2) };
                                            push!(Value::NONE);
                                            self.drop(list);
                                            self.drop(callee);
                                            check_point!();
                                            continue;
                                        }
                                    }
                                    save!();
                                    // Copied: the slice must not alias the heap that the native changes.
                                    let args = smallvec::SmallVec::<[Value; 6]>::from_slice(unsafe {
                                        std::slice::from_raw_parts(sp.sub(argc).cast::<Value>(), argc)
                                    });
                                    let result = self.call_native(native, &args, &[]);
                                    sp = unsafe { sp.sub(n + 2) };
                                    if let Ok(super::Out::Value(v)) = result {
                                        push!(v);
                                        clock = self.clock_ps;
                                        self.drop_all(&args);
                                        self.drop(callee);
                                        check_point!();
                                        continue;
                                    }
                                    clock = self.clock_ps;
                                    save!();
                                    let flow = self.settle(result, Ret::Push);
                                    self.drop_all(&args);
                                    self.drop(callee);
                                    go!(flow);
                                    continue;
                                }
                            }
                            _ => {}
                        }
                    }
                    let args: smallvec::SmallVec<[Value; 8]> = (1..=argc).rev().map(|i| top!(i)).collect();
                    sp = unsafe { sp.sub(n + 2) };
                    save!();
                    let python = self.is_kind(callee, Kind::Function) || self.is_kind(callee, Kind::Method);
                    let flow = self.call(callee, &args, &[], Ret::Push);
                    self.drop_all(&args);
                    self.drop(callee);
                    go!(flow);
                    if !python {
                        check_point!();
                    }
                }
                Opcode::CallKw => {
                    let names = pop!();
                    let n = arg as usize;
                    let (callee, owner) = (top!(n + 2), top!(n + 1));
                    let argc = n + usize::from(!owner.is_null());
                    let all: smallvec::SmallVec<[Value; 8]> = (1..=argc).rev().map(|i| top!(i)).collect();
                    sp = unsafe { sp.sub(n + 2) };
                    save!();
                    let n_kw = self.tuple(names).len();
                    let kw: smallvec::SmallVec<[(Value, Value); 4]> = self
                        .tuple(names)
                        .iter()
                        .copied()
                        .zip(all[argc - n_kw..].iter().copied())
                        .collect();
                    let flow = self.call(callee, &all[..argc - n_kw], &kw, Ret::Push);
                    self.drop_all(&all);
                    self.drop(callee);
                    self.drop(names);
                    go!(flow);
                    check_point!();
                }
                Opcode::ReturnValue => {
                    let v = pop!();
                    save_hot!();
                    let ret = self.heap.lo(f, frame::RET);
                    if ret == Ret::Push as u32 {
                        let thread = &mut self.threads[self.current];
                        thread.frame = unsafe { *fp.add(frame::PREV_SP as usize) } as u32;
                        thread.depth -= 1;
                        if TRACE && unsafe { (*rt).is_user } {
                            self.trace_return(f);
                        }
                        if self.heap.rc(f) == 1 && self.heap.flags(f) & HAS_WEAKREF == 0 {
                            // Nobody else has the frame: what `free_frame` does, in line.
                            unsafe {
                                let mut at = fp.add(frame::LOCALSPLUS as usize);
                                while at < sp {
                                    self.drop(Value(*at));
                                    at = at.add(1);
                                }
                                self.drop(Value(*fp.add(frame::FUNC as usize)));
                                self.drop(Value(*fp.add(frame::LOCALS as usize)));
                            }
                            self.heap.free(f);
                        } else {
                            self.free_frame(f);
                        }
                        load!();
                        push!(v);
                        continue;
                    }
                    let ret = Ret::from_u32(ret);
                    let flow = self.return_value(v, ret);
                    go!(flow);
                }
                Opcode::Resume => {
                    if arg < 2 {
                        check_point!();
                    }
                }
                Opcode::YieldValue => {
                    let v = pop!();
                    save_hot!();
                    let ret = self.heap.lo(f, frame::RET);
                    if ret == Ret::GenForIter as u32 || ret == Ret::GenSend as u32 {
                        let g = self.deactivate(GEN_SUSPENDED);
                        self.drop(g);
                        load!();
                        push!(v);
                        continue;
                    }
                    let flow = self.yield_value(v, arg == 1);
                    go!(flow);
                }
                Opcode::Send => {
                    let v = pop!();
                    save!();
                    let flow = self.op_send(v);
                    go!(flow);
                }
                Opcode::EndSend => {
                    let v = pop!();
                    let receiver = pop!();
                    push!(v);
                    self.drop(receiver);
                }
                Opcode::PushExcInfo => {
                    let exc = pop!();
                    let own = self.own(exc);
                    let thread = &mut self.threads[self.current];
                    let previous = std::mem::replace(&mut thread.handled, own);
                    push!(previous);
                    push!(exc);
                }
                Opcode::PopExcept => {
                    let previous = pop!();
                    let thread = &mut self.threads[self.current];
                    let handled = std::mem::replace(&mut thread.handled, previous);
                    self.drop(handled);
                }
                Opcode::Reraise => {
                    let exc = pop!();
                    // The handler is looked for from here; the raise itself is in the traceback already.
                    save!();
                    let flow = self.unwind(Raised(exc), false);
                    follow!(flow);
                }
                Opcode::ListAppend => {
                    let v = pop!();
                    let list = top!(arg);
                    if let Err(raised) = self.list_push(list, v) {
                        throw!(raised);
                    }
                }
                Opcode::BuildTuple => {
                    let n = arg as usize;
                    cold_path();
                    let items = smallvec::SmallVec::<[Value; 8]>::from_slice(unsafe {
                        std::slice::from_raw_parts(sp.sub(n).cast::<Value>(), n)
                    });
                    match self.new_tuple(&items) {
                        Ok(v) => {
                            sp = unsafe { sp.sub(n) };
                            push!(v);
                        }
                        Err(raised) => throw!(raised),
                    }
                }
                Opcode::BuildList => {
                    let n = arg as usize;
                    cold_path();
                    let items = smallvec::SmallVec::<[Value; 8]>::from_slice(unsafe {
                        std::slice::from_raw_parts(sp.sub(n).cast::<Value>(), n)
                    });
                    match self.new_list(&items) {
                        Ok(v) => {
                            sp = unsafe { sp.sub(n) };
                            push!(v);
                        }
                        Err(raised) => throw!(raised),
                    }
                }
                Opcode::FormatSimple if top!(1).is_int() || self.is_str(top!(1)) => {
                    let v = top!(1);
                    if v.is_int() {
                        cold_path();
                        match self.int_to_str(v.as_int()) {
                            Ok(text) => set_top!(1, text),
                            Err(raised) => throw!(raised),
                        }
                    }
                }
                Opcode::BuildString => {
                    let n = arg as usize;
                    cold_path();
                    let pieces = smallvec::SmallVec::<[Value; 6]>::from_slice(unsafe {
                        std::slice::from_raw_parts(sp.sub(n).cast::<Value>(), n)
                    });
                    match self.join_pieces(&pieces) {
                        Ok(v) => {
                            sp = unsafe { sp.sub(n) };
                            push!(v);
                            self.drop_all(&pieces);
                        }
                        Err(raised) => throw!(raised),
                    }
                }
                Opcode::UnpackSequence => {
                    let v = pop!();
                    if (self.is_tuple(v) || self.is_list(v))
                        && self.class_flags(self.type_of(v)) & crate::objects::class_flags::HAS_ITER == 0
                    {
                        cold_path();
                        let items = if self.is_tuple(v) { self.tuple(v) } else { self.list(v) };
                        if items.len() == arg as usize {
                            cold_path();
                            let items: smallvec::SmallVec<[Value; 8]> = items.iter().copied().collect();
                            for &item in items.iter().rev() {
                                self.heap.incref(item);
                                push!(item);
                            }
                            self.drop(v);
                            continue;
                        }
                    }
                    save!();
                    let flow = self.op_unpack(v, arg);
                    go!(flow);
                }
                op => {
                    save!();
                    let flow = self.rare_op(op, arg);
                    go!(flow);
                }
            }
        }
    }

    /// What `LOAD_GLOBAL` finds (borrowed), and what to remember.
    pub(crate) fn load_global(&mut self, globals: Value, name: Value) -> Option<(Value, Cache)> {
        let key = self.dict_version(globals);
        if let Some(slot) = self.find_name(globals, name) {
            let v = self.dict_entry(globals, slot).1;
            return Some((
                v,
                Cache {
                    key,
                    slot,
                    what: 1,
                    value: Value::NULL,
                },
            ));
        }
        let slot = self.find_name(self.builtins, name)?;
        let v = self.dict_entry(self.builtins, slot).1;
        Some((
            v,
            Cache {
                key,
                slot,
                what: 2,
                value: Value(self.dict_version(self.builtins)),
            },
        ))
    }

    /// What to remember about `owner.name`.
    fn attr_cache(&mut self, owner: Value, name: Value, method: bool) -> Cache {
        use crate::objects::class_flags as cf;
        let idx = owner.idx();
        if self.heap.kind(idx) == Kind::Module {
            let dict = self.heap.value(idx, 2);
            return match self.find_name(dict, name) {
                Some(slot) => Cache {
                    key: self.dict_version(dict),
                    slot,
                    what: ATTR_MODULE,
                    value: Value::NULL,
                },
                None => Cache::EMPTY,
            };
        }
        let c = self.type_of(owner);
        if self.class_flags(c) & cf::HAS_GETATTRIBUTE != 0 {
            return Cache::EMPTY;
        }
        let found = self.lookup(c, name);
        if self.heap.kind(idx) != Kind::Instance {
            let plain = !matches!(
                self.heap.kind(idx),
                Kind::Class | Kind::Super | Kind::Module | Kind::Alias
            );
            if let Some(v) = found
                && method
                && plain
                && (self.is_kind(v, Kind::Function) || self.is_kind(v, Kind::Native))
                && self.own_attr(owner, name).is_none()
                && self.attr_dict(idx).is_none()
                && self.heap.flags(v.idx()) & super::native::NATIVE_STATIC == 0
            {
                let key = u64::from(self.heap.lo(c.idx(), class::VERSION)) << 32 | 0xFFFF_FFFF;
                return Cache {
                    key,
                    slot: 0,
                    what: ATTR_METHOD,
                    value: v,
                };
            }
            return Cache::EMPTY;
        }
        let shape = self.heap.lo(idx, 2);
        if shape == DICT_SHAPE {
            return Cache::EMPTY;
        }
        let key = attr_key(&self.heap, c.idx(), idx);
        if let Some(d) = found
            && self.is_data_descriptor(d)
        {
            return Cache::EMPTY;
        }
        if let Some(slot) = self.shapes.slot(shape, name) {
            return Cache {
                key,
                slot: INSTANCE_SLOTS + slot,
                what: ATTR_SLOT,
                value: Value::NULL,
            };
        }
        match found {
            Some(v) if self.is_kind(v, Kind::Function) && method => Cache {
                key,
                slot: 0,
                what: ATTR_METHOD,
                value: v,
            },
            Some(v)
                if !method
                    && (!v.is_ref()
                        || matches!(
                            self.heap.kind(v.idx()),
                            Kind::Str | Kind::List | Kind::Dict | Kind::Tuple | Kind::Set
                        )) =>
            {
                Cache {
                    key,
                    slot: 0,
                    what: ATTR_CLASS_VALUE,
                    value: v,
                }
            }
            _ => Cache::EMPTY,
        }
    }

    /// What to remember about `owner.name = ...`.
    fn store_cache(&mut self, owner: Value, name: Value) -> Cache {
        use crate::objects::class_flags as cf;
        let c = self.type_of(owner);
        let shape = self.heap.lo(owner.idx(), 2);
        if shape == DICT_SHAPE || self.class_flags(c) & (cf::HAS_SETATTR | cf::BOXED) != 0 {
            return Cache::EMPTY;
        }
        if let Some(d) = self.lookup(c, name)
            && self.is_data_descriptor(d)
        {
            return Cache::EMPTY;
        }
        match self.shapes.slot(shape, name) {
            Some(slot) => Cache {
                key: attr_key(&self.heap, c.idx(), owner.idx()),
                slot: INSTANCE_SLOTS + slot,
                what: ATTR_SLOT,
                value: Value::NULL,
            },
            None => Cache::EMPTY,
        }
    }

    /// NameError
    fn name_error(&mut self, name: Value) -> Raised {
        let n = self.str(name).to_owned();
        let raised = self.raise(Exc::NameError, format!("name '{n}' is not defined"));
        let key = self.names.name;
        let own = self.own(name);
        let _ = self.set_own_attr(raised.0, key, own);
        raised
    }

    fn unbound_local(&mut self, rt: *const super::CodeRt, i: u32) -> Raised {
        // SAFETY: `rt` is the running code's, boxed and never freed.
        let n = unsafe {
            let code = &(*rt).code;
            code.localsplus[i as usize].clone()
        };
        self.raise(
            Exc::UnboundLocalError,
            format!("cannot access local variable '{n}' where it is not associated with a value"),
        )
    }

    pub(crate) fn unbound_deref(&mut self, rt: *const super::CodeRt, i: u32) -> Raised {
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

#[inline(always)]
fn compare_quick<T: PartialOrd>(op: u32, a: &T, b: &T) -> bool {
    match op {
        0 => a < b,
        1 => a <= b,
        2 => a == b,
        3 => a != b,
        4 => a > b,
        _ => a >= b,
    }
}
