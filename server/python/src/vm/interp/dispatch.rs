//! From one instruction to the next.
//!
//! Where it has been verified (optimised builds for x86-64), each instruction is a function that ends by calling the
//! next one, which the optimiser turns into a jump: the registers stay in machine registers, and the processor
//! predicts each jump by itself (`reference/vm.md` 3.1: about twice as fast as one `match`). Elsewhere the same
//! bodies stand in a `match`.
//!
//! What keeps the calls jumps: a handler has no local whose address escapes, so whatever needs one (results with
//! destructors, slices of arguments) happens in `slow_step`, which is called and returns.
#![allow(
    unsafe_code,
    reason = "bodies work on raw registers, see `regs.rs`; opcodes are made by `Instr::new` alone"
)]

use super::regs::Regs;
use super::{Exit, Step};
use crate::bytecode::{Instr, Opcode};
use crate::vm::Vm;
use crate::vm::layout::frame;
use crate::vm::value::Value;

macro_rules! bodies {
    ($callback:ident) => {
        $callback! {
            Nop => op_nop,
            PopTop => op_pop_top,
            PushNull => op_push_null,
            Copy => op_copy,
            Swap => op_swap,
            LoadConst => op_load_const,
            LoadFast => op_load_fast,
            LoadFastAndClear => op_load_fast_and_clear,
            StoreFast => op_store_fast,
            LoadGlobal => op_load_global,
            StoreGlobal => op_store_global,
            LoadDeref => op_load_deref,
            StoreDeref => op_store_deref,
            LoadClosure => op_load_closure,
            LoadAttr => op_load_attr,
            LoadMethod => op_load_method,
            StoreAttr => op_store_attr,
            BinarySubscr => op_binary_subscr,
            StoreSubscr => op_store_subscr,
            BinaryOp => op_binary,
            CompareOp => op_compare,
            IsOp => op_is,
            UnaryNot => op_unary_not,
            ToBool => op_to_bool,
            FormatSimple => op_format_simple,
            UnpackSequence => op_unpack_sequence,
            ListAppend => op_list_append,
            JumpForward => op_jump_forward,
            JumpBackwardNoInterrupt => op_jump_backward_no_interrupt,
            JumpBackward => op_jump_backward,
            PopJumpIfFalse => op_pop_jump_if_false,
            PopJumpIfTrue => op_pop_jump_if_true,
            PopJumpIfNone => op_pop_jump_if_none,
            PopJumpIfNotNone => op_pop_jump_if_not_none,
            ForIter => op_for_iter,
            Call => op_call,
            ReturnValue => op_return_value,
            Resume => op_resume,
            YieldValue => op_yield_value,
            EndSend => op_end_send,
            PushExcInfo => op_push_exc_info,
            PopExcept => op_pop_except,
        }
    };
}

/// Instructions that the line-level view of a program tells of: in traced code they take the slow path, which does.
const fn is_told(op: u8) -> bool {
    op == Opcode::StoreFast as u8
        || op == Opcode::LoadGlobal as u8
        || op == Opcode::StoreGlobal as u8
        || op == Opcode::StoreDeref as u8
        || op == Opcode::LoadAttr as u8
        || op == Opcode::StoreAttr as u8
        || op == Opcode::StoreSubscr as u8
        || op == Opcode::ReturnValue as u8
}

impl Vm {
    /// The clock has reached the limit: finalisers, the collector, or the end of the turn. Registers are saved. Whether
    /// to go on.
    #[cold]
    #[inline(never)]
    pub(super) fn look_up(&mut self) -> bool {
        use crate::vm::call::Flow;
        if let Some(finalizer) = self.next_finalizer() {
            match self.run_finalizer(finalizer) {
                Ok(Flow::Go) => {}
                Ok(Flow::Leave(exit)) => {
                    self.exit = Some(exit);
                    return false;
                }
                Err(raised) => self.report_ignored(raised.0, Value::NULL),
            }
            return true;
        }
        if self.collector.due {
            self.collect(false);
            return true;
        }
        if self.clock_ps >= self.horizon_ps {
            self.exit = Some(Exit::Horizon);
            return false;
        }
        self.limit_ps = self.horizon_ps;
        true
    }

