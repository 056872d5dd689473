//! Statements: simple ones, `if`, loops, and leaving blocks with `return`, `break` and `continue`.

use super::PyVersion;
use super::codegen::{Block, Codegen, FrameBlock, Result};
use super::constant::fold;
use super::emit::Label;
use super::symtable::{Annotations, ScopeKind, SymbolTable};
use crate::bytecode::{Const, Intrinsic, Opcode};
use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

impl<'a> Codegen<'a> {
    /// A module's or class's statements, with docstring and annotations.
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Result {
        let lazy = self.table.annotations == Annotations::Lazy;
        if body.iter().any(annotates) && !(lazy && self.frame_kind() == ScopeKind::Module) {
            let at = body[0].range();
            self.emit_at(at, Opcode::SetupAnnotations, u32::from(lazy))?;
        }
        if let Some(text) = docstring(body) {
            let text = self.clean_docstring(text);
            self.at(body[0].range(), |g| {
                g.constant(Const::Str(text))?;
                g.store_name("__doc__")
            })?;
        }
        self.block(without_docstring(body))
    }

    /// From 3.13 on the compiler takes the common indentation away.
    pub(super) fn clean_docstring(&self, text: &str) -> String {
        if !self.at_least(PyVersion::V313) {
            return text.to_owned();
        }
        let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let rest = text.lines().skip(1).filter(|l| !l.trim_matches(' ').is_empty());
        let margin = rest.map(width).min().unwrap_or(0);
        let mut out = String::new();
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                out.push('\n');
            }
            out.push_str(if i == 0 {
                line.trim_start_matches(' ')
            } else {
                &line[margin.min(width(line))..]
            });
        }
        out
    }

    pub(super) fn block(&mut self, body: &'a [Stmt]) -> Result {
        for stmt in body {
            let before = std::mem::replace(&mut self.at, stmt.range());
            self.stmt(stmt)?;
            self.at = before;
        }
        Ok(())
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Result {
        match stmt {
            Stmt::FunctionDef(f) => self.function_def(f),
            Stmt::ClassDef(c) => self.class_def(c),
            Stmt::Return(r) => self.return_(r.value.as_deref()),
            Stmt::Delete(d) => d.targets.iter().try_for_each(|t| self.delete(t)),
            Stmt::TypeAlias(t) => self.type_alias(t),
            Stmt::Assign(a) => {
                self.expr(&a.value)?;
                let (last, firsts) = a.targets.split_last().expect("an assignment has a target");
                for target in firsts {
                    self.emit(Opcode::Copy, 1)?;
                    self.assign(target)?;
                }
                self.assign(last)
            }
            Stmt::AugAssign(a) => self.aug_assign(a),
            Stmt::AnnAssign(a) => self.ann_assign(a),
            Stmt::For(f) if f.is_async => self.async_for(f),
            Stmt::For(f) => self.for_(f),
            Stmt::While(w) => self.while_(w),
            Stmt::If(i) => self.if_(i),
            Stmt::With(w) => self.with(w, 0),
            Stmt::Match(m) => self.match_(m),
            Stmt::Raise(r) => {
                for e in r.exc.iter().chain(&r.cause) {
                    self.expr(e)?;
                }
                self.emit(
                    Opcode::RaiseVarargs,
                    u32::from(r.exc.is_some()) + u32::from(r.cause.is_some()),
                )
            }
            Stmt::Try(t) => self.try_(t),
            Stmt::Assert(a) => self.assert(a),
            Stmt::Import(i) => i.names.iter().try_for_each(|alias| self.import(alias)),
            Stmt::ImportFrom(i) => self.import_from(i),
            Stmt::Expr(e) => self.expr_stmt(&e.value),
            Stmt::Pass(_) => self.op(Opcode::Nop),
            Stmt::Break(b) => self.leave_loop(b.range, false),
            Stmt::Continue(c) => self.leave_loop(c.range, true),
            Stmt::Global(_) | Stmt::Nonlocal(_) => Ok(()),
            Stmt::IpyEscapeCommand(e) => self.error(e.range, "invalid syntax"),
        }
    }

    fn expr_stmt(&mut self, value: &'a Expr) -> Result {
        if self.options.mode == super::Mode::Single && self.scope() == SymbolTable::MODULE {
            self.expr(value)?;
            self.emit(Opcode::CallIntrinsic1, Intrinsic::Print as u32)?;
            return self.op(Opcode::PopTop);
        }
        if fold(value).is_some() {
            return self.op(Opcode::Nop);
        }
        self.expr(value)?;
        self.emit_at(value.range(), Opcode::PopTop, 0)
    }

    #[inline(never)]
    fn if_(&mut self, i: &'a ast::StmtIf) -> Result {
        let end = self.label();
        let mut next = self.label();
        self.jump_if(&i.test, next, false)?;
        self.block(&i.body)?;
        for clause in &i.elif_else_clauses {
            self.jump_nowhere(end)?;
            self.place(next);
            next = self.label();
            if let Some(test) = &clause.test {
                self.jump_if(test, next, false)?;
            }
            self.block(&clause.body)?;
        }
        self.place(next);
        self.place(end);
        Ok(())
    }

    #[inline(never)]
    fn while_(&mut self, w: &'a ast::StmtWhile) -> Result {
        let (start, done, end) = (self.label(), self.label(), self.label());
        self.place(start);
        let outside = self.unit().emitter.handler;
        self.enter_block(Block::While { start, end }, outside)?;
        self.jump_if(&w.test, done, false)?;
        self.block(&w.body)?;
        self.jump_nowhere(start)?;
        self.leave_block();
        self.place(done);
        self.block(&w.orelse)?;
        self.place(end);
        Ok(())
    }

    #[inline(never)]
    fn for_(&mut self, f: &'a ast::StmtFor) -> Result {
        let (start, done, end) = (self.label(), self.label(), self.label());
        let outside = self.unit().emitter.handler;
        self.enter_block(Block::For { start, end }, outside)?;
        if !self.constant_container(&f.iter)? {
            self.expr(&f.iter)?;
        }
        let iter = self.iteration(f.iter.range(), f.range());
        self.emit_at(iter, Opcode::GetIter, 0)?;
        self.place(start);
        self.at(iter, |g| g.jump(Opcode::ForIter, done))?;
        self.assign(&f.target)?;
        self.block(&f.body)?;
        self.jump_nowhere(start)?;
        self.leave_block();
        self.place(done);
        self.block(&f.orelse)?;
        self.place(end);
        Ok(())
    }

    fn assert(&mut self, a: &'a ast::StmtAssert) -> Result {
        let end = self.label();
        self.jump_if(&a.test, end, true)?;
        self.emit_at(a.test.range(), Opcode::LoadCommonConstant, 0)?;
        if let Some(msg) = &a.msg {
            self.expr(msg)?;
            self.emit_at(a.test.range(), Opcode::Call, 0)?;
        }
        self.emit_at(a.test.range(), Opcode::RaiseVarargs, 1)?;
        self.place(end);
        Ok(())
    }

    // --- Imports ---

    fn import(&mut self, alias: &'a ast::Alias) -> Result {
        self.constant(Const::Int(0))?;
        self.none()?;
        self.named(Opcode::ImportName, &alias.name)?;
        let mut parts = alias.name.split('.');
        let first = parts.next().expect("a split has a first part");
        let Some(name) = &alias.asname else {
            return self.store_name(first);
        };
        let rest: Vec<&str> = parts.collect();
        for (i, part) in rest.iter().enumerate() {
            self.named(Opcode::ImportFrom, part)?;
            if i + 1 < rest.len() {
                self.emit(Opcode::Swap, 2)?;
                self.op(Opcode::PopTop)?;
            }
        }
        self.store_name(name)?;
        if rest.is_empty() {
            Ok(())
        } else {
            self.op(Opcode::PopTop)
        }
    }

    fn import_from(&mut self, i: &'a ast::StmtImportFrom) -> Result {
        self.constant(Const::Int(i64::from(i.level)))?;
        let names = i.names.iter().map(|a| Const::Str(a.name.to_string())).collect();
        self.constant(Const::Tuple(names))?;
        self.named(Opcode::ImportName, i.module.as_ref().map_or("", |m| m.as_str()))?;
        for alias in &i.names {
            if alias.name.as_str() == "*" {
                self.emit(Opcode::CallIntrinsic1, Intrinsic::ImportStar as u32)?;
                return self.op(Opcode::PopTop);
            }
            self.named(Opcode::ImportFrom, &alias.name)?;
            self.store_name(alias.asname.as_ref().unwrap_or(&alias.name))?;
        }
        self.op(Opcode::PopTop)
    }

    // --- Leaving blocks ---

    fn return_(&mut self, value: Option<&'a Expr>) -> Result {
        let constant = value.map_or(Some(Const::None), fold);
        if let (None, Some(value)) = (&constant, value) {
            self.expr(value)?;
        }
        let handler = self.unit().emitter.handler;
        self.unwind_all(constant.is_none())?;
        if let Some(constant) = constant {
            self.constant(constant)?;
        }
        self.op(Opcode::ReturnValue)?;
        self.set_handler(handler);
        Ok(())
    }

    fn unwind_all(&mut self, preserve: bool) -> Result {
        let mut blocks = std::mem::take(&mut self.unit().blocks);
        let all = blocks.clone();
        while let Some(block) = blocks.pop() {
            self.unit().blocks.clone_from(&blocks);
            self.unwind(block, preserve)?;
        }
        self.unit().blocks = all;
        Ok(())
    }

    fn leave_loop(&mut self, range: TextRange, again: bool) -> Result {
        let handler = self.unit().emitter.handler;
        let all = self.unit().blocks.clone();
        while let Some(block) = self.unit().blocks.pop() {
            self.set_handler(block.outside);
            let to: Label = match block.block {
                Block::While { start, end } | Block::For { start, end } => {
                    if again {
                        start
                    } else {
                        if matches!(block.block, Block::For { .. }) {
                            self.op(Opcode::PopTop)?;
                        }
                        end
                    }
                }
                _ => {
                    self.unwind(block, false)?;
                    continue;
                }
            };
            self.jump(Opcode::JumpForward, to)?;
            self.unit().blocks = all;
            self.set_handler(handler);
            return Ok(());
        }
        self.error(
            range,
            if again {
                "'continue' not properly in loop"
            } else {
                "'break' outside loop"
            },
        )
    }

    /// Leaves one block; with `preserve`, a return value is on top of the stack and stays there.
    fn unwind(&mut self, block: FrameBlock<'a>, preserve: bool) -> Result {
        let keep = |g: &mut Self| if preserve { g.emit(Opcode::Swap, 2) } else { Ok(()) };
        self.set_handler(block.outside);
        match block.block {
            Block::While { .. } | Block::Try => Ok(()),
            Block::For { .. } | Block::PopValue => {
                keep(self)?;
                self.op(Opcode::PopTop)
            }
            Block::FinallyTry(body) => {
                if preserve {
                    self.enter_block(Block::PopValue, block.outside)?;
                }
                self.block(body)?;
                if preserve {
                    self.leave_block();
                }
                self.set_handler(block.outside);
                Ok(())
            }
            Block::FinallyEnd => {
                keep(self)?;
                self.op(Opcode::PopTop)?;
                keep(self)?;
                self.op(Opcode::PopExcept)
            }
            Block::With { range, is_async } => {
                if preserve {
                    self.emit(Opcode::Swap, 3)?;
                    self.emit(Opcode::Swap, 2)?;
                }
                self.at(range, |g| g.call_exit(is_async))
            }
            Block::HandlerCleanup(name) => {
                keep(self)?;
                self.op(Opcode::PopExcept)?;
                name.map_or(Ok(()), |name| self.forget(name))
            }
            Block::ExceptStar => self.error(
                self.at,
                "'break', 'continue' and 'return' cannot appear in an except* block",
            ),
        }
    }

    /// `name = None; del name`
    pub(super) fn forget(&mut self, name: &'a ast::Identifier) -> Result {
        self.none()?;
        self.store_name(name)?;
        self.delete_name(name)
    }
}

