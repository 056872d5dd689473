//! The expressions' part of the first half. Long chains to the left (`a.b().c + d`) are walked in a loop.

use super::{Collector, Result};
use crate::compiler::symtable::ScopeKind;
use ruff_python_ast::{self as ast, Expr, ExprContext};
use ruff_text_size::{Ranged, TextRange};

impl Collector<'_, '_> {
    pub(super) fn exprs(&mut self, exprs: &[Expr]) -> Result {
        exprs.iter().try_for_each(|e| self.expr(e))
    }

    pub(super) fn option(&mut self, expr: Option<&Expr>) -> Result {
        expr.map_or(Ok(()), |e| self.expr(e))
    }

    pub(super) fn arguments(&mut self, arguments: &ast::Arguments) -> Result {
        self.exprs(&arguments.args)?;
        arguments.keywords.iter().try_for_each(|k| self.expr(&k.value))
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Result {
        let mut spine = Vec::new();
        let mut innermost = expr;
        loop {
            let next = match innermost {
                Expr::BinOp(e) => &e.left,
                Expr::Attribute(e) => &e.value,
                Expr::Subscript(e) => &e.value,
                Expr::Call(e) => &e.func,
                _ => break,
            };
            spine.push(innermost);
            innermost = next;
        }
        self.leaf(innermost)?;
        for outer in spine.into_iter().rev() {
            match outer {
                Expr::BinOp(e) => self.expr(&e.right)?,
                Expr::Subscript(e) => self.expr(&e.slice)?,
                Expr::Call(e) => self.arguments(&e.arguments)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn leaf(&mut self, expr: &Expr) -> Result {
        match expr {
            Expr::Name(n) => self.name(n),
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::Named(e) => self.walrus(e),
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                if let Some(parameters) = &e.parameters {
                    self.defaults(parameters)?;
                }
                let outside = self.open(e.range, ScopeKind::Lambda);
                if let Some(parameters) = &e.parameters {
                    self.params(parameters)?;
                }
                self.expr(&e.body)?;
                self.scope = outside;
                Ok(())
            }
            Expr::If(e) => {
                self.expr(&e.test)?;
                self.expr(&e.body)?;
                self.expr(&e.orelse)
            }
            Expr::Dict(e) => e.items.iter().try_for_each(|item| {
                self.option(item.key.as_ref())?;
                self.expr(&item.value)
            }),
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::ListComp(e) => self.comprehension(e.range, ScopeKind::Comprehension, &e.generators, &[&e.elt]),
            Expr::SetComp(e) => self.comprehension(e.range, ScopeKind::Comprehension, &e.generators, &[&e.elt]),
            Expr::DictComp(e) => {
                let parts: Vec<&Expr> = e.key.iter().chain([&e.value]).map(|e| &**e).collect();
                self.comprehension(e.range, ScopeKind::Comprehension, &e.generators, &parts)
            }
            Expr::Generator(e) => self.comprehension(e.range, ScopeKind::Generator, &e.generators, &[&e.elt]),
            Expr::Await(e) => {
                self.awaits(e.range, "'await'")?;
                self.expr(&e.value)
            }
            Expr::Yield(e) => {
                self.yields(e.range)?;
                self.option(e.value.as_deref())
            }
            Expr::YieldFrom(e) => {
                self.yields(e.range)?;
                if self.scopes[self.scope].is_async {
                    return self.error(e.range, "'yield from' inside async function");
                }
                self.expr(&e.value)
            }
            Expr::Compare(e) => {
                self.expr(&e.left)?;
                self.exprs(&e.comparators)
            }
            Expr::FString(e) => e.value.elements().try_for_each(|element| self.interpolated(element)),
            Expr::TString(e) => e.value.elements().try_for_each(|element| self.interpolated(element)),
            Expr::Starred(e) => self.expr(&e.value),
            Expr::Slice(e) => {
                self.option(e.lower.as_deref())?;
                self.option(e.upper.as_deref())?;
                self.option(e.step.as_deref())
            }
            _ => Ok(()),
        }
    }

    fn interpolated(&mut self, element: &ast::InterpolatedStringElement) -> Result {
        let ast::InterpolatedStringElement::Interpolation(e) = element else {
            return Ok(());
        };
        self.expr(&e.expression)?;
        match &e.format_spec {
            Some(spec) => spec.elements.iter().try_for_each(|element| self.interpolated(element)),
            None => Ok(()),
        }
    }

    fn name(&mut self, n: &ast::ExprName) -> Result {
        if n.ctx != ExprContext::Load {
            return self.bind(&n.id, n.range).map(|_| ());
        }
        self.symbol(&n.id).used = true;
        if n.id == "super" && self.scopes[self.scope].kind.is_function_like() {
            self.symbol("__class__").used = true;
        }
        Ok(())
    }

    /// The target of `:=` belongs to the nearest scope that is no comprehension.
    fn walrus(&mut self, e: &ast::ExprNamed) -> Result {
        self.expr(&e.value)?;
        let Expr::Name(target) = &*e.target else { return Ok(()) };
        let inner = self.scope;
        let mut path = Vec::new();
        while matches!(
            self.scopes[self.scope].kind,
            ScopeKind::Comprehension | ScopeKind::Generator
        ) {
            let name = self.mangled(&target.id);
            if self.scopes[self.scope].symbols.get(&name).is_some_and(|s| s.iteration) {
                let message = format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                return self.error(target.range, message);
            }
            path.push(self.scope);
            self.scope = self.scopes[self.scope]
                .parent
                .expect("a comprehension is inside something");
        }
        if self.scopes[self.scope].kind == ScopeKind::Class && !path.is_empty() {
            let message = "assignment expression within a comprehension cannot be used in a class body";
            return self.error(target.range, message);
        }
        self.bind(&target.id, target.range)?;
        let owner = *self.symbol(&target.id);
        let global = owner.global || self.scopes[self.scope].kind == ScopeKind::Module;
        for scope in path {
            self.scope = scope;
            let symbol = self.symbol(&target.id);
            symbol.global |= global;
            symbol.nonlocal |= !global;
            symbol.used = true;
            symbol.declared_at = target.range;
        }
        self.scope = inner;
        Ok(())
    }

    fn yields(&mut self, range: TextRange) -> Result {
        let scope = &mut self.scopes[self.scope];
        match scope.kind {
            ScopeKind::Function | ScopeKind::Lambda => {
                scope.has_yield = true;
                Ok(())
            }
            ScopeKind::Generator => self.error(range, "'yield' inside generator expression"),
            ScopeKind::Comprehension => {
                let word = match self.source.slice(self.comprehension_range()).chars().next() {
                    Some('[') => "list",
                    _ => "set",
                };
                self.error(range, format!("'yield' inside {word} comprehension"))
            }
            _ => self.error(range, "'yield' outside function"),
        }
    }

    fn comprehension_range(&self) -> TextRange {
        let node = self
            .by_node
            .iter()
            .find(|(_, id)| **id == self.scope)
            .expect("every scope has its node")
            .0;
        TextRange::new(node.0.into(), node.1.into())
    }

    /// Something that only an async function may contain.
    fn awaits(&mut self, range: TextRange, what: &str) -> Result {
        let scope = &mut self.scopes[self.scope];
        match scope.kind {
            ScopeKind::Comprehension | ScopeKind::Generator => scope.is_async = true,
            ScopeKind::Function if scope.is_async => {}
            ScopeKind::Function | ScopeKind::Lambda => {
                return self.error(range, format!("{what} outside async function"));
            }
            _ => return self.error(range, format!("{what} outside function")),
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        range: TextRange,
        kind: ScopeKind,
        generators: &[ast::Comprehension],
        parts: &[&Expr],
    ) -> Result {
        if let Some(named) = generators.iter().find_map(|g| find_walrus(&g.iter)) {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return self.error(named, message);
        }
        self.expr(&generators[0].iter)?;
        let outside = self.open(range, kind);
        self.param(".0", range)?;
        for (i, generator) in generators.iter().enumerate() {
            let first_new = self.scopes[self.scope].order.len();
            self.expr(&generator.target)?;
            let scope = &mut self.scopes[self.scope];
            for name in &scope.order[first_new..] {
                scope.symbols.get_mut(name).expect("just bound").iteration = true;
            }
            if generator.is_async {
                self.scopes[self.scope].is_async = true;
            }
            if i > 0 {
                self.expr(&generator.iter)?;
            }
            self.exprs(&generator.ifs)?;
        }
        parts.iter().try_for_each(|e| self.expr(e))?;
        let is_async = self.scopes[self.scope].is_async;
        self.scope = outside;
        if is_async && kind == ScopeKind::Comprehension {
            match self.scopes[outside].kind {
                ScopeKind::Comprehension | ScopeKind::Generator => self.scopes[outside].is_async = true,
                ScopeKind::Function if self.scopes[outside].is_async => {}
                _ => return self.error(range, "asynchronous comprehension outside of an asynchronous function"),
            }
        }
        Ok(())
    }
}

/// The first `:=` in an iterable, not looking into lambdas or nested comprehensions' own iterables.
fn find_walrus(expr: &Expr) -> Option<TextRange> {
    match expr {
        Expr::Named(e) => Some(e.range()),
        Expr::List(e) => e.elts.iter().find_map(find_walrus),
        Expr::Tuple(e) => e.elts.iter().find_map(find_walrus),
        Expr::UnaryOp(e) => find_walrus(&e.operand),
        Expr::BoolOp(e) => e.values.iter().find_map(find_walrus),
        Expr::Call(e) => e.arguments.args.iter().find_map(find_walrus),
        _ => None,
    }
}
