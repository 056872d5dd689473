//! Targets: assignment, unpacking, augmented and annotated assignment, `del`.

use super::codegen::{Codegen, Result};
use super::expr::operator;
use super::symtable::{Annotations, ScopeKind};
use crate::bytecode::{BinaryOp, Const, Opcode};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Codegen<'a> {
    /// `[value] -> []`
    pub(super) fn assign(&mut self, target: &'a Expr) -> Result {
        let before = std::mem::replace(&mut self.at, target.range());
        let result = self.assign_here(target);
        self.at = before;
        result
    }

    fn assign_here(&mut self, target: &'a Expr) -> Result {
        match target {
            Expr::Name(n) => self.store_name(&n.id),
            Expr::Attribute(a) => {
                self.note_static_attribute(a);
                self.expr(&a.value)?;
                self.attribute(Opcode::StoreAttr, &a.attr)
            }
            Expr::Subscript(s) => match &*s.slice {
                Expr::Slice(slice) if slice.step.is_none() => {
                    self.expr(&s.value)?;
                    self.slice_bounds(slice)?;
                    self.op(Opcode::StoreSlice)
                }
                slice => {
                    self.expr(&s.value)?;
                    self.expr(slice)?;
                    self.op(Opcode::StoreSubscr)
                }
            },
            Expr::Tuple(t) => self.unpack(&t.elts),
            Expr::List(l) => self.unpack(&l.elts),
            Expr::Starred(s) => self.error(s.range, "starred assignment target must be in a list or tuple"),
            _ => self.error(target.range(), "cannot assign to expression"),
        }
    }

    fn unpack(&mut self, elts: &'a [Expr]) -> Result {
        let mut stars = elts.iter().enumerate().filter(|(_, e)| e.is_starred_expr());
        match (stars.next(), stars.next()) {
            (None, _) => self.emit(Opcode::UnpackSequence, elts.len() as u32)?,
            (Some((before, _)), None) => {
                let after = elts.len() - before - 1;
                if before > 255 || after > 255 {
                    return self.error(self.at, "too many expressions in star-unpacking assignment");
                }
                self.emit(Opcode::UnpackEx, (before | after << 8) as u32)?;
            }
            _ => return self.error(self.at, "multiple starred expressions in assignment"),
        }
        for elt in elts {
            match elt {
                Expr::Starred(s) => self.assign(&s.value)?,
                _ => self.assign(elt)?,
            }
        }
        Ok(())
    }

    /// `self.x = ..` in a method: instances of the class will have an `x`.
    fn note_static_attribute(&mut self, a: &ast::ExprAttribute) {
        let Expr::Name(owner) = &*a.value else { return };
        let is_self = self.unit().first_param.as_deref() == Some(owner.id.as_str());
        let name = self.mangled(&a.attr);
        let units = self.units.len();
        if !is_self || units < 2 {
            return;
        }
        let table = self.table;
        let class = &mut self.units[units - 2];
        if table.scopes[class.scope].kind == ScopeKind::Class && !class.static_attributes.contains(&name) {
            class.static_attributes.push(name);
        }
    }

    pub(super) fn aug_assign(&mut self, a: &'a ast::StmtAugAssign) -> Result {
        let op = operator(a.op) + BinaryOp::INPLACE;
        let target = a.target.range();
        match &*a.target {
            Expr::Name(n) => {
                self.at(target, |g| g.load_name(&n.id))?;
                self.expr(&a.value)?;
                self.emit(Opcode::BinaryOp, op)?;
                self.at(target, |g| g.store_name(&n.id))
            }
            Expr::Attribute(owner) => {
                self.note_static_attribute(owner);
                self.expr(&owner.value)?;
                self.emit_at(target, Opcode::Copy, 1)?;
                self.at(target, |g| g.attribute(Opcode::LoadAttr, &owner.attr))?;
                self.expr(&a.value)?;
                self.emit(Opcode::BinaryOp, op)?;
                self.emit_at(target, Opcode::Swap, 2)?;
                self.at(target, |g| g.attribute(Opcode::StoreAttr, &owner.attr))
            }
            Expr::Subscript(s) => {
                self.expr(&s.value)?;
                let (load, store, n) = match &*s.slice {
                    Expr::Slice(slice) if slice.step.is_none() => {
                        self.at(target, |g| g.slice_bounds(slice))?;
                        (Opcode::BinarySlice, Opcode::StoreSlice, 3)
                    }
                    slice => {
                        self.expr(slice)?;
                        (Opcode::BinarySubscr, Opcode::StoreSubscr, 2)
                    }
                };
                for _ in 0..n {
                    self.emit_at(target, Opcode::Copy, n)?;
                }
                self.emit_at(target, load, 0)?;
                self.expr(&a.value)?;
                self.emit(Opcode::BinaryOp, op)?;
                for i in (2..=n + 1).rev() {
                    self.emit_at(target, Opcode::Swap, i)?;
                }
                self.emit_at(target, store, 0)
            }
            _ => self.error(target, "illegal expression for augmented assignment"),
        }
    }

    /// Annotations of variables of a module or class are kept under their names; in functions they are not evaluated.
    pub(super) fn ann_assign(&mut self, a: &'a ast::StmtAnnAssign) -> Result {
        if let Some(value) = &a.value {
            self.expr(value)?;
            self.assign(&a.target)?;
        }
        if self.frame_kind().is_function_like() {
            return Ok(());
        }
        let lazy = self.table.annotations == Annotations::Lazy;
        let Expr::Name(n) = &*a.target else {
            return self.forgotten_annotation(a);
        };
        if !a.simple {
            return self.forgotten_annotation(a);
        }
        // Nothing asks a module for what it did not evaluate.
        if lazy && self.frame_kind() == ScopeKind::Module {
            return Ok(());
        }
        let name = self.mangled(&n.id);
        self.annotation(&a.annotation)?;
        self.load_name(if lazy { "__annotate_func__" } else { "__annotations__" })?;
        self.constant(Const::Str(name))?;
        self.op(Opcode::StoreSubscr)
    }

    /// One of an attribute, an item or a name in parentheses: evaluated up to 3.13, and kept nowhere.
    fn forgotten_annotation(&mut self, a: &'a ast::StmtAnnAssign) -> Result {
        if self.table.annotations != Annotations::Eager {
            return Ok(());
        }
        self.expr(&a.annotation)?;
        self.op(Opcode::PopTop)
    }

    pub(super) fn delete(&mut self, target: &'a Expr) -> Result {
        let before = std::mem::replace(&mut self.at, target.range());
        match target {
            Expr::Name(n) => self.delete_name(&n.id)?,
            Expr::Attribute(a) => {
                self.expr(&a.value)?;
                self.attribute(Opcode::DeleteAttr, &a.attr)?;
            }
            Expr::Subscript(s) => {
                self.expr(&s.value)?;
                self.expr(&s.slice)?;
                self.op(Opcode::DeleteSubscr)?;
            }
            Expr::Tuple(t) => t.elts.iter().try_for_each(|e| self.delete(e))?,
            Expr::List(l) => l.elts.iter().try_for_each(|e| self.delete(e))?,
            _ => return self.error(target.range(), "cannot delete expression"),
        }
        self.at = before;
        Ok(())
    }
}
