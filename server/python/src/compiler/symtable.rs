//! The scope pass: which name is local, global, a cell or free, and which comprehensions are inlined. Also finds the
//! errors that depend on scopes. Knows the syntax tree, nothing of instructions.

mod collect;
mod resolve;

use super::PyVersion;
use super::diagnostics::Diagnostic;
use super::source::Source;
use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`SymbolTable::scopes`].
pub(super) type ScopeId = usize;

/// What opens a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    /// List, set or dict comprehension.
    Comprehension,
    Generator,
    /// The hidden function around a `def f[T]`, `class C[T]` or `type X[T]`, and the value of a `type` statement.
    TypeParams,
    TypeAlias,
    /// An annotation that is evaluated when it is asked for (PEP 649). It sees names as the body around it does.
    Annotation,
}

impl ScopeKind {
    pub(super) fn is_function_like(self) -> bool {
        !matches!(self, Self::Module) && !self.has_namespace()
    }

    /// Whether its frame looks names up in a namespace first.
    pub(super) fn has_namespace(self) -> bool {
        matches!(self, Self::Class | Self::Annotation)
    }
}

/// What becomes of annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Annotations {
    /// Evaluated where they stand, up to 3.13.
    Eager,
    /// Evaluated when they are asked for, since 3.14.
    Lazy,
    /// Kept as text: `from __future__ import annotations`.
    Text,
}

impl Annotations {
    fn of(module: &ast::ModModule, version: PyVersion) -> Self {
        let text = module.body.iter().any(|stmt| match stmt {
            ast::Stmt::ImportFrom(i) => {
                i.module.as_ref().is_some_and(|m| m.as_str() == "__future__")
                    && i.names.iter().any(|a| a.name.as_str() == "annotations")
            }
            _ => false,
        });
        match (text, version >= PyVersion::V314) {
            (true, _) => Self::Text,
            (_, true) => Self::Lazy,
            _ => Self::Eager,
        }
    }
}

/// Where a name lives, seen from one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resolution {
    /// Bound here: a fast local in functions, a name in module and class bodies.
    Local,
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
}

/// What a scope says about one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Symbol {
    pub(super) bound: bool,
    pub(super) param: bool,
    pub(super) used: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    pub(super) annotated: bool,
    /// The target of a comprehension's `for`.
    pub(super) iteration: bool,
    /// Where a `nonlocal` names it.
    pub(super) declared_at: TextRange,
    pub(super) resolution: Resolution,
}

impl Default for Symbol {
    fn default() -> Self {
        Self {
            bound: false,
            param: false,
            used: false,
            global: false,
            nonlocal: false,
            annotated: false,
            iteration: false,
            declared_at: TextRange::default(),
            resolution: Resolution::GlobalImplicit,
        }
    }
}

/// One scope.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) parent: Option<ScopeId>,
    pub(super) children: Vec<ScopeId>,
    pub(super) symbols: BTreeMap<String, Symbol>,
    /// Bound names in order of appearance.
    pub(super) order: Vec<String>,
    /// The class whose private names are mangled here.
    pub(super) private: Option<String>,
    /// A comprehension that runs in the frame around it.
    pub(super) inlined: bool,
    pub(super) is_async: bool,
    pub(super) has_yield: bool,
    /// Where the first `return` with a value is.
    pub(super) returns_value: Option<TextRange>,
    /// Names bound here that inner functions read.
    pub(super) cells: BTreeSet<String>,
    /// Names of outer functions that this scope or an inner one reads.
    pub(super) free: BTreeSet<String>,
}

/// The result of the pass.
pub(super) struct SymbolTable {
    pub(super) scopes: Vec<Scope>,
    pub(super) annotations: Annotations,
    by_node: BTreeMap<(u32, u32, ScopeKind), ScopeId>,
}

impl SymbolTable {
    /// The module's scope.
    pub(super) const MODULE: ScopeId = 0;

    /// The scope that a node opens.
    pub(super) fn scope_of(&self, range: TextRange, kind: ScopeKind) -> ScopeId {
        self.by_node[&(range.start().to_u32(), range.end().to_u32(), kind)]
    }

    /// The innermost scope around `scope`, itself included, that has a frame of its own.
    pub(super) fn frame_scope(&self, mut scope: ScopeId) -> ScopeId {
        while self.scopes[scope].inlined {
            scope = self.scopes[scope]
                .parent
                .expect("an inlined comprehension has a parent");
        }
        scope
    }

    /// Where the mangled `name` lives, seen from `scope`.
    pub(super) fn resolve(&self, scope: ScopeId, name: &str) -> Resolution {
        let s = &self.scopes[scope];
        match s.symbols.get(name) {
            Some(symbol) if !s.inlined || symbol.bound && !symbol.nonlocal => symbol.resolution,
            symbol if s.inlined => {
                let parent = s.parent.expect("an inlined comprehension has a parent");
                let frame = self.frame_scope(scope);
                if self.scopes[frame].kind == ScopeKind::Class && !self.scopes[parent].inlined {
                    symbol.map_or(Resolution::GlobalImplicit, |s| s.resolution)
                } else {
                    self.resolve(parent, name)
                }
            }
            _ => Resolution::GlobalImplicit,
        }
    }
}

/// Runs the pass.
pub(super) fn build(
    source: &Source<'_>,
    module: &ast::ModModule,
    version: PyVersion,
) -> Result<SymbolTable, Box<Diagnostic>> {
    let mut collector = collect::Collector::new(source, module.range(), version, Annotations::of(module, version));
    check_futures(source, module)?;
    collector.block(&module.body)?;
    let mut table = collector.finish();
    resolve::run(source, &mut table, version)?;
    Ok(table)
}

/// `from __future__ import` stands before everything but the docstring, and names what there is.
fn check_futures(source: &Source<'_>, module: &ast::ModModule) -> Result<(), Box<Diagnostic>> {
    const FEATURES: &[&str] = &[
        "nested_scopes",
        "generators",
        "division",
        "absolute_import",
        "with_statement",
        "print_function",
        "unicode_literals",
        "barry_as_FLUFL",
        "generator_stop",
        "annotations",
    ];
    let mut over = false;
    for (i, stmt) in module.body.iter().enumerate() {
        match stmt {
            ast::Stmt::ImportFrom(import) if import.module.as_ref().is_some_and(|m| m.as_str() == "__future__") => {
                if over {
                    let message = "from __future__ imports must occur at the beginning of the file";
                    return Err(source.syntax_error(import.range, message));
                }
                let unknown = import.names.iter().find(|a| !FEATURES.contains(&a.name.as_str()));
                if let Some(unknown) = unknown {
                    let message = format!("future feature {} is not defined", unknown.name);
                    let start = TextRange::empty(import.range.start());
                    return Err(source.syntax_error(start, message));
                }
            }
            ast::Stmt::Expr(e) if i == 0 && e.value.is_string_literal_expr() => {}
            _ => over = true,
        }
    }
    Ok(())
}

/// `__name` in class `C` becomes `_C__name`.
pub(super) fn mangle(private: Option<&str>, name: &str) -> String {
    match private.map(|class| class.trim_start_matches('_')) {
        Some(class) if name.starts_with("__") && !name.ends_with("__") && !name.contains('.') && !class.is_empty() => {
            format!("_{class}{name}")
        }
        _ => name.to_owned(),
    }
}
