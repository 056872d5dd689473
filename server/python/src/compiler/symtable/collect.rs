//! First half of the scope pass: walks statements and notes what each scope binds, reads and declares.

use super::{Annotations, Scope, ScopeId, ScopeKind, Symbol, SymbolTable, mangle};
use crate::compiler::PyVersion;
use crate::compiler::diagnostics::Diagnostic;
use crate::compiler::source::Source;
use ruff_python_ast::{self as ast, Expr, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange};
use std::collections::{BTreeMap, BTreeSet};

#[path = "collect_expr.rs"]
mod collect_expr;

pub(super) type Result<T = ()> = std::result::Result<T, Box<Diagnostic>>;

pub(super) struct Collector<'s, 'a> {
    pub(super) source: &'s Source<'a>,
    pub(super) version: PyVersion,
    annotations: Annotations,
    pub(super) scopes: Vec<Scope>,
    pub(super) by_node: BTreeMap<(u32, u32, ScopeKind), ScopeId>,
    pub(super) scope: ScopeId,
}

impl<'s, 'a> Collector<'s, 'a> {
    pub(super) fn new(source: &'s Source<'a>, range: TextRange, version: PyVersion, annotations: Annotations) -> Self {
        let mut this = Self {
            source,
            version,
            annotations,
            scopes: Vec::new(),
            by_node: BTreeMap::new(),
            scope: 0,
        };
        this.open(range, ScopeKind::Module);
        this
    }

    pub(super) fn finish(self) -> SymbolTable {
        SymbolTable {
            scopes: self.scopes,
            annotations: self.annotations,
            by_node: self.by_node,
        }
    }

    /// Opens a scope and makes it the present one; returns the one that was.
    pub(super) fn open(&mut self, range: TextRange, kind: ScopeKind) -> ScopeId {
        let id = self.scopes.len();
        let parent = (id > 0).then_some(self.scope);
        if let Some(parent) = parent {
            self.scopes[parent].children.push(id);
        }
        self.scopes.push(Scope {
            kind,
            parent,
            children: Vec::new(),
            symbols: BTreeMap::new(),
            order: Vec::new(),
            private: parent.and_then(|p| self.scopes[p].private.clone()),
            inlined: false,
            is_async: false,
            has_yield: false,
            returns_value: None,
            cells: BTreeSet::new(),
            free: BTreeSet::new(),
        });
        self.by_node
            .insert((range.start().to_u32(), range.end().to_u32(), kind), id);
        std::mem::replace(&mut self.scope, id)
    }

    pub(super) fn error<T>(&self, range: TextRange, message: impl Into<String>) -> Result<T> {
        Err(self.source.syntax_error(range, message))
    }

    pub(super) fn mangled(&self, name: &str) -> String {
        mangle(self.scopes[self.scope].private.as_deref(), name)
    }

    pub(super) fn symbol(&mut self, name: &str) -> &mut Symbol {
        let name = self.mangled(name);
        self.scopes[self.scope].symbols.entry(name).or_default()
    }

    pub(super) fn bind(&mut self, name: &str, range: TextRange) -> Result<&mut Symbol> {
        if name == "__debug__" {
            return self.error(range, "cannot assign to __debug__");
        }
        let mangled = self.mangled(name);
        let scope = &mut self.scopes[self.scope];
        let symbol = scope.symbols.entry(mangled.clone()).or_default();
        if !symbol.bound {
            symbol.bound = true;
            scope.order.push(mangled);
        }
        Ok(symbol)
    }

    pub(super) fn param(&mut self, name: &str, range: TextRange) -> Result {
        let symbol = self.symbol(name);
        if symbol.param {
            let word = if self.version >= PyVersion::V314 {
                "parameter"
            } else {
                "argument"
            };
            return self.error(range, format!("duplicate {word} '{name}' in function definition"));
        }
        self.bind(name, range)?.param = true;
        Ok(())
    }

