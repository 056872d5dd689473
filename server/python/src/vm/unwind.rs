//! Exceptions on their way: handlers, tracebacks, and what leaving a frame by an exception means to its caller.

use super::call::Flow;
use super::interp::Exit;
use super::layout::{frame, *};
use super::thread::Ret;
use super::types::Exc;
use super::value::Value;
use super::{Raised, Vm};
use crate::objects::exception::{CONTEXT, TRACEBACK};

/// Links of a chain of contexts that are looked through for nothing.
const CONTEXTS_FREE: u64 = 16;

impl Vm {
    /// The exception being handled in the running thread, if any. Borrowed.
    #[must_use]
    pub fn handled(&self) -> Option<Value> {
        let thread = &self.threads[self.current];
        std::iter::once(&thread.handled)
            .chain(thread.handled_outer.iter().rev())
            .find(|v| !v.is_null())
            .copied()
    }

    /// Sets `__context__` to the exception being handled, as `raise` does.
    pub(crate) fn set_context(&mut self, exc: Value) {
        let Some(context) = self.handled() else { return };
        if context == exc {
            return;
        }
        if !self.heap.value(exc.idx(), CONTEXT).is_null() {
            return;
        }
        // Never make a ring. A program can have made one further up: the slower of two walkers meets the other in it.
        let (mut at, mut slow) = (context, context);
        let mut n_links = 0_u64;
        while at.is_ref() {
            let next = self.heap.value(at.idx(), CONTEXT);
            if next == exc {
                self.replace(at.idx(), CONTEXT, Value::NULL);
                break;
            }
            at = next;
            n_links += 1;
            if n_links.is_multiple_of(2) {
                slow = self.heap.value(slow.idx(), CONTEXT);
                if slow == at {
                    break;
                }
            }
        }
        // Long chains are a program's own doing, and cost it.
        if n_links > CONTEXTS_FREE {
            self.charge(n_links);
        }
        let context = self.own(context);
        self.replace(exc.idx(), CONTEXT, context);
    }

    /// Finds the handler of an exception (owned) raised by the instruction before the present frame's `ip`, leaving
    /// frames as needed. `fresh`: the present frame adds itself to the traceback (a re-raise does not).
    pub(crate) fn unwind(&mut self, raised: Raised, mut fresh: bool) -> Flow {
        let mut exc = raised.0;
        if fresh {
            self.set_context(exc);
        }
        let mut is_told = !self.trace_lines;
        let mut is_first = fresh;
        loop {
            let f = self.frame();
            if f == 0 {
                return Flow::Leave(Exit::Died(exc));
            }
            let ip = self.heap.hi(f, frame::CODE_IP).saturating_sub(1);
            if !is_told && self.frame_code(f).is_user {
                is_told = true;
                // What comes out of the library may have been through the program's code before.
                if is_first || (fresh && !self.has_user_frame(exc)) {
                    self.trace_raised(exc, f, ip);
                }
            }
            is_first = false;
            if fresh {
                self.add_traceback(exc, f, ip);
            }
            fresh = true;
            let rt = self.frame_code(f);
            let n_locals = rt.localsplus.len() as u32;
            if let Some(&h) = rt.code.handlers.iter().find(|h| h.start <= ip && ip < h.end) {
                let mut sp = self.heap.hi(f, frame::PREV_SP);
                while sp > n_locals + h.depth {
                    sp -= 1;
                    let v = self.heap.value(f, frame::LOCALSPLUS + sp);
                    self.heap.set_hi(f, frame::PREV_SP, sp);
                    self.drop(v);
                }
                if h.push_lasti {
                    self.push(Value::int(i64::from(ip)));
                }
                self.push(exc);
                self.heap.set_hi(f, frame::CODE_IP, h.target);
                return Flow::Go;
            }
            // Nobody here: leave the frame.
            let ret = Ret::from_u32(self.heap.lo(f, frame::RET));
            if ret.is_generator() {
                if let Some(flow) = self.leave_generator(f, &mut exc, ret) {
                    return flow;
                }
                continue;
            }
            let thread = &mut self.threads[self.current];
            thread.frame = self.heap.lo(f, frame::PREV_SP);
            thread.depth -= 1;
            let func = self.heap.value(f, frame::FUNC);
            let whose = if ret == Ret::Quiet { self.own(func) } else { Value::NULL };
            self.free_frame(f);
            match ret {
                Ret::Thread => return Flow::Leave(Exit::Died(exc)),
                Ret::ForIter if self.is_exc(exc, Exc::StopIteration) => {
                    self.drop(exc);
                    self.end_for();
                    return Flow::Go;
                }
                Ret::Send if self.is_exc(exc, Exc::StopIteration) => {
                    let value = self.stop_value(exc);
                    self.send_returned(value);
                    return Flow::Go;
                }
                Ret::Quiet => {
                    self.report_ignored(exc, whose);
                    return Flow::Go;
                }
                _ => {}
            }
        }
    }

