//! Frames that give way: returns of every kind, `SEND`, async generators' steps, awaitables. See `generator` for the
//! generators themselves.

use crate::vm::attr::Got;
use crate::vm::call::Flow;
use crate::vm::interp::Exit;
use crate::vm::layout::*;
use crate::vm::thread::Ret;
use crate::vm::types::Exc;
use crate::vm::value::Value;
use crate::vm::{Res, Vm};

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

    pub(super) fn op_get_awaitable(&mut self, what: u32) -> Res<Flow> {
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
}
