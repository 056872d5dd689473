//! Functions, lambdas and classes: their code, their defaults, closures and decorators, type parameters.

use super::codegen::{Codegen, Result};
use super::emit::{HandlerId, Label};
use super::stmt::{docstring, without_docstring};
use super::symtable::{Annotations, ScopeId, ScopeKind};
use crate::PyVersion;
use crate::bytecode::{Code, CodeFlags, Const, Intrinsic, Opcode};
use ruff_python_ast::{self as ast, Expr, Parameters, TypeParams};
use ruff_text_size::{Ranged, TextRange, TextSize};
use std::sync::Arc;

/// What lies on the operand stack for `SET_FUNCTION_ATTRIBUTE`, bottom to top.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attributes {
    pub(super) defaults: bool,
    pub(super) kw_defaults: bool,
    pub(super) annotations: bool,
}

/// The end of a generator's body: StopIteration must not leave it.
pub(super) type StopGuard = Option<(Label, Option<HandlerId>)>;

impl<'a> Codegen<'a> {
    pub(super) fn function_def(&mut self, f: &'a ast::StmtFunctionDef) -> Result {
        self.decorators(&f.decorator_list)?;
        let first_line = self.first_line(&f.decorator_list, f.range);
        let attributes = self.defaults(&f.parameters)?;
        let before = std::mem::replace(&mut self.at, f.name.range);
        match &f.type_params {
            None => self.function_value(f, attributes, first_line)?,
            Some(params) => self.generic(params, f.range, &f.name, attributes, |g, attributes| {
                g.function_value(f, attributes, first_line)
            })?,
        }
        self.at = before;
        self.decorate(&f.decorator_list)?;
        self.at(f.name.range, |g| g.store_name(&f.name))
    }

    fn first_line(&self, decorators: &[ast::Decorator], range: TextRange) -> u32 {
        self.source
            .line(decorators.first().map_or(range.start(), |d| d.range.start()))
    }

    /// `[defaults as in attributes] -> [function]`
    fn function_value(&mut self, f: &'a ast::StmtFunctionDef, mut attributes: Attributes, first_line: u32) -> Result {
        attributes.annotations = self.annotations(f)?;
        let scope = self.table.scope_of(f.range, ScopeKind::Function);
        let flags = self.function_flags(scope);
        let body = &f.body;
        let code = self.function_code(&f.name, scope, Some(&f.parameters), first_line, flags, |g| {
            if let Some(text) = docstring(body) {
                let text = g.clean_docstring(text);
                g.unit().emitter.constant(Const::Str(text));
                g.unit().flags.docstring = true;
            }
            g.block(without_docstring(body))?;
            g.return_none()
        })?;
        self.make_function(code, attributes)
    }

    #[inline(never)]
    pub(super) fn lambda(&mut self, e: &'a ast::ExprLambda) -> Result {
        let attributes = match &e.parameters {
            Some(parameters) => self.defaults(parameters)?,
            None => Attributes::default(),
        };
        let scope = self.table.scope_of(e.range, ScopeKind::Lambda);
        let flags = self.function_flags(scope);
        let line = self.here().line;
        let code = self.function_code("<lambda>", scope, e.parameters.as_deref(), line, flags, |g| {
            g.expr(&e.body)?;
            g.at(e.body.range(), |g| g.op(Opcode::ReturnValue))
        })?;
        self.make_function(code, attributes)
    }

    fn function_flags(&self, scope: ScopeId) -> CodeFlags {
        let s = &self.table.scopes[scope];
        CodeFlags {
            generator: s.has_yield && !s.is_async,
            coroutine: s.is_async && !s.has_yield,
            async_generator: s.is_async && s.has_yield,
            ..CodeFlags::default()
        }
    }

