//! Comparisons: equality and order of built-in values, and what is left to Python code.

use super::DEPTH;
use crate::bytecode::CompareOp;
use crate::natives::set;
use crate::vm::Vm;
use crate::vm::layout::*;
use crate::vm::native::{NativeResult, done};
use crate::vm::value::Value;
use num_bigint::BigInt;
use num_traits::FromPrimitive;
use std::cmp::Ordering;

impl Vm {
    /// `a op b` for the six comparisons.
    pub(crate) fn compare(&mut self, op: CompareOp, a: Value, b: Value) -> NativeResult {
        let (ca, cb) = (self.type_of(a), self.type_of(b));
        if !self.is_builtin_class(ca) || !self.is_builtin_class(cb) {
            let name = self.intern(op.method());
            let rname = self.intern(mirrored(op).method());
            let own = |vm: &mut Self, c, n| !vm.is_builtin_class(c) && vm.overrides(c, n);
            if own(self, ca, name) || own(self, cb, rname) || matches!(op, CompareOp::Ne) && self.eq(a, b).is_none() {
                let symbol = self.intern(op.symbol());
                return self.slow_path("compare", &[a, b, symbol, name, rname]);
            }
        }
        self.compare_plain(op, a, b)
    }

    /// The same for operands whose own methods are not asked.
    pub(crate) fn compare_plain(&mut self, op: CompareOp, a: Value, b: Value) -> NativeResult {
        if matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return match self.eq(a, b) {
                Some(equal) => done(Value::bool(equal == (op == CompareOp::Eq))),
                None => self.equality_slow(op, a, b),
            };
        }
        self.ordering(op, a, b, 0)
    }

    /// `==` and `!=` of values with Python code inside or with an order of their own.
    fn equality_slow(&mut self, op: CompareOp, a: Value, b: Value) -> NativeResult {
        if op == CompareOp::Ne {
            return self.slow_path("ne_slow", &[a, b]);
        }
        if set::is_set_like(self, a) && set::is_set_like(self, b) {
            return self.slow_path("eq_set", &[a, b]);
        }
        if self.is_list(a) && self.is_list(b) || self.is_tuple(a) && self.is_tuple(b) {
            return self.slow_path("eq_list", &[a, b]);
        }
        if self.is_dict(a) && self.is_dict(b) {
            return self.slow_path("eq_dict", &[a, b]);
        }
        let kinds = [a, b].map(|v| {
            if v.is_ref() {
                self.heap.kind(v.idx())
            } else {
                Kind::Free
            }
        });
        if kinds == [Kind::WeakRef; 2]
            && let (Some(x), Some(y)) = (self.weakref_target(a), self.weakref_target(b))
        {
            return self.compare(op, x, y);
        }
        if kinds.contains(&Kind::DictView) {
            return done(Value::bool(a == b));
        }
        if kinds.contains(&Kind::MappingProxy) {
            let inner = [a, b].map(|v| {
                if self.is_kind(v, Kind::MappingProxy) {
                    self.heap.value(v.idx(), 2)
                } else {
                    v
                }
            });
            return self.compare(op, inner[0], inner[1]);
        }
        let (symbol, name) = (self.intern(op.symbol()), self.intern(op.method()));
        self.slow_path("compare", &[a, b, symbol, name, name])
    }

    fn ordering(&mut self, op: CompareOp, a: Value, b: Value, depth: u32) -> NativeResult {
        let (x, y) = (self.unbox(a), self.unbox(b));
        if self.is_real(x) && self.is_real(y) {
            return done(Value::bool(compare_mixed(self, x, y).is_some_and(|o| holds(op, o))));
        }
        if set::is_set_like(self, x) && set::is_set_like(self, y) {
            return set::order(self, op, x, y);
        }
        if x.is_ref() && y.is_ref() {
            match (self.heap.kind(x.idx()), self.heap.kind(y.idx())) {
                (Kind::Str, Kind::Str) => return done(Value::bool(holds(op, self.str(x).cmp(self.str(y))))),
                (Kind::Bytes | Kind::ByteArray, Kind::Bytes | Kind::ByteArray) => {
                    return done(Value::bool(holds(op, self.as_bytes(x).cmp(&self.as_bytes(y)))));
                }
                (Kind::List, Kind::List) | (Kind::Tuple, Kind::Tuple) => return self.order_items(op, x, y, depth),
                _ => {}
            }
        }
        let (ta, tb) = (self.type_name(a), self.type_name(b));
        Err(self.type_error(format!(
            "'{}' not supported between instances of '{ta}' and '{tb}'",
            op.symbol()
        )))
    }

    fn order_items(&mut self, op: CompareOp, a: Value, b: Value, depth: u32) -> NativeResult {
        let symbol = self.intern(op.symbol());
        let tuple = self.is_tuple(a);
        let (p, q) = if tuple {
            (self.tuple(a), self.tuple(b))
        } else {
            (self.list(a), self.list(b))
        };
        let (n, m) = (p.len(), q.len());
        let mut differ = None;
        for (&x, &y) in p.iter().zip(q) {
            if x == y {
                continue;
            }
            match self.eq(x, y) {
                Some(true) => {}
                Some(false) => {
                    differ = Some((x, y));
                    break;
                }
                None => return self.slow_path("lt_list", &[a, b, symbol]),
            }
        }
        let Some((x, y)) = differ else {
            return done(Value::bool(holds(op, n.cmp(&m))));
        };
        if depth >= DEPTH {
            return self.slow_path("lt_list", &[a, b, symbol]);
        }
        if self.is_builtin_class(self.type_of(x)) && self.is_builtin_class(self.type_of(y)) {
            return self.ordering(op, x, y, depth + 1);
        }
        self.compare(op, x, y)
    }

    /// Whether this is an int or a float in the wide sense.
    pub(crate) fn is_real(&self, v: Value) -> bool {
        v.is_int() || v.is_float() || self.is_int(v) || self.as_float(v).is_some()
    }

    /// How two values stand to each other under `<`, or `None` if it takes Python code to tell or they have no order.
    pub(crate) fn order(&self, a: Value, b: Value) -> Option<Ordering> {
        self.order_at(a, b, 0)
    }

    fn order_at(&self, a: Value, b: Value, depth: u32) -> Option<Ordering> {
        if a.is_int() && b.is_int() {
            return Some(a.as_int().cmp(&b.as_int()));
        }
        if depth > DEPTH || !self.is_builtin_class(self.type_of(a)) || !self.is_builtin_class(self.type_of(b)) {
            return None;
        }
        if self.is_real(a) && self.is_real(b) {
            return compare_mixed(self, a, b);
        }
        if !a.is_ref() || !b.is_ref() {
            return None;
        }
        match (self.heap.kind(a.idx()), self.heap.kind(b.idx())) {
            (Kind::Str, Kind::Str) => Some(self.str(a).cmp(self.str(b))),
            (Kind::Bytes | Kind::ByteArray, Kind::Bytes | Kind::ByteArray) => {
                Some(self.as_bytes(a).cmp(&self.as_bytes(b)))
            }
            (Kind::List, Kind::List) => self.order_slices(self.list(a), self.list(b), depth),
            (Kind::Tuple, Kind::Tuple) => self.order_slices(self.tuple(a), self.tuple(b), depth),
            _ => None,
        }
    }

    fn order_slices(&self, a: &[Value], b: &[Value], depth: u32) -> Option<Ordering> {
        for (&x, &y) in a.iter().zip(b) {
            if x != y && !self.eq(x, y)? {
                return self.order_at(x, y, depth + 1);
            }
        }
        Some(a.len().cmp(&b.len()))
    }

    // === Unary operators ===
}

