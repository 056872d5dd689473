//! `try`: `except`, `except*`, `else`, `finally`. A `finally` body is emitted for each way out, as CPython does.

use super::codegen::{Block, Codegen, Result};
use crate::bytecode::{Intrinsic, Opcode};
use ruff_python_ast::{self as ast, ExceptHandler};

impl<'a> Codegen<'a> {
    #[inline(never)]
    pub(super) fn try_(&mut self, t: &'a ast::StmtTry) -> Result {
        self.op(Opcode::Nop)?;
        if t.finalbody.is_empty() {
            self.try_handlers(t)
        } else {
            self.try_finally(t)
        }
    }

    fn try_handlers(&mut self, t: &'a ast::StmtTry) -> Result {
        if t.handlers.is_empty() {
            self.block(&t.body)?;
            self.block(&t.orelse)
        } else if t.is_star {
            self.try_except_star(t)
        } else {
            self.try_except(t)
        }
    }

    fn try_finally(&mut self, t: &'a ast::StmtTry) -> Result {
        let (failed, cleanup, end) = (self.label(), self.label(), self.label());
        let outside = self.set_up(failed, false, 0);
        self.enter_block(Block::FinallyTry(&t.finalbody), outside)?;
        self.try_handlers(t)?;
        self.leave_block();
        self.set_handler(outside);
        self.block(&t.finalbody)?;
        self.jump_nowhere(end)?;

        self.place(failed);
        self.set_up(cleanup, true, 0);
        self.op_nowhere(Opcode::PushExcInfo)?;
        self.enter_block(Block::FinallyEnd, outside)?;
        self.block(&t.finalbody)?;
        self.leave_block();
        self.op_nowhere(Opcode::Reraise)?;
        self.set_handler(outside);
        self.place(cleanup);
        self.pop_except_and_reraise()?;
        self.place(end);
        Ok(())
    }

    fn try_except(&mut self, t: &'a ast::StmtTry) -> Result {
        let (failed, cleanup, end) = (self.label(), self.label(), self.label());
        let outside = self.set_up(failed, false, 0);
        self.enter_block(Block::Try, outside)?;
        self.block(&t.body)?;
        self.leave_block();
        self.set_handler(outside);
        self.block(&t.orelse)?;
        self.jump_nowhere(end)?;

        self.place(failed);
        self.set_up(cleanup, true, 0);
        let inside = self.unit().emitter.handler;
        self.op_nowhere(Opcode::PushExcInfo)?;
        for (i, ExceptHandler::ExceptHandler(h)) in t.handlers.iter().enumerate() {
            let before = std::mem::replace(&mut self.at, h.range);
            let next = self.label();
            match &h.type_ {
                Some(kind) => {
                    self.expr(kind)?;
                    self.op(Opcode::CheckExcMatch)?;
                    self.jump(Opcode::PopJumpIfFalse, next)?;
                }
                None if i + 1 < t.handlers.len() => return self.error(h.range, "default 'except:' must be last"),
                None => {}
            }
            match &h.name {
                None => {
                    self.op(Opcode::PopTop)?;
                    self.enter_block(Block::HandlerCleanup(None), outside)?;
                    self.block(&h.body)?;
                    self.leave_block();
                    self.set_handler(outside);
                    self.op_nowhere(Opcode::PopExcept)?;
                    self.jump_nowhere(end)?;
                }
                Some(name) => {
                    let forget = self.label();
                    self.store_name(name)?;
                    self.set_up(forget, true, 0);
                    self.enter_block(Block::HandlerCleanup(Some(name)), outside)?;
                    self.block(&h.body)?;
                    self.leave_block();
                    self.set_handler(outside);
                    self.op_nowhere(Opcode::PopExcept)?;
                    self.forget_nowhere(name)?;
                    self.jump_nowhere(end)?;
                    self.place(forget);
                    self.set_handler(inside);
                    self.forget_nowhere(name)?;
                    self.unit().emitter.push(Opcode::Reraise, 1, None, None);
                }
            }
            self.set_handler(inside);
            self.place(next);
            self.at = before;
        }
        self.op_nowhere(Opcode::Reraise)?;
        self.set_handler(outside);
        self.place(cleanup);
        self.pop_except_and_reraise()?;
        self.place(end);
        Ok(())
    }

    /// As [`Self::forget`], belonging to no line.
    fn forget_nowhere(&mut self, name: &'a ast::Identifier) -> Result {
        self.nowhere(|g| g.forget(name))
    }

    /// The stack in the handlers: `[previous, group, raised list, rest of the group]`.
    fn try_except_star(&mut self, t: &'a ast::StmtTry) -> Result {
        let (failed, cleanup, orelse, end) = (self.label(), self.label(), self.label(), self.label());
        let reraise = self.label();
        let outside = self.set_up(failed, false, 0);
        self.enter_block(Block::Try, outside)?;
        self.block(&t.body)?;
        self.leave_block();
        self.set_handler(outside);
        self.jump_nowhere(orelse)?;

        self.place(failed);
        self.set_up(cleanup, true, 0);
        let inside = self.unit().emitter.handler;
        self.op_nowhere(Opcode::PushExcInfo)?;
        self.enter_block(Block::ExceptStar, outside)?;
        self.nowhere(|g| {
            g.emit(Opcode::BuildList, 0)?;
            g.emit(Opcode::Copy, 2)
        })?;
        for ExceptHandler::ExceptHandler(h) in &t.handlers {
            let before = std::mem::replace(&mut self.at, h.range);
            let (no_match, raised, next) = (self.label(), self.label(), self.label());
            let Some(kind) = &h.type_ else {
                return self.error(h.range, "expected one or more exception types");
            };
            self.expr(kind)?;
            self.op(Opcode::CheckEgMatch)?;
            self.emit(Opcode::Copy, 1)?;
            self.jump(Opcode::PopJumpIfNone, no_match)?;
            match &h.name {
                Some(name) => self.store_name(name)?,
                None => self.op(Opcode::PopTop)?,
            }
            self.set_up(raised, true, 0);
            self.enter_block(Block::HandlerCleanup(h.name.as_ref()), inside)?;
            self.block(&h.body)?;
            self.leave_block();
            self.set_handler(inside);
            if let Some(name) = &h.name {
                self.forget_nowhere(name)?;
            }
            self.jump_nowhere(next)?;

            self.place(raised);
            if let Some(name) = &h.name {
                self.forget_nowhere(name)?;
            }
            self.emit(Opcode::ListAppend, 3)?;
            self.op(Opcode::PopTop)?;
            self.jump_nowhere(next)?;
            self.place(no_match);
            self.op(Opcode::PopTop)?;
            self.place(next);
            self.at = before;
        }
        self.leave_block();
        self.nowhere(|g| {
            g.emit(Opcode::ListAppend, 1)?;
            g.emit(Opcode::BuildTuple, 2)?;
            g.emit(Opcode::CallIntrinsic1, Intrinsic::PrepReraiseStar as u32)?;
            g.emit(Opcode::Copy, 1)?;
            g.jump(Opcode::PopJumpIfNotNone, reraise)?;
            g.op(Opcode::PopTop)?;
            g.set_handler(outside);
            g.op(Opcode::PopExcept)?;
            g.jump_nowhere(end)?;
            g.place(reraise);
            g.emit(Opcode::Swap, 2)?;
            g.op(Opcode::PopExcept)?;
            g.emit(Opcode::Reraise, 0)
        })?;
        self.place(cleanup);
        self.pop_except_and_reraise()?;
        self.place(orelse);
        self.block(&t.orelse)?;
        self.place(end);
        Ok(())
    }
}
