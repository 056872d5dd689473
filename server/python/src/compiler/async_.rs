//! `await`, `yield`, `yield from`, `async for`.

use super::codegen::{Block, Codegen, Result};
use super::emit::Label;
use crate::bytecode::{Intrinsic, Opcode};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Codegen<'a> {
    #[inline(never)]
    pub(super) fn await_(&mut self, value: &'a Expr) -> Result {
        self.expr(value)?;
        self.await_top(0)
    }

    /// `[awaitable] -> [result]`; `kind` is `GET_AWAITABLE`'s argument.
    pub(super) fn await_top(&mut self, kind: u32) -> Result {
        self.emit(Opcode::GetAwaitable, kind)?;
        self.none()?;
        self.delegate(true)
    }

    #[inline(never)]
    pub(super) fn yield_from(&mut self, value: &'a Expr) -> Result {
        self.expr(value)?;
        self.op(Opcode::GetYieldFromIter)?;
        self.none()?;
        self.delegate(false)
    }

    /// `[receiver, value to send first] -> [returned]`
    pub(super) fn delegate(&mut self, is_await: bool) -> Result {
        let (send, fail, exit) = (self.label(), self.label(), self.label());
        self.place(send);
        self.jump(Opcode::Send, exit)?;
        let outside = self.set_up(fail, false, 0);
        self.emit(Opcode::YieldValue, 0)?;
        self.set_handler(outside);
        self.emit(Opcode::Resume, if is_await { 3 } else { 2 })?;
        self.jump(Opcode::JumpBackwardNoInterrupt, send)?;
        self.place(fail);
        self.op(Opcode::CleanupThrow)?;
        self.place(exit);
        self.op(Opcode::EndSend)
    }

    #[inline(never)]
    pub(super) fn yield_(&mut self, value: Option<&'a Expr>) -> Result {
        match value {
            Some(value) => self.expr(value)?,
            None => self.none()?,
        }
        self.yield_top()
    }

    /// `[value] -> [sent]`
    pub(super) fn yield_top(&mut self) -> Result {
        let wrap = self.unit().flags.async_generator;
        if wrap {
            self.emit(Opcode::CallIntrinsic1, Intrinsic::AsyncGenWrap as u32)?;
        }
        self.emit(Opcode::YieldValue, u32::from(wrap))?;
        self.emit(Opcode::Resume, 1)
    }

    /// `[aiter] -> [aiter, item]`; at its end, or on any exception, control goes to `except`.
    pub(super) fn async_next(&mut self, except: Label) -> Result {
        let outside = self.set_up(except, false, 0);
        self.op(Opcode::GetAnext)?;
        self.none()?;
        self.delegate(true)?;
        self.set_handler(outside);
        Ok(())
    }

    pub(super) fn async_for(&mut self, f: &'a ast::StmtFor) -> Result {
        let (start, except, end) = (self.label(), self.label(), self.label());
        let iter = self.iteration(f.iter.range(), f.range());
        self.expr(&f.iter)?;
        self.emit_at(iter, Opcode::GetAiter, 0)?;
        self.place(start);
        let outside = self.unit().emitter.handler;
        self.enter_block(Block::For { start, end }, outside)?;
        self.at(iter, |g| g.async_next(except))?;
        self.assign(&f.target)?;
        self.block(&f.body)?;
        self.jump_nowhere(start)?;
        self.leave_block();
        self.place(except);
        self.emit_at(iter, Opcode::EndAsyncFor, 0)?;
        self.block(&f.orelse)?;
        self.place(end);
        Ok(())
    }
}