/// The comparison with its operands swapped.
fn mirrored(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        same => same,
    }
}

/// Whether `a op b` holds when `a` stands to `b` like this.
pub(crate) fn holds(op: CompareOp, o: Ordering) -> bool {
    match op {
        CompareOp::Lt => o == Ordering::Less,
        CompareOp::Le => o != Ordering::Greater,
        CompareOp::Eq => o == Ordering::Equal,
        CompareOp::Ne => o != Ordering::Equal,
        CompareOp::Gt => o == Ordering::Greater,
        CompareOp::Ge => o != Ordering::Less,
    }
}

/// How two ints or floats of any size stand to each other, exactly; `None` with NaN.
pub(crate) fn compare_mixed(vm: &Vm, a: Value, b: Value) -> Option<Ordering> {
    match (vm.as_float(a), vm.as_float(b)) {
        (Some(x), Some(y)) => x.partial_cmp(&y),
        (Some(x), None) => compare_int_float(vm, b, x).map(Ordering::reverse),
        (None, Some(y)) => compare_int_float(vm, a, y),
        (None, None) => match (vm.as_i64(a), vm.as_i64(b)) {
            (Some(x), Some(y)) => Some(x.cmp(&y)),
            _ => Some(vm.as_bigint(a)?.cmp(&vm.as_bigint(b)?)),
        },
    }
}

fn compare_int_float(vm: &Vm, i: Value, f: f64) -> Option<Ordering> {
    if f.is_nan() {
        return None;
    }
    if f.is_infinite() {
        return Some(if f > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    // Beyond 2^53 a float is an int; below it an int is a float.
    if let Some(n) = vm.as_i64(i)
        && n.unsigned_abs() < 1 << 53
    {
        return (n as f64).partial_cmp(&f);
    }
    let whole = BigInt::from_f64(f.trunc())?;
    Some(
        vm.as_bigint(i)?
            .cmp(&whole)
            .then_with(|| 0.0.partial_cmp(&f.fract()).unwrap_or(Ordering::Equal)),
    )
}
