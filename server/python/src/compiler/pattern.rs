//! `match`. A pattern is compiled with the subject on top of the stack and consumes it; captured values wait on the
//! stack below until the whole pattern has matched. A mismatch jumps to a label that pops what is there.

use super::codegen::{Codegen, Result};
use super::constant::fold;
use super::emit::Label;
use crate::bytecode::{BinaryOp, CompareOp, Const, Opcode};
use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};

/// The state of one case's pattern.
#[derive(Default)]
struct Context<'a> {
    /// Captured names; their values are on the stack, the last one deepest.
    stores: Vec<&'a ast::Identifier>,
    allow_irrefutable: bool,
    /// Label number n is reached with n values to pop.
    fail: Vec<Label>,
    /// Values above the captured ones that the present pattern does not consume.
    on_top: usize,
}

impl<'a> Codegen<'a> {
    #[inline(never)]
    pub(super) fn match_(&mut self, m: &'a ast::StmtMatch) -> Result {
        self.expr(&m.subject)?;
        let end = self.label();
        let last = m.cases.len() - 1;
        let has_default = last > 0 && m.cases[last].pattern.is_wildcard();
        let tested = &m.cases[..m.cases.len() - usize::from(has_default)];
        for (i, case) in tested.iter().enumerate() {
            let copied = i + 1 < tested.len();
            let before = std::mem::replace(&mut self.at, case.pattern.range());
            if copied {
                self.emit(Opcode::Copy, 1)?;
            }
            let mut cx = Context {
                allow_irrefutable: case.guard.is_some() || i == last,
                ..Context::default()
            };
            self.pattern(&case.pattern, &mut cx)?;
            for name in &cx.stores {
                self.at(name.range, |g| g.store_name(name))?;
            }
            if let Some(guard) = &case.guard {
                let fail = self.fail_label(&mut cx, 0);
                self.jump_if(guard, fail, false)?;
            }
            if copied {
                self.op(Opcode::PopTop)?;
            }
            self.at = before;
            self.block(&case.body)?;
            self.jump_nowhere(end)?;
            self.at = case.pattern.range();
            self.place_fails(&mut cx)?;
            self.at = before;
        }
        if has_default {
            let case = &m.cases[last];
            self.emit_at(case.pattern.range(), Opcode::Nop, 0)?;
            if let Some(guard) = &case.guard {
                self.jump_if(guard, end, false)?;
            }
            self.block(&case.body)?;
        }
        self.place(end);
        Ok(())
    }

    /// `[subject] -> [captured values..]`
    fn pattern(&mut self, pattern: &'a Pattern, cx: &mut Context<'a>) -> Result {
        let before = std::mem::replace(&mut self.at, pattern.range());
        match pattern {
            Pattern::MatchValue(p) => {
                self.expr(&p.value)?;
                self.emit(Opcode::CompareOp, CompareOp::Eq as u32)?;
                self.fail_if(cx, Opcode::PopJumpIfFalse)?;
            }
            Pattern::MatchSingleton(p) => {
                self.constant(match p.value {
                    Singleton::None => Const::None,
                    Singleton::True => Const::Bool(true),
                    Singleton::False => Const::Bool(false),
                })?;
                self.emit(Opcode::IsOp, 0)?;
                self.fail_if(cx, Opcode::PopJumpIfFalse)?;
            }
            Pattern::MatchSequence(p) => self.sequence_pattern(&p.patterns, cx)?,
            Pattern::MatchMapping(p) => self.mapping_pattern(p, cx)?,
            Pattern::MatchClass(p) => self.class_pattern(p, cx)?,
            Pattern::MatchStar(p) => self.capture(p.name.as_ref(), cx)?,
            Pattern::MatchAs(p) => self.as_pattern(p, cx)?,
            Pattern::MatchOr(p) => self.or_pattern(p, cx)?,
        }
        self.at = before;
        Ok(())
    }

    /// A pattern inside another one may always match.
    fn inner(&mut self, pattern: &'a Pattern, cx: &mut Context<'a>) -> Result {
        let before = std::mem::replace(&mut cx.allow_irrefutable, true);
        self.pattern(pattern, cx)?;
        cx.allow_irrefutable = before;
        Ok(())
    }

    fn as_pattern(&mut self, p: &'a ast::PatternMatchAs, cx: &mut Context<'a>) -> Result {
        let Some(inner) = &p.pattern else {
            if !cx.allow_irrefutable {
                return self.error(
                    p.range,
                    match &p.name {
                        Some(name) => format!("name capture '{name}' makes remaining patterns unreachable"),
                        None => "wildcard makes remaining patterns unreachable".into(),
                    },
                );
            }
            return self.capture(p.name.as_ref(), cx);
        };
        cx.on_top += 1;
        self.emit(Opcode::Copy, 1)?;
        self.pattern(inner, cx)?;
        cx.on_top -= 1;
        self.capture(p.name.as_ref(), cx)
    }

