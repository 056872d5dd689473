//! Constants: literals, and the folding that CPython's compiler does too (signs, numbers, tuples). Nothing here can
//! raise: what could, is left to run time.

use crate::bytecode::Const;
use num_bigint::BigInt;
use num_traits::{Num, ToPrimitive};
use ruff_python_ast::{self as ast, Expr, Operator, UnaryOp};

/// Integers beyond this lose precision as floats.
const EXACT: u64 = 1 << 53;

/// The value of a constant expression.
pub(super) fn fold(expr: &Expr) -> Option<Const> {
    match expr {
        Expr::Tuple(t) => t.elts.iter().map(fold).collect::<Option<Vec<_>>>().map(Const::Tuple),
        Expr::UnaryOp(e) => unary(e.op, fold(&e.operand)?),
        Expr::BinOp(_) => {
            let mut spine = Vec::new();
            let mut left = expr;
            while let Expr::BinOp(e) = left {
                spine.push(e);
                left = &e.left;
            }
            let first = fold(left)?;
            spine
                .into_iter()
                .rev()
                .try_fold(first, |acc, e| binary(e.op, &acc, &fold(&e.right)?))
        }
        _ => literal(expr),
    }
}

/// The value of a literal.
pub(super) fn literal(expr: &Expr) -> Option<Const> {
    Some(match expr {
        Expr::NoneLiteral(_) => Const::None,
        Expr::BooleanLiteral(b) => Const::Bool(b.value),
        Expr::EllipsisLiteral(_) => Const::Ellipsis,
        Expr::NumberLiteral(n) => number(&n.value),
        Expr::StringLiteral(s) => Const::Str(s.value.to_str().to_owned()),
        Expr::BytesLiteral(b) => Const::Bytes(b.value.bytes().collect()),
        Expr::Name(n) if n.id == "__debug__" => Const::Bool(true),
        _ => return None,
    })
}

fn number(n: &ast::Number) -> Const {
    match n {
        ast::Number::Float(f) => Const::Float(*f),
        ast::Number::Complex { imag, .. } => Const::Imaginary(*imag),
        ast::Number::Int(i) => i.as_i64().map_or_else(|| big(&i.to_string()), Const::Int),
    }
}

fn big(text: &str) -> Const {
    let digits = text.replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match digits.get(..2) {
        Some("0x") => (&digits[2..], 16),
        Some("0o") => (&digits[2..], 8),
        Some("0b") => (&digits[2..], 2),
        _ => (digits.as_str(), 10),
    };
    integer(BigInt::from_str_radix(digits, radix).expect("the lexer accepts only digits"))
}

fn integer(value: BigInt) -> Const {
    value.to_i64().map_or(Const::BigInt(value), Const::Int)
}

/// Whether a constant is true; `None` for kinds that are never folded.
pub(super) fn truth(value: &Const) -> Option<bool> {
    Some(match value {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Int(i) => *i != 0,
        Const::Float(f) => *f != 0.0,
        Const::Str(s) => !s.is_empty(),
        Const::Bytes(b) => !b.is_empty(),
        Const::Tuple(t) => !t.is_empty(),
        Const::Ellipsis | Const::BigInt(_) => true,
        _ => return None,
    })
}

fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::USub, Const::Int(i)) => i.checked_neg().map_or_else(|| integer(-BigInt::from(i)), Const::Int),
        (UnaryOp::USub, Const::BigInt(i)) => integer(-i),
        (UnaryOp::USub, Const::Float(f)) => Const::Float(-f),
        (UnaryOp::UAdd, value @ (Const::Int(_) | Const::BigInt(_) | Const::Float(_))) => value,
        (UnaryOp::Invert, Const::Int(i)) => Const::Int(!i),
        (UnaryOp::Not, value) => Const::Bool(!truth(&value)?),
        _ => return None,
    })
}

/// Folds one operation on numbers, if the result is exact and small.
pub(super) fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    match (left, right) {
        (Const::Int(a), Const::Int(b)) => integers(op, *a, *b),
        (Const::Str(a), Const::Str(b)) if op == Operator::Add => Some(Const::Str(format!("{a}{b}"))),
        (Const::Int(_) | Const::Float(_), Const::Int(_) | Const::Float(_)) => floats(op, float(left)?, float(right)?),
        _ => None,
    }
}

fn float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(f) => Some(*f),
        Const::Int(i) if i.unsigned_abs() <= EXACT => Some(*i as f64),
        _ => None,
    }
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    Some(Const::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

fn integers(op: Operator, a: i64, b: i64) -> Option<Const> {
    let value = match op {
        Operator::Add => a.checked_add(b)?,
        Operator::Sub => a.checked_sub(b)?,
        Operator::Mult => a.checked_mul(b)?,
        Operator::FloorDiv if b > 0 => a.div_euclid(b),
        Operator::Mod if b > 0 => a.rem_euclid(b),
        Operator::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
        Operator::LShift => a.checked_mul(1_i64.checked_shl(u32::try_from(b).ok()?).filter(|p| *p > 0)?)?,
        Operator::RShift => a >> u32::try_from(b).ok()?.min(63),
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        Operator::BitAnd => a & b,
        Operator::Div => return floats(op, float(&Const::Int(a))?, float(&Const::Int(b))?),
        _ => return None,
    };
    Some(Const::Int(value))
}
