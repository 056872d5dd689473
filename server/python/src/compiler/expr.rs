//! Expressions: operators, displays, chains, conditions. Long chains to the left are compiled in a loop, so that the
//! Rust stack grows with the nesting of the source only.

use super::codegen::{Codegen, Result};
use super::constant::{binary, fold, literal, truth};
use super::emit::Label;
use crate::bytecode::{BinaryOp, CompareOp, Const, Intrinsic, Opcode};
use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, Operator, UnaryOp};
use ruff_text_size::{Ranged, TextRange};

/// Displays longer than this are built piece by piece, to keep the operand stack small (CPython's number).
const STACK_USE: usize = 30;
/// Pairs in one `BUILD_MAP` (CPython's number).
const MAP_PAIRS: usize = 16;

impl<'a> Codegen<'a> {
    /// Pushes the expression's value.
    pub(super) fn expr(&mut self, expr: &'a Expr) -> Result {
        let before = std::mem::replace(&mut self.at, expr.range());
        let result = self.value(expr);
        self.at = before;
        result
    }

    fn value(&mut self, expr: &'a Expr) -> Result {
        match expr {
            Expr::Name(n) if n.id != "__debug__" => self.load_name(&n.id),
            Expr::BinOp(_) => self.binary_chain(expr),
            Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) => self.primary(expr),
            Expr::UnaryOp(e) => self.unary(expr, e),
            Expr::BoolOp(e) => self.bool_op(e),
            Expr::Compare(e) => self.compare(e),
            Expr::If(e) => self.conditional(e),
            Expr::Named(e) => {
                self.expr(&e.value)?;
                self.emit(Opcode::Copy, 1)?;
                self.assign(&e.target)
            }
            Expr::Lambda(e) => self.lambda(e),
            Expr::Tuple(t) => match fold(expr) {
                Some(value) => self.constant(value),
                None => self.sequence(&t.elts, Display::Tuple),
            },
            Expr::List(l) => self.sequence(&l.elts, Display::List),
            Expr::Set(s) => self.sequence(&s.elts, Display::Set),
            Expr::Dict(d) => self.dict(&d.items),
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => self.comprehension(expr),
            Expr::Await(e) => self.await_(&e.value),
            Expr::Yield(e) => self.yield_(e.value.as_deref()),
            Expr::YieldFrom(e) => self.yield_from(&e.value),
            Expr::FString(f) => self.f_string(f),
            Expr::Slice(s) => self.slice_object(s),
            Expr::Starred(e) => self.error(e.range, "can't use starred expression here"),
            Expr::TString(t) => self.t_string(t),
            Expr::IpyEscapeCommand(e) => self.error(e.range, "invalid syntax"),
            _ => self.constant(literal(expr).expect("all other expressions are literals")),
        }
    }

    fn binary_chain(&mut self, expr: &'a Expr) -> Result {
        let mut spine = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(e) = left {
            spine.push(e);
            left = &e.left;
        }
        let mut known = fold(left);
        if known.is_none() {
            self.expr(left)?;
        }
        for e in spine.into_iter().rev() {
            if let Some(value) = known.take() {
                known = fold(&e.right).and_then(|right| binary(e.op, &value, &right));
                if known.is_some() {
                    continue;
                }
                self.constant(value)?;
            }
            self.expr(&e.right)?;
            self.at(e.range, |g| g.emit(Opcode::BinaryOp, operator(e.op)))?;
        }
        known.map_or(Ok(()), |value| self.constant(value))
    }

    #[inline(never)]
    fn unary(&mut self, expr: &'a Expr, e: &'a ast::ExprUnaryOp) -> Result {
        if let Some(value) = fold(expr) {
            return self.constant(value);
        }
        self.expr(&e.operand)?;
        match e.op {
            UnaryOp::Not => self.op(Opcode::UnaryNot),
            UnaryOp::USub => self.op(Opcode::UnaryNegative),
            UnaryOp::Invert => self.op(Opcode::UnaryInvert),
            UnaryOp::UAdd => self.emit(Opcode::CallIntrinsic1, Intrinsic::UnaryPositive as u32),
        }
    }

    #[inline(never)]
    fn bool_op(&mut self, e: &'a ast::ExprBoolOp) -> Result {
        let op = if e.op == BoolOp::And {
            Opcode::PopJumpIfFalse
        } else {
            Opcode::PopJumpIfTrue
        };
        let end = self.label();
        let (last, firsts) = e.values.split_last().expect("an operator has operands");
        for value in firsts {
            self.expr(value)?;
            self.emit(Opcode::Copy, 1)?;
            self.jump(op, end)?;
            self.op(Opcode::PopTop)?;
        }
        self.expr(last)?;
        self.place(end);
        Ok(())
    }

    #[inline(never)]
    fn compare(&mut self, e: &'a ast::ExprCompare) -> Result {
        self.expr(&e.left)?;
        let last = e.ops.len() - 1;
        if last == 0 {
            return self.comparison(e.ops[0], &e.comparators[0]);
        }
        let (cleanup, end) = (self.label(), self.label());
        for (op, right) in e.ops[..last].iter().zip(&e.comparators) {
            self.link(*op, right)?;
            self.emit(Opcode::Copy, 1)?;
            self.jump(Opcode::PopJumpIfFalse, cleanup)?;
            self.op(Opcode::PopTop)?;
        }
        self.comparison(e.ops[last], &e.comparators[last])?;
        self.jump_nowhere(end)?;
        self.place(cleanup);
        self.emit(Opcode::Swap, 2)?;
        self.op(Opcode::PopTop)?;
        self.place(end);
        Ok(())
    }

    /// `[left] -> [right, left op right]`: one link of a chain of comparisons.
    fn link(&mut self, op: CmpOp, right: &'a Expr) -> Result {
        self.expr(right)?;
        self.emit(Opcode::Swap, 2)?;
        self.emit(Opcode::Copy, 2)?;
        self.compare_op(op)
    }

    fn comparison(&mut self, op: CmpOp, right: &'a Expr) -> Result {
        if matches!(op, CmpOp::In | CmpOp::NotIn) && self.constant_container(right)? {
            return self.compare_op(op);
        }
        self.expr(right)?;
        self.compare_op(op)
    }

    /// Pushes a display of constants that is only looked at (`in [1, 2]`) as one constant.
    pub(super) fn constant_container(&mut self, expr: &'a Expr) -> Result<bool> {
        let folded = |elts: &[Expr]| elts.iter().map(fold).collect::<Option<Vec<_>>>();
        let value = match expr {
            Expr::List(l) => folded(&l.elts).map(Const::Tuple),
            Expr::Set(s) => folded(&s.elts).map(Const::FrozenSet),
            _ => None,
        };
        match value {
            Some(value) => self.at(expr.range(), |g| g.constant(value)).map(|()| true),
            None => Ok(false),
        }
    }

    fn compare_op(&mut self, op: CmpOp) -> Result {
        let (op, arg) = match op {
            CmpOp::Is => (Opcode::IsOp, 0),
            CmpOp::IsNot => (Opcode::IsOp, 1),
            CmpOp::In => (Opcode::ContainsOp, 0),
            CmpOp::NotIn => (Opcode::ContainsOp, 1),
            CmpOp::Lt => (Opcode::CompareOp, CompareOp::Lt as u32),
            CmpOp::LtE => (Opcode::CompareOp, CompareOp::Le as u32),
            CmpOp::Eq => (Opcode::CompareOp, CompareOp::Eq as u32),
            CmpOp::NotEq => (Opcode::CompareOp, CompareOp::Ne as u32),
            CmpOp::Gt => (Opcode::CompareOp, CompareOp::Gt as u32),
            CmpOp::GtE => (Opcode::CompareOp, CompareOp::Ge as u32),
        };
        self.emit(op, arg)
    }

    #[inline(never)]
    fn conditional(&mut self, e: &'a ast::ExprIf) -> Result {
        let (otherwise, end) = (self.label(), self.label());
        self.jump_if(&e.test, otherwise, false)?;
        self.expr(&e.body)?;
        self.jump_nowhere(end)?;
        self.place(otherwise);
        self.expr(&e.orelse)?;
        self.place(end);
        Ok(())
    }

    /// Jumps to `target` if the truth of `test` is `when`; goes on otherwise.
    pub(super) fn jump_if(&mut self, test: &'a Expr, target: Label, when: bool) -> Result {
        let before = std::mem::replace(&mut self.at, test.range());
        let result = self.jump_if_here(test, target, when);
        self.at = before;
        result
    }

    fn jump_if_here(&mut self, test: &'a Expr, target: Label, when: bool) -> Result {
        if let Some(known) = fold(test).as_ref().and_then(truth) {
            return if known == when {
                self.jump_nowhere(target)
            } else {
                Ok(())
            };
        }
        let op = if when {
            Opcode::PopJumpIfTrue
        } else {
            Opcode::PopJumpIfFalse
        };
        match test {
            Expr::UnaryOp(e) if e.op == UnaryOp::Not => self.jump_if(&e.operand, target, !when),
            Expr::BoolOp(e) => {
                let decides = e.op == BoolOp::Or;
                let skip = self.label();
                let early = if decides == when { target } else { skip };
                let (last, firsts) = e.values.split_last().expect("an operator has operands");
                for value in firsts {
                    self.jump_if(value, early, decides)?;
                }
                self.jump_if(last, target, when)?;
                self.place(skip);
                Ok(())
            }
            Expr::If(e) => {
                let (otherwise, end) = (self.label(), self.label());
                self.jump_if(&e.test, otherwise, false)?;
                self.jump_if(&e.body, target, when)?;
                self.jump_nowhere(end)?;
                self.place(otherwise);
                self.jump_if(&e.orelse, target, when)?;
                self.place(end);
                Ok(())
            }
            Expr::Compare(e) if e.ops.len() > 1 => {
                self.expr(&e.left)?;
                let (cleanup, end) = (self.label(), self.label());
                let last = e.ops.len() - 1;
                for (op, right) in e.ops[..last].iter().zip(&e.comparators) {
                    self.link(*op, right)?;
                    self.jump(Opcode::PopJumpIfFalse, cleanup)?;
                }
                self.comparison(e.ops[last], &e.comparators[last])?;
                self.jump(op, target)?;
                self.jump_nowhere(end)?;
                self.place(cleanup);
                self.op(Opcode::PopTop)?;
                if !when {
                    self.jump_nowhere(target)?;
                }
                self.place(end);
                Ok(())
            }
            Expr::Compare(e) if is_none_test(e) => {
                self.expr(&e.left)?;
                let jumps_on_none = (e.ops[0] == CmpOp::Is) == when;
                self.jump(
                    if jumps_on_none {
                        Opcode::PopJumpIfNone
                    } else {
                        Opcode::PopJumpIfNotNone
                    },
                    target,
                )
            }
            _ => {
                self.expr(test)?;
                self.jump(op, target)
            }
        }
    }

    // --- Displays ---

    #[inline(never)]
    pub(super) fn sequence(&mut self, elts: &'a [Expr], display: Display) -> Result {
        let starred = elts.iter().any(Expr::is_starred_expr);
        let (build, append, extend) = display.ops();
        if display != Display::Tuple
            && elts.len() >= 3
            && !starred
            && let Some(values) = elts.iter().map(fold).collect::<Option<Vec<_>>>()
        {
            let set = display == Display::Set;
            self.emit(build, 0)?;
            self.constant(if set {
                Const::FrozenSet(values)
            } else {
                Const::Tuple(values)
            })?;
            return self.emit(extend, 1);
        }
        if !starred && elts.len() <= STACK_USE {
            elts.iter().try_for_each(|e| self.expr(e))?;
            return self.emit(
                if display == Display::Tuple {
                    Opcode::BuildTuple
                } else {
                    build
                },
                elts.len() as u32,
            );
        }
        self.emit(build, 0)?;
        for elt in elts {
            if let Expr::Starred(s) = elt {
                self.expr(&s.value)?;
                self.emit(extend, 1)?;
            } else {
                self.expr(elt)?;
                self.emit(append, 1)?;
            }
        }
        if display == Display::Tuple {
            self.emit(Opcode::CallIntrinsic1, Intrinsic::ListToTuple as u32)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn dict(&mut self, items: &'a [ast::DictItem]) -> Result {
        let mut rest = items;
        let mut built = false;
        while !rest.is_empty() {
            let pairs = rest.iter().take_while(|item| item.key.is_some()).count().min(MAP_PAIRS);
            if pairs == 0 {
                if !built {
                    self.emit(Opcode::BuildMap, 0)?;
                }
                self.expr(&rest[0].value)?;
                self.emit(Opcode::DictUpdate, 1)?;
                rest = &rest[1..];
            } else if !built && (pairs == rest.len() || rest[pairs].key.is_none()) {
                for item in &rest[..pairs] {
                    self.pair(item)?;
                }
                self.emit(Opcode::BuildMap, pairs as u32)?;
                rest = &rest[pairs..];
            } else {
                if !built {
                    self.emit(Opcode::BuildMap, 0)?;
                }
                for item in &rest[..pairs] {
                    self.pair(item)?;
                    self.emit(Opcode::MapAdd, 1)?;
                }
                rest = &rest[pairs..];
            }
            built = true;
        }
        if built { Ok(()) } else { self.emit(Opcode::BuildMap, 0) }
    }

    fn pair(&mut self, item: &'a ast::DictItem) -> Result {
        self.expr(item.key.as_ref().expect("only pairs with keys come here"))?;
        self.expr(&item.value)
    }

    // --- Slices ---

    /// Pushes start and stop.
    pub(super) fn slice_bounds(&mut self, s: &'a ast::ExprSlice) -> Result {
        for bound in [&s.lower, &s.upper] {
            match bound {
                Some(e) => self.expr(e)?,
                None => self.none()?,
            }
        }
        Ok(())
    }

    fn slice_object(&mut self, s: &'a ast::ExprSlice) -> Result {
        self.slice_bounds(s)?;
        if let Some(step) = &s.step {
            self.expr(step)?;
        }
        self.emit(Opcode::BuildSlice, if s.step.is_some() { 3 } else { 2 })
    }

    /// `[] -> []`, an operation at `range`.
    pub(super) fn emit_at(&mut self, range: TextRange, op: Opcode, arg: u32) -> Result {
        self.at(range, |g| g.emit(op, arg))
    }
}

/// What `sequence` builds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Display {
    Tuple,
    List,
    Set,
}