    fn sequence_pattern(&mut self, patterns: &'a [Pattern], cx: &mut Context<'a>) -> Result {
        let stars: Vec<usize> = (0..patterns.len()).filter(|&i| patterns[i].is_match_star()).collect();
        if stars.len() > 1 {
            return self.error(self.at, "multiple starred names in sequence pattern");
        }
        let star = stars.first().copied();
        self.op(Opcode::MatchSequence)?;
        cx.on_top += 1;
        self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        let fixed = patterns.len() - stars.len();
        if star.is_none() || fixed > 0 {
            self.op(Opcode::GetLen)?;
            self.constant(Const::Int(fixed as i64))?;
            let op = if star.is_none() { CompareOp::Eq } else { CompareOp::Ge };
            self.emit(Opcode::CompareOp, op as u32)?;
            self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        }
        cx.on_top -= 1;
        let ignored = |p: &Pattern| is_wildcard(p);
        if patterns.iter().all(ignored) {
            self.op(Opcode::PopTop)
        } else if let Some(star) = star.filter(|&star| ignored(&patterns[star])) {
            self.sequence_items(patterns, star, cx)
        } else {
            self.unpack_pattern(patterns, star, cx)
        }
    }

    /// With `*_`, only the items that are looked at are taken.
    fn sequence_items(&mut self, patterns: &'a [Pattern], star: usize, cx: &mut Context<'a>) -> Result {
        cx.on_top += 1;
        for (i, pattern) in patterns.iter().enumerate().filter(|(_, p)| !is_wildcard(p)) {
            self.emit(Opcode::Copy, 1)?;
            if i < star {
                self.constant(Const::Int(i as i64))?;
            } else {
                self.op(Opcode::GetLen)?;
                self.constant(Const::Int((patterns.len() - i) as i64))?;
                self.emit(Opcode::BinaryOp, BinaryOp::Subtract as u32)?;
            }
            self.op(Opcode::BinarySubscr)?;
            self.inner(pattern, cx)?;
        }
        cx.on_top -= 1;
        self.op(Opcode::PopTop)
    }

    fn unpack_pattern(&mut self, patterns: &'a [Pattern], star: Option<usize>, cx: &mut Context<'a>) -> Result {
        match star {
            None => self.emit(Opcode::UnpackSequence, patterns.len() as u32)?,
            Some(before) => {
                let after = patterns.len() - before - 1;
                if before > 255 || after > 255 {
                    return self.error(self.at, "too many expressions in star-unpacking sequence pattern");
                }
                self.emit(Opcode::UnpackEx, (before | after << 8) as u32)?;
            }
        }
        self.items(patterns.iter(), patterns.len(), cx)
    }

    /// `[last, .., first] -> [captured values..]`
    fn items(&mut self, patterns: impl Iterator<Item = &'a Pattern>, n: usize, cx: &mut Context<'a>) -> Result {
        cx.on_top += n;
        for pattern in patterns {
            cx.on_top -= 1;
            self.inner(pattern, cx)?;
        }
        Ok(())
    }

    fn mapping_pattern(&mut self, p: &'a ast::PatternMatchMapping, cx: &mut Context<'a>) -> Result {
        let size = p.keys.len();
        self.op(Opcode::MatchMapping)?;
        cx.on_top += 1;
        self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        if size == 0 && p.rest.is_none() {
            cx.on_top -= 1;
            return self.op(Opcode::PopTop);
        }
        if size > 0 {
            self.op(Opcode::GetLen)?;
            self.constant(Const::Int(size as i64))?;
            self.emit(Opcode::CompareOp, CompareOp::Ge as u32)?;
            self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        }
        self.mapping_keys(&p.keys)?;
        self.op(Opcode::MatchKeys)?;
        cx.on_top += 2;
        self.emit(Opcode::Copy, 1)?;
        self.none()?;
        self.emit(Opcode::IsOp, 1)?;
        self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        cx.on_top -= 1;
        self.emit(Opcode::UnpackSequence, size as u32)?;
        self.items(p.patterns.iter(), size, cx)?;
        cx.on_top -= 2;
        let Some(rest) = &p.rest else {
            self.op(Opcode::PopTop)?;
            return self.op(Opcode::PopTop);
        };
        self.emit(Opcode::BuildMap, 0)?;
        self.emit(Opcode::Swap, 3)?;
        self.emit(Opcode::DictUpdate, 2)?;
        self.emit(Opcode::UnpackSequence, size as u32)?;
        for left in (1..=size).rev() {
            self.emit(Opcode::Copy, 1 + left as u32)?;
            self.emit(Opcode::Swap, 2)?;
            self.op(Opcode::DeleteSubscr)?;
        }
        self.capture(Some(rest), cx)
    }

    fn mapping_keys(&mut self, keys: &'a [Expr]) -> Result {
        let mut seen: Vec<Const> = Vec::new();
        for key in keys {
            if let Some(value) = fold(key) {
                if seen.contains(&value) {
                    let text = self.source.slice(key.range());
                    return self.error(self.at, format!("mapping pattern checks duplicate key ({text})"));
                }
                seen.push(value);
            }
            self.expr(key)?;
        }
        self.emit(Opcode::BuildTuple, keys.len() as u32)
    }

