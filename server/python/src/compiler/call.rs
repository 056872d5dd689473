//! Attributes, subscripts and calls, and chains of them: `a.b(c)[d].e()`.

use super::codegen::{Codegen, Result};
use super::symtable::{Resolution, ScopeKind};
use crate::bytecode::{Const, Intrinsic, Opcode};
use ruff_python_ast::{self as ast, Expr, Keyword};
use ruff_text_size::{Ranged, TextRange};

/// Arguments beyond this go through a tuple (CPython's number).
const STACK_USE: usize = 30;

impl<'a> Codegen<'a> {
    pub(super) fn primary(&mut self, expr: &'a Expr) -> Result {
        let mut chain = Vec::new();
        let mut base = expr;
        loop {
            let next = match base {
                Expr::Attribute(a) if self.super_call(&a.value).is_some() => break,
                Expr::Attribute(a) => &a.value,
                Expr::Subscript(s) => &s.value,
                Expr::Call(c) => &c.func,
                _ => break,
            };
            chain.push(base);
            base = next;
        }
        let mut links = chain.into_iter().rev().peekable();
        let mut method = match base {
            Expr::Attribute(a) => {
                let called = links.peek().is_some_and(|next| takes_method(next));
                self.super_attribute(a, called)?;
                called
            }
            _ => self.expr(base).map(|()| false)?,
        };
        while let Some(link) = links.next() {
            match link {
                Expr::Attribute(a) => {
                    let called = links.peek().is_some_and(|next| takes_method(next));
                    let op = if called { Opcode::LoadMethod } else { Opcode::LoadAttr };
                    let at = self.attribute_range(a, a.range);
                    self.at(at, |g| g.attribute(op, &a.attr))?;
                    method = called;
                }
                Expr::Subscript(s) => self.subscript(s)?,
                Expr::Call(c) => {
                    self.call(c, method)?;
                    method = false;
                }
                _ => unreachable!("links are attributes, subscripts and calls"),
            }
        }
        Ok(())
    }

    /// An attribute on a later line than its owner counts from its own line on.
    fn attribute_range(&self, a: &ast::ExprAttribute, range: TextRange) -> TextRange {
        if self.source.line(range.start()) == self.source.line(a.attr.range.start()) {
            range
        } else {
            TextRange::new(a.attr.range.start(), range.end())
        }
    }

    fn subscript(&mut self, s: &'a ast::ExprSubscript) -> Result {
        match &*s.slice {
            Expr::Slice(slice) if slice.step.is_none() => {
                self.at(s.range, |g| g.slice_bounds(slice))?;
                self.emit_at(s.range, Opcode::BinarySlice, 0)
            }
            slice => {
                self.expr(slice)?;
                self.emit_at(s.range, Opcode::BinarySubscr, 0)
            }
        }
    }

    /// `[callable] -> [result]`, or `[method, self] -> [result]`.
    fn call(&mut self, c: &'a ast::ExprCall, method: bool) -> Result {
        let range = match &*c.func {
            Expr::Attribute(a) => self.attribute_range(a, c.range()),
            _ => c.range(),
        };
        self.check_keywords(&c.arguments.keywords)?;
        if !method {
            if let Some(arguments) = self.super_call_arguments(c) {
                let at = c.func.range();
                self.emit_at(at, Opcode::PushNull, 0)?;
                self.at(c.range(), |g| g.super_operands(arguments))?;
                return self.emit_at(range, Opcode::Call, 2);
            }
            self.emit_at(c.func.range(), Opcode::PushNull, 0)?;
        }
        self.arguments(range, 0, &c.arguments.args, &c.arguments.keywords)
    }

    /// `[callable, self or NULL, arg * given] -> [result]`: pushes the arguments and calls.
    pub(super) fn arguments(
        &mut self,
        range: TextRange,
        given: u32,
        args: &'a [Expr],
        keywords: &'a [Keyword],
    ) -> Result {
        if is_plain(args, keywords) {
            args.iter().try_for_each(|a| self.expr(a))?;
            keywords.iter().try_for_each(|k| self.expr(&k.value))?;
            let n = given + (args.len() + keywords.len()) as u32;
            if keywords.is_empty() {
                return self.emit_at(range, Opcode::Call, n);
            }
            let names = self.keyword_names(keywords);
            return self.at(range, |g| {
                g.constant(names)?;
                g.emit(Opcode::CallKw, n)
            });
        }
        let before = std::mem::replace(&mut self.at, range);
        if let ([Expr::Starred(all)], [], 0) = (args, keywords, given) {
            self.expr(&all.value)?;
            self.emit(Opcode::CallFunctionEx, 0)?;
            self.at = before;
            return Ok(());
        }
        self.emit(Opcode::BuildList, given)?;
        for arg in args {
            if let Expr::Starred(s) = arg {
                self.expr(&s.value)?;
                self.emit(Opcode::ListExtend, 1)?;
            } else {
                self.expr(arg)?;
                self.emit(Opcode::ListAppend, 1)?;
            }
        }
        self.emit(Opcode::CallIntrinsic1, Intrinsic::ListToTuple as u32)?;
        if !keywords.is_empty() {
            self.emit(Opcode::BuildMap, 0)?;
            for keyword in keywords {
                if let Some(name) = &keyword.arg {
                    let name = self.mangled(name);
                    self.constant(Const::Str(name))?;
                    self.expr(&keyword.value)?;
                    self.emit(Opcode::BuildMap, 1)?;
                } else {
                    self.expr(&keyword.value)?;
                }
                self.emit(Opcode::DictMerge, 1)?;
            }
        }
        self.emit(Opcode::CallFunctionEx, u32::from(!keywords.is_empty()))?;
        self.at = before;
        Ok(())
    }