impl Display {
    fn ops(self) -> (Opcode, Opcode, Opcode) {
        match self {
            Self::Set => (Opcode::BuildSet, Opcode::SetAdd, Opcode::SetUpdate),
            Self::Tuple | Self::List => (Opcode::BuildList, Opcode::ListAppend, Opcode::ListExtend),
        }
    }
}

fn is_none_test(e: &ast::ExprCompare) -> bool {
    matches!(e.ops[0], CmpOp::Is | CmpOp::IsNot) && e.comparators[0].is_none_literal_expr()
}

/// The number of `BINARY_OP` for an operator.
pub(super) fn operator(op: Operator) -> u32 {
    let op = match op {
        Operator::Add => BinaryOp::Add,
        Operator::Sub => BinaryOp::Subtract,
        Operator::Mult => BinaryOp::Multiply,
        Operator::MatMult => BinaryOp::MatrixMultiply,
        Operator::Div => BinaryOp::TrueDivide,
        Operator::Mod => BinaryOp::Remainder,
        Operator::Pow => BinaryOp::Power,
        Operator::LShift => BinaryOp::Lshift,
        Operator::RShift => BinaryOp::Rshift,
        Operator::BitOr => BinaryOp::Or,
        Operator::BitXor => BinaryOp::Xor,
        Operator::BitAnd => BinaryOp::And,
        Operator::FloorDiv => BinaryOp::FloorDivide,
    };
    op as u32
}