    fn function_code(
        &mut self,
        name: &str,
        scope: ScopeId,
        parameters: Option<&'a Parameters>,
        first_line: u32,
        flags: CodeFlags,
        body: impl FnOnce(&mut Self) -> Result,
    ) -> Result<Arc<Code>> {
        self.open(name, scope, first_line, flags);
        if let Some(p) = parameters {
            let first = p
                .posonlyargs
                .iter()
                .chain(&p.args)
                .next()
                .map(|p| self.mangled(&p.parameter.name));
            let unit = self.unit();
            unit.params = [
                p.posonlyargs.len() + p.args.len(),
                p.posonlyargs.len(),
                p.kwonlyargs.len(),
            ]
            .map(|n| n as u32);
            unit.flags.varargs = p.vararg.is_some();
            unit.flags.varkeywords = p.kwarg.is_some();
            unit.first_param = first;
        }
        self.prologue()?;
        let stop = self.guard_stop_iteration();
        body(self)?;
        self.end_stop_iteration(stop)?;
        Ok(self.close())
    }

    pub(super) fn guard_stop_iteration(&mut self) -> StopGuard {
        let flags = self.unit().flags;
        (flags.generator || flags.coroutine || flags.async_generator).then(|| {
            let label = self.label();
            let outside = self.set_up(label, true, 0);
            (label, outside)
        })
    }

    pub(super) fn end_stop_iteration(&mut self, guard: StopGuard) -> Result {
        let Some((label, outside)) = guard else { return Ok(()) };
        self.set_handler(outside);
        self.place(label);
        self.nowhere(|g| {
            g.emit(Opcode::CallIntrinsic1, Intrinsic::StopIterationError as u32)?;
            g.emit(Opcode::Reraise, 1)
        })
    }

    /// `[] -> [defaults tuple]? [keyword defaults dict]?`
    fn defaults(&mut self, p: &'a Parameters) -> Result<Attributes> {
        let positional: Vec<&'a Expr> = p
            .posonlyargs
            .iter()
            .chain(&p.args)
            .filter_map(|p| p.default.as_deref())
            .collect();
        let keyword: Vec<(&'a str, &'a Expr)> = p
            .kwonlyargs
            .iter()
            .filter_map(|p| p.default.as_deref().map(|d| (p.parameter.name.as_str(), d)))
            .collect();
        let folded = positional
            .iter()
            .map(|e| super::constant::fold(e))
            .collect::<Option<Vec<_>>>();
        match folded {
            _ if positional.is_empty() => {}
            Some(values) => self.constant(Const::Tuple(values))?,
            None => {
                positional.iter().try_for_each(|e| self.expr(e))?;
                self.emit(Opcode::BuildTuple, positional.len() as u32)?;
            }
        }
        for (name, value) in &keyword {
            let name = self.mangled(name);
            self.constant(Const::Str(name))?;
            self.expr(value)?;
        }
        if !keyword.is_empty() {
            self.emit(Opcode::BuildMap, keyword.len() as u32)?;
        }
        Ok(Attributes {
            defaults: !positional.is_empty(),
            kw_defaults: !keyword.is_empty(),
            annotations: false,
        })
    }