    pub(super) fn block(&mut self, body: &[Stmt]) -> Result {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result {
        match stmt {
            Stmt::FunctionDef(f) => self.function(f),
            Stmt::ClassDef(c) => self.class(c),
            Stmt::Return(r) => {
                if let Some(value) = &r.value {
                    self.scopes[self.scope].returns_value.get_or_insert(r.range);
                    self.expr(value)?;
                }
                if !matches!(self.scopes[self.scope].kind, ScopeKind::Function) {
                    return self.error(r.range, "'return' outside function");
                }
                Ok(())
            }
            Stmt::Delete(d) => self.exprs(&d.targets),
            Stmt::TypeAlias(t) => self.type_alias(t),
            Stmt::Assign(a) => {
                self.expr(&a.value)?;
                self.exprs(&a.targets)
            }
            Stmt::AugAssign(a) => {
                self.expr(&a.target)?;
                if let Expr::Name(n) = &*a.target {
                    self.symbol(&n.id).used = true;
                }
                self.expr(&a.value)
            }
            Stmt::AnnAssign(a) => self.ann_assign(a),
            Stmt::For(f) => {
                if f.is_async {
                    self.async_statement(f.range, "'async for'")?;
                }
                self.expr(&f.iter)?;
                self.expr(&f.target)?;
                self.block(&f.body)?;
                self.block(&f.orelse)
            }
            Stmt::While(w) => {
                self.expr(&w.test)?;
                self.block(&w.body)?;
                self.block(&w.orelse)
            }
            Stmt::If(i) => {
                self.expr(&i.test)?;
                self.block(&i.body)?;
                for clause in &i.elif_else_clauses {
                    self.option(clause.test.as_ref())?;
                    self.block(&clause.body)?;
                }
                Ok(())
            }
            Stmt::With(w) => {
                if w.is_async {
                    self.async_statement(w.range, "'async with'")?;
                }
                for item in &w.items {
                    self.expr(&item.context_expr)?;
                    self.option(item.optional_vars.as_deref())?;
                }
                self.block(&w.body)
            }
            Stmt::Match(m) => {
                self.expr(&m.subject)?;
                for case in &m.cases {
                    self.pattern(&case.pattern)?;
                    self.option(case.guard.as_deref())?;
                    self.block(&case.body)?;
                }
                Ok(())
            }
            Stmt::Raise(r) => {
                self.option(r.exc.as_deref())?;
                self.option(r.cause.as_deref())
            }
            Stmt::Try(t) => {
                self.block(&t.body)?;
                for ast::ExceptHandler::ExceptHandler(h) in &t.handlers {
                    self.option(h.type_.as_deref())?;
                    if let Some(name) = &h.name {
                        self.bind(&name.id, name.range)?;
                    }
                    self.block(&h.body)?;
                }
                self.block(&t.orelse)?;
                self.block(&t.finalbody)
            }
            Stmt::Assert(a) => {
                self.expr(&a.test)?;
                self.option(a.msg.as_deref())
            }
            Stmt::Import(i) => {
                for alias in &i.names {
                    let name = alias.asname.as_ref().map_or(alias.name.as_str(), |n| n.as_str());
                    self.bind(name.split('.').next().unwrap_or(name), alias.range)?;
                }
                Ok(())
            }
            Stmt::ImportFrom(i) => {
                for alias in &i.names {
                    if alias.name.as_str() == "*" {
                        if self.scopes[self.scope].kind != ScopeKind::Module {
                            return self.error(alias.range, "import * only allowed at module level");
                        }
                    } else {
                        self.bind(alias.asname.as_ref().unwrap_or(&alias.name), alias.range)?;
                    }
                }
                Ok(())
            }
            Stmt::Global(g) => g.names.iter().try_for_each(|n| self.declare(n, g.range, "global")),
            Stmt::Nonlocal(n) => n
                .names
                .iter()
                .try_for_each(|name| self.declare(name, n.range, "nonlocal")),
            Stmt::Expr(e) => self.expr(&e.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => Ok(()),
        }
    }

    fn async_statement(&self, range: TextRange, what: &str) -> Result {
        let scope = &self.scopes[self.scope];
        if scope.kind == ScopeKind::Function && scope.is_async {
            return Ok(());
        }
        self.error(range, format!("{what} outside async function"))
    }

    fn declare(&mut self, name: &ast::Identifier, range: TextRange, word: &str) -> Result {
        let at_module = self.scopes[self.scope].kind == ScopeKind::Module;
        if word == "nonlocal" && at_module {
            return self.error(range, "nonlocal declaration not allowed at module level");
        }
        let symbol = *self.symbol(&name.id);
        let problem = if symbol.param {
            format!("name '{name}' is parameter and {word}")
        } else if symbol.used {
            format!("name '{name}' is used prior to {word} declaration")
        } else if symbol.annotated {
            format!("annotated name '{name}' can't be {word}")
        } else if symbol.bound {
            format!("name '{name}' is assigned to before {word} declaration")
        } else if symbol.global && word == "nonlocal" || symbol.nonlocal && word == "global" {
            format!("name '{name}' is nonlocal and global")
        } else {
            let symbol = self.symbol(&name.id);
            symbol.global |= word == "global";
            symbol.nonlocal |= word == "nonlocal";
            symbol.declared_at = range;
            return Ok(());
        };
        self.error(range, problem)
    }

    fn ann_assign(&mut self, a: &ast::StmtAnnAssign) -> Result {
        if let Expr::Name(n) = &*a.target {
            let symbol = *self.symbol(&n.id);
            let function = self.scopes[self.scope].kind.is_function_like();
            let module = self.scopes[self.scope].kind == ScopeKind::Module;
            if a.simple && (symbol.global || symbol.nonlocal) && !module {
                let word = if symbol.global { "global" } else { "nonlocal" };
                return self.error(a.range, format!("annotated name '{}' can't be {word}", n.id));
            }
            if a.simple || a.value.is_some() {
                self.bind(&n.id, n.range)?.annotated = true;
            }
            if a.simple && !function {
                self.symbol("__annotations__").used = true;
            }
        } else {
            self.expr(&a.target)?;
        }
        self.option(a.value.as_deref())?;
        let simple = a.simple && a.target.is_name_expr();
        if self.scopes[self.scope].kind.is_function_like() || !simple && self.annotations == Annotations::Lazy {
            return Ok(());
        }
        self.annotation(&a.annotation)
    }

    /// Reads what an annotation reads, in the scope that it is evaluated in.
    fn annotation(&mut self, annotation: &Expr) -> Result {
        match self.annotations {
            Annotations::Text => Ok(()),
            Annotations::Eager => self.expr(annotation),
            Annotations::Lazy => {
                let around = self.open(annotation.range(), ScopeKind::Annotation);
                self.expr(annotation)?;
                self.scope = around;
                Ok(())
            }
        }
    }

    fn function(&mut self, f: &ast::StmtFunctionDef) -> Result {
        f.decorator_list.iter().try_for_each(|d| self.expr(&d.expression))?;
        self.defaults(&f.parameters)?;
        self.bind(&f.name, f.name.range)?;
        let outside = self.type_params(f.type_params.as_deref(), f.range)?;
        let annotated = f.parameters.iter().filter_map(|p| p.annotation());
        annotated
            .chain(f.returns.as_deref())
            .try_for_each(|a| self.annotation(a))?;
        let around = self.open(f.range, ScopeKind::Function);
        self.scopes[self.scope].is_async = f.is_async;
        self.params(&f.parameters)?;
        self.block(&f.body)?;
        let scope = &self.scopes[self.scope];
        if let (true, true, Some(at)) = (scope.is_async, scope.has_yield, scope.returns_value) {
            return self.error(at, "'return' with value in async generator");
        }
        self.scope = outside.unwrap_or(around);
        Ok(())
    }

    fn class(&mut self, c: &ast::StmtClassDef) -> Result {
        c.decorator_list.iter().try_for_each(|d| self.expr(&d.expression))?;
        self.bind(&c.name, c.name.range)?;
        let outside = self.type_params(c.type_params.as_deref(), c.range)?;
        if let Some(arguments) = &c.arguments {
            self.arguments(arguments)?;
        }
        let around = self.open(c.range, ScopeKind::Class);
        self.scopes[self.scope].private = Some(c.name.to_string());
        self.block(&c.body)?;
        self.scope = outside.unwrap_or(around);
        Ok(())
    }

    fn type_alias(&mut self, t: &ast::StmtTypeAlias) -> Result {
        self.expr(&t.name)?;
        let outside = self.type_params(t.type_params.as_deref(), t.range)?;
        let around = self.open(t.range, ScopeKind::TypeAlias);
        self.expr(&t.value)?;
        self.scope = outside.unwrap_or(around);
        Ok(())
    }

    /// Opens the hidden scope of a type parameter list, if there is one; returns the scope outside.
    fn type_params(&mut self, params: Option<&ast::TypeParams>, range: TextRange) -> Result<Option<ScopeId>> {
        let Some(params) = params else { return Ok(None) };
        let outside = self.open(range, ScopeKind::TypeParams);
        for name in [".defaults", ".kwdefaults"] {
            self.param(name, range)?;
        }
        for param in &params.type_params {
            let name = param.name();
            if self.symbol(&name.id).bound {
                return self.error(name.range, format!("duplicate type parameter '{name}'"));
            }
            self.bind(&name.id, name.range)?;
        }
        Ok(Some(outside))
    }

    pub(super) fn defaults(&mut self, parameters: &ast::Parameters) -> Result {
        parameters
            .iter_non_variadic_params()
            .try_for_each(|p| self.option(p.default.as_deref()))
    }

    pub(super) fn params(&mut self, parameters: &ast::Parameters) -> Result {
        for p in parameters.iter_non_variadic_params() {
            self.param(&p.parameter.name, p.parameter.name.range)?;
        }
        for p in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.param(&p.name, p.name.range)?;
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Pattern) -> Result {
        match pattern {
            Pattern::MatchValue(p) => self.expr(&p.value),
            Pattern::MatchSingleton(_) => Ok(()),
            Pattern::MatchSequence(p) => p.patterns.iter().try_for_each(|p| self.pattern(p)),
            Pattern::MatchMapping(p) => {
                p.keys.iter().try_for_each(|k| self.expr(k))?;
                p.patterns.iter().try_for_each(|p| self.pattern(p))?;
                self.capture(p.rest.as_ref())
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls)?;
                p.arguments.patterns.iter().try_for_each(|p| self.pattern(p))?;
                p.arguments.keywords.iter().try_for_each(|k| self.pattern(&k.pattern))
            }
            Pattern::MatchStar(p) => self.capture(p.name.as_ref()),
            Pattern::MatchAs(p) => {
                if let Some(inner) = &p.pattern {
                    self.pattern(inner)?;
                }
                self.capture(p.name.as_ref())
            }
            Pattern::MatchOr(p) => p.patterns.iter().try_for_each(|p| self.pattern(p)),
        }
    }

    fn capture(&mut self, name: Option<&ast::Identifier>) -> Result {
        name.map_or(Ok(()), |n| self.bind(&n.id, n.range).map(|_| ()))
    }
}