    fn class_pattern(&mut self, p: &'a ast::PatternMatchClass, cx: &mut Context<'a>) -> Result {
        let (positional, keywords) = (&p.arguments.patterns, &p.arguments.keywords);
        for (i, k) in keywords.iter().enumerate() {
            if keywords[..i].iter().any(|other| other.attr.id == k.attr.id) {
                return self.error(k.range, format!("attribute name repeated in class pattern: {}", k.attr));
            }
        }
        self.expr(&p.cls)?;
        let names = keywords.iter().map(|k| Const::Str(self.mangled(&k.attr))).collect();
        self.constant(Const::Tuple(names))?;
        self.emit(Opcode::MatchClass, positional.len() as u32)?;
        self.emit(Opcode::Copy, 1)?;
        self.none()?;
        self.emit(Opcode::IsOp, 1)?;
        cx.on_top += 1;
        self.fail_if(cx, Opcode::PopJumpIfFalse)?;
        cx.on_top -= 1;
        let n = positional.len() + keywords.len();
        self.emit(Opcode::UnpackSequence, n as u32)?;
        self.items(positional.iter().chain(keywords.iter().map(|k| &k.pattern)), n, cx)
    }

    fn or_pattern(&mut self, p: &'a ast::PatternMatchOr, cx: &mut Context<'a>) -> Result {
        let end = self.label();
        let mut control: Vec<&'a ast::Identifier> = Vec::new();
        let last = p.patterns.len() - 1;
        for (i, alternative) in p.patterns.iter().enumerate() {
            let before = std::mem::replace(&mut self.at, alternative.range());
            let mut inner = Context {
                allow_irrefutable: i == last && cx.allow_irrefutable,
                ..Context::default()
            };
            self.emit(Opcode::Copy, 1)?;
            self.pattern(alternative, &mut inner)?;
            if i == 0 {
                control.clone_from(&inner.stores);
            } else {
                self.reorder(&control, &mut inner.stores, p.range)?;
            }
            self.jump_nowhere(end)?;
            self.place_fails(&mut inner)?;
            self.at = before;
        }
        self.op(Opcode::PopTop)?;
        let fail = self.fail_label(cx, cx.on_top + cx.stores.len());
        self.jump_nowhere(fail)?;
        self.place(end);
        let depth = control.len() + 1 + cx.on_top + cx.stores.len();
        for name in control {
            self.rotate(depth)?;
            self.check_store(name, cx)?;
            cx.stores.push(name);
        }
        self.op(Opcode::PopTop)
    }

    /// Brings captured values into the order of the first alternative.
    fn reorder(
        &mut self,
        control: &[&'a ast::Identifier],
        stores: &mut Vec<&'a ast::Identifier>,
        range: TextRange,
    ) -> Result {
        let differ = |g: &Self| g.error(range, "alternative patterns bind different names");
        if control.len() != stores.len() {
            return differ(self);
        }
        for wanted in (0..control.len()).rev() {
            let Some(found) = stores.iter().position(|n| n.id == control[wanted].id) else {
                return differ(self);
            };
            if found == wanted {
                continue;
            }
            let moved: Vec<_> = stores.drain(..=found).collect();
            let at = wanted - found;
            stores.splice(at..at, moved);
            for _ in 0..=found {
                self.rotate(wanted + 1)?;
            }
        }
        Ok(())
    }

    /// Puts the value on top where the captured ones wait.
    fn capture(&mut self, name: Option<&'a ast::Identifier>, cx: &mut Context<'a>) -> Result {
        let Some(name) = name else {
            return self.op(Opcode::PopTop);
        };
        self.check_store(name, cx)?;
        self.rotate(cx.on_top + cx.stores.len() + 1)?;
        cx.stores.push(name);
        Ok(())
    }

    fn check_store(&self, name: &ast::Identifier, cx: &Context<'a>) -> Result {
        if cx.stores.iter().any(|n| n.id == name.id) {
            return self.error(name.range, format!("multiple assignments to name '{name}' in pattern"));
        }
        Ok(())
    }

    /// Moves the top value below `n - 1` others.
    fn rotate(&mut self, n: usize) -> Result {
        (2..=n).rev().try_for_each(|i| self.emit(Opcode::Swap, i as u32))
    }

    fn fail_if(&mut self, cx: &mut Context<'a>, op: Opcode) -> Result {
        let label = self.fail_label(cx, cx.on_top + cx.stores.len());
        self.jump(op, label)
    }

    fn fail_label(&mut self, cx: &mut Context<'a>, pops: usize) -> Label {
        while cx.fail.len() <= pops {
            let label = self.label();
            cx.fail.push(label);
        }
        cx.fail[pops]
    }

    fn place_fails(&mut self, cx: &mut Context<'a>) -> Result {
        let fails = std::mem::take(&mut cx.fail);
        for (pops, label) in fails.into_iter().enumerate().rev() {
            self.place(label);
            if pops > 0 {
                self.op_nowhere(Opcode::PopTop)?;
            }
        }
        Ok(())
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::MatchStar(p) => p.name.is_none(),
        Pattern::MatchAs(p) => p.pattern.is_none() && p.name.is_none(),
        _ => false,
    }
}
