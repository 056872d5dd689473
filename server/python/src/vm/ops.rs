//! Operators on built-in values: arithmetic, concatenation, set and dict algebra, comparison, unary operators.
//! Operands whose methods are Python code go to the prelude's `_builtins_number`. Operands are borrowed.

mod compare;

use super::layout::*;
use super::native::{NativeResult, done};
use super::types::Exc;
use super::value::Value;
use super::{Raised, Res, Vm};
use crate::bytecode::{BinaryOp, Opcode};
use crate::natives::{number, set};
pub(crate) use compare::compare_mixed;

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
