//! Operators on built-in values: arithmetic, concatenation, set and dict algebra, comparison, unary operators.
//! Operands whose methods are Python code go to the prelude's `_builtins_number`. Operands are borrowed.

use super::layout::*;
use super::native::{NativeResult, done};
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};
use crate::bytecode::{BinaryOp, CompareOp, Opcode};
use crate::natives::{number, set};
use num_bigint::BigInt;
use num_traits::FromPrimitive;
use std::cmp::Ordering;

/// How deep sequences may nest in an ordering comparison before Python code, which can be stopped, goes on.
const DEPTH: u32 = 40;

/// Most bytes of a text, or items of a sequence, that repetition makes.
const REPEAT_MAX: usize = 1 << 28;

impl Vm {
    /// `a op b`, or `a op= b` when `op` is 13 more than the operator's number.
    pub(crate) fn binary(&mut self, op: u32, a: Value, b: Value) -> NativeResult {
        let in_place = op >= BinaryOp::INPLACE;
        let kind = BinaryOp::ALL[(op % BinaryOp::INPLACE) as usize];
        if self.operator_is_python(kind, in_place, a, b) {
            let stem = kind.stem();
            let eq = if in_place { "=" } else { "" };
            let symbol = self.intern(&format!("{}{eq}", kind.symbol()));
            let (name, rname) = (
                self.intern(&format!("__{stem}__")),
                self.intern(&format!("__r{stem}__")),
            );
            if in_place {
                let iname = self.intern(&format!("__i{stem}__"));
                return self.slow_path("inplace_op", &[a, b, symbol, iname, name, rname]);
            }
            return self.slow_path("binary_op", &[a, b, symbol, name, rname]);
        }
        self.binary_plain(kind, in_place, a, b)
    }

    /// The same for operands whose own methods are not asked: what the methods of the built-in classes do.
    pub(crate) fn binary_plain(&mut self, kind: BinaryOp, in_place: bool, a: Value, b: Value) -> NativeResult {
        if let Some(v) = number::arithmetic(self, kind, a, b)? {
            return done(v);
        }
        let (x, y) = (self.unbox(a), self.unbox(b));
        if in_place && let Some(result) = self.in_place(kind, x, y) {
            return result;
        }
        match kind {
            BinaryOp::Add if self.is_sequence_value(x) => self.concat_values(x, y, b),
            BinaryOp::Multiply if self.is_sequence_value(x) => self.repeat(x, y, b),
            BinaryOp::Multiply if self.is_sequence_value(y) => self.repeat(y, x, a),
            BinaryOp::Remainder if self.is_str(x) => crate::natives::str::percent(self, x, b),
            BinaryOp::Remainder if self.as_bytes(x).is_some() => self.slow_path("bytes_percent", &[x, b]),
            BinaryOp::Or if self.is_dict(x) && self.is_dict(y) => {
                let copy = self.dict_copy(x)?;
                match crate::natives::dict::merge(self, copy, y) {
                    Ok(true) => done(copy),
                    Ok(false) => {
                        let result = self.slow_path("dict_ior_slow", &[copy, y]);
                        self.drop(copy);
                        result
                    }
                    Err(raised) => {
                        self.drop(copy);
                        Err(raised)
                    }
                }
            }
            BinaryOp::Or if self.is_type_operand(x) && self.is_type_operand(y) && !(x.is_none() && y.is_none()) => {
                self.union_of(x, y)
            }
            BinaryOp::Or | BinaryOp::And | BinaryOp::Subtract | BinaryOp::Xor => {
                match set::operator(self, kind, x, y) {
                    Some(result) => result,
                    None => Err(self.unsupported(kind, in_place, a, b)),
                }
            }
            _ => Err(self.unsupported(kind, in_place, a, b)),
        }
    }

    /// Whether a class that a program (or the prelude) wrote has a say in this operation.
    fn operator_is_python(&mut self, kind: BinaryOp, in_place: bool, a: Value, b: Value) -> bool {
        let (ca, cb) = (self.type_of(a), self.type_of(b));
        if self.is_builtin_class(ca) && self.is_builtin_class(cb) {
            return false;
        }
        let stem = kind.stem();
        let mut names = vec![
            self.intern(&format!("__{stem}__")),
            self.intern(&format!("__r{stem}__")),
        ];
        if in_place {
            names.push(self.intern(&format!("__i{stem}__")));
        }
        [ca, cb]
            .into_iter()
            .any(|c| !self.is_builtin_class(c) && names.iter().any(|&n| self.overrides(c, n)))
    }

    /// Whether a class's special method is anything but a native of a built-in base.
    pub(crate) fn overrides(&mut self, c: Value, name: Value) -> bool {
        self.lookup(c, name).is_some_and(|f| !self.is_slot(f))
    }