    /// `[] -> [dict of names and annotations, or tuple of names and what evaluates them]?`
    fn annotations(&mut self, f: &'a ast::StmtFunctionDef) -> Result<bool> {
        let parameters = f.parameters.iter().map(|p| p.as_parameter());
        let mut pairs: Vec<(String, &'a Expr)> = parameters
            .filter_map(|p| p.annotation.as_deref().map(|a| (self.mangled(&p.name), a)))
            .collect();
        if let Some(returns) = &f.returns {
            pairs.push(("return".into(), returns));
        }
        let n = pairs.len() as u32;
        for (name, annotation) in pairs {
            self.constant(Const::Str(name))?;
            self.annotation(annotation)?;
        }
        match self.table.annotations {
            _ if n == 0 => {}
            Annotations::Lazy => self.emit(Opcode::BuildTuple, 2 * n)?,
            _ => self.emit(Opcode::BuildMap, n)?,
        }
        Ok(n > 0)
    }

    /// `[] -> [the annotation, or a function that evaluates it]`
    pub(super) fn annotation(&mut self, annotation: &'a Expr) -> Result {
        match self.table.annotations {
            Annotations::Eager => self.annotated(annotation),
            Annotations::Text => {
                let text = match annotation {
                    Expr::StringLiteral(s) => crate::text::string::repr(s.value.to_str()),
                    _ => self.source.slice(annotation.range()).to_owned(),
                };
                self.constant(Const::Str(text))
            }
            Annotations::Lazy => match super::constant::fold(annotation) {
                Some(value) => self.constant(value),
                None => self.at(annotation.range(), |g| g.lazy_annotation(annotation)),
            },
        }
    }

    /// `[] -> [what the annotation says]`; `*args: *Ts` means the one item of `*Ts` (PEP 646).
    fn annotated(&mut self, annotation: &'a Expr) -> Result {
        match annotation {
            Expr::Starred(starred) => {
                self.expr(&starred.value)?;
                self.emit(Opcode::UnpackSequence, 1)
            }
            _ => self.expr(annotation),
        }
    }

    /// Its docstring is the annotation's text; in a class, its default is the class's namespace.
    fn lazy_annotation(&mut self, annotation: &'a Expr) -> Result {
        let scope = self.table.scope_of(annotation.range(), ScopeKind::Annotation);
        let in_class = self.frame_kind() == ScopeKind::Class;
        if in_class {
            self.op(Opcode::LoadLocals)?;
            self.emit(Opcode::BuildTuple, 1)?;
        }
        let line = self.here().line;
        let text = self.source.slice(annotation.range()).to_owned();
        let code = self.function_code("__annotate__", scope, None, line, CodeFlags::default(), |g| {
            g.unit().emitter.constant(Const::Str(text));
            g.unit().flags.docstring = true;
            g.annotated(annotation)?;
            g.op(Opcode::ReturnValue)
        })?;
        let attributes = Attributes {
            defaults: in_class,
            ..Attributes::default()
        };
        self.make_function(code, attributes)
    }

    /// `[attributes] -> [function]`
    pub(super) fn make_function(&mut self, code: Arc<Code>, attributes: Attributes) -> Result {
        let free = code.localsplus[code.localsplus.len() - code.n_free as usize..].to_vec();
        for name in &free {
            let slot = self.slot(name);
            self.emit(Opcode::LoadClosure, slot)?;
        }
        if !free.is_empty() {
            self.emit(Opcode::BuildTuple, free.len() as u32)?;
        }
        self.constant(Const::Code(code))?;
        self.op(Opcode::MakeFunction)?;
        let set = [
            (!free.is_empty(), 8),
            (attributes.annotations, 4),
            (attributes.kw_defaults, 2),
            (attributes.defaults, 1),
        ];
        for (_, kind) in set.into_iter().filter(|(present, _)| *present) {
            self.emit(Opcode::SetFunctionAttribute, kind)?;
        }
        Ok(())
    }

    fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Result {
        decorators.iter().try_for_each(|d| self.expr(&d.expression))
    }

    fn decorate(&mut self, decorators: &'a [ast::Decorator]) -> Result {
        decorators
            .iter()
            .rev()
            .try_for_each(|d| self.emit_at(d.expression.range(), Opcode::Call, 0))
    }

    // --- Classes ---

    pub(super) fn class_def(&mut self, c: &'a ast::StmtClassDef) -> Result {
        self.decorators(&c.decorator_list)?;
        let first_line = self.first_line(&c.decorator_list, c.range);
        // The whole statement, without its decorators.
        let start = match c.decorator_list.is_empty() {
            true => c.range.start(),
            false => c.name.range.start() - TextSize::of("class "),
        };
        let before = std::mem::replace(&mut self.at, TextRange::new(start, c.range.end()));
        match &c.type_params {
            None => self.class_value(c, first_line)?,
            Some(params) => self.generic(params, c.range, &c.name, Attributes::default(), |g, _| {
                g.class_value(c, first_line)
            })?,
        }
        self.at = before;
        self.decorate(&c.decorator_list)?;
        self.at(c.name.range, |g| g.store_name(&c.name))
    }

    /// `[] -> [class]`
    fn class_value(&mut self, c: &'a ast::StmtClassDef, first_line: u32) -> Result {
        self.check_keywords(c.keywords())?;
        self.op(Opcode::LoadBuildClass)?;
        self.op(Opcode::PushNull)?;
        let scope = self.table.scope_of(c.range, ScopeKind::Class);
        self.open(&c.name, scope, first_line, CodeFlags::default());
        self.prologue()?;
        self.class_body(c)?;
        let code = self.close();
        self.make_function(code, Attributes::default())?;
        self.constant(Const::Str(c.name.to_string()))?;
        self.arguments(self.at, 2, c.bases(), c.keywords())
    }

    fn class_body(&mut self, c: &'a ast::StmtClassDef) -> Result {
        let name = self.at;
        self.load_name("__name__")?;
        self.store_name("__module__")?;
        let qualname = self.unit().qualname.clone();
        self.constant(Const::Str(qualname))?;
        self.store_name("__qualname__")?;
        if self.at_least(PyVersion::V313) {
            let first_line = self.unit().first_line;
            self.constant(Const::Int(i64::from(first_line)))?;
            self.store_name("__firstlineno__")?;
        }
        self.body(&c.body)?;
        self.at = name;
        let scope = self.scope();
        if self.table.scopes[scope].cells.contains("__class__") {
            let slot = self.slot("__class__");
            self.emit(Opcode::LoadClosure, slot)?;
            self.emit(Opcode::Copy, 1)?;
            self.store_name("__classcell__")?;
            self.op(Opcode::ReturnValue)
        } else {
            self.return_none()
        }
    }

    // --- Type parameters ---

    /// Runs `make` in a hidden function whose locals are the type parameters.
    ///
    /// `[defaults as in attributes] -> [what make pushes]`
    fn generic(
        &mut self,
        params: &'a TypeParams,
        range: TextRange,
        name: &str,
        attributes: Attributes,
        make: impl FnOnce(&mut Self, Attributes) -> Result,
    ) -> Result {
        let scope = self.table.scope_of(range, ScopeKind::TypeParams);
        let line = self.here().line;
        self.open(
            &format!("<generic parameters of {name}>"),
            scope,
            line,
            CodeFlags::default(),
        );
        self.unit().params = [2, 2, 0];
        self.prologue()?;
        for param in &params.type_params {
            self.constant(Const::Str(param.name().to_string()))?;
            self.emit(Opcode::CallIntrinsic1, Intrinsic::TypeVar as u32)?;
            self.store_name(param.name())?;
        }
        for (present, slot) in [(attributes.defaults, 0), (attributes.kw_defaults, 1)] {
            if present {
                self.emit(Opcode::LoadFast, slot)?;
            }
        }
        make(self, attributes)?;
        for param in &params.type_params {
            self.load_name(param.name())?;
        }
        self.emit(Opcode::BuildTuple, params.type_params.len() as u32)?;
        self.emit(Opcode::Copy, 2)?;
        self.named(Opcode::StoreAttr, "__type_params__")?;
        self.op(Opcode::ReturnValue)?;
        let code = self.close();

        // The defaults were evaluated outside and lie below: they become the hidden function's arguments.
        if !attributes.kw_defaults {
            self.none()?;
        }
        if !attributes.defaults {
            self.none()?;
            self.emit(Opcode::Swap, 2)?;
        }
        self.make_function(code, Attributes::default())?;
        self.op(Opcode::PushNull)?;
        for i in [2, 4, 2, 3] {
            self.emit(Opcode::Swap, i)?;
        }
        self.emit(Opcode::Call, 2)
    }

    /// `type X = value`: the value is a function, called when it is asked for.
    pub(super) fn type_alias(&mut self, t: &'a ast::StmtTypeAlias) -> Result {
        let Expr::Name(name) = &*t.name else {
            return self.error(t.name.range(), "invalid syntax");
        };
        match &t.type_params {
            None => self.alias_value(t, &name.id)?,
            Some(params) => {
                self.generic(params, t.range, &name.id, Attributes::default(), |g, _| {
                    g.alias_value(t, &name.id)
                })?;
            }
        }
        self.store_name(&name.id)
    }

    fn alias_value(&mut self, t: &'a ast::StmtTypeAlias, name: &str) -> Result {
        self.constant(Const::Str(name.to_owned()))?;
        let scope = self.table.scope_of(t.range, ScopeKind::TypeAlias);
        let line = self.here().line;
        let code = self.function_code(name, scope, None, line, CodeFlags::default(), |g| {
            g.expr(&t.value)?;
            g.op(Opcode::ReturnValue)
        })?;
        self.make_function(code, Attributes::default())?;
        self.emit(Opcode::BuildTuple, 2)?;
        self.emit(Opcode::CallIntrinsic1, Intrinsic::TypeAlias as u32)
    }
}