    fn keyword_names(&self, keywords: &[Keyword]) -> Const {
        let names = keywords.iter().filter_map(|k| k.arg.as_ref());
        Const::Tuple(names.map(|n| Const::Str(self.mangled(n))).collect())
    }

    pub(super) fn check_keywords(&self, keywords: &[Keyword]) -> Result {
        for (i, keyword) in keywords.iter().enumerate() {
            let Some(name) = &keyword.arg else { continue };
            if keywords[..i]
                .iter()
                .any(|k| k.arg.as_ref().is_some_and(|n| n.id == name.id))
            {
                return self.error(keyword.range, format!("keyword argument repeated: {name}"));
            }
        }
        Ok(())
    }

    // --- super() ---

    /// The call, if `expr` is `super()` or `super(a, b)` and can only mean the builtin.
    fn super_call<'e>(&self, expr: &'e Expr) -> Option<&'e [Expr]> {
        match expr {
            Expr::Call(c) => self.super_call_arguments(c),
            _ => None,
        }
    }

    fn super_call_arguments<'e>(&self, c: &'e ast::ExprCall) -> Option<&'e [Expr]> {
        let Expr::Name(name) = &*c.func else { return None };
        let scope = self.scope();
        let builtin = name.id == "super"
            && c.arguments.keywords.is_empty()
            && self.frame_kind() == ScopeKind::Function
            && self.table.resolve(scope, "super") == Resolution::GlobalImplicit
            && !self.table.scopes[0].symbols.get("super").is_some_and(|s| s.bound);
        if !builtin {
            return None;
        }
        let in_method = self.table.resolve(scope, "__class__") == Resolution::Free
            && self.units.last().is_some_and(|u| u.first_param.is_some());
        match &*c.arguments.args {
            [] if in_method => Some(&[]),
            args @ [a, b] if !a.is_starred_expr() && !b.is_starred_expr() => Some(args),
            _ => None,
        }
    }

    /// Pushes class and instance.
    fn super_operands(&mut self, arguments: &'a [Expr]) -> Result {
        if arguments.is_empty() {
            self.load_name("__class__")?;
            let slot_name = self
                .unit()
                .first_param
                .clone()
                .expect("checked by super_call_arguments");
            let slot = self.slot(&slot_name);
            let scope = self.table.frame_scope(self.scope());
            let is_cell = self.table.scopes[scope].cells.contains(&slot_name);
            return self.emit(if is_cell { Opcode::LoadDeref } else { Opcode::LoadFast }, slot);
        }
        arguments.iter().try_for_each(|a| self.expr(a))
    }

    fn super_attribute(&mut self, a: &'a ast::ExprAttribute, called: bool) -> Result {
        let Expr::Call(c) = &*a.value else {
            unreachable!("checked by super_call")
        };
        self.at(c.func.range(), |g| g.named(Opcode::LoadGlobal, "super"))?;
        let arguments = self.super_call_arguments(c).expect("checked by super_call");
        self.at(c.range(), |g| g.super_operands(arguments))?;
        let op = if called {
            Opcode::LoadSuperMethod
        } else {
            Opcode::LoadSuperAttr
        };
        self.at(a.range, |g| g.attribute(op, &a.attr))
    }
}

/// Whether the arguments can be pushed one by one.
fn is_plain(args: &[Expr], keywords: &[Keyword]) -> bool {
    args.len() + keywords.len() <= STACK_USE
        && !args.iter().any(Expr::is_starred_expr)
        && keywords.iter().all(|k| k.arg.is_some())
}

/// Whether a call can use a method load: its `self` slot would be lost in `CALL_FUNCTION_EX`.
fn takes_method(call: &Expr) -> bool {
    matches!(call, Expr::Call(c) if is_plain(&c.arguments.args, &c.arguments.keywords))
}