    /// TypeError "unsupported operand type(s) for +: 'int' and 'str'"
    pub(crate) fn unsupported(&mut self, kind: BinaryOp, in_place: bool, a: Value, b: Value) -> Raised {
        let symbol = match (kind, in_place) {
            (BinaryOp::Power, false) => "** or pow()".to_owned(),
            (_, true) => format!("{}=", kind.symbol()),
            _ => kind.symbol().to_owned(),
        };
        let (ta, tb) = (self.type_name(a), self.type_name(b));
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{ta}' and '{tb}'"))
    }

    fn is_sequence_value(&self, v: Value) -> bool {
        v.is_ref()
            && matches!(
                self.heap.kind(v.idx()),
                Kind::Str | Kind::Bytes | Kind::ByteArray | Kind::List | Kind::Tuple
            )
    }

    /// What `op=` does to a mutable operand in place. `None`: nothing; it is as `op`.
    fn in_place(&mut self, kind: BinaryOp, a: Value, b: Value) -> Option<NativeResult> {
        if !a.is_ref() {
            return None;
        }
        match (self.heap.kind(a.idx()), kind) {
            (Kind::List, BinaryOp::Add) => Some(self.extend_in_place(a, b)),
            (Kind::List, BinaryOp::Multiply) => {
                let n = self.as_i64(b)?;
                Some(self.repeat_in_place(a, n))
            }
            (Kind::ByteArray, BinaryOp::Add) => {
                let mut data = self.as_bytes(a)?.to_vec();
                data.extend_from_slice(self.as_bytes(b)?);
                Some(self.set_bytearray(a, &data).map(|()| self.own(a).into()))
            }
            (Kind::Dict, BinaryOp::Or) => Some(match crate::natives::dict::merge_any(self, a, b) {
                Ok(true) => done(self.own(a)),
                Ok(false) => self.slow_path("dict_ior_slow", &[a, b]),
                Err(raised) => Err(raised),
            }),
            (Kind::Set, BinaryOp::Or | BinaryOp::And | BinaryOp::Subtract | BinaryOp::Xor) => {
                if self.is_set(b) || self.is_kind(b, Kind::DictView) {
                    Some(set::in_place(self, kind, a, b))
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    fn extend_in_place(&mut self, list: Value, b: Value) -> NativeResult {
        match self.collect_plain(b)? {
            Some(items) => {
                let len = self.list_len(list);
                self.list_splice(list, len, len, &items)?;
                done(self.own(list))
            }
            None if !self.is_iterable(b) => {
                let t = self.type_name(b);
                Err(self.type_error(format!("'{t}' object is not iterable")))
            }
            None => self.slow_path("list_iadd_slow", &[list, b]),
        }
    }

    fn repeat_in_place(&mut self, list: Value, n: i64) -> NativeResult {
        let items = self.list(list).to_vec();
        let n = usize::try_from(n).unwrap_or(0);
        if n == 0 {
            let old = self.list_splice(list, 0, items.len(), &[])?;
            self.drop_all(&old);
            return done(self.own(list));
        }
        let total = self.repeat_size(items.len(), n, 8)?;
        self.list_reserve(list, total)?;
        for _ in 1..n {
            for &v in &items {
                let v = self.own(v);
                self.list_push(list, v)?;
            }
        }
        done(self.own(list))
    }

    /// `x + y` of sequences; `b` is `y` as the program sees it.
    fn concat_values(&mut self, x: Value, y: Value, b: Value) -> NativeResult {
        let kind = self.heap.kind(x.idx());
        match kind {
            Kind::Str if self.is_str(y) => {
                self.charge((self.heap.hi(x.idx(), 1) as u64 + self.heap.hi(y.idx(), 1) as u64) / 16);
                return done(self.concat(x, y)?);
            }
            Kind::Bytes | Kind::ByteArray => {
                if let (Some(p), Some(q)) = (self.as_bytes(x), self.as_bytes(y)) {
                    let data = [p, q].concat();
                    return done(if kind == Kind::Bytes {
                        self.new_bytes(&data)?
                    } else {
                        self.new_bytearray(&data)?
                    });
                }
                let (tb, tx) = (self.type_name(b), self.type_name(x));
                return Err(self.type_error(format!("can't concat {tb} to {tx}")));
            }
            Kind::List if self.is_list(y) => {
                let items: Vec<Value> = self.list(x).iter().chain(self.list(y)).copied().collect();
                return self.items_again(&items, false);
            }
            Kind::Tuple if self.is_tuple(y) => {
                let items: Vec<Value> = self.tuple(x).iter().chain(self.tuple(y)).copied().collect();
                return self.items_again(&items, true);
            }
            _ => {}
        }
        let word = match kind {
            Kind::Str => "str",
            Kind::List => "list",
            _ => "tuple",
        };
        let tb = self.type_name(b);
        Err(self.type_error(format!("can only concatenate {word} (not \"{tb}\") to {word}")))
    }

    /// A new list or tuple of borrowed items.
    pub(crate) fn items_again(&mut self, items: &[Value], tuple: bool) -> NativeResult {
        self.charge(items.len() as u64);
        for &v in items {
            self.heap.incref(v);
        }
        let made = if tuple {
            self.new_tuple(items)
        } else {
            self.new_list(items)
        };
        made.map(Into::into)
    }

    fn repeat_size(&mut self, len: usize, n: usize, unit: usize) -> Res<usize> {
        match len.checked_mul(n) {
            Some(total) if total <= REPEAT_MAX / unit.min(4) => Ok(total),
            _ => Err(self.memory_error()),
        }
    }

    /// `seq * count`; `given` is the count as the program sees it.
    pub(crate) fn repeat(&mut self, seq: Value, count: Value, given: Value) -> NativeResult {
        let Some(count) = self.as_bigint(count) else {
            if self.special(given, self.names.__index__).is_some() {
                return self.slow_path("repeat_slow", &[seq, given]);
            }
            let t = self.type_name(given);
            return Err(self.type_error(format!("can't multiply sequence by non-int of type '{t}'")));
        };
        let Ok(n) = i64::try_from(&count) else {
            return Err(self.raise(Exc::OverflowError, "cannot fit 'int' into an index-sized integer"));
        };
        let n = usize::try_from(n).unwrap_or(0);
        match self.heap.kind(seq.idx()) {
            Kind::Str => {
                if n == 1 {
                    return done(self.own(seq));
                }
                let total = self.repeat_size(self.str(seq).len(), n, 1)?;
                self.charge(total as u64 / 16);
                let text = self.str(seq).repeat(n);
                done(self.new_str(&text)?)
            }
            kind @ (Kind::Bytes | Kind::ByteArray) => {
                let len = self.as_bytes(seq).unwrap_or_default().len();
                let total = self.repeat_size(len, n, 1)?;
                self.charge(total as u64 / 16);
                let data = self.as_bytes(seq).unwrap_or_default().repeat(n);
                done(if kind == Kind::Bytes {
                    self.new_bytes(&data)?
                } else {
                    self.new_bytearray(&data)?
                })
            }
            kind => {
                let tuple = kind == Kind::Tuple;
                let items = if tuple { self.tuple(seq) } else { self.list(seq) }.to_vec();
                self.repeat_size(items.len(), n, 8)?;
                self.items_again(&items.repeat(n), tuple)
            }
        }
    }

    /// Whether `|` makes a union of a value: a class, `None`, `list[int]`, another union.
    fn is_type_operand(&self, v: Value) -> bool {
        v.is_none() || self.is_class(v) || self.is_kind(v, Kind::Alias)
    }

    /// `int | None`
    pub(crate) fn union_of(&mut self, a: Value, b: Value) -> NativeResult {
        let mut members: Vec<Value> = Vec::new();
        for v in [a, b] {
            let parts = if v.is_none() {
                vec![self.types.none]
            } else if self.is_kind(v, Kind::Alias) && self.heap.flags(v.idx()) & ALIAS_UNION != 0 {
                self.tuple(self.heap.value(v.idx(), 3)).to_vec()
            } else {
                vec![v]
            };
            for part in parts {
                if !members.iter().any(|&m| self.eq(m, part) == Some(true)) {
                    members.push(part);
                }
            }
        }
        for &m in &members {
            self.heap.incref(m);
        }
        if let [one] = members[..] {
            return done(one);
        }
        let members = self.new_tuple(&members)?;
        let union = self.new_simple(Kind::Alias, self.types.union, 0, &[Value::NONE, members])?;
        self.heap.add_flags(union.idx(), ALIAS_UNION);
        done(union)
    }

    // === Comparison ===

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

    /// `-v` and `~v`.
    pub(crate) fn unary(&mut self, op: Opcode, v: Value) -> NativeResult {
        let (symbol, name) = if op == Opcode::UnaryNegative {
            ("-", self.names.__neg__)
        } else {
            ("~", self.names.__invert__)
        };
        match self.unary_operand(v, symbol, name)? {
            Some(result) => Ok(result),
            None => number::unary(self, op, v),
        }
    }

    /// `+v`
    pub(crate) fn positive(&mut self, v: Value) -> NativeResult {
        if let Some(result) = self.unary_operand(v, "+", self.names.__pos__)? {
            return Ok(result);
        }
        if v.is_bool() {
            return done(Value::int(i64::from(v == Value::TRUE)));
        }
        let inner = self.unbox(v);
        if self.is_real(inner) || self.is_kind(inner, Kind::Complex) {
            return done(self.own(inner));
        }
        let t = self.type_name(v);
        Err(self.type_error(format!("bad operand type for unary +: '{t}'")))
    }

    /// Leaves a unary operator to Python code if the operand's class has it.
    fn unary_operand(&mut self, v: Value, symbol: &str, name: Value) -> Res<Option<super::Out>> {
        let c = self.type_of(v);
        if self.is_builtin_class(c) || !self.overrides(c, name) {
            return Ok(None);
        }
        let symbol = self.intern(symbol);
        self.slow_path("unary_op", &[v, symbol, name]).map(Some)
    }
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