/// The docstring of a body.
pub(super) fn docstring(body: &[Stmt]) -> Option<&str> {
    match body.first()? {
        Stmt::Expr(e) => match &*e.value {
            Expr::StringLiteral(s) => Some(s.value.to_str()),
            _ => None,
        },
        _ => None,
    }
}

/// The statements after the docstring.
pub(super) fn without_docstring(body: &[Stmt]) -> &[Stmt] {
    &body[usize::from(docstring(body).is_some())..]
}

/// Whether a statement, or one in its blocks, annotates a plain name.
fn annotates(stmt: &Stmt) -> bool {
    let any = |body: &[Stmt]| body.iter().any(annotates);
    match stmt {
        Stmt::AnnAssign(a) => a.simple && a.target.is_name_expr(),
        Stmt::If(i) => any(&i.body) || i.elif_else_clauses.iter().any(|c| any(&c.body)),
        Stmt::For(f) => any(&f.body) || any(&f.orelse),
        Stmt::While(w) => any(&w.body) || any(&w.orelse),
        Stmt::With(w) => any(&w.body),
        Stmt::Match(m) => m.cases.iter().any(|c| any(&c.body)),
        Stmt::Try(t) => {
            let handlers = t.handlers.iter().any(|ExceptHandler::ExceptHandler(h)| any(&h.body));
            any(&t.body) || handlers || any(&t.orelse) || any(&t.finalbody)
        }
        _ => false,
    }
}