    /// The value that a StopIteration (taken over) carries, owned.
    pub(crate) fn stop_value(&mut self, exc: Value) -> Value {
        let value = self.exc_args(exc).first().copied().unwrap_or(Value::NONE);
        let value = self.own(value);
        self.drop(exc);
        value
    }

    /// An exception leaves a generator's frame. `Some`: it is dealt with; `None`: it goes on in the resumer's frame.
    fn leave_generator(&mut self, f: u32, left: &mut Value, ret: Ret) -> Option<Flow> {
        let exc = *left;
        let idx = self.heap.lo(f, frame::GENERATOR);
        self.heap.set_hi(idx, 1, GEN_CLOSED);
        self.heap.set_lo(idx, 2, 0);
        let thread = &mut self.threads[self.current];
        let outer = thread.handled_outer.pop().unwrap_or(Value::NULL);
        let own = std::mem::replace(&mut thread.handled, outer);
        thread.frame = self.heap.lo(f, frame::PREV_SP);
        thread.depth -= 1;
        self.drop(own);
        self.free_frame(f);
        let generator = Value::block(idx);
        if matches!(ret, Ret::AgenSend | Ret::AgenCall) {
            let flow = self.step_raised(generator, Raised(exc), ret);
            self.drop(generator);
            return match flow {
                Ok(flow) => Some(flow),
                Err(raised) => {
                    *left = raised.0;
                    None
                }
            };
        }
        if ret != Ret::GenCloseQuiet {
            self.drop(generator);
        }
        let exits = self.is_exc(exc, Exc::GeneratorExit) || self.is_exc(exc, Exc::StopIteration);
        match ret {
            Ret::GenClose if exits => {
                self.drop(exc);
                self.push(Value::NONE);
                Some(Flow::Go)
            }
            Ret::GenCloseQuiet if exits => {
                self.drop(generator);
                self.drop(exc);
                self.finalizer_returned();
                Some(Flow::Go)
            }
            Ret::GenCloseQuiet => {
                self.report_ignored(exc, generator);
                Some(Flow::Go)
            }
            _ => None,
        }
    }

    /// The present frame joins the exception's traceback.
    pub(super) fn add_traceback(&mut self, exc: Value, f: u32, ip: u32) {
        let rt = self.frame_code(f);
        if rt.code.flags.native {
            return;
        }
        let line = rt.code.positions.get(ip as usize).map_or(0, |p| p.line);
        let code = self.heap.lo(f, frame::CODE_IP);
        let next = self.heap.value(exc.idx(), TRACEBACK);
        let made = self.alloc(Kind::Traceback, self.types.traceback, line, 6);
        let Ok(tb) = made else { return };
        self.heap
            .set_value(tb, 2, if next.is_null() { Value::NONE } else { next });
        self.heap.set_word(tb, 3, u64::from(ip));
        self.heap.set_word(tb, 4, u64::from(code));
        self.heap.set_value(tb, 5, Value::NULL);
        self.heap.set_value(exc.idx(), TRACEBACK, Value::block(tb));
    }

    /// An exception that nobody can catch, in a finaliser or callback (maybe NULL), both owned: "Exception ignored
    /// in ...", on stderr.
    pub(crate) fn report_ignored(&mut self, exc: Value, whose: Value) {
        let text = self.format_unraisable(exc);
        let name = match crate::natives::repr::plain_repr(self, whose) {
            Ok(Some(name)) if !whose.is_null() => name,
            Err(raised) => {
                self.drop(raised.0);
                String::new()
            }
            _ => String::new(),
        };
        let head = match (self.config.version.minor(), self.is_kind(whose, Kind::Generator)) {
            _ if name.is_empty() => "Exception ignored in:".to_owned(),
            (14.., true) => format!("Exception ignored while closing generator {name}:"),
            (14.., false) if name.contains(".__del__") => {
                format!("Exception ignored while calling deallocator {name}:")
            }
            (14.., false) => format!("Exception ignored while calling weakref callback {name}:"),
            _ => format!("Exception ignored in: {name}"),
        };
        self.drop_all(&[exc, whose]);
        self.write_stderr(&format!("{head}\n{text}"));
        self.finalizer_returned();
    }
}