    /// Brings frame, clock and counter up to date.
    #[inline(always)]
    unsafe fn flush_regs(&mut self, r: &Regs) {
        unsafe { self.save(r) };
        self.instructions += r.count;
    }

    /// Before an instruction of traced code: tells of its line when it is a new one. Whether the instruction is one
    /// that is told of itself.
    #[inline(always)]
    unsafe fn tell(&mut self, r: &Regs) -> bool {
        unsafe {
            let at = r.ip.offset_from(self.running.first) as usize;
            let line = self.rt().code.positions.get(at).map_or(0, |p| p.line);
            if line != 0 && line != r.frame(frame::LINE) as u32 {
                self.save(r);
                self.trace_line(self.frame_of(r), at as u32, line);
            }
            is_told((*r.ip).0 as u8)
        }
    }
}

#[cfg(all(not(debug_assertions), target_arch = "x86_64"))]
mod threaded {
    use super::*;

    type Handler = unsafe fn(&mut Vm, *const Instr, *mut u64, *mut u64, u64, u64);

    struct Table<const TRACE: bool>;

    macro_rules! table {
        ($($op:ident => $body:ident,)*) => {
            impl<const TRACE: bool> Table<TRACE> {
                const HANDLERS: &'static [Handler; 256] = &{
                    let mut table = [slow::<TRACE> as Handler; 256];
                    $(table[Opcode::$op as usize] = handler::$body::<TRACE>;)*
                    table
                };
            }

            mod handler {
                use super::*;
                $(
                    pub(super) unsafe fn $body<const TRACE: bool>(
                        vm: &mut Vm, ip: *const Instr, sp: *mut u64, fp: *mut u64, clock: u64, count: u64,
                    ) {
                        let mut r = Regs { ip, sp, fp, clock, count };
                        unsafe {
                            let arg = (*ip.sub(1)).arg();
                            match vm.$body::<TRACE>(&mut r, arg) {
                                Step::Next => next::<TRACE>(vm, r),
                                Step::Slow => slow::<TRACE>(vm, ip, sp, fp, clock, count),
                                Step::Bury => bury::<TRACE>(vm, r.ip, r.sp, r.fp, r.clock, r.count),
                                Step::Breaker => leave(vm, r.ip, r.sp, r.fp, r.clock, r.count),
                            }
                        }
                    }
                )*
            }
        };
    }
    bodies!(table);

    #[inline(always)]
    unsafe fn next<const TRACE: bool>(vm: &mut Vm, r: Regs) {
        unsafe {
            if r.clock >= vm.limit_ps {
                return head::<TRACE>(vm, r.ip, r.sp, r.fp, r.clock, r.count);
            }
            if TRACE && vm.rt().is_user {
                return traced(vm, r.ip, r.sp, r.fp, r.clock, r.count);
            }
            execute::<TRACE>(vm, r);
        }
    }

    #[inline(always)]
    unsafe fn execute<const TRACE: bool>(vm: &mut Vm, r: Regs) {
        unsafe {
            let op = usize::from((*r.ip).0 as u8);
            let clock = r.clock + u64::from(vm.costs[op]);
            (Table::<TRACE>::HANDLERS[op])(vm, r.ip.add(1), r.sp, r.fp, clock, r.count + 1);
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn head<const TRACE: bool>(
        vm: &mut Vm,
        ip: *const Instr,
        sp: *mut u64,
        fp: *mut u64,
        clock: u64,
        count: u64,
    ) {
        unsafe {
            vm.flush_regs(&Regs {
                ip,
                sp,
                fp,
                clock,
                count,
            });
            if vm.look_up() {
                let r = vm.load_regs();
                next::<TRACE>(vm, r);
            }
        }
    }

    #[inline(never)]
    unsafe fn bury<const TRACE: bool>(
        vm: &mut Vm,
        ip: *const Instr,
        sp: *mut u64,
        fp: *mut u64,
        clock: u64,
        count: u64,
    ) {
        vm.bury();
        unsafe {
            next::<TRACE>(
                vm,
                Regs {
                    ip,
                    sp,
                    fp,
                    clock,
                    count,
                },
            )
        }
    }

    #[inline(never)]
    unsafe fn traced(vm: &mut Vm, ip: *const Instr, sp: *mut u64, fp: *mut u64, clock: u64, count: u64) {
        unsafe {
            let r = Regs {
                ip,
                sp,
                fp,
                clock,
                count,
            };
            let op = (*ip).0 as u8;
            if vm.tell(&r) {
                let clock = clock + u64::from(vm.costs[usize::from(op)]);
                return slow::<true>(vm, ip.add(1), sp, fp, clock, count + 1);
            }
            execute::<true>(vm, r);
        }
    }

    #[inline(never)]
    unsafe fn slow<const TRACE: bool>(
        vm: &mut Vm,
        ip: *const Instr,
        sp: *mut u64,
        fp: *mut u64,
        clock: u64,
        count: u64,
    ) {
        unsafe {
            vm.flush_regs(&Regs {
                ip,
                sp,
                fp,
                clock,
                count,
            });
            if vm.slow_step(*ip.sub(1)) {
                let r = vm.load_regs();
                next::<TRACE>(vm, r);
            }
        }
    }

    #[cold]
    #[inline(never)]
    unsafe fn leave(vm: &mut Vm, ip: *const Instr, sp: *mut u64, fp: *mut u64, clock: u64, count: u64) {
        unsafe {
            vm.flush_regs(&Regs {
                ip,
                sp,
                fp,
                clock,
                count,
            })
        };
        vm.exit = Some(Exit::Breaker);
    }

    impl Vm {
        /// Executes until `self.exit` is set.
        pub(in crate::vm::interp) fn execute<const TRACE: bool>(&mut self) {
            // SAFETY: `load_regs` finds complete frames; see `regs.rs`.
            unsafe {
                let r = self.load_regs();
                next::<TRACE>(self, r);
            }
        }
    }
}

#[cfg(not(all(not(debug_assertions), target_arch = "x86_64")))]
mod matched {
    use super::*;

    macro_rules! step {
        ($($op:ident => $body:ident,)*) => {
            impl Vm {
                #[inline(always)]
                unsafe fn step<const TRACE: bool>(&mut self, r: &mut Regs, instr: Instr) -> Step {
                    match instr.op() {
                        $(Opcode::$op => unsafe { self.$body::<TRACE>(r, instr.arg()) },)*
                        _ => Step::Slow,
                    }
                }
            }
        };
    }
    bodies!(step);

    impl Vm {
        /// Executes until `self.exit` is set.
        pub(in crate::vm::interp) fn execute<const TRACE: bool>(&mut self) {
            // SAFETY: `load_regs` finds complete frames; see `regs.rs`.
            unsafe {
                let mut r = self.load_regs();
                loop {
                    if r.clock >= self.limit_ps {
                        self.flush_regs(&r);
                        if !self.look_up() {
                            return;
                        }
                        r = self.load_regs();
                        continue;
                    }
                    let instr = *r.ip;
                    let told = TRACE && self.rt().is_user && self.tell(&r);
                    r.ip = r.ip.add(1);
                    r.clock += u64::from(self.costs[usize::from(instr.0 as u8)]);
                    r.count += 1;
                    let step = if told {
                        Step::Slow
                    } else {
                        self.step::<TRACE>(&mut r, instr)
                    };
                    match step {
                        Step::Next => {}
                        Step::Bury => self.bury(),
                        Step::Slow => {
                            self.flush_regs(&r);
                            if !self.slow_step(instr) {
                                return;
                            }
                            r = self.load_regs();
                        }
                        Step::Breaker => {
                            self.flush_regs(&r);
                            self.exit = Some(Exit::Breaker);
                            return;
                        }
                    }
                }
            }
        }
    }
}
