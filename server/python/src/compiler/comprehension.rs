//! Comprehensions and generator expressions: inlined into the frame around them where CPython does that, functions of
//! their own otherwise.

use super::codegen::{Codegen, Result};
use super::function::Attributes;
use super::symtable::{Resolution, ScopeId, ScopeKind};
use crate::bytecode::{CodeFlags, Opcode};
use ruff_python_ast::{Comprehension, Expr};
use ruff_text_size::{Ranged, TextRange, TextSize};

/// What each turn of the innermost loop adds.
#[derive(Clone, Copy)]
enum Element<'a> {
    List(&'a Expr),
    Set(&'a Expr),
    Dict(&'a Expr, &'a Expr),
    Yield(&'a Expr),
}

impl<'a> Codegen<'a> {
    #[inline(never)]
    pub(super) fn comprehension(&mut self, expr: &'a Expr) -> Result {
        let (name, element, generators): (_, _, &'a [Comprehension]) = match expr {
            Expr::ListComp(c) => ("<listcomp>", Element::List(&c.elt), &c.generators),
            Expr::SetComp(c) => ("<setcomp>", Element::Set(&c.elt), &c.generators),
            Expr::DictComp(c) => match &c.key {
                Some(key) => ("<dictcomp>", Element::Dict(key, &c.value), &c.generators),
                None => return self.error(c.range, "dict unpacking cannot be used in dict comprehension"),
            },
            Expr::Generator(c) => ("<genexpr>", Element::Yield(&c.elt), &c.generators),
            _ => unreachable!("called for comprehensions only"),
        };
        if let Element::List(e) | Element::Set(e) | Element::Yield(e) = element
            && e.is_starred_expr()
        {
            return self.error(e.range(), "iterable unpacking cannot be used in comprehension");
        }
        if let Expr::Generator(c) = expr
            && !c.parenthesized
        {
            // The only argument of a call: the call's parentheses are its own.
            let one = TextSize::new(1);
            self.at = TextRange::new(expr.start() - one, expr.end() + one);
        }
        let kind = if expr.is_generator_expr() {
            ScopeKind::Generator
        } else {
            ScopeKind::Comprehension
        };
        let scope = self.table.scope_of(expr.range(), kind);
        if self.table.scopes[scope].inlined {
            self.inlined(scope, element, generators)
        } else {
            self.as_function(name, scope, element, generators)
        }
    }

    /// `[] -> [iterator]`
    fn iterator(&mut self, generator: &'a Comprehension) -> Result {
        if !self.constant_container(&generator.iter)? {
            self.expr(&generator.iter)?;
        }
        let op = if generator.is_async {
            Opcode::GetAiter
        } else {
            Opcode::GetIter
        };
        let at = self.iteration(generator.iter.range(), self.at);
        self.emit_at(at, op, 0)
    }

    fn inlined(&mut self, scope: ScopeId, element: Element<'a>, generators: &'a [Comprehension]) -> Result {
        self.iterator(&generators[0])?;
        let s = &self.table.scopes[scope];
        let names = s
            .order
            .iter()
            .filter(|n| n.as_str() != ".0" && s.symbols[*n].resolution == Resolution::Local);
        let slots: Vec<u32> = names.map(|name| self.unit().slots[name]).collect();
        let n = slots.len() as u32;
        for &slot in &slots {
            self.emit(Opcode::LoadFastAndClear, slot)?;
        }
        if n > 0 {
            self.emit(Opcode::Swap, n + 1)?;
        }
        let (cleanup, end) = (self.label(), self.label());
        let outside = self.set_up(cleanup, false, 0);
        self.emit(element.build().expect("generators are not inlined"), 0)?;
        self.emit(Opcode::Swap, 2)?;
        let outer = std::mem::replace(&mut self.unit().scope, scope);
        self.turns(element, generators, 0)?;
        self.unit().scope = outer;
        self.set_handler(outside);
        self.restore(&slots)?;
        self.jump_nowhere(end)?;
        self.place(cleanup);
        self.emit(Opcode::Swap, 2)?;
        self.op(Opcode::PopTop)?;
        self.restore(&slots)?;
        self.emit(Opcode::Reraise, 0)?;
        self.place(end);
        Ok(())
    }

    /// `[saved * n, a] -> [a]`
    fn restore(&mut self, slots: &[u32]) -> Result {
        if !slots.is_empty() {
            self.emit(Opcode::Swap, slots.len() as u32 + 1)?;
        }
        slots
            .iter()
            .rev()
            .try_for_each(|&slot| self.emit(Opcode::StoreFast, slot))
    }

    fn as_function(
        &mut self,
        name: &str,
        scope: ScopeId,
        element: Element<'a>,
        generators: &'a [Comprehension],
    ) -> Result {
        let is_async = self.table.scopes[scope].is_async;
        let is_generator = matches!(element, Element::Yield(_));
        let flags = CodeFlags {
            generator: is_generator && !is_async,
            async_generator: is_generator && is_async,
            coroutine: !is_generator && is_async,
            ..CodeFlags::default()
        };
        let line = self.here().line;
        self.open(name, scope, line, flags);
        self.unit().params = [1, 0, 0];
        self.prologue()?;
        let stop = self.guard_stop_iteration();
        if let Some(build) = element.build() {
            self.emit(build, 0)?;
        }
        let slot = self.slot(".0");
        self.emit(Opcode::LoadFast, slot)?;
        self.turns(element, generators, 0)?;
        if is_generator {
            self.return_none()?;
        } else {
            self.op(Opcode::ReturnValue)?;
        }
        self.end_stop_iteration(stop)?;
        let code = self.close();
        self.make_function(code, Attributes::default())?;
        self.iterator(&generators[0])?;
        self.emit(Opcode::Call, 0)?;
        if is_async && !is_generator {
            self.await_top(0)
        } else {
            Ok(())
        }
    }

    /// `[iterator] -> []`: the loops from number `depth` on.
    fn turns(&mut self, element: Element<'a>, generators: &'a [Comprehension], depth: usize) -> Result {
        let generator = &generators[depth];
        let (start, next, end) = (self.label(), self.label(), self.label());
        if depth > 0 {
            self.iterator(generator)?;
        }
        self.place(start);
        let iter = self.iteration(generator.iter.range(), self.at);
        if generator.is_async {
            self.at(iter, |g| g.async_next(end))?;
        } else {
            self.at(iter, |g| g.jump(Opcode::ForIter, end))?;
        }
        self.assign(&generator.target)?;
        for test in &generator.ifs {
            self.jump_if(test, next, false)?;
        }
        if depth + 1 < generators.len() {
            self.turns(element, generators, depth + 1)?;
        } else {
            self.add(element, depth as u32 + 2)?;
        }
        self.place(next);
        self.jump_nowhere(start)?;
        self.place(end);
        if generator.is_async {
            self.emit_at(iter, Opcode::EndAsyncFor, 0)?;
        }
        Ok(())
    }

    fn add(&mut self, element: Element<'a>, below: u32) -> Result {
        match element {
            Element::List(e) => {
                self.expr(e)?;
                self.emit_at(e.range(), Opcode::ListAppend, below)
            }
            Element::Set(e) => {
                self.expr(e)?;
                self.emit_at(e.range(), Opcode::SetAdd, below)
            }
            Element::Dict(key, value) => {
                self.expr(key)?;
                self.expr(value)?;
                self.emit_at(key.range(), Opcode::MapAdd, below)
            }
            Element::Yield(e) => {
                self.expr(e)?;
                self.at(e.range(), |g| {
                    g.yield_top()?;
                    g.op(Opcode::PopTop)
                })
            }
        }
    }
}

impl Element<'_> {
    fn build(self) -> Option<Opcode> {
        match self {
            Self::List(_) => Some(Opcode::BuildList),
            Self::Set(_) => Some(Opcode::BuildSet),
            Self::Dict(..) => Some(Opcode::BuildMap),
            Self::Yield(_) => None,
        }
    }
}
