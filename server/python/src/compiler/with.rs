//! `with` and `async with`.

use super::codegen::{Block, Codegen, Result};
use crate::bytecode::{Opcode, Special};
use crate::compiler::PyVersion;
use ruff_python_ast as ast;
use ruff_text_size::Ranged;

impl<'a> Codegen<'a> {
    /// The statement from its item number `item` on.
    pub(super) fn with(&mut self, w: &'a ast::StmtWith, item: usize) -> Result {
        let Some(entry) = w.items.get(item) else {
            return self.block(&w.body);
        };
        // What is marked when entering or leaving fails.
        let range = if self.at_least(PyVersion::V313) {
            entry.context_expr.range()
        } else {
            w.range
        };
        let (failed, suppress, cleanup, end) = (self.label(), self.label(), self.label(), self.label());
        self.expr(&entry.context_expr)?;
        let statement = std::mem::replace(&mut self.at, range);
        let (enter, exit) = if w.is_async {
            (Special::Aenter, Special::Aexit)
        } else {
            (Special::Enter, Special::Exit)
        };
        self.emit(Opcode::Copy, 1)?;
        self.emit(Opcode::LoadSpecial, exit as u32)?;
        self.emit(Opcode::Swap, 2)?;
        self.emit(Opcode::Swap, 3)?;
        self.emit(Opcode::LoadSpecial, enter as u32)?;
        self.emit(Opcode::Call, 0)?;
        if w.is_async {
            self.await_top(1)?;
        }
        let outside = self.set_up(failed, true, 1);
        self.enter_block(
            Block::With {
                range,
                is_async: w.is_async,
            },
            outside,
        )?;
        match &entry.optional_vars {
            Some(target) => self.assign(target)?,
            None => self.op(Opcode::PopTop)?,
        }
        self.at = statement;
        self.with(w, item + 1)?;
        self.at = range;
        self.leave_block();
        self.set_handler(outside);
        self.call_exit(w.is_async)?;
        self.jump_nowhere(end)?;

        self.place(failed);
        self.set_up(cleanup, true, 0);
        self.op(Opcode::PushExcInfo)?;
        self.op(Opcode::WithExceptStart)?;
        if w.is_async {
            self.await_top(2)?;
        }
        self.jump(Opcode::PopJumpIfTrue, suppress)?;
        self.emit(Opcode::Reraise, 2)?;
        self.place(suppress);
        self.op(Opcode::PopTop)?;
        self.set_handler(outside);
        self.op(Opcode::PopExcept)?;
        for _ in 0..3 {
            self.op(Opcode::PopTop)?;
        }
        self.jump_nowhere(end)?;
        self.place(cleanup);
        self.pop_except_and_reraise()?;
        self.place(end);
        self.at = statement;
        Ok(())
    }

    /// `[exit, self] -> []`: calls it with three `None`s.
    pub(super) fn call_exit(&mut self, is_async: bool) -> Result {
        for _ in 0..3 {
            self.none()?;
        }
        self.emit(Opcode::Call, 3)?;
        if is_async {
            self.await_top(2)?;
        }
        self.op(Opcode::PopTop)
    }
}
