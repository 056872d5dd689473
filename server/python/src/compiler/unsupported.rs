//! Everything in a program that is Python and is not simulated, at once: modules, names of modules, syntax. Knows the
//! syntax; what there is it asks a [`Library`].

use super::diagnostics::{Diagnostic, DiagnosticKind};
use super::source::Source;
use ruff_python_ast::visitor::{Visitor, walk_except_handler, walk_expr, walk_parameter, walk_pattern, walk_stmt};
use ruff_python_ast::{self as ast, Expr, ExprContext, Pattern, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::collections::{BTreeMap, BTreeSet};

/// What a program can use.
pub trait Library {
    /// Whether there is such a module.
    fn has_module(&self, name: &str) -> bool;
    /// What to use instead of a module that there is not.
    fn module_hint(&self, name: &str) -> Option<String>;
    /// Whether CPython's module of that name has this name, and the simulated one has not.
    fn lacks(&self, module: &str, name: &str) -> bool;
    /// What to use instead of such a name.
    fn name_hint(&self, module: &str, name: &str) -> Option<String>;
}

/// All that is not simulated, in the order of the lines.
pub(super) fn find(source: &Source<'_>, module: &ast::ModModule, library: &dyn Library) -> Vec<Diagnostic> {
    let mut names = Names::default();
    names.visit_body(&module.body);
    let mut finder = Finder {
        source,
        library,
        names,
        guarded: 0,
        found: Vec::new(),
    };
    finder.visit_body(&module.body);
    finder.found.sort_by_key(|d| (d.line, d.col));
    finder.found
}

/// The names of a program: which ones are modules, which ones are anything else.
#[derive(Default)]
struct Names {
    modules: BTreeMap<String, String>,
    others: BTreeSet<String>,
}

impl Names {
    fn import(&mut self, name: &str, module: &str) {
        if self
            .modules
            .insert(name.to_owned(), module.to_owned())
            .is_some_and(|before| before != module)
        {
            self.others.insert(name.to_owned());
        }
    }

    fn other(&mut self, name: &str) {
        self.others.insert(name.to_owned());
    }
}

impl Visitor<'_> for Names {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Import(import) => {
                for alias in &import.names {
                    match &alias.asname {
                        Some(name) => self.import(name, &alias.name),
                        None => {
                            let top = alias.name.split('.').next().unwrap_or_default();
                            self.import(top, top);
                        }
                    }
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let module = import.module.as_deref().unwrap_or_default();
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.import(name, &format!("{module}.{}", alias.name));
                }
            }
            Stmt::FunctionDef(f) => self.other(&f.name),
            Stmt::ClassDef(c) => self.other(&c.name),
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        if let Expr::Name(name) = expr
            && name.ctx != ExprContext::Load
        {
            self.other(&name.id);
        }
        walk_expr(self, expr);
    }

    fn visit_parameter(&mut self, parameter: &ast::Parameter) {
        self.other(&parameter.name);
        walk_parameter(self, parameter);
    }

    fn visit_except_handler(&mut self, handler: &ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(h) = handler;
        if let Some(name) = &h.name {
            self.other(name);
        }
        walk_except_handler(self, handler);
    }

    fn visit_pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::MatchAs(p) => p.name.iter().for_each(|n| self.other(n)),
            Pattern::MatchStar(p) => p.name.iter().for_each(|n| self.other(n)),
            Pattern::MatchMapping(p) => p.rest.iter().for_each(|n| self.other(n)),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}

struct Finder<'s, 'a> {
    source: &'s Source<'a>,
    library: &'s dyn Library,
    names: Names,
    /// Bodies of `try` around: they decide for themselves what happens.
    guarded: u32,
    found: Vec<Diagnostic>,
}

impl Finder<'_, '_> {
    fn report(&mut self, range: TextRange, message: String, hint: Option<String>) {
        if self.guarded > 0 {
            return;
        }
        let mut d = self.source.diagnostic(DiagnosticKind::Unsupported, range, message);
        d.hint = hint;
        self.found.push(d);
    }

    fn check_module(&mut self, name: &str, range: TextRange) -> bool {
        if self.library.has_module(name) {
            return true;
        }
        let hint = self.library.module_hint(name);
        self.report(range, format!("module '{name}' is not simulated"), hint);
        false
    }

    fn check_name(&mut self, module: &str, name: &str, range: TextRange) {
        if self.library.lacks(module, name) && !self.library.has_module(&format!("{module}.{name}")) {
            let hint = self.library.name_hint(module, name);
            self.report(range, format!("'{module}.{name}' is not simulated"), hint);
        }
    }

    /// The module that an expression is, by its dotted name.
    fn module_of(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(name) if !self.names.others.contains(name.id.as_str()) => {
                let module = self.names.modules.get(name.id.as_str())?;
                self.library.has_module(module).then(|| module.clone())
            }
            Expr::Attribute(a) => {
                let module = format!("{}.{}", self.module_of(&a.value)?, a.attr);
                self.library.has_module(&module).then_some(module)
            }
            _ => None,
        }
    }
}

impl Visitor<'_> for Finder<'_, '_> {
    fn visit_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.check_module(&alias.name, stmt.range());
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                let module = import.module.as_deref().unwrap_or_default();
                if self.check_module(module, stmt.range()) {
                    for alias in &import.names {
                        self.check_name(module, &alias.name, alias.range());
                    }
                }
            }
            Stmt::Try(t) => {
                let decides = u32::from(!t.handlers.is_empty());
                self.guarded += decides;
                self.visit_body(&t.body);
                self.guarded -= decides;
                for handler in &t.handlers {
                    self.visit_except_handler(handler);
                }
                self.visit_body(&t.orelse);
                self.visit_body(&t.finalbody);
                return;
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Attribute(a) if a.ctx == ExprContext::Load => {
                if let Some(module) = self.module_of(&a.value) {
                    self.check_name(&module, &a.attr, a.range());
                }
            }
            Expr::Name(name) if name.ctx == ExprContext::Load => {
                let id = name.id.as_str();
                let is_own = self.names.others.contains(id) || self.names.modules.contains_key(id);
                if !is_own && self.library.lacks("builtins", id) {
                    let hint = self.library.name_hint("builtins", id);
                    self.report(name.range(), format!("'{id}' is not simulated"), hint);
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn visit_string_literal(&mut self, literal: &ast::StringLiteral) {
        let text = self.source.slice(literal.range());
        if !literal.flags.prefix().is_raw()
            && let Some(at) = lone_surrogate(text)
        {
            let start = literal.start() + TextSize::new(at as u32);
            let message = "lone surrogates in text are not simulated";
            let hint = Some("the character itself, or bytes".to_owned());
            self.report(TextRange::at(start, TextSize::new(6)), message.to_owned(), hint);
        }
    }
}

/// Where a literal names one half of a UTF-16 pair, which is no character of UTF-8.
fn lone_surrogate(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('\\').map(|at| from + at) {
        let escape = text.as_bytes().get(at + 1..at + 4).unwrap_or_default();
        if let [b'u', b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F'] = escape {
            return Some(at);
        }
        // The backslash and what it escapes, which may be a backslash.
        from = at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
    }
    None
}
